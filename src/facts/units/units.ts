import { type Dockerfile, type Imports, type PackageManifest, type Platforms, type Start, type Unit, defineFact } from '../../model/index.ts';
import { functionHandlers } from '../../lib/function-handlers.ts';
import { frameworkTargets } from '../../lib/functions-framework.ts';
import { isLibrary } from '../../lib/library.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import { folderOfPath, isWithin, joinPath } from '../../lib/paths.ts';
import { platformFunctions } from '../../lib/platform-functions.ts';
import { reach } from '../../lib/reach.ts';
import { type StartedModule, startedModules } from '../../lib/started-modules.ts';
import { applicationDir, frameworkIn, servedAsFiles, startedAt } from './application.ts';
import { FILE_ROUTED, FUNCTION_ADAPTER } from './file-routed.ts';
import { deployedFunctions, functionsOfPlatforms } from './functions.ts';
import { Ground } from './ground.ts';
import { type Draft, merged, unique, withCustomServers, withoutParts } from './processes.ts';
import { RUN_ONCE, StartedByName } from './started.ts';

/** Platforms that run all the functions of a package in one process, or deploy them together. */
const FUNCTION_APPS = ['azure-functions', 'firebase'];

/** Too many ways in: the start sits in shared code, and none of them is its own. */
const MAX_ROOTS = 3;
/** So many are started by name, each by itself. */
const MAX_STARTED = 8;

export default defineFact({
  name: 'units',
  needs: ['starts', 'files', 'packages', 'imports', 'docker', 'platforms', 'cloudformation', 'terraform', 'constructs'],
  aside: ['cloudformation', 'terraform', 'constructs'],
  gather({ starts, files, packages, imports, docker, platforms, cloudformation, terraform, constructs }, repo) {
    const ground = new Ground(files, packages, imports, starts);
    const finder = new UnitFinder(ground, imports, startedModules(packages, docker, platforms), docker.dockerfiles, platforms, [
      ...deployedFunctions(ground, functionHandlers(cloudformation, constructs, terraform, packages), 'lambda', (path) => repo.read(path)),
      ...deployedFunctions(ground, frameworkTargets(packages), 'functions-framework', (path) => repo.read(path)),
      ...functionsOfPlatforms(ground, platformFunctions(files, packages, platforms), (path) => repo.read(path)),
    ]);
    return { units: finder.units() };
  },
});

class UnitFinder {
  readonly #ground: Ground;
  readonly #byName: StartedByName;
  /** Modules that open windows on somebody's desk. */
  readonly #onADesk: ReadonlySet<string>;
  /** Modules that a script, an image or a Procfile names and keeps running. */
  readonly #named: ReadonlySet<string>;
  /** Folders of packages that an image with an open port is built of. */
  readonly #exposed: ReadonlySet<string>;
  /** Packages whose image is a web server that serves what was built as files. */
  readonly #asFiles: ReadonlySet<string>;

  /** Functions that a template, a stack or a plan names. */
  readonly #deployed: readonly Draft[];

  constructor(ground: Ground, imports: Imports, named: readonly StartedModule[], images: readonly Dockerfile[], platforms: Platforms, deployed: readonly Draft[]) {
    this.#ground = ground;
    this.#deployed = deployed;
    this.#byName = new StartedByName(ground, named, platforms);
    this.#onADesk = new Set(Object.entries(imports.modules).flatMap(([path, edges]) => (edges.some(({ external }) => external === 'electron') ? [path] : [])));
    this.#exposed = new Set(images.flatMap(({ file, ports }) => (ports.length > 0 ? ground.packageOf.get(file) ?? [] : [])));
    this.#asFiles = servedAsFiles(images, platforms, (file) => ground.packageOf.get(file));
    this.#named = new Set(named.flatMap(({ dir, path }) => ground.sourceOf(dir, path) ?? []));
  }

