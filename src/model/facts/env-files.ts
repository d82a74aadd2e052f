import type { DeployedTo } from './kubernetes.ts';
import type { Place } from '../place.ts';

export interface EnvFile {
  readonly file: string;
  /** `.env.example` and its like: a form to fill in. */
  readonly template: boolean;
  readonly environment?: DeployedTo;
  readonly entries: readonly { readonly name: string; readonly value: string; readonly at: Place }[];
}
export interface EnvFiles { readonly files: readonly EnvFile[] }

declare module '../fact.ts' {
  interface Facts { envFiles: EnvFiles }
}
