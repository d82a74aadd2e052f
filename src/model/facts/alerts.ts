import type { DeployedTo } from './kubernetes.ts';
import type { Place } from '../place.ts';

export interface AlertRule {
  readonly name: string;
  readonly source: 'prometheus' | 'grafana' | 'cloudwatch' | 'datadog' | 'azure' | 'other';
  readonly expression?: string;
  /** Names of the metrics in the expression, where it is PromQL that can be read. */
  readonly metrics: readonly string[];
  /** The expression is PromQL and cannot be read. */
  readonly broken: boolean;
  readonly for?: string;
  readonly severity?: string;
  readonly runbook?: { readonly target: string; readonly at: Place };
  /** Its description is made elsewhere, and may well hold a link. */
  readonly open?: boolean;
  /** It moves a scaling policy, or feeds another alarm: nobody is told. */
  readonly silent?: boolean;
  /** Its own description says what to do, step by step. */
  readonly steps?: Place;
  /** Where the annotations stand, or the rule itself. */
  readonly at: Place;
  /** The file comes from a published bundle of rules. */
  readonly vendored: boolean;
  readonly environment?: DeployedTo;
}

export interface Alerts {
  readonly rules: readonly AlertRule[];
  /** Alertmanager routes and contact points: where alerts go. */
  readonly routes: readonly { readonly name: string; readonly at: Place }[];
}

declare module '../fact.ts' {
  interface Facts { alerts: Alerts }
}
