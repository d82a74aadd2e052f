import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { contains, unwrap } from '../../lib/tree.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';

/** `cookies().get('cartId')?.value`, `cookieStore.get('cartId')`, `req.cookies.cartId`, `getCookie(c, 'cartId')`. */
const OF_COOKIE = /^\(?(?:await\s+)?(?:cookies\(\)|\w*[cC]ookie(?:s|Store|Jar)(?:\(\))?)\)?\.get\(|^(?:_?req|request|ctx|c|context)\.(?:signedCookies|cookies)(?:\.(?!set\b)\w|\[)|^getCookie\(/;
const ALL_COOKIES = /^(?:_?req|request)\.(?:signedCookies|cookies)$/;
/** What a page remembers of its visitor, and what proves that a form is its own. */
const NO_KEY = /locale|lang|theme|consent|csrf|xsrf|state|nonce|referr?er|utm|redirect|return|flash|prefer/i;

/** What the request itself holds is waited for before anything else is. */
const OF_REQUEST = /^(?:cookies|headers)\(\)|^(?:props\.)?(?:params|searchParams)$|^(?:\w+\.)*_?(?:req|request)\.(?:json|formData|text)\(/;

/**
 * Where a function refuses, before it has read or changed anything, whoever lacks a cookie: `const cartId = cookies().get('cartId')?.value;
 * if (!cartId) throw …`. What lies behind it is done for the bearer of that cookie; how well it proves him is not to be told from here.
 */
export function asksForCookie({ body }: FunctionNode, text: string): number | undefined {
  if (body.type !== T.BlockStatement) return undefined;
  const statements = body.body.flatMap((one) => (one.type === T.TryStatement ? one.block.body : [one]));
  const named = new Set(statements.flatMap((one) => (one.type === T.VariableDeclaration ? one.declarations : [])).flatMap(({ id, init }) => {
    const said = init ? text.slice(...unwrap(init).range).slice(0, 200) : '';
    // `const { cartId } = req.cookies`
    if (id.type === T.ObjectPattern && ALL_COOKIES.test(said)) return id.properties.flatMap((part) => (part.type === T.Property && part.value.type === T.Identifier && !NO_KEY.test(part.value.name) ? [part.value.name] : []));
    if (id.type !== T.Identifier) return [];
    return OF_COOKIE.test(said) && !NO_KEY.test(said) ? [id.name] : [];
  }));
  const first = named.size === 0 ? -1 : statements.findIndex((one) => one.type === T.IfStatement && isAbsent(one.test, named) && contains(one.consequent, leaves, isFunction));
  const reaches = (node: TSESTree.Node): boolean => contains(node, (one) => one.type === T.AwaitExpression && !OF_REQUEST.test(text.slice(...unwrap(one.argument).range)), isFunction);
  return first < 0 || statements.slice(0, first + 1).some(reaches) ? undefined : statements[first]!.loc.start.line;
}

const leaves = ({ type }: TSESTree.Node): boolean => type === T.ThrowStatement || type === T.ReturnStatement;

/** `!cartId || …`: one of them is enough. */
function isAbsent(node: TSESTree.Node, named: ReadonlySet<string>): boolean {
  const test = unwrap(node);
  if (test.type === T.LogicalExpression) return test.operator === '||' && (isAbsent(test.left, named) || isAbsent(test.right, named));
  return test.type === T.UnaryExpression && test.operator === '!' && test.argument.type === T.Identifier && named.has(test.argument.name);
}
