import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, TraceHeader } from '../../model/index.ts';
import { EVERY_HEADER } from '../../lib/every-header.ts';
import { isFunction } from '../../lib/scope.ts';
import { dottedName, unwrap } from '../../lib/tree.ts';

/** A service or an object that the platform binds: `env.ORDERS`, `env.SESSIONS.get(id)`. */
const BOUND = /^(?:await )?(?:this\.|\w+\.)?env\.[A-Z_][A-Z0-9_]*\b/;

/** A service worker of a page. */
const OF_THE_BROWSER = /\bself\.(?:addEventListener|on\w+|skipWaiting|clients|registration)\b/;

/** `stub.fetch(request)`, `fetch(new Request(url, request))`: the request goes on as it came, with its headers. An app of the same process is no other service. */
export function handedOn(module: ParsedModule): TraceHeader[] {
  if (!module.text.includes('fetch(') || OF_THE_BROWSER.test(module.text)) return [];
  return module.nodes('CallExpression').flatMap((call): TraceHeader[] => {
    const { callee, arguments: [first] } = call;
    if (!first || !isWhole(first) || !leavesTheProcess(module, callee)) return [];
    return [{ header: EVERY_HEADER, direction: 'forward', line: call.loc.start.line, column: call.loc.start.column + 1 }];
  });
}

/** `fetch(request, env)`: what is handed a request together with the platform's bindings answers it; a wrapper of `fetch` makes requests of its own. */
function answersOnAPlatform(module: ParsedModule, node: TSESTree.Node): boolean {
  for (let next = module.parent(node); next; next = module.parent(next)) {
    if (isFunction(next) && next.params.some((part) => part.type === AST_NODE_TYPES.Identifier && /^(?:env|ctx)$/.test(part.name)) && next.params.some(isRequest)) return true;
  }
  return false;
}

const isRequest = (node: TSESTree.Node | undefined): boolean => node?.type === AST_NODE_TYPES.Identifier && /^req(?:uest)?$/.test(node.name);
const isWhole = (node: TSESTree.Node): boolean => isRequest(node) || (node.type === AST_NODE_TYPES.NewExpression && dottedName(node.callee) === 'Request' && isRequest(node.arguments[1]));

function leavesTheProcess(module: ParsedModule, callee: TSESTree.Node): boolean {
  if (callee.type === AST_NODE_TYPES.Identifier) return callee.name === 'fetch' && answersOnAPlatform(module, callee);
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier || callee.property.name !== 'fetch') return false;
  const { object } = callee;
  if (object.type !== AST_NODE_TYPES.Identifier) return BOUND.test(module.text.slice(...object.range));
  return module.nodes('VariableDeclarator').some(({ id, init }) => id.type === AST_NODE_TYPES.Identifier && id.name === object.name && init != null && BOUND.test(module.text.slice(...unwrap(init).range)));
}
