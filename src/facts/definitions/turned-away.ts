import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Trait } from '../../model/index.ts';
import { contains, dottedName, isNothing, keyOf, unwrap } from '../../lib/tree.ts';
import type { FunctionNode } from '../../lib/scope.ts';
import { changes, handsOn, type MainBranch, mainBranches, reaches } from './main-path.ts';
import { chainOf } from './shapes.ts';

/** Where a request holds who calls, once that is known: `req.user.id`, `ctx.session.userId`, `ctx.state.user`. */
const HELD = /^(?:this\.)?(?:_?req|request|(?:a|http|express)req(?:uest)?|c|ctx|context|c\.req|ctx\.(?:req|request|state)|res(?:ponse)?\.locals|event\.locals)\.(?:session\.|auth\.)?(?:user|current_?user|logged_?in_?user|user_?(?:id|name)|uid|account(?:_?id)?|member(?:_?id)?|viewer|principal|jwt_?payload|is_?logged_?in|logged_?in|is_?authenticated|authenticated)(?:\.(?:id|_id|uid|sub|user_?id|email|user_?name|role|is_?\w+))?$/i;
/** A session of Koa's is empty until somebody has signed in. */
const KOA_SESSION = /^(?:this\.)?ctx\.session\.(?:id|uid)$/;
/** `canUserEdit(user, order)`, `isAdmin(userId)`: asks for a right of who calls. */
const ASKS_RIGHT = /^(?:can|may|is|has|check|verify|allow|authori[sz]e|permit)s?(?:[A-Z]\w*)?(?:Access\w*|Edit|View|Read|Write|Manage|Admin|Owner|Member|Permissions?|Permits?|Permitted|Allowed|Rights?|Roles?|Authori[sz]ed)$|^can(?:User|Access|Edit|Manage|View)\w*$/;
/** `isLoggedIn(req)`: asks whether anybody is known at all. */
const ASKS_WHO = /^(?:is|has|check|verify)_?(?:User_?)?(?:Logged_?In|Signed_?In|Authenticated|Authed|Valid_?Session)$/i;
/** `await getUser(request)`: who calls, where somebody is known; what takes an id besides looks up anybody. */
const GETS_WHO = /^(?:get|load|find|read|fetch|resolve)_?(?:Optional|Current|Auth\w*|LoggedIn|Signed_?In|Session)?_?(?:User|Session|Account|Viewer|Principal|Identity|Caller)(?:Id|(?:Data|Info|Id)?From\w*)?$/i;
/** `decodeToken(token)`: what a token says of its bearer, once its signature holds; `jwt.decode` and `decodeJwt` look at none. */
const READS_TOKEN = /^(?:(?:verify|validate|check)_?(?:And_?Decode)?_?(?:Access|Auth|Id|User|Session|Bearer)?_?(?:Token|Jwt)|decode_?(?:And_?Verify)?_?(?:Access|Auth|Id|User|Session|Bearer)?_?Token)$/i;
/** It takes a credential apart, counts it or writes it down, and asks nobody whether it holds. */
const TAKES_APART = /^(?:parse|extract|strip|split|decode|includes|startsWith|endsWith|match|test|exec|slice|replace|trim|(?:get|has|is)\w*(?:Token|Bearer|Header|Scheme|Value|Present|Empty)|limit|throttle|rate|consume|log|String|Boolean)/i;
const REQUEST = /^(?:_?req|request|(?:a|http|express)Req(?:uest)?|c|ctx|context)$/;
const OF_REQUEST = /^(?:_?req|request|(?:a|http|express)Req(?:uest)?|c|ctx|context|_?res|response|\w*[oO]ptions)(?:\.(?:headers|cookies|req|request))?$/;
const ANSWERS = /^(?:req\.)?(?:res|response|reply|rep|h|c|ctx|NextResponse|Response)(?:\.(?!locals|get|set|header|on\b)\w+)+$/;
/** `return redirect('/')`, as frameworks whose routes are files have it. */
const SENDS_AWAY = /^(?:redirect|permanentRedirect|redirectDocument|notFound)$/;
const ANSWER = /^(?:this\.)?(?:ctx|context)\.(?:body|status)$|^(?:res|response)\.(?:statusCode|body)$/;

