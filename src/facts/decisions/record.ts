import type { Heading, Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { parseDocument } from 'yaml';
import type { DecisionFormat, DecisionLink, DecisionRecord, DecisionReference, DecisionSection, Place } from '../../model/index.ts';

const MAX_TEXT = 20_000;
/** Longer records are read up to here: markdown can be made slow to parse. */
const MAX_READ = 200_000;
const PLACEHOLDER = /\{\s*(?:short )?title\b[^}]*\}|\[short title of|\{(?:number|describe|explain)[^}]*\}|\blorem ipsum\b|\bADR-\{/i;

interface Line { readonly text: string; readonly line: number }

/** One decision record; `exists` answers for a path of the repository. */
export function readRecord(path: string, source: string, exists: (path: string) => boolean): DecisionRecord {
  const text = source.slice(0, MAX_READ).replaceAll('\r\n', '\n');
  const { matter, offset, body } = frontMatter(text);
  const tree = fromMarkdown(body);
  const lineOf = (node: Nodes): number => (node.position?.start.line ?? 1) + offset;
  const headings = tree.children.filter((node): node is Heading => node.type === 'heading');
  const first = headings[0];
  const title = typeof matter['title'] === 'string' ? matter['title'] : first && plain(first);
  const sections = sectionsOf(tree, lineOf, first?.depth === 1 ? first : undefined);
  const lead = wordsBefore(tree, first?.depth === 1 ? first : undefined);
  const shown = codeLines(tree);
  const lines = body.split('\n').map((line, index): Line => ({ text: shown.has(index + 1) ? '' : line, line: index + 1 + offset }));
  const status = statusOf(matter, tree, lines, lineOf);
  const [inName, inTitle] = [numberInName(path), numberInTitle(title)];
  const number = inName ?? inTitle;
  return {
    path,
    format: formatOf(path, sections, body),
    ...(number !== undefined && { number }),
    ...(inTitle !== undefined && inTitle !== number && { titled: { number: inTitle, line: first && matter['title'] === undefined ? lineOf(first) : 1 } }),
    ...(/(?:^|\/)\d{4}-?\d{2}-?\d{2}[-_.]/.test(path) && { dated: true as const }),
    ...(title !== undefined && title !== '' && { title: title.slice(0, 300) }),
    ...(status && { status }),
    ...(lead > 0 && { lead }),
    sections,
    supersedes: references(lines, /\b(?:supersedes|supercedes|replaces)\b(.*)$/i, path),
    supersededBy: references(lines, /\b(?:superseded|superceded|replaced) by\b(.*)$/i, path),
    links: linksOf(tree, lineOf, path, exists),
    placeholders: lines.filter((line) => PLACEHOLDER.test(line.text.slice(0, 500))).slice(0, 10).map(({ line }): Place => ({ file: path, line })),
    text: `${title ?? ''}\n${body}`.toLowerCase().slice(0, MAX_TEXT),
  };
}

function frontMatter(text: string): { matter: Record<string, unknown>; offset: number; body: string } {
  const end = text.startsWith('---\n') ? text.indexOf('\n---', 3) : -1;
  if (end < 0) return { matter: {}, offset: 0, body: text };
  const stop = text.indexOf('\n', end + 1);
  const body = stop < 0 ? '' : text.slice(stop + 1);
  const document = parseDocument(text.slice(4, end + 1), { logLevel: 'silent', uniqueKeys: false });
  const value: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 20 });
  return {
    matter: typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {},
    offset: text.length === body.length ? 0 : text.slice(0, text.length - body.length).split('\n').length - 1,
    body,
  };
}

/** Lines of code blocks: what they show is an example, and says nothing of this record. */
function codeLines(tree: Root): ReadonlySet<number> {
  const lines = new Set<number>();
  const visit = (node: Nodes): void => {
    const { start, end } = node.position ?? {};
    if (node.type === 'code' && start && end) for (let line = start.line; line <= end.line; line++) lines.add(line);
    if ('children' in node) node.children.forEach((child) => visit(child));
  };
  visit(tree);
  return lines;
}

const plain = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map((child) => plain(child)).join('') : '';

const words = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** Headings with how much stands below them, deeper headings included. */
function sectionsOf(tree: Root, lineOf: (node: Nodes) => number, title: Heading | undefined): DecisionSection[] {
  const sections: DecisionSection[] = [];
  tree.children.forEach((node, index) => {
    if (node.type !== 'heading' || node === title) return;
    const rest = tree.children.slice(index + 1);
    const end = rest.findIndex((other) => other.type === 'heading' && other.depth <= node.depth);
    const below: readonly RootContent[] = end < 0 ? rest : rest.slice(0, end);
    sections.push({ title: plain(node).trim(), line: lineOf(node), words: below.reduce((sum, part) => sum + words(plain(part)), 0) });
  });
  return sections;
}

