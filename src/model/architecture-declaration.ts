// Generated from schemas/parts by `npm run generate`; do not edit.

/** A regime of compliance. */
export type DeclaredRegime = ('none' | 'SOC2' | 'HIPAA' | 'PCI' | 'GDPR') | string;
/** From 1 (highest) to 5. */
export type DeclaredRank = number;
/** A share of a hundred, with or without its sign. */
export type DeclaredPercent = string | number;
/** What its loss means. Of an optional part, findings about resilience are advice. */
export type DeclaredCriticality = 'critical' | 'important' | 'optional';
/** strong: every reader sees the last write; eventual: after a while; causal: in the order of cause and effect. */
export type DeclaredConsistency = 'strong' | 'eventual' | 'causal';
/** The decision record, as a file of the repository or by its number. */
export type DeclaredDecision = string | number;
/** What is in place, in a few words; with `evidence`, the file that shows it. */
export type DeclaredClaim = string | DeclaredEvidencedClaim;
/** A file of the repository, a package's preset, or one of the shipped presets. */
export type DeclaredExtendsName = ('arch-lint/modular-monolith' | 'arch-lint/hexagonal-service' | 'arch-lint/microservices') | string;
/** off, a severity, or both with options. */
export type DeclaredCheckSetting = ('off' | 'critical' | 'major' | 'minor') | false | DeclaredCheckSettings;
/** How callers prove who they are. */
export type DeclaredAuthentication = DeclaredAuthenticationKind | DeclaredAuthenticationKind[];
/** One way to prove who one is. */
export type DeclaredAuthenticationKind = 'session' | 'jwt' | 'oauth2-oidc' | 'api-keys' | 'mtls' | 'none';
/** A pattern in use; by its name alone, or with where and why. */
export type DeclaredPattern = DeclaredPatternName | DeclaredPatternUse;
/** The name of a pattern. */
export type DeclaredPatternName =
  ('outbox' | 'cqrs' | 'event-sourcing' | 'bff' | 'sidecar' | 'service-mesh' | 'strangler-fig' | 'saga' | 'anti-corruption-layer' | 'api-gateway') | string;

