import { CronExpressionParser } from 'cron-parser';
import type { Pipeline, Place, TerraformBlock } from '../model/index.ts';
import { at as pick, number, text } from './json.ts';
import { placeIn } from './located.ts';

/** A manager that replaces a secret by itself. `days` absent: the schedule is left open. */
export interface Rotation { readonly resource: string; readonly days?: number; readonly at: Place }

const DAY = 86_400_000;
const UNITS: Readonly<Record<string, number>> = { minute: DAY / 24 / 60, hour: DAY / 24, day: DAY };

/** The longest time in days between two runs of `rate(30 days)` or `cron(0 4 1 * ? *)`; undefined: it cannot be read. */
export function daysBetween(schedule: string): number | undefined {
  const rate = /^rate\((\d{1,5}) (minute|hour|day)s?\)$/.exec(schedule.trim());
  if (rate) return (Number(rate[1]) * UNITS[rate[2]!]!) / DAY;
  const fields = /^cron\(([^()]{5,100})\)$/.exec(schedule.trim())?.[1]?.trim().split(/\s+/);
  // The sixth field is the year; only every year can be reckoned with.
  if (fields?.length !== 6 || fields[5] !== '*') return undefined;
  try {
    const runs = CronExpressionParser.parse(fields.slice(0, 5).join(' ').replace(/\/(?=\s)/g, ''), { currentDate: new Date('2025-01-01T00:00:00Z'), tz: 'UTC' });
    let longest = 0;
    let last = runs.next().getTime();
    // A bound on the runs, since a schedule of minutes repeats within hours.
    for (let count = 0; count < 60 && last < Date.parse('2027-02-01'); count++) {
      const next = runs.next().getTime();
      longest = Math.max(longest, next - last);
      last = next;
    }
    return longest / DAY;
  } catch {
    return undefined;
  }
}

/** Secrets that Terraform lets their manager replace. */
export const rotationsOf = (blocks: readonly TerraformBlock[]): readonly Rotation[] => blocks.flatMap((block): Rotation[] => {
  const resource = `${block.type}.${block.name}`;
  const made = (pointer: string, days: number | undefined): Rotation[] => [{ resource, at: placeIn(block, pointer), ...(days !== undefined && { days }) }];
  if (block.kind !== 'resource') return [];
  if (block.type === 'aws_secretsmanager_secret_rotation') {
    const rules = first(pick(block.value, 'rotation_rules'));
    const days = number(pick(rules, 'automatically_after_days'));
    const schedule = text(pick(rules, 'schedule_expression'));
    return made('/rotation_rules', days ?? (schedule === undefined ? undefined : daysBetween(schedule)));
  }
  if (block.type === 'google_secret_manager_secret' && first(pick(block.value, 'rotation')) !== undefined) {
    // It only sends a message; whoever listens replaces the secret.
    const period = /^(\d{1,10})s$/.exec(text(pick(first(pick(block.value, 'rotation')), 'rotation_period')) ?? '')?.[1];
    return made('/rotation', period === undefined ? undefined : Number(period) / 86_400);
  }
  // A clock for anything that is made anew: a key, a password, a certificate.
  if (block.type === 'time_rotating') return made('/rotation_days', number(pick(block.value, 'rotation_days')));
  return [];
});

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

const SECRETS = /^(aws_secretsmanager_secret|aws_ssm_parameter|google_secret_manager_secret|azurerm_key_vault|vault_kv_secret(_v2)?)$/;

/** Secrets whose names hold the environment; undefined when one of them does not. */
export function separationOf(blocks: readonly TerraformBlock[]): Place | undefined {
  const secrets = blocks.filter(({ kind, type }) => kind === 'resource' && SECRETS.test(type));
  const isSeparate = ({ value, environment }: TerraformBlock): boolean =>
    environment !== undefined || ['name', 'secret_id', 'path', 'name_prefix'].some((key) => /\b(env|environment|stage|workspace)\b/.test(String(pick(value, key) ?? '')));
  return secrets.length > 0 && secrets.every(isSeparate) ? secrets[0]!.at : undefined;
}

/** What writes down who reads a secret. */
export const auditOfSecrets = (blocks: readonly TerraformBlock[]): Place | undefined =>
  blocks.find(({ kind, type }) => kind === 'resource' && /^(aws_cloudtrail|google_project_iam_audit_config|google_organization_iam_audit_config|azurerm_monitor_diagnostic_setting|vault_audit)$/.test(type))?.at;

/** A credential that holds until somebody takes it back. */
export interface LastingKey { readonly subject: string; readonly message: string; readonly at: Place; readonly confidence: 'high' | 'medium' }

