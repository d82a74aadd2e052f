import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Argument, CallSite, ClassFact, Construction, FunctionFact, ModuleCalls, ParsedModule, Reference } from '../../model/index.ts';
import { makesClient, rowsOf } from '../../lib/clients/match.ts';
import { ASYNC_PACKAGES } from '../../lib/clients/async.ts';
import { isStoreCall, shapesOf } from '../../lib/clients/shapes.ts';
import { Development } from '../../lib/development.ts';
import { BOUND_KEYS, OptionReader } from '../../lib/options.ts';
import { remember } from '../../lib/remember.ts';
import { Scope, type FunctionNode } from '../../lib/scope.ts';
import { packageOf } from '../../lib/bindings.ts';
import { unwrap } from '../../lib/tree.ts';
import { given, onlyReturn, paramName } from './signatures.ts';
import { assignmentsOf } from './assignments.ts';
import { chainOf } from './chain.ts';
import { TopLevel } from './exports.ts';
import { isOfTurnsCollection } from './collections.ts';
import { modelsOf } from './models.ts';
import { Fields } from './fields.ts';
import { Instances } from './instances.ts';
import { isStub } from './stubs.ts';
import { sentQuery } from './queries.ts';
import { Surroundings } from './surroundings.ts';
import { objectsOf, typesOf } from './types.ts';

