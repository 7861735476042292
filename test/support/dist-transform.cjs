const { readFileSync } = require('node:fs');

/** Hands the build to jest as it is, with its source map, so that coverage speaks of the sources. */
module.exports = {
	canInstrument: false,
	process: (code, file) => ({ code, map: readFileSync(`${file}.map`, 'utf8') }),
};
