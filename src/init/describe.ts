import { ownershipOf } from '../lib/codeowners.ts';
import { count, groupBy, listed } from '../lib/module-imports.ts';
import { compare } from '../lib/order.ts';
import { ancestorsIn, ownerFinder, type LocalImport } from './belong.ts';
import { isSource, type Part } from './parts.ts';
import type { Inferred, Seen } from './proposal.ts';

const LONGEST = 160;
/** Descriptions that project generators write. */
const OF_TEMPLATES = /^(?:manifest\.json description|a basic plasmo extension|an? (?:minimal )?(?:electron|tauri) app(?:lication)?(?: with .{1,40})?|a minimal create-.{1,40}|description)\.?$/i;
/** A log of fewer commits, as an import of the code or a shallow clone leaves it, does not say who works here. */
const TELLING_COMMITS = 10;

export const tellsWhoWorks = ({ history }: Seen): boolean => history.commits.length >= TELLING_COMMITS;

/** Owners by CODEOWNERS: those of most of the component's source files. Without it, the one who wrote everything, if there is one. */
export function ownersOf(parts: readonly Part[], seen: Seen): Map<string, Inferred<readonly string[]>> {
  const { files: { files }, codeowners, history } = seen;
  const owners = new Map<string, Inferred<readonly string[]>>();
  const [alone, another] = history.authors;
  if (codeowners.file === undefined) {
    if (alone !== undefined && another === undefined && tellsWhoWorks(seen)) for (const { name } of parts) owners.set(name, { value: [alone], from: `every commit since ${history.since}` });
    return owners;
  }
  const ownerOf = ownerFinder(parts);
  const ownershipAt = ownershipOf(codeowners);
  const sources = groupBy(files.filter((file) => isSource(file) && ownerOf(file.path) !== undefined), ({ path }) => ownerOf(path)!);
  for (const [name, list] of sources) {
    const lines = [...groupBy(list.flatMap(({ path }) => ownershipAt(path) ?? []).filter((line) => line.owners.length > 0), ({ line }) => String(line)).values()];
    const [most] = lines.sort((a, b) => b.length - a.length || a[0].line - b[0].line);
    if (most) owners.set(name, { value: most[0].owners, from: `${codeowners.file}:${most[0].line}` });
  }
  return owners;
}

const FRAMEWORKS: Readonly<Record<string, string>> = {
  nest: 'NestJS', next: 'Next.js', nuxt: 'Nuxt', express: 'Express', fastify: 'Fastify', koa: 'Koa', hono: 'Hono', hapi: 'hapi', trpc: 'tRPC', grpc: 'gRPC', lambda: 'Lambda', sveltekit: 'SvelteKit',
  angular: 'Angular', vite: 'Vite', remix: 'Remix', astro: 'Astro', gatsby: 'Gatsby', bullmq: 'BullMQ', 'create-react-app': 'React', apollo: 'Apollo', http: 'HTTP',
};
const LANGUAGES: Readonly<Record<string, string>> = { go: 'Go', py: 'Python', java: 'Java', kt: 'Kotlin', cs: 'C#', rb: 'Ruby', rs: 'Rust', php: 'PHP', ex: 'Elixir', scala: 'Scala', cpp: 'C++', cc: 'C++', swift: 'Swift', dart: 'Dart' };
/** What a file's name says that it holds: `user.controller.ts`. */
const KINDS = ['controller', 'resolver', 'gateway', 'route', 'service', 'use-case', 'handler', 'repository', 'entity', 'schema', 'model', 'guard', 'strategy', 'job', 'processor', 'component'];
const CUSTOM: readonly (readonly [RegExp, string])[] = [
  [/^(?:config|configs|configuration|settings|env)$/, 'Configuration and environment.'],
  [/^(?:utils?|helpers?|common|commons|shared|libs?|core|tools)$/, 'Helpers that the other components share.'],
  [/^(?:types?|typings|@types|interfaces?|dtos?|contracts)$/, 'Types that the other components share.'],
  [/^(?:db|database|prisma|drizzle)$/, 'Connection to the database and its schema.'],
  [/^(?:i18n|locales?|lang)$/, 'Texts and translations.'],
  [/^(?:eslint-config|tsconfig|eslint|prettier-config|config-.*|.*-config)$/, 'Configuration of the tools that build it.'],
];

const OF_PRODUCT = /(?:^|\/)(?:features?|modules|domains?|contexts?|bounded-contexts)\//;

