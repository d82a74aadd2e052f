import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { driverChoice, isChoice } from '../../src/lib/driver-choice.ts';
import { foundFor, productionStores } from '../../src/lib/production.ts';
import { parseDay } from '../../src/lib/quantity.ts';
import { defineCheck, type Facts, type Judgement, type Place, type RecoveryBackup } from '../../src/model/index.ts';

interface Options { readonly max_age_days: number }
type From = Pick<Facts, 'architecture' | 'files' | 'packages' | 'stores' | 'recovery'>;

export default defineCheck<'architecture' | 'files' | 'packages' | 'stores' | 'recovery', Options>({
  id: 'untested-recovery',
  dimension: 'operability',
  severity: 'major',
  phase: '12.28',
  from: 'growth',
  effort: 'high',
  title: 'The way back from a disaster is written down and was tried',
  why: 'A backup that nobody restored and a plan that nobody followed fail on the one day that they are for.',
  fix: 'Write the plan with its RPO, RTO and steps, restore a backup by it, and note the day.',
  grading: 'all',
  needs: ['architecture', 'files', 'packages', 'stores', 'recovery'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { max_age_days: { type: 'integer', minimum: 1, description: 'Days after which the last test is too old.' } } },
    defaults: { max_age_days: 180 },
  },
  inspect(facts, options) {
    const { architecture, stores } = facts;
    // What runs in a developer's Compose file is no store of production.
    const keeps = Object.keys(architecture.declared.data_stores ?? {}).length > 0 || [...productionStores(stores.stores).values()].some((all) => all.some(({ kind }) => kind === 'database'));
    // Without state there is nothing to bring back.
    if (!keeps && architecture.declared.disaster_recovery === undefined && facts.recovery.plans.length === 0) return { examined: 0, judgements: [] };
    const judgements = [plan(facts), test(facts, options), ...backups(facts)];
    return { examined: judgements.length, judgements };
  },
});

function plan({ architecture, files, recovery }: From): Judgement {
  const declared = architecture.declared.disaster_recovery;
  const subject = 'recovery plan';
  const paths = listOf(declared?.plan);
  const gone = paths.find((path) => !path.includes('*') && !files.files.some((file) => file.path === path));
  if (gone !== undefined) return { subject, standing: 'violated', message: `The declared plan ${gone} does not exist.`, at: placeOf(architecture, '/disaster_recovery/plan') };
  const found = recovery.plans.find((one) => paths.includes(one.file)) ?? recovery.plans[0];
  if (found === undefined) {
    return declared?.rpo !== undefined && declared.rto !== undefined
      ? { subject, standing: 'declared', message: 'RPO and RTO are declared; no plan says how they are reached.', at: placeOf(architecture, '/disaster_recovery') }
      : { subject, standing: 'missing', message: 'There is no recovery plan with RPO, RTO and steps.', at: placeOf(architecture, '/disaster_recovery'), ...unspoken(architecture) };
  }
  const lacking = [found.rpo ?? declared?.rpo ? undefined : 'RPO', found.rto ?? declared?.rto ? undefined : 'RTO', found.steps >= 3 ? undefined : 'steps'].filter((one) => one !== undefined);
  if (lacking.length > 0) return { subject, standing: 'missing', message: `${found.file} names no ${lacking.join(', no ')}.`, at: found.at };
  return { subject, standing: 'verified', message: `${found.file} has RPO, RTO and steps.`, at: found.at };
}

/** Nobody said that the stores are theirs: who runs what is found here may have a plan elsewhere. */
const unspoken = ({ declared }: From['architecture']): { readonly confidence?: 'medium' } => (Object.keys(declared.data_stores ?? {}).length === 0 && declared.disaster_recovery === undefined ? { confidence: 'medium' } : {});

function test({ architecture, recovery }: From, { max_age_days }: Options): Judgement {
  const subject = 'recovery test';
  const scheduled = recovery.restores.find((one) => one.scheduled);
  if (scheduled !== undefined) return { subject, standing: 'verified', message: `${scheduled.name} restores a backup on a schedule.`, at: scheduled.at };
  const dates: { date: string; at: Place; written: boolean }[] = [
    ...recovery.plans.flatMap((one) => one.tests.map(({ date, at }) => ({ date, at, written: true }))),
    ...[architecture.declared.disaster_recovery?.last_tested].filter((date) => date !== undefined).map((date) => ({ date, at: placeOf(architecture, '/disaster_recovery/last_tested'), written: false })),
  ].filter(({ date }) => parseDay(date) !== undefined);
  const ahead = dates.find(({ date }) => date > recovery.today);
  if (ahead !== undefined) return { subject, standing: 'violated', message: `The last test is dated ${ahead.date}, which has not come yet.`, at: ahead.at };
  const last = dates.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : Number(a.written) - Number(b.written))).at(-1);
  if (last === undefined) return { subject, standing: 'missing', message: 'Nothing says when recovery was last tried.', at: recovery.plans[0]?.at ?? placeOf(architecture, '/disaster_recovery'), ...(recovery.plans.length === 0 && unspoken(architecture)) };
  const age = Math.floor((Date.parse(recovery.today) - Date.parse(last.date)) / 86_400_000);
  if (age > max_age_days) return { subject, standing: 'violated', message: `Recovery was last tried on ${last.date}, ${age} days ago; ${max_age_days} are allowed.`, at: last.at };
  return last.written
    ? { subject, standing: 'documented', message: `A document says that recovery was tried on ${last.date}; no job shows it.`, at: last.at }
    : { subject, standing: 'declared', message: `Only architecture.yaml says that recovery was tried on ${last.date}.`, at: last.at };
}

