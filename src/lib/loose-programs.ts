import type { Files, Imports, Packages, Source, Units } from '../model/index.ts';
import type { importersOf } from './module-imports.ts';

/** Names of what is started or loaded by a convention, though no module names it. */
const BY_CONVENTION = /(?:^|[/.-])(?:index|main|server|app|start|www|worker|workers|consumers?|subscribers?|listeners?|jobs?|crons?|tasks?|processors?|daemon|bot|instrumentation|middleware|register|setup|init|bootstrap|preload|plugins?|models?)(?:[/.-]|$)/i;
export const isLoadedByName = (path: string): boolean => BY_CONVENTION.test(path);
/** `auth.cli.ts`: what the command line of a library loads. */
const OF_A_TOOL = /\.cli\.[cm]?[jt]s$/;
/** What tests use in place of a store or a service: `uploads/inmemory.js`. */
const STANDS_IN = /(?:^|[/._-])(?:in-?memory|fakes?|stubs?|mocks?|dummy)(?=[/._-])/i;
/** As far from the tests a stand-in is followed. */
const MAX_BEHIND = 4;
/** Programs that describe what is deployed: they run while it is put together, and end. */
const DESCRIBES_INFRASTRUCTURE = /^(?:aws-cdk-lib|@aws-cdk\/core|@pulumi\/\w[\w-]*|cdktf)$/;

/**
 * Modules that a person or a pipeline runs to their end: programs that export nothing, are imported by nobody and started by
 * nothing that lasts, programs of infrastructure, what stands in for others in tests, and whatever these alone lead to.
 */
export function loosePrograms({ files }: Pick<Files, 'files'>, { modules }: Pick<Imports, 'modules'>, { units }: Units, { packages }: Pick<Packages, 'packages'>, { modules: parsed }: Pick<Source, 'modules'>, askers: ReturnType<typeof importersOf>): ReadonlySet<string> {
  const lasting = new Set(units.flatMap((unit) => unit.modules));
  const commands = packages.flatMap(({ scripts }) => Object.values(scripts));
  const isNamed = (path: string): boolean => {
    const plain = path.split('/').at(-1)!.replace(/\.\w+$/, '');
    return commands.some((command) => command.includes(plain));
  };
  const isAlone = (path: string): boolean => OF_A_TOOL.test(path) || (parsed[path]?.exports.length === 0 && !askers.has(path) && !isLoadedByName(path) && !isNamed(path));
  const roleOf = new Map(files.map(({ path, role }) => [path, role]));
  const servesTests = (path: string, by: readonly string[] = []): boolean =>
    STANDS_IN.test(path) && askers.has(path) && askers.get(path)!.every((one) => roleOf.get(one) === 'test' || (by.length < MAX_BEHIND && !by.includes(one) && servesTests(one, [...by, path])));
  const isInfrastructure = (path: string): boolean => (modules[path] ?? []).some(({ external }) => external !== undefined && DESCRIBES_INFRASTRUCTURE.test(external));
  const found = new Set(files.flatMap(({ path, role, language }) => (language !== undefined && role === 'production' && !lasting.has(path) && (isAlone(path) || isInfrastructure(path) || servesTests(path)) ? [path] : [])));
  for (const path of found) {
    for (const { to, kind } of modules[path] ?? []) if (to !== undefined && kind !== 'type' && !lasting.has(to) && (askers.get(to) ?? []).every((one) => found.has(one))) found.add(to);
  }
  return found;
}
