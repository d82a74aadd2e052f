import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Trait } from '../../model/index.ts';
import { CLAIMING } from '../../lib/endpoints.ts';
import { remember } from '../../lib/remember.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { eventSignals } from './event-readers.ts';
import { CALLS, CONSTRUCTED } from './signal-names.ts';
import { keyText, SIGNED_TEXT } from './texts.ts';

const DENYING_CALLS = /(?:^|\.)(?:unauthorized|unauthenticated|notAuthenticated\w*|sendUnauthorized|unauthorizedResponse|handleUnauthorized|AuthenticationError|UnauthorizedError|throwUnauthorized|redirectTo(?:Log_?[iI]n|Sign_?[iI]n)\w*|(?:create|make|build|throw)(?:Unauthori[sz]ed|Unauthenticated|NotAuthenticated)\w*)$/;
const FORBIDDING_CALLS = /(?:^|\.)(?:forbidden|forbiddenResponse|permissionDenied|notAuthorized|AuthorizationError|ForbiddenError|(?:create|make|build|throw)(?:Forbidden|AccessDenied|PermissionDenied)\w*|authorize|cannot|checkPermission\w*|hasPermission\w*|requireRole|requirePermission\w*|assertPermission\w*|throwForbidden|throwUnlessCan)$/;
const WHO_CALLS = /(?:^|\.)(?:getUser|getMe|getViewer|getAuthUser|getCurrent(?:Account|Member|Profile))$/;
const CAN_OR = /(?:^|\.)(?:can|may|has|is)\w*Or(?:Reject|Throw|Fail|Forbid|Deny|403)\w*$/;
const CREDENTIAL_MEMBERS = new Set(['authorization', 'cookies']);
const IDENTITY_MEMBERS = new Set(['session', 'currentUser', 'isAuthenticated', 'viewer', 'userId', 'auth', 'member', 'principal', 'ability', 'actor', 'caller', 'claims', 'permissions', 'roles']);
/** Who calls, as it was put on the request before, or what the caller proves it with. */
const CALLERS = /^(?:this\.)?(?:_?req|request|ctx|context|event\.context|c\.var|(?:ctx|context)\.(?:state|req|request)|(?:res|response)\.locals)\.(?:(?:session|auth)\.)?(?:user|currentUser|userId|uid|principal|caller|jwtPayload)$|^(?:_?req|request|(?:ctx|c|context)\.(?:req|request))\.headers\.authorization$/;
const CALLER_MEMBERS = new Set(['user', 'currentUser', 'userId', 'uid', 'principal', 'caller', 'jwtPayload', 'authorization']);
const PROVING_HEADER = /session|auth(?!or)|(?<!csrf-?|xsrf-?)token|api-?key|jwt/i;
const PUT_BEFORE = /^(?:user|currentUser|userId|session|auth|jwtPayload)$/;
const LOGIN_PATH = /^\/(?::\/)?(?:auth\/)?(?:login|log-in|signin|sign-in)\b/i;
const REQUESTS = /^(?:req|request|_req|_request|(?:a|my|the|http|incoming|client|express)Req(?:uest)?|ctx\.request|c\.req|event|ctx|context|c|this\.request|this\.req|ctx\.req|args\.request|r|context\.request|event\.req(?:uest)?|evt|socket\.request|requestEvent)$/;
const READS: Readonly<Record<string, Trait>> = { body: 'body', rawBody: 'raw', query: 'query', params: 'params', headers: 'headers', queryStringParameters: 'query', pathParameters: 'params', files: 'files', file: 'files', payload: 'body' };
const READ_CALLS: Readonly<Record<string, Trait>> = { json: 'body', text: 'raw', formData: 'body', parseBody: 'body', arrayBuffer: 'raw', blob: 'raw', param: 'params', query: 'query', queries: 'query', header: 'headers', get: 'headers', valid: 'validates', file: 'files', files: 'files', parts: 'files', saveRequestFiles: 'files' };

const WHOLE = /^(?:_?req|request|body|payload|input|data|\w+\.(?:body|payload))$/;

