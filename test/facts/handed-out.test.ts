import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

const SERVICE = "const { deliver } = require('./deliver');\nclass Service {\n  async send(to) { await deliver(to); }\n}\n";
const MODULE = "import { deliver } from './deliver.js';\nclass Service {\n  async send(to) { await deliver(to); }\n}\n";
const DELIVER = 'exports.deliver = async (to) => to;\n';

/** What leads to `deliver`, and what that is asked by. */
async function askers(app: string, client: string): Promise<{ deliver: string[]; app: string[] }> {
  const { outbound } = await gather({
    'package.json': '{"name": "x", "main": "src/app.js", "dependencies": {"express": "^4.0.0"}}',
    'src/app.js': app, 'src/client.js': client, 'src/deliver.js': DELIVER,
  }, ['outbound']);
  const from = (to: (key: string) => boolean): string[] => Object.entries(outbound.graph).flatMap(([key, edges]) => (edges.some((edge) => to(edge.to)) ? [key] : [])).sort();
  const deliver = from((key) => key.startsWith('src/deliver.js#'));
  return { deliver, app: from((key) => deliver.includes(key)) };
}

describe('what a module hands out', () => {
  const handler = (load: string, call: string): string => `const express = require('express');\n${load}\nconst app = express();\napp.post('/mails', async (req, res) => { await ${call}; res.end(); });\napp.listen(3000);\n`;

  it.each([
    ['an object that is made as it is exported', 'module.exports = new Service();', "const client = require('./client');", 'client.send(req.body.to)', 'Service.send'],
    ['one below a key', 'module.exports = { service: new Service() };', "const { service } = require('./client');", 'service.send(req.body.to)', 'Service.send'],
    ['one that is exported by name', 'exports.service = new Service();', "const client = require('./client');", 'client.service.send(req.body.to)', 'Service.send'],
    ['what a function gives back', 'module.exports = () => ({ send: async (to) => { await deliver(to); } });', "const client = require('./client')();", 'client.send(req.body.to)', 'module.exports().send'],
    ['what a function names and gives back', 'module.exports = function () { const send = async (to) => { await deliver(to); }; return { send }; };', "const client = require('./client')();", 'client.send(req.body.to)', 'send'],
    ['an object that a function fills and gives back', 'exports.create = () => { const api = { send: async (to) => { await deliver(to); } }; return api; };', "const client = require('./client').create();", 'client.send(req.body.to)', 'exports.create().send'],
    ['a frozen object', 'module.exports = Object.freeze({ send: async (to) => { await deliver(to); } });', "const client = require('./client');", 'client.send(req.body.to)', 'module.exports.send'],
    ['a function with a prototype', 'function Mail() {}\nMail.prototype.send = async function (to) { await deliver(to); };\nmodule.exports = new Mail();', "const client = require('./client');", 'client.send(req.body.to)', 'Mail.send'],
    ['a function that puts it on what it makes', 'function Mail() { this.send = async (to) => { await deliver(to); }; }\nmodule.exports = new Mail();', "const client = require('./client');", 'client.send(req.body.to)', 'Mail.send'],
    ['a name for what is exported', 'const self = (module.exports = {});\nself.send = async (to) => { await deliver(to); };', "const client = require('./client');", 'client.send(req.body.to)', 'self.send'],
    ['two names for it', 'exports = module.exports = { send: async (to) => { await deliver(to); } };', "const client = require('./client');", 'client.send(req.body.to)', 'module.exports.send'],
    ['what a function makes and gives back among others', 'exports.context = () => { const service = new Service(); return { service, at: 1 }; };', "const { context } = require('./client');", 'context().service.send(req.body.to)', 'Service.send'],
    ['an object below an object', 'exports.services = { mail: { send: async (to) => { await deliver(to); } } };', "const { services } = require('./client');", 'services.mail.send(req.body.to)', 'exports.services.mail.send'],
  ])('leads to the function: %s', async (_title, exported, load, call, fn) =>
    expect(await askers(handler(load, call), `${SERVICE}${exported}\n`)).toEqual({ deliver: expect.arrayContaining([`src/client.js#${fn}`]), app: ['src/app.js#app.post /mails'] }));

  it('binds a method to what it is of', async () =>
    expect((await askers("import { send } from './client.js';\nexport const tell = () => send('a');\n", `${MODULE}export const service = new Service();\nexport const send = service.send.bind(service);\n`)).app).toEqual(['src/app.js#tell']));

  it.each([
    ['a handler of a list', "exports.register = [(req, res, next) => next(),\n  (req, res) => { deliver(req.body.to).then(() => res.end()); }];", 'exports.register[1]'],
    ['the one handler of a list', 'exports.register = [check, (req, res) => { deliver(req.body.to).then(() => res.end()); }];', 'exports.register'],
    ['a route', "module.exports = [{ method: 'GET', path: '/', handler: () => 'x' }, { method: 'POST', path: '/mails', options: { handler: async (request) => { await deliver(request.payload.to); } } }];", 'module.exports[1].options.handler'],
    ['a resolver', 'exports.resolvers = { Mutation: { tell: async (_, { to }) => { await deliver(to); } } };', 'exports.resolvers.Mutation.tell'],
    ['a method of a model', 'schema.methods = { tell: async function (to) { await deliver(to); } };\nexports.schema = schema;', 'schema.methods.tell'],
  ])('knows by its place: %s', async (_title, exported, fn) =>
    expect((await askers('', `const { deliver } = require('./deliver');\n${exported}\n`)).deliver).toEqual([`src/client.js#${fn}`]));
});
