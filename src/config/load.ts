import type { Architecture, ArchitectureDeclaration } from '../model/index.ts';
import type { Mistake } from '../lib/mistake.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { explain, meant } from './explain.ts';
import { nearest } from '../lib/nearest.ts';
import { gather, layOver } from './merge.ts';
import { parseTree } from './parse.ts';
import { folderOf, rebase, resolvePath, strayPaths } from './paths.ts';
import { PRESETS } from './presets.ts';
import { references } from './references.ts';
import { SCHEMA } from './schema.ts';
import { settings, type KnownCheck } from './settings.ts';
import { fileSchema, schemaErrors } from './validate.ts';
import { entriesOf, flatten, itemsOf, textOf, type Tree, type TreeMap } from './tree.ts';

/** How loading sees the repository; all paths are relative to its root, with `/`. */
export interface DeclarationReader {
  read(path: string): { readonly text: string; readonly damaged?: true } | { readonly refused: string; readonly absent?: true };
  /** Files that match a glob, sorted. */
  find(glob: string): readonly string[];
}

export interface LoadOptions {
  /** The declaration's path from the root. */
  readonly path: string;
  /** The checks that there are, so that ids and options are judged; absent: they are taken as they stand. */
  readonly checks?: readonly KnownCheck[];
}

export type Loaded = { readonly architecture: Architecture } | { readonly mistakes: readonly Mistake[] };

/** Reads a declaration with all that it extends and includes; every mistake at once, sorted by place. */
export function loadArchitecture(reader: DeclarationReader, { path, checks }: LoadOptions): Loaded {
  const loader = new Loader(reader);
  const tree = loader.whole(path);
  const mistakes = loader.mistakes;
  if (tree === undefined || mistakes.length > 0) return { mistakes: sorted(mistakes) };
  const { declaration, templates } = normalise(tree);
  mistakes.push(...references(declaration, templates, (file) => !('absent' in reader.read(file))));
  if (checks !== undefined) mistakes.push(...settings(declaration, checks));
  if (mistakes.length > 0) return { mistakes: sorted(mistakes) };
  const { value, places } = flatten(declaration);
  return { architecture: { file: path, declared: value as ArchitectureDeclaration, places } };
}

function sorted(mistakes: readonly Mistake[]): Mistake[] {
  const distinct = new Map(mistakes.map((mistake) => [JSON.stringify([mistake.message, mistake.at]), mistake]));
  return [...distinct.values()].sort((a, b) => comparePlaces(a.at, b.at) || compare(a.message, b.message));
}

class Loader {
  readonly mistakes: Mistake[] = [];
  private readonly reader: DeclarationReader;

  constructor(reader: DeclarationReader) {
    this.reader = reader;
  }

  /** The file with what it extends below it and its parts in it. */
  whole(path: string): TreeMap | undefined {
    const own = this.file(path, { file: path });
    if (own === undefined) return undefined;
    const partOf = own.entries.get('part_of');
    if (partOf !== undefined) {
      this.mistakes.push({ message: `${path} is part of ${String(textOf(partOf))}; lint the folder of that file, or name it with --config.`, at: partOf.key! });
      return undefined;
    }
    let tree = this.extended(own, path, [path]);
    for (const [part, said] of this.parts(own, path)) {
      const read = this.part(part, path, said);
      if (read === undefined) continue;
      const gathered = gather(tree, read, part);
      tree = gathered.tree;
      this.mistakes.push(...gathered.mistakes);
    }
    if (this.mistakes.length === 0) this.complete(tree, own);
    return tree;
  }

