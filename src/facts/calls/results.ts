import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { dottedName, keyOf } from '../../lib/tree.ts';

/** Of neverthrow and Effect: what fails becomes a value that the caller's types tell of. */
const FROM_PROMISE = /(^|\.)fromPromise$/;
const TRY_PROMISE = /(^|\.)(tryPromise|try)$/;

/** Tells where a failure is made a value: `ResultAsync.fromPromise(fetch(url), toError)`, `Effect.tryPromise({ try: () => fetch(url), catch: toError })`. */
export class Results {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private made?: readonly TSESTree.CallExpression[];

  constructor(module: ParsedModule, scope: Scope) {
    this.module = module;
    this.scope = scope;
  }

  /** `const answer = fetch(url); … fromPromise(answer, toError)`: the line of the answer. */
  named(name: string, from: TSESTree.Node): number | undefined {
    this.made ??= this.module.nodes('CallExpression').filter(({ callee, arguments: given }) => given.length > 1 && FROM_PROMISE.test(dottedName(callee) ?? ''));
    const scope = this.scope.functionOf(from);
    return this.made.find((call) => call.arguments[0]?.type === T.Identifier && call.arguments[0].name === name && this.scope.functionOf(call) === scope)?.arguments[1]!.loc.start.line;
  }

  /** The line of the answer, where a call hands what stands below it to one of these. */
  around(call: TSESTree.CallExpression | TSESTree.NewExpression, child: TSESTree.Node): number | undefined {
    const name = call.type === T.CallExpression ? dottedName(call.callee) ?? '' : '';
    const [first, second] = call.arguments;
    if (FROM_PROMISE.test(name)) return first === child && second && !isFunction(child) ? second.loc.start.line : undefined;
    if (!TRY_PROMISE.test(name) || first !== child || first.type !== T.ObjectExpression) return undefined;
    return first.properties.find((part) => part.type === T.Property && keyOf(part) === 'catch')?.loc.start.line;
  }
}
