import { describe, expect, it } from 'vitest';
import storeMisfit from '../../checks/cost-efficiency/store-misfit.ts';
import type { Case } from '../../src/advice/case.ts';
import { needOf } from '../../src/advice/database/needs.ts';
import { database } from '../../src/advice/database.ts';
import { PURPOSE_FIT, STORES } from '../../src/lib/knowledge/data.ts';
import type { ArchitectureDeclaration, DeclaredDataStore } from '../../src/model/index.ts';
import { architecture, cli, repository } from '../support.ts';

const caseFor = (declared: Partial<ArchitectureDeclaration>, facts: Case['facts'] = {}): Case => ({ architecture: architecture(declared), options: {}, facts });
const chosen = (declared: Partial<ArchitectureDeclaration>, ...words: string[]) => (database(caseFor(declared), words.map(needOf)).data as { needs: { choose: string; because: string }[] }).needs.map(({ choose }) => choose);
const aws = { infrastructure: { cloud: 'aws' } } as const;

describe('needOf', () => {
  it.each([
    ['relational', ['relational']], ['orders with joins', ['relational']], ['Full-text search', ['search']], ['flexible schema', ['document']], ['sensor measurements', ['time-series']], ['friends of friends', ['graph']],
    ['sessions', ['session']], ['OLAP', ['analytics']], ['an event log', ['event-log']], ['ordered events', ['queue']], ['messages in order', ['queue']], ['uploads', ['object-storage']], ['embeddings', ['vector']], ['search and a queue', ['search', 'queue']], ['GraphQL', []], ['shopping carts', []],
  ] as [string, string[]][])('%s → %j', (words, purposes) => expect(needOf(words).purposes).toEqual(purposes));

  it('knows each purpose of architecture.yaml by its own word', () => {
    for (const purpose of Object.keys(PURPOSE_FIT)) expect(needOf(purpose).purposes).toEqual([purpose]);
  });
});

describe('the choice', () => {
  it.each<[string, Partial<ArchitectureDeclaration>, string]>([
    ['relational', {}, 'PostgreSQL'],
    ['document', {}, 'MongoDB or DynamoDB'],
    ['document', aws, 'DynamoDB'],
    ['document', { infrastructure: { cloud: 'gcp' } }, 'MongoDB'],
    ['document', { requirements: { non_functional: { consistency: 'strong' } } }, 'PostgreSQL'],
    ['graph', aws, 'Neptune'],
    ['time-series', {}, 'TimescaleDB or InfluxDB'],
    ['time-series', { data_stores: { db: { engine: 'postgresql', purpose: 'relational' } } }, 'TimescaleDB'],
    ['queue', {}, 'Kafka, SQS or RabbitMQ'],
    ['events in order', {}, 'Kafka'],
    ['routed messages', {}, 'RabbitMQ'],
    ['simple messages', aws, 'SQS'],
    ['analytics', { infrastructure: { cloud: 'gcp' } }, 'BigQuery'],
    ['queue', { queues: { jobs: { engine: 'rabbitmq' } } }, 'RabbitMQ'],
    ['streams of messages', { queues: { jobs: { engine: 'rabbitmq' } } }, 'Kafka'],
    ['search', { data_stores: { index: { engine: 'opensearch', purpose: 'search' } } }, 'OpenSearch'],
    ['relational', { data_stores: { db: { engine: 'mysql', purpose: 'relational' } } }, 'MySQL'],
  ])('%s with %j: %s', (words, declared, store) => expect(chosen(declared, words)).toEqual([store]));

  it('keeps documents in PostgreSQL where they are joined with the rest', () => {
    expect(chosen({}, 'joins', 'flexible schema')).toEqual(['PostgreSQL', 'PostgreSQL']);
  });

  it('names the row with what to avoid', () => {
    expect(database(caseFor({}), [needOf('search')]).follows).toContainEqual({ rule: 'For full-text search: Elasticsearch or Meilisearch; to avoid: SQL LIKE queries at scale.', source: 'Phase 4, database selection guide' });
  });
});

