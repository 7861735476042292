export { searchBadges } from '../../capillary/searchBadges';
