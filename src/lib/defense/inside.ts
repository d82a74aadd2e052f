import type { Endpoint, Facts, Link, LinkRole, Place } from '../../model/index.ts';
import { at as pick, list } from '../json.ts';
import { placeIn } from '../located.ts';
import { placeText } from '../mistake.ts';
import { packageOf } from '../bindings.ts';
import { isCode } from '../languages.ts';
import { shownFiles } from '../shown-files.ts';

export type Inside = Pick<Facts, 'files' | 'packages' | 'kubernetes' | 'cloudformation' | 'endpoints' | 'definitions'>;

export const SERVERS = /^(express|fastify|koa|hono|@hono\/node-server|@nestjs\/core|next|@apollo\/server|elysia|h3|@hapi\/hapi|restify)$/;
const AUTHENTICATION = /^(passport(-.+)?|@nestjs\/(jwt|passport)|next-auth|@auth\/.+|better-auth|jose|jsonwebtoken|express-jwt|express-oauth2-jwt-bearer|koa-jwt|koa-passport|@fastify\/(?:jwt|oauth2|auth|basic-auth|bearer-auth|passport)|@clerk\/.+|@auth0\/.+|express-openid-connect|openid-client|oauth2-server|@node-oauth\/.+|lucia|@workos-inc\/.+|supertokens-node|keycloak-connect|@hono\/oidc-auth|aws-jwt-verify|express-basic-auth|basic-auth|grant|remix-auth|arctic|iron-session|express-session|cookie-session|client-sessions|koa-session|koa-generic-session|@fastify\/(?:secure-)?session|@hapi\/(?:basic|bell|cookie|jwt)|hapi-auth-.+|@feathersjs\/authentication(?:-.+)?|@loopback\/authentication(?:-.+)?|@okta\/jwt-verifier|@azure\/msal-node|@sidebase\/nuxt-auth|nuxt-auth-utils|@kinde-oss\/.+|stytch|@stackframe\/.+|@supabase\/(?:ssr|auth-helpers-.+))$/;
const AUTHORIZATION = /^(@casl\/.+|casbin|nest-access-control|accesscontrol|@cerbos\/.+|@openfga\/.+|oso|@permitio\/.+|permitio|@casbin\/.+|nest-casl|role-acl|easy-rbac|@rbac\/.+|koa-authz|fastify-casbin|graphql-shield|@loopback\/authorization)$/;
const VALIDATION = /^(zod|joi|yup|ajv|class-validator|valibot|@sinclair\/typebox|typebox|arktype|superstruct|express-validator|express-openapi-validator|openapi-backend|fluent-json-schema|io-ts|runtypes|@hapi\/joi|celebrate|koa-joi-router|vine|@vinejs\/vine|effect|@effect\/schema)$/;

export const hasDependency = (packages: Facts['packages'], pattern: RegExp): Place | undefined => {
  for (const { dependencies, at, lines } of packages.packages) {
    const name = Object.keys(dependencies).find((one) => pattern.test(one));
    if (name !== undefined) return { ...at, ...lines[`dependencies/${name}`] };
  }
  return undefined;
};
/** The package of these that the code of the server calls; that it is installed alone says nothing of what it does. */
function calledOf(facts: Inside, packages: RegExp): Place | undefined {
  for (const [file, { imports, functions }] of running(facts)) {
    const names = new Set(Object.entries(imports).flatMap(([local, [specifier]]) => (packages.test(packageOf(specifier) ?? '') ? [local] : [])));
    if (names.size === 0) continue;
    const call = functions.flatMap(({ calls }) => calls).find(([name]) => names.has(/^\w*/.exec(name)![0]));
    if (call) return { file, line: call[1] };
  }
  return undefined;
}
const chains = ({ endpoints }: Inside): readonly Link[] => endpoints.endpoints.flatMap(({ chain }) => chain);
/** The first link of that role in the chain of any endpoint, or one that has it on some addresses: what the code does, whatever library it takes for it. */
const linkOf = (facts: Inside, role: LinkRole): Place | undefined => chains(facts).find((one) => (one.role === role && one.confidence !== 'low') || one.somewhere === role)?.at;
/** A guard that callers show their key to; a sender who signs what he sends (`StripeSignatureGuard`) is one caller of one address. */
const keyOf = (facts: Inside): Place | undefined => chains(facts).find(({ role, name, scope, confidence }) => role === 'signature' && scope !== 'handler' && confidence !== 'low' && /(?:api|access|secret)_?-?(?:key|token)/i.test(name))?.at;

