import { compare } from '../lib/order.ts';
import { isWithin } from '../lib/paths.ts';
import { TECHNICAL } from '../lib/technical-folders.ts';
import type { Unit } from '../model/index.ts';
import type { Part } from './parts.ts';

/** Folders whose children are features. */
const CONTAINERS = /^(?:modules|features|domains|contexts|bounded-contexts|boundedContexts|slices|subdomains)$/;
const LIBRARY = /^(?:core|common|commons|shared|libs?|utils?|utilities|util|helpers?|tools|types?|typings|@types|interfaces?|constants?|enums?|errors?|exceptions|decorators)$/i;
/** Halves of one package: what serves, what is shown, what both use. */
const SERVING = /^(?:server|backend|api|worker|workers|functions)$/;
const SHOWN = /^(?:app|client|web|webapp|frontend|ui|public|www|admin|mobile|site)$/;
/** Of the modules, what one folder must hold to be looked into instead. */
const NEARLY_ALL = 0.85;
/** Of several that start in one place, the one that says most. */
const KINDS = ['service', 'frontend', 'worker', 'function'] as const;

/** One package's components: the folders of features in it; a package that is cut by kinds of file is one component. */
export function splitPackage(dir: string, modules: readonly string[], { name, units }: { readonly name: string; readonly units: readonly Unit[] }): Part[] {
  const prefix = dir === '.' ? '' : `${dir}/`;
  const halves = halvesOf(prefix, modules, units);
  if (halves.length >= 2) {
    const parts = halves.map((folder): Part => {
      const unit = startedIn(folder, units);
      return { name: lastOf(folder), path: [folder], from: `${folder}/`, ...(unit && { unit }), kind: unit?.kind ?? kindByName(lastOf(folder), units) };
    });
    return withRest(dir, name, modules, parts, prefix);
  }
  const root = descend(prefix, modules);
  const features = featuresIn(root, modules);
  const whole: Part = { name, path: [dir === '.' ? wholePath(modules) : dir], kind: kindOfWhole(units), from: `${root || './'}`, ...(units[0] && { unit: units[0] }) };
  if (features.length < 2) return [whole];
  const parts = features.map((folder): Part => {
    const unit = startedIn(folder, units);
    return { name: lastOf(folder), path: [folder], from: `${folder}/`, ...(unit && { unit }), kind: unit?.kind ?? (LIBRARY.test(lastOf(folder)) ? 'library' : 'module') };
  });
  return withRest(dir, name, modules, parts, root, units.find((unit) => !parts.some((part) => part.unit === unit)));
}

type Running = Unit & { readonly kind: (typeof KINDS)[number] };

/** What runs out of a folder: what starts in it; and a frontend whose pages and modules lie in it, wherever its configuration does. */
function startedIn(folder: string, units: readonly Unit[]): Running | undefined {
  const inside = (path: string): boolean => path.startsWith(`${folder}/`);
  const homes = (unit: Unit): boolean => inside(unit.entry.file)
    || (!unit.entry.file.slice(unit.dir === '.' ? 0 : unit.dir.length + 1).includes('/') && (unit.modules.filter(inside).length * 2 > unit.modules.length || routes(unit)));
  // Next serves `app`, or `pages` where there is no `app`, however much lies in folders of helpers.
  const routes = ({ framework, modules }: Unit): boolean => framework === 'next' && /(?:^|\/)(?:app|pages)$/.test(folder) && modules.some(inside)
    && (folder.endsWith('app') || !modules.some((path) => isWithin(path, folder.replace(/pages$/, 'app'))));
  return KINDS.map((kind) => units.find((unit): unit is Running => unit.kind === kind && homes(unit))).find((unit) => unit !== undefined);
}

/** Where the units say what is served, a folder's name alone makes it no service. */
const kindByName = (name: string, units: readonly Unit[]): Part['kind'] => {
  if (SHOWN.test(name)) return 'frontend';
  if (LIBRARY.test(name)) return 'library';
  return SERVING.test(name) && !units.some(({ kind }) => kind === 'service') ? 'service' : 'module';
};

const lastOf = (folder: string): string => folder.split('/').at(-1)!;

const kindOfWhole = (units: readonly Unit[]): Part['kind'] =>
  KINDS.find((kind) => units.some((unit) => unit.kind === kind)) ?? 'module';

