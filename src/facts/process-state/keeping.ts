import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { LocalKeeping, ParsedModule } from '../../model/index.ts';
import { importedCallee, methodOf, type ImportedCallee } from '../../lib/callee.ts';
import { literally } from '../../lib/literally.ts';
import type { Binding } from '../../lib/bindings.ts';
import { fold, topLevelConstants } from '../../lib/fold.ts';
import { dottedName, keyOf, property } from '../../lib/tree.ts';
import { localDatabase, withVerbose } from './local-databases.ts';
import { isOfStart, namedFunction, servesRequests } from './handlers.ts';
import { isScratch, isUploadScratch, temporary } from './scratch.ts';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

const WRITES = new Set(['writeFile', 'writeFileSync', 'appendFile', 'appendFileSync', 'createWriteStream', 'outputFile', 'outputJson', 'writeJson', 'copyFile', 'rename', 'outputFileSync', 'writeJsonSync']);

/** Sessions, uploads, files, schedules, limits and sockets, and whether they are kept in this process or on its disk. */
export function keeping(module: ParsedModule, imported: ReadonlyMap<string, Binding>): LocalKeeping[] {
  const bindings = withVerbose(module, imported);
  const constants = topLevelConstants(module.tree);
  const found: LocalKeeping[] = [];
  for (const node of [...module.nodes('CallExpression'), ...module.nodes('NewExpression')] as Call[]) {
    const callee = importedCallee(node.callee, bindings);
    if (!callee) continue;
    const seen = judge(module, node, callee, constants);
    if (!seen) continue;
    const { where = node, ...kept } = seen;
    found.push({ ...kept, line: where.loc.start.line, column: where.loc.start.column + 1 });
  }
  for (const { arguments: [plugin, given], callee, loc } of module.nodes('CallExpression')) {
    const library = methodOf(callee) === 'register' && plugin ? pluginOf(plugin, bindings) : undefined;
    if (library === undefined) continue;
    const options = given?.type === AST_NODE_TYPES.Identifier ? constants.get(given.name) : given;
    const told = options?.type === AST_NODE_TYPES.ObjectExpression && options.properties.every(({ type }) => type === AST_NODE_TYPES.Property) ? options : undefined;
    const at = { line: loc.start.line, column: loc.start.column + 1 };
    if (library === '@fastify/session' && told && property(told, 'store') === undefined) found.push({ kind: 'session', library, shared: false, ...at });
    if (library !== '@fastify/session' && told) found.push({ kind: 'limiter', library, shared: property(told, 'redis') !== undefined || property(told, 'store') !== undefined, ...at });
  }
  // `file.mv(path)` of express-fileupload.
  for (const node of module.nodes('CallExpression')) {
    const { callee, arguments: [target] } = node;
    if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier || callee.property.name !== 'mv' || target === undefined || !/\breq(?:uest)?\.files\b/.test(module.text)) continue;
    if (!temporary(module, target)) found.push({ kind: 'upload', library: 'express-fileupload', shared: false, what: 'mv', line: node.loc.start.line, column: node.loc.start.column + 1 });
  }
  for (const node of module.nodes('Decorator')) {
    if (node.expression.type !== AST_NODE_TYPES.CallExpression) continue;
    const callee = importedCallee(node.expression.callee, bindings);
    if (callee?.package !== '@nestjs/schedule' || !/^(?:Cron|Interval)$/.test(callee.member)) continue;
    found.push({ kind: 'scheduler', library: callee.package, what: `@${callee.member}`, shared: locks(module.text), line: node.loc.start.line, column: node.loc.start.column + 1 });
  }
  // Beside a store in the same module, memory is the choice of another setting.
  const stored = found.some(({ kind, shared }) => kind === 'session' && shared);
  return stored ? found.map((one) => (one.kind === 'session' && !one.shared ? { ...one, isOneOfSeveral: true as const } : one)) : found;
}

