import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

const ROUTER = "import express from 'express';\nexport const createRouter = () => {\n  const router = express.Router();\n  router.post('/pay', (req, res) => { res.json(req.body); });\n  return router;\n};\n";
const LOADS = "import express from 'express';\nimport { createRouter } from './router.js';\n";

/** Addresses of a service, with a question mark where its router is mounted nowhere. */
async function addresses(index: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { endpoints } = await gather({
    'package.json': '{"name": "x", "type": "module", "scripts": {"start": "node src/index.js"}, "dependencies": {"express": "^4.0.0", "glob": "^10.0.0"}}',
    'src/index.ts': index, 'src/router.ts': ROUTER, ...more,
  }, ['endpoints']);
  return endpoints.endpoints.map(({ path, unclear }) => `${path}${unclear ? '?' : ''}`).sort();
}

describe('where a router is mounted', () => {
  it.each([
    ['in a function that is called at once', "(async () => { const app = express(); app.use('/v1', createRouter()); app.listen(3000); })();\n"],
    ['in a block of one', "(async () => { try { const app = express(); if (process.env.ON) { app.use('/v1', createRouter()); } app.listen(3000); } catch (error) { console.error(error); } })();\n"],
    ['on what is made later', "let app; app = express(); app.use('/v1', createRouter()); app.listen(3000);\n"],
    ['on what a function makes later', "let app: express.Express;\nfunction start() { app = express(); app.use('/v1', createRouter()); }\nstart(); app.listen(3000);\n"],
    ['on what is handed in, or made', "export function start(given?: express.Express) { const app = given ?? express(); app.use('/v1', createRouter()); app.listen(3000); }\nstart();\n"],
    ['on a parameter that is made by default', "export function start(app = express()) { app.use('/v1', createRouter()); app.listen(3000); }\nstart();\n"],
    ['after it was waited for', "(async () => { const app = express(); const router = await make(); app.use('/v1', router); app.listen(3000); })();\nasync function make() { return createRouter(); }\n"],
  ])('is seen %s', async (_title, index) => expect(await addresses(LOADS + index)).toEqual(['/v1/pay']));

  it.each([
    ['written in place', "start((app) => { app.use('/v1', createRouter()); });\n", 'export function start(setup: (app: express.Application) => void) { const app = express(); setup(app); app.listen(3000); }\n'],
    ['below a key', "start({ routes: (app) => { app.use('/v1', createRouter()); } });\n", 'export function start({ routes }: Options) { const app = express(); routes(app); app.listen(3000); }\n'],
    ['as a member of options', "start({ routes: (app) => { app.use('/v1', createRouter()); } });\n", 'export function start(options: Options) { const app = express(); options.routes(app); app.listen(3000); }\n'],
    ['by its name, and kept in a field', "async function onStart(application) { application.use('/v1', createRouter()); }\nstart({ onStart });\n", 'class Service {\n  app = express();\n  onStart: any;\n  constructor({ onStart }: any) { this.onStart = onStart; }\n  async run() { await this.onStart(this.app); this.app.listen(3000); }\n}\nexport const start = (options: any) => new Service(options).run();\n'],
  ])('is seen in a function that is lent to what makes the application: %s', async (_title, index, starter) =>
    expect(await addresses(`import { createRouter } from './router.js';\nimport { start } from './start.js';\n${index}`, { 'src/start.ts': `import express from 'express';\n${starter}` })).toEqual(['/v1/pay']));

  const mounting = (mount: string): Promise<string[]> => addresses(
    "import express from 'express';\nimport { mount } from './payments/index.js';\nconst app = express();\nconst router = express.Router();\nmount(router);\napp.use('/api', router);\napp.listen(3000);\n",
    { 'src/payments/index.ts': `import { createRouter } from '../router.js';\nimport { mountAt } from '../mount.js';\nexport const mount = (app) => {\n  return mountAt('payments', app, createRouter());\n};\n`, 'src/mount.ts': mount },
  );

  it.each([
    ['an address that is made of what is handed in', 'export function mountAt(name, app, router) {\n  const path = `/${name}`;\n  app.use(path, router);\n}\n'],
    ['a list of routers, or one', 'export function mountAt(name, app, routers) {\n  if (Array.isArray(routers)) {\n    for (const one of routers) app.use(`/${name}`, one);\n  } else {\n    app.use(`/${name}`, routers);\n  }\n}\n'],
  ])('is seen where a function is handed the router: %s', async (_title, mount) => expect(await mounting(mount)).toEqual(['/api/payments/pay']));

  it('is seen in each module of a folder, by the function that is called of it', async () => expect(await addresses(
    "import express from 'express';\nimport { registerRoutes } from './routes/index.js';\nconst app = express();\nregisterRoutes(app);\napp.listen(3000);\n",
    { 'src/router.ts': 'export {};\n', 'src/routes/index.ts': "import glob from 'glob';\nexport function registerRoutes(app) {\n  glob.sync(__dirname + '/**/*.route.*').map((path) => register(path, app));\n}\nfunction register(path, app) {\n  const route = require(path);\n  route.register(app);\n}\n",
      'src/routes/pay.route.ts': "import type { Express } from 'express';\nexport const register = (app: Express) => {\n  app.post('/pay', (req, res) => { res.json(req.body); });\n};\n" },
  )).toEqual(['/pay']));
});
