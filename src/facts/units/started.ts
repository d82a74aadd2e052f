import type { Platforms } from '../../model/index.ts';
import { isOfADeveloper } from '../../lib/developers.ts';
import { isLibrary } from '../../lib/library.ts';
import { groupBy } from '../../lib/module-imports.ts';
import { compare } from '../../lib/order.ts';
import { folderOfPath, joinPath } from '../../lib/paths.ts';
import { reach } from '../../lib/reach.ts';
import type { StartedModule } from '../../lib/started-modules.ts';
import { applicationDir, frameworkIn } from './application.ts';
import type { Ground } from './ground.ts';
import type { Draft } from './processes.ts';

/** `NODE_ENV=production tsx --env-file=.env src/index.ts`, `nodemon --watch src src/index.ts`. */
const STARTED = /(?:^|\s)(?:node|tsx|ts-node|nodemon|bun(?:\s+run)?)(?:\s+(?:-r|--require|--import|--loader|-w|--watch|-e|--ext|-P|--project)\s+[^\s-]\S*|\s+-\S+|\s+watch)*\s+((?:\.\/)?[\w/.-]+\.[cm]?[jt]s)(?:\s|$)/;

/** `node ./bin/www` */
const WWW = /(?:^|\s)(?:\.\/)?bin\/www(?:\s|$)/;

/** Takes arguments apart: somebody types them. */
const ARGUMENTS = /^(?:yargs|commander|meow|cac|citty|clipanion|@oclif\/core|@clack\/prompts|inquirer|@inquirer\/prompts)$/;
/** The module that an application is started by, from the top of its package. */
const AT_THE_TOP = /^(?:src\/)?(?:main|server|app|bootstrap|index)\.\w+$/;

/** Started to do one thing and end: `migrate.js`, `seed-orders.ts`. */
export const RUN_ONCE = /(?:^|[/._-])(?:[Mm]igrat[a-z]*|[Ss]eed[a-z]*|[Ss]etup|[Ii]nstall[a-z]*|[Ii]nit[a-z]*|[Bb]ackfill[a-z]*|[Gg]enerat[a-z]*|[Ii]mport|[Ee]xport|[Bb]uild|[Dd]eploy|[Rr]elease|[Cc]lean[a-z]*|[Rr]eset[a-z]*|scripts?|cli|commands?|templates?|examples?|dev|docker|tools?|tooling|utilities|fixtures|config|env|index-[a-z-]+)(?:[/._-]|[A-Z])/;

/** Scripts of a package that keep running. */
const STAYS = /^(?:start|serve|worker)(?:[:.-](?!dev|local|debug|test|watch)[\w-]+)*$/;
/** By its name it waits for work, and for no request. */
const WORKS = /work|consum|queue|cron|schedul|job|process|listen|daemon/i;

/** What so many lead to is no way to start one of them. */
const MAX_APPLICATIONS = 6;

/** Units of which no line of code says that they start: a script, an image, a Procfile or a platform's configuration does. */
export class StartedByName {
  readonly #ground: Ground;
  /** Modules that are surely started to stay: by an image, a Procfile or a package's own `start`. */
  readonly #kept: ReadonlySet<string>;
  /** Modules that a configuration of Cloudflare names. */
  readonly #workers: ReadonlySet<string>;

  constructor(ground: Ground, named: readonly StartedModule[], { files }: Platforms) {
    this.#ground = ground;
    this.#kept = new Set(named.flatMap(({ dir, path, script }) => (script === undefined || STAYS.test(script) ? ground.sourceOf(dir, path) ?? [] : [])));
    this.#workers = new Set(files.flatMap(({ platform, file, value }) => (platform === 'cloudflare' && typeof value === 'object' && value !== null && 'main' in value && typeof value.main === 'string' ? ground.sourceOf(folderOfPath(file), value.main) ?? [] : [])));
  }

