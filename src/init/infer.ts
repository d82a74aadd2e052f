import { STYLES } from '../lib/knowledge/styles.ts';
import { count } from '../lib/module-imports.ts';
import { forProduction } from '../lib/production.ts';
import { localImports, ownerFinder, partShared, type LocalImport } from './belong.ts';
import { dependenciesOf, namedWorkloads } from './dependencies.ts';
import { ownersOf, publicApisOf, responsibilitiesOf, tellsWhoWorks } from './describe.ts';
import { findExternals } from './externals.ts';
import { inferLayers } from './layers.ts';
import { findParts, projectName, toolingOf, type Part } from './parts.ts';
import { placeText, type Inferred, type Proposal, type ProposedComponent, type Seen } from './proposal.ts';
import { findStores } from './stores.ts';

/** What a repository's architecture.yaml would say, as far as the repository tells. */
export function infer(seen: Seen, folder: string): Proposal {
  const imports = localImports(seen);
  const parts = partShared(findParts(seen), imports);
  const stores = findStores(parts, seen);
  const { externals, uses } = findExternals(parts, seen);
  const dependencies = dependenciesOf(parts, seen, imports, stores);
  for (const [name, list] of uses) dependencies.get(name)?.push(...list);
  const components = describe(parts, seen, imports).map((component): ProposedComponent => ({ ...component, dependsOn: dependencies.get(component.name) ?? [] }));
  const manifest = seen.packages.packages.find(({ dir }) => dir === '.');
  const authors = new Set(seen.history.commits.map(({ author }) => author)).size;
  const teamSize = tellsWhoWorks(seen) ? authors : undefined;
  const style = styleOf(parts, seen, teamSize);
  return {
    name: manifest?.name && projectName(seen, '.') !== 'app' ? { value: projectName(seen, '.'), from: placeText(manifest.at) } : { value: folder, from: 'the folder' },
    ...(teamSize !== undefined && { teamSize: { value: teamSize, from: `who committed since ${seen.history.since}${seen.history.truncated ? ', as far as the log reaches' : ''}; count those who still work on it` } }),
    ...(authors > 0 && { activity: activityOf(seen) }),
    ...(style && { style }),
    components,
    layers: inferLayers(parts, seen),
    externals,
    stores: stores.stores, storeNotes: stores.notes, caches: stores.caches, queues: stores.queues,
    ...platform(seen),
    ...decisions(seen),
    tooling: tooling(parts, seen),
  };
}

/** Those that no component holds. */
const tooling = (parts: readonly Part[], seen: Seen): string[] => {
  const ownerOf = ownerFinder(parts);
  return toolingOf(seen).filter((path) => ownerOf(path) === undefined);
};

function describe(parts: readonly Part[], seen: Seen, imports: readonly LocalImport[]): Omit<ProposedComponent, 'dependsOn'>[] {
  const owners = ownersOf(parts, seen);
  const responsibilities = responsibilitiesOf(parts, seen, imports);
  const doors = publicApisOf(parts, seen);
  const running = namedWorkloads(parts, seen, projectName(seen, '.'));
  return parts.map(({ name, path, kind, from }) => ({
    name, path, kind, from,
    ...(owners.has(name) && { owner: owners.get(name)! }),
    ...(responsibilities.has(name) && { responsibility: responsibilities.get(name)! }),
    ...(doors.has(name) && { publicApi: doors.get(name)! }),
    ...(running.has(name) && { workloads: running.get(name)! }),
  }));
}

const MANY = 5;
const MODULAR_TEAM = STYLES.find(({ style }) => style === 'modular-monolith')!.teamMinimum;

