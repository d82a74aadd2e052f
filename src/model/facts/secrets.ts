import type { FileShares } from '../fact.ts';
import type { Spot } from './telemetry.ts';

/**
 * A place that holds a secret, or what has the look of one. The value itself is never kept.
 * `token`: a known provider's format, or key material. `use`: a literal where the code signs, encrypts or connects.
 * `fallback`: a literal that holds when the configured secret is absent. `named`: random text under a telling name.
 */
export interface SecretSite extends Spot {
  readonly kind: 'token' | 'use' | 'fallback' | 'named';
  /** Stable: `secretlint/aws`, `jwt-secret`, `fallback`. */
  readonly rule: string;
  /** The name that it stands under, or what it is; safe to show. */
  readonly name: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** Of one module. `suspect`: it has the beginning of something that the scanner knows, and is to be scanned. */
export interface ProviderTokens { readonly suspect: boolean; readonly sites: readonly SecretSite[] }

export interface SecretFile { readonly file: string; readonly sites: readonly SecretSite[] }

export interface Secrets {
  /** Text files that were looked at. */
  readonly scanned: number;
  /** Sorted by file and line; files without a secret are absent. */
  readonly files: readonly SecretFile[];
}

declare module '../fact.ts' {
  interface Facts {
    /** Literals at the places where code signs, encrypts, connects or falls back. */
    secretLiterals: FileShares<readonly SecretSite[]>;
    providerTokens: FileShares<ProviderTokens>;
    secrets: Secrets;
  }
}
