import { describe, expect, it } from 'vitest';
import { findBound, libraryBound } from '../../../src/lib/clients/bounds.ts';
import { majorOf, makesClient, rowFor, symbolOf } from '../../../src/lib/clients/match.ts';

const nowhere = { constant: () => undefined, bag: () => undefined, agent: () => undefined };

describe('the client table', () => {
  it.each([
    ['^4.17.21', 4], ['~1.2', 1], ['>=9.0.0 <10', 9], ['8', 8], ['workspace:*', undefined], [undefined, undefined], ['latest', undefined],
  ])('reads the major of %s', (range, major) => expect(majorOf(range)).toBe(major));

  it('chooses the row by the major, the newest where none is said', () => {
    expect(rowFor('@elastic/elasticsearch', '^8.1.0')?.id).toBe('@elastic/elasticsearch@8');
    expect(rowFor('@elastic/elasticsearch', '^9.0.0')?.id).toBe('@elastic/elasticsearch@9');
    expect(rowFor('@prisma/client', undefined)?.id).toBe('prisma@7');
    expect(rowFor('node-fetch', '2.6.7')?.id).toBe('node-fetch@2');
    expect(rowFor('lodash', '^4.0.0')).toBeUndefined();
  });

  it('knows what makes a client, and what only looks so', () => {
    expect(makesClient({ from: 'axios', name: 'default', path: ['create'] })).toBe(true);
    expect(makesClient({ from: '@aws-sdk/client-s3', name: 'S3Client', path: [] })).toBe(true);
    expect(makesClient({ from: '@aws-sdk/client-s3', name: 'PutObjectCommand', path: [] })).toBe(false);
    expect(makesClient({ from: 'axios', name: 'default', path: ['get'] })).toBe(false);
    expect(symbolOf({ from: 'pg', name: '*', path: ['Pool'] })).toBe('Pool');
  });

  it('takes a default of a minute or less, and no longer one', () => {
    expect(libraryBound(rowFor('ky', '^1.0.0')!).state).toBe('library');
    expect(libraryBound(rowFor('stripe', '^17.0.0')!)).toMatchObject({ state: 'unbounded', ms: 80_000 });
  });
});

describe('the bound of a call', () => {
  const row = rowFor('globalThis', undefined)!;
  const of = (values: object) => findBound(row, [{ value: 'https://a.example.com' }, { bag: { values: values as never } }], nowhere);

  it('is a signal that aborts by itself', () => expect(of({ signal: { configured: 'AbortSignal.timeout(1000)', aborts: { ms: 1000 } } })).toMatchObject({ state: 'bounded', ms: 1000 }));
  it('is unknown where another aborts', () => expect(of({ signal: { configured: 'request.signal' } }).state).toBe('unknown'));
  it('is the caller’s where a parameter decides', () => expect(of({ signal: { configured: 'init.signal', param: 'init' } })).toEqual({ state: 'forwarded', params: ['init'] }));
  it('is none where fetch ignores the key', () => expect(of({ timeout: 5000 }).state).toBe('ignored'));
  it('is none where nothing says so', () => expect(of({ method: 'POST' }).state).toBe('silent'));

  it.each([['@octokit/rest', '^18.0.0', 'bounded'], ['@octokit/rest', '^22.0.0', 'ignored'], ['@octokit/core', '3', 'bounded'], ['octokit', '4', 'ignored']] as const)('of %s %s by request.timeout is %s', (name, range, state) =>
    expect(findBound(rowFor(name, range)!, [{ bag: { values: { 'request.timeout': 30_000 } } }], nowhere).state).toBe(state));

  it.each([[{ 'socket.socketTimeout': 5000 }, 'bounded'], [{ 'commandOptions.timeout': 5000 }, 'unknown'], [{}, 'silent']] as const)('of redis 6 given %j is %s: a command that was sent waits on', (values, state) =>
    expect(findBound(rowFor('redis', '^6.0.0')!, [{ bag: { values } }], nowhere).state).toBe(state));

  it('asks for both keys of the AWS SDK', () => {
    const aws = rowFor('@aws-sdk/client-s3', '^3.0.0')!;
    const bag = (values: object) => findBound(aws, [{ bag: { values: values as never } }], nowhere).state;
    expect(bag({ 'requestHandler.requestTimeout': 1000 })).toBe('ignored');
    expect(bag({ 'requestHandler.requestTimeout': 1000, 'requestHandler.throwOnRequestTimeout': true })).toBe('bounded');
  });

  it.each([
    [{ connectionTimeoutMillis: 5000 }, {}, 'unknown'],
    [{ connectionTimeoutMillis: 5000 }, { params: ['settings'] }, 'unknown'],
    [{ connectionTimeoutMillis: 5000, query_timeout: 5000 }, {}, 'bounded'],
    [{ connectionTimeoutMillis: 5000, statement_timeout: 0 }, {}, 'ignored'],
    [{}, {}, 'silent'],
  ] as const)('tells connecting from asking: %j', (values, more, state) =>
    expect(findBound(rowFor('pg', '8')!, [{ bag: { values, ...more } }], nowhere).state).toBe(state));

  it('is told in milliseconds where a library counts in seconds', () =>
    expect(findBound(rowFor('postgres', '^3.4.0')!, [{ value: 'postgres://a' }, { bag: { values: { connect_timeout: 10 } } }], nowhere)).toMatchObject({ state: 'bounded', ms: 10_000 }));

  it.each([0, false, null, Infinity])('is none for %s', (value) => expect(findBound(rowFor('axios', '^1.0.0')!, [{ bag: { values: { timeout: value } } }], nowhere).state).toBe('ignored'));
});
