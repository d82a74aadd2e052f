import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const asked = async (tree: Record<string, string>) => {
  const { findings, verified, unjudged } = await lintFor('missing-health-checks', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n', 'package.json': '{"name": "shop", "private": true, "dependencies": {"express": "5"}}', ...tree });
  return { findings: findings.map(({ subject, confidence }) => [subject, confidence]), passed: verified.map(({ subject }) => subject), unjudged: unjudged.map(({ reason }) => reason) };
};
const server = (path: string, imports = ''): string => `import express from 'express';\n${imports}const app = express();\napp.get('${path}', (req, res) => res.json([]));\napp.listen(3000);\n`;
const compose = 'services:\n  shop:\n    build: .\n    healthcheck: {test: "curl -f http://localhost:3000/orders"}\n';

describe('a probe of what runs from a folder', () => {
  it('watches the one service of it', async () => expect(await asked({ 'compose.yml': compose, 'Dockerfile': 'FROM node:22\n', 'src/server.ts': server('/orders') })).toEqual({ findings: [], passed: ['shop'], unjudged: [] }));

  it('does not say which of several it watches', async () => {
    const { findings, passed, unjudged } = await asked({ 'compose.yml': compose, 'Dockerfile': 'FROM node:22\n', 'src/server.ts': server('/orders'), 'bridge/server.ts': server('/entries') });
    expect([findings, passed]).toEqual([[], []]);
    expect(unjudged).toHaveLength(2);
    expect(unjudged[0]).toBe('A probe watches one of the services that run from .; which one is not known.');
  });

  it('watches whichever one answers where it asks, whatever its workload is called', async () => {
    const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: release}\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          image: registry.example/shop-main:1\n          livenessProbe: {httpGet: {path: /api, port: 3000}}\n';
    const services = { 'api/package.json': '{"name": "api", "dependencies": {"express": "5"}}', 'api/server.ts': server('/api'), 'web/package.json': '{"name": "web", "dependencies": {"express": "5"}}' };
    expect(await asked({ 'deploy/release.yml': deployment, ...services, 'web/server.ts': server('/orders') })).toMatchObject({ findings: [['web', 'high']], passed: ['api'] });
    const both = await asked({ 'deploy/release.yml': deployment, ...services, 'web/server.ts': server('/api') });
    expect([both.findings, both.passed]).toEqual([[], []]);
    expect(both.unjudged).toContain('A probe asks for /api, which api and others answer; which of them it watches is not known.');
  });

  it('of a database that a template deploys watches no service', async () => {
    const template = 'apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {name: shop}\nobjects:\n- apiVersion: apps.openshift.io/v1\n  kind: DeploymentConfig\n  metadata: {name: "${DATABASE}"}\n  spec:\n    template:\n      spec:\n        containers: [{name: mongodb, image: " ", readinessProbe: {exec: {command: [mongo]}}}]\n    triggers: [{type: ImageChange, imageChangeParams: {containerNames: [mongodb], from: {kind: ImageStreamTag, name: "mongodb:6"}}}]\nparameters: [{name: DATABASE, value: shop-data}]\n';
    const { findings, passed } = await asked({ 'openshift/shop.yml': template, 'Dockerfile': 'FROM node:22\n', 'src/server.ts': server('/orders') });
    expect([findings, passed]).toEqual([[['shop', 'high']], []]);
  });
});

describe('a server of which not one route could be read', () => {
  it('may have this one: decorators of its own put them on it', async () => expect(await asked({
    'src/server.ts': "import express from 'express';\nimport { attach } from '@acme/decorators';\nimport { Health } from './health.js';\nconst app = express();\nattach(app, [Health]);\napp.listen(3000);\n",
    'src/health.ts': "import { Controller, Get } from '@acme/decorators';\n@Controller('/health')\nexport class Health { @Get('/') check(req, res) { res.json({}); } }\n",
  })).toEqual({ findings: [], passed: [], unjudged: ['No route of shop could be read.'] }));

  it('has one by a library that answers for it', async () => expect((await asked({
    'src/server.ts': "import express from 'express';\nimport * as healthcheck from '@hmcts/nodejs-healthcheck';\nconst app = express();\nhealthcheck.addTo(app, { checks: {} });\napp.get('/orders', (req, res) => res.json([]));\napp.listen(3000);\n",
  })).passed).toEqual(['shop']));
});

