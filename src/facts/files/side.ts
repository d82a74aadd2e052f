import type { Side } from '../../model/index.ts';

/** What a package's dependencies say of where its code runs. */
export type PackageKind = 'browser' | 'server' | 'both' | 'fullstack' | 'library';

const BROWSER = /^(?:react-dom|react-native|expo|vue|svelte|solid-js|preact|lit|jquery|ember-source|backbone|@angular\/core|@angular\/platform-browser|@builder\.io\/qwik|alpinejs|choo|nanohtml|mithril|hyperapp|inferno|riot|knockout|aurelia-framework|@hotwired\/stimulus)$/;
const SERVER = /^(?:express|fastify|koa|restify|polka|hono|elysia|h3|nitropack|sails|moleculer|micro|apollo-server(?:-.+)?|graphql-yoga|socket\.io|ws|bullmq|bull|bee-queue|agenda|amqplib|kafkajs|nats|pg|mysql2?|mongodb|mongoose|typeorm|sequelize|knex|ioredis|redis|aws-lambda|serverless-http|@hapi\/hapi|@nestjs\/(?:core|common)|@apollo\/server|@trpc\/server|@grpc\/grpc-js|@prisma\/client|@mikro-orm\/core|@feathersjs\/feathers|@adonisjs\/core|@medusajs\/(?:medusa|framework)|@elastic\/elasticsearch|@hono\/node-server|@middy\/core|@types\/aws-lambda|nodemailer|resend|postmark|@sendgrid\/mail|@react-email\/render)$/;
/** One package, both sides: its own conventions tell the files apart. */
const FULLSTACK = /^(?:next|nuxt|nuxt3|astro|gatsby|@remix-run\/(?:node|react|dev)|@react-router\/(?:node|dev)|@sveltejs\/kit|@tanstack\/(?:react-start|start)|@solidjs\/start|@redwoodjs\/core|@builder\.io\/qwik-city)$/;

/** No page talks to these by itself. */
const BACKSTAGE = /^(?:@aws-sdk\/client-(?:sqs|sns|dynamodb|ssm|secrets-manager|sfn|lambda|eventbridge|cloudwatch|ecs|rds)|dd-trace)$/;

export const kindOf = (manifest: { readonly dependencies: readonly string[]; readonly devDependencies: readonly string[] }): PackageKind => {
  const all = [...manifest.dependencies, ...manifest.devDependencies];
  if (all.some((name) => FULLSTACK.test(name))) return 'fullstack';
  const browser = all.some((name) => BROWSER.test(name));
  // A server framework that only serves development or tests says nothing of the code; the types of Lambda are never shipped.
  const server = manifest.dependencies.some((name) => SERVER.test(name) || BACKSTAGE.test(name)) || manifest.devDependencies.includes('@types/aws-lambda');
  return browser && server ? 'both' : browser ? 'browser' : server ? 'server' : 'library';
};

