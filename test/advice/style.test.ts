import { describe, expect, it } from 'vitest';
import styleMismatch from '../../checks/simplicity/style-mismatch.ts';
import type { Case } from '../../src/advice/case.ts';
import { style } from '../../src/advice/style.ts';
import { CRITERIA } from '../../src/advice/style/criteria.ts';
import { matrixView } from '../../src/advice/style/matrix.ts';
import type { StyleCriterion, StyleName } from '../../src/lib/knowledge/styles.ts';
import type { ArchitectureDeclaration } from '../../src/model/index.ts';
import { architecture, cli, repository } from '../support.ts';

const caseFor = (declared: Partial<ArchitectureDeclaration>, facts: Case['facts'] = {}): Case => ({ architecture: architecture(declared), options: {}, facts });
const project = (rest: object) => ({ project: { name: 'x', ...rest } }) as Partial<ArchitectureDeclaration>;
const need = (non_functional: object) => ({ requirements: { non_functional } }) as Partial<ArchitectureDeclaration>;

describe('the criteria of the decision matrix', () => {
  it.each<[StyleCriterion, Partial<ArchitectureDeclaration>, Partial<ArchitectureDeclaration>]>([
    ['fewer than five developers', project({ team_size: 4 }), project({ team_size: 5 })],
    ['a small team', project({ team_size: 4 }), project({ team_size: 5 })],
    ['fewer than ten developers', project({ team_size: 9 }), project({ team_size: 10 })],
    ['distribution would come too early', project({ team_size: 9 }), project({ team_size: 10 })],
    ['a simple domain', { contexts: [{ name: 'a' }] }, { contexts: [...'abcde'].map((name) => ({ name })) }],
    ['the domain is complex', { contexts: [...'abcde'].map((name) => ({ name })) }, { contexts: [{ name: 'a' }] }],
    ['speed of delivery decides', { priorities: { time_to_market: 1 } }, { priorities: { time_to_market: 2 } }],
    ['several teams', { components: { a: { path: 'a', owner: 'x' }, b: { path: 'b', owner: 'y' } } }, { components: { a: { path: 'a', owner: 'x' } } }],
    ['the domains are clear', { contexts: [{ name: 'a' }] }, {}],
    ['very large scale is needed at once', project({ expected_users: '10M+' }), project({ expected_users: '1M' })],
    ['the scale is extreme', need({ throughput: '10K+ rps' }), need({ throughput: '1K rps' })],
    ['the scale is not yet massive', project({ expected_users: '1M' }), project({ expected_users: '10M+' })],
    ['the work is asynchronous', { components: { a: { path: 'a', depends_on: [{ queue: 'q', mode: 'async' }] } } }, { components: { a: { path: 'a', depends_on: [{ component: 'b', mode: 'sync', via: 'http' }] }, b: { path: 'b' } } }],
    ['an audit trail is needed', need({ audit_trail: true }), need({ audit_trail: false })],
    ['eventual consistency is acceptable', need({ consistency: 'eventual' }), need({ consistency: 'strong' })],
    ['strong consistency is needed everywhere', need({ consistency: 'strong' }), { ...need({ consistency: 'strong' }), consistency: [{ operation: 'mail', level: 'eventual' }] }],
    ['traffic comes in spikes', need({ peak_to_baseline: 100 }), need({ peak_to_baseline: 99 })],
    ['paying per use fits', { priorities: { cost_efficiency: 2 } }, { priorities: { cost_efficiency: 3 } }],
    ['prototypes must be quick', project({ stage: 'prototype' }), project({ stage: 'MVP' })],
    ['latency decides', need({ latency_p99: '< 100ms' }), need({ latency_p99: 'best effort' })],
    ['reads and writes differ widely', need({ read_write_ratio: 11 }), need({ read_write_ratio: 10 })],
    ['failures must stay in one cell', need({ availability: '99.99%' }), need({ availability: '99.9%' })],
    ['several regions', { infrastructure: { regions: { primary: 'a', secondary: ['b'] } } }, { infrastructure: { regions: { primary: 'a' } } }],
    ['parts must be deployed independently', { style: { name: 'monolith', independent_deployability: true } }, { style: { name: 'monolith', independent_deployability: false } }],
  ])('%s', (criterion, holding, not) => {
    expect(CRITERIA[criterion](caseFor(holding)).holds).toBe(true);
    expect(CRITERIA[criterion](caseFor(not)).holds, 'does not hold').not.toBe(true);
    expect(CRITERIA[criterion](caseFor({}))).toMatchObject({ holds: undefined });
  });

  it('knows no boundary where components import each other, even with contexts', () => {
    const edge = { from: 'a/x.ts', to: 'b/y.ts', line: 3, column: 1, kind: 'value' as const, names: [] };
    const coupling = { components: [], layers: [], instability: [], moduleKnots: [], componentKnots: [{ members: ['a', 'b'], cycle: [edge], edges: [edge], cut: [edge], typeOnly: false }] };
    expect(CRITERIA['the domains are clear'](caseFor({ contexts: [{ name: 'a' }] }, { coupling }))).toEqual({ holds: false, because: 'a and b import each other', from: 'a/x.ts:3' });
  });

  it('tells languages by the main files of each service, JavaScript and TypeScript being one', () => {
    const file = (path: string) => ({ path, bytes: 1, role: 'production' as const });
    const workload = (dir: string) => ({ name: dir, role: 'service' as const, dir, deployments: [] });
    const facts = { files: { files: ['a/x.go', 'a/y.go', 'a/tool.py', 'b/x.ts', 'c/x.js'].map(file) }, workloads: { workloads: ['a', 'b', 'c'].map(workload) } };
    expect(CRITERIA['several languages are needed'](caseFor({}, facts))).toEqual({ holds: true, because: 'services are written in Go and TypeScript' });
  });
});