/** A declared architecture (architecture.yaml), phase by phase. A section that is absent makes its checks not-applicable, or makes them judge the code alone. */
export interface ArchitectureDeclaration {
  /** The version of this format. */
  version: 1;
  /** What is being built, by how many, for how many. */
  project: DeclaredProject;
  /** What the system must do and how well. */
  requirements?: DeclaredRequirements;
  /** What the design must live with. */
  constraints?: DeclaredConstraints;
  /** A ranking from 1 (highest) to 5, each rank once. */
  priorities?: DeclaredPriorities;
  /** The architecture style, and why it was chosen. */
  style?: DeclaredStyle;
  /** Ranks of files, and the direction in which they may import. */
  layers?: DeclaredLayers;
  /** The parts that own files, by name. */
  components: Record<string, DeclaredComponent>;
  /** Bounded contexts. */
  contexts?: DeclaredContext[];
  /** Systems outside the repository, by name. */
  externals?: Record<string, DeclaredExternal>;
  /** Stores of data, by name. */
  data_stores?: Record<string, DeclaredDataStore>;
  /** Caches, by name. */
  caches?: Record<string, DeclaredCache>;
  /** Queues, topics and streams, by name. */
  queues?: Record<string, DeclaredQueue>;
  /** Business operations over several services. */
  sagas?: DeclaredSaga[];
  /** Circuit breakers, each with the name of the dependency that it guards. */
  circuit_breakers?: DeclaredCircuitBreaker[];
  /** Operations with the consistency that they need. */
  consistency?: DeclaredConsistencyNeed[];
  /** Interfaces that others call, by name. */
  apis?: Record<string, DeclaredApi>;
  /** How a request is followed through the services. */
  tracing?: DeclaredTracing;
  /** Where it runs. */
  infrastructure?: DeclaredInfrastructure;
  /** How it is defended. */
  security?: DeclaredSecurity;
  /** How several customers share the system. */
  tenancy?: DeclaredTenancy;
  /** What can be seen of the running system. */
  observability?: DeclaredObservability;
  /** How a change reaches users, and how it is taken back. */
  deployment?: DeclaredDeployment;
  /** How the system comes back after a disaster. */
  disaster_recovery?: DeclaredDisasterRecovery;
  /** Where the decision records are. */
  decisions?: DeclaredDecisions;
  /** Patterns in use. */
  patterns?: DeclaredPattern[];
  /** A migration that is under way. */
  migration?: DeclaredMigration;
  /** The numbers behind the design. */
  estimates?: DeclaredEstimates;
  /** The team's own rules, each with its reason. */
  rules?: DeclaredRule[];
  /** Names of the team's own helpers. */
  recognise?: DeclaredRecognise;
  /** What files are for, where their names and folders do not tell. */
  files?: DeclaredFileRoles;
  /** How the answers count. */
  scoring?: DeclaredScoring;
  /** Checks that are off, weigh more or less, or have options; by id. */
  checks?: Record<string, DeclaredCheckSetting>;
  /** Findings that the team accepts. */
  waivers?: DeclaredWaiver[];
  /** Packages with further checks; loaded only with --allow-plugins. */
  plugins?: string[];
}
/** What is being built, by how many, for how many. */
export interface DeclaredProject {
  /** The project's name. */
  name: string;
  /** What it is for, in a sentence. */
  description?: string;
  /** How the project starts. */
  type?: 'greenfield' | 'migration' | 'refactor' | 'scale-up';
  /** How far it has come. Checks that it is too young for are advice without points. */
  stage?: 'prototype' | 'MVP' | 'growth' | 'scale' | 'enterprise';
  /** Developers who work on it. */
  team_size?: number;
  /** Users expected within six months. */
  expected_users?: ('1K' | '10K' | '100K' | '1M' | '10M+') | string | number;
}
/** What the system must do and how well. */
export interface DeclaredRequirements {
  /** The core use cases; five at most for a first version. */
  functional?: string[];
  /** How well it must do it. */
  non_functional?: DeclaredNonFunctional;
}
/** Qualities with their numbers. */
export interface DeclaredNonFunctional {
  /** Share of the time that it must answer. */
  availability?: ('99%' | '99.9%' | '99.99%' | '99.999%' | 'best effort') | DeclaredPercent;
  /** What ninety-nine of a hundred answers stay below. */
  latency_p99?: ('< 100ms' | '< 500ms' | '< 2s' | 'best effort') | string;
  /** Requests that it must take. */
  throughput?: ('10 rps' | '100 rps' | '1K rps' | '10K+ rps') | string;
  /** The order of magnitude of the data. */
  data_volume?: ('GB' | 'TB' | 'PB') | string;
  /** What readers may rely on after a write. */
  consistency?: DeclaredConsistency;
  /** The regimes that bind the project. Any but none makes the security checks count at every stage. */
  compliance?: DeclaredRegime | DeclaredRegime[];
  /** Whether users must see changes as they happen (chat, games, live positions). */
  real_time?: boolean;
  /** How many time zones the users live in. */
  timezones?: number;
  /** How many times the baseline the highest traffic is; about a hundred is extremely spiky. */
  peak_to_baseline?: number;
  /** Reads for each write. */
  read_write_ratio?: number;
  /** Whether every change must be kept and provable. */
  audit_trail?: boolean;
  /** Whether the state of a past moment must be asked for. */
  temporal_queries?: boolean;
}
/** What the design must live with. */
export interface DeclaredConstraints {
  /** The money behind it. */
  budget?: 'bootstrap' | 'startup' | 'growth' | 'enterprise';
  /** The time until it must run. */
  timeline?: 'weeks' | 'months' | 'quarters';
  /** Languages and frameworks that the team knows. */
  team_skills?: string[] | string;
  /** Cloud provider and services that are there already. */
  existing_infra?: string | string[];
}
/** A ranking from 1 (highest) to 5, each rank once. */
export interface DeclaredPriorities {
  /** How soon it must be out. */
  time_to_market?: DeclaredRank;
  /** How much it must be able to grow. */
  scalability?: DeclaredRank;
  /** How easy it must be to change. */
  maintainability?: DeclaredRank;
  /** How little it must cost. */
  cost_efficiency?: DeclaredRank;
  /** How little it may fail. */
  reliability?: DeclaredRank;
}
/** The back-of-envelope numbers. Requests a second are requests a day divided by 86,400; the peak is three times that. */
export interface DeclaredEstimates {
  /** All users. */
  users?: number;
  /** Users a day; a fifth of all users where it is absent. */
  daily_active_users?: number;
  /** Requests of one user a day. */
  actions_per_day?: number;
  /** Requests of all users a day; daily users times actions where it is absent. */
  requests_per_day?: number;
  /** Size of an answer in kilobytes. */
  average_response_kb?: number;
  /** Records written a day. */
  records_per_day?: number;
  /** Size of a record in kilobytes. */
  average_record_kb?: number;
  /** How many times the mean the peak is. */
  peak_factor?: number;
  /** Days that records are kept. */
  retention_days?: number;
}
/** How a failed call is repeated. */
export interface DeclaredRetries {
  /** How many times at most, the first call included. */
  max_attempts?: number;
  /** How the wait between attempts grows. */
  backoff?: 'none' | 'fixed' | 'linear' | 'exponential';
  /** Whether the wait is randomised so that callers do not return in step. */
  jitter?: boolean | ('full' | 'equal' | 'decorrelated');
  /** The wait before the second attempt. */
  initial_delay?: string;
  /** The longest wait between two attempts. */
  max_delay?: string;
  /** What makes a repeated write harmless: the header or field that carries the key. */
  idempotency_key?: string;
}
/** When calls to a failing dependency stop, and when they are tried again. */
export interface DeclaredCircuitBreaker {
  /** The dependency that it guards. */
  name?: string;
  /** Failures before it opens. */
  failure_threshold?: number;
  /** Successes before it closes again. */
  success_threshold?: number;
  /** Seconds that it stays open before it lets a call through. */
  timeout_seconds?: number;
  /** Seconds over which failures are counted. */
  monitoring_window_seconds?: number;
  /** Calls that are let through while it is half open. */
  half_open_requests?: number;
  /** What happens in each state, in words. */
  states?: {
    /** While calls go through. */
    closed?: string;
    /** While calls are refused. */
    open?: string;
    /** While recovery is tried. */
    half_open?: string;
  };
  /** What the caller gets while it is open. */
  fallback?: {
    /** The answer in place of the dependency's. */
    strategy: 'cached_response' | 'default_value' | 'error_with_retry_after';
    /** How old a cached answer may be. */
    cache_ttl_seconds?: number;
  };
}
/** The share of resources that this dependency may use up. */
export interface DeclaredBulkhead {
  /** Calls at the same time. */
  max_concurrent?: number;
  /** Calls that wait for a place. */
  max_queue?: number;
}
/** What is in place, and the files that show it. */
export interface DeclaredEvidencedClaim {
  /** What is in place. */
  how: string;
  /** The files that show it. */
  evidence?: string | string[];
}
/** A store of data. */
export interface DeclaredDataStore {
  /** What it runs on. */
  engine:
    | (
        | 'postgresql'
        | 'mysql'
        | 'mariadb'
        | 'sqlite'
        | 'sqlserver'
        | 'oracle'
        | 'mongodb'
        | 'dynamodb'
        | 'cassandra'
        | 'redis'
        | 'valkey'
        | 'elasticsearch'
        | 'opensearch'
        | 'meilisearch'
        | 'timescaledb'
        | 'influxdb'
        | 'neo4j'
        | 'neptune'
        | 'clickhouse'
        | 'bigquery'
        | 'snowflake'
        | 's3'
      )
    | string;
  /** What is asked of it. */
  purpose?:
    | 'relational'
    | 'document'
    | 'key-value'
    | 'time-series'
    | 'search'
    | 'graph'
    | 'cache'
    | 'session'
    | 'analytics'
    | 'queue'
    | 'object-storage'
    | 'event-log'
    | 'vector';
  /** Why this engine. */
  reason?: string;
  /** The decision record of the store. */
  decision?: DeclaredDecision;
  /** The one component that may connect to it. */
  owner?: string;
  /** Environment variables that hold its address or credentials; by them it is recognised. */
  env?: string[];
  /** Entities, tables or collections in it. */
  entities?: string[];
  /** What its loss means. */
  criticality?: DeclaredCriticality;
  /** How it takes more load. */
  scaling?: DeclaredStoreScaling;
  /** Nodes that hold the data. */
  replicas?: number;
  /** Whether it survives the loss of a zone. */
  multi_zone?: boolean;
  /** What takes over when it fails. */
  standby?: string;
  /** What keeps its loss from stopping everything. */
  mitigation?: string;
  /** Whether it is encrypted on disk, and with what. */
  encryption_at_rest?: boolean | string;
  /** Whether connections to it are encrypted. */
  tls?: boolean;
  /** How it is backed up. */
  backup?: DeclaredBackup;
  /** How much it can hold. */
  storage_limit?: string;
}
/** How a store takes more load. */
export interface DeclaredStoreScaling {
  /** Copies that serve reads. */
  read_replicas?: number;
  /** By what it is cut into shards, or none. */
  sharding?: string;
  /** By what tables are partitioned, or none. */
  partitioning?: string;
  /** How connections are shared. */
  pooling?: boolean | string;
  /** Why that is enough. */
  reason?: string;
}
/** How a store is backed up. */
export interface DeclaredBackup {
  /** How often. */
  schedule?: string;
  /** How long it is kept. */
  retention?: string;
  /** When a restore last worked. */
  restore_tested?: string;
  /** The file that shows it. */
  evidence?: string | string[];
}
/** A cache. */
export interface DeclaredCache {
  /** What it runs on. */
  engine?: ('redis' | 'valkey' | 'memcached' | 'memory' | 'cdn') | string;
  /** How it is filled. */
  pattern?: 'cache-aside' | 'read-through' | 'write-through' | 'write-behind';
  /** The template of its keys: with version, tenant (when there are several) and placeholders in braces. */
  key?: string | string[];
  /** How long an entry lives. */
  ttl?: string;
  /** What removes an entry that has become wrong. */
  invalidation?: string;
  /** What keeps a hot key that ran out from being computed by everybody at once. */
  stampede_protection?: ('lock' | 'probabilistic' | 'single-flight' | 'stale-while-revalidate' | 'none') | string;
  /** Share of reads that it answers. */
  expected_hit_ratio?: number;
  /** A JSON file with the measured ratio; it wins over the expected one. */
  measured?: string;
  /** Whether it is a cluster whose keys are spread by hash slot. */
  cluster?: boolean;
  /** The store whose reads it saves. */
  store?: string;
  /** Components that read it. */
  used_by?: string[];
  /** Environment variables that hold its address or credentials; by them it is recognised. */
  env?: string[];
  /** What its loss means. */
  criticality?: DeclaredCriticality;
  /** Nodes that hold it. */
  replicas?: number;
  /** What happens without it. */
  mitigation?: string;
  /** Why it is needed. */
  reason?: string;
  /** The decision record of the cache. */
  decision?: DeclaredDecision;
}
/** A queue, topic or stream. */
export interface DeclaredQueue {
  /** What it runs on. */
  engine?: ('sqs' | 'sns' | 'rabbitmq' | 'kafka' | 'nats' | 'redis' | 'bullmq' | 'pubsub' | 'service-bus' | 'kinesis' | 'eventbridge' | 'postgresql') | string;
  /** Where messages go that cannot be handled, or none. */
  dead_letter?: string;
  /** Attempts before a message goes there. */
  max_receives?: number;
  /** What order is kept: none, one for each key, or one for all. */
  ordering?: 'none' | 'per-key' | 'fifo';
  /** The field that keeps messages of one entity in order. */
  partition_key?: string;
  /** Components that write to it. */
  producers?: string[];
  /** Components that read from it. */
  consumers?: string[];
  /** Events that it carries. */
  events?: string[];
  /** The field by which a consumer knows a message that it has seen. */
  idempotency_key?: string;
  /** Where the shape of the messages is kept. */
  schema_registry?: DeclaredClaim;
  /** What a consumer takes at most. */
  consumer_rate_limit?: string;
  /** Environment variables that hold its address or credentials; by them it is recognised. */
  env?: string[];
  /** What its loss means. */
  criticality?: DeclaredCriticality;
  /** Nodes that hold it. */
  replicas?: number;
  /** What happens without it. */
  mitigation?: string;
  /** Why this engine. */
  reason?: string;
  /** The decision record of the queue. */
  decision?: DeclaredDecision;
}
/** A business operation over several services, each step with its way back. */
export interface DeclaredSaga {
  /** The operation. */
  name: string;
  /** orchestration: one coordinator; choreography: each step reacts to events. */
  pattern?: 'orchestration' | 'choreography';
  /** The component that coordinates it. */
  orchestrator?: string;
  /** Its steps, in order. */
  steps: DeclaredSagaStep[];
  /** What happens when a step fails. */
  failure_policy?: ('compensate_all_completed_steps' | 'retry_forward' | 'manual_intervention') | string;
  /** Where a saga goes that can go neither forward nor back. */
  dead_letter?: string;
}
/** One step of a saga. */
export interface DeclaredSagaStep {
  /** What it does. */
  name: string;
  /** The component (or external) that does it. */
  service: string;
  /** The call that does it. */
  action: string;
  /** The call that undoes it. */
  compensation?: string;
  /** How long it may take. */
  timeout?: string;
  /** How often it is tried again. */
  retries?: number | DeclaredRetries;
}
/** An operation with the consistency that it needs. */
export interface DeclaredConsistencyNeed {
  /** The operation. */
  operation: string;
  /** What it needs. */
  level: DeclaredConsistency;
  /** The components that take part. */
  components?: string[];
  /** What gives it. */
  mechanism?: 'transaction' | 'two-phase-commit' | 'saga' | 'idempotent-consumers';
  /** The saga that gives it, by its name in sagas. */
  saga?: string;
}
/** Where the decision records are. */
export interface DeclaredDecisions {
  /** The records. */
  path: string | string[];
  /** Files among them that are no records (index, template). */
  ignore?: string | string[];
}
/** A rule of the team. It says what some files may not do (`deny`), the only things that they may do (`allow`), where they may not import from (`to`), how they are named (`must_match`) or which files must stand beside them (`require`). */
export interface DeclaredRule {
  /** The rule's name. */
  name: string;
  /** Why it exists; shown with every finding. */
  because: string;
  /** How much a finding weighs. */
  severity?: 'critical' | 'major' | 'minor';
  /** The files that it binds. */
  from?: DeclaredSelector;
  /** The files that they may not import. */
  to?: DeclaredSelector;
  /** Files that it does not bind. */
  except?: string | string[];
  /** What the files may not import or use. */
  deny?: DeclaredThings;
  /** The only things of each kind named that the files may import or use. */
  allow?: DeclaredThings;
  /** Whether type-only imports count. */
  type_imports?: boolean;
  /** The files whose name or companions are looked at. */
  files?: string | string[];
  /** What their names must match; the whole path, where it holds a slash. */
  must_match?: string | string[];
  /** Files that must stand beside each of them: {dir} is its folder, {name} its name without the extension. */
  require?: string | string[];
  /** The decision record behind it. */
  decision?: DeclaredDecision;
}
/** Files, by layer, component, context or glob; where several are named, all must hold. */
export interface DeclaredSelector {
  /** Files of these layers. */
  layer?: string | string[];
  /** Files of these components. */
  component?: string | string[];
  /** Files that match. */
  files?: string | string[];
}
/** What files import or use. */
export interface DeclaredThings {
  /** Layers. */
  layers?: string[];
  /** Components. */
  components?: string[];
  /** Files. */
  files?: string | string[];
  /** Packages, by name or glob. */
  packages?: string[];
  /** Node's built-in modules, with or without node:; * for all. */
  builtins?: string[];
  /** Functions and methods that are called. */
  calls?: string[];
  /** Names that occur in any role. */
  identifiers?: string[];
}
/** Names of the team's own helpers, so that wrappers are recognised. Each must exist in the code. */
export interface DeclaredRecognise {
  /** Guards that let only known callers through. */
  authentication?: string[];
  /** Guards that ask for a right. */
  authorization?: string[];
  /** Functions and decorators that validate what comes in. */
  validation?: string[];
  /** What holds callers back. */
  rate_limiting?: string[];
  /** Clients for calls to others. */
  http?: string[];
  /** Functions that repeat a failed call. */
  retry?: string[];
  /** Functions that stop calls to a failing dependency. */
  circuit_breaker?: string[];
  /** Functions that give an answer in place of a failed call. */
  fallback?: string[];
  /** Loggers. */
  logging?: string[];
  /** Functions that write an audit record. */
  audit?: string[];
  /** Functions that read through a cache. */
  cache?: string[];
  /** Functions that hand work to a queue. */
  background?: string[];
  /** Functions that write an event to the outbox. */
  outbox?: string[];
  /** Functions that bind queries to one tenant. */
  tenant_scope?: string[];
}
/** How the answers count. */
export interface DeclaredScoring {
  /** What must hold for exit code 0. Without it a score of 60. */
  gate?: DeclaredGate;
  /** The weight of each dimension in percent. Those not named keep the source's; all eight must sum to 100. */
  weights?: DeclaredWeights;
}
/** What must hold for exit code 0. */
export interface DeclaredGate {
  /** The lowest total. */
  score?: number;
  /** The lowest share of what applies that could be answered. */
  coverage?: number;
  /** The lowest score of a dimension, 0 to 100. */
  dimensions?: DeclaredDimensionScores;
  /** Checks that may have no finding. */
  must_pass?: string[];
  /** How many points less than the base are still accepted. */
  max_regression?: number;
  /** Whether findings that the base does not have fail the gate; or from which severity on (any: all). */
  no_new?: boolean | ('critical' | 'major' | 'minor' | 'any');
  /** The most findings that an owner may have waived. */
  max_waived?: DeclaredWaiverBudget;
  /** Whether findings of the baseline that are gone may stay in it; else they fail the gate until `arch-lint baseline --prune` takes them out. */
  stale_baseline?: boolean;
}
/** Findings (not waivers) by owner. `*` is each owner who is not named, and `nobody` waivers without an owner and comments. */
export interface DeclaredWaiverBudget {
  [k: string]: number;
}
/** A number from 0 to 100 for some dimensions. */
export interface DeclaredDimensionScores {
  /** Fewest moving parts for what is asked. */
  simplicity?: number;
  /** Takes ten times the load by configuration. */
  scalability?: number;
  /** Degrades gracefully and has no single point of failure. */
  reliability?: number;
  /** Defence in depth, least privilege, encryption, audit. */
  security?: number;
  /** Clear boundaries, documented decisions, testable components. */
  maintainability?: number;
  /** The right size for the present scale. */
  'cost-efficiency'?: number;
  /** Can be observed, deployed and debugged. */
  operability?: number;
  /** Parts can be replaced on their own. */
  evolvability?: number;
}
/** The weight of each dimension in percent. */
export interface DeclaredWeights {
  /** Fewest moving parts for what is asked. */
  simplicity?: number;
  /** Takes ten times the load by configuration. */
  scalability?: number;
  /** Degrades gracefully and has no single point of failure. */
  reliability?: number;
  /** Defence in depth, least privilege, encryption, audit. */
  security?: number;
  /** Clear boundaries, documented decisions, testable components. */
  maintainability?: number;
  /** The right size for the present scale. */
  'cost-efficiency'?: number;
  /** Can be observed, deployed and debugged. */
  operability?: number;
  /** Parts can be replaced on their own. */
  evolvability?: number;
}
/** How one check counts and what it is told. */
export interface DeclaredCheckSettings {
  /** How much its findings weigh; off silences it. */
  severity?: 'off' | 'critical' | 'major' | 'minor';
  /** The check's own options; `arch-lint explain <check>` lists them. */
  options?: Record<string, unknown>;
  /** Why it differs from the default. */
  reason?: string;
}
/** A finding that the team accepts. It is counted and shown, never hidden. */
export interface DeclaredWaiver {
  /** The check. */
  check: string;
  /** The finding's subject as it is reported; * stands for anything. */
  subject: string;
  /** Why it is accepted. */
  reason: string;
  /** Who accepts it. */
  owner?: string | string[];
  /** The last day that it holds. */
  expires?: string;
  /** The decision record behind it. */
  decision?: DeclaredDecision;
}
/** What files are for, where their names and folders do not tell. */
export interface DeclaredFileRoles {
  /** Files that are not looked at. */
  ignore?: string | string[];
  /** Files that run in production. */
  production?: string | string[];
  /** Files that only tests use. */
  test?: string | string[];
  /** Files that a program wrote. */
  generated?: string | string[];
  /** Files that only show how. */
  example?: string | string[];
  /** Scripts, seeds, migrations and settings. */
  tooling?: string | string[];
}
/** Where it runs. */
export interface DeclaredInfrastructure {
  /** The provider. */
  cloud?: ('aws' | 'gcp' | 'azure' | 'self-hosted') | string | string[];
  /** What runs the workloads. */
  orchestration?: ('kubernetes' | 'ecs' | 'cloud-run' | 'aca' | 'nomad' | 'compose' | 'swarm' | 'paas' | 'serverless' | 'vm' | 'none') | string;
  /** The mesh between services. */
  service_mesh?: ('none' | 'istio' | 'linkerd' | 'consul' | 'app-mesh' | 'cilium') | string;
  /** Where it is deployed, from first to last. */
  environments?: DeclaredEnvironment[];
  /** Where in the world. */
  regions?: DeclaredRegions;
  /** Why this platform. */
  reason?: string;
  /** The decision record of the platform. */
  decision?: DeclaredDecision;
}
/** A place to deploy to. */
export interface DeclaredEnvironment {
  /** Its name. */
  name: string;
  /** The environment that it is a copy of. */
  mirrors?: string;
  /** Its size as a share of the one that it mirrors. */
  scale?: number;
  /** What lets a release in. */
  gate?: 'manual' | 'automatic' | 'none';
  /** The manifests and values of this environment. */
  files?: string | string[];
  /** Keys that may differ from the mirrored environment, or be absent in one. */
  accepted_differences?: string[];
}
/** Where in the world it runs. */
export interface DeclaredRegions {
  /** The region that serves most users. */
  primary?: string;
  /** The other regions. */
  secondary?: string[];
  /** What happens when the primary is lost. */
  failover?: 'none' | 'manual' | 'automatic';
  /** How data reaches the other regions. */
  replication?: 'none' | 'active-passive' | 'active-active';
  /** How users reach the nearest region. */
  routing?: ('none' | 'dns-latency' | 'dns-geo' | 'anycast' | 'global-load-balancer') | string;
  /** What serves static files at the edge. */
  cdn?: DeclaredClaim;
  /** How a user stays logged in across regions. */
  sessions?: DeclaredClaim;
  /** How a release reaches all regions. */
  deployment?: DeclaredClaim;
  /** How the loss of a region is noticed. */
  health_checks?: DeclaredClaim;
  /** How the law on where data lie is kept. */
  residency?: DeclaredClaim;
  /** Why these regions. */
  reason?: string;
}
/** How a change reaches users, and how it is taken back. */
export interface DeclaredDeployment {
  /** The file of the pipeline. */
  pipeline?: string | string[];
  /** How instances are replaced. */
  strategy?: 'rolling' | 'blue-green' | 'canary' | 'recreate';
  /** How a bad release is taken back. */
  rollback?: 'automatic' | 'manual' | 'none';
  /** The job or page that does it. */
  rollback_evidence?: string | string[];
  /** What turns a feature on for some. */
  feature_flags?: DeclaredClaim;
}
/** How the system comes back after a disaster. */
export interface DeclaredDisasterRecovery {
  /** The file of the plan. */
  plan?: string | string[];
  /** How much of the latest data may be lost. */
  rpo?: string;
  /** How soon it must be back. */
  rto?: string;
  /** When the plan was last tried. */
  last_tested?: string;
  /** The report of that trial. */
  evidence?: string | string[];
}
/** An interface that others call. */
export interface DeclaredApi {
  /** The kind of interface. */
  style: 'rest' | 'graphql' | 'grpc' | 'websocket' | 'sse' | 'trpc';
  /** Whether callers outside the organisation may use it. */
  public?: boolean;
  /** The component that offers it. */
  component?: string;
  /** Its document: OpenAPI, GraphQL schema or protobuf. */
  spec?: string | string[];
  /** The path that all its routes begin with. */
  base_path?: string;
  /** How a new version is told from an old one. */
  versioning?: 'url-path' | 'header' | 'query' | 'none';
  /** How long lists are cut. */
  pagination?: 'cursor' | 'offset' | 'none';
  /** What one caller may ask. */
  rate_limit?: string;
  /** Whether writes take an Idempotency-Key header. */
  idempotency_keys?: boolean;
  /** The members of every answer. */
  envelope?: string[];
  /** The members of every error, or the name of a standard. */
  error_format?: 'problem+json' | string[] | string;
  /** The kinds of callers. */
  clients?: string[];
  /** Whether callers ask for nested data in shapes of their own. */
  nested_data?: boolean;
  /** Whether data flows on without further requests. */
  streaming?: 'none' | 'server' | 'client' | 'bidirectional';
  /** How its callers prove who they are. */
  authentication?: DeclaredAuthentication;
  /** Why this style. */
  reason?: string;
  /** The decision record of the API. */
  decision?: DeclaredDecision;
}
/** How a request is followed through the services. */
export interface DeclaredTracing {
  /** Headers that every service passes on. */
  propagate?: (('traceparent' | 'tracestate' | 'baggage' | 'X-Request-ID' | 'X-Correlation-ID' | 'X-B3-TraceId') | string)[];
  /** The package that does it. */
  library?: string | string[];
}
/** What can be seen of the running system. */
export interface DeclaredObservability {
  /** How it logs. */
  logging?: DeclaredLogging;
  /** What it measures. */
  metrics?: DeclaredMetrics;
  /** What wakes somebody. */
  alerts?: DeclaredAlerts;
}
/** How it logs. */
export interface DeclaredLogging {
  /** The package that writes the log. */
  library?: string | string[];
  /** The shape of a line. */
  format?: 'json' | 'logfmt' | 'text';
  /** The header or field that ties the lines of one request together. */
  correlation?: string | string[];
  /** Fields that every line has. */
  fields?: string[];
  /** A line as it is written. */
  example?: DeclaredLogLine;
}
/** A line of the structured log, as it is written; fields of your own may follow. */
export interface DeclaredLogLine {
  /** When. */
  timestamp: string;
  /** How grave. */
  level: string;
  /** The service that writes it. */
  service?: string;
  /** The request that it belongs to. */
  trace_id?: string;
  /** The step of that request. */
  span_id?: string;
  /** What happened. */
  message: string;
  /** How long it took. */
  duration_ms?: number;
  [k: string]: string | number | boolean | {} | unknown[] | null | undefined;
}
/** What it measures. */
export interface DeclaredMetrics {
  /** The package that keeps the metrics. */
  library?: string | string[];
  /** Path that they are read from. */
  endpoint?: string;
  /** The files of the dashboards that draw the four golden signals. */
  dashboards?: {
    /** How long requests take. */
    latency?: string | string[];
    /** How many there are. */
    traffic?: string | string[];
    /** How many fail. */
    errors?: string | string[];
    /** How full the resources are. */
    saturation?: string | string[];
  };
}
/** What wakes somebody. */
export interface DeclaredAlerts {
  /** Files with the alert rules. */
  rules?: string | string[];
  /** Files that say what to do. */
  runbooks?: string | string[];
}
/** How it is defended. */
export interface DeclaredSecurity {
  /** How callers prove who they are. */
  authentication?: DeclaredAuthentication;
  /** How it is decided what they may do. */
  authorization?: ('rbac' | 'abac' | 'acl' | 'rebac' | 'none') | string;
  /** The kinds of callers. */
  clients?: (('server-rendered' | 'spa' | 'mobile' | 'server' | 'third-party' | 'internal-service') | string)[];
  /** Routes that need no authentication: method and path, `*` for anything. */
  public_endpoints?: string[];
  /** Where secrets are kept and how long. */
  secrets?: DeclaredSecrets;
  /** What is encrypted and with what. */
  encryption?: DeclaredEncryption;
  /** What is recorded about who did what. */
  audit_log?: DeclaredAuditLog;
  /** Where callers are held back. */
  rate_limiting?: DeclaredRateLimiting;
  /** The seven layers of defence, each with what is in place. */
  layers?: DeclaredDefenseLayers;
}
/** Where secrets are kept and how long. */
export interface DeclaredSecrets {
  /** What keeps them. */
  manager?:
    | (
        | 'aws-secrets-manager'
        | 'aws-parameter-store'
        | 'gcp-secret-manager'
        | 'azure-key-vault'
        | 'vault'
        | 'doppler'
        | '1password'
        | 'infisical'
        | 'sealed-secrets'
        | 'sops'
        | 'github-secrets'
        | 'environment'
      )
    | string;
  /** Days after which a secret is replaced; ninety at most. */
  rotation_days?: number;
  /** The file that replaces them. */
  rotation_evidence?: string | string[];
  /** Whether every environment has its own. */
  per_environment?: boolean;
  /** Whether it is recorded who read what. */
  access_audited?: boolean;
}
/** What is encrypted and with what. */
export interface DeclaredEncryption {
  /** On the wire. */
  in_transit?: ('tls1.3' | 'tls1.2' | 'mtls' | 'none') | string;
  /** On disk. */
  at_rest?: ('aes-256' | 'none') | string;
  /** Fields with personal data that are encrypted on their own. */
  fields?: string[];
  /** Where TLS ends before the services. */
  terminated_at?: DeclaredClaim;
}
/** What is recorded about who did what. */
export interface DeclaredAuditLog {
  /** What is recorded. */
  events?: string[];
  /** Where it is kept. */
  store?: string;
  /** How long. */
  retention?: string;
}
/** Where callers are held back. */
export interface DeclaredRateLimiting {
  /** What counts their requests. */
  where?: ('gateway' | 'ingress' | 'cdn' | 'waf' | 'load-balancer' | 'application') | string;
  /** What one caller may ask. */
  limit?: string;
  /** The file that sets it. */
  evidence?: string | string[];
}
/** The seven layers of defence, each with what is in place. */
export interface DeclaredDefenseLayers {
  /** Firewall, protection from floods, allowed addresses. */
  network?: DeclaredClaim;
  /** Encryption on the wire. */
  transport?: DeclaredClaim;
  /** Who it is. */
  authentication?: DeclaredClaim;
  /** What they may do. */
  authorization?: DeclaredClaim;
  /** Validation of what comes in. */
  application?: DeclaredClaim;
  /** Encryption on disk. */
  data?: DeclaredClaim;
  /** What notices an attack. */
  monitoring?: DeclaredClaim;
}
/** How several customers share the system. */
export interface DeclaredTenancy {
  /** shared-rows: a column tells them apart; separate-databases: one application, a database each; separate-apps: shared infrastructure, an application each; isolated: nothing shared; single: there is one. */
  model: 'single' | 'shared-rows' | 'separate-databases' | 'separate-apps' | 'isolated';
  /** The column that says whose a row is. */
  key?: string;
  /** What keeps tenants apart. */
  enforcement?: ('row-level-security' | 'query-scope' | 'middleware' | 'schema') | string;
  /** Entities that belong to a tenant; those with the key where it is absent. */
  scoped?: string[];
  /** Entities that belong to nobody. */
  global?: string[];
}
/** Ranks of files, and the direction in which they may import. */
export interface DeclaredLayers {
  /** layered: down the list. hexagonal, onion: inwards, adapters never each other. feature-sliced: down the list, slices of one layer never each other. none: down the list, or as each layer's may_import says. */
  preset?: 'layered' | 'hexagonal' | 'onion' | 'feature-sliced' | 'none';
  /** The layers, top or outside first. */
  order: DeclaredLayer[];
  /** Whether infrastructure may import the domain, to implement its ports. */
  dependency_inversion?: boolean;
  /** Whether a layer may import only the next one below. */
  closed?: boolean;
  /** Files that wire everything together and may import every layer (main, bootstrap, dependency-injection modules). */
  composition_roots?: string | string[];
  /** Whether type-only imports may go in any direction. */
  ignore_type_imports?: boolean;
  /** What has the whole stack of layers: the repository once, or every component for itself; then layers of different components are not compared. */
  per?: 'repository' | 'component';
  /** Folders that each hold a whole stack; then the paths of the layers are relative to each of them. */
  containers?: string | string[];
}
/** One rank of files. */
export interface DeclaredLayer {
  /** The layer's name. */
  name: string;
  /** Its files. */
  path: string | string[];
  /** What the layer is in its preset's words, where the name does not say it. */
  role?:
    'presentation' | 'application' | 'domain' | 'infrastructure' | 'adapter' | 'app' | 'processes' | 'pages' | 'widgets' | 'features' | 'entities' | 'shared';
  /** Whether it may import nothing outside itself, packages and Node built-ins included; or what is allowed in spite of it. The domain of layered, hexagonal and onion is pure unless this says false. */
  pure?: boolean | DeclaredPurity;
  /** The layers that it may import, in place of the preset's direction; itself is always allowed. */
  may_import?: string[];
  /** Whether it may not be skipped by the layers above it. */
  closed?: boolean;
  /** What belongs here. */
  description?: string;
}
/** A pure layer with exceptions. */
export interface DeclaredPurity {
  /** Packages, Node built-ins and globs of files that it may import in spite of being pure. */
  allow: string[];
}
/** A part that owns files. */
export interface DeclaredComponent {
  /** Its files. A component whose folder lies in another's takes those files from it. */
  path: string | string[];
  /** What it is when it runs. */
  kind?: 'service' | 'module' | 'library' | 'frontend' | 'worker' | 'function';
  /** The team (or person) that answers for it, as in CODEOWNERS. */
  owner?: string | string[];
  /** What it is for. */
  responsibility?: string;
  /** What its loss means to users. */
  criticality?: DeclaredCriticality;
  /** The only files that other components may import. */
  public_api?: string | string[];
  /** Where it starts when it runs. */
  entry?: string | string[];
  /** The data that it owns and reads. */
  data?: DeclaredComponentData;
  /** Everything that it talks to: components, externals, stores, queues and caches. */
  depends_on?: DeclaredDependency[];
  /** How it takes more load. */
  scaling?: DeclaredComponentScaling;
  /** stateless: any instance can take any request; its state lies in stores. */
  state?: 'stateless' | 'stateful';
  /** Why it may keep state. */
  state_reason?: string;
  /** Where it says that it is alive and ready. */
  health?: DeclaredHealth;
  /** Instances that run in production. */
  replicas?: number;
  /** What keeps its loss from stopping everything. */
  mitigation?: string;
  /** What one instance needs. */
  resources?: DeclaredResources;
  /** Names under which other services reach it. */
  hosts?: string[];
  /** Names of the compose services, Kubernetes workloads or functions that run it, where its folder does not tell. */
  workloads?: string[];
  /** The decision record behind it. */
  decision?: DeclaredDecision;
}
/** Data of a component. */
export interface DeclaredComponentData {
  /** Entities, tables or collections that only it may touch. */
  owns?: string[];
  /** Entities of others that it may read. */
  reads?: string[];
  /** The store that holds them, by its name in data_stores. */
  store?: string | string[];
}
/** One thing that the component talks to: name exactly one of component, external, store, queue and cache. */
export interface DeclaredDependency {
  /** A component, by its name in components. */
  component?: string;
  /** A system outside, by its name in externals. */
  external?: string;
  /** A store, by its name in data_stores. */
  store?: string;
  /** A queue or topic, by its name in queues. */
  queue?: string;
  /** A cache, by its name in caches. */
  cache?: string;
  /** Whether the caller waits for the answer. */
  mode?: 'sync' | 'async';
  /** How they talk. */
  via?: 'call' | 'http' | 'grpc' | 'graphql' | 'websocket' | 'event' | 'queue' | 'stream' | 'webhook' | 'database' | 'cache' | 'file' | 'sdk';
  /** Why it is needed. */
  reason?: string;
  /** What the loss of this dependency means to the component. */
  criticality?: DeclaredCriticality;
  /** How long a call may take at most. */
  timeout?: string;
  /** How a failed call is repeated. */
  retries?: DeclaredRetries;
  /** When calls stop. */
  circuit_breaker?: DeclaredCircuitBreaker;
  /** The share of resources that it may use up. */
  bulkhead?: DeclaredBulkhead;
  /** What users still have while it is away. */
  degradation?: string;
  /** What is asked of it. */
  operations?: string[];
}
/** How a component takes more load. */
export interface DeclaredComponentScaling {
  /** horizontal: more instances; vertical: a bigger one; none: it need not. */
  strategy?: 'horizontal' | 'vertical' | 'none';
  /** Fewest instances. */
  min?: number;
  /** Most instances. */
  max?: number;
  /** What starts another instance. */
  trigger?: string;
  /** What one instance takes. */
  throughput_per_instance?: string;
  /** Why it scales so. */
  reason?: string;
}
/** Endpoints of a health check. */
export interface DeclaredHealth {
  /** Path that answers while the process is alive. */
  liveness?: string;
  /** Path that answers once it can take work. */
  readiness?: string;
  /** The port of both. */
  port?: number;
}
/** What one instance needs. */
export interface DeclaredResources {
  /** Processors, in cores or thousandths of them. */
  cpu?: string | number;
  /** Memory. */
  memory?: string;
}
/** A bounded context. */
export interface DeclaredContext {
  /** The context's name. */
  name: string;
  /** The team that owns it. */
  owner_team?: string | string[];
  /** The components that implement it. */
  components?: string[];
  /** Its entities. */
  core_entities?: DeclaredCoreEntity[];
  /** Events that it tells others. */
  domain_events_published?: string[];
  /** Events of others that it acts on. */
  domain_events_consumed?: string[];
  /** What others may ask of it. */
  api_surface?: DeclaredApiSurface;
  /** Its store, by its name in data_stores, or in words. */
  data_store?: string;
  /** What it asks of others, in words. */
  communication?: DeclaredContextCommunication;
}
/** An entity of a context. */
export interface DeclaredCoreEntity {
  /** The entity's name. */
  name: string;
  /** What it is in domain-driven design. */
  type?: 'aggregate_root' | 'entity' | 'value_object';
  /** What must hold of it at all times. */
  invariants?: string[];
}
/** Commands and queries of a context. */
export interface DeclaredApiSurface {
  /** What changes its state. */
  commands?: string[];
  /** What only reads it. */
  queries?: string[];
}
/** What a context asks of others, in words. */
export interface DeclaredContextCommunication {
  /** What it waits for. */
  sync?: string[];
  /** What it does not wait for. */
  async?: string[];
}
/** A system outside the repository. */
export interface DeclaredExternal {
  /** saas: bought; external-api: of others; legacy: being replaced; own-team: another repository of ours. */
  kind?: 'saas' | 'external-api' | 'legacy' | 'own-team';
  /** Packages that speak to it. */
  packages?: string[];
  /** Hosts that it answers on. */
  hosts?: string[];
  /** Environment variables that hold its address or credentials; by them it is recognised. */
  env?: string[];
  /** The only place that may import the packages and call the hosts. */
  adapter?: string | string[];
  /** The shared contract (OpenAPI, protobuf) of a system of the own team. */
  contract?: string | string[];
  /** Who answers for it. */
  owner?: string | string[];
  /** What its loss means. */
  criticality?: DeclaredCriticality;
  /** What its owner promises. */
  availability?: DeclaredPercent;
  /** How long a call may take, where a component does not say otherwise. */
  timeout?: string;
  /** How a failed call is repeated, where a component does not say otherwise. */
  retries?: DeclaredRetries;
  /** When calls stop, where a component does not say otherwise. */
  circuit_breaker?: DeclaredCircuitBreaker;
  /** The share of resources that it may use up. */
  bulkhead?: DeclaredBulkhead;
  /** What users still have while it is away. */
  degradation?: string;
  /** What stands in for it. */
  mitigation?: string;
  /** Why it was chosen. */
  reason?: string;
  /** The decision record behind it. */
  decision?: DeclaredDecision;
}
/** The architecture style, and why it was chosen. */
export interface DeclaredStyle {
  /** The style. */
  name: 'monolith' | 'modular-monolith' | 'service-oriented' | 'microservices' | 'event-driven' | 'serverless' | 'cqrs-event-sourcing' | 'cell-based';
  /** Whether parts must be released on their own. */
  independent_deployability?: boolean;
  /** Why this style: a sentence, or the decision record. */
  reason?: string;
  /** The decision record of the style. */
  decision?: DeclaredDecision;
  /** Components or contexts whose state is a log of events. */
  event_sourcing_for?: string[];
  /** Components that run as functions because their traffic is spiky. */
  serverless_for?: string[];
}
/** A pattern in use, with where and why. */
export interface DeclaredPatternUse {
  /** The pattern. */
  name: DeclaredPatternName;
  /** Components that use it. */
  components?: string[];
  /** Why it is worth its price. */
  reason?: string;
  /** Reads for each write, where the pattern is CQRS. */
  read_write_ratio?: number;
  /** The clients served, where the pattern is a backend for frontends. */
  clients?: string[];
}
/** A migration that is under way. */
export interface DeclaredMigration {
  /** How it is done. */
  pattern?: 'strangler-fig' | 'branch-by-abstraction' | 'parallel-run' | 'big-bang';
  /** What is being replaced. */
  from?: string;
  /** Contexts being taken out now; one at a time. */
  extracting?: string[];
  /** Contexts that are out. */
  completed?: string[];
  /** The file that routes between old and new. */
  proxy?: string | string[];
  /** Contexts whose data already has an owner of its own. */
  data_extracted?: string[];
  /** How old and new data are kept in step. */
  data_sync?: DeclaredClaim;
  /** The component that is the old system. */
  monolith?: string;
  /** The pipeline that still deploys the old system. */
  monolith_pipeline?: string | string[];
}
