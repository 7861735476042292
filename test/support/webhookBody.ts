/** A body by its content type, as n8n parses it; undefined where it cannot. */
export function bodyOf(type: string, raw: Buffer): unknown {
	if (type.startsWith('text/plain')) return raw.toString();
	if (!type.startsWith('application/json')) return {};
	try {
		return JSON.parse(raw.toString().replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}
