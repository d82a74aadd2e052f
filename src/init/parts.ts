import { compare } from '../lib/order.ts';
import { folderOfPath, isWithin } from '../lib/paths.ts';
import { isBatch } from '../lib/services.ts';
import { shownFiles } from '../lib/shown-files.ts';
import type { PackageManifest, RepoFile, Unit, Workload } from '../model/index.ts';
import { deployedParts } from './deployed-parts.ts';
import { placeText, type ProposedComponent, type Seen } from './proposal.ts';
import { splitPackage } from './split.ts';

/** A component before its name is made unique and its dependencies are looked up. */
export interface Part {
  readonly name: string;
  readonly path: readonly string[];
  readonly kind: ProposedComponent['kind'];
  readonly from: string;
  readonly unit?: Unit;
  readonly workload?: Workload;
  readonly manifest?: PackageManifest;
  /** Of a part that was told from deployment files alone: what it brings up. */
  readonly runs?: readonly Workload[];
}

const OTHER_LANGUAGES = /\.(?:go|py|java|kt|kts|scala|cs|fs|vb|rb|rs|php|c|cc|cpp|ex|exs|swift|dart|clj|lua)$/;
/** Folders whose children are parts by custom. */
const SHELVES = /^(?:apps|services|microservices|packages|libs|modules|functions|lambdas|workers|plugins)$/;
/** Folders whose Dockerfile builds something else than what lies in them. */
const NO_SERVICE = /(?:^|\/)(?:\.[\w-]+|docker|build|ci|deploy|deployment|infra|infrastructure|scripts?|tools?|hack|test|tests|e2e)(?:\/|$)|^\.$/;
/** Up to this many parts, a server's own modules are told apart, too. */
const FEW = 3;

export const isSource = ({ path, language, role }: RepoFile): boolean =>
  role === 'production' && (language !== undefined || OTHER_LANGUAGES.test(path));

/** What the repository consists of: workspaces, deployables, service folders; and where it is one package, the folders of its source. */
export function findParts(seen: Seen): Part[] {
  const sources = seen.files.files.filter(isSource).map(({ path }) => path);
  const modules = seen.files.files.filter(({ language, role }) => role === 'production' && language !== undefined).map(({ path }) => path);
  const roots = partRoots(seen, sources);
  const parts = roots.map((root) => partOf(root.dir, root.from, seen));
  if (parts.length === 0 && modules.length === 0) return unique(deployedParts(seen, sources));
  const inside = (path: string): boolean => roots.some(({ dir }) => isWithin(path, dir));
  const idle = new Set(toolingOf(seen));
  const rest = modules.filter((path) => !inside(path) && !idle.has(path));
  // The root's package is the main thing, with or without others beside it.
  const left = new Set(rest);
  const main = rest.length * 2 >= modules.length || seen.units.units.some(({ dir, entry, modules: own }) => left.has(entry.file) || (dir === '.' && own.some((path) => left.has(path))));
  if (main && rest.length > 0) return unique([...parts, ...splitPackage('.', rest, context(seen, '.'))]);
  const divided = parts.length > FEW ? parts : parts.flatMap((part) => {
    const dir = part.path[0]!;
    const own = modules.filter((path) => isWithin(path, dir) && !roots.some((other) => other.dir !== dir && isWithin(other.dir, dir) && isWithin(path, other.dir)));
    const inner = part.kind === 'frontend' || part.kind === 'library' ? [] : splitPackage(dir, own, context(seen, dir)).filter(({ kind, path }) => kind !== 'frontend' && path[0] !== dir);
    return inner.length >= 3 ? [part, ...inner] : [part];
  });
  return unique([...divided, ...leftOver(rest, roots, seen)]);
}

const context = (seen: Seen, dir: string): Parameters<typeof splitPackage>[2] => ({
  name: projectName(seen, dir),
  units: seen.units.units.filter((unit) => isWithin(unit.dir, dir)),
});

/** What generators call every project. */
const GENERIC = /^(?:source|src|root|monorepo|workspace|app|project|my-app|package)$/;

