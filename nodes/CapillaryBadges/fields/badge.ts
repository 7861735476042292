export { badgeField } from '../../shared/editor/badgeField';
