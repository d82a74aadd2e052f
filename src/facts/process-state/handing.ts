import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { dottedName, unwrap } from '../../lib/tree.ts';
import { literally } from '../../lib/literally.ts';
import { namedFunction } from './handlers.ts';

/** Functions that look an entry up, take it away and return it: `const one = left[key]; delete left[key]; return one`. */
export function handers(module: ParsedModule, containers: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { id, init } of module.nodes('VariableDeclarator')) {
    const value = init && unwrap(init);
    if (id.type !== AST_NODE_TYPES.Identifier || !value) continue;
    const container = value.type === AST_NODE_TYPES.MemberExpression && value.computed ? dottedName(value.object)
      : value.type === AST_NODE_TYPES.CallExpression && value.callee.type === AST_NODE_TYPES.MemberExpression && value.callee.property.type === AST_NODE_TYPES.Identifier && value.callee.property.name === 'get' ? dottedName(value.callee.object) : undefined;
    if (container === undefined || !containers.has(container)) continue;
    const around = namedFunction(module, id);
    const declaration = module.parent(module.parent(id)!);
    const block = declaration && module.parent(declaration);
    if (around === undefined || block?.type !== AST_NODE_TYPES.BlockStatement) continue;
    // Beside it, under no condition: a copy is taken away where it is too old.
    const isTaken = block.body.some((statement) => statement.range[0] > id.range[1] && new RegExp(`^(?:delete ${literally(container)}\\[|${literally(container)}\\.delete\\()`).test(module.text.slice(...statement.range)));
    if (isTaken && new RegExp(`\\breturn\\s[^;\\n]{0,80}\\b${literally(id.name)}\\b`).test(module.text.slice(id.range[1], around.node.range[1]))) found.set(container, (found.get(container) ?? new Set()).add(around.name));
  }
  return found;
}

/** What a class changes of itself after it was made: it counts, or gathers. */
const GATHERS = /\bthis\.#?\w+(?:\s?(?:\+\+|--|\+=|-=)|\.(?:push|add)\()/;

/** Classes of the module whose objects remember what happens: a copy of them in another process knows something else. */
export function gatherers(module: ParsedModule): ReadonlySet<string> {
  return new Set(module.nodes('ClassDeclaration').flatMap(({ id, body }) =>
    (id && body.body.some((member) => member.type === AST_NODE_TYPES.MethodDefinition && member.kind === 'method' && !member.static && GATHERS.test(module.text.slice(...member.range))) ? [id.name] : [])));
}

/** `new Session(id)`, or a constant that was made so. */
export function madeClass(module: ParsedModule, node: TSESTree.Node): TSESTree.NewExpression | undefined {
  const value = unwrap(node);
  if (value.type === AST_NODE_TYPES.NewExpression) return value;
  if (value.type !== AST_NODE_TYPES.Identifier) return undefined;
  const around = namedFunction(module, node)?.node.range ?? [0, 0];
  const made = module.nodes('VariableDeclarator').find(({ id, range }) => id.type === AST_NODE_TYPES.Identifier && id.name === value.name && around[0] <= range[0] && range[1] <= around[1])?.init;
  return made?.type === AST_NODE_TYPES.NewExpression ? made : undefined;
}