/** Functions of the server that runs. */
function* running({ definitions, files: { files } }: Inside): Generator<readonly [string, Facts['definitions'][string]]> {
  for (const { path, role, side } of files) {
    const share = role === 'production' && side !== 'browser' ? definitions[path] : undefined;
    if (share) yield [path, share];
  }
}

/** A function that does the one and one of the others. */
function doing(facts: Inside, first: string, others: readonly string[]): Place | undefined {
  for (const [file, { functions }] of running(facts)) {
    for (const { signals } of functions) {
      const said = signals.find(([one]) => one === first);
      if (said && (others.length === 0 || signals.some(([one]) => others.includes(one)))) return { file, line: said[1] };
    }
  }
  return undefined;
}

/** `https.createServer(options, app)`: it speaks TLS by itself. */
export function speaksTls(facts: Inside): Place | undefined {
  for (const [file, { functions }] of running(facts)) {
    const call = functions.flatMap(({ calls }) => calls).find(([name]) => /^https\.createServer$|(?:^|\.)createSecureServer$/.test(name));
    if (call) return { file, line: call[1] };
  }
  return undefined;
}

/** hapi: `server.auth.strategy('session', 'jwt', …)` and `server.auth.default('session')`, in whatever plugin they stand. */
function strategyOf(facts: Inside): Place | undefined {
  if (hasDependency(facts.packages, /^(?:@hapi\/)?hapi$/) === undefined) return undefined;
  for (const [file, { functions }] of running(facts)) {
    const call = functions.flatMap(({ calls }) => calls).find(([name]) => /(?:^|\.)auth\.(?:strategy|default)$/.test(name));
    if (call) return { file, line: call[1] };
  }
  return undefined;
}

/** Rights are asked for: `canOrReject`, `hasRole`, `assertPermission`, `authorisationMiddleware`; an `authorizationUrl` speaks of signing in. */
const RIGHT = /^(?:[aA]uthori[sz]e|[aA]uthori[sz]ation|(?:is|check|require|ensure|verify|assert)Authori[sz]ed|[aA]uthori[sz]ation(?:Middleware|Guard|Service|Checker|Filter|Handler)|(?:has|have|can|check|requires?|assert|ensure|verify|validate|enforce|with|must|needs?)(?:_\w{0,30}?_?|[A-Z]\w{0,30}?|(?=[A-Z]))(?:(?:Role|Permission|Privilege|Entitlement|Acl)s?|Ability|(?<=_)(?:role|permission|privilege)s?)|(?:is|require|check|ensure|assert|verify|only)\w{0,15}(?:Admin|Owner|Superuser)|can(?:OrReject|(?:User|Member)?(?:Access|Read|Write|Edit|View|Manage|Delete|Update|Create|Administer|Assign)\w{0,30})|(?:[rR]ole|[pP]ermission|[aA]cl|[rR]bac|[aA]ccessControl)s?(?:Guard|Service|Middleware|Checker|Policy))$/;
/** `checkPositioningPermission`: a browser is asked for a sensor; `isPostalCodeWithAdmin` speaks of a district. */
const OF_A_DEVICE = /(?:Position|Geo|Location|Notification|Camera|Microphone|Device|Push|Clipboard)\w*Permissions?$|With(?:Admin|Owner)$/;
/** The function that is asked whether somebody may, wherever that is: deep in a handler, or in a class of its own. */
function rightOf(facts: Inside): Place | undefined {
  const named = (name: string): boolean => { const last = name.slice(name.lastIndexOf('.') + 1); return RIGHT.test(last) && !OF_A_DEVICE.test(last); };
  for (const [file, { functions, classes }] of running(facts)) {
    const line = functions.find(({ name }) => named(name))?.line ?? classes.find(({ name }) => named(name))?.line ?? functions.flatMap(({ calls }) => calls).find(([name]) => named(name))?.[1];
    if (line !== undefined) return { file, line };
  }
  return undefined;
}

