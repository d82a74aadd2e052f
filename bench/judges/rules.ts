import type { Deployment, Facts, Gap, RestPoint, Store, StoreSetting } from '../../src/model/index.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { containersOf, documentsOf, expectedOf, gradesOf, inlineOf, literalsOf, resourcesOf, workflowsOf, type Case } from './cases.ts';

/** What was found in the folder of one case. */
export interface Found { readonly facts: Pick<Facts, 'workloads' | 'stores' | 'docker' | 'apiDocuments' | 'pipelines'>; readonly gaps: readonly Gap[] }

/** undefined: we say nothing of it. */
export type Answer = boolean | undefined;

export interface Rule {
  readonly judge: string;
  readonly name: string;
  /** What of ours is asked. */
  readonly ours: string;
  /** The file or folder that holds the expectations, and that of the examples where it is another. */
  readonly from: string;
  readonly examples?: string;
  readonly cases: (text: string, path: string, name: string) => Case[];
  /** The cases, where they lie in several folders. */
  readonly list?: (root: string) => Case[];
  readonly answer: (found: Found, subject: string | undefined) => Answer;
}

/** Every running container or pod of the case has it. */
const deployments = (has: (one: Deployment) => boolean) => ({ facts }: Found): Answer => {
  const all = facts.workloads.workloads.flatMap((workload) => workload.deployments);
  return all.length === 0 ? undefined : all.every(has);
};

/** The setting of one store, or of all; CloudFormation's resources bear a type and a name. */
const store = (setting: (one: Store) => StoreSetting | undefined) => ({ facts }: Found, subject?: string): Answer => {
  const asked = facts.stores.stores.filter(({ resource }) => subject === undefined || resource === subject || resource === subject.replace(/^AWS::[\w:]+\./, '')).map((one) => setting(one)?.value);
  return asked.length === 0 || asked.includes(undefined) ? undefined : asked.every((value) => value === true);
};

const AT_REST = 'missing-encryption';
const IN_TRANSIT = 'missing-encryption';
const SINGLE = 'single-points-of-failure';
const ENCRYPTED = (one: Store): StoreSetting | undefined => one.encrypted;
const BACKED_UP = (one: Store): StoreSetting | undefined => one.backup;

const checkov = (of: 'terraform' | 'cloudformation', cloud: 'aws' | 'gcp' | 'azure') => (name: string, ours: string, setting: (one: Store) => StoreSetting | undefined): Rule => ({
  judge: 'checkov', name: `${of} ${name}`, ours, from: `tests/${of}/checks/resource/${cloud}/test_${name}.py`, examples: `tests/${of}/checks/resource/${cloud}`,
  cases: (text, path) => [...resourcesOf(text, path), ...inlineOf(text, path)], answer: store(setting),
});
const terraform = checkov('terraform', 'aws');
const google = checkov('terraform', 'gcp');
const azure = checkov('terraform', 'azure');
const cloudformation = checkov('cloudformation', 'aws');
/** Folders whose files say by their names what passes. */
const byName = (of: string, folder: string) => (name: string, ours: string, answer: Rule['answer'], example = name): Rule => ({
  judge: 'checkov', name: `${of} ${name}`, ours, from: `tests/${folder}/example_${example}`, cases: () => [], answer,
});
const named = (name: string, ours: string, setting: (one: Store) => StoreSetting | undefined): Rule => byName('cloudformation', 'cloudformation/checks/resource/aws')(name, ours, store(setting));
const pods = byName('kubernetes', 'kubernetes/checks');
const score = (rule: string, tests: string, ours: string, answer: Rule['answer']): Rule => ({
  judge: 'kube-score', name: rule, ours, from: `score/${tests}_test.go`, examples: 'score/testdata', cases: (text, path, name) => gradesOf(text, name, path), answer,
});
const lint = (name: string, ours: string, answer: Rule['answer'], cases: Rule['cases'] = documentsOf): Rule => ({ judge: 'kube-linter', name, ours, from: `tests/checks/${name}`, cases, answer });

