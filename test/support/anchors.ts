/** The anchors of a page in Markdown, as GitHub makes them. */

/** The anchor that a heading gets. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}_\- ]/gu, '')
		.replace(/ /g, '-');

/** The anchors of all headings of a page; code blocks have none. */
export const anchorsOf = (page: string) =>
	page
		.replace(/^```[^]*?^```/gm, '')
		.split('\n')
		.filter((line) => /^#{1,6} /.test(line))
		.map((line) => anchorOf(line.replace(/^#+ /, '')));