const BROWSER_FOLDER = /^(?:client|clients|web|webapp|web-app|frontend|front|front-end|ui|browser|public|www|dashboard|admin-ui|mobile)$|[-_](?:client|web|webapp|frontend|ui|dashboard)$/;
const SERVER_FOLDER = /^(?:server|servers|api|apis|backend|back-end|worker|workers|lambda|lambdas|cron)$|[-_](?:server|api|backend|worker|service|lambda)$/;
const SHARED_FOLDER = /^(?:shared|common|libs|isomorphic|types|utils)$/;
const BROWSER_IMPORT = /\bfrom\s*['"](?:react|react-dom|vue|svelte|solid-js|preact|jquery|@angular\/(?!ssr|platform-server)[\w/-]+|react-native|expo|jotai|zustand|recoil|react-redux|swr|nanostores|@nanostores\/[\w-]+|next\/(?:navigation|link|dynamic))(?:\/[\w./-]*)?['"]/;
const SERVER_IMPORT = /(?:\bfrom\s*|\bimport\s*|\brequire\()['"](?:node:[\w/]+|fs|fs\/promises|http|https|http2|net|tls|dgram|child_process|cluster|worker_threads|async_hooks|os|server-only|express|fastify|koa|hono|@nestjs\/\w+|@trpc\/server|next\/(?:server|headers)|mongoose|ioredis|bullmq|pg|kafkajs|amqplib|aws-lambda|nodemailer|resend|postmark|@sendgrid\/mail|@aws-sdk\/client-(?:sqs|sns|dynamodb|ssm|secrets-manager|sfn|lambda|eventbridge|kms|ses|sesv2|cloudwatch(?:-logs)?)|@aws-sdk\/lib-dynamodb|@google-cloud\/[\w-]+|@clickhouse\/client)(?:\/[\w./-]*)?['"]/;

/** Drivers and hashes of passwords, which no page takes in but by their types. */
const DRIVER_IMPORT = /^(?!\s*(?:import|export)\s+type\b)[^\n]*(?:\bfrom\s*|\brequire\()['"](?:mongodb|mysql2?(?:\/promise)?|redis|knex|sequelize|pg-promise|postgres|better-sqlite3|bcrypt(?:js)?|argon2)['"]/m;

/** What only a browser has; a type or a comment seldom spells it with a member. */
const DOCUMENT = /^[^/*\n]*\b(?:(?:local|session)Storage\.\w|window\.(?:location|open|history|addEventListener)\b|document\.(?:cookie|body|querySelector|getElementById|createElement|addEventListener)\b)/m;

const ASSETS = /(?:^|\/)assets\/(?:javascripts?|js|scripts)\//;
/** Of a library of components. */
const HOOKS = /^(?:hooks|composables)$/;

/** Where a module runs. `head`: its first lines; `shared` is the answer when nothing tells. */
export const sideOf = (path: string, head: string, kind: PackageKind): Side => {
  const folders = path.split('/');
  const name = folders.pop()!;
  const directive = /^(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*['"]use (client|server)['"]/.exec(head)?.[1];
  if (directive) return directive === 'client' ? 'browser' : 'server';
  if (/^\+server\.|\.server\.\w+$|\.server\.\w+\.\w+$/.test(name)) return 'server';
  if (/\.(?:vue|svelte)$/.test(name) || /\.browser\.\w+$/.test(name) || /^(?:instrumentation|entry)-client\.[cm]?[jt]sx?$|^sentry\.client\.config\./.test(name)) return 'browser';
  // On a server `redis.client.ts` is a client of something.
  if (/\.client\.\w+$/.test(name) && kind !== 'server' && !SERVER_IMPORT.test(head)) return 'browser';
  // A script that is handed out as it is: it takes nothing in, and gives nothing out.
  if (/\.m?js$/.test(name) && folders.some((folder) => /^(?:public|static|wwwroot)$/.test(folder)) && !/\brequire\(|\bimport\b|\bexport\b|\bexports\b/.test(head)) return 'browser';
  // What is made ready for pages beside them: `assets/javascript/poll.js`.
  if (/\.m?js$/.test(name) && ASSETS.test(path) && !SERVER_IMPORT.test(head)) return 'browser';
  const markup = /\.[jt]sx$/.test(name);
  switch (kind) {
    case 'browser': return besideBrowser(folders, head);
    case 'server': return 'server';
    case 'fullstack': return fullstackSide(folders, name, markup, head);
    // What takes in a server's packages is a server's, whatever its folder is called: `src/main/client/http.ts`.
    case 'both': return SERVER_IMPORT.test(head) ? 'server' : (DOCUMENT.test(head) || (folders.some((folder) => HOOKS.test(folder)) && BROWSER_IMPORT.test(head)) ? 'browser' : folderSide(folders)) ?? (markup ? 'browser' : importSide(head));
    case 'library': return markup && !SERVER_IMPORT.test(head) ? 'browser' : importSide(head);
  }
};

const importSide = (head: string): Side => (SERVER_IMPORT.test(head) || DRIVER_IMPORT.test(head) ? 'server' : BROWSER_IMPORT.test(head) ? 'browser' : 'shared');

/** The outermost telling folder decides: `apps/client/src/services/api` is the browser's. */
const folderSide = (folders: readonly string[]): Side | undefined => {
  for (const folder of folders) {
    if (SHARED_FOLDER.test(folder)) return undefined;
    if (BROWSER_FOLDER.test(folder)) return 'browser';
    if (SERVER_FOLDER.test(folder)) return 'server';
  }
  return undefined;
};

/** Where all is bundled for a browser, a server that runs beside it lists its packages with the others that are not shipped. */
const besideBrowser = (folders: readonly string[], head: string): Side => {
  if (folderSide(folders) !== 'server') return 'browser';
  if (SERVER_IMPORT.test(head)) return 'server';
  return folders.some((folder) => /^(?:server|backend|back-end)$/.test(folder)) ? 'shared' : 'browser';
};

/** It makes text of components, for a mail or a document. */
const RENDERS_TEXT = /['"]react-dom\/server(?:\.\w+)?['"]/;
/** Pages ask through it; on a server it asks only where that is asked for. */
const ASKS_OF_PAGES = /\bfrom\s*['"]@trpc\/next['"]/;
const ASYNC_COMPONENT = /\basync function [A-Z]|\bconst [A-Z]\w* = async \(/;

const fullstackSide = (folders: readonly string[], name: string, markup: boolean, head: string): Side => {
  const router = folders.findIndex((folder) => folder === 'app' || folder === 'pages' || folder === 'routes');
  if (router !== -1 && folders.slice(router + 1).includes('api')) return 'server';
  if (/^(?:route|middleware|proxy|instrumentation)\.[cm]?[jt]s$/.test(name) || folders.includes('server')) return 'server';
  if (RENDERS_TEXT.test(head)) return 'server';
  if (ASKS_OF_PAGES.test(head) && !/\bssr:\s*true\b/.test(head)) return 'browser';
  if (markup) {
    // Without a directive, pages and async components are rendered on the server; a route of Remix holds both halves.
    if (folders.includes('app') && (/^(?:page|layout|template|default|not-found)\./.test(name) || ASYNC_COMPONENT.test(head))) return 'server';
    return folders.some((folder) => folder === 'routes' || /^emails?$/.test(folder)) ? 'shared' : 'browser';
  }
  return folders.some((folder) => folder === 'hooks' || folder === 'composables') ? 'browser' : importSide(head);
};
