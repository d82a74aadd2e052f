import type { Kubernetes, Place, Terraform } from '../model/index.ts';
import { at } from './json.ts';

const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'aws-secrets-manager': ['@aws-sdk/client-secrets-manager', '@aws-lambda-powertools/parameters', 'aws-sdk', '@middy/secrets-manager'],
  'aws-parameter-store': ['@aws-sdk/client-ssm', '@aws-lambda-powertools/parameters', 'aws-sdk', '@middy/ssm'],
  'gcp-secret-manager': ['@google-cloud/secret-manager'],
  'azure-key-vault': ['@azure/keyvault-secrets', '@azure/keyvault-keys'],
  vault: ['node-vault', 'hashi-vault-js', '@litehex/node-vault', 'node-vault-client'],
  doppler: ['@dopplerhq/node-sdk', 'gitops-secrets'],
  '1password': ['@1password/sdk', '@1password/connect'],
  infisical: ['@infisical/sdk', 'infisical-node'],
};

/** Packages by which code reads from a secrets manager; empty: it works outside of the code. */
export const managerPackages = (manager: string): readonly string[] => PACKAGES[manager] ?? [];

/** What brings a manager's secrets to a cluster, and what Terraform makes of it. */
const PROVIDERS: Readonly<Record<string, readonly [provider: string, resource: RegExp, service?: string]>> = {
  'aws-secrets-manager': ['aws', /^aws_secretsmanager_secret/, 'SecretsManager'],
  'aws-parameter-store': ['aws', /^aws_ssm_parameter$/, 'ParameterStore'],
  'gcp-secret-manager': ['gcpsm', /^google_secret_manager_secret/],
  'azure-key-vault': ['azurekv', /^azurerm_key_vault/],
  vault: ['vault', /^vault_/],
  doppler: ['doppler', /^doppler_/],
  '1password': ['onepassword', /^onepassword_/],
  infisical: ['infisical', /^infisical_/],
};

/** Where deployment files show the manager; undefined: they do not. */
export function managerPlace(manager: string, { kubernetes, terraform }: { kubernetes: Kubernetes; terraform: Terraform }): Place | undefined {
  const known = PROVIDERS[manager];
  if (known === undefined) return undefined;
  const [provider, resource, service] = known;
  const store = kubernetes.resources.find(({ kind, value }) => /^(Cluster)?SecretStore$/.test(kind) && at(value, 'spec', 'provider', provider) !== undefined
    && (service === undefined || at(value, 'spec', 'provider', provider, 'service') === service));
  return store?.at ?? terraform.blocks.find(({ kind, type }) => kind === 'resource' && resource.test(type))?.at;
}
