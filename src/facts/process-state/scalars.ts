import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { MutableState, ParsedModule } from '../../model/index.ts';
import { dottedName, unwrap } from '../../lib/tree.ts';
import { functionName, isGiven, isOfStart, servesRequests } from './handlers.ts';

interface Scalar { readonly name: string; readonly node: TSESTree.Node; readonly holder: MutableState['holder']; readonly of?: string; readonly everybody?: true }

/**
 * Values and flags that one function keeps from the request that it serves, and another function reads: `let current = null`, a field
 * of a controller, `app.locals`. What is made where it is missing (a client, a copy) is none, nor is a flag that is only ever raised.
 */
export function scalars(module: ParsedModule): MutableState[] {
  const byName = new Map([...ofModule(module), ...ofControllers(module), ...ofEverybody(module)].map((one) => [one.name, one] as const));
  if (byName.size === 0) return [];
  const changes = new Map<string, MutableState['changes'][number][]>();
  const literals = new Map<string, Set<unknown>>();
  for (const { left, right, operator } of module.nodes('AssignmentExpression')) {
    const scalar = byName.get(dottedName(left) ?? '');
    if (scalar === undefined || operator !== '=' || isOfStart(module, left) || (scalar.holder !== 'module' && !isWithin(module, left, scalar.node))) continue;
    const by = functionName(module, left);
    const value = unwrap(right);
    if (value.type === AST_NODE_TYPES.Literal && by !== undefined) literals.set(scalar.name, (literals.get(scalar.name) ?? new Set()).add(value.value));
    if (!servesRequests(module, left)) {
      // Whom a request leads there with, other modules know.
      if (scalar.holder === 'module' && !scalar.everybody && by !== undefined && isGiven(module, copied(value), left)) changes.set(scalar.name, [...changes.get(scalar.name) ?? [], { how: 'assignment', line: left.loc.start.line, column: left.loc.start.column + 1, by, given: true }]);
      continue;
    }
    if (value.type === AST_NODE_TYPES.Literal ? value.value === null : !isGiven(module, value, left)) continue;
    changes.set(scalar.name, [...changes.get(scalar.name) ?? [], { how: 'assignment', line: left.loc.start.line, column: left.loc.start.column + 1, ...(by !== undefined && { by }), inHandler: true, ...(value.type === AST_NODE_TYPES.Literal && { key: 'literal' }) }]);
  }
  return [...changes].flatMap(([written, all]): MutableState[] => {
    const { name, node, holder, of, everybody } = byName.get(written)!;
    const kept = all.filter(({ key }) => key !== 'literal' || literals.get(name)!.size > 1).map(({ key: _, ...change }) => change);
    if (kept.length === 0 || (!everybody && !isReadElsewhere(module, name, new Set(kept.map(({ by }) => by))))) return [];
    return [{ name: name.replace(/^this\.#?/, ''), holder, type: 'scalar', ...(of !== undefined && { of }), asked: true, line: node.loc.start.line, column: node.loc.start.column + 1, changes: kept.slice(0, 3) }];
  });
}

/** `Buffer.from(key)` keeps what was given as it is. */
const copied = (value: TSESTree.Node): TSESTree.Node =>
  (value.type === AST_NODE_TYPES.CallExpression && /^(?:Buffer\.from|structuredClone)$/.test(dottedName(value.callee) ?? '') && value.arguments[0]) || value;

const isScalar = (init: TSESTree.Node | null | undefined): boolean => {
  const value = init && unwrap(init);
  return !value || (value.type === AST_NODE_TYPES.Literal && typeof value.value !== 'number') || (value.type === AST_NODE_TYPES.Identifier && value.name === 'undefined');
};

function* ofModule(module: ParsedModule): Generator<Scalar> {
  for (const statement of module.tree.body) {
    const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
    if (declaration?.type !== AST_NODE_TYPES.VariableDeclaration || declaration.kind === 'const') continue;
    for (const { id, init } of declaration.declarations) if (id.type === AST_NODE_TYPES.Identifier && isScalar(init)) yield { name: id.name, node: id, holder: 'module' };
  }
}

/** `req.app.locals.user = …`, `global.user = …`: what the whole program shares, wherever it is read. */
const OF_EVERYBODY = /^(?:(?:\w+\.)*app\.locals|global(?:This)?)\.\w+$/;

function* ofEverybody(module: ParsedModule): Generator<Scalar> {
  const seen = new Set<string>();
  for (const { left } of module.nodes('AssignmentExpression')) {
    const name = dottedName(left);
    if (name === undefined || !OF_EVERYBODY.test(name) || seen.has(name)) continue;
    seen.add(name);
    yield { name, node: left, holder: 'module', everybody: true };
  }
}

/** Frameworks make one of each for the whole process, unless they are told to make one for each request. */
function* ofControllers(module: ParsedModule): Generator<Scalar> {
  for (const owner of module.nodes('ClassDeclaration')) {
    if (!owner.id || owner.decorators.length === 0 || !servesRequests(module, owner.body) || owner.decorators.some(({ expression }) => /Scope\.(?:REQUEST|TRANSIENT)/.test(module.text.slice(...expression.range)))) continue;
    for (const member of owner.body.body) {
      if (member.type !== AST_NODE_TYPES.PropertyDefinition || member.static || member.decorators.length > 0 || !isScalar(member.value)) continue;
      const name = member.key.type === AST_NODE_TYPES.PrivateIdentifier ? `this.#${member.key.name}` : member.key.type === AST_NODE_TYPES.Identifier ? `this.${member.key.name}` : undefined;
      if (name !== undefined) yield { name, node: member, holder: 'singleton', of: owner.id.name };
    }
  }
}

function isReadElsewhere(module: ParsedModule, name: string, writers: ReadonlySet<string | undefined>): boolean {
  const isRead = (node: TSESTree.Node): boolean => {
    const parent = module.parent(node);
    if (parent?.type === AST_NODE_TYPES.AssignmentExpression && parent.left === node) return false;
    if (parent?.type === AST_NODE_TYPES.Property && parent.key === node && !parent.shorthand) return false;
    if (parent?.type === AST_NODE_TYPES.MemberExpression && parent.property === node && !parent.computed) return false;
    const by = functionName(module, node);
    return by !== undefined && !writers.has(by);
  };
  return name.startsWith('this.')
    ? module.nodes('MemberExpression').some((node) => dottedName(node) === name && isRead(node))
    : module.nodes('Identifier').some((node) => node.name === name && isRead(node));
}

const isWithin = (module: ParsedModule, node: TSESTree.Node, member: TSESTree.Node): boolean => {
  const body = module.parent(member);
  return body !== undefined && body.range[0] <= node.range[0] && node.range[1] <= body.range[1];
};
