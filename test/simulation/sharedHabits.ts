/** The habits that the simulation and the sandbox have in common, by the sandbox's names and values. */
import type { HabitName, Habits } from '../../sandbox';

/** A habit of the simulation → the settings of the sandbox that do the same over HTTP. */
export const IN_SANDBOX: Readonly<Record<string, Partial<Habits>>> = {
	idPerCustomer: { 'id-scope': 'customer' },
	idPerBadge: { 'id-scope': 'badge' },
	idGlobal: { 'id-scope': 'everywhere' },
	plain: { 'id-scope': 'endpoint', 'unknown-customer': 'alone' },
	refusedUsesId: { 'refused-id': 'used' },
	limitsFirst: { 'id-check': 'last' },
	usedBefore409: { 'id-status': '409' },
	usedBeforeInside: { 'id-status': '200' },
	usedBefore500: { 'id-status': '500' },
	idsForgotten: { 'id-memory-ms': 300_000 },
	idNotedWhenDone: { 'id-noted': 'when-done' },
	longWork: { 'work-ms': 40_000 },
	longWorkRefused: { 'work-ms': 40_000, 'late-refusal': 'some' },
	workRefused: { 'late-refusal': 'some' },
	late: { 'answer-ms': 10_000 },
	enrolsTwice: { 'enrol-twice': 'allowed' },
	enrolmentUsed: { enrolment: 'used-up' },
	oneBadRefusesAll: { 'bad-customer': 'whole', 'unknown-customer': 'whole' },
	oneBadRefusesAllNamed: { 'bad-customer': 'whole-named', 'unknown-customer': 'whole' },
	listCap: { 'batch-cap': 3 },
	refusedAs200: { 'refusal-status': '200' },
	refusedAs422: { 'refusal-status': '422' },
	errorsAsObject: { errors: 'object' },
	errorsAsText: { errors: 'text' },
	errorsAsTexts: { errors: 'texts' },
	warnings: { warnings: 'some' },
	viewsLag: { 'view-lag-ms': 6_000 },
	viewsLagLong: { 'view-lag-ms': 600_000 },
	viewsLackOwners: { 'row-owners': 'absent' },
	viewsShowOthers: { 'row-customers': 'all' },
	viewsLackTimes: { 'row-times': 'absent' },
	viewsRoundTimes: { 'row-times': 'iso' },
	viewsSayEarnId: { 'earn-row-id': 'earnId' },
	viewsLackIds: { 'earn-row-id': 'absent' },
	viewsCountOnly: { statistics: 'counts' },
	shuffled: { 'row-order': 'reversed' },
	leavesOut: { 'left-out': 'last' },
	namesTwice: { 'named-twice': 'last' },
	saysFailed: { 'failure-words': 'data' },
	bulkAsSingle: { 'bulk-answer': 'single' },
	importAsData: { 'import-answer': 'data' },
	importAsRecords: { 'import-answer': 'records' },
	claimAgainRefused: { 'claim-again': 'refused' },
	claimAgainPlain: { 'claim-again': 'plain' },
	partOfRecord: { 'one-record': 'part' },
	anotherRecord: { 'one-record': 'another' },
	otherWriter: { 'other-writer': 'once' },
	otherWriterAlways: { 'other-writer': 'always' },
	serverAhead: { 'clock-ahead-seconds': 420 },
	serverBehind: { 'clock-behind-seconds': 420 },
	noDateHeader: { 'date-header': 'absent' },
	autoApproves: { 'auto-approval': 'on' },
};

const A_FAULT = "trouble on the way: the sandbox's --fault";
const OTHERS = 'what somebody else does: a test does it through the control path';

/** Habits of the simulation that the sandbox has in another way. */
export const NOT_HABITS: Readonly<Record<string, string>> = {
	oldAnswers: "the sandbox's setting 'generation'",
	othersMeanwhile: OTHERS,
	othersMeanwhileSameOwner: OTHERS,
	othersBefore: OTHERS,
	idTaken: OTHERS,
	lostBefore: A_FAULT,
	lostAfter: A_FAULT,
	cut: A_FAULT,
	empty: A_FAULT,
	page: A_FAULT,
	tlsAfter: A_FAULT,
	status5xxBefore: A_FAULT,
	status5xxAfter: A_FAULT,
	crash: A_FAULT,
	limit: A_FAULT,
	limitBare: A_FAULT,
	busy: A_FAULT,
	denied: A_FAULT,
	forbidden: A_FAULT,
	proxy: A_FAULT,
	refusedConnection: 'the sandbox is not there',
	noName: 'the sandbox is not there',
	certificate: 'the sandbox has none: test/engine/core tries certificates',
	noToken: A_FAULT,
	copied: 'a proxy in between, as test/engine/identity has one',
};

const A_LIST = 'reads alone: no outcome of a write rests on a list';
const SIGN_IN = 'the sign-in, which comes before the stages';
const ONE_MEMBER = 'a member of any type, which test/unit/proof.test.ts tries for each';

/** Habits of the sandbox that the simulation does not need. */
export const NOT_SIMULATED: Partial<Record<HabitName, string>> = {
	'limit-code': 'the node knows no code of a limit',
	'side-members': ONE_MEMBER,
	'customer-ids': ONE_MEMBER,
	tokens: SIGN_IN,
	'token-seconds': SIGN_IN,
	unauthorized: SIGN_IN,
	forbidden: SIGN_IN,
	'first-page': A_LIST,
	'page-cap': A_LIST,
	page: A_LIST,
	'page-offset': A_LIST,
	totals: A_LIST,
	'list-changes': A_LIST,
	'name-filter': A_LIST,
	'list-ids': A_LIST,
	counters: A_LIST,
	benefits: 'digits of one member, which test/engine/ops tries',
	'lookup-status': 'a look-up of customers writes nothing',
	'web-hook-list': 'the trigger gives nothing to anybody',
	'web-hook-headers': 'the trigger gives nothing to anybody',
};

/** Values of the same that need no habit of the simulation. */
export const VALUES_NOT_SIMULATED: Readonly<Record<string, string>> = {
	'statistics=none': 'as with counts alone, nothing shows',
	'enrol-twice=returned': 'nobody can tell it from a new enrolment, and what was asked for holds',
	'left-out=failed': 'as with the last: the answer says nothing of some',
	'failure-words=envelope': 'as in the data: test/unit/proof.test.ts tries each place',
	'one-record=no-ownership': 'as with a part: a member that must be there is not',
	'one-record=no-earnType': 'as with a part: a member that must be there is not',
};
