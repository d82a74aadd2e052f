import type { Facts, Place } from '../model/index.ts';
import { forProduction, productionStores, runningServices } from './production.ts';

/** Something that makes a system bigger than one process with one database, and where it was seen. */
export interface Technology { readonly name: string; readonly what: string; readonly at: Place; readonly more: number }

type From = Pick<Facts, 'packages' | 'workloads' | 'stores' | 'kubernetes' | 'terraform'>;

const PACKAGES: readonly (readonly [string, string, RegExp])[] = [
  ['event sourcing', 'an event store', /^(@eventstore\/db-client|@kurrent\/kurrentdb-client|@castore\/.+|emmett|@event-driven-io\/.+|node-cqrs|wolkenkit.*)$/],
  ['CQRS', 'a command and query bus', /^(@nestjs\/cqrs|node-cqrs)$/],
  ['GraphQL', 'a GraphQL server', /^(@apollo\/server|apollo-server(-.+)?|graphql-yoga|mercurius|@nestjs\/graphql|express-graphql|graphql-http|@graphql-yoga\/.+)$/],
  ['message broker', 'a broker client', /^(kafkajs|@confluentinc\/kafka-javascript|node-rdkafka|amqplib|@aws-sdk\/client-sqs|@google-cloud\/pubsub|@azure\/service-bus|nats)$/],
  ['document store', 'a document store', /^(mongodb|mongoose|@typegoose\/typegoose|@aws-sdk\/client-dynamodb|@aws-sdk\/lib-dynamodb|dynamoose|@azure\/cosmos|couchbase|nano|@google-cloud\/firestore|cassandra-driver)$/],
  ['search engine', 'a search engine', /^(@elastic\/elasticsearch|@opensearch-project\/opensearch|meilisearch|typesense)$/],
];

/** Everything beyond a monolith with a relational database that packages and deployment files show. */
export function technologies({ packages, workloads, stores, kubernetes, terraform }: From): readonly Technology[] {
  const found: Technology[] = [];
  const add = (name: string, what: string, places: readonly Place[]): void => {
    if (places[0] !== undefined) found.push({ name, what, at: places[0], more: places.length - 1 });
  };
  for (const [name, what, pattern] of PACKAGES) {
    add(name, what, packages.packages.flatMap(({ dependencies, at, lines }): Place[] => {
      const used = Object.keys(dependencies).find((dependency) => pattern.test(dependency));
      return used === undefined ? [] : [{ file: at.file, ...lines[`dependencies/${used}`] }];
    }));
  }
  const clusters = terraform.blocks.filter((one) => /^(aws_eks_cluster|google_container_cluster|azurerm_kubernetes_cluster|digitalocean_kubernetes_cluster|linode_lke_cluster)$/.test(one.type) || (one.kind === 'module' && /terraform-aws-modules\/eks\/aws/.test(one.type)));
  const manifests = workloads.workloads.flatMap((one) => forProduction(one.deployments)).filter((one) => one.source === 'manifest' || one.source === 'helm' || one.source === 'kustomize');
  add('Kubernetes', 'Kubernetes', [...clusters.map((one) => one.at), ...manifests.map((one) => one.at)]);
  add('service mesh', 'a service mesh', meshPlaces(kubernetes));
  const services = runningServices(workloads.workloads).filter(({ deployments }) => deployments.some((one) => one.kind !== 'function'));
  if (services.length > 1) add('several services', `${services.length} services`, services.map(({ deployments }) => deployments[0]!.at));
  const brokers = [...productionStores(stores.stores).values()].flat().filter((one) => one.kind === 'queue' && !one.isDeadLetter);
  if (!found.some(({ name }) => name === 'message broker')) add('message broker', 'a message broker', brokers.map((one) => one.at));
  const globals = terraform.blocks.filter((one) => /^(aws_rds_global_cluster|aws_globalaccelerator_accelerator|aws_dynamodb_global_table|aws_elasticache_global_replication_group)$/.test(one.type));
  add('several regions', 'several regions', globals.map((one) => one.at));
  return found;
}

const INJECTED = /"(?:linkerd\.io\/inject":"(?:enabled|ingress)|sidecar\.istio\.io\/inject":"true|istio\.io\/rev":"|consul\.hashicorp\.com\/connect-inject":"true|kuma\.io\/sidecar-injection":"enabled)/;

/** Where a mesh is switched on or configured: its own resources, and pods and namespaces that take its proxy in. Samples switch on none. */
export const meshPlaces = (kubernetes: Facts['kubernetes']): readonly Place[] => kubernetes.resources.filter((one) => {
  if (one.example) return false;
  const { metadata, spec } = (one.value ?? {}) as { metadata?: Labelled; spec?: { template?: { metadata?: Labelled } } };
  const labels = JSON.stringify([metadata?.labels, metadata?.annotations, spec?.template?.metadata?.labels, spec?.template?.metadata?.annotations]);
  return /^(networking|security|telemetry|config|authentication)\.istio\.io\//.test(one.apiVersion) || /^(policy\.)?linkerd\.io\//.test(one.apiVersion) || one.apiVersion.startsWith('consul.hashicorp.com/') || one.apiVersion.startsWith('appmesh.k8s.aws/')
    || INJECTED.test(labels) || (one.kind === 'Namespace' && /"istio-injection":"enabled"/.test(labels));
}).map((one) => one.at);
interface Labelled { readonly labels?: unknown; readonly annotations?: unknown }