describe('the matrix', () => {
  it('is contradicted by one thing to avoid, whatever speaks for a style', () => {
    const one = caseFor({ ...project({ team_size: 9 }), style: { name: 'microservices', independent_deployability: true } });
    expect(matrixView(one, 'microservices')).toMatchObject({ verdict: 'contradicted' });
    expect(matrixView(caseFor({ ...project({ team_size: 12 }), style: { name: 'microservices', independent_deployability: true } }), 'microservices')).toMatchObject({ verdict: 'fits' });
    expect(matrixView(caseFor({}), 'serverless')).toMatchObject({ verdict: 'open' });
    expect(matrixView(caseFor({}), 'service-oriented')).toBeUndefined();
  });
});

describe('the answer agrees with the check style-mismatch', () => {
  const names: readonly StyleName[] = ['monolith', 'modular-monolith', 'service-oriented', 'microservices', 'cell-based', 'serverless'];
  const grid = names.flatMap((name) => [1, 4, 5, 15, 16].flatMap((team_size) => [undefined, false, true].flatMap((independent) => [undefined, 4, 5].flatMap((contexts) => [undefined, 'A reason.'].map((reason) => ({ name, team_size, independent, contexts, reason }))))));
  it.each(grid)('$name, $team_size developers, independent: $independent, contexts: $contexts, reason: $reason', ({ name, team_size, independent, contexts, reason }) => {
    const declared: Partial<ArchitectureDeclaration> = {
      ...project({ team_size }), style: { name, ...(independent !== undefined && { independent_deployability: independent }), ...(reason && { reason }) },
      ...(contexts && { contexts: Array.from({ length: contexts }, (_, index) => ({ name: `c${index}` })) }),
    };
    const { judgements, unjudged = [] } = styleMismatch.inspect({ architecture: architecture(declared), units: { units: [] } }, {});
    const found = judgements.find(({ subject }) => subject === `choice of ${name}`)?.standing;
    const open = unjudged.some(({ subject }) => subject === `choice of ${name}`);
    const { flowchart } = (style(caseFor(declared)).data as { declared: { flowchart?: string } }).declared;
    expect(flowchart).toEqual(name === 'serverless' ? undefined : open ? 'undecided' : found === undefined ? 'agrees' : found === 'declared' ? 'reasoned' : expect.stringMatching(/^(simpler|larger)$/));
  });
});

describe('the common mistakes', () => {
  it.each<[string, Partial<ArchitectureDeclaration>]>([
    ['services-from-day-one', { ...project({ team_size: 4 }), style: { name: 'microservices' } }],
    ['early-kubernetes', { ...project({ team_size: 3 }), infrastructure: { orchestration: 'kubernetes' } }],
    ['event-sourcing-everywhere', { patterns: ['event-sourcing'] }],
  ])('%s', (id, declared) => {
    expect(style(caseFor(declared)).data).toMatchObject({ mistakes: [{ id }] });
    expect(style(caseFor({ project: { name: 'x', team_size: 12 }, ...need({ audit_trail: true, temporal_queries: true }), infrastructure: { orchestration: 'kubernetes' }, patterns: ['event-sourcing'] })).data).toMatchObject({ mistakes: [] });
  });
});

describe('arch-lint style', () => {
  const folder = () => repository({ 'architecture.yaml': 'version: 1\nproject: {name: shop, team_size: 9}\ncomponents: {a: {path: src}}\n', 'src/a.ts': 'export const a = 1;\n' });
  const ask = async (...args: string[]) => JSON.parse((await cli(['style', folder(), '--format', 'json', ...args])).stdout);

  it('walks with what is declared, and says what is not answered', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ command: 'style', leads_to: ['modular-monolith'], steps: [{ question: 'developers', answer: '9', from: 'architecture.yaml:2' }, { question: 'independent deployment', answer: expect.stringContaining('--independent-deploys') }, {}, {}] });
    expect(answer).not.toHaveProperty('declared');
    expect(answer.follows.map(({ source }: { source: string }) => source)).toContain('Phase 2, selection flowchart');
  });

  it('lets options win', async () => {
    expect(await ask('--independent-deploys', 'yes', '--contexts', '5', '--peak', '150', '--audit')).toMatchObject({ leads_to: ['microservices'], additions: ['serverless', 'event-sourcing'] });
    expect(await ask('--team', '2')).toMatchObject({ leads_to: ['monolith'], steps: [{ from: '--team 2' }, {}, {}] });
    expect(await ask('--audit', 'no')).toMatchObject({ additions: [] });
  });

  it('shows every way out where the number of developers is unknown', async () => {
    const { code, stdout } = await cli(['style', repository({ 'a.ts': '' })]);
    expect(code).toBe(0);
    expect(stdout).toContain('give --team N');
    expect(stdout).toContain('more than 15');
  });

  it.each([
    [['--team', '0'], '--team takes the number of developers'], [['--team', '2.5'], '--team takes'], [['--contexts', 'many'], '--contexts takes'], [['--peak', '-1'], '--peak takes'],
    [['--independent-deploys', 'maybe'], "--independent-deploys takes yes or no; 'maybe' is neither."], [['--audit', '7'], '--audit takes yes or no'],
  ])('%j: a sentence and exit 2', async (args, sentence) => {
    const { code, stderr } = await cli(['style', folder(), ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  it('says that there is no such folder', async () => {
    expect(await cli(['style', '/nowhere/at/all'])).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no folder') });
  });
});
