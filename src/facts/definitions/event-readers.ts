import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Trait } from '../../model/index.ts';

/** What h3's functions read of the event that they are handed: `readBody(event)`. */
const READS: Readonly<Record<string, readonly Trait[]>> = {
  readBody: ['body'], readValidatedBody: ['body'], readFormData: ['body'], readMultipartFormData: ['files'], readRawBody: ['raw'],
  getQuery: ['query'], getValidatedQuery: ['query'], getRouterParam: ['params'], getRouterParams: ['params'], getValidatedRouterParams: ['params'],
  getHeader: ['headers'], getHeaders: ['headers'], getRequestHeader: ['headers'], getRequestHeaders: ['headers'], getCookie: ['credential'], parseCookies: ['credential'],
};
const EVENT = /^_?(?:event|evt|e|h3Event|ctx)$/;

const isEvent = (node: TSESTree.Node | undefined): boolean => node !== undefined
  && ((node.type === AST_NODE_TYPES.Identifier && EVENT.test(node.name)) || (node.type === AST_NODE_TYPES.CallExpression && node.callee.type === AST_NODE_TYPES.Identifier && node.callee.name === 'useEvent'));

const PROOF = /session|token|auth(?!or)|jwt/i;

/** `auth.api.updateUser({ body, headers })`, `getAuth().api.setActiveOrganization({ headers: await getRequestHeaders() })`: better-auth looks itself who calls. */
const asksByHeaders = (callee: TSESTree.Node, options: TSESTree.Node | undefined): boolean => callee.type === AST_NODE_TYPES.MemberExpression && callee.object.type === AST_NODE_TYPES.MemberExpression
  && callee.object.property.type === AST_NODE_TYPES.Identifier && callee.object.property.name === 'api' && options?.type === AST_NODE_TYPES.ObjectExpression
  && options.properties.some((one) => one.type === AST_NODE_TYPES.Property && one.key.type === AST_NODE_TYPES.Identifier && one.key.name === 'headers');

export function eventSignals(name: string | undefined, { callee, arguments: [event] }: TSESTree.CallExpression): readonly Trait[] {
  if (asksByHeaders(callee, event)) return ['asks'];
  // `getCookie(SESSION_COOKIE)` of the request that is being answered.
  if (name === 'getCookie' && event && PROOF.test(event.type === AST_NODE_TYPES.Literal ? String(event.value) : event.type === AST_NODE_TYPES.Identifier ? event.name : '')) return ['credential', 'caller'];
  return name !== undefined && Object.hasOwn(READS, name) && isEvent(event) ? READS[name]! : [];
}

/** `readBody(event)`, `getQuery(event)`: a part of the event, as if it were a method of it. */
export const partOfEvent = (name: string | undefined, event: TSESTree.Node | undefined): string | undefined =>
  (name !== undefined && /^(?:readBody|readFormData|readRawBody|getQuery)$/.test(name) && isEvent(event) ? `${name}()` : undefined);
