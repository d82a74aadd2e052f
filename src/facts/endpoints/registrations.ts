import type { Expression, Operation } from '../../model/index.ts';
import { PROTECTING } from '../../lib/endpoints.ts';
import { type Arguments, type Step, textOf } from './arguments.ts';
import { owned } from './expressions.ts';
import { urlPath } from './handler.ts';
import type { Program } from './program.ts';
import type { Classifier } from './roles.ts';
import type { Scope } from './targets.ts';
import type { RouterNode } from './router-kinds.ts';

/** Methods of a router that take a path and what answers there. */
export const VERBS: Readonly<Record<string, string>> = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', del: 'DELETE', all: 'ALL', head: 'HEAD', options: 'OPTIONS' };

/** What a registration says: its path, where that is told, and what the request passes there; undefined: it is none. */
export function routeOf(reader: Arguments, framework: RouterNode['framework'], operation: Operation, scope: Scope): { readonly path: string | undefined; readonly shared: readonly Expression[]; readonly handlers: readonly Expression[] } | undefined {
  const route = operation.after?.find(({ method, args }) => method === 'route' && args.length === 1);
  const base = operation.after?.find(({ method }) => method === 'basePath')?.args[0];
  const below = (path: string | undefined): string | undefined => (base ? urlPath(reader.path(base, scope) ?? '', path ?? '') : path);
  if (route) {
    const shared = (operation.after ?? []).flatMap(({ method, args }) => (method === 'all' ? args : []));
    return { path: below(reader.path(route.args[0]!, scope)), shared, handlers: operation.args };
  }
  const [first, ...rest] = operation.args;
  if (!first || rest.length === 0) return undefined;
  // Koa's routes may be named: `router.get('user', '/users/:id', handler)`.
  const named = framework === 'koa' && rest.length > 1 && textOf(rest[0])?.startsWith('/') && !textOf(first)?.startsWith('/');
  // restify: `server.get({ name: 'orders', path: '/orders' }, handler)`.
  const told = 'object' in first ? owned(first.object, 'path') ?? owned(first.object, 'url') ?? first : first;
  const path = reader.path(named ? rest[0]! : told, scope);
  // `router.post(path + Paths.amount, …)` of which no part is known is not the front page.
  const unknown = 'parts' in first && (path === '' || reader.endsUnknown(first, scope));
  return { path: below(unknown ? undefined : path), shared: [], handlers: named ? rest.slice(1) : rest };
}

/** `app.use(route.get('/orders', handler))` of koa-route: a route that stands where middlewares do. */
export function routeInPlace(program: Program, part: Expression, scope: Scope): { readonly verb: string; readonly args: readonly Expression[] } | undefined {
  if (!('call' in part) || !('name' in part.call)) return undefined;
  const verb = owned(VERBS, part.call.name.split('.').at(-1)!);
  const target = verb && program.resolve(scope, part.call.name);
  return verb && target && target.kind === 'external' && target.pkg === 'koa-route' ? { verb, args: part.args.flatMap((one) => composed(program, one, scope)) } : undefined;
}

/** `compose([authenticate, handler])` of koa-compose: each in its turn. */
function composed(program: Program, value: Expression, scope: Scope): readonly Expression[] {
  const target = 'call' in value && 'name' in value.call ? program.resolve(scope, value.call.name) : undefined;
  const list = target?.kind === 'external' && target.pkg === 'koa-compose' && 'call' in value ? value.args[0] : undefined;
  return list && 'list' in list ? list.list : [value];
}

const PATH_NAME = /(?:path|prefix|base|mountPoint|uri|url|endpoint)$/i;
/** What all of an application lies under. */
const BASE_NAME = /(?:base(?:_?(?:path|ur[il]))?|prefix|mountPoint)$/i;

/** What `app.use(…)` says: the paths, what stands there, and whether nobody knows before which part. */
export function mountOf(reader: Arguments, program: Program, { args }: Operation, scope: Scope): { readonly paths: readonly string[]; readonly parts: readonly Step[]; readonly elsewhere: boolean } | undefined {
  const [first, ...rest] = args;
  if (!first) return undefined;
  // `app.use(basePath, router)`, where the path is set at run time.
  const setLater = rest.length > 0 && 'name' in first && PATH_NAME.test(first.name) && [undefined, 'external'].includes(program.resolve(scope, first.name)?.kind);
  const paths = setLater ? [''] : rest.length > 0 || 'value' in first ? reader.paths(first, scope) : undefined;
  const parts = (paths ? rest : args).flatMap((one) => reader.spread(one, scope));
  // `app.use(config.dashboard.path, guard)`: it stands before some part, and nobody knows which.
  return { paths: paths ?? [''], parts, elsewhere: setLater && !BASE_NAME.test(first.name) };
}

/** What is handed to a function, and has routes whose handlers take a request and a response put on it: a plugin of an Express application. */
export const answersRequests = (program: Program, { operations }: RouterNode): boolean =>
  operations.some(({ operation: { method, args }, scope }) => {
    const last = args.at(-1);
    const params = last && 'fn' in last ? program.function(scope.file, last.fn)?.params ?? [] : [];
    return owned(VERBS, method) !== undefined && textOf(args[0])?.startsWith('/') === true && /^_?req(?:uest)?$/.test(params[0]?.name ?? '') && /^_?res(?:ponse)?$/.test(params[1]?.name ?? '');
  });

