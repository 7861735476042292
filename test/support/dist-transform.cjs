const { readFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '../..');

/** The source map of a built file; the build keeps the maps apart from what is published. */
const mapOf = (file) =>
	readFileSync(
		path.join(ROOT, '.build/maps', `${path.relative(path.join(ROOT, 'dist'), file)}.map`),
		'utf8',
	);

/** Hands the build to jest as it is, with its source map, so that coverage speaks of the sources. */
module.exports = {
	canInstrument: false,
	process: (code, file) => ({ code, map: mapOf(file) }),
};
