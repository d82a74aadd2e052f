import { dirname } from 'node:path/posix';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { environmentOf } from '../../src/lib/environment.ts';
import { imageTag } from '../../src/lib/images.ts';
import { deploySteps, targetOf } from '../../src/lib/pipelines.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';
import { defineCheck, type DeployedTo, type Facts, type Judgement, type Place } from '../../src/model/index.ts';

type From = Pick<Facts, 'architecture' | 'workloads' | 'stores' | 'kubernetes' | 'terraform' | 'envFiles' | 'pipelines'>;

/** One description of an environment: what it has, by key, with the value that must not differ. */
interface Side { readonly environment: DeployedTo; readonly file: string; readonly keys: ReadonlyMap<string, { readonly at: Place; readonly version?: string }> }

export default defineCheck({
  id: 'environment-drift',
  dimension: 'operability',
  severity: 'major',
  phase: '7',
  from: 'growth',
  effort: 'medium',
  title: 'Staging mirrors production',
  why: 'What staging lacks is tried in production for the first time.',
  fix: 'Bring the two to the same parts, keys and major versions, or name the difference under accepted_differences.',
  grading: 'share',
  needs: ['architecture', 'workloads', 'stores', 'kubernetes', 'terraform', 'envFiles', 'pipelines'],
  inspect(facts) {
    const accepted = (facts.architecture.declared.infrastructure?.environments ?? []).flatMap((one) => one.accepted_differences ?? []);
    const judgements: Judgement[] = [];
    let examined = 0;
    for (const [name, sides] of pairs(facts)) {
      const staging = sides.find((side) => side.environment === 'staging');
      const production = sides.find((side) => side.environment === 'production');
      if (staging === undefined || production === undefined) continue;
      for (const key of [...new Set([...staging.keys.keys(), ...production.keys.keys()])].sort()) {
        examined++;
        const inStaging = staging.keys.get(key);
        const inProduction = production.keys.get(key);
        if (accepted.some((pattern) => matchesWildcard(pattern, key))) continue;
        const subject = `${name}: ${key}`;
        if (inStaging === undefined) judgements.push({ subject, standing: 'violated', message: `Production has ${key}, staging has not.`, at: inProduction!.at, evidence: [{ note: 'Staging.', at: { file: staging.file } }], confidence: 'medium' });
        else if (inProduction === undefined) judgements.push({ subject, standing: 'violated', message: `Staging has ${key}, production has not.`, at: inStaging.at, evidence: [{ note: 'Production.', at: { file: production.file } }], confidence: 'low' });
        else if (inStaging.version !== undefined && inProduction.version !== undefined && major(inStaging.version) !== major(inProduction.version)) judgements.push({ subject, standing: 'violated', message: `${key} is ${inStaging.version} in staging and ${inProduction.version} in production.`, at: inStaging.at, evidence: [{ note: 'Production.', at: inProduction.at }] });
      }
    }
    const declared = gates(facts, examined > 0, loose(facts));
    return { examined: examined + declared.length, judgements: [...judgements, ...declared.filter((one) => one.standing !== 'verified')] };
  },
});

const major = (version: string): string => /^[^\d]*\d+/.exec(version)?.[0] ?? version;
const withoutEnvironment = (path: string): string => path.split(/([/._-])/).map((word) => (environmentOf(word) === undefined ? word : '*')).join('');

