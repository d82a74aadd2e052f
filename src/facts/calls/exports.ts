import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ModuleCalls, OptionBag, OptionValue, ParsedModule, Reference } from '../../model/index.ts';
import type { OptionReader } from '../../lib/options.ts';
import { isFunction, type FunctionNode, type Scope } from '../../lib/scope.ts';
import { requiredSpecifier } from '../../lib/bindings.ts';
import { dottedName, unwrap } from '../../lib/tree.ts';
import { chainOf } from './chain.ts';

/** What a module has at its top and hands out: its names, its exports and its constants. */
export class TopLevel {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly names = new Set<string>();
  /** Of them, those that hold a module: `const pool = require('./pool')`. */
  private readonly loaded = new Set<string>();

  constructor(module: ParsedModule, scope: Scope) {
    this.module = module;
    this.scope = scope;
    for (const statement of module.tree.body) {
      const declaration = (statement.type === T.ExportNamedDeclaration || statement.type === T.ExportDefaultDeclaration) ? statement.declaration : statement;
      if (!declaration) continue;
      if ((declaration.type === T.FunctionDeclaration || declaration.type === T.ClassDeclaration) && declaration.id) this.names.add(declaration.id.name);
      if (declaration.type === T.VariableDeclaration) for (const { id, init } of declaration.declarations) {
        if (id.type === T.Identifier) this.names.add(id.name);
        if (id.type === T.Identifier && init && requiredSpecifier(unwrap(init)) !== undefined) this.loaded.add(id.name);
      }
    }
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** `idOf`: the name that a construction goes by. */
  exports(idOf: (made: TSESTree.Node) => string | undefined): Record<string, Reference> {
    const out: Record<string, Reference> = {};
    const aliases: [string, Reference][] = [];
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
        // `export type Db = Knex`: what is typed by it is known by what it stands for.
        const alias = declaration?.type === T.TSTypeAliasDeclaration ? this.scope.typeReference(declaration.typeAnnotation) : undefined;
        if (declaration?.type === T.TSTypeAliasDeclaration) {
          if (alias?.from !== undefined) out[declaration.id.name] = alias;
          // `export type Db = typeof db`
          else if (alias && !alias.instance) aliases.push([declaration.id.name, alias]);
          else if (declaration.typeAnnotation.type !== T.TSTypeLiteral) delete out[declaration.id.name];
          continue;
        }
        if (declaration?.type === T.VariableDeclaration) {
          for (const { id, init } of declaration.declarations) if (id.type === T.Identifier) out[id.name] = (init && !idOf(unwrap(init)) && this.chainReference(init)) || { name: id.name, path: [] };
        }
      } else if (statement.type === T.ExportDefaultDeclaration) {
        const { declaration } = statement;
        if (declaration.type === T.Identifier) out.default = this.localReference(declaration.name);
        else if ('id' in declaration && declaration.id?.type === T.Identifier) out.default = { name: declaration.id.name, path: [] };
        else out.default = (!idOf(unwrap(declaration)) && this.chainReference(declaration)) || { name: idOf(unwrap(declaration)) || 'default', path: [] };
      } else if (statement.type === T.ExpressionStatement && statement.expression.type === T.AssignmentExpression) {
        this.commonExport(statement.expression, out, idOf);
      } else if (statement.type === T.VariableDeclaration) {
        // `const self = (module.exports = {});`
        for (const { id, init } of statement.declarations) {
          const given = init ? unwrap(init) : undefined;
          if (id.type === T.Identifier && given?.type === T.AssignmentExpression && dottedName(given.left) === 'module.exports') out.default = { name: id.name, path: [] };
        }
      }
    }
    for (const [name, { name: value, path }] of aliases) {
      const held = Object.hasOwn(out, value) ? out[value]! : this.localReference(value);
      out[name] = { ...held, path: [...held.path, ...path] };
    }
    return out;
  }

  private commonExport(node: TSESTree.AssignmentExpression, out: Record<string, Reference>, idOf: (made: TSESTree.Node) => string | undefined): void {
    const target = dottedName(node.left);
    const value = held(node.right);
    // `exports = module.exports = { … }`
    if (value.type === T.AssignmentExpression) return this.commonExport(value, out, idOf);
    const whole = requiredSpecifier(value);
    if (target === 'module.exports' && whole !== undefined) {
      out.default = { from: whole, name: 'default', path: [] };
      out[`*${whole}`] = { from: whole, name: '*', path: [] };
    } else if (target === 'module.exports' && value.type === T.ObjectExpression) {
      for (const entry of value.properties) {
        if (entry.type !== T.Property || entry.key.type !== T.Identifier) continue;
        const from = requiredSpecifier(entry.value);
        out[entry.key.name] = from !== undefined ? { from, name: '*', path: [] } : entry.value.type === T.Identifier ? this.localReference(entry.value.name) : { name: idOf(unwrap(entry.value)) || (isFunction(entry.value) ? `${target}.${entry.key.name}` : entry.key.name), path: [] };
      }
    } else if (target === 'module.exports' && (isFunction(value) || value.type === T.ClassExpression)) {
      out.default = { name: (value.type !== T.ArrowFunctionExpression && value.id?.name) || target, path: [] };
    } else if (target === 'module.exports' && value.type === T.Identifier) {
      out.default = this.localReference(value.name);
    } else if (target === 'module.exports' && (value.type === T.CallExpression || value.type === T.NewExpression || value.type === T.MemberExpression)) {
      // `module.exports = pool.promise()`, `module.exports = axios.create({ … })`, `module.exports = new Orders()`
      const made = idOf(value);
      const read = made ? { name: made, path: [] } : this.chainReference(value);
      if (read) out.default = read;
    } else if (target?.startsWith('exports.') || target?.startsWith('module.exports.')) {
      const name = target.split('.').at(-1)!;
      // A function that is exported as it is made is known by the whole of what it is assigned to.
      out[name] = whole !== undefined ? { from: whole, name: '*', path: [] } : value.type === T.Identifier ? this.localReference(value.name) : { name: idOf(value) || (isFunction(value) || value.type === T.ObjectExpression ? target : name), path: [] };
    }
  }

  /** `export const db = client.db('shop')`, `export default client.db()`: what is read of another value of the module. */
  private chainReference(node: TSESTree.Node): Reference | undefined {
    const plain = unwrap(node);
    if (plain.type !== T.Identifier && plain.type !== T.MemberExpression && plain.type !== T.CallExpression) return undefined;
    const [root, ...all] = chainOf(plain) ?? [];
    // `orders.send.bind(orders)` is what it binds.
    const path = all.at(-1) === '()' && all.at(-2) === 'bind' ? all.slice(0, -2) : all;
    // What a function of the module makes is followed by its name.
    return root !== undefined && this.names.has(root) && path[0] !== '()' ? { name: root, path } : undefined;
  }

  private localReference(name: string): Reference {
    // `const pool = require('./pool'); module.exports = { pool };` hands on what another module holds.
    const binding = this.names.has(name) && !this.loaded.has(name) ? undefined : this.scope.imports.get(name);
    return binding ? { from: binding.specifier, name: binding.imported, path: [] } : { name, path: [] };
  }

  constants(options: OptionReader): Pick<ModuleCalls, 'constants' | 'bags'> {
    const constants: Record<string, OptionValue> = {};
    const bags: Record<string, OptionBag> = {};
    for (const statement of this.module.tree.body) {
      const declaration = statement.type === T.ExportNamedDeclaration || statement.type === T.ExportDefaultDeclaration ? statement.declaration : statement;
      for (const [name, made] of functionsOf(declaration)) {
        const given = options.givenBy(made);
        if (given) bags[`${name}()`] = { ...given, values: Object.fromEntries(Object.entries(given.values).filter(([key]) => DECIDES.test(key))) };
      }
      if (declaration?.type !== T.VariableDeclaration || declaration.kind !== 'const') continue;
      for (const { id, init } of declaration.declarations) {
        if (id.type !== T.Identifier || !init) continue;
        const plain = unwrap(init);
        if (plain.type === T.ObjectExpression) {
          const bag = options.bag(plain);
          const keys = Object.keys(bag.values);
          if (keys.length <= 60 && Object.values(bag.values).some((value) => typeof value !== 'object')) bags[id.name] = bag;
        } else if (options.given(plain)) {
          bags[id.name] = options.given(plain)!;
        } else {
          const folded = options.fold(plain);
          if (!('value' in folded) || folded.value === undefined || String(folded.value).length > 300) continue;
          // `process.env.MONGO_URL || 'mongodb://localhost'`: the address is configured.
          constants[id.name] = typeof folded.value === 'string' && folded.value.includes('://') ? options.value(plain) : folded.value;
        }
      }
    }
    for (const node of this.module.nodes('MethodDefinition')) {
      const owner = this.scope.classOf(node)?.id?.name;
      const given = owner !== undefined && node.key.type === T.Identifier && isFunction(node.value) && !node.value.async ? options.givenBy(node.value) : undefined;
      const kept = given && Object.entries(given.values).filter(([key]) => DECIDES.test(key));
      if (kept && kept.length > 0) bags[`${owner}.${(node.key as TSESTree.Identifier).name}()`] = { ...given, values: Object.fromEntries(kept) };
    }
    for (const node of this.module.nodes('TSEnumDeclaration')) {
      for (const member of node.body.members) {
        const value = member.initializer ? options.fold(member.initializer) : undefined;
        if (member.id.type === T.Identifier && value && 'value' in value && value.value !== undefined) constants[`${node.id.name}.${member.id.name}`] = value.value;
      }
    }
    return { constants, bags };
  }
}

