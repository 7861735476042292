/** The badge picker, where the operations look for it. */

export { badgeField } from '../../shared/editor/badgeField';
