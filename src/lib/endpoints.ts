import type { Endpoint, Evidence, Link, LinkRole } from '../model/index.ts';
import { matchesWildcard } from './wildcard.ts';

/** How an endpoint stands towards strangers. */
export type Protection =
  | { readonly kind: 'guarded'; readonly by: Link }
  /** Open to everybody on purpose: by what it is, by a mark in the code, or by a library that guards itself. */
  | { readonly kind: 'open by design'; readonly why: string; readonly by?: Link; readonly marked?: true }
  | { readonly kind: 'unjudged'; readonly reason: string }
  | { readonly kind: 'unguarded' };

/** What a handler does that asks for the caller's session itself: the name of its link. */
export const ASKS_WHO_CALLS = 'asks who calls';

/** What a handler does that looks at the type of something by itself: the name of its link. */
export const LOOKS_BY_HAND = 'looks at types by hand';

/** Links that keep strangers out. */
export const PROTECTING: ReadonlySet<LinkRole> = new Set(['authentication', 'authorization', 'signature']);

/** The link that keeps strangers out. A global guard that asks for rights only where a handler names them guards none. */
export const guardOf = (endpoint: Endpoint): Link | undefined => {
  const links = endpoint.chain.filter(({ role, scope }) => PROTECTING.has(role) && !(role === 'authorization' && scope === 'global'));
  const opened = endpoint.chain.findIndex(({ role }) => role === 'public');
  // A public mark opens what guards further out; a guard of the handler's own still holds, and what looks at a sender's signature for a module.
  const holding = opened < 0 ? links : links.filter(({ scope, role }) => scope === 'method' || scope === 'handler' || (scope === 'module' && role === 'signature'));
  return holding.find(({ confidence }) => confidence === 'high') ?? holding.find(({ confidence }) => confidence === 'medium') ?? holding[0];
};

