import type { LinkRole } from '../../model/index.ts';
import { ANOTHER_APPLICATION } from '../../lib/endpoints.ts';
import { LIMITERS } from '../../lib/limiters.ts';

/** What the parts of well-known packages do to a request. First match of package and name counts; no name pattern: all of it. */
const ROWS: readonly { readonly pkg: RegExp; readonly name?: RegExp; readonly role: LinkRole }[] = [
  { pkg: /^(?:body-parser|cookie-parser|koa-bodyparser|@koa\/bodyparser|cors|@koa\/cors|@fastify\/cors|@fastify\/cookie|@fastify\/formbody|helmet|koa-helmet|@fastify\/helmet|morgan|compression|koa-compress|method-override|express|fastify|serve-static|csurf|lusca|hpp|@nestjs\/(?:swagger|cache-manager)|express-async-handler|express-async-errors|pino-http|express-winston|response-time|connect-timeout|vhost|errorhandler)$/, role: 'other' },
  { pkg: /^hono$/, name: /(?:^|:)(?:secureHeaders|cors|logger|compress|csrf|etag|timeout|requestId|prettyJSON|timing|bodyLimit|cache|languageDetector|methodOverride|appendTrailingSlash|trimTrailingSlash|poweredBy|contextStorage|jsxRenderer|NONCE)$/, role: 'other' },
  { pkg: /^(?:@sentry\/[\w-]+|@opentelemetry\/[\w-]+|@hono\/(?:sentry|otel|prometheus|structured-logger|swagger-ui)|hono-pino|@elysiajs\/(?:cors|swagger|openapi|opentelemetry|server-timing|html|static)|elysia-helmet|prom-client|express-prom-bundle|koa-logger|koa-helmet|koa-sslify|koa-conditional-get|koa-etag|nestjs-pino|nestjs-cls|@willsoto\/nestjs-prometheus)$/, role: 'other' },
  { pkg: /^(?:@clerk\/(?:express|fastify)|@hono\/clerk-auth)$/, name: /^(?:clerkMiddleware|clerkPlugin|getAuth)$/, role: 'other' },
  { pkg: /^@hono\/(?:auth-js|oidc-auth|session)$/, name: /^(?:initAuthConfig|initOidcAuthMiddleware|useSession|sessionMiddleware|getAuth)$/, role: 'other' },
  { pkg: /^keycloak-connect$/, name: /(?:^|[.:])middleware$/, role: 'other' },
  { pkg: /^(?:passport|koa-passport|@fastify\/passport)$/, name: /authenticate|authorize/, role: 'authentication' },
  { pkg: /^(?:passport|koa-passport|@fastify\/passport)$/, role: 'other' },
  { pkg: /^(?:express-jwt|express-oauth2-jwt-bearer|express-basic-auth|express-bearer-token|koa-jwt|connect-ensure-login|keycloak-connect|@fastify\/auth|@fastify\/basic-auth|@fastify\/bearer-auth|fastify-auth0-verify|nest-keycloak-connect|express-openid-connect|koa-basic-auth|@okta\/jwt-verifier|passport-[\w-]+|aws-jwt-verify|jsonwebtoken|jose|jwks-rsa|next-auth|@auth\/[\w-]+|@clerk\/[\w-]+|@workos-inc\/[\w-]+|@auth0\/[\w-]+|@kinde[\w-]*\/[\w-]+|supertokens-node|firebase-admin|lucia|better-auth|iron-session|@supabase\/ssr|@supabase\/auth-helpers-[\w-]+)$/, name: /^(?!.*(?:handler|toNodeHandler|oauth4webapi|SignJWT|sign$|createAuthClient|decode))/i, role: 'authentication' },
  { pkg: /^@nestjs\/(?:passport|jwt)$/, role: 'authentication' },
  { pkg: /^hono$/, name: /(?:jwt|jwk|bearerAuth|basicAuth)$/, role: 'authentication' },
  { pkg: /^h3$/, name: /^(?:basicAuth|requireBasicAuth)$/, role: 'authentication' },
  { pkg: /^h3$/, role: 'other' },
  { pkg: /^@hono\/(?:oidc-auth|clerk-auth|auth-js|firebase-auth|session)$/, role: 'authentication' },
  { pkg: /^(?:@aws-lambda-powertools\/(?!parser|validation)[\w-]+|@middy\/(?!validator|core$)[\w-]+|@middy\/core)$/, role: 'other' },
  { pkg: /^(?:@middy\/validator|@aws-lambda-powertools\/(?:parser|validation))$/, role: 'validation' },
  { pkg: /^middy-middleware-jwt-auth$/, role: 'authentication' },
  { pkg: /^graphql-shield$/, role: 'authorization' },
  { pkg: /^(?:nest-access-control|@casl\/[\w-]+|casbin|accesscontrol|nest-casl|express-jwt-permissions|express-jwt-authz)$/, role: 'authorization' },
  { pkg: LIMITERS, role: 'limit' },
  // It sheds what the process cannot bear, whoever calls: nobody is counted by that.
  { pkg: /^@fastify\/under-pressure$/, role: 'other' },
  { pkg: /^(?:limiter|rate-limit-redis|nestjs-throttler)$/, role: 'limit' },
  { pkg: /^@nestjs\/throttler$/, name: /^SkipThrottle$/, role: 'unlimited' },
  { pkg: /^@nestjs\/throttler$/, name: /Guard$/, role: 'limit' },
  { pkg: /^@nestjs\/throttler$/, role: 'other' },
  { pkg: /^@nestjs\/common$/, name: /^(?:ClassSerializer|Cache)Interceptor$/, role: 'other' },
  { pkg: /^@nestjs\/common$/, name: /^(?:ValidationPipe|StandardSchemaValidationPipe)$/, role: 'validation' },
  { pkg: /^(?:express-validator|celebrate|zod|zod-express-middleware|express-zod-api|express-zod-safe|express-joi-validation|koa-joi-router|koa-body-validator|express-openapi-validator|joi|ajv|yup|valibot|arktype|superstruct|@hono\/(?:zod|valibot|arktype|typebox|standard|effect|ajv)-validator|@hono\/zod-openapi|nestjs-zod|class-validator|class-transformer-validator|express-yup|zod-validation-error|@anatine\/zod-nestjs|next-safe-action|zsa|zod-form-data|@sinclair\/typebox|typebox|io-ts|runtypes|@conform-to\/zod|@tsed\/ajv|express-ajv-swagger-validation|openapi-backend|hono-openapi)$/, role: 'validation' },
  { pkg: /^hono$/, name: /^validator:/, role: 'validation' },
  { pkg: /^(?:express-session|cookie-session|@fastify\/session|@fastify\/secure-session|koa-session|koa-generic-session|hono-sessions)$/, role: 'session' },
  { pkg: /^(?:multer|@fastify\/multipart|express-fileupload|koa-body|@koa\/multer|koa-multer|formidable|busboy|fastify-multer|multer-s3)$/, role: 'upload' },
  { pkg: /^@nestjs\/platform-(?:express|fastify)$/, name: /Interceptor$/, role: 'upload' },
  { pkg: /^(?:stripe|svix|@octokit\/webhooks|@octokit\/webhooks-methods|@slack\/[\w-]+|standardwebhooks|twilio|@sendgrid\/eventwebhook|@line\/bot-sdk|@upstash\/qstash|@polar-sh\/[\w-]+|@lemonsqueezy\/[\w.-]+|@paddle\/[\w-]+|resend|@mux\/[\w-]+|@novu\/[\w-]+|@clerk\/[\w-]+|@workos-inc\/node|razorpay|@shopify\/[\w-]+|plaid|discord-interactions|@trigger\.dev\/sdk|@liveblocks\/node)$/, name: /webhook|verify|signature|construct|middleware|validate|Receiver/i, role: 'signature' },
];