  /** Beside those whose code says where they start. */
  drafts(found: readonly Draft[]): readonly Draft[] {
    const known = new Set(found.flatMap((draft) => draft.package ?? []));
    const more = [...this.#scripted(known), ...this.#generated(known), ...this.#startedElsewhere(known)];
    return [...more, ...this.#alone([...found, ...more])];
  }

  /** Packages of a workspace that start a module: a service where that one leads to what listens in a package that they share, else it works on by itself. */
  *#scripted(known: ReadonlySet<string>): Iterable<Draft> {
    for (const manifest of this.#ground.manifests.values()) {
      const { dir, scripts, bin, workspace, lines, at } = manifest;
      const started = STARTED.exec(scripts['start'] ?? '')?.[1];
      const main = this.#ground.inContainer.has(dir) ? manifest.entry['main'] : undefined;
      if (!workspace || bin.length > 0 || known.has(dir)) continue;
      const file = this.#ground.sourceOf(dir, started ?? (typeof main === 'string' ? main : undefined));
      if (file === undefined) continue;
      const listener = this.#ground.listenerBehind(file);
      const script = started === undefined ? lines['main'] : lines['scripts/start'];
      const framework = listener === undefined ? 'node' : listener.framework;
      const isCommand = listener === undefined && /(?:^|[/-])cli$/.test(dir) && [manifest.dependencies, manifest.devDependencies].some((all) => Object.keys(all).some((name) => ARGUMENTS.test(name)));
      yield { kind: listener ? 'service' : isCommand ? 'cli' : 'worker', framework, entry: { file, line: 1 }, ...(script && { startedAt: { file: at.file, ...script } }), dir, package: dir, roots: [file] };
    }
  }

  /** Applications that have a shared package start them: `bootstrap(plugins)`. */
  *#startedElsewhere(known: ReadonlySet<string>): Iterable<Draft> {
    for (const [file, { starts }] of Object.entries(this.#ground.starts)) {
      const start = this.#ground.production.has(file) ? starts.find(({ kind }) => kind === 'service') : undefined;
      const applications = start === undefined ? [] : [...reach([file], this.#ground.graph.importers)].sort(compare).flatMap((root) => {
        const manifest = this.#ground.manifests.get(this.#ground.packageOf.get(root) ?? '');
        const isMain = manifest !== undefined && AT_THE_TOP.test(manifest.dir === '.' ? root : root.slice(manifest.dir.length + 1)) && this.#ground.sideOf.get(root) !== 'browser' && (this.#ground.graph.importers.get(root) ?? []).length === 0;
        return isMain && !known.has(manifest.dir) && !isLibrary(manifest) && manifest.bin.length === 0 ? [{ root, dir: manifest.dir }] : [];
      });
      if (start === undefined || applications.length > MAX_APPLICATIONS) continue;
      for (const { root, dir } of applications) yield { kind: 'service', framework: start.framework, entry: { file: root, line: 1 }, dir: applicationDir(root, dir), package: dir, roots: [root] };
    }
  }

  /** What a script, an image or a Procfile keeps running, and no sign of any kind above stands in: what listens or waits there lies in a package from elsewhere. */
  *#alone(found: readonly Draft[]): Iterable<Draft> {
    const covered = this.#ground.reachOf(found.flatMap(({ entry, roots }) => [entry.file, ...roots]));
    const kindsOf = groupBy(found, ({ dir }) => dir);
    // What a configuration of Cloudflare names is woken by requests, however it answers them.
    for (const file of [...this.#workers].sort(compare)) {
      const owner = this.#ground.packageOf.get(file);
      if (covered.has(file) || !this.#ground.production.has(file)) continue;
      yield { kind: 'function', framework: 'worker-fetch', entry: { file, line: 1 }, dir: applicationDir(file, owner), ...(owner !== undefined && { package: owner }), roots: [file], exports: ['default'] };
    }
    for (const file of [...this.#kept].sort(compare)) {
      const manifest = this.#ground.manifestOf(file);
      const beside = kindsOf.get(applicationDir(file, manifest?.dir))?.map(({ kind }) => kind) ?? [];
      if (!manifest || covered.has(file) || !this.#ground.production.has(file) || beside.includes('cli') || (beside.length > 0 && !WORKS.test(file)) || manifest.bin.length > 0 || isLibrary(manifest) || this.#ground.sideOf.get(file) === 'browser' || RUN_ONCE.test(file) || isOfADeveloper(file)) continue;
      const listener = this.#ground.listenerBehind(file);
      const framework = listener?.framework ?? frameworkIn(manifest);
      const waits = listener === undefined && (framework === 'unknown' || beside.includes('service') || WORKS.test(file));
      yield { kind: waits ? 'worker' : 'service', framework: waits ? 'node' : framework, entry: { file, line: 1 }, dir: applicationDir(file, manifest.dir), package: manifest.dir, roots: [file] };
    }
  }

  /** What the generator of Express made: `bin/www`, a script without an ending, listens for the application of `app.js`. */
  *#generated(known: ReadonlySet<string>): Iterable<Draft> {
    for (const manifest of this.#ground.manifests.values()) {
      const { dir, scripts, lines, at } = manifest;
      const script = ['start', 'prod', 'production', 'serve'].find((name) => WWW.test(scripts[name] ?? ''));
      const framework = frameworkIn(manifest);
      const file = ['app.js', 'app.ts', 'src/app.js', 'src/app.ts', 'server.js'].map((name) => joinPath(dir, name)).find((path) => path !== undefined && this.#ground.production.has(path));
      if (script === undefined || file === undefined || framework === 'unknown' || known.has(dir)) continue;
      yield { kind: 'service', framework, entry: { file, line: 1 }, startedAt: { file: at.file, ...lines[`scripts/${script}`] }, dir, package: dir, roots: [file] };
    }
  }
}
