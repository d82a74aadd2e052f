import { printable } from './printable.ts';

/** Text inert in XML and HTML, attributes included; line breaks stay. */
export const xml = (text: string): string =>
  text.split('\n').map(printable).join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** Text inert in GitHub's Markdown: no markup, no HTML, no mention, no link, no cell border. */
export const markdownText = (text: string): string =>
  printable(text)
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~-]/g, (mark) => `\\${mark}`)
    .replaceAll('@', '@\u200b')
    .replaceAll(/(https?|ftp|mailto):/gi, '$1\u200b:')
    .replaceAll('www.', 'www\u200b.');

/** Text as code in Markdown, whatever backticks it holds. */
export function markdownCode(text: string): string {
  const plain = printable(text).replaceAll('|', '¦');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}
