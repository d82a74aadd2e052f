import type { DeployedTo } from './kubernetes.ts';
import type { Place } from '../place.ts';
import type { Platform } from './platforms.ts';

export type DeploymentKind =
  | 'deployment' | 'statefulset' | 'daemonset' | 'job' | 'cronjob' | 'pod' | 'compose' | 'ecs-service' | 'cloud-run' | 'function' | 'container-app'
  // A container or process that Fly, Render, Railway or their like keep running.
  | 'app';

/** `store`: a database, cache or broker that somebody else wrote. `infrastructure`: proxies, collectors, dashboards and their like. `tool`: load generators, mail catchers, seeds. */
export type WorkloadRole = 'service' | 'store' | 'infrastructure' | 'tool';

export interface WorkloadPort { readonly port: number; readonly name?: string; readonly at: Place }

export interface WorkloadProbe {
  /** Asks another container of the pod than its first. */
  readonly sidecar?: true;
  readonly kind: 'readiness' | 'liveness' | 'startup' | 'healthcheck';
  readonly how: 'http' | 'tcp' | 'exec' | 'grpc' | 'disabled';
  readonly path?: string;
  /** By number, a port's name being looked up. */
  readonly port?: number;
  readonly container: string;
  readonly at: Place;
}

export interface WorkloadEnv {
  readonly name: string;
  /** A literal; absent where it comes from elsewhere or a template leaves it open. */
  readonly value?: string;
  readonly secret?: { readonly name: string; readonly key?: string };
  readonly config?: { readonly name: string; readonly key?: string };
  /** All of a secret or map is handed over: whether this part of it is used, nobody says. */
  readonly whole?: true;
  readonly at: Place;
}

export interface WorkloadResources {
  readonly container: string;
  /** As written: `250m`, `512Mi`, `0.5`. */
  readonly requests: { readonly cpu?: string; readonly memory?: string };
  readonly limits: { readonly cpu?: string; readonly memory?: string };
  /** A template leaves them open, or the cluster sets them by default. */
  readonly open: boolean;
  /** Compose only: a Swarm chooses the machine, and counts what is reserved. */
  readonly placed?: true;
  readonly at: Place;
}

export interface WorkloadExposure {
  readonly by: 'service' | 'ingress' | 'gateway' | 'load-balancer' | 'http-event' | 'published-port';
  readonly name: string;
  /** Reached from outside the cluster or network. */
  readonly public: boolean;
  readonly hosts: readonly string[];
  /** Absent: it does not say. */
  readonly tls?: boolean;
  /** It leads to instances that are not ready, too: they look for each other by it. */
  readonly unready?: true;
  /** The annotation, filter or plugin that holds callers back. */
  readonly rateLimit?: Place;
  readonly at: Place;
}

/** How one release runs a workload. */
export interface Deployment {
  readonly kind: DeploymentKind;
  readonly source: 'compose' | 'manifest' | 'kustomize' | 'helm' | 'terraform' | 'cloudformation' | 'serverless' | 'bicep' | Platform;
  /** What is deployed together: a compose project, a chart with its values, an overlay, a folder of Terraform. */
  readonly release: string;
  readonly environment?: DeployedTo;
  /** Files under `examples/` and their like are shown, not run. */
  readonly example: boolean;
  readonly at: Place;
  readonly image?: string;
  readonly ports: readonly WorkloadPort[];
  /** Absent value: a template leaves it open; absent: the platform's default (one). */
  readonly replicas?: { readonly value?: number; readonly at: Place };
  readonly autoscaling?: { readonly min?: number; readonly max?: number; readonly on: readonly string[]; readonly at: Place };
  /** An autoscaler that is written down for it and left off; `unclear`: it may be that of another. */
  readonly offered?: { readonly at: Place; readonly unclear?: true };
  /** Values of its chart that somebody may choose run several. */
  readonly raised?: { readonly value: number; readonly at: Place };
  readonly disruptionBudget?: { readonly minAvailable?: string; readonly maxUnavailable?: string; readonly at: Place };
  /** Anti-affinity or topology spread. */
  readonly spread: boolean;
  readonly strategy?: { readonly type: string; readonly at: Place };
  /** The platform runs as many instances as are asked for (functions, Cloud Run). */
  readonly managed: boolean;
  readonly probes: readonly WorkloadProbe[];
  readonly env: readonly WorkloadEnv[];
  readonly resources: readonly WorkloadResources[];
  readonly exposures: readonly WorkloadExposure[];
  /** Claims of volumes that outlive it. */
  readonly volumes: readonly { readonly name: string; readonly at: Place; readonly hostPath: boolean; /** Where a Compose file has it in the container. */ readonly into?: string }[];
  readonly sidecars: readonly string[];
  /** The platform puts a tracer before the program. */
  readonly traced?: Place;
  /** Clients are bound to one instance. */
  readonly sticky?: Place;
  /** A release has a chart for any application make it: all that is said of it are the values of that release. */
  readonly made?: true;
  /** Labels, profiles or annotations say that it is not part of the usual deployment. */
  readonly optional: boolean;
}

export interface Workload {
  /** Unique, without the release's prefix. */
  readonly name: string;
  readonly role: WorkloadRole;
  /** Component of architecture.yaml that it runs. */
  readonly component?: string;
  /** Folder that it is built from, or whose package bears its name. */
  readonly dir?: string;
  readonly dockerfile?: string;
  /** Image that its Dockerfile starts from. */
  readonly base?: string;
  readonly deployments: readonly Deployment[];
}

export interface Workloads { readonly workloads: readonly Workload[] }

export type StoreKind = 'database' | 'cache' | 'queue' | 'topic' | 'bucket' | 'search';

/** A setting that was looked for. `value` absent: it is open (templated, or set elsewhere). */
export interface StoreSetting { readonly value?: boolean; readonly note: string; readonly at: Place }

export interface Store {
  readonly name: string;
  readonly kind: StoreKind;
  /** `postgresql`, `mysql`, `redis`, `sqs`, `s3`, … */
  readonly engine: string;
  /** Major version or tag, where it is known. */
  readonly version?: string;
  /** The provider keeps it running. */
  readonly managed: boolean;
  readonly source: Deployment['source'];
  readonly release: string;
  readonly environment?: DeployedTo;
  /** It stands in a Terraform module that others call. */
  readonly reused?: true;
  readonly example: boolean;
  /** `aws_sqs_queue.orders`, `statefulset/postgres`, `compose db`. */
  readonly resource: string;
  readonly at: Place;
  /** Survives the loss of a node or zone. */
  readonly redundant: StoreSetting;
  readonly encrypted?: StoreSetting;
  readonly transit?: StoreSetting;
  readonly backup?: StoreSetting;
  /** Its data lies on a volume of the cluster that runs it. */
  readonly onVolume?: true;
  /** Queues only. `deadLetterFor` marks a queue that is itself the dead-letter queue. */
  readonly deadLetter?: StoreSetting;
  readonly isDeadLetter?: true;
  /** Read replicas, nodes, serverless capacity: how it takes more load. */
  readonly scaling?: StoreSetting;
  /** Its storage grows by itself: more data, not more load. */
  readonly growth?: StoreSetting;
}

export interface Stores { readonly stores: readonly Store[] }

declare module '../fact.ts' {
  interface Facts { workloads: Workloads; stores: Stores }
}