/** A guard that lets in the owner or an administrator alone asks for a right, whatever else it proves. */
const RANK = /(?:^|[.:_a-z])(?:admin|owner|role|permission|scope|polic(?:y|ies)|acl|abilit(?:y|ies)|authori[sz])/i;
const rankedLink = (facts: Inside): Place | undefined => chains(facts).find(({ role, name, scope }) => (role === 'authentication' || role === 'authorization') && scope !== 'global' && scope !== 'file' && RANK.test(name))?.at;

/** A gateway of the cloud that lets in whom it knows. */
const gatekeeper = ({ cloudformation, files: { files } }: Inside): Place | undefined => {
  const shown = shownFiles(files);
  return cloudformation.resources.find(({ type, value, file }) => !shown.has(file) && (/^AWS::(?:ApiGateway(?:V2)?::Authorizer|Cognito::UserPool)$/.test(type)
    || (type === 'AWS::ApiGateway::Method' && (pick(value, 'Properties', 'ApiKeyRequired') === true || !/^NONE$|^$/.test(String(pick(value, 'Properties', 'AuthorizationType') ?? ''))))
    || (type === 'AWS::Serverless::Api' && pick(value, 'Properties', 'Auth') !== undefined)))?.at;
};
/** Nais signs callers in before they reach the application, or registers it with who does; and lets in members of a group alone. */
const ofNais = ({ kubernetes }: Inside, ...paths: readonly (readonly string[])[]): Place | undefined => {
  for (const one of kubernetes.resources) {
    const path = one.apiVersion.startsWith('nais.io/') && !one.example ? paths.find((each) => { const value = pick(one.value, 'spec', ...each); return value === true || list(value).length > 0; }) : undefined;
    if (path) return placeIn(one, `/spec/${path.join('/')}`);
  }
  return undefined;
};

export const authenticationAt = (facts: Inside): Place | undefined =>
  linkOf(facts, 'authentication') ?? keyOf(facts) ?? strategyOf(facts) ?? gatekeeper(facts)
  ?? ofNais(facts, ['azure', 'sidecar', 'enabled'], ['idporten', 'enabled'], ['idporten', 'sidecar', 'enabled'], ['login', 'enabled'], ['azure', 'application', 'enabled'], ['tokenx', 'enabled'])
  ?? doing(facts, 'denies', ['verifies', 'credential', 'identity', 'caller', 'asks']);

export const authorizationAt = (facts: Inside): Place | undefined =>
  linkOf(facts, 'authorization') ?? rankedLink(facts) ?? rightOf(facts)
  ?? facts.cloudformation.resources.find(({ type }) => /^AWS::(?:Cognito::(?:IdentityPoolRoleAttachment|UserPoolGroup)|VerifiedPermissions::\w+)$/.test(type))?.at
  ?? doing(facts, 'ranks', []) ?? doing(facts, 'forbids', ['identity', 'caller', 'asks'])
  ?? ofNais(facts, ['azure', 'application', 'claims', 'groups']);

/** A schema, the types of GraphQL, or looks by hand at what comes in. */
export const validationAt = (facts: Inside): Place | undefined =>
  linkOf(facts, 'validation')
  ?? facts.endpoints.endpoints.flatMap(({ courses }) => Object.values(courses ?? {})).map((one) => one.parsed ?? one.checked).find((at) => at !== undefined);

const PACKAGES: Readonly<Record<string, RegExp>> = { authentication: AUTHENTICATION, authorization: AUTHORIZATION, application: VALIDATION };
/** Where the server calls a package that holds a layer of the code: whether it is what stands before the routes, the call does not say. */
export const calledFor = (layer: string, facts: Inside): Place | undefined => (layer !== 'application' && PACKAGES[layer] ? calledOf(facts, PACKAGES[layer]) : undefined);
/** Where a package is installed that may hold a layer of the code, or may be there for something else: joi looks at settings as well. */
export const installedFor = (layer: string, { packages }: Inside): Place | undefined => (PACKAGES[layer] ? hasDependency(packages, PACKAGES[layer]) : undefined);