/** A module that speaks of none turns nobody away. */
export const SPEAKS_OF_CALLERS = /session|user|account|member|viewer|principal|uid|logged_?in|signed_?in|authenticated|authori[sz]|(?:verify|decode|validate|check)\w*Token/i;

/**
 * Whether a handler turns away whom it does not know, whatever it says to him: `if (!ctx.session.id) { ctx.body = NOTHING; return; }`.
 * All that it reads or changes has to lie behind that, on every way through it. `holdsRequest`: its object may hold the request.
 */
export function turnedAway({ body, params }: FunctionNode, holdsRequest: boolean): ReadonlyMap<Trait, number> {
  if (body.type !== T.BlockStatement || !(holdsRequest || params.some(holdsIt))) return new Map();
  const held = heldIn(body);
  for (const each of mainBranches(body.body)) {
    const refused = ofBranch(each, held);
    const { line } = each.branch.loc.start;
    // Whether what a token says of its bearer is verified stands where it is read.
    if (refused === 'decodes') return new Map<Trait, number>([['forbids', line]]);
    if (refused) return new Map<Trait, number>([[refused, line], ['identity', line]]);
  }
  return new Map();
}

/** `(req, res)`, `({ request })`. */
const holdsIt = (param: TSESTree.Parameter): boolean =>
  (param.type === T.Identifier && REQUEST.test(param.name)) || (param.type === T.ObjectPattern && param.properties.some((part) => part.type === T.Property && REQUEST.test(keyOf(part) ?? '')));

function ofBranch({ branch: { test, consequent, alternate }, before, after }: MainBranch, held: ReadonlyMap<string, Trait>): Trait | undefined {
  const absent = unknownIn(test, held);
  const quiet = (nodes: readonly TSESTree.Node[]): boolean => nodes.every((node) => !reaches(node) && !handsOn(node));
  if (absent) {
    if (reaches(consequent) || handsOn(consequent)) return undefined;
    if (turnsAway(consequent)) return before.some(changes) ? undefined : absent;
    return alternate && quiet([...before, ...after]) ? absent : undefined;
  }
  const present = knownIn(test, held);
  return present && reaches(consequent) && answersWithin(consequent) && quiet([...before, ...after, ...(alternate ? [alternate] : [])]) ? present : undefined;
}

/** `!req.user || …`: one of them is enough to be turned away. */
function unknownIn(node: TSESTree.Node, held: ReadonlyMap<string, Trait>): Trait | undefined {
  const test = unwrap(node);
  if (test.type === T.LogicalExpression) {
    if (test.operator === '||') return unknownIn(test.left, held) ?? unknownIn(test.right, held);
    if (isTrial(test.left) || isTrial(test.right)) return unknownIn(isTrial(test.left) ? test.right : test.left, held);
    return unknownIn(test.left, held) && unknownIn(test.right, held);
  }
  if (test.type === T.UnaryExpression) return test.operator === '!' ? whoIs(test.argument, held) : undefined;
  if (test.type !== T.BinaryExpression) return undefined;
  if (/^===?$/.test(test.operator)) return isNobody(test.right) ? whoIs(test.left, held) : undefined;
  // `request.headers.get('Authorization') !== `Bearer ${token}``
  if (/^!==?$/.test(test.operator) && isHeldAgainst(test)) return 'denies';
  // `payload.extra?.admin !== 'true'`: what his token says of him is asked for.
  return /^!==?$/.test(test.operator) && !isNobody(test.right) && ofToken(test.left, held) ? 'decodes' : undefined;
}

