import type { Confidence, Endpoint, Expression, Input, Link, LinkRole, Trait } from '../../model/index.ts';
import { ASKS_WHO_CALLS, LOOKS_BY_HAND } from '../../lib/endpoints.ts';
import { nameOf } from './expressions.ts';
import { callsOf, handsOnOf } from './hands-on.ts';
import { delegateOf } from './libraries.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';
import type { Summary } from './summaries.ts';
import type { Classifier } from './roles.ts';

/** How many steps from the handler each kind of evidence still counts. */
const WITHIN: readonly { readonly signal: Trait; readonly role: LinkRole; readonly steps: number; readonly says: string; readonly inputs?: readonly Input[] }[] = [
  { signal: 'verifies', role: 'authentication', steps: 2, says: 'proves who calls' },
  { signal: 'asks', role: 'authentication', steps: 2, says: ASKS_WHO_CALLS },
  { signal: 'denies', role: 'authentication', steps: 1, says: 'refuses unknown callers' },
  { signal: 'demands', role: 'authentication', steps: 3, says: 'refuses unknown callers' },
  { signal: 'forbids', role: 'authorization', steps: 1, says: 'refuses callers without the right' },
  { signal: 'signature', role: 'signature', steps: 2, says: 'checks the signature' },
  { signal: 'validates', role: 'validation', steps: 2, says: 'parses with a schema' },
  { signal: 'validatesQuery', role: 'validation', steps: 2, says: 'parses with a schema', inputs: ['query', 'params', 'headers'] },
  { signal: 'limits', role: 'limit', steps: 2, says: 'limits the rate' },
  { signal: 'audits', role: 'audit', steps: 3, says: 'writes an audit record' },
];
const INPUTS: readonly Input[] = ['body', 'query', 'params', 'headers', 'files'];
/** `security.authenticate(req)`, `assertAdmin(ctx)`, `demandPermission(…)`. */
const ASKS_BY_NAME = /^(?:authenticate|authori[sz]e|(?:require|ensure|assert|demand|enforce|check|verify|validate|guard)(?:Is|Has|Can|Valid)?(?:Auth(?!or(?!i))\w*|User(?:Session|Access|Permission|Role|Is|Can|Has)\w*|Admin\w*|LoggedIn\w*|SignedIn\w*|Login|Session|Permissions?|Role|Access|AccessToken|BearerToken|Jwt|ApiKey)(?![a-z]))/;
/** `authorization.canEdit(order)`, `ability.check('edit', order)`. */
const ASKS_RIGHTS = /(?:^|\.)(?:authori[sz]ation|authz|ability|permissions?|polic(?:y|ies)|acl|rbac|abac|accessControl)(?:Service)?\.(?:can|check|assert|require|ensure|enforce|has|is|may|authori[sz]e)\w*$/;
const READ_STEPS = 2;
const ASKING: ReadonlySet<LinkRole> = new Set(['authentication', 'authorization', 'signature', 'unknown']);

