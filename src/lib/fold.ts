import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { unwrap } from './tree.ts';

export type FoldedValue = string | number | boolean | null | undefined;

/**
 * The value of an expression that is the same on every run: literals, templates without unknown parts, arithmetic on
 * numbers, and names of this module's `const`s. `unknown: true`: it is configured at run time or out of sight.
 */
export function fold(node: TSESTree.Node, constants: ReadonlyMap<string, TSESTree.Node>, depth = 0): { readonly value: FoldedValue } | { readonly unknown: true } {
  const plain = unwrap(node);
  const unknown = { unknown: true } as const;
  if (depth > 8) return unknown;
  switch (plain.type) {
    case AST_NODE_TYPES.Literal:
      return plain.value instanceof RegExp || typeof plain.value === 'bigint' ? unknown : { value: plain.value };
    case AST_NODE_TYPES.TemplateLiteral: {
      let text = plain.quasis[0]?.value.cooked ?? '';
      for (const [position, expression] of plain.expressions.entries()) {
        const part = fold(expression, constants, depth + 1);
        if ('unknown' in part) return unknown;
        text += String(part.value) + (plain.quasis[position + 1]?.value.cooked ?? '');
      }
      return { value: text };
    }
    case AST_NODE_TYPES.UnaryExpression: {
      const part = fold(plain.argument, constants, depth + 1);
      if ('unknown' in part || typeof part.value !== 'number') return unknown;
      return plain.operator === '-' ? { value: -part.value } : unknown;
    }
    case AST_NODE_TYPES.BinaryExpression: {
      if (plain.left.type === AST_NODE_TYPES.PrivateIdentifier) return unknown;
      const left = fold(plain.left, constants, depth + 1);
      const right = fold(plain.right, constants, depth + 1);
      if ('unknown' in left || 'unknown' in right) return unknown;
      if (plain.operator === '+' && (typeof left.value === 'string' || typeof right.value === 'string')) return { value: `${left.value}${right.value}` };
      if (typeof left.value !== 'number' || typeof right.value !== 'number') return unknown;
      switch (plain.operator) {
        case '+': return { value: left.value + right.value };
        case '-': return { value: left.value - right.value };
        case '*': return { value: left.value * right.value };
        case '/': return { value: left.value / right.value };
        case '**': return { value: left.value ** right.value };
        default: return unknown;
      }
    }
    case AST_NODE_TYPES.LogicalExpression: {
      // `process.env.X ?? 5000`: the literal is what holds when nothing is configured.
      const left = fold(plain.left, constants, depth + 1);
      return 'unknown' in left && plain.operator !== '&&' ? fold(plain.right, constants, depth + 1) : left;
    }
    case AST_NODE_TYPES.Identifier: {
      if (plain.name === 'undefined') return { value: undefined };
      if (plain.name === 'Infinity') return { value: Infinity };
      const initial = constants.get(plain.name);
      return initial ? fold(initial, constants, depth + 1) : unknown;
    }
    default:
      return unknown;
  }
}

/** The module's top-level `const` initialisers by name. */
export function topLevelConstants(tree: TSESTree.Program): ReadonlyMap<string, TSESTree.Node> {
  const constants = new Map<string, TSESTree.Node>();
  for (const statement of tree.body) {
    const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
    if (declaration?.type !== AST_NODE_TYPES.VariableDeclaration || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === AST_NODE_TYPES.Identifier && init) constants.set(id.name, init);
    }
  }
  return constants;
}