/** `register(rateLimit, …)`, `register(import('@fastify/rate-limit'), …)` */
function pluginOf(plugin: TSESTree.Node, bindings: ReadonlyMap<string, Binding>): string | undefined {
  const named = plugin.type === AST_NODE_TYPES.Identifier ? bindings.get(plugin.name)?.specifier : undefined;
  const loaded = plugin.type === AST_NODE_TYPES.ImportExpression ? plugin.source : plugin.type === AST_NODE_TYPES.CallExpression && dottedName(plugin.callee) === 'require' ? plugin.arguments[0] : undefined;
  const specifier = named ?? (loaded?.type === AST_NODE_TYPES.Literal ? String(loaded.value) : undefined);
  return specifier !== undefined && /^(?:@fastify\/(?:session|rate-limit)|fastify-rate-limit)$/.test(specifier) ? specifier : undefined;
}

function judge(module: ParsedModule, node: Call, callee: ImportedCallee, constants: ReadonlyMap<string, TSESTree.Node>): (Omit<LocalKeeping, 'line' | 'column'> & { readonly where?: TSESTree.Node }) | undefined {
  const library = callee.package?.replace(/^node:/, '') ?? '';
  const last = callee.member.split('.').at(-1)!;
  const options = optionsOf(node, constants);
  const open = options === undefined || options.properties.some((entry) => entry.type === AST_NODE_TYPES.SpreadElement);
  switch (library) {
    case 'express-session':
      // `module.exports = { …, store: new MemoryStore() }`, which another module hands on.
      if (last === 'MemoryStore' && node.type === AST_NODE_TYPES.NewExpression && isStoreBesideSession(module, node)) return { kind: 'session', library, shared: false, what: 'MemoryStore' };
      if (last !== 'default' && last !== 'session') return undefined;
      const store = options && property(options, 'store');
      // These keep to one machine as the default does; where another is imported as well, either may be the one.
      const local = module.imports.map(({ specifier }) => specifier).find((specifier) => LOCAL_STORES.test(specifier)) ?? module.text.match(REQUIRED_STORE)?.[1];
      if (store && local !== undefined && !/connect-(?:redis|mongo|pg|mysql|dynamodb|memcached|typeorm|session)|RedisStore|PgStore|MongoStore/i.test(module.text)) return { kind: 'session', library, shared: false, what: local, where: store };
      // A copy of such a store, or the default one by name.
      const made = store?.type === AST_NODE_TYPES.NewExpression ? dottedName(store.callee)?.split('.').at(-1) : undefined;
      if (store && made !== undefined && /^memory(?:session)?store$/i.test(made)) return { kind: 'session', library, shared: false, what: made, where: store };
      if (store) return { kind: 'session', library, shared: true };
      // Options from elsewhere may hold a store.
      return open && node.arguments.length > 0 ? undefined : { kind: 'session', library, shared: false };
    case 'multer': case 'fastify-multer': case 'koa-multer': case '@koa/multer': {
      if (last === 'diskStorage') {
        // Where nothing else is said it is the system's folder for temporary files.
        const destination = options && property(options, 'destination');
        return destination && !temporary(module, destination) && !isUploadScratch(module) ? { kind: 'upload', library, shared: false, what: 'disk storage' } : undefined;
      }
      const dest = last === 'default' && options && property(options, 'dest');
      return dest && !temporary(module, dest) && !isUploadScratch(module) ? { kind: 'upload', library, shared: false, what: 'dest' } : undefined;
    }
    case 'socket.io':
      return last === 'Server' || last === 'default' ? { kind: 'sockets', library, shared: /adapter/i.test(module.text) } : undefined;
    case 'graphql-subscriptions':
      return last === 'PubSub' ? { kind: 'sockets', library, shared: false, what: 'subscriptions' } : undefined;
    case 'graphql-yoga': case '@graphql-yoga/subscription':
      return last === 'createPubSub' ? { kind: 'sockets', library, shared: node.arguments.length > 0 && !(options && !open && !property(options, 'eventTarget')), what: 'subscriptions' } : undefined;
    case '@nestjs/throttler':
      return /^ThrottlerModule\.forRoot(?:Async)?$/.test(callee.member) ? { kind: 'limiter', library, shared: /\bstorage\b\s*[:,}]/.test(module.text.slice(...node.range)) || module.text.includes('ThrottlerStorage') } : undefined;
    case 'express-rate-limit': case 'express-slow-down': {
      if (last !== 'default' && last !== 'rateLimit' && last !== 'slowDown') return undefined;
      if (options && property(options, 'store')) return { kind: 'limiter', library, shared: true };
      return open ? undefined : { kind: 'limiter', library, shared: false };
    }
    case 'rate-limiter-flexible':
      return last === 'RateLimiterMemory' ? { kind: 'limiter', library, shared: /RateLimiter(?:Redis|Postgres|Mongo|Mysql|Prisma|Drizzle|Valkey)/.test(module.text) } : undefined;
    case 'node-cron':
      return last === 'schedule' ? { kind: 'scheduler', library, shared: locks(module.text), ...scheduleOf(node, constants) } : undefined;
    case 'node-schedule':
      return last === 'scheduleJob' ? { kind: 'scheduler', library, shared: locks(module.text), ...scheduleOf(node, constants) } : undefined;
    case 'cron':
      return last === 'CronJob' || last === 'CronJob.from' ? { kind: 'scheduler', library, shared: locks(module.text), ...scheduleOf(node, constants) } : undefined;
    case 'unstorage': {
      const driver = /^unstorage\/drivers\/(memory|fs(?:-lite)?)$/.exec(callee.specifier)?.[1];
      if (driver === undefined || !isMounted(module, node)) return undefined;
      const base = options && property(options, 'base');
      if (driver !== 'memory' && base !== undefined && temporary(module, base)) return undefined;
      // Which of several drivers is taken, a setting says.
      const isOneOfSeveral = module.imports.some(({ specifier }) => /^unstorage\/drivers\/(?!memory|fs|lru|null|overlay)/.test(specifier));
      return { kind: 'database', library, shared: false, what: driver === 'memory' ? 'the memory' : 'a file', ...(isOneOfSeveral && { isOneOfSeveral }) };
    }
    case 'fs': case 'fs-extra': case 'graceful-fs': {
      if (!WRITES.has(last)) return undefined;
      const target = node.arguments[last === 'rename' || last === 'copyFile' ? 1 : 0];
      if (!target || temporary(module, target) || isParameter(module, target) || isLookedUpFirst(module, node, target) || isFetchedWhereMissing(module, node, target) || isScratch(module, node, target)) return undefined;
      return { kind: 'write', library, shared: false, what: last, ...((CONTROLLER.test(module.path) || servesRequests(module, node, !ON_COMMAND.test(module.path))) && !isOfStart(module, node) && { inHandler: true }) };
    }
    case 'koa-generic-session': case 'next-session':
      // Memory is what they take where no store is named.
      if (last !== 'default' || (options && property(options, 'store'))) return undefined;
      return open && node.arguments.length > 0 ? undefined : { kind: 'session', library, shared: false };
    default:
      return localDatabase(module, node, callee, options, constants);
  }
}