/** What a handler itself does about the request: links of scope `handler`, and what it reads. */
export function handlerLinks(program: Program, file: string, fn: number): { links: Link[]; reads: Input[]; writes: boolean; handsOn?: string; enrols?: true } {
  const summary: Summary = program.summary(file, fn);
  const depth = (signal: Trait): number => summary.get(signal)?.depth ?? 99;
  const knowsCaller = depth('identity') <= 3 || depth('credential') <= 3 || depth('verifies') <= 3 || depth('asks') <= 3 || program.function(file, fn)?.params.some(({ decorators = [] }) => decorators.some((one) => CALLER.test(nameOf(one)))) === true;
  const [lacks, asked] = [summary.get('lacks'), summary.get('asks')];
  const refuses = depth('denies') <= 3 || depth('forbids') <= 3 || (lacks !== undefined && lacks.depth === asked?.depth && lacks.at.file === asked.at.file && (lacks.at.line ?? 0) >= (asked.at.line ?? 0));
  const links = WITHIN.flatMap(({ signal, role, steps, says, inputs }): Link[] => {
    const found = summary.get(signal);
    if (!found || found.depth > steps || (signal === 'demands' && depth('denies') <= 1)) return [];
    const confidence: Confidence = found.depth === 0 ? 'high' : 'medium';
    if (signal === 'asks') {
      if (depth('verifies') <= 2) return [];
      return [refuses ? { role, name: says, at: found.at, scope: 'handler', confidence } : { role: 'unknown', name: 'a session that may be absent', at: found.at, scope: 'handler', confidence: 'low' }];
    }
    // A refusal that does not look at who calls may be about what is asked for.
    if (signal === 'forbids' && !knowsCaller) return [{ role: 'unknown', name: 'a refusal that names no caller', at: found.at, scope: 'handler', confidence: 'low' }];
    return [{ role, name: says, at: found.at, scope: 'handler', confidence, ...(inputs && { inputs }) }];
  });
  const table = summary.get('dispatches');
  if (table && table.depth <= 1 && links.every(({ role }) => role !== 'authentication')) links.push({ role: 'unknown', name: 'a table of handlers', at: table.at, scope: 'handler', confidence: 'low' });
  const asksNobody = (): boolean => links.every(({ role }) => !ASKING.has(role));
  // Whoever uses who calls has it from somewhere: what put it there may have asked, or not.
  const caller = summary.get('caller');
  if (caller && caller.depth <= 1 && asksNobody()) links.push({ role: 'caller', name: 'uses who calls, where that is known', at: caller.at, scope: 'handler', confidence: 'low' });
  // Its name says that it asks; what it does could not be followed, or refuses nobody that could be seen.
  const asks = asksNobody() ? callsOf(program, file, fn).find(([name]) => ASKS_BY_NAME.test(name.split('.').at(-1)!) || ASKS_RIGHTS.test(name)) : undefined;
  if (asks) links.push({ role: 'unknown', name: `a call of ${asks[0]}`, at: { file, line: asks[1] }, scope: 'handler', confidence: 'low' });
  // Whoever meets an error that bars callers so far in may be refused for what he asks for; a sender's signature that is read here may be
  // checked where the message is taken up; a key that is looked up, or a cookie that is asked for, may be all that it takes to come in; and
  // who is sent the request as it came may ask.
  for (const [trait, name, steps] of [['bars', 'a refusal further in', 3], ['signed', 'a signature of who sends', 1], ['keyed', 'a key that it looks up', 1], ['relays', 'a request that it sends on as it came', 2], ['undelivered', 'an answer for development alone', 0]] as const) {
    const found = asksNobody() ? summary.get(trait) : undefined;
    if (found && found.depth <= steps) links.push({ role: 'unknown', name, at: found.at, scope: 'handler', confidence: 'low' });
  }
  const inspects = summary.get('inspects');
  if (inspects && inspects.depth <= 1 && depth('rejects') <= 1 && depth('validates') > 2) links.push({ role: 'validation', name: LOOKS_BY_HAND, at: inspects.at, scope: 'handler', confidence: 'low' });
  // Objection's models check what they keep where they have a schema.
  if (depth('modelled') <= 2 && depth('validates') > 2 && program.hasModelSchemas) links.push({ role: 'validation', name: 'hands it to a model with a schema', at: summary.get('modelled')!.at, scope: 'handler', confidence: 'low' });
  // Text or bytes have no shape until they are taken apart; a library that checks the signature does both.
  const takesApart = depth('raw') <= READ_STEPS && depth('json') <= READ_STEPS && depth('signature') > 2;
  return {
    links,
    reads: INPUTS.filter((input) => depth(input as Trait) <= READ_STEPS || (input === 'body' && takesApart)),
    writes: depth('writes') <= 3,
    ...(depth('enrols') <= 3 && { enrols: true as const }),
    ...handsOnOf(program, file, fn),
  };
}

/** Decorators of parameters that hand over who calls: `@CurrentUser()`. */
const CALLER = /user|session|auth|account|member|identity|token|principal|actor/i;

export interface FollowedHandler { readonly place?: Endpoint['handler']; readonly links: Link[]; readonly reads: Endpoint['reads']; readonly writes: boolean; readonly handsOn?: string; readonly enrols?: true }

