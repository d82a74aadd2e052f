import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Nodes } from 'mdast';
import { listOf } from '../lib/declaration.ts';
import { isMatch } from '../lib/globs.ts';
import { at as pick, record, text } from '../lib/json.ts';
import { compare } from '../lib/order.ts';
import { defineFact, type Recovery, type RecoveryBackup, type RecoveryPlan } from '../model/index.ts';

const PLAN = /(^|[/_.-])(disaster[-_ ]?recovery|dr[-_]?plan|business[-_ ]?continuity|recovery[-_ ]?plan|dr)(?=[-_./])[^/]*\.(md|mdx|markdown)$/i;
const RESTORE = /\bpg_restore\b|\bpgbackrest\b[^\n]{0,80}restore|\bwal-g\s+backup-fetch|\bmongorestore\b|\bmysql\b[^\n]{0,120}<\s*\S+\.sql|\brestore-db-(instance|cluster)-(from|to)|\bvelero\s+restore|\brestic\s+restore|\bpsql\b[^\n]{0,120}(<|-f)\s*\S*(backup|dump)/;
/** A dump that is taken: with options, an address or somewhere to go; a name among others (`for t in mongodump mongorestore`) is none. */
const BACKUP = /\b(?:pg_dump(?:all)?|mysqldump|mongodump)(?=["'\\]|\s*$|\s+["'$>|<\\-]|\s*[>|;)]|\s+\w[\w.-]{0,60}\s*[>|])|\bpgbackrest\b[^\n]{0,80}backup|\bwal-g\s+backup-push|\bvelero\s+(backup|schedule)|\brestic\s+backup|\bcreate-db-(cluster-)?snapshot\b/m;

/** Of what a dump is. */
const DUMPS: readonly (readonly [RegExp, 'postgresql' | 'mysql' | 'mongodb'])[] = [[/\bpg_?(?:dump|backrest)|\bwal-g\b/, 'postgresql'], [/\bmysqldump\b/, 'mysql'], [/\bmongodump\b/, 'mongodb']];
/** The tool asked for its name, and tables without their rows: nothing that could be brought back. */
const NO_DUMP = /\b(?:pg_dump(?:all)?|mysqldump|mongodump)\b(?=\s+(?:--version|-V\b|--help)|[^\n|>;&]{0,300}\s(?:--schema-only|-s|--no-data|-d)\s)/g;

/** Templates of a chart that are named for what they do. */
const OFFERED = /(?:^|\/)templates\/[^/]*(?:backup|dump|snapshot)[^/]*\.ya?ml$/i;

/** What runs beside a database to back it up: `backup-postgres`, `db-backup`. */
const BACKS_UP = /(?:^|[-_])back-?ups?(?:[-_]|$)/i;
const RUNS = /^(?:Deployment|DeploymentConfig|StatefulSet|CronJob)$/;

/** What may be run by hand, or by the clock of a machine; `scripts/pg-backup.sh`, `tools/backup/database.ts` say it by their name. */
const SCRIPT = /\.(?:sh|bash|mk)$|(?:^|\/)(?:Makefile|justfile|crontab|package\.json)$/i;
const SAYS_SO = /(?:^|[/_.-])back-?ups?(?=[/_.-])(?:.*\/)?[^/]*\.(?:sh|bash|[cm]?[jt]s|py|rb|ya?ml|timer|service|md)$/i;

/** Velero, VolSync, K8up, Longhorn, snapshots of the storage, and their like. */
const COPIES = /Backup|Snapshot|^(?:ReplicationSource|ReplicationDestination|Schedule|RecurringJob|Restore)$/;
const COPIED_BY = /^(?:backup\.velero\.io|k8up\.io|backup\.appuio\.ch)\//;

/** `backup_prod_db`, `database-backup`, `nightly-backup` */
const NAMED = /(?:^|[-_])(?:db|database|data|prod(?:uction)?|postgres|pg|mysql|mongo|nightly|daily)[-_](?:\w+[-_])?back-?ups?(?:[-_]|$)|^back-?ups?(?:[-_](?:\w+[-_])?(?:db|database|data|prod(?:uction)?|postgres|mysql|mongo))?(?:[-_]\w+)?$/i;

const backupOf = (written: string): Pick<RecoveryBackup, 'engine'> | undefined => {
  const command = written.replace(NO_DUMP, '');
  if (!BACKUP.test(command)) return undefined;
  const engine = DUMPS.find(([tool]) => tool.test(command))?.[1];
  return /\b(?:velero|restic|create-db-)/.test(command) || engine === undefined ? {} : { engine };
};

export default defineFact({
  name: 'recovery',
  needs: ['files', 'architecture', 'pipelines', 'compose', 'kubernetes', 'terraform'],
  gather({ files, architecture, pipelines, compose, kubernetes, terraform }, repo) {
    const declared = architecture.declared.disaster_recovery;
    const named = [...listOf(declared?.plan), ...listOf(declared?.evidence)];
    const isNamed = named.length === 0 ? () => false : isMatch(named);
    const plans: RecoveryPlan[] = [];
    for (const { path, bytes, role } of files.files) {
      if (role === 'test' || bytes > 500_000 || !/\.(md|mdx|markdown)$/i.test(path) || !(isNamed(path) || PLAN.test(path))) continue;
      const text = repo.read(path);
      if (text === undefined) continue;
      repo.looked(1);
      plans.push(planOf(path, text));
    }
    const restores: Recovery['restores'][number][] = [];
    const backups: Recovery['backups'][number][] = [];
    for (const pipeline of pipelines.pipelines) for (const job of pipeline.jobs) {
      // By scripts that are not read, the name of the job tells.
      if (NAMED.test(job.id) && !pipeline.triggers.includes('pull_request')) backups.push({ name: `${pipeline.file}: ${job.id}`, at: job.at });
    }
    for (const pipeline of pipelines.pipelines) for (const job of pipeline.jobs) for (const step of job.steps) {
      if (step.run === undefined) continue;
      if (RESTORE.test(step.run)) restores.push({ name: `${pipeline.file}: ${job.id}`, scheduled: pipeline.schedules.length > 0, at: step.at });
      // What runs for a proposed change dumps what its tests have filled.
      const backup = pipeline.triggers.includes('pull_request') ? undefined : backupOf(step.run);
      if (backup !== undefined) backups.push({ name: `${pipeline.file}: ${job.id}`, ...backup, at: step.at });
    }
    for (const one of kubernetes.resources) if (RUNS.test(one.kind) && BACKS_UP.test(one.name)) backups.push({ name: `${one.kind} ${one.name}`, at: one.at });
    for (const one of kubernetes.resources) {
      const text = one.kind === 'CronJob' || one.kind === 'Job' ? JSON.stringify(one.value) : '';
      if (RESTORE.test(text)) restores.push({ name: `${one.kind} ${one.name}`, scheduled: one.kind === 'CronJob', at: one.at });
      const backup = backupOf(text);
      if (backup !== undefined || one.kind === 'ScheduledBackup' || (one.kind === 'Schedule' && one.apiVersion.startsWith('velero.io'))) backups.push({ name: `${one.kind} ${one.name}`, ...backup, at: one.at });
    }
    const copies = kubernetes.resources.filter(({ kind, value }) => (COPIES.test(kind) && kind !== 'CustomResourceDefinition') || Object.keys(record(pick(value, 'metadata', 'annotations'))).some((key) => COPIED_BY.test(key)) || Object.keys(record(pick(value, 'spec', 'template', 'metadata', 'annotations'))).some((key) => COPIED_BY.test(key)))
      .map(({ kind, name, at }) => ({ name: `${kind} ${name}`, at }));
    for (const { services } of compose.projects) for (const { name, value, at } of services) {
      const words = [name, text(pick(value, 'image')) ?? ''].join(' ').split(/[\s/:@]/);
      if (words.some((word) => BACKS_UP.test(word)) || backupOf(JSON.stringify([pick(value, 'command'), pick(value, 'entrypoint')])) !== undefined) copies.push({ name: `compose ${name}`, at });
    }
    const scripts = files.files.filter(({ path, role, bytes }) => role !== 'test' && bytes <= 200_000 && (SCRIPT.test(path) || SAYS_SO.test(path))).flatMap(({ path }) => (!SAYS_SO.test(path) && backupOf(repo.read(path) ?? '') === undefined ? [] : [{ name: path, at: { file: path, line: 1 } }]));
    // What the values of a chart leave off is not among its resources.
    const rendered = new Set(kubernetes.resources.map(({ at }) => at.file));
    for (const { path, role, bytes } of files.files) {
      if (role !== 'production' || bytes > 500_000 || rendered.has(path) || !OFFERED.test(path)) continue;
      const text = repo.read(path) ?? '';
      const backup = /^\s*kind:\s*(?:CronJob|Job)\s*$/m.test(text) ? backupOf(text) : undefined;
      if (backup !== undefined) backups.push({ name: path, ...backup, off: true, at: { file: path, line: text.slice(0, text.search(/\bkind:/)).split('\n').length } });
    }
    for (const one of terraform.blocks) if (/^(aws_backup_(plan|selection)|aws_dlm_lifecycle_policy|google_gke_backup_backup_plan|azurerm_backup_policy_\w+)$/.test(one.type)) backups.push({ name: `${one.type}.${one.name}`, at: one.at });
    return { plans: plans.sort((a, b) => compare(a.file, b.file)), restores, backups, copies, scripts, today: repo.now.toISOString().slice(0, 10) };
  },
});

/** Reads headings, numbers and dates of a plan; dates count as tests only near words that say so. */
export const planOf = (file: string, text: string): RecoveryPlan => {
  let title = file;
  let steps = 0;
  const visit = (node: Nodes, depth: number): void => {
    if (node.type === 'heading' && node.depth === 1 && title === file) title = text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0).replace(/^#+\s*/, '');
    if (node.type === 'listItem' || node.type === 'code') steps++;
    if ('children' in node && depth < 30) for (const child of node.children) visit(child, depth + 1);
  };
  visit(fromMarkdown(text), 0);
  const lines = text.split('\n').map((line) => line.slice(0, 2_000));
  let rpo: RecoveryPlan['rpo'];
  let rto: RecoveryPlan['rto'];
  const tests: RecoveryPlan['tests'][number][] = [];
  let heading = '';
  let table = false;
  lines.forEach((line, index) => {
    const at = { file, line: index + 1 };
    if (/^##/.test(line)) heading = line;
    // The head of a table says what its rows are.
    if (!line.trim().startsWith('|')) table = false;
    else if (/test|drill|exercise|restore|game\s?day/i.test(line)) table = true;
    const amount = /(\d+(?:\.\d+)?\s*(?:ms|s|sec|m|min|h|hr|d|seconds?|minutes?|mins?|hours?|hrs?|days?)\b|\bzero\b|\bnone\b)/i;
    if (rpo === undefined && /\bRPO\b|recovery point/i.test(line)) { const value = amount.exec(line); if (value !== null) rpo = { text: value[0], at }; }
    if (rto === undefined && /\bRTO\b|recovery time/i.test(line)) { const value = amount.exec(line.slice(line.search(/\bRTO\b|recovery time/i))) ?? amount.exec(line); if (value !== null) rto = { text: value[0], at }; }
    const said = /\b(tested|test|drill|drills|exercise|rehears\w*|game\s?day|restored?)\b/i;
    // The title of a page about tests says nothing of a date below it; when a page was written is no test.
    const about = said.test(line) || ((said.test(heading) || table) && !/\b(updated?|reviewed|review|created|written|version|revis\w+|effective|approved|modified|published)\b/i.test(line));
    if (about) {
      // "Next test" lies ahead by its nature; a file or a point in time to restore to is none either.
      if (!/\b(next|planned|scheduled|upcoming|due)\b|--?[a-z-]+[= ]\S*20\d\d-|\.(sql|dump|gz|tar)\b/i.test(line)) for (const [date] of line.matchAll(/\b20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/g)) tests.push({ date, at });
    }
  });
  return { file, title, steps, tests: tests.sort((a, b) => compare(a.date, b.date)), at: { file, line: 1 }, ...(rpo && { rpo }), ...(rto && { rto }) };
};
