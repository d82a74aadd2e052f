import type { Place } from '../place.ts';

export interface DockerInstruction { readonly keyword: string; readonly arguments: string; readonly at: Place }

export interface Dockerfile {
  readonly file: string;
  /** Base image of the final stage, after the stages of this file that it builds upon; `scratch` included. */
  readonly base?: string;
  /** Names of the stages, in order; unnamed ones are their index. */
  readonly stages: readonly string[];
  readonly user?: { readonly name: string; readonly at: Place };
  /** The last HEALTHCHECK of the final stage and those it inherits from. `NONE` is `disabled`. */
  readonly healthcheck?: { readonly command: string; readonly disabled: boolean; readonly at: Place };
  readonly ports: readonly { readonly port: number; readonly at: Place }[];
  /** ENTRYPOINT and CMD as one text. */
  readonly entry?: { readonly command: string; readonly at: Place };
  readonly env: readonly { readonly name: string; readonly value?: string; readonly at: Place; readonly build: boolean }[];
  /** Sources of COPY and ADD of the build context, as written. */
  readonly copies: readonly { readonly from: string; readonly at: Place }[];
  readonly workdir?: string;
  /** Where the final stage begins. */
  readonly at: Place;
}

export interface Docker { readonly dockerfiles: readonly Dockerfile[] }

declare module '../fact.ts' {
  interface Facts { docker: Docker }
}