/** The one folder that holds every module, or the whole repository. */
const wholePath = (modules: readonly string[]): string => {
  const tops = new Set(modules.map((path) => (path.includes('/') ? path.split('/')[0]! : '.')));
  return tops.size === 1 ? [...tops][0]! : '.';
};

/** Folders with the modules below them, by name. */
function childrenOf(root: string, modules: readonly string[]): Map<string, number> {
  const children = new Map<string, number>();
  for (const path of modules) {
    if (!path.startsWith(root)) continue;
    const rest = path.slice(root.length);
    const cut = rest.indexOf('/');
    if (cut > 0) children.set(rest.slice(0, cut), (children.get(rest.slice(0, cut)) ?? 0) + 1);
  }
  return children;
}

/** Goes down while one folder holds nearly everything and is no container of features itself. */
function descend(root: string, modules: readonly string[]): string {
  const below = modules.filter((path) => path.startsWith(root));
  const [child] = [...childrenOf(root, modules)].filter(([, count]) => count >= NEARLY_ALL * below.length);
  return child && !CONTAINERS.test(child[0]) ? descend(`${root}${child[0]}/`, modules) : root;
}

/** What serves and what is shown, side by side: by where they start, or by their names. */
function halvesOf(prefix: string, modules: readonly string[], units: readonly Unit[]): string[] {
  for (const root of [prefix, `${prefix}src/`]) {
    const names = [...childrenOf(root, modules).keys()];
    const starting = new Map(names.map((name) => [name, startedIn(`${root}${name}`, units)?.kind]));
    const serves = (name: string): boolean => SERVING.test(name) || starting.get(name) === 'service';
    const shows = (name: string): boolean => !serves(name) && (SHOWN.test(name) || starting.get(name) === 'frontend');
    if (names.some(serves) && names.some(shows)) {
      return names.filter((name) => serves(name) || shows(name) || LIBRARY.test(name) || name === 'plugins').sort(compare).map((name) => `${root}${name}`);
    }
  }
  return [];
}

/** The folders that are about something. Where there are at least two, folders of helpers beside them are parts as well. */
function featuresIn(root: string, modules: readonly string[]): string[] {
  const children = [...childrenOf(root, modules).keys()].sort(compare);
  const inContainers = children.filter((child) => CONTAINERS.test(child)).flatMap((child) => {
    const inner = [...childrenOf(`${root}${child}/`, modules).keys()].sort(compare);
    return inner.map((name) => `${root}${child}/${name}`);
  });
  const topical = children.filter((child) => !TECHNICAL.test(child)).map((child) => `${root}${child}`);
  const features = [...inContainers, ...topical];
  if (features.length < 2) return [];
  // A technical layout with one or two oddly named folders stays what it is.
  const technical = children.filter((child) => TECHNICAL.test(child) && !LIBRARY.test(child) && !CONTAINERS.test(child));
  if (inContainers.length === 0 && topical.length < technical.length) return [];
  const rest = children.filter((child) => TECHNICAL.test(child) && !CONTAINERS.test(child)).map((child) => `${root}${child}`);
  return [...features, ...rest].sort(compare);
}

/** The parts, and one around them for what lies between: entry points and wiring. */
function surroundings(rest: readonly string[], root: string): string[] {
  if (root !== '' && rest.every((path) => path.startsWith(root))) return [root.slice(0, -1)];
  const tops = [...new Set(rest.map((path) => path.split('/')[0]!))].sort(compare);
  return tops.length <= 6 ? tops : ['.'];
}

function withRest(dir: string, name: string, modules: readonly string[], parts: readonly Part[], root: string, unit?: Unit): Part[] {
  const covered = (path: string): boolean => parts.some((part) => path.startsWith(`${part.path[0]!}/`));
  const rest = modules.filter((path) => !covered(path));
  if (rest.length === 0) return [...parts];
  const taken = parts.some((part) => part.name === name);
  const around: Part = { name: taken ? `${name}-root` : name, path: dir !== '.' ? [dir] : surroundings(rest, root), kind: 'module', from: `what lies around the others: ${rest[0]!}`, ...(unit && { unit, kind: unit.kind === 'cli' ? 'module' : unit.kind }) };
  return [around, ...parts];
}
