import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Trait } from '../../model/index.ts';
import { dottedName, isNothing, unwrap, walk } from '../../lib/tree.ts';
import { type FunctionNode, isFunction, nearestFunction } from '../../lib/scope.ts';

type ParentOf = ParsedModule['parent'];

export const CREDENTIAL_WORD = /authori[sz]ation|auth_?header|bearer|token|cookie|credential|session|jwt|api-?_?key/i;
/** What is off when it is not set up is no choice of the caller's. */
export const SETTING = /config|\benv\b|settings|options/i;
/** `const token = env.IMPORT_TOKEN; if (token) …`: so it is what the name was given, where it is a name alone. */
export function isOurs(test: TSESTree.Node, text: string): boolean {
  const said = text.slice(...test.range);
  if (SETTING.test(said)) return true;
  const plain = unwrap(test);
  const asked = plain.type === AST_NODE_TYPES.UnaryExpression ? unwrap(plain.argument) : plain;
  if (asked.type !== AST_NODE_TYPES.Identifier || asked.name.length > 60 || !/^\w+$/.test(asked.name)) return false;
  const given = [...text.slice(0, test.range[0]).matchAll(new RegExp(`\\b(?:const|let|var) ${asked.name}(?:: \\w+)? = `, 'g'))].at(-1);
  return given !== undefined && FROM_SETTING.test(text.slice(given.index + given[0].length, given.index + given[0].length + 120));
}
/** `const header = req.headers.authorization; if (header) …`: what callers prove who they are with, under whatever name. */
export function speaksOfCredential(test: TSESTree.Node, text: string): boolean {
  if (CREDENTIAL_WORD.test(text.slice(...test.range))) return true;
  const plain = unwrap(test);
  const asked = plain.type === AST_NODE_TYPES.UnaryExpression ? unwrap(plain.argument) : plain;
  if (asked.type !== AST_NODE_TYPES.Identifier || asked.name.length > 60 || !/^\w+$/.test(asked.name)) return false;
  const given = [...text.slice(0, test.range[0]).matchAll(new RegExp(`\\b(?:const|let|var) ${asked.name}(?:: \\w+)? = `, 'g'))].at(-1);
  return given !== undefined && OF_HEADERS.test(text.slice(given.index + given[0].length, given.index + given[0].length + 120).split('\n')[0]!);
}
const OF_HEADERS = /^[^;=]{0,60}\b(?:authorization\b|headers\b[^;]{0,20}(?:token|api-?key)|cookies?\b)/i;
const FROM_SETTING = /^(?:await )?(?:process\.|this\.)?_?(?:env|config\w*|settings|options|secrets)\b(?!\.(?:request|req|user)\b)/i;
/** What is asked of a caller before he is refused. */
const OF_THE_CALLER = /user|account|member|viewer|auth|token|session|credential|payload|decoded|claims|cookie|valid|jwt|bearer|key/i;
const LOOKS = /^(?:startsWith|includes|match|test|has)$/;
const REFUSING_CALL = /unauth|forbid|denied|reject|redirect|(?:^|\.)abort$/i;
const ASKING_CALL = /(?:^|\.)(?:require|ensure|assert|enforce|protect|guard|authenticate|authori[sz]e|verify|check)\w*$/i;

/** What a function says of itself besides its single calls: the branch that only those pass who bring a credential. */
export interface Optional { readonly branch: TSESTree.IfStatement; readonly around: FunctionNode }

/** The branch that code stands in, where it runs only for who brings a credential and all others pass: `if (token) { user = verify(token); }`. */
export function optionalBranch(node: TSESTree.Node, parent: ParentOf, text: string): Optional | undefined {
  for (let at: TSESTree.Node = node, up = parent(at); up; at = up, up = parent(at)) {
    if (up.type !== AST_NODE_TYPES.IfStatement || up.consequent !== at || !asksForPresence(up.test, text)) continue;
    const around = nearestFunction(up, parent);
    if (around && !refusesBeside(around, up.consequent, parent, text)) return { branch: up, around };
  }
  return undefined;
}

