import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { CallSite, ParsedModule } from '../../model/index.ts';
import type { OptionReader } from '../../lib/options.ts';
import { isFunction, type FunctionNode, type Scope } from '../../lib/scope.ts';
import { contains, dottedName, unwrap } from '../../lib/tree.ts';

interface Race { readonly call: TSESTree.CallExpression; readonly by: string; readonly parts: readonly (TSESTree.Node | null)[] }

/** A helper whose name says that it bounds what it is handed: `withTimeout(…)`, `pTimeout(…)`. */
export const waits = (name: string): boolean => /timeout|timelimit|withDeadline/i.test(name) && !/settimeout|cleartimeout/i.test(name);

/** Bounds that stand beside a call: a race that it takes part in by a name, a timer that rejects the promise around it. */
export class Timers {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly options: OptionReader;
  private bounding?: readonly Race[];

  constructor(module: ParsedModule, scope: Scope, options: OptionReader) {
    this.module = module;
    this.scope = scope;
    this.options = options;
  }

  /** `const answer = fetch(url); await Promise.race([answer, timer])`: the bound stands at the name. */
  raced(name: string, from: TSESTree.Node): CallSite['bounded'] {
    const scope = this.scope.functionOf(from);
    const race = this.races().find(({ call, parts }) => parts.some((part) => part?.type === T.Identifier && part.name === name) && this.scope.functionOf(call) === scope);
    return race && { by: race.by, line: race.call.loc.start.line, ...race.parts.map((part) => this.time(part ?? undefined)).find(({ ms }) => ms !== undefined) };
  }

  /** Calls of the module that bound what they are handed. */
  private races(): readonly Race[] {
    return this.bounding ??= this.module.nodes('CallExpression').flatMap((call): Race[] => {
      const by = dottedName(call.callee) ?? '';
      const [first] = call.arguments;
      if (by === 'Promise.race') return first?.type === T.ArrayExpression && first.elements.length > 1 ? [{ call, by, parts: first.elements }] : [];
      return waits(by) ? [{ call, by, parts: call.arguments }] : [];
    });
  }

  /** `new Promise((resolve, reject) => { setTimeout(() => reject(…), 1000); … })`: whoever waits for it is told in time. */
  rejected({ params: [, reject], range }: FunctionNode): CallSite['bounded'] {
    if (reject?.type !== T.Identifier) return undefined;
    const timer = this.module.nodes('CallExpression').find((call) => call.range[0] >= range[0] && call.range[1] <= range[1] && dottedName(call.callee) === 'setTimeout'
      && call.arguments[0] !== undefined && calls(call.arguments[0], reject.name));
    return timer && { by: 'a timer that rejects', line: timer.loc.start.line, ...this.time(timer.arguments[1]) };
  }

  time(node: TSESTree.Node | undefined): { ms?: number } {
    const folded = node && this.options.fold(node);
    return folded && 'value' in folded && typeof folded.value === 'number' ? { ms: folded.value } : {};
  }
}

/** `setTimeout(reject, 5000)`, `setTimeout(() => reject(late), 5000)`; what it calls once something else has failed bounds nothing. */
function calls(callback: TSESTree.Node, name: string): boolean {
  const plain = unwrap(callback);
  if (!isFunction(plain)) return dottedName(plain)?.split('.')[0] === name;
  return contains(plain.body, (node) => node.type === T.CallExpression && dottedName(node.callee) === name, isFunction);
}