/** `(req, res, next) => …`, written in place, that lets requests go on. */
export function takesNext(program: Program, value: Expression, scope: Scope): boolean {
  const own = 'fn' in value ? program.function(scope.file, value.fn) : undefined;
  return 'fn' in value && own?.params.length === 3 && own.params[2]!.name === 'next' && goesOn(program, scope.file, value.fn, 'next');
}

/** `req.context.render({ view })`: what an application of its own puts on the request. */
const ANSWERS_ELSEWHERE = /^(?:req|request)\.(?:\w+\.)*(?:render|redirect|send|json)$/;

/** `app.get('/orders', (req, res, next) => { req.session.from = '/orders'; next(); })`: what follows answers there. */
export function answersNobody(program: Program, value: Expression, scope: Scope): boolean {
  if (!('fn' in value) || !takesNext(program, value, scope)) return false;
  const all = [value.fn, ...program.children(scope.file, value.fn)].map((fn) => program.function(scope.file, fn)!);
  const answer = all[0]!.params[1]?.name;
  return answer !== undefined && all.every(({ calls }) => !calls.some(([name]) => name.startsWith(`${answer}.`) || ANSWERS_ELSEWHERE.test(name))) && !all[0]!.flows?.some(({ param, to }) => param === 1 && to !== undefined);
}

/** Whether a function, or one inside of it, calls `next` or hands it to somebody who may. */
function goesOn(program: Program, file: string, fn: number, next: string | undefined): boolean {
  const { calls, operations, flows = [] } = program.function(file, fn)!;
  return calls.some(([name]) => name === next) || operations.some(({ args }) => args.some((one) => 'name' in one && one.name === next))
    || flows.some(({ param, path, to }) => param === 2 && path === '' && to !== undefined) || program.children(file, fn).some((child) => goesOn(program, file, child, next));
}

/** `router.all('*', requireLogin)`: it stands before what follows, and answers only whom it does not let on. */
export function standsBefore(classifier: Classifier, reader: Arguments, { args, after }: Operation, scope: Scope): boolean {
  // `router.route('/orders').all(requireLogin)` is told its path before.
  const last = args.length > (after?.some(({ method }) => method === 'route') ? 0 : 1) ? args.at(-1) : undefined;
  const step = last && reader.spread(last, scope).at(-1);
  if (!step) return false;
  const { program } = classifier;
  const keepsOut = (): boolean => PROTECTING.has(classifier.classify(step.scope, step.value).role);
  const called = 'call' in step.value ? step.value : undefined;
  // A wrapper around a handler, or one that is bound, answers by it.
  if (called && (called.args.some((one) => 'fn' in one) || ('name' in called.call && called.call.name.endsWith('.bind')))) return false;
  const found = program.evaluate(step.scope, called ? called.call : step.value);
  if (found?.kind !== 'function') return keepsOut();
  const answers = (fn: number, response: string | undefined): boolean => program.function(found.file, fn)!.calls.some(([name]) => name.startsWith(`${response}.`) && !SETS.test(name));
  const made = called ? program.children(found.file, found.fn) : [found.fn];
  // What a maker hands back in place is told as its own.
  if (called && made.length === 0) return goesOn(program, found.file, found.fn, 'next') && (!['res', 'response'].some((response) => answers(found.fn, response)) || keepsOut());
  return made.some((fn) => {
    const { params } = program.function(found.file, fn)!;
    const [, response, next] = params.map(({ name }) => name);
    return params.length === 3 && next !== undefined && goesOn(program, found.file, fn, next) && (!answers(fn, response) || keepsOut());
  });
}

/** What a middleware puts on an answer that others give. */
const SETS = /\.(?:set|setHeader|header|append|vary|cookie|clearCookie|type|removeHeader|on|once)$|^\w+\.locals\./;

/** `app.use('/health', (req, res) => res.json(…))`: it hands nothing on, and so answers there. */
export function answersItself(program: Program, value: Expression, scope: Scope): boolean {
  const target = program.evaluate(scope, value);
  const found = target?.kind === 'value' ? program.functionIn(target) : target;
  const own = found?.kind === 'function' ? program.function(found.file, found.fn) : undefined;
  const [request, response, next] = (own?.params ?? []).map(({ name = '' }) => name);
  if (found?.kind !== 'function' || !own || !/^_?req(?:uest)?$/.test(request ?? '') || !/^_?res(?:ponse)?$/.test(response ?? '')) return false;
  return own.params.length === 2 || (own.params.length === 3 && own.calls.some(([name]) => name.startsWith(`${response}.`)) && !goesOn(program, found.file, found.fn, next));
}

/** The function that an operation hands something to. `new Server(app)` and libraries take it away for good. */
export function receiverOf(program: Program, { callee }: Operation, scope: Scope): { file: string; fn: number } | undefined {
  const target = callee && program.evaluate(scope, callee);
  const found = target?.kind === 'function' ? target : target?.kind === 'module' ? program.exported(target.file, 'default') : target?.kind === 'value' ? program.functionIn(target) : undefined;
  return found?.kind === 'function' ? found : undefined;
}

/** Requests come to a Durable Object by way of its worker alone. */
export function isInside(program: Program, scope: Scope): boolean {
  const owner = program.members.ownerOf(scope);
  return owner !== undefined && /(?:^|\.)DurableObject$/.test(program.modules[scope.file]?.classes.find(({ name }) => name === owner)?.extends ?? '');
}
