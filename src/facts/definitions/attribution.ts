import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Expression, ParsedModule, Trait } from '../../model/index.ts';
import { bodyOf } from '../../lib/module-body.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { importBindings } from '../../lib/bindings.ts';
import { importedCallee } from '../../lib/callee.ts';
import { isFunction, nearestFunction } from '../../lib/scope.ts';
import { attaches, branchSignals, failureSignals, isLetGo, isRefusal, namesFailure, NOTES } from './branches.ts';
import { CREDENTIAL_WORD, decidesByCallback, inOptional, optionalBranch, passesByCallback, passesInVain, passingSignals, toldNotToRefuse } from './optional.ts';
import { nobodySignals } from './nobody.ts';
import { relays } from './relays.ts';
import { PASSED, type PlacedOperation } from './operations.ts';
import { isOfThing, refusalsByName } from './refusals.ts';
import { chainedIn } from './shapes.ts';
import { isUnheard } from './unheard.ts';
import { asksCompiled, callSignals, comparisonSignals, constructionSignals, isTable, memberSignals, narrowed, parameterSignals, patternSignals } from './signals.ts';
import { answersForOthers, isCompared, literalSignals, SAID_BY_STATUS, withoutRefusals } from './texts.ts';
import { waysOut } from './ways-out.ts';

const SIGN_IN_NAME = /^(?:sign|log)_?in(?:_?(?:url|path|page|uri|route))?$/i;
const READ_METHODS = /^(?:query|queries|body|file|files)$/;
export const MAX_CALLS = 80;

/** `error.status === 429`, `case 429:` */
const HEARS_LIMIT = /={2,3}\s*429\b|\b429\s*={2,3}|\bcase 429\b/;

/** One function of a module, and what is gathered of it. */
export interface Entry {
  /** A function, the program, or code of a listener that answers one address. */
  readonly node: TSESTree.Node;
  name: string;
  readonly calls: Map<string, { readonly line: number; readonly letGo: boolean }>;
  readonly chained: Set<string>;
  readonly applies: Set<string>;
  gives: boolean;
  readonly signals: Map<Trait, number>;
  readonly returns: Expression[];
  readonly operations: PlacedOperation[];
  readonly locals: Record<string, Expression>;
}

/** What the calls, literals, members and branches of a module say of the functions that they stand in. */
export class Attribution {
  readonly #module: ParsedModule;
  readonly #entries: readonly Entry[];
  readonly #around: (node: TSESTree.Node) => Entry;
  readonly #reduce: (node: TSESTree.Node) => Expression;
  /** Some code of this module passes a request on. */
  readonly #handsOn: boolean;
  readonly #catches: boolean;
  /** Some code of this module looks whether a caller brings a credential. */
  readonly #looks: boolean;
  /** Variables of the module's top. */
  readonly #variables: ReadonlySet<string>;

  constructor(module: ParsedModule, entries: readonly Entry[], around: (node: TSESTree.Node) => Entry, reduce: (node: TSESTree.Node) => Expression) {
    this.#module = module;
    this.#entries = entries;
    this.#around = around;
    this.#reduce = reduce;
    this.#handsOn = /\bnext\(/.test(module.text) && module.text.includes('catch');
    this.#catches = /\bcatch\b/.test(module.text);
    this.#variables = new Set(bodyOf(module.tree).body.flatMap((one) => (one.type === AST_NODE_TYPES.VariableDeclaration ? one.declarations.flatMap(({ id }) => (id.type === AST_NODE_TYPES.Identifier ? [id.name] : [])) : [])));
    this.#looks = /\bif\b/.test(module.text) && CREDENTIAL_WORD.test(module.text);
  }

  /** Gives each call, literal and member to the function that it stands in; the first that says a thing is its place. */
  all(): void {
    this.#returns();
    this.#calls();
    this.#values();
    this.#branches();
  }

