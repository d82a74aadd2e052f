import type { ClassDefinition, Expression } from '../../model/index.ts';
import { nameOf, owned } from './expressions.ts';
import type { Program } from './program.ts';
import { PACKAGES, type RouterNode } from './router-kinds.ts';
import type { Scope, Target } from './targets.ts';

/** The router that a call of a library makes. */
export function madeRouter(program: Program, scope: Scope, value: Extract<Expression, { call: Expression }>): Omit<RouterNode, 'key' | 'operations'> | undefined {
  const callee = value.call;
  if ('name' in callee && callee.name.endsWith('.createApp') && isHonoFactory(program, scope, callee.name.slice(0, -'.createApp'.length))) return { framework: 'hono', prefix: '', application: true, parameter: false };
  // `require('express').Router()` names nothing on its way.
  const found = 'name' in callee ? program.resolve(scope, callee.name) : program.evaluate(scope, callee);
  const target = found?.kind === 'class' && value.new ? baseOf(program, found.file, found.cls) : found;
  if (target?.kind !== 'external') return undefined;
  const framework = owned(PACKAGES, target.pkg);
  if (!framework) return undefined;
  const called = target.name.split(/[.:]/).at(-1)!;
  if (framework === 'hapi' && !/^[sS]erver$/.test(called)) return undefined;
  if (/^(?:static|json|urlencoded|raw|text|serve|query|session|cors|logger|jwt|bearerAuth|plugins|mount|[a-z]\w*Middleware)$/.test(called) || (framework === 'hono' && !/^(?:Hono|OpenAPIHono|Elysia)$/.test(called))) return undefined;
  if (framework === 'h3' && !/^(?:createApp|createRouter|H3|H3Core)$/.test(called)) return undefined;
  if (framework === 'itty' && !/^(?:Auto|Itty)?Router$/.test(called)) return undefined;
  const options = value.args.find((one) => 'object' in one);
  const prefix = options && 'object' in options ? options.object[framework === 'itty' ? 'base' : 'prefix'] : undefined;
  const before = framework === 'itty' && options && 'object' in options ? options.object['before'] : undefined;
  // A router of the team's own that is told what it is about makes its addresses from that.
  const own = found?.kind === 'class' && value.args.length > 0 && found.cls.methods.some(({ name }) => name === 'constructor');
  return {
    framework, prefix: prefix && 'value' in prefix ? String(prefix.value) : own ? ':unknown' : '',
    ...(before && { before: ('list' in before ? before.list : [before]).map((one) => ({ value: one, scope })) }),
    application: framework === 'itty' || (!/Router$/.test(called) && target.pkg !== 'koa-router' && target.pkg !== '@koa/router' && target.pkg !== 'express-promise-router'), parameter: false,
  };
}

/** `const factory = createFactory<Env>()` of Hono, whose `createApp()` makes applications that know its types. */
function isHonoFactory(program: Program, scope: Scope, name: string): boolean {
  const held = program.resolve(scope, name);
  const maker = held?.kind === 'value' && 'call' in held.value && 'name' in held.value.call ? program.resolve({ file: held.file, fn: 0 }, held.value.call.name) : undefined;
  return maker?.kind === 'external' && maker.pkg === 'hono' && /(?:^|[.:])createFactory$/.test(maker.name);
}

/** What a class of the repository is made from in the end, where that is a library's. */
function baseOf(program: Program, file: string, cls: ClassDefinition, hops = 0): Target | undefined {
  const base = cls.extends === undefined || hops > 4 ? undefined : program.resolve({ file, fn: 0 }, cls.extends);
  return base?.kind === 'class' && base.cls !== cls ? baseOf(program, base.file, base.cls, hops + 1) : base;
}

/** What a Fastify plugin's expression leads to: its function, and whether it shares its parent's context. */
export function pluginOf(program: Program, scope: Scope, value: Expression, hops = 0): { file: string; fn: number; shared: boolean } | undefined {
  if (hops > 6) return undefined;
  const follow = (target: Target | undefined): { file: string; fn: number; shared: boolean } | undefined =>
    target?.kind === 'function' ? { file: target.file, fn: target.fn, shared: false }
    : target?.kind === 'value' ? pluginOf(program, { file: target.file, fn: 0 }, target.value, hops + 1)
    : target?.kind === 'module' ? follow(program.exported(target.file, 'default')) : undefined;
  if ('fn' in value) return { file: scope.file, fn: value.fn, shared: false };
  if ('name' in value) return follow(program.resolve(scope, value.name));
  if ('call' in value) {
    const name = nameOf(value.call);
    // `register(import('./orders.js'))`
    const loaded = name === 'require' && value.args[0] && 'value' in value.args[0] ? program.importTarget(scope.file, String(value.args[0].value)) : undefined;
    if (loaded !== undefined) return follow(program.exported(loaded, 'default'));
    const target = 'name' in value.call ? program.resolve(scope, value.call.name) : undefined;
    const wraps = (target?.kind === 'external' && target.pkg === 'fastify-plugin') || /^(?:fp|fastifyPlugin)$/.test(name);
    const inner = value.args[0] && pluginOf(program, scope, value.args[0], hops + 1);
    if (inner) return wraps ? { ...inner, shared: true } : inner;
    if (target?.kind === 'function') {
      const [returned] = program.function(target.file, target.fn)?.returns ?? [];
      return returned && pluginOf(program, { file: target.file, fn: target.fn }, returned, hops + 1);
    }
  }
  return undefined;
}
