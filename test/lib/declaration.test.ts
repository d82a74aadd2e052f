import { describe, expect, it } from 'vitest';
import { dependencyEdges, keysOf, listOf, placeOf, pointer, resilienceOf } from '../../src/lib/declaration.ts';
import { parseCount, parseDay, parseDuration, parsePercent, parseRate, parseSize } from '../../src/lib/quantity.ts';
import { complianceOf, hasReached, killCriteria, stageOf } from '../../src/lib/stage.ts';
import type { ArchitectureDeclaration } from '../../src/model/index.ts';

const declare = (rest: Partial<ArchitectureDeclaration> = {}): ArchitectureDeclaration => ({ version: 1, project: { name: 'x' }, components: {}, ...rest });

describe('places', () => {
  it('are of the value, or of the nearest around it', () => {
    const at = (line: number) => ({ file: 'architecture.yaml', line, column: 1 });
    const architecture = { file: 'architecture.yaml', places: { '': at(1), '/components': at(4), '/components/a~1b': at(5) } };
    expect(placeOf(architecture, pointer('components', 'a/b', 'owner'))).toEqual(at(5));
    expect(placeOf(architecture, '/components/other')).toEqual(at(4));
    expect(placeOf(architecture, '/scoring')).toEqual(at(1));
    expect(placeOf({ places: {} }, '/scoring')).toEqual({ file: 'architecture.yaml', line: 1, column: 1 });
    expect(keysOf(pointer('components', 'a/b~c', 0))).toEqual(['components', 'a/b~c', '0']);
    expect(listOf(undefined)).toEqual([]);
    expect(listOf('a')).toEqual(['a']);
  });
});

describe('dependencies', () => {
  it('take what the external and the breaker of its name say, unless they say it themselves', () => {
    const declared = declare({
      components: { orders: { path: 'o', depends_on: [{ external: 'stripe', timeout: '2s' }, { component: 'billing' }] }, billing: { path: 'b' } },
      externals: { stripe: { timeout: '10s', degradation: 'Later.' } },
      circuit_breakers: [{ name: 'stripe', failure_threshold: 5 }],
    });
    const [stripe, billing] = dependencyEdges(declared);
    expect(stripe).toMatchObject({ from: 'orders', kind: 'external', to: 'stripe', pointer: '/components/orders/depends_on/0' });
    expect(resilienceOf(declared, stripe!)).toEqual({
      timeout: { value: '2s', pointer: '/components/orders/depends_on/0/timeout' },
      degradation: { value: 'Later.', pointer: '/externals/stripe/degradation' },
      circuit_breaker: { value: { name: 'stripe', failure_threshold: 5 }, pointer: '/circuit_breakers/0' },
    });
    expect(resilienceOf(declared, billing!)).toEqual({});
  });
});

describe('stages', () => {
  const small = { name: 'x', team_size: 2, expected_users: '1K' };
  it('are growth where nothing is said, and a prototype where all kill criteria hold', () => {
    expect(stageOf(declare())).toBe('growth');
    expect(stageOf(declare({ project: { name: 'x', stage: 'MVP' } }))).toBe('MVP');
    expect(stageOf(declare({ project: { ...small, stage: 'scale' } }))).toBe('prototype');
    expect(hasReached('growth', 'MVP')).toBe(true);
    expect(hasReached('MVP', 'growth')).toBe(false);
  });
  it.each<[string, Partial<ArchitectureDeclaration>]>([
    ['/project/team_size', { project: { ...small, team_size: 3 } }],
    ['/project/team_size', { project: { name: 'x', expected_users: 100 } }],
    ['/project/expected_users', { project: { ...small, expected_users: '10K' } }],
    ['/infrastructure/regions/secondary', { infrastructure: { regions: { secondary: ['eu-2'] } } }],
    ['/requirements/non_functional/timezones', { requirements: { non_functional: { timezones: 2 } } }],
    ['/requirements/non_functional/compliance', { requirements: { non_functional: { compliance: ['GDPR'] } } }],
    ['/requirements/non_functional/real_time', { requirements: { non_functional: { real_time: true } } }],
  ])('a project that fails %s is not killed', (pointer, rest) => {
    expect(killCriteria(declare({ project: small, ...rest })).filter(({ holds }) => !holds).map((criterion) => criterion.pointer)).toEqual([pointer]);
  });
  it('no compliance is none, and none is no compliance', () => {
    expect(complianceOf(declare())).toEqual([]);
    expect(complianceOf(declare({ requirements: { non_functional: { compliance: 'none' } } }))).toEqual([]);
    expect(complianceOf(declare({ requirements: { non_functional: { compliance: ['PCI', 'GDPR'] } } }))).toEqual(['PCI', 'GDPR']);
  });
});

describe('quantities', () => {
  it.each([['500ms', 500], ['10s', 10_000], ['5m', 300_000], ['1 hour', 3_600_000], ['2 weeks', 1_209_600_000], ['< 500ms', 500], ['1.5s', 1500], ['10', undefined], ['soon', undefined], ['7 months', undefined]])('%s lasts %s ms', (text, value) => expect(parseDuration(text)).toBe(value));
  it.each([['512Mi', 536_870_912], ['20 KB', 20_000], ['100GB', 1e11], ['GB', 1e9], ['12', 12], ['', undefined], ['big', undefined]])('%s is %s bytes', (text, value) => expect(parseSize(text)).toBe(value));
  it.each([['1K', 1000], ['10M+', 1e7], ['< 500', 500], [2500, 2500], ['many', undefined]])('%s counts %s', (text, value) => expect(parseCount(text)).toBe(value));
  it.each([['100 rps', 100], ['10K+ rps', 10_000], ['120/min', 2], ['3600 requests per hour', 1], ['5', undefined]])('%s is %s a second', (text, value) => expect(parseRate(text)).toBe(value));
  it.each([['99.9%', 99.9], [99.95, 99.95], ['best effort', undefined]])('%s is %s percent', (text, value) => expect(parsePercent(text)).toBe(value));
  it('days exist', () => {
    expect(parseDay('2026-10-01')?.toISOString()).toBe('2026-10-01T00:00:00.000Z');
    expect(parseDay('2026-02-30')).toBeUndefined();
    expect(parseDay('tomorrow')).toBeUndefined();
  });
});
