import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { areLoose, partsOf, sidesByGroup, type Side } from '../../src/lib/environment-sides.ts';
import { environmentOf } from '../../src/lib/environment.ts';
import { deploySteps, targetOf } from '../../src/lib/pipelines.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';
import { defineCheck, type Facts, type Judgement } from '../../src/model/index.ts';

type From = Pick<Facts, 'architecture' | 'pipelines'>;

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
    for (const [name, sides] of sidesByGroup(facts)) {
      const staging = sides.find((side) => side.environment === 'staging');
      const production = sides.find((side) => side.environment === 'production');
      if (staging === undefined || production === undefined || isLaidOver(staging, production)) continue;
      const differences = compare(name, staging, production, (key) => accepted.some((pattern) => matchesWildcard(pattern, key)));
      examined += differences.examined;
      const sized = amounts(name, staging, production, (key) => accepted.some((pattern) => matchesWildcard(pattern, key)));
      examined += sized.length;
      judgements.push(...differences.judgements, ...sized);
    }
    const declared = gates(facts, examined > 0, areLoose(facts));
    return { examined: examined + declared.length, judgements: [...judgements, ...declared.filter((one) => one.standing !== 'verified')] };
  },
});

/** What is added to the files of production for staging shares nothing with them. */
const isLaidOver = (staging: Side, production: Side): boolean =>
  staging.amounts !== undefined && production.keys.size > 0 && ![...staging.keys.keys()].some((key) => production.keys.has(key));

/** Less in staging is as it should be; more there hides what production lacks. */
function amounts(name: string, staging: Side, production: Side, isAccepted: (key: string) => boolean): Judgement[] {
  return [...staging.amounts ?? []].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([key, s]): Judgement[] => {
    const p = production.amounts?.get(key);
    if (p === undefined || p.value === s.value || isAccepted(key)) return [];
    const [workload, what] = key.split(/: (?=\w+$)/) as [string, string];
    const evidence = [{ note: `Production: ${p.text}.`, at: p.at }];
    return [s.value < p.value
      ? { subject: `${name}: ${key}`, standing: 'verified', message: `${workload} has less in staging: ${what} ${s.text}, ${p.text} in production.`, at: s.at, evidence }
      : { subject: `${name}: ${key}`, standing: 'violated', message: `${workload} has more in staging than in production: ${what} ${s.text}, and ${p.text}.`, at: s.at, evidence, confidence: 'medium' }];
  });
}

const major = (version: string): string => /^[^\d]*\d+/.exec(version)?.[0] ?? version;

/** Key by key: what one side lacks, another major version, what is switched on in one of them alone. */
function compare(name: string, staging: Side, production: Side, isAccepted: (key: string) => boolean): { readonly examined: number; readonly judgements: readonly Judgement[] } {
  const judgements = new Map<string, Judgement>();
  const keys = [...new Set([...staging.keys.keys(), ...production.keys.keys()])].sort();
  for (const key of keys) {
    const [inStaging, inProduction] = [staging.keys.get(key), production.keys.get(key)];
    const [there, other] = inStaging === undefined ? [inProduction!, staging] : [inStaging, production];
    const [s, p] = [inStaging ?? staging.usual?.(key), inProduction ?? production.usual?.(key)];
    const has = inStaging === undefined ? ['Production', 'staging'] : ['Staging', 'production'];
    // The outermost part that the other side has nothing of.
    const part = (other.parts === undefined ? undefined : partsOf(key).find((one) => !other.parts!.has(one))) ?? key;
    if (isAccepted(key) || isAccepted(part)) continue;
    const note = [{ note: `${has[1]![0]!.toUpperCase()}${has[1]!.slice(1)}.`, at: { file: other.file } }];
    if (s === undefined || p === undefined) {
      // What is switched off is as good as not there.
      if (there.on === false || (there.of !== undefined && !other.keys.has(there.of)) || judgements.has(`${name}: ${part}`)) continue;
      judgements.set(`${name}: ${part}`, { subject: `${name}: ${part}`, standing: 'violated', message: `${has[0]} has ${part}, ${has[1]} has not.`, at: there.at, evidence: note, confidence: has[0] === 'Production' && !other.unsure ? 'medium' : 'low' });
      continue;
    }
    const evidence = inStaging !== undefined && inProduction !== undefined ? [{ note: 'Production.', at: inProduction.at }] : note;
    if (s.version !== undefined && p.version !== undefined && major(s.version) !== major(p.version)) judgements.set(`${name}: ${key}`, { subject: `${name}: ${key}`, standing: 'violated', message: `${key} is ${s.version} in staging and ${p.version} in production.`, at: there.at, evidence });
    else if (s.on !== undefined && p.on !== undefined && s.on !== p.on) judgements.set(`${name}: ${key}`, { subject: `${name}: ${key}`, standing: 'violated', message: `${key} is ${s.on ? 'on in staging and off in production' : 'off in staging and on in production'}.`, at: there.at, evidence, confidence: p.on && !other.unsure ? 'medium' : 'low' });
  }
  return { examined: keys.length, judgements: [...judgements.values()] };
}

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
