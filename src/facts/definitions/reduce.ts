import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Expression } from '../../model/index.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';

const OTHER: Expression = { other: true };
const MAX_DEPTH = 7;
const MAX_ITEMS = 60;
/** A server of a large service mounts hundreds of routers by one list. */
export const MAX_LIST = 1000;

/** Reduces expressions; `functionOf` gives a function its index. */
export function reduce(node: TSESTree.Node, functionOf: (node: FunctionNode) => number, depth = 0): Expression {
  if (depth > MAX_DEPTH) return OTHER;
  const plain = unwrap(node);
  const line = plain.loc.start.line;
  const into = (part: TSESTree.Node): Expression => reduce(part, functionOf, depth + 1);
  // A chain of calls is as deep as it is long: what it is made on costs little depth.
  const along = (part: TSESTree.Node): Expression => reduce(part, functionOf, depth + 0.01);
  if (isFunction(plain)) return { fn: functionOf(plain), line };
  switch (plain.type) {
    case AST_NODE_TYPES.Literal:
      return plain.value === null || typeof plain.value === 'number' || typeof plain.value === 'boolean' ? { value: plain.value }
        : typeof plain.value === 'string' ? { value: plain.value.slice(0, 300) } : 'regex' in plain ? { value: `/${plain.regex.pattern.slice(0, 100)}/` } : OTHER;
    case AST_NODE_TYPES.Identifier:
    case AST_NODE_TYPES.ThisExpression:
      return { name: dottedName(plain)!, line };
    case AST_NODE_TYPES.MemberExpression: {
      const name = dottedName(plain);
      if (name !== undefined) return { name, line };
      const member = plain.property.type === AST_NODE_TYPES.Identifier && !plain.computed ? plain.property.name : undefined;
      return member === undefined ? OTHER : { of: along(plain.object), member, line: plain.property.loc.start.line };
    }
    case AST_NODE_TYPES.CallExpression:
    case AST_NODE_TYPES.NewExpression:
      return {
        call: along(plain.callee), args: plain.arguments.slice(0, MAX_ITEMS).map((argument) => (argument.type === AST_NODE_TYPES.SpreadElement ? into(argument.argument) : into(argument))),
        line: plain.callee.type === AST_NODE_TYPES.MemberExpression ? plain.callee.property.loc.start.line : line, ...(plain.type === AST_NODE_TYPES.NewExpression && { new: true as const }),
      };
    // A module that is loaded when it is needed is the same module.
    case AST_NODE_TYPES.ImportExpression:
      return { call: { name: 'require', line }, args: [into(plain.source)], line };
    case AST_NODE_TYPES.TemplateLiteral: {
      const parts = plain.quasis.flatMap((quasi, index): Expression[] => [
        ...(quasi.value.cooked ? [{ value: quasi.value.cooked }] : []),
        ...(plain.expressions[index] ? [into(plain.expressions[index])] : []),
      ]);
      return parts.length === 1 && 'value' in parts[0]! ? parts[0] : { parts };
    }
    case AST_NODE_TYPES.BinaryExpression:
      return plain.operator === '+' ? { parts: [into(plain.left), into(plain.right)] } : OTHER;
    case AST_NODE_TYPES.ArrayExpression:
      return { list: plain.elements.slice(0, MAX_LIST).flatMap((element) => (element === null ? [] : [element.type === AST_NODE_TYPES.SpreadElement ? into(element.argument) : into(element)])) };
    case AST_NODE_TYPES.ObjectExpression: {
      const object: Record<string, Expression> = {};
      const spreads: Expression[] = [];
      for (const entry of plain.properties.slice(0, 400)) {
        if (entry.type === AST_NODE_TYPES.SpreadElement) spreads.push(into(entry.argument));
        else {
          const key = keyOf(entry) ?? segmentOf(entry);
          if (key !== undefined && key !== '__proto__') object[key] = into(entry.value);
        }
      }
      return spreads.length > 0 ? { object, spreads } : { object };
    }
    case AST_NODE_TYPES.LogicalExpression:
      return { any: [into(plain.left), into(plain.right)] };
    case AST_NODE_TYPES.ConditionalExpression:
      return { any: [into(plain.consequent), into(plain.alternate)] };
    case AST_NODE_TYPES.AssignmentExpression:
      return into(plain.right);
    default:
      return OTHER;
  }
}

/** `{ [Segments.BODY]: schema }`, as celebrate names the parts of a request. */
export function segmentOf({ computed, key }: TSESTree.Property): string | undefined {
  const [, part] = (computed && /^Segments\.(BODY|QUERY|PARAMS|HEADERS|COOKIES|SIGNEDCOOKIES)$/.exec(dottedName(key) ?? '')) || [];
  return part?.toLowerCase();
}
