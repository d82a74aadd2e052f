import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Argument, Assignment, CallSite, ClassFact, Construction, FunctionFact, ModuleCalls, OptionBag, OptionValue, ParsedModule, Reference } from '../../model/index.ts';
import { makesClient, rowsOf } from '../../lib/clients/match.ts';
import { ASYNC_PACKAGES } from '../../lib/clients/async.ts';
import { OptionReader } from '../../lib/options.ts';
import { isFunction, Scope, type FunctionNode } from '../../lib/scope.ts';
import { dottedName, packageOf, unwrap } from '../../lib/tree.ts';
import { interceptorTimes } from './interceptors.ts';
import { isStub } from './stubs.ts';
import { Surroundings } from './surroundings.ts';

/** Packages whose calls lead nowhere that any check asks for; most of a front end's volume. */
const IDLE = /^(react|react-dom|next|vue|svelte|zod|yup|joi|lodash|lodash-es|date-fns|dayjs|moment|clsx|classnames|tailwind-merge|class-variance-authority|lucide-react|@radix-ui|@mui|@angular|@ngrx|@tabler|@storybook|vitest|jest|@jest|mocha|chai|sinon|@playwright|cypress|@testing-library|react-[a-z-]+|@react-[a-z-]+|@tanstack|class-validator|class-transformer|@swc|@babel|typescript|eslint|prettier|chalk|framer-motion|i18next|@lingui|@trpc)$/;
const BOUND_KEYS = /timeout|signal|deadline|retr|attempt|backoff|dispatcher|agent/i;
const BUILTIN_CALLERS = new Set(['http', 'https', 'node:http', 'node:https']);

/** Reads one module's share of the fact `calls`. */
export class CallReader {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly options: OptionReader;
  private readonly around: Surroundings;
  private readonly fields = new Map<TSESTree.Node, Map<string, { ref: Reference; made?: TSESTree.Node }>>();
  private readonly made = new Map<TSESTree.Node, Construction>();
  private readonly topLevel = new Set<string>();

  constructor(module: ParsedModule) {
    this.module = module;
    this.scope = new Scope(module);
    this.options = new OptionReader(module, this.scope, this.fieldOf);
    this.around = new Surroundings(module, this.scope, this.options, this.fieldOf);
  }

  read(): ModuleCalls | undefined {
    this.readFields();
    this.readTopLevel();
    const constructions = this.constructions();
    const calls = this.calls();
    const functions = this.functions();
    const classes = this.classes();
    const exports = this.exports();
    if (calls.length === 0 && constructions.length === 0 && Object.keys(exports).length === 0) return undefined;
    return { functions, classes, constructions, calls, assignments: this.assignments(), exports, ...this.constants() };
  }

  private readonly fieldOf = (use: TSESTree.Node, field: string): Reference | undefined => {
    const owner = this.scope.classOf(use);
    return owner ? this.fields.get(owner)?.get(field)?.ref : undefined;
  };

  private readTopLevel(): void {
    for (const statement of this.module.tree.body) {
      const declaration = (statement.type === T.ExportNamedDeclaration || statement.type === T.ExportDefaultDeclaration) ? statement.declaration : statement;
      if (!declaration) continue;
      if ((declaration.type === T.FunctionDeclaration || declaration.type === T.ClassDeclaration) && declaration.id) this.topLevel.add(declaration.id.name);
      if (declaration.type === T.VariableDeclaration) for (const { id } of declaration.declarations) if (id.type === T.Identifier) this.topLevel.add(id.name);
    }
  }

