import type { Endpoint, Evidence, Link, LinkRole } from '../model/index.ts';
import { matchesWildcard } from './wildcard.ts';

/** How an endpoint stands towards strangers. */
export type Protection =
  | { readonly kind: 'guarded'; readonly by: Link }
  /** Open to everybody on purpose: by what it is, by a mark in the code, or by a library that guards itself. */
  | { readonly kind: 'open by design'; readonly why: string; readonly by?: Link; readonly marked?: true }
  | { readonly kind: 'unjudged'; readonly reason: string }
  | { readonly kind: 'unguarded' };

const PROTECTING: ReadonlySet<LinkRole> = new Set(['authentication', 'authorization', 'signature']);

/** The link that keeps strangers out. A global guard that asks for rights only where a handler names them guards none. */
export const guardOf = (endpoint: Endpoint): Link | undefined => {
  const links = endpoint.chain.filter(({ role, scope }) => PROTECTING.has(role) && !(role === 'authorization' && scope === 'global'));
  const opened = endpoint.chain.findIndex(({ role }) => role === 'public');
  // A public mark opens what guards further out; a guard of the handler's own still holds.
  const holding = opened < 0 ? links : links.filter(({ scope }) => scope === 'method' || scope === 'handler');
  return holding.find(({ confidence }) => confidence === 'high') ?? holding.find(({ confidence }) => confidence === 'medium') ?? holding[0];
};

export const HEALTH = /^\/?(?:.*\/)?(?:health|healthz|health-?check|livez?|liveness|readyz?|readiness|status|ping|metrics|heartbeat|alive|up)(?:\/|$)/i;
const ENTRY = /(?:^|\/)(?:login|log-in|signin|sign-in|signup|sign-up|register|registration|logout|log-out|signout|sign-out|forgot(?:-?password)?|reset(?:-?password)?|request-?password-?reset|recover(?:y)?|verify(?:-?email)?|confirm(?:-?email)?|email-?verification|activate|oauth2?|sso|saml|oidc|callback|token|refresh(?:-?token)?|csrf(?:-token)?|otp|magic-?link|2fa|mfa|webauthn|passkeys?|authenticate|authorize|session|sessions|anonymous|invit(?:e|ation)s?\/accept|accept-?invit(?:e|ation)|unsubscribe)(?:[/.:?]|$)/i;
const DOCUMENTS = /(?:^|\/)(?:\.well-known|robots\.txt|sitemap[\w-]*(?:\.xml)?|favicon\.ico|manifest\.json|site\.webmanifest|swagger(?:-ui)?|api-docs|docs|documentation|openapi(?:\.json|\.ya?ml)?|redoc|reference|static|assets|public|images?|fonts?|media|og|opengraph-image|version|build-?info|feed(?:\.xml)?|rss(?:\.xml)?|logo|locales?|i18n|graphiql|playground|schema)(?:[/.:]|$)/i;
const ENTRY_NAME = /^(?:\w*\.)*(?:log_?in|sign_?in|sign_?up|register|log_?out|sign_?out|refresh_?tokens?|(?:request|forgot|reset|change)_?password\w*|request_?(?:password)?_?reset\w*|verify\w*|confirm\w*|authenticate\w*|\w*[sS]ign(?:In|Up|Out)\w*|\w*(?:Log|log)(?:In|in|Out|out)(?:Action)?|\w*(?:ResetPassword|PasswordReset|ForgotPassword)\w*|forgotPassword\w*|resetPassword\w*|\w*MagicLink\w*|\w*[cC]allback|health\w*|status|ping|csrf\w*)$/i;

/** Why an endpoint is open by its nature; undefined: it is not. */
export function openByNature({ kind, path, name, method, at }: Endpoint): string | undefined {
  if (path !== undefined) {
    if (HEALTH.test(path) && (method === 'GET' || method === 'ALL')) return 'a health check';
    if (ENTRY.test(path)) return 'a step of signing in';
    if (DOCUMENTS.test(path) && (method === 'GET' || method === 'ALL')) return 'a public document';
    if (/^\/(?:\*\w*|:\w+\*)?$|^\/(?:api|v\d+)(?:\/v\d+)?$/.test(path) && (method === 'GET' || method === 'ALL')) return 'the front page';
    return undefined;
  }
  if (kind === 'action' && /(?:^|\/)(?:auth|login|sign-?in|sign-?up|register|onboarding)\/[^/]*$/i.test(at.file)) return 'a step of signing in';
  return (kind === 'rpc' || kind === 'graphql' || kind === 'action') && name !== undefined && ENTRY_NAME.test(name) ? 'a step of signing in, or a health check' : undefined;
}

/** A library that answers by rules of its own. */
const SELF_GUARDED = /^(?:authentication|trpc|uploads|jobs|documentation|static files|content management|remix)$/;

export function protectionOf(endpoint: Endpoint): Protection {
  const by = guardOf(endpoint);
  if (by) return { kind: 'guarded', by };
  const nature = openByNature(endpoint);
  if (nature) return { kind: 'open by design', why: nature };
  if (endpoint.delegated) return SELF_GUARDED.test(endpoint.delegated) ? { kind: 'open by design', why: `a library's handler (${endpoint.delegated})` } : { kind: 'unjudged', reason: `What guards ${endpoint.subject} lies in a library (${endpoint.delegated}).` };
  const mark = endpoint.chain.find(({ role }) => role === 'public');
  if (mark) return { kind: 'open by design', why: `marked by ${mark.name}`, by: mark, marked: true };
  if (endpoint.unclear) return { kind: 'unjudged', reason: `${endpoint.subject}: ${endpoint.unclear}.` };
  const unknown = endpoint.chain.find(({ role }) => role === 'unknown');
  if (unknown) return { kind: 'unjudged', reason: `What ${unknown.name} does on ${endpoint.subject} could not be followed.` };
  return { kind: 'unguarded' };
}

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
