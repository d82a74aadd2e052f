import type { Place } from '../place.ts';

export interface PackageManifest {
  /** `.` for the root. */
  readonly dir: string;
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly private: boolean;
  /** Range by package name. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: readonly string[];
  /** `main`, `module`, `types`, `source`, `exports` and `imports` as they stand. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** True when a workspace definition of the repository lists it. */
  readonly workspace: boolean;
  readonly at: Place;
  /** Where entries stand: `dependencies/next`, `scripts/start`. */
  readonly lines: Readonly<Record<string, { readonly line: number; readonly column: number }>>;
}

export interface Packages {
  /** Sorted by folder. */
  readonly packages: readonly PackageManifest[];
  readonly manager?: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** `nx`, `turbo`, `lerna`, `rush`: what orchestrates the workspace, sorted. */
  readonly orchestrators: readonly string[];
  readonly lockfiles: readonly string[];
}

declare module '../fact.ts' {
  interface Facts { packages: Packages }
}
