import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Reference } from '../../model/index.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { dottedName, unwrap } from '../../lib/tree.ts';
import type { TopLevel } from './exports.ts';

interface Field { readonly ref: Reference; readonly made?: TSESTree.Node }

/** Fields of the module's classes: what their types say, and what they are assigned. */
export class Fields {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly top: TopLevel;
  private readonly known = new Map<TSESTree.Node, Map<string, Field>>();

  constructor(module: ParsedModule, scope: Scope, top: TopLevel) {
    this.module = module;
    this.scope = scope;
    this.top = top;
    this.read();
  }

  /** Of one class. */
  of(owner: TSESTree.Node | undefined): ReadonlyMap<string, Field> | undefined {
    return owner && this.known.get(owner);
  }

  /** What a field leads to, where it is used. */
  readonly reference = (use: TSESTree.Node, field: string): Reference | undefined => this.of(this.scope.classOf(use))?.get(field)?.ref;

  private read(): void {
    const put = (owner: TSESTree.Node | undefined, field: string, ref: Reference | undefined, made?: TSESTree.Node): void => {
      if (!owner || !ref) return;
      const known = this.known.get(owner) ?? new Map<string, Field>();
      if (!known.has(field) || made) known.set(field, { ref, ...(made && { made }) });
      this.known.set(owner, known);
    };
    for (const node of this.module.nodes('TSParameterProperty')) {
      const target = node.parameter.type === T.AssignmentPattern ? node.parameter.left : node.parameter;
      if (target.type === T.Identifier) put(this.scope.classOf(node), target.name, this.scope.typeReference(target.typeAnnotation?.typeAnnotation));
    }
    for (const node of this.module.nodes('PropertyDefinition')) {
      if (node.computed || (node.key.type !== T.Identifier && node.key.type !== T.PrivateIdentifier)) continue;
      put(this.scope.classOf(node), node.key.name, this.scope.typeReference(node.typeAnnotation?.typeAnnotation));
      if (node.value) this.putMade(this.scope.classOf(node), node.key.name, node.value, put);
    }
    for (const node of this.module.nodes('AssignmentExpression')) {
      if (node.left.type !== T.MemberExpression || node.left.object.type !== T.ThisExpression || node.left.computed) continue;
      if (node.left.property.type !== T.Identifier && node.left.property.type !== T.PrivateIdentifier) continue;
      this.putMade(this.scope.classOf(node), node.left.property.name, node.right, put);
    }
  }

  private putMade(owner: TSESTree.Node | undefined, field: string, value: TSESTree.Node, put: (owner: TSESTree.Node | undefined, field: string, ref: Reference | undefined, made?: TSESTree.Node) => void): void {
    const plain = unwrap(value);
    if (isFunction(plain) || plain.type === T.ObjectExpression) return;
    // `this.api = rateLimit(this.api)`: it is what it was, with something around it.
    if (plain.type === T.CallExpression && plain.arguments[0] && dottedName(plain.arguments[0]) === `this.${field}`) return;
    const ref = this.scope.reference(plain, this.reference);
    if (ref && (ref.from !== undefined || this.top.has(ref.name) || ref.instance === true)) put(owner, field, ref, plain);
  }
}