/** By what is deployed on its own: functions, one process with or without modules, a few services, many. */
function styleOf(parts: readonly Part[], { workloads }: Seen, teamSize: number | undefined): Proposal['style'] {
  // Images of others, put together, are no style of one's own.
  if (parts.some(({ runs }) => runs !== undefined)) return undefined;
  const running = parts.filter(({ kind }) => kind === 'service' || kind === 'worker');
  const functions = parts.filter(({ kind }) => kind === 'function');
  const deployed = workloads.workloads.filter(({ role, deployments }) => role === 'service' && deployments.some(({ example, kind }) => !example && kind !== 'function' && kind !== 'job' && kind !== 'cronjob'));
  const count = running.length;
  const listed = (list: readonly { readonly name: string }[]): string => (list.length > 6 ? `${list.slice(0, 6).map(({ name }) => name).join(', ')} and ${list.length - 6} more` : list.map(({ name }) => name).join(', '));
  if (functions.length > count) return { value: 'serverless', from: `functions: ${listed(functions)}` };
  if (count >= MANY) return { value: 'microservices', from: `${count} services: ${listed(running)}` };
  if (count >= 2) return { value: 'service-oriented', from: `${count} services: ${listed(running)}` };
  if (count === 1 || deployed.length === 1) {
    const inner = parts.filter(({ kind }) => kind === 'module' || kind === 'library');
    const one = running[0]?.name ?? deployed[0]!.name;
    if (inner.length < 3) return { value: 'monolith', from: `one service, ${one}` };
    // Two people's monolith is none the less tidy, and is not asked to be what a larger team needs.
    const small = teamSize !== undefined && teamSize < MODULAR_TEAM;
    return { value: small ? 'monolith' : 'modular-monolith', from: `one service, ${one}, of ${parts.length} components` };
  }
  return undefined;
}

function activityOf({ history: { commits, authors, since, releases } }: Seen): string {
  const names = authors.length > 3 ? `${authors.length} people` : authors.join(', ');
  return `${count(commits.length, 'commit')} since ${since} by ${names}${releases.length > 0 ? `; ${count(releases.length, 'release')}, the last on ${releases[0]!.day}` : ''}.`;
}

function platform({ workloads, terraform }: Seen): { cloud?: Inferred<string>; orchestration?: Inferred<string> } {
  const deployments = workloads.workloads.filter(({ role }) => role === 'service').flatMap((one) => one.deployments).filter(({ example }) => !example);
  const real = forProduction(deployments);
  const first = (sources: readonly string[]) => real.find(({ source, kind }) => sources.includes(source) || sources.includes(kind));
  const rows = [['kubernetes', ['manifest', 'kustomize', 'helm']], ['ecs', ['ecs-service']], ['cloud-run', ['cloud-run']], ['aca', ['container-app']], ['paas', ['app']], ['serverless', ['serverless', 'function']]] as const;
  const found = rows.flatMap(([name, sources]) => { const one = first(sources); return one ? [{ value: name, from: placeText(one.at) }] : []; });
  const providers = [...new Map(terraform.blocks.filter(({ kind }) => kind === 'resource').map((block) => [({ aws: 'aws', google: 'gcp', azurerm: 'azure' } as Record<string, string>)[block.type.split('_')[0]!], block.at] as const)).entries()].filter(([name]) => name !== undefined);
  const compose = deployments.find(({ source }) => source === 'compose');
  const orchestration = found.length === 1 ? found[0] : found.length === 0 && compose ? { value: 'compose', from: placeText(compose.at) } : undefined;
  return {
    ...(providers.length === 1 && { cloud: { value: providers[0]![0]!, from: placeText(providers[0]![1]) } }),
    ...(orchestration && { orchestration }),
  };
}

/** Where numbered records lie: `docs/adr/0001-….md`. */
function decisions({ files: { files } }: Seen): { decisions?: Inferred<string> } {
  const record = files.find(({ path }) => /(?:^|\/)(?:adrs?|decisions|architecture-decisions?|decision-records?)\/(?:adr[-_]?)?\d{1,5}[-_.][^/]*\.md$/i.test(path));
  if (!record) return {};
  return { decisions: { value: `${record.path.slice(0, record.path.lastIndexOf('/'))}/*.md`, from: record.path } };
}