export const HEALTH = /^\/?(?:.*\/)?_{0,2}(?:(?:service|server|system|app|api)[-_]status|(?:connectors?|service|server|system|app|api|db|database|cluster|node|worker|queue)[-_]health|health|healthy|healthz|health[-_]?check(?:[-_](?:db|database|full|deep))?|check[-_]?health|livez|live(?=\/?$)|liveness|ready(?:z|Sync)?|readiness|status|ping|metrics|(?:lb)?heartbeat|alive|up)_{0,2}(?:\.json)?(?:\/|$)/i;
/** Words that may as well belong to a thing (`/orders/:id/status`, `/assets/:id`) count at the beginning of a path only. */
const NOT_A_PART = /^(?:api|rest|v\d+(?:\.\d+)?|public|internal|https?|:(?:locale|lang\w*|version|tenant\w*|realm|workspace\w*|org\w*|site|store))$/i;
const PLAIN_HEALTH = /^_{0,2}(?:(?:connectors?|service|server|system|app|api|db|database|cluster|node|worker|queue)-health|health|healthy|healthz|health[-_]?check[\w-]*|check[-_]?health|livez|liveness|readyz?|readiness|(?:lb)?heartbeat)_{0,2}$/i;
const ENTRY = /^(?:log-?ins?|sign-?in|sign-?up|log-?out|log-?off|sign-?out|sign-?off|session-?expired|forg[eo]t(?:ten)?(?:-?(?:password|passwd|pwd))?|(?:find|reset|recover|retrieve)-?(?:password|passwd|pwd)|captcha|password-?reset|request-?password-?reset|verify-?email|confirm-?email|email-?verification|email-?confirmation|oauth2?|sso|saml2?|oidc|(?:saml|sso|oidc|oauth2?|auth)-(?:auth-)?providers?|csrf(?:-token)?|otp|totp|magic-?links?|2fa|mfa|webauthn|passkeys?|accept-?invit(?:e|ation)|unlock-?account|logged-?(?:in|out)|(?:clear|end|destroy)-?session|unsubscribe(?:-(?:one-?click|link|email))?|one-?click-?unsubscribe|refresh-?tokens?|access-?tokens?|(?:\w+-)?log-?in(?:-\w+)?|sign-?in-\w+|sign-?up-(?:retry|verify|confirm\w*|e-?mail|token|code)|\w+-(?:sign-?in|sign-?up|log-?out|sign-?out)|check-(?:user-?name|e-?mail|phone)|(?:user-?name|e-?mail)-(?:exists|availability|available|taken))$/i;
/** `resend-email-validation-code`, `verify-reset-code`, `create-account`. */
const ENTRY_STEP = /^(?:re-?send|send|request|verify|confirm|validate)-(?:e-?mail|reset|token|link|code|otp|verification|confirmation|validation|activation|password|account|phone|magic|login|sign)[\w-]*$|^(?:create|register|activate)-(?:account|user)$|^(?:user|account)-registration$|^generate-(?:authentication|registration)-options$|^pkce-params$|^(?:authori[sz]ation|auth|log-?in|sign-?in|consent)-url$|^(?:authenticate|login|signin|sign-in)-(?:with|by|using|via)[\w-]*$|^(?:github|google|gitlab|facebook|apple|microsoft|azure|okta|twitter|discord|slack|linkedin|keycloak)-(?:auth\w*|log-?in|sign-?in|oauth\d?)$/i;
export const PEOPLE = /^(?:users?|accounts?|customers?|members?|register|registrations?)$/i;
const ENTRY_AT_FIRST = /^(?:register|registration|reset|recover(?:y)?|verify|verification|confirm(?:ation)?|activate|activation|token|tokens|refresh|authenticate|authorize|authorise|session|sessions|get-session|anonymous|guest|accept|interactions?)$/i;
/** What an endpoint's `unclear` says of a router that stands nobody knows where. */
export const UNMOUNTED = 'where its router is mounted could not be followed';
const ACCOUNTS = /^(?:auth\w*|authentication|accounts?|users?|identity|sessions?|passwords?|email|members?|customers?|admins?|(?:maintainer|advertiser|seller|owner|driver|teacher|player|manager|organi[sz]er)s?|employees?|merchants?|vendors?|students?|patients?|doctors?|authors?|clients?|partners?|creators?|suppliers?|agents?|staff|me|register|registration|invit\w+|security|token|mcp)$/i;
/** `/invitations/public/:id`, `query publicForm`: whoever named it wants it open. */
const PUBLIC = /^(?:public|open-?data)$/i;
const PUBLIC_NAME = /^(?:\w+\.)*public[A-Z_]/;
const REPORTS = /^(?:csp-?(?:reports?|violations?)?|report-?(?:uri|violations?|csp))$/i;
/** `POST /analytics/track`: what pages tell of their visitors, who have no account. */
const MEASURES = /^(?:analytics|telemetry|rum|web-?vitals)$/i;
const MEASURED = /^(?:track|events?|page-?views?|beacon|collect|vitals)$/i;
/** Reports of errors and traces of pages go by the team's own server, past what blocks the vendor's. */
const TUNNEL = /^(?:sentry|(?:sentry|monitoring)-?tunnel|tunnel|otel|otlp)$/i;
/** `POST /auth/google`: who comes from there is sent on to that provider. */
const PROVIDER = /^(?:local|ldap|credentials|password|github|google|gitlab|facebook|apple|microsoft|azure(?:ad)?|okta|twitter|discord|slack|linkedin|keycloak|bitbucket|openid|plex|steam|twitch|spotify)$/i;
const EMPTIES = /^(?:clear|purge|flush|reset|delete|remove|invalidate)$/i;
const OF_SIGNING_IN = /auth|log-?in|sign-?in|sso|saml|oidc|open-?id|\bacs\b|session|identity|passport|sgid|singpass/i;
const CALLBACK = /(?:^|[\w-]*[_-])callback$|^callback/i;
const DOCUMENTS = /^(?:(?:oauth-?)?client-?metadata(?:\.json)?|oauth-?client\.json|\.?well-?known|jwks|robots\.txt|sitemap[\w-]*|favicon[\w-]*|manifest(?:\.json)?|site\.webmanifest|swagger(?:-ui)?|api-docs|openapi(?:-v?\d+)?|api-spec|redoc|(?:og|opengraph)(?:[-_]\w+)*|feed|rss|graphiql|playground)$/i;
const DOCUMENTS_AT_FIRST = /^(?:docs|documentation|reference|version|build-?info|locales?|i18n|translations?|schema|logo)$/i;
/** What every page shows, that for signing in as well: `/system/logo`. */
const OF_THE_HOUSE = /^(?:[\w-]+-)?(?:logo|favicon|wallpaper|branding)$/i;
/** The page on which visitors say which cookies they accept. */
const COOKIES = /^cookies?(?:-(?:policy|preferences|settings|consent|choices?))?$/i;
const FILES_AT_FIRST = /^(?:_next|_nuxt|static|assets|images?|img|fonts?|media|css|js|public|files)$/i;
const FILE = /\.(?:png|jpe?g|gif|svg|ico|webp|avif|css|m?js|txt|xml|ya?ml|webmanifest|woff2?|ttf|map)$/i;
const ENTRY_NAME = /^(?:\w*\.)*(?:log_?in|sign_?in|sign_?up|register|log_?out|sign_?out|refresh_?tokens?|(?:request|forgot|reset|change)_?password\w*|request_?(?:password)?_?reset\w*|(?:verify|confirm)(?:_?(?:e-?mail|phone|mobile|otp|code|token|account|user|identity|password|totp|mfa|2fa|two_?factor|login|sign_?(?:in|up)|registration|magic_?link|reset|address)\w*)?|authenticate\w*|\w*[sS]ign(?:In|Up|Out)\w*|\w*(?:Log|log)(?:In|in|Out|out)(?:Action)?|\w*(?:ResetPassword|PasswordReset|ForgotPassword)\w*|forgotPassword\w*|resetPassword\w*|\w*MagicLink\w*|\w*[rR]esetLink|\w*[cC]allback|health\w*|status|ping|csrf\w*|(?:get|fetch)?(?:me|viewer|(?:current|logged_?in|auth)_?user)|whoami|version|(?:join|accept)\w*Invit\w*|re_?send_?(?:activation|verification|confirmation|validation)\w*)$/i;