/** A part of what a verified token says. */
function ofToken(node: TSESTree.Node, held: ReadonlyMap<string, Trait>): boolean {
  const name = dottedName(unwrap(node))?.split('.') ?? [];
  return name.length > 1 && held.get(name[0]!) === 'decodes';
}

/** `!inTestMode && …`: nobody is let through where it matters. */
function isTrial(node: TSESTree.Node): boolean {
  const test = unwrap(node);
  if (test.type === T.BinaryExpression) return /^!==?$/.test(test.operator) && test.right.type === T.Literal && test.right.value === 'test';
  return test.type === T.UnaryExpression && test.operator === '!' && /(?:^|\.)(?:is|in)?_?(?:unit)?_?test(?:ing|s|_?mode|_?env)?$/i.test(dottedName(test.argument) ?? '');
}

/** `req.user && …`: all of them are needed to go on. */
function knownIn(node: TSESTree.Node, held: ReadonlyMap<string, Trait>): Trait | undefined {
  const test = unwrap(node);
  if (test.type === T.LogicalExpression) return test.operator === '&&' ? knownIn(test.left, held) ?? knownIn(test.right, held) : undefined;
  if (test.type === T.BinaryExpression) return /^!==?$/.test(test.operator) && isNobody(test.right) ? whoIs(test.left, held) : undefined;
  return whoIs(test, held);
}

/** `denies`: it is who calls; `forbids`: it asks for a right of his; `decodes`: it is what a token says of him. */
function whoIs(node: TSESTree.Node, held: ReadonlyMap<string, Trait>): Trait | undefined {
  const plain = unwrap(node);
  const name = dottedName(plain);
  if (name !== undefined) return isWho(name) ? 'denies' : held.get(name) ?? held.get(name.split('.')[0]!);
  if (plain.type === T.BinaryExpression) return /^===?$/.test(plain.operator) && isHeldAgainst(plain) ? 'denies' : undefined;
  const asked = plain.type === T.CallExpression ? dottedName(plain.callee)?.split('.').at(-1) ?? '' : '';
  if (READS_TOKEN.test(asked)) return 'decodes';
  // `await user.loadByAuthorization(req.headers.authorization)`: what is handed the proof says whether it holds.
  if (plain.type === T.CallExpression && asked !== '' && !TAKES_APART.test(asked) && plain.arguments.some(isCredential)) return 'denies';
  const gets = GETS_WHO.test(asked);
  if ((gets || ASKS_WHO.test(asked)) && plain.type === T.CallExpression && plain.callee.type === T.MemberExpression && held.get(dottedName(plain.callee.object) ?? '') === 'denies') return 'denies';
  const found = gets || ASKS_WHO.test(asked) ? 'denies' : ASKS_RIGHT.test(asked) ? 'forbids' : undefined;
  if (plain.type !== T.CallExpression || found === undefined) return undefined;
  return (!gets || plain.arguments.every((one) => OF_REQUEST.test(dottedName(one) ?? ''))) && plain.arguments.some((one) => {
    const given = (dottedName(one) ?? '').replace(/\.(?:headers|cookies)$/, '');
    return isWho(given) || REQUEST.test(given) || held.get(given) === 'denies';
  }) ? found : undefined;
}

/** What callers prove who they are with, held against what is expected; that there is any is not. */
const isHeldAgainst = ({ left, right }: TSESTree.BinaryExpression): boolean => (isCredential(left) && isExpected(right)) || (isCredential(right) && isExpected(left));
const isExpected = (node: TSESTree.Node): boolean => !isNobody(node) && !(node.type === T.Literal && node.value === '');

/** `request.headers.get('Authorization')`: what callers prove who they are with. */
function isCredential(node: TSESTree.Node): boolean {
  const plain = unwrap(node);
  if (plain.type !== T.CallExpression) return /(?:^|\.)headers\.authorization$/i.test(dottedName(plain) ?? '');
  const [name] = plain.arguments;
  return /(?:^|\.)(?:headers\.get|header)$/.test(dottedName(plain.callee) ?? '') && name?.type === T.Literal && /^(?:authorization|x-(?:api-key|auth-token))$/i.test(String(name.value));
}