const LOOKS = /(?:^|\.)is(?:Uuid|UUID|Email|URL|MongoId|ISO8601|Numeric|ValidObjectId)$|(?:^|\.)(?:uuid(?:\.v\d)?\.validate|uuidValidate|validateUuid|ObjectId\.isValid|isValidObjectId)$/;

/** `getInvitationByToken(token)`, `links.findOne({ token })`, `.eq('invite_token', given)`: whoever has the key may come in. */
const LOOKS_UP_KEY = /(?:^|\.)(?:get|find|fetch|load|look_?[uU]p|select|retrieve|redeem|consume|unsubscribe)\w*(?:By|For|From|With)\w*(?:Token|Secret|InviteCode|MagicLink)$/;
const LOOKS_UP = /^(?:find\w*|get|first\w*|where|fetch\w*|load\w*|eq)$/;
const KEY_COLUMN = /^(?:(?:\w+\.)?(?:\w+_)?(?:token|secret|magic_\w+)|\w+(?:Token|Secret|MagicLink)|invite_?[cC]ode)(?:_?[hH]ash)?$/;

function looksUpKey(method: string, [first]: readonly TSESTree.CallExpressionArgument[]): boolean {
  if (!LOOKS_UP.test(method) || !first) return false;
  const plain = unwrap(first);
  if (plain.type === AST_NODE_TYPES.Literal) return KEY_COLUMN.test(String(plain.value)) && method !== 'get';
  const columns = (object: TSESTree.ObjectExpression): boolean => object.properties.some((one) => one.type === AST_NODE_TYPES.Property && !one.computed
    && (KEY_COLUMN.test(keyText(one.key)) || (keyText(one.key) === 'where' && one.value.type === AST_NODE_TYPES.ObjectExpression && columns(one.value))));
  return plain.type === AST_NODE_TYPES.ObjectExpression && columns(plain);
}

/** What the patterns say of a called name; most names mean nothing to any of them. */
const saidBy = remember((full) => {
  const signals = CALLS.flatMap(([pattern, signal]) => (pattern.test(full) ? [signal] : []));
  return { signals, more: [CLAIMING, DENYING_CALLS, FORBIDDING_CALLS, WHO_CALLS, CAN_OR, LOOKS_UP_KEY, ROUTE_QUESTION, PATH_QUESTION].some((pattern) => pattern.test(full)) };
});

