import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Decoration, Expression, FunctionDefinition, ParsedModule, Trait } from '../../model/index.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { attaches, branchSignals, failureSignals, isLetGo, isRefusal, namesFailure } from './branches.ts';
import { decidesByCallback, CREDENTIAL_WORD, inOptional, toldNotToRefuse, optionalBranch, passingSignals } from './optional.ts';
import { nobodySignals } from './nobody.ts';
import { FlowReader } from './flows.ts';
import { OperationReader, type PlacedOperation } from './operations.ts';
import { collectLocals } from './locals.ts';
import { parametersOf } from './parameters.ts';
import { type FunctionNode, isFunction, reduce } from './reduce.ts';
import { bindingOf, chainedIn, isAction, returnsTrueOnly } from './shapes.ts';
import { SPEAKS_OF_CALLERS, turnedAway } from './turned-away.ts';
import { callSignals, comparisonSignals, constructionSignals, isTable, literalSignals, memberSignals, patternSignals, narrowed } from './signals.ts';

const ROUTING = /NestFactory|@azure\/functions|forRoutes|useGlobal|setGlobalPrefix|express|fastify|koa|hono|hapi|Hapi|restify|polka|elysia|[rR]outer|FastifyInstance|\.register\(|\.route\(|\b(?:app|service|server)\.(?:get|post|put|patch|delete|all|use)\(|[rR]outes?\(/;
/** What a framework hands to all that follows, and the name of what is put on it. */
const HELD = /^(?:req|request|ctx|context|ctx\.state|res|reply|response|fastify|app|server|instance)\.(\w+)$/;
const SIGN_IN_NAME = /^(?:sign|log)_?in(?:_?(?:url|path|page|uri|route))?$/i;
const MAX_CALLS = 80;
const READ_METHODS = /^(?:query|queries|body|file|files)$/;

interface Entry {
  readonly node: FunctionNode | TSESTree.Program;
  name: string;
  readonly calls: Map<string, { readonly line: number; readonly letGo: boolean }>;
  readonly chained: Set<string>;
  readonly signals: Map<Trait, number>;
  readonly returns: Expression[];
  readonly operations: PlacedOperation[];
  readonly locals: Record<string, Expression>;
}

/** The functions of a module that have a name or are handed on; whatever other functions do counts for the one around them. */
export class FunctionTable {
  readonly #module: ParsedModule;
  readonly #entries: Entry[] = [];
  readonly #indexes = new Map<TSESTree.Node, number>();
  readonly #values: Record<string, Expression> = {};
  readonly #routing: boolean;
  /** Some code of this module passes a request on. */
  readonly #handsOn: boolean;
  readonly #catches: boolean;
  /** Some code of this module looks whether a caller brings a credential. */
  readonly #looks: boolean;
  readonly #kept = new Set<TSESTree.Node>();
  readonly #decorating: { readonly name: string; readonly value: TSESTree.Node; readonly by: TSESTree.Node }[] = [];

  constructor(module: ParsedModule) {
    this.#module = module;
    this.#routing = ROUTING.test(module.text);
    this.#handsOn = /\bnext\(/.test(module.text) && module.text.includes('catch');
    this.#catches = /\bcatch\b/.test(module.text);
    this.#looks = /\bif\b/.test(module.text) && CREDENTIAL_WORD.test(module.text);
    this.#open(module.tree, '<module>');
    for (const node of module.nodes('FunctionDeclaration')) if (node.id) this.indexOf(node, node.id.name);
    for (const { id, init } of module.nodes('VariableDeclarator')) {
      if (id.type === AST_NODE_TYPES.Identifier && init && isFunction(unwrap(init))) this.indexOf(unwrap(init) as FunctionNode, id.name);
    }
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

  #open(node: FunctionNode | TSESTree.Program, name: string): number {
    this.#indexes.set(node, this.#entries.length);
    this.#entries.push({ node, name, calls: new Map(), chained: new Set(), signals: new Map(), returns: [], operations: [], locals: {} });
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

  topLevelValues(): Readonly<Record<string, Expression>> {
    for (const statement of this.#module.tree.body) {
      const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
      if (declaration?.type === AST_NODE_TYPES.FunctionDeclaration && declaration.id) this.addValue(declaration.id.name, declaration);
      if (declaration?.type !== AST_NODE_TYPES.VariableDeclaration) continue;
      for (const { id, init } of declaration.declarations) {
        if (!init) continue;
        if (id.type === AST_NODE_TYPES.Identifier) this.addValue(id.name, init);
        // `const { auth } = NextAuth(…)`: each name is a member of what the call gives.
        if (id.type === AST_NODE_TYPES.ObjectPattern) {
          for (const part of id.properties) {
            const key = part.type === AST_NODE_TYPES.Property ? keyOf(part) : undefined;
            if (key !== undefined && part.type === AST_NODE_TYPES.Property && part.value.type === AST_NODE_TYPES.Identifier && part.value.name !== '__proto__') {
              this.#values[part.value.name] = { of: this.reduce(init), member: key, line: part.loc.start.line };
            }
          }
        }
      }
    }
    return this.#values;
  }

  #around(node: TSESTree.Node): Entry {
    return this.#entries[this.#indexAround(node)]!;
  }

  #indexAround(node: TSESTree.Node): number {
    for (let at: TSESTree.Node | undefined = this.#module.parent(node); at; at = this.#module.parent(at)) {
      const index = isFunction(at) ? this.#indexes.get(at) : undefined;
      if (index !== undefined) return index;
    }
    return 0;
  }

  collectOperations(): void {
    if (this.#routing) {
      const read = new OperationReader(this.#module, this.reduce, (node) => this.#around(node).node);
      for (const node of this.#module.nodes('CallExpression')) this.#around(node).operations.push(...read.of(node));
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
    const note = (node: TSESTree.Node, all: readonly Trait[]): void => {
      if (all.length === 0) return;
      const said = all.some(isRefusal) && namesFailure(node, this.#module.parent) ? all.filter((one) => !isRefusal(one)) : all;
      if (said.length === 0 || this.#afterwards(node)) return;
      const entry = this.#around(node);
      const optional = said.some((one) => one === 'verifies' || one === 'denies' || one === 'forbids') ? this.#optional(node) : undefined;
      // A proof that only those have to give who bring something keeps nobody out.
      const signals = optional ? [...inOptional(said), ...passingSignals(optional)] : said;
      for (const signal of signals) if (!entry.signals.has(signal)) entry.signals.set(signal, node.loc.start.line);
    };
    for (const node of this.#module.nodes('ReturnStatement')) {
      if (!node.argument) continue;
      const entry = this.#around(node);
      const plain = unwrap(node.argument);
      if (entry.returns.length < 4 && [AST_NODE_TYPES.CallExpression, AST_NODE_TYPES.NewExpression, AST_NODE_TYPES.Identifier, AST_NODE_TYPES.ObjectExpression, AST_NODE_TYPES.ArrayExpression].includes(plain.type as AST_NODE_TYPES.Identifier)) entry.returns.push(this.reduce(plain));
    }
    for (const { node, returns } of [...this.#entries]) {
      if (node.type === AST_NODE_TYPES.ArrowFunctionExpression && node.body.type !== AST_NODE_TYPES.BlockStatement && !isFunction(node.body)) returns.push(this.reduce(node.body));
    }
    for (const node of this.#module.nodes('CallExpression')) {
      const name = dottedName(node.callee);
      if (name !== undefined) {
        const { calls } = this.#around(node);
        const known = calls.get(name);
        const letGo = (known === undefined || known.letGo) && ((this.#catches && isLetGo(node, this.#module.parent)) || this.#optional(node) !== undefined || toldNotToRefuse(node, name) || decidesByCallback(node, name));
        if (known ? known.letGo && !letGo : calls.size < MAX_CALLS && !this.#afterwards(node)) calls.set(name, { line: known?.line ?? node.loc.start.line, letGo });
      }
      else for (const method of chainedIn(node.callee)) this.#around(node).chained.add(method);
      const said = [...narrowed(callSignals(node, name), node, this.#module.text), ...(name?.endsWith('redirect') === true && this.#sendsToSignIn(node) ? ['denies' as const] : [])];
      // What proves callers and is let go when it fails has asked, and refused nobody.
      note(node, (this.#catches && said.includes('verifies') && isLetGo(node, this.#module.parent)) || (name !== undefined && decidesByCallback(node, name)) ? said.map((one) => (one === 'verifies' ? 'asks' : one)) : said);
    }
    // A template with a tag is a call of it: sql`select …`.
    for (const node of this.#module.nodes('TaggedTemplateExpression')) {
      const name = dottedName(node.tag);
      const { calls } = this.#around(node);
      if (name !== undefined && !calls.has(name) && calls.size < MAX_CALLS) calls.set(name, { line: node.loc.start.line, letGo: false });
    }
    for (const node of this.#module.nodes('NewExpression')) note(node, constructionSignals(dottedName(node.callee)));
    for (const node of this.#module.nodes('VariableDeclarator')) note(node, patternSignals(node));
    for (const node of this.#module.nodes('Literal')) {
      const { value } = node;
      if (value === 401 || value === 403 || value === 400 || value === 422 || value === 405 || (typeof value === 'string' && value.length > 2 && value.length < 60)) note(node, literalSignals(value, this.#module.parent(node)));
    }
    for (const node of this.#module.nodes('MemberExpression')) {
      if (isTable(node)) note(node, ['dispatches']);
      const parent = this.#module.parent(node);
      // What is called is told from the call.
      if (parent?.type === AST_NODE_TYPES.CallExpression && parent.callee === node && READ_METHODS.test(node.property.type === AST_NODE_TYPES.Identifier ? node.property.name : '')) continue;
      const asked = parent?.type === AST_NODE_TYPES.MemberExpression && parent.object === node && parent.property.type === AST_NODE_TYPES.Identifier && /^(?:get|has|set|append|delete|sort)$/.test(parent.property.name);
      // `res.unauthorized = …` refuses nobody until somebody calls it.
      const put = parent?.type === AST_NODE_TYPES.AssignmentExpression && parent.left === node;
      const said = memberSignals(node, !asked && !this.#askedByName(node));
      note(node, put ? said.filter((one) => one !== 'denies' && one !== 'forbids' && one !== 'caller') : said);
    }
    for (const node of this.#module.nodes('BinaryExpression')) note(node, comparisonSignals(node));
    for (const node of this.#module.nodes('IfStatement')) note(node, [...branchSignals(node, this.#module.text, this.#isMiddleware(this.#around(node).node)), ...nobodySignals(node, this.#module.parent)]);
    const holdsRequest = this.#module.text.includes('this.ctx');
    for (const { node, signals } of SPEAKS_OF_CALLERS.test(this.#module.text) ? this.#entries : []) {
      if (isFunction(node)) for (const [trait, line] of turnedAway(node, holdsRequest)) if (!signals.has(trait)) signals.set(trait, line);
    }
    for (const node of this.#module.nodes('CatchClause')) {
      const tried = this.#module.parent(node);
      if (tried?.type === AST_NODE_TYPES.TryStatement) note(node, failureSignals(node, this.#module.text.slice(...tried.block.range)));
    }
    for (const node of this.#module.nodes('AssignmentExpression')) {
      const around = this.#around(node).node;
      if (isFunction(around) && attaches(node, around, this.#module.parent)) note(node, ['attaches']);
    }
  }

  /** `const query = url.searchParams`, of which single values are asked and no more. */
  #askedByName(node: TSESTree.MemberExpression): boolean {
    const held = node.property.type === AST_NODE_TYPES.Identifier && node.property.name === 'searchParams' ? this.#module.parent(node) : undefined;
    if (held?.type !== AST_NODE_TYPES.VariableDeclarator || held.id.type !== AST_NODE_TYPES.Identifier || held.id.name.length > 60 || !/^\w+$/.test(held.id.name)) return false;
    const around = this.#around(node).node;
    const text = this.#module.text.slice(...around.range);
    const all = text.match(new RegExp(`\\b${held.id.name}\\b`, 'g'))?.length ?? 0;
    return all === 1 + (text.match(new RegExp(`\\b${held.id.name}\\s*\\.\\s*(?:get|has)\\(`, 'g'))?.length ?? 0);
  }

  /** `res.redirect(SIGN_IN_URL)` of a middleware: whoever is not let through is sent there. */
  #sendsToSignIn(node: TSESTree.CallExpression): boolean {
    const around = this.#around(node).node;
    return node.arguments.some((one) => SIGN_IN_NAME.test(dottedName(one)?.split('.').at(-1) ?? '')) && isFunction(around) && /\bnext\(/.test(this.#module.text.slice(...around.range));
  }

  /** Whether a function may hand a request on to what follows it. */
  #isMiddleware(node: FunctionNode | TSESTree.Program): boolean {
    return isFunction(node) && node.params.some((one) => one.type === AST_NODE_TYPES.Identifier && one.name === 'next') && /\bnext\(\s*\)/.test(this.#module.text.slice(...node.range));
  }

  #optional(node: TSESTree.Node): ReturnType<typeof optionalBranch> {
    return this.#looks ? optionalBranch(node, this.#module.parent, this.#module.text) : undefined;
  }

  /** Whether code runs only when what follows in the chain has failed: `try { await next() } catch { … }`. */
  #afterwards(node: TSESTree.Node): boolean {
    if (!this.#handsOn) return false;
    for (let at: TSESTree.Node | undefined = node; at && !isFunction(at); at = this.#module.parent(at)) {
      const parent: TSESTree.Node | undefined = at.type === AST_NODE_TYPES.CatchClause ? this.#module.parent(at) : undefined;
      if (parent?.type === AST_NODE_TYPES.TryStatement && /\bnext\(/.test(this.#module.text.slice(...parent.block.range)) && parent.block.body.length === 1) return true;
    }
    return false;
  }

  definitions(): FunctionDefinition[] {
    const reader = new FlowReader((node) => this.#indexes.get(node));
    reader.read(this.#module.tree);
    return this.#entries.map(({ node, name, calls, chained, signals, returns, operations, locals }, index) => {
      const flows = reader.flows.get(index);
      const parent = node.type === AST_NODE_TYPES.Program ? undefined : this.#indexAround(node);
      const allows = isFunction(node) && returnsTrueOnly(node);
      return {
        name, line: node.loc.start.line, params: node.type === AST_NODE_TYPES.Program ? [] : parametersOf(node, this.reduce, this.#module.parent),
        ...(parent !== undefined && { parent }),
        calls: [...calls].map(([called, { line, letGo }]) => (letGo ? [called, line, true] as const : [called, line] as const)), signals: [...signals, ...(allows ? [['allows', node.loc.start.line] as const] : [])], returns: returns.slice(0, 5),
        ...(chained.size > 0 && { chained: [...chained].slice(0, MAX_CALLS) }), operations: operations.sort((a, b) => a.at - b.at).map(({ at: _, ...operation }) => operation), locals,
        ...(flows && { flows }), ...(isFunction(node) && isAction(node) && { action: true as const }), ...(this.#kept.has(node) && { kept: true as const }),
      };
    });
  }
}