/** Why an endpoint is open by its nature; undefined: it is not. */
export function openByNature({ kind, path, name, method, at, enrols, unclear, reads: taken }: Endpoint): string | undefined {
  if (path !== undefined) {
    const segments = path.split('/').filter((part) => part !== '').map((part) => (part.startsWith(':') ? part : part.replace(/(?<=[a-z0-9])_(?=[a-z0-9])/gi, '-')));
    const own = segments.filter((part) => !NOT_A_PART.test(part));
    const reads = method === 'GET' || method === 'ALL';
    if (reads && HEALTH.test(path) && (segments.some((part) => PLAIN_HEALTH.test(part)) ? !own[0]?.startsWith(':') : own.length <= 2 && !own.some((part) => part.startsWith(':')) && !taken.includes('query') && !taken.includes('body'))) return 'a health check';
    if (saysPublic(segments, reads, method)) return 'its path says that it is public';
    if (segments.some((part) => REPORTS.test(part)) || (method === 'POST' && own.length >= 2 && MEASURES.test(own.at(-2)!) && MEASURED.test(own.at(-1)!)) || (method === 'POST' && TUNNEL.test(own.at(-1) ?? ''))) return 'a report of browsers';
    // What a provider posts of payments or messages lets nobody in.
    if (segments.some((part) => CALLBACK.test(part)) && (method !== 'POST' || segments.some((part) => OF_SIGNING_IN.test(part) || PROVIDER.test(part)))) return 'a callback of signing in';
    if (segments.some((part) => ENTRY.test(part.replace(/\.\w+$/, '')))) return 'a step of signing in';
    if (segments.some((part) => ENTRY_STEP.test(part)) || /(?:^|\/)auth\/(?:join|failure|failed|success|error|providers|\*\w*|:\w+\*)$/.test(path) || (own.length >= 2 && /^auth\w*$/i.test(own.at(-2)!) && PROVIDER.test(own.at(-1)!))) return 'a step of signing in';
    if (method === 'POST' && own.length === 1 && /^auth(?:entication)?$/i.test(own[0]!)) return 'a step of signing in';
    // What stands alone below `/auth` is its own machinery; a list of people or of rights is not.
    if (own.length === 2 && /^auth(?:entication)?$/i.test(own[0]!) && /^(?!impersonat|admin)[a-z][\w-]*(?<!s)$/i.test(own[1]!)) return 'a step of signing in';
    // A new password is kept where people are added: `POST /users`.
    if (enrols && method === 'POST' && PEOPLE.test(own.at(-1) ?? '')) return 'a step of signing in: it takes a new account';
    if (own.length === 1 && COOKIES.test(own[0]!)) return 'a choice of cookies';
    // `DELETE /reset` takes away more than a password; who deletes a session signs out.
    const first = own.findIndex((part) => ENTRY_AT_FIRST.test(part) && (method !== 'DELETE' || /^(?:tokens?|sessions?|refresh)$/i.test(part)));
    // A list of tokens or of sessions belongs to somebody, and so does one token out of it; who ends a session by its name signs out.
    const kept = (method === 'GET' && /^(?:tokens|sessions)$/i.test(own[first] ?? '') && own.length === first + 1) || (method !== 'POST' && /^tokens$/i.test(own[first] ?? '') && own[first + 1]?.startsWith(':'));
    // What is done in a session (`/sessions/:id/messages`) signs nobody in.
    const within = /^sessions?$/i.test(own[first] ?? '') && own.slice(first + 1).some((part) => !part.startsWith(':') && !/^(?:new|current|me|refresh|\*)$/i.test(part) && !PROVIDER.test(part));
    // Of a router that stands nobody knows where, `/tokens` may be anybody's.
    if (first >= 0 && !within && !kept && unclear !== UNMOUNTED && own.slice(0, first).every((part) => ACCOUNTS.test(part))) return 'a step of signing in';
    if (reads && (isDocument(segments, own) || FILE.test(path))) return 'a public document';
    // Of a router that stands nobody knows where, `/` is no front page.
    if (reads && unclear === undefined && /^\/(?:\*\w*|:\w+\*)?$|^\/(?:api|v\d+)(?:\/v\d+)?$/.test(path)) return 'the front page';
    return undefined;
  }
  if (kind === 'action' && /(?:^|\/)(?:auth|login|sign-?in|sign-?up|register|onboarding)\/[^/]*$/i.test(at.file) && !/^(?:get|fetch|load|list|find|read|delete|remove)(?![a-z])/.test(name ?? '')) return 'a step of signing in';
  if ((kind === 'rpc' || kind === 'graphql') && name !== undefined && PUBLIC_NAME.test(name)) return 'its name says that it is public';
  return (kind === 'rpc' || kind === 'graphql' || kind === 'action') && name !== undefined && ENTRY_NAME.test(name) ? 'a step of signing in, or a health check' : undefined;
}