/** What a call says of the function that makes it. */
export function callSignals(node: TSESTree.CallExpression, name: string | undefined): Trait[] {
  const found: Trait[] = [];
  const callee = unwrap(node.callee);
  const method = callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : undefined;
  const full = name ?? (method === undefined ? undefined : `?.${method}`);
  if (full !== undefined) {
    const { signals, more } = saidBy(full);
    found.push(...signals);
    // `isValidOrder(req.body)` looks at it all; `isValidId(body.id)` at one part.
    if (more && CLAIMING.test(full) && (!/^isValid[A-Z]/.test(full) || node.arguments.some((one) => WHOLE.test(dottedName(one) ?? '')))) found.push('claims');
    if (more && DENYING_CALLS.test(full)) found.push('denies');
    if (more && FORBIDDING_CALLS.test(full)) found.push('forbids');
    // `await getUser()`: of nobody in particular, and so of who calls; `getMe({ cookie })`: of who brings that.
    if (more && WHO_CALLS.test(full) && (node.arguments.length === 0 || node.arguments.some(provesCaller))) found.push('asks');
    // `app.getUser({ or: 'throw' })`
    if (more && WHO_CALLS.test(full) && node.arguments.some((one) => one.type === AST_NODE_TYPES.ObjectExpression && one.properties.some((part) => part.type === AST_NODE_TYPES.Property && keyText(part.key) === 'or' && part.value.type === AST_NODE_TYPES.Literal && /^(?:throw|redirect)$/.test(String(part.value.value))))) found.push('verifies');
    // `auth.canOrReject('user.list')`
    if (more && CAN_OR.test(full)) found.push('forbids', 'identity');
    if ((more && LOOKS_UP_KEY.test(full)) || (method !== undefined && looksUpKey(method, node.arguments))) found.push('keyed');
    if (more && (ROUTE_QUESTION.test(full) || (PATH_QUESTION.test(full) && node.arguments.some(isPath)))) found.push('selects');
  }
  if (method !== undefined && callee.type === AST_NODE_TYPES.MemberExpression) {
    // `schema.parse(x)` in any spelling: a lone `parse` of JSON, dates, URLs and command lines validates nothing.
    const receiver = dottedName(callee.object) ?? '';
    if (/^(?:parse|safeParse|validate)$/.test(method) && !/^(?:JSON5?|Date|url|URL|path|qs|querystring|yaml|YAML|csv|marked|dotenv|cookie|Number|semver|program|superjson|SuperJSON|parser|commander)$/.test(receiver)
      && !/(?:parser|csv|xml|html|date|markdown|cron)$/i.test(receiver)
      && (name === undefined || /[A-Z]\w*$/.test(receiver) || /chema|alidator|nput|arams|uery|ody|\bz\b|^v$/.test(receiver) || (node.arguments[0] !== undefined && isPartByName(node.arguments[0])))) found.push('validates');
    const read = Object.hasOwn(READ_CALLS, method) ? READ_CALLS[method] : undefined;
    if (read !== undefined && REQUESTS.test(receiver) && !(method === 'query' && isText(node.arguments[0]))) {
      if (method === 'get' ? /^(?:req|request|ctx|c\.req)$/.test(receiver) : /(?:^|\.)_?req(?:uest)?$/.test(receiver)) found.push(read);
    }
    const [asked] = node.arguments;
    const text = asked?.type === AST_NODE_TYPES.Literal && typeof asked.value === 'string' ? asked.value : '';
    if (/^(?:header|get)$/.test(method) && PROVING_HEADER.test(text) && (/(?:^|\.)headers$/.test(receiver) || REQUESTS.test(receiver))) found.push('caller');
    if (method === 'get' && PUT_BEFORE.test(text) && /^(?:c|ctx|context)$/.test(receiver)) found.push('caller');
    if (/^(?:entries|getAll|forEach)$/.test(method) && /searchParams$/.test(receiver)) found.push('query');
    if (full === 'JSON.parse') found.push('json');
    if ((/^(?:isArray|isInteger|isFinite|isNaN|isBuffer)$/.test(method) && /^(?:Array|Number|Buffer)$/.test(receiver)) || (method === 'includes' && LISTED.test(receiver))) found.push('inspects');
    if (PATH_TEST.test(method) && (isPath(callee.object) || node.arguments.some(isPath))) found.push('selects');
    if (/^(?:status|sendStatus|code|writeHead|throw|error|json|send|abort)$/.test(method) || /^(?:c|ctx|context)\.(?:json|text|throw|body)$/.test(full ?? '')) {
      const status = node.arguments.map(refusal).find((one) => one !== undefined);
      if (status) found.push(status);
    }
    if (method === 'redirect' && node.arguments.some(isSignInPage)) found.push('denies');
  }
  if (name === 'isNaN') found.push('inspects');
  found.push(...eventSignals(name, node));
  // `isUuid(body.formId)`, `validator.isEmail(email)`: one value is looked at by what it is.
  if (full !== undefined && LOOKS.test(full)) found.push('inspects');
  if (name === 'cookies' || name === 'headers') found.push('credential');
  // `Object.fromEntries(searchParams)`: all of the query at once.
  if (node.arguments.some((argument) => argument.type === AST_NODE_TYPES.Identifier && argument.name === 'searchParams')) found.push('query');
  if (name === 'redirect' && node.arguments.some(isSignInPage)) found.push('denies');
  return found;
}

