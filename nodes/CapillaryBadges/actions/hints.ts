/** What the editor says before a run, where another setting would serve the user better. */
import type { NodeHint } from 'n8n-workflow';
import { operations } from './operations';

/** Shown until the node has run; a condition knows parameters and input, and not the node's settings (docs/n8n.md#hints). */
const beforeRun = (message: string, condition: string): NodeHint => ({
	message,
	type: 'info',
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
	displayCondition: `={{ ${condition} }}`,
});

const bulk = operations.filter((operation) => operation.bulk !== undefined);

/** Whether the chosen operation is one of the given: `customerBadge.enrol`. */
const isOneOf = (names: readonly string[]) =>
	`${JSON.stringify(names)}.includes($parameter["resource"] + "." + $parameter["operation"])`;

const HAS_MANY_ITEMS = '$input.all().length > 1';

/** Customers by a field or an expression are many as a rule; before any node has run, nothing is known of the input. */
const NAMES_MANY =
	'$parameter["customersFrom"] === "field" || String($rawParameter["customers"] ?? "").startsWith("=") || /\\S[\\s,;]+\\S/.test(String($parameter["customers"] ?? ""))';

/** A dry run goes on to the end, whatever it finds. */
const IS_REAL = '$parameter["options"]?.["dryRun"] !== true';

/** What the node's description gives to the editor. */
export const hints: NodeHint[] = [
	beforeRun(
		"The first customer who is refused stops the workflow, unless 'On Error' under Settings is set otherwise. With 'Continue (using error output)' all others are done, and each refused one comes out by a second output, with the reason.",
		`${isOneOf(bulk.map(({ resource, value }) => `${resource}.${value}`))} && ${IS_REAL} && (${NAMES_MANY} || ${HAS_MANY_ITEMS})`,
	),
	beforeRun(
		"Each input item is a request of its own here. For many customers choose the operation 'Issue to Many (Earn Bulk)': it sends up to 100 of them in one request, and still gives one item for each.",
		`${isOneOf(['customerBadge.earn'])} && !$parameter["additionalFields"]?.["requestId"] && ${HAS_MANY_ITEMS}`,
	),
];
