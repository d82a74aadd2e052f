import type { Files, Imports, ModuleStarts, PackageManifest, Packages, Side, Start } from '../../model/index.ts';
import { compare } from '../../lib/order.ts';
import { folderOfPath, isWithin } from '../../lib/paths.ts';
import { moduleGraph, reach } from '../../lib/reach.ts';
import { sourceOf } from '../../lib/started-modules.ts';

/** What units are found in: the modules of production, whose they are, what leads where, and where something starts. */
export class Ground {
  readonly files: Files;
  readonly starts: Readonly<Record<string, ModuleStarts>>;
  readonly production: ReadonlySet<string>;
  readonly packageOf: ReadonlyMap<string, string>;
  readonly sideOf: ReadonlyMap<string, Side>;
  readonly manifests: ReadonlyMap<string, PackageManifest>;
  readonly graph: ReturnType<typeof moduleGraph>;
  /** Folders with a Dockerfile of their own. */
  readonly inContainer: ReadonlySet<string>;
  /** Packages of the workspace, by their names. */
  readonly #inWorkspace: ReadonlyMap<string, PackageManifest>;
  /** Folder of a package → those of the packages that it imports. */
  readonly #imported: ReadonlyMap<string, ReadonlySet<string | undefined>>;

  constructor(files: Files, packages: Packages, imports: Imports, starts: Readonly<Record<string, ModuleStarts>>) {
    this.files = files;
    this.starts = starts;
    const production = new Set(files.files.filter(({ role, language }) => role === 'production' && language).map(({ path }) => path));
    const homes = packages.packages.map(({ dir }) => dir);
    // What a server starts as a process of its own is no script, though it lies in `scripts/`.
    const others = new Set(files.files.filter(({ role, language }) => role === 'tooling' && language).map(({ path }) => path));
    const spawned = others.size === 0 ? [] : Object.entries(starts).flatMap(([file, { spawns = [] }]) => (production.has(file) ? spawnedBy(file, spawns, homes, others) : []));
    this.production = new Set([...production, ...spawned]);
    this.packageOf = new Map(files.files.flatMap((file) => (file.package === undefined ? [] : [[file.path, file.package]])));
    this.sideOf = new Map(files.files.flatMap(({ path, side }) => (side === undefined ? [] : [[path, side]])));
    this.manifests = new Map(packages.packages.map((manifest) => [manifest.dir, manifest]));
    this.inContainer = new Set(files.files.flatMap(({ path, role }) => (role === 'production' && /(?:^|\/)(?:Dockerfile|Containerfile)$/.test(path) ? [folderOfPath(path)] : [])));
    this.#inWorkspace = new Map(packages.packages.flatMap((one) => (one.workspace && one.name !== undefined ? [[one.name, one]] : [])));
    this.graph = moduleGraph(withLoads(imports.modules, starts, this.production, [...this.manifests.values()]), (path) => this.production.has(path));
    const imported = new Map<string, Set<string | undefined>>();
    for (const [from, list] of this.graph.imports) {
      const owner = this.packageOf.get(from) ?? '.';
      imported.set(owner, (imported.get(owner) ?? new Set()).add(owner));
      for (const to of list) imported.get(owner)!.add(this.packageOf.get(to));
    }
    this.#imported = imported;
  }

  sourceOf(dir: string, path: string | undefined): string | undefined {
    return sourceOf(dir, path, (candidate) => this.production.has(candidate));
  }

  manifestOf(file: string): PackageManifest | undefined {
    const owner = this.packageOf.get(file);
    return owner === undefined ? undefined : this.manifests.get(owner);
  }

  /** Modules that packages of the workspace begin with which this one, or one that it leads to, depends on and never imports: something loads them by their names (`plugins.json`). `apart`: those that start by themselves. */
  pluginsOf(dir: string, apart: ReadonlySet<string | undefined>): readonly string[] {
    const found = new Set<string>();
    const seen = new Set([dir]);
    for (const one of seen) {
      const { dependencies = {} } = this.manifests.get(one) ?? {};
      for (const other of Object.keys(dependencies).flatMap((name) => this.#inWorkspace.get(name) ?? [])) {
        if (apart.has(other.dir)) continue;
        seen.add(other.dir);
        const main = this.#imported.get(one)?.has(other.dir) ? undefined : this.sourceOf(other.dir, typeof other.entry['main'] === 'string' ? other.entry['main'] : 'src/index.ts');
        if (main !== undefined && this.production.has(main) && this.sideOf.get(main) !== 'browser') found.add(main);
      }
    }
    return [...found];
  }

  reachOf(roots: readonly string[]): ReadonlySet<string> {
    return reach(roots, this.graph.imports);
  }

  /** What listens in the modules that one leads to. */
  listenerBehind(file: string): Start | undefined {
    return [...this.reachOf([file])].sort(compare).flatMap((path) => this.starts[path]?.starts.filter(({ kind }) => kind === 'service') ?? [])[0];
  }
}

const homeOf = (file: string, dirs: readonly string[]): string => dirs.filter((dir) => isWithin(file, dir)).sort((a, b) => b.length - a.length)[0] ?? '.';

/** Modules that one starts as processes or threads, of those that are asked for. */
const spawnedBy = (file: string, spawns: readonly string[], homes: readonly string[], of: ReadonlySet<string>): readonly string[] =>
  spawns.flatMap((path) => (path.startsWith('./') ? [homeOf(file, homes), folderOfPath(file)] : ['.']).flatMap((dir) => sourceOf(dir, path, (candidate) => of.has(candidate)) ?? []).slice(0, 1)).filter((path) => of.has(path));

/** The import graph with what has no import: modules that are loaded by folder, and those that are started as processes or threads and are no unit by themselves. */
function withLoads(modules: Imports['modules'], starts: Readonly<Record<string, ModuleStarts>>, production: ReadonlySet<string>, manifests: readonly PackageManifest[]): Imports['modules'] {
  const loading = Object.entries(starts).filter(([, { loads, spawns = [] }]) => loads.length > 0 || spawns.length > 0);
  if (loading.length === 0) return modules;
  const extended: Record<string, Imports['modules'][string]> = { ...modules };
  for (const [file, { loads, spawns = [] }] of loading) {
    const takenIn = new Set(loads.flatMap((one) => (one.startsWith('@') ? [one.slice(1)] : [])));
    const home = homeOf(file, manifests.map(({ dir }) => dir));
    const found = takenIn.size === 0 ? [] : [...production].filter((path) => path !== file && isWithin(path, home) && modules[path]?.some(({ external }) => external !== undefined && takenIn.has(external)));
    const folders = loads.flatMap((folder) => (folder.startsWith('*/') ? manifests.flatMap(({ workspace, dir }) => (workspace ? [`${dir}${folder.slice(1)}`] : [])) : [folder]));
    const loaded = [...production].filter((path) => folders.some((folder) => isWithin(path, folder)));
    const spawned = spawnedBy(file, spawns, manifests.map(({ dir }) => dir), production).filter((path) => (starts[path]?.starts ?? []).length === 0);
    extended[file] = [...(extended[file] ?? []), ...[...new Set([...loaded, ...found, ...spawned])].map((to) => ({ specifier: to, kind: 'dynamic' as const, line: 1, column: 1, names: [], to }))];
  }
  return extended;
}
