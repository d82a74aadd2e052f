import { describe, expect, it } from 'vitest';
import { amount, bytes, estimate } from '../../src/advice/estimate.ts';
import { cli, repository } from '../support.ts';

describe('estimate', () => {
  it('computes what the numbers allow, and says what else it needs', () => {
    const { data, blocks } = estimate({ users: 1_000_000, actions_per_day: 10 });
    expect(data).toMatchObject({ found: { dailyActiveUsers: 200_000, requestsPerDay: 2_000_000 } });
    expect(JSON.stringify(blocks)).toContain('needs --response-size');
  });

  it.each([['1K rps', true], ['10 rps', false]])('holds a declared %s against the peak', (throughput, bears_peak) => {
    const declared = { version: 1 as const, project: { name: 'x' }, components: {}, requirements: { non_functional: { throughput } } };
    expect(estimate({ requests_per_day: 864_000 }, declared).data).toMatchObject({ declared: { bears_peak } });
  });

  it.each([[999, '999'], [999.6, '1 K'], [1_500_000, '1.5 M'], [0.2, '0.2'], [7e12, '7000 B']])('writes %s as %s', (value, text) => expect(amount(value)).toBe(text));
  it.each([[0, '0 B'], [1000, '1 kB'], [7.3e9, '7.3 GB']])('writes %s bytes as %s', (value, text) => expect(bytes(value)).toBe(text));
});

describe('arch-lint estimate', () => {
  it('prefers options to the declaration, and prints JSON', async () => {
    const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\nestimates: {users: 10, actions_per_day: 86400}\n' });
    const { code, stdout } = await cli(['estimate', folder, '--users', '50', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema_version: 1, command: 'estimate', found: { dailyActiveUsers: 10, averageRate: 10, peakRate: 30 } });
  });

  it.each([
    [['--users', '0'], '--users takes a number'],
    [['--users', '-3'], '--users takes a number'],
    [['--record-size', '12'], '--record-size takes a size with its unit'],
    [[], 'There is nothing to estimate from.'],
  ])('%j: a sentence and exit 2', async (args, sentence) => {
    const { code, stderr } = await cli(['estimate', repository({ 'a.ts': '' }), ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });
});
