import type { StoreKind, WorkloadRole } from '../model/index.ts';

const STORES: readonly (readonly [RegExp, StoreKind, string])[] = [
  [/^(postgres|postgresql|pgsql|postgis|pgvector|timescaledb(-ha)?|cloudnative-pg|spilo.*|pg\d*|supabase-postgres|pgautoupgrade|patroni.*|crunchy-postgres.*|alloydb(omni)?)$/, 'database', 'postgresql'],
  [/^(mysql|mysql-server|percona(-server)?|vitess.*)$/, 'database', 'mysql'],
  [/^(mariadb(-galera)?)$/, 'database', 'mariadb'],
  [/^(mongo|mongodb|mongodb-community-server|percona-server-mongodb)$/, 'database', 'mongodb'],
  [/^(mssql|mssql-server|server)$/, 'database', 'sqlserver'],
  [/^(cockroach(db)?)$/, 'database', 'cockroachdb'],
  [/^(cassandra|scylla(db)?)$/, 'database', 'cassandra'],
  [/^(dynamodb-local)$/, 'database', 'dynamodb'],
  [/^(neo4j)$/, 'database', 'neo4j'],
  [/^(clickhouse(-server)?)$/, 'database', 'clickhouse'],
  [/^(influxdb)$/, 'database', 'influxdb'],
  [/^(couchdb|couchbase|arangodb|surrealdb|rethinkdb|etcd)$/, 'database', 'document'],
  [/^(redis|redis-stack(-server)?|redis-cluster|redis-alpine|valkey|keydb|dragonfly)$/, 'cache', 'redis'],
  [/^(memcached)$/, 'cache', 'memcached'],
  [/^(rabbitmq)$/, 'queue', 'rabbitmq'],
  [/^(kafka|cp-kafka|kafka-native|redpanda)$/, 'queue', 'kafka'],
  [/^(nats|nats-streaming)$/, 'queue', 'nats'],
  [/^(activemq.*|artemis|pulsar|nsq|beanstalkd|elasticmq(-native)?)$/, 'queue', 'queue'],
  [/^(elasticsearch|opensearch|meilisearch|typesense|solr|qdrant|weaviate|milvus|chroma)$/, 'search', 'search'],
  [/^(minio|seaweedfs|s3mock)$/, 'bucket', 'minio'],
];

const INFRASTRUCTURE = /^(monitoring-.*|heapster.*|nginx(-unprivileged|-ingress)?|(nginx-)?ingress-(nginx-)?controller|traefik|envoy|haproxy|oauth2-proxy|caddy|kong|httpd|varnish|pgbouncer|proxysql|cloud[-_]?sql[-_]proxy|gce-proxy|jaeger.*|all-in-one|zipkin|prometheus|alertmanager|grafana|loki|tempo|promtail|fluentd|fluent-bit|fluentd-.*|vector|otel.*|opentelemetry.*|datadog.*|agent|statsd.*|.*[-_]exporter|kube-state-metrics|cadvisor|node-exporter|kibana|logstash|filebeat|zookeeper|cp-.*|kafka-ui|vault|consul|keycloak|cert-manager.*|certbot.*|acme-companion|kyverno.*|gatekeeper.*|argocd-.*|external-(dns|secrets).*|sealed-secrets.*|metrics-server|reloader|keda.*|velero|istiod|linkerd-.*|cluster-autoscaler|karpenter|longhorn-.*|flagd|unleash.*|watchtower|autoheal|(?:amazon-)?cloudwatch-agent.*|cwagent.*|(?:aws-)?xray-daemon|registry|cloudflared|tailscale|weave.*|pause)$/;
const TOOLS = /^(adminer|admin-?tools|pgadmin4?|phpmyadmin|mongo-express|redis-?commander|redisinsight|mailhog|mailpit|mailcatcher|maildev|inbucket|localstack(-.*)?|stripe-mock|wiremock|mockserver|selenium.*|k6|locust|artillery|busybox|pause|alpine|curl|kubectl|ubuntu|debian|bash|wait-for-it|dockerize|migrate|flyway|liquibase|mc|azurite|firebase.*|opensearch-dashboards|swagger-ui|sqlpad|pghero|pgweb|cloudbeaver|dbgate)$/;
const TOOL_NAME = /(^|[-_])((?:vote|traffic|click)[-_]?bot|traffic-?gen(?:erator)?|synthetics?|load-?gen(erator)?|load-?test(er)?|loadgenerator|mock|stub|fake|migrat(e|ion|ions|or)|seed(er)?|init|setup|bootstrap|e2e|playwright|cypress|tests?|virtual-(customer|worker)|debug|dev|devtools|user-?db-?init|populate|back-?up)([-_]|$)|^load$/i;

