import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../checks/index.ts';
import { review, type ReviewLine } from '../../src/advice/review.ts';
import { REVIEW_CHECKLIST } from '../../src/lib/knowledge/review.ts';
import type { Result, ResultCheck, ResultFinding, Standing } from '../../src/model/index.ts';
import { cli, lint, repository } from '../support.ts';

const GRADINGS = new Map(CHECKS.map(({ id, grading }) => [id, grading]));
const linesOf = (result: Result): readonly ReviewLine[] => (review(result, GRADINGS).data as { lines: ReviewLine[] }).lines;

const finding = (standing: Standing, more: Partial<ResultFinding> = {}): ResultFinding => ({ subject: `s${Math.random()}`, standing, message: `It is ${standing}.`, at: { file: 'src/a.ts', line: 3 }, evidence: [], points: 0, confidence: 'high', waived: false, ...more });
const answer = (check: Partial<ResultCheck>): Result => ({
  project: { name: 'x', stage: 'growth' }, gaps: [], incomplete: [], architecture: { file: 'architecture.yaml' },
  checks: [{ id: 'missing-timeouts', verdict: 'passed', examined: 4, coverage: 1, findings: [], verified: [], unjudged: [], advice: null, ...check }],
} as unknown as Result);
const timeouts = (check: Partial<ResultCheck>): ReviewLine => linesOf(answer(check)).find((line) => line.check === 'missing-timeouts')!;

describe('review marks each line by what was found', () => {
  it.each<[string, Partial<ResultCheck>, Partial<ReviewLine>]>([
    ['all verified', {}, { mark: 'verified', verified: 4, of: 4 }],
    ['some are missing', { findings: [finding('missing')] }, { mark: 'partly', verified: 3, of: 4 }],
    ['one could not be judged', { unjudged: [{ subject: 'z', reason: 'A template.' }] }, { mark: 'partly', verified: 4, of: 5, notes: ['1 could not be judged: A template.'] }],
    ['not all could be read', { coverage: 0.97 }, { mark: 'partly', notes: ['97 % of what it needs could be read.'] }],
    ['all only declared', { examined: 1, findings: [finding('declared')] }, { mark: 'declared only', verified: 0, of: 1 }],
    ['a document says so', { examined: 1, findings: [finding('documented')] }, { mark: 'partly', verified: 0, of: 1 }],
    ['all missing', { examined: 1, findings: [finding('missing')] }, { mark: 'missing' }],
    ['nothing holds, one thing is contradicted', { examined: 2, findings: [finding('missing'), finding('violated')] }, { mark: 'contradicted' }],
    ['no subject', { verdict: 'not-applicable', examined: 0 }, { mark: 'not applicable', of: 0 }],
    ['could not look', { verdict: 'unknown', examined: 0, unjudged: [{ subject: 'missing-timeouts', reason: 'No parser.' }] }, { mark: 'unknown', of: 0, notes: ['Could not be looked at: No parser.'] }],
  ])('%s', (_name, check, expected) => expect(timeouts(check)).toMatchObject(expected));

  it('one contradiction is enough where the worst decides', () => {
    const { checks: [check], ...rest } = answer({ findings: [finding('violated')] });
    const line = linesOf({ ...rest, checks: [{ ...check!, id: 'circular-dependencies' }] }).find((one) => one.check === 'circular-dependencies');
    expect(line).toMatchObject({ mark: 'contradicted', verified: 3, of: 4 });
  });

  it('a waiver is told and changes no mark', () => {
    const line = timeouts({ examined: 1, findings: [finding('violated', { waived: true, waiver: { reason: 'Until the new client.' } })] });
    expect(line).toMatchObject({ mark: 'contradicted', notes: ['Accepted by a waiver: Until the new client.'] });
  });

  it('shows what costs most, and the best pass: code before the declaration', () => {
    const line = timeouts({
      findings: [finding('missing', { points: 1, message: 'cheap' }), finding('missing', { points: 2, message: 'dear' })],
      verified: [finding('verified', { at: { file: 'architecture.yaml', line: 1 } }), finding('verified', { at: { file: 'src/b.ts', line: 9 } })],
    });
    expect(line.evidence).toEqual([expect.objectContaining({ message: 'dear' }), { standing: 'verified', file: 'src/b.ts', line: 9, message: 'It is verified.' }]);
  });

  it('is never green where a check is off', () => {
    expect(linesOf({ ...answer({}), checks: [] }).map(({ mark }) => mark)).toEqual(REVIEW_CHECKLIST.map(() => 'unknown'));
  });
});

describe('arch-lint review', () => {
  it('of the sound house: 28 verified lines in the order of the checklist, each with a place of its evidence', async () => {
    const lines = linesOf(await lint('fixtures/sound-house'));
    expect(lines.map(({ number, item }) => ({ number, item }))).toEqual(REVIEW_CHECKLIST.map(({ number, item }) => ({ number, item })));
    for (const { check, mark, evidence } of lines) expect({ check, mark, evidence }).toMatchObject({ check, mark: 'verified', evidence: [{ standing: 'verified', file: expect.any(String) }] });
  });

  it('prints a table a group, as Markdown with a row a line', async () => {
    const { code, stdout } = await cli(['review', 'fixtures/leaky-house/market', '--format', 'markdown', '--no-cache']);
    expect(code).toBe(0);
    expect(stdout.match(/^\| \d+ \|.*\|$/gm)).toHaveLength(28);
    for (const group of ['Structure', 'Reliability', 'Scalability', 'Security', 'Operability']) expect(stdout).toContain(`## ${group}\n`);
  });

  it('of code that cannot be read is incomplete, and not green', async () => {
    const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\n', 'src/a.ts': 'export const = ;\n' });
    const { code, stdout, stderr } = await cli(['review', folder, '--format', 'json', '--no-cache']);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('incomplete: ') });
    const { lines } = JSON.parse(stdout) as { lines: ReviewLine[] };
    expect(lines.find(({ check }) => check === 'missing-timeouts')).toMatchObject({ mark: 'unknown', evidence: [] });
  });

  it('without a declaration: a sentence and exit 2', async () => {
    expect(await cli(['review', repository({ 'a.ts': '' })])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no architecture.yaml') });
  });
});
