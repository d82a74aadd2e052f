import type { GroundFacts } from '../../src/advice/boundaries/ground.ts';
import type { ArchitectureDeclaration, Commit, Facts, ImportEdge, ImportKind, RepoFile } from '../../src/model/index.ts';
import { architecture } from '../support.ts';

/** What a literal repository says: imports as `from -> to`, of types alone as `from ~> to`. */
export interface Told {
  readonly imports: readonly string[];
  readonly files?: readonly (string | Partial<RepoFile> & { readonly path: string })[];
  /** `src/a.ts writes Order`, `src/a.ts reads Order`. */
  readonly data?: readonly string[];
  /** Where each entity is defined; else in `schema.prisma`. */
  readonly defined?: Readonly<Record<string, string>>;
  readonly commits?: readonly (readonly string[])[];
  readonly declared?: Partial<ArchitectureDeclaration>;
  /** Component → files. */
  readonly components?: Readonly<Record<string, readonly string[]>>;
  readonly codeowners?: Readonly<Record<string, string>>;
  readonly facts?: Partial<Facts>;
}

/** Facts with nothing in them but what is told. */
export function groundFacts(told: Told): GroundFacts {
  const edges = told.imports.map((line) => {
    const [, from, arrow, to] = /^(\S+) (->|~>) (\S+)$/.exec(line)!;
    return { from: from!, to: to!, kind: (arrow === '~>' ? 'type' : 'value') as ImportKind };
  });
  const uses = (told.data ?? []).map((line) => {
    const [file, verb, entity] = line.split(' ') as [string, string, string];
    return { file, write: verb === 'writes', entity };
  });
  const files = new Map<string, RepoFile>();
  const add = (path: string, more: Partial<RepoFile> = {}): void => { if (!files.has(path)) files.set(path, { path, bytes: 1, role: 'production', language: 'typescript', side: 'server', ...more }); };
  for (const file of told.files ?? []) if (typeof file === 'string') add(file); else add(file.path, file);
  edges.forEach(({ from, to }) => { add(from); add(to); });
  uses.forEach(({ file }) => add(file));
  const modules: Record<string, ImportEdge[]> = Object.fromEntries([...files.keys()].map((path) => [path, []]));
  edges.forEach(({ from, to, kind }, index) => modules[from]!.push({ specifier: `./${to}`, to, kind, line: index + 1, column: 8, names: ['it'] }));
  const entities = [...new Set([...uses.map(({ entity }) => entity), ...Object.keys(told.defined ?? {})])].sort();
  return {
    architecture: architecture(told.declared ?? {}),
    files: { files: [...files.values()] },
    source: { modules: Object.fromEntries([...files.keys()].map((path) => [path, { imports: [], exports: ['it'], directives: [], lines: 1 }])), shares: {} } as never,
    imports: { modules, resolved: edges.length, unresolved: 0 },
    components: {
      components: Object.entries(told.components ?? {}).map(([name, paths]) => ({ name, path: paths, files: paths.length, modules: paths.length })), layers: [],
      of: Object.fromEntries(Object.entries(told.components ?? {}).flatMap(([name, paths]) => paths.map((path) => [path, { components: [name], layers: [] }]))),
    },
    history: { commits: (told.commits ?? []).map((paths): Commit => ({ day: '2026-11-01', author: 0, files: paths })), authors: ['A'], since: '2025-11-22', truncated: false, releases: [] },
    codeowners: told.codeowners ? { file: 'CODEOWNERS', lines: Object.entries(told.codeowners).map(([pattern, owner], index) => ({ pattern, owners: [owner], line: index + 1 })) } : { lines: [] },
    dataAccess: {
      entities: entities.map((name, index) => ({ name, table: name.toLowerCase(), orm: 'prisma', at: { file: told.defined?.[name] ?? 'schema.prisma', line: index + 1 }, also: [], fields: [] })),
      uses: uses.map(({ file, write, entity }, index) => ({ entity, write, method: write ? 'update' : 'findMany', at: { file, line: index + 1, column: 1 }, predicate: { names: [] }, around: [] })),
      scopes: [], rowSecurity: [],
    },
    messaging: { messages: [], failures: [] },
    outbound: { modules: [], clients: [], calls: [], breakers: [], graph: {} },
    units: { units: [] },
    ...told.facts,
  };
}

/** A group of modules in one folder, each importing the next and the first. */
export const ring = (folder: string, names: readonly string[]): string[] =>
  names.flatMap((name, index) => [`${folder}/${name}.ts -> ${folder}/${names[(index + 1) % names.length]}.ts`, ...(index > 1 ? [`${folder}/${name}.ts -> ${folder}/${names[0]}.ts`] : [])]);
