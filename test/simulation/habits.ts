/** What Capillary's documents leave open, as switches of the model; each habit sets some of them. */

/** What goes wrong on the way of one request. */
export type FaultKind =
	| 'lostBefore'
	| 'lostAfter'
	| 'late'
	| 'cut'
	| 'empty'
	| 'page'
	| 'tlsAfter'
	| 'status5xxBefore'
	| 'status5xxAfter'
	| 'crash'
	| 'limit'
	| 'limitBare'
	| 'busy'
	| 'denied'
	| 'forbidden'
	| 'proxy'
	| 'refused'
	| 'noName'
	| 'certificate'
	| 'noToken'
	| 'copied';

export interface Habits {
	/** What an ID is remembered by, besides its text. */
	idScope: 'endpoint' | 'customer' | 'badge' | 'global';
	refusedUsesId: boolean;
	limitsFirst: boolean;
	usedBefore: 400 | 409 | 500 | 'inside';
	/** How long an ID is known, in milliseconds. */
	idMemory: number;
	/** When a request is answered whose ID another is at work with. */
	idNoted: 'atOnce' | 'whenDone';
	/** How long the work takes after the ID was noted, in milliseconds. */
	work: readonly [number, number];
	/** How often work that was begun ends refused. */
	workRefused: number;
	enrolTwice: boolean;
	enrolmentUsed: boolean;
	oneBad: 'himself' | 'batch' | 'batchNamed';
	/** Most entries that a call may name. */
	cap: number;
	refusalStatus: 'documented' | 200 | 422;
	errorsAs: 'list' | 'object' | 'text' | 'texts';
	warnings: boolean;
	/** How far behind the views are, in milliseconds. */
	viewLag: readonly [number, number];
	viewOwners: boolean;
	/** Whether the views hold rows of other customers, too. */
	viewAll: boolean;
	viewTimes: 'exact' | 'rounded' | 'none';
	viewIds: 'earnedBadgeId' | 'earnId' | 'none';
	/** Whether the views have lists at all, or counts alone. */
	viewLists: boolean;
	oldAnswers: boolean;
	shuffled: boolean;
	/** How often a bulk answer leaves somebody out. */
	leavesOut: number;
	/** How often an answer says by a word that it failed, beside an ID, whether it was done or not. */
	saysFailed: number;
	/** Whether earnBulk for one customer answers in the shape of earn. */
	bulkAsSingle: boolean;
	importAnswer: 'envelopes' | 'data' | 'records';
	claimAgain: 'warned' | 'refused' | 'plain';
	/** What the reading of one record gives. */
	oneRecord: 'whole' | 'part' | 'another';
	/** Whether somebody else changes a record right after it was read. */
	otherWriter: 'none' | 'once' | 'always';
	/** How often a bulk answer names somebody as done and as refused. */
	namesTwice: number;
	/** How far the server's clock is ahead of n8n's, in milliseconds. */
	skew: number;
	dateHeader: boolean;
	others: 'none' | 'meanwhile' | 'meanwhileSameOwner' | 'before';
	/** How often a request ID of the user's belongs to somebody else. */
	idTaken: number;
	autoApproves: boolean;
	faults: readonly FaultKind[];
	/** How often a fault hits a request. */
	faultRate: number;
}

const PLAIN: Habits = {
	idScope: 'endpoint',
	refusedUsesId: false,
	limitsFirst: false,
	usedBefore: 400,
	idMemory: Infinity,
	idNoted: 'atOnce',
	work: [5, 200],
	workRefused: 0,
	enrolTwice: false,
	enrolmentUsed: false,
	oneBad: 'himself',
	cap: Infinity,
	refusalStatus: 'documented',
	errorsAs: 'list',
	warnings: false,
	viewLag: [0, 0],
	viewOwners: true,
	viewAll: false,
	viewTimes: 'exact',
	viewIds: 'earnedBadgeId',
	viewLists: true,
	oldAnswers: false,
	shuffled: false,
	leavesOut: 0,
	saysFailed: 0,
	bulkAsSingle: false,
	importAnswer: 'envelopes',
	claimAgain: 'warned',
	oneRecord: 'whole',
	otherWriter: 'none',
	namesTwice: 0,
	skew: 0,
	dateHeader: true,
	others: 'none',
	idTaken: 0,
	autoApproves: false,
	faults: [],
	faultRate: 0,
};

