import type { Files, ImportEdge, Imports, ModuleCalls, Units } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { isLoadedByName } from '../../lib/loose-programs.ts';
import { groupBy } from '../../lib/module-imports.ts';
import type { ServerModules } from '../../lib/server-modules.ts';

/** What of the server's modules a program that ends by itself asks for, and what nobody asks for. */
export interface OneShot {
  /** A function of a module that the server loads, for which only a script asks: `src/asns.ts#download`. */
  readonly scripted: ReadonlySet<string>;
  /** A module that exports something, and that nothing of the repository imports or starts. */
  isUnasked(file: string): boolean;
}

const FOR_A_PLATFORM = /handler$|^main$/i;

interface Asked { readonly from: string; readonly edge: ImportEdge }

export function oneShot(graph: CodeGraph, server: ServerModules, { modules }: Imports, { files }: Pick<Files, 'files'>, { units }: Units): OneShot {
  const known = new Map(files.map((file) => [file.path, file]));
  const asking = Object.entries(modules).filter(([from]) => known.get(from)?.role !== 'test').flatMap(([from, edges]) => edges.flatMap((edge): Asked[] => (edge.to === undefined || edge.kind === 'type' ? [] : [{ from, edge }])));
  const askers = groupBy(asking, ({ edge }) => edge.to!);
  const commands = new Set(units.filter(({ kind }) => kind === 'cli').map(({ entry }) => entry.file));
  // A route that its framework finds by itself is started by nobody, either, and is no script.
  const isScript = (path: string): boolean => !server.has(path) && (known.get(path)?.role === 'tooling' || commands.has(path) || (known.get(path)?.role === 'production' && /(?:^|\/)(?:bin|scripts?|tools?|commands?|cli)\//.test(path)));
  const scripted = new Set<string>();
  const entries = new Set(units.map(({ entry }) => entry.file));
  for (const file of server.keys()) {
    const module = graph.calls[file];
    const asked = askers.get(file) ?? [];
    if (!module || entries.has(file) || !asked.some(({ from }) => isScript(from))) continue;
    for (const fn of onlyFor(module, asked, isScript)) scripted.add(`${file}#${fn}`);
  }
  const started = new Set(units.flatMap((unit) => unit.modules));
  // Where nothing of a package is seen to start, all of it may be what others load.
  const starting = new Set(units.map(({ dir, package: owner = dir }) => owner));
  // What is loaded with its folder gives something by default.
  const isTaken = (file: string): boolean => 'default' in (graph.calls[file]?.exports ?? { default: true });
  return { scripted, isUnasked: (file) => starting.has(server.get(file)?.package ?? '.') && !started.has(file) && !askers.has(file) && !isLoadedByName(file) && !isTaken(file) };
}

/** Modules of packages with a start of their own that scripts alone lead to, over however many hops: `scripts/import.ts`, and `src/importer/` behind it. */
export function onlyOfScripts(graph: CodeGraph, server: ServerModules, { modules }: Imports, { files }: Pick<Files, 'files'>, { units }: Units): ReadonlySet<string> {
  const led = (from: readonly string[]): ReadonlySet<string> => {
    const seen = new Set(from);
    for (const file of seen) for (const { to, kind } of modules[file] ?? []) if (to !== undefined && kind !== 'type') seen.add(to);
    return seen;
  };
  const byScripts = led(files.flatMap(({ path, role }) => (role === 'tooling' && !server.has(path) && path in modules ? [path] : [])));
  const asked = new Set(files.flatMap(({ path, role }) => (role === 'test' ? [] : modules[path] ?? [])).flatMap(({ to, kind }) => (to === undefined || kind === 'type' ? [] : [to])));
  // What nobody imports may be found by its name, or by its place; a platform calls a function by the name that it is exported by.
  const isForPlatforms = (file: string): boolean => Object.keys(graph.calls[file]?.exports ?? {}).some((name) => FOR_A_PLATFORM.test(name));
  const byOthers = led([...units.flatMap((unit) => unit.modules), ...[...server.keys()].filter((file) => !asked.has(file) || isForPlatforms(file))]);
  const starting = new Set(units.flatMap(({ kind, dir, package: owner = dir }) => (kind === 'cli' ? [] : [owner])));
  return new Set([...byScripts].filter((file) => !byOthers.has(file) && starting.has(server.get(file)?.package ?? '')));
}

/** The functions that scripts alone ask a module for, with what these alone lead to within it; none where nobody else asks for it (a platform may), or somebody for all of it. */
function onlyFor({ calls, exports, functions }: ModuleCalls, asked: readonly Asked[], isScript: (path: string) => boolean): ReadonlySet<string> {
  const served = asked.filter(({ from }) => !isScript(from)).flatMap(({ edge }) => (edge.reExport ? ['*'] : edge.names));
  const wanted = asked.filter(({ from }) => isScript(from)).flatMap(({ edge }) => edge.names);
  if (served.length === 0 || [...served, ...wanted].includes('*')) return new Set();
  const local = (name: string): string => (exports[name]?.from === undefined ? exports[name]?.name ?? name : name);
  // What nobody of the repository takes may be taken by others.
  const open = new Set([...served, ...Object.keys(exports).filter((name) => !wanted.includes(name))].map(local));
  const own = new Set(functions.flatMap(({ name }) => (name === '' || name.includes('.') || open.has(name) ? [] : [name])));
  const uses = calls.flatMap(({ fn, ref, args = [] }) => [ref, ...args.flatMap((argument) => ('ref' in argument ? [argument.ref] : []))].flatMap(({ from, name }) => (from === undefined && own.has(name) && name !== fn ? [{ by: fn, name }] : [])));
  const found = new Set(wanted.map(local).filter((name) => own.has(name)));
  for (const fn of found) for (const { by, name } of uses) if (by === fn) found.add(name);
  // Whatever something else of the module asks for as well is not theirs alone.
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { by, name } of uses) if (!found.has(by)) found.delete(name);
  }
  return found;
}
