import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Construction } from '../../model/index.ts';
import { packageOf } from '../../lib/bindings.ts';
import type { Scope } from '../../lib/scope.ts';
import { unwrap } from '../../lib/tree.ts';
import type { Fields } from './fields.ts';

/** Packages and functions that put something around a client. */
const WRAPS = /\baxios-|x-?ray|capture|wrap(?:per)?\b|limit|instrument|setupCache|withReplicas/i;

/** What the module makes, and by which of it something was made. */
export class Instances {
  readonly made = new Map<TSESTree.Node, Construction>();
  private readonly scope: Scope;
  private readonly fields: Fields;

  constructor(scope: Scope, fields: Fields) {
    this.scope = scope;
    this.fields = fields;
  }

  /** The construction in this module that a callee's root was made by. */
  of(callee: TSESTree.Node, depth = 0): string | undefined {
    const plain = unwrap(callee);
    // `const orders = client.db('shop').collection('orders')` takes two steps a link.
    if (depth > 12) return undefined;
    const own = this.made.get(plain);
    if (own) return own.id || `${own.line}`;
    if (plain.type === T.MemberExpression) {
      if (unwrap(plain.object).type === T.ThisExpression && plain.property.type !== T.Literal) {
        const owner = this.scope.classOf(plain);
        const field = 'name' in plain.property ? this.fields.of(owner)?.get(plain.property.name as string) : undefined;
        return field?.made ? this.of(field.made, depth + 1) : undefined;
      }
      return this.of(plain.object, depth + 1);
    }
    if (plain.type === T.CallExpression) return this.of(plain.callee, depth + 1) ?? (this.handsOn(plain) ? this.of(plain.arguments[0]!, depth + 1) : undefined);
    if (plain.type === T.LogicalExpression) return this.of(plain.left, depth + 1) ?? this.of(plain.right, depth + 1);
    if (plain.type === T.ConditionalExpression) return this.of(plain.consequent, depth + 1) ?? this.of(plain.alternate, depth + 1);
    if (plain.type === T.AssignmentExpression) return this.of(plain.right, depth + 1);
    if (plain.type !== T.Identifier) return undefined;
    const declared = this.scope.lookup(plain.name, plain);
    if (declared?.init && declared.kind !== 'param') return this.of(declared.init, depth + 1);
    const handed = declared?.kind === 'param' && this.scope.transactional(declared);
    if (handed) return this.of(handed, depth + 1);
    if (declared?.kind === 'variable') {
      const assigned = [...this.made].find(([, { id }]) => id === plain.name);
      return assigned?.[1].id;
    }
    return undefined;
  }

  /** `rateLimit(axios.create())`, `captureAWSv3Client(new S3Client({}))`: a package's function that gives the client back, with something around it. */
  private handsOn({ callee, arguments: given }: TSESTree.CallExpression): boolean {
    const ref = given[0] ? this.scope.reference(callee, this.fields.reference) : undefined;
    return ref?.from !== undefined && !ref.from.startsWith('.') && !ref.path.includes('()') && WRAPS.test(`${packageOf(ref.from) ?? ''} ${ref.name} ${ref.path.join('.')}`);
  }
}