/** The handler's own code, through wrappers: `asyncHandler(fn)`, `withAuth(fn)`, `controller.create.bind(controller)`. */
export function followHandler(classifier: Classifier, value: Expression, scope: Scope, hops = 0): FollowedHandler | undefined {
  if (hops > 5) return undefined;
  const { program } = classifier;
  const target = 'fn' in value ? ({ kind: 'function', file: scope.file, fn: value.fn } as const) : 'name' in value ? program.resolve(scope, value.name) ?? program.members.ofParameter(scope, value.name) : program.loaded(scope, value);
  if (target?.kind === 'function') return { place: program.placeOf(target), ...handlerLinks(program, target.file, target.fn) };
  if (target?.kind === 'value') return followHandler(classifier, target.value, { file: target.file, fn: target.fn ?? 0 }, hops + 1);
  if ('any' in value) return value.any.map((one) => followHandler(classifier, one, scope, hops + 1)).find(Boolean);
  if ('list' in value) return value.list.at(-1) && followHandler(classifier, value.list.at(-1)!, scope, hops + 1);
  if (!('call' in value)) return undefined;
  const wrapper = classifier.classify(scope, value.call);
  const wrapped: Link[] = wrapper.role === 'other' || wrapper.role === 'unknown' ? [] : [{ ...wrapper, name: nameOf(value.call), at: { file: scope.file, line: value.line }, scope: 'handler' }];
  const handedIn = 'name' in value.call && isHandedIn(program, scope, value.call.name) && !HARMLESS.test(value.call.name);
  if (wrapper.role === 'unknown' && (handedIn || wrapper.looked || madeByLibrary(program, scope, nameOf(value.call)))) {
    wrapped.push({ role: 'unknown', name: nameOf(value.call), at: { file: scope.file, line: value.line }, scope: 'method', confidence: 'low', ...(wrapper.looked && wrapper.definition && { definition: wrapper.definition }) });
  }
  wrapped.push(...schemasOf(value.args, { file: scope.file, line: value.line }));
  for (const argument of [...value.args].reverse()) {
    const parts = 'object' in argument ? Object.entries(argument.object).filter(([key, part]) => 'fn' in part || key === 'handler').map(([, part]) => part) : 'value' in argument ? [] : [argument];
    const inner = parts.map((part) => followHandler(classifier, part, scope, hops + 1)).filter((one) => one !== undefined);
    const [first] = inner;
    if (first) return { place: first.place, links: [...wrapped, ...inner.flatMap(({ links }) => links)], reads: [...new Set(inner.flatMap(({ reads }) => reads))], writes: inner.some(({ writes }) => writes), ...(first.handsOn !== undefined && { handsOn: first.handsOn }), ...(first.enrols && { enrols: true as const }) };
  }
  if (/\.(?:bind|call)$/.test(nameOf(value.call))) return followHandler(classifier, { name: nameOf(value.call).replace(/\.\w+$/, ''), line: value.line }, scope, hops + 1);
  // A factory: what it returns is the handler, and its summary holds what that does.
  const made = 'name' in value.call ? program.resolve(scope, value.call.name) : undefined;
  return made?.kind === 'function' ? { place: program.placeOf(made), ...handlerLinks(program, made.file, made.fn) } : undefined;
}

/** `orderPlaced.createHandler(handler)`, where `orderPlaced` is a library's webhook: it may well check who sends. */
function madeByLibrary(program: Program, scope: Scope, dotted: string): boolean {
  const dot = dotted.indexOf('.');
  const holder = dot > 0 && !HARMLESS.test(dotted.slice(dot + 1)) ? program.resolve(scope, dotted.slice(0, dot)) : undefined;
  if (holder?.kind !== 'value' || !('call' in holder.value) || !('name' in holder.value.call)) return false;
  const maker = program.resolve({ file: holder.file, fn: 0 }, holder.value.call.name);
  return maker?.kind === 'external' && maker.pkg !== 'hono';
}

const HARMLESS = /async|catch|try|wrap|log|metric|trace/i;