/** `Object.freeze({ … })` holds what it freezes. */
function held(node: TSESTree.Node): TSESTree.Node {
  const plain = unwrap(node);
  const [first] = plain.type === T.CallExpression && dottedName(plain.callee) === 'Object.freeze' ? plain.arguments : [];
  return first ? unwrap(first) : plain;
}

/** Keys of what a function gives that may bound or repeat a call. */
const DECIDES = /timeout|signal|deadline|retr|attempt|backoff|dispatcher|agent|handler|fetch|transport|links?$|adapter|max/i;

/** Functions of the module that a statement declares. */
function functionsOf(declaration: TSESTree.Node | null): readonly (readonly [string, FunctionNode])[] {
  if (declaration?.type === T.FunctionDeclaration) return declaration.id ? [[declaration.id.name, declaration]] : [];
  if (declaration?.type !== T.VariableDeclaration || declaration.kind !== 'const') return [];
  return declaration.declarations.flatMap(({ id, init }): (readonly [string, FunctionNode])[] => {
    const made = init ? unwrap(init) : undefined;
    return id.type === T.Identifier && made && isFunction(made) ? [[id.name, made]] : [];
  });
}

const nameOf = (node: TSESTree.Identifier | TSESTree.StringLiteral): string => (node.type === T.Identifier ? node.name : node.value);
