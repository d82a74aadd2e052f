import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Trait } from '../../model/index.ts';
import { contains, dottedName, keyOf, unwrap, walk } from '../../lib/tree.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';
import { CREDENTIAL_WORD, isNext, isOurs, speaksOfCredential } from './optional.ts';
import { chainOf } from './shapes.ts';

const CALLER_WORD = /user|account|member|viewer|auth|token|session|credential/i;
const ABSENT = /^(?:\w+\.)*(?:isNil|isEmpty|isUndefined|isNull|isNullish|isNone)$/;
/** A key that the caller has to hand in, in the body as well. */
const KEY = /(?:^|\.)(?:api_?key|access_?key|(?:admin_?|shared_?|client_?)?secret)$/i;
/** `process.env.AGENT_SECRET`, `config.cron.token`, `options.secret`. */
const OWN_SECRET = /(?:^|\.)(?:env|config(?:uration)?|secrets?|settings|options|opts)(?:\.\w+)*\.\w*(?:secret|token|api_?key|password)$/i;
/** `const webhookSecret = config.webhook.secret`: by its name it is ours. */
const OURS = /^(?:webhook|expected|configured|our)_?\w*(?:secret|token|api_?key)$/i;
/** What a session or a request holds of who has signed in. */
const SIGNED_IN = /^(?:req|request|ctx|context|ctx\.state|res\.locals)\.(?:session\.)?(?:is_?)?(?:authenticated|logged_?in|user|user_?id|current_?user)$/i;
/** What a function itself has asked for: `if (!token) return NextResponse.redirect(…)`. */
const PROOF = /^(?:\w*[tT]oken|\w*[sS]ession|isLoggedIn|isAuthenticated|loggedIn|jwt)$/;
const CLOSES = /(?:^|\.)(?:socket|ws|connection|conn|client)\.(?:close|terminate|disconnect|destroy|end)$/i;

