import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Reference } from '../model/index.ts';
import { importBindings, requiredSpecifier, type Binding } from './bindings.ts';
import { rowsOf } from './clients/match.ts';
import { containedBy, takenOf } from './contained.ts';
import { declaredNames, type Declared, type DeclaredNames } from './declared-names.ts';
import { dottedName, isNothing, unwrap } from './tree.ts';

export type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

export const isFunction = (node: TSESTree.Node | undefined): node is FunctionNode =>
  node?.type === T.FunctionDeclaration || node?.type === T.FunctionExpression || node?.type === T.ArrowFunctionExpression;

/** The function that a node stands in. */
export function nearestFunction(node: TSESTree.Node, parent: ParsedModule['parent']): FunctionNode | undefined {
  let up = parent(node);
  while (up && !isFunction(up)) up = parent(up);
  return up;
}

/** Types that leave what they are handed as it is, as far as its methods go. */
const WRAPPERS = /^(?:Awaited|Promise|Omit|Pick|Readonly|Required|Partial|NonNullable)$/;
const MAX_HOPS = 10;
/** `request.set(…).send(…).timeout(…)` is long, and one hop all in all. */
const OF_A_CHAIN = 1 / 8;

/** Who declares which name in one module: enough to follow an expression to its root, without a type checker. */
export class Scope {
  readonly imports: ReadonlyMap<string, Binding>;
  private readonly module: ParsedModule;
  private readonly names: DeclaredNames;
  /** What is being asked for, so that nothing is asked for in a circle. */
  private readonly asked = new Set<Declared>();
  private aliases?: ReadonlyMap<string, TSESTree.TypeNode>;
  private readonly aliased = new Map<string, Reference | undefined>();

  constructor(module: ParsedModule) {
    this.module = module;
    this.imports = importBindings(module);
    this.names = declaredNames(module, this.imports, (node) => this.functionOf(node));
  }

  /** The nearest function around a node, or the program. */
  functionOf(node: TSESTree.Node): TSESTree.Node {
    let next = this.module.parent(node);
    while (next && !isFunction(next) && next.type !== T.Program) next = this.module.parent(next);
    return next ?? this.module.tree;
  }

  /** The declaration that a name means where it is used; imports are not among them. */
  lookup(name: string, use: TSESTree.Node): Declared | undefined {
    const candidates = this.names.declared.get(name);
    if (!candidates) return undefined;
    let scope: TSESTree.Node | undefined = this.functionOf(use);
    while (scope) {
      const here = candidates.find((candidate) => candidate.scope === scope);
      if (here) return here;
      if (scope.type === T.Program) return undefined;
      scope = this.functionOf(scope);
    }
    return undefined;
  }

  /** `db.transaction(async (tx) => …)`: what a callback is handed is the client that the transaction runs on. */
  transactional({ scope, node, name }: Declared): TSESTree.Node | undefined {
    if (!isFunction(scope) || node !== scope || scope.params[0]?.type !== T.Identifier || scope.params[0].name !== name) return undefined;
    const call = this.module.parent(scope);
    if (call?.type !== T.CallExpression || !call.arguments.includes(scope as TSESTree.Expression as never)) return undefined;
    const callee = unwrap(call.callee);
    const named = callee.type === T.MemberExpression && callee.property.type === T.Identifier && /^(\$?transaction|begin|savepoint|tx|task)$/.test(callee.property.name);
    return named ? callee.object : undefined;
  }

  /** The class around a node, nested functions looked through. */
  classOf(node: TSESTree.Node): TSESTree.ClassDeclaration | TSESTree.ClassExpression | undefined {
    let next = this.module.parent(node);
    while (next && next.type !== T.ClassDeclaration && next.type !== T.ClassExpression) next = this.module.parent(next);
    return next as TSESTree.ClassDeclaration | undefined;
  }