describe('modules that are not in the repository', () => {
  it('may be the health route', async () => expect(await asked({ 'src/server.ts': server('/orders', "import { healthApp } from './utils/health.js';\n") }))
    .toEqual({ findings: [], passed: [], unjudged: ['shop imports ./utils/health.js, which is not in the repository.'] }));
  it('may be made by a build', async () => expect(await asked({ '.gitignore': '/src/utils\n', 'src/server.ts': server('/orders', "import { healthApp } from './utils/health.js';\n") }))
    .toEqual({ findings: [], passed: [], unjudged: ['shop imports ./utils/health.js, which is not in the repository.'] }));
  it('may hold one', async () => expect(await asked({ 'src/server.ts': server('/orders', "import { rest } from './rest.js';\n") })).toEqual({ findings: [['shop', 'low']], passed: [], unjudged: [] }));
});

describe('a server whose routes are not read', () => {
  it('may have one', async () => expect(await asked({ 'src/server.ts': "import http from 'node:http';\nimport { listener } from './hooks.js';\nhttp.createServer(listener).listen(3000);\n", 'src/hooks.ts': 'export const listener = hooks.find((one) => one.name);\n' }))
    .toEqual({ findings: [], passed: [], unjudged: ['No route of shop could be read.'] }));
  it('of which another route is read has none', async () => expect(await asked({ 'src/server.ts': "import http from 'node:http';\nhttp.createServer((req, res) => { if (req.url === '/orders') res.end('[]'); }).listen(3000);\n" }))
    .toEqual({ findings: [['shop', 'low']], passed: [], unjudged: [] }));
});

describe('what is declared and what is deployed', () => {
  it('may ask a port that the container does not list', async () => {
    const { findings, unjudged } = await lintFor('missing-health-checks', {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {shop: {path: .}}\n',
      'k8s/production/shop.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    metadata: {labels: {app: shop}}\n    spec:\n      containers:\n        - name: shop\n          image: acme/shop:1\n          ports: [{containerPort: 3000}]\n          readinessProbe: {httpGet: {path: /ready, port: 9000}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {selector: {app: shop}, ports: [{port: 80}]}\n',
    });
    expect([findings, unjudged.map(({ reason }) => reason)]).toEqual([[], ['The readiness probe of shop asks port 9000, which the container does not list; whether anything answers there is not to be told.']]);
  });
  it('differs in a path and a port, each with both places', async () => {
    const { findings } = await lintFor('missing-health-checks', {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents:\n  shop:\n    path: .\n    kind: service\n    health:\n      readiness: /ready\n      port: 3000\n',
      'k8s/production/shop.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    metadata: {labels: {app: shop}}\n    spec:\n      containers:\n        - name: shop\n          image: acme/shop:1\n          readinessProbe: {httpGet: {path: /healthz, port: 8080}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {selector: {app: shop}, ports: [{port: 80}]}\n',
    });
    expect(findings.map(({ message, at, evidence }) => [message, at.line, ...(evidence ?? []).map(({ note, at }) => `${note} ${at?.file}:${at?.line}`)])).toEqual([[
      'The readiness probe of shop asks for /healthz; /ready is declared.', 11, 'The declared path. architecture.yaml:8', 'The readiness probe of shop asks port 8080; 3000 is declared. k8s/production/shop.yaml:11', 'The declared port. architecture.yaml:9',
    ]]);
  });

  it('is told where a component is missing, with the place of those that are there', async () => {
    const { findings } = await lintFor('undocumented-boundaries', {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents:\n  shop: {path: src, owner: shop, responsibility: Sells.}\n',
      'k8s/bills.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: bills}\nspec:\n  template:\n    spec:\n      containers: [{name: bills, image: "acme/bills:1"}]\n',
    });
    expect(findings.map(({ subject, at, evidence }) => [subject, at.line, ...(evidence ?? []).map(({ note, at }) => `${note} ${at?.file}:${at?.line}`)])).toEqual([['deployment/bills', 3, 'The components that are declared. architecture.yaml:3']]);
  });
});

