import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../checks/index.ts';
import type { Case } from '../../src/advice/case.ts';
import { findPattern, nameOf } from '../../src/advice/pattern.ts';
import { applies } from '../../src/advice/pattern/applies.ts';
import { shownHere } from '../../src/advice/pattern/here.ts';
import { BREAKER_TEMPLATE, RESILIENCE } from '../../src/lib/knowledge/distributed.ts';
import { GUIDES, PROBLEMS, type GuideName } from '../../src/lib/knowledge/guides.ts';
import { PATTERNS } from '../../src/lib/knowledge/patterns.ts';
import type { ArchitectureDeclaration } from '../../src/model/index.ts';
import { architecture, cli, repository } from '../support.ts';

type Declared = Partial<ArchitectureDeclaration>;
const caseFor = (declared: Declared, facts: Case['facts'] = {}): Case => ({ architecture: architecture(declared), options: {}, facts });
const need = (non_functional: object): Declared => ({ requirements: { non_functional } });
const services = (number: number): Declared => ({ components: Object.fromEntries(Array.from({ length: number }, (_, index) => [`s${index}`, { path: `s${index}`, kind: 'service' as const }])) });
const at = { file: 'src/a.ts', line: 3 };

describe('the guides', () => {
  it("are the library's five, seven of calls, and six that the other phases have", () => {
    expect(GUIDES).toHaveLength(PATTERNS.length + RESILIENCE.length + 6);
    expect(new Set(GUIDES.map(({ id }) => id)).size).toBe(GUIDES.length);
  });

  it.each(GUIDES.map((guide) => [guide.id, guide] as const))('%s: checks that there are, steps, two drawings', (_id, { checks, steps, mermaid, plain, useWhen }) => {
    const ids = new Set(CHECKS.map(({ id }) => id));
    expect(checks.filter((check) => !ids.has(check))).toEqual([]);
    expect(checks.length * steps.length * plain.length * useWhen.length).toBeGreaterThan(0);
    expect(mermaid[0]).toMatch(/^(?:flowchart LR|sequenceDiagram|stateDiagram-v2)$/);
    for (const line of plain) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('have the numbers of the rows', () => {
    expect(GUIDES.find(({ id }) => id === 'circuit-breaker')!.steps.join(' ')).toContain('Open after 5 failures within 60 seconds.');
    expect(BREAKER_TEMPLATE).toMatchObject({ failure_threshold: 5, success_threshold: 3, timeout_seconds: 30 });
    expect(GUIDES.find(({ id }) => id === 'cqrs')!.useWhen[0]).toBe('reads outnumber writes by more than 10 to 1');
    expect(GUIDES.find(({ id }) => id === 'sidecar')).toMatchObject({ useWhen: [expect.stringContaining('more than 10 services')], avoidWhen: [expect.stringContaining('fewer than 5 services')] });
  });
});

describe('names and problems', () => {
  it.each([
    ['CQRS', 'cqrs'], ['outbox pattern', 'outbox'], ['retries', 'retry'], ['service mesh', 'sidecar'], ['circuit breakers', 'circuit-breaker'], ['ACL', 'anti-corruption-layer'], ['BFF', 'bff'], ['strangler', 'strangler-fig'], ['rate limiting', 'rate-limiter'], ['backoff', 'retry'],
    ['saga', 'saga'], ['event sourcing', 'event-sourcing'], ['DLQ', 'dead-letter-queue'], ['API gateway', 'api-gateway'], ['load shedding', 'load-shedding'], ['timeouts', 'timeout'], ['fallback', 'fallback'], ['bulkhead', 'bulkhead'], ['idempotency', 'idempotency'],
    ['duplicate events', 'idempotency'], ['failed messages', 'dead-letter-queue'], ['distributed transactions', 'saga'], ['slow third-party APIs', 'timeout'], ['cascading failures', 'circuit-breaker'], ['publish events reliably', 'outbox'],
  ])('%s → %s', (words, id) => {
    const found = findPattern(words);
    expect('guides' in found && found.guides[0]!.id).toBe(id);
  });

  it('knows none for other words, and what is near', () => {
    expect(findPattern('quantum')).toEqual({});
    expect(findPattern('outbax')).toEqual({ near: 'outbox' });
    // Every problem leads to guides that there are, by names that lead back to them.
    for (const [, ids] of PROBLEMS) for (const id of ids) expect(findPattern(nameOf(id))).toMatchObject({ guides: [{ id }] });
  });
});

describe('whether a pattern applies', () => {
  it.each<[GuideName, Declared, 'yes' | 'no' | 'open']>([
    ['cqrs', need({ read_write_ratio: 11 }), 'yes'], ['cqrs', need({ read_write_ratio: 10 }), 'no'], ['cqrs', {}, 'open'], ['cqrs', { patterns: [{ name: 'cqrs', read_write_ratio: 40 }] }, 'yes'],
    ['sidecar', services(11), 'yes'], ['sidecar', services(10), 'no'], ['sidecar', services(4), 'no'], ['sidecar', {}, 'open'],
    ['bff', { security: { clients: ['spa', 'mobile'] } }, 'yes'], ['bff', { security: { clients: ['spa'] } }, 'no'], ['bff', {}, 'open'],
    ['saga', { ...services(3), ...need({ consistency: 'strong' }) }, 'yes'], ['saga', { style: { name: 'modular-monolith' } }, 'no'], ['saga', {}, 'open'],
    ['event-sourcing', { project: { name: 'x', team_size: 8 }, ...need({ audit_trail: true, temporal_queries: true }) }, 'yes'], ['event-sourcing', { project: { name: 'x', team_size: 4 }, ...need({ audit_trail: true, temporal_queries: true }) }, 'no'], ['event-sourcing', need({ audit_trail: true }), 'no'],
    ['strangler-fig', { project: { name: 'x', type: 'migration' } }, 'yes'], ['strangler-fig', { project: { name: 'x', type: 'greenfield' } }, 'no'], ['strangler-fig', {}, 'open'],
    ['anti-corruption-layer', { externals: { stripe: { kind: 'saas' } } }, 'yes'], ['anti-corruption-layer', { externals: { ours: { kind: 'own-team' } } }, 'no'],
    ['circuit-breaker', { externals: { stripe: { criticality: 'critical' } } }, 'yes'], ['fallback', { externals: { stripe: { criticality: 'optional' } } }, 'yes'],
    ['rate-limiter', { apis: { shop: { style: 'rest', public: true } } }, 'yes'], ['rate-limiter', { apis: { shop: { style: 'rest', public: false } } }, 'no'],
    ['load-shedding', need({ peak_to_baseline: 100 }), 'yes'], ['load-shedding', need({ peak_to_baseline: 99 }), 'no'],
    ['dead-letter-queue', { queues: { jobs: {} } }, 'yes'], ['api-gateway', services(2), 'yes'], ['api-gateway', services(1), 'no'],
  ])('%s with %j: %s', (id, declared, verdict) => expect(applies(caseFor(declared), id).verdict).toBe(verdict));

  it('says nothing of what it did not look at', () => {
    for (const { id } of GUIDES) expect(applies(caseFor({}), id), id).toMatchObject({ verdict: 'open' });
  });

  it('sees an outbox to be needed where data is written and events are sent', () => {
    const messaging = { messages: [{ role: 'publish' as const, engine: 'kafkajs', at, fn: 'x', within: [] }], failures: [] };
    const dataAccess = { entities: [], uses: [{ entity: 'Order', write: true, method: 'save', at, predicate: { names: [] }, around: [] }], scopes: [], rowSecurity: [] };
    expect(applies(caseFor({}, { messaging, dataAccess }), 'outbox')).toMatchObject({ verdict: 'yes', criteria: [{ holds: true, from: 'src/a.ts:3' }] });
    expect(applies(caseFor({}, { messaging: { messages: [], failures: [] }, dataAccess }), 'outbox').verdict).toBe('no');
  });
});

describe('what there is of a pattern', () => {
  it('has a place in the code', () => {
    const breaker = { library: 'opossum', name: 'mail', at, options: {}, perCall: false, guards: [], fallback: { file: 'src/a.ts', line: 9 } };
    const outbound = { modules: [], clients: [], calls: [], breakers: [breaker], graph: {} };
    expect(shownHere(caseFor({}, { outbound }), 'circuit-breaker')).toEqual([{ note: 'opossum mail', from: 'src/a.ts:3' }]);
    expect(shownHere(caseFor({}, { outbound }), 'fallback')).toEqual([{ note: 'the fallback of opossum', from: 'src/a.ts:9' }]);
    const entity = { name: 'Outbox', table: 'loan_outbox', orm: 'drizzle', at, also: [], fields: [] };
    expect(shownHere(caseFor({}, { dataAccess: { entities: [entity], uses: [], scopes: [], rowSecurity: [] } }), 'outbox')).toEqual([{ note: 'the table loan_outbox', from: 'src/a.ts:3' }]);
  });

  it('is bounded', () => {
    const retries = Array.from({ length: 20 }, (_, line) => ({ subject: '', by: 'loop', fn: '', at: { file: 'a.ts', line: line + 1 }, bounded: true as const, delay: 'growing' as const, jitter: true as const, unsafe: [], around: [] }));
    expect(shownHere(caseFor({}, { retries }), 'retry').at(-1)).toEqual({ note: 'and 12 more' });
  });
});

describe('arch-lint pattern', () => {
  const empty = repository({ 'src/a.ts': 'export const a = 1;\n' });

  it('lists all; tells one in every format; pages of checks exist', async () => {
    const list = await cli(['pattern', '--dir', empty]);
    expect(list.code).toBe(0);
    for (const word of ['outbox', 'circuit breaker', 'strangler fig']) expect(list.stdout).toContain(word);
    const { stdout } = await cli(['pattern', 'circuit', 'breaker', '--dir', empty, '--format', 'json']);
    const { checks } = JSON.parse(stdout) as { checks: { page: string }[] };
    for (const { page } of checks) expect(existsSync(page), page).toBe(true);
    expect((await cli(['pattern', 'outbox', '--dir', empty, '--format', 'markdown'])).stdout).toMatch(/```mermaid\nflowchart LR[\s\S]+```\n\n## Here/);
  });

  it('is what ask runs', async () => {
    const { code, stderr, stdout } = await cli(['ask', 'How should I handle duplicate events?', '--dir', empty]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "→ arch-lint pattern 'duplicate events'\n\n" });
    expect(stdout).toMatch(/^idempotency\n/);
  });

  it.each([[['outbax'], "Did you mean 'outbox'?"], [['write-through'], '`arch-lint compare` holds it against another'], [['quantum'], "No pattern is called 'quantum'."], [['outbox', '--dir', '/not/there'], 'There is no folder /not/there']])('%j: a sentence and exit 2', async (args, sentence) =>
    expect(await cli(['pattern', ...args])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) }));
});
