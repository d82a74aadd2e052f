import type { TSESTree } from '@typescript-eslint/types';
import { AST_NODE_TYPES as T } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { isFunction } from '../../lib/scope.ts';

/** What stands right before a statement speaks of what may be lost. */
const FORGIVES = /\b(?:best[ -]effort|may fail|can fail|(?:must|should) not fail|non-?(?:fatal|critical)|fire[ -]and[ -]forget|never throws?|swallow\w*|ignor\w*)\b/i;
/** A function's own comment speaks of more than its failures. */
const OF_ALL = /\b(?:best[ -]effort|non-?(?:fatal|critical)|fire[ -]and[ -]forget|never throws?)\b/i;
const QUIET = /(?:Quietly|Silently|BestEffort)$|^(?:bestEffort|quietly|silently)[A-Z]/;
const COMMENT = /(?:\/\*(?:(?!\*\/)[^]){0,600}\*\/|(?:\/\/[^\n]{0,200}\n[ \t]*){1,6})\s*$/;
const LOOKED_AT = 800;

/** `// best effort` before the attempt, or said of the whole function by its comment or name: somebody decided that it may be lost. */
export function isForgiven(node: TSESTree.Node, module: ParsedModule): boolean {
  const says = (at: TSESTree.Node, words: RegExp): boolean => words.test(COMMENT.exec(module.text.slice(Math.max(0, at.range[0] - LOOKED_AT), at.range[0]))?.[0] ?? '');
  let crossed = false;
  for (let next = module.parent(node); next && next.type !== T.Program; next = module.parent(next)) {
    if (!crossed && (next.type === T.TryStatement || next.type === T.ExpressionStatement) && says(next, FORGIVES)) return true;
    if (!isFunction(next)) continue;
    const holder = module.parent(next);
    const declared = holder?.type === T.VariableDeclarator ? module.parent(holder)! : holder?.type === T.MethodDefinition || holder?.type === T.Property ? holder : next;
    const name = holder?.type === T.VariableDeclarator ? holder.id : holder?.type === T.MethodDefinition || holder?.type === T.Property ? holder.key : next.type === T.ArrowFunctionExpression ? null : next.id;
    if (name?.type !== T.Identifier) {
      crossed = true;
      continue;
    }
    const exported = module.parent(declared);
    return QUIET.test(name.name) || says(exported?.type === T.ExportNamedDeclaration ? exported : declared, OF_ALL);
  }
  return false;
}