/** `headers.cookie`, `{ cookie }`, `token`: what callers prove who they are with. */
function provesCaller(node: TSESTree.Node): boolean {
  if (node.type === AST_NODE_TYPES.ObjectExpression) return node.properties.some((one) => one.type === AST_NODE_TYPES.Property && PROOF.test(keyOf(one) ?? ''));
  return PROOF.test(dottedName(node)?.split('.').at(-1) ?? '');
}
const PROOF = /^(?:cookies?|authorization|headers|(?:access_?|auth_?|bearer_?|session_?)?token|jwt|session)$/i;

/** `req[part]`: a part of the request that a loop goes through, as in `schema.validate(req[part])`. */
const isPartByName = (node: TSESTree.Node): boolean => node.type === AST_NODE_TYPES.MemberExpression && node.computed && REQUESTS.test(dottedName(node.object) ?? '');

/** `'/login'`, `` `/login?next=${path}` ``, `'/login' + query`, `new URL('/sign-in', request.url)`. */
function isSignInPage(node: TSESTree.Node): boolean {
  const plain = unwrap(node);
  if (plain.type === AST_NODE_TYPES.NewExpression) return dottedName(plain.callee) === 'URL' && plain.arguments[0] !== undefined && isSignInPage(plain.arguments[0]);
  if (plain.type === AST_NODE_TYPES.BinaryExpression) return plain.operator === '+' && isSignInPage(plain.left);
  return LOGIN_PATH.test(plain.type === AST_NODE_TYPES.Literal ? String(plain.value) : plain.type === AST_NODE_TYPES.TemplateLiteral ? plain.quasis.map(({ value }) => value.raw).join(':') : '');
}

