/** How lines of Fastify's own logger are told apart (`reqId`), without being asked to. */
export const FASTIFYS_ID = 'the request id of Fastify';
