import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../model/index.ts';
import { isFunction, type Scope } from './scope.ts';
import type { fold } from './fold.ts';
import { dottedName, unwrap, walk } from './tree.ts';

/** Tells which signals of a module abort by themselves. */
export class AbortSignals {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly fold: (node: TSESTree.Node) => ReturnType<typeof fold>;

  constructor(module: ParsedModule, scope: Scope, folded: (node: TSESTree.Node) => ReturnType<typeof fold>) {
    this.module = module;
    this.scope = scope;
    this.fold = folded;
  }

  /** A signal that aborts by itself: `AbortSignal.timeout(n)`, `any([…])` of one, a controller with a timer. */
  of(node: TSESTree.Node): { ms?: number } | undefined {
    const plain = unwrap(node);
    if (plain.type === T.Identifier) {
      const declared = this.scope.lookup(plain.name, plain);
      if (declared?.kind === 'pattern' && declared.key === 'signal' && declared.init) return this.controller(declared.init, plain);
      return declared?.kind === 'variable' && declared.init && unwrap(declared.init) !== plain ? this.of(declared.init) : undefined;
    }
    if (plain.type === T.ConditionalExpression) return this.of(plain.consequent) && this.of(plain.alternate);
    if (plain.type === T.LogicalExpression) return this.of(plain.right);
    if (plain.type === T.CallExpression) {
      const name = dottedName(plain.callee);
      if (name === 'AbortSignal.timeout') {
        const ms = plain.arguments[0] ? this.fold(plain.arguments[0]) : undefined;
        return ms && 'value' in ms && typeof ms.value === 'number' ? { ms: ms.value } : {};
      }
      const given = name === 'AbortSignal.any' && plain.arguments[0] ? this.listOf(plain.arguments[0]) : undefined;
      if (given) {
        for (const element of given.elements) {
          const found = element && this.of(element);
          if (found) return found;
        }
      }
      // A helper whose name says so: `createTimeoutSignal(5000)`.
      if (name && /timeout/i.test(name)) return {};
      return undefined;
    }
    if (plain.type === T.MemberExpression && /\.(signal|token)$/.test(dottedName(plain) ?? '')) return this.controller(plain.object, plain);
    return undefined;
  }

  private calleeOf(node: TSESTree.Node): string {
    const plain = unwrap(node);
    return plain.type === T.CallExpression ? dottedName(plain.callee) ?? '' : '';
  }

  /** A list that is written out, here or under a name. */
  private listOf(node: TSESTree.Node): TSESTree.ArrayExpression | undefined {
    const plain = unwrap(node);
    const made = plain.type === T.Identifier ? this.scope.lookup(plain.name, plain)?.init : plain;
    return made?.type === T.ArrayExpression ? made : undefined;
  }

  /** `setTimeout(() => controller.abort(), n)` in sight makes its signal a bound, and so does `source.cancel()` of a token of axios. */
  private controller(node: TSESTree.Node, use: TSESTree.Node): { ms?: number } | undefined {
    const name = dottedName(node);
    const made = unwrap(node);
    const declared = made.type === T.Identifier ? this.scope.lookup(made.name, made)?.init : made;
    if (declared && unwrap(declared).type !== T.NewExpression && !/\bCancelToken\.source$/.test(this.calleeOf(declared))) return undefined;
    if (name === undefined) return undefined;
    const scope = name.startsWith('this.') ? this.module.tree : this.scope.functionOf(use);
    let found: { ms?: number } | undefined;
    for (const call of this.module.nodes('CallExpression')) {
      if (found || dottedName(call.callee)?.replace(/^(globalThis|window)\./, '') !== 'setTimeout' || !call.arguments[0] || !inside(call, scope)) continue;
      let aborted = false;
      walk(call.arguments[0], (part) => { if (part.type === T.MemberExpression && [`${name}.abort`, `${name}.cancel`].includes(dottedName(part) ?? '')) aborted = true; });
      if (!aborted) continue;
      const ms = call.arguments[1] ? this.fold(call.arguments[1]) : undefined;
      found = ms && 'value' in ms && typeof ms.value === 'number' ? { ms: ms.value } : {};
    }
    return found && this.isCleared(use) ? undefined : found;
  }

  /** `try { return fetch(url, { signal }); } finally { clearTimeout(timer); }`: what is returned without being awaited is still under way when its timer is taken back. */
  private isCleared(use: TSESTree.Node): boolean {
    let returned: TSESTree.Node | undefined;
    for (let at = this.module.parent(use), from = use; at; from = at, at = this.module.parent(at)) {
      if (at.type === T.AwaitExpression && !returned) return false;
      if (at.type === T.ReturnStatement) returned = at;
      if (isFunction(at)) return false;
      if (at.type === T.TryStatement && returned && from === at.block && at.finalizer) return /\bclearTimeout\(/.test(this.module.text.slice(...at.finalizer.range));
    }
    return false;
  }
}

const inside = (node: TSESTree.Node, scope: TSESTree.Node): boolean => node.range[0] >= scope.range[0] && node.range[1] <= scope.range[1];
