import { expect, it } from 'vitest';
import cacheCalls from '../../src/facts/cache-calls/cache-calls.ts';
import cacheSites from '../../src/facts/cache-calls/sites.ts';
import type { CacheCall, CacheSites, Imports } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';

const seen = (text: string): string[] => ((extract(cacheSites, `import Redis from 'ioredis';\nconst redis = new Redis();\n${text}`) as CacheSites | undefined)?.calls ?? [])
  .map(({ does, key, expires, unstable }) => [does, key, expires === undefined ? '' : expires ? 'expires' : 'stays', unstable ?? ''].filter(Boolean).join(' '));

it.each([
  ['redis.get(`user:${id}`);', ['read user:{id}']],
  ["redis.set('a', user);", ['write a stays']],
  ["redis.set('a', 1);", ['write a']],
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
  expect(extract(cacheSites, text)).toMatchObject({ calls: [{ library: 'cache-manager', does: 'write', key: 'a' }] });
});

it.each([
  ["import { createClient } from 'redis';\nexport let redis: ReturnType<typeof createClient>;", { redis: 'redis' }],
  ["import { createClient } from 'redis';\nexport const redis = await createClient().on('error', log).connect();", { redis: 'redis' }],
  ["import Redis from 'ioredis';\nconst make = () => { try { return open(); } catch { return null; } };\nconst open = (): Redis | null => (url ? new Redis(url) : null);\nexport const redis = globalThis.redis ?? make();", { redis: 'ioredis' }],
  ["import { Redis } from 'ioredis';\nlet client: Redis | undefined;\nexport { client as cache };\nexport default client;", { cache: 'ioredis', default: 'ioredis' }],
  ["const Redis = require('ioredis');\nlet client;\nif (enabled) client = new Redis();\nmodule.exports = { client, key };", { client: 'ioredis' }],
  ["import Redis from 'ioredis';\nexport class Wrapper { client = new Redis(); }\nexport const redis = new Wrapper();", undefined],
])('the clients that %s offers', (text, clients) => expect((extract(cacheSites, text) as CacheSites | undefined)?.clients).toEqual(clients));

it('follows an imported client through re-exports, and no wrapper of the same name', async () => {
  const edge = (specifier: string, to: string, more = {}): Imports['modules'][string][number] => ({ specifier, to, kind: 'value', line: 1, column: 1, names: [], ...more });
  const call = "import { redis } from './lib';\nexport const keep = (id, user) => redis.set(`user:${id}`, user);";
  const gather = async (lib: string): Promise<readonly CacheCall[] | undefined> => (await cacheCalls.gather({
    cacheSites: Object.fromEntries(Object.entries({ 'a.ts': call, 'redis.ts': lib }).map(([path, text]) => [path, extract(cacheSites, text) as CacheSites])),
    imports: { modules: { 'a.ts': [edge('./lib', 'lib/index.ts')], 'lib/index.ts': [edge('../redis', 'redis.ts', { names: ['*'], reExport: true })], 'redis.ts': [] }, resolved: 2, unresolved: 0 },
  }, undefined as never))['a.ts'];
  expect(await gather("import Redis from 'ioredis';\nexport const redis = new Redis();")).toMatchObject([{ library: 'ioredis', key: 'user:{id}', expires: false }]);
  expect(await gather("import Redis from 'ioredis';\nconst client = new Redis();\nexport const redis = { set: (key, value) => client.set(key, value, 'EX', 60) };")).toBeUndefined();
});

it('looks for the member of a whole module, as CommonJS has it', () => {
  const of = (text: string): unknown => (extract(cacheSites, text) as CacheSites | undefined)?.calls.map(({ from }) => from);
  expect(of("const redis = require('../redis');\nredis.client.set(key, '1', 'EX', 60);\nredis.set(key, '1');\nredis.a.b.get(key);")).toEqual([{ specifier: '../redis', name: 'client' }]);
});
