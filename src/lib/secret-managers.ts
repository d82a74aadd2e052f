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
