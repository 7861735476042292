module.exports = {
	printWidth: 100,
	singleQuote: true,
	trailingComma: 'all',
	useTabs: true,
	overrides: [{ files: ['*.json', '*.yaml', '*.yml', '*.md'], options: { useTabs: false } }],
};
