import type { Expression, FunctionDefinition } from '../../model/index.ts';
import { nameOf } from './expressions.ts';

/** `(req, res, next) => next()`, whatever its name says. */
export const onlyHandsOn = (one: FunctionDefinition | undefined): boolean => one !== undefined && one.calls.length === 1 && one.calls[0]![0] === 'next' && one.signals.length === 0 && one.params.some(({ name }) => name === 'next') && one.returns.every((given) => 'call' in given && nameOf(given.call) === 'next');

/** `jwt({ credentialsRequired: false })`, `passport.authenticate(['jwt', 'anonymous'])`: it notes who calls, and lets everybody else pass. */
export function letsPass(value: Expression): boolean {
  if ('list' in value) return value.list.some((one) => 'value' in one && one.value === 'anonymous');
  if (!('object' in value)) return false;
  const says = (key: string, said: boolean): boolean => {
    const given = Object.hasOwn(value.object, key) ? value.object[key] : undefined;
    return given !== undefined && 'value' in given && given.value === said;
  };
  const never = ['authentication', 'auth'].some((key) => { const given = Object.hasOwn(value.object, key) ? value.object[key]! : undefined; return given !== undefined && 'value' in given && (given.value === false || given.value === 'never' || given.value === 'none' || given.value === 'optional'); });
  return never || says('credentialsRequired', false) || says('passthrough', true) || says('optional', true) || says('required', false) || says('authRequired', false) || says('sessionRequired', false);
}
