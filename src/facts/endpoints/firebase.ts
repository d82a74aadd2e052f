import type { Endpoint, Expression, Link } from '../../model/index.ts';
import { ANOTHER_APPLICATION } from '../../lib/endpoints.ts';
import { answered } from './answered.ts';
import { textOf } from './arguments.ts';
import { firstName } from './builders.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { urlPath } from './handler.ts';
import type { Routers } from './routers.ts';
import type { Classifier } from './roles.ts';
import type { Scope } from './targets.ts';

/** Functions of Firebase that somebody calls: `onRequest` answers HTTP, `onCall` the client's library, of both generations. */
export function firebaseEndpoints(classifier: Classifier, routers: Pick<Routers, 'ofValue'>): Endpoint[] {
  const { program } = classifier;
  return Object.entries(program.modules).flatMap(([file, { values, exports }]) => Object.entries(exports).flatMap(([name, target]): Endpoint[] => {
    const value = 'local' in target ? owned(values, target.local) : undefined;
    const scope = { file, fn: 0 };
    if (name === 'default' || !value || !('call' in value) || !isOfFirebase(classifier, value, scope)) return [];
    const called = ('of' in value.call ? value.call.member : nameOf(value.call)).split('.').at(-1)!;
    const handler = value.args.at(-1);
    if (!/^on(?:Request|Call)$/.test(called) || !handler) return [];
    const at = { file, line: lineOf(value) ?? 1 };
    const before = optionLinks(value, called, at);
    if (called === 'onRequest') {
      const endpoint = answered(classifier, { framework: 'firebase', method: 'ALL', path: urlPath(name), at, value: handler, scope, before });
      return [routers.ofValue(scope, handler, '@') ? { ...endpoint, delegated: ANOTHER_APPLICATION } : endpoint];
    }
    const { path: _, method: __, ...endpoint } = answered(classifier, { framework: 'firebase', method: 'ALL', path: '', at, value: handler, scope, before });
    return [{ ...endpoint, subject: `callable ${name}`, kind: 'rpc', name, reads: readsOf(classifier, endpoint) }];
  }));
}

/** `functions.region('europe-west1').https.onCall(…)`, `onCall({ cors }, …)` */
function isOfFirebase({ program }: Classifier, value: Expression, scope: Scope): boolean {
  const found = program.resolve(scope, firstName(value).split('.')[0]!);
  return found?.kind === 'external' && found.pkg === 'firebase-functions';
}

/** What the options of a function ask of its callers. */
function optionLinks(value: Extract<Expression, { call: Expression }>, called: string, at: Link['at']): Link[] {
  const options = value.args.length > 1 ? value.args[0] : undefined;
  const given = options && 'object' in options ? options.object : {};
  const told = (key: string): boolean => { const one = owned(given, key); return one !== undefined && !('value' in one && one.value === false); };
  const invoker = textOf(owned(given, 'invoker'));
  return [
    ...(owned(given, 'invoker') && invoker !== 'public' ? [{ role: 'authentication' as const, name: `invoker ${invoker ?? ''}`.trim(), at, scope: 'method' as const, confidence: 'high' as const }] : []),
    ...(called === 'onCall' && told('authPolicy') ? [{ role: 'authentication' as const, name: 'authPolicy', at, scope: 'method' as const, confidence: 'high' as const }] : []),
    // It asks which application calls, and not who.
    ...(told('enforceAppCheck') ? [{ role: 'unknown' as const, name: 'enforceAppCheck', at, scope: 'method' as const, confidence: 'low' as const, apart: true as const }] : []),
  ];
}

/** The first generation hands in the data itself, `(data, context)`, the second one a request that has it. */
function readsOf({ program }: Classifier, { handler }: Pick<Endpoint, 'handler'>): Endpoint['reads'] {
  const fn = handler && program.modules[handler.file]?.functions.find(({ line, name }) => line === handler.line && name !== '<module>');
  const [first] = fn?.params ?? [];
  const reads = first !== undefined && (/^_?data$/.test(first.name ?? '') ? !first.name!.startsWith('_') : first.keys?.includes('data') === true || fn!.flows?.some(({ param, path }) => param === 0 && /^data(?:\.|$)/.test(path)) === true || fn!.signals.some(([signal]) => signal === 'body'));
  return reads ? ['body'] : [];
}
