import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Trait } from '../../model/index.ts';
import { dottedName, isNothing, keyOf, unwrap } from '../../lib/tree.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';

const CONTEXT = /^_?(?:ctx|context|contextValue|gqlContext)$/;
/** The first parameter of a resolver, as it is named. */
const PARENT = /^(?:_+\w*|parent\w*|root\w*|obj|object|source|src)$/;
const CALLER = /^(?:current|auth|logged_?in|session)?_?(?:user|account|viewer|principal)(?:_?id)?$|^(?:uid|me|claims|auth_?token|user_?info|is(?:Auth|Authenticated|LoggedIn|SignedIn)|viewerId)$/i;
const OF_CONTEXT = /^(?:(?:session|req|request|auth|state|req\.session|request\.session)\.)?([\w$]+)(?:\.(?:id|_id|uid|sub|userId|user_id))?$/;

/** `if (!context.user) throw …`: whoever is nobody gets no further, whatever the error is called. */
export function nobodySignals(node: TSESTree.IfStatement, parent: ParsedModule['parent']): Trait[] {
  const refuses = throws(node.consequent);
  const absent = refuses || givesNothing(node.consequent) ? absentIn(node.test) : [];
  for (let at: TSESTree.Node | undefined = absent.length > 0 ? parent(node) : undefined; at; at = parent(at)) {
    if (isFunction(at)) {
      const around = at;
      if (!absent.some((name) => isCaller(name, around))) return [];
      // `if (!ctx.user) return 0` in a resolver: strangers are told nothing; a helper that says so leaves it to its caller.
      return refuses ? ['denies', 'identity'] : around.params.length >= 3 ? ['asks', 'identity'] : [];
    }
  }
  return [];
}

function throws(node: TSESTree.Statement): boolean {
  const all = node.type === AST_NODE_TYPES.BlockStatement ? node.body.slice(0, 5) : [node];
  return all.some(({ type }) => type === AST_NODE_TYPES.ThrowStatement);
}

/** `return null`, `return []`, `return 0`: an answer that is the same whatever is asked. */
function givesNothing(node: TSESTree.Statement): boolean {
  const [first, second] = node.type === AST_NODE_TYPES.BlockStatement ? node.body : [node];
  if (first?.type !== AST_NODE_TYPES.ReturnStatement || second !== undefined) return false;
  const given = first.argument && unwrap(first.argument);
  return !given || given.type === AST_NODE_TYPES.Literal || isNothing(given) || (given.type === AST_NODE_TYPES.ArrayExpression && given.elements.length === 0);
}

/** Each name that a test finds absent, where one of them is enough to fail it. */
function absentIn(node: TSESTree.Node): string[] {
  const test = unwrap(node);
  if (test.type === AST_NODE_TYPES.LogicalExpression) return test.operator === '||' ? [...absentIn(test.left), ...absentIn(test.right)] : [];
  if (test.type === AST_NODE_TYPES.UnaryExpression && test.operator === '!') return dottedName(test.argument) === undefined ? [] : [dottedName(test.argument)!];
  if (test.type !== AST_NODE_TYPES.BinaryExpression) return [];
  const [left, right] = [unwrap(test.left), unwrap(test.right)];
  const against = right.type === AST_NODE_TYPES.Literal ? right.value : right.type === AST_NODE_TYPES.Identifier && right.name === 'undefined' ? null : right;
  const asks = /^===?$/.test(test.operator) ? against === null || against === false : /^!==?$/.test(test.operator) && against === true;
  return asks && dottedName(left) !== undefined ? [dottedName(left)!] : [];
}

/** Whether a name is who calls, as the context of a resolver or a middleware holds it. */
function isCaller(name: string, { params, body }: FunctionNode): boolean {
  const contexts = params.flatMap((one) => (one.type === AST_NODE_TYPES.Identifier && CONTEXT.test(one.name) ? [one.name] : []));
  const [first, , third] = params;
  const [head = '', ...rest] = name.split('.');
  if (contexts.includes(head)) return CALLER.test(OF_CONTEXT.exec(rest.join('.'))?.[1] ?? '');
  // `(parent, args, { user }) => …`
  if (third?.type === AST_NODE_TYPES.ObjectPattern && isParent(first) && takes(third, head)) return true;
  // `const { user } = context`, `const userId = context.user?.id`
  return body.type === AST_NODE_TYPES.BlockStatement && body.body.some((statement) => statement.type === AST_NODE_TYPES.VariableDeclaration && statement.declarations.some(({ id, init }) => {
    const from = init ? dottedName(unwrap(init)) : undefined;
    if (from === undefined || !contexts.includes(from.split('.')[0]!)) return false;
    if (id.type === AST_NODE_TYPES.ObjectPattern) return takes(id, head);
    return id.type === AST_NODE_TYPES.Identifier && id.name === head && CALLER.test(OF_CONTEXT.exec(from.split('.').slice(1).join('.'))?.[1] ?? '');
  }));
}

/** Whether a pattern takes who calls out under a name. */
const takes = ({ properties }: TSESTree.ObjectPattern, local: string): boolean => properties.some((part) => {
  if (part.type !== AST_NODE_TYPES.Property || !CALLER.test(keyOf(part) ?? '')) return false;
  const held = part.value.type === AST_NODE_TYPES.AssignmentPattern ? part.value.left : part.value;
  return held.type === AST_NODE_TYPES.Identifier && held.name === local;
});

const isParent = (param: TSESTree.Parameter | undefined): boolean => param?.type === AST_NODE_TYPES.Identifier ? PARENT.test(param.name) : param?.type === AST_NODE_TYPES.ObjectPattern;
