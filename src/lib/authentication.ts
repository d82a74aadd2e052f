import type { DeclaredAuthenticationKind, Facts, Place } from '../model/index.ts';
import { isBrowser, isServer } from './callers.ts';
import { packageOf } from './bindings.ts';

export type Approach = Exclude<DeclaredAuthenticationKind, 'none'>;
export type ClientKind = 'server-rendered' | 'spa' | 'mobile' | 'server';

/** What each kind of client can well do. Cookies of one's own site serve a single-page application as they serve pages. */
export const SUITS: Readonly<Record<ClientKind, readonly Approach[]>> = {
  'server-rendered': ['session', 'oauth2-oidc'],
  spa: ['session', 'jwt', 'oauth2-oidc'],
  mobile: ['jwt', 'oauth2-oidc'],
  server: ['api-keys', 'oauth2-oidc', 'jwt', 'mtls'],
};

export const isApproach = (one: DeclaredAuthenticationKind): one is Approach => one !== 'none';

/** What a declaration calls a caller. */
export const clientKind = (word: string): ClientKind | undefined =>
  isBrowser(word) ? 'spa' : /^mobile/i.test(word) ? 'mobile' : /^server-rendered$/i.test(word) ? 'server-rendered' : isServer(word) ? 'server' : undefined;

/** Libraries by what they do; `password`: people sign in here, by a secret that is kept here. */
const LIBRARIES: readonly (readonly [Approach | 'password', RegExp])[] = [
  ['oauth2-oidc', /^(?:openid-client|oauth4webapi|simple-oauth2|arctic|next-auth|better-auth|oidc-.+|msal|passport-(?:oauth|openid|google|github|azure|auth0|saml|facebook|microsoft|keycloak).*|express-(?:openid-connect|oauth2-jwt-bearer)|@azure\/msal-.+|@(?:auth|auth0|okta|clerk|kinde-oss|workos-inc|workos|supabase|descope|logto|propelauth|frontegg|node-saml|badgateway|stytch)\/.+|@?keycloak.*|.*-?(?:oidc|oauth|cognito|keycloak).*|firebase-admin|aws-amplify|amazon-cognito-identity-js|aws-jwt-verify|supertokens-node|grant|jwks-rsa|@fastify\/oauth2|@aws-amplify\/.+)$/],
  ['jwt', /^(?:jsonwebtoken|jose|njwt|fast-jwt|express-jwt|koa-jwt|passport-jwt|jwt-.+|@nestjs\/jwt|@fastify\/jwt|@hapi\/jwt|hono\/jwt|@hono\/jwt|@tsndr\/cloudflare-worker-jwt|.*paseto.*|.*jwt.*)$/],
  ['session', /^(?:express-session|cookie-session|koa-session|koa-generic-session|client-sessions|iron-session|@fastify\/(?:secure-)?session|@hapi\/(?:yar|cookie)|lucia)$/],
  ['password', /^(?:bcrypt|bcryptjs|argon2|@node-rs\/(?:argon2|bcrypt)|passport-local|scrypt-kdf)$/],
];

/** The library that an import names, where it proves who calls. */
export function provingLibrary(specifier: string): string | undefined {
  const library = specifier === 'hono/jwt' ? specifier : packageOf(specifier);
  return library !== undefined && LIBRARIES.some(([what, pattern]) => what !== 'password' && pattern.test(library)) ? library : undefined;
}

export type LibrariesUsed = ReadonlyMap<Approach | 'password', { readonly library: string; readonly at: Place }>;

/** What production code imports, the first place of each. */
export function librariesUsed({ files }: Facts['files'], { modules }: Facts['source']): LibrariesUsed {
  const found = new Map<Approach | 'password', { library: string; at: Place }>();
  for (const { path, role } of files) {
    if (role !== 'production') continue;
    for (const { specifier, kind, line, column } of modules[path]?.imports ?? []) {
      if (kind === 'type') continue;
      for (const [what, pattern] of LIBRARIES) {
        const library = specifier === 'hono/jwt' ? specifier : packageOf(specifier);
        if (library !== undefined && pattern.test(library) && !found.has(what)) found.set(what, { library, at: { file: path, line, column } });
      }
    }
  }
  return found;
}
