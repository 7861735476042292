const { src, dest, parallel } = require('gulp');
const { Transform } = require('node:stream');
const { mkdir, readdir, readFile, rename, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { zodToJsonSchema } = require('zod-to-json-schema');

/** Colors of the light icon → of the dark one, so that the two never drift apart. */
const DARK = { '#1f7a4d': '#8fe3b8', '#2fa66a': '#2fa66a', '#ffffff': '#10261b' };

const recolor = () =>
	new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			const light = file.contents.toString();
			const dark = light.replace(/#[0-9a-f]{6}/g, (color) => DARK[color] ?? color);
			file.contents = Buffer.from(dark);
			file.basename = file.basename.replace('.svg', '.dark.svg');
			done(null, file);
		},
	});

/** Makes the dark icons of the light ones, in the sources and in the build. */
const icons = () =>
	src(['icons/*.svg', '!icons/*.dark.svg'])
		.pipe(recolor())
		.pipe(dest('icons'))
		.pipe(dest('dist/icons'));

/** What n8n's editor reads of a JSON Schema: type, properties and items; null never alone. */
function plain(schema) {
	const { anyOf, type, properties, items } = schema;
	if (anyOf) return plain(anyOf.find((option) => option.type !== 'null' && !option.not) ?? {});
	const known = Array.isArray(type) ? type.find((name) => name !== 'null') : type;
	return {
		...(known ? { type: known } : {}),
		...(properties
			? {
					properties: Object.fromEntries(
						Object.entries(properties).map(([name, field]) => [name, plain(field)]),
					),
				}
			: {}),
		...(items ? { items: plain(items) } : {}),
	};
}

const SCHEMAS = 'nodes/CapillaryBadges/__schema__';
const TRIGGER_SCHEMAS = 'nodes/CapillaryBadgesTrigger/__schema__';

/** Writes one output schema, to the sources and to the build, with the fields' names as items have them. */
async function writeSchema({ output, fieldNames = {} }, ...parts) {
	const { withFieldNames } = require('./dist/nodes/shared/capillary/fieldNames');
	const bare = plain(zodToJsonSchema(output, { $refStrategy: 'none' }));
	const properties = withFieldNames(bare.properties, fieldNames);
	const schema = { ...bare, properties, version: 1 };
	const text = `${JSON.stringify(schema, null, 2)}\n`;
	for (const root of ['.', 'dist']) {
		const file = path.join(root, ...parts);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, text);
	}
}

/** Writes the output schemas of the built operations and of the trigger, which has no operation. */
async function schemas() {
	const { operations } = require('./dist/nodes/CapillaryBadges/actions/operations');
	const event = require('./dist/nodes/CapillaryBadgesTrigger/event');
	for (const root of [SCHEMAS, TRIGGER_SCHEMAS]) await rm(root, { recursive: true, force: true });
	for (const operation of operations) {
		await writeSchema(operation, SCHEMAS, 'v1.0.0', operation.resource, `${operation.value}.json`);
	}
	await writeSchema(event, TRIGGER_SCHEMAS, 'v1.0.0.json');
}

/** Where the source maps are kept, outside of what is published. */
const MAPS = '.build/maps';

/** Takes the source maps out of the build: without the sources they serve nobody but our coverage. */
async function maps() {
	await rm(MAPS, { recursive: true, force: true });
	for (const name of await readdir('dist', { recursive: true })) {
		const file = path.join('dist', name);
		if (name.endsWith('.js.map')) {
			const kept = path.join(MAPS, name);
			await mkdir(path.dirname(kept), { recursive: true });
			await rename(file, kept);
		} else if (name.endsWith('.js')) {
			const code = await readFile(file, 'utf8');
			await writeFile(file, code.replace(/^\/\/# sourceMappingURL=.*\n?/gm, ''));
		}
	}
}

exports.icons = icons;
exports.maps = maps;
exports.schemas = schemas;
exports.default = parallel(icons, schemas, maps);
