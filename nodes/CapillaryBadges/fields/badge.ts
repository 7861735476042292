export { badgeField } from '../../capillary/badgeField';
