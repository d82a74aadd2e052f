import type { Operation } from '../../model/index.ts';
import type { Step } from './arguments.ts';
import type { Scope } from './targets.ts';

export type RouterFramework = 'express' | 'koa' | 'hono' | 'fastify' | 'elysia' | 'restify' | 'hapi' | 'h3' | 'itty';

export interface RouterNode {
  readonly key: string;
  framework?: RouterFramework;
  /** Its own prefix: `new Router({ prefix })`, `.basePath('/x')`. */
  prefix: string;
  /** An application, which is mounted nowhere; a router that nobody mounts is loaded out of sight. */
  application: boolean;
  /** Handed to a function as its parameter. */
  parameter: boolean;
  /** What its own options put before all of its routes: `AutoRouter({ before: [guard] })`. */
  readonly before?: readonly Step[];
  /** The one inside of the function that made it. */
  readonly base?: RouterNode;
  readonly operations: { readonly operation: Operation; readonly scope: Scope }[];
}

/** Packages whose routers and applications take routes. */
export const PACKAGES: Readonly<Record<string, RouterFramework>> = {
  express: 'express', 'express-promise-router': 'express', polka: 'express', router: 'express', 'express-ws': 'express',
  koa: 'koa', 'koa-router': 'koa', '@koa/router': 'koa', 'koa-swagger-decorator': 'koa', hono: 'hono', '@hono/zod-openapi': 'hono', '@hono/hono': 'hono',
  fastify: 'fastify', elysia: 'elysia', restify: 'restify', '@hono/node-server': 'hono', '@hapi/hapi': 'hapi', hapi: 'hapi', h3: 'h3', 'itty-router': 'itty',
  '@tinyhttp/app': 'express', 'ultimate-express': 'express',
};
/** Types of parameters that are such. */
export const PARAMETER_TYPES: Readonly<Record<string, RouterFramework>> = {
  Express: 'express', Application: 'express', 'express.Application': 'express', 'express.Express': 'express', 'express.Router': 'express', IRouter: 'express', Router: 'express', 'core.Express': 'express',
  FastifyInstance: 'fastify', FastifyPluginAsync: 'fastify', FastifyTypedInstance: 'fastify', Koa: 'koa', Hono: 'hono', OpenAPIHono: 'hono', App: 'hono', Elysia: 'elysia',
};

/** What was done to it: by the function that made it, then by whoever had it made. */
export const operationsOf = (node: RouterNode): RouterNode['operations'] => (node.base ? [...operationsOf(node.base), ...node.operations] : node.operations);
