import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const LIST = 'async (req, res) => { res.json(await db.list()); }';
const ROUTES = `this.router.delete('/orders', ${LIST});`;

/** The endpoints that nobody guards, by the addresses at which they were found; what is mounted out of sight is among the unknown. */
async function outcome(tree: Record<string, string>): Promise<string[]> {
  const { findings, unjudged } = await lintFor('unprotected-endpoints', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', ...tree });
  return [...findings.map(({ subject }) => subject), ...unjudged.map(({ reason }) => `? ${reason}`)];
}
const app = (use: string, imports = "import { Orders } from './orders';"): string => `import express from 'express';\n${imports}\nconst app = express();\n${use}\napp.listen(1);\n`;

describe('a router that a class holds is mounted by', () => {
  it.each([
    ['a field of an object that is made in place', "app.use('/v1', new Orders().router);", `export class Orders { router = Router(); constructor() { ${ROUTES} } }`],
    ['a field of an object with a name', "const orders = new Orders();\napp.use('/v1', orders.router);", `export class Orders { router; constructor() { this.router = Router(); this.#init(); } #init() { ${ROUTES} } }`],
    ['a method that gives it', "app.use('/v1', new Orders().getRouter());", `export class Orders { router = Router(); constructor() { ${ROUTES} } getRouter() { return this.router; } }`],
    ['a getter', "app.use('/v1', new Orders().routes);", `export class Orders { router = Router(); get routes() { ${ROUTES} return this.router; } }`],
    ['a getter of the class itself', "app.use('/v1', Orders.routes);", `export class Orders { static get routes() { const router = Router(); router.delete('/orders', ${LIST}); return router; } }`],
    ['a field that the class above makes', "app.use('/v1', new Orders().router);", `class Base { router = Router(); }\nexport class Orders extends Base { constructor() { super(); ${ROUTES} } }`],
    ['a loop over objects', "[new Orders()].forEach((one) => app.use('/v1', one.router));", `export class Orders { router = Router(); constructor() { ${ROUTES} } }`],
    ['a container', "app.use('/v1', container.resolve(Orders).router);", `export class Orders { router = Router(); constructor() { ${ROUTES} } }`],
  ])('%s', async (_, use, orders) => {
    expect(await outcome({ 'src/app.ts': app(use, "import { container } from 'tsyringe';\nimport { Orders } from './orders';"), 'src/orders.ts': `import { Router } from 'express';\n${orders}\n` })).toEqual(['DELETE /v1/orders']);
  });

  it('a getter of the class above, each of its own', async () => {
    const orders = (name: string, path: string): string => `class ${name} extends Base { constructor() { super(); this.app.delete('${path}', ${LIST}); } }\n`;
    expect(await outcome({
      'src/app.ts': app("app.use('/v1', new Orders().router);\napp.use('/v2', new Parts().getRouter());", "import { Orders, Parts } from './orders';"),
      'src/orders.ts': `import { Router } from 'express';\nclass Base { app = Router(); get router() { return this.app; } getRouter() { return this.app; } }\nexport ${orders('Orders', '/orders')}export ${orders('Parts', '/parts')}`,
    })).toEqual(['DELETE /v1/orders', 'DELETE /v2/parts']);
  });

  it('nobody, where the object goes somewhere else', async () => {
    expect(await outcome({ 'src/app.ts': app('register(new Orders());'), 'src/orders.ts': `import { Router } from 'express';\nexport class Orders { router = Router(); constructor() { ${ROUTES} } }\n` })).toEqual(['? DELETE /orders: where its router is mounted could not be followed.']);
  });
});

it('routes of a module that stands in a function of its own, as CommonJS of an older time does', async () => {
  expect(await outcome({
    'src/app.js': "var express = require('express'), orders = require('./orders'), app = express();\napp.use(orders);\napp.listen(1);\n",
    'src/orders.js': `(function () {\n  'use strict';\n  var express = require('express'), app = express();\n  app.delete('/orders', ${LIST});\n  module.exports = app;\n}());\n`,
  })).toEqual(['DELETE /orders']);
});

describe('modules of a folder that are required by their path', () => {
  const orders = { 'src/routes/orders.js': `const router = require('express').Router();\nrouter.delete('/orders', ${LIST});\nmodule.exports = router;\n` };
  const loads = (does: string): Record<string, string> => ({ 'src/app.js': `const express = require('express');\nconst fs = require('fs');\nconst path = require('path');\nconst app = express();\n${does}\napp.listen(1);\n` });
  it.each([
    ["fs.readdirSync('./src/routes').map((file) => app.use('/v1', require('./routes/' + file)));", 'DELETE /v1/orders'],
    ["for (const file of fs.readdirSync('./src/routes')) { const route = require(path.join(__dirname, 'routes', file)); app.use('/v1', route); }", 'DELETE /v1/orders'],
    ["fs.readdirSync('./src/routes').forEach((file) => { app.use(`/v1/${file.split('.')[0]}`, require(`./routes/${file}`)); });", 'DELETE /v1/:unknown/orders'],
  ])('are mounted by %s', async (does, expected) => {
    expect(await outcome({ ...loads(does), ...orders })).toEqual([expected]);
  });
  it('are handed the application, or are plugins', async () => {
    expect(await outcome({ ...loads("fs.readdirSync('./src/routes').forEach((file) => require('./routes/' + file)(app));"), 'src/routes/orders.js': `module.exports = (app) => { app.delete('/orders', ${LIST}); };\n` })).toEqual(['DELETE /orders']);
    expect(await outcome({
      'src/app.js': "const app = require('fastify')();\nconst fs = require('fs');\nfs.readdirSync('./src/routes').forEach((file) => app.register(require('./routes/' + file), { prefix: '/v1' }));\napp.listen({ port: 1 });\n",
      'src/routes/orders.js': "module.exports = async (app) => { app.delete('/orders', async () => db.list()); };\n",
    })).toEqual(['DELETE /v1/orders']);
  });
  it('are the pairs of a table', async () => {
    expect(await outcome({ 'src/app.ts': app('Object.entries(routes).forEach(([path, router]) => app.use(path, router));', "import { routes } from './orders';"), 'src/orders.ts': `import { Router } from 'express';\nconst orders = Router();\norders.delete('/all', ${LIST});\nexport const routes = { '/orders': orders };\n` })).toEqual(['DELETE /orders/all']);
  });
});