const sets = (part: 'requests' | 'limits', what: 'cpu' | 'memory') => (one: Deployment): boolean => one.resources.every((each) => each[part][what] !== undefined);
const probes = (kind: 'liveness' | 'readiness') => (one: Deployment): boolean => one.probes.some((probe) => probe.kind === kind);
/** Instances that run at least. */
const several = ({ autoscaling, replicas }: Deployment): boolean => (autoscaling === undefined ? replicas?.value ?? 1 : autoscaling.min ?? 1) >= 2;
/** What requests are led to says when it is ready. */
const readyWhenServed = (one: Deployment): boolean => one.exposures.length === 0 || probes('readiness')(one);
const complete = (one: Deployment): boolean => sets('requests', 'cpu')(one) && sets('requests', 'memory')(one) && sets('limits', 'memory')(one);

/** The container's probe asks for a port that it names. */
const namedPort = ({ facts }: Found, subject?: string): Answer => {
  const all = facts.workloads.workloads.flatMap(({ deployments: each }) => each);
  const asked = all.flatMap(({ probes: each, ports }) => each.filter(({ container, how }) => container === subject && how !== 'exec').map(({ port }) => port !== undefined && ports.some((one) => one.port === port)));
  return asked.length === 0 ? undefined : asked.every(Boolean);
};

/** Nothing of that kind is held against the document. */
const keeps = (point: RestPoint, words: RegExp) => ({ facts: { apiDocuments: { documents: [first] } } }: Found): Answer =>
  first && !first.violations.some((one) => one.point === point && words.test(one.message));
const spectral = (name: string, point: RestPoint, words: RegExp): Rule => ({
  judge: 'spectral-owasp', name, ours: 'rest-conventions', from: `__tests__/owasp-${name.replaceAll(':', '-')}.test.ts`, cases: literalsOf, answer: keeps(point, words),
});
const inFolder = (root: string, folder: string, ending: string): string[] => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).filter((name) => name.endsWith(ending)).sort().map((name) => `${folder}/${name}`) : []);
/** Read whole: jobs, and nothing that could not be read. */
const isRead = ({ facts, gaps }: Found): Answer => facts.pipelines.pipelines.some(({ jobs }) => jobs.length > 0) && !gaps.some(({ fact }) => fact === 'pipelines');

