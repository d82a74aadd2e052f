import type { Endpoint, Expression, Link } from '../../model/index.ts';
import { answered, writtenAs } from './answered.ts';
import { textOf } from './arguments.ts';
import { startLine } from './builders.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { urlPath } from './handler.ts';
import { isLocal } from './local.ts';
import type { Owners } from './owners.ts';
import type { Classifier } from './roles.ts';
import type { Scope } from './targets.ts';

const START = /^@tanstack\/(?:react-|solid-|vue-)?start$/;
const SERVER_FUNCTION = 'createServerFn';
const ROUTES = /^(?:createFileRoute|createRootRoute|createServerFileRoute|createServerRoute|createAPIFileRoute)$/;
const VERB = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY|ALL)$/;

/** One call of a chain, `createServerFn().middleware([a]).handler(fn)`, in the order in which they are written. */
interface Step { readonly member: string; readonly args: readonly Expression[] }

function stepsOf(value: Expression): readonly Step[] {
  if ('of' in value) return stepsOf(value.of);
  if (!('call' in value)) return [];
  if ('of' in value.call) return [...stepsOf(value.call.of), { member: value.call.member, args: value.args }];
  if ('call' in value.call) return [...stepsOf(value.call), { member: '()', args: value.args }];
  return [{ member: nameOf(value.call).split('.').at(-1)!, args: value.args }];
}

const listed = (value: Expression | undefined): readonly Expression[] => (value === undefined ? [] : 'list' in value ? value.list : [value]);
const memberOf = (value: Expression | undefined, key: string): Expression | undefined => (value && 'object' in value ? owned(value.object, key) : undefined);

/** TanStack Start: the handlers of routes of files, and server functions, which any caller can ask by their own address. */
export function tanstackEndpoints(classifier: Classifier, owners: Owners): Endpoint[] {
  const { program } = classifier;
  const global = new Map<string, ReturnType<typeof globalsOf>>();
  return Object.entries(program.modules).flatMap(([file, { values, imports }]): Endpoint[] => {
    const owner = owners.of(file);
    if (!owner?.uses.some((one) => START.test(one))) return [];
    const names = new Set(Object.values(imports).map(([, name]) => name));
    if (!names.has(SERVER_FUNCTION) && ![...names].some((name) => ROUTES.test(name))) return [];
    if (!global.has(owner.dir)) global.set(owner.dir, globalsOf(classifier, owners, owner.dir));
    const { requests, functions } = global.get(owner.dir)!;
    return Object.entries(values).flatMap(([name, value]): Endpoint[] => {
      const scope = { file, fn: 0 };
      const steps = stepsOf(value);
      if (steps[0]?.member === SERVER_FUNCTION) return [serverFunction(classifier, name, value, steps, scope, [...requests, ...functions])];
      return ROUTES.test(steps[0]?.member ?? '') ? routesOf(classifier, steps, owner.local, scope, lineOf(value) ?? 1, requests) : [];
    });
  });
}

const links = (classifier: Classifier, value: Expression | undefined, scope: Scope, where: Link['scope']): Link[] => listed(value).map((one) => classifier.link(scope, one, where));

function serverFunction(classifier: Classifier, name: string, value: Expression, steps: readonly Step[], scope: Scope, before: readonly Link[]): Endpoint {
  const { program } = classifier;
  const method = textOf(memberOf(steps[0]!.args[0], 'method'))?.toUpperCase() ?? 'GET';
  const at = { file: scope.file, line: startLine(value) ?? 1 };
  const own = steps.flatMap(({ member, args }): Link[] => (member === 'middleware' ? links(classifier, args[0], scope, 'method') : /^(?:validator|inputValidator)$/.test(member) && args[0] ? validation(classifier, args[0], scope, at) : []));
  const handler = steps.find(({ member, args }) => member === 'handler' && args.length > 0)?.args[0];
  const { path: _, ...endpoint } = answered(classifier, { framework: 'tanstack-start', method, path: '', at, value: handler ?? { other: true }, scope, before: [...before, ...own] });
  const fn = handler && (program.evaluate(scope, handler));
  const takes = steps.some(({ member }) => /^(?:validator|inputValidator)$/.test(member)) || (fn?.kind === 'function' && program.function(fn.file, fn.fn)?.params[0]?.keys?.includes('data') === true);
  return { ...endpoint, subject: `server function ${name} in ${scope.file}`, kind: 'action', name, reads: takes ? ['body'] : endpoint.reads, ...(endpoint.handler && isLocal(program, endpoint.handler) && { local: true as const }) };
}

