/** Which commands are drawn, with right and wrong inputs. */
import fc from 'fast-check';
import { REJECTED } from './account';
import type { Command } from './commands';
import {
	ask,
	bulk,
	claim,
	decide,
	earn,
	endEnrolments,
	list,
	read,
	switchBadge,
	takeBack,
} from './commands';

const CUSTOMERS = [123, 62_090_013, 382_477_526];
const at = fc.nat(2);
const continues = fc.boolean();
const number = fc.nat(9);
const reference = fc.constantFrom('123694', '123694', '1', 'new', '');
const customer = fc.constantFrom(...CUSTOMERS);
const anybody = fc.constantFrom<unknown>(...CUSTOMERS, ...CUSTOMERS, REJECTED, 'x', '', -1);
const giving = (more: { most: number; requestId?: fc.Arbitrary<string | undefined> }) =>
	fc.record({
		...{ at, continues, batchSize: fc.integer({ min: 1, max: 3 }) },
		reference: fc.option(reference, { nil: undefined, freq: 9 }),
		customers: fc.array(anybody, { minLength: 1, maxLength: more.most }),
		requestId: more.requestId ?? fc.constant(undefined),
	});
const requestId = fc.constantFrom('order-1', 'order-2', 'order-3');

/** Every command. */
export const COMMANDS: Array<fc.Arbitrary<Command>> = [
	fc.tuple(at, reference, fc.boolean(), continues).map((all) => claim(...all)),
	fc.tuple(at, fc.boolean()).map((all) => switchBadge(...all)),
	giving({ most: 3 }).map(earn),
	giving({ most: 1, requestId }).map(earn),
	giving({ most: 5 }).map((one) => bulk('earnBulk', one)),
	giving({ most: 5 }).map((one) => bulk('enrol', one)),
	fc
		.tuple(at, fc.array(anybody, { minLength: 1, maxLength: 4 }), continues)
		.map((all) => endEnrolments(...all)),
	fc.tuple(number, fc.boolean(), continues).map((all) => takeBack(...all)),
	giving({ most: 2 }).map(ask),
	fc
		.tuple(number, fc.constantFrom('approved' as const, 'rejected' as const), continues)
		.map((all) => decide(...all)),
	fc.tuple(at, customer, number).map((all) => read(...all)),
	customer.map(list),
];
