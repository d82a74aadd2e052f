import type { Complexity } from './styles.ts';

// The source document's Phase 8.

export interface DefenseLayer {
  readonly layer: 'network' | 'transport' | 'authentication' | 'authorization' | 'application' | 'data' | 'monitoring';
  readonly means: readonly string[];
}

/** Defence in depth, outermost first. */
export const DEFENSE_LAYERS: readonly DefenseLayer[] = [
  { layer: 'network', means: ['a web application firewall', 'protection from denial of service', 'lists of allowed addresses'] },
  { layer: 'transport', means: ['TLS 1.3 everywhere', 'pinned certificates in mobile apps'] },
  { layer: 'authentication', means: ['OAuth 2.0 with OIDC', 'a second factor', 'managed sessions'] },
  { layer: 'authorization', means: ['roles or attributes', 'least privilege', 'row-level security'] },
  { layer: 'application', means: ['validated input', 'the OWASP top ten mitigated'] },
  { layer: 'data', means: ['AES-256 at rest', 'personal data encrypted by field'] },
  { layer: 'monitoring', means: ['audit logs', 'detection of anomalies', 'alerts'] },
];

export interface AuthenticationRow {
  readonly approach: 'session' | 'jwt' | 'oauth2-oidc' | 'api-keys' | 'mtls';
  readonly bestFor: readonly string[];
  readonly complexity: Complexity | 'medium to high';
}

export const AUTHENTICATION: readonly AuthenticationRow[] = [
  { approach: 'session', bestFor: ['classic web applications', 'server-side rendering'], complexity: 'low' },
  { approach: 'jwt', bestFor: ['single-page applications', 'mobile apps', 'microservices'], complexity: 'medium' },
  { approach: 'oauth2-oidc', bestFor: ['login through others', 'single sign-on of companies'], complexity: 'medium to high' },
  { approach: 'api-keys', bestFor: ['server to server', 'public APIs'], complexity: 'low' },
  { approach: 'mtls', bestFor: ['service meshes', 'zero trust inside'], complexity: 'high' },
];

/** Secrets are exchanged at least this often. */
export const SECRET_ROTATION_DAYS = 90;
export const SECRETS_RULES = [
  'A secret never stands in code, in env files or in a repository of configuration.',
  'A vault keeps it (AWS Secrets Manager, HashiCorp Vault, 1Password).',
  `It is exchanged on a schedule of ${SECRET_ROTATION_DAYS} days at most, and whenever it may be known.`,
  'Every environment has its own.',
  'Who read it, and when, is on record.',
] as const;
