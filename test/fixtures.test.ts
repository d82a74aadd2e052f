import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../checks/index.ts';
import type { Result, ResultCheck } from '../src/model/index.ts';
import { cli, lint } from './support.ts';

/** A whole house on two loaded cores. */
const LONG = 180_000;

const made: string[] = [];
afterAll(() => { for (const folder of made) rmSync(folder, { recursive: true, force: true }); });

/** A fixture as a repository of its own: what lies around it here, our history included, is none of its story. */
function house(name: string, order: (paths: string[]) => string[] = (paths) => paths): string {
  const from = join('fixtures', name);
  const to = mkdtempSync(join(tmpdir(), 'arch-lint-house-'));
  made.push(to);
  const paths = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const path of order(paths)) {
    const target = join(to, path.slice(from.length + 1));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
  return to;
}

const checkOf = ({ checks }: Result, id: string): ResultCheck => checks.find((check) => check.id === id)!;
const outline = ({ id, findings }: ResultCheck) => findings.map(({ standing, subject, at }) => `${id}: ${standing} ${at.file}${at.line === undefined ? '' : `:${at.line}`} ${subject}`);

/** Read over commits, which a fixture does not have; their own tests make a history. */
const OF_HISTORY: readonly string[] = ['unclear-boundaries', 'untimely-split'];

describe('the sound house', () => {
  /** What a sound service of this kind does not have. */
  const WITHOUT_SUBJECT: Readonly<Record<string, string>> = {
    'hardcoded-hosts': 'every address is handed in from the configuration',
    'missing-compensation': 'one database, so no saga',
    'multi-region-gaps': 'one region, which is enough for 99.9 %',
    'over-architecture': 'nine developers and 100,000 users: the kill criteria do not hold',
    'tenant-leaks': 'one town, one library, one tenant',
    'unsafe-migration': 'there is no old system',
  };
  let result: Result;
  beforeAll(async () => { result = await lint(house('sound-house')); }, LONG);

  it('scores 100 and passes its gate', () => {
    expect(result.checks.flatMap(outline)).toEqual([]);
    expect(result.score).toMatchObject({ total: 100, rating: 'excellent', coverage: 1 });
    expect(result.gate.passed).toBe(true);
  });

  it('is read without a gap', () => {
    expect(result.gaps).toEqual([]);
    expect(result.checks.flatMap(({ id, unjudged }) => unjudged.map(({ subject, reason }) => `${id} ${subject}: ${reason}`))).toEqual([]);
  });

  it.each(CHECKS.map(({ id }) => id))('%s', (id) => {
    const { verdict } = checkOf(result, id);
    if (OF_HISTORY.includes(id)) expect(['passed', 'not-applicable']).toContain(verdict);
    else expect(verdict).toBe(id in WITHOUT_SUBJECT ? 'not-applicable' : 'passed');
  });

  it('does not age: the day of its recovery drill is a schedule, no date', async () => {
    const later = await lint(house('sound-house'), { now: new Date('2036-11-22T12:00:00Z') });
    expect(later.score.total).toBe(100);
  });
});

describe('the leaky house', () => {
  /** What one house cannot hold at a time: too large a product, and too small a one for what it uses. */
  const HOUSES = ['market', 'corner-shop'];
  const found = new Map<string, string[]>();
  beforeAll(async () => {
    for (const name of HOUSES) found.set(name, (await lint(house(`leaky-house/${name}`))).checks.flatMap(outline));
  }, LONG);

  it.each(CHECKS.map(({ id }) => id).filter((id) => !OF_HISTORY.includes(id)))('%s finds something', (id) => {
    expect([...found.values()].flat().filter((line) => line.startsWith(`${id}: `))).not.toEqual([]);
  });

  // Read the difference before you renew it (`vitest run test/fixtures.test.ts -u`): every line is a claim about code.
  it('has these findings, at these places', async () => {
    await expect(`${JSON.stringify(Object.fromEntries(found), null, 2)}\n`).toMatchFileSnapshot('../fixtures/leaky-house/expected.json');
  });
});

describe('the monorepo', () => {
  let result: Result;
  beforeAll(async () => { result = await lint(house('monorepo')); }, LONG);

  it('has a circle across its packages, of modules and of components', () => {
    const subjects = checkOf(result, 'circular-dependencies').findings.map(({ subject }) => subject);
    expect(subjects).toEqual([
      'billing -> orders -> billing',
      'packages/billing/src/charge.ts -> packages/orders/src/index.ts -> packages/orders/src/place-order.ts -> packages/billing/src/index.ts -> packages/billing/src/charge.ts',
    ]);
  });

  it('takes one alias for the folder that the tsconfig of each package names', async () => {
    const { stdout } = await cli(['graph', house('monorepo'), '--no-cache']);
    const { modules } = JSON.parse(stdout) as { modules: { path: string; imports: { specifier: string; to: string | null }[] }[] };
    const edges = modules.flatMap(({ path, imports }) => imports.filter(({ specifier }) => specifier.startsWith('@/')).map(({ specifier, to }) => `${path} ${specifier} ${to}`));
    expect(edges.sort()).toEqual([
      'packages/billing/src/charge.ts @/ledger.js packages/billing/src/internal/ledger.ts',
      'packages/orders/src/index.ts @/order.js packages/orders/src/order.ts',
      'packages/orders/src/index.ts @/place-order.js packages/orders/src/place-order.ts',
      'packages/orders/src/place-order.ts @/order.js packages/orders/src/order.ts',
    ]);
  });
});

describe('the half-read house', () => {
  it('ends as incomplete, and lists what could not be read', async () => {
    const { code, stdout, stderr } = await cli([house('half-read-house'), '--format', 'json', '--no-cache']);
    expect(code).toBe(3);
    expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);
    const { gaps, checks } = JSON.parse(stdout) as Result;
    const places = [...new Set(gaps.map(({ at }) => at?.file))].sort();
    expect(places).toEqual(['alerts/broken.yaml', 'deploy/broken.yaml', 'src/billing/broken.ts', 'src/billing/package.json', 'src/orders/torn.ts']);
    for (const { at, reason } of gaps) {
      expect(at?.line ?? 1).toBeGreaterThan(0);
      expect(reason).not.toBe('');
    }
    // What was looked for in unread files counts as unknown, not as passed.
    expect(checks.find(({ id }) => id === 'alerts-without-runbooks')?.verdict).toBe('unknown');
  });
});

describe('every house', () => {
  it.each(['sound-house', 'leaky-house/market', 'leaky-house/corner-shop', 'monorepo', 'half-read-house'])('%s is answered the same twice, and in whatever order its files were written', async (name) => {
    const folder = house(name);
    const first = JSON.stringify(await lint(folder));
    expect(JSON.stringify(await lint(folder))).toBe(first);
    expect(JSON.stringify(await lint(house(name, (paths) => paths.reverse())))).toBe(first);
  }, LONG);
});
