import type { Files, Imports, Packages, Source, Units } from '../model/index.ts';
import { loosePrograms } from './loose-programs.ts';
import { importersOf } from './module-imports.ts';
import { folderOfPath } from './paths.ts';
import { runBy } from './started-modules.ts';

/** Where a production module surely or probably runs on a server; `both`: pages lead to it as well, so that a function of it runs there only where the server is seen to call it. */
export type ServerModules = ReadonlyMap<string, { readonly sure: boolean; readonly package: string; readonly both?: true }>;

/**
 * Production modules of the server's side. A module that could be both counts when server modules or a service of its own lead to it;
 * it is not sure where pages lead to it as well, or may.
 */
export function serverModules({ files }: Pick<Files, 'files'>, { modules }: Pick<Imports, 'modules'>, { units }: Units, { packages }: Pick<Packages, 'packages'>, source: Pick<Source, 'modules'>): ServerModules {
  const withCommands = new Set(packages.filter(({ bin }) => bin.length > 0).map(({ dir }) => dir));
  // One-shot commands end by themselves; a person waits for them.
  const lasting = new Set(units.filter(({ kind }) => kind !== 'cli').flatMap((unit) => unit.modules));
  const side = new Map(files.map((file) => [file.path, file] as const));
  const commands = commandsAlone([...units.filter(({ kind }) => kind === 'cli').flatMap((unit) => unit.modules), ...scripted(packages, modules, units)].filter((path) => !lasting.has(path)), files, modules);
  const askers = importersOf(modules);
  const loose = loosePrograms({ files }, { modules }, { units }, { packages }, source, askers);
  const out = new Map<string, { sure: boolean; package: string; both?: true }>();
  // A template that a service renders (`refused.tsx` of its mails) leads nothing to a browser, unless a framework shows it there, too.
  const rendered = new Set(units.filter(({ kind }) => kind === 'service' || kind === 'worker').flatMap((unit) => unit.modules));
  const shown = new Set(packages.filter(({ dependencies, devDependencies }) => Object.keys({ ...dependencies, ...devDependencies }).some((name) => SHOWS.test(name))).map(({ dir }) => dir));
  const isTemplate = (path: string, owner = '.'): boolean => rendered.has(path) && !shown.has(owner);
  // What a service of its own leads to runs in it, whoever else makes use of it.
  const served = new Set(units.filter(({ kind, dir, package: owner = dir }) => (kind === 'service' || kind === 'worker' || kind === 'function') && !shown.has(owner)).flatMap((unit) => unit.modules));
  const browser = reach(files.filter((file) => file.side === 'browser' && file.role === 'production' && !isTemplate(file.path, file.package)).map(({ path }) => path), modules, side);
  const server = reach(files.filter((file) => (file.side === 'server' || (file.side === 'browser' && isTemplate(file.path, file.package))) && file.role === 'production').map(({ path }) => path), modules, side);
  // `src/api` holds a server's routes, or what a page asks its server with: who imports it tells, a folder at a time.
  const isAsking = (path: string): boolean => /(^|\/)src\/apis?\//.test(path);
  const byFolder = new Map<string, string[]>();
  for (const { path, role } of files) if (role === 'production' && isAsking(path)) byFolder.set(folderOfPath(path), [...(byFolder.get(folderOfPath(path)) ?? []), path]);
  const forBrowser = new Set([...byFolder.values()].flatMap((beside) => {
    const asking = beside.flatMap((path) => askers.get(path) ?? []).filter((one) => side.get(one)?.role === 'production' && !isAsking(one));
    return asking.length > 0 && asking.every((one) => side.get(one)?.side === 'browser' || (browser.has(one) && !server.has(one))) ? beside : [];
  }));
  for (const file of files) {
    if (file.language === undefined || file.role !== 'production' || loose.has(file.path)) continue;
    if (file.side === 'server' && forBrowser.has(file.path)) continue;
    if (commands.has(file.path) || (/(^|\/)([\w.-]+-)?(cli|commands)\//.test(file.path) && withCommands.has(file.package ?? ''))) continue;
    if (CLI_FOLDER.test(file.path) && !lasting.has(file.path)) continue;
    if (/(^|\/)client-only\//.test(file.path)) continue;
    if (file.side === 'server') out.set(file.path, { sure: !/(^|\/)(universal|isomorphic)\//.test(file.path), package: file.package ?? '.' });
    else if (file.side === 'shared' && (served.has(file.path) || server.has(file.path))) out.set(file.path, { sure: !browser.has(file.path) && !shown.has(file.package ?? '.'), package: file.package ?? '.', ...(!served.has(file.path) && browser.has(file.path) && { both: true as const }) });
  }
  return out;
}

/** Modules of neither side that the browser's lead to, and none of a server's. */
export function browserModules({ files }: Pick<Files, 'files'>, { modules }: Pick<Imports, 'modules'>): ReadonlySet<string> {
  const side = new Map(files.map((file) => [file.path, file] as const));
  const led = (by: string): Set<string> => reach(files.filter((file) => file.side === by && file.role === 'production').map(({ path }) => path), modules, side);
  const server = led('server');
  return new Set([...led('browser')].filter((path) => !server.has(path)));
}

/** Without what others than commands lead to: a framework finds its controllers by itself, and these ask the same modules. */
function commandsAlone(found: readonly string[], files: Files['files'], modules: Imports['modules']): ReadonlySet<string> {
  const commands = new Set(found);
  const stack = files.filter(({ path, role, side }) => role === 'production' && side === 'server' && !commands.has(path) && SERVES.test(path)).map(({ path }) => path);
  const seen = new Set(stack);
  while (stack.length > 0) {
    for (const { to, kind } of modules[stack.pop()!] ?? []) {
      if (to === undefined || kind === 'type' || seen.has(to)) continue;
      seen.add(to);
      stack.push(to);
    }
  }
  return new Set(found.filter((path) => !seen.has(path)));
}

/** Named after what answers requests. */
const SERVES = /(?:^|\/)(?:controllers?|routes?|routers?|resolvers?|handlers?|http)\/|[.-](?:controller|resolver|route|router|handler)\.[cm]?[jt]s$/i;

/** One package, and its pages run on both sides. */
const SHOWS = /^(?:next|nuxt|nuxt3|astro|gatsby|@remix-run\/\w+|@react-router\/\w+|@sveltejs\/kit|@tanstack\/(?:react-start|start)|@solidjs\/start|@redwoodjs\/core|@builder\.io\/qwik-city)$/;

/** A folder of its own that is a command line, whatever its package manager: `cli/`, `packages/acme-cli/`. */
const CLI_FOLDER = /^(?:(?:apps|packages|libs|modules|services|projects)\/)?(?:[\w.-]+-)?cli\//;
/** Scripts that keep a process running. */
const KEEPS_RUNNING = /^(?:start|dev|develop|serve|server|worker|prod|production|preview|watch|launch|run|debug|listen|daemon|consumer|bot|api|web|app|queue|cron|scheduler?)(?:$|[:.\w-])/;

/** What a script of a package beside its service or its functions runs to the end: `"sync": "tsx src/sync.ts"`. */
function scripted(packages: Packages['packages'], modules: Imports['modules'], units: Units['units']): readonly string[] {
  const served = new Set(units.flatMap(({ kind, dir, package: owner = dir }) => (kind === 'service' || kind === 'worker' ? [dir] : kind === 'function' ? [owner] : [])));
  const started = new Set(units.map(({ entry }) => entry.file));
  const roots = packages.filter(({ dir }) => served.has(dir)).flatMap(({ dir, scripts }) => Object.entries(scripts).flatMap(([name, command]) => {
    const run = KEEPS_RUNNING.test(name) || /\b(?:watch|nodemon)\b/.test(command) ? undefined : runBy(command);
    const file = run === undefined ? undefined : dir === '.' ? run : `${dir}/${run}`;
    return file !== undefined && file in modules && !started.has(file) ? [file] : [];
  }));
  const seen = new Set(roots);
  for (const file of seen) for (const { to, kind } of modules[file] ?? []) if (to !== undefined && kind !== 'type') seen.add(to);
  return [...seen];
}

/** Modules of neither side that some modules lead to. */
function reach(from: readonly string[], modules: Imports['modules'], side: ReadonlyMap<string, { readonly side?: string }>): Set<string> {
  const seen = new Set<string>(from);
  const stack = [...from];
  while (stack.length > 0) {
    for (const { to, kind } of modules[stack.pop()!] ?? []) {
      if (to === undefined || kind === 'type' || seen.has(to) || side.get(to)?.side !== 'shared') continue;
      seen.add(to);
      stack.push(to);
    }
  }
  return seen;
}
