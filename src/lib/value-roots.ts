import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../model/index.ts';
import type { Scope } from './scope.ts';
import { fold } from './fold.ts';
import { unwrap } from './tree.ts';

const ABSENT = /^(?:undefined|null|false|0)$/;

/** What a value is made of: what is fixed of it, what it falls back to, and the parameter that it is read from. */
export class ValueRoots {
  private readonly module: ParsedModule;
  private readonly scope: Scope;

  constructor(module: ParsedModule, scope: Scope) {
    this.module = module;
    this.scope = scope;
  }

  text(node: TSESTree.Node): string {
    return this.module.text.slice(node.range[0], Math.min(node.range[1], node.range[0] + 400)).replace(/\s+/g, ' ').slice(0, 160);
  }

  fold(node: TSESTree.Node): ReturnType<typeof fold> {
    const constants = { get: (name: string) => {
      const declared = this.scope.lookup(name, node);
      if (!declared?.init || declared.kind === 'pattern') return undefined;
      return declared.init;
    } } as unknown as ReadonlyMap<string, TSESTree.Node>;
    return fold(node, constants);
  }

  /** A literal that stands behind something configured, local constants looked through. */
  isFallback(node: TSESTree.Node, depth = 0): boolean {
    const plain = unwrap(node);
    if (depth > 5) return false;
    switch (plain.type) {
      case T.LogicalExpression: return true;
      case T.Identifier: {
        const init = this.scope.lookup(plain.name, plain)?.init;
        return init !== undefined && this.isFallback(init, depth + 1);
      }
      case T.TemplateLiteral: return plain.expressions.some((part) => this.isFallback(part, depth + 1));
      case T.BinaryExpression: return this.isFallback(plain.left, depth + 1) || this.isFallback(plain.right, depth + 1);
      default: return false;
    }
  }

  /** `(timeout = this.patience)`, `if (!timeout) timeout = this.patience`: the function gives what its callers leave out. */
  hasOwnDefault(node: TSESTree.Node): boolean {
    const declared = node.type === T.Identifier ? this.scope.lookup(node.name, node) : undefined;
    if (node.type !== T.Identifier || declared?.kind !== 'param') return false;
    const given = [declared.init, ...this.module.nodes('AssignmentExpression').flatMap(({ left, right }) => (left.type === T.Identifier && left.name === node.name && this.scope.lookup(left.name, left) === declared ? [right] : []))];
    return given.some((value) => value !== undefined && [T.MemberExpression, T.Identifier, T.Literal, T.CallExpression, T.BinaryExpression].includes(unwrap(value).type as T.Literal) && !ABSENT.test(this.text(value)));
  }

  /** `const { dispatcher, ...rest } = options`: the parameter that the rest is of. */
  restOf(declared: ReturnType<Scope['lookup']>): string | undefined {
    return declared?.kind === 'pattern' && declared.key === undefined && declared.init ? this.paramRoot(declared.init) : undefined;
  }

  /** The parameter that an expression is read from. */
  paramRoot(node: TSESTree.Node): string | undefined {
    let next = unwrap(node);
    while (next.type === T.MemberExpression) next = unwrap(next.object);
    if (next.type === T.LogicalExpression) return this.paramRoot(next.left);
    // `ms === undefined ? undefined : AbortSignal.timeout(ms)`
    if (next.type === T.ConditionalExpression && [next.consequent, next.alternate].some((part) => ABSENT.test(this.text(part)))) {
      const test = unwrap(next.test);
      return this.paramRoot(test.type === T.BinaryExpression && test.left.type !== T.PrivateIdentifier ? test.left : test.type === T.UnaryExpression ? test.argument : test);
    }
    if (next.type !== T.Identifier) return undefined;
    const declared = this.scope.lookup(next.name, next);
    if (declared?.kind === 'param') return declared.key ?? next.name;
    if (declared?.kind === 'pattern' && declared.init) return this.paramRoot(declared.init);
    return undefined;
  }

  /** The name that a template or concatenation begins with, local texts looked through. */
  lead(node: TSESTree.Node, depth = 0): TSESTree.Node | undefined {
    const plain = unwrap(node);
    if (depth > 5) return undefined;
    if (plain.type === T.TemplateLiteral) return plain.quasis[0]?.value.cooked === '' && plain.expressions[0] ? this.lead(plain.expressions[0], depth + 1) : undefined;
    if (plain.type === T.BinaryExpression) return plain.left.type === T.PrivateIdentifier ? undefined : this.lead(plain.left, depth + 1);
    const init = plain.type === T.Identifier ? this.scope.lookup(plain.name, plain)?.init : undefined;
    if (init && (init.type === T.TemplateLiteral || init.type === T.BinaryExpression)) return this.lead(init, depth + 1);
    return plain.type === T.Identifier || plain.type === T.MemberExpression ? plain : undefined;
  }

  /** The fixed start of a template or concatenation. */
  start(node: TSESTree.Node): string {
    const plain = unwrap(node);
    // `/rooms?name=${name ?? 'hall'}`: whatever stands in for a part of it, its head is fixed.
    const first = plain.type === T.TemplateLiteral ? plain.quasis[0]?.value.cooked ?? '' : '';
    if (first !== '') return first.slice(0, 200);
    if (this.isFallback(plain)) return `\${${this.text(plain)}}`;
    if (plain.type === T.TemplateLiteral) {
      if (!plain.expressions[0]) return '';
      const folded = this.fold(plain.expressions[0]);
      return 'value' in folded && typeof folded.value === 'string' ? (folded.value + (plain.quasis[1]?.value.cooked ?? '')).slice(0, 200) : `\${${this.text(plain.expressions[0])}}${plain.quasis[1]?.value.cooked ?? ''}`.slice(0, 200);
    }
    if (plain.type === T.BinaryExpression && plain.left.type !== T.PrivateIdentifier) {
      const folded = this.fold(plain.left);
      return 'value' in folded ? String(folded.value).slice(0, 200) : this.start(plain.left);
    }
    return `\${${this.text(plain)}}`;
  }
}
