import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ArchitectureDeclaration } from '../../src/model/index.ts';
import { commit, gitRepository } from '../git.ts';
import { cli, lint, repository, type Tree } from '../support.ts';

const STRUCTURE = ['circular-dependencies', 'layer-violations', 'private-imports', 'implicit-communication', 'undocumented-boundaries', 'idle-declarations'];

const MONOREPO: Tree = {
  'package.json': '{"name": "shop", "private": true, "workspaces": ["apps/*", "packages/*"]}',
  'apps/api/package.json': '{"name": "@shop/api", "description": "Takes orders over HTTP", "dependencies": {"express": "5", "stripe": "17", "pg": "8", "ioredis": "5", "@shop/kit": "*"}}',
  'apps/api/src/main.ts': 'import express from "express";\nimport { pay } from "./payments/stripe.ts";\nimport { log } from "@shop/kit";\nimport { db } from "./db.ts";\nimport { cache } from "./cache.ts";\nconst app = express();\napp.get("/orders", async (_, response) => { log(await pay()); response.json([await db.query("select 1"), await cache.get("x")]); });\napp.listen(3000);\n',
  'apps/api/src/payments/stripe.ts': 'import Stripe from "stripe";\nconst stripe = new Stripe("key");\nexport const pay = () => stripe.charges.list();\nexport const rate = () => fetch("https://api.exchange-rates.io/latest");\n',
  'apps/api/src/db.ts': 'import { Pool } from "pg";\nexport const db = new Pool();\n',
  'apps/api/src/cache.ts': 'import Redis from "ioredis";\nexport const cache = new Redis(process.env.REDIS_URL!);\n',
  'apps/web/package.json': '{"name": "@shop/web", "dependencies": {"react": "19", "react-dom": "19", "@shop/kit": "*"}, "devDependencies": {"vite": "7"}}',
  'apps/web/index.html': '<script type="module" src="/src/main.tsx"></script>',
  'apps/web/src/main.tsx': 'import { createRoot } from "react-dom/client";\nimport { log } from "@shop/kit";\nlog("up");\ncreateRoot(document.body).render("shop");\n',
  'packages/kit/package.json': '{"name": "@shop/kit", "main": "src/index.ts"}',
  'packages/kit/src/index.ts': 'export { log } from "./log.ts";\n',
  'packages/kit/src/log.ts': 'export const log = (text: unknown) => { process.stdout.write(String(text)); };\n',
  'compose.yaml': 'services:\n  db:\n    image: postgres:17\n  api:\n    build: apps/api\n    environment:\n      DATABASE_URL: postgres://db:5432/shop\n',
  '.github/CODEOWNERS': '* @shop/core\n/apps/web @shop/front\n',
};

const FEATURES: Tree = {
  'package.json': '{"name": "bank", "dependencies": {"fastify": "5"}}',
  'src/main.ts': 'import fastify from "fastify";\nimport { open } from "./modules/accounts/application/open.ts";\nimport { send } from "./modules/payments/application/send.ts";\nconst app = fastify();\napp.get("/", () => [open(), send()]);\napp.listen({ port: 3000 });\n',
  'src/clock.ts': 'export const now = () => Date.now();\n',
  'src/modules/accounts/application/open.ts': 'import { Account } from "../domain/account.ts";\nimport { find } from "../infra/find.ts";\nimport { now } from "../../../clock.ts";\nexport const open = () => [new Account(), find(), now()];\n',
  'src/modules/accounts/domain/account.ts': 'export class Account {}\n',
  'src/modules/accounts/infra/find.ts': 'import { Account } from "../domain/account.ts";\nexport const find = () => new Account();\n',
  'src/modules/payments/application/send.ts': 'import { Payment } from "../domain/payment.ts";\nimport { save } from "../infra/save.ts";\nimport { now } from "../../../clock.ts";\nimport { open } from "../../accounts/application/open.ts";\nexport const send = () => [new Payment(), save(), now(), open()];\n',
  'src/modules/payments/domain/payment.ts': 'export class Payment {}\n',
  'src/modules/payments/infra/save.ts': 'import { Payment } from "../domain/payment.ts";\nexport const save = () => new Payment();\n',
};

