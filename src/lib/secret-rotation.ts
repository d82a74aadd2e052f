import type { Place, Terraform } from '../model/index.ts';
import { at } from './json.ts';

const DAY = 86_400;

/** The longest time between two changes of a secret that Terraform configures. */
export function rotationOf({ blocks }: Terraform): { readonly days: number; readonly at: Place } | undefined {
  const found = blocks.flatMap((block) => {
    if (block.kind !== 'resource') return [];
    const days = block.type === 'aws_secretsmanager_secret_rotation' ? number(at(block.value, 'rotation_rules', 0, 'automatically_after_days'))
      : block.type === 'google_secret_manager_secret' ? secondsOf(at(block.value, 'rotation', 0, 'rotation_period')) / DAY
      : block.type === 'time_rotating' ? number(at(block.value, 'rotation_days'))
      : NaN;
    return Number.isFinite(days) ? [{ days, at: block.at }] : [];
  });
  return found.sort((a, b) => b.days - a.days)[0];
}

const number = (value: unknown): number => (typeof value === 'number' ? value : NaN);
const secondsOf = (value: unknown): number => (typeof value === 'string' && /^\d{1,12}s$/.test(value) ? Number(value.slice(0, -1)) : NaN);

const SECRETS = /^(aws_secretsmanager_secret|aws_ssm_parameter|google_secret_manager_secret|azurerm_key_vault|vault_kv_secret(_v2)?)$/;

/** Secrets whose names hold the environment; undefined when one of them does not. */
export function separationOf({ blocks }: Terraform): Place | undefined {
  const secrets = blocks.filter(({ kind, type }) => kind === 'resource' && SECRETS.test(type));
  const isSeparate = ({ value, environment }: Terraform['blocks'][number]): boolean =>
    environment !== undefined || ['name', 'secret_id', 'path', 'name_prefix'].some((key) => /\b(env|environment|stage|workspace)\b/.test(String(at(value, key) ?? '')));
  return secrets.length > 0 && secrets.every(isSeparate) ? secrets[0]!.at : undefined;
}

/** What writes down who reads a secret. */
export const auditOfSecrets = ({ blocks }: Terraform): Place | undefined =>
  blocks.find(({ kind, type }) => kind === 'resource' && /^(aws_cloudtrail|google_project_iam_audit_config|google_organization_iam_audit_config|azurerm_monitor_diagnostic_setting|vault_audit)$/.test(type))?.at;
