import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Trait } from '../../model/index.ts';
import { dottedName } from '../../lib/tree.ts';
import { remember } from '../../lib/remember.ts';

const DENYING_TEXT = /^(?:unauthori[sz]ed(?: (?:access|request|user))?|unauthenticated|401|not_authenticated|(?:(?:the )?(?:user|caller|client|request)(?: is| was)? |you are )?not (?:authenticated|logged in|signed in)|(?:authentication|authorization|login)[ _](?:is )?required|missing authorization.*|(?:missing|no) (?:access|auth|bearer|jwt) token(?: (?:was )?provided)?|invalid (?:(?:access|auth|bearer|jwt) )?token|(?:missing|invalid) api[ -]?key|you (?:must|need to|have to) be (?:logged|signed) in.*|auth\/unauthorized)\.?!?$/i;
/** A token that is missing may be one of anything: a refusal by it counts beside a look at who calls. */
const FORBIDDING_TEXT = /^(?:forbidden|not authori[sz]ed|access denied|403|permission denied|(?:missing|no) token(?: (?:was )?provided)?)\.?!?$/i;
const CREDENTIAL_TEXT = /^(?:authorization|x-api-key|api-key|apikey|x-access-token|x-auth-token|cookie|bearer ?|x-session-token|x-token|x-user-id|x-api-token|x-internal-(?:key|token|secret)|x-cron-secret|x-admin-\w+|x-(?!csrf|xsrf)\w[\w-]*-(?:token|api-?key|secret|key))$/i;
/** Headers by which a browser says where it comes from: a refusal for them keeps out forged forms, not strangers. */
const CROSS_SITE_TEXT = /^(?:x-requested-with|x-csrf-token|x-xsrf-token|csrf-token|origin|referer|sec-fetch-(?:site|mode|dest))$/i;
/** Where a sender's signature stands: `x-hub-signature-256`, `SIGNATURE_HEADER`. */
export const SIGNED_TEXT = /^(?:[\w-]+[-_])?signature(?:[-_][\w-]+)?$/i;

/** As tRPC and others say it: what is asked for is not there. */
const DECLINING_TEXT = /^(?:NOT_IMPLEMENTED|METHOD_NOT_SUPPORTED|(?:[Tt]his (?:\w+ )?is )?[Nn]ot (?:yet )?implemented(?: yet)?[.!]?)$/;

const saidByText = remember((value): readonly Trait[] => [...(DENYING_TEXT.test(value) ? ['denies' as const] : []), ...(FORBIDDING_TEXT.test(value) ? ['forbids' as const] : []), ...(CREDENTIAL_TEXT.test(value) ? ['credential' as const] : []), ...(CROSS_SITE_TEXT.test(value) ? ['crossSite' as const] : []), ...(SIGNED_TEXT.test(value) ? ['signed' as const] : []), ...(DECLINING_TEXT.test(value) ? ['declines' as const] : [])]);

/** `response.data.message === 'unauthorized'`, `case HttpStatus.UNAUTHORIZED:`: it is asked what another has answered. */
export const isCompared = (parent: TSESTree.Node | undefined): boolean => (parent?.type === AST_NODE_TYPES.BinaryExpression && /^[!=]==?$/.test(parent.operator)) || parent?.type === AST_NODE_TYPES.SwitchCase;
export const withoutRefusals = (traits: readonly Trait[]): readonly Trait[] => traits.filter((one) => one !== 'denies' && one !== 'forbids');

/** `res.status(status).json({ error: 'unauthorized' })`: whoever calls it says with which number, and for what. */
export function answersForOthers(node: TSESTree.Node, parentOf: (node: TSESTree.Node) => TSESTree.Node | undefined): boolean {
  const entry = parentOf(node);
  const object = entry?.type === AST_NODE_TYPES.Property && entry.value === node ? parentOf(entry) : undefined;
  const call = object?.type === AST_NODE_TYPES.ObjectExpression ? parentOf(object) : undefined;
  const status = call?.type === AST_NODE_TYPES.CallExpression && call.callee.type === AST_NODE_TYPES.MemberExpression ? call.callee.object : undefined;
  return status?.type === AST_NODE_TYPES.CallExpression && status.callee.type === AST_NODE_TYPES.MemberExpression && status.callee.property.type === AST_NODE_TYPES.Identifier && status.callee.property.name === 'status'
    && status.arguments[0]?.type === AST_NODE_TYPES.Identifier && /^(?:status|statusCode|code|httpStatus)$/.test(status.arguments[0].name);
}

/** What a status of an answer says. */
export const SAID_BY_STATUS: ReadonlyMap<number, Trait> = new Map([[401, 'denies'], [403, 'forbids'], [400, 'rejects'], [422, 'rejects'], [405, 'declines'], [410, 'declines'], [501, 'declines'], [429, 'limits']]);

export function literalSignals(value: unknown, parent: TSESTree.Node | undefined): readonly Trait[] {
  if (typeof value === 'string') return value.length > 60 ? [] : isCompared(parent) ? withoutRefusals(saidByText(value)) : saidByText(value);
  // `{ status: 401 }`, `statusCode = 403`, `new HTTPException(401)`, `createError(401)`.
  const said = typeof value === 'number' ? SAID_BY_STATUS.get(value) : undefined;
  if (said === undefined) return [];
  const named = parent?.type === AST_NODE_TYPES.Property && /^(?:status|statusCode|code|httpStatus)$/.test(keyText(parent.key))
    || parent?.type === AST_NODE_TYPES.NewExpression || parent?.type === AST_NODE_TYPES.CallExpression
    || (parent?.type === AST_NODE_TYPES.AssignmentExpression && /status(?:Code)?$/.test(dottedName(parent.left) ?? ''));
  return named ? [said] : [];
}

export const keyText = (node: TSESTree.Node): string => (node.type === AST_NODE_TYPES.Identifier ? node.name : node.type === AST_NODE_TYPES.Literal ? String(node.value) : '');
