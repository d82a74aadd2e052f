import { describe, expect, it } from 'vitest';
import { postComment } from '../../src/action/comment.ts';
import { githubApi, type Call } from './api.ts';

const MARKER = '<!-- arch-lint 0123 -->';
const OURS = `${MARKER}\nold`;
const bot = { type: 'Bot', login: 'github-actions[bot]' };
const mallory = { type: 'User', login: 'mallory' };

async function post(answer: Parameters<typeof githubApi>[0]) {
  const api = await githubApi(answer);
  const posted = await postComment({ token: 't', repository: { owner: 'acme', repo: 'shop' }, number: 7, marker: MARKER, text: 'new', api: api.url });
  api.close();
  return { posted, calls: api.calls.map(({ method, path, body }) => `${method} ${path.split('?')[0]}${body ? ` ${body.body}` : ''}`) };
}

const comments = (...list: object[]) => ({ method }: Call) => (method === 'GET' ? { status: 200, body: list } : { status: 200, body: { id: 1 } });

describe('the comment', () => {
  it('is created where there is none', async () => {
    const { posted, calls } = await post(comments({ id: 1, body: 'hello', user: mallory }));
    expect(posted).toEqual({ done: 'created' });
    expect(calls).toEqual(['GET /repos/acme/shop/issues/7/comments', `POST /repos/acme/shop/issues/7/comments ${MARKER}\nnew`]);
  });

  it('is updated in place, not in that of somebody who copied the mark', async () => {
    const { posted, calls } = await post(comments({ id: 1, body: OURS, user: mallory }, { id: 9, body: OURS, user: bot }));
    expect(posted).toEqual({ done: 'updated' });
    expect(calls.at(-1)).toBe(`PATCH /repos/acme/shop/issues/comments/9 ${MARKER}\nnew`);
  });

  it('is found on a later page', async () => {
    const { posted } = await post((call) => {
      if (call.method !== 'GET') return { status: 200, body: {} };
      const second = call.path.includes('page=2');
      return { status: 200, body: second ? [{ id: 9, body: OURS, user: bot }] : [], headers: second ? {} : { link: '</repos/acme/shop/issues/7/comments?page=2>; rel="next"' } };
    });
    expect(posted).toEqual({ done: 'updated' });
  });

  it('of the person whose token it is counts as ours; of another it does not', async () => {
    const as = (login: string) => (call: Call) => (call.path === '/user' ? { status: 200, body: { login } } : comments({ id: 3, body: OURS, user: mallory })(call));
    expect((await post(as('mallory'))).calls.at(-1)).toContain('PATCH /repos/acme/shop/issues/comments/3');
    expect((await post(as('deployer'))).calls.at(-1)).toContain('POST ');
    expect((await post((call) => (call.path === '/user' ? { status: 403 } : comments({ id: 3, body: OURS, user: mallory })(call)))).calls.at(-1)).toContain('POST ');
  });

  const refusing = (status: number, headers: Record<string, string> = {}) => ({ method }: Call) => (method === 'GET' ? { status: 200, body: [] } : { status, headers, body: { message: 'no way' } });

  it.each<[string, Parameters<typeof githubApi>[0], RegExp]>([
    ['forbidden', refusing(403), /token may not write/],
    ['hidden', refusing(404), /token may not write/],
    ['rate limited', refusing(403, { 'x-ratelimit-remaining': '0' }), /limits the rate/],
    ['rate limited by the newer rule', refusing(429, { 'retry-after': '60' }), /limits the rate/],
    ['met by a broken server', refusing(502), /answered with 502/],
    ['refused as too long', refusing(422), /no way/],
    ['met by nonsense', () => ({ status: 200, body: { not: 'a list' } }), /./],
  ])('that is %s is a sentence, never an exception', async (_case, answer, sentence) => {
    expect((await post(answer)).posted).toEqual({ refused: expect.stringMatching(sentence) });
  });

  it('without a server is a sentence, too', async () => {
    expect(await postComment({ token: 't', repository: { owner: 'a', repo: 'b' }, number: 1, marker: MARKER, text: '', api: 'http://127.0.0.1:9' })).toHaveProperty('refused');
  });
});
