import type { Expression, Link, Operation } from '../../model/index.ts';
import { textOf } from './arguments.ts';
import { nameOf, owned } from './expressions.ts';
import { ASKING_DIRECTIVE } from './graphql-directives.ts';
import { callsIn, expressionsOf } from './graphql-maps.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';

const SERVER = /^(?:@apollo\/(?:server|subgraph|federation|gateway)|apollo-server(?:-[\w-]+)?|@as-integrations\/[\w-]+|@graphql-tools\/(?:schema|merge|resolvers-composition)|graphql-tools|makeExecutableSchema|graphql-yoga|@graphql-yoga\/[\w-]+|mercurius|graphql-modules|@graphql-modules\/[\w-]+|express-graphql|graphql-http|koa-graphql|@hono\/graphql-server|graphql-helix)$/;
/** These take a schema's resolvers. */
const MAKES = /^(?:ApolloServer\w*|makeExecutableSchema|createSchema|buildSubgraphSchema|buildFederatedSchema|GraphQLServer(?:Lambda)?|createModule|GraphQLModule|addResolversToSchema|createYoga|mercurius|default|\*)$/;
/** These serve a schema, and are told what its resolvers know of the request. */
const SERVES = /^(?:ApolloServer\w*|GraphQLServer(?:Lambda)?|expressMiddleware|startStandaloneServer|startServerAndCreate\w+|koaMiddleware|fastifyApolloHandler|fastifyApollo|createYoga|graphqlHTTP|graphqlExpress|createHandler|mercurius|graphqlServer|default|\*)$/;
/** `app.use('/graphql', requireUser, expressMiddleware(server))` */
const MOUNTED = /^(?:expressMiddleware|koaMiddleware|graphqlHTTP|graphqlExpress|createHandler|graphqlServer|getMiddleware|createYoga)$/;
const DIRECTIVE = /(?:auth(?!or(?!i))|login|role|permission|access|private|protect|guard|signed|admin|member|scope|acl)\w*_?(?:directive|transformer)|directive\w*(?:auth(?!or(?!i))|role|permission|access|guard)/i;

interface Found { readonly value: Expression; readonly scope: Scope }

/** The schemas and servers of one package. */
export interface GraphqlServer {
  /** Where each is made. */
  readonly at: Link['at'][];
  /** Some of them is handed resolvers here, and no schema that was made elsewhere. */
  here: boolean;
  readonly resolvers: Found[];
  /** What asks before any resolver runs. */
  readonly links: Link[];
  /** Directives that ask at some fields: which, the schema's text says. */
  readonly directives: Link[];
  /** Middleware that is put around the resolvers: `applyMiddleware(schema, permissions)`. */
  readonly around: Found[];
  /** `composeResolvers(resolvers, { 'Mutation.*': [isAdmin()] })` */
  readonly composed: Found[];
}

