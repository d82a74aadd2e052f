import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';

const ASKS = /(?:^|\.)(?:fetch|axios|got|ky|undici)(?:\.\w+)?$/;
const REQUEST = '(?:^|\\.)_?(?:c\\.req|req|request|\\w+Request)(?:\\.raw)?';
const HEADERS = new RegExp(`${REQUEST}\\.headers$`);
const METHOD = new RegExp(`${REQUEST}\\.method$`);
/** Headers made anew say nothing of who calls. */
const TAKEN_OVER = /new Headers\(\s*(?:\w+\.)*_?(?:req|request|\w+Request)\.headers\s*[,)]/;
/** A key of the service's own: whoever comes is let in by that. */
const OWN_KEY = /authorization|api_?-?key|secret|bearer/i;

/** `fetch(url, { method: 'POST', headers: request.headers, body })`: the request goes on to another service as it came, with all that proves who calls. */
export function relays({ callee, arguments: given }: TSESTree.CallExpression, text: string): boolean {
  return ASKS.test(dottedName(callee) ?? '') && given.some((one) => {
    const headers = optionOf(one, 'headers');
    return headers !== undefined && (isTheirs(headers) || (keepsMethod(one) && headers.type !== T.ObjectExpression && TAKEN_OVER.test(text) && !OWN_KEY.test(text)));
  });
}

/** `fetch(url, { method: request.method, body: request.body })`: whatever it asks, for the other service to look at. */
export const sendsOnAnyMethod = ({ callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression): boolean => given.some(keepsMethod) && ASKS.test(dottedName(callee) ?? '');

const keepsMethod = (options: TSESTree.Node): boolean => {
  const method = optionOf(options, 'method');
  return method !== undefined && METHOD.test(dottedName(method) ?? '');
};

function optionOf(node: TSESTree.Node, name: string): TSESTree.Node | undefined {
  const options = unwrap(node);
  return options.type === T.ObjectExpression ? options.properties.flatMap((entry) => (entry.type === T.Property && keyOf(entry) === name ? [unwrap(entry.value)] : []))[0] : undefined;
}

/** `request.headers`, `new Headers(request.headers)`. */
function isTheirs(node: TSESTree.Node): boolean {
  const [first] = node.type === T.NewExpression && dottedName(node.callee) === 'Headers' ? node.arguments : [];
  return HEADERS.test(dottedName(first ? unwrap(first) : node) ?? '');
}
