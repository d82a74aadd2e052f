import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { contains, dottedName, unwrap, walk } from '../../lib/tree.ts';
import { isFunction } from '../../lib/scope.ts';

/** Calls that look at what a value is, wherever they stand. */
const TYPE_CALLS = /^(?:Array\.isArray|Number\.is\w+|isNaN|isFinite|Buffer\.isBuffer|(?:_|lodash)\.is(?!Empty|Nil|Null|Undefined)\w+|is(?:String|Number|Array|Object|PlainObject|Boolean|Date|Email|URL|Url|UUID|Uuid|ISO8601|Integer)|ObjectId\.isValid|(?:mongoose\.)?(?:Types\.ObjectId\.isValid|isValidObjectId)|validator\.\w+)$/;
/** `ALLOWED.includes(kind)`, `['a', 'b'].includes(kind)`. */
const LISTED = /(?:^|\.)[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/;
const ABSENT = /(?:^|\.)(?:isEmpty|isNil|isNull|isUndefined|isNullish|isNone|isBlank)$|^(?:Boolean|Object\.(?:keys|values|entries)|String|Number)$/;
const REFUSES = /^4\d\d$|[eE]rr\b|[eE]rrors?\b|Error|ERROR|BAD_REQUEST|[iI]nvalid|INVALID|ILLEGAL|[rR]eject|[uU]nprocessable|^next$|[aA]bort|[fF]ail|redirect|badRequest|BadRequest|problem|denied|notFound/;

type Call = TSESTree.CallExpression;

const calleeOf = (node: Call): { name: string; method: string; on?: TSESTree.Node } => {
  const callee = unwrap(node.callee);
  const member = callee.type === AST_NODE_TYPES.MemberExpression;
  return { name: dottedName(callee) ?? '', method: member && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : '', ...(member && { on: callee.object }) };
};

const isPattern = (node: TSESTree.Node): boolean => {
  const plain = unwrap(node);
  return (plain.type === AST_NODE_TYPES.Literal && 'regex' in plain) || /regexp?|pattern|_RE$|^re[A-Z_]|Re$/i.test(dottedName(plain)?.split('.').at(-1) ?? '');
};

/** Whether a node looks at what a value is, whatever follows from it. */
export function isTest(node: TSESTree.Node): boolean {
  if (node.type === AST_NODE_TYPES.UnaryExpression) return node.operator === 'typeof';
  if (node.type === AST_NODE_TYPES.BinaryExpression) return node.operator === 'instanceof';
  if (node.type !== AST_NODE_TYPES.CallExpression) return false;
  const { name, method, on } = calleeOf(node);
  if (TYPE_CALLS.test(name)) return true;
  if (method === 'test' && on) return isPattern(on);
  if (method === 'match' || method === 'search') return node.arguments[0] !== undefined && isPattern(node.arguments[0]);
  return (method === 'includes' || method === 'has') && on !== undefined && (LISTED.test(dottedName(on) ?? '') || unwrap(on).type === AST_NODE_TYPES.ArrayExpression);
}

/** Whether a branch turns the caller away, in what it does itself. */
export function refuses(branch: TSESTree.Statement): boolean {
  return (branch.type === AST_NODE_TYPES.BlockStatement ? branch.body : [branch]).some((statement) =>
    statement.type === AST_NODE_TYPES.ThrowStatement || ((statement.type === AST_NODE_TYPES.ReturnStatement || statement.type === AST_NODE_TYPES.ExpressionStatement) && saysNo(statement)));
}

const saysNo = (statement: TSESTree.Statement): boolean => contains(statement, (node) => (node.type === AST_NODE_TYPES.Identifier && REFUSES.test(node.name))
  || (node.type === AST_NODE_TYPES.Literal && typeof node.value !== 'object' && REFUSES.test(String(node.value).slice(0, 200))), isFunction);

/** A part of a test that is looked at; `weak`: it is held against something else, which says little of what it is. */
export interface Look { readonly node: TSESTree.Node; readonly weak?: true }
const look = (node: TSESTree.Node, strong: boolean): Look => (strong ? { node } : { node, weak: true });

/** The parts of a test that are looked at by what they are; that something is there at all says nothing of it. */
export function testedParts(test: TSESTree.Node, refusing: boolean): Look[] {
  const found: Look[] = [];
  walk(test, (node) => {
    if (isFunction(node)) return false;
    if (node.type === AST_NODE_TYPES.UnaryExpression && node.operator === 'typeof') found.push({ node: node.argument });
    if (refusing && node.type === AST_NODE_TYPES.UnaryExpression && node.operator === '!') found.push(...oneOfMany(node.argument));
    if (node.type === AST_NODE_TYPES.CallExpression && (isTest(node) || refusing)) found.push(...inCall(node));
    if (node.type === AST_NODE_TYPES.MemberExpression && node.computed && refusing) found.push({ node: node.property });
    if (node.type === AST_NODE_TYPES.BinaryExpression) found.push(...inComparison(node, refusing));
    return true;
  });
  return found;
}

/** `if (!known.has(name)) throw …`: it must be one of those; where one that is there is turned away it may be anything else. */
function oneOfMany(node: TSESTree.Node): Look[] {
  const plain = unwrap(node);
  const given = plain.type === AST_NODE_TYPES.CallExpression && /^(?:has|includes)$/.test(calleeOf(plain).method) ? plain.arguments[0] : undefined;
  return given ? [{ node: given }] : [];
}

/** `isUuid(id)`, `validateDomain(domain)`; what verifies a password looks at no shape. */
const SAYS_WHAT = /^is[A-Z]|^has(?:Valid|Only)|^validat|^saniti[sz]e|[vV]alid|[aA]llowed|[sS]upported|[mM]atches/;

function inCall(node: Call): Look[] {
  const { name, method, on } = calleeOf(node);
  if (ABSENT.test(name)) return [];
  const strong = isTest(node) || SAYS_WHAT.test(method || name);
  return [...node.arguments, ...(on ? [on] : [])].map((part) => look(part, strong));
}

function inComparison({ operator, left, right }: TSESTree.BinaryExpression, refusing: boolean): Look[] {
  if (operator === 'instanceof') return [{ node: left }];
  if (!refusing) return [];
  // `kind in PRICES`: it is one of those; `'kind' in body` says that it is there, and not what it is.
  if (operator === 'in') return unwrap(left).type === AST_NODE_TYPES.Literal ? [] : [{ node: left }, { node: right }];
  const sides: readonly (readonly [TSESTree.Node, TSESTree.Node])[] = [[left, right], [right, left]];
  return sides.flatMap(([side, other]): Look[] => {
    const plain = unwrap(side);
    const against = unwrap(other);
    const number = against.type === AST_NODE_TYPES.Literal && typeof against.value === 'number' ? against.value : undefined;
    // `list.length === 0`: whether there is one.
    if (plain.type === AST_NODE_TYPES.MemberExpression && dottedName(plain)?.endsWith('.length')) return number === 0 ? [] : [{ node: plain.object }];
    // `kind !== 'invoice'` names what it may be; `id !== user.id` whose it is.
    const named = against.type === AST_NODE_TYPES.Literal || LISTED.test(dottedName(against) ?? '');
    if (/^[<>]=?$/.test(operator) || (/^[!=]==?$/.test(operator) && !isNothing(against))) return [look(plain, named)];
    return [];
  });
}

const isNothing = (node: TSESTree.Node): boolean =>
  (node.type === AST_NODE_TYPES.Literal && (node.value === null || node.value === '' || typeof node.value === 'boolean')) || (node.type === AST_NODE_TYPES.Identifier && node.name === 'undefined') || node.type === AST_NODE_TYPES.UnaryExpression;

/** What only tells, answers, or orders what it is handed: nothing is kept there. */
const BESIDE = /^\?\.(?:\w+\.)?(?:json|send|sendStatus|end|render|cookie|redirect|code|type|status|write|text|html)$|^(?:console|\w*[lL]og(?:ger)?|this\.(?:\w*[lL]ogger|log)|winston|Sentry|span|tracer|\w*[mM]etrics?|res|response|reply|next|done|cb|callback|resolve|reject|i18n|t|debug|super|Logger|h|expect|clearTimeout|setTimeout|Response|NextResponse|ErrorResponse)(?:\.|$)|^(?:ctx|c|context)\.(?:json|text|html|body|redirect|set|get|status|throw|render|log|assert|header|newResponse|state\.\w+)$|^new (?:\w*Error|\w*Exception|URLSearchParams|Map|Set|RegExp|Response|NextResponse|Headers)$|(?:^|\.)(?:push|unshift|concat|join|includes|indexOf|has|keys|entries|slice|splice|map|filter|forEach|reduce|some|every|sort|split|trim\w*|to[LU]\w+Case|replace|replaceAll|match|test|startsWith|endsWith|charAt|substring|substr|pad\w+|isArray|assign|freeze|stringify|fromEntries|hasOwn\w*|then|catch|finally|log|info|warn|error|debug|trace|captureException|getTime|createHash|digest|randomBytes)$/;

export const isBeside = (name: string): boolean => BESIDE.test(name);
