import { UNMOUNTED } from '../../lib/endpoints.ts';
import type { Endpoint, Expression, Input, Link } from '../../model/index.ts';
import { textOf } from './arguments.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { callsIn, expressionsOf, ResolverMaps } from './graphql-maps.ts';
import { followHandler, READING_METHODS, urlPath } from './handler.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';
import { contractsOf, marksOf, type Marks, type Route } from './ts-rest-contracts.ts';

interface Placed { readonly value: Expression; readonly scope: Scope }
/** A contract with what answers it, and what stands before. */
interface Served { readonly contract: Placed; readonly router: Placed; readonly links: readonly Link[]; readonly unclear?: string }

/** What puts a router and its contract on a server. */
const SERVES = /^(?:create\w*(?:Endpoints|Router|Handler|Route)|registerRouter|fetchRequestHandler)$/;
const MIDDLEWARE: readonly string[] = ['globalMiddleware', 'requestMiddleware', 'middleware'];

/** ts-rest: routes of a contract, answered by functions under the same names. */
export function tsRestEndpoints(classifier: Classifier): Endpoint[] {
  const { program } = classifier;
  const served: Served[] = [];
  const made: Served[] = [];
  for (const [file, { imports }] of Object.entries(program.modules)) {
    if (!Object.values(imports).some(([specifier]) => /^(?:@ts-rest\/|ts-rest-)/.test(specifier))) continue;
    for (const { value, scope } of expressionsOf(program, file)) {
      for (const call of callsIn(value)) {
        const short = nameOf(call.call).split('.').at(-1)!;
        const [first, second] = call.args;
        if (SERVES.test(short) && isTsRest(program, scope, call.call)) served.push(...servedBy(classifier, scope, call));
        else if (short === 'router' && first && second) made.push({ contract: { value: first, scope }, router: { value: call, scope }, links: [], unclear: UNMOUNTED });
      }
    }
    // `createExpressEndpoints(contract, router, app)` takes the application: it is an operation on that.
    for (const [fn, { operations }] of program.modules[file]!.functions.entries()) {
      for (const [index, { method, callee, args, on, line }] of operations.entries()) {
        const [, , application] = args;
        if (method !== '()' || !callee || !application || nameOf(application) !== on || !SERVES.test(nameOf(callee).split('.').at(-1)!) || !isTsRest(program, { file, fn }, callee)) continue;
        const before = operations.slice(0, index).filter((one) => one.on === on && one.method === 'use' && textOf(one.args[0]) === undefined).flatMap((one) => one.args.map((part) => classifier.link({ file, fn }, part, 'router', { file, line: one.line })));
        const handed = fn !== 0 && program.function(file, fn)?.params.some(({ name, keys }) => name === on || keys?.includes(on)) === true;
        for (const one of servedBy(classifier, { file, fn }, { call: callee, args, line })) served.push({ ...one, links: [...before.filter(({ role }) => role !== 'other'), ...one.links], ...(handed && { unclear: 'what stands before it on the application that it is put on could not be followed' }) });
      }
    }
  }
  const reader = new Reader(classifier);
  const endpoints = served.flatMap((one) => reader.of(one));
  // Routers that nothing was seen to serve.
  return [...endpoints, ...made.flatMap((one) => reader.of(one))];
}

const isTsRest = (program: Program, scope: Scope, callee: Expression): boolean => {
  const target = 'name' in callee ? program.resolve(scope, callee.name) : program.loaded(scope, callee);
  if (target?.kind === 'external') return /^(?:@ts-rest\/|ts-rest-)/.test(target.pkg);
  // `const s = initServer(); s.registerRouter(contract, router, app)`
  const holder = 'name' in callee && target === undefined ? program.resolve(scope, callee.name.replace(/\.\w+$/, '')) : undefined;
  const maker = holder?.kind === 'value' && 'call' in holder.value && 'name' in holder.value.call ? program.resolve({ file: holder.file, fn: 0 }, holder.value.call.name) : undefined;
  return maker?.kind === 'external' && maker.pkg.startsWith('@ts-rest/');
};

/** `createExpressEndpoints(contract, router, app, options)`, `fetchRequestHandler({ contract, router, options })`. */
function servedBy(classifier: Classifier, scope: Scope, { args }: Pick<Extract<Expression, { call: Expression }>, 'args' | 'call' | 'line'>): Served[] {
  const [first, second] = args;
  if (!first) return [];
  const whole = 'object' in first ? first.object : undefined;
  const [contract, router] = whole ? [owned(whole, 'contract'), owned(whole, 'router')] : [first, second];
  if (!contract || !router) return [];
  const options = whole ? [owned(whole, 'options')] : args.slice(2);
  const middleware = options.flatMap((one) => (one && 'object' in one ? MIDDLEWARE.flatMap((key) => owned(one.object, key) ?? []) : []));
  const links = middleware.flatMap((one) => ('list' in one ? one.list : [one])).map((one) => classifier.link(scope, one, 'global', { file: scope.file, line: lineOf(one) ?? 1 }));
  return [{ contract: { value: contract, scope }, router: { value: router, scope }, links }];
}

