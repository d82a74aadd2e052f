import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { type ModuleStarts, type ParsedModule, type Start, type UnitKind, defineFileFact } from '../../model/index.ts';
import { type Binding, importBindings, packageOf } from '../../lib/bindings.ts';
import { fold, topLevelConstants } from '../../lib/fold.ts';
import { dottedName, property, unwrap } from '../../lib/tree.ts';
import { exportedHandlers } from './handlers.ts';
import { LOADS, SPAWNS, loadedFolders, ofSails, spawnedModules } from './loads.ts';
import { isSocket } from './sockets.ts';
import { WORKER_CALLS, WORKER_CLASSES } from './workers.ts';

const TOKENS = /\.listen\b|@azure\/functions|firebase-functions|@hapi\/hapi|NestFactory|\bserve\(|\.serve\(|createHTTPServer|bindAsync|handler|exports\.|new Hono|\.lift\(|\.initialize\(|startStandaloneServer|new Worker\(|Worker\.create|\.run\(|\.process\(|scheduleJob\(|agenda|[Bb]ree\b|functions-framework|\.consume\(|\.work\(|Consumer\.create|bootstrapApplication|bootstrapModule|createRoot\(|cron\.schedule|\.handle\(|export default|output: ?['"]export/;

/** Functions whose result listens, by package. */
const SERVERS: Readonly<Record<string, string>> = {
  express: 'express', fastify: 'fastify', koa: 'koa', hono: 'hono', restify: 'restify', polka: 'polka', elysia: 'elysia', '@hapi/hapi': 'hapi',
  'node:http': 'http', http: 'http', 'node:https': 'http', https: 'http', 'node:http2': 'http', http2: 'http', '@nestjs/core': 'nest',
  '@apollo/server': 'apollo', 'apollo-server': 'apollo', 'socket.io': 'socket.io', '@hocuspocus/server': 'hocuspocus', 'apollo-server-express': 'apollo',
  'json-server': 'json-server', 'inversify-express-utils': 'express', 'uWebSockets.js': 'uws', 'graphql-yoga': 'graphql-yoga', '@trpc/server': 'trpc', 'itty-router': 'itty', '@tinyhttp/app': 'express', 'ultimate-express': 'express',
};
/** `app.http('orders', { … })`, `app.timer(…)`; settings and life-cycle hooks start nothing. */
const AZURE_TRIGGER = /^(?!setup$|hook$|generic\w*Hook$)[a-z]\w*$/;
/** `server().listen(port)`: what makes the server is imported. */
const MAKERS = /^(?:(?:create|make|build|init|get|new)\w*)?(?:[sS]erver|[aA]pp|[aA]pplication)$/;
const SUPABASE_FUNCTION = /(?:^|\/)supabase\/functions\/[\w-]+\/index\.[jt]sx?$/;
const LISTENERS = /^(?:app|server|httpServer|http|https|service|fastify|koa|api|express\w*|nestApp|(?:\w{1,40}\.)?(?:\w*[sS]erver|app|\w*App)|instance|this\.\w*(?:[aA]pp|[sS]erver|express|http))$/;

const NEXT_CONFIG = /(?:^|\/)next\.config\.\w+$/;
const SVELTE_CONFIG = /(?:^|\/)svelte\.config\.\w+$/;
const STATIC_ADAPTER = '@sveltejs/adapter-static';

/** SvelteKit's only adapter writes everything out. */
function isStatic({ imports }: ParsedModule): boolean {
  const adapters = imports.filter(({ specifier }) => /(?:^|[/-])adapter-/.test(specifier));
  return adapters.length > 0 && adapters.every(({ specifier }) => specifier === STATIC_ADAPTER);
}

export default defineFileFact('starts', {
  version: 31,
  mayApply: (text) => TOKENS.test(text) || LOADS.test(text) || SPAWNS.test(text) || text.includes(STATIC_ADAPTER),
  extract(module): ModuleStarts | undefined {
    const found = new StartFinder(module);
    const starts = found.starts();
    const loads = [...(LOADS.test(module.text) ? loadedFolders(module) : []), ...(starts.some(({ framework }) => framework === 'sails') ? ofSails(module.path) : [])];
    const exportsPages = NEXT_CONFIG.test(module.path) ? /\boutput: ?['"]export['"]/.test(module.text) : SVELTE_CONFIG.test(module.path) && isStatic(module);
    const spawns = SPAWNS.test(module.text) ? spawnedModules(module) : [];
    return starts.length > 0 || loads.length > 0 || spawns.length > 0 || exportsPages ? { starts, loads, ...(spawns.length > 0 && { spawns }), ...(exportsPages && { exportsPages }) } : undefined;
  },
});

/** The plain function whose result is used: `server()`, `(await createApp(config))`. */
function madeBy(node: TSESTree.Node): string | undefined {
  const value = unwrap(node);
  return value.type === AST_NODE_TYPES.CallExpression && value.callee.type === AST_NODE_TYPES.Identifier ? value.callee.name : undefined;
}

/** `create(app).listen(port)`: whatever makes the server, the application is handed to it. */
const isHandedApp = (node: TSESTree.Node): boolean => {
  const value = unwrap(node);
  return value.type === AST_NODE_TYPES.CallExpression && /^(?:create|make|build|wrap)\w*$/.test(madeBy(value) ?? '') && value.arguments.some((argument) => argument.type === AST_NODE_TYPES.Identifier && /^(?:app|application|server)$/.test(argument.name));
};

/** `listen(0)`, `listen({ port: 0 })` */
function isAnyPort(first: TSESTree.Node | undefined): boolean {
  const plain = first && unwrap(first);
  const port = plain?.type === AST_NODE_TYPES.ObjectExpression ? property(plain, 'port') : plain;
  return port?.type === AST_NODE_TYPES.Literal && port.value !== null && Number(port.value) === 0;
}

class StartFinder {
  readonly #module: ParsedModule;
  readonly #bindings: ReadonlyMap<string, Binding>;
  readonly #constants: ReadonlyMap<string, TSESTree.Node>;
  /** Local name → framework of the server it holds. */
  readonly #servers = new Map<string, string>();

  constructor(module: ParsedModule) {
    this.#module = module;
    this.#bindings = importBindings(module);
    this.#constants = topLevelConstants(module.tree);
    for (const { id, init } of module.nodes('VariableDeclarator')) {
      if (id.type === AST_NODE_TYPES.Identifier && init) this.#noteServer(id.name, init);
    }
    for (const { left, right } of module.nodes('AssignmentExpression')) {
      const name = dottedName(left);
      if (name) this.#noteServer(name, right);
    }
  }

  #noteServer(name: string, value: TSESTree.Node): void {
    const framework = this.#frameworkOf(value);
    if (framework) this.#servers.set(name, framework);
  }

  #packageOf(name: string | undefined): string | undefined {
    const binding = name === undefined ? undefined : this.#bindings.get(name.split('.')[0]!);
    return binding && packageOf(binding.specifier);
  }

  /** The framework of the server that an expression makes. */
  #frameworkOf(value: TSESTree.Node): string | undefined {
    const plain = unwrap(value);
    if (plain.type === AST_NODE_TYPES.Identifier || plain.type === AST_NODE_TYPES.MemberExpression) return this.#servers.get(dottedName(plain) ?? '');
    if (plain.type !== AST_NODE_TYPES.CallExpression && plain.type !== AST_NODE_TYPES.NewExpression) return undefined;
    const callee = unwrap(plain.callee);
    const name = dottedName(callee);
    if (name === undefined) {
      // `new Hono().use(…)`, `express().use(…)`, `fastify().withTypeProvider()`.
      return callee.type === AST_NODE_TYPES.MemberExpression ? this.#frameworkOf(callee.object) : undefined;
    }
    const [head, ...rest] = name.split('.');
    if (this.#servers.has(head!) && rest.length > 0 && /^(?:use|register|withTypeProvider|basePath|get|post|put|patch|delete|any|all|ws|route|routes|build|setConfig|setErrorConfig)$/.test(rest.at(-1)!)) return this.#servers.get(head!);
    const from = this.#packageOf(name);
    const framework = from === undefined ? undefined : SERVERS[from];
    if (framework === undefined) return undefined;
    // `express.Router()` and `Router()` are parts of a server, not a server.
    const called = rest.at(-1) ?? this.#bindings.get(head!)?.imported ?? '';
    if (/^(?:Router|static|json|urlencoded|raw|text|request|get|Agent)$/.test(called)) return undefined;
    if (framework === 'nest') return called === 'create' ? 'nest' : undefined;
    return framework;
  }

  starts(): Start[] {
    const starts: Start[] = [];
    const add = (node: TSESTree.Node, kind: UnitKind, framework: string, more: Partial<Start> = {}): void => {
      starts.push({ kind, framework, line: node.loc.start.line, column: node.loc.start.column + 1, ...more });
    };
    for (const node of this.#module.nodes('CallExpression')) this.#call(node, add);
    for (const node of this.#module.nodes('NewExpression')) {
      const name = dottedName(node.callee);
      const from = this.#packageOf(name);
      if (name !== undefined && from !== undefined && WORKER_CLASSES[from] !== undefined && name.split('.').at(-1) === 'Worker') add(node, 'worker', WORKER_CLASSES[from]);
    }
    for (const { node, framework, export: name } of exportedHandlers(this.#module, (value) => this.#frameworkOf(value), (local) => this.#servers.get(local))) add(node, 'function', framework, { export: name });
    return starts.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  #call(node: TSESTree.CallExpression, add: (node: TSESTree.Node, kind: UnitKind, framework: string, more?: Partial<Start>) => void): void {
    const callee = unwrap(node.callee);
    const name = dottedName(callee);
    const method = callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : undefined;
    const from = this.#packageOf(name);
    const called = name?.includes('.') ? name.split('.').at(-1) : name === undefined ? undefined : this.#bindings.get(name)?.imported;
    const [first] = node.arguments;

    if (from === '@nestjs/core' && name?.startsWith('NestFactory.')) {
      // It is made for what can be read of it, and closed again.
      if (called === 'create') add(node, !/\.listen\(/.test(this.#module.text) && /\.close\(\)/.test(this.#module.text) ? 'cli' : 'service', 'nest');
      if (called === 'createMicroservice') add(node, 'service', 'nest-microservice');
      if (called === 'createApplicationContext') add(node, /\.close\(\)/.test(this.#module.text) ? 'cli' : 'worker', 'nest-context');
      return;
    }
    if (method === 'listen' && callee.type === AST_NODE_TYPES.MemberExpression) {
      const receiver = dottedName(callee.object);
      const framework = this.#frameworkOf(callee.object);
      const port = isSocket(first) ? { socket: true as const } : this.#port(first);
      // A port that is free, whichever: it serves the process itself.
      if (isAnyPort(first)) return;
      if (framework) add(node, 'service', framework === 'nest' ? 'nest' : framework, port);
      else if ((receiver === undefined ? this.#isMaker(madeBy(callee.object)) || isHandedApp(callee.object) : LISTENERS.test(receiver)) && this.#looksLikeAddress(first)) add(node, 'service', 'unknown', port);
      return;
    }
    // `promisify(server.listen).bind(server)(port)`
    if (/(?:^|\.)promisify$/.test(name ?? '') && first?.type === AST_NODE_TYPES.MemberExpression && dottedName(first)?.endsWith('.listen')) {
      const framework = this.#frameworkOf(first.object);
      if (framework) add(node, 'service', framework);
      return;
    }
    // Hapi is told its port where it is made.
    if (method === 'start' && callee.type === AST_NODE_TYPES.MemberExpression && this.#frameworkOf(callee.object) === 'hapi') {
      add(node, 'service', 'hapi');
      return;
    }
    // A server that a package of the team's makes: `const server = await BaseServer(); await server.initialize(); await server.start();`
    if (method === 'start' && name === 'server.start' && node.arguments.length === 0 && /\bserver\.initialize\(\)/.test(this.#module.text)) {
      add(node, 'service', 'hapi');
      return;
    }
    if (method === 'lift' && /\bsails\b/.test(name ?? '') && /['"]sails['"]/.test(this.#module.text)) {
      add(node, 'service', 'sails');
      return;
    }
    // `createServer().then((server) => server.start())` stands elsewhere: whoever names a port will listen.
    if (from !== undefined && SERVERS[from] === 'hapi' && /^server$/i.test(called ?? '') && first && (unwrap(first).type === AST_NODE_TYPES.CallExpression || this.#namesPort(first)) && !/\.start\(/.test(this.#module.text)) {
      add(node, 'service', 'hapi');
      return;
    }
    if (from === '@azure/functions' && method !== undefined && name === `app.${method}` && AZURE_TRIGGER.test(method)) add(node, 'function', 'azure-functions');
    else if (from === '@google-cloud/functions-framework' && /^(?:http|cloudEvent)$/.test(called ?? '')) add(node, 'function', 'functions-framework', { export: 'default' });
    else if (called === 'serve' && from === '@hono/node-server') add(node, 'service', 'hono', this.#port(node.arguments[0]));
    else if (called === 'serve' && from === 'h3') add(node, 'service', 'h3', this.#port(node.arguments[1]));
    // The platform starts each folder there when it is called.
    else if (name === 'Deno.serve' && SUPABASE_FUNCTION.test(this.#module.path)) add(node, 'function', 'supabase', { export: 'default' });
    else if (name === 'Bun.serve' || name === 'Deno.serve') add(node, 'service', this.#imports('hono') ? 'hono' : 'http', this.#port(first));
    else if (called === 'createHTTPServer' && from === '@trpc/server') add(node, 'service', 'trpc', this.#port(first));
    else if (called === 'startStandaloneServer' && from === '@apollo/server') add(node, 'service', 'apollo', this.#port(first));
    else if ((method === 'bindAsync' || method === 'bind') && this.#imports('@grpc/grpc-js', 'grpc')) {
      if (method === 'bindAsync' || node.arguments.length > 1) add(node, 'service', 'grpc');
    } else if ((called === 'bootstrapApplication' || method === 'bootstrapModule') && this.#module.text.includes('@angular/')) add(node, 'frontend', 'angular');
    else if (called === 'createRoot' && from === 'react-dom') add(node, 'frontend', 'react');
    else if (called === 'createApp' && from === 'vue') add(node, 'frontend', 'vue');
    else if (method !== undefined) {
      const worker = WORKER_CALLS.find((row) => row.method === method && this.#imports(...row.packages));
      // Kafka's `run` takes an object with handlers; other `run`s are too many to count.
      if (worker && (worker.framework !== 'kafkajs' || (first?.type === AST_NODE_TYPES.ObjectExpression && (property(first, 'eachMessage') ?? property(first, 'eachBatch'))))) add(node, 'worker', worker.framework);
    }
  }

  /** `createServer(app)`, and any function of this module that makes one: `function create(app) { return transport.createServer(app); }`. */
  #isMaker(name: string | undefined): boolean {
    if (name === undefined || MAKERS.test(name)) return name !== undefined;
    const made = this.#module.nodes('FunctionDeclaration').find(({ id }) => id?.name === name);
    return made !== undefined && /\.create(?:Secure)?Server\(/.test(this.#module.text.slice(...made.range));
  }

  /** `{ port }`, and options that are put together elsewhere in a module that names one. */
  #namesPort(options: TSESTree.Node): boolean {
    const plain = unwrap(options);
    return plain.type === AST_NODE_TYPES.ObjectExpression ? property(plain, 'port') !== undefined : /\bport\s*[:,]/.test(this.#module.text);
  }

  #imports(...packages: readonly string[]): boolean {
    return this.#module.imports.some(({ specifier }) => packages.includes(packageOf(specifier) ?? ''));
  }

  #port(node: TSESTree.Node | undefined): { port: number } | undefined {
    if (!node) return undefined;
    const plain = unwrap(node);
    const value = plain.type === AST_NODE_TYPES.ObjectExpression ? property(plain, 'port') ?? property(plain, 'listen') : plain;
    const folded = value && fold(value, this.#constants);
    const port = folded && 'value' in folded ? Number(folded.value) : NaN;
    return Number.isInteger(port) && port > 0 && port < 65536 ? { port } : undefined;
  }

  /** A number, a setting or an options object; not an event name or a lone callback. */
  #looksLikeAddress(node: TSESTree.Node | undefined): boolean {
    if (!node) return false;
    const plain = unwrap(node);
    if (plain.type === AST_NODE_TYPES.Literal) return typeof plain.value === 'number' || /^\d+$/.test(String(plain.value));
    if (plain.type === AST_NODE_TYPES.ObjectExpression) return property(plain, 'port') !== undefined || property(plain, 'path') !== undefined;
    return /port|process\.env|address|config|options|settings|listen/i.test(this.#module.text.slice(...plain.range));
  }
}
