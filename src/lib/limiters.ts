/** Packages whose one work is to count the requests of callers, and to refuse what is too much. */
export const LIMITERS = /^(?:express-rate-limit|express-slow-down|rate-limiter-flexible|@fastify\/rate-limit|fastify-rate-limit|hono-rate-limiter|@hono-rate-limiter\/[\w-]+|koa-ratelimit|koa2-ratelimit|@upstash\/ratelimit|express-brute|@arcjet\/[\w-]+|@unkey\/ratelimit|@vercel\/firewall)$/;