/** `module.exports = (app, endpoint) => app.get('/users', endpoint(handler))`: what wraps the handler is handed in. */
function isHandedIn(program: Program, { file, fn }: Scope, dotted: string): boolean {
  const [name = ''] = dotted.split('.');
  for (let at: number | undefined = fn; at !== undefined && at !== 0; at = program.function(file, at)?.parent) {
    if (program.function(file, at)?.params.some((one) => one.name === name || one.keys?.includes(name))) return true;
  }
  return false;
}

/** Options of a builder of the team's own that say what comes in: `createRoute({ body: OrderSchema }, handler)`. */
const OPTIONS: Readonly<Record<string, readonly Input[] | 'all'>> = {
  body: ['body'], bodySchema: ['body'], searchParams: ['query'], searchParamsSchema: ['query'], query: ['query'], querySchema: ['query'], querystring: ['query'], input: 'all', inputSchema: 'all', request: 'all', schema: 'all',
};
const SCHEMA = /schema|params|body|query|input|dto|request|payload|^z[.A-Z]|^[vt]\.|^(?:joi|yup)|^type\b/i;

function schemasOf(args: readonly Expression[], at: Link['at']): Link[] {
  return args.flatMap((one) => ('object' in one ? Object.entries(one.object) : [])).flatMap(([key, value]): Link[] => {
    const inputs = Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined;
    if (inputs === undefined || 'value' in value || 'fn' in value || !SCHEMA.test(nameOf(value))) return [];
    return [{ role: 'validation', name: nameOf(value), at, scope: 'method', confidence: 'medium', ...(inputs !== 'all' && { inputs }) }];
  });
}

/** The library whose ready handler answers. */
export function delegatedTo(program: Program, value: Expression, scope: Scope, hops = 0): string | undefined {
  if (hops > 5) return undefined;
  if ('of' in value) return delegatedTo(program, value.of, scope, hops + 1);
  const inline = 'fn' in value ? value : 'call' in value ? value.args.find((one) => 'fn' in one) : undefined;
  if (inline && servesProcedures(program, scope.file, inline.fn)) return 'trpc';
  const callee = 'call' in value ? value.call : value;
  if ('of' in callee) return delegatedTo(program, callee.of, scope, hops + 1);
  // `compose(withTracing, withLogs)(handler)`
  if ('call' in callee && 'call' in value) return value.args.map((one) => delegatedTo(program, one, scope, hops + 1)).find(Boolean);
  if (!('name' in callee)) return undefined;
  const target = program.resolve(scope, callee.name);
  if (target?.kind === 'external') return delegateOf(target.pkg, target.name) ?? ('call' in value && value.args.some((one) => 'fn' in one) ? undefined : target.pkg === 'express' ? undefined : `a handler of ${target.pkg}`);
  if (target?.kind === 'value') return delegatedTo(program, target.value, { file: target.file, fn: 0 }, hops + 1);
  if (target?.kind !== 'function') return undefined;
  // `withMetrics(handlers.POST)`: a wrapper of the team's own around a library's handler.
  const inner = 'call' in value ? value.args.map((one) => ('name' in one || 'of' in one ? delegatedTo(program, one, scope, hops + 1) : undefined)).find(Boolean) : undefined;
  return inner ?? forwardsTo(program, target.file, target.fn);
}

/** `app.all('/trpc/*', async (request, reply) => { const response = await fetchRequestHandler(…); … })`: whatever comes is for procedures, which have guards and schemas of their own. */
const servesProcedures = (program: Program, file: string, fn: number): boolean =>
  [fn, ...program.children(file, fn)].some((one) => (program.function(file, one)?.calls ?? []).some(([name]) => {
    const called = program.resolve({ file, fn: one }, name);
    const made = called?.kind === 'value' && 'call' in called.value && 'name' in called.value.call ? program.resolve({ file: called.file, fn: 0 }, called.value.call.name) : called;
    return made?.kind === 'external' && /^(?:@trpc\/server|trpc-(?:to-)?openapi)$/.test(made.pkg) && PROCEDURES.test(made.name);
  }));

/** What answers with a whole router; `getHTTPStatusCodeFromError` beside a caller of one procedure does not. */
const PROCEDURES = /(?:^|:)(?:(?:fetch|nodeHTTP|awsLambda)RequestHandler|createNextApiHandler|createHTTPHandler|createExpressMiddleware|createOpenApi\w+(?:Handler|Middleware|Plugin))$/;

