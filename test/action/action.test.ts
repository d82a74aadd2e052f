import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clone, commit, git, gitRepository } from '../git.ts';
import { githubApi } from './api.ts';
import { action, runAction, type Job } from './runner.ts';

const SHOP = {
  'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders}\n  billing: {path: src/billing}\nscoring: {gate: {score: 0}}\n',
  'src/orders/index.ts': 'export const order = 1;\n',
  'src/billing/index.ts': "import { order } from '../orders/index.js';\nexport const bill = order;\n",
};
const CIRCLE = { 'src/orders/index.ts': "import { bill } from '../billing/index.js';\nexport const order = 1;\nexport const late = () => bill;\n" };

/** The merge commit of a pull request with a new circle, as actions/checkout leaves it. */
function pullRequest(depth: number): { workspace: string; base: string } {
  const origin = gitRepository(SHOP);
  git(origin, 'checkout', '--quiet', '-b', 'feature');
  commit(origin, CIRCLE);
  git(origin, 'checkout', '--quiet', 'main');
  const base = commit(origin, { 'README.md': 'moved on\n' });
  git(origin, 'checkout', '--quiet', '-b', 'merge');
  git(origin, 'merge', '--quiet', '--no-ff', '-m', 'merge', 'feature');
  return { workspace: clone(origin, '--branch', 'merge', ...(depth > 0 ? ['--depth', String(depth)] : [])), base };
}

const event = (base: string, from = 'acme/shop'): NonNullable<Job['event']> => ({
  name: 'pull_request',
  payload: { pull_request: { number: 7, base: { sha: base, ref: 'main', repo: { full_name: 'acme/shop' } }, head: { repo: { full_name: from } } } },
});

describe('the action on events', () => {
  it('push: judges, summarises, compares with nothing', async () => {
    const done = await runAction({ workspace: gitRepository(SHOP) });
    expect(done).toMatchObject({ failed: false, outputs: { gate: 'passed', delta: '', 'new-findings': '', 'exit-code': '0' } });
    expect(Number(done.outputs.score)).toBeGreaterThan(0);
    expect(done.summary).toContain('Architecture of shop');
    expect(JSON.parse(readFileSync(done.outputs['result-path']!, 'utf8'))).toMatchObject({ schema_version: 1 });
    expect(done.ran).toEqual(['Look at Node', 'Restore the program', 'Restore what was read', 'Judge', 'Keep what was read', 'End by the gate']);
  });

  it('pull_request: finds the base behind the merge commit, even in a checkout of one commit', async () => {
    const { workspace, base } = pullRequest(1);
    const done = await runAction({ workspace, event: event(base), with: { 'fail-on': 'critical' } });
    expect(done.log).not.toContain('nothing is compared');
    expect(done).toMatchObject({ failed: true, outputs: { gate: 'failed', 'exit-code': '1' } });
    expect(Number(done.outputs['new-findings'])).toBeGreaterThan(0);
    expect(Number(done.outputs.delta)).toBeLessThan(0);
    expect(done.log).toMatch(/^::(error|warning) file=src\/(orders|billing)\/index\.ts,.*circular-dependencies/m);
    expect(done.ran.at(-1)).toBe('End by the gate');
  });

  it('pull_request without a reachable base: says so; refuses where only a comparison can answer', async () => {
    const { workspace } = pullRequest(1);
    git(workspace, 'remote', 'set-url', 'origin', 'file:///nowhere');
    const lost = event('a'.repeat(40));
    const done = await runAction({ workspace, event: lost });
    expect(done).toMatchObject({ failed: false, outputs: { delta: '' } });
    expect(done.log).toContain('::warning::The commit to compare with (main) is not in this checkout');
    expect(await runAction({ workspace, event: lost, with: { 'fail-on': 'any' } })).toMatchObject({ failed: true, outputs: { 'exit-code': '2' } });
  });

  it('workflow_dispatch: no comment, although one is asked for', async () => {
    const api = await githubApi(() => ({ status: 500 }));
    const done = await runAction({ workspace: gitRepository(SHOP), event: { name: 'workflow_dispatch', payload: { inputs: {} } }, with: { comment: 'true' }, api: api.url });
    api.close();
    expect(done.failed).toBe(false);
    expect(done.log).toContain('No comment: the workflow was not started by a pull request.');
    expect(api.calls).toEqual([]);
  });

  it('a broken architecture.yaml ends with 2 and the summary says where', async () => {
    const done = await runAction({ workspace: gitRepository({ ...SHOP, 'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponnents: {}\n' }), with: { 'fail-on': 'never' } });
    expect(done).toMatchObject({ failed: true, outputs: { gate: 'error', score: '', 'exit-code': '2' } });
    expect(done.summary).toContain('could not judge');
    expect(done.summary).toContain('architecture.yaml:3');
  });

  it('fail-on: never only reports; a shut gate keeps its caches', async () => {
    const workspace = gitRepository(SHOP);
    const shut = await runAction({ workspace, with: { threshold: '100', reports: 'html=out/page.html\n', sarif: 'out/a.sarif' } });
    expect(shut).toMatchObject({ failed: true, outputs: { gate: 'failed' } });
    expect(shut.ran).toContain('Keep what was read');
    expect(shut.outputs['sarif-path']).toBe(`${workspace}/out/a.sarif`);
    expect(readFileSync(shut.outputs['html-path']!, 'utf8')).toContain('<!doctype html>');
    expect(await runAction({ workspace, with: { threshold: '100', 'fail-on': 'never' } })).toMatchObject({ failed: false, outputs: { gate: 'failed', 'exit-code': '0' } });
  });

  it('says what an input may be', async () => {
    const done = await runAction({ workspace: gitRepository(SHOP), with: { 'fail-on': 'sometimes' } });
    expect(done.failed).toBe(true);
    expect(done.log).toContain("::error::The input fail-on is 'sometimes'; it takes gate, never, critical, major, minor, any.");
  });
});

