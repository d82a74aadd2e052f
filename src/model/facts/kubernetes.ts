import type { Place } from '../place.ts';

export type DeployedTo = 'production' | 'staging' | 'development';

/** Plain JSON with the place of every value by JSON pointer; `placeIn` of lib/located.ts reads it. */
export interface PlacedValue {
  readonly value: unknown;
  readonly places: Readonly<Record<string, Place>>;
}

/** One object of a cluster, after its overlays and values were applied. Values that stay open hold UNRESOLVED of lib/json.ts. */
export interface KubernetesResource extends PlacedValue {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly at: Place;
  /** Id of the release: what is deployed together. */
  readonly release: string;
  /** A chart makes it of the values of a release that stands here. */
  readonly made?: true;
  /** It stands in a file that shows how something could be done. */
  readonly example?: true;
}

export interface KubernetesRelease {
  readonly id: string;
  readonly source: 'manifest' | 'kustomize' | 'helm';
  /** The kustomization, Chart.yaml, or the first manifest. */
  readonly file: string;
  /** Absent: its files do not say. */
  readonly environment?: DeployedTo;
  /** The values file that makes it differ from the chart's defaults. */
  readonly values?: string;
  /** Autoscalers of the chart's templates, whether or not these values ask for them, each with the templates of what it may scale. */
  readonly scalers?: readonly { readonly at: Place; readonly templates: readonly string[]; /** Which of them it scales, its text does not tell. */ readonly unclear?: true }[];
  /** Numbers of instances that a values file of no environment raises: where the usual one stands, and what stands in its place. */
  readonly raised?: readonly { readonly from: Place; readonly value: number; readonly at: Place }[];
  /** Templates that name a readiness probe, whether or not these values ask for it. */
  readonly probed?: readonly string[];
}

export interface HelmDependency {
  /** Folder of the chart that asks for it. */
  readonly chart: string;
  readonly name: string;
  readonly alias: string;
  readonly repository?: string;
  readonly enabled: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  readonly environment?: DeployedTo;
  readonly at: Place;
}

/** Values for a chart of another repository, one file an environment. */
export interface ChartValues extends PlacedValue {
  readonly file: string;
  readonly environment: DeployedTo;
}

export interface Kubernetes {
  readonly releases: readonly KubernetesRelease[];
  readonly resources: readonly KubernetesResource[];
  readonly dependencies: readonly HelmDependency[];
  readonly values: readonly ChartValues[];
}

declare module '../fact.ts' {
  interface Facts { kubernetes: Kubernetes }
}