export const RULES: readonly Rule[] = [
  terraform('RDSEncryption', AT_REST, ENCRYPTED),
  terraform('AuroraEncryption', AT_REST, ENCRYPTED),
  terraform('RDSMultiAZEnabled', SINGLE, (one) => one.redundant),
  terraform('DBInstanceBackupRetentionPeriod', 'untested-recovery', BACKED_UP),
  terraform('NeptuneStorageEncrypted', AT_REST, ENCRYPTED),
  terraform('EFSEncryptionEnabled', AT_REST, ENCRYPTED),
  terraform('EBSEncryption', AT_REST, ENCRYPTED),
  terraform('KinesisStreamEncryptionType', AT_REST, ENCRYPTED),
  terraform('ElasticsearchEncryption', AT_REST, ENCRYPTED),
  terraform('MemoryDBClusterIntransitEncryption', IN_TRANSIT, (one) => one.transit),
  terraform('SQSQueueEncryption', AT_REST, ENCRYPTED),
  {
    judge: 'checkov', name: 'terraform ElastiCacheRedisConfiguredAutomaticFailOver', ours: SINGLE, from: 'tests/terraform/graph/checks/resources/ElastiCacheRedisConfiguredAutomaticFailOver/expected.yaml',
    examples: 'tests/terraform/graph/checks/resources/ElastiCacheRedisConfiguredAutomaticFailOver', cases: expectedOf, answer: store((one) => one.redundant),
  },
  named('RDSEncryption', AT_REST, ENCRYPTED),
  cloudformation('RDSMultiAZEnabled', SINGLE, (one) => one.redundant),
  named('EFSEncryption', AT_REST, ENCRYPTED),
  cloudformation('DocDBEncryption', AT_REST, ENCRYPTED),
  named('NeptuneClusterStorageEncrypted', AT_REST, ENCRYPTED),
  named('RedshiftClusterEncryption', AT_REST, ENCRYPTED),
  named('EBSEncryption', AT_REST, ENCRYPTED),
  named('ElasticacheReplicationGroupEncryptionAtRest', AT_REST, ENCRYPTED),
  named('ElasticacheReplicationGroupEncryptionAtTransit', IN_TRANSIT, (one) => one.transit),
  named('DynamodbRecovery', 'untested-recovery', BACKED_UP),
  named('SQSQueueEncryption', AT_REST, ENCRYPTED),
  google('GoogleCloudSqlBackupConfiguration', 'untested-recovery', BACKED_UP),
  google('MemorystoreForRedisInTransitEncryption', IN_TRANSIT, (one) => one.transit),
  azure('RedisCacheEnableNonSSLPort', IN_TRANSIT, (one) => one.transit),
  azure('RedisCacheStandardReplicationEnabled', SINGLE, (one) => one.redundant),
  pods('ReadinessProbe', 'workloads', deployments(probes('readiness')), 'LivenessReadiness'),
  pods('LivenessProbe', 'workloads', deployments(probes('liveness')), 'LivenessReadiness'),
  pods('CPURequests', 'unbounded-resources', deployments(sets('requests', 'cpu')), 'Requests_Limits'),
  pods('MemoryRequests', 'unbounded-resources', deployments(sets('requests', 'memory')), 'Requests_Limits'),
  pods('MemoryLimits', 'unbounded-resources', deployments(sets('limits', 'memory')), 'Requests_Limits'),
  byName('dockerfile', 'dockerfile/checks')('HealthcheckExists', 'docker', ({ facts: { docker: { dockerfiles: [first] } } }) => first && first.healthcheck?.disabled === false),
  score('Pod Probes', 'probe', 'missing-health-checks', deployments(readyWhenServed)),
  score('Container Resources', 'score', 'unbounded-resources', deployments(complete)),
  score('Deployment Replicas', 'deployment', SINGLE, deployments(several)),
  score('HorizontalPodAutoscaler Replicas', 'hpa', SINGLE, deployments(several)),
  score('HorizontalPodAutoscaler has target', 'hpa', 'no-scaling-path', deployments((one) => one.autoscaling !== undefined)),
  score('Deployment has PodDisruptionBudget', 'poddisruptionbudget', 'workloads', deployments((one) => one.disruptionBudget !== undefined)),
  score('StatefulSet has PodDisruptionBudget', 'poddisruptionbudget', 'workloads', deployments((one) => one.disruptionBudget !== undefined)),
  score('Deployment has host PodAntiAffinity', 'apps', 'workloads', deployments((one) => one.spread)),
  score('StatefulSet has host PodAntiAffinity', 'apps', 'workloads', deployments((one) => one.spread)),
  lint('no-readiness-probe.yml', 'workloads', deployments(probes('readiness'))),
  lint('no-liveness-probe.yml', 'workloads', deployments(probes('liveness'))),
  lint('readiness-port.yml', 'missing-health-checks', namedPort, containersOf),
  lint('liveness-port.yml', 'missing-health-checks', namedPort, containersOf),
  lint('startup-port.yml', 'missing-health-checks', namedPort, containersOf),
  lint('unset-memory-requirements.yml', 'unbounded-resources', deployments(sets('limits', 'memory'))),
  lint('unset-cpu-requirements.yml', 'unbounded-resources', deployments(sets('requests', 'cpu'))),
  lint('no-anti-affinity.yml', 'workloads', deployments((one) => one.spread)),
  spectral('api4:2023-rate-limit-responses-429', 'rate-limits', /No 429/i),
  spectral('api4:2023-rate-limit-retry-after', 'rate-limits', /Retry-After/),
  spectral('api8:2023-define-error-responses-401', 'errors', /./),
  spectral('api8:2023-define-error-responses-500', 'errors', /./),
  spectral('api8:2023-define-error-validation', 'errors', /./),
  {
    judge: 'actionlint', name: 'syntax of workflows', ours: 'pipelines', from: 'testdata/ok', cases: () => [], answer: isRead,
    list: (root) => workflowsOf(inFolder(root, 'testdata/ok', '.yaml'), inFolder(root, 'testdata/err', '.out').filter((path) => readFileSync(join(root, path), 'utf8').includes('could not parse as YAML')).map((path) => path.replace(/\.out$/, '.yaml'))),
  },
];
