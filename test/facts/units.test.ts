import { describe, expect, it } from 'vitest';
import { parse } from '@typescript-eslint/typescript-estree';
import type { Docker, Files, Imports, ModuleStarts, PackageManifest, Packages, Place, Platforms } from '../../src/model/index.ts';
import { indexTree } from '../../src/lib/tree.ts';
import starts from '../../src/facts/units/starts.ts';
import units from '../../src/facts/units/units.ts';

const extract = (text: string, path = 'src/main.ts'): ModuleStarts | undefined => {
  const tree = parse(text, { loc: true, range: true, jsx: path.endsWith('x') });
  const index = indexTree(tree as never);
  const imports = index.nodes('ImportDeclaration').map((node) => ({ specifier: node.source.value, kind: 'value', line: 1, column: 1, names: [] }));
  return starts.extractor!.extract({ path, text, tree, imports, ...index } as never) as ModuleStarts | undefined;
};
const kinds = (text: string, path?: string): string[] => (extract(text, path)?.starts ?? []).map(({ kind, framework, line, port }) => `${kind} ${framework}:${line}${port ? ` ${port}` : ''}`);

describe('starts', () => {
  it.each([
    ["import express from 'express';\nconst app = express();\napp.listen(3000);", ['service express:3 3000']],
    ["import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(AppModule);", ['service nest:2']],
    ["import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(AppModule);\nwriteFileSync('swagger.json', describeApi(app));\nawait app.close();", ['cli nest:2']],
    ["const Koa = require('koa');\nconst app = new Koa();\napp.listen(process.env.PORT || 8080);", ['service koa:3 8080']],
    ["import Fastify from 'fastify';\nconst server = Fastify({ logger: true }).withTypeProvider();\nserver.listen({ port: 4000 });", ['service fastify:3 4000']],
    ["import { serve } from '@hono/node-server';\nserve({ fetch: app.fetch, port: 8787 });", ['service hono:2 8787']],
    ["import { Hono } from 'hono';\nconst app = new Hono();\nexport default app;", ['function hono:3']],
    ["import http from 'node:http';\nhttp.createServer(listener).listen(80);", ['service http:2 80']],
    ["const http = require('node:http');\nconst util = require('node:util');\nexports.restart = async () => {\n  exports.server = http.createServer(app);\n  await util.promisify(exports.server.listen).bind(exports.server)(settings.port, settings.ip);\n};", ['service http:5']],
    ["const functions = require('firebase-functions/v1');\nexports.charge = functions.region('europe-west1').https.onCall(async (data) => {});\nexports.helper = functions.config();", ['function firebase:2']],
    ["import { onSchedule } from 'firebase-functions/v2/scheduler';\nexport const tidy = onSchedule('every day 05:00', async () => {});", ['function firebase:2']],
    ["export default { async queue(batch: MessageBatch, env: Env) { await work(batch, env); } };", ['function worker-fetch:1']],
    ["import { app } from './app';\napp.listen(PORT);", ['service unknown:2']],
    ["import { makeServer } from '@acme/server';\nconst server = await makeServer(plugins);\nawait server.initialize();\nawait server.start();", ['service hapi:4']],
    ["const sails = require('sails');\nsails.lift(rc('sails'));", ['service sails:2']],
    ["import { Hono } from 'hono';\nconst app = new Hono();\nexport default Sentry.withSentry((env) => ({ dsn: env.DSN }), app);", ['function hono:3']],
    ["import { main } from './server';\nmain.httpServer.listen(port, host);", ['service unknown:2']],
    ["import { server } from './server';\nserver.listen(listenParams, () => {});", ['service unknown:2']],
    ["import { server } from './server';\nserver().listen(5555);", ['service unknown:2 5555']],
    ["import { createApp } from './app';\n(await createApp()).listen(config.port);", ['service unknown:2']],
    ["import { Server } from '@overnightjs/core';\nconst server = new (class extends Server {})();\nserver.app.listen(4000, () => {});", ['service unknown:3 4000']],
    ["const hapi = require('@hapi/hapi');\nmodule.exports = async () => {\n  const server = hapi.server({ port: 3000 });\n  return server;\n};", ['service hapi:3']],
    ["const hapi = require('@hapi/hapi');\nmodule.exports = () => hapi.server();", []],
    ["import hapi from '@hapi/hapi';\nimport { options } from './options.js';\nexport const createServer = async () => {\n  const server = hapi.server(options());\n  return server;\n};", ['service hapi:4']],
    ["const app = require('./app')(env);\nconst server = create(app).listen(PORT, HOSTNAME);\nfunction create(handler) { return transport.createServer(handler); }", ['service unknown:2']],
    ["import * as Hapi from '@hapi/hapi';\nconst server = new Hapi.Server({ port: 4040 });\nexport const start = async () => { await server.start(); };", ['service hapi:3']],
    ["import { InversifyExpressServer } from 'inversify-express-utils';\nconst server = new InversifyExpressServer(container);\nserver.build().listen(env.get('PORT'));", ['service express:3']],
    ["import uws from 'uWebSockets.js';\nconst app = uws.App();\napp.any('/*', page).listen(PORT, tell);", ['service uws:3']],
    ["const hapi = require('@hapi/hapi');\nconst options = () => ({ port: config.get('port'), router: {} });\nmodule.exports = async () => hapi.server(options());", ['service hapi:3']],
    ["const env = require('./env')();\nfunction create(app) {\n  const transport = env.ssl ? require('https') : require('http');\n  return transport.createServer(app);\n}\ncreate(app).listen(PORT, HOSTNAME);", ['service unknown:6']],
    ["export const handler = async (event) => ({});", ['function lambda:1']],
    ["module.exports.hello = async (event) => ({});", ['function lambda:1']],
    ["import { Worker } from 'bullmq';\nnew Worker('mail', send);", ['worker bullmq:2']],
    ["import { app } from '@azure/functions';\napp.http('orders', { handler });\napp.timer('nightly', { schedule, handler: tidy });", ['function azure-functions:2', 'function azure-functions:3']],
  ])('%s', (text, expected) => expect(kinds(text)).toEqual(expected));

  it.each([
    "import express from 'express';\nexport const router = express.Router();",
    "import { Worker } from 'node:worker_threads';\nnew Worker('./task.js');",
    'window.addEventListener("x", y); bus.listen("event", handler);',
    "import net from 'node:net';\nconst server = net.createServer();\nserver.listen(0, () => { const { port } = server.address(); server.close(() => resolve(port)); });",
    "import fastify from 'fastify';\nawait fastify().listen({ port: 0, host: '127.0.0.1' });",
    "const server = makeServer();\nserver.start();",
    "export default { queue: 'orders', scheduled(task) { return task; } };",
    "import { getEmitter } from './events';\ngetEmitter().listen('saved', handler);",
    "import { app } from '@azure/functions';\napp.setup({ enableHttpStream: true });\napp.hook.appStart(warmUp);",
    "import { job } from './job';\njob.start();",
    "function create(bus) { return bus.open(); }\ncreate(bus).listen(topicOptions);",
    "const hapi = require('@hapi/hapi');\nmodule.exports = (options) => hapi.server(options);",
    "exports.onExecutePostLogin = async (event, api) => { api.access.deny('no'); };",
    "import http from 'node:http';\nhttp.createServer(proxy).listen(0, '127.0.0.1');",
    "import net from 'node:net';\nconst server = net.createServer();\nserver.listen(0, () => resolve(server.address().port));",
    'export function onClick(event) { element.listen(callback); }'.replace('export ', ''),
  ])('finds no start in %s', (text) => expect(kinds(text)).toEqual([]));

  it('takes what Supabase starts for functions', () => {
    const text = "import { app } from '../_backend/app.ts';\nDeno.serve(app.fetch);";
    expect(kinds(text, 'supabase/functions/orders/index.ts')).toEqual(['function supabase:2']);
    expect(kinds(text, 'server/index.ts')).toEqual(['service http:2']);
  });

  it.each([
    ["import express from 'express';\nexpress().listen('/run/shop.sock');", true],
    ["import fastify from 'fastify';\nconst app = fastify();\nawait app.listen({ path: socketPath });", true],
    ["import http from 'node:http';\nconst server = http.createServer(app);\nserver.listen(socketPath);", true],
    ["import fastify from 'fastify';\nconst app = fastify();\nawait app.listen({ path: socketPath, port: 3000 });", undefined],
    ["import express from 'express';\nexpress().listen(process.env.PORT);", undefined],
  ])('tells whether a network leads to what listens in %s', (text, socket) => expect(extract(text)?.starts.map((one) => one.socket)).toEqual([socket]));

  it('sees that Next.js writes all pages out when it builds', () => {
    expect(extract("export default { output: 'export' };\n", 'docs/next.config.mjs')?.exportsPages).toBe(true);
    expect(extract("export default { output: 'standalone' };\n", 'docs/next.config.mjs')).toBeUndefined();
  });
  it('sees that SvelteKit writes all of it out when it builds, unless another adapter stands beside', () => {
    const written = "import adapter from '@sveltejs/adapter-static';\n";
    expect(extract(`${written}export default { kit: { adapter: adapter({ fallback: '404.html' }) } };`, 'web/svelte.config.js')?.exportsPages).toBe(true);
    expect(extract(`${written}import node from '@sveltejs/adapter-node';\nexport default { kit: { adapter: site ? adapter() : node() } };`, 'web/svelte.config.js')).toBeUndefined();
    expect(extract("import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };", 'web/svelte.config.js')).toBeUndefined();
  });
  it('notes folders that are loaded by path', () => {
    const text = "import autoLoad from '@fastify/autoload';\nimport path from 'node:path';\napp.register(autoLoad, { dir: path.join(import.meta.dirname, 'routes') });";
    expect(extract(text, 'src/app.ts')?.loads).toEqual(['src/routes']);
  });
  it.each<[text: string, spawns: string[]]>([
    ["const { fork } = require('node:child_process');\nfork(path.join(__dirname, 'workers', 'poller.js'), ['--once']);", ['src/workers/poller.js']],
    ["import cp from 'node:child_process';\ncp.fork(`${__dirname}/poller`);", ['src/poller']],
    ["import { Worker } from 'node:worker_threads';\nnew Worker(new URL('./render.js', import.meta.url), { workerData });", ['src/render.js']],
    ["const { Worker } = require('worker_threads');\nnew Worker('./src/render.js');", ['./src/render.js']],
    ["import Piscina from 'piscina';\nexport const pool = new Piscina({ filename: resolve(import.meta.dirname, 'resize.js') });", ['src/resize.js']],
    ["import { spawn } from 'node:child_process';\nspawn(process.execPath, [join(import.meta.dirname, 'convert.js'), file]);", ['src/convert.js']],
    ["import { Worker } from 'bullmq';\nnew Worker('mails', join(import.meta.dirname, 'mails.js'));", ['src/mails.js']],
    ["import { Worker } from 'bullmq';\nnew Worker('mails', send);", []],
    ["import { spawn } from 'node:child_process';\nspawn('git', ['log', './src']);", []],
  ])('notes modules that are started as processes or threads: %s', (text, spawns) => expect(extract(text, 'src/app.js')?.spawns ?? []).toEqual(spawns));

  it.each<[text: string, loads: string[]]>([
    ["fs.readdirSync(path.join(__dirname, 'api')).forEach((file) => { app.use(require(path.join(__dirname, 'api', file))); });", ['src/api']],
    ["glob.sync(__dirname + '/routes/**/*.+(ts|js)').map((name) => require(name)).forEach((route) => route.default(app));", ['src/routes']],
    ["import { createExpressServer } from 'routing-controllers';\nexport const app = createExpressServer({ controllers: settings.controllers });", ['@routing-controllers']],
    ["const sails = require('sails');\nsails.lift(rc('sails'));", ['src/api', 'src/config']],
    ["const folder = path.join(__dirname, '../controllers');\nfs.readdirSync(folder).forEach((file) => { require(`${folder}/${file}`)(app); });", ['controllers']],
    ["const BASE = './controllers';\nfunction load(file) { return require(file); }\nfor (const name of readdirSync(join(__dirname, BASE))) load(name);", ['src/controllers']],
    ['for (const job of await readdir(dir)) await import(`./jobs/${job.name}`);', ['src/jobs']],
    ['const engine = require(`../modules/search/${key}/engine`);', ['modules/search']],
    ["await import(new URL('./retention/' + file, import.meta.url).href);", ['src/retention']],
    ["module.exports = require('require-directory')(module, { include: /x/ });", ['src']],
    ["const requireDir = require('require-dir');\nrequireDir('./jobs');", ['src/jobs']],
    ["const all = require('require-all')({ dirname: __dirname + '/controllers' });", ['src/controllers']],
    ["const jobs = require.context('./jobs', true, /x/);", ['src/jobs']],
    ['const { default: Worker } = await import(`${name}/src`);', ['*/src']],
    ["fs.readdirSync(__dirname).forEach((file) => require(path.join(__dirname, file)));", ['src']],
    ["await import(pathToFileURL(path.join(__dirname, 'plugins', name)).toString());", ['src/plugins']],
    ["const folder = join(import.meta.dirname, 'routes');\nfor (const file of await readdir(folder)) await import(`${folder}/${file}`);", ['src/routes']],
    ["const here = dirname(fileURLToPath(import.meta.url));\nfor (const file of readdirSync(join(here, 'routes'))) await import(join(here, 'routes', file));", ['src/routes']],
  ])('notes folders whose modules are loaded by a path that is put together: %s', (text, loads) => {
    expect(extract(text, 'src/app.js')?.loads).toEqual(loads);
  });
  it.each(["fs.readdirSync(path.join(__dirname, 'mails'));", "const orders = require('./orders');", 'require(path.join(process.cwd(), name));', "fs.readdirSync('./mails').map((file) => require(file));", "require(path.join(__dirname, '../../..', name));"])('and none of what is only read, imported by name or lies elsewhere: %s', (text) => {
    expect(extract(text, 'src/app.js')?.loads ?? []).toEqual([]);
  });
});