/** Above this share of routes before which something stands that was not read, or of files in a language that is not, nobody knows what all of them lack. */
const MUCH = 0.2;
const CHECKS_INPUT = /valid|sanit|schema|check|parse|clean|assert|ensure|verify/i;

/** Why nobody can say that a layer of the code is missing; undefined: the routes were read, and it is not there. */
export function unseenInside(layer: string, facts: Inside): { readonly reason: string; readonly at?: Place } | undefined {
  // Messages and events come from where the system itself sends them.
  const all = facts.endpoints.endpoints.filter(({ kind, path }) => kind !== 'message' && (kind !== 'function' || path !== undefined));
  if (all.length === 0) return { reason: hasDependency(facts.packages, SERVERS) === undefined ? 'No server of a framework that is known was found; what stands before the services is not read.' : 'No route of the servers could be read; what stands before them is not known.' };
  const foreign = otherLanguage(facts);
  if (foreign) return { reason: `${foreign.count} files of ${foreign.of} are written in a language that is not read (${foreign.at.file}); it may stand there.`, at: foreign.at };
  const role: LinkRole = layer === 'application' ? 'validation' : layer as LinkRole;
  // By its name it may be it, and its code is not here, or does not show it.
  const named = chains(facts).find((one) => one.role === role || (one.role === 'unknown' && one.apart === undefined && (layer === 'application' ? CHECKS_INPUT.test(one.name) : !CHECKS_INPUT.test(one.name) && /auth|guard|protect|session|login|user|permission|role|access/i.test(one.name))));
  if (named) return { reason: `${named.name} may hold it; what it does was not seen.`, at: named.at };
  const unread = all.filter(isUnread);
  if (unread.length > MUCH * all.length) return { reason: `What stands before ${unread.length} of ${all.length} routes could not be followed${unread[0]!.unclear === undefined ? '' : ` (${placeText(unread[0]!.at)}: ${unread[0]!.unclear})`}.`, at: unread[0]!.at };
  if (layer === 'application') return all.some(({ reads }) => reads.length > 0) ? undefined : { reason: 'No route that was read takes anything in.' };
  return all.some(changes) ? undefined : { reason: 'All routes that were read only answer; whether that is meant for everybody, the code does not say.' };
}

/** Code of the server in languages that are not read, where it is much beside what is. */
function otherLanguage({ files: { files } }: Inside): { readonly count: number; readonly of: number; readonly at: Place } | undefined {
  const code = files.filter(({ path, role, side }) => role === 'production' && side !== 'browser' && isCode(path));
  const unread = code.filter(({ language }) => language === undefined);
  const [first] = unread;
  return first && unread.length > MUCH * code.length ? { count: unread.length, of: code.length, at: { file: first.path } } : undefined;
}

/** Middleware of packages that are not known, which by their names guard nothing. */
const ASIDE = /log|pino|morgan|cors|static|json|compress|gzip|helmet|favicon|metric|prom|trac|telemetry|sentry|error|body|cookie|agent|rewrite|history|proxy|cache|i18n|locale|lang|time|header|request_?id|upload|multer|swagger|docs|graphiql|playground|ui$/i;
const isUnread = ({ unclear, chain }: Endpoint): boolean => unclear !== undefined || chain.some(({ role, name, scope, somewhere, definition, apart, confidence }) =>
  (role === 'unknown' || (role === 'other' && confidence !== 'high' && !ASIDE.test(name))) && scope !== 'handler' && somewhere === undefined && definition === undefined && apart === undefined);
const changes = ({ writes, effect, method, kind }: Endpoint): boolean => writes || effect === 'changes' || kind === 'action' || /^(?:POST|PUT|PATCH|DELETE|mutation)$/.test(method ?? '');