  /** The name of a type annotation, as an imported or local reference. */
  typeReference(type: TSESTree.TypeNode | undefined, hops = 0): Reference | undefined {
    if (!type || hops > MAX_HOPS) return undefined;
    const inner = (one: TSESTree.TypeNode | undefined): Reference | undefined => this.typeReference(one, hops + 1);
    switch (type.type) {
      case T.TSUnionType: {
        // `Knex | Knex.Transaction`: several of one library are that library.
        const [named, ...others] = type.types.filter((part) => part.type === T.TSTypeReference || part.type === T.TSTypeQuery).map(inner);
        return others.every((other) => other?.from !== undefined && other.from === named?.from) ? named : undefined;
      }
      case T.TSIntersectionType:
        return type.types.map(inner).find((one) => one?.from !== undefined);
      case T.TSTypeQuery:
        return this.typeOf(type);
      case T.TSIndexedAccessType: {
        // `Parameters<Parameters<typeof db.transaction>[0]>[0]` is what a transaction hands on: the client, once more.
        const text = this.module.text.slice(...type.range);
        const query = /^Parameters\s*<\s*Parameters\s*<\s*typeof\s+([\w$]+)\.\$?transaction\s*>\s*\[0\]\s*>\s*\[0\]$/.exec(text)?.[1];
        return query === undefined ? undefined : this.named(query);
      }
      case T.TSTypeReference: {
        const { typeName, typeArguments } = type;
        if (typeName.type === T.Identifier) {
          const { name } = typeName;
          const [first] = typeArguments?.params ?? [];
          if (first && name === 'ReturnType') {
            const made = inner(first);
            return made && first.type === T.TSTypeQuery ? { ...made, path: [...made.path, '()'] } : made;
          }
          if (first && WRAPPERS.test(name)) return inner(first);
          const binding = this.imports.get(name);
          if (binding) return { from: binding.specifier, name: binding.imported, path: [], instance: true };
          return this.alias(name, hops) ?? { name, path: [], instance: true };
        }
        if (typeName.type === T.TSQualifiedName && typeName.left.type === T.Identifier) {
          const binding = this.imports.get(typeName.left.name);
          if (binding) return { from: binding.specifier, name: binding.imported, path: [typeName.right.name], instance: true };
        }
        return undefined;
      }
      default:
        return undefined;
    }
  }

  /** `typeof db`, as a value; whoever is handed a `typeof fetch` or `typeof axios` is handed one that may be another. */
  private typeOf({ exprName }: TSESTree.TSTypeQuery): Reference | undefined {
    return exprName.type === T.Identifier && !/fetch|request$|^(?:axios|got|ky|superagent|needle)$/i.test(exprName.name) ? this.named(exprName.name) : undefined;
  }

  private named(name: string): Reference | undefined {
    const binding = this.imports.get(name);
    if (binding) return { from: binding.specifier, name: binding.imported, path: [] };
    return this.names.declared.has(name) ? { name, path: [] } : undefined;
  }

  /** What a type of this module stands for, followed once however many name it; an object is known by its own name. */
  private alias(name: string, hops: number): Reference | undefined {
    if (this.aliased.has(name)) return this.aliased.get(name);
    // Types that stand for each other in a circle stand for nothing.
    this.aliased.set(name, undefined);
    this.aliases ??= new Map(this.module.nodes('TSTypeAliasDeclaration').toReversed().map(({ id, typeAnnotation }) => [id.name, typeAnnotation]));
    const type = this.aliases.get(name);
    const led = type?.type === T.TSTypeLiteral ? undefined : this.typeReference(type, hops + 1);
    this.aliased.set(name, led);
    return led;
  }