const file = (path: string, dir = '.', role = 'production'): Files['files'][number] => ({ path, bytes: 1, role: role as 'production', language: 'typescript', package: dir });
const manifest = (more: Partial<PackageManifest> = {}): PackageManifest => ({
  dir: '.', name: 'shop', private: true, dependencies: {}, devDependencies: {}, peerDependencies: {}, scripts: {}, bin: [], entry: {}, workspace: false, at: { file: 'package.json' }, lines: {}, ...more,
});
const edges = (graph: Record<string, string[]>): Imports => ({
  modules: Object.fromEntries(Object.entries(graph).map(([from, list]) => [from, list.map((to) => ({ specifier: to, kind: 'value' as const, line: 1, column: 1, names: [], to }))])), resolved: 1, unresolved: 0,
});
const NOTHING_DEPLOYED = { cloudformation: { resources: [], services: [], globals: [] }, terraform: { blocks: [], values: [], defaults: {} }, constructs: {} };
const gather = async (files: Files['files'], graph: Record<string, string[]>, found: Record<string, ModuleStarts>, packages: PackageManifest[] = [manifest()], run: { docker?: Docker; platforms?: Platforms } = {}): Promise<string[]> => {
  const fact = await units.gather({ files: { files }, imports: edges(graph), starts: found, packages: { packages, orchestrators: [], lockfiles: [] } satisfies Packages, docker: { dockerfiles: [] }, platforms: { files: [] }, ...NOTHING_DEPLOYED, ...run }, undefined as never);
  return fact.units.map(({ name, kind, framework, entry, modules }) => `${name} ${kind} ${framework} ${entry.file} ${modules.length}`);
};
const listen = (kind = 'service', framework = 'express'): ModuleStarts => ({ starts: [{ kind: kind as 'service', framework, line: 1, column: 1 }], loads: [] });

