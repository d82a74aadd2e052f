import { isMatch } from '../lib/globs.ts';
import { compare } from '../lib/order.ts';
import type { DeclaredLayer } from '../model/index.ts';

/** Folders that may be a layer. */
export interface Ranked {
  readonly name: string;
  readonly paths: readonly string[];
  /** Where it stands by custom, top first. */
  readonly rank: number;
  /** It bears the name of one of the four layers of a domain-driven design. */
  readonly role?: true;
  readonly pure?: DeclaredLayer['pure'];
}

const ROLES: readonly (readonly [string, RegExp])[] = [
  ['presentation', /^(?:presentation|presenters|interfaces?|interface-adapters|controllers?|api|http|rest|web|graphql|ui)$/i],
  ['application', /^(?:application|use-?cases|commands|queries)$/i],
  ['domain', /^domain$/i],
  ['infrastructure', /^(?:infrastructure|infra|persistence|database|repositories|adapters)$/i],
];

/** What folders of one package are called, top first; what stands in one row has one rank. */
const CUSTOM: readonly RegExp[] = [
  /^(?:routes?|routers?|controllers?|resolvers?|endpoints|handlers?|api|graphql|pages|views|screens)$/i,
  /^(?:layouts?)$/i, /^(?:components?|widgets)$/i, /^(?:hooks|composables)$/i,
  /^(?:jobs|subscribers?|listeners|workers?)$/i, /^(?:middlewares?|guards)$/i,
  /^(?:services?|use-?cases)$/i, /^(?:stores?|state)$/i, /^(?:repositor(?:y|ies)|dal|daos?|data-access)$/i,
  /^(?:models?|entit(?:y|ies)|schemas?)$/i, /^(?:db|database)$/i, /^(?:utils?|helpers?)$/i,
];
const SHELVES: readonly RegExp[] = [/^(?:apps?|services)$/, /^(?:packages|libs|modules)$/];
const SMALLEST = 2;

/** The four layers wherever they stand: at the outermost folder of a path that bears such a name. */
export function rolesOf(modules: readonly string[]): Ranked[] {
  const folders = new Map<string, Set<string>>();
  for (const path of modules) {
    const steps = path.split('/').slice(0, -1);
    const index = steps.findIndex((step) => ROLES.some(([, pattern]) => pattern.test(step)));
    if (index < 0) continue;
    const [name] = ROLES.find(([, pattern]) => pattern.test(steps[index]!))!;
    folders.set(name, (folders.get(name) ?? new Set()).add(steps.slice(0, index + 1).join('/')));
  }
  // A stack is a folder that holds a domain and something that is none.
  const stackOf = (folder: string): string => folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
  const domains = new Set([...(folders.get('domain') ?? [])].map(stackOf));
  const others = new Set([...folders].flatMap(([name, list]) => (name === 'domain' ? [] : [...list].map(stackOf))));
  const stacks = new Set([...domains].filter((stack) => others.has(stack)));
  if (stacks.size === 0) return [];
  return ROLES.flatMap(([name], rank): Ranked[] => {
    const own = [...(folders.get(name) ?? [])].filter((folder) => stacks.has(stackOf(folder))).sort(compare);
    return own.length === 0 ? [] : [{ name, rank, role: true, paths: own }];
  }).map((layer, _, all) => ({ ...layer, paths: generalised(layer.paths, all.filter((other) => other !== layer).flatMap(({ paths }) => paths), modules) }));
}

/** `src/modules/forum/domain`, `src/modules/users/domain` → `src/modules/` + `*` + `/domain`, where that takes nothing of another layer. */
function generalised(folders: readonly string[], others: readonly string[], modules: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const folder of folders) {
    const steps = folder.split('/');
    const key = steps.length < 3 ? folder : [...steps.slice(0, -2), '*', steps.at(-1)].join('/');
    groups.set(key, [...(groups.get(key) ?? []), folder]);
  }
  const isOther = isMatch(others.length > 0 ? others : ['!**']);
  const own = isMatch(folders);
  return [...groups].flatMap(([glob, list]) => {
    if (list.length < 2) return list;
    const matches = isMatch(glob);
    return modules.some((path) => matches(path) && (isOther(path) || !own(path))) ? list : [glob];
  });
}

/** The folders of one package that are named after kinds of file. */
export function ranked(modules: readonly string[]): Ranked[] {
  const root = stem(modules);
  const folders = new Map<string, number>();
  for (const path of modules) {
    const rest = path.slice(root.length);
    if (path.startsWith(root) && rest.includes('/')) folders.set(rest.split('/')[0]!, (folders.get(rest.split('/')[0]!) ?? 0) + 1);
  }
  return [...folders].sort((a, b) => compare(a[0], b[0])).flatMap(([name, size]): Ranked[] => {
    const rank = CUSTOM.findIndex((pattern) => pattern.test(name));
    return rank < 0 || size < SMALLEST ? [] : [{ name, rank, paths: [`${root}${name}`] }];
  });
}

/** The folder below which nearly every module lies, with its slash. */
function stem(modules: readonly string[], root = ''): string {
  const counts = new Map<string, number>();
  const below = modules.filter((path) => path.startsWith(root));
  for (const path of below) {
    const rest = path.slice(root.length);
    if (rest.includes('/')) counts.set(rest.split('/')[0]!, (counts.get(rest.split('/')[0]!) ?? 0) + 1);
  }
  const [top] = [...counts].sort((a, b) => b[1] - a[1]);
  return top && top[1] >= 0.85 * below.length && !CUSTOM.some((pattern) => pattern.test(top[0])) ? stem(modules, `${root}${top[0]}/`) : root;
}

/** What is shipped above what it is made of: `apps` over `packages`. */
export function shelvesOf(modules: readonly string[]): Ranked[] {
  const tops = [...new Set(modules.filter((path) => path.split('/').length > 2).map((path) => path.split('/')[0]!))].sort(compare);
  const found = tops.flatMap((name): Ranked[] => {
    const rank = SHELVES.findIndex((pattern) => pattern.test(name));
    return rank < 0 ? [] : [{ name, rank, paths: [name] }];
  });
  return new Set(found.map(({ rank }) => rank)).size === 2 ? found : [];
}