  /**
   * What an expression's root leads to. Local variables are looked through to what they were made from;
   * `stop` ends that at declarations that have a name of their own (constructions).
   */
  reference(node: TSESTree.Node, fieldOf: (use: TSESTree.Node, field: string) => Reference | undefined, depth = 0): Reference | undefined {
    if (depth > MAX_HOPS) return undefined;
    const plain = unwrap(node);
    const typeOf = (type: TSESTree.TypeNode | undefined): Reference | undefined => this.typeReference(type);
    const add = (base: Reference | undefined, ...path: string[]): Reference | undefined => base && { ...base, path: [...base.path, ...path] };
    switch (plain.type) {
      case T.Identifier: {
        const local = this.lookup(plain.name, plain);
        if (!local) {
          const binding = this.imports.get(plain.name);
          return binding ? { from: binding.specifier, name: binding.imported, path: [] } : { name: plain.name, path: [] };
        }
        if (local.kind === 'function' || local.kind === 'class') return local.scope.type === T.Program ? { name: plain.name, path: [] } : undefined;
        if (local.kind === 'param') {
          const handed = this.transactional(local);
          return (handed && this.reference(handed, fieldOf, depth + 1)) ?? (local.type ? this.typeReference(local.type) : takenOf(local, typeOf));
        }
        if (local.kind === 'variable' && local.init && !isNothing(local.init)) {
          const made = unwrap(local.init);
          // `let client = {}`, and the client itself where there is a key for it.
          const later = made.type === T.ObjectExpression && made.properties.length === 0 ? this.givenTo(plain.name, local, fieldOf, depth, true) : undefined;
          if (later) return later;
          if (isFunction(made) || made.type === T.ObjectExpression) return local.scope.type === T.Program ? { name: plain.name, path: [] } : undefined;
          const from = this.reference(local.init, fieldOf, depth + 1);
          return from ?? this.typeReference(local.type);
        }
        if (local.kind === 'variable') return this.givenTo(plain.name, local, fieldOf, depth) ?? this.typeReference(local.type);
        if (local.kind === 'pattern' && local.init && local.key) return add(this.reference(local.init, fieldOf, depth + 1), ...local.key.split('.'));
        return takenOf(local, typeOf);
      }
      case T.MemberExpression: {
        const key = plain.computed
          ? plain.property.type === T.Literal && typeof plain.property.value === 'string' ? plain.property.value : undefined
          : plain.property.type === T.Identifier || plain.property.type === T.PrivateIdentifier ? plain.property.name : undefined;
        const object = unwrap(plain.object);
        if (key === undefined) {
          // `axios[method](url)`, `Wreck[method](url, options)`: a request of a client of HTTP, whichever.
          const base = plain.computed ? this.reference(object, fieldOf, depth + 1) : undefined;
          return base?.from !== undefined && rowsOf(base.from).some(({ kind, direct }) => kind === 'http' && direct?.test('request')) ? add(base, 'request') : undefined;
        }
        if (object.type === T.ThisExpression) {
          const field = fieldOf(plain, key);
          if (field) return field;
          const owner = this.classOf(plain);
          return owner?.id ? { name: owner.id.name, path: [key], instance: true } : undefined;
        }
        if (object.type === T.Identifier && (object.name === 'globalThis' || object.name === 'window' || object.name === 'self' || object.name === 'global')
          && !this.lookup(object.name, object)) return { name: key, path: [] };
        // `promisify(request.get).call(request, options)`
        const promised = promisedBy(object);
        if (promised && (key === 'call' || key === 'bind')) return this.reference(promised, fieldOf, depth + 1);
        return add(this.reference(object, fieldOf, depth + OF_A_CHAIN), key);
      }
      case T.CallExpression: {
        const required = requiredSpecifier(plain);
        if (required !== undefined) return { from: required, name: '*', path: [] };
        const promised = promisedBy(plain) ?? (plain.callee.type === T.MemberExpression && dottedName(plain.callee.property) === 'bind' ? promisedBy(unwrap(plain.callee.object)) : undefined);
        if (promised) return this.reference(promised, fieldOf, depth + 1);
        return containedBy(plain, (name) => this.named(name), typeOf) ?? add(this.reference(plain.callee, fieldOf, depth + OF_A_CHAIN), '()');
      }
      case T.NewExpression:
        return add(this.reference(plain.callee, fieldOf, depth + 1), 'new');
      case T.ImportExpression:
        return plain.source.type === T.Literal ? { from: String(plain.source.value), name: '*', path: [] } : undefined;
      case T.LogicalExpression:
        return this.reference(plain.operator === '&&' ? plain.right : plain.left, fieldOf, depth + 1) ?? this.reference(plain.right, fieldOf, depth + 1);
      case T.AssignmentExpression:
        return this.reference(plain.right, fieldOf, depth + 1);
      case T.ConditionalExpression:
        return this.reference(plain.consequent, fieldOf, depth + 1) ?? this.reference(plain.alternate, fieldOf, depth + 1);
      default:
        return undefined;
    }
  }

  /** `let client = null; … client = createClient()`: what is made where it is first asked for. `query = query.where(…)` says nothing new. */
  private givenTo(name: string, local: Declared, fieldOf: (use: TSESTree.Node, field: string) => Reference | undefined, depth: number, made = false): Reference | undefined {
    if (this.asked.has(local)) return undefined;
    this.asked.add(local);
    try {
      for (const { left, right } of this.names.given.get(name) ?? []) {
        const value = unwrap(right);
        if ((value.type !== T.CallExpression && !(made && value.type === T.NewExpression)) || this.lookup(name, left)?.node !== local.node) continue;
        const found = this.reference(value, fieldOf, depth + 1);
        if (found) return found;
      }
      return undefined;
    } finally {
      this.asked.delete(local);
    }
  }
}

/** The function of `promisify(request.get)`: what is called by it is called with a promise for a callback. */
export function promisedBy(node: TSESTree.Node): TSESTree.Node | undefined {
  return node.type === T.CallExpression && /^(?:util\.)?promisify$/.test(dottedName(node.callee) ?? '') && node.arguments.length === 1 && node.arguments[0]!.type !== T.SpreadElement ? node.arguments[0] : undefined;
}
