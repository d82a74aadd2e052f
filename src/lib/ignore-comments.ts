import type { IgnoreComment } from '../model/index.ts';

export const MARKER = 'arch-lint-ignore';

/** What a comment may open with, by kind of file. */
const SLASHES = ['//', '/*'] as const;
const HASH = ['#'] as const;
const OPENERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.(ya?ml|toml|sh|graphql|gql|properties|conf)$/i, HASH],
  [/(^|\/)(Dockerfile|Containerfile|CODEOWNERS)[^/]*$|\.dockerfile$|(^|\/)\.env[^/]*$/i, HASH],
  [/\.(tf|tfvars|hcl)$/i, [...HASH, ...SLASHES]],
  [/\.(prisma|proto|jsonc|json5)$/i, SLASHES],
  [/\.sql$/i, ['--', '/*']],
  [/\.(md|mdx|html|xml)$/i, ['<!--']],
];

/** How a comment begins in a file that is no module; undefined: it has none that we know. */
export const openersOf = (path: string): readonly string[] | undefined => OPENERS.find(([name]) => name.test(path))?.[1];
export const MODULE_OPENERS: readonly string[] = SLASHES;

const LONGEST_LINE = 1_000;
const ID = /^[a-z0-9-]+(?:\/[a-z0-9-]+)?$/;

/** Every ignore comment of a text. `isComment` says whether an offset may stand in a comment: it does not inside a string. */
export function ignoreComments(text: string, openers: readonly string[], isComment: (offset: number) => boolean = () => true): IgnoreComment[] {
  if (!text.includes(MARKER)) return [];
  const fenced = openers.includes('<!--') ? fencedLines(text) : undefined;
  const found: (IgnoreComment & { readonly alone: boolean })[] = [];
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const at = line.length <= LONGEST_LINE && !fenced?.has(index + 1) ? line.indexOf(MARKER) : -1;
    const before = at < 0 ? '' : line.slice(0, at).trimEnd();
    const opener = at < 0 ? undefined : openers.find((one) => before.endsWith(one));
    if (opener !== undefined && isComment(offset + before.length - opener.length)) {
      const rest = line.slice(at + MARKER.length);
      const code = before.slice(0, -opener.length).trim();
      const alone = code === '' || code === '{';
      if (rest === '' || /^[\s:]/.test(rest)) found.push({ line: index + 1, column: before.length - opener.length + 1, covers: index + 1, ...said(rest), alone });
    }
    offset += line.length + 1;
  }
  const alone = new Set(found.filter((one) => one.alone).map(({ line }) => line));
  return found.map(({ alone: isAlone, ...comment }) => {
    let covers = comment.line;
    while (isAlone && alone.has(covers)) covers += 1;
    return { ...comment, covers };
  });
}

/** What follows the marker, in its parts: `a, b: reason`. */
function said(rest: string): Pick<IgnoreComment, 'checks' | 'reason'> {
  const text = rest.replace(/(\*\/|-->).*$/, '').trim();
  const colon = text.indexOf(':');
  const names = (colon < 0 ? text : text.slice(0, colon)).split(',').map((name) => name.trim());
  const reason = colon < 0 ? '' : text.slice(colon + 1).trim();
  return { checks: names.every((name) => ID.test(name)) ? names : names.map((name) => name.split(/\s/)[0]!).filter((name) => ID.test(name)), ...(reason !== '' && { reason }) };
}

/** Lines of Markdown that lie in a fenced block: they show a comment and are none. */
function fencedLines(text: string): Set<number> {
  const inside = new Set<number>();
  let fence: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) inside.add(index + 1);
    if (mark === undefined) continue;
    if (fence === undefined) fence = mark;
    else if (mark.startsWith(fence)) fence = undefined;
  }
  return inside;
}
