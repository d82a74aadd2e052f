import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';
import { gather } from './gather.ts';

type Tree = Record<string, string>;
const outcome = async (id: string, tree: Tree): Promise<string[]> => {
  const check = await lintFor(id, { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', ...tree });
  return [...check.findings.map(({ subject }) => `missing ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`)];
};
const guarded = (tree: Tree): Promise<string[]> => outcome('unprotected-endpoints', tree);
const subjects = async (tree: Tree): Promise<string[]> => (await gather(tree, ['endpoints'])).endpoints.endpoints.map(({ subject }) => subject);

const SERVER = "import { ApolloServer } from '@apollo/server';\nimport resolvers from './resolvers.js';\nexport const server = new ApolloServer({ typeDefs, resolvers });\n";
const ASK = "export const signedIn = (resolve) => (parent, args, context, info) => {\n  if (!context.user) throw new Error('Please sign in');\n  return resolve(parent, args, context, info);\n};\n";

describe('resolvers of a GraphQL schema', () => {
  it('are found through modules, spreads and what merges them', async () => {
    expect(await subjects({
      'src/server.ts': SERVER,
      'src/resolvers.ts': "import { merge } from 'lodash';\nimport * as mutations from './mutations.js';\nimport orders from './orders.js';\nimport { makeUsers } from './users.js';\nexport default merge({}, orders, makeUsers(db), { Mutation: { ...mutations } });\n",
      'src/mutations.ts': 'export const saveOrder = async (_, { input }) => db.orders.save(input);\n',
      'src/orders.ts': 'const order = (_, { id }) => db.orders.find(id);\nexport default { Query: { order }, Order: { total: (parent) => parent.total } };\n',
      'src/users.ts': 'export function makeUsers(db) {\n  const resolvers = { Query: { users: () => db.users.findMany() } };\n  return resolvers;\n}\n',
    })).toEqual(['mutation saveOrder', 'query order', 'query users']);
    expect(await subjects({
      'src/schema.js': "const { makeExecutableSchema } = require('@graphql-tools/schema');\nconst { mergeResolvers } = require('@graphql-tools/merge');\nmodule.exports = makeExecutableSchema({ typeDefs, resolvers: mergeResolvers([require('./a'), require('./b')]) });\n",
      'src/a.js': 'module.exports = { Query: { a: () => db.a.findMany() } };\n', 'src/b.js': 'module.exports = { Subscription: { b: { subscribe: () => pubsub.on() } } };\n',
    })).toEqual(['query a', 'subscription b']);
  });
  it('are told by their shape where a loader finds them', async () => {
    const server = "import { createYoga, createSchema } from 'graphql-yoga';\nexport const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers: loadFilesSync('./resolvers') }) });\n";
    expect(await subjects({ 'src/server.ts': server, 'src/resolvers/orders.ts': 'export default { Query: { orders: () => db.orders.findMany() } };\n', 'src/resolvers/Mutation/saveOrder.ts': 'export const saveOrder = (_parent, { input }) => db.orders.save(input);\n', 'src/cache.ts': "import { InMemoryCache } from '@apollo/client';\nexport const policies = { Query: { orders: (existing) => existing } };\n" })).toEqual(['mutation saveOrder', 'query orders']);
  });
  it('are asked for by what the schema\'s text says at each field, in a file or in a module', async () => {
    const resolvers = "export default {\n  Query: { orders: () => db.orders.findMany(), secrets: () => db.secrets.findMany() },\n  Mutation: { add: (_, { input }) => db.orders.insertOne(input), drop: (_, { id }) => db.orders.deleteOne(id), note: (_, { text }) => db.notes.insertOne(text) },\n};\n";
    const schema = 'directive @auth(roles: [String]) on FIELD_DEFINITION\ntype Query {\n  orders: [String]\n  secrets: [String] @auth\n}\ntype Mutation {\n  add(input: String): String @auth(roles: [ADMIN]) @rate(seconds: 3)\n  drop(id: ID): Boolean\n}\nextend type Mutation {\n  "Anybody may."\n  note(text: String): Boolean @auth(roles: [GUEST])\n}\n';
    const server = SERVER.replace('{ typeDefs,', '{ typeDefs, schemaDirectives: { auth: AuthDirective },');
    for (const [path, text] of [['src/schema.graphql', schema], ['src/types.ts', `export const typeDefs = gql\`${schema}\`;\n`]] as const) {
      expect(await guarded({ 'src/server.ts': server, 'src/resolvers.ts': resolvers, [path]: text })).toEqual(['missing query orders', 'missing mutation drop', 'verified query secrets', 'verified mutation add']);
    }
    const { gaps } = await gather({ 'src/server.ts': SERVER, 'src/resolvers.ts': resolvers, 'src/schema.graphql': 'type Query { orders: [String @auth }\n' }, ['endpoints']);
    expect(gaps.map(({ reason }) => reason)).toEqual(['is no GraphQL that can be parsed; the directives of its fields are not known']);
  });
  it('are left open where a directive may ask of some alone, and no table of rules says more', async () => {
    const schema = 'type Mutation {\n  add(input: String): String @scope(name: "write")\n  drop(id: ID): Boolean @auth\n}\n';
    const resolvers = 'export default { Mutation: { add: (_, { input }) => db.orders.insertOne(input), drop: (_, { id }) => db.orders.deleteOne(id) } };\n';
    expect(await guarded({ 'src/server.ts': SERVER, 'src/resolvers.ts': resolvers, 'src/schema.graphql': schema })).toEqual(['verified mutation drop']);
    const shielded = "import { shield, allow } from 'graphql-shield';\nimport { applyMiddleware } from 'graphql-middleware';\nimport { server } from './server.js';\nexport const guarded = applyMiddleware(server, shield({ Mutation: { add: allow } }));\n";
    const { endpoints } = await gather({ 'src/server.ts': SERVER, 'src/resolvers.ts': resolvers, 'src/schema.graphql': schema, 'src/shielded.ts': shielded }, ['endpoints']);
    expect(endpoints.endpoints.map(({ subject, chain }) => `${subject}: ${chain.filter(({ role }) => role !== 'validation').map(({ role }) => role).join(' ')}`)).toEqual(['mutation add: public', 'mutation drop: authentication']);
  });
  it('are left open where others say that they ask nobody', async () => {
    const schema = 'type Mutation {\n  add(input: String): String @allowAnon\n  drop(id: ID): Boolean\n  close(id: ID): Boolean @requireAdmin\n}\n';
    const resolvers = 'export default { Mutation: { add: (_, { input }) => db.orders.insertOne(input), drop: (_, { id }) => db.orders.deleteOne(id), close: (_, { id }) => db.orders.updateOne(id) } };\n';
    const { endpoints } = await gather({ 'src/server.ts': SERVER, 'src/resolvers.ts': resolvers, 'src/schema.graphql': schema }, ['endpoints']);
    expect(endpoints.endpoints.map(({ subject, chain }) => `${subject}: ${chain.filter(({ role }) => role !== 'validation').map(({ role }) => role).join(' ')}`)).toEqual(['mutation add: public', 'mutation drop: unknown', 'mutation close: authentication']);
  });
  it('that give who is nobody nothing are no open ones', async () => {
    const of = (own: string): Tree => ({ 'src/server.ts': SERVER, 'src/resolvers.ts': `export default { Mutation: { clear: async (source, { id }, context) => {\n  ${own}\n  return db.orders.deleteMany({ id });\n} } };\n` });
    expect(await guarded(of('if (!context.user) return 0;'))).toEqual([]);
    expect(await guarded(of('if (!context.limit) return 0;'))).toEqual(['missing mutation clear']);
  });
  it('that are not found are a gap', async () => {
    const { gaps } = await gather({ 'src/server.ts': "import { ApolloServer } from '@apollo/server';\nexport const server = new ApolloServer({ typeDefs, resolvers: loadFilesSync('./resolvers') });\n" }, ['endpoints']);
    expect(gaps.map(({ reason }) => reason)).toEqual(['makes a GraphQL schema, and no resolver of it was found']);
  });
  it('that plugins of other packages bring at run time are there, and not judged', async () => {
    const server = "import { ApolloServer } from '@apollo/server';\nimport core from './core.js';\nexport const start = (api) => new ApolloServer({ typeDefs, resolvers: [core, api.collect()] });\n";
    const tree = {
      'packages/api/package.json': '{"name": "api", "dependencies": {"@apollo/server": "4"}}', 'packages/api/src/server.js': server, 'packages/api/src/core.js': 'export default { Query: { shop: (_, { id }) => db.shops.findOne(id) } };\n',
      'packages/orders/package.json': '{"name": "orders"}', 'packages/orders/src/index.js': 'export default { Mutation: { closeOrder: (_, { id }, context) => context.mutations.closeOrder(id) } };\n',
    };
    expect(await subjects(tree)).toEqual(['query shop', 'mutation closeOrder']);
    const { unjudged } = await lintFor('unprotected-endpoints', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: packages}}\n', ...tree });
    expect(unjudged.map(({ reason }) => reason)).toContain('mutation closeOrder: what its plugin and others put into the context could not be followed.');
    const { gaps } = await gather(Object.fromEntries(Object.entries(tree).slice(0, 3)), ['endpoints']);
    expect(gaps.map(({ reason }) => reason)).toEqual(['makes a GraphQL schema of resolvers that are put together at run time, and hardly one of them was found']);
  });
  it('take arguments whose shape their types check', async () => {
    expect(await outcome('unvalidated-input', { 'src/server.ts': SERVER, 'src/resolvers.ts': 'export default { Query: { orders: () => db.orders.findMany() },\n Mutation: { save: (_, { input }) => db.orders.save(input) } };\n' })).toEqual(['verified mutation save']);
  });
});

describe('who may call a resolver', () => {
  it('is asked by what it is wrapped in', async () => {
    expect(await guarded({
      'src/server.ts': SERVER, 'src/ask.ts': ASK,
      'src/only.ts': "export const onlySignedIn = (parent, args, { user }) => {\n  if (!user) throw new Error('nobody');\n};\n",
      'src/made.ts': "import { createResolver } from 'apollo-resolvers';\nimport { onlySignedIn } from './only.js';\nexport const member = createResolver(onlySignedIn);\n",
      'src/resolvers.ts': "import { combineResolvers } from 'graphql-resolvers';\nimport { member } from './made.js';\nimport { onlySignedIn } from './only.js';\nimport { signedIn } from './ask.js';\nconst rows = async () => db.orders.findMany();\nexport default {\n  Query: { wrapped: signedIn(async () => db.orders.findMany()), combined: combineResolvers(onlySignedIn, rows), made: member.createResolver(rows), open: rows },\n};\n",
    })).toEqual(['missing query open', 'verified query combined', 'verified query made', 'verified query wrapped']);
  });
  it('is asked in it by what its context holds', async () => {
    const resolvers = (body: string): Tree => ({ 'src/server.ts': SERVER, 'src/resolvers.ts': `export default { Mutation: { saveOrder: async (parent, { input }, ${body} } };\n` });
    expect(await guarded(resolvers("context) => { if (!context.user) throw new GraphQLError('nobody', { extensions: { code: 'UNAUTHENTICATED' } }); return db.orders.save(input); }"))).toEqual(['verified mutation saveOrder']);
    expect(await guarded(resolvers("{ user }) => { if (!user?.id) throw new Problem(); return db.orders.save(input); }"))).toEqual(['verified mutation saveOrder']);
    expect(await guarded(resolvers("{ db }) => { if (!input) throw new Problem(); return db.orders.save(input); }"))).toEqual(['missing mutation saveOrder']);
    // A thing of that name that was looked up is not who calls.
    expect(await guarded(resolvers("ctx) => { const user = await db.users.find(input.id); if (!user) throw new Problem(); return db.users.save(user); }"))).toEqual(['missing mutation saveOrder']);
    // What is not allowed at all is no question of who calls.
    expect(await guarded(resolvers("{ user, db }) => { if (!settings.saving) throw new GraphQLError({ status: 403 }); return db.orders.save(input); }"))).toEqual([]);
    // A service that the context holds may ask.
    expect(await guarded(resolvers('{ injector }) => injector.get(Orders).save(input)'))).toEqual([]);
  });
  it('is asked by rules of a shield, the closest one alone', async () => {
    expect(await guarded({
      'src/schema.ts': "import { makeExecutableSchema } from '@graphql-tools/schema';\nimport { applyMiddleware } from 'graphql-middleware';\nimport { allow, and, rule, shield } from 'graphql-shield';\nimport resolvers from './resolvers.js';\nconst member = rule({ cache: 'contextual' })(async (parent, args, context) => context.user !== null);\nconst even = rule()(async (parent, args) => args.id % 2 === 0);\nconst permissions = shield({ Query: { '*': member, orders: allow, order: and(even, member), odd: even } });\nexport const schema = applyMiddleware(makeExecutableSchema({ typeDefs, resolvers }), permissions);\n",
      'src/resolvers.ts': 'const rows = (_, { id }) => db.orders.find(id);\nexport default { Query: { users: rows, orders: rows, order: rows, odd: rows }, Mutation: { drop: rows } };\n',
    })).toEqual(['missing mutation drop', 'verified query order', 'verified query orders', 'verified query users']);
  });
  it('is limited by a rule of a shield that counts', async () => {
    const told = async (rule: string): Promise<string[]> => (await lintFor('unlimited-endpoints', {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n',
      'src/schema.ts': `import { applyMiddleware } from 'graphql-middleware';\nimport { createRateLimitRule } from 'graphql-rate-limit';\nimport { allow, shield } from 'graphql-shield';\nimport { makeExecutableSchema } from '@graphql-tools/schema';\nimport resolvers from './resolvers.js';\nconst rateLimitRule = createRateLimitRule({ identifyContext: ({ ip }) => ip });\nexport const schema = applyMiddleware(makeExecutableSchema({ typeDefs, resolvers }), shield({ Mutation: { login: ${rule} } }));\n`,
      'src/resolvers.ts': 'export default { Mutation: { login: (_, { code }) => db.codes.find(code) } };\n',
    })).findings.map(({ message }) => message);
    expect(await told("rateLimitRule({ window: '1s', max: 5 })")).toEqual([]);
    expect(await told('allow')).toHaveLength(1);
  });
  it('is asked by the context that refuses everybody, or by what stands before the schema', async () => {
    const resolvers = 'export default { Query: { orders: () => db.orders.findMany() } };\n';
    const server = (context: string): Tree => ({ 'src/server.ts': `import { ApolloServer } from '@apollo/server';\nimport { startStandaloneServer } from '@apollo/server/standalone';\nimport resolvers from './resolvers.js';\nconst server = new ApolloServer({ typeDefs, resolvers });\nexport const started = startStandaloneServer(server, { context: ${context} });\n`, 'src/resolvers.ts': resolvers });
    expect(await guarded(server("async ({ req }) => { const user = await load(req.headers.authorization); if (!user) throw new AuthenticationError('nobody'); return { user }; }"))).toEqual(['verified query orders']);
    expect(await guarded(server('async ({ req }) => ({ user: await load(req.headers.authorization) })'))).toEqual(['missing query orders']);
    // One that lets those pass who bring nothing.
    expect(await guarded(server("async ({ req }) => { if (!req.headers.authorization) return { user: null }; const user = await load(req); if (!user) throw new AuthenticationError('nobody'); return { user }; }"))).toEqual([]);
    const app = (before: string): Tree => ({ 'src/server.ts': `import express from 'express';\nimport { ApolloServer } from '@apollo/server';\nimport { expressMiddleware } from '@as-integrations/express5';\nimport { ask } from './ask.js';\nimport resolvers from './resolvers.js';\nconst server = new ApolloServer({ typeDefs, resolvers });\nconst app = express();\napp.use('/graphql', ${before}expressMiddleware(server));\n`, 'src/ask.ts': 'export const ask = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); };\n', 'src/resolvers.ts': resolvers });
    expect(await guarded(app('ask, '))).toEqual(['verified query orders']);
    expect(await guarded(app(''))).toEqual(['missing query orders']);
    const elsewhere: Tree = { 'src/server.ts': "import express from 'express';\nimport graphql from './graphql.js';\nimport { ask } from './ask.js';\nconst app = express();\napp.use(ask);\napp.use('/graphql', graphql);\n", 'src/graphql.ts': "import { graphqlHTTP } from 'express-graphql';\nimport { makeExecutableSchema } from '@graphql-tools/schema';\nimport resolvers from './resolvers.js';\nexport default graphqlHTTP({ schema: makeExecutableSchema({ typeDefs, resolvers }) });\n", 'src/ask.ts': app('')['src/ask.ts']!, 'src/resolvers.ts': resolvers };
    expect(await guarded(elsewhere)).toEqual(['verified query orders']);
  });
  it('is not known where a directive may ask, or a socket opens', async () => {
    expect(await guarded({ 'src/server.ts': "import { makeExecutableSchema } from 'graphql-tools';\nimport resolvers from './resolvers.js';\nexport const schema = makeExecutableSchema({ typeDefs, resolvers, schemaDirectives: { auth: AuthDirective } });\n", 'src/resolvers.ts': 'export default { Query: { orders: () => db.orders.findMany() } };\n' })).toEqual([]);
    expect(await guarded({ 'src/server.ts': SERVER, 'src/resolvers.ts': 'export default { Subscription: { orders: { subscribe: () => pubsub.asyncIterator() } } };\n' })).toEqual([]);
  });
  it('is asked by no strategy that is told a function of its own which lets everybody pass', async () => {
    const app = (body: string): Tree => ({ 'src/app.ts': `import express from 'express';\nimport passport from 'passport';\nconst app = express();\nconst look = (req, res, next) => { passport.authenticate('jwt', (error, user) => { ${body} })(req, res, next); };\napp.delete('/orders', look, (req, res) => { db.orders.deleteMany(); res.end(); });\n` });
    expect(await guarded(app('if (!user) return res.status(401).end(); req.user = user; next();'))).toEqual(['verified DELETE /orders']);
    expect(await guarded(app('req.user = user; next();'))).toEqual(['missing DELETE /orders']);
  });
});
