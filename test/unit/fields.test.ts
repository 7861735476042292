import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { finish } from '../../nodes/CapillaryBadges/execution/plan/call';
import { n8nSource } from '../../nodes/CapillaryBadges/execution/read/expressions';

/** Parameters of a node on one item; n8n's own evaluation says so. */
function sourceOf(parameters: IDataObject, json: IDataObject) {
	const asked: string[] = [];
	const context = {
		getNode: () => ({ parameters }),
		getNodeParameter: (name: string) => {
			asked.push(name);
			return `${name} by n8n`;
		},
	} as unknown as IExecuteFunctions;
	return { source: n8nSource(context, [{ json }]), asked };
}

test('a dragged field is read from the item, where that is sure to mean the same', () => {
	const customer = '={{ $json.customer }}';
	const read = (json: IDataObject) => {
		const { source, asked } = sourceOf({ customer }, json);
		return [source.parameter('customer', 0), asked.length];
	};
	expect(read({ customer: 7 })).toEqual([7, 0]);
	expect(read({ customer: 'x' })).toEqual(['x', 0]);
	expect(read({ customer: null })).toEqual([null, 0]);
	expect(read({ customer: true })).toEqual([true, 0]);
	expect(read({ customer: [1, null] })).toEqual([[1, null], 0]);
	expect(read({ customer: [1, {}] })).toEqual(['customer by n8n', 1]);
	expect(read({ customer: [{}] })).toEqual(['customer by n8n', 1]);
	expect(read({})).toEqual(['customer by n8n', 1]);
});

test('what an answer leaves out and the request named is filled in, and nothing else', () => {
	const about = { badgeId: 'b', requestId: 'order-1', customerId: 7 };
	const filled = { badgeMetaId: 'b', requestId: 'order-1', customerId: 7 };
	expect(finish({}, about)).toEqual(filled);
	expect(finish({ badgeMetaId: null, requestId: null, customerId: null }, about)).toEqual(filled);
	const own = { badgeMetaId: 'c', requestId: 'r', customerId: 8 };
	expect(finish(own, about)).toEqual(own);
	expect(finish({ id: 1 }, {})).toStrictEqual({ id: 1 });
	expect(finish({}, { customerId: 'a@b.example' })).toEqual({});
	expect(finish('text', { requestId: 'r' })).toEqual({ value: 'text', requestId: 'r' });
});

test('errors that say nothing are no member of an item, since n8n would take it for a failed one', () => {
	expect(finish({ id: 1, error: null }, {})).toEqual({ id: 1 });
	expect(finish({ id: 1, error: { code: 5, message: 'x' } }, {})).toHaveProperty('error');
});
