import { expect, it } from 'vitest';
import cacheCalls from '../../src/facts/cache-calls.ts';
import type { CacheCall } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';

const seen = (text: string): string[] => ((extract(cacheCalls, `import Redis from 'ioredis';\nconst redis = new Redis();\n${text}`) as CacheCall[] | undefined) ?? [])
  .map(({ does, key, expires, unstable }) => [does, key, expires === undefined ? '' : expires ? 'expires' : 'stays', unstable ?? ''].filter(Boolean).join(' '));

it.each([
  ['redis.get(`user:${id}`);', ['read user:{id}']],
  ["redis.set('a', 1);", ['write a stays']],
  ["redis.set('a', 1, 'EX', 10);", ['write a expires']],
  ["redis.set('a', 1, { ex: 10 });", ['write a expires']],
  ["redis.set('a', 1, options);", ['write a']],
  ["redis.setex('a', 10, 1);", ['write a expires']],
  ["redis.set('a', 1); redis.expire('a', 10);", ['write a']],
  ['const key = `v1:${id}`;\nredis.set(key, 1);\nredis.expire(key, 10);', ['write v1:{id} expires']],
  ['redis.get(JSON.stringify(req.query));', ['read object']],
  ['redis.flushall();', ['flush']],
  ['const map = new Map(); map.get(`user:${id}`);', []],
  ['other.set(`user:${id}`, 1);', []],
])('%s', (text, expected) => expect(seen(text)).toEqual(expected));

it('knows an injected client by its type', () => {
  const text = "import { Cache } from 'cache-manager';\nclass A { constructor(private readonly cache: Cache) {} f() { this.cache.set('a', 1); } }";
  expect(extract(cacheCalls, text)).toMatchObject([{ library: 'cache-manager', does: 'write', key: 'a' }]);
});