/** It is an option that stands outside of any call: those of one are told with it. */
function isStoreBesideSession(module: ParsedModule, node: TSESTree.Node): boolean {
  const option = module.parent(node);
  const holder = option && module.parent(option);
  return option?.type === AST_NODE_TYPES.Property && keyOf(option) === 'store' && holder !== undefined && module.parent(holder)?.type !== AST_NODE_TYPES.CallExpression && !module.imports.some(({ specifier }) => /^connect-(?!flash)/.test(specifier));
}

/** `storage.mount('servers', memory())`, `createStorage({ driver: fs({ base }) })`: not a driver within another, nor what a cache lies in. */
function isMounted(module: ParsedModule, driver: TSESTree.Node): boolean {
  const around = module.parent(driver);
  if (around?.type === AST_NODE_TYPES.Property) return keyOf(around) === 'driver';
  return around?.type === AST_NODE_TYPES.CallExpression && methodOf(around.callee) === 'mount' && around.arguments[1] === driver && !/cache|te?mp/i.test(module.text.slice(...around.arguments[0]!.range));
}

/** What answers requests, by the name of its file or folder. */
const CONTROLLER = /(?:^|\/)controllers?\/|[a-z.-]controller\.\w+$/i;
/** What writes files when somebody of the team asks for it: a migration's template, code. */
const ON_COMMAND = /(?:^|[/.-])(?:migrations?|migrators?|commands?|cli|seeds?|seeders?|generators?|scaffold\w*|codegen)(?:[/.-]|$)/i;
const STORES = 'session-file-store|memorystore|connect-loki|nedb-session-store|better-sqlite3-session-store';
const LOCAL_STORES = new RegExp(`^(?:${STORES})$`);
const REQUIRED_STORE = new RegExp(`require\\(['"](${STORES})['"]\\)`);