/** One habit; `quiet` ones lose no answer, so that nothing may end as unknown. */
export interface Habit {
	set: Partial<Habits>;
	quiet: boolean;
}

const quiet = (set: Partial<Habits>): Habit => ({ set, quiet: true });
const loud = (set: Partial<Habits>): Habit => ({ set, quiet: false });
const fault = (kind: FaultKind, isQuiet = false): Habit => ({
	set: { faults: [kind], faultRate: 0.3 },
	quiet: isQuiet,
});

export const HABITS: Readonly<Record<string, Habit>> = {
	plain: quiet({}),
	idPerCustomer: quiet({ idScope: 'customer' }),
	idPerBadge: quiet({ idScope: 'badge' }),
	idGlobal: quiet({ idScope: 'global' }),
	refusedUsesId: quiet({ refusedUsesId: true }),
	limitsFirst: quiet({ limitsFirst: true }),
	usedBefore409: quiet({ usedBefore: 409 }),
	usedBeforeInside: quiet({ usedBefore: 'inside' }),
	// Loud: one that says so in the end may have begun.
	usedBefore500: loud({ usedBefore: 500 }),
	idsForgotten: quiet({ idMemory: 300_000 }),
	idNotedWhenDone: quiet({ idNoted: 'whenDone' }),
	longWork: loud({ work: [500, 40_000] }),
	longWorkRefused: loud({ work: [500, 40_000], workRefused: 0.5 }),
	workRefused: quiet({ workRefused: 0.5 }),
	enrolsTwice: quiet({ enrolTwice: true }),
	enrolmentUsed: quiet({ enrolmentUsed: true }),
	oneBadRefusesAll: quiet({ oneBad: 'batch' }),
	oneBadRefusesAllNamed: quiet({ oneBad: 'batchNamed' }),
	listCap: quiet({ cap: 3 }),
	refusedAs200: quiet({ refusalStatus: 200 }),
	refusedAs422: quiet({ refusalStatus: 422 }),
	errorsAsObject: quiet({ errorsAs: 'object' }),
	errorsAsText: quiet({ errorsAs: 'text' }),
	errorsAsTexts: quiet({ errorsAs: 'texts' }),
	warnings: quiet({ warnings: true }),
	viewsLag: quiet({ viewLag: [0, 6_000] }),
	viewsLagLong: quiet({ viewLag: [5_000, 600_000] }),
	viewsLackOwners: quiet({ viewOwners: false }),
	viewsShowOthers: quiet({ viewAll: true }),
	viewsLackTimes: quiet({ viewTimes: 'none' }),
	viewsRoundTimes: quiet({ viewTimes: 'rounded' }),
	viewsSayEarnId: quiet({ viewIds: 'earnId' }),
	viewsLackIds: quiet({ viewIds: 'none' }),
	viewsCountOnly: quiet({ viewLists: false }),
	oldAnswers: quiet({ oldAnswers: true }),
	shuffled: quiet({ shuffled: true }),
	leavesOut: loud({ leavesOut: 0.3 }),
	namesTwice: loud({ namesTwice: 0.3 }),
	saysFailed: loud({ saysFailed: 0.3 }),
	bulkAsSingle: quiet({ bulkAsSingle: true }),
	importAsData: quiet({ importAnswer: 'data' }),
	importAsRecords: quiet({ importAnswer: 'records' }),
	claimAgainRefused: quiet({ claimAgain: 'refused' }),
	claimAgainPlain: quiet({ claimAgain: 'plain' }),
	partOfRecord: quiet({ oneRecord: 'part' }),
	anotherRecord: quiet({ oneRecord: 'another' }),
	otherWriter: quiet({ otherWriter: 'once' }),
	otherWriterAlways: quiet({ otherWriter: 'always' }),
	serverAhead: quiet({ skew: 7 * 60_000 }),
	serverBehind: quiet({ skew: -7 * 60_000 }),
	noDateHeader: quiet({ dateHeader: false }),
	othersMeanwhile: quiet({ others: 'meanwhile' }),
	othersMeanwhileSameOwner: quiet({ others: 'meanwhileSameOwner' }),
	othersBefore: quiet({ others: 'before' }),
	// Quiet: a user's ID that was used before is refused for certain.
	idTaken: quiet({ idTaken: 0.5 }),
	autoApproves: quiet({ autoApproves: true }),
	lostBefore: fault('lostBefore'),
	lostAfter: fault('lostAfter'),
	late: fault('late'),
	cut: fault('cut'),
	empty: fault('empty'),
	page: fault('page'),
	tlsAfter: fault('tlsAfter'),
	status5xxBefore: fault('status5xxBefore'),
	status5xxAfter: fault('status5xxAfter'),
	crash: fault('crash'),
	limit: fault('limit', true),
	limitBare: fault('limitBare', true),
	busy: fault('busy'),
	denied: fault('denied', true),
	forbidden: fault('forbidden', true),
	proxy: fault('proxy', true),
	refusedConnection: fault('refused', true),
	noName: fault('noName', true),
	certificate: fault('certificate', true),
	noToken: fault('noToken', true),
	// Something on the way sends a request twice, and hands on one of the answers.
	copied: fault('copied'),
};

