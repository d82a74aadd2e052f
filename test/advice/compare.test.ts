import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/advice/case.ts';
import { compareEntries } from '../../src/advice/compare.ts';
import { find, TABLES } from '../../src/advice/tables/index.ts';
import { API_STYLES, VERSIONING } from '../../src/lib/knowledge/apis.ts';
import { CACHING, CONSISTENCY, MESSAGING, STORES } from '../../src/lib/knowledge/data.ts';
import { RESILIENCE } from '../../src/lib/knowledge/distributed.ts';
import { CLOUD_SERVICES } from '../../src/lib/knowledge/infrastructure.ts';
import { TENANCY } from '../../src/lib/knowledge/review.ts';
import { AUTHENTICATION, DEFENSE_LAYERS } from '../../src/lib/knowledge/security.ts';
import { INTEGRATIONS } from '../../src/lib/knowledge/structure.ts';
import type { ArchitectureDeclaration } from '../../src/model/index.ts';
import { architecture, cli, repository } from '../support.ts';

type Declared = Partial<ArchitectureDeclaration>;
interface Said { readonly fits: string | null; readonly entries: readonly { readonly id: string; readonly reasons: readonly { readonly speaks: string; readonly because: string; readonly from?: string; readonly row: string }[] }[]; readonly would_decide?: readonly string[] }

function compared(words: readonly string[], declared: Declared = {}, facts: Case['facts'] = {}): Said {
  const found = find(words);
  if (!('table' in found) || !('entries' in found)) throw new Error(JSON.stringify(found));
  return compareEntries({ architecture: architecture(declared), options: {}, facts }, found.table, found.entries).data as Said;
}
const meant = (...words: string[]): string => {
  const found = find(words);
  return 'entries' in found ? `${found.table.id}: ${found.entries.map(({ id }) => id).join(' ')}` : JSON.stringify('unknown' in found ? { unknown: found.unknown, near: found.near } : Object.keys(found));
};
const need = (non_functional: object): Declared => ({ requirements: { non_functional } });

describe('the tables', () => {
  it('have every row of the knowledge', () => {
    const sizes = Object.fromEntries(TABLES.map(({ id, entries }) => [id, entries.length]));
    expect(sizes).toEqual({
      'styles': 8, 'messaging': MESSAGING.length, 'stores': STORES.flatMap(({ engines }) => engines).length, 'consistency': CONSISTENCY.length, 'caching': CACHING.length, 'api-styles': API_STYLES.length, 'api-versioning': VERSIONING.length,
      'resilience': RESILIENCE.length, 'integrations': INTEGRATIONS.length, 'cloud-services': CLOUD_SERVICES.flatMap(({ services }) => Object.values(services).flat()).length, 'providers': 4, 'authentication': AUTHENTICATION.length, 'tenancy': TENANCY.length, 'defence': DEFENSE_LAYERS.length,
    });
  });

  it.each(TABLES.map((table) => [table.id, table] as const))('%s: as many cells as columns, ids once, and an answer to an empty declaration', (_id, { columns, entries }) => {
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    for (const entry of entries) {
      expect(entry.cells, entry.id).toHaveLength(columns.length);
      for (const { because } of entry.reasons({ architecture: architecture({}), options: {}, facts: {} })) expect(because).not.toMatch(/undefined/);
    }
  });
});