  private readFields(): void {
    const put = (owner: TSESTree.Node | undefined, field: string, ref: Reference | undefined, made?: TSESTree.Node): void => {
      if (!owner || !ref) return;
      const known = this.fields.get(owner) ?? new Map<string, { ref: Reference; made?: TSESTree.Node }>();
      if (!known.has(field) || made) known.set(field, { ref, ...(made && { made }) });
      this.fields.set(owner, known);
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
    const ref = this.scope.reference(plain, this.fieldOf);
    if (ref && (ref.from !== undefined || this.topLevelName(ref))) put(owner, field, ref, plain);
  }

  private topLevelName(ref: Reference): boolean {
    return ref.from === undefined && (this.topLevel.has(ref.name) || ref.instance === true);
  }

  /** Worth keeping: leads to a package of interest, or to code that may be the repository's own. */
  private kept(ref: Reference): boolean {
    if (ref.from === undefined) return ref.name === 'fetch' || this.topLevelName(ref);
    if (rowsOf(ref.from).length > 0 || ASYNC_PACKAGES.test(ref.from)) return true;
    if (BUILTIN_CALLERS.has(ref.from)) return true;
    if (ref.from.startsWith('node:')) return /^node:(timers|child_process)/.test(ref.from);
    const name = packageOf(ref.from);
    return name === undefined || (!IDLE.test(name) && !IDLE.test(name.split('/')[0]!));
  }

  /** A package that is known by name, so that all its arguments matter. */
  private known(ref: Reference): boolean {
    return ref.from === undefined ? ref.name === 'fetch' : rowsOf(ref.from).length > 0 || ASYNC_PACKAGES.test(ref.from) || BUILTIN_CALLERS.has(ref.from);
  }

  private constructions(): Construction[] {
    const out: Construction[] = [];
    const add = (node: TSESTree.NewExpression | TSESTree.CallExpression, ref: Reference): void => {
      const construction: Construction = {
        id: this.around.holder(node),
        ref,
        fn: this.around.functionName(node),
        line: node.loc.start.line,
        column: node.loc.start.column + 1,
        args: node.arguments.slice(0, 4).map((argument) => this.handedOn(argument)),
        ...(node.type === T.NewExpression && isStub(node, ref, (part) => this.scope.reference(part, this.fieldOf)) && { stub: true as const }),
      };
      this.made.set(node, construction);
      out.push(construction);
    };
    for (const node of this.module.nodes('NewExpression')) {
      const ref = this.scope.reference(node.callee, this.fieldOf);
      if (!ref) continue;
      if (isStub(node, ref, (part) => this.scope.reference(part, this.fieldOf))) {
        add(node, ref);
        continue;
      }
      if (ref.path.includes('()')) continue;
      if (ref.from !== undefined ? this.kept(ref) : this.topLevel.has(ref.name)) add(node, ref);
      else if (ref.name === 'CircuitBreaker') add(node, ref);
    }
    for (const node of this.module.nodes('CallExpression')) {
      const ref = this.scope.reference(node.callee, this.fieldOf);
      if (ref?.from !== undefined && makesClient(ref)) add(node, ref);
    }
    for (const node of [...this.module.nodes('ClassDeclaration'), ...this.module.nodes('ClassExpression')]) {
      const ref = node.superClass ? this.scope.reference(node.superClass, this.fieldOf) : undefined;
      if (!node.id || ref?.from === undefined || !makesClient(ref)) continue;
      // `class PrismaService extends PrismaClient`: the class is the client, its options stand in `super(…)`.
      const above = this.module.nodes('CallExpression').find((call) => call.callee.type === T.Super && this.scope.classOf(call) === node);
      out.push({ id: node.id.name, ref, fn: '', line: node.loc.start.line, column: node.loc.start.column + 1, args: (above?.arguments ?? []).slice(0, 4).map((argument) => this.options.argument(argument)) });
    }
    return out;
  }

  /** A client that another is made over goes by its own name: `drizzle(pool)`, `createClient(Service, transport)`. */
  private handedOn(argument: TSESTree.CallExpressionArgument): Argument {
    const instance = argument.type === T.Identifier ? this.instanceOf(argument) : undefined;
    return instance === undefined ? this.options.argument(argument) : { ref: { name: instance, path: [] } };
  }

  /** The construction in this module that a callee's root was made by. */
  private instanceOf(callee: TSESTree.Node, depth = 0): string | undefined {
    const plain = unwrap(callee);
    if (depth > 6) return undefined;
    const own = this.made.get(plain);
    if (own) return own.id || `${own.line}`;
    if (plain.type === T.MemberExpression) {
      if (unwrap(plain.object).type === T.ThisExpression && plain.property.type !== T.Literal) {
        const owner = this.scope.classOf(plain);
        const field = 'name' in plain.property ? (owner && this.fields.get(owner)?.get(plain.property.name as string)) : undefined;
        return field?.made ? this.instanceOf(field.made, depth + 1) : undefined;
      }
      return this.instanceOf(plain.object, depth + 1);
    }
    if (plain.type === T.CallExpression) return this.instanceOf(plain.callee, depth + 1);
    if (plain.type === T.LogicalExpression) return this.instanceOf(plain.left, depth + 1) ?? this.instanceOf(plain.right, depth + 1);
    if (plain.type === T.AssignmentExpression) return this.instanceOf(plain.right, depth + 1);
    if (plain.type !== T.Identifier) return undefined;
    const declared = this.scope.lookup(plain.name, plain);
    if (declared?.init && declared.kind !== 'param') return this.instanceOf(declared.init, depth + 1);
    const handed = declared?.kind === 'param' && this.scope.transactional(declared);
    if (handed) return this.instanceOf(handed, depth + 1);
    if (declared?.kind === 'variable') {
      const assigned = [...this.made].find(([, { id }]) => id === plain.name);
      return assigned?.[1].id;
    }
    return undefined;
  }

  private calls(): CallSite[] {
    const out: CallSite[] = [];
    const seen = new Set<string>();
    for (const node of this.module.nodes('CallExpression')) {
      if (this.made.has(node)) continue;
      const ref = this.scope.reference(node.callee, this.fieldOf);
      const instance = this.instanceOf(node.callee);
      if (!ref && instance === undefined) continue;
      if (ref && !this.kept(ref) && instance === undefined) continue;
      const known = ref !== undefined && this.known(ref);
      const site = this.site(node, ref ?? { name: '', path: [this.lastMember(node.callee)] }, instance, known);
      // Of the repository's own functions one call in each place of a kind is enough.
      const key = known || instance !== undefined ? undefined : JSON.stringify([site.ref, site.fn, site.loop?.line, site.within?.length, site.args]);
      if (key !== undefined && seen.has(key)) continue;
      if (key !== undefined) seen.add(key);
      out.push(site);
    }
    return out;
  }

  private lastMember(callee: TSESTree.Node): string {
    const plain = unwrap(callee);
    return plain.type === T.MemberExpression && plain.property.type === T.Identifier ? plain.property.name : '';
  }

  private site(node: TSESTree.CallExpression, ref: Reference, instance: string | undefined, known: boolean): CallSite {
    const args = node.arguments.slice(0, 5).map((argument) => slim(this.options.argument(argument), known || instance !== undefined));
    return {
      ref,
      fn: this.around.functionName(node),
      line: node.loc.start.line,
      column: node.loc.start.column + 1,
      ...(args.some((argument) => !('other' in argument)) && { args }),
      ...(instance !== undefined && { instance }),
      ...this.around.of(node),
    };
  }

  private functions(): FunctionFact[] {
    const out: FunctionFact[] = [];
    for (const type of ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'] as const) {
      for (const node of this.module.nodes(type)) {
        const name = this.around.ownName(node);
        if (name === undefined) continue;
        const returns = this.returns(node);
        out.push({ name, line: node.loc.start.line, end: node.loc.end.line, params: node.params.map(paramName), ...(returns && { returns }) });
      }
    }
    return out;
  }

  private returns(node: FunctionNode): Reference | undefined {
    const given = node.body.type !== T.BlockStatement ? node.body : node.body.body.findLast((statement) => statement.type === T.ReturnStatement)?.argument;
    if (!given) return undefined;
    const plain = unwrap(given);
    const instance = this.instanceOf(plain);
    if (instance !== undefined) return { name: instance, path: ['#'] };
    if (plain.type !== T.CallExpression && plain.type !== T.NewExpression && plain.type !== T.Identifier && plain.type !== T.MemberExpression) return undefined;
    const ref = this.scope.reference(plain, this.fieldOf);
    return ref && this.kept(ref) && (ref.from !== undefined || ref.path.length > 0 || ref.instance) ? ref : undefined;
  }

  private classes(): ClassFact[] {
    return [...this.module.nodes('ClassDeclaration'), ...this.module.nodes('ClassExpression')].flatMap((node) => {
      const name = node.id?.name ?? this.around.holder(node);
      const parent = node.superClass ? this.scope.reference(node.superClass, this.fieldOf) : undefined;
      const fields = Object.fromEntries([...(this.fields.get(node) ?? [])].map(([field, { ref }]) => [field, ref]));
      return name ? [{ name, line: node.loc.start.line, ...(parent && { extends: parent }), fields }] : [];
    });
  }

  private assignments(): Assignment[] {
    const intercepted = interceptorTimes(this.module, this.scope).flatMap(({ client, key, value, line }): Assignment[] => {
      const ref = this.scope.reference(client, this.fieldOf);
      const instance = this.instanceOf(client);
      if (ref?.from === undefined && instance === undefined) return [];
      return [{ ref: { ...(ref ?? { name: '', path: [] }), path: [...(ref?.path ?? []), 'interceptors', 'request', key] }, ...(instance !== undefined && { instance }), value: this.options.value(value), line }];
    });
    return [...intercepted, ...this.assigned()];
  }

  private assigned(): Assignment[] {
    return this.module.nodes('AssignmentExpression').flatMap((node): Assignment[] => {
      if (node.left.type !== T.MemberExpression || !BOUND_KEYS.test(dottedName(node.left) ?? '')) return [];
      const ref = this.scope.reference(node.left, this.fieldOf);
      const instance = this.instanceOf(node.left);
      if ((!ref || ref.from === undefined) && instance === undefined) return [];
      return [{ ref: ref ?? { name: '', path: [] }, ...(instance !== undefined && { instance }), value: this.options.value(node.right), line: node.loc.start.line }];
    });
  }

  private exports(): Record<string, Reference> {
    const out: Record<string, Reference> = {};
    for (const statement of this.module.tree.body) {
      if (statement.type === T.ExportAllDeclaration) {
        out[statement.exported ? nameOf(statement.exported) : `*${statement.source.value}`] = { from: statement.source.value, name: '*', path: [] };
      } else if (statement.type === T.ExportNamedDeclaration) {
        for (const part of statement.specifiers) {
          if (statement.source) out[nameOf(part.exported)] = { from: statement.source.value, name: nameOf(part.local), path: [] };
          else out[nameOf(part.exported)] = this.localReference(nameOf(part.local));
        }
        const { declaration } = statement;
        if (declaration && 'id' in declaration && declaration.id?.type === T.Identifier) out[declaration.id.name] = { name: declaration.id.name, path: [] };
        if (declaration?.type === T.VariableDeclaration) {
          for (const { id } of declaration.declarations) if (id.type === T.Identifier) out[id.name] = { name: id.name, path: [] };
        }
      } else if (statement.type === T.ExportDefaultDeclaration) {
        const { declaration } = statement;
        if (declaration.type === T.Identifier) out.default = this.localReference(declaration.name);
        else if ('id' in declaration && declaration.id?.type === T.Identifier) out.default = { name: declaration.id.name, path: [] };
        else out.default = { name: this.made.get(unwrap(declaration))?.id || 'default', path: [] };
      } else if (statement.type === T.ExpressionStatement && statement.expression.type === T.AssignmentExpression) {
        this.commonExport(statement.expression, out);
      }
    }
    return out;
  }

  private commonExport(node: TSESTree.AssignmentExpression, out: Record<string, Reference>): void {
    const target = dottedName(node.left);
    const value = unwrap(node.right);
    if (target === 'module.exports' && value.type === T.ObjectExpression) {
      for (const entry of value.properties) {
        if (entry.type === T.Property && entry.key.type === T.Identifier) out[entry.key.name] = entry.value.type === T.Identifier ? this.localReference(entry.value.name) : { name: entry.key.name, path: [] };
      }
    } else if (target === 'module.exports' && value.type === T.Identifier) {
      out.default = this.localReference(value.name);
    } else if (target?.startsWith('exports.') || target?.startsWith('module.exports.')) {
      const name = target.split('.').at(-1)!;
      out[name] = value.type === T.Identifier ? this.localReference(value.name) : { name, path: [] };
    }
  }

  private localReference(name: string): Reference {
    const binding = this.topLevel.has(name) ? undefined : this.scope.imports.get(name);
    return binding ? { from: binding.specifier, name: binding.imported, path: [] } : { name, path: [] };
  }

  private constants(): { constants: Record<string, OptionValue>; bags: Record<string, OptionBag> } {
    const constants: Record<string, OptionValue> = {};
    const bags: Record<string, OptionBag> = {};
    for (const statement of this.module.tree.body) {
      const declaration = statement.type === T.ExportNamedDeclaration ? statement.declaration : statement;
      if (declaration?.type !== T.VariableDeclaration || declaration.kind !== 'const') continue;
      for (const { id, init } of declaration.declarations) {
        if (id.type !== T.Identifier || !init) continue;
        const plain = unwrap(init);
        if (plain.type === T.ObjectExpression) {
          const bag = this.options.bag(plain);
          const keys = Object.keys(bag.values);
          if (keys.length <= 60 && Object.values(bag.values).some((value) => typeof value !== 'object')) bags[id.name] = bag;
        } else {
          const folded = this.options.fold(plain);
          if ('value' in folded && folded.value !== undefined && String(folded.value).length <= 300) constants[id.name] = folded.value;
        }
      }
    }
    for (const node of this.module.nodes('TSEnumDeclaration')) {
      for (const member of node.body.members) {
        const value = member.initializer ? this.options.fold(member.initializer) : undefined;
        if (member.id.type === T.Identifier && value && 'value' in value && value.value !== undefined) constants[`${node.id.name}.${member.id.name}`] = value.value;
      }
    }
    return { constants, bags };
  }
}

const nameOf = (node: TSESTree.Identifier | TSESTree.StringLiteral): string => (node.type === T.Identifier ? node.name : node.value);

const paramName = (param: TSESTree.Parameter): string => {
  const plain = param.type === T.TSParameterProperty ? param.parameter : param;
  const target = plain.type === T.AssignmentPattern ? plain.left : plain.type === T.RestElement ? plain.argument : plain;
  if (target.type === T.Identifier) return plain.type === T.RestElement ? `...${target.name}` : target.name;
  if (target.type !== T.ObjectPattern) return '';
  return `{${target.properties.map((part) => (part.type === T.Property && part.key.type === T.Identifier ? part.key.name : part.type === T.RestElement && part.argument.type === T.Identifier ? `...${part.argument.name}` : '')).join(',')}}`;
};

/** Of a call into unknown code only what may bound or retry is kept. */
function slim(argument: Argument, whole: boolean): Argument {
  if (whole || !('bag' in argument)) return argument;
  const values = Object.fromEntries(Object.entries(argument.bag.values).filter(([key, value]) => BOUND_KEYS.test(key) || key === 'url' || key === 'topic' || key === 'name' || (typeof value === 'object' && value !== null && value.aborts)));
  return { bag: { ...argument.bag, values } };
}