/** `/public/forms/:id` and `/invitations/public/:id` do; `PUT /forms/:id/public` makes something public, and `DELETE /teams/:id/public/keys` takes something away. */
function saysPublic(segments: readonly string[], reads: boolean, method: string | undefined): boolean {
  const at = segments.findIndex((part) => PUBLIC.test(part));
  if (at < 0 || reads) return at >= 0;
  return segments.slice(0, at).every((part) => NOT_A_PART.test(part)) || (method === 'POST' && at < segments.length - 1);
}

function isDocument(segments: readonly string[], [first = '', second = '']: readonly string[]): boolean {
  if (segments.some((part) => EMPTIES.test(part))) return false;
  if (segments.some((part) => DOCUMENTS.test(part.replace(/(?:\.(?:json|ya?ml|xml|txt|html))$/, '')) || DOCUMENTS.test(part))) return true;
  if (/^_{0,2}(?:version|build-?info|openapi\.\w+)_{0,2}$/i.test(segments.at(-1) ?? '')) return !segments.some((part) => part.startsWith(':'));
  if (OF_THE_HOUSE.test(segments.at(-1) ?? '')) return !segments.some((part) => part.startsWith(':'));
  if (DOCUMENTS_AT_FIRST.test(first.replace(/\.\w+$/, ''))) return !segments.some((part) => part.startsWith(':'));
  return FILES_AT_FIRST.test(first) && /^\*|^:\w+\*$|^:(?:file|filename|path)\b/i.test(second);
}

/** `optionalAuth`, `authenticateOptional`: whoever put it there meant strangers to come in as well. */
const LETS_STRANGERS_PASS = /optional\w*(?:auth|user|session|jwt|token|log_?in)|(?:auth\w*|user|session|jwt|token|log_?in)_?optional/i;

/** Names of middlewares that ask for a session or a token. */
const ASKS_BY_NAME = /(?:^|\.)(?:(?:require|ensure|check|is|must_?be)_?(?:Auth|LoggedIn|SignedIn|Session)\w*|auth(?:enticat\w*)?(?:Middleware|Guard|Required|Check)?|authenticated|bearer\w*|jwt\w*|\w*TokenAuth|protect(?:ed)?|logged_?in|signed_?in)$/i;

const WEBHOOK = /webhook|(?:^|\/)hooks?(?:\/|$)/i;

/** `/mcp/:serverToken`: whoever knows the address may come in. */
const SECRET_PART = /^:(?:\w*(?:[tT]oken|[sS]ecret|[aA]piKey|api_key|[aA]ccessKey|[vV]erification(?:String|Code|Key)|[vV]erify(?:Code|Key))|(?:[A-Z0-9]+_)*(?:KEY|TOKEN|SECRET))\??$/;

