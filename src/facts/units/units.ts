import { type Dockerfile, type Files, type Imports, type ModuleStarts, type PackageManifest, type Packages, type Platforms, type Side, type Start, type Unit, defineFact } from '../../model/index.ts';
import { isOfADeveloper } from '../../lib/developers.ts';
import { isLibrary } from '../../lib/library.ts';
import { groupBy } from '../../lib/module-imports.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import { folderOfPath, isWithin, joinPath } from '../../lib/paths.ts';
import { moduleGraph, reach } from '../../lib/reach.ts';
import { sourceOf, type StartedModule, startedModules } from '../../lib/started-modules.ts';
import { applicationDir, frameworkIn, servedAsFiles, startedAt } from './application.ts';
import { FILE_ROUTED, FUNCTION_ADAPTER } from './file-routed.ts';
import { type Draft, merged, unique, withCustomServers, withoutParts } from './processes.ts';

/** Platforms that run all the functions of a package in one process, or deploy them together. */
const FUNCTION_APPS = ['azure-functions', 'firebase'];

/** `NODE_ENV=production tsx --env-file=.env src/index.ts`, `nodemon --watch src src/index.ts`. */
const STARTED = /(?:^|\s)(?:node|tsx|ts-node|nodemon|bun(?:\s+run)?)(?:\s+(?:-r|--require|--import|--loader|-w|--watch|-e|--ext|-P|--project)\s+[^\s-]\S*|\s+-\S+|\s+watch)*\s+((?:\.\/)?[\w/.-]+\.[cm]?[jt]s)(?:\s|$)/;

/** `node ./bin/www` */
const WWW = /(?:^|\s)(?:\.\/)?bin\/www(?:\s|$)/;

/** Takes arguments apart: somebody types them. */
const ARGUMENTS = /^(?:yargs|commander|meow|cac|citty|clipanion|@oclif\/core|@clack\/prompts|inquirer|@inquirer\/prompts)$/;
/** The module that an application is started by, from the top of its package. */
const AT_THE_TOP = /^(?:src\/)?(?:main|server|app|bootstrap|index)\.\w+$/;

/** Started to do one thing and end: `migrate.js`, `seed-orders.ts`. */
const RUN_ONCE = /(?:^|[/._-])(?:[Mm]igrat[a-z]*|[Ss]eed[a-z]*|[Ss]etup|[Ii]nstall[a-z]*|[Ii]nit[a-z]*|[Bb]ackfill[a-z]*|[Gg]enerat[a-z]*|[Ii]mport|[Ee]xport|[Bb]uild|[Dd]eploy|[Rr]elease|[Cc]lean[a-z]*|[Rr]eset[a-z]*|scripts?|cli|commands?|templates?|examples?|dev|docker|tools?|tooling|utilities|fixtures|config|env|index-[a-z-]+)(?:[/._-]|[A-Z])/;

const STAYS = /^(?:start|serve|worker)(?:[:.-](?!dev|local|debug|test|watch)[\w-]+)*$/;
const WORKS = /work|consum|queue|cron|schedul|job|process|listen|daemon/i;

/** Too many ways in: the start sits in shared code, and none of them is its own. */
const MAX_ROOTS = 3;
/** So many are started by name, each by itself. */
const MAX_STARTED = 8;
/** What so many lead to is no way to start one of them. */
const MAX_APPLICATIONS = 6;

export default defineFact({
  name: 'units',
  needs: ['starts', 'files', 'packages', 'imports', 'docker', 'platforms'],
  gather({ starts, files, packages, imports, docker, platforms }) {
    const finder = new UnitFinder(files, packages, imports, starts, startedModules(packages, docker, platforms), docker.dockerfiles, platforms);
    return { units: finder.units() };
  },
});

