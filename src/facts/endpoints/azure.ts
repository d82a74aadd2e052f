import type { Endpoint, Expression, Link } from '../../model/index.ts';
import { textOf } from './arguments.ts';
import { followHandler, READING_METHODS, urlPath } from './handler.ts';
import type { Classifier } from './roles.ts';

const VERBS = /^(?:get|post|put|patch|delete|deleteRequest|http)$/;

/** Azure Functions, where the code says what triggers them: `app.post('orders', { route, authLevel, handler })`. */
export function azureEndpoints(classifier: Classifier): Endpoint[] {
  const { program } = classifier;
  return Object.entries(program.modules).flatMap(([file, { functions }]) => functions.flatMap(({ operations }, fn) => operations.flatMap(({ on, method, args, line, column }): Endpoint[] => {
    const target = VERBS.test(method) ? program.resolve({ file, fn }, on) : undefined;
    const options = args[1];
    if (target?.kind !== 'external' || target.pkg !== '@azure/functions' || !options || !('object' in options) || !options.object['handler']) return [];
    const { route, authLevel, methods, handler } = options.object;
    const scope = { file, fn };
    const at = { file, line, column };
    const known = followHandler(classifier, handler!, scope);
    const path = urlPath('api', textOf(route) ?? textOf(args[0]) ?? ':unknown');
    // A key of the function is asked for unless it says that anybody may come.
    const level = textOf(authLevel);
    const key: Link[] = level === 'function' || level === 'admin' ? [{ role: 'authentication', name: `authLevel ${level}`, at, scope: 'method', confidence: 'high' }] : [];
    return verbsOf(method, methods).map((verb) => ({
      subject: `${verb} ${path}`, kind: 'http', framework: 'azure-functions', method: verb, path, at, ...(known?.place && { handler: known.place }),
      chain: [...key, ...(known?.links ?? [])], reads: known?.reads ?? [], writes: (known?.writes ?? false) || !READING_METHODS.has(verb),
      ...(known?.handsOn !== undefined && { handsOn: known.handsOn }), ...(known?.enrols && { enrols: true as const }), ...(!known && { unclear: 'its handler could not be followed' }),
    }));
  })));
}

function verbsOf(method: string, methods: Expression | undefined): string[] {
  if (method !== 'http') return [method.replace('Request', '').toUpperCase()];
  const named = methods && 'list' in methods ? methods.list.flatMap((one) => textOf(one)?.toUpperCase() ?? []) : [];
  return named.length > 0 ? named : ['ALL'];
}
