import {
	contradicted,
	leftOut,
	mayBlameOne,
	notSent,
	repeatedId,
} from '../../nodes/CapillaryBadges/execution/deliver/failures';
import type { Call, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import type { Failure } from '../../nodes/shared/capillary/failure';

const target: Target = { item: 3, position: 0, subject: '', about: { customerId: 7 } };
const call = { requestId: 'r' } as Call;
const LOGIN = Buffer.from('store.server:a-password').toString('base64');
const FIX =
	'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.';
const OPEN = { fix: FIX, certainty: 'unknown', customerId: 7, requestId: 'r' };

test('an answer that leaves a target out, or says otherwise, proves nothing', () => {
	expect(leftOut(call, target)).toEqual({
		...OPEN,
		what: "Capillary's answer does not say what became of this item, so the outcome is unknown",
	});
	expect(contradicted(call, target, `{"id":1} Basic ${LOGIN}`)).toEqual({
		...OPEN,
		what: "Capillary's answer contradicts the request, so the outcome is unknown",
		apiMessage: '{"id":1} Basic [removed]',
	});
});

describe('what was not sent since the run had ended', () => {
	const why: Failure = {
		what: 'No way in',
		fix: 'Check it.',
		certainty: 'unknown',
		customerId: 1,
		requestId: 'other',
	};
	const fix = 'Check it. Not sent: the requests before it failed the same way.';

	test('is not done', () => {
		expect(notSent(why, call, target)).toEqual({
			what: 'No way in',
			fix,
			certainty: 'notDone',
			isUnsent: true,
			customerId: 7,
			requestId: undefined,
		});
	});

	test('but what an earlier try sent is as unknown as before', () => {
		expect(notSent(why, { ...call, reopened: true }, target)).toEqual({
			...OPEN,
			what: 'No way in, and an attempt before got no answer, so the outcome is unknown',
			isUnsent: undefined,
		});
	});
});

test('who repeats another item under the same ID is told which', () => {
	expect(repeatedId(call, target, { ...target, item: 2 })).toEqual({
		what: 'Request ID r was used before, by item 2 of this run',
		fix: "Nothing was sent for this item, since it asks for the same again. Give it a request ID of its own if it means another badge, or set 'Already Done' to 'Continue'.",
		certainty: 'notDone',
		isUnsent: true,
		code: 809,
		customerId: 7,
		requestId: 'r',
	});
});

test.each<[why: string, change: Partial<Failure>, may: boolean]>([
	['in words', { apiMessage: 'Bad', httpStatus: undefined }, true],
	['in words under a status of the request', { apiMessage: 'Bad', httpStatus: 405 }, true],
	['in words about all of it', { apiMessage: 'Wrong requestId' }, false],
	[
		'in words about all of it, and of one customer',
		{ apiMessage: 'requestId of customer 7' },
		true,
	],
	['by a status that may be about one', { httpStatus: 400 }, true],
	['by its size', { httpStatus: 413 }, true],
	['by a status that is about the request', { httpStatus: 405 }, false],
	['without any reason', {}, false],
	['as not allowed', { httpStatus: 403, apiMessage: 'Bad' }, false],
	['as not known', { httpStatus: 401, apiMessage: 'Bad' }, false],
	['for all of it', { apiMessage: 'Bad', wholeCall: true }, false],
	['for now', { apiMessage: 'Bad', retryAfterMs: 0 }, false],
	['perhaps', { apiMessage: 'Bad', certainty: 'unknown' }, false],
])('a list that is refused %s: may one of it be to blame? %j', (_, change, may) => {
	expect(mayBlameOne({ what: '', fix: '', certainty: 'notDone', ...change })).toBe(may);
});
