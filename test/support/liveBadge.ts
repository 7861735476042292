export const LIVE_BADGE_ID = '66276dc68fe258516a88ff8e';

/** A badge of which customers may have as many as they like, as Capillary answers it. */
export const LIVE_BADGE = {
	id: LIVE_BADGE_ID,
	active: true,
	status: 'LIVE',
	earnType: 'EARN',
	startOn: 1_577_836_800,
	expiresOn: 2_577_836_800,
	ownership: {
		restrictedToOwners: ['Loyalty'],
		claims: [{ ownerType: 'Loyalty', referenceId: '1', isActive: true }],
	},
	customerConstraints: [],
	badgeConstraints: [],
};