describe('what answers or asks without a route of its own', () => {
  const image = (check: string): string => `FROM node:22\nHEALTHCHECK --interval=1m ${check}\nCMD ["node", "src/server.ts"]\n`;
  const manifest = (version: string): string => `{"name": "shop", "private": true, "dependencies": {"express": "5", "apollo-server-express": "^${version}"}}`;
  it.each([
    ['the image, by its HEALTHCHECK', { 'Dockerfile': image('CMD curl -f http://localhost:3000/ || exit 1') }],
    ['Apollo Server 3', { 'package.json': manifest('3.12.0'), 'src/graph.ts': "import { ApolloServer } from 'apollo-server-express';\nexport const graph = new ApolloServer({ typeDefs });\n" }],
    ['a query of tRPC', { 'src/router.ts': "import { initTRPC } from '@trpc/server';\nconst t = initTRPC.create();\nexport const appRouter = t.router({ healthcheck: t.procedure.query(() => 'yes') });\n" }],
  ] as readonly [string, Record<string, string>][])('%s', async (_, tree) => {
    const imports = Object.keys(tree).filter((path) => path.endsWith('.ts')).map((path) => `import * as more from '${path.replace('src/', './').replace('.ts', '.js')}';\nvoid more;\n`).join('');
    expect(await asked({ 'src/server.ts': server('/orders', imports), ...tree })).toEqual({ findings: [], passed: ['shop'], unjudged: [] });
  });
  it.each([
    ['a HEALTHCHECK that is switched off', { 'Dockerfile': image('NONE') }],
    ['a HEALTHCHECK that asks nothing', { 'Dockerfile': image('CMD exit 0') }],
    ['the image of another folder', { 'worker/Dockerfile': image('CMD curl -f http://localhost:3000/') }],
    ['the first Apollo', { 'package.json': manifest('1.3.2'), 'src/graph.ts': "import { graphqlExpress } from 'apollo-server-express';\nexport const graph = graphqlExpress({ schema });\n" }],
    ['Apollo Server 4', { 'src/graph.ts': "import { ApolloServer } from '@apollo/server';\nexport const graph = new ApolloServer({ typeDefs });\n" }],
    ['another query of tRPC', { 'src/router.ts': "import { initTRPC } from '@trpc/server';\nconst t = initTRPC.create();\nexport const appRouter = t.router({ healthRecords: t.procedure.query(() => 'yes') });\n" }],
  ] as readonly [string, Record<string, string>][])('%s does not', async (_, tree) => {
    const imports = Object.keys(tree).filter((path) => path.endsWith('.ts')).map((path) => `import * as more from '${path.replace('src/', './').replace('.ts', '.js')}';\nvoid more;\n`).join('');
    const { findings, passed } = await asked({ 'src/server.ts': server('/orders', imports), ...tree });
    expect([findings.map(([subject]) => subject), passed]).toEqual([['shop'], []]);
  });
});

describe('the port that an image asks', () => {
  const image = (url: string, expose: string): string => `FROM node:22\n${expose}\nHEALTHCHECK CMD curl -f ${url} || exit 1\nCMD ["node", "src/server.ts"]\n`;
  it.each([
    ['http://localhost/:3000', 'EXPOSE 3000', 'wrong'], ['http://localhost:8080/health', 'EXPOSE 3000', 'wrong'],
    ['http://localhost:3000/health', 'EXPOSE 3000', undefined], ['http://localhost/health', 'EXPOSE 80 443', undefined], ['http://localhost:$PORT/health', 'EXPOSE 3000', undefined], ['http://localhost:8080/health', 'ENV A=b', undefined],
  ])('%s beside %s', async (url, expose, told) => {
    const { findings } = await asked({ 'src/server.ts': server('/health').replace('listen(3000)', 'listen(process.env.PORT)'), 'Dockerfile': image(url, expose) });
    expect(findings.map(([, confidence]) => confidence)).toEqual(told === undefined ? [] : ['medium']);
  });
});

describe('infrastructure that code builds and that was not read', () => {
  it('may ask a service whether it is well', async () => {
    const { findings, unjudged } = await asked({ 'src/server.ts': server('/orders'), 'infra/stack.js': "export default { Resources: { Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { HealthCheckPath: '/api' } } } };\n" });
    expect([findings, unjudged]).toEqual([[], ['infra/stack.js:1:40 builds infrastructure by a template made of objects, which is not read; it may ask shop whether it is well.']]);
  });

  it('is none where the constructs are read', async () => expect((await asked({ 'src/server.ts': server('/orders'), 'infra/stack.ts': "import { Bucket } from 'aws-cdk-lib/aws-s3';\nnew Bucket(scope, 'Files', {});\n" })).findings).toEqual([['shop', 'high']]));
});
