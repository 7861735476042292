/** What an error code means, in words: the shape of an advice, and the phrases that several share. */

/** What a failed call was about, for the sentences below: the parameters that name something. */
export interface About {
	badgeId?: string;
	/** The badge's name, where it was picked from a list. */
	badgeName?: string;
	ownerType?: string;
	referenceId?: string;
	customerId?: number | string;
	/** What a customer without a known ID is looked up by. */
	identifierValue?: string;
	requestId?: string;
	/** The record that the call named, where it is no badge: `group`, `custom field`, `approval request`. */
	record?: string;
}

/** What an API code means to a builder. */
export interface Advice {
	/** What happened, in one sentence without a full stop. Holds no text of the API (n8n rewrites some words in a headline). */
	what: string | ((about: About) => string);
	/** What to change, in full sentences. */
	fix: string;
	/** Whether Capillary's own words follow in the headline, since the code alone says too little. */
	isQuoting?: true;
	/** Whether the refusal concerns everybody in the call; else splitting a batch can isolate the customer. */
	wholeCall?: true;
}

const numbers = new Intl.NumberFormat('en-US');

/** A number as sentences show it: 1,234. */
export const count = (n: number) => numbers.format(n);

const nameAndId = ({ badgeId, badgeName }: About) =>
	badgeName === undefined ? badgeId : `${badgeName} (${badgeId})`;
export const badge = (about: About) => (about.badgeId ? `Badge ${nameAndId(about)}` : 'The badge');
export const thisBadge = (about: About) =>
	about.badgeId ? `badge ${nameAndId(about)}` : 'this badge';
export const customer = ({ customerId, identifierValue }: About) => {
	const name = customerId ?? identifierValue;
	return name === undefined ? 'The customer' : `Customer ${name}`;
};
export const owner = ({ ownerType, referenceId }: About) =>
	ownerType ? `${ownerType} with reference ID ${referenceId ?? ''}`.trim() : 'this owner';
export const request = ({ requestId }: About) =>
	requestId ? `Request ID ${requestId}` : 'The request ID';

export const REFUSED = 'Capillary refused the request';

export const NO_RIGHT =
	"Ask your Capillary administrator for the access group that this operation needs. Approval requests also need 'Organization ID' and 'User Token' in the credential; to decide on one, the token of a checker who did not make it.";