async function drafted(tree: Tree): Promise<{ folder: string; text: string; declared: ArchitectureDeclaration }> {
  const folder = repository(tree);
  const { code, stderr } = await cli(['init', folder, '--yes']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const text = readFileSync(join(folder, 'architecture.yaml'), 'utf8');
  return { folder, text, declared: parse(text) as ArchitectureDeclaration };
}

/** Findings of structure, without what only a person can say. */
async function findings(folder: string): Promise<string[]> {
  const { checks } = await lint(folder, { only: STRUCTURE });
  return checks.flatMap(({ id, findings: list }) => list.filter(({ standing, waived }) => standing !== 'declared' && !waived).map(({ subject }) => `${id} ${subject}`));
}

describe('arch-lint init', () => {
  it('takes a script that is started by hand for no worker, unless its name or a container says so', async () => {
    const runs = (name: string): Tree => ({ [`apps/${name}/package.json`]: `{"name": "${name}", "scripts": {"start": "tsx src/main.ts"}}`, [`apps/${name}/src/main.ts`]: `import { writeFileSync } from "node:fs";\nwriteFileSync("${name}", "x");\n` });
    const { declared } = await drafted({
      'package.json': '{"name": "shop", "private": true, "workspaces": ["apps/*"]}', ...runs('attribution'), ...runs('mail-worker'), ...runs('ledger'), 'apps/ledger/Dockerfile': 'FROM node:22\nCMD ["node", "dist/main.js"]\n',
    });
    expect(Object.entries(declared.components).map(([name, { kind }]) => `${name} ${kind}`)).toEqual(['attribution module', 'ledger worker', 'mail-worker worker']);
  });

  it('takes what runs at its user\'s for no service', async () => {
    const listens = 'import express from "express";\nexpress().get("/", (_, response) => response.end("x"));\nexpress().listen(3000);\n';
    const { declared } = await drafted({
      'package.json': '{"name": "client", "private": true, "workspaces": ["packages/*"]}',
      'packages/desktop/package.json': '{"name": "desktop", "dependencies": {"express": "5"}, "devDependencies": {"electron": "37"}}',
      'packages/desktop/src/preview.ts': listens,
      'packages/window/package.json': '{"name": "window", "dependencies": {"react": "19", "react-dom": "19"}, "devDependencies": {"vite": "7"}}',
      'packages/window/index.html': '<script type="module" src="/src/main.tsx"></script>',
      'packages/window/src/main.tsx': 'import { createRoot } from "react-dom/client";\ncreateRoot(document.body).render("x");\n',
      'packages/window/serve.js': 'import { app } from "./helper.js";\napp.listen(3001);\n',
      'packages/window/helper.js': 'import express from "express";\nexport const app = express();\n',
      'packages/server/package.json': '{"name": "server", "dependencies": {"express": "5"}}',
      'packages/server/src/main.ts': listens,
      'packages/phone/package.json': '{"name": "phone", "dependencies": {"expo": "52"}}', 'packages/phone/app.ts': 'export const app = 1;\n',
      'packages/admin-cli/package.json': '{"name": "admin-cli"}', 'packages/admin-cli/src/run.ts': 'export const run = 1;\n',
      'compose.yaml': 'services:\n  server: {build: packages/server}\n  admin-cli: {build: packages/admin-cli}\n',
    });
    expect(Object.entries(declared.components).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual(['admin-cli: library', 'desktop: frontend', 'phone: frontend', 'server: service', 'window: frontend']);
  });

  it('writes the components, layers, externals and stores of a monorepo, and is green on day one', async () => {
    const { folder, text, declared } = await drafted(MONOREPO);
    expect(text.startsWith('# yaml-language-server: $schema=')).toBe(true);
    expect(declared.project.name).toBe('shop');
    expect(Object.entries(declared.components).map(([name, { path, kind, owner }]) => [name, path, kind, owner])).toEqual([
      ['api', 'apps/api', 'service', '@shop/core'], ['web', 'apps/web', 'frontend', '@shop/front'], ['kit', 'packages/kit', 'library', '@shop/core'],
    ]);
    expect(declared.components['api']!.responsibility).toBe('Takes orders over HTTP.');
    expect(declared.components['kit']!.public_api).toBe('packages/kit/src/index.ts');
    expect(declared.components['api']!.depends_on).toEqual([
      { component: 'kit', mode: 'sync', via: 'call' },
      { store: 'db', mode: 'sync', via: 'database' }, { cache: 'redis', mode: 'sync', via: 'cache' },
      { external: 'exchange-rates', mode: 'sync', via: 'http' }, { external: 'stripe', mode: 'sync', via: 'sdk' },
    ]);
    expect(declared.externals).toEqual({
      'exchange-rates': { kind: 'external-api', hosts: ['api.exchange-rates.io'], adapter: 'apps/api/src/payments/stripe.ts' },
      stripe: { kind: 'saas', packages: ['stripe'], adapter: 'apps/api/src/payments/stripe.ts' },
    });
    expect(declared.data_stores).toEqual({ db: { engine: 'postgresql', purpose: 'relational' } });
    expect(declared.caches).toEqual({ redis: { engine: 'redis' } });
    expect(text).toContain('db:  # compose.yaml:2');
    expect(await findings(folder)).toEqual([]);
  });

  it('names no front door where generated modules are imported past it', async () => {
    const { declared } = await drafted({ ...MONOREPO, 'packages/kit/src/client/index.d.ts': 'export type Row = 1;\n', 'apps/web/src/row.ts': 'import type { Row } from "../../../packages/kit/src/client/index.d.ts";\nexport const row: Row = 1;\n' });
    expect(declared.components['kit']).not.toHaveProperty('public_api');
  });

  it('finds features with layers, and parts what they share from what wires them', async () => {
    const { folder, declared } = await drafted(FEATURES);
    expect(Object.entries(declared.components).map(([name, { path, kind }]) => [name, path, kind])).toEqual([
      ['bank', 'src', 'service'], ['accounts', 'src/modules/accounts', 'module'], ['payments', 'src/modules/payments', 'module'], ['bank-shared', 'src/clock.ts', 'library'],
    ]);
    expect(declared.style?.name).toBe('modular-monolith');
    expect(declared.layers).toEqual({
      preset: 'layered', dependency_inversion: true,
      order: [
        { name: 'application', path: 'src/modules/*/application' }, { name: 'domain', path: 'src/modules/*/domain', pure: true }, { name: 'infrastructure', path: 'src/modules/*/infra' },
      ],
    });
    expect(await findings(folder)).toEqual([]);
  });

  it('calls a domain pure but for what it imports today, and not pure at all where that is a crowd', async () => {
    const purity = async (packages: readonly string[]) => {
      const { folder, declared } = await drafted({
        ...FEATURES,
        'package.json': JSON.stringify({ name: 'bank', dependencies: { fastify: '5', ...Object.fromEntries(packages.map((name) => [name, '1'])) } }),
        'src/modules/accounts/domain/rules.ts': packages.map((name, index) => `import p${index} from "${name}";\n`).join('') + 'export const rules = 1;\n',
      });
      return [declared.layers!.order.find(({ name }) => name === 'domain')!.pure, (await findings(folder)).filter((line) => line.includes('impure-domain'))];
    };
    expect(await purity(['zod', 'decimal.js'])).toEqual([{ allow: ['decimal.js', 'zod'] }, []]);
    expect(await purity(Array.from({ length: 11 }, (_, index) => `package-${index}`))).toEqual([false, []]);
  });

  it('declares an order that few imports break, with those waived by name', async () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`src/services/s${index}.ts`, `import { m${index} } from "../models/m${index}.ts";\nexport const s${index} = m${index};\n`]));
    const models = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`src/models/m${index}.ts`, index === 0 ? 'import type { T } from "../services/types.ts";\nexport const m0: T = 0;\n' : `export const m${index} = ${index};\n`]));
    const { folder, text, declared } = await drafted({ 'package.json': '{"name": "x"}', ...files, ...models, 'src/services/types.ts': 'export type T = number;\n' });
    expect(declared.layers?.order.map(({ name }) => name)).toEqual(['services', 'models']);
    expect(declared.waivers).toEqual([{ check: 'layer-violations', subject: 'src/models/m0.ts -> src/services/types.ts', reason: 'It stood here before the layers were declared.' }]);
    expect(text).toContain('# against it: models imports services, src/models/m0.ts:1 -> src/services/types.ts');
    expect(await findings(folder)).toEqual([]);
  });

  it('names no layers where the imports go both ways', async () => {
    const both = (from: string, to: string): Tree => Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`src/${from}/f${index}.ts`, `import type { T${index} } from "../${to}/f${(index + 1) % 5}.ts";\nexport type T${(index + 4) % 5} = 1;\nexport type U = T${index};\n`]));
    const { declared, text } = await drafted({ 'package.json': '{"name": "x"}', ...both('services', 'models'), ...both('models', 'services') });
    expect(declared.layers).toBeUndefined();
    expect(text).toContain('# No layers are declared:');
  });

  it('calls that part the service in which the process starts, and that the frontend in which its pages lie', async () => {
    const listens = 'import express from "express";\nimport { rows } from "./rows.ts";\nexport const app = express();\napp.get("/", (_, response) => response.json(rows));\napp.listen(3000);\n';
    const api = 'import { rows } from "./rows.ts";\nexport const api = () => fetch("http://api:3000/").then(() => rows);\n';
    const { declared } = await drafted({
      'package.json': '{"name": "shop", "dependencies": {"express": "5", "next": "15", "react": "19"}}', 'next.config.mjs': 'export default {};\n',
      'server/index.ts': listens, 'server/rows.ts': 'export const rows = [];\n',
      'src/api/index.ts': api, 'src/api/rows.ts': 'export const rows = [];\n', 'src/app/page.tsx': 'import { api } from "../api/index.ts";\nexport default () => <p>{String(api())}</p>;\n',
    });
    expect(Object.entries(declared.components).map(([name, { path, kind }]) => [name, path, kind])).toEqual([['server', 'server', 'service'], ['src', 'src', 'frontend']]);
    const { declared: plain } = await drafted({
      'package.json': '{"name": "bank", "dependencies": {"express": "5"}}', 'docs.ts': 'import "./backend/app.ts";\n',
      'backend/app.ts': listens, 'backend/rows.ts': 'export const rows = [];\n', 'ledger/book.ts': 'export const book = 1;\n', 'reports/print.ts': 'import { book } from "../ledger/book.ts";\nexport const print = book;\n',
    });
    expect(Object.entries(plain.components).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual(['bank: module', 'backend: service', 'ledger: module', 'reports: module']);
  });

  it('takes PlanetScale for itself, and not for a MySQL of its own beside', async () => {
    const { declared } = await drafted({
      'package.json': '{"name": "shop", "dependencies": {"express": "5", "@planetscale/database": "1", "@prisma/client": "6"}}',
      'src/main.ts': 'import express from "express";\nimport { Client } from "@planetscale/database";\nimport { PrismaClient } from "@prisma/client";\nexport const pool = new Client({ url: process.env.DATABASE_URL });\nexport const db = new PrismaClient();\nexpress().listen(3000);\n',
      'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n  url = env("DATABASE_URL")\n}\nmodel A { id Int @id }\n',
    });
    expect(declared.data_stores).toEqual({ planetscale: { engine: 'planetscale', purpose: 'relational', env: ['DATABASE_URL'] } });
  });

  it('takes an engine by its plain name, whatever edition is deployed', async () => {
    const { declared } = await drafted({
      'package.json': '{"name": "shop", "dependencies": {"express": "5", "@elastic/elasticsearch": "8"}}',
      'src/main.ts': 'import express from "express";\nimport { Client } from "@elastic/elasticsearch";\nexport const search = new Client({ node: "http://localhost:9200" });\nexpress().listen(3000);\n',
      'docker-compose.yml': 'services:\n  app: {build: .}\n  elasticsearch: {image: "docker.elastic.co/elasticsearch/elasticsearch-oss:7"}\n',
    });
    expect(Object.keys(declared.data_stores ?? {})).toEqual(['elasticsearch']);
  });

  it('leaves out databases that its users bring, that one variable names in turn, and that only tests use', async () => {
    const driver = (name: string, call: string): string => `import db from "${name}";\nexport const run = () => ${call};\n`;
    const { declared, text } = await drafted({
      'package.json': '{"name": "watch", "dependencies": {"express": "5", "pg": "8", "mysql2": "3", "mssql": "11", "mongodb": "6", "@prisma/client": "6"}}',
      'src/main.ts': 'import express from "express";\nimport "./probes/pg.ts";\nimport "./probes/mysql.ts";\nimport "./probes/mssql.ts";\nimport "./probes/mongo.ts";\nexpress().listen(3000);\n',
      'src/probes/pg.ts': driver('pg', 'new db.Pool()'), 'src/probes/mysql.ts': driver('mysql2', 'db.createConnection({})'), 'src/probes/mssql.ts': driver('mssql', 'db.connect({})'), 'src/probes/mongo.ts': driver('mongodb', 'new db.MongoClient("")'),
      'compose.yaml': 'services:\n  sqlite-free: {build: .}\n  search: {image: "elasticsearch:8"}\n  search-testing: {image: "elasticsearch:8"}\n  test-db: {image: "mysql:8"}\n  test-graph: {image: "neo4j:5"}\n  kafka: {image: "redpandadata/redpanda:v23"}\n  kafka-setup: {image: "redpandadata/redpanda:v23"}\n',
      'hosting/compose.yaml': 'services:\n  docs-prod: {image: "couchdb:3"}\n  docs-staging: {image: "couchdb:3"}\n',
    });
    expect(Object.keys(declared.data_stores ?? {})).toEqual(['docs', 'search']);
    expect(Object.keys(declared.queues ?? {})).toEqual(['kafka']);
    expect(text).toContain('# watch has drivers for mongodb, mysql, postgresql, sqlserver (src/probes/mongo.ts:1): taken for databases of its users. Declare those that are its own.\n');
    const schema = (provider: string): string => `datasource db {\n  provider = "${provider}"\n  url = env("DATABASE_URL")\n}\nmodel A { id Int @id }\n`;
    const either = await drafted({
      'package.json': '{"name": "either", "dependencies": {"express": "5", "@prisma/client": "6"}}', 'src/main.ts': 'import express from "express";\nimport { PrismaClient } from "@prisma/client";\nexport const db = new PrismaClient();\nexpress().listen(3000);\n',
      'prisma/mysql.prisma': schema('mysql'), 'prisma/postgresql.prisma': schema('postgresql'), 'compose.yaml': 'services:\n  pg: {image: "postgres:17"}\n', 'more/compose.yaml': 'services:\n  pg: {image: "postgres:17"}\n  maria: {image: "mysql:9"}\n',
    });
    expect(either.declared.data_stores).toEqual({ pg: { engine: 'postgresql', purpose: 'relational', env: ['DATABASE_URL'] } });
  });

  it('declares of the databases that one service can run on the one that is deployed in earnest', async () => {
    const service = (name: string, image: string): string => `  ${name}:\n    image: ${image}\n`;
    const set = (name: string, image: string): string => `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: ${name}}\nspec:\n  template:\n    spec:\n      containers:\n        - name: db\n          image: ${image}\n`;
    const tree: Tree = {
      'package.json': '{"name": "sso", "dependencies": {"express": "4"}}', 'src/main.ts': 'import express from "express";\nconst app = express();\napp.listen(3000);\n',
      'check-texts.js': 'require("./locales/en.json");\n', 'locales/en.json': '{}',
      'compose.yaml': `services:\n${service('cockroachdb', 'cockroachdb/cockroach:v23')}${service('maria', 'mariadb:11')}${service('pg', 'postgres:17')}`,
    };
    const { declared, text } = await drafted({ ...tree, 'k8s/pg.yaml': set('pg', 'postgres:17') });
    expect(declared.data_stores).toEqual({ pg: { engine: 'postgresql', purpose: 'relational' } });
    expect(text).toContain('tooling: [check-texts.js]');
    const two = await drafted({ ...tree, 'compose.yaml': `services:\n${service('maria', 'mariadb:11')}${service('pg', 'postgres:17')}` });
    expect(Object.keys(two.declared.data_stores!)).toEqual(['maria', 'pg']);
    const { 'compose.yaml': _, ...bare } = tree;
    const either = await drafted({ ...bare, 'compose.mariadb.yaml': `services:\n${service('maria', 'mariadb:11')}`, 'compose.postgres.yaml': `services:\n${service('pg', 'postgres:17')}` });
    expect(Object.keys(either.declared.data_stores!)).toHaveLength(1);
  });

  it('takes services of other languages by their workloads, and the addresses between them', async () => {
    const deployment = (name: string, env = ''): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  template:\n    spec:\n      containers:\n        - name: server\n          image: ${name}\n${env}`;
    const { folder, declared } = await drafted({
      'cart/Dockerfile': 'FROM golang\nCOPY . .\n', 'cart/main.go': 'package main\n', 'web/Dockerfile': 'FROM python\nCOPY . .\n', 'web/app.py': 'print(1)\n',
      'k8s/cart.yaml': deployment('cart'), 'k8s/web.yaml': deployment('web', '          env:\n            - {name: CART, value: "http://cart:8080"}\n            - {name: REDIS, value: "redis:6379"}\n'),
      'k8s/redis.yaml': deployment('redis').replace('image: redis', 'image: redis:7'),
    });
    expect(Object.keys(declared.components)).toEqual(['cart', 'web']);
    expect(declared.components['web']!.responsibility).toBe('Python service deployed as web.');
    expect(declared.components['web']!.depends_on).toEqual([{ component: 'cart', mode: 'sync', via: 'http' }, { cache: 'redis', mode: 'sync', via: 'cache' }]);
    expect(declared.infrastructure).toEqual({ orchestration: 'kubernetes' });
    expect(await findings(folder)).toEqual([]);
  });
});

describe('writing', () => {
  it('never overwrites without --force, and writes nothing with --print', async () => {
    const folder = repository(FEATURES);
    const shown = await cli(['init', folder, '--print']);
    expect(shown.stdout).toContain('components:');
    expect(existsSync(join(folder, 'architecture.yaml'))).toBe(false);
    writeFileSync(join(folder, 'architecture.yaml'), 'not: this\n');
    const refused = await cli(['init', folder, '--yes']);
    expect([refused.code, refused.stderr]).toEqual([2, 'There is architecture.yaml already. --update adds what appeared since, --print shows what would be written, --force overwrites it.\n']);
    expect((await cli(['init', folder, '--yes', '--force'])).code).toBe(0);
    expect(readFileSync(join(folder, 'architecture.yaml'), 'utf8')).toContain('components:');
  });

  it('asks on a terminal alone', async () => {
    const { code, stderr } = await cli(['init', repository(FEATURES)]);
    expect([code, stderr]).toEqual([2, 'There is no terminal to ask on; say --yes to write what was found, or --print to see it.\n']);
  });

  it('asks for no plan for the loss of what is only told of errors and clicks', async () => {
    const { declared } = await drafted({
      'package.json': '{"name": "shop", "dependencies": {"express": "5", "@sentry/node": "9", "stripe": "17"}}',
      'src/main.ts': 'import express from "express";\nimport * as sentry from "@sentry/node";\nimport Stripe from "stripe";\nsentry.init({});\nexport const pay = new Stripe("key");\nexpress().listen(3000);\n',
    });
    expect(Object.entries(declared.externals!).map(([name, { criticality }]) => [name, criticality])).toEqual([['sentry', 'optional'], ['stripe', undefined]]);
  });

  it('takes team and owner from a log that tells, and no more style than such a team needs', async () => {
    const commits = (count: number): string => {
      const root = gitRepository({ ...FEATURES });
      for (let index = 1; index < count; index++) commit(root, { 'notes.md': String(index) });
      return root;
    };
    const draft = async (root: string): Promise<ArchitectureDeclaration> => parse((await cli(['init', root, '--print'])).stdout) as ArchitectureDeclaration;
    const imported = await draft(commits(1));
    expect([imported.project.team_size, imported.style?.name, imported.components['accounts']!.owner]).toEqual([undefined, 'modular-monolith', undefined]);
    const grown = await draft(commits(10));
    expect([grown.project.team_size, grown.style?.name, grown.components['accounts']!.owner]).toEqual([1, 'monolith', 'A']);
  });

  it('gives the owner that it is told to what nobody owns', async () => {
    const { stdout } = await cli(['init', repository(FEATURES), '--print', '--owner', 'ledger']);
    expect(stdout.match(/owner: ledger/g)).toHaveLength(4);
  });

  it('leaves out what only code asks for that does not run any more: no manifest installs it', async () => {
    const { declared } = await drafted({ ...FEATURES, 'src/modules/payments/infra/old-queue.ts': 'import { Queue } from "bullmq";\nimport Stripe from "stripe";\nexport const jobs = new Queue("jobs");\nexport const pay = new Stripe("x");\n' });
    expect([declared.queues, declared.externals]).toEqual([undefined, undefined]);
  });

  it('takes for services what is deployed, and for front ends what its user installs', async () => {
    const hono = 'import { Hono } from "hono";\nconst app = new Hono();\napp.get("/", (c) => c.text("x"));\nexport default app;\n';
    const { declared } = await drafted({
      'package.json': '{"name": "shop", "workspaces": ["apps/*"]}',
      'apps/edge/package.json': '{"name": "edge", "dependencies": {"hono": "4", "react": "19", "react-dom": "19"}}', 'apps/edge/src/index.ts': hono,
      'apps/edge/src/widget/main.tsx': 'import { createRoot } from "react-dom/client";\ncreateRoot(document.body).render(null);\n', 'apps/edge/wrangler.jsonc': '{"name": "shop-edge", "main": "src/index.ts"}',
      'apps/clipper/package.json': '{"name": "clipper", "description": "manifest.json description", "devDependencies": {"wxt": "0.20"}}', 'apps/clipper/background.ts': 'export const a = 1;\n',
      'apps/graph-playground/package.json': '{"name": "graph-playground", "dependencies": {"express": "5"}}', 'apps/graph-playground/main.ts': 'import express from "express";\nexpress().listen(1);\n',
    });
    expect(Object.entries(declared.components).map(([name, { kind, responsibility }]) => [name, kind, responsibility])).toEqual([
      ['clipper', 'frontend', expect.not.stringContaining('manifest.json')], ['edge', 'function', expect.anything()],
    ]);
    expect(declared.infrastructure?.orchestration).toBe('serverless');
  });

  it('takes the routes of a Next.js application at the root for its service, however many helpers lie beside them', async () => {
    const helper = (folder: string) => Object.fromEntries([1, 2, 3, 4].map((index) => [`${folder}/h${index}.ts`, `export const h${index} = ${index};\n`]));
    const used = ['lib', 'billing', 'reports'].flatMap((folder) => [1, 2, 3, 4].map((index) => `import { h${index} as ${folder}${index} } from '../../${folder}/h${index}.ts';\n`)).join('');
    const { declared } = await drafted({
      'package.json': '{"name": "shop", "dependencies": {"next": "15", "react": "19", "react-dom": "19"}}', 'next.config.ts': 'export default {};\n',
      ...helper('lib'), ...helper('billing'), ...helper('reports'), 'app/api/route.ts': `${used}export const GET = () => Response.json([${['lib', 'billing', 'reports'].map((folder) => `${folder}1`).join()}]);\n`,
    });
    expect(Object.entries(declared.components).flatMap(([name, { kind }]) => (kind === 'service' ? [name] : []))).toEqual(['app']);
  });

  it('knows the one service behind workloads whose image is built from a folder of Dockerfiles', async () => {
    const { declared } = await drafted({ ...FEATURES, 'docker/Dockerfile': 'FROM node:22\nCOPY . .\n', 'render.yaml': 'services:\n  - {type: web, name: bank-web, runtime: docker, dockerfilePath: docker/Dockerfile}\n' });
    expect(Object.values(declared.components).map(({ workloads }) => workloads).filter(Boolean)).toEqual([['bank-web']]);
    expect(declared.infrastructure?.orchestration).toBe('paas');
  });

  it('leaves the databases of a catalogue out, and names a database by the file nearest to the root', async () => {
    const offered = Object.fromEntries(['blog', 'chat', 'files', 'notes', 'wiki'].map((name) => [`apps/${name}/docker-compose.yml`, `services:\n  ${name}: {image: "acme/${name}:1"}\n  ${name}-db: {image: "mysql:8"}\n`]));
    const { stdout } = await cli(['init', repository({
      ...FEATURES, ...offered, 'docker-compose.yml': 'services:\n  z-db: {image: "postgres:17"}\n', 'server/dev/docker-compose.yml': 'services:\n  a-db: {image: "postgres:17"}\n', 'server/dev/index.ts': 'export {};\n',
    }), '--print']);
    expect(Object.entries((parse(stdout) as ArchitectureDeclaration).data_stores ?? {}).map(([name, { engine }]) => [name, engine])).toContainEqual(['z-db', 'postgresql']);
    expect(stdout).not.toContain('mysql');
  });

  it('takes code of another language with a container of its own for a service', async () => {
    const { declared } = await drafted({ 'services/catalogue/Dockerfile': 'FROM dotnet\n', 'services/catalogue/Program.cs': 'class Program {}\n', 'services/shared/Clock.cs': 'class Clock {}\n' });
    expect(Object.fromEntries(Object.entries(declared.components ?? {}).map(([name, { kind }]) => [name, kind]))).toEqual({ catalogue: 'service', shared: 'module' });
  });

  it('leaves out the stores of what only watches the product', async () => {
    const tree = { ...FEATURES, 'docker-compose.yml': 'services:\n  db: {image: "postgres:17"}\n', 'docker-compose.monitoring.yml': 'services:\n  elasticsearch: {image: "elasticsearch:8"}\n' };
    expect(Object.keys((await drafted(tree)).declared.data_stores ?? {})).toEqual(['db']);
    const asking = { 'package.json': '{"name": "bank", "dependencies": {"fastify": "5", "@elastic/elasticsearch": "8"}}', 'src/clock.ts': 'import { Client } from "@elastic/elasticsearch";\nexport const search = new Client({ node: "http://localhost:9200" });\nexport const now = () => Date.now();\n' };
    expect(Object.keys((await drafted({ ...tree, ...asking })).declared.data_stores ?? {})).toEqual(['db', 'elasticsearch']);
  });

  it('takes the name of a feature for no helper of the others', async () => {
    const { declared } = await drafted(Object.fromEntries(Object.entries(FEATURES).map(([path, text]) => [path.replace('accounts', 'account-config'), typeof text === 'string' ? text.replace('modules/accounts', 'modules/account-config') : text])));
    expect(declared.components?.['account-config']?.responsibility).toBe('3 modules; used by bank.');
  });

  it('takes compose files that are named for other databases than the usual one brings up for choices', async () => {
    const one = (image: string): string => `services:\n  app: {image: "acme/app:1"}\n  ${image}: {image: "${image}:1"}\n`;
    const { stdout: many } = await cli(['init', repository({ ...FEATURES, 'docker-compose-tenants.yml': one('mongo'), 'docker-compose-v1-mariadb.yml': one('mariadb'), 'docker-compose-v1-mysql.yml': one('mysql'), 'docker-compose-v2-postgresql.yml': one('postgres') }), '--print']);
    expect(Object.keys((parse(many) as ArchitectureDeclaration).data_stores ?? {})).toEqual(['mongo']);
    expect(many).toContain('    purpose: document\n    # reason: why documents, and no relational store\n');
    const { stdout } = await cli(['init', repository({ ...FEATURES, 'docker-compose.yml': one('mongo'), 'docker-compose-v1-mariadb.yml': one('mariadb'), 'docker-compose-v1-mysql.yml': one('mysql'), 'docs/guide/docker-compose.yml': one('mysql') }), '--print']);
    expect(Object.values((parse(stdout) as ArchitectureDeclaration).data_stores ?? {}).map(({ engine }) => engine)).toContain('mongodb');
    expect(stdout).not.toMatch(/engine: (?:mariadb|mysql)/);
  });

  it('tells what a compose file and charts bring up where the images are built elsewhere', async () => {
    const manifest = (name: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: a, image: "acme/${name}:1"}]}}}\n`;
    const { stdout } = await cli(['init', repository({
      'docker-compose.yml': 'services:\n  api: {image: "acme/api:1", depends_on: [db]}\n  worker: {image: "acme/api:1"}\n  db: {image: "postgres:17"}\n',
      'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\n', 'charts/shop/templates/d.yaml': manifest('front'), 'charts/shop/templates/e.yaml': manifest('back'),
      'tests/smoke.py': 'print(1)\n',
    }), '--print']);
    const { components, data_stores: stores, style } = parse(stdout) as ArchitectureDeclaration;
    expect(components).toEqual({
      shop: { path: 'charts/shop', kind: 'service', responsibility: 'Brings up back and front.', workloads: ['back', 'front'] },
      stack: { path: 'docker-compose.yml', kind: 'service', responsibility: 'Brings up api and worker.', workloads: ['api', 'worker'], depends_on: [{ store: 'db', mode: 'sync', via: 'database' }] },
    });
    expect([Object.keys(stores ?? {}), style]).toEqual([['db'], undefined]);
  });

  it('takes the folder of an application in another language for the service that is built from the root', async () => {
    const { stdout } = await cli(['init', repository({
      'compose.yml': 'services:\n  client: {build: {context: ., dockerfile: container/Dockerfile}}\n', 'container/Dockerfile': 'FROM python:3.13\n',
      ...Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`benefits/part${index}.py`, 'x = 1\n'])), '.github/check.py': 'x = 1\n',
    }), '--print']);
    expect((parse(stdout) as ArchitectureDeclaration).components).toEqual({ benefits: { path: 'benefits', kind: 'service', responsibility: 'Python service deployed as client.', workloads: ['client'] } });
  });

  it('says where there is nothing to describe', async () => {
    const { code, stderr } = await cli(['init', repository({ 'README.md': '# x\n' }), '--yes']);
    expect([code, stderr]).toEqual([2, 'No source code was found here, so there are no components to write down.\n']);
  });
});

