import { describe, expect, it } from 'vitest';
import { FACTS } from '../../src/facts/index.ts';
import { study } from '../../src/run.ts';
import { repository, type Tree } from '../support.ts';

/** `POST /users: authorizer, checks the signature`; a line an endpoint. */
async function endpoints(tree: Tree): Promise<string[]> {
  const { survey } = await study(['endpoints'], { dir: repository(tree), facts: FACTS });
  return survey.facts.endpoints!.endpoints.map(({ subject, chain, unclear }) => `${subject}: ${[...chain.map(({ name }) => name), ...(unclear ? [unclear] : [])].join(', ')}`);
}

const HANDLER = 'export const list = async (event) => ({ statusCode: 200, body: event.queryStringParameters.q });\nexport const create = async (event) => ({ statusCode: 201, body: event.body });\n';
const SAM = (properties: string, more = ''): string => `AWSTemplateFormatVersion: "2010-09-09"\nTransform: AWS::Serverless-2016-10-31\n${more}Resources:\n  Create:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: api/\n      Handler: users.create\n      Events:\n        Post: {Type: Api, Properties: {Path: "/users/{id}", Method: post${properties}}}\n`;

describe('AWS Lambda', () => {
  it('reads routes and authorizers of a Serverless file', async () => {
    expect(await endpoints({
      'serverless.yml': 'service: users\nprovider: {name: aws}\nfunctions:\n  list: {handler: src/users.list, events: [{http: {path: users, method: get}}]}\n  create: {handler: src/users.create, events: [{httpApi: {path: /users, method: POST, authorizer: {name: jwt}}}, {http: {path: keys, method: post, private: true}}]}\n',
      'src/users.ts': HANDLER,
    })).toEqual(['GET /users: ', 'POST /users: jwt', 'POST /keys: API key']);
  });

  it('tells the routes of an application that an adapter leads every event to, and not the function beside them', async () => {
    expect(await endpoints({
      'serverless.yml': 'service: users\nprovider: {name: aws}\nfunctions:\n  api: {handler: src/app.handler, events: [{http: ANY /api}, {http: "ANY /api/{proxy+}"}]}\n',
      'src/app.ts': "import express from 'express';\nimport serverless from 'serverless-http';\nconst app = express();\napp.get('/api/users', (req, res) => res.json([]));\nexport const handler = serverless(app);\n",
    })).toEqual(['GET /api/users: ']);
  });

  it.each([
    ['of the event', ', Auth: {Authorizer: Pool}', '', 'Pool'],
    ['of the globals', '', 'Globals: {Api: {Auth: {DefaultAuthorizer: Shared}}}\n', 'Shared'],
    ['that the event takes off', ', Auth: {Authorizer: NONE}', 'Globals: {Api: {Auth: {DefaultAuthorizer: Shared}}}\n', ''],
    ['that nobody set', '', '', ''],
  ])('reads the authorizer %s in a SAM template', async (_, event, globals, name) => {
    expect(await endpoints({ 'template.yaml': SAM(event, globals), 'api/users.ts': HANDLER })).toEqual([`POST /users/:id: ${name}`]);
  });

  it('looks through middy, and tells a function whose template is elsewhere as a function', async () => {
    expect(await endpoints({
      'src/a.ts': "import middy from '@middy/core';\nimport validator from '@middy/validator';\nconst run = async (event) => event.body;\nconst handler = middy(run).use(validator({})).use([(x) => x]);\nexport { handler };\n",
      'package.json': '{"name": "a", "dependencies": {"@middy/core": "5"}}',
    })).toEqual([expect.stringMatching(/^function handler in src\/a\.ts: validator/)]);
  });

  it('takes no listener of a browser for a function', async () => {
    expect(await endpoints({ 'src/keys.ts': 'export const stop = (event) => event.preventDefault();\n' })).toEqual([]);
  });
});

describe('plain node http', () => {
  const server = (body: string): Tree => ({ 'src/main.ts': `import { createServer } from 'node:http';\nconst server = createServer((req, res) => {\n${body}\n});\nserver.listen(3000);\n` });

  it.each([
    ['if', "if (req.method === 'POST' && req.url === '/orders') res.end(); else if (req.url === '/healthz') res.end('ok');", ['ALL /healthz: ', 'POST /orders: ']],
    ['switch', "const url = new URL(req.url, 'http://x');\nswitch (url.pathname) { case '/a': res.end(); break; case '/b': res.end(); }", ['ALL /a: ', 'ALL /b: ']],
    ['startsWith', "if (req.url.startsWith('/static/')) res.end();", ['ALL /static: ']],
    ['what refuses', "if (!req.headers.authorization) { res.statusCode = 401; return res.end(); }\nif (req.url === '/a') res.end();", ['ALL /a: refuses unknown callers']],
    ['nothing', 'res.end(req.headers.host);', ['ALL /* in src/main.ts: its listener tells no paths apart']],
  ])('tells paths by %s', async (_, body, expected) => expect(await endpoints(server(body))).toEqual(expected));

  it('leaves the listeners of frameworks to their own readers', async () => {
    expect(await endpoints({ 'src/main.ts': "import { createServer } from 'node:http';\nimport express from 'express';\nconst app = express();\napp.get('/a', (req, res) => res.end());\ncreateServer(app).listen(1);\n" })).toEqual(['GET /a: ']);
  });
});
