/** Where the values of an item come from; n8n's are in expressions.ts. */

/** Where an item's values come from. */
export interface Source {
	/** A parameter's value for an item. */
	parameter(name: string, item: number): unknown;
	/** A parameter as it was typed, an expression included; a member of a collection by both names. */
	raw?(...path: string[]): unknown;
	/** What the code of an expression gives for an item; undefined where n8n cannot evaluate it. */
	value?(code: string, item: number): unknown;
	/** An input item's json. */
	json?(item: number): unknown;
	/** A field of the input item, dots for depth; undefined where it has none. */
	field(name: string, item: number): unknown;
}