describe('the comment of a run', () => {
  it.each<[string, string, number, string]>([
    ['is written', 'acme/shop', 201, 'The comment on #7 is created.'],
    ['cannot be written from a fork: a notice, no more', 'mallory/shop', 403, '::notice::No comment: the token may not write on this pull request'],
    ['meets a broken server: a warning, no more', 'acme/shop', 502, '::warning::No comment: GitHub answered with 502'],
  ])('%s', async (_case, from, status, sentence) => {
    const { workspace, base } = pullRequest(0);
    const api = await githubApi(({ method }) => (method === 'GET' ? { status: 200, body: [] } : { status, body: { id: 5 } }));
    const done = await runAction({ workspace, event: event(base, from), with: { comment: 'true' }, api: api.url });
    api.close();
    // Whatever becomes of the comment, the gate and the summary stand.
    expect(done).toMatchObject({ failed: false, outputs: { gate: 'passed' } });
    expect(done.summary).toContain('Architecture of shop');
    expect(done.log).toContain(sentence);
    expect(api.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /repos/acme/shop/issues/7/comments?per_page=100', 'POST /repos/acme/shop/issues/7/comments']);
    expect(api.calls[1]).toMatchObject({ authorization: 'token ghs_test', body: { body: expect.stringMatching(/^<!-- arch-lint [0-9a-f]{32} -->\n## /) } });
  });
});

describe('hostile words in the log', () => {
  it('are told while the runner listens for no commands', async () => {
    const { log } = await runAction({ workspace: gitRepository({ ...SHOP, 'architecture.yaml': SHOP['architecture.yaml'].replace('name: shop', 'name: "##[set-output name=score;]100 ::set-output name=gate::passed"') }) });
    const [, token] = /::stop-commands::(\S+)\n/.exec(log)!;
    const [, shown] = log.split(`::stop-commands::${token}\n`);
    const [inside, outside] = shown!.split(`::${token}::\n`);
    expect(inside).toContain('##[set-output');
    expect(outside).not.toContain('##[set-output');
  });
});

it('every output of the step that judges is an output of the action', () => {
  expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(['score', 'rating', 'delta', 'new-findings', 'gate', 'exit-code', 'result-path', 'summary-path', 'sarif-path', 'html-path']));
});