/** The mode of the process is another than a developer's. */
const OF_MODE = /^[^;]{0,120}(?:!==?\s*['"](?:development|dev|test|local)['"]|===?\s*['"]production['"])/;
/** Of a middleware: what it has looked up of who calls, by its name. */
const WHO = /^(?:(?:current|auth|logged_?in|session|request)?_?(?:user|account|session|identity|principal|viewer)(?:_?id)?|is_?(?:authenticated|logged_?in|signed_?in|admin|authori[sz]ed)|(?:access|auth|bearer|id|session)_?token|authToken|claims|jwt_?payload|decoded(?:_?token)?|auth(?:_?header)?|authori[sz]ation)$/i;

/** What a branch says of the function that it stands in; `text`: of the module; `middleware`: the function may hand the request on. */
export function branchSignals({ test, consequent, alternate }: TSESTree.IfStatement, text: string, middleware: boolean): Trait[] {
  const said = text.slice(...test.range);
  const absent = asksForAbsence(test);
  const found: Trait[] = [];
  // `if (!token) return next();`: who brings nothing passes.
  if (speaksOfCredential(test, text) && absent && goesOn(consequent) && !isOurs(test, text)) found.push('passes');
  // `if (!token) return null;`: whoever called this function has to look at what it gives.
  if (CREDENTIAL_WORD.test(said) && absent && handsBackNothing(firstOf(consequent)[0]) && !isOurs(test, text)) found.push('nobody');
  // A socket has no status: it is closed to who is nobody.
  if (CALLER_WORD.test(said) && absent && firstOf(consequent).some((one) => one.type === AST_NODE_TYPES.ExpressionStatement && CLOSES.test(calledIn(one.expression) ?? ''))) found.push('denies');
  // Whatever a middleware says to who is nobody: it answers, and hands nothing on.
  if (middleware && absent && WHO.test(missing(test)?.split('.').at(-1) ?? '') && answers(consequent, text) && (leaves(consequent) || alternate !== null)) found.push('denies');
  // `if (!user) throw new Error('User not found')`: a refusal, where it has asked who calls.
  if (absent && WHO.test(missing(test)?.split('.').at(-1) ?? '') && firstOf(consequent).some(({ type }) => type === AST_NODE_TYPES.ThrowStatement)) found.push('lacks');
  if (asksForRank(test) && (leaves(consequent) || firstOf(consequent).some(sendsOn))) found.push('ranks');
  if (leaves(consequent)) {
    // Whoever called a function that only hands back that it failed has to look at that.
    if (differsFromOwn(test)) found.push(firstOf(consequent).some(handsBackFailure) ? 'asks' : 'verifies');
    // Who is nobody is sent elsewhere, be it to the front page.
    else if ((SIGNED_IN.test(missing(test) ?? '') || PROOF.test(missing(test) ?? '')) && firstOf(consequent).some(sendsOn)) found.push('denies');
    else if (absent && KEY.test(missing(test) ?? '')) found.push('asks');
    // `if (env !== 'development') return c.json({}, 404)`: what stands behind it is not there where it counts.
    else if (middleware && OF_MODE.test(said) && !said.includes('||') && !/\bnext\(/.test(text.slice(...consequent.range))) found.push('asks');
  }
  return found;
}

const RANKS = /^(?:(?:user|member|account|current)_?)?(?:roles?|ranks?|permissions?|privileges?|groups?)$/i;
const RANK = /^(?:\w{0,30}[_:.-])?(?:super_?)?(?:admin(?:istrator)?s?|owner|moderator|manager|editor|staff|superuser|maintainer|operator)$/i;
const IS_RANK = /^(?:is|has)_?\w{0,15}(?:admin(?:istrator)?|owner|superuser|moderator|maintainer|staff)$/i;
const lastOf = (node: TSESTree.Node): string => dottedName(unwrap(node))?.split('.').at(-1) ?? '';

/** `user.role !== 'ADMIN'`, `!ctx.isAdmin`, `!user.roles.includes(Role.OWNER)`. */
function asksForRank(node: TSESTree.Node): boolean {
  const test = unwrap(node);
  if (test.type === AST_NODE_TYPES.LogicalExpression) return asksForRank(test.left) || asksForRank(test.right);
  if (test.type === AST_NODE_TYPES.UnaryExpression) return test.operator === '!' && (IS_RANK.test(lastOf(test.argument)) || asksForRank(test.argument));
  if (test.type === AST_NODE_TYPES.BinaryExpression) return /^[!=]==?$/.test(test.operator) && [[test.left, test.right], [test.right, test.left]].some(([held, asked]) => RANKS.test(lastOf(held!)) && isRank(asked!));
  if (test.type !== AST_NODE_TYPES.CallExpression || test.callee.type !== AST_NODE_TYPES.MemberExpression || lastOf(test.callee.property) !== 'includes' || test.arguments[0] === undefined) return false;
  const [list, asked] = [unwrap(test.callee.object), test.arguments[0]];
  return (RANKS.test(lastOf(list)) && isRank(asked)) || (RANKS.test(lastOf(asked)) && list.type === AST_NODE_TYPES.ArrayExpression && list.elements.some((each) => each !== null && isRank(each)));
}

const isRank = (node: TSESTree.Node): boolean => {
  const plain = unwrap(node);
  return RANK.test(plain.type === AST_NODE_TYPES.Literal ? String(plain.value) : lastOf(plain));
};

/** `body.secret !== process.env.SECRET`. */
function differsFromOwn(node: TSESTree.Node): boolean {
  const test = unwrap(node);
  if (test.type === AST_NODE_TYPES.LogicalExpression) return test.operator === '||' && (differsFromOwn(test.left) || differsFromOwn(test.right));
  if (test.type !== AST_NODE_TYPES.BinaryExpression || !/^!==?$/.test(test.operator)) return false;
  const [left, right] = [unwrap(test.left), unwrap(test.right)];
  const own = (side: TSESTree.Node): boolean => OWN_SECRET.test(dottedName(side) ?? '') || OURS.test(dottedName(side) ?? '');
  const given = (side: TSESTree.Node): boolean => !own(side) && side.type !== AST_NODE_TYPES.Literal && side.type !== AST_NODE_TYPES.UnaryExpression && dottedName(side) !== 'undefined';
  return (own(left) && given(right)) || (own(right) && given(left));
}

/** The name that a test finds absent. */
function missing(node: TSESTree.Node): string | undefined {
  const test = unwrap(node);
  if (test.type === AST_NODE_TYPES.LogicalExpression) return missing(test.left) ?? missing(test.right);
  return test.type === AST_NODE_TYPES.UnaryExpression ? dottedName(test.argument) : undefined;
}

function asksForAbsence(node: TSESTree.Node): boolean {
  const test = unwrap(node);
  if (test.type === AST_NODE_TYPES.LogicalExpression) return test.operator === '||' && (asksForAbsence(test.left) || asksForAbsence(test.right));
  if (test.type === AST_NODE_TYPES.CallExpression) return ABSENT.test(dottedName(test.callee) ?? '');
  if (test.type === AST_NODE_TYPES.BinaryExpression) return /^===?$/.test(test.operator) && [test.left, test.right].some((side) => (side.type === AST_NODE_TYPES.Literal && side.value === null) || (side.type === AST_NODE_TYPES.Identifier && side.name === 'undefined'));
  // `!isValid(token)` asks for more than that there is one.
  return test.type === AST_NODE_TYPES.UnaryExpression && test.operator === '!' && dottedName(test.argument) !== undefined;
}

const firstOf = (node: TSESTree.Statement): readonly TSESTree.Statement[] => (node.type === AST_NODE_TYPES.BlockStatement ? node.body.slice(0, 5) : [node]);
const leaves = (node: TSESTree.Statement): boolean => firstOf(node).some(({ type }) => type === AST_NODE_TYPES.ReturnStatement || type === AST_NODE_TYPES.ThrowStatement);

/** Whether a branch answers the request itself; what it says was not found is no refusal of who asks. */
const answers = (node: TSESTree.Statement, text: string): boolean => !/\bnext\(\s*\)|\b404\b|not_?found/i.test(text.slice(...node.range)) && firstOf(node).some((one) => {
  const said = one.type === AST_NODE_TYPES.ReturnStatement ? one.argument : one.type === AST_NODE_TYPES.ExpressionStatement ? one.expression : undefined;
  return said !== undefined && said !== null && ANSWERED.test(chainOf(said));
});
const ANSWERED = /^(?:res|response|reply|c|ctx)\.(?:\w+\.)*(?:send|sendStatus|json|end|redirect|render|status|code|text|throw)$/;

const handsBackNothing = (node: TSESTree.Statement | undefined): boolean =>
  node?.type === AST_NODE_TYPES.ReturnStatement && (node.argument === null || (node.argument.type === AST_NODE_TYPES.Literal && node.argument.value === null) || (node.argument.type === AST_NODE_TYPES.Identifier && node.argument.name === 'undefined'));

const ANSWER_KEY = /^(?:status\w*|body|errors?|code|success|ok|message)$/i;

/** `return null`, `return { message: undefined, expired: false }`: no answer to a request. */
function handsBackFailure(node: TSESTree.Statement): boolean {
  const value = node.type === AST_NODE_TYPES.ReturnStatement && node.argument !== null ? unwrap(node.argument) : undefined;
  if (value?.type === AST_NODE_TYPES.Literal) return value.value === null;
  return value?.type === AST_NODE_TYPES.ObjectExpression && value.properties.every((entry) => entry.type === AST_NODE_TYPES.Property && (dottedName(entry.value) === 'undefined' || !ANSWER_KEY.test(keyOf(entry) ?? '')));
}

/** `try { return verify(token) } catch { return null }` */
export const failureSignals = ({ body }: TSESTree.CatchClause, block: string): Trait[] => (CREDENTIAL_WORD.test(block) && body.body.some(handsBackNothing) ? ['nobody'] : []);

const calledIn = (node: TSESTree.Node): string | undefined => {
  const plain = unwrap(node);
  return plain.type === AST_NODE_TYPES.CallExpression ? dottedName(plain.callee) : undefined;
};

/** `return res.redirect('/')`, `res.redirect('/')`. */
function sendsOn(node: TSESTree.Statement): boolean {
  const said = node.type === AST_NODE_TYPES.ReturnStatement ? node.argument : node.type === AST_NODE_TYPES.ExpressionStatement ? node.expression : undefined;
  return said !== undefined && said !== null && /(?:^|\.)redirect$/.test(calledIn(said) ?? '');
}

function goesOn(node: TSESTree.Statement): boolean {
  const [first, second] = node.type === AST_NODE_TYPES.BlockStatement ? node.body : [node];
  if (first?.type === AST_NODE_TYPES.ReturnStatement) return isNext(first.argument);
  return first?.type === AST_NODE_TYPES.ExpressionStatement && isNext(first.expression) && second?.type === AST_NODE_TYPES.ReturnStatement && second.argument === null;
}

export const NOTES = /(?:^|\.)(?:console|log|logger|\w*Logger|Sentry)\.\w+$|(?:^|\.)(?:log|debug|captureException|addBreadcrumb)$/;
const STATUS = /status(?:Code)?$/;

/** Whether what fails here is let go: `try { user = verify(token) } catch { user = undefined }`. */
export function isLetGo(node: TSESTree.Node, parent: ParsedModule['parent']): boolean {
  for (let at: TSESTree.Node = node, up = parent(at); up; at = up, up = parent(at)) {
    if (up.type === AST_NODE_TYPES.TryStatement && up.block === at && up.handler && up.handler.body.body.every(isHarmless)) return true;
    if (up.type === AST_NODE_TYPES.FunctionDeclaration) return false;
  }
  return false;
}

function isHarmless(statement: TSESTree.Statement): boolean {
  if (statement.type === AST_NODE_TYPES.ReturnStatement) return isNext(statement.argument);
  if (statement.type !== AST_NODE_TYPES.ExpressionStatement) return false;
  const plain = unwrap(statement.expression);
  return isNext(plain) || NOTES.test(calledIn(plain) ?? '') || (plain.type === AST_NODE_TYPES.AssignmentExpression && !STATUS.test(dottedName(plain.left) ?? '') && dottedName(plain.left) !== undefined);
}

/** Where a request's caller is kept for what follows. */
const KEPT = /^(?:req|request|ctx|ctx\.state|context|event\.context|res\.locals|c)\.(?:user|session|currentUser|auth|account|viewer|userId|identity|actor|member)$/;
const ANSWERS = /^(?:res|reply|response|h|c)\.(?!locals|get|set|header|on\b)\w+(?:\.\w+)*$/;
const ASKING = /auth|verif|requir|ensure|assert|protect|guard|permi/i;

/** `req.user = …` in a function that refuses nobody: it notes who calls, and everybody passes. */
export function attaches(node: TSESTree.AssignmentExpression, around: FunctionNode, parent: ParsedModule['parent']): boolean {
  if (!KEPT.test(dottedName(node.left) ?? '')) return false;
  let passing = true;
  walk(around.body, (one) => {
    if (one.type === AST_NODE_TYPES.ThrowStatement && !isLetGo(one, parent)) passing = false;
    if (one.type === AST_NODE_TYPES.ReturnStatement && one.argument && !isNext(one.argument) && isOwn(one, around, parent)) passing = false;
    if (one.type === AST_NODE_TYPES.CallExpression) {
      const name = dottedName(one.callee) ?? '';
      if (ANSWERS.test(name) || (/^(?:next|done)$/.test(name) && one.arguments.length > 0) || (ASKING.test(name) && !isLetGo(one, parent))) passing = false;
    }
    return passing;
  });
  return passing;
}

function isOwn(node: TSESTree.Node, around: FunctionNode, parent: ParsedModule['parent']): boolean {
  let at = parent(node);
  while (at && !isFunction(at)) at = parent(at);
  return at === around;
}

export const isRefusal = (trait: Trait): boolean => trait === 'denies' || trait === 'forbids';

const FAILURE = /^(?:_?e|err|error|ex|exception|cause|\w+(?:Error|Exception)|(?:error|err)?_?[cC]ode|\w+ErrorCode|[sS]tatus(?:Code)?)$/;

/** Whether code names a failure that its function was handed, and refuses nobody itself: `(error) => { if (error instanceof Unauthorized) return 401; }`. */
export function namesFailure(node: TSESTree.Node, parent: ParsedModule['parent']): boolean {
  const tests: TSESTree.Node[] = [];
  let at: TSESTree.Node | undefined = node;
  let otherwise = false;
  for (; at && !isFunction(at); at = parent(at)) {
    const up = parent(at);
    if (at.type === AST_NODE_TYPES.CatchClause) return false;
    if (up?.type === AST_NODE_TYPES.IfStatement && up.alternate === at) otherwise = true;
    if ((up?.type === AST_NODE_TYPES.IfStatement || up?.type === AST_NODE_TYPES.ConditionalExpression) && up.test !== at) tests.push(up.test);
    if (up?.type === AST_NODE_TYPES.SwitchStatement && up.discriminant !== at) tests.push(up.discriminant);
  }
  if (!at || tests.length === 0 || (otherwise && isCatch(at, parent))) return false;
  const handed = new Set(at.params.flatMap((one) => (one.type === AST_NODE_TYPES.Identifier && FAILURE.test(one.name) ? [one.name] : [])));
  return handed.size > 0 && tests.some((test) => contains(test, (one) => one.type === AST_NODE_TYPES.Identifier && handed.has(one.name)));
}

/** `.catch((error) => { … })`: whatever failed before comes here. */
function isCatch(node: TSESTree.Node, parent: ParsedModule['parent']): boolean {
  const call = parent(node);
  return call?.type === AST_NODE_TYPES.CallExpression && call.callee.type === AST_NODE_TYPES.MemberExpression && call.callee.property.type === AST_NODE_TYPES.Identifier && call.callee.property.name === 'catch';
}