/** Packages whose calls lead nowhere that any check asks for; most of a front end's volume. */
const IDLE = /^(react|react-dom|next|vue|svelte|zod|yup|joi|lodash|lodash-es|date-fns|dayjs|moment|clsx|classnames|tailwind-merge|class-variance-authority|lucide-react|@radix-ui|@mui|@angular|@ngrx|@tabler|@storybook|vitest|jest|@jest|mocha|chai|sinon|@playwright|cypress|@testing-library|react-[a-z-]+|@react-[a-z-]+|@tanstack|class-validator|class-transformer|@swc|@babel|typescript|eslint|prettier|chalk|framer-motion|i18next|@lingui|@trpc)$/;
/** A root that cannot be followed. */
const NOWHERE: Reference = { name: '?', path: [] };
/** `request.on('timeout', …)` */
const HEARS = /\b(?:on|once|\w{0,20}Listener)\(\s*(?:\w+,\s*)?['"`]timeout['"`]/;
const BUILTIN_CALLERS = new Set(['http', 'https', 'node:http', 'node:https']);

/** Whether a specifier is of a package that is known by name. */
const isKnown = remember((from) => rowsOf(from).length > 0 || ASYNC_PACKAGES.test(from) || BUILTIN_CALLERS.has(from));
const leadsOn = remember((from) => {
  if (isKnown(from)) return true;
  if (from.startsWith('node:')) return /^node:(timers|child_process|crypto)/.test(from);
  const name = packageOf(from);
  return name === undefined || (!IDLE.test(name) && !IDLE.test(name.split('/')[0]!));
});

/** Reads one module's share of the fact `calls`. */
export class CallReader {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly options: OptionReader;
  private readonly around: Surroundings;
  private readonly top: TopLevel;
  private readonly fields: Fields;
  /** What a developer's machine alone does is no part of what is delivered. */
  private readonly desk: Development;
  private hears?: boolean;
  private readonly instances: Instances;

  constructor(module: ParsedModule) {
    this.module = module;
    this.scope = new Scope(module);
    this.desk = new Development(module, this.scope);
    this.top = new TopLevel(module, this.scope);
    this.fields = new Fields(module, this.scope, this.top);
    this.instances = new Instances(this.scope, this.fields);
    this.options = new OptionReader(module, this.scope, this.fields.reference);
    this.around = new Surroundings(module, this.scope, this.options, this.fields.reference);
  }

  read(): ModuleCalls | undefined {
    const constructions = this.constructions();
    const calls = this.calls();
    const functions = this.functions();
    const classes = this.classes();
    const types = { ...objectsOf(this.module, this.scope), ...typesOf(this.module, this.scope), ...modelsOf(this.module, this.scope, (node) => this.around.names.holder(node)) };
    const exports = this.top.exports((made) => this.instances.made.get(made)?.id);
    if (calls.length === 0 && constructions.length === 0 && Object.keys(exports).length === 0) return undefined;
    return { functions, classes, ...(Object.keys(types).length > 0 && { types }), constructions, calls, assignments: assignmentsOf(this.module, this.scope, this.options, this.fields.reference, (node) => this.instances.of(node)), exports, ...this.top.constants(this.options) };
  }

  private topLevelName(ref: Reference): boolean {
    return ref.from === undefined && (this.top.has(ref.name) || ref.instance === true);
  }

  /** Worth keeping: leads to a package of interest, or to code that may be the repository's own. */
  private kept(ref: Reference): boolean {
    if (ref.from === undefined) return ref.name === 'fetch' || this.topLevelName(ref);
    return leadsOn(ref.from);
  }

  /** A package that is known by name, so that all its arguments matter. */
  private known(ref: Reference): boolean {
    return ref.from === undefined ? ref.name === 'fetch' : isKnown(ref.from);
  }

  private constructions(): Construction[] {
    const out: Construction[] = [];
    const add = (node: TSESTree.NewExpression | TSESTree.CallExpression, ref: Reference): void => {
      const construction: Construction = {
        id: this.around.names.holder(node),
        ref,
        fn: this.around.names.functionName(node),
        line: node.loc.start.line,
        column: node.loc.start.column + 1,
        args: node.arguments.slice(0, 4).map((argument) => this.handedOn(argument)),
        ...(node.type === T.NewExpression && isStub(node, ref, (part) => this.scope.reference(part, this.fields.reference)) && { stub: true as const }),
      };
      this.instances.made.set(node, construction);
      out.push(construction);
    };
    for (const node of this.module.nodes('NewExpression')) {
      const ref = this.scope.reference(node.callee, this.fields.reference);
      if (!ref || this.desk.holds(node)) continue;
      if (isStub(node, ref, (part) => this.scope.reference(part, this.fields.reference))) {
        add(node, ref);
        continue;
      }
      if (ref.path.includes('()')) continue;
      if (ref.from !== undefined ? this.kept(ref) : this.top.has(ref.name)) add(node, ref);
      else if (ref.name === 'CircuitBreaker') add(node, ref);
    }
    for (const node of this.module.nodes('CallExpression')) {
      const ref = this.scope.reference(node.callee, this.fields.reference);
      // An instance that is called (`this.db('users')` of Knex) makes no other client.
      if (ref?.from !== undefined && !ref.instance && makesClient(ref) && !this.desk.holds(node)) add(node, ref);
    }
    for (const node of [...this.module.nodes('ClassDeclaration'), ...this.module.nodes('ClassExpression')]) {
      const ref = node.superClass ? this.scope.reference(node.superClass, this.fields.reference) : undefined;
      if (!node.id || ref?.from === undefined || !makesClient(ref)) continue;
      // `class PrismaService extends PrismaClient`: the class is the client, its options stand in `super(…)`.
      const above = this.module.nodes('CallExpression').find((call) => call.callee.type === T.Super && this.scope.classOf(call) === node);
      out.push({ id: node.id.name, ref, fn: '', line: node.loc.start.line, column: node.loc.start.column + 1, args: (above?.arguments ?? []).slice(0, 4).map((argument) => this.options.argument(argument)) });
    }
    return out;
  }

  /** A client that another is made over goes by its own name: `drizzle(pool)`, `createClient(Service, transport)`. */
  private handedOn(argument: TSESTree.CallExpressionArgument): Argument {
    const instance = argument.type === T.Identifier ? this.instances.of(argument) : undefined;
    return instance === undefined ? this.options.argument(argument) : { ref: { name: instance, path: [] } };
  }

  private calls(): CallSite[] {
    const out: CallSite[] = [];
    const seen = new Set<string>();
    for (const node of this.module.nodes('CallExpression')) {
      const passed = this.passedOn(node);
      if (passed) out.push(passed);
      if (this.instances.made.has(node)) continue;
      const ref = this.scope.reference(node.callee, this.fields.reference);
      const instance = this.instances.of(node.callee);
      const chain = chainOf(node.callee);
      const isShaped = chain !== undefined && shapesOf(chain).length > 0;
      const isStore = chain !== undefined && !isShaped && isStoreCall(chain);
      if ((instance === undefined && !isShaped && !isStore && !(ref && this.kept(ref))) || this.desk.holds(node)) continue;
      const known = isShaped || isStore || (ref !== undefined && this.known(ref));
      const site = { ...this.site(node, ref ?? (instance === undefined ? NOWHERE : { name: '', path: [this.lastMember(node.callee)] }), instance, known), ...((isShaped || isStore) && { chain }) };
      // Where a store by its name leads to is asked of loops alone.
      if (isStore && !site.loop && instance === undefined && !(ref && this.kept(ref))) continue;
      if (isShaped && site.loop && isOfTurnsCollection(node.callee, site.loop)) continue;
      // Of the repository's own functions one call in each place of a kind is enough.
      const key = known || instance !== undefined ? undefined : JSON.stringify([site.ref, site.fn, site.loop?.line, site.within?.length, site.args]);
      if (key !== undefined && seen.has(key)) continue;
      if (key !== undefined) seen.add(key);
      out.push(site);
    }
    for (const node of this.module.nodes('TaggedTemplateExpression')) {
      const method = sentQuery(node, this.module);
      const ref = method === undefined ? undefined : this.scope.reference(node.tag, this.fields.reference);
      const instance = method === undefined ? undefined : this.instances.of(node.tag);
      if (method === undefined || (instance === undefined && !(ref && this.kept(ref)))) continue;
      const { path, ...root } = ref ?? NOWHERE;
      const chain = chainOf(node.tag);
      out.push({ ...this.site(node, { ...root, path: path.at(-1) === method ? path : [...path, method] }, instance, true), awaited: true, ...(chain && shapesOf(chain).length > 0 && { chain }) });
    }
    return out;
  }

  /** `Promise.all(ids.map(findOne))`, `pMap(ids, this.findOne)`: a function that is called by whoever it is handed to, once for each. */
  private passedOn(node: TSESTree.CallExpression): CallSite | undefined {
    const handed = this.around.handed(node);
    if (!handed?.loop || this.desk.holds(node)) return undefined;
    const { one, ...around } = handed;
    const ref = this.scope.reference(one, this.fields.reference);
    return ref && this.kept(ref) && !ref.path.includes('new') && !this.instances.of(one) ? { ref, fn: this.around.names.functionName(node), line: one.loc.start.line, column: one.loc.start.column + 1, ...around } : undefined;
  }

  private lastMember(callee: TSESTree.Node): string {
    const plain = unwrap(callee);
    return plain.type === T.MemberExpression && plain.property.type === T.Identifier ? plain.property.name : '';
  }

  private site(node: TSESTree.CallExpression | TSESTree.TaggedTemplateExpression, ref: Reference, instance: string | undefined, known: boolean): CallSite {
    // What is spread may be several, the last of them options: `fetch(...args)`.
    const args = (node.type === T.CallExpression ? given(node) : []).flatMap((argument): readonly TSESTree.CallExpressionArgument[] => (argument.type === T.SpreadElement ? [argument, argument] : [argument])).slice(0, 10).map((argument) => slim(this.options.argument(argument), known || instance !== undefined));
    return {
      ref,
      fn: this.around.names.functionName(node),
      line: node.loc.start.line,
      column: node.loc.start.column + 1,
      ...((known ? args.length > 0 : args.some((argument) => !('other' in argument))) && { args }),
      ...(instance !== undefined && { instance }),
      ...(BUILTIN_CALLERS.has(ref.from ?? '') && (this.hears ??= HEARS.test(this.module.text)) && { heard: true as const }),
      ...this.around.of(node),
    };
  }

  private functions(): FunctionFact[] {
    const out: FunctionFact[] = [];
    for (const type of ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'] as const) {
      for (const node of this.module.nodes(type)) {
        const name = this.around.names.ownName(node);
        if (name === undefined) continue;
        const returns = this.returns(node);
        const type = this.scope.typeReference(node.returnType?.typeAnnotation);
        const gives = type?.from !== undefined && rowsOf(type.from).length > 0 ? type : undefined;
        out.push({ name, line: node.loc.start.line, end: node.loc.end.line, params: node.params.map(paramName), ...(node.async && { async: true as const }), ...(returns && { returns }), ...(gives && { gives }) });
      }
    }
    return out;
  }

  private returns(node: FunctionNode): Reference | undefined {
    const given = node.body.type !== T.BlockStatement ? node.body : node.body.body.findLast((statement) => statement.type === T.ReturnStatement)?.argument ?? onlyReturn(node.body);
    if (!given) return undefined;
    const plain = unwrap(given);
    const instance = this.instances.of(plain);
    if (instance !== undefined) return { name: instance, path: ['#'] };
    if (plain.type !== T.CallExpression && plain.type !== T.NewExpression && plain.type !== T.Identifier && plain.type !== T.MemberExpression) return undefined;
    const ref = this.scope.reference(plain, this.fields.reference);
    return ref && this.kept(ref) && (ref.from !== undefined || ref.path.length > 0 || ref.instance) ? ref : undefined;
  }

  private classes(): ClassFact[] {
    return [...this.module.nodes('ClassDeclaration'), ...this.module.nodes('ClassExpression')].flatMap((node) => {
      const name = node.id?.name ?? this.around.names.holder(node);
      const parent = node.superClass ? this.scope.reference(node.superClass, this.fields.reference) : undefined;
      const fields = Object.fromEntries([...(this.fields.of(node) ?? [])].map(([field, { ref }]) => [field, ref]));
      const keeps = node.implements.flatMap(({ expression }) => (expression.type === T.Identifier ? [expression.name] : []));
      return name ? [{ name, line: node.loc.start.line, ...(parent && { extends: parent }), ...(keeps.length > 0 && { implements: keeps }), fields }] : [];
    });
  }
}

/** Of a call into unknown code only what may bound or retry is kept. */
function slim(argument: Argument, whole: boolean): Argument {
  if (whole || !('bag' in argument)) return argument;
  const values = Object.fromEntries(Object.entries(argument.bag.values).filter(([key, value]) => BOUND_KEYS.test(key) || key === 'url' || key === 'method' || key === 'topic' || key === 'name' || (typeof value === 'object' && value !== null && value.aborts)));
  return { bag: { ...argument.bag, values } };
}