/** It answers from the file where there is one: a copy of what can be fetched again. */
function isLookedUpFirst(module: ParsedModule, node: TSESTree.Node, target: TSESTree.Node): boolean {
  const name = dottedName(target);
  if (name === undefined) return false;
  for (let up = module.parent(node); up; up = module.parent(up)) {
    if (up.type !== AST_NODE_TYPES.FunctionDeclaration && up.type !== AST_NODE_TYPES.FunctionExpression && up.type !== AST_NODE_TYPES.ArrowFunctionExpression) continue;
    if (new RegExp(`(?:createReadStream|readFile(?:Sync)?|readJson|sendFile)\\(\\s*${literally(name)}\\b`).test(module.text.slice(up.range[0], node.range[0]))) return true;
  }
  return false;
}

/** `if (!existsSync(file)) await this.fetchFile()`, where that writes what it was not given: a copy. */
function isFetchedWhereMissing(module: ParsedModule, node: Call, target: TSESTree.Node): boolean {
  const name = dottedName(target);
  const around = namedFunction(module, node);
  if (name === undefined || around === undefined || (around.node as TSESTree.FunctionDeclaration).params.length > 0) return false;
  const asks = new RegExp(`^!\\s*\\(?(?:await )?(?:\\w+\\.)*(?:existsSync|exists|pathExists(?:Sync)?)\\(\\s*${literally(name)}\\s*\\)`);
  const fills = new RegExp(`\\b${literally(around.name)}\\(`);
  return module.nodes('IfStatement').some(({ test, consequent }) => asks.test(module.text.slice(...test.range)) && fills.test(module.text.slice(...consequent.range)));
}

/** Where to is said by the caller, and that may be a folder for temporary files. */
function isParameter(module: ParsedModule, target: TSESTree.Node): boolean {
  if (target.type !== AST_NODE_TYPES.Identifier) return false;
  for (let up = module.parent(target); up; up = module.parent(up)) {
    if (up.type !== AST_NODE_TYPES.FunctionDeclaration && up.type !== AST_NODE_TYPES.FunctionExpression && up.type !== AST_NODE_TYPES.ArrowFunctionExpression) continue;
    if (up.params.some((part) => part.type === AST_NODE_TYPES.Identifier && part.name === target.name)) return true;
  }
  return false;
}

/** The options of a call: an object literal, or a constant of the module that holds one. */
function optionsOf(node: Call, constants: ReadonlyMap<string, TSESTree.Node>): TSESTree.ObjectExpression | undefined {
  for (const argument of node.arguments) {
    const value = argument.type === AST_NODE_TYPES.Identifier ? constants.get(argument.name) : argument;
    if (value?.type === AST_NODE_TYPES.ObjectExpression) return value;
  }
  return undefined;
}

function scheduleOf(node: Call, constants: ReadonlyMap<string, TSESTree.Node>): { what?: string } {
  const value = node.arguments[0] && fold(node.arguments[0], constants);
  return value && 'value' in value && typeof value.value === 'string' ? { what: value.value } : {};
}

/** A lock that only one of several processes gets, the number by which a platform tells them apart, or a switch that is set for one of them. */
const locks = (text: string): boolean => /INSTANCE_(?:INDEX|ID|NUMBER)|APP_INSTANCE|env\.(?:\w+_)?(?:RUN|ENABLE|START|FORCE)_\w*(?:CRON|SCHEDUL|JOB)|redlock|advisory_?lock|acquireLock|withLock|tryLock|\.lock\(|setnx|\bNX\b|leader|@?Lockable|ShedLock/i.test(text);