/** What collects and shows telemetry, by its name alone. */
const TELEMETRY = /^(?:otel(?:col)?|opentelemetry)(?:[-_].*)?$|^(?:otel|opentelemetry)?-?collector$/i;

/** A store's image that is run once, to prepare one: `kafka-setup`. */
const ONE_OFF = /(^|[-_])(init|setup|migrat(e|ion|ions|or)|seed(er)?|bootstrap|populate|provision|create-?(topics?|buckets?))([-_]|$)/i;

/** `postgresql-16`, `redis-cache`, `mysql_primary`: a store by its version or its part. */
const VARIANT = /^(?:db[-_])?(postgres|postgresql|pgsql|mysql|mariadb|mongo|mongodb|redis|valkey|rabbitmq|clickhouse|kafka|elasticsearch|opensearch)(?:[-_](\d[\w.]*(-[a-z]+)?|cache|store|primary|master|replica|node|standalone|server|broker|data))?$/;

/** The last part of an image's name, without registry, tag and digest: `ghcr.io/bitnami/postgresql:16@sha256:…` → `postgresql`. */
export const imageName = (image: string): string => (image.split('@')[0] as string).replace(/:[^/]*$/, '').split('/').at(-1)?.toLowerCase() ?? '';

export const imageTag = (image: string): string | undefined => /:([^/@]+)(@|$)/.exec(image)?.[1];

export const storeOfImage = (image: string): { readonly kind: StoreKind; readonly engine: string } | undefined => {
  const written = imageName(image);
  const name = VARIANT.exec(written)?.[1] ?? written;
  if (name === 'server' && !image.includes('mssql')) return undefined;
  for (const [pattern, kind, engine] of STORES) if (pattern.test(name)) return { kind, engine };
  return undefined;
};

/** A database under an image of somebody's own: `catalogue-db`, `documentdb`. */
export const storeOfName = (name: string): { readonly kind: StoreKind; readonly engine: string } | undefined =>
  storeOfImage(name) ?? (/(^|[-_])(db|database)$|documentdb$/i.test(name) ? { kind: 'database', engine: 'database' } : undefined);

/** Words that are tools' names, and parts of many a product. */
const ANYBODYS = /^(?:registry|agent)$/;

/** What a workload is, by its image and its name. Whatever the repository builds itself is a service, unless it dresses a known tool. */
export const roleOf = (name: string, image: string | undefined, built: boolean, keepsState = false): WorkloadRole => {
  // A stateful set that is called `redis-master` is one, whatever image a template gives it; so is `clickhouse` of an image `clickhouse-for-us`.
  if (storeOfImage(name) !== undefined && (keepsState || (image !== undefined && imageName(image).startsWith(`${name.toLowerCase()}-`)))) return 'store';
  if (!built && image !== undefined) {
    if (ONE_OFF.test(name)) return 'tool';
    if (storeOfImage(image) !== undefined || (!TOOL_NAME.test(name) && storeOfName(name) !== undefined)) return 'store';
    if ((INFRASTRUCTURE.test(name.toLowerCase()) && !(ANYBODYS.test(name.toLowerCase()) && !INFRASTRUCTURE.test(imageName(image)))) || /(?:^|-)operator$/.test(name)) return 'infrastructure';
    if (!TOOLS.test(imageName(image)) && INFRASTRUCTURE.test(imageName(image))) return 'infrastructure';
  }
  if (image === undefined && TELEMETRY.test(name)) return 'infrastructure';
  if (image !== undefined && TOOLS.test(imageName(image))) return 'tool';
  return TOOL_NAME.test(name) ? 'tool' : 'service';
};