export const projectName = ({ packages }: Pick<Seen, 'packages'>, dir: string): string => {
  const name = packages.packages.find((one) => one.dir === dir)?.name?.replace(/^@[^/]+\//, '');
  return name !== undefined && !GENERIC.test(name) ? name : dir === '.' ? 'app' : dir.split('/').at(-1)!;
};

/** What a package is built with that runs on a desk, a phone or in a browser's own tool bar. */
const SHELLS = ['electron', '@tauri-apps/api', 'expo', 'wxt', 'plasmo', '@crxjs/vite-plugin', '@raycast/api', '@types/vscode'];
/** What serves all requests of an application, on a platform that calls it. */
const SERVERS = new Set(['hono', 'express', 'fastify', 'koa', 'nest']);

interface Root { readonly dir: string; readonly from: string; readonly strong: boolean }

/** Folders that are a part each: the outermost, unless what lies inside is a workspace or is deployed on its own. */
function partRoots({ packages, units, workloads, files, docker }: Seen, sources: readonly string[]): Root[] {
  const found = new Map<string, Root>();
  // `cart/src` with a Dockerfile is the service `cart`; a deployable in `src` says nothing of what the package consists of.
  const home = (dir: string): string => (/(?:^|\/)src$/.test(dir) && !packages.packages.some((one) => one.dir === dir) ? dir.replace(/\/?src$/, '') || '.' : dir);
  const add = (folder: string, from: string, strong: boolean): void => {
    const dir = home(folder);
    const before = found.get(dir);
    if (dir !== '.' && (!before || (strong && !before.strong))) found.set(dir, { dir, from: before?.from ?? from, strong });
  };
  const shown = shownFiles(files.files);
  for (const one of packages.packages) if (!shown.has(one.at.file)) add(one.dir, one.at.file, one.workspace);
  for (const unit of units.units) if (unit.kind !== 'cli' && unit.kind !== 'function') add(unit.dir, placeText(unit.entry), true);
  for (const { dir, role, deployments } of workloads.workloads) {
    const [first] = deployments.filter(({ example }) => !example);
    if (dir !== undefined && role === 'service' && first) add(dir, placeText(first.at), first.kind !== 'function');
  }
  const bases = new Set(workloads.workloads.filter(({ role }) => role === 'store').flatMap(({ dockerfile }) => dockerfile ?? []));
  for (const { file } of docker.dockerfiles) {
    const dir = folderOfPath(file);
    if (!shown.has(file) && !bases.has(file) && !NO_SERVICE.test(dir)) add(dir, file, !packages.packages.some((one) => isWithin(dir, one.dir) && one.dir !== '.'));
  }
  for (const path of sources) {
    const [shelf, child, ...more] = path.split('/');
    if (more.length > 0 && SHELVES.test(shelf!)) add(`${shelf}/${child}`, `${shelf}/`, false);
  }
  const full = [...found.values()].filter(({ dir }) => sources.some((path) => isWithin(path, dir))).sort((a, b) => compare(a.dir, b.dir));
  const outer = full.filter((root) => root.strong || !full.some((other) => other !== root && isWithin(root.dir, other.dir)));
  // A folder whose every file lies in deeper parts is a shelf of them.
  return outer.filter((root) => sources.some((path) => isWithin(path, root.dir) && !outer.some((other) => other !== root && isWithin(other.dir, root.dir) && isWithin(path, other.dir))));
}

function partOf(dir: string, from: string, { units, workloads, packages, docker }: Seen): Part {
  const own = units.units.filter((unit) => unit.dir === dir || (isWithin(unit.dir, dir) && unit.package === dir));
  // What only listens may be a helper beside the frontend.
  const unit = own.find(({ kind, framework }) => kind === 'service' && framework !== 'unknown') ?? own.find(({ kind, framework }) => kind === 'function' && SERVERS.has(framework)) ?? own.find(({ kind }) => kind === 'frontend') ?? own.find(({ kind }) => kind === 'service') ?? own.find(({ kind }) => kind === 'worker') ?? own[0];
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
  const services = workloads.workloads.filter(({ role }) => role === 'service');
  const workload = services.find((one) => one.dir === dir || one.dir === `${dir}/src`) ?? services.find((one) => one.dir === undefined && plain(one.name) === plain(dir.split('/').at(-1)!));
  const manifest = packages.packages.find((one) => one.dir === dir);
  // Code of another language with a container of its own runs in it.
  const isContained = docker.dockerfiles.some(({ file }) => folderOfPath(file) === dir);
  const kind = unit || workload || manifest || !isContained ? kindOf(unit, workload, manifest, isContained) : 'service';
  return { name: dir.split('/').at(-1)!, path: [dir], kind: kind === 'module' && /^(?:libs|packages)\//.test(dir) && !unit ? 'library' : kind, from, ...(unit && { unit }), ...(workload && { workload }), ...(manifest && { manifest }) };
}

const WORKING = /(?:^|[-_.])(?:workers?|consumers?|processors?|schedulers?|queues?|bots?|agents?|daemons?|listeners?|indexers?|watchers?|pollers?|crons?|jobs?)(?:$|[-_.])/;

function kindOf(unit: Unit | undefined, workload: Workload | undefined, manifest: PackageManifest | undefined, isContained: boolean): Part['kind'] {
  // It runs where its user sits, whatever it serves to itself there.
  if (manifest && SHELLS.some((shell) => manifest.dependencies[shell] !== undefined || manifest.devDependencies[shell] !== undefined)) return 'frontend';
  if (manifest?.dependencies['react-native'] !== undefined && (manifest.scripts['ios'] ?? manifest.scripts['android']) !== undefined) return 'frontend';
  // What a start script runs and nothing deploys comes to its end by itself, unless it bears the name of a worker.
  if (unit && isBatch(unit) && !workload && !isContained) return WORKING.test(unit.dir.split('/').at(-1)!) ? 'worker' : 'module';
  if (unit && unit.kind !== 'cli') return unit.kind;
  // What is installed, or typed by its operators, may be deployed beside what it serves.
  if (!unit && manifest && (manifest.bin.length > 0 || /(?:^|[-/])cli$/.test(manifest.dir))) return 'module';
  if (workload) return workload.deployments.every(({ kind }) => kind === 'function') ? 'function' : workload.deployments.every(({ kind }) => kind === 'job' || kind === 'cronjob') ? 'worker' : 'service';
  return unit || !(manifest?.workspace || (manifest && Object.keys(manifest.entry).length > 0)) ? 'module' : 'library';
}

/** Production modules outside of all parts: by their top folder; those at the root are named one by one, so that none is covered by accident. */
function leftOver(rest: readonly string[], roots: readonly Root[], seen: Seen): Part[] {
  // A folder that holds other parts is a shelf: what is left stands beside them.
  const topOf = (path: string, depth = 1): string => {
    const folder = path.split('/').slice(0, depth).join('/');
    return folder !== path && roots.some(({ dir }) => isWithin(dir, folder)) ? topOf(path, depth + 1) : folder;
  };
  const folders = [...new Set(rest.filter((path) => path.includes('/')).map((path) => topOf(path)))].sort(compare);
  const loose = rest.filter((path) => !path.includes('/')).sort(compare);
  return [
    ...folders.map((dir): Part => partOf(dir, `${dir}/`, seen)),
    ...(loose.length > 0 ? [{ name: `${projectName(seen, '.')}-root`, path: loose, kind: 'module' as const, from: `${loose.length} modules at the root` }] : []),
  ];
}

/** Names told apart by the folders above; a package's scope is of no help, all have the same. */
function unique(parts: readonly Part[]): Part[] {
  const taken = new Set<string>();
  return parts.map((part) => {
    const shared = parts.filter(({ name }) => name === part.name).length > 1;
    const steps = part.path[0]!.split('/').filter((step) => step !== 'src' && step !== '.');
    const candidates = [...(shared ? [] : [part.name]), steps.slice(-2).join('-'), steps.join('-'), `${part.name}-${taken.size}`];
    const name = candidates.find((candidate) => candidate !== '' && !taken.has(candidate))!;
    taken.add(name);
    return { ...part, name };
  });
}

/** Modules at the root that take no part in what runs: nothing imports them, and they import nothing of it. */
export function toolingOf({ files: { files }, imports: { modules }, units: { units } }: Pick<Seen, 'files' | 'imports' | 'units'>): string[] {
  const loose = files.filter(({ path, role, language }) => role === 'production' && language !== undefined && !path.includes('/')).map(({ path }) => path);
  const used = new Set(Object.values(modules).flatMap((edges) => edges.flatMap(({ to }) => (to === undefined ? [] : [to]))));
  const entries = new Set(units.map(({ entry }) => entry.file));
  // A script over texts and data (`locales/en.json`) builds or tests as well.
  const code = new Set(files.filter(({ language }) => language !== undefined).map(({ path }) => path));
  return loose.filter((path) => !used.has(path) && !entries.has(path) && !(modules[path] ?? []).some(({ to }) => to !== undefined && to.includes('/') && code.has(to))).sort(compare);
}
