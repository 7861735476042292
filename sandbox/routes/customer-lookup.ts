/** GET /v2/customers/lookup: the numeric ID behind an e-mail address, a mobile number or another identifier. */
import { endpoint, type World } from '../endpoint';
import { apiError, Refusal } from '../errors';
import type { State } from '../state';
import type { Answer, Call } from '../types';

const SOURCES = [
	'INSTORE',
	'WEBSITE',
	'ECOMMERCE',
	'WECHAT',
	'MARTJACK',
	'FACEBOOK',
	'WEB_ENGAGE',
	'TMALL',
	'TAOBAO',
	'JD',
	'LINE',
	'ALL',
];

/** Names of identifiers → how customers keep them; those without a place belong to nobody here. */
const IDENTIFIERS: Record<string, string> = {
	email: 'email',
	mobile: 'mobile',
	externalid: 'externalId',
	cardnumber: 'cardNumber',
	wechat: '',
	martjackid: '',
	fbid: '',
};

/** A refusal; its HTTP status is shown nowhere. */
const refused = ({ habits }: State, code: number): Refusal =>
	new Refusal(Number(habits['lookup-status']), [apiError(code)]);

/** The customer behind one identifier; 8013 for a name or a form that there is not, 8015 for nobody. */
function find(state: State, name: string, value: string): number {
	const kind = IDENTIFIERS[name.toLowerCase()];
	if (kind === undefined || value === '') throw refused(state, 8013);
	if (kind === 'mobile' && !/^\d{5,15}$/.test(value)) throw refused(state, 8013);
	const id = state.customerKeys.get(`${kind} ${value}`);
	if (id === undefined || state.unknownCustomers.has(id)) throw refused(state, 8015);
	return id;
}

/** Several identifiers, separated by commas in the same order, must name the same customer. */
function lookup({ state }: World, { query }: Call): Answer {
	const source = query.source ?? '';
	if (!SOURCES.includes(source.toUpperCase())) throw refused(state, 8011);
	const names = (query.identifierName ?? '').split(',');
	const values = (query.identifierValue ?? '').split(',');
	if (names.length !== values.length) throw refused(state, 8013);
	const found = new Set(names.map((name, index) => find(state, name, values[index] ?? '')));
	const [id] = found;
	if (id === undefined || found.size > 1) throw refused(state, 8015);
	if (!['INSTORE', 'ALL'].includes(source.toUpperCase())) throw refused(state, 8015);
	if (state.mergedCustomers.has(id)) throw refused(state, 8069);
	return { status: 200, body: { entity: id, warnings: [] }, effect: false };
}

export const customerLookupRoutes = [endpoint('GET', '/v2/customers/lookup', lookup)];