describe('units', () => {
  it('takes for a tool what listens while a command of it runs, and for a service what a command line starts from elsewhere', async () => {
    const tool = [manifest({ bin: ['tool'], scripts: { start: 'node .' } })];
    expect(await gather([file('src/index.ts'), file('src/commands/tunnel.ts')], { 'src/index.ts': ['src/commands/tunnel.ts'] }, { 'src/commands/tunnel.ts': listen() }, tool)).toEqual(['shop cli express src/commands/tunnel.ts 2']);
    expect(await gather([file('src/index.ts'), file('src/server.ts')], { 'src/index.ts': ['src/server.ts'] }, { 'src/server.ts': listen() }, tool)).toEqual(['shop service express src/server.ts 2']);
  });

  it('takes for a service what a script for production starts, though it is installed as a command, too', async () => {
    expect(await gather([file('src/server.ts')], {}, { 'src/server.ts': listen() }, [manifest({ bin: ['shop'], scripts: { prod: 'NODE_ENV=production node src/server.ts' } })])).toEqual(['shop service express src/server.ts 1']);
  });

  it('takes for a service what something outside of its package keeps running by its name', async () => {
    const packages = (...scripts: Record<string, string>[]) => [...scripts.map((one) => manifest({ scripts: one })), manifest({ dir: 'server', name: '@shop/server', bin: ['./bin/index.js'] })];
    const files = [file('server/server.js', 'server'), file('server/bin/index.js', 'server')];
    const told = async (scripts: Record<string, string>, run: { docker?: Docker; platforms?: Platforms } = {}): Promise<string | undefined> =>
      (await gather(files, { 'server/bin/index.js': ['server/server.js'] }, { 'server/server.js': listen('service', 'koa') }, packages(scripts), run))[0]?.split(' ')[1];
    const image = (command: string): { docker: Docker } => ({ docker: { dockerfiles: [{ file: 'build/Dockerfile', stages: ['0'], ports: [], env: [], copies: [], at: { file: 'build/Dockerfile' }, entry: { command, at: { file: 'build/Dockerfile' } } }] } });
    expect(await told({ serve: 'NODE_ENV=production node server/server.js' })).toBe('service');
    expect(await told({}, image('node server/dist/server.js'))).toBe('service');
    expect(await told({}, { platforms: { files: [{ platform: 'heroku', file: 'Procfile', at: { file: 'Procfile' }, value: { web: 'node server/server.js' }, places: {} }] } })).toBe('service');
    // Nothing but a person's own machine.
    expect(await told({ 'dev:server': 'node server/server.js', 'start:dev': 'node server/server.js', serve: 'nodemon server/server.js' }, image('ksc-server'))).toBe('cli');
  });

  it('takes a server whose image serves built files for a front end', async () => {
    const files = [file('src/app.ts'), file('Dockerfile'), file('Procfile')];
    const told = (base: string, stages: string[], more: { platforms?: Platforms } = {}): Promise<string[]> =>
      gather(files, {}, { 'src/app.ts': listen() }, [manifest()], { docker: { dockerfiles: [{ file: 'Dockerfile', base, stages, ports: [], env: [], copies: [], at: { file: 'Dockerfile' } }] }, ...more });
    expect(await told('nginxinc/nginx-unprivileged:1.23-alpine', ['build', '1'])).toEqual(['shop frontend express src/app.ts 1']);
    expect(await told('nginx', ['0'])).toEqual(['shop service express src/app.ts 1']);
    expect(await told('node:20', ['build', '1'])).toEqual(['shop service express src/app.ts 1']);
    expect(await told('nginx', ['build', '1'], { platforms: { files: [{ platform: 'heroku', file: 'Procfile', value: { web: 'node src/app.js' }, at: { file: 'Procfile' } } as never] } })).toEqual(['shop service express src/app.ts 1']);
  });

  it('takes for a service what an image opens a port for, though the image starts it as the command that is installed', async () => {
    const image: Docker = { dockerfiles: [{ file: 'ci/Dockerfile', stages: ['0'], ports: [{ port: 8080, at: { file: 'ci/Dockerfile' } }], env: [], copies: [], at: { file: 'ci/Dockerfile' } }] };
    const files = [file('src/app.ts'), { path: 'ci/Dockerfile', bytes: 1, role: 'production' as const, package: '.' }];
    expect(await gather(files, {}, { 'src/app.ts': listen() }, [manifest({ bin: ['out/cli.js'] })], { docker: image })).toEqual(['shop service express src/app.ts 1']);
    expect(await gather(files, {}, { 'src/app.ts': listen() }, [manifest({ bin: ['out/cli.js'] })], { docker: { dockerfiles: [{ ...image.dockerfiles[0]!, ports: [] }] } })).toEqual(['shop cli express src/app.ts 1']);
  });

  it('leaves a command that listens while it runs a tool, though a script starts the command line', async () => {
    const tool = [manifest({ bin: ['tool'], scripts: { start: 'node src/index.js' } })];
    expect(await gather([file('src/index.js'), file('src/commands/login.js')], { 'src/index.js': ['src/commands/login.js'] }, { 'src/commands/login.js': listen() }, tool)).toEqual(['shop cli express src/commands/login.js 2']);
  });

  it('reaches what the root above the listen call imports', async () => {
    expect(await gather([file('src/index.ts'), file('src/app.ts'), file('src/jobs.ts')], { 'src/index.ts': ['src/app.ts', 'src/jobs.ts'] }, { 'src/app.ts': listen() })).toEqual(['shop service express src/app.ts 3']);
  });
  it('counts a worker inside a service as part of it', async () => {
    expect(await gather([file('src/main.ts'), file('src/worker.ts')], { 'src/main.ts': ['src/worker.ts'] }, { 'src/main.ts': listen(), 'src/worker.ts': listen('worker', 'bullmq') })).toEqual(['shop service express src/main.ts 2']);
  });
  it('tells two processes of one package apart', async () => {
    expect(await gather([file('apps/api/src/main.ts'), file('apps/jobs/src/main.ts')], {}, { 'apps/api/src/main.ts': listen('service', 'nest'), 'apps/jobs/src/main.ts': listen('worker', 'bullmq') }))
      .toEqual(['api service nest apps/api/src/main.ts 1', 'jobs worker bullmq apps/jobs/src/main.ts 1']);
  });
  it('takes for a service what leads to the listen call of a package that the services share', async () => {
    const [common, mails, api] = [manifest({ dir: 'common', name: 'common', private: false, entry: { types: 'index.d.ts' } }), manifest({ dir: 'mails', name: 'mails', workspace: true, scripts: { start: 'node ./dist/index.js' } }), manifest({ dir: 'api', name: 'api', workspace: true, entry: { main: 'src/index.js' } })];
    const modules = [file('common/src/serve.ts', 'common'), file('mails/src/index.ts', 'mails'), file('api/src/index.js', 'api')];
    const imports = { 'mails/src/index.ts': ['common/src/serve.ts'], 'api/src/index.js': ['common/src/serve.ts'] };
    const container = { path: 'api/Dockerfile', bytes: 1, role: 'production' as const, package: 'api' };
    expect(await gather([...modules, container], imports, { 'common/src/serve.ts': listen() }, [common, mails, api])).toEqual(['api service express api/src/index.js 2', 'mails service express mails/src/index.ts 2']);
    expect(await gather(modules, {}, { 'common/src/serve.ts': listen() }, [common, mails, api])).toEqual(['mails worker node mails/src/index.ts 1']);
  });
  it('takes an application for a service that a shared package starts, by what leads there from the top of it', async () => {
    const [core, shop, pages, jobs] = [manifest({ dir: 'core', name: 'core', private: false, entry: { types: 'index.d.ts' } }), manifest({ dir: 'apps/shop', name: 'shop' }), manifest({ dir: 'apps/pages', name: 'pages' }), manifest({ dir: 'apps/jobs', name: 'jobs', bin: ['jobs'] })];
    const modules = [file('core/src/bootstrap.ts', 'core'), file('apps/shop/src/main.ts', 'apps/shop'), file('apps/shop/src/dto/index.ts', 'apps/shop'), { ...file('apps/pages/src/main.ts', 'apps/pages'), side: 'browser' as const }, file('apps/jobs/src/main.ts', 'apps/jobs')];
    const leads = ['core/src/bootstrap.ts'];
    expect(await gather(modules, { 'apps/shop/src/main.ts': leads, 'apps/shop/src/dto/index.ts': leads, 'apps/pages/src/main.ts': leads, 'apps/jobs/src/main.ts': leads }, { 'core/src/bootstrap.ts': listen('service', 'nest') }, [core, shop, pages, jobs]))
      .toEqual(['shop service nest apps/shop/src/main.ts 2']);
  });
  it('takes for a tool what opens windows and listens for them, unless something keeps it running', async () => {
    const windows = async (scripts: Record<string, string> = {}): Promise<string[]> => (await units.gather({
      files: { files: [file('src/main.js')] }, imports: { ...edges({}), modules: { 'src/main.js': [{ specifier: 'electron', external: 'electron', kind: 'value', line: 1, column: 1, names: [] }] } }, starts: { 'src/main.js': listen() },
      packages: { packages: [manifest({ scripts })], orchestrators: [], lockfiles: [] }, docker: { dockerfiles: [] }, platforms: { files: [] }, ...NOTHING_DEPLOYED,
    } as never, undefined as never)).units.map(({ kind }) => kind);
    expect(await windows()).toEqual(['cli']);
    expect(await windows({ start: 'node src/main.js' })).toEqual(['service']);
  });
  it('takes a published package with a container of its own for what runs in it', async () => {
    const published = [manifest({ private: false, entry: { types: 'index.d.ts' } })];
    expect(await gather([file('src/index.ts')], {}, { 'src/index.ts': listen() }, published)).toEqual([]);
    expect(await gather([file('src/index.ts'), { path: 'Dockerfile', bytes: 1, role: 'production', package: '.' }], {}, { 'src/index.ts': listen() }, published)).toEqual(['shop service express src/index.ts 1']);
  });
  it('takes what the generator of Express made for a service, though what listens has no ending', async () => {
    const generated = manifest({ scripts: { start: 'node ./bin/www' }, dependencies: { express: '4' } });
    expect(await gather([file('app.js'), file('routes/index.js')], { 'app.js': ['routes/index.js'] }, {}, [generated])).toEqual(['shop service express app.js 2']);
    expect(await gather([file('app.js')], {}, { 'app.js': listen() }, [generated])).toEqual(['shop service express app.js 1']);
    expect(await gather([file('app.js')], {}, {}, [manifest({ scripts: { start: 'node ./bin/www' } })])).toEqual([]);
  });
  it('takes the Azure functions of a package for one process', async () => {
    const registered = listen('function', 'azure-functions');
    expect(await gather([file('src/orders.ts'), file('src/users.ts'), file('src/log.ts')], { 'src/orders.ts': ['src/log.ts'] }, { 'src/orders.ts': registered, 'src/users.ts': registered }))
      .toEqual(['shop function azure-functions src/orders.ts 3']);
    expect(await gather([file('orders/function.json'), file('orders/index.ts'), file('orders/read.ts'), file('users/index.ts')], {}, {})).toEqual(['shop function azure-functions orders/index.ts 1']);
  });
  it('finds an application that its framework builds from a folder', async () => {
    const next = manifest({ dependencies: { next: '15' } });
    expect(await gather([file('next.config.ts'), file('app/page.tsx'), file('app/api/users/route.ts')], {}, {}, [next])).toEqual(['shop service next next.config.ts 2']);
    expect(await gather([file('next.config.ts'), file('app/page.tsx')], {}, {}, [next])).toEqual(['shop frontend next next.config.ts 1']);
    const exported: ModuleStarts = { starts: [], loads: [], exportsPages: true };
    expect(await gather([file('next.config.ts'), file('app/page.tsx'), file('app/api/search/route.ts')], {}, { 'next.config.ts': exported }, [next])).toEqual(['shop frontend next next.config.ts 2']);
    const onPages = manifest({ dependencies: { next: '15', '@opennextjs/cloudflare': '1' } });
    expect(await gather([file('next.config.ts'), file('app/page.tsx'), file('app/api/users/route.ts')], {}, {}, [onPages])).toEqual(['shop function next next.config.ts 2']);
  });
  it.each<[string, Partial<PackageManifest>, Place | undefined]>([
    ['the script that starts it', { lines: { 'scripts/dev': { line: 4, column: 5 }, 'scripts/start': { line: 5, column: 5 }, 'dependencies/next': { line: 8, column: 5 } } }, { file: 'package.json', line: 5, column: 5 }],
    ['the dependency on its framework', { lines: { 'dependencies/next': { line: 8, column: 5 } } }, { file: 'package.json', line: 8, column: 5 }],
    ['nothing but the framework\'s configuration', {}, undefined],
  ])('points to %s', async (_, more, at) => {
    const next = manifest({ dependencies: { next: '15' }, ...more });
    const { units: [unit] } = await units.gather({ files: { files: [file('next.config.ts'), file('app/page.tsx')] }, imports: edges({}), starts: {}, packages: { packages: [next], orchestrators: [], lockfiles: [] }, docker: { dockerfiles: [] }, platforms: { files: [] }, ...NOTHING_DEPLOYED }, undefined as never);
    expect(unit?.startedAt).toEqual(at);
  });
  it('takes a site that is written out when it is built for no service', async () => {
    const site = [file('astro.config.mjs'), file('src/pages/prices.md.ts')];
    expect(await gather(site, {}, {}, [manifest({ dependencies: { astro: '6', '@astrojs/react': '5' } })])).toEqual(['shop frontend astro astro.config.mjs 1']);
    expect(await gather(site, {}, {}, [manifest({ dependencies: { astro: '6', '@astrojs/node': '9' } })])).toEqual(['shop service astro astro.config.mjs 1']);
  });
  it('is silent about libraries, examples and tests', async () => {
    const library = manifest({ private: false, entry: { exports: './dist/index.js' } });
    expect(await gather([file('src/server.ts')], {}, { 'src/server.ts': listen() }, [library])).toEqual([]);
    expect(await gather([file('examples/app.ts', '.', 'example'), file('test/app.ts', '.', 'test')], {}, { 'examples/app.ts': listen(), 'test/app.ts': listen() })).toEqual([]);
  });
  it('takes what a package of a workspace starts, and what listens to nobody, for a worker', async () => {
    const starting = (start: string, more: Partial<PackageManifest> = {}) => [manifest({ dir: 'apps/worker', workspace: true, scripts: { start }, ...more })];
    const files = [file('apps/worker/src/index.ts', 'apps/worker'), file('apps/worker/src/loop.ts', 'apps/worker')];
    const imported = { 'apps/worker/src/index.ts': ['apps/worker/src/loop.ts'] };
    expect(await gather(files, imported, {}, starting('NODE_ENV=production tsx --env-file=.env src/index.ts'))).toEqual(['shop worker node apps/worker/src/index.ts 2']);
    expect(await gather(files, imported, { 'apps/worker/src/loop.ts': listen() }, starting('tsx src/index.ts'))).toEqual(['shop service express apps/worker/src/loop.ts 2']);
    expect(await gather(files, imported, {}, starting('vite'))).toEqual([]);
    expect(await gather(files, imported, {}, starting('tsx src/index.ts', { bin: ['dist/cli.js'] }))).toEqual([]);
  });
  it.each<[string, string, string[]]>([
    ['a process that waits, whatever it waits for', 'node dist/index.js', ['shop worker node src/index.ts 2']],
    ['nothing of what runs once', 'node dist/migrate.js', []],
  ])('takes what the only package starts, and no sign of a server stands in, for %s', async (_, start, expected) => {
    const files = [file('src/index.ts'), file('src/loop.ts'), file('src/migrate.ts')];
    expect(await gather(files, { 'src/index.ts': ['src/loop.ts'] }, {}, [manifest({ scripts: { start } })])).toEqual(expected);
  });
  it('takes what is started and is built on a framework of servers for a service, whoever listens', async () => {
    const files = [file('src/index.ts'), file('src/worker.ts')];
    const started = manifest({ dependencies: { '@hapi/hapi': '21' }, scripts: { 'start': 'node src/index.ts', 'start:worker': 'node src/worker.ts' } });
    expect(await gather(files, {}, {}, [started])).toEqual(['shop/src service hapi src/index.ts 1', 'shop/worker worker node src/worker.ts 1']);
  });
  it.each([
    ['node dist/main', 'shop worker node src/main.ts 1'],
    ['node server', 'shop worker node server/index.js 1'],
    ['node -r dotenv/config dist/main', 'shop worker node src/main.ts 1'],
    ['fastify start -l info dist/main.js', 'shop worker node src/main.ts 1'],
    ['node .', 'shop worker node index.js 1'],
  ])('finds the module that %s starts', async (start, expected) => {
    expect(await gather([file('src/main.ts'), file('server/index.js'), file('index.js')], {}, {}, [manifest({ scripts: { start } })])).toEqual([expected]);
  });
  it('takes what a configuration of Cloudflare names for a function, however it answers', async () => {
    const wrangler = { platform: 'cloudflare' as const, file: 'oauth/wrangler.jsonc', at: { file: 'oauth/wrangler.jsonc', line: 1 }, value: { main: 'src/index.ts' }, places: {} };
    const { units: [unit] } = await units.gather({ files: { files: [file('oauth/src/index.ts', 'oauth')] }, imports: edges({}), starts: {}, packages: { packages: [manifest({ dir: 'oauth', name: 'oauth' })], orchestrators: [], lockfiles: [] }, docker: { dockerfiles: [] }, platforms: { files: [wrangler] }, ...NOTHING_DEPLOYED }, undefined as never);
    expect(unit).toMatchObject({ name: 'oauth', kind: 'function', framework: 'worker-fetch', entry: { file: 'oauth/src/index.ts' } });
  });
  it('takes the functions of Firebase of one package for one unit, and what is private and listens by its own bin for a service', async () => {
    const onCall: ModuleStarts = { starts: [{ kind: 'function', framework: 'firebase', line: 3, column: 1, export: 'charge' }], loads: [] };
    expect(await gather([file('src/charge.ts'), file('src/tidy.ts'), file('src/index.ts')], { 'src/index.ts': ['src/charge.ts', 'src/tidy.ts'] }, { 'src/charge.ts': onCall, 'src/tidy.ts': onCall })).toEqual(['shop function firebase src/charge.ts 2']);
    const own = (isPrivate: boolean): PackageManifest[] => [manifest({ private: isPrivate, bin: ['./sources/server.js'] })];
    expect(await gather([file('sources/server.js')], {}, { 'sources/server.js': listen() }, own(true))).toEqual(['shop service express sources/server.js 1']);
    expect(await gather([file('sources/server.js')], {}, { 'sources/server.js': listen() }, own(false))).toEqual(['shop cli express sources/server.js 1']);
  });
  it('holds all that is started and leads to what listens, where that is shared by many', async () => {
    const apps = ['bridge', 'webhooks', 'sender', 'reset-store'];
    const files = [...apps, 'listener', 'rooms'].map((name) => file(`src/${name}.ts`));
    const imported = Object.fromEntries(apps.map((name) => [`src/${name}.ts`, ['src/listener.ts', ...(name === 'bridge' ? ['src/rooms.ts'] : [])]]));
    const started = manifest({ scripts: { 'start': 'node lib/bridge.js', 'start:webhooks': 'node lib/webhooks.js', 'start:reset': 'node lib/reset-store.js' } });
    expect(await gather(files, imported, { 'src/listener.ts': listen() }, [started])).toEqual(['shop service express src/listener.ts 4']);
  });
  it('keeps a worker that is started by itself beside the service that starts it, too', async () => {
    const files = [file('lite/start.ts', 'lite'), file('worker/start.ts', 'worker'), file('worker/build.ts', 'worker')];
    const imported = { 'lite/start.ts': ['worker/build.ts'], 'worker/start.ts': ['worker/build.ts'] };
    const work: ModuleStarts = { starts: [{ kind: 'worker', framework: 'bullmq', line: 1, column: 1 }], loads: [] };
    const packages = ['lite', 'worker'].map((dir) => manifest({ dir, name: dir, scripts: { start: 'node start.ts' } }));
    expect(await gather(files, imported, { 'lite/start.ts': listen(), 'worker/build.ts': work }, packages)).toEqual(['lite service express lite/start.ts 2', 'worker worker bullmq worker/build.ts 2']);
  });
  it('holds what it loads of whichever package of the workspace', async () => {
    const packages = [manifest({ name: 'all' }), manifest({ dir: 'workers/mail', name: 'mail', workspace: true }), manifest({ dir: 'tools', name: 'tools' })];
    const files = [file('runner.ts'), file('workers/mail/src/index.ts', 'workers/mail'), file('workers/mail/bin/x.ts', 'workers/mail'), file('tools/src/index.ts', 'tools')];
    expect(await gather(files, {}, { 'runner.ts': { ...listen('worker', 'amqplib'), loads: ['*/src'] } }, packages)).toEqual(['all worker amqplib runner.ts 2']);
  });
  it('runs in a service what it starts as a process or a thread, where that is no unit by itself', async () => {
    const files = ['index', 'poller', 'admin', 'render'].map((name) => file(`src/${name}.ts`));
    const spawns = ['src/poller.js', 'src/admin.js', './dist/render.js'];
    const found = await gather(files, {}, { 'src/index.ts': { ...listen(), spawns }, 'src/admin.ts': listen() });
    expect(found).toEqual(['shop/admin service express src/admin.ts 1', 'shop/src service express src/index.ts 3']);
  });
  it('takes no script for what it starts, though it lies in a folder of scripts', async () => {
    const worker = file('src/scripts/worker.ts', '.', 'tooling');
    const seed = file('src/scripts/seed.ts', '.', 'tooling');
    const found = await gather([file('src/dispatch.ts'), worker, seed], {}, { 'src/dispatch.ts': { starts: [], loads: [], spawns: ['src/scripts/worker.js'] }, 'src/scripts/worker.ts': listen(), 'src/scripts/seed.ts': listen() });
    expect(found).toEqual(['shop service express src/scripts/worker.ts 1']);
  });
  it('calls a command-line tool what it is', async () => {
    expect(await gather([file('src/dev.ts')], {}, { 'src/dev.ts': listen() }, [manifest({ bin: ['dist/cli.js'] })])).toEqual(['shop cli express src/dev.ts 1']);
    expect(await gather([file('src/queue.ts')], {}, { 'src/queue.ts': listen('worker', 'sqs') }, [manifest({ bin: ['dist/cli.js'] })])).toEqual(['shop cli sqs src/queue.ts 1']);
    expect(await gather([file('src/queue.ts')], {}, { 'src/queue.ts': listen('worker', 'sqs') }, [manifest({ bin: ['dist/cli.js'], scripts: { start: 'node dist/queue.js' } })])).toEqual(['shop worker sqs src/queue.ts 1']);
  });
});
