import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const DECLARED = 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n';
const places = async (tree: Record<string, string>, dependencies: Record<string, string> = {}): Promise<string[]> =>
  (await lintFor('chatty-calls', { 'architecture.yaml': DECLARED, 'package.json': JSON.stringify({ name: 'x', dependencies: { express: '^5.0.0', axios: '^1.7.0', ioredis: '^5.4.0', '@prisma/client': '^6.0.0', ...dependencies } }), ...tree })).findings.map(({ at }) => `${at.file}:${at.line}`);

const API = `import axios from 'axios';
import express from 'express';
export class Api {
  private readonly http = axios.create({ baseURL: process.env.SHOP_URL });
  protected async get(path: string) { return (await this.http.get(path)).data; }
}
export class Shop extends Api {
  async item(id: string) { return this.get(\`/items/\${id}\`); }
}
`;

describe('requests behind functions that are handed the address', () => {
  it('count where it is a path below one base, together or one by one', async () => expect(await places({
    'src/api.ts': API,
    'src/cart.ts': "import { Shop } from './api.js';\nconst shop = new Shop();\nexport const load = (ids: string[]) => Promise.all(ids.map(async (id) => shop.item(id)));\nexport async function all(ids: string[]) {\n  for (const id of ids) await shop.item(id);\n}\n",
  })).toEqual(['src/cart.ts:3', 'src/cart.ts:5']));

  it('count where they are made on one instance, whose base they go to', async () => expect(await places({
    'src/clients.ts': "import axios from 'axios';\nexport const shop = axios.create({ baseURL: process.env.SHOP_URL });\n",
    'src/items.ts': "import express from 'express';\nimport { shop } from './clients.js';\nexport const itemOf = async (id: string) => (await shop.get(`/items/${id}`)).data;\n",
    'src/cart.ts': "import { itemOf } from './items.js';\nexport async function all(ids: string[]) {\n  for (const id of ids) await itemOf(id);\n}\n",
  })).toEqual(['src/cart.ts:3']));

  it('do not where each element brings the address, or an object of its own', async () => expect(await places({
    'src/api.ts': `${API}export class Hook extends Api {\n  async ask(address: string) { return this.get(address); }\n}\n`,
    'src/hooks.ts': "import { Hook, Shop } from './api.js';\nconst hook = new Hook();\nexport async function tell(addresses: string[]) {\n  for (const address of addresses) await hook.ask(address);\n}\nexport async function visit(shops: string[]) {\n  for (const one of shops) {\n    const shop = new Shop(one as never);\n    await shop.item('1');\n  }\n}\n",
  })).toEqual([]));
});

it('leaves alone what is sent with a function that is handed the address', async () => expect(await places({
  'src/a.ts': "import express from 'express';\nconst request = async (path: string, options: RequestInit = {}) => fetch(`${process.env.MAIL_URL}${path}`, options);\nexport async function attach(files: string[]) {\n  for (const file of files) await request('/attachments', { method: 'POST', body: file });\n}\n",
})).toEqual([]));

describe('a transaction of its own for each element', () => {
  const KNEX = "import knex from 'knex';\nimport express from 'express';\nconst db = knex({ client: 'pg' });\n";
  const told = async (text: string): Promise<string[]> => {
    const { findings, unjudged } = await lintFor('chatty-calls', { 'architecture.yaml': DECLARED, 'package.json': JSON.stringify({ name: 'x', dependencies: { express: '^5.0.0', knex: '^3.0.0' } }), 'src/a.ts': KNEX + text });
    return [...findings.map(({ at }) => `found ${at.line}`), ...unjudged.map(({ at }) => `unjudged ${at?.line}`)];
  };

  it('is not judged', async () => expect(await told("export async function pay(ids: string[]) {\n  for (const id of ids) await db.transaction(async (tx) => {\n    await tx('orders').where({ id }).update({ paid: true });\n  });\n}\n")).toEqual(['unjudged 6']));
  it('is the habit of a helper where that begins it', async () => expect(await told("const save = (id: string) => db.transaction(async (tx) => {\n  await tx('orders').where({ id }).update({ paid: true });\n});\nexport async function pay(ids: string[]) {\n  for (const id of ids) await save(id);\n}\n")).toEqual(['found 8']));
  it('is one where the transaction stands around the loop', async () => expect(await told("export async function pay(ids: string[]) {\n  await db.transaction(async (tx) => {\n    for (const id of ids) await tx('orders').where({ id }).update({ paid: true });\n  });\n}\n")).toEqual(['found 6']));
});