/** What a paragraph under the title says; `Date: 2026-01-01` and `Supersedes ADR-3` say nothing of the matter. */
function wordsBefore(tree: Root, title: Heading | undefined): number {
  const start = title === undefined ? 0 : tree.children.indexOf(title) + 1;
  const end = tree.children.findIndex((node, index) => index >= start && node.type === 'heading');
  const told = tree.children.slice(start, end < 0 ? undefined : end).filter(({ type }) => type === 'paragraph').flatMap((node) => plain(node).split('\n')).filter((line) => !/^\s*(?:[\w ]{1,30}:\s*\S{1,60}(?:\s+\S{1,60}){0,5}\s*$|(?:supersede[sd]|superceded?|replace[sd])\b)/i.test(line.slice(0, 500)));
  return told.reduce((sum, line) => sum + words(line), 0);
}

/** From the front matter, from a heading's first words, or from a line `Status: …`. */
function statusOf(matter: Record<string, unknown>, tree: Root, lines: readonly Line[], lineOf: (node: Nodes) => number): DecisionRecord['status'] {
  const firstWord = (text: string): string => (/[a-z]+/i.exec(text.replace(/[*_`~[\]]/g, ''))?.[0] ?? '').toLowerCase();
  if (typeof matter['status'] === 'string') return { word: firstWord(matter['status']), said: matter['status'].trim().slice(0, 40), line: 1 };
  const at = tree.children.findIndex((node) => node.type === 'heading' && /^status\b/i.test(plain(node).trim()));
  const heading = tree.children[at];
  if (heading) {
    const inHeading = plain(heading).replace(/^\s*status\s*:?/i, '');
    const next = tree.children[at + 1];
    const text = inHeading.trim() !== '' ? inHeading : next && next.type !== 'heading' ? plain(next) : '';
    return { word: firstWord(text), line: lineOf(inHeading.trim() === '' && next ? next : heading) };
  }
  for (const { text, line } of lines) {
    const found = /^[\s*_>|-]*status[*_]*\s*[:|]\s*[*_]*(.+)$/i.exec(text.slice(0, 300));
    if (found) return { word: firstWord(found[1]!), line };
  }
  return undefined;
}

function numberInName(path: string): number | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return numeric(/^\d{4}-\d{2}-\d{2}/.test(name) ? undefined : /^(?:adr|rfc)?[-_ ]?(\d{1,5})(?!\d)/i.exec(name)?.[1]);
}

const numberInTitle = (title = ''): number | undefined => numeric(/^(?:(?:adr|rfc)[-\s#]*(\d{1,5})|(\d{1,5})\s*[.:)-]\s)/i.exec(title)?.slice(1).find(Boolean));

const numeric = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

function formatOf(path: string, sections: readonly DecisionSection[], body: string): DecisionFormat {
  const has = (pattern: RegExp): boolean => sections.some(({ title }) => pattern.test(title));
  if (has(/context and problem statement|decision outcome|considered options/i)) return 'madr';
  if (has(/^(?:positive|negative|risks)\b/i) && has(/^decisions?\b/i)) return 'adr';
  const parts = [/^status\b/i, /^context\b/i, /^decisions?\b/i, /^consequences?\b/i].filter(has).length;
  if (parts >= 2) return 'nygard';
  if (/\bin the context of\b[^]{0,600}\bfacing\b[^]{0,600}\bwe (?:have )?decided\b/i.test(body.slice(0, 5000))) return 'y-statement';
  if (/(?:^|\/)rfcs?\//i.test(path) || (has(/^(?:motivation|summary)\b/i) && has(/^(?:detailed design|proposal|drawbacks|alternatives|unresolved questions)\b/i))) return 'rfc';
  return parts === 1 ? 'nygard' : 'unknown';
}

/** `superseded by [ADR-0005](0005-queue.md)`: the records that a line names after the words. */
function references(lines: readonly Line[], pattern: RegExp, from: string): DecisionReference[] {
  return lines.flatMap(({ text, line }): DecisionReference[] => {
    const rest = pattern.exec(text.slice(0, 500))?.[1];
    if (rest === undefined) return [];
    const link = /\]\(([^)#\s]+\.md)[^)]*\)/.exec(rest)?.[1];
    if (link !== undefined && !/^[a-z]+:/i.test(link)) return [{ path: resolve(from, link), line }];
    const number = /(?:adr|decision|record|#|^\s*\[?)[-\s#]*(\d{1,5})(?![\d-])/i.exec(rest)?.[1];
    return number === undefined ? [] : [{ number: Number(number), line }];
  });
}

function linksOf(tree: Root, lineOf: (node: Nodes) => number, from: string, exists: (path: string) => boolean): DecisionLink[] {
  const links: DecisionLink[] = [];
  const visit = (node: Nodes): void => {
    if ((node.type === 'link' || node.type === 'image' || node.type === 'definition') && links.length < 200) {
      const target = node.url.replace(/[?#].*$/, '');
      if (target !== '' && !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)) {
        const path = resolve(from, safelyDecoded(target));
        links.push({ target: path, line: lineOf(node), ...(path !== '' && !exists(path) && { broken: true as const }) });
      }
    }
    if ('children' in node) node.children.forEach((child) => visit(child));
  };
  visit(tree);
  return links;
}

const safelyDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A link's path from the repository's root; a leading slash starts there. */
function resolve(from: string, target: string): string {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
