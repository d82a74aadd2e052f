import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { lastName } from '../../lib/callee.ts';
import { keyOf } from '../../lib/tree.ts';

/** `schema.examples = [{ privateKey: '0xac…' }]` is for readers of the documentation, `samples` of events for those who try one. */
export function isExample(module: ParsedModule, node: TSESTree.Node): boolean {
  let up = module.parent(node);
  for (let depth = 0; up && depth < 10; depth++) {
    const name = up.type === AST_NODE_TYPES.Property ? keyOf(up) : up.type === AST_NODE_TYPES.AssignmentExpression ? lastName(up.left)
      : up.type === AST_NODE_TYPES.VariableDeclarator && up.id.type === AST_NODE_TYPES.Identifier ? up.id.name : undefined;
    if (name && /^(?:examples?|placeholders?|samples?|(?:sample|example)[A-Z_]\w*)$/i.test(name)) return true;
    // `@Example({ token: '…' })`, `@ApiProperty({ example: … })`
    if (up.type === AST_NODE_TYPES.Decorator) return /^@(?:Example|Api[A-Z]|SuccessResponse|Response)/.test(module.text.slice(up.range[0], up.range[0] + 40));
    // Made-up people and addresses stand beside made-up tokens.
    if (up.type === AST_NODE_TYPES.ObjectExpression && /[@/.]example\.(?:com|org|net)\b/.test(module.text.slice(up.range[0], Math.min(up.range[1], up.range[0] + 5_000)))) return true;
    up = module.parent(up);
  }
  return false;
}
