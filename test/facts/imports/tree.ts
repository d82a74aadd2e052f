import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import type { Files, ImportEdge, Imports, ImportSite, PackageManifest, Packages, Source } from '../../../src/model/index.ts';
import { openRepository } from '../../../src/facts/repository.ts';
import imports from '../../../src/facts/imports.ts';

/** A small repository on disk and its facts, made plainly: these tests are of the linking alone. */
export interface Tree {
  readonly root: string;
  write(path: string, text: string): void;
  remove(path: string): void;
  facts(): { files: Files; packages: Packages; source: Source };
  link(cacheDir?: string): Promise<Imports>;
  drop(): void;
}

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;
const IMPORT = /(?:from|import|require)\s*\(?\s*(['"])(.*?)\1/g;

/** Paths below `node_modules` or listed in `untracked` lie on disk, but git does not know them. */
export const plant = (contents: Readonly<Record<string, string>>, workspace: readonly string[] = [], untracked: readonly string[] = []): Tree => {
  const root = mkdtempSync(join(tmpdir(), 'arch-lint-test-'));
  const tree = new Map<string, string>();
  const write = (path: string, text: string): void => {
    tree.set(path, text);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(contents)) write(path, text);

  const facts = (): { files: Files; packages: Packages; source: Source } => {
    const paths = [...tree.keys()].filter((path) => !path.includes('node_modules/') && !untracked.includes(path)).sort();
    return {
      files: { files: paths.map((path) => ({ path, bytes: 1, role: 'production', ...(CODE.test(path) ? { language: 'typescript' as const } : {}) })) },
      packages: { packages: paths.filter((path) => posix.basename(path) === 'package.json').map((path) => manifest(path, tree.get(path)!, workspace)), orchestrators: [], lockfiles: [] },
      source: { modules: Object.fromEntries(paths.filter((path) => CODE.test(path)).map((path) => [path, { imports: sites(tree.get(path)!), exports: [], directives: [], lines: 1 }])), shares: {} },
    };
  };
  return {
    root,
    write,
    remove(path) {
      tree.delete(path);
      rmSync(join(root, path));
    },
    facts,
    link: async (cacheDir) => imports.gather(facts(), openRepository(root, { now: new Date(0), workers: 0, ...(cacheDir === undefined ? {} : { cacheDir }) }).scope([])),
    drop: () => rmSync(root, { recursive: true, force: true }),
  };
};

const sites = (text: string): ImportSite[] =>
  text.split('\n').flatMap((line, index) => [...line.matchAll(IMPORT)].map((found) => ({
    specifier: found[2]!, kind: 'value' as const, line: index + 1, column: found.index + found[0].length - found[2]!.length - 1, names: [],
  })));

const manifest = (path: string, text: string, workspace: readonly string[]): PackageManifest => {
  const json = JSON.parse(text);
  const dir = posix.dirname(path);
  const entry = Object.fromEntries(['main', 'module', 'types', 'source', 'exports', 'imports'].flatMap((key) => (json[key] === undefined ? [] : [[key, json[key]]])));
  return {
    dir, ...(json.name ? { name: json.name } : {}), private: true, dependencies: json.dependencies ?? {}, devDependencies: json.devDependencies ?? {}, peerDependencies: {},
    scripts: {}, bin: [], entry, workspace: dir === '.' || workspace.includes(dir), at: { file: path }, lines: {},
  };
};

/** An edge in a word: where it leads, or what it is. */
export const outcome = (edge: ImportEdge): string =>
  edge.to ?? (edge.unresolved ? 'unresolved' : edge.generated ? 'generated' : `${edge.builtin ? 'builtin' : 'package'} ${edge.external}`);

/** Every import of the file, as specifier and outcome. */
export const outcomes = (graph: Imports, path: string): Record<string, string> =>
  Object.fromEntries((graph.modules[path] ?? []).map((edge) => [edge.specifier, outcome(edge)]));
