import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { declared, load, MINIMAL, mistakeLines } from './support.ts';
import { loadArchitecture } from '../../src/config/load.ts';
import { placeOf } from '../../src/lib/declaration.ts';

const EXAMPLE = readFileSync(new URL('./example.architecture.yaml', import.meta.url), 'utf8');

describe('the full example', () => {
  it('has no mistake', () => expect(mistakeLines(load(EXAMPLE))).toEqual([]));
  it('keeps places of keys, of items, and of what stands around them', () => {
    const architecture = declared(EXAMPLE);
    const line = (pointer: string): string => EXAMPLE.split('\n')[placeOf(architecture, pointer).line! - 1]!.trim();
    expect(line('/layers/order/2/path')).toContain('name: domain');
    expect(line('/components/orders/owner')).toBe('owner: commerce');
    expect(line('/components/orders/depends_on/1')).toBe('- component: inventory');
    expect(line('/components/orders/depends_on/1/timeout')).toBe('- component: inventory');
    expect(line('/data_stores/main-db/standby')).toBe('main-db:');
    expect(architecture.places['/project/stage']).toEqual({ file: 'architecture.yaml', line: 14, column: 3 });
  });
  it('reads off as off, dates as texts and numbers as numbers', () => {
    const { declared: read } = declared(EXAMPLE);
    expect(read.checks!['unlimited-endpoints']).toBe('off');
    expect(read.disaster_recovery!.last_tested).toBe('2026-09-12');
    expect(read.project.team_size).toBe(14);
    expect(read.requirements!.non_functional!.availability).toBe('99.9%');
  });
});

describe('oddities of YAML', () => {
  it.each([
    ['a byte order mark', `\uFEFF${MINIMAL}`],
    ['line ends of Windows', MINIMAL.replaceAll('\n', '\r\n')],
    ['the mark of a document', `%YAML 1.2\n---\n${MINIMAL}`],
    ['JSON', JSON.stringify({ version: 1, project: { name: 'shop' }, components: { orders: { path: 'src/orders' }, billing: { path: 'src/billing' } } })],
  ])('%s changes nothing', (_, text) => expect(declared(text).declared).toEqual(declared(MINIMAL).declared));

  it('anchors and merge keys are followed, and what is written out wins', () => {
    const { declared: read, places } = declared(`version: 1
project: {name: shop}
components:
  orders: &module {path: src/orders, kind: module, owner: commerce}
  billing:
    <<: *module
    path: src/billing
`);
    expect(read.components['billing']).toEqual({ path: 'src/billing', kind: 'module', owner: 'commerce' });
    expect(places['/components/billing/path']).toEqual({ file: 'architecture.yaml', line: 7, column: 5 });
  });
  it('false switches a check off, too', () => expect(declared(`${MINIMAL}checks: {missing-timeouts: false}\n`).declared.checks).toEqual({ 'missing-timeouts': 'off' }));
  it('names may look like numbers', () => expect(Object.keys(declared('version: 1\nproject: {name: x}\ncomponents:\n  2024: {path: a}\n  1e3: {path: b}\n').declared.components)).toEqual(['2024', '1e3']));

  it('a file of ten megabytes is refused before it is parsed', () => {
    expect(mistakeLines(load(`${MINIMAL}# ${'x'.repeat(10_000_000)}\n`))).toEqual(['architecture.yaml:1:1  The file is larger than 1 MB; a declared architecture is a few hundred lines.']);
  });
  it('an alias bomb is refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)].join('\n');
    expect(mistakeLines(load(bomb))).toEqual([expect.stringMatching(/^architecture\.yaml:\d+:\d+ {2}The file holds more than 50,000 values once its aliases are followed\.$/)]);
  });
  it('an alias inside its own anchor is refused', () => {
    expect(mistakeLines(load('version: 1\nproject: &p {name: x, description: *p}\n'))).toHaveLength(1);
  });
  it('values that are nested without end are refused', () => {
    for (const depth of [100, 400, 100_000]) expect(mistakeLines(load(`version: ${'['.repeat(depth)}${']'.repeat(depth)}\n`))).toEqual([expect.stringMatching(/nested/)]);
  });
  it('what is not UTF-8 is told with its place', () => {
    const loaded = loadArchitecture({ read: () => ({ text: `${MINIMAL}style: {name: \uFFFD}\n`, damaged: true }), find: () => [] }, { path: 'architecture.yaml' });
    expect(mistakeLines(loaded)).toEqual(['architecture.yaml:6:15  This is not valid UTF-8; save the file as UTF-8.']);
  });
  it('a file that cannot be read is told', () => {
    const loaded = loadArchitecture({ read: () => ({ refused: 'is a link that leads out of the repository' }), find: () => [] }, { path: 'architecture.yaml' });
    expect(mistakeLines(loaded)).toEqual(['architecture.yaml  The file is a link that leads out of the repository.']);
  });
});

