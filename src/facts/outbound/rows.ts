import type { Construction, OptionBag, Packages, Reference } from '../../model/index.ts';
import { rowFor, rowsOf, symbolOf } from '../../lib/clients/match.ts';
import type { ClientRow } from '../../lib/clients/row.ts';
import type { Lookup } from '../../lib/clients/bounds.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { packageOf } from '../../lib/bindings.ts';

export type Rows = (specifier: string | undefined, file: string) => ClientRow | undefined;

/** Ranges of the package that a file belongs to, its own before the root's. */
export function rowChooser({ packages }: Packages, server: ServerModules): Rows {
  const byDir = new Map(packages.map((manifest) => [manifest.dir, manifest]));
  return (specifier, file) => {
    if (specifier === undefined || rowsOf(specifier).length === 0) return undefined;
    const name = packageOf(specifier)!;
    for (const dir of [server.get(file)?.package ?? '.', '.']) {
      const manifest = byDir.get(dir);
      const range = manifest?.dependencies[name] ?? manifest?.devDependencies[name] ?? manifest?.peerDependencies[name];
      if (range !== undefined) return rowFor(specifier, range);
    }
    return rowFor(specifier, undefined);
  };
}

export const keyOf = (file: string, { id, line }: Construction): string => `${file}#${id || line}`;

export const lookupIn = (graph: CodeGraph, file: string): Lookup => ({
  constant: (ref) => graph.constant(file, ref),
  bag: (ref) => graph.bag(file, ref),
  agent: (ref) => agentOf(graph, file, ref),
});

const AGENT = /^(Agent|Pool|Client|BalancedPool|ProxyAgent|EnvHttpProxyAgent|RetryAgent)$/;

/** What an agent of undici is made with: one that a name or a function of the repository leads to, all that its module makes taken together. */
function agentOf(graph: CodeGraph, file: string, ref: Reference): OptionBag | undefined {
  const target = graph.resolve(file, ref);
  const at = target && target.kind !== 'package' ? target.file : file;
  const made = target?.kind === 'construction' ? [target.construction] : (graph.calls[at]?.constructions ?? []).filter((one) => target?.kind === 'function' || one.ref.from === 'undici');
  const agents = made.filter((one) => one.ref.from === 'undici' && AGENT.test(one.ref.name));
  if (agents.length === 0) return undefined;
  const bags = agents.flatMap(({ args }) => args.flatMap((argument) => ('bag' in argument ? [argument.bag] : [])));
  return bags.some(({ open, params, constants }) => open || params || constants) ? undefined : { values: Object.assign({}, ...bags.map(({ values }) => values)) };
}

/** Generated stubs go by the library that carries them. */
const GRPC = '@grpc/grpc-js';

export const nameOf = ({ ref, stub }: Pick<Construction, 'ref' | 'stub'>): string =>
  (stub ? GRPC : ref.name.endsWith('PrismaClient') ? 'prisma' : packageOf(ref.from ?? '') ?? ref.name);

export function rowOfConstruction(file: string, { ref, stub }: Construction, rows: Rows): ClientRow | undefined {
  if (stub) return rows(GRPC, file);
  // A Prisma client may be generated into the repository itself.
  if (ref.name.endsWith('PrismaClient') && ref.path.length === 0) return rows('@prisma/client', file);
  const row = rows(ref.from, file);
  return row?.constructs?.test(symbolOf(ref)) ? row : undefined;
}

/** `new PrismaClient({ adapter })`: the adapter that the key names. */
function underKey(key: string, file: string, made: Construction, row: ClientRow, graph: CodeGraph, rows: Rows): ReturnType<typeof beneath> {
  const value = made.args.map((argument) => ('bag' in argument ? argument.bag.values[key] : undefined)).find((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return undefined;
  const target = value.constant && graph.resolve(file, value.constant);
  if (target?.kind === 'construction' && rowOfConstruction(target.file, target.construction, rows)) return target;
  const near = (graph.calls[file]?.constructions ?? []).filter((one) => rowOfConstruction(file, one, rows)?.carries?.includes(row.id));
  const named = near.filter(({ id, line, fn }) => (id === value.configured || id.endsWith(`.${key}`) || near.length === 1) && fn === made.fn && line <= made.line + 1);
  return named.length > 0 ? { file, construction: named.at(-1)! } : undefined;
}

/** What a client is made over: the transport of Connect, the pool of Drizzle. It holds the time, so it is what is judged. */
export function beneath(file: string, made: Construction, row: ClientRow, graph: CodeGraph, rows: Rows): { readonly file: string; readonly construction: Construction } | undefined {
  if (row.over === undefined) return undefined;
  if (typeof row.over === 'string') return underKey(row.over, file, made, row, graph, rows);
  const given = made.args[row.over];
  const named = given && 'bag' in given ? Object.values(given.bag.values).flatMap((value) => (typeof value === 'object' && value?.constant ? [value.constant] : [])) : [];
  for (const ref of given && 'ref' in given ? [given.ref] : named) {
    const target = graph.resolve(file, ref);
    if (target?.kind === 'construction' && rowOfConstruction(target.file, target.construction, rows)) return target;
  }
  // A local constant, or what a function of this module makes: unmistakable where there is one alone.
  const near = (graph.calls[file]?.constructions ?? []).filter((one) => one !== made && rowOfConstruction(file, one, rows)?.carries?.includes(row.id));
  const isAddress = given !== undefined && ('value' in given || 'starts' in given || ('ref' in given && given.ref.name === 'process'));
  // `drizzle(postgres(url))`, twice in a module: what is made within goes by the same name.
  const within = near.length > 1 ? near.filter(({ id, line }) => id !== '' && id === made.id && line >= made.line && line <= made.line + 3) : near;
  return given !== undefined && !isAddress && within.length === 1 ? { file, construction: within[0]! } : undefined;
}
