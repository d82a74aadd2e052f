import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { importedCallee } from '../../lib/callee.ts';
import type { Binding } from '../../lib/bindings.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';

const LIBRARIES = /^(?:ioredis|redis|@redis\/client|@upstash\/redis|@vercel\/kv|cache-manager|@nestjs\/cache-manager|iovalkey|@valkey\/valkey-glide)$/;
const MAKERS = /^(?:default|Redis|Cluster|createClient|createCluster|createCache|caching|Redis\.Cluster|Redis\.fromEnv|fromEnv|Valkey)$/;
const CLIENT_TYPES = /^(?:default|Redis|Cluster|RedisClientType|RedisClusterType|Cache|RedisClient|Valkey)$/;
/** `createClient().on('error', log)` is the client still. */
const FLUENT = /^(?:on|once|connect|duplicate)$/;
const MOST_STEPS = 4;

type Bindings = ReadonlyMap<string, Binding>;

/** Names that hold a client: made here, directly or by a function of the module, or typed as one. The value: the library. */
export function clientsOf(module: ParsedModule, bindings: Bindings): Map<string, string> {
  const clients = new Map<string, string>();
  const note = (name: string | undefined, library: string | undefined): void => {
    if (name !== undefined && library !== undefined) clients.set(name, library);
  };
  for (const { id, init } of module.nodes('VariableDeclarator')) {
    if (id.type === AST_NODE_TYPES.Identifier) note(id.name, typeLibrary(id.typeAnnotation?.typeAnnotation, bindings) ?? (init ? libraryOf(module, init, bindings) : undefined));
  }
  for (const { left, right } of module.nodes('AssignmentExpression')) note(dottedName(left), libraryOf(module, right, bindings));
  for (const { key, value, typeAnnotation } of module.nodes('PropertyDefinition')) {
    if (key.type === AST_NODE_TYPES.Identifier) note(`this.${key.name}`, (value ? libraryOf(module, value, bindings) : undefined) ?? typeLibrary(typeAnnotation?.typeAnnotation, bindings));
  }
  for (const { parameter } of module.nodes('TSParameterProperty')) {
    if (parameter.type === AST_NODE_TYPES.Identifier) note(`this.${parameter.name}`, typeLibrary(parameter.typeAnnotation?.typeAnnotation, bindings));
  }
  for (const [name, { specifier, imported }] of bindings) if (specifier === '@vercel/kv' && imported === 'kv') clients.set(name, specifier);
  return clients;
}

/** The clients among what the module exports, by the names that others import. */
export function offeredBy(module: ParsedModule, clients: ReadonlyMap<string, string>): Record<string, string> {
  const offered: Record<string, string> = {};
  const note = (exported: string, local: string | undefined): void => {
    const library = local === undefined ? undefined : clients.get(local);
    if (library !== undefined) offered[exported] = library;
  };
  for (const statement of module.tree.body) {
    if (statement.type === AST_NODE_TYPES.ExportDefaultDeclaration) note('default', dottedName(statement.declaration));
    if (statement.type === AST_NODE_TYPES.ExpressionStatement && statement.expression.type === AST_NODE_TYPES.AssignmentExpression) {
      const { left, right } = statement.expression;
      const [, single] = /^(?:module\.)?exports\.(\w+)$/.exec(dottedName(left) ?? '') ?? [];
      if (single !== undefined) note(single, dottedName(right));
      if (dottedName(left) !== 'module.exports' || right.type !== AST_NODE_TYPES.ObjectExpression) continue;
      for (const entry of right.properties) if (entry.type === AST_NODE_TYPES.Property) note(keyOf(entry) ?? '', dottedName(entry.value));
    }
    if (statement.type !== AST_NODE_TYPES.ExportNamedDeclaration || statement.source) continue;
    if (statement.declaration?.type === AST_NODE_TYPES.VariableDeclaration) {
      for (const { id } of statement.declaration.declarations) if (id.type === AST_NODE_TYPES.Identifier) note(id.name, id.name);
    }
    for (const { local, exported } of statement.specifiers) if (exported.type === AST_NODE_TYPES.Identifier) note(exported.name, dottedName(local));
  }
  return offered;
}

