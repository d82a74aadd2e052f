import type { Expression } from '../../model/index.ts';
import { nameOf, owned } from './expressions.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

/** `z.any()`, `Joi.any()`, `Type.Unknown()`, `yup.mixed()`: whatever comes is let in. */
const ANYTHING = /\.(?:[aA]ny|[uU]nknown|mixed)$/;
/** `Joi.object()`: some object, whatever is in it. */
const ANY_OBJECT = /^[jJ]oi\.object$/;
/** `z.object({}).passthrough()`: what it does not name is let in as well. */
const LETS_IN = /^(?:passthrough|loose|unknown)$/;
/** These only say whether it may be absent, or what it is for. */
const SAYS_NO_MORE = /^(?:optional|nullable|nullish|required|allow|describe|label|meta|openapi)$/;
const MAX_HOPS = 5;

/** Whether a schema in a route's options lets everything in: `{}` of JSON, or one of a library. */
export const saysNothing = (program: Program, scope: Scope, schema: Expression): boolean =>
  'object' in schema ? !schema.spreads && Object.keys(schema.object).every((key) => /^(?:\$id|description|title)$/.test(key)) : letsAllIn(program, scope, schema);

/** Whether a library's schema lets everything in: it is asked, and says nothing. */
export function letsAllIn(program: Program, scope: Scope, schema: Expression | undefined, hops = 0): boolean {
  if (!schema || hops > MAX_HOPS) return false;
  if ('name' in schema) {
    const local = owned(program.function(scope.file, scope.fn)?.locals ?? {}, schema.name);
    const target = local ? undefined : program.resolve(scope, schema.name);
    return local ? letsAllIn(program, scope, local, hops + 1) : target?.kind === 'value' && target.value !== schema && letsAllIn(program, { file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1);
  }
  if (!('call' in schema)) return false;
  const { call, args } = schema;
  const again = (inner: Expression | undefined): boolean => letsAllIn(program, scope, inner, hops + 1);
  if ('of' in call) return SAYS_NO_MORE.test(call.member) ? again(call.of) : LETS_IN.test(call.member) && 'call' in call.of && namesNothing(call.of.args[0]);
  const name = nameOf(call);
  if (ANYTHING.test(name) || ANY_OBJECT.test(name)) return args.length === 0;
  if (/\.looseObject$/.test(name)) return namesNothing(args[0]);
  return /\.record$/.test(name) && 'call' in (args.at(-1) ?? {}) && again(args.at(-1));
}

const namesNothing = (fields: Expression | undefined): boolean => fields === undefined || ('object' in fields && !fields.spreads && Object.keys(fields.object).length === 0);
