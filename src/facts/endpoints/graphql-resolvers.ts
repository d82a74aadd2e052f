import type { Expression, Link } from '../../model/index.ts';
import { nameOf } from './expressions.ts';
import { type FollowedHandler, followHandler } from './handler.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';

export interface FollowedResolver { readonly links: readonly Link[]; readonly followed?: FollowedHandler; readonly args: boolean; readonly caller?: Link['at']; readonly service?: Link['at'] }

/** Names under which a context holds who calls. */
const CALLER = /^(?:current|auth|logged_?in|session)?_?(?:user|account|viewer|identity|principal)(?:_?id)?$|^(?:uid|me|session|claims|auth|auth_?token|user_?info|isAuth(?:enticated)?|viewerId)$/i;

/** What a context may hold that does more than keep: it is made for the request, and knows who calls. */
const SERVICE = /^(?:injector|dataSources?|\w*[sS]ervices?|container|use_?[cC]ases?|connectors?|managers?|controllers?)$/;

/** A resolver's own code, with what it is wrapped in: `pipe(requireAuth, fn)`, `authorized(fn)`, `isAdmin.createResolver(fn)`, `{ resolve: fn }`. */
export function followResolver(classifier: Classifier, scope: Scope, value: Expression, hops = 0): FollowedResolver {
  if (hops > 6) return { links: [], args: false };
  const { program } = classifier;
  if ('object' in value) {
    const own = value.object['subscribe'] ?? value.object['resolve'] ?? value.object['resolver'];
    return own ? followResolver(classifier, scope, own, hops + 1) : { links: [], args: false };
  }
  const target = 'name' in value ? program.resolve(scope, value.name) : undefined;
  if (target?.kind === 'value' && ('object' in target.value || 'call' in target.value)) return followResolver(classifier, { file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1);
  if ('call' in value) {
    const guards = [...madeFrom(classifier, scope, value), ...before(classifier, scope, value)];
    const inner = value.args.filter((one) => isResolver(classifier, scope, one)).at(-1);
    // What several functions are put together to: the last one answers, and those before it were told already.
    if (guards.length > 0 && inner) {
      const { links, ...rest } = followResolver(classifier, scope, inner, hops + 1);
      return { ...rest, links: [...guards, ...links] };
    }
    if (inner && 'call' in inner) {
      const wrapper = classifier.link(scope, value.call, 'method', { file: scope.file, line: value.line });
      const { links, ...rest } = followResolver(classifier, scope, inner, hops + 1);
      return { ...rest, links: [...(wrapper.role === 'other' || wrapper.role === 'unknown' ? [] : [wrapper]), ...links] };
    }
  }
  const followed = followHandler(classifier, value, scope);
  if (!followed?.place) return { links: followed?.links ?? [], args: false };
  return { links: [], followed, ...parametersOf(classifier, followed.place) };
}

/** `isAdmin.createResolver(fn)`, where `isAdmin` is made of a function that asks, by one that was made so. */
function madeFrom(classifier: Classifier, scope: Scope, { call }: Extract<Expression, { call: Expression }>, hops = 0): Link[] {
  if (!('name' in call) || !/\.(?:createResolver|wrap|resolve|use|chain)$/.test(call.name) || hops > 5) return [];
  const holder = classifier.program.resolve(scope, call.name.replace(/\.\w+$/, ''));
  if (holder?.kind !== 'value' || !('call' in holder.value)) return [];
  const from = { file: holder.file, fn: holder.fn ?? 0 };
  const own = holder.value.args.slice(0, 1).filter((one) => isResolver(classifier, from, one)).map((one) => ({ ...classifier.link(from, one, 'method'), name: nameOf(call).replace(/\.\w+$/, '') }));
  return [...madeFrom(classifier, from, holder.value, hops + 1), ...own];
}

/** `combineResolvers(isAuthenticated, canRead, fn)`: all but the last stand before it. */
function before(classifier: Classifier, scope: Scope, { args, line }: Extract<Expression, { call: Expression }>): Link[] {
  const functions = args.flatMap((one) => ('list' in one ? one.list : [one])).filter((one) => isResolver(classifier, scope, one));
  return functions.slice(0, -1).map((one) => classifier.link(scope, one, 'method', { file: scope.file, line: 'line' in one ? one.line : line }));
}

/** Whether an argument is a function, or something made of functions; what is only handed in (`store`) is not. */
function isResolver({ program }: Classifier, scope: Scope, value: Expression): boolean {
  if ('fn' in value) return true;
  if ('call' in value) return value.args.some((one) => 'fn' in one || ('name' in one && program.resolve(scope, one.name)?.kind === 'function')) || ('name' in value.call && program.resolve(scope, value.call.name)?.kind === 'function');
  const target = 'name' in value ? program.resolve(scope, value.name) : program.loaded(scope, value);
  return target?.kind === 'function' || (target?.kind === 'value' && ('call' in target.value || 'fn' in target.value));
}

/** Whether a resolver takes arguments, and whether it takes who calls out of its context. */
function parametersOf({ program }: Classifier, { file, line }: Link['at']): Pick<FollowedResolver, 'args' | 'caller' | 'service'> {
  const functions = program.modules[file]?.functions ?? [];
  const own = functions.findIndex((one) => one.line === line && one.name !== '<module>');
  // A factory hands back the resolver: `(store) => async (parent, args, context) => …`.
  const all = own < 0 ? [] : [own, ...program.children(file, own)].map((fn) => functions[fn]!).filter(({ params }) => params.length >= 2);
  const asked = all.find(({ params }) => params[2]?.keys?.some((key) => CALLER.test(key)));
  const served = all.find(({ params, calls }) => params[2]?.keys?.some((key) => SERVICE.test(key)) || calls.some(([name]) => params[2]?.name !== undefined && name.startsWith(`${params[2].name}.`) && SERVICE.test(name.split('.')[1]!)));
  return {
    ...(served && { service: { file, line: served.line } }),
    args: all.some(({ params: [, args] }) => args?.keys !== undefined || !/^_+(?:args)?$|^_/.test(args?.name ?? '_')),
    ...(asked && { caller: { file, line: asked.line } }),
  };
}