/** What a component is for, in its package's own words; else what was found in it, which a person may well say better. */
export function responsibilitiesOf(parts: readonly Part[], seen: Seen, imports: readonly LocalImport[]): Map<string, Inferred<string>> {
  const ownerOf = ownerFinder(parts);
  const own = groupBy(seen.files.files.filter((file) => isSource(file) && ownerOf(file.path) !== undefined), ({ path }) => ownerOf(path)!);
  const users = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [user, used] = [ownerOf(from), ownerOf(to)];
    if (user !== undefined && used !== undefined && user !== used) users.set(used, (users.get(used) ?? new Set()).add(user));
  }
  return new Map(parts.map((part): [string, Inferred<string>] => {
    const { name, manifest } = part;
    const said = manifest?.description?.replaceAll(/\s+/g, ' ').trim();
    if (said && !OF_TEMPLATES.test(said) && said.length >= 8 && said.length <= LONGEST) return [name, { value: /[.!?]$/.test(said) ? said : `${said}.`, from: manifest!.at.file }];
    const paths = (own.get(name) ?? []).map(({ path }) => path);
    // Below a folder of features a name is the product's: `features/device-config`, `features/contracts`.
    const custom = part.path.some((one) => OF_PRODUCT.test(one)) ? undefined : CUSTOM.find(([pattern]) => pattern.test(name));
    if (custom && !part.unit) return [name, { value: custom[1], from: 'its name' }];
    return [name, { value: found(part, paths, [...(users.get(name) ?? [])].sort(compare)), from: 'what was found in it' }];
  }));
}

function found({ unit, workload, kind, runs }: Part, paths: readonly string[], users: readonly string[]): string {
  if (runs) return `Brings up ${listed(runs.map(({ name }) => name), 6)}.`;
  const holds = KINDS.map((one) => [one, paths.filter((path) => new RegExp(`\\.${one}\\.[cm]?[jt]sx?$`).test(path)).length] as const).filter(([, number]) => number > 0).sort((a, b) => b[1] - a[1]).slice(0, 3);
  const language = languageOf(paths);
  const holding = holds.length > 0 ? `; ${holds.map(([one, number]) => count(number, one, plural(one))).join(', ')}` : '';
  if (unit && (kind === unit.kind || unit.kind === 'cli')) return `${FRAMEWORKS[unit.framework] ?? ''} ${unit.kind === 'cli' ? 'command line' : unit.kind}${holding}.`.trim().replace(/^[a-f,h-z]/, (first) => first.toUpperCase());
  if (workload && kind !== 'frontend') return `${language ? `${language} ` : ''}${kind === 'function' ? 'functions' : 'service'} deployed as ${workload.name}.`.replace(/^./, (first) => first.toUpperCase());
  const size = `${count(paths.length, language ? `${language} file` : 'module')}${holding}`;
  return users.length === 0 || holds.length > 0 ? `${size}.` : `${size}; used by ${users.length > 3 ? `${users.slice(0, 3).join(', ')} and ${users.length - 3} more` : users.join(', ')}.`;
}

const plural = (noun: string): string => (noun.endsWith('y') && !noun.endsWith('ay') ? `${noun.slice(0, -1)}ies` : noun.endsWith('s') ? noun : `${noun}s`);

/** The language of most files, where it is none of the import graph's. */
function languageOf(paths: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const language = LANGUAGES[path.slice(path.lastIndexOf('.') + 1)];
    if (language) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  return most && most[1] * 2 > paths.length ? most[0] : undefined;
}

/** The front door that everybody uses already: an index file at the top of the component, and no import past it. */
export function publicApisOf(parts: readonly Part[], { files: { files }, imports: { modules } }: Pick<Seen, 'files' | 'imports'>): Map<string, string> {
  const production = new Set(files.filter(({ role }) => role === 'production').map(({ path }) => path));
  // What is generated (`prisma/client`) is imported past the door as well.
  const imports = Object.entries(modules).flatMap(([from, edges]) => (production.has(from) ? edges.flatMap(({ to }) => (to === undefined ? [] : [{ from, to }])) : []));
  const ownerOf = ownerFinder(parts);
  const insideOf = ancestorsIn(parts);
  const doors = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [user, used] = [ownerOf(from), ownerOf(to)];
    if (used === undefined || user === used || (user !== undefined && insideOf(user).includes(used))) continue;
    doors.set(used, (doors.get(used) ?? new Set()).add(to));
  }
  return new Map(parts.flatMap(({ name, path }): [string, string][] => {
    const [door, ...more] = doors.get(name) ?? [];
    if (door === undefined || more.length > 0 || path.length !== 1) return [];
    const inner = door.slice(path[0] === '.' ? 0 : path[0]!.length + 1);
    return /^(?:src\/|lib\/)?(?:index|mod|public[-_]api)\.[cm]?[jt]sx?$/.test(inner) ? [[name, door]] : [];
  }));
}

