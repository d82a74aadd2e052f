import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { literally } from '../../lib/literally.ts';
import { dottedName } from '../../lib/tree.ts';
import { functionName, namedFunction } from './handlers.ts';

const ASKING = /^(?:get|has|includes|find|findIndex|indexOf|some|filter|at)$/;

/** The function around a change looks its container up first and waits for something before it fills it: a copy of what lies elsewhere. */
export function isFetched(module: ParsedModule, at: TSESTree.Node, container: string): boolean {
  const around = namedFunction(module, at)?.node;
  if (around === undefined) return false;
  const text = module.text.slice(around.range[0], (module.parent(at) ?? at).range[1]);
  const change = at.range[0] - around.range[0];
  const asked = new RegExp(`${literally(container)}(?:\\??\\.(?:get|has)\\(|(?:\\?\\.)?\\[[^\\]]{0,80}\\](?!\\s*=[^=]))`).exec(text);
  return asked !== null && asked.index < change && /\bawait\b|\.then\(/.test(text.slice(asked.index));
}

/** `orders[id] = …`, `delete orders[id]`: the entry is changed there, and not asked for. */
function isChanged(module: ParsedModule, entry: TSESTree.MemberExpression): boolean {
  const parent = module.parent(entry);
  return (parent?.type === AST_NODE_TYPES.AssignmentExpression && parent.left === entry) || (parent?.type === AST_NODE_TYPES.UnaryExpression && parent.operator === 'delete');
}

/** Functions that look an entry of each container up, or ask whether there is one (`id in users`), by the name that the container is written with. */
export function askers(module: ParsedModule, containers: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const found = new Map<string, Set<string | undefined>>();
  for (const node of module.nodes('MemberExpression')) {
    const container = dottedName(node.object);
    if (container === undefined || !containers.has(container)) continue;
    const asks = node.computed ? !isChanged(module, node) : node.property.type === AST_NODE_TYPES.Identifier && ASKING.test(node.property.name);
    if (asks) found.set(container, (found.get(container) ?? new Set()).add(functionName(module, node)));
  }
  for (const node of module.nodes('BinaryExpression')) {
    const container = node.operator === 'in' ? dottedName(node.right) : undefined;
    if (container !== undefined && containers.has(container)) found.set(container, (found.get(container) ?? new Set()).add(functionName(module, node)));
  }
  return found;
}

/** Containers of which it is only asked whether something is in them: their keys are marks, whatever is put there. */
export function marks(module: ParsedModule, containers: ReadonlySet<string>): ReadonlySet<string> {
  const read = new Set<string>();
  for (const node of module.nodes('MemberExpression')) {
    const container = dottedName(node.object);
    if (container === undefined || !containers.has(container)) continue;
    if (node.computed ? !isChanged(module, node) : node.property.type !== AST_NODE_TYPES.Identifier || !/^(?:has|set|add|delete|clear|size)$/.test(node.property.name)) read.add(container);
  }
  return new Set([...containers].filter((container) => !read.has(container)));
}

/** `for (const [id, until] of marks) if (until < now) marks.delete(id)`: it tidies up, whatever was kept. */
export function isSwept(module: ParsedModule, at: TSESTree.Node, key: TSESTree.Node | undefined, container: string): boolean {
  if (key?.type !== AST_NODE_TYPES.Identifier) return false;
  const goesOver = new RegExp(`(?:\\bof (?:\\[\\.\\.\\.|Array\\.from\\(|Object\\.(?:keys|entries)\\()?${literally(container)}\\b|^${literally(container)}\\.forEach\\()[^{]*\\b`);
  for (let up = module.parent(at); up; up = module.parent(up)) {
    if (up.type !== AST_NODE_TYPES.ForOfStatement && up.type !== AST_NODE_TYPES.CallExpression) continue;
    const head = module.text.slice(up.range[0], Math.min(at.range[0], up.range[0] + 200));
    if (goesOver.test(head) && new RegExp(`\\b${literally(key.name)}\\b`).test(head)) return true;
  }
  return false;
}