  #note(node: TSESTree.Node, all: readonly Trait[]): void {
    if (all.length === 0) return;
    const own = all.some(isRefusal) && namesFailure(node, this.#module.parent) ? all.filter((one) => !isRefusal(one)) : all;
    const said = own.includes('forbids') && !this.#isMiddleware(this.#around(node).node) && isOfThing(node, this.#module) ? own.map((one) => (one === 'forbids' ? 'bars' as const : one)) : own;
    if (said.length === 0 || this.#afterwards(node)) return;
    const entry = this.#around(node);
    const optional = said.some((one) => one === 'verifies' || one === 'denies' || one === 'forbids') ? this.#optional(node) : undefined;
    // A proof that only those have to give who bring something keeps nobody out.
    const signals = optional ? [...inOptional(said), ...passingSignals(optional)] : said;
    for (const signal of signals) if (!entry.signals.has(signal)) entry.signals.set(signal, node.loc.start.line);
  }

  #returns(): void {
    for (const node of this.#module.nodes('ReturnStatement')) {
      if (!node.argument) continue;
      const entry = this.#around(node);
      const plain = unwrap(node.argument);
      if (isFunction(plain) && nearestFunction(node, this.#module.parent) === entry.node) entry.gives = true;
      // `return this.router`: a class gives what it holds.
      const held = plain.type === AST_NODE_TYPES.MemberExpression && plain.object.type === AST_NODE_TYPES.ThisExpression && plain.property.type === AST_NODE_TYPES.Identifier && PASSED.test(plain.property.name);
      if (entry.returns.length < 4 && (held || [AST_NODE_TYPES.CallExpression, AST_NODE_TYPES.NewExpression, AST_NODE_TYPES.Identifier, AST_NODE_TYPES.ObjectExpression, AST_NODE_TYPES.ArrayExpression].includes(plain.type as AST_NODE_TYPES.Identifier))) entry.returns.push(this.#reduce(plain));
    }
    for (const entry of [...this.#entries]) {
      const { node, returns } = entry;
      if (node.type === AST_NODE_TYPES.ArrowFunctionExpression && isFunction(node.body)) entry.gives = true;
      if (node.type === AST_NODE_TYPES.ArrowFunctionExpression && node.body.type !== AST_NODE_TYPES.BlockStatement && !isFunction(node.body)) returns.push(this.#reduce(node.body));
    }
  }

  #calls(): void {
    for (const node of this.#module.nodes('CallExpression')) {
      const name = dottedName(node.callee);
      if (name !== undefined) {
        const { calls, applies } = this.#around(node);
        const known = calls.get(name);
        if (isApplied(node, this.#module.parent)) applies.add(name);
        const letGo = (known === undefined || known.letGo) && ((this.#catches && isLetGo(node, this.#module.parent)) || this.#optional(node) !== undefined || toldNotToRefuse(node, name) || decidesByCallback(node, name) || (/verif/i.test(name) && passesByCallback(node)));
        if (known ? known.letGo && !letGo : calls.size < MAX_CALLS && !this.#afterwards(node)) calls.set(name, { line: known?.line ?? node.loc.start.line, letGo });
      }
      else for (const method of chainedIn(node.callee)) this.#around(node).chained.add(method);
      const said = [...(this.#provesToken(node, name) ? ['verifies' as const] : narrowed(isUnheard(node, this.#module.parent) ? [] : [...callSignals(node, name), ...(asksCompiled(node, name, this.#module.text) ? ['validates' as const] : [])], node, this.#module.text)), ...(name?.endsWith('redirect') === true && this.#sendsToSignIn(node) ? ['denies' as const] : []), ...(relays(node, this.#module.text) ? ['relays' as const] : [])];
      // What proves callers and is let go when it fails has asked, and refused nobody.
      const letGo = this.#catches && said.includes('verifies') && isLetGo(node, this.#module.parent);
      const passes = (letGo && passesInVain(node, this.#module.parent, this.#module.text)) || (said.includes('verifies') && passesByCallback(node));
      this.#note(node, letGo || passes || (name !== undefined && decidesByCallback(node, name)) ? [...said.map((one) => (one === 'verifies' ? 'asks' as const : one)), ...(passes ? ['passes' as const] : [])] : said);
    }
    // A template with a tag is a call of it: sql`select …`.
    for (const node of this.#module.nodes('TaggedTemplateExpression')) {
      const name = dottedName(node.tag);
      const { calls } = this.#around(node);
      if (name !== undefined && !calls.has(name) && calls.size < MAX_CALLS) calls.set(name, { line: node.loc.start.line, letGo: false });
    }
    for (const node of this.#module.nodes('NewExpression')) this.#note(node, constructionSignals(dottedName(node.callee)));
    for (const { node, trait } of refusalsByName(this.#module)) this.#note(node, [trait]);
  }

  #values(): void {
    for (const node of this.#module.nodes('VariableDeclarator')) this.#note(node, patternSignals(node));
    for (const { node } of this.#entries) if (isFunction(node) && node.params[0]) this.#note(node.params[0], parameterSignals(node.params));
    for (const node of this.#module.nodes('Literal')) {
      const { value } = node;
      if (!(typeof value === 'number' ? SAID_BY_STATUS.has(value) : typeof value === 'string' && value.length > 2 && value.length < 60)) continue;
      const said = literalSignals(value, this.#saidTo(node));
      // What hears it from another service passes it on.
      if (said.includes('limits') && HEARS_LIMIT.test(this.#module.text.slice(...this.#around(node).node.range))) continue;
      this.#note(node, said.some(isRefusal) && (answersForOthers(node, this.#module.parent) || isWrittenDown(node, this.#module.parent)) ? withoutRefusals(said) : said);
    }
    for (const node of this.#module.nodes('MemberExpression')) {
      if (isTable(node)) this.#note(node, ['dispatches']);
      const parent = this.#module.parent(node);
      // What is called is told from the call.
      if (parent?.type === AST_NODE_TYPES.CallExpression && parent.callee === node && READ_METHODS.test(node.property.type === AST_NODE_TYPES.Identifier ? node.property.name : '')) continue;
      const asked = parent?.type === AST_NODE_TYPES.MemberExpression && parent.object === node && parent.property.type === AST_NODE_TYPES.Identifier && /^(?:get|has|set|append|delete|sort)$/.test(parent.property.name);
      // `res.unauthorized = …` refuses nobody until somebody calls it.
      const put = parent?.type === AST_NODE_TYPES.AssignmentExpression && parent.left === node;
      const said = memberSignals(node, !asked && !this.#askedByName(node)).map((one) => (one === 'body' && this.#isSentOn(node) ? 'raw' : one));
      this.#note(node, put ? withoutRefusals(said).filter((one) => one !== 'caller') : isCompared(parent) ? withoutRefusals(said) : said);
    }
  }

  /** `decode` of jwt-simple looks at the signature, unless it is told not to. */
  #provesToken(node: TSESTree.CallExpression, name: string | undefined): boolean {
    if (name === undefined || !/(?:^|\.)decode$/.test(name) || importedCallee(node.callee, importBindings(this.#module))?.specifier !== 'jwt-simple') return false;
    const [, key, unverified] = node.arguments;
    return key !== undefined && !(unverified?.type === AST_NODE_TYPES.Literal && unverified.value === true);
  }

  #branches(): void {
    for (const node of this.#module.nodes('BinaryExpression')) this.#note(node, comparisonSignals(node));
    for (const node of this.#module.nodes('IfStatement')) this.#note(node, [...branchSignals(node, this.#module.text, this.#isMiddleware(this.#around(node).node)), ...nobodySignals(node, this.#module.parent)]);
    const ways = waysOut(this.#module);
    for (const { node, signals } of ways ? this.#entries : []) {
      if (isFunction(node)) for (const [trait, line] of ways!(node)) if (!signals.has(trait)) signals.set(trait, line);
    }
    for (const node of this.#module.nodes('CatchClause')) {
      const tried = this.#module.parent(node);
      if (tried?.type === AST_NODE_TYPES.TryStatement) this.#note(node, failureSignals(node, this.#module.text.slice(...tried.block.range)));
    }
    for (const node of this.#module.nodes('AssignmentExpression')) {
      const around = this.#around(node).node;
      if (isFunction(around) && attaches(node, around, this.#module.parent)) this.#note(node, ['attaches']);
      if (isFunction(around) && this.#outlives(node.left)) this.#note(node, ['sets']);
    }
    for (const node of this.#module.nodes('UpdateExpression')) if (isFunction(this.#around(node).node) && this.#outlives(node.argument)) this.#note(node, ['sets']);
  }

  /** What a literal is given to; `error.status || 401` stands for either. */
  #saidTo(node: TSESTree.Literal): TSESTree.Node | undefined {
    const parent = this.#module.parent(node);
    return parent?.type === AST_NODE_TYPES.LogicalExpression && parent.operator !== '&&' && parent.right === node ? this.#module.parent(parent) : parent;
  }

  /** `fetch(url, { body: request.body, duplex: 'half' })`: bytes that go on as they come. */
  #isSentOn(node: TSESTree.MemberExpression): boolean {
    const entry = this.#module.parent(node);
    const whole = entry?.type === AST_NODE_TYPES.Property && entry.value === node && keyOf(entry) === 'body' ? this.#module.parent(entry) : undefined;
    return whole?.type === AST_NODE_TYPES.ObjectExpression && whole.properties.some((one) => one.type === AST_NODE_TYPES.Property && keyOf(one) === 'duplex');
  }

  /** `this.broken = true`, `broken = true`: it is there for the next request. */
  #outlives(node: TSESTree.Node): boolean {
    const name = dottedName(node);
    return name !== undefined && (name.startsWith('this.') || this.#variables.has(name.split('.')[0]!));
  }

  /** `const query = url.searchParams`, of which single values are asked and no more. */
  #askedByName(node: TSESTree.MemberExpression): boolean {
    const held = node.property.type === AST_NODE_TYPES.Identifier && node.property.name === 'searchParams' ? this.#module.parent(node) : undefined;
    if (held?.type !== AST_NODE_TYPES.VariableDeclarator || held.id.type !== AST_NODE_TYPES.Identifier || held.id.name.length > 60 || !/^\w+$/.test(held.id.name)) return false;
    const around = this.#around(node).node;
    const text = this.#module.text.slice(...around.range);
    const all = text.match(new RegExp(`(?<![.\\w])${held.id.name}\\b`, 'g'))?.length ?? 0;
    return all === 1 + (text.match(new RegExp(`(?<![.\\w])${held.id.name}\\s*\\.\\s*(?:get|has)\\(`, 'g'))?.length ?? 0);
  }

  /** `res.redirect(SIGN_IN_URL)` of a middleware: whoever is not let through is sent there. */
  #sendsToSignIn(node: TSESTree.CallExpression): boolean {
    const around = this.#around(node).node;
    return node.arguments.some((one) => SIGN_IN_NAME.test(dottedName(one)?.split('.').at(-1) ?? '')) && isFunction(around) && /\bnext\(/.test(this.#module.text.slice(...around.range));
  }

  /** Whether a function may hand a request on to what follows it. */
  #isMiddleware(node: TSESTree.Node): boolean {
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
}

/** `console.warn('no token')`: a log hears it, and nobody else. */
const isWrittenDown = (node: TSESTree.Node, parent: ParsedModule['parent']): boolean => {
  const call = parent(node);
  return call?.type === AST_NODE_TYPES.CallExpression && call.callee !== node && NOTES.test(dottedName(call.callee) ?? '');
};

/** Whether what a call gives is called in turn. */
function isApplied(node: TSESTree.CallExpression, parent: ParsedModule['parent']): boolean {
  const around = parent(node);
  return around?.type === AST_NODE_TYPES.CallExpression && around.callee === node;
}