class UnitFinder {
  readonly #production: ReadonlySet<string>;
  readonly #packageOf: ReadonlyMap<string, string>;
  readonly #sideOf: ReadonlyMap<string, Side>;
  readonly #manifests: ReadonlyMap<string, PackageManifest>;
  readonly #graph: ReturnType<typeof moduleGraph>;
  /** Folders with a Dockerfile of their own. */
  readonly #inContainer: ReadonlySet<string>;
  readonly #files: Files;
  /** Modules that open windows on somebody's desk. */
  readonly #onADesk: ReadonlySet<string>;
  readonly #starts: Readonly<Record<string, ModuleStarts>>;
  /** Modules that a script, an image or a Procfile names and keeps running. */
  readonly #named: ReadonlySet<string>;
  /** Those of them that are surely started to stay: by an image, a Procfile or a package's own `start`. */
  readonly #kept: ReadonlySet<string>;
  /** Modules that a configuration of Cloudflare names. */
  readonly #workers: ReadonlySet<string>;
  /** Folders of packages that an image with an open port is built of. */
  readonly #exposed: ReadonlySet<string>;
  /** Packages whose image is a web server that serves what was built as files. */
  readonly #asFiles: ReadonlySet<string>;

  constructor(files: Files, packages: Packages, imports: Imports, starts: Readonly<Record<string, ModuleStarts>>, named: readonly StartedModule[], images: readonly Dockerfile[], platforms: Platforms) {
    this.#files = files;
    this.#onADesk = new Set(Object.entries(imports.modules).flatMap(([path, edges]) => (edges.some(({ external }) => external === 'electron') ? [path] : [])));
    this.#starts = starts;
    this.#production = new Set(files.files.filter(({ role, language }) => role === 'production' && language).map(({ path }) => path));
    this.#packageOf = new Map(files.files.flatMap((file) => (file.package === undefined ? [] : [[file.path, file.package]])));
    this.#sideOf = new Map(files.files.flatMap(({ path, side }) => (side === undefined ? [] : [[path, side]])));
    this.#manifests = new Map(packages.packages.map((manifest) => [manifest.dir, manifest]));
    this.#inContainer = new Set(files.files.flatMap(({ path, role }) => (role === 'production' && /(?:^|\/)(?:Dockerfile|Containerfile)$/.test(path) ? [folderOfPath(path)] : [])));
    this.#graph = moduleGraph(withLoads(imports.modules, starts, this.#production, [...this.#manifests.values()]), (path) => this.#production.has(path));
    this.#exposed = new Set(images.flatMap(({ file, ports }) => (ports.length > 0 ? this.#packageOf.get(file) ?? [] : [])));
    this.#asFiles = servedAsFiles(images, platforms, (file) => this.#packageOf.get(file));
    this.#named = new Set(named.flatMap(({ dir, path }) => this.#sourceOf(dir, path) ?? []));
    this.#workers = new Set(platforms.files.flatMap(({ platform, file, value }) => (platform === 'cloudflare' && typeof value === 'object' && value !== null && 'main' in value && typeof value.main === 'string' ? this.#sourceOf(folderOfPath(file), value.main) ?? [] : [])));
    this.#kept = new Set(named.flatMap(({ dir, path, script }) => (script === undefined || STAYS.test(script) ? this.#sourceOf(dir, path) ?? [] : [])));
  }