/** A handler that only hands the request on: `const handler = (req) => fetchRequestHandler({ … })`. */
export function forwardsTo(program: Program, file: string, fn: number): string | undefined {
  for (const [name] of program.function(file, fn)?.calls ?? []) {
    const called = program.resolve({ file, fn }, name);
    const found = called?.kind === 'external' ? delegateOf(called.pkg, called.name) : called?.kind === 'value' && !('of' in called.value && !ANSWERS.test(called.value.member)) ? makerOf(program, called.value, { file: called.file, fn: 0 }) : called ? undefined : answeredBy(program, name, { file, fn });
    if (found) return found;
  }
  return undefined;
}

/** Whether a handler calls what a library has made to answer: `handlers.GET(request)`. */
export const answersFor = (program: Program, file: string, fn: number): boolean =>
  [fn, ...program.children(file, fn)].some((one) => (program.function(file, one)?.calls ?? []).some(([name]) => {
    const called = program.resolve({ file, fn: one }, name);
    // `auth()` of `const { auth } = NextAuth(…)` asks, and answers nobody.
    if (called?.kind === 'value' && 'of' in called.value && !ANSWERS.test(called.value.member)) return false;
    return (called?.kind === 'value' ? makerOf(program, called.value, { file: called.file, fn: 0 }) : called ? undefined : answeredBy(program, name, { file, fn: one })) !== undefined;
  }));

/** `handlers.POST(request)`, `handler.handle(request)`: what a library has made answers; any other method of it does not. */
function answeredBy(program: Program, name: string, scope: Scope): string | undefined {
  const dot = name.lastIndexOf('.');
  const holder = dot > 0 && ANSWERS.test(name.slice(dot + 1)) ? program.resolve(scope, name.slice(0, dot)) : undefined;
  return holder?.kind === 'value' ? makerOf(program, holder.value, { file: holder.file, fn: 0 }) : undefined;
}

/** The library whose call made a value, or what the value is a member of: `const library = NextAuth(…); export const handlers = library.handlers`. */
function makerOf(program: Program, value: Expression, scope: Scope, hops = 0): string | undefined {
  if (hops > 5) return undefined;
  if ('of' in value) return makerOf(program, value.of, scope, hops + 1);
  const [name] = 'name' in value ? value.name.split('.') : 'call' in value && 'name' in value.call ? [value.call.name] : [];
  const target = name === undefined ? undefined : program.resolve(scope, name);
  if (target?.kind === 'external') return 'call' in value ? delegateOf(target.pkg, target.name) : undefined;
  return target?.kind === 'value' && 'name' in value ? makerOf(program, target.value, { file: target.file, fn: 0 }, hops + 1) : undefined;
}

const ANSWERS = /^(?:handle|handler|handleRequest|GET|POST|PUT|PATCH|DELETE)$/;

export const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Joins path parts into one, in `:param` form, with a slash before and none behind; `{*rest}` is a star with a name. */
export function urlPath(...parts: readonly string[]): string {
  const joined = parts.join('/').replace(/\/?\{\/?\*(\w+)\}/g, '/*$1').replace(/\/{2,}/g, '/').replace(/\{([A-Za-z_]\w*)(\?)?\}/g, ':$1$2').replace(/\/$/, '');
  return joined.startsWith('/') ? joined : `/${joined}`;
}

/** What several registrations of the same subject tell together: the first one stands. */
export function uniqueBySubject(endpoints: readonly Endpoint[]): Endpoint[] {
  const seen = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    const known = seen.get(endpoint.subject);
    if (!known) seen.set(endpoint.subject, endpoint);
    else if (known.at.file !== endpoint.at.file || known.at.line !== endpoint.at.line) {
      const subject = `${endpoint.subject} in ${endpoint.at.file}`;
      if (!seen.has(subject)) seen.set(subject, { ...endpoint, subject });
      else if (seen.get(subject)!.at.line !== endpoint.at.line) seen.set(`${subject}:${endpoint.at.line}`, { ...endpoint, subject: `${subject}:${endpoint.at.line}` });
    }
  }
  return [...seen.values()];
}