describe('the declared stores', () => {
  const engines = ['postgresql', 'mongodb', 'redis', 'kafka', 'home-made'];
  const grid = Object.keys(PURPOSE_FIT).flatMap((purpose) => engines.flatMap((engine) => [undefined, 'A reason.'].map((reason) => ({ purpose, engine, reason }))));
  it.each(grid)('$engine for $purpose ($reason): as the check store-misfit says', ({ purpose, engine, reason }) => {
    const one = caseFor({ data_stores: { it: { engine, purpose: purpose as NonNullable<DeclaredDataStore['purpose']>, ...(reason && { reason }) } } });
    const [judgement] = storeMisfit.inspect({ architecture: one.architecture }, {}).judgements;
    const [{ fit }] = (database(one, []).data as { declared: [{ fit: string }] }).declared;
    expect(fit).toBe(judgement === undefined ? 'unknown' : judgement.standing === 'violated' ? 'misfit' : judgement.message.includes('reason is written down') ? 'reasoned' : 'fits');
  });

  it('are told from those that are only found', () => {
    const at = { file: 'compose.yaml', line: 3 };
    const store = (engine: string, kind: 'database' | 'cache') => ({ name: engine, kind, engine, managed: false, source: 'compose' as const, release: '.', example: false, resource: engine, at, redundant: { note: '', at } });
    const { found } = database(caseFor({ caches: { hot: { engine: 'valkey' } } }, { stores: { stores: [store('redis', 'cache'), store('mysql', 'database'), { ...store('mongodb', 'database'), example: true }] } }), []).data as { found: { engine: string; declared_as: string | null }[] };
    expect(found.map(({ engine, declared_as }) => [engine, declared_as])).toEqual([['mysql', null], ['redis', 'hot']]);
  });

  it('say where messages lie in the database', () => {
    const messaging = { messages: [{ role: 'publish' as const, engine: 'pg-boss', at: { file: 'src/jobs.ts', line: 9 }, fn: 'enqueue', within: [] }], failures: [] };
    expect(database(caseFor({}, { messaging }), []).data).toMatchObject({ database_as_queue: [{ library: 'pg-boss', from: 'src/jobs.ts:9' }] });
  });
});

describe('consistency and caching', () => {
  const fits = (declared: Partial<ArchitectureDeclaration>, key: 'consistency' | 'caching') => (database(caseFor(declared), []).data as Record<string, { fits: string | null } | undefined>)[key]?.fits;
  const need = (non_functional: object) => ({ requirements: { non_functional } }) as Partial<ArchitectureDeclaration>;
  const two = { components: { a: { path: 'a', kind: 'service' }, b: { path: 'b', kind: 'service' } } } as const;
  it.each<[string, Partial<ArchitectureDeclaration>, string | null | undefined]>([
    ['not asked', {}, undefined],
    ['strong in one service', { ...need({ consistency: 'strong' }), style: { name: 'modular-monolith' } }, 'transaction'],
    ['strong between services, nothing more', { ...need({ consistency: 'strong' }), ...two }, null],
    ['strong between services with a long saga', { ...need({ consistency: 'strong' }), ...two, sagas: [{ name: 'order', steps: [...'abc'].map((name) => ({ name, service: name, action: 'x' })) }] }, 'orchestration'],
    ['eventual', need({ consistency: 'eventual' }), 'idempotent-consumers'],
  ])('%s', (_name, declared, mechanism) => expect(fits(declared, 'consistency')).toBe(mechanism));
  it.each<[string, Partial<ArchitectureDeclaration>, string | null | undefined]>([
    ['many reads', need({ read_write_ratio: 20 }), 'cache-aside'],
    ['more writes than reads', need({ read_write_ratio: 0.5 }), 'write-behind'],
    ['strong', { ...need({ consistency: 'strong' }), caches: { hot: { engine: 'redis' } } }, 'write-through'],
    ['nothing said', { caches: { hot: { engine: 'redis' } } }, null],
    ['hot keys expire', { caches: { hot: { engine: 'redis', ttl: '5m' } } }, 'stampede-prevention'],
  ])('%s', (_name, declared, pattern) => expect(fits(declared, 'caching')).toBe(pattern));
});

describe('arch-lint database', () => {
  it('prints JSON with a place for each store', async () => {
    const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\ndata_stores:\n  jobs: {engine: postgresql, purpose: queue}\n' });
    const { code, stdout } = await cli(['database', folder, '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'database', declared: [{ name: 'jobs', fit: 'misfit', from: 'architecture.yaml:5' }] });
  });

  it('answers without a declaration: PostgreSQL, and the eight rows', async () => {
    const { stdout } = await cli(['database', repository({ 'a.ts': '' })]);
    expect(stdout).toContain('PostgreSQL serves nine uses of ten');
    for (const { bestFit } of STORES) expect(stdout).toContain(bestFit[0]!.split(' ')[0]);
  });

  it.each([['serach', "Did you mean 'search'?"], ['shopping carts', 'No row of the guide is about']])('--need %s: a sentence and exit 2', async (need, sentence) => {
    expect(await cli(['database', repository({ 'a.ts': '' }), '--need', need])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) });
  });
});
