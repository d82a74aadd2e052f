import type { Endpoint, Expression, Link, Place } from '../../model/index.ts';
import { nameOf } from './expressions.ts';
import { expressionsOf, type Field, OPERATIONS, ResolverMaps } from './graphql-maps.ts';
import { followResolver } from './graphql-resolvers.ts';
import { type GraphqlServer, graphqlServers } from './graphql-servers.ts';
import { aroundOf } from './graphql-shield.ts';
import type { Program, Scope } from './program.ts';
import type { Classifier } from './roles.ts';

export interface GraphqlRead {
  readonly endpoints: Endpoint[];
  /** Schemas of which no resolver was found. */
  readonly silent: readonly Place[];
}

/** Clients keep maps of the same shape for their caches; permissions and mocks stand beside the resolvers. */
const NO_SERVER = /^(?:@apollo\/client|apollo-(?:client|boost|cache|link)[\w-]*|@testing-library\/[\w-]+|msw|@graphql-tools\/mock)$/;
const BESIDE = /permission|shield|polic|mock|fixture|rules?\b/i;
const GUARDS: ReadonlySet<Link['role']> = new Set(['authentication', 'authorization', 'signature']);

/** GraphQL whose resolvers stand in maps beside a schema of text: Apollo, Yoga, mercurius, and what makes their schemas. */
export function graphqlEndpoints(classifier: Classifier, packageOf: (file: string) => string | undefined): GraphqlRead {
  const { program } = classifier;
  const endpoints: Endpoint[] = [];
  const silent: Place[] = [];
  for (const [owner, server] of graphqlServers(classifier, packageOf)) {
    const maps = new ResolverMaps(program);
    const fields = server.resolvers.flatMap(({ scope, value }) => maps.fields(scope, value));
    // What could not be followed is told by its shape, in the same package.
    if (fields.length === 0 || maps.partly) fields.push(...byShape(program, (file) => (packageOf(file) ?? '') === owner));
    const around = aroundOf(classifier, server);
    const seen = new Set<string>();
    for (const field of fields) {
      const key = `${field.operation} ${field.key} ${field.scope.file}:${field.line}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const endpoint = endpointOf(classifier, server, field, around.of(field.operation, field.key));
      if (endpoint) endpoints.push(endpoint);
    }
    if (fields.length === 0) silent.push(...server.at.slice(0, 1));
  }
  return { endpoints, silent };
}

function endpointOf(classifier: Classifier, server: GraphqlServer, field: Field, around: readonly Link[]): Endpoint | undefined {
  const { operation, key, scope, value, line } = field;
  if (key.startsWith('__') || key === '*' || 'value' in value) return undefined;
  // A type that is called Subscription and has no stream to subscribe to is a thing of the business.
  if (operation === 'subscription' && !subscribes(classifier.program, scope, value)) return undefined;
  const at = { file: scope.file, line };
  const { links, followed, args, caller } = followResolver(classifier, scope, value);
  const own = withCaller([...links, ...followed?.links ?? []], caller);
  const reads = [...new Set([...(args ? ['body' as const] : []), ...(followed?.reads ?? []).filter((input) => input === 'body')])];
  const typed: Link[] = args ? [{ role: 'validation', name: 'the schema\'s types', at, scope: 'method', confidence: 'medium', inputs: ['body'] }] : [];
  return {
    subject: `${operation} ${key}`, kind: 'graphql', framework: 'graphql', method: operation, name: key, at, ...(followed?.place && { handler: followed.place }),
    // A subscription comes by a socket: what stands before the requests stands not before it.
    chain: [...(operation === 'subscription' ? [] : server.links), ...around, ...typed, ...own], reads, writes: operation === 'mutation',
    ...(followed?.handsOn !== undefined && { handsOn: followed.handsOn }), ...(followed?.enrols && { enrols: true as const }),
    ...(operation === 'subscription' ? { unclear: 'what is asked when its socket opens was not followed' } : !followed && { unclear: 'its resolver could not be followed' }),
  };
}

function subscribes(program: Program, scope: Scope, value: Expression): boolean {
  const target = 'name' in value ? program.resolve(scope, value.name) : undefined;
  const plain = target?.kind === 'value' ? target.value : value;
  return 'object' in plain ? Object.hasOwn(plain.object, 'subscribe') : 'call' in plain || target === undefined && 'name' in value;
}

/** A resolver that takes who calls out of its context: it refuses by that, or only uses it. */
function withCaller(links: readonly Link[], caller: Place | undefined): Link[] {
  if (!caller || links.some(({ role }) => GUARDS.has(role))) return [...links];
  const refusal = links.find(({ role, name }) => role === 'unknown' && name === 'a refusal that names no caller');
  if (refusal) return links.map((one) => (one === refusal ? { ...one, role: 'authorization', name: 'refuses callers without the right', confidence: 'medium' } : one));
  return links.some(({ role }) => role === 'caller' || role === 'unknown') ? [...links] : [...links, { role: 'caller', name: 'uses who calls, where that is known', at: caller, scope: 'handler', confidence: 'low' }];
}

/** Objects that look like maps of resolvers: `module.exports = { Query: { user: fn } }`. */
function byShape(program: Program, isOwn: (file: string) => boolean): Field[] {
  const found: Field[] = [];
  for (const [file, { imports }] of Object.entries(program.modules)) {
    if (!isOwn(file) || BESIDE.test(file) || Object.values(imports).some(([specifier]) => NO_SERVER.test(specifier) || NO_SERVER.test(specifier.split('/')[0]!))) continue;
    for (const { value, scope, name } of expressionsOf(program, file)) {
      if (name !== undefined && BESIDE.test(name)) continue;
      for (const map of mapsIn(value)) if (Object.keys(map.object).some((key) => Object.hasOwn(OPERATIONS, key))) found.push(...new ResolverMaps(program).fields(scope, map).filter((field) => answers(program, field)));
    }
  }
  return found;
}

/** The objects of an expression that may be whole maps, not those that a guard's table holds. */
function mapsIn(value: Expression, depth = 0): Extract<Expression, { object: object }>[] {
  if (depth > 3) return [];
  if ('object' in value) return [value, ...Object.entries(value.object).flatMap(([key, one]) => (key === 'resolvers' ? mapsIn(one, depth + 1) : []))];
  if ('call' in value) return BESIDE.test(nameOf(value.call)) ? [] : value.args.flatMap((one) => mapsIn(one, depth + 1));
  return 'list' in value ? value.list.flatMap((one) => mapsIn(one, depth + 1)) : [];
}

const answers = (program: Program, { value, scope }: Field): boolean => 'fn' in value || 'call' in value || ('name' in value && isCode(program, scope, value.name)) || ('object' in value && ('resolve' in value.object || 'subscribe' in value.object));

const isCode = (program: Program, scope: Scope, name: string): boolean => {
  const target = program.resolve(scope, name);
  return target?.kind === 'function' || (target?.kind === 'value' && ('call' in target.value || 'object' in target.value));
};