/** Who brings nothing passes: `passes` where it hands the request on or says yes. */
export const passingSignals = ({ branch, around }: Optional): Trait[] => {
  let passes = false;
  walk(around.body, (one) => {
    if (one === branch.consequent) return false;
    if (isNext(one) || (one.type === AST_NODE_TYPES.ReturnStatement && one.argument?.type === AST_NODE_TYPES.Literal && one.argument.value === true)) passes = true;
    return !passes;
  });
  return passes ? ['passes'] : [];
};

/** What a proof or a refusal in such a branch is worth: somebody was asked, and who brought nothing was not refused. */
export const inOptional = (signals: readonly Trait[]): Trait[] => signals.flatMap((one) => (one === 'denies' || one === 'forbids' ? [] : [one === 'verifies' ? 'asks' as const : one]));

/** `getUser(request, false)`, `authenticate(request, { required: false })`: it is told not to refuse. */
export const toldNotToRefuse = (node: TSESTree.CallExpression, name: string): boolean => ASKS.test(name) && node.arguments.some((one) => isFalse(one) || (one.type === AST_NODE_TYPES.ObjectExpression && one.properties.some((entry) =>
  entry.type === AST_NODE_TYPES.Property && entry.key.type === AST_NODE_TYPES.Identifier && ((/^(?:required|credentialsRequired|mandatory|strict|throwOnFail\w*)$/.test(entry.key.name) && isFalse(entry.value)) || (entry.key.name === 'optional' && entry.value.type === AST_NODE_TYPES.Literal && entry.value.value === true)))));
/** `passport.authenticate('jwt', (error, user) => …)`: the function that is told decides, and may let everybody pass. */
export const decidesByCallback = ({ arguments: given }: TSESTree.CallExpression, name: string): boolean => /(?:^|\.)passport\.authenticate$/.test(name) && given.length > 1 && isFunction(unwrap(given.at(-1)!));
/** `jwt.verify(token, key, (error, user) => { if (!error) req.user = user; next(); })`: whatever comes of it, everybody passes. */
export function passesByCallback({ arguments: given }: TSESTree.CallExpression): boolean {
  const last = given.length > 1 ? unwrap(given.at(-1)!) : undefined;
  if (!last || !isFunction(last) || last.body.type !== AST_NODE_TYPES.BlockStatement || !last.body.body.some((one) => isNext(one.type === AST_NODE_TYPES.ExpressionStatement ? one.expression : one.type === AST_NODE_TYPES.ReturnStatement ? one.argument : undefined))) return false;
  return !refuses(last.body);
}

/** A proof that is let go in a middleware that refuses nobody beside it: `try { req.user = verify(token); } catch {} next();`. */
export function passesInVain(node: TSESTree.Node, parent: ParentOf, text: string): boolean {
  for (let at: TSESTree.Node = node, up = parent(at); up && !isFunction(up); at = up, up = parent(at)) {
    if (up.type !== AST_NODE_TYPES.TryStatement || up.block !== at) continue;
    const around = nearestFunction(up, parent);
    return around !== undefined && around.params.some((one) => one.type === AST_NODE_TYPES.Identifier && one.name === 'next') && !refusesBeside(around, up.block, parent, text) && !refuses(up.block);
  }
  return false;
}

/** Whether code answers, throws or hands on an error anywhere in it. */
function refuses(body: TSESTree.BlockStatement): boolean {
  let found = false;
  walk(body, (one) => {
    if (one.type === AST_NODE_TYPES.ThrowStatement || (one.type === AST_NODE_TYPES.CallExpression && (ANSWERS.test(dottedName(one.callee) ?? '') || (/^(?:next|done|cb|callback)$/.test(dottedName(one.callee) ?? '') && one.arguments.length > 0)))) found = true;
    return !found;
  });
  return found;
}
const ANSWERS = /^(?:res|reply|response|h|c|ctx)\.(?:status|sendStatus|code|send|json|end|redirect|render|throw|writeHead|unauthorized|forbidden)$/;
const ASKS = /user|auth|session|token|credential|caller|identity|account|principal/i;
const isFalse = (node: TSESTree.Node): boolean => node.type === AST_NODE_TYPES.Literal && node.value === false;