const REPLICA = /(?:^|[-_])(?:read-?)?(?:replica|secondary|standby)s?(?:[-_\d]|$)/i;

/** What a dump of its kind, or a job for all that lies there, brings back. */
const DUMPED: Readonly<Record<string, string>> = { mariadb: 'mysql', postgres: 'postgresql', mongo: 'mongodb', documentdb: 'mongodb' };
const OBJECTS = /^(?:s3|gcs|google-cloud-storage|azure-blob(?:-storage)?|r2|vercel-blob|minio)$/;
/** It reads what others own, and keeps earlier states for days by itself. */
const WAREHOUSE = /^(?:bigquery|snowflake|athena|redshift-spectrum)$/;

function backups({ architecture, packages, stores, recovery }: From): Judgement[] {
  const production = [...productionStores(stores.stores).values()].flat().filter((one) => one.kind === 'database' || one.kind === 'bucket');
  const covered = new Set<string>();
  const judgements: Judgement[] = [];
  const objects: Judgement[] = [];
  const choice = driverChoice(packages);
  const dumpOf = (engine: string | undefined): RecoveryBackup | undefined => [...recovery.backups].sort((a, b) => Number(a.off ?? false) - Number(b.off ?? false)).find((one) => one.engine === undefined || one.engine === (DUMPED[engine ?? ''] ?? engine));
  const stored = Object.entries(architecture.declared.data_stores ?? {});
  for (const [name, declared] of stored) {
    const found = foundFor(name, declared.engine, production);
    const general = dumpOf(declared.engine);
    for (const one of found) covered.add(one.name);
    // What is copied from elsewhere is filled again, and a replica from its primary.
    if (declared.backup === undefined && REPLICA.test(name) && stored.some(([other, one]) => other !== name && !REPLICA.test(other) && one.engine === declared.engine)) continue;
    if (found.length === 0 && declared.backup === undefined && /^(?:cache|session|search)$/.test(declared.purpose ?? '')) continue;
    // Which of them is filled, whoever installs it says.
    if (declared.backup === undefined && found.length === 0 && isChoice(declared.engine, architecture.declared, choice)) continue;
    if (declared.backup === undefined && WAREHOUSE.test(declared.engine)) continue;
    // Of several of one engine, only the name tells which of them is deployed.
    const sure = found.some((one) => one.name === name || one.resource.split('.').at(-1) === name) || (found.length > 0 && stored.every(([other, { engine }]) => other === name || engine !== declared.engine));
    const subject = `backup of ${name}`;
    const off = found.find((one) => one.backup?.value === false);
    const at = placeOf(architecture, pointer('data_stores', name, 'backup'));
    const isObjects = declared.purpose === 'object-storage' || OBJECTS.test(declared.engine);
    if (isObjects && declared.backup === undefined && general === undefined && !found.some((one) => one.backup?.value === true)) {
      objects.push({ subject, standing: 'missing', message: `Nothing says how ${name} is backed up.`, at, confidence: 'medium' });
    } else if (off !== undefined && general === undefined) judgements.push({ subject, standing: declared.backup === undefined ? 'missing' : 'violated', message: `${off.resource} keeps no backups (${off.backup!.note}).`, at: off.backup!.at, evidence: declared.backup === undefined ? [] : [{ note: 'Backups are declared.', at }] });
    else if (general?.off && !found.some((one) => one.backup?.value === true)) judgements.push({ subject, standing: 'documented', message: `The chart has a job that backs ${name} up, and its values leave it off.`, at: general.at, confidence: 'medium' });
    else if (found.some((one) => one.backup?.value === true) || general !== undefined) judgements.push({ subject, standing: 'verified', message: 'Backups are kept.', at: found[0]?.backup?.at ?? general!.at });
    else judgements.push({ subject, standing: declared.backup === undefined ? 'missing' : 'declared', message: declared.backup === undefined ? `Nothing says how ${name} is backed up.` : `Only architecture.yaml says how ${name} is backed up.`, at, confidence: sure ? 'high' : 'medium' });
  }
  for (const [name, all] of productionStores(stores.stores)) {
    const off = all.find((one) => one.kind === 'database' && one.backup?.value === false);
    const kept = all.find((one) => one.kind === 'database' && one.onVolume && one.backup?.value === undefined);
    if (covered.has(name) || dumpOf((off ?? kept)?.engine) !== undefined) continue;
    // On one machine a script is all that a backup needs.
    if (off === undefined && kept?.source === 'compose' && recovery.scripts.length > 0) continue;
    if (off === undefined && kept !== undefined && recovery.copies.length === 0) judgements.push({ subject: `backup of ${name}`, standing: 'missing', message: `${kept.resource} keeps its data on a volume, and nothing in sight copies it.`, at: kept.at, confidence: kept.environment === 'production' ? 'medium' : 'low' });
    if (off === undefined) continue;
    judgements.push({ subject: `backup of ${name}`, standing: 'missing', message: `${off.resource} keeps no backups (${off.backup!.note}).`, at: off.backup!.at, confidence: off.environment === 'production' ? 'high' : 'medium' });
  }
  return [...judgements, ...together(objects)];
}

/** Buckets that nobody spoke of are one thing that was not thought of. */
function together([first, ...others]: readonly Judgement[]): Judgement[] {
  if (first === undefined) return [];
  if (others.length === 0) return [first];
  return [{ ...first, subject: 'backup of objects', message: `Nothing says how the objects of ${others.length + 1} stores come back when they are deleted or overwritten.`, evidence: others.slice(0, 20).map(({ subject, at }) => ({ note: `No ${subject} either.`, at })) }];
}
