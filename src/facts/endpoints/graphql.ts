import type { Endpoint, Expression, Facts, Link, Place } from '../../model/index.ts';
import { PROTECTING } from '../../lib/endpoints.ts';
import { directivesOf } from './graphql-directives.ts';
import { type Field, ResolverMaps } from './graphql-maps.ts';
import { followResolver } from './graphql-resolvers.ts';
import { type GraphqlServer, graphqlServers } from './graphql-servers.ts';
import { byShape } from './graphql-shapes.ts';
import { aroundOf } from './graphql-shield.ts';
import { isEcho } from './local.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';

export interface GraphqlRead {
  readonly endpoints: Endpoint[];
  /** Schemas of which no resolver was found. */
  readonly silent: readonly { readonly at: Place; readonly here: boolean }[];
  /** Schemas whose resolvers come together at run time, and hardly one of which was found. */
  readonly partly: readonly Place[];
}

/** So few fields beside resolvers that plugins bring at run time are not the fields of a service. */
const FEW = 6;

/** GraphQL whose resolvers stand in maps beside a schema of text: Apollo, Yoga, mercurius, and what makes their schemas. */
export function graphqlEndpoints(classifier: Classifier, packageOf: (file: string) => string | undefined, schemas: Facts['graphqlSchemas']): GraphqlRead {
  const { program } = classifier;
  const endpoints: Endpoint[] = [];
  const silent: GraphqlRead['silent'][number][] = [];
  const partly: Place[] = [];
  const directives = directivesOf(schemas);
  const servers = [...graphqlServers(classifier, packageOf)];
  const owners = new Set(servers.map(([owner]) => owner));
  for (const [owner, server] of servers) {
    const maps = new ResolverMaps(program);
    const fields = server.resolvers.flatMap(({ scope, value }) => maps.fields(scope, value));
    // What could not be followed is told by its shape, in the same package.
    if (fields.length === 0 || maps.partly) fields.push(...byShape(program, (file) => (packageOf(file) ?? '') === owner));
    // Plugins of the repository bring theirs to the one server.
    const brought = maps.partly && fields.length < FEW && owners.size === 1 ? byShape(program, (file) => !owners.has(packageOf(file) ?? '')) : [];
    const around = aroundOf(classifier, server);
    const seen = new Set<string>();
    for (const field of [...fields, ...brought]) {
      const key = `${field.operation} ${field.key} ${field.scope.file}:${field.line}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const outside = around.of(field.operation, field.key, field.scope.file);
      // A table of rules says more than a directive of which only the name is known.
      const told = directives.of(field.operation, field.key, field.scope.file)?.filter(({ role }) => role !== 'unknown' || outside.length === 0);
      const endpoint = endpointOf(classifier, server, field, [...told ?? server.directives, ...outside]);
      if (endpoint) endpoints.push(brought.includes(field) ? { unclear: 'what its plugin and others put into the context could not be followed', ...endpoint } : endpoint);
    }
    if (maps.partly && fields.length > 0 && fields.length + brought.length < FEW) partly.push(...server.at.slice(0, 1));
    if (fields.length === 0) silent.push(...server.at.slice(0, 1).map((at) => ({ at, here: server.here })));
  }
  return { endpoints, silent, partly };
}

function endpointOf(classifier: Classifier, server: GraphqlServer, field: Field, around: readonly Link[]): Endpoint | undefined {
  const { operation, key, scope, value, line } = field;
  if (key.startsWith('__') || key === '*' || 'value' in value) return undefined;
  // A type that is called Subscription and has no stream to subscribe to is a thing of the business.
  if (operation === 'subscription' && !subscribes(classifier.program, scope, value)) return undefined;
  const at = { file: scope.file, line };
  const { links, followed, args, caller, service } = followResolver(classifier, scope, value);
  const own = withService(withCaller([...links, ...followed?.links ?? []], caller), service);
  const reads = [...new Set([...(args ? ['body' as const] : []), ...(followed?.reads ?? []).filter((input) => input === 'body')])];
  const typed: Link[] = args ? [{ role: 'validation', name: 'the schema\'s types', at, scope: 'method', confidence: 'medium', inputs: ['body'] }] : [];
  return {
    subject: `${operation} ${key}`, kind: 'graphql', framework: 'graphql', method: operation, name: key, at, ...(followed?.place && { handler: followed.place }),
    // A subscription comes by a socket: what stands before the requests stands not before it.
    chain: [...(operation === 'subscription' ? [] : server.links), ...around, ...typed, ...own], reads, writes: operation === 'mutation',
    ...(followed?.handsOn !== undefined && { handsOn: followed.handsOn }), ...(followed?.enrols && { enrols: true as const }),
    ...(operation === 'mutation' && followed?.place && isEcho(classifier.program, followed.place) && { local: true as const }),
    ...(operation === 'subscription' ? { unclear: 'what is asked when its socket opens was not followed' } : !followed && { unclear: 'its resolver could not be followed' }),
  };
}

/** A service that the context holds knows the context's caller, and may ask. */
const withService = (links: readonly Link[], service: Place | undefined): Link[] =>
  (service && links.every(({ role }) => !PROTECTING.has(role) && role !== 'unknown') ? [...links, { role: 'unknown', name: 'a service out of its context to call', at: service, scope: 'handler', confidence: 'low' }] : [...links]);

function subscribes(program: Program, scope: Scope, value: Expression): boolean {
  const target = 'name' in value ? program.resolve(scope, value.name) : undefined;
  const plain = target?.kind === 'value' ? target.value : value;
  return 'object' in plain ? Object.hasOwn(plain.object, 'subscribe') : 'call' in plain || target === undefined && 'name' in value;
}

/** A resolver that takes who calls out of its context uses that somewhere; what it refuses may be for other reasons. */
const withCaller = (links: readonly Link[], caller: Place | undefined): Link[] =>
  (caller && links.every(({ role }) => !PROTECTING.has(role) && role !== 'caller' && role !== 'unknown') ? [...links, { role: 'caller', name: 'uses who calls, where that is known', at: caller, scope: 'handler', confidence: 'low' }] : [...links]);