describe('arch-lint init --update', () => {
  it('adds what appeared since and leaves every other byte', async () => {
    const { folder, text } = await drafted(FEATURES);
    const own = text.replace('  accounts:', '  # The heart of it.\n  accounts:').replace('kind: module\n', 'kind: module\n    criticality: critical   # said by hand\n');
    writeFileSync(join(folder, 'architecture.yaml'), own);
    expect((await cli(['init', folder, '--update'])).stdout).toBe('Nothing appeared that is not declared already.\n');
    const more: Tree = {
      'package.json': FEATURES['package.json']!.toString().replace('"fastify": "5"', '"fastify": "5", "stripe": "17"'),
      'src/modules/cards/index.ts': 'import Stripe from "stripe";\nimport { open } from "../accounts/application/open.ts";\nexport const stripe = new Stripe("x");\nexport const card = () => [stripe.charges.list(), open()];\n',
      'src/modules/payments/application/charge.ts': 'import { card } from "../../cards/index.ts";\nexport const charge = card;\n',
    };
    const later = repository({ ...FEATURES, ...more, 'architecture.yaml': own });
    const { code, stdout } = await cli(['init', later, '--update']);
    expect([code, stdout]).toEqual([0, 'Added to architecture.yaml:\n  component cards (src/modules/cards)\n  external stripe (src/modules/cards/index.ts:1)\n  payments depends on cards\n']);
    const updated = readFileSync(join(later, 'architecture.yaml'), 'utf8');
    const kept = updated.split('\n');
    let at = 0;
    for (const line of own.trimEnd().split('\n')) {
      at = kept.indexOf(line, at);
      expect(at, line).toBeGreaterThanOrEqual(0);
    }
    expect((parse(updated) as ArchitectureDeclaration).components['payments']!.depends_on!.at(-1)).toEqual({ component: 'cards', mode: 'sync', via: 'call' });
    expect(await findings(later)).toEqual([]);
  });

  it('needs a file to update', async () => {
    const { code } = await cli(['init', repository(FEATURES), '--update']);
    expect(code).toBe(2);
  });

  it('asks for the brief in lines that validate once their marks are gone', async () => {
    const { folder, text } = await drafted(MONOREPO);
    writeFileSync(join(folder, 'architecture.yaml'), text.replace(/(# What no code can tell[^\n]*\n)([\s\S]*)$/, (_, head: string, brief: string) => head + brief.replaceAll(/^# /gm, '')));
    const { checks } = await lint(folder, { only: ['incomplete-brief'] });
    const before = (await lint(repository({ ...MONOREPO, 'architecture.yaml': text }), { only: ['incomplete-brief'] })).checks;
    expect(checks[0]!.findings.length).toBeLessThan(before[0]!.findings.length);
    expect(checks[0]!.findings.map(({ subject }) => subject)).not.toContain('requirements');
  });
});