const isWho = (name: string): boolean => HELD.test(name) || KOA_SESSION.test(name);

/** Names of a body for who calls: `const { user } = req`, `const userId = req.session.userId`, `const allowed = await canEdit(req.user, id)`. */
function heldIn({ body }: TSESTree.BlockStatement): ReadonlyMap<string, Trait> {
  const held = new Map<string, Trait>();
  const statements = body.flatMap((one) => (one.type === T.TryStatement ? one.block.body : [one]));
  // `await user.loadByAuthorization(req.headers.authorization)`, and `if (!user.getUserId())` behind it.
  for (const statement of statements) {
    const call = statement.type === T.ExpressionStatement ? unwrap(statement.expression) : undefined;
    if (call?.type === T.CallExpression && call.callee.type === T.MemberExpression && call.callee.object.type === T.Identifier && call.arguments.some(isCredential)) held.set(call.callee.object.name, 'denies');
  }
  for (const { id, init } of statements.flatMap((one) => (one.type === T.VariableDeclaration ? one.declarations : []))) {
    if (!init) continue;
    if (id.type === T.Identifier) {
      const who = whoIs(init, held);
      if (who) held.set(id.name, who);
    } else if (id.type === T.ObjectPattern) {
      const from = dottedName(init);
      for (const part of id.properties) {
        const key = part.type === T.Property ? keyOf(part) : undefined;
        if (key !== undefined && part.type === T.Property && part.value.type === T.Identifier && from !== undefined && isWho(`${from}.${key}`)) held.set(part.value.name, 'denies');
      }
    }
  }
  return held;
}

const isNobody = (node: TSESTree.Node): boolean => isNothing(node) || (node.type === T.Literal && node.value === false);

/** Whether a branch answers the request and leaves; what hands back nothing leaves it to its caller to look at that. */
function turnsAway(node: TSESTree.Statement): boolean {
  const all = node.type === T.BlockStatement ? node.body : [node];
  const last = all.at(-1);
  if (last?.type === T.ThrowStatement) return true;
  return last?.type === T.ReturnStatement && ((last.argument !== null && isAnswer(last.argument)) || (last.argument === null && all.some((one) => one.type === T.ExpressionStatement && isAnswer(one.expression))));
}

const answersWithin = (node: TSESTree.Statement): boolean => contains(node, (one) => (one.type === T.CallExpression || one.type === T.AssignmentExpression) && isAnswer(one));

function isAnswer(node: TSESTree.Expression): boolean {
  const plain = unwrap(node);
  if (plain.type === T.AssignmentExpression) return ANSWER.test(dottedName(plain.left) ?? '');
  if (plain.type === T.CallExpression) return ANSWERS.test(chainOf(plain)) || (dottedName(plain.callee) === 'next' && plain.arguments.length > 0) || isAnsweredBy(plain) || SENDS_AWAY.test(dottedName(plain.callee) ?? '');
  return (plain.type === T.NewExpression && dottedName(plain.callee) === 'Response') || saysNo(plain);
}

/** `return errorBadAuth(res)`: a helper that is handed the answer. */
const isAnsweredBy = ({ callee, arguments: [first] }: TSESTree.CallExpression): boolean => callee.type === T.Identifier && first?.type === T.Identifier && /^(?:res|response|reply)$/.test(first.name);

/** `{ errors: 'Only the owner can' }`, `{ success: false }`: what a function hands back to who asked it. */
const saysNo = (node: TSESTree.Node): boolean => node.type === T.ObjectExpression && node.properties.some((part) => part.type === T.Property
  && (/^errors?$/.test(keyOf(part) ?? '') || (/^(?:success|ok)$/.test(keyOf(part) ?? '') && part.value.type === T.Literal && part.value.value === false)));
