import { searchBadges } from '../../capillary/searchBadges';
import { getCustomFields, searchCustomFields } from './searchCustomFields';
import { searchGroups } from './searchGroups';

/** What the pickers of the editor ask for, by the names that the fields use. */
export const methods = {
	listSearch: { searchBadges, searchCustomFields, searchGroups },
	loadOptions: { getCustomFields },
};
