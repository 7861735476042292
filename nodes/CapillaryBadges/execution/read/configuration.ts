/** What holds for the whole run: the credential and the options. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Account } from '../../../shared/capillary/account';
import { basicAuthorization, readAccount } from '../../../shared/capillary/account';
import { present } from '../../../shared/editor/inputs';
import type { AccountFacts, Operation } from '../../operation';
import type { Options } from '../../options';
import { labelsOf } from './read';
import { optionsSchema } from '../../options';

/** What an operation may know of the account: no password, no token. */
export const factsOf = (account: Account): AccountFacts => ({
	url: account.url,
	basicAuthorization: account.authentication === 'basic' ? basicAuthorization(account) : undefined,
	orgId: account.orgId,
	hasUserToken: account.userToken !== undefined,
});

/**
 * The 'Options' of the node, which hold for the whole run.
 * @throws NodeOperationError when a value is out of bounds
 */
export function readOptions(context: IExecuteFunctions, operation: Operation): Options {
	const given = present(context.getNodeParameter('options', 0, {})) ?? {};
	const members = Object.entries(given).map(([name, value]) => [name, present(value)]);
	const parsed = optionsSchema(operation.bulk?.maxBatch).safeParse(Object.fromEntries(members));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const name = String(issue.path[0]);
	throw new NodeOperationError(
		context.getNode(),
		`The option '${labelsOf(operation).get(name) ?? name}' ${issue.message}`,
		{ description: "Correct it under 'Options'. Nothing was sent." },
	);
}

/**
 * The node's credential.
 * @throws NodeOperationError when it lacks what the operation needs
 * @throws UserError when its base URL cannot be used
 */
export async function readCredential(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<Account> {
	const account = readAccount(await context.getCredentials('capillaryApi'));
	const lacks = operation.needs?.(factsOf(account));
	if (lacks === undefined) return account;
	throw new NodeOperationError(context.getNode(), lacks, {
		description: 'Open the Capillary API credential of this node. Nothing was sent.',
	});
}