/** Keys that Terraform makes for a person or program to keep. */
export const lastingKeys = (blocks: readonly TerraformBlock[]): readonly LastingKey[] => blocks.flatMap((block): LastingKey[] => {
  if (block.kind !== 'resource' || (block.type !== 'aws_iam_access_key' && block.type !== 'google_service_account_key')) return [];
  // Made anew whenever a clock says so.
  if (/time_rotating\.|time_static\./.test(JSON.stringify(block.value))) return [];
  const subject = `${block.type}.${block.name}`;
  return [{ subject, message: `${subject} is a key that holds until somebody deletes it; nothing replaces it.`, at: block.at, confidence: 'medium' }];
});

const FROM_SECRETS = /\$\{\{\s*secrets\./;
const isSecret = (value: string | undefined): boolean => value !== undefined && FROM_SECRETS.test(value);

/** Clouds that a workflow signs in to: by a key that lasts, or by a token of its own run. */
export function cloudLogins({ file, jobs, env, at }: Pipeline): { readonly keys: readonly LastingKey[]; readonly federated: number } {
  const keys = new Map<string, LastingKey>();
  let federated = 0;
  const add = (cloud: string, by: string, place: Place, confidence: 'high' | 'medium'): void => {
    const subject = `${file}: ${cloud} key`;
    if (!keys.has(subject)) keys.set(subject, { subject, message: `The workflow signs in to ${cloud} by a key that does not expire (${by}).`, at: place, confidence });
  };
  const tokened = /federated-credential|AZURE_FEDERATED_TOKEN/.test(JSON.stringify(jobs));
  const ofEnv = (variables: Readonly<Record<string, string>>, place: Place, all: string): void => {
    const entries = Object.entries(variables).filter(([, value]) => isSecret(value));
    const has = (pattern: RegExp): string | undefined => entries.find(([name]) => pattern.test(name))?.[0];
    // Other stores speak the protocol of S3 and take keys of their own; a session token marks a key as short-lived.
    const aws = has(/^AWS_SECRET_ACCESS_KEY$/);
    if (aws !== undefined && has(/^AWS_SESSION_TOKEN$/) === undefined && !/endpoint|cloudflarestorage|digitaloceanspaces|minio|\bR2_|localstack/i.test(all)) add('AWS', aws, place, 'medium');
    const google = has(/^(?:GOOGLE_(?:APPLICATION_)?CREDENTIALS(?:_JSON)?|GCP_SA_KEY|GCLOUD_SERVICE_KEY|GOOGLE_SERVICE_ACCOUNT_KEY)$/);
    if (google !== undefined) add('Google Cloud', google, place, 'medium');
    const azure = has(/^(?:AZURE_CREDENTIALS|ARM_CLIENT_SECRET|AZURE_CLIENT_SECRET)$/);
    // Beside a sign-in by the run's own token, the key is for those who cannot have that, and mostly not set.
    if (azure !== undefined && tokened) federated++;
    else if (azure !== undefined) add('Azure', azure, place, 'medium');
  };
  const whole = (value: unknown): string => JSON.stringify(value);
  ofEnv(env, at, whole(jobs));
  for (const job of jobs) {
    ofEnv(job.env, job.at, whole(job));
    for (const { uses = '', with: given, env: own, run, at: place } of job.steps) {
      if (uses.startsWith('aws-actions/configure-aws-credentials@')) {
        if (isSecret(given['aws-secret-access-key']) && given['aws-session-token'] === undefined) add('AWS', 'aws-secret-access-key', place, 'high');
        else if (given['role-to-assume'] !== undefined) federated++;
      } else if (uses.startsWith('google-github-actions/auth@')) {
        if (isSecret(given['credentials_json'])) add('Google Cloud', 'credentials_json', place, 'high');
        else if (given['workload_identity_provider'] !== undefined) federated++;
      } else if (/^azure\/login@/i.test(uses)) {
        if (isSecret(given['creds'])) add('Azure', 'creds', place, 'high');
        else if (given['client-id'] !== undefined) federated++;
      }
      if (uses.startsWith('docker/login-action@')) {
        // The registry of AWS takes an access key as the name and its secret as the password.
        const value = (key: string): string => (given[key] ?? '').replaceAll(/\$\{\{\s*env\.(\w{1,100})\s*\}\}/g, (_, name: string) => own[name] ?? job.env[name] ?? env[name] ?? '');
        if (/\.dkr\.ecr\.|AWS_ECR/.test(value('registry')) && isSecret(value('password'))) add('AWS', 'the password of its registry', place, 'medium');
      }
      ofEnv(own, place, whole({ given, own, run }));
    }
  }
  return { keys: [...keys.values()], federated };
}