describe('several mistakes', () => {
  it('are told at once, sorted by place', () => {
    const lines = mistakeLines(load('version: 1\nproject: {name: shop, stage: mvp}\ncomponents:\n  orders: {path: ../orders, kind: modul}\nwaver: []\n'));
    expect(lines.map((line) => line.split('  ')[0])).toEqual(['architecture.yaml:2:30', 'architecture.yaml:4:18', 'architecture.yaml:4:35', 'architecture.yaml:5:1']);
  });
  it('that an anchor repeats are told once', () => {
    expect(mistakeLines(load(`${MINIMAL}externals:\n  a: &x {timeout: soon}\n  b: {<<: *x}\n`))).toHaveLength(2);
  });
});

describe('ids and options of checks', () => {
  const checks = [
    { id: 'missing-timeouts', options: { schema: { type: 'object', additionalProperties: false, properties: { max: { type: 'string' }, depth: { type: 'integer', minimum: 1 } } }, defaults: {} } },
    { id: 'layer-violations' },
    { id: 'acme/odd', options: { schema: { type: 'object', properties: { n: { type: 'number', multipleOf: 2 } } }, defaults: {} } },
  ];
  const lines = (rest: string): string[] => mistakeLines(load(MINIMAL + rest, { checks }));
  it('are taken as they stand where the checks are not known', () => expect(mistakeLines(load(`${MINIMAL}checks: {anything: off}\n`))).toEqual([]));
  it.each([
    ['checks: {missing-timeout: off}', "6:10  checks sets 'missing-timeout', which is no check (did you mean 'missing-timeouts'?); `arch-lint checks` lists them."],
    ['checks: {missing-timeouts: {options: {maxi: 30s}}}', "6:39  checks.missing-timeouts.options has no key 'maxi' (did you mean 'max'?); it takes max and depth."],
    ['checks: {missing-timeouts: {options: {depth: 0}}}', '6:46  checks.missing-timeouts.options.depth must be at least 1, not 0.'],
    ['checks: {layer-violations: {options: {a: 1}}}', '6:29  The check layer-violations has no options.'],
    ['checks: {acme/odd: {options: {n: 3}}}', '6:21  checks.acme/odd.options/n must be multiple of 2.'],
    ['waivers: [{check: layer-violation, subject: x, reason: y}]', "6:19  waivers[0] waives 'layer-violation', which is no check (did you mean 'layer-violations'?); `arch-lint checks` lists them."],
    ['scoring: {gate: {must_pass: [secrets]}}', "6:30  scoring.gate.must_pass names 'secrets', which is no check; `arch-lint checks` lists them."],
    ['checks: {layer-violations: off}\nscoring: {gate: {must_pass: [layer-violations]}}', '7:30  layer-violations must pass, but is off at architecture.yaml:6:10.'],
  ])('%s', (rest, sentence) => expect(lines(`${rest}\n`)).toEqual([`architecture.yaml:${sentence}`]));
  it.each([
    'checks: {missing-timeouts: {severity: critical, options: {max: 30s, depth: 2}}}',
    'checks: {layer-violations: {options: {}}}',
    'checks: {acme/odd: {options: {n: 4}}}',
    'plugins: [arch-lint-plugin-other]\nchecks: {other/odd: off}',
  ])('%s is right', (rest) => expect(lines(`${rest}\n`)).toEqual([]));
});

describe('sensible spellings', () => {
  it.each([
    'requirements: {non_functional: {availability: 99.95}}',
    'requirements: {non_functional: {availability: 99.95%}}',
    'requirements: {non_functional: {latency_p99: 300ms, throughput: 250 req/s, data_volume: 500 GB}}',
    'requirements: {non_functional: {latency_p99: "<2s", throughput: 6000/min, data_volume: "> 2TB"}}',
    'requirements: {non_functional: {latency_p99: best effort, compliance: none}}',
    'requirements: {non_functional: {compliance: [GDPR, ISO27001]}}',
    'constraints: {team_skills: typescript, existing_infra: [AWS, Auth0]}',
    'estimates: {users: 100000, actions_per_day: 30}',
    'externals: {stripe: {timeout: 10 s, circuit_breaker: {timeout_seconds: 0}}}',
    'data_stores: {main: {engine: CockroachDB, encryption_at_rest: aes-256}}',
    'security: {layers: {network: {how: waf, evidence: [infra/waf.tf]}}, authentication: [session, api-keys], public_endpoints: [/health, "GET|HEAD /files/*", "* /open"]}',
    'patterns: [outbox, {name: cqrs, components: [orders], read_write_ratio: 40}]',
    'layers: {order: [{name: domain, path: src/domain, pure: {allow: [zod]}}, {name: infra, path: [src/infra, src/db]}]}',
    'rules: [{name: r, files: "src/**/*.ts", require: "{dir}/{name}.test.ts", because: Tests.}]',
    'rules: [{name: r, from: {component: [orders]}, to: {files: "src/billing/internal/**"}, type_imports: false, severity: critical, because: It is so.}]',
    'decisions: {path: ["docs/adr/*.md", docs/decisions], ignore: docs/adr/README.md}',
    'style: {name: monolith, decision: ADR-2}',
    'migration: {pattern: strangler-fig, from: legacy, extracting: [orders], completed: [catalogue]}',
  ])('%s', (rest) => expect(mistakeLines(load(`${MINIMAL}${rest}\n`))).toEqual([]));
});
