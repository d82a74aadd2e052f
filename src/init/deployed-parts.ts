import { groupBy } from '../lib/module-imports.ts';
import { compare } from '../lib/order.ts';
import { folderOfPath } from '../lib/paths.ts';
import type { Workload } from '../model/index.ts';
import type { Part } from './parts.ts';
import { placeText, type Seen } from './proposal.ts';

/** So many files of code beside deployment files serve those, and are not what is deployed. */
const HELPERS = 20;
const ASIDE = /(?:^|\/)(?:\.|tests?(?:\/|$)|e2e)/;

/**
 * Where no part of the code is known: the folders of code in other languages; and where there is hardly any, what is
 * deployed together, a chart, a compose file or a folder of manifests each. The images were built elsewhere.
 */
export function deployedParts({ workloads: { workloads } }: Pick<Seen, 'workloads'>, sources: readonly string[]): Part[] {
  const services = workloads.filter(({ role, deployments }) => role === 'service' && deployments.some((one) => !one.example));
  const folders = groupBy(sources.filter((path) => path.includes('/') && !path.startsWith('.')), (path) => path.split('/')[0]!);
  // What is built from the root is what lies in the folder of most of the code.
  const [only, another] = services.filter(({ dir }) => dir !== undefined && !ASIDE.test(dir));
  const isMain = (paths: readonly string[]): boolean => paths.length * 2 > sources.length && sources.length >= HELPERS;
  const code = [...folders].sort(([a], [b]) => compare(a, b)).map(([dir, paths]): Part => {
    const workload = another === undefined && isMain(paths) ? only : undefined;
    return { name: dir, path: [dir], kind: workload ? 'service' : 'module', from: `${dir}/`, ...(workload && { workload }) };
  });
  return sources.length >= HELPERS ? code : [...code, ...releases(services)];
}

function releases(services: readonly Workload[]): Part[] {
  return [...groupBy(services, homeOf)].sort(([a], [b]) => compare(a, b)).map(([path, runs]): Part => {
    const name = runs.length === 1 ? runs[0]!.name : /\.ya?ml$/.test(path) ? folderOfPath(path).split('/').at(-1)!.replace(/^\.$/, 'stack') : path.split('/').at(-1)!.replace(/^\.$/, 'manifests');
    const lasting = runs.some(({ deployments }) => deployments.some(({ kind }) => kind !== 'job' && kind !== 'cronjob'));
    return { name, path: [path], kind: lasting ? 'service' : 'worker', from: placeText(runs[0]!.deployments.find(({ example }) => !example)!.at), runs };
  });
}

/** The chart that holds it, its compose file, or the folder of its manifest. */
function homeOf({ deployments }: Workload): string {
  const { source, release, at } = deployments.find(({ example, environment }) => !example && environment === undefined) ?? deployments.find(({ example }) => !example)!;
  if (source === 'compose') return at.file;
  if (source !== 'helm') return folderOfPath(at.file);
  const templates = at.file.indexOf('/templates/');
  return templates === -1 ? folderOfPath(release) : at.file.slice(0, templates);
}