describe('names', () => {
  it.each([
    [['Postgres', 'mongo'], 'stores: postgresql mongodb'], [['SQS', 'RabbitMQ'], 'messaging: sqs rabbitmq'], [['kafka', 'sqs', 'Rabbit MQ'], 'messaging: kafka sqs rabbitmq'], [['kafka', 'nats'], 'stores: kafka nats'],
    [['JWT', 'sessions'], 'authentication: jwt session'], [['OIDC', 'api keys'], 'authentication: oauth2-oidc api-keys'], [['2PC', 'sagas'], 'consistency: two-phase-commit choreography orchestration'], [['orchestration', 'choreography'], 'consistency: orchestration choreography'],
    [['url versioning', 'header'], 'api-versioning: url-path header'], [['event sourcing', 'monolith'], 'styles: cqrs-event-sourcing monolith'], [['micro-services', 'modular monolith'], 'styles: microservices modular-monolith'], [['k8s', 'ECS'], 'cloud-services: kubernetes ecs'],
    [['AWS', 'google cloud'], 'providers: aws gcp'], [['RLS', 'database per tenant'], 'tenancy: shared-rows separate-databases'], [['write-back', 'lazy loading'], 'caching: write-behind cache-aside'], [['retries', 'breaker'], 'resilience: retry circuit-breaker'],
    [['ws', 'server-sent events'], 'api-styles: websocket sse'], [['Elastic', 'Meilisearch'], 'stores: elasticsearch meilisearch'], [['waf', 'tls'], 'defence: network transport'], [['S3', 'MinIO'], 'cloud-services: s3 minio'], [['thin acl', 'shared contract'], 'integrations: saas own-team'],
    [['REST', 'Kafka'], '["apart"]'], [['pg', 'postgres'], '["same","entry"]'], [['Postgress', 'MySQL'], '{"unknown":"Postgress","near":"PostgreSQL"}'], [['REST', 'GraphQLL'], '{"unknown":"GraphQLL","near":"GraphQL"}'], [['REST', 'quantum'], '{"unknown":"quantum"}'],
  ] as [string[], string][])('%j → %s', (words, expected) => expect(meant(...words)).toBe(expected));
});

describe('which fits', () => {
  const api = (rest: object): Declared => ({ apis: { shop: { style: 'rest', ...rest } } }) as Declared;
  it.each<[string[], Declared, string | null]>([
    [['REST', 'GraphQL'], {}, null],
    [['REST', 'GraphQL'], api({ public: true }), 'rest'],
    [['REST', 'GraphQL'], { apis: { shop: { style: 'graphql', clients: ['spa', 'mobile'], nested_data: true } } }, 'graphql'],
    [['REST', 'GraphQL'], { apis: { shop: { style: 'graphql', clients: ['spa'] } } }, 'rest'],
    [['REST', 'gRPC'], api({ clients: ['internal-service'], public: false }), 'grpc'],
    [['gRPC', 'REST'], { apis: { shop: { style: 'grpc', clients: ['internal-service', 'server'] } } }, 'grpc'],
    [['gRPC', 'REST'], api({ clients: ['spa', 'mobile'] }), 'rest'],
    [['WebSocket', 'SSE'], api({ streaming: 'server' }), 'sse'],
    [['WebSocket', 'SSE'], api({ streaming: 'bidirectional' }), 'websocket'],
    [['URL path', 'header'], api({ public: true }), 'url-path'],
    [['URL path', 'header', 'none'], api({ public: false }), 'header'],
    [['PostgreSQL', 'MongoDB'], {}, 'postgresql'],
    [['PostgreSQL', 'MongoDB'], { data_stores: { pages: { engine: 'mongodb', purpose: 'document' } } }, 'mongodb'],
    [['PostgreSQL', 'Redis'], {}, null],
    [['Kafka', 'SQS'], { queues: { orders: { ordering: 'per-key' } } }, 'kafka'],
    [['Kafka', 'SQS'], { infrastructure: { cloud: 'gcp' }, queues: { orders: { ordering: 'per-key' } } }, 'kafka'],
    [['monolith', 'microservices'], { project: { name: 'x', team_size: 3 } }, 'monolith'],
    [['modular monolith', 'microservices'], { project: { name: 'x', team_size: 9 } }, 'modular-monolith'],
    [['microservices', 'modular monolith'], { project: { name: 'x', team_size: 30 } }, 'microservices'],
    [['JWT', 'sessions'], { security: { clients: ['mobile'] } }, 'jwt'],
    [['JWT', 'sessions'], { security: { clients: ['server-rendered'] } }, 'session'],
    [['mTLS', 'API keys'], { components: { a: { path: 'a', kind: 'service' } }, security: { clients: ['server'] } }, 'api-keys'],
    [['RLS', 'isolated'], {}, 'shared-rows'],
    [['RLS', 'database per tenant'], { constraints: { budget: 'enterprise' }, ...need({ compliance: ['HIPAA'] }) }, 'separate-databases'],
    [['Lambda', 'Cloud Functions'], { infrastructure: { cloud: 'gcp' } }, 'cloud functions'],
    [['Lambda', 'ECS'], { infrastructure: { cloud: 'aws' }, ...need({ peak_to_baseline: 200 }) }, 'lambda'],
    [['EKS', 'ECS'], { project: { name: 'x', team_size: 3 }, infrastructure: { cloud: 'aws' } }, 'ecs'],
    [['AWS', 'GCP'], { infrastructure: { cloud: 'aws' } }, 'aws'],
    [['timeout', 'retry'], {}, null],
    [['S3', 'Lambda'], { infrastructure: { cloud: 'aws' } }, null],
  ])('%j with %j: %s', (words, declared, fits) => expect(compared(words, declared).fits).toBe(fits));

  it('each reason has its place and its row', () => {
    const one = architecture({ apis: { shop: { style: 'rest', public: true } } }, { '/apis/shop/public': { file: 'architecture.yaml', line: 7, column: 3 } });
    const found = find(['REST', 'GraphQL']) as Extract<ReturnType<typeof find>, { entries: unknown }>;
    const { entries: [rest] } = compareEntries({ architecture: one, options: {}, facts: {} }, found.table, found.entries).data as Said;
    expect(rest!.reasons[0]).toEqual({ speaks: 'for', weight: 2, because: 'shop is public, and everybody can call REST', from: 'architecture.yaml:7', row: 'API styles: REST' });
  });

  it('counts what the code serves', () => {
    const endpoint = { subject: 'query x', kind: 'graphql' as const, framework: 'graphql', at: { file: 'src/a.ts', line: 4 }, chain: [], reads: [], writes: false };
    expect(compared(['REST', 'GraphQL'], {}, { endpoints: { endpoints: [endpoint], globals: [] } })).toMatchObject({ fits: 'graphql', entries: [{ id: 'rest' }, { reasons: [{ because: 'the code serves 1 endpoint of it', from: 'src/a.ts:4' }] }] });
  });

  it('says what would decide, without what is declared already', () => {
    expect(compared(['REST', 'GraphQL'])).toMatchObject({ fits: null, would_decide: expect.arrayContaining(['apis.*.clients', 'apis.*.public']) });
    expect(compared(['cache-aside', 'read-through'], need({ read_write_ratio: 1 })).would_decide ?? []).not.toContain('requirements.non_functional.read_write_ratio');
  });
});

