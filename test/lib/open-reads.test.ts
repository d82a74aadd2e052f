import { describe, expect, it } from 'vitest';
import { mayBeMeant, onlyReads, readsLeftOpen } from '../../src/lib/open-reads.ts';
import type { Effect, Endpoint } from '../../src/model/index.ts';

const route = (subject: string, effect?: Effect, file = 'src/routes.ts'): Endpoint => {
  const [method, path] = subject.split(' ') as [string, string];
  return { subject, kind: 'http', framework: 'express', method, path, at: { file, line: 1, column: 1 }, chain: [], reads: [], writes: method !== 'GET', ...(effect && { effect }) };
};
const action = (name: string, effect: Effect, file = 'app/actions.ts'): Endpoint =>
  ({ subject: `action ${name} in ${file}`, kind: 'action', framework: 'next', name, at: { file, line: 1, column: 1 }, chain: [], reads: [], writes: true, effect });
const leftOpen = (open: readonly Endpoint[], guarded: readonly Endpoint[] = []): string[] =>
  [...readsLeftOpen(open, guarded, () => 'shop')].flatMap(([owner, all]) => [`${owner}: ${all.map(({ subject }) => subject).join(', ')}`]);

describe('what only reads', () => {
  it.each([
    ['GET /orders', true], ['POST /orders/search', true], ['POST /v1/convert', true], ['POST /v1/generate', false], ['PUT /v1/convert', false], ['POST /orders', false], ['DELETE /orders/:id', false],
  ])('%s: %s', (subject, expected) => expect(onlyReads(route(subject, subject.startsWith('GET') ? 'reads' : undefined))).toBe(expected));

  it('is no POST that makes something of what it is handed, where its handler keeps it', () => expect(onlyReads(route('POST /v1/convert', 'changes'))).toBe(false));

  it('is a GET by an act in its path only where the handler changes nothing', () => {
    expect(onlyReads(route('GET /carts/:id/add', 'changes'))).toBe(false);
    expect(onlyReads(route('GET /carts/:id/add', 'reads'))).toBe(true);
  });

  it('is a procedure that only says what somebody may, though its builder calls it a mutation', () => {
    const procedure = (name: string, effect: Effect): Endpoint => ({ ...action(name, effect), subject: `mutation ${name}`, kind: 'rpc', framework: 'trpc' });
    expect(onlyReads(procedure('users.canRegister', 'reads'))).toBe(true);
    expect(onlyReads(procedure('users.canRegister', 'changes'))).toBe(false);
    expect(onlyReads(procedure('users.cancel', 'reads'))).toBe(false);
  });

  it('is of actions what they were seen to do: they have no method', () => {
    expect(onlyReads(action('listOrders', 'reads'))).toBe(true);
    expect(onlyReads(action('listOrders', 'changes'))).toBe(false);
  });
});

describe('reads left open', () => {
  const reads = ['profile', 'badges', 'tags', 'hints'].map((name) => action(name, 'reads'));

  it('are one thing where a package has four of them, and none where it has three', () => {
    expect(leftOpen(reads)).toHaveLength(1);
    expect(leftOpen(reads.slice(0, 3))).toEqual([]);
  });

  it('do not hold what changes something, what is private by its name, or the one that is open among many that ask', () => {
    expect(leftOpen([...reads.slice(0, 3), action('ban', 'changes')])).toEqual([]);
    expect(leftOpen([...reads.slice(0, 3), route('GET /admin/users', 'reads')])).toEqual([]);
    const asking = Array.from({ length: 5 }, (_, index) => action(`own${index}`, 'reads', 'app/slip.ts'));
    expect(leftOpen([...reads.slice(0, 3), action('slip', 'reads', 'app/slip.ts')], asking)).toEqual([]);
  });
  it('hold ten of one file however many beside them ask', () => {
    const lists = Array.from({ length: 10 }, (_, index) => route(`GET /list-${index}`));
    const asking = Array.from({ length: 30 }, (_, index) => route(`GET /own-${index}`));
    expect(leftOpen(lists, asking)).toHaveLength(1);
    expect(leftOpen(lists.slice(1), asking)).toEqual([]);
  });
});

describe('a read that is open where others ask', () => {
  const asking = ['GET /drafts', 'GET /notes', 'GET /plans'].map((subject) => route(subject, 'reads'));
  const isMeant = (subject: string, guarded: readonly Endpoint[]): boolean => mayBeMeant([route(subject, 'reads')], guarded).size === 1;

  it('may be meant for everybody', () => {
    expect(isMeant('GET /articles', [route('POST /articles', 'changes'), asking[0]!])).toBe(true);
    expect(isMeant('POST /articles/search', [])).toBe(true);
    expect(isMeant('GET /v1/tags', [])).toBe(true);
  });
  it('is a slip where all reads of its file ask, or its words say that it is somebody\'s', () => {
    expect(isMeant('GET /articles', asking)).toBe(false);
    expect(isMeant('GET /debug/config', [])).toBe(false);
    expect(isMeant('POST /articles', [])).toBe(false);
  });
  it('is somebody\'s where nothing says that it was written for all', () => {
    expect(isMeant('GET /repositories/:id', [])).toBe(false);
    expect(isMeant('GET /users/:id/notifications', [])).toBe(false);
  });
});