describe('what is gone through', () => {
  it.each([
    ['promises that are gathered', "export async function load(ids: string[]) {\n  const answers = [];\n  for (const id of ids) answers.push(one(id));\n  return Promise.all(answers);\n}", ['src/a.ts:8']],
    ['the same, by a name', "export async function load(ids: string[]) {\n  const answers = [];\n  for (const id of ids) {\n    const answer = one(id);\n    answers.push(answer);\n  }\n  return Promise.all(answers);\n}", ['src/a.ts:9']],
    ['the one that bears a name known before', "export async function load(rows: { name: string; id: string }[], wanted: string) {\n  for (const row of rows) {\n    if (wanted === row.name && row.id) await one(row.id);\n  }\n}", []],
    ['those of a kind, and those that a kept list names', "export async function load(rows: { name: string; id: string }[], names: string[]) {\n  for (const row of rows) if (row.name === 'new') await one(row.id);\n  for (const name of names) for (const row of rows) if (row.name === name) await one(row.id);\n}", ['src/a.ts:7']],
    ['a list that is written out and narrowed', "export async function load(own: string, other?: string) {\n  const ids = [own, other].filter((id) => id !== undefined);\n  for (const id of ids) await one(id);\n}", []],
    ['a list that is handed in and narrowed', "export async function load(given: string[]) {\n  const ids = given.filter((id) => id !== '');\n  for (const id of ids) await one(id);\n}", ['src/a.ts:8']],
    ['what nobody waits for', "export async function load(ids: string[]) {\n  const answers = [];\n  for (const id of ids) answers.push(one(id));\n  return answers.length;\n}", []],
  ])('%s', async (_, text, expected) => expect(await places({
    'src/a.ts': `import { PrismaClient } from '@prisma/client';\nimport express from 'express';\nconst prisma = new PrismaClient();\nconst one = async (id: string) => prisma.user.findUnique({ where: { id } });\n\n${text}\n`,
  })).toEqual(expected));

  it('asks a client that is made where it is first asked for', async () => expect(await places({
    'src/redis.ts': "import Redis from 'ioredis';\nimport express from 'express';\nconst make = (url: string) => new Redis(url);\nlet client = null;\nexport function getClient() {\n  if (!client) client = make(process.env.REDIS_URL!);\n  return client;\n}\n",
    'src/drop.ts': "import { getClient } from './redis.js';\nexport async function drop(keys: string[]) {\n  for (const key of keys) await getClient().del(key);\n}\n",
  })).toEqual(['src/drop.ts:3']));

  it('takes a search by POST for a read', async () => expect(await places({
    'src/people.ts': "import axios from 'axios';\nimport express from 'express';\nconst BASE_URL = process.env.PEOPLE_URL;\nexport async function postPeople(names: string[]) {\n  for (const name of names) await axios.post(`${BASE_URL}/people/search`, { name });\n}\nexport async function postNotes(names: string[]) {\n  for (const name of names) await axios.post(`${BASE_URL}/notes`, { name });\n}\n",
  })).toEqual(['src/people.ts:5']));

  it('knows what Kysely does by its own words', async () => expect(await places({
    'src/a.ts': "import { Kysely } from 'kysely';\nimport express from 'express';\nconst database = new Kysely({ dialect });\nexport async function close(ids: string[]) {\n  for (const id of ids) {\n    await database.updateTable('orders').set({ open: false }).where('id', '=', id).execute();\n  }\n  return database.selectFrom('orders').where('id', 'in', ids).execute();\n}\n",
  }, { kysely: '^0.28.0' })).toEqual(['src/a.ts:6']));
});

describe('what the caller hands over', () => {
  const text = (call: string): Record<string, string> => ({ 'src/a.ts': `import { PrismaClient } from '@prisma/client';\nimport express from 'express';\nconst prisma = new PrismaClient();\nconst make = async (token?: { id: string }) => {\n  const used = token ?? (await prisma.token.findFirst());\n  return used;\n};\nexport const all = (tokens: { id: string }[]) => Promise.all(tokens.map(async (token) => ${call}));\n` });
  it('spares the question', async () => expect(await places(text('({ made: await make(token) })'))).toEqual([]));
  it('does not where nothing is handed over', async () => expect(await places(text('({ token, made: await make() })'))).toEqual(['src/a.ts:8']));
});

