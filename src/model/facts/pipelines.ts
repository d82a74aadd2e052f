import type { Place } from '../place.ts';

export interface PipelineStep {
  readonly name?: string;
  /** `owner/action@ref`, or a path of this repository. */
  readonly uses?: string;
  readonly run?: string;
  /** The text of a script of the repository that the step runs to deploy or release. */
  readonly script?: string;
  /** It starts a cluster for the time of the run, or a script of the repository that it runs does. */
  readonly trial?: true;
  readonly with: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly if?: string;
  readonly continueOnError: boolean;
  readonly at: Place;
}

export interface PipelineJob {
  readonly id: string;
  readonly name?: string;
  readonly needs: readonly string[];
  /** As written: `production`, `${{ inputs.environment }}`. */
  readonly environment?: string;
  readonly if?: string;
  /** A reusable workflow: path of this repository, or `owner/repo/…`. */
  readonly uses?: string;
  readonly with: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly services: readonly { readonly name: string; readonly image?: string; readonly env: Readonly<Record<string, string>>; readonly at: Place }[];
  readonly continueOnError: boolean;
  /** A person starts it, or lets it go on (`when: manual`, an approval that it waits for). */
  readonly manual: boolean;
  readonly steps: readonly PipelineStep[];
  readonly at: Place;
}

export interface Pipeline {
  readonly file: string;
  readonly kind: 'github-workflow' | 'github-action' | 'gitlab' | 'circleci' | 'azure' | 'bitbucket' | 'buildkite' | 'travis' | 'jenkins';
  readonly name?: string;
  /** `push`, `pull_request`, `schedule`, `workflow_dispatch`, …, sorted. */
  readonly triggers: readonly string[];
  readonly schedules: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Steps of the repository's own composite actions are written out in place. */
  readonly jobs: readonly PipelineJob[];
  readonly at: Place;
}

export interface Pipelines { readonly pipelines: readonly Pipeline[] }

declare module '../fact.ts' {
  interface Facts { pipelines: Pipelines }
}
