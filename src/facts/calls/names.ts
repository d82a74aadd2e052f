import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { isFunction, type FunctionNode, type Scope } from '../../lib/scope.ts';
import { dottedName } from '../../lib/tree.ts';
import { placeOf } from './nested.ts';

/** Members that hand the client itself on. */
const SETS_UP = /^(\$extends|\$on|\$use|on|once|use|connect|extend|defaults|withOptions|setMaxListeners)$/;

/** What functions, and the values that are made in a module, go by. */
export class Names {
  private readonly module: ParsedModule;
  private readonly scope: Scope;

  constructor(module: ParsedModule, scope: Scope) {
    this.module = module;
    this.scope = scope;
  }

  /** Name of the function that a node belongs to; callbacks without a name belong to the function around them. */
  functionName(node: TSESTree.Node): string {
    let next: TSESTree.Node = this.scope.functionOf(node);
    while (isFunction(next)) {
      const name = this.ownName(next);
      if (name !== undefined) return name;
      next = this.scope.functionOf(next);
    }
    return '';
  }

  /** A function's own name; undefined for a callback. */
  ownName(node: FunctionNode): string | undefined {
    if (node.type !== T.ArrowFunctionExpression && node.id) return node.id.name;
    const parent = this.module.parent(node);
    if (!parent) return undefined;
    if (parent.type === T.MethodDefinition || parent.type === T.PropertyDefinition) {
      const key = parent.key.type === T.Identifier || parent.key.type === T.PrivateIdentifier ? parent.key.name : parent.key.type === T.Literal ? String(parent.key.value) : '';
      const owner = this.scope.classOf(parent);
      return `${owner?.id?.name ?? (owner && this.holder(owner)) ?? ''}.${key}`;
    }
    const place = placeOf(node, this.module, (around) => this.ownName(around));
    const holder = place?.includes('()') ? undefined : this.holder(node);
    if (holder) return holder;
    if (parent.type === T.ExportDefaultDeclaration) return 'default';
    if (place !== undefined) return place;
    // A route's or event's handler at the top of the module is named by what it is handed to.
    if (parent.type === T.CallExpression && !isFunction(this.scope.functionOf(parent))) {
      const callee = dottedName(parent.callee) ?? (parent.callee.type === T.MemberExpression && parent.callee.property.type === T.Identifier ? parent.callee.property.name : undefined);
      const [first] = parent.arguments;
      const label = first?.type === T.Literal && typeof first.value === 'string' ? ` ${first.value}` : '';
      return callee ? `${callee}${label}` : undefined;
    }
    return undefined;
  }

  /** Name of the variable, field or property that holds a value, calls around it looked through; empty: none. */
  holder(node: TSESTree.Node): string {
    let child = node;
    let next = this.module.parent(node);
    while (next) {
      switch (next.type) {
        case T.VariableDeclarator:
          return next.id.type === T.Identifier ? next.id.name : '';
        case T.ExportDefaultDeclaration:
          return 'default';
        case T.PropertyDefinition:
          return next.key.type === T.Identifier || next.key.type === T.PrivateIdentifier ? `${this.scope.classOf(next)?.id?.name ?? ''}.${next.key.name}` : '';
        case T.AssignmentExpression: {
          const target = dottedName(next.left);
          if (target?.startsWith('this.')) return `${this.scope.classOf(next)?.id?.name ?? this.makerOf(next) ?? ''}.${target.slice(5)}`;
          return target?.replace('.prototype.', '.') ?? '';
        }
        case T.Property: {
          const object = this.module.parent(next);
          const outer = object && this.topHolder(object);
          return outer && next.key.type === T.Identifier ? `${outer}.${next.key.name}` : '';
        }
        case T.TSAsExpression: case T.TSSatisfiesExpression: case T.TSNonNullExpression: case T.AwaitExpression: case T.LogicalExpression: case T.ConditionalExpression: case T.ChainExpression:
          break;
        case T.CallExpression:
          // `const handler = withAuth(async () => …)`: the wrapped function goes by the variable's name.
          if (!isFunction(child) && child.type !== T.CallExpression && child.type !== T.MemberExpression) return '';
          if (isFunction(child) && isFunction(this.scope.functionOf(next))) return '';
          break;
        case T.MemberExpression:
          if (next.object !== child || next.property.type !== T.Identifier || !SETS_UP.test(next.property.name)) return '';
          break;
        default:
          return '';
      }
      child = next;
      next = this.module.parent(next);
    }
    return '';
  }

  /** `function Orders(db) { this.find = …; }`: what is made with `new` of a function has what that puts on it. */
  private makerOf(node: TSESTree.Node): string | undefined {
    const around = this.scope.functionOf(node);
    return isFunction(around) ? this.ownName(around) : undefined;
  }

  private topHolder(object: TSESTree.Node): string {
    const parent = this.module.parent(object);
    if (parent?.type === T.VariableDeclarator) return parent.id.type === T.Identifier ? parent.id.name : '';
    if (parent?.type === T.ExportDefaultDeclaration) return 'default';
    return parent?.type === T.AssignmentExpression && parent.right === object && dottedName(parent.left) === 'module.exports' ? 'module.exports' : '';
  }
}
