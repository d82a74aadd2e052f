import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { contains, dottedName, unwrap } from '../../lib/tree.ts';

/** Tells the calls whose answer is kept, so that they are not asked again. */
export class Keeping {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly guards = new Map<TSESTree.Node, number>();

  constructor(module: ParsedModule, scope: Scope) {
    this.module = module;
    this.scope = scope;
  }

  of(call: TSESTree.Node): boolean {
    const next = this.module.parent(call);
    return (next?.type === T.AwaitExpression && this.isKept(this.module.parent(next))) || this.isInFlight(call) || this.guardOf(this.scope.functionOf(call)) < call.range[0];
  }

  /** `config = await load()` of a variable of the module, `this.config ??= await load()`, and `this.config = await load()` where it is asked for before. */
  private isKept(parent: TSESTree.Node | undefined): boolean {
    if (parent?.type !== T.AssignmentExpression) return false;
    if (parent.operator === '??=' || parent.operator === '||=') return true;
    const field = parent.operator === '=' ? dottedName(parent.left) : undefined;
    if (field?.startsWith('this.') && this.isAskedBefore(parent, field)) return true;
    return parent.operator === '=' && this.isOfModule(parent.left);
  }

  /** `if (!loading) loading = fetchAll().then(keep);`: whoever comes while it is asked waits for the same answer. */
  private isInFlight(call: TSESTree.Node): boolean {
    let child = call;
    let next = this.module.parent(child);
    while ((next?.type === T.MemberExpression && next.object === child && next.property.type === T.Identifier && /^(?:then|catch|finally)$/.test(next.property.name)) || (next?.type === T.CallExpression && next.callee === child)) [child, next] = [next, this.module.parent(next)];
    if (next?.type !== T.AssignmentExpression || next.right !== child) return false;
    const name = dottedName(next.left);
    if (next.operator === '??=') return true;
    return next.operator === '=' && name !== undefined && (name.startsWith('this.') || this.isOfModule(next.left)) && this.isAskedBefore(next, name);
  }

  /** Where a function goes on only for what the module did not yet note: `if (made.has(name)) return; …; made.add(name)`. */
  private guardOf(fn: TSESTree.Node): number {
    const known = this.guards.get(fn);
    if (known !== undefined) return known;
    const found = isFunction(fn) && fn.body.type === T.BlockStatement ? fn.body.body.find((statement) => this.leavesWhatIsNoted(statement, fn)) : undefined;
    const after = found?.range[1] ?? Infinity;
    this.guards.set(fn, after);
    return after;
  }

  private leavesWhatIsNoted(statement: TSESTree.Statement, fn: TSESTree.Node): boolean {
    if (statement.type !== T.IfStatement || statement.alternate) return false;
    const test = unwrap(statement.test);
    const last = statement.consequent.type === T.BlockStatement ? statement.consequent.body.at(-1) : statement.consequent;
    if (last?.type !== T.ReturnStatement || test.type !== T.CallExpression || test.callee.type !== T.MemberExpression || !this.isOfModule(test.callee.object)) return false;
    const noted = dottedName(test.callee.object);
    return /\.has$/.test(dottedName(test.callee) ?? '') && contains(fn, (node) => node.type === T.CallExpression && (dottedName(node.callee) === `${noted}.add` || dottedName(node.callee) === `${noted}.set`));
  }

  private isOfModule(node: TSESTree.Node): boolean {
    return node.type === T.Identifier && this.scope.lookup(node.name, node)?.scope.type === T.Program;
  }

  private isAskedBefore(assignment: TSESTree.Node, name: string): boolean {
    return this.module.nodes('IfStatement').some(({ test, range }) => range[0] < assignment.range[0] && (name.startsWith('this.') ? this.scope.classOf(test) === this.scope.classOf(assignment) : assignment.range[1] <= range[1]) && this.asksFor(test, name));
  }

  /** `if (this.config)`, `if (!this.config)`, `if (this.config === undefined)`, `if (isOld && !this.config)`. */
  private asksFor(test: TSESTree.Node, name: string): boolean {
    const plain = unwrap(test);
    if (plain.type === T.UnaryExpression) return this.asksFor(plain.argument, name);
    if (plain.type === T.LogicalExpression) return this.asksFor(plain.left, name) || this.asksFor(plain.right, name);
    if (plain.type === T.BinaryExpression && plain.left.type !== T.PrivateIdentifier) return this.asksFor(plain.left, name);
    return dottedName(plain) === name;
  }
}