describe('arch-lint compare', () => {
  const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {name: shop, team_size: 4}\ncomponents: {a: {path: src}}\n', 'src/a.ts': 'export const a = 1;\n' });

  it('works with and without architecture.yaml, in every format', async () => {
    const { code, stdout } = await cli(['compare', 'monolith', 'microservices', '--dir', folder]);
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: 'monolith or microservices for shop' });
    expect(stdout).toContain('architecture.yaml:2');
    expect((await cli(['compare', 'REST', 'GraphQL', '--dir', repository({ 'a.ts': '' }), '--format', 'markdown'])).stdout).toContain('| best for |');
    expect(JSON.parse((await cli(['compare', 'REST', 'GraphQL', '--dir', folder, '--format', 'json'])).stdout)).toMatchObject({ command: 'compare', table: 'api-styles' });
    expect((await cli(['compare'])).stdout).toContain('Message brokers');
  });

  it('is what ask runs', async () => {
    const { code, stderr, stdout } = await cli(['ask', 'Help me choose between Postgres and MongoDB', '--dir', folder]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '→ arch-lint compare Postgres MongoDB\n\n' });
    expect(stdout).toMatch(/^PostgreSQL or MongoDB for shop/);
  });

  it.each([
    [['REST'], 'It takes two names'], [['REST', 'Kafka'], "'REST' is of API styles and 'Kafka' is of Message brokers"], [['REST', 'GrapQL'], "Did you mean 'GraphQL'? API styles are"], [['pg', 'postgres'], 'are the same: PostgreSQL'],
    [['kafka', 'sqs', 'rabbitmq', 'nats', 'pulsar'], "No table has 'pulsar'"], [['kafka', 'sqs', 'rabbitmq', 'nats', 'kinesis'], '5 entries are too many'], [['REST', 'GraphQL', '--dir', '/not/there'], 'There is no folder /not/there'],
  ])('%j: a sentence and exit 2', async (args, sentence) => expect(await cli(['compare', ...args])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) }));
});