  /** Reads and judges one file on its own. `said`: where it is named. */
  private file(path: string, said: NonNullable<Mistake['at']>): TreeMap | undefined {
    const preset = PRESETS[path];
    const read = preset === undefined ? this.reader.read(path) : { text: preset };
    if ('refused' in read) {
      this.mistakes.push({ message: said.file === path ? `The file ${read.refused}.` : `The file ${path} ${read.refused}.`, at: said });
      return undefined;
    }
    if ('damaged' in read) {
      const before = read.text.slice(0, read.text.indexOf('\uFFFD')).split('\n');
      this.mistakes.push({ message: 'This is not valid UTF-8; save the file as UTF-8.', at: { file: path, line: before.length, column: before.at(-1)!.length + 1 } });
      return undefined;
    }
    const parsed = parseTree(path, read.text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''));
    if ('mistakes' in parsed) {
      this.mistakes.push(...parsed.mistakes);
      return undefined;
    }
    const found = explain(fileSchema(), parsed.tree);
    if (found.length === 0) found.push(...unexplained(parsed.tree));
    found.push(...strayPaths(SCHEMA, parsed.tree, parsed.tree.kind === 'map' && parsed.tree.entries.has('part_of') ? folderOf(path) : ''));
    this.mistakes.push(...found);
    return found.length === 0 && parsed.tree.kind === 'map' ? parsed.tree : undefined;
  }

  /** Later files of `extends` win over earlier ones, and the file itself over all. */
  private extended(own: TreeMap, path: string, chain: readonly string[]): TreeMap {
    let under: TreeMap | undefined;
    for (const item of itemsOf(own.entries.get('extends'))) {
      const file = this.target(textOf(item)!, path, item);
      if (file === undefined) continue;
      if (chain.includes(file)) {
        this.mistakes.push({ message: `'extends' goes in a circle: ${[...chain.slice(chain.indexOf(file)), file].join(' -> ')}.`, at: item.at });
        continue;
      }
      const base = this.file(file, item.at);
      if (base === undefined) continue;
      for (const key of ['include', 'part_of']) {
        const stray = base.entries.get(key);
        if (stray !== undefined) this.mistakes.push({ message: `'${key}' has no place in a file that others extend.`, at: stray.key! });
      }
      const whole = this.extended(base, file, [...chain, file]);
      under = under === undefined ? whole : layOver(under, whole);
    }
    return under === undefined ? own : layOver(under, own);
  }

  /** The file that a word of `extends` means. */
  private target(name: string, from: string, item: Tree): string | undefined {
    if (name.startsWith('arch-lint/')) {
      if (PRESETS[name] !== undefined) return name;
      this.mistakes.push({ message: `There is no preset '${name}'${meant(nearest(name, Object.keys(PRESETS)))}; arch-lint ships ${Object.keys(PRESETS).join(', ')}.`, at: item.at });
      return undefined;
    }
    const isFile = name.startsWith('.') || (/\.ya?ml$/.test(name) && !name.startsWith('@'));
    if (isFile) {
      const path = resolvePath(folderOf(from), name);
      if (path === undefined) this.mistakes.push({ message: `'${name}' leads out of the repository.`, at: item.at });
      return path;
    }
    const [, pack, inner] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(name) ?? [];
    const folder = resolvePath('', `node_modules/${pack}`);
    if (pack === undefined || folder !== `node_modules/${pack}` || inner?.split('/').includes('..')) {
      this.mistakes.push({ message: `'${name}' is neither a file (./base.yaml) nor the name of a package.`, at: item.at });
      return undefined;
    }
    const candidates = inner === undefined ? ['architecture.yaml', 'architecture.yml'] : [inner, `${inner}.yaml`, `${inner}.yml`, `${inner}/architecture.yaml`];
    const found = candidates.map((candidate) => `${folder}/${candidate}`).find((candidate) => !('refused' in this.reader.read(candidate)));
    if (found === undefined) {
      const near = nearest(name, Object.keys(PRESETS));
      this.mistakes.push({ message: `The package '${name}' has no preset here${near === undefined ? '' : meant(near)}: there is no ${folder}/${candidates[0]}; install it, or name a file with ./ before it.`, at: item.at });
    }
    return found;
  }

  /** The files that `include` names, each with the place that names it. */
  private parts(own: TreeMap, path: string): (readonly [string, NonNullable<Mistake['at']>])[] {
    const parts = new Map<string, NonNullable<Mistake['at']>>();
    for (const item of itemsOf(own.entries.get('include'))) {
      const glob = textOf(item)!;
      const plain = !/[*?{[]/.test(glob);
      const files = plain ? [/\.ya?ml$/.test(glob) ? glob : `${glob.replace(/\/+$/, '')}/architecture.yaml`] : this.reader.find(/\.ya?ml$/.test(glob) ? glob : `${glob}/architecture.yaml`);
      for (const file of files) {
        const resolved = resolvePath('', file);
        if (resolved !== undefined && resolved !== path && !parts.has(resolved)) parts.set(resolved, item.at);
      }
      if (files.length === 0) this.mistakes.push({ message: `'${glob}' includes no file.`, at: item.at });
    }
    return [...parts];
  }

  private part(file: string, root: string, said: NonNullable<Mistake['at']>): TreeMap | undefined {
    const read = this.file(file, said);
    if (read === undefined) return undefined;
    const partOf = read.entries.get('part_of');
    const owner = textOf(partOf) === undefined ? undefined : resolvePath(folderOf(file), textOf(partOf)!);
    if (owner !== root) {
      this.mistakes.push(partOf === undefined
        ? { message: `${file} is included by ${root}, so it must say 'part_of'.`, at: { file, line: 1, column: 1 } }
        : { message: `${file} says that it is part of '${textOf(partOf)!}', but ${root} includes it.`, at: partOf.at });
      return undefined;
    }
    const tree = rebase(SCHEMA, read, folderOf(file));
    return tree.kind === 'map' ? tree : undefined;
  }

  private complete(tree: TreeMap, own: TreeMap): void {
    const preset = own.entries.get('preset');
    for (const key of ['project', 'components']) {
      if (tree.entries.has(key)) continue;
      this.mistakes.push(preset === undefined
        ? { message: `The declaration lacks ${key}; ${key === 'project' ? 'write project: {name: …}' : 'write components: {name: {path: …}}'}.`, at: own.at }
        : { message: `This file is the preset '${textOf(preset)!}' and lacks ${key}; extend it from an architecture.yaml.`, at: preset.key! });
    }
  }
}

/** What ajv refuses and no sentence of ours foresaw. */
function unexplained(tree: Tree): Mistake[] {
  const { value, places } = flatten(tree);
  return schemaErrors(value).slice(0, 1).map(({ instancePath, message }) => ({
    message: `${instancePath.slice(1).replaceAll('/', '.') || 'The declaration'} ${message ?? 'does not keep to the schema'}.`,
    at: places[instancePath] ?? tree.at,
  }));
}

/** The templates of the source document are read into the lists that they are examples of. */
function normalise(tree: TreeMap): { readonly declaration: TreeMap; readonly templates: ReadonlySet<Tree> } {
  const entries = new Map(tree.entries);
  const templates = new Set<Tree>();
  for (const [template, list] of [['bounded_context', 'contexts'], ['saga', 'sagas'], ['circuit_breaker', 'circuit_breakers']] as const) {
    const found = entries.get(template);
    if (found === undefined) continue;
    const before = entries.get(list);
    for (const item of itemsOf(found)) templates.add(item);
    entries.delete(template);
    entries.set(list, { ...(before ?? found), kind: 'list', items: [...itemsOf(before), ...itemsOf(found)] } as Tree);
  }
  const line = entries.get('log_format');
  if (line !== undefined) {
    entries.delete('log_format');
    const place = { at: line.at, key: line.key! };
    const map = (name: string, value: Tree): Tree => ({ ...place, kind: 'map', entries: new Map([[name, value]]) });
    const under = { ...place, kind: 'map', entries: new Map([['observability', map('logging', map('example', line))]]) } as TreeMap;
    const whole = layOver(under, { ...tree, entries });
    entries.set('observability', whole.entries.get('observability')!);
  }
  const checks = entries.get('checks');
  if (checks?.kind === 'map') {
    entries.set('checks', { ...checks, entries: new Map(entriesOf(checks).map(([id, value]) => [id, value.kind === 'scalar' && value.value === false ? { ...value, value: 'off' } : value])) });
  }
  for (const key of ['extends', 'include', 'part_of', 'preset']) entries.delete(key);
  return { declaration: { ...tree, entries }, templates };
}
