/** The pickers' searches, by the names that the fields use. */
import { getImportColumns } from '../../shared/editor/importColumns';
import { searchBadges } from '../../shared/editor/searchBadges';
import { searchClaims } from './searchClaims';
import { getCustomFields, searchCustomFields } from './searchCustomFields';
import { searchEarnedBadges, searchEnrolments } from './searchCustomerBadges';
import { searchGroups } from './searchGroups';

/** What the pickers of the editor ask for, by the names that the fields use. */
export const methods = {
	listSearch: {
		searchBadges,
		searchClaims,
		searchCustomFields,
		searchEarnedBadges,
		searchEnrolments,
		searchGroups,
	},
	loadOptions: { getCustomFields },
	resourceMapping: { getImportColumns },
};