/** `/invitations/:code`: whoever was sent it may come in. */
const INVITED_BY = /\/invit(?:e|es|ations?)\/(:\w*(?:[cC]ode|[hH]ash|[kK]ey))\b/;

/** What a handler hands on to where that is an application whose routes are read by themselves: `export const POST = handle(app)`. */
export const ANOTHER_APPLICATION = 'another application';

/** A library that answers by rules of its own. */
const SELF_GUARDED = /^(?:authentication|trpc|uploads|jobs|documentation|static files|content management|remix)$/;

export function protectionOf(endpoint: Endpoint): Protection {
  const by = guardOf(endpoint);
  if (by && by.confidence !== 'low') return { kind: 'guarded', by };
  const nature = openByNature(endpoint);
  // `router.get('/card/status', bearerSession, …)`: whoever puts a guard there means no health check, whatever the word says.
  const asked = nature === 'a health check' || nature === 'a step of signing in' ? endpoint.chain.find(({ role, scope, name, confidence }) => (scope === 'method' || scope === 'class') && (role === 'unknown' || (role === 'authentication' && confidence === 'low')) && ASKS_BY_NAME.test(name)) : undefined;
  if (asked) return { kind: 'unjudged', reason: `Only its name says that ${asked.name} asks who calls ${endpoint.subject}; if it does, name it under recognise.authentication.` };
  if (nature) return { kind: 'open by design', why: nature };
  if (endpoint.local) return { kind: 'open by design', why: 'it only sends the caller elsewhere or says the same to everybody, or touches nothing but the caller\'s own cookies and the cache of pages' };
  if (endpoint.delegated) return endpoint.delegated === ANOTHER_APPLICATION ? { kind: 'open by design', why: 'it hands on to an application whose routes are judged by themselves' } : SELF_GUARDED.test(endpoint.delegated) ? { kind: 'open by design', why: `a library's handler (${endpoint.delegated})` } : { kind: 'unjudged', reason: `What guards ${endpoint.subject} lies in a library (${endpoint.delegated}).` };
  // A name is no evidence of what its code does.
  if (by) return { kind: 'unjudged', reason: `Only its name says that ${by.name} asks who calls ${endpoint.subject}; if it does, name it under recognise.authentication.` };
  const mark = endpoint.chain.find(({ role }) => role === 'public');
  if (mark) return { kind: 'open by design', why: `marked by ${mark.name}`, by: mark, marked: true };
  if (endpoint.unclear) return { kind: 'unjudged', reason: `${endpoint.subject}: ${endpoint.unclear}.` };
  const secret = endpoint.path?.split('/').find((part) => SECRET_PART.test(part)) ?? INVITED_BY.exec(endpoint.path ?? '')?.[1];
  if (secret) return { kind: 'unjudged', reason: `Whether ${secret} in the address of ${endpoint.subject} is meant as the key to it is not to be told.` };
  const optional = endpoint.chain.find(({ role, scope, name }) => role === 'other' && scope !== 'global' && LETS_STRANGERS_PASS.test(name));
  if (optional) return { kind: 'unjudged', reason: `${optional.name} learns who calls ${endpoint.subject} where somebody is known, and lets strangers pass; whether that is meant is not to be told: list it under security.public_endpoints if it is.` };
  const unknown = endpoint.chain.find(({ role }) => role === 'unknown');
  if (unknown?.scope === 'handler') return { kind: 'unjudged', reason: `The handler of ${endpoint.subject} has ${unknown.name}; whether that keeps strangers out is not to be told.` };
  if (unknown?.somewhere) return { kind: 'unjudged', reason: `${unknown.name} asks on some addresses and lets others pass; whether ${endpoint.subject} is one of those is not to be told.` };
  if (unknown?.condition !== undefined) return { kind: 'unjudged', reason: `${unknown.name} stands before ${endpoint.subject} only where it is set up so (\`${unknown.condition}\`); whether it is where it runs is not to be told.` };
  if (unknown) return { kind: 'unjudged', reason: `What ${unknown.name} does on ${endpoint.subject} could not be followed.` };
  // A library may check the signature of what its sender hands in.
  if (endpoint.handsOn !== undefined && (WEBHOOK.test(endpoint.subject) || WEBHOOKS.test(endpoint.handsOn) || OWN_SERVER.test(endpoint.handsOn))) return { kind: 'unjudged', reason: `${endpoint.subject} hands the request to ${endpoint.handsOn}, which could not be followed.` };
  if (endpoint.handsOn !== undefined && FORWARDS.test(endpoint.handsOn)) return { kind: 'unjudged', reason: `${endpoint.subject} only sends the request on by ${endpoint.handsOn}; who answers there may ask.` };
  return { kind: 'unguarded' };
}