/** Names of habits → the switches of the model; the faults of all of them may strike. */
export function habitsOf(names: readonly string[]): Habits {
	const sets = names.map((name) => {
		const habit = HABITS[name];
		if (!habit) throw new Error(`There is no habit '${name}'`);
		return habit.set;
	});
	return {
		...Object.assign({}, PLAIN, ...sets),
		faults: sets.flatMap(({ faults }) => faults ?? []),
	};
}

/** Whether none of the habits may lose an answer. */
export const areQuiet = (names: readonly string[]) => names.every((name) => HABITS[name].quiet);

/**
 * What the API's documents leave open: the habits that try it, or why none is needed.
 */
export const OPEN_QUESTIONS: ReadonlyArray<[question: string, answer: readonly string[] | string]> =
	[
		['body and status where the credential is refused', ['denied', 'forbidden', 'proxy']],
		['a key and secret that are refused', ['noToken']],
		['limits of the rate, and what says so', ['limit', 'limitBare', 'busy']],
		['longest list of one call', ['listCap']],
		['page and size of lists', 'Reads only: no outcome of a write rests on a list.'],
		[
			'codes for a limit that is reached, a badge switched off, a customer who is not there',
			['refusedAs200', 'refusedAs422', 'errorsAsObject', 'errorsAsText', 'errorsAsTexts'],
		],
		[
			'HTTP status of most codes',
			['usedBefore409', 'usedBeforeInside', 'refusedAs200', 'refusedAs422'],
		],
		[
			'what an earned badge looks like in the view of one customer',
			[
				'viewsLackOwners',
				'viewsLackTimes',
				'viewsRoundTimes',
				'viewsSayEarnId',
				'viewsLackIds',
				'viewsCountOnly',
			],
		],
		['what a claim looks like in that view', 'No outcome rests on it.'],
		["values of an enrolment's state in lists", 'No outcome rests on it.'],
		['names in the pagination of approval requests', 'Reads only.'],
		['other identifiers for a customer who gets a badge', 'The node sends the ID alone there.'],
		[
			'events for every organization, their repeats, their signature',
			'The trigger writes nothing.',
		],
		[
			'where the user token comes from',
			'It is part of the credential; a refusal of it is `denied`.',
		],
		['whether a refused request uses up its ID', ['refusedUsesId', 'limitsFirst', 'workRefused']],
		['what an ID is unique within', ['idPerCustomer', 'idPerBadge', 'idGlobal']],
		['whether work goes on after the client has gone', ['longWork', 'longWorkRefused', 'late']],
		['whether a view is up to date when a write was answered', ['viewsLag', 'viewsLagLong']],
		['whether a customer can be enrolled twice', ['enrolsTwice', 'enrolmentUsed']],
		['whether one customer refuses the whole list', ['oneBadRefusesAll', 'oneBadRefusesAllNamed']],
		['whether a request can be approved at once', ['autoApproves']],
		['shape and order of bulk answers', ['oldAnswers', 'shuffled', 'leavesOut', 'namesTwice']],
	];
