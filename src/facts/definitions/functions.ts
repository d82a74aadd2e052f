import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Decoration, Expression, FunctionDefinition, ModuleDefinitions, ParsedModule } from '../../model/index.ts';
import { bodyOf } from '../../lib/module-body.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { fetchListeners } from '../../lib/fetch-listeners.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';
import { Attribution, MAX_CALLS, type Entry } from './attribution.ts';
import { FlowReader } from './flows.ts';
import { OperationReader } from './operations.ts';
import { collectLocals } from './locals.ts';
import { parametersOf } from './parameters.ts';
import { reduce } from './reduce.ts';
import { BRANCH, withBranches } from './branch-functions.ts';
import { saysYesToAll } from './says-yes.ts';
import { bindingOf, isAction } from './shapes.ts';

const ROUTING = /NestFactory|\bBun\.serve\(|\bh3['"]|@azure\/functions|functions-framework|forRoutes|useGlobal|setGlobalPrefix|express|fastify|koa|hono|hapi|Hapi|restify|polka|elysia|[rR]outer|FastifyInstance|\bauth\.default\(|\.register\(|\.route\(|\b(?:app|service|server)\.(?:get|post|put|patch|delete|all|use)\(|[rR]outes?\(|[(,]\s*(?:app|application|server|expressApp)\s*[,):]/;
/** What a framework hands to all that follows, and the name of what is put on it. */
const HELD = /^(?:req|request|ctx|context|ctx\.state|res|reply|response|fastify|app|server|instance)\.(\w+)$/;

/** The functions of a module that have a name or are handed on; whatever other functions do counts for the one around them. */
export class FunctionTable {
  readonly #module: ParsedModule;
  readonly #entries: Entry[] = [];
  readonly #indexes = new Map<TSESTree.Node, number>();
  readonly #values: Record<string, Expression> = {};
  readonly #routing: boolean;
  readonly #kept = new Set<TSESTree.Node>();
  /** What is put on routers where the program is not delivered, once operations are collected. */
  onADesk: NonNullable<ModuleDefinitions['onADesk']> = [];
  readonly #decorating: { readonly name: string; readonly value: TSESTree.Node; readonly by: TSESTree.Node }[] = [];

  constructor(module: ParsedModule) {
    this.#module = module;
    this.#routing = ROUTING.test(module.text);
    this.#open(module.tree, '<module>');
    const { wrapper } = bodyOf(module.tree);
    if (wrapper) this.#indexes.set(wrapper, 0);
    for (const node of module.nodes('FunctionDeclaration')) if (node.id) this.indexOf(node, node.id.name);
    for (const { id, init } of module.nodes('VariableDeclarator')) {
      if (id.type === AST_NODE_TYPES.Identifier && init && isFunction(unwrap(init))) this.indexOf(unwrap(init) as FunctionNode, id.name);
    }
    for (const { branches } of fetchListeners(module)) for (const { node } of branches) if (!this.#indexes.has(node) && !isFunction(node)) this.#open(node, BRANCH);
    for (const node of module.nodes('CallExpression')) this.#decoration(node);
    for (const node of module.nodes('AssignmentExpression')) this.#assigned(node);
  }

  /** `app.decorate('authenticate', fn)` of Fastify, `container.bind(TYPES.Guard).to(Guard)` of Inversify. */
  #decoration(node: TSESTree.CallExpression): void {
    const bound = bindingOf(node);
    if (bound) this.#decorating.push({ ...bound, by: node });
    const [name, value] = node.arguments;
    if (!/\.decorate(?:Request|Reply)?$/.test(dottedName(node.callee) ?? '') || name?.type !== AST_NODE_TYPES.Literal || typeof name.value !== 'string' || !value) return;
    const plain = unwrap(value);
    if (isFunction(plain)) this.#keep(plain, name.value);
    if (isFunction(plain) || plain.type === AST_NODE_TYPES.Identifier) this.#decorating.push({ name: name.value, value: plain, by: node });
  }

  /** `request.getUser = async () => …`: it does nothing until it is called. */
  #assigned(node: TSESTree.AssignmentExpression): void {
    const [, name] = HELD.exec(dottedName(node.left) ?? '') ?? [];
    const plain = unwrap(node.right);
    if (name === undefined || !isFunction(plain)) return;
    this.#keep(plain, name);
    this.#decorating.push({ name, value: plain, by: node });
  }

  #keep(node: FunctionNode, name: string): void {
    this.indexOf(node, name);
    this.#kept.add(node);
  }

  decorations(): Decoration[] {
    return this.#decorating.map(({ name, value, by }) => ({ name, value: this.reduce(value), fn: this.#indexAround(by) }));
  }

  #open(node: TSESTree.Node, name: string): number {
    this.#indexes.set(node, this.#entries.length);
    this.#entries.push({ node, name, calls: new Map(), chained: new Set(), applies: new Set(), gives: false, signals: new Map(), returns: [], operations: [], locals: {} });
    return this.#entries.length - 1;
  }

  readonly reduce = (node: TSESTree.Node): Expression => reduce(node, (fn) => this.indexOf(fn, ''));

  indexOf(node: FunctionNode, name: string): number {
    const known = this.#indexes.get(node);
    if (known !== undefined) {
      if (this.#entries[known]!.name === '') this.#entries[known]!.name = name;
      return known;
    }
    return this.#open(node, name);
  }

  nameFor(node: TSESTree.Node): string | undefined {
    const parent = this.#module.parent(node);
    return parent?.type === AST_NODE_TYPES.VariableDeclarator && parent.id.type === AST_NODE_TYPES.Identifier ? parent.id.name : parent?.type === AST_NODE_TYPES.ExportDefaultDeclaration ? 'export default' : undefined;
  }

  addValue(name: string, node: TSESTree.Node): void {
    if (name !== '__proto__') this.#values[name] = this.reduce(node);
    if (isFunction(node)) this.#entries[this.indexOf(node, name)]!.name = name;
  }

  /** `const controller = {}`, and `controller.list = async (req, res) => …` further down. */
  #addMember(left: TSESTree.MemberExpression, right: TSESTree.Node): void {
    const [name, member, ...deeper] = dottedName(left)?.split('.') ?? [];
    const held = name !== undefined && Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (member === undefined || member === '__proto__' || deeper.length > 0 || !held || !('object' in held)) return;
    const value = isFunction(right) ? { fn: this.indexOf(right, member), line: right.loc.start.line } : this.reduce(right);
    this.#values[name!] = { ...held, object: { ...held.object, [member]: value } };
  }

  topLevelValues(): Readonly<Record<string, Expression>> {
    for (const statement of bodyOf(this.#module.tree).body) this.#takeIn(statement);
    return this.#values;
  }

  #takeIn(statement: TSESTree.ProgramStatement): void {
    const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
    switch (declaration?.type) {
      case AST_NODE_TYPES.FunctionDeclaration:
        if (declaration.id) this.addValue(declaration.id.name, declaration);
        break;
      case AST_NODE_TYPES.TSModuleDeclaration:
        this.#takeInNamespace(declaration);
        break;
      // `verifyToken = (req, res, next) => …`, declared nowhere or without a value.
      case AST_NODE_TYPES.ExpressionStatement: {
        if (declaration.expression.type !== AST_NODE_TYPES.AssignmentExpression) break;
        const { left, right } = declaration.expression;
        if (left.type === AST_NODE_TYPES.Identifier && isFunction(unwrap(right)) && !Object.hasOwn(this.#values, left.name)) this.addValue(left.name, unwrap(right));
        if (left.type === AST_NODE_TYPES.MemberExpression) this.#addMember(left, unwrap(right));
        break;
      }
      case AST_NODE_TYPES.VariableDeclaration:
        for (const { id, init } of declaration.declarations) if (init) this.#addDeclared(id, init);
        break;
      default:
    }
  }

  #addDeclared(id: TSESTree.Node, init: TSESTree.Node): void {
    if (id.type === AST_NODE_TYPES.Identifier) this.addValue(id.name, init);
    if (id.type !== AST_NODE_TYPES.ObjectPattern) return;
    // `const { auth } = NextAuth(…)`: each name is a member of what the call gives.
    for (const part of id.properties) {
      const key = part.type === AST_NODE_TYPES.Property ? keyOf(part) : undefined;
      if (key !== undefined && part.type === AST_NODE_TYPES.Property && part.value.type === AST_NODE_TYPES.Identifier && part.value.name !== '__proto__') {
        this.#values[part.value.name] = { of: this.reduce(init), member: key, line: part.loc.start.line };
      }
    }
  }

  /** `export namespace Orders { export const route = … }`: an object of what it exports; its members name each other without it. */
  #takeInNamespace({ id, body }: TSESTree.TSModuleDeclaration): void {
    if (id.type !== AST_NODE_TYPES.Identifier || !body || id.name === '__proto__') return;
    const object: Record<string, Expression> = {};
    for (const statement of body.body) {
      const isExported = statement.type === AST_NODE_TYPES.ExportNamedDeclaration;
      const names = namesIn(isExported ? statement.declaration : statement);
      // A second namespace of the module may have a member of the same name: nothing is known of that one.
      const own = names.filter((name) => !Object.hasOwn(this.#values, name));
      if (own.length === names.length) this.#takeIn(statement);
      for (const name of own) if (isExported && Object.hasOwn(this.#values, name)) object[name] = { name, line: statement.loc.start.line };
    }
    const held = Object.hasOwn(this.#values, id.name) ? this.#values[id.name]! : { object: {} };
    if ('object' in held) this.#values[id.name] = { ...held, object: { ...held.object, ...object } };
  }

  #around(node: TSESTree.Node): Entry {
    return this.#entries[this.#indexAround(node)]!;
  }

  #indexAround(node: TSESTree.Node): number {
    for (let at: TSESTree.Node | undefined = this.#module.parent(node); at; at = this.#module.parent(at)) {
      const index = this.#indexes.get(at);
      if (index !== undefined) return index;
    }
    return 0;
  }

  collectOperations(): void {
    if (this.#routing) {
      const read = new OperationReader(this.#module, this.reduce, (node) => this.#around(node).node);
      for (const node of this.#module.nodes('CallExpression')) this.#around(node).operations.push(...read.of(node));
      this.onADesk = read.onADesk.map(({ name, by }) => ({ name, fn: this.#indexAround(by) }));
    }
    collectLocals(this.#module, {
      routing: this.#routing, values: this.#values, reduce: this.reduce,
      around: (node) => { const entry = this.#around(node); return entry === this.#entries[0] ? undefined : entry.locals; },
    });
    for (const { left, right } of this.#module.nodes('AssignmentExpression')) {
      const name = dottedName(left);
      if (name?.startsWith('this.') && unwrap(right).type !== AST_NODE_TYPES.Identifier && (this.#routing || isFunction(unwrap(right)))) this.#around(left).locals[name] = this.reduce(right);
    }
  }

  /** Gives each call, literal and member to the function that it stands in. */
  attribute(): void {
    new Attribution(this.#module, this.#entries, (node) => this.#around(node), this.reduce).all();
  }

  definitions(): FunctionDefinition[] {
    const reader = new FlowReader((node) => this.#indexes.get(node), this.#module.parent);
    reader.read(this.#module.tree);
    return withBranches(this.#entries.map(({ node, name, calls, chained, applies, gives, signals, returns, operations, locals }, index) => {
      const flows = reader.flows.get(index);
      const parent = node.type === AST_NODE_TYPES.Program ? undefined : this.#indexAround(node);
      const allows = isFunction(node) && saysYesToAll(node, this.#module);
      return {
        name, line: node.loc.start.line, params: !isFunction(node) ? [] : parametersOf(node, this.reduce, this.#module.parent),
        ...(parent !== undefined && { parent }),
        calls: [...calls].map(([called, { line, letGo }]) => (letGo ? [called, line, true] as const : [called, line] as const)), signals: [...signals, ...(allows ? [['allows', node.loc.start.line] as const] : [])], returns: returns.slice(0, 5),
        ...(applies.size > 0 && { applies: [...applies] }), ...(gives && { gives: true as const }), ...(chained.size > 0 && { chained: [...chained].slice(0, MAX_CALLS) }), operations: operations.sort((a, b) => a.at - b.at).map(({ at: _, ...operation }) => operation), locals,
        ...(flows && { flows }), ...(isFunction(node) && isAction(node) && { action: true as const }), ...(this.#kept.has(node) && { kept: true as const }),
      };
    }), this.#entries.map(({ node }) => node));
  }
}

/** The names that a statement declares, functions and plain variables. */
const namesIn = (declaration: TSESTree.Node | null): readonly string[] =>
  declaration?.type === AST_NODE_TYPES.FunctionDeclaration && declaration.id ? [declaration.id.name]
  : declaration?.type === AST_NODE_TYPES.VariableDeclaration ? declaration.declarations.flatMap(({ id }) => (id.type === AST_NODE_TYPES.Identifier ? [id.name] : [])) : [];