function asksForPresence(node: TSESTree.Node, text: string): boolean {
  const test = unwrap(node);
  // `key && keycard.configured`: each side speaks for itself.
  if (!speaksOfCredential(test, text) || (test.type !== AST_NODE_TYPES.LogicalExpression && isOurs(test, text))) return false;
  switch (test.type) {
    case AST_NODE_TYPES.LogicalExpression: return test.operator === '&&' ? asksForPresence(test.left, text) || asksForPresence(test.right, text) : asksForPresence(test.left, text) && asksForPresence(test.right, text);
    case AST_NODE_TYPES.BinaryExpression: return /^!==?$/.test(test.operator) && [test.left, test.right].some(isNothing);
    case AST_NODE_TYPES.UnaryExpression: return test.operator === '!' && test.argument.type === AST_NODE_TYPES.UnaryExpression && test.argument.operator === '!';
    case AST_NODE_TYPES.CallExpression: return test.callee.type === AST_NODE_TYPES.MemberExpression && test.callee.property.type === AST_NODE_TYPES.Identifier && LOOKS.test(test.callee.property.name);
    case AST_NODE_TYPES.Identifier: case AST_NODE_TYPES.MemberExpression: case AST_NODE_TYPES.ChainExpression: return true;
    default: return false;
  }
}

/** Whether a function refuses anybody outside of one branch of it. */
function refusesBeside(around: FunctionNode, branch: TSESTree.Statement, parent: ParentOf, text: string): boolean {
  let refuses = false;
  walk(around.body, (one) => {
    if (refuses || one === branch) return false;
    refuses = saysNo(one) && concernsCaller(one, around, parent, text);
    return !refuses;
  });
  return refuses;
}

function saysNo(node: TSESTree.Node): boolean {
  switch (node.type) {
    case AST_NODE_TYPES.ThrowStatement: return true;
    case AST_NODE_TYPES.ReturnStatement: return node.argument !== null && isAnswerOfGuard(unwrap(node.argument));
    case AST_NODE_TYPES.CallExpression: {
      const name = dottedName(node.callee) ?? '';
      return (/^(?:next|done|cb|callback)$/.test(name) && node.arguments.length > 0) || REFUSING_CALL.test(name) || ASKING_CALL.test(name);
    }
    case AST_NODE_TYPES.Literal: return node.value === 401 || node.value === 403 || (typeof node.value === 'string' && /unauthori[sz]ed|unauthenticated|forbidden/i.test(node.value));
    default: return false;
  }
}

/** `return false`, `return !!user`, `return user !== null`. */
const isAnswerOfGuard = (node: TSESTree.Node): boolean =>
  (node.type === AST_NODE_TYPES.Literal && node.value === false) || (node.type === AST_NODE_TYPES.UnaryExpression && node.operator === '!') || (node.type === AST_NODE_TYPES.BinaryExpression && /^[!=]==?$/.test(node.operator))
  || (node.type === AST_NODE_TYPES.CallExpression && dottedName(node.callee) === 'Boolean');

/** `if (!article) throw …` refuses nobody for who he is, and what a failure makes of itself neither. */
function concernsCaller(node: TSESTree.Node, around: FunctionNode, parent: ParentOf, text: string): boolean {
  if (node.type !== AST_NODE_TYPES.ThrowStatement && node.type !== AST_NODE_TYPES.ReturnStatement && !(node.type === AST_NODE_TYPES.CallExpression && node.arguments.length > 0 && /^(?:next|done|cb|callback)$/.test(dottedName(node.callee) ?? ''))) return true;
  for (let at: TSESTree.Node = node, up = parent(at); up && at !== around; at = up, up = parent(at)) {
    if (up.type === AST_NODE_TYPES.CatchClause) return false;
    if (up.type === AST_NODE_TYPES.IfStatement && up.test !== at) return OF_THE_CALLER.test(text.slice(...up.test.range));
  }
  return true;
}

/** `next()` without an error. */
export const isNext = (node: TSESTree.Node | null | undefined): boolean => {
  const plain = node && unwrap(node);
  return plain?.type === AST_NODE_TYPES.CallExpression && plain.arguments.length === 0 && dottedName(plain.callee) === 'next';
};
