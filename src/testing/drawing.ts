import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';

/** Files by path; a folder may be an object of its own. */
export interface DrawnFiles { readonly [path: string]: string | DrawnFiles }

/**
 * A repository as text. An object: `{ 'src/a.ts': '…', docs: { 'b.md': '…' } }`. One string: each file begins with a line
 * `--- path`, and all may be indented alike.
 */
export type Drawing = string | DrawnFiles;

/** A drawing that has no architecture.yaml gets this one. */
export const PLAIN_ARCHITECTURE = 'version: 1\nproject: {name: drawn}\ncomponents: {drawn: {path: "**"}}\n';

const HEADING = /^---[ \t]+(\S.*?)[ \t]*$/;

/** Its files, path → text, sorted. Throws an Error with a sentence where it cannot be drawn. */
export function filesOf(drawing: Drawing): Readonly<Record<string, string>> {
  const files = typeof drawing === 'string' ? ofText(drawing) : ofObject(drawing, '');
  const paths = files.map(([path]) => path);
  if (paths.length === 0) throw new Error('the drawing has no file');
  for (const path of paths) {
    if (path === '' || posix.isAbsolute(path) || path.includes('\\') || posix.normalize(path) !== path || path.startsWith('../')) throw new Error(`'${path}' is no path inside of the drawn repository`);
    if (paths.indexOf(path) !== paths.lastIndexOf(path)) throw new Error(`'${path}' is drawn twice`);
  }
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function ofObject(tree: DrawnFiles, folder: string): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] => {
    const path = `${folder}${name}`;
    if (typeof value === 'string') return [[path, value]];
    if (typeof value === 'object' && value !== null) return ofObject(value, `${path}/`);
    throw new Error(`'${path}' is neither text nor a folder`);
  });
}

function ofText(text: string): [string, string][] {
  const lines = text.split('\n');
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const indent = first.slice(0, first.length - first.trimStart().length);
  if (!HEADING.test(first.slice(indent.length))) throw new Error('a drawn text begins with a line `--- path`');
  const files: [string, string[]][] = [];
  for (const line of lines.slice(lines.indexOf(first))) {
    const own = line.startsWith(indent) ? line.slice(indent.length) : line.trimStart();
    const heading = HEADING.exec(own);
    if (heading) files.push([heading[1]!, []]);
    else files.at(-1)![1].push(own);
  }
  return files.map(([path, body]) => [path, `${body.join('\n').trimEnd()}\n`]);
}

/** Writes the files to a new folder, hands it over, and removes it. */
export async function inFolder<T>(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'arch-lint-drawn-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