/** Descriptions that differ in nothing but the environment in their name. */
function pairs({ workloads, stores, kubernetes, terraform, envFiles }: From): Map<string, Side[]> {
  const groups = new Map<string, Side[]>();
  const add = (group: string, side: Side): void => void groups.set(group, [...(groups.get(group) ?? []), side]);
  const collect = (release: string): Side['keys'] => {
    const keys = new Map<string, { at: Place; version?: string }>();
    for (const workload of workloads.workloads) for (const one of workload.deployments) {
      if (one.release !== release || workload.role === 'tool') continue;
      const tag = one.image === undefined || workload.role !== 'store' ? undefined : imageTag(one.image);
      keys.set(workload.role === 'store' ? `store ${workload.name}` : workload.name, { at: one.at, ...(tag === undefined ? {} : { version: tag }) });
      if (workload.role === 'service') for (const each of one.env) keys.set(`${workload.name} ${each.name}`, { at: each.at });
    }
    return keys;
  };
  for (const release of kubernetes.releases) {
    if (release.environment === undefined || release.environment === 'development') continue;
    const group = release.source === 'helm' ? release.file : withoutEnvironment(release.file);
    // Loose manifests of one environment need not be all of it.
    if (release.source !== 'manifest') add(group, { environment: release.environment, file: release.values ?? release.file, keys: collect(release.id) });
  }
  for (const release of new Set(workloads.workloads.flatMap((one) => one.deployments.filter((each) => each.source === 'compose').map((each) => each.release)))) {
    const environment = environmentOf(release);
    if (environment === 'staging' || environment === 'production') add(withoutEnvironment(release), { environment, file: release, keys: collect(release) });
  }
  for (const dir of new Set(terraform.blocks.map((one) => one.dir))) {
    const environment = environmentOf(dir);
    if (environment !== 'staging' && environment !== 'production') continue;
    const keys = new Map<string, { at: Place; version?: string }>();
    for (const one of terraform.blocks) {
      if (one.dir !== dir || (one.kind !== 'resource' && one.kind !== 'module')) continue;
      const store = stores.stores.find((each) => each.at.file === one.at.file && each.at.line === one.at.line);
      keys.set(one.kind === 'module' ? `module.${one.name}` : `${one.type}.${one.name}`, { at: one.at, ...(store?.version === undefined ? {} : { version: store.version }) });
    }
    add(withoutEnvironment(dir), { environment, file: dir, keys });
  }
  for (const file of envFiles.files) {
    if ((file.environment !== 'staging' && file.environment !== 'production') || file.template) continue;
    add(`${dirname(file.file)}/.env`, { environment: file.environment, file: file.file, keys: new Map(file.entries.map(({ name, at }) => [name, { at }])) });
  }
  return groups;
}

/** Manifests without a kustomization or chart, of staging and of production. */
const loose = ({ kubernetes }: From): boolean => ['staging', 'production'].every((environment) => kubernetes.releases.some((one) => one.source === 'manifest' && one.environment === environment));

/** Production is entered by hand, after staging. */
function gates({ architecture, pipelines }: From, compared: boolean, together: boolean): Judgement[] {
  const environments = architecture.declared.infrastructure?.environments ?? [];
  const judgements: Judgement[] = [];
  environments.forEach((one, index) => {
    const at = placeOf(architecture, pointer('infrastructure', 'environments', index, one.gate === undefined ? 'name' : 'gate'));
    const kind = environmentOf(one.name);
    if (one.mirrors !== undefined && !compared) judgements.push({ subject: `${one.name} mirrors ${one.mirrors}`, standing: 'declared', message: `Only architecture.yaml says that ${one.name} mirrors ${one.mirrors}; ${together ? `the loose manifests of both need not be all of either, so they are not compared` : 'there are no files of both to compare'}.`, at: placeOf(architecture, pointer('infrastructure', 'environments', index, 'mirrors')), confidence: 'medium' });
    if (kind !== 'production') return;
    const deploying = pipelines.pipelines.flatMap((pipeline) => pipeline.jobs.filter((job) => targetOf(pipeline, job) === 'production' && deploySteps(job).length > 0).map((job) => ({ pipeline, job })));
    const open = deploying.find(({ pipeline, job }) => job.environment === undefined && !job.manual && !pipeline.triggers.every((trigger) => /^(workflow_dispatch|workflow_call|release)$/.test(trigger)));
    const subject = `gate of ${one.name}`;
    if (one.gate !== 'manual') judgements.push({ subject, standing: one.gate === undefined ? 'missing' : 'violated', message: `Nobody has to let a release into ${one.name}.`, at });
    else if (open !== undefined) judgements.push({ subject, standing: 'violated', message: `${open.job.id} deploys to production on ${open.pipeline.triggers.join(', ')} without an environment that somebody approves.`, at: open.job.at, evidence: [{ note: 'A manual gate is declared.', at }], confidence: 'medium' });
    else judgements.push(deploying.length > 0 ? { subject, standing: 'verified', message: 'A person lets the release in.', at: deploying[0]!.job.at } : { subject, standing: 'declared', message: `Only architecture.yaml says that a person lets a release into ${one.name}.`, at });
  });
  if (environments.some(({ name }) => environmentOf(name) === 'production') && !environments.some(({ name }) => environmentOf(name) === 'staging')) judgements.push({ subject: 'staging', standing: 'missing', message: 'There is a production and no staging environment.', at: placeOf(architecture, '/infrastructure/environments') });
  return judgements;
}
