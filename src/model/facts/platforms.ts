import type { DeployedTo, PlacedValue } from './kubernetes.ts';
import type { Place } from '../place.ts';

/** Who runs an application from a file that lies beside it. */
export type Platform = 'cloudflare' | 'vercel' | 'netlify' | 'fly' | 'render' | 'railway' | 'app-engine' | 'cloud-foundry' | 'azure' | 'heroku';

/** `wrangler.toml`, `vercel.json`, `fly.toml`, `render.yaml` and their like, as they stand; of a Procfile the command of each process. */
export interface PlatformFile extends PlacedValue {
  readonly platform: Platform;
  readonly file: string;
  readonly at: Place;
  /** By the file's name: `fly.staging.toml`. */
  readonly environment?: DeployedTo;
}

export interface Platforms { readonly files: readonly PlatformFile[] }

declare module '../fact.ts' {
  interface Facts { platforms: Platforms }
}