/** The library of the client that an expression makes. */
function libraryOf(module: ParsedModule, node: TSESTree.Node, bindings: Bindings, steps = 0): string | undefined {
  const value = unwrap(node);
  if (steps > MOST_STEPS) return undefined;
  const further = (next: TSESTree.Node): string | undefined => libraryOf(module, next, bindings, steps + 1);
  if (value.type === AST_NODE_TYPES.LogicalExpression) return further(value.left) ?? further(value.right);
  if (value.type === AST_NODE_TYPES.ConditionalExpression) return further(value.consequent) ?? further(value.alternate);
  if (value.type !== AST_NODE_TYPES.NewExpression && value.type !== AST_NODE_TYPES.CallExpression) return undefined;
  const callee = importedCallee(value.callee, bindings);
  if (callee?.package) return LIBRARIES.test(callee.package) && MAKERS.test(callee.member) ? callee.package : undefined;
  if (value.callee.type === AST_NODE_TYPES.MemberExpression && value.callee.property.type === AST_NODE_TYPES.Identifier && FLUENT.test(value.callee.property.name)) return further(value.callee.object);
  return value.callee.type === AST_NODE_TYPES.Identifier ? resultOf(module, value.callee.name, bindings, steps + 1) : undefined;
}

/** What a function of the module returns: by its type, or by its last word. */
function resultOf(module: ParsedModule, name: string, bindings: Bindings, steps: number): string | undefined {
  const made = module.nodes('FunctionDeclaration').find(({ id }) => id?.name === name)
    ?? module.nodes('VariableDeclarator').find(({ id }) => id.type === AST_NODE_TYPES.Identifier && id.name === name)?.init;
  if (made?.type !== AST_NODE_TYPES.FunctionDeclaration && made?.type !== AST_NODE_TYPES.ArrowFunctionExpression && made?.type !== AST_NODE_TYPES.FunctionExpression) return undefined;
  const typed = typeLibrary(made.returnType?.typeAnnotation, bindings);
  if (typed !== undefined || made.body.type !== AST_NODE_TYPES.BlockStatement) return typed ?? libraryOf(module, made.body, bindings, steps);
  const within = module.nodes('ReturnStatement').filter(({ range }) => made.range[0] < range[0] && range[1] < made.range[1]);
  for (const { argument } of within) {
    const library = argument ? libraryOf(module, argument, bindings, steps) : undefined;
    if (library !== undefined) return library;
  }
  return undefined;
}

/** `Redis`, `Redis | null`, `ReturnType<typeof createClient>`. */
function typeLibrary(type: TSESTree.TypeNode | undefined, bindings: Bindings): string | undefined {
  if (type?.type === AST_NODE_TYPES.TSUnionType) return type.types.map((one) => typeLibrary(one, bindings)).find((library) => library !== undefined);
  if (type?.type !== AST_NODE_TYPES.TSTypeReference || type.typeName.type !== AST_NODE_TYPES.Identifier) return undefined;
  if (type.typeName.name === 'ReturnType' || type.typeName.name === 'Awaited') {
    const [of] = type.typeArguments?.params ?? [];
    if (of?.type !== AST_NODE_TYPES.TSTypeQuery) return typeLibrary(of, bindings);
    return of.exprName.type === AST_NODE_TYPES.Identifier ? libraryNamed(bindings.get(of.exprName.name), MAKERS) : undefined;
  }
  return CLIENT_TYPES.test(type.typeName.name) ? libraryNamed(bindings.get(type.typeName.name), CLIENT_TYPES) : undefined;
}

const libraryNamed = (binding: Binding | undefined, names: RegExp): string | undefined =>
  binding !== undefined && LIBRARIES.test(binding.specifier) && names.test(binding.imported) ? binding.specifier : undefined;