/** `.inputValidator(schema)`; one that only says the type, `(data: Order) => data`, looks at nothing. */
function validation({ program }: Classifier, value: Expression, scope: Scope, at: Link['at']): Link[] {
  const target = program.evaluate(scope, value);
  const link: Link = { role: 'validation', name: nameOf(value), at, scope: 'method', confidence: 'high', inputs: ['body'] };
  if (target?.kind !== 'function') return [link];
  const summary = program.summary(target.file, target.fn);
  return summary.has('validates') || summary.has('validatesQuery') ? [link] : summary.has('inspects') || summary.has('rejects') ? [{ ...link, confidence: 'low' }] : [];
}

function routesOf(classifier: Classifier, steps: readonly Step[], local: string, scope: Scope, line: number, before: readonly Link[]): Endpoint[] {
  const first = steps[0]!.args[0];
  const address = textOf(first) ?? local.replace(/^(?:.*\/)?routes\//, '').replace(/\.[jt]sx?$/, '').replace(/\./g, '/').replace(/(?:^|\/)(?:index|route)$/, '');
  const path = urlPath(address.split('/').filter((part) => part !== '' && !/^\(.*\)$/.test(part) && !part.startsWith('_')).map((part) => part.replace(/_$/, '').replace(/\{?\$(\w+)\}?/, ':$1').replace(/^\$$/, '*')).join('/'));
  const options = steps.find(({ member }) => member === '()')?.args[0];
  const server = memberOf(options, 'server');
  const old = steps.find(({ member }) => member === 'methods')?.args[0];
  const around = [...before, ...links(classifier, memberOf(server, 'middleware'), scope, 'router'), ...steps.flatMap(({ member, args }) => (member === 'middleware' ? links(classifier, args[0], scope, 'router') : []))];
  const table = handlersIn(classifier, memberOf(server, 'handlers') ?? old ?? (steps[0]!.member === 'createAPIFileRoute' ? options : undefined), scope);
  return Object.entries(table?.object ?? {}).filter(([verb]) => VERB.test(verb)).map(([verb, value]) => {
    // `{ middleware: [guard], handler }`, `api.middleware([guard]).handler(fn)`
    const chained = stepsOf(value);
    const inner = memberOf(value, 'handler') ?? chained.find(({ member }) => member === 'handler')?.args[0];
    const more = [...links(classifier, memberOf(value, 'middleware'), scope, 'method'), ...chained.flatMap(({ member, args }) => (member === 'middleware' ? links(classifier, args[0], scope, 'method') : []))];
    return answered(classifier, { framework: 'tanstack-start', method: verb === 'ANY' ? 'ALL' : verb, path, at: { file: scope.file, line: lineOf(value) ?? line }, value: inner ?? value, scope, before: [...around, ...more] });
  });
}

/** `handlers: { GET }`, `handlers: ({ createHandlers }) => createHandlers({ GET })`. */
function handlersIn({ program }: Classifier, value: Expression | undefined, scope: Scope): Extract<Expression, { object: unknown }> | undefined {
  if (!value || 'object' in value) return value;
  if ('call' in value) return value.args.find((one) => 'object' in one);
  const returned = 'fn' in value ? program.function(scope.file, value.fn)?.returns[0] : undefined;
  const led = 'name' in value ? writtenAs(program.resolve(scope, value.name))?.value : undefined;
  return led && 'object' in led ? led : returned && !('fn' in returned) ? handlersIn({ program } as Classifier, returned, scope) : undefined;
}

/** `createStart(() => ({ requestMiddleware, functionMiddleware }))` and `registerGlobalMiddleware({ middleware })` hold for the whole application. */
function globalsOf(classifier: Classifier, owners: Owners, dir: string): { readonly requests: readonly Link[]; readonly functions: readonly Link[] } {
  const { program } = classifier;
  const requests: Link[] = [];
  const functions: Link[] = [];
  for (const [file, { values, functions: own, imports }] of Object.entries(program.modules)) {
    if (owners.of(file)?.dir !== dir || !Object.values(imports).some(([, name]) => name === 'createStart' || name === 'registerGlobalMiddleware')) continue;
    const scope = { file, fn: 0 };
    for (const value of Object.values(values)) {
      const [first] = stepsOf(value);
      const given = first?.member === 'createStart' && first.args[0] && 'fn' in first.args[0] ? own[first.args[0].fn]?.returns[0] : undefined;
      requests.push(...links(classifier, memberOf(given, 'requestMiddleware'), scope, 'global'));
      functions.push(...links(classifier, memberOf(given, 'functionMiddleware'), scope, 'global'));
    }
    const registered = own[0]?.calls.find(([name]) => name === 'registerGlobalMiddleware');
    if (registered) functions.push({ role: 'unknown', name: 'registerGlobalMiddleware', at: { file, line: registered[1] }, scope: 'global', confidence: 'low' });
  }
  return { requests, functions };
}