const OF_QUERY = /\bquery\b|[sS]earchParams|\.url\b|\bparams\b|\bheaders\b/;
const OF_BODY = /\bbody\b|json\(|formData|payload|input|\bdata\b/i;

const MAKES_VALIDATORS = /\.(?:compile|getSchema)\(/;

/** `validate(req.body)`, where the module makes its validators of schemas: `const validate = ajv.getSchema(name)`. */
export const asksCompiled = ({ arguments: [given] }: TSESTree.CallExpression, name: string | undefined, text: string): boolean =>
  name !== undefined && /^(?:validate|is_?[vV]alid|validator)$/.test(name) && given !== undefined && WHOLE.test(dottedName(given) ?? '') && MAKES_VALIDATORS.test(text);

/** A schema that takes the query says nothing of the body, and one that takes the environment nothing of any request. */
export function narrowed(signals: readonly Trait[], { callee, arguments: given }: TSESTree.CallExpression, text: string): readonly Trait[] {
  if (!signals.includes('validates') && !signals.includes('claims')) return signals;
  const said = given.map((one) => text.slice(...one.range).slice(0, 300)).join(' ');
  // What stands in the address is text by construction, and who calls is no input.
  if (/^\s*(?:process\.env|import\.meta\.env|(?:_?req|request|ctx\.state)\.(?:user|params))\b/.test(said)) return signals.filter((one) => one !== 'validates' && one !== 'claims');
  const ofQuery = !OF_BODY.test(said) && (OF_QUERY.test(said) || /quer(?:y|ies)|searchParams/i.test(text.slice(...callee.range).slice(0, 100)));
  return ofQuery ? signals.map((one) => (one === 'validates' || one === 'claims' ? 'validatesQuery' : one)) : signals;
}

/** `ALLOWED_TYPES.includes(type)`: what may come is listed. */
const LISTED = /(?:^|\.)[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/;

/** A single value of the query or of the path is a string by construction: `c.req.query('page')`. */
const isText = (node: TSESTree.Node | undefined): boolean => node?.type === AST_NODE_TYPES.Literal && typeof node.value === 'string';

/** The address of a request, as its middleware tells routes apart by it. */
const PATHS = /(?:^|\.)(?:path|pathname|pathName|originalUrl|routerPath|routeId|url\.pathname|nextUrl\.pathname|req\.url|request\.url|route\.(?:id|name))$/;
/** `isPublicRoute(request)`, as a matcher of routes is named. */
const ROUTE_QUESTION = /(?:^|\.)is(?:Public|Protected|Private|Open|Guest|Anonymous|Unprotected|Unauthenticated|Excluded|Ignored|Whitelisted|Allowed)\w*(?:Route|Path|Page|Url|URL|Endpoint)$/;
/** `micromatch.isMatch(pathname, open)`, `minimatch(path, '/api/**')`, `isPublic(pathname)`. */
const PATH_QUESTION = /match|(?:^|\.)(?:is|should|needs|requires|has|allows?|skips?|excludes?|bypass)[A-Z]/;
const PATH_TEST = /^(?:startsWith|endsWith|includes|match|indexOf|test|has|some|find|exec)$/;

/** `url.pathname`, `new URL(request.url).pathname`, `getRequestURL(event).pathname`. */
const isPath = (node: TSESTree.Node): boolean => {
  const plain = unwrap(node);
  return PATHS.test(dottedName(plain) ?? '') || (plain.type === AST_NODE_TYPES.MemberExpression && plain.property.type === AST_NODE_TYPES.Identifier && plain.property.name === 'pathname');
};

/** `key !== String(useRuntimeConfig().adminKey)`: what is set up is held against what came. */
function isSecretOfConfig(node: TSESTree.Node): boolean {
  const plain = unwrap(node);
  if (plain.type === AST_NODE_TYPES.CallExpression) return dottedName(plain.callee) === 'String' && plain.arguments[0] !== undefined && isSecretOfConfig(plain.arguments[0]);
  return plain.type === AST_NODE_TYPES.MemberExpression && plain.property.type === AST_NODE_TYPES.Identifier && /(?:key|secret|token|password)$/i.test(plain.property.name)
    && plain.object.type === AST_NODE_TYPES.CallExpression && dottedName(plain.object.callee) === 'useRuntimeConfig';
}

/** `path === '/login'`, `typeof body.name !== 'string'`. */
export function comparisonSignals({ operator, left, right }: TSESTree.BinaryExpression): Trait[] {
  if (!/^[!=]==?$/.test(operator)) return [];
  const found: Trait[] = [];
  if ([left, right].some(isSecretOfConfig)) found.push('keyed');
  if ((isPath(left) && isText(right)) || (isPath(right) && isText(left))) found.push('selects');
  if ([left, right].some((side) => side.type === AST_NODE_TYPES.UnaryExpression && side.operator === 'typeof') && [left, right].some((side) => isText(side) && side.type === AST_NODE_TYPES.Literal && /^(?:string|number|boolean|object)$/.test(String(side.value)))) found.push('inspects');
  // `typeof body[key] !== rule.type`: what each must be stands in a table.
  const typed = [left, right].findIndex((side) => side.type === AST_NODE_TYPES.UnaryExpression && side.operator === 'typeof');
  if (typed >= 0 && [left, right][1 - typed]?.type === AST_NODE_TYPES.MemberExpression) found.push('validates');
  return found;
}

const refusal = (node: TSESTree.Node): Trait | undefined => {
  const plain = unwrap(node);
  const said = plain.type === AST_NODE_TYPES.Literal ? plain.value : dottedName(plain)?.split('.').at(-1);
  return said === 401 || said === 'UNAUTHORIZED' || said === 'Unauthorized' ? 'denies' : said === 403 || said === 'FORBIDDEN' || said === 'Forbidden' ? 'forbids' : said === 400 || said === 422 || said === 'BAD_REQUEST' ? 'rejects' : said === 'TOO_MANY_REQUESTS' ? 'limits' : undefined;
};

const saidByMaking = remember((name): readonly Trait[] => CONSTRUCTED.flatMap(([pattern, signal]) => (pattern.test(name) ? [signal] : [])));

export function constructionSignals(name: string | undefined): readonly Trait[] {
  const said = name === undefined ? [] : saidByMaking(name);
  return said.some((one) => one === 'denies' || one === 'forbids') ? [...said, 'bars'] : said;
}

/** `HttpStatus.UNAUTHORIZED`, `ErrorCodes.STATUS_ERROR_NOT_AUTHORIZED`: a constant that says it. */
const DENYING_NAME = /^(?:[A-Z\d]+_)*(?:UNAUTHORI[SZ]ED|UNAUTHENTICATED|NOT_AUTHORI[SZ]ED|NOT_AUTHENTICATED|NOT_LOGGED_IN|NOT_SIGNED_IN|(?:LOGIN|AUTH|AUTHENTICATION)_REQUIRED)(?:_ERROR)?$/;

/** `routeHandlers[key]`: what answers is looked up at run time. */
export const isTable = (node: TSESTree.MemberExpression): boolean =>
  node.computed && node.property.type !== AST_NODE_TYPES.Literal && /(?:handlers?|routes|actions|controllers|commands|operations|methods)$/i.test(dottedName(node.object) ?? '');

/** `whole`: what is read is handed on as it is, and not asked for one part by a method. */
export function memberSignals(node: TSESTree.MemberExpression, whole: boolean): Trait[] {
  if (node.property.type !== AST_NODE_TYPES.Identifier) return [];
  const { name } = node.property;
  if (node.computed) return SIGNED_TEXT.test(name) && /(?:^|\.)headers$/.test(dottedName(node.object) ?? '') ? ['signed'] : [];
  if (/^unauthorized$/i.test(name) || DENYING_NAME.test(name)) return ['denies'];
  if (/^forbidden$/i.test(name)) return ['forbids'];
  const found: Trait[] = [];
  if (CALLER_MEMBERS.has(name) && CALLERS.test(`${dottedName(node.object) ?? ''}.${name}`)) found.push('caller');
  if (CREDENTIAL_MEMBERS.has(name)) found.push('credential');
  if (IDENTITY_MEMBERS.has(name)) found.push('identity');
  const read = Object.hasOwn(READS, name) ? READS[name] : undefined;
  if (read === undefined && name !== 'user' && name !== 'searchParams') return found;
  const receiver = dottedName(node.object) ?? '';
  // A context's own body is the answer (Koa, Hono); that of its request is asked for.
  if (read !== undefined && REQUESTS.test(receiver) && !(read === 'body' && /^(?:c|ctx|context)$/.test(receiver))) found.push(read);
  if (name === 'user' && /(?:req|request|ctx|context|state|locals|session|auth|c)$/.test(receiver)) found.push('identity');
  // `githubUrl.searchParams` is an address that is made here.
  if (name === 'searchParams' && whole && /(?:^|\.)(?:nextUrl|url|_?req(?:uest)?(?:_?url)?)$/i.test(receiver)) found.push('query');
  return found;
}

/** `const { body, query } = req`: each name is a member of the request. */
export function patternSignals({ id, init }: TSESTree.VariableDeclarator): Trait[] {
  return id.type === AST_NODE_TYPES.ObjectPattern && init ? takenFrom(id, dottedName(unwrap(init)) ?? '') : [];
}

/** `async ({ body, user }, res) => …`: what stands before an answer is a request. */
export function parameterSignals([first, second]: readonly TSESTree.Parameter[]): Trait[] {
  const pattern = first?.type === AST_NODE_TYPES.AssignmentPattern ? first.left : first;
  return pattern?.type === AST_NODE_TYPES.ObjectPattern && second?.type === AST_NODE_TYPES.Identifier && ANSWER.test(second.name) ? takenFrom(pattern, 'req') : [];
}

const ANSWER = /^_?(?:res|response|reply|rep|h)$/;

function takenFrom({ properties }: TSESTree.ObjectPattern, receiver: string): Trait[] {
  if (!REQUESTS.test(receiver)) return [];
  return properties.flatMap((part) => {
    const name = part.type === AST_NODE_TYPES.Property && !part.computed ? keyText(part.key) : '';
    const read = Object.hasOwn(READS, name) && !(name === 'body' && /^(?:c|ctx|context)$/.test(receiver)) ? READS[name] : undefined;
    return read ?? (name === 'user' || IDENTITY_MEMBERS.has(name) ? 'identity' as const : []);
  });
}