it('counts what a loop starts and drops', async () => expect(await places({
  'src/a.ts': "import { PrismaClient } from '@prisma/client';\nimport express from 'express';\nconst prisma = new PrismaClient();\nconst put = async (id: string) => prisma.reminder.update({ where: { id }, data: {} });\nconst note = (id: string) => [id];\nexport const all = (ids: string[]) => {\n  ids.forEach((id) => {\n    put(id);\n    note(id);\n    runOne(id);\n  });\n};\nconst runOne = async (id: string) => prisma.job.update({ where: { id }, data: {} });\n",
})).toEqual(['src/a.ts:8']));

it('leaves alone a row of a table, though it has a name', async () => {
  const over = (init: string): Record<string, string> => ({ 'src/a.ts': `import { PrismaClient } from '@prisma/client';\nimport express from 'express';\nconst prisma = new PrismaClient();\nconst KINDS = { both: ['read', 'write'], read: ['read'] };\nexport async function all(kind: 'both' | 'read', given: { kinds: string[] }) {\n  const kinds = ${init};\n  for (const one of kinds) await prisma.report.create({ data: { one } });\n}\n` });
  expect(await places(over('KINDS[kind]'))).toEqual([]);
  expect(await places(over('given.kinds'))).toEqual(['src/a.ts:7']);
});

describe('a store that is handed in by its name', () => {
  const STORE = "const performFind = async (db, id) => db.collection('sites').findOne({ id });\nconst toSite = (id) => ({ id });\nexport const createSiteRepository = (db) => ({ find: (id) => performFind(db, id), toSite });\n";
  const MEMORY = "const performFind = (rows) => async (id) => rows.get(id);\nexport const createSiteRepository = (rows) => ({ find: performFind(rows) });\n";
  const loop = (call: string): string => `import express from 'express';\nexport const load = async (ids, siteRepository) => {\n  for (const id of ids) {\n    await ${call};\n  }\n};\n`;
  it.each([
    ['asks the database behind it', loop('siteRepository.find(id)'), STORE, ['src/load.js:4']],
    ['makes something of a row', loop('siteRepository.toSite(id)'), STORE, []],
    ['keeps all in memory', loop('siteRepository.find(id)'), MEMORY, []],
    ['is none that the repository makes', loop('userRepository.find(id)'), STORE, []],
  ])('%s', async (_, text, store, expected) => expect(await places({ 'src/load.js': text, 'src/store.js': store }, { mongodb: '^6.0.0' })).toEqual(expected));
});

it('leaves alone a collection that each turn names', async () => {
  const over = (collection: string): Record<string, string> => ({ 'src/a.js': `import express from 'express';\nexport const drop = (db, steps) => Promise.all(steps.map(async (step) => {\n  await db.collection(${collection}).deleteMany(step.filter);\n}));\n` });
  expect(await places(over('step.collection'), { mongodb: '^6.0.0' })).toEqual([]);
  expect(await places(over("'orders'"), { mongodb: '^6.0.0' })).toEqual(['src/a.js:3']);
});

describe('queries that kysely puts together', () => {
  it.each(['executeTakeFirst', 'executeTakeFirstOrThrow', 'execute'])('ask where they end in %s, over a client of another module', async (end) => expect(await places({
    'src/database.ts': "import { Kysely, PostgresDialect } from 'kysely';\nexport const database = new Kysely({ dialect: new PostgresDialect({ pool }) });\n",
    'src/orders.ts': `import express from 'express';\nimport { database } from './database.js';\nconst before = async (id: string) => database.selectFrom('orders').selectAll().where('id', '=', id).where('open', '=', true).${end}();\nexport async function all(ids: string[]) {\n  for (const id of ids) await before(id);\n}\n`,
  }, { kysely: '^0.28.0' })).toEqual(['src/orders.ts:5']));
});

describe('a module below a folder with a number sign', () => {
  it('is told with its whole path', async () => expect(await places({
    'src/routes/#order_id/lines.ts': "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function lines(ids: string[]) {\n  const found = [];\n  for (const id of ids) found.push(await prisma.line.findFirst({ where: { id } }));\n  return found;\n}\n",
  })).toEqual(['src/routes/#order_id/lines.ts:5']));
});
