import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { InputFields } from '../../nodes/CapillaryBadges/execution/settle/inputFields';
import { inputFieldsFor } from '../../nodes/CapillaryBadges/execution/settle/inputFields';

/** What a run takes over of these items. */
function fieldsOf(
	jsons: object[],
	options: { includeInputFields: boolean } | undefined,
	{ stored, onError }: { stored?: unknown; onError?: string } = {},
): InputFields | undefined {
	const context = {
		getNode: () => ({ parameters: { options: stored }, onError }),
		getInputData: () => jsons.map((json) => ({ json }) as INodeExecutionData),
	};
	return inputFieldsFor(context as unknown as IExecuteFunctions, options);
}

const WANTED = { includeInputFields: true };

test.each([
	[true, WANTED, undefined],
	[true, WANTED, { includeInputFields: false }],
	[false, { includeInputFields: false }, { includeInputFields: true }],
	[true, undefined, { includeInputFields: true }],
	[false, undefined, { includeInputFields: false }],
	// An expression that nobody could read.
	[false, undefined, { includeInputFields: '={{ true }}' }],
	[false, undefined, {}],
	[false, undefined, undefined],
])('they are taken over: %s, where the options say %j and %j is stored', (is, options, stored) => {
	expect(fieldsOf([{}], options, { stored }) !== undefined).toBe(is);
});

test('each item has its own', () => {
	const fields = fieldsOf([{ name: 'Ada' }, { name: 'Bob', tags: [1] }], WANTED);
	expect([fields?.of(0), fields?.of(1)]).toEqual([{ name: 'Ada' }, { name: 'Bob', tags: [1] }]);
});

test('without what an earlier run of this node said of the item', () => {
	const said = { alreadyDone: true, warnings: [], wouldSend: true, reason: 'No', dryRun: true };
	const failed = { error: 'Refused', details: { code: 1 } };
	const fields = fieldsOf(
		[
			{ id: 1, ...said, ...failed },
			{ id: 2, details: 'of the user' },
		],
		WANTED,
	);
	expect([fields?.of(0), fields?.of(1)]).toEqual([{ id: 1 }, { id: 2, details: 'of the user' }]);
});

test.each([
	[false, 'continueErrorOutput'],
	[true, 'continueRegularOutput'],
	[true, 'stopWorkflow'],
	[true, undefined],
])('failed items have them as well: %s, where On Error is %s', (is, onError) => {
	expect(fieldsOf([{}], WANTED, { onError })?.alsoFailed).toBe(is);
});

test('copies, down to the last member; dates stay what they are', () => {
	const when = new Date(0);
	const item = { tags: [{ name: 'new' }], address: { city: { name: 'Kochi' } }, when };
	const fields = fieldsOf([item], WANTED)?.of(0);
	expect(fields).toEqual(item);
	expect(fields?.when).toBe(when);
	Object.assign((fields?.tags as typeof item.tags)[0], { name: 'old' });
	Object.assign((fields?.address as typeof item.address).city, { name: 'Pune' });
	expect(item.tags).toEqual([{ name: 'new' }]);
	expect(item.address).toEqual({ city: { name: 'Kochi' } });
});