/** Finds what makes and serves schemas out of maps of resolvers. */
export function graphqlServers(classifier: Classifier, packageOf: (file: string) => string | undefined): Map<string, GraphqlServer> {
  const { program } = classifier;
  const found = new Map<string, GraphqlServer>();
  const asked = new Map<string, { contexts: Link[]; mounts: Link[][] }>();
  for (const [file, module] of Object.entries(program.modules)) {
    const imports = Object.values(module.imports);
    const uses = imports.some(([specifier]) => SERVER.test(specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')) || specifier === 'graphql-shield' || specifier === 'graphql-middleware');
    const owner = packageOf(file) ?? '';
    const server = found.get(owner) ?? { at: [], here: false, resolvers: [], links: [], directives: [], around: [], composed: [] };
    const asks = asked.get(owner) ?? { contexts: [], mounts: [] };
    let seen = false;
    for (const { value, scope } of expressionsOf(program, file)) {
      for (const call of callsIn(value)) {
        const short = nameOf(call.call).split('.').at(-1)!;
        const told = toldName(classifier, scope, call.call, uses);
        // A function of the team's own that is called like the library's, and takes a table of rules.
        if (told === undefined && short === 'composeResolvers' && call.args[1]) {
          server.around.push({ value: { call: { name: 'shield', line: call.line }, args: [call.args[1]], line: call.line }, scope });
          seen = true;
        }
        if (told === undefined) continue;
        const options = call.args.flatMap((one) => settings(program, scope, one));
        if (MAKES.test(told) || MAKES.test(short)) {
          seen = true;
          const at = { file, line: call.line };
          if (!server.at.some((one) => one.file === file && one.line === at.line)) server.at.push(at);
          for (const { value: own, scope: from } of options) {
            const resolvers = owned(own, 'resolvers');
            if (resolvers) server.resolvers.push({ value: resolvers, scope: from });
            server.here ||= resolvers !== undefined;
            const middlewares = owned(own, 'middlewares');
            if (middlewares) server.around.push({ value: middlewares, scope: from });
            for (const plugin of callsIn(owned(own, 'plugins') ?? { other: true })) if (nameOf(plugin.call) === 'useGenericAuth') server.links.push(...genericAuth(plugin, at));
            for (const directive of Object.keys(directivesOf(own))) if (ASKING_DIRECTIVE.test(directive)) server.directives.push(directiveLink(`the directive @${directive}`, at));
          }
        }
        if (SERVES.test(told) || SERVES.test(short)) {
          for (const { value: own, scope: from } of options) {
            const context = owned(own, 'context');
            if (context && !('value' in context)) asks.contexts.push(contextLink(classifier, from, context));
          }
        }
        if (short === 'applyMiddleware' && !nameOf(call.call).includes('.')) for (const one of call.args.slice(1)) server.around.push({ value: one, scope });
        if (short === 'composeResolvers' && call.args[1]) server.composed.push({ value: call.args[1], scope });
        seen ||= short === 'applyMiddleware' || short === 'composeResolvers';
      }
    }
    for (const [fn, { operations }] of module.functions.entries()) for (const mount of mountsOf(classifier, { file, fn }, operations)) asks.mounts.push(mount);
    const directive = uses || seen ? [...Object.keys(module.values), ...Object.keys(module.imports), ...module.functions.flatMap(({ calls }) => calls.map(([name]) => name))].find((name) => DIRECTIVE.test(name)) : undefined;
    if (directive !== undefined) server.directives.push(directiveLink(directive, { file, line: 1 }));
    if (seen || directive !== undefined) found.set(owner, server);
    asked.set(owner, asks);
  }
  for (const [owner, server] of found) server.links.push(...together(asked.get(owner)!.contexts.map((one) => [one])), ...together(asked.get(owner)!.mounts));
  return found;
}

/** The name under which a library exports what is called; undefined: it is none of theirs. A parameter may be named like one. */
function toldName({ program }: Classifier, scope: Scope, callee: Expression, uses: boolean): string | undefined {
  const loaded = program.loaded(scope, callee);
  const target = 'name' in callee ? program.resolve(scope, callee.name) : loaded;
  if (target?.kind === 'external') return SERVER.test(target.pkg) || /^graphql-(?:middleware|shield)$/.test(target.pkg) ? target.name.split(/[.:]/).at(-1)! : undefined;
  const short = nameOf(callee).split('.').at(-1)!;
  return target === undefined && (uses || /^(?:ApolloServer|makeExecutableSchema)$/.test(short)) && /^(?:ApolloServer|makeExecutableSchema|createYoga|expressMiddleware|getMiddleware)$/.test(short) ? short : undefined;
}

/** The options of a call, in place or by name; `[{ typeDefs, resolvers }]` as well. */
function settings(program: Program, scope: Scope, value: Expression, hops = 0): { value: Readonly<Record<string, Expression>>; scope: Scope }[] {
  if (hops > 4) return [];
  if ('object' in value) return [...(value.spreads ?? []).flatMap((one) => settings(program, scope, one, hops + 1)), { value: value.object, scope }];
  if ('list' in value) return value.list.flatMap((one) => settings(program, scope, one, hops + 1));
  const target = 'name' in value ? program.resolve(scope, value.name) : program.loaded(scope, value);
  return target?.kind === 'value' ? settings(program, { file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1) : [];
}

function directivesOf(options: Readonly<Record<string, Expression>>): Readonly<Record<string, Expression>> {
  const given = owned(options, 'schemaDirectives');
  // Which ones a loader finds is not to be told: any of them may ask.
  return given && 'object' in given && !given.spreads ? given.object : given ? { auth: given } : {};
}

/** `useGenericAuth({ mode: 'protect-all' })` of Envelop; the granular modes ask where a directive says so. */
function genericAuth({ args }: Extract<Expression, { call: Expression }>, at: Link['at']): Link[] {
  const mode = args[0] && 'object' in args[0] ? textOf(owned(args[0].object, 'mode')) : undefined;
  if (mode === 'resolve-only') return [];
  return [mode === 'protect-all' ? { role: 'authentication', name: 'useGenericAuth', at, scope: 'global', confidence: 'medium' } : directiveLink('useGenericAuth', at)];
}

const directiveLink = (name: string, at: Link['at']): Link => ({ role: 'unknown', name, at, scope: 'global', somewhere: 'authentication', confidence: 'low' });

/** A context is made for every request: one that refuses refuses all of them. */
function contextLink(classifier: Classifier, scope: Scope, value: Expression): Link {
  const link = classifier.link(scope, value, 'global');
  const other: Link = { ...link, role: 'other', name: 'the context' };
  if (link.role !== 'authentication' && link.role !== 'authorization') return link.role === 'unknown' && link.somewhere ? { ...link, name: 'the context' } : other;
  const { program } = classifier;
  const target = 'fn' in value ? { file: scope.file, fn: value.fn } : 'name' in value ? program.resolve(scope, value.name) : undefined;
  const known = target && 'fn' in target && target.fn !== undefined ? { file: target.file, fn: target.fn } : undefined;
  // `if (req.isAuthenticated()) return { user: req.user }` is a question, and everybody gets an answer.
  const calls = known ? program.function(known.file, known.fn)?.calls ?? [] : [];
  const summary = known && program.summary(known.file, known.fn);
  if (summary && (['denies', 'forbids', 'demands'] as const).every((trait) => !summary.has(trait)) && summary.get('verifies')?.depth === 0 && calls.some(([name]) => name.endsWith('isAuthenticated'))) return other;
  const refuses = known && (program.summary(known.file, known.fn, 2).get('denies')?.depth ?? 9) <= 1;
  // One that hands back something early may let those pass who bring nothing.
  const early = known && (program.function(known.file, known.fn)?.returns.length ?? 0) > 1;
  if (!refuses || early) return { ...link, role: 'unknown', name: 'the context', somewhere: 'authentication', confidence: 'low' };
  return { ...link, name: 'the context', confidence: 'medium' };
}

/** What stands before a schema where it is mounted: in the same call, and put on the same application before. */
function* mountsOf(classifier: Classifier, scope: Scope, operations: readonly Operation[]): Iterable<Link[]> {
  for (const [index, { on, method, args, line, callee }] of operations.entries()) {
    // `server.applyMiddleware({ app, path: '/api' })`
    const applied = method === '()' && callee && 'name' in callee && callee.name.endsWith('.applyMiddleware') && args[0] && 'object' in args[0] ? args[0].object : undefined;
    if (!applied && !/^(?:use|all|post|get|route)$/.test(method)) continue;
    const at = applied ? 0 : args.findIndex((one) => isMounted(classifier, scope, one));
    if (at < 0) continue;
    const told = applied ? owned(applied, 'path') : args[0];
    const path = applied && told === undefined ? '/graphql' : textOf(told);
    const own = args.slice(0, at).flatMap((one) => ('value' in one ? [] : 'list' in one ? one.list : [one]));
    const earlier = operations.slice(0, index).flatMap((one) => {
      const prefix = textOf(one.args[0]);
      return one.on === on && one.method === 'use' && (prefix === undefined || (path !== undefined && path.startsWith(prefix))) ? one.args.filter((part) => !('value' in part) && !('list' in part && part.list.every((item) => 'value' in item))) : [];
    });
    yield [...earlier, ...own].map((one) => classifier.link(scope, one, 'router', { file: scope.file, line: 'line' in one ? one.line : line })).filter(asksOrMay);
  }
}

/** `graphqlHTTP({ schema })`, in place or as what another module hands on. */
function isMounted(classifier: Classifier, scope: Scope, value: Expression): boolean {
  if ('call' in value) return MOUNTED.test(nameOf(value.call).split('.').at(-1)!) && toldName(classifier, scope, value.call, true) !== undefined;
  const target = 'name' in value ? classifier.program.resolve(scope, value.name) : undefined;
  return target?.kind === 'value' && 'call' in target.value && isMounted(classifier, { file: target.file, fn: target.fn ?? 0 }, target.value);
}

const asksOrMay = ({ role, somewhere }: Link): boolean => role === 'authentication' || role === 'authorization' || role === 'signature' || role === 'limit' || somewhere !== undefined;

/** What holds for every way to the resolvers; what holds for some is known of none. */
function together(ways: readonly (readonly Link[])[]): Link[] {
  const all = ways.flat().filter(({ role }) => role !== 'other');
  const guarded = ways.every((one) => one.some(({ role }) => role === 'authentication' || role === 'authorization' || role === 'signature'));
  return guarded ? all : all.map((one) => (one.role === 'limit' || one.role === 'unknown' ? one : { ...one, role: 'unknown', somewhere: one.role, confidence: 'low' }));
}