  units(): Unit[] {
    const told = [...this.#started(), ...this.#functionApps(), ...this.#fileRouted()];
    const starting = new Set(told.map(({ entry }) => entry.file));
    const found = [...told, ...this.#deployed.filter(({ entry }) => !starting.has(entry.file))];
    const all = withoutParts(withCustomServers(merged([...found, ...this.#byName.drafts(found)])), (draft) => this.#ground.reachOf(draft.roots), (path) => this.#named.has(path));
    const kept = all.filter((draft) => !this.#isPlugin(draft, all));
    const owners = new Set(kept.map((draft) => draft.package));
    const names = unique(kept.map((draft) => this.#nameOf(draft)), kept);
    return kept
      .map(({ roots, ...draft }, index): Unit => ({ name: names[index]!, ...draft, ...(draft.kind === 'service' && this.#asFiles.has(draft.package ?? '') && { kind: 'frontend' as const }), modules: this.#modulesOf(roots, draft, owners) }))
      .sort((a, b) => comparePlaces(a.entry, b.entry));
  }

  /** What takes jobs in a package that nothing starts and a service loads by its name works in that service. */
  #isPlugin({ kind, package: owner, roots }: Draft, all: readonly Draft[]): boolean {
    if (kind !== 'worker' || owner === undefined || this.#ground.manifests.get(owner)?.scripts['start'] !== undefined || roots.some((root) => this.#named.has(root))) return false;
    return all.some((other) => other.kind === 'service' && other.package !== undefined && other.package !== owner && this.#ground.pluginsOf(other.package, new Set()).some((path) => this.#ground.packageOf.get(path) === owner));
  }

  #modulesOf(roots: readonly string[], { kind, package: owner }: Pick<Draft, 'kind' | 'package'>, apart: ReadonlySet<string | undefined>): string[] {
    const plugins = owner !== undefined && (kind === 'service' || kind === 'worker') ? this.#ground.pluginsOf(owner, apart) : [];
    return [...this.#ground.reachOf([...roots, ...plugins])].sort(compare);
  }

  /** Units whose code says where they start. */
  *#started(): Iterable<Draft> {
    for (const [file, { starts }] of Object.entries(this.#ground.starts)) {
      if (!this.#ground.production.has(file)) continue;
      const dir = this.#ground.packageOf.get(file);
      const manifest = dir === undefined ? undefined : this.#ground.manifests.get(dir);
      if (manifest && isLibrary(manifest) && !this.#ground.inContainer.has(manifest.dir) && !this.#named.has(file)) continue;
      const roots = this.#rootsOf(file);
      const handlers = starts.filter(({ kind }) => kind === 'function');
      for (const start of starts) {
        if (FUNCTION_APPS.includes(start.framework)) continue;
        if (start.kind === 'function') {
          if (start !== handlers[0] || (start.framework === 'lambda' && this.#ground.sideOf.get(file) === 'browser')) continue;
          if ((this.#ground.graph.importers.get(file) ?? []).length > 0 && start.framework !== 'lambda') continue;
        }
        // A client's own server stub does not make its package a server: browser code starts frontends only.
        const cli = (start.kind === 'service' || start.kind === 'worker') && manifest !== undefined && !this.#isServed(file, roots) && (isCli(manifest, file) || [file, ...roots].some((path) => this.#onADesk.has(path)));
        yield {
          kind: cli ? 'cli' : start.kind, framework: start.framework === 'unknown' && manifest ? frameworkIn(manifest) : start.framework, entry: { file, line: start.line, column: start.column },
          dir: applicationDir(file, dir), roots: start.kind === 'function' ? [file] : roots,
          ...(dir !== undefined && { package: dir }), ...(start.port !== undefined && { port: start.port }),
          ...(start.kind === 'function' && { exports: handlers.map((handler) => handler.export ?? 'default') }),
        };
      }
    }
  }

  /** Something outside keeps it running by its name, or an image opens its port, whatever else its package installs; a command's own listener only where it is named itself. */
  #isServed(file: string, roots: readonly string[]): boolean {
    return this.#named.has(file) || (!OF_A_COMMAND.test(file) && (roots.some((root) => this.#named.has(root)) || this.#exposed.has(this.#ground.packageOf.get(file) ?? '')));
  }

  *#functionApps(): Iterable<Draft> {
    for (const framework of FUNCTION_APPS) yield* this.#functionsOf(framework);
  }

  /** Those that the code registers, and of Azure those with a `function.json` beside them. */
  *#functionsOf(framework: string): Iterable<Draft> {
    const folders = new Set(this.#ground.files.files.flatMap(({ path, role }) => (framework === 'azure-functions' && role === 'production' && path.endsWith('/function.json') ? [folderOfPath(path)] : [])));
    const registers = (file: string): Start | undefined => this.#ground.starts[file]?.starts.find((start) => start.framework === framework);
    const byPackage = new Map<string, string[]>();
    for (const file of [...this.#ground.production].sort(compare)) {
      const dir = this.#ground.packageOf.get(file);
      if (dir === undefined || !(registers(file) ?? (folders.has(folderOfPath(file)) && /\/index\.[cm]?[jt]s$/.test(file)))) continue;
      const list = byPackage.get(dir);
      if (list) list.push(file);
      else byPackage.set(dir, [file]);
    }
    for (const [dir, roots] of byPackage) {
      const { line, column } = registers(roots[0]!) ?? { line: 1 };
      yield { kind: 'function', framework, entry: { file: roots[0]!, line, ...(column !== undefined && { column }) }, dir, package: dir, roots };
    }
  }

  /** Units that a framework builds from a folder of routes. */
  *#fileRouted(): Iterable<Draft> {
    const byPackage = new Map<string, string[]>();
    for (const { path, package: dir, role } of this.#ground.files.files) {
      // The configuration file of a framework is tooling, and still the unit's entry.
      if (dir === undefined || role === 'test' || role === 'example' || role === 'generated') continue;
      const list = byPackage.get(dir);
      const local = dir === '.' ? path : path.slice(dir.length + 1);
      if (list) list.push(local);
      else byPackage.set(dir, [local]);
    }
    for (const [dir, paths] of byPackage) {
      const manifest = this.#ground.manifests.get(dir);
      if (!manifest) continue;
      const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
      const row = FILE_ROUTED.find(({ dependency, config }) => names.some((name) => dependency.test(name)) && paths.some((path) => config.test(path)));
      if (!row || isLibrary(manifest)) continue;
      const full = (path: string): string => (dir === '.' ? path : `${dir}/${path}`);
      const config = paths.find((path) => row.config.test(path) && /^[\w-]+[.-]config\.\w+$/.test(path)) ?? paths.find((path) => row.config.test(path))!;
      const roots = paths.filter((path) => row.roots.test(path)).map(full).filter((path) => this.#ground.production.has(path));
      if (roots.length === 0) continue;
      // Without an adapter all of it is written out when it is built.
      const exported = paths.some((path) => this.#ground.starts[full(path)]?.exportsPages);
      const serves = !exported && (row.adapter === undefined || names.some((name) => row.adapter!.test(name))) && paths.some((path) => row.server.test(path) && this.#ground.production.has(full(path)));
      const kind = !serves ? 'frontend' : names.some((name) => FUNCTION_ADAPTER.test(name)) ? 'function' : 'service';
      yield { kind, framework: row.framework, entry: { file: full(config), line: 1 }, ...startedAt(manifest, row.dependency), dir, package: dir, roots };
    }
  }

  /** The modules that nothing imports and that lead to this one, in its package; of many those that something outside starts, and the module itself where there are none. */
  #rootsOf(file: string): readonly string[] {
    const dir = this.#ground.packageOf.get(file);
    const home = applicationDir(file, dir);
    const above = new Map([...this.#ground.graph.importers].map(([path, list]) => [path, list.filter((importer) => isWithin(importer, home))]));
    const reached = [...reach([file], above)].sort(compare);
    const roots = reached.filter((path) => (above.get(path) ?? []).length === 0 && path !== file);
    if (roots.length <= MAX_ROOTS) return roots.length === 0 ? [file] : roots;
    const started = reached.filter((path) => this.#named.has(path) && !RUN_ONCE.test(path));
    return started.length === 0 || started.length > MAX_STARTED ? [file] : started;
  }

  #nameOf({ dir, package: owner, entry }: Draft): string {
    const manifest = owner === undefined ? undefined : this.#ground.manifests.get(owner);
    if (dir === owner && manifest?.name) return manifest.name;
    return dir === '.' ? entry.file.split('/').at(-1)!.replace(/\.\w+$/, '') : dir.split('/').at(-1)!;
  }
}

const OF_A_COMMAND = /(?:^|\/)(?:cli|commands?)\//;

/** A tool that is installed: nothing starts it as a server, or it listens while one of its commands runs. */
const isCli = (manifest: PackageManifest, file: string): boolean =>
  manifest.bin.length > 0 && !(manifest.private && manifest.bin.some((path) => joinPath(manifest.dir, path) === file)) && (OF_A_COMMAND.test(file) || !Object.keys(manifest.scripts).some((name) => /^(?:start|prod(?:uction)?)\b/.test(name)));
