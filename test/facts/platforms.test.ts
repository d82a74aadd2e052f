import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/model/index.ts';
import { gather } from './gather.ts';

const NEXT = '{"name": "@shop/web", "dependencies": {"next": "15"}}';

/** Each deployment as one line: what runs, from which folder, and what is known of it. */
const deployed = async (tree: Record<string, string>): Promise<string[]> => {
  const { workloads } = await gather(tree, ['workloads']);
  const told = ({ kind, managed, replicas, autoscaling, probes, exposures, environment }: Deployment): string => [
    kind, environment, managed && 'managed', replicas && `${replicas.value ?? 'open'} running`, autoscaling && `${autoscaling.min} to ${autoscaling.max}`,
    ...probes.map(({ how, path }) => `asked ${path ?? how}`), exposures.length > 0 && (exposures[0]!.tls ? 'reached over TLS' : 'reached'),
  ].filter(Boolean).join(', ');
  return workloads.workloads.flatMap(({ name, dir, role, deployments }) => deployments.map((one) => `${name} (${role}) from ${dir ?? 'elsewhere'}: ${told(one)}`));
};

describe('an application that a platform runs', () => {
  it('is a worker of Cloudflare, awaited by requests unless it waits for a timer or a queue', async () => {
    expect(await deployed({
      'api/wrangler.toml': 'name = "shop-api"\nmain = "src/index.ts"\n[[routes]]\npattern = "api.shop.example"\n',
      'nightly/wrangler.jsonc': '// Once a day.\n{"name": "nightly", "main": "index.ts", /* daily */ "triggers": {"crons": ["0 3 * * *"]},}',
      'site/wrangler.json': '{"name": "site", "assets": {"directory": "dist"}}',
    })).toEqual(['nightly (service) from nightly: function, managed', 'shop-api (service) from api: function, managed, reached over TLS']);
  });

  it('is a function of Vercel or Netlify where something in it serves, and no site of files', async () => {
    expect(await deployed({
      'web/vercel.json': '{"regions": ["fra1"]}', 'web/package.json': NEXT,
      'blog/vercel.json': '{}', 'blog/package.json': '{"name": "blog", "dependencies": {"vite": "7"}}',
      'forms/netlify.toml': '[functions]\ndirectory = "functions"\n',
    })).toEqual(['forms (service) from forms: function, managed, reached over TLS', 'web (service) from web: function, managed, reached over TLS']);
  });

  it('is machines of Fly, of which the file says at least how many run, and what asks them', async () => {
    const fly = (least: number, more = ''): string => `app = "shop"\n[build]\ndockerfile = "Dockerfile"\n[http_service]\ninternal_port = 3000\nforce_https = true\nmin_machines_running = ${least}\n${more}`;
    expect(await deployed({ 'api/fly.toml': fly(2, '[[http_service.checks]]\npath = "/health"\n'), 'api/Dockerfile': 'FROM node:22\n' })).toEqual(['shop (service) from api: app, 2 running, asked /health, reached over TLS']);
    expect(await deployed({ 'fly.staging.toml': fly(1, '[checks.alive]\ntype = "tcp"\nport = 3000\n') })).toEqual(['shop (service) from .: app, staging, open running, asked tcp, reached over TLS']);
    expect(await deployed({ 'fly.toml': 'app = "cache"\n[build]\nimage = "redis:8"\n' })).toEqual(['cache (store) from elsewhere: app, open running']);
  });

  it('is each service of Render, from the folder or the package that its commands name', async () => {
    expect(await deployed({
      'render.yaml': `services:
  - {type: web, name: shop, runtime: node, startCommand: pnpm start --filter=@shop/web, healthCheckPath: /up, scaling: {minInstances: 2, maxInstances: 5}}
  - {type: worker, name: mails, runtime: docker, rootDir: mails, numInstances: 3}
  - {type: cron, name: report, runtime: node, schedule: "0 3 * * *"}
  - {type: web, name: landing, runtime: static}
  - {type: redis, name: cache}
`,
      'apps/web/package.json': NEXT, 'mails/Dockerfile': 'FROM node:22\n',
    })).toEqual(['mails (service) from mails: app, 3 running', 'report (service) from .: cronjob', 'shop (service) from apps/web: app, 2 to 5, asked /up, reached over TLS']);
  });

  it('is each process of a Procfile but what runs once, and each service of the Azure Developer CLI but files', async () => {
    expect(await deployed({ 'Procfile': '# processes\nweb: node dist/main.js\nworker: node dist/worker.js\nrelease: npm run migrate\ncss: npm run watch\n', 'package.json': '{"name": "shop", "dependencies": {"express": "5"}}' })).toEqual(['shop (service) from .: app, open running, reached', 'shop-worker (service) from .: app, open running']);
    expect(await deployed({
      'azure.yaml': 'name: shop\nservices:\n  api: {project: ./packages/api, host: function}\n  mails: {project: packages/mails, host: containerapp, docker: {path: ./Dockerfile}}\n  site: {project: packages/site, host: staticwebapp}\n',
      'packages/mails/Dockerfile': 'FROM node:22\n',
    })).toEqual(['api (service) from packages/api: function, managed', 'mails (service) from packages/mails: container-app, open running']);
  });

  it('brings up stores beside it: databases of Render, queues and databases of Cloudflare', async () => {
    const { stores } = await gather({
      'render.yaml': 'databases:\n  - {name: main, plan: pro, highAvailability: {enabled: true}}\n  - {name: copy, plan: free}\nservices:\n  - {type: keyvalue, name: cache}\n',
      'wrangler.toml': 'name = "jobs"\nmain = "a.ts"\n[[queues.consumers]]\nqueue = "mails"\ndead_letter_queue = "mails-failed"\n[[queues.consumers]]\nqueue = "bills"\n[[queues.consumers]]\nqueue = "mails-failed"\n[[d1_databases]]\nbinding = "DB"\ndatabase_name = "shop"\n',
    }, ['stores']);
    expect(stores.stores.map(({ name, kind, engine, redundant, deadLetter, isDeadLetter, backup, at }) => [name, kind, engine, redundant.value, deadLetter?.value ?? isDeadLetter ?? backup?.value, at.line])).toEqual([
      ['main', 'database', 'postgresql', true, true, 2], ['copy', 'database', 'postgresql', false, false, 3], ['cache', 'cache', 'redis', false, undefined, 5],
      ['mails', 'queue', 'cloudflare-queues', true, true, 4], ['bills', 'queue', 'cloudflare-queues', true, false, 7], ['mails-failed', 'queue', 'cloudflare-queues', true, false, 9], ['shop', 'database', 'd1', true, true, 12],
    ]);
    expect(stores.stores.find(({ name }) => name === 'mails-failed')?.isDeadLetter).toBe(true);
  });

  it('is a service of Railway, whose instances are summed over its regions', async () => {
    expect(await deployed({
      'apps/web/package.json': NEXT, 'apps/web/Dockerfile': 'FROM node:22\n',
      'apps/web/railway.json': '{"build": {"dockerfilePath": "apps/web/Dockerfile"}, "deploy": {"healthcheckPath": "/up", "multiRegionConfig": {"eu": {"numReplicas": 2}, "us": {"numReplicas": 1}}}}',
      'docs/railway.toml': '[build]\nbuilder = "nixpacks"\n',
    })).toEqual(['web (service) from apps/web: app, 3 running, asked /up, reached']);
  });

  it('is a service of App Engine by its runtime; other files are called app.yaml as well', async () => {
    expect(await deployed({ 'app.yaml': 'runtime: nodejs22\nservice: shop\n', 'k8s/app.yaml': 'name: shop\n' })).toEqual(['shop (service) from .: cloud-run, managed, reached over TLS']);
  });

  it('is each process of a Cloud Foundry application; a variable leaves their number open', async () => {
    expect(await deployed({
      '.cloudgov/manifest.yml': `applications:
  - name: shop-((env))
    buildpack: nodejs_buildpack
    processes:
      - {type: web, instances: ((instances)), health-check-http-endpoint: /up}
      - {type: worker, instances: 1}
  - {name: pages, buildpacks: [staticfile_buildpack]}
`,
      'k8s/manifest.yml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    })).toEqual(['shop (service) from .: app, open running, asked /up, reached over TLS', 'shop-worker (service) from .: app, 1 running']);
  });

  it('leaves a gap, with its place, where the file is broken', async () => {
    const { gaps } = await gather({ 'fly.toml': 'app = "shop"\n[http_service\n', 'vercel.json': '{"a": }' }, ['platforms']);
    expect(gaps.map(({ reason, at }) => `${at?.file}:${at?.line} ${reason}`)).toEqual([expect.stringMatching(/^fly\.toml:3 cannot be parsed/), 'vercel.json:1 is not valid JSON']);
  });
});