  units(): Unit[] {
    const found = [...this.#started(), ...this.#functionApps(), ...this.#fileRouted()];
    const known = new Set(found.flatMap((draft) => draft.package ?? []));
    const more = [...found, ...this.#scripted(known), ...this.#generated(known), ...this.#startedElsewhere(known)];
    const drafts = [...more, ...this.#startedAlone(more)];
    const kept = withoutParts(withCustomServers(merged(drafts)), (draft) => reach(draft.roots, this.#graph.imports), (path) => this.#named.has(path));
    const names = unique(kept.map((draft) => this.#nameOf(draft)), kept);
    return kept
      .map(({ roots, ...draft }, index): Unit => ({ name: names[index]!, ...draft, ...(draft.kind === 'service' && this.#asFiles.has(draft.package ?? '') && { kind: 'frontend' as const }), modules: [...reach(roots, this.#graph.imports)].sort(compare) }))
      .sort((a, b) => comparePlaces(a.entry, b.entry));
  }

  /** Units whose code says where they start. */
  *#started(): Iterable<Draft> {
    for (const [file, { starts }] of Object.entries(this.#starts)) {
      if (!this.#production.has(file)) continue;
      const dir = this.#packageOf.get(file);
      const manifest = dir === undefined ? undefined : this.#manifests.get(dir);
      if (manifest && isLibrary(manifest) && !this.#inContainer.has(manifest.dir) && !this.#named.has(file)) continue;
      const roots = this.#rootsOf(file);
      const handlers = starts.filter(({ kind }) => kind === 'function');
      for (const start of starts) {
        if (FUNCTION_APPS.includes(start.framework)) continue;
        if (start.kind === 'function') {
          if (start !== handlers[0]) continue;
          if ((this.#graph.importers.get(file) ?? []).length > 0 && start.framework !== 'lambda') continue;
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
    return this.#named.has(file) || (!OF_A_COMMAND.test(file) && (roots.some((root) => this.#named.has(root)) || this.#exposed.has(this.#packageOf.get(file) ?? '')));
  }

  *#functionApps(): Iterable<Draft> {
    for (const framework of FUNCTION_APPS) yield* this.#functionsOf(framework);
  }

  /** Those that the code registers, and of Azure those with a `function.json` beside them. */
  *#functionsOf(framework: string): Iterable<Draft> {
    const folders = new Set(this.#files.files.flatMap(({ path, role }) => (framework === 'azure-functions' && role === 'production' && path.endsWith('/function.json') ? [folderOfPath(path)] : [])));
    const registers = (file: string): Start | undefined => this.#starts[file]?.starts.find((start) => start.framework === framework);
    const byPackage = new Map<string, string[]>();
    for (const file of [...this.#production].sort(compare)) {
      const dir = this.#packageOf.get(file);
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
    for (const { path, package: dir, role } of this.#files.files) {
      // The configuration file of a framework is tooling, and still the unit's entry.
      if (dir === undefined || role === 'test' || role === 'example' || role === 'generated') continue;
      const list = byPackage.get(dir);
      const local = dir === '.' ? path : path.slice(dir.length + 1);
      if (list) list.push(local);
      else byPackage.set(dir, [local]);
    }
    for (const [dir, paths] of byPackage) {
      const manifest = this.#manifests.get(dir);
      if (!manifest) continue;
      const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
      const row = FILE_ROUTED.find(({ dependency, config }) => names.some((name) => dependency.test(name)) && paths.some((path) => config.test(path)));
      if (!row || isLibrary(manifest)) continue;
      const full = (path: string): string => (dir === '.' ? path : `${dir}/${path}`);
      const config = paths.find((path) => row.config.test(path) && /^[\w-]+[.-]config\.\w+$/.test(path)) ?? paths.find((path) => row.config.test(path))!;
      const roots = paths.filter((path) => row.roots.test(path)).map(full).filter((path) => this.#production.has(path));
      if (roots.length === 0) continue;
      // Without an adapter all of it is written out when it is built.
      const exported = paths.some((path) => this.#starts[full(path)]?.exportsPages);
      const serves = !exported && (row.adapter === undefined || names.some((name) => row.adapter!.test(name))) && paths.some((path) => row.server.test(path) && this.#production.has(full(path)));
      const kind = !serves ? 'frontend' : names.some((name) => FUNCTION_ADAPTER.test(name)) ? 'function' : 'service';
      yield { kind, framework: row.framework, entry: { file: full(config), line: 1 }, ...startedAt(manifest, row.dependency), dir, package: dir, roots };
    }
  }

  /** Packages of a workspace that start a module: a service where that one leads to what listens in a package that they share, else it works on by itself. */
  *#scripted(known: ReadonlySet<string>): Iterable<Draft> {
    for (const manifest of this.#manifests.values()) {
      const { dir, scripts, bin, workspace, lines, at } = manifest;
      const started = STARTED.exec(scripts['start'] ?? '')?.[1];
      const main = this.#inContainer.has(dir) ? manifest.entry['main'] : undefined;
      if (!workspace || bin.length > 0 || known.has(dir)) continue;
      const file = this.#sourceOf(dir, started ?? (typeof main === 'string' ? main : undefined));
      if (file === undefined) continue;
      const listener = this.#listenerBehind(file);
      const script = started === undefined ? lines['main'] : lines['scripts/start'];
      const framework = listener === undefined ? 'node' : listener.framework;
      const isCommand = listener === undefined && /(?:^|[/-])cli$/.test(dir) && [manifest.dependencies, manifest.devDependencies].some((all) => Object.keys(all).some((name) => ARGUMENTS.test(name)));
      yield { kind: listener ? 'service' : isCommand ? 'cli' : 'worker', framework, entry: { file, line: 1 }, ...(script && { startedAt: { file: at.file, ...script } }), dir, package: dir, roots: [file] };
    }
  }

  #listenerBehind(file: string): Start | undefined {
    return [...reach([file], this.#graph.imports)].sort(compare).flatMap((path) => this.#starts[path]?.starts.filter(({ kind }) => kind === 'service') ?? [])[0];
  }

  /** Applications that have a shared package start them: `bootstrap(plugins)`. */
  *#startedElsewhere(known: ReadonlySet<string>): Iterable<Draft> {
    for (const [file, { starts }] of Object.entries(this.#starts)) {
      const start = this.#production.has(file) ? starts.find(({ kind }) => kind === 'service') : undefined;
      const applications = start === undefined ? [] : [...reach([file], this.#graph.importers)].sort(compare).flatMap((root) => {
        const manifest = this.#manifests.get(this.#packageOf.get(root) ?? '');
        const isMain = manifest !== undefined && AT_THE_TOP.test(manifest.dir === '.' ? root : root.slice(manifest.dir.length + 1)) && this.#sideOf.get(root) !== 'browser' && (this.#graph.importers.get(root) ?? []).length === 0;
        return isMain && !known.has(manifest.dir) && !isLibrary(manifest) && manifest.bin.length === 0 ? [{ root, dir: manifest.dir }] : [];
      });
      if (start === undefined || applications.length > MAX_APPLICATIONS) continue;
      for (const { root, dir } of applications) yield { kind: 'service', framework: start.framework, entry: { file: root, line: 1 }, dir: applicationDir(root, dir), package: dir, roots: [root] };
    }
  }

  /** What a script, an image or a Procfile keeps running, and no sign of any kind above stands in: what listens or waits there lies in a package from elsewhere. */
  *#startedAlone(found: readonly Draft[]): Iterable<Draft> {
    const covered = reach(found.flatMap(({ entry, roots }) => [entry.file, ...roots]), this.#graph.imports);
    const kindsOf = groupBy(found, ({ dir }) => dir);
    // What a configuration of Cloudflare names is woken by requests, however it answers them.
    for (const file of [...this.#workers].sort(compare)) {
      const owner = this.#packageOf.get(file);
      if (covered.has(file) || !this.#production.has(file)) continue;
      yield { kind: 'function', framework: 'worker-fetch', entry: { file, line: 1 }, dir: applicationDir(file, owner), ...(owner !== undefined && { package: owner }), roots: [file], exports: ['default'] };
    }
    for (const file of [...this.#kept].sort(compare)) {
      const owner = this.#packageOf.get(file);
      const manifest = owner === undefined ? undefined : this.#manifests.get(owner);
      const beside = kindsOf.get(applicationDir(file, owner))?.map(({ kind }) => kind) ?? [];
      if (!manifest || covered.has(file) || !this.#production.has(file) || beside.includes('cli') || (beside.length > 0 && !WORKS.test(file)) || manifest.bin.length > 0 || isLibrary(manifest) || this.#sideOf.get(file) === 'browser' || RUN_ONCE.test(file) || isOfADeveloper(file)) continue;
      const listener = this.#listenerBehind(file);
      const framework = listener?.framework ?? frameworkIn(manifest);
      const waits = listener === undefined && (framework === 'unknown' || beside.includes('service') || WORKS.test(file));
      yield { kind: waits ? 'worker' : 'service', framework: waits ? 'node' : framework, entry: { file, line: 1 }, dir: applicationDir(file, manifest.dir), package: manifest.dir, roots: [file] };
    }
  }

  /** What the generator of Express made: `bin/www`, a script without an ending, listens for the application of `app.js`. */
  *#generated(known: ReadonlySet<string>): Iterable<Draft> {
    for (const manifest of this.#manifests.values()) {
      const { dir, scripts, lines, at } = manifest;
      const script = ['start', 'prod', 'production', 'serve'].find((name) => WWW.test(scripts[name] ?? ''));
      const framework = frameworkIn(manifest);
      const file = ['app.js', 'app.ts', 'src/app.js', 'src/app.ts', 'server.js'].map((name) => joinPath(dir, name)).find((path) => path !== undefined && this.#production.has(path));
      if (script === undefined || file === undefined || framework === 'unknown' || known.has(dir)) continue;
      yield { kind: 'service', framework, entry: { file, line: 1 }, startedAt: { file: at.file, ...lines[`scripts/${script}`] }, dir, package: dir, roots: [file] };
    }
  }

  #sourceOf(dir: string, path: string | undefined): string | undefined {
    return sourceOf(dir, path, (candidate) => this.#production.has(candidate));
  }

  /** The modules that nothing imports and that lead to this one, in its package; of many those that something outside starts, and the module itself where there are none. */
  #rootsOf(file: string): readonly string[] {
    const dir = this.#packageOf.get(file);
    const home = applicationDir(file, dir);
    const above = new Map([...this.#graph.importers].map(([path, list]) => [path, list.filter((importer) => isWithin(importer, home))]));
    const roots = [...reach([file], above)].filter((path) => (above.get(path) ?? []).length === 0 && path !== file).sort(compare);
    if (roots.length <= MAX_ROOTS) return roots.length === 0 ? [file] : roots;
    const started = [...reach([file], above)].filter((path) => this.#named.has(path) && !RUN_ONCE.test(path)).sort(compare);
    return started.length === 0 || started.length > MAX_STARTED ? [file] : started;
  }

  #nameOf({ dir, package: owner, entry }: Draft): string {
    const manifest = owner === undefined ? undefined : this.#manifests.get(owner);
    if (dir === owner && manifest?.name) return manifest.name;
    return dir === '.' ? entry.file.split('/').at(-1)!.replace(/\.\w+$/, '') : dir.split('/').at(-1)!;
  }
}

/** The import graph with what is loaded by folder: autoloaded plugins have no import. */
function withLoads(modules: Imports['modules'], starts: Readonly<Record<string, ModuleStarts>>, production: ReadonlySet<string>, manifests: readonly PackageManifest[]): Imports['modules'] {
  const loading = Object.entries(starts).filter(([, { loads }]) => loads.length > 0);
  if (loading.length === 0) return modules;
  const extended: Record<string, Imports['modules'][string]> = { ...modules };
  for (const [file, { loads }] of loading) {
    const takenIn = new Set(loads.flatMap((one) => (one.startsWith('@') ? [one.slice(1)] : [])));
    const home = manifests.map(({ dir }) => dir).filter((dir) => isWithin(file, dir)).sort((a, b) => b.length - a.length)[0] ?? '.';
    const found = takenIn.size === 0 ? [] : [...production].filter((path) => path !== file && isWithin(path, home) && modules[path]?.some(({ external }) => external !== undefined && takenIn.has(external)));
    const folders = loads.flatMap((folder) => (folder.startsWith('*/') ? manifests.flatMap(({ workspace, dir }) => (workspace ? [`${dir}${folder.slice(1)}`] : [])) : [folder]));
    const loaded = [...production].filter((path) => folders.some((folder) => isWithin(path, folder)));
    extended[file] = [...(extended[file] ?? []), ...[...new Set([...loaded, ...found])].map((to) => ({ specifier: to, kind: 'dynamic' as const, line: 1, column: 1, names: [], to }))];
  }
  return extended;
}

const OF_A_COMMAND = /(?:^|\/)(?:cli|commands?)\//;

/** A tool that is installed: nothing starts it as a server, or it listens while one of its commands runs. */
const isCli = (manifest: PackageManifest, file: string): boolean =>
  manifest.bin.length > 0 && !(manifest.private && manifest.bin.some((path) => joinPath(manifest.dir, path) === file)) && (OF_A_COMMAND.test(file) || !Object.keys(manifest.scripts).some((name) => /^(?:start|prod(?:uction)?)\b/.test(name)));