class Reader {
  readonly #classifier: Classifier;
  readonly #maps: ResolverMaps;
  readonly #seen = new Set<string>();

  constructor(classifier: Classifier) {
    this.#classifier = classifier;
    this.#maps = new ResolverMaps(classifier.program);
  }

  of({ contract, router, links, unclear }: Served): Endpoint[] {
    const routes = contractsOf(this.#classifier.program, contract.scope, contract.value);
    const marks = marksOf(routes);
    return routes.flatMap((route): Endpoint[] => {
      const found = this.#answer(router, route.names);
      const key = `${route.at.file}:${route.at.line} ${route.method} ${route.names.at(-1)}`;
      if (!found || this.#seen.has(key)) return [];
      this.#seen.add(key);
      return [this.#endpoint(route, found, guardsFor(links, route, marks), unclear)];
    });
  }

  /** What a router has under the names of a route. */
  #answer({ value, scope }: Placed, names: readonly string[]): Placed | undefined {
    const [name, ...rest] = names;
    if (name === undefined) return { value, scope };
    const entry = this.#entriesOf(value, scope).find(({ key }) => key === name);
    return entry && this.#answer(entry, rest);
  }

  #entriesOf(value: Expression, scope: Scope, hops = 0): ReturnType<ResolverMaps['entries']> {
    if (hops > 6) return [];
    // `s.router(contract, { … })`: the contract itself is no part of it.
    if ('call' in value && /(?:^|\.)router$/.test(nameOf(value.call)) && value.args[1]) return this.#entriesOf(value.args[1], scope, hops + 1);
    const target = 'name' in value ? this.#classifier.program.resolve(scope, value.name) : undefined;
    if (target?.kind === 'value' && 'call' in target.value) return this.#entriesOf(target.value, { file: target.file, fn: target.fn ?? 0 }, hops + 1);
    return this.#maps.entries(scope, value);
  }

  #endpoint(route: Route, { value, scope }: Placed, before: readonly Link[], unclear: string | undefined): Endpoint {
    const target = 'name' in value ? this.#classifier.program.resolve(scope, value.name) : undefined;
    const [plain, from] = target?.kind === 'value' ? [target.value, { file: target.file, fn: target.fn ?? 0 }] : [value, scope];
    const options = 'object' in plain ? plain.object : undefined;
    const middleware = options && owned(options, 'middleware');
    const own = (middleware ? ('list' in middleware ? middleware.list : [middleware]) : []).map((one) => this.#classifier.link(from, one, 'method', { file: from.file, line: lineOf(one) ?? 1 }));
    const handler = (options && owned(options, 'handler')) ?? plain;
    const known = followHandler(this.#classifier, handler, from);
    const validation: Link[] = route.checked.length > 0 ? [{ role: 'validation', name: 'the contract\'s schemas', at: route.at, scope: 'method', confidence: 'high', inputs: route.checked }] : [];
    const reads = [...new Set<Input>([...route.takes, ...known?.reads ?? []])];
    const doubt = unclear ?? (route.path === undefined ? 'its path is made at run time' : known ? undefined : 'its handler could not be followed');
    return {
      subject: `${route.method} ${urlPath(route.path ?? ':unknown')}`, kind: 'http', framework: 'ts-rest', method: route.method, path: urlPath(route.path ?? ':unknown'), name: route.names.join('.'),
      at: { file: scope.file, line: lineOf(value) ?? 1 }, ...(known?.place && { handler: known.place }),
      chain: [...before, ...validation, ...own, ...known?.links ?? []], reads, writes: (known?.writes ?? false) || !READING_METHODS.has(route.method),
      ...(known?.handsOn !== undefined && { handsOn: known.handsOn }), ...(known?.enrols && { enrols: true as const }), ...(doubt !== undefined && { unclear: doubt }),
    };
  }
}

/** What stands before all routes may read what the contract says of each: which are open, or which alone are asked for. */
function guardsFor(links: readonly Link[], { marks, at }: Route, all: Marks): Link[] {
  return links.flatMap((link): Link[] => {
    if (link.role !== 'authentication' && link.role !== 'authorization' && link.role !== 'signature') return [link];
    const doubt: Link = { ...link, role: 'unknown', somewhere: link.role, confidence: 'low' };
    if (marks.unread) return [doubt];
    if (all.asks) return [marks.asks ? link : doubt];
    return marks.opens ? [link, { role: 'public', name: marks.opens, at, scope: 'method', confidence: 'high' }] : [link];
  });
}