/** `bot.webhooks.slack(request)` */
const WEBHOOKS = /(?:^|\.)webhooks?\.\w+$/i;

/** `tusServer.handle(req.raw, res.raw)`, `auth.handler(request)`: another server answers, and may ask by its own hooks. */
const OWN_SERVER = /(?:server|requests?)\.handle$|(?:^|\.)auth\.handler$/i;

/** `httpService.callAuthServer(request, response, …)`, `proxy.forward(request)`, `router.get('/chat', proxy)`: another service answers. */
export const FORWARDS = /(?:^|\.)call\w+(?:Server|Backend|Upstream)$|(?:^|\.)\w*[pP]roxy\.(?:\w*[rR]equest|web|forward\w*|call\w*)$|(?:^|\.)(?:proxy|forward)(?:(?:[A-Z]\w*)?(?:Request|Req)|To[A-Z]\w*)$|(?:^|\.)proxy$/;
/** A library takes the message as a whole, and knows its shape. */
const TAKEN_WHOLE = /(?:oauth|saml|oidc)\w*\.\w+$|(?:^|\.)\w*transport\w*\.handle(?:Request|PostMessage)$|^verify(?:Registration|Authentication)Response$/i;

/** Who takes a request whole and looks at its shape: another service or a library. */
export const takenBy = ({ handsOn }: Endpoint): string | undefined => (handsOn !== undefined && (FORWARDS.test(handsOn) || OWN_SERVER.test(handsOn) || TAKEN_WHOLE.test(handsOn)) ? handsOn : undefined);

/** Endpoints that somebody outside can call and that a check of requests judges. */
export const isReachable = ({ kind, method }: Endpoint): boolean =>
  (kind === 'http' || kind === 'graphql' || kind === 'rpc' || kind === 'action') && method !== 'OPTIONS' && method !== 'HEAD';

/** The declared pattern that names an endpoint: `GET /health/*`, `/webhooks/*`, `mutation login`. */
export function patternFor({ subject, method, path }: Endpoint, patterns: readonly string[]): number {
  return patterns.findIndex((pattern) => {
    if (matchesWildcard(pattern, subject)) return true;
    if (path === undefined) return false;
    const [, verb, address] = /^(?:(\S+)\s+)?(\/\S*)$/.exec(pattern.trim()) ?? [];
    if (address === undefined || (verb !== undefined && verb !== '*' && verb.toUpperCase() !== method && method !== 'ALL')) return false;
    return matchesWildcard(address.replace(/\{(\w+)\}/g, ':$1'), path) || matchesWildcard(address.replace(/[:{]\w+\}?/g, '*'), path);
  });
}

const ROLE_NOTE: Partial<Record<LinkRole, string>> = {
  authentication: 'proves who calls', authorization: 'asks for the right', signature: 'checks the signature', validation: 'validates', limit: 'limits the rate', audit: 'writes an audit record', public: 'marks it public',
};

/** A link as evidence: where it is applied, and where it is defined. */
export const linkEvidence = ({ name, role, at, definition, scope }: Link): Evidence[] => [
  { note: scope === 'handler' && / /.test(name) ? `The handler ${name}` : `${name} ${ROLE_NOTE[role] ?? 'is applied'}${scope === 'global' ? ', everywhere' : ''}`, at },
  ...(definition && (definition.file !== at.file || definition.line !== at.line) ? [{ note: `${name} is defined here`, at: definition }] : []),
];

/** What calls itself a validator: what it does is told by its own code, where that is at hand. Who calls, keys and settings are no input. */
export const CLAIMING = /^(?!validate\w*?(?:User(?!\w*(?:Input|Body|Data|Payload|Params|Query|Request|Schema|Dto))|Auth|Admin|Permission|Access|Roles?(?![a-z])|Token|Session|Credential|Key$|Secret|Signature|Licen[cs]e|Captcha|Otp|Csrf|Config|Env|Owner|Member))(?:validate[A-Z]\w*|isValid[A-Z]\w*|parse[A-Z]\w*(?:Input|Body|Params|Query|Request|Payload|Schema))$|(?:^|\.)(?:parseBody|assertValid|getValidated(?!Query$)\w*|parseOrThrow|validateBody|validateRequest|parseForm|transformAndValidate|parseAndValidate\w*|validateInputs?)$/;