export function libraryRole(pkg: string, name: string): LinkRole | undefined {
  return ROWS.find((row) => row.pkg.test(pkg) && (!row.name || row.name.test(name)))?.role;
}

/** Ready handlers of libraries that own all that happens behind them. */
const DELEGATES: readonly { readonly pkg: RegExp; readonly name?: RegExp; readonly as: string }[] = [
  { pkg: /^(?:next-auth|better-auth|@auth\/[\w-]+|@workos-inc\/[\w-]+|@auth0\/[\w-]+|@logto\/[\w-]+|@kinde[\w-]*\/[\w-]+|supertokens-node|@descope\/[\w-]+)$/, name: /^(?!.*(?:get(?:Server)?(?:Auth)?(?:Session|Token|User|Auth)|currentUser|jwt|cookie|encode|decode|hash|crypto|generate|createAuthClient|isAPIError))/i, as: 'authentication' },
  { pkg: /^(?:@trpc\/server|trpc-(?:to-)?openapi)$/, as: 'trpc' },
  { pkg: /^@orpc\/(?:server|openapi)$/, name: /Handler$/, as: 'oRPC' },
  { pkg: /^(?:uploadthing|@uploadthing\/[\w-]+)$/, as: 'uploads' },
  { pkg: /^(?:inngest|@trigger\.dev\/[\w-]+|@upstash\/workflow)$/, name: /serve|route|handler/i, as: 'jobs' },
  // The platform alone calls what takes from its queue.
  { pkg: /^@vercel\/queue$/, name: /handle/i, as: 'jobs' },
  { pkg: /^(?:graphql-yoga|@apollo\/server|@as-integrations\/[\w-]+|apollo-server-[\w-]+|graphql-http|express-graphql|mercurius|@hono\/graphql-server|graphql-helix)$/, as: 'graphql' },
  { pkg: /^(?:swagger-ui-express|@fastify\/swagger-ui|koa2-swagger-ui|@hono\/swagger-ui|@scalar\/[\w-]+|redoc-express|swagger-ui-koa|next-swagger-doc)$/, as: 'documentation' },
  { pkg: /^(?:serve-static|koa-static|koa-send|@fastify\/static|serve-favicon|koa-favicon|serve-index)$/, as: 'static files' },
  { pkg: /^(?:@payloadcms\/next|next-sanity|@keystatic\/next|@directus\/[\w-]+)$/, as: 'content management' },
  { pkg: /^(?:http-proxy|http-proxy-middleware|next-http-proxy-middleware|express-http-proxy|@fastify\/http-proxy|@fastify\/reply-from|koa-proxies|koa-proxy|koa-http-proxy-middleware|fast-gateway)$/, as: 'a proxy' },
  { pkg: /^hono$/, name: /^proxy:/, as: 'a proxy' },
  { pkg: /^(?:mcp-handler|@vercel\/mcp-adapter)$/, name: /^createMcpHandler/, as: 'a server of tools, MCP' },
  { pkg: /^@bull-board\/[\w-]+$/, as: 'queue dashboard' },
  { pkg: /^@remix-run\/(?:express|node|architect)$/, as: 'remix' },
  { pkg: /^hono$/, name: /serveStatic/, as: 'static files' },
  { pkg: /^hono$/, name: /^(?:vercel|netlify|cloudflare-pages|aws-lambda|lambda-edge):handle$/, as: ANOTHER_APPLICATION },
  { pkg: /^@effect\/(?:platform|rpc)(?:-\w+)?$/, name: /toWebHandler/i, as: 'Effect' },
  { pkg: /^@hono\/node-server$/, name: /serveStatic/, as: 'static files' },
  { pkg: /^(?:fumadocs-core|@vercel\/og|next\/og)$/, as: 'documentation' },
];

export function delegateOf(pkg: string, name: string): string | undefined {
  return DELEGATES.find((row) => row.pkg.test(pkg) && (!row.name || row.name.test(name)))?.as;
}
