import type { Endpoint, Expression } from '../../model/index.ts';
import { firstName, startLine, unfold } from './builders.ts';
import { lineOf, nameOf } from './expressions.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';

const ROUTER = /(?:^|\.)(?:router|createTRPCRouter|createRouter|createTrpcRouter|trpcRouter|mergeRouters)$/;
const KINDS: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription']);

/** tRPC: procedures by their path in the routers that no other router holds. */
export function trpcEndpoints(classifier: Classifier): Endpoint[] {
  const { program } = classifier;
  const routers = new Map<string, { scope: Scope; value: Extract<Expression, { call: Expression }> }>();
  const held = new Set<string>();
  for (const [file, module] of Object.entries(program.modules)) {
    for (const [name, value] of Object.entries(module.values)) {
      if ('call' in value && ROUTER.test(nameOf(value.call)) && value.args.length > 0 && isTrpc(classifier, { file, fn: 0 }, value.call)) routers.set(`${file}#${name}`, { scope: { file, fn: 0 }, value });
    }
  }
  const endpoints: Endpoint[] = [];
  const visit = (scope: Scope, value: Expression, path: readonly string[], depth: number): void => {
    if (depth > 24) return;
    if ('name' in value) {
      const target = program.resolve(scope, value.name);
      if (target?.kind !== 'value') return;
      const key = `${target.file}#${target.name}`;
      if (routers.has(key)) held.add(key);
      visit({ file: target.file, fn: 0 }, target.value, path, depth + 1);
      return;
    }
    if ('object' in value) {
      for (const [key, entry] of Object.entries(value.object)) visit(scope, entry, [...path, key], depth + 1);
      for (const spread of value.spreads ?? []) visit(scope, spread, path, depth + 1);
      return;
    }
    if (!('call' in value)) return;
    const member = 'of' in value.call ? value.call.member : nameOf(value.call).split('.').at(-1)!;
    if (ROUTER.test(nameOf(value.call))) {
      for (const argument of value.args) visit(scope, argument, path, depth + 1);
      return;
    }
    if (!KINDS.has(member)) return;
    const built = unfold(classifier, scope, value);
    if (!built || path.length === 0) return;
    const start = firstName(value);
    const line = startLine(value) ?? lineOf(value) ?? 1;
    endpoints.push({
      subject: `${member} ${path.join('.')}`, kind: 'rpc', framework: 'trpc', method: member, name: path.join('.'), at: { file: scope.file, line },
      ...(built.handler?.place && { handler: built.handler.place }),
      chain: [
        ...(/public|open|anonymous|unauth/i.test(start) ? [{ role: 'public' as const, name: start.split('.').find((part) => /public|open|anonymous|unauth/i.test(part)) ?? start, at: { file: scope.file, line }, scope: 'router' as const, confidence: 'medium' as const }] : []),
        ...(built.pkg === undefined && built.links.every(({ role }) => role !== 'authentication') ? [classifier.link(scope, { name: start, line }, 'router')] : []),
        ...built.links, ...(built.handler?.links ?? []),
      ],
      reads: built.input ? ['body'] : [], writes: member === 'mutation',
    });
  };
  // Every router is walked once to see which ones are held by others; then the roots alone are told.
  for (const { scope, value } of routers.values()) visit(scope, value, ['?'], 0);
  endpoints.length = 0;
  for (const [key, { scope, value }] of routers) if (!held.has(key)) visit(scope, value, [], 0);
  return endpoints;
}

function isTrpc(classifier: Classifier, scope: Scope, callee: Expression): boolean {
  const built = unfold(classifier, scope, callee);
  return built?.pkg === undefined ? /TRPC|trpc|^t\./.test(nameOf(callee)) || usesTrpc(classifier, scope.file) : /^@trpc\//.test(built.pkg);
}

const usesTrpc = (classifier: Classifier, file: string): boolean =>
  Object.values(classifier.program.modules[file]?.imports ?? {}).some(([specifier]) => /trpc/i.test(specifier));
