import { at as pick, list, record, text } from '../../lib/json.ts';
import { ENDINGS, handlerOfResource } from '../../lib/function-handlers.ts';
import { placeIn } from '../../lib/located.ts';
import type { CloudFormation, CloudResource, Endpoint, Expression, Link, Place, Units } from '../../model/index.ts';
import { type FollowedHandler, followHandler, READING_METHODS, urlPath } from './handler.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';

/** Adapters that lead every event to an Express, Fastify, Koa or Hono application: its routes are told as its own. */
const ADAPTERS = /^(?:serverless-http|aws-serverless-express|@(?:vendia|codegenie)\/serverless-express|aws-serverless-fastify|aws-lambda-fastify|@fastify\/aws-lambda|aws-serverless-koa|hono\/(?:aws-lambda|lambda-edge))$/;

const servesApplication = (program: Program, file: string): boolean => Object.values(program.modules[file]?.imports ?? {}).some(([specifier]) => ADAPTERS.test(specifier));

/** A route of a function, as its template says it. */
interface Route { readonly method: string; readonly path: string; readonly links: readonly Link[] }

/**
 * AWS Lambda: functions that SAM and Serverless templates put behind HTTP, with the authorizers that stand there. A handler
 * that no template of the repository mentions is told as a function: what stands before it is not known. `elsewhere`: files
 * whose address another platform tells.
 */
export function lambdaEndpoints(classifier: Classifier, cloud: CloudFormation, units: Units, elsewhere: ReadonlySet<string>): Endpoint[] {
  const { program } = classifier;
  const found: Endpoint[] = [];
  const told = new Set(elsewhere);
  for (const resource of cloud.resources) {
    const handler = handlerOfResource(resource);
    // What leads to a plain function of a template stands elsewhere in it.
    if (handler === undefined || resource.type === 'AWS::Lambda::Function') continue;
    const file = handler.modules.flatMap((path) => ENDINGS.map((extension) => path + extension)).find((path) => Object.hasOwn(program.modules, path));
    if (file === undefined) continue;
    told.add(file);
    if (servesApplication(program, file)) continue;
    for (const { method, path, links } of routesOf(resource, cloud)) found.push(endpoint(classifier, file, handler.export, { method, path, links }));
  }
  for (const { framework, entry, exports = [] } of units.units) {
    if (framework !== 'lambda' || told.has(entry.file) || servesApplication(program, entry.file)) continue;
    for (const name of exports) found.push(endpoint(classifier, entry.file, name));
  }
  return found;
}

function endpoint(classifier: Classifier, file: string, name: string, route?: Route): Endpoint {
  const { program } = classifier;
  const target = program.exported(file, name);
  const known = target?.kind === 'function' ? followHandler(classifier, { fn: target.fn, line: 1 }, { file: target.file, fn: 0 })
    : target?.kind === 'value' ? throughMiddy(classifier, target.value, { file: target.file, fn: 0 }) : undefined;
  const at = (target && program.placeOf(target)) ?? { file, line: 1 };
  const shared = { framework: 'lambda', name, at, ...(known?.place && { handler: known.place }), ...(known?.enrols && { enrols: true as const }), reads: known?.reads ?? [], ...(!known && { unclear: 'its handler could not be followed' }) };
  if (route === undefined) return { subject: `function ${name} in ${file}`, kind: 'function', ...shared, chain: known?.links ?? [], writes: known?.writes ?? false };
  const { method, path, links } = route;
  return { subject: `${method} ${path}`, kind: 'http', ...shared, method, path, chain: [...links, ...(known?.links ?? [])], writes: method === 'ALL' ? known?.writes ?? false : !READING_METHODS.has(method) };
}

/** `middy(handler).use(validator()).use([auth()])`: the handler, and what each middleware does. */
function throughMiddy(classifier: Classifier, value: Expression, scope: Scope, depth = 0): FollowedHandler | undefined {
  if (!('call' in value) || !('of' in value.call) || depth > 20) return followHandler(classifier, value, scope);
  const inner = throughMiddy(classifier, value.call.of, scope, depth + 1);
  if (!inner || value.call.member !== 'use') return inner;
  const middleware = value.args.flatMap((one) => ('list' in one ? one.list : [one])).map((one) => classifier.link(scope, one, 'method'));
  return { ...inner, links: [...middleware.filter(({ role }) => role !== 'other'), ...inner.links] };
}

function routesOf(resource: CloudResource, cloud: CloudFormation): Route[] {
  if (resource.type === 'Serverless::Function') {
    return list(pick(resource.value, 'events')).flatMap((event, index) => ['http', 'httpApi'].flatMap((kind) => {
      const said = pick(event, kind);
      return said === undefined ? [] : serverlessRoute(said, placeIn(resource, `/events/${index}/${kind}`));
    }));
  }
  return Object.entries(record(pick(resource.value, 'Properties', 'Events'))).flatMap(([name, event]) => {
    const kind = text(pick(event, 'Type'));
    if (kind !== 'Api' && kind !== 'HttpApi') return [];
    const own = pick(event, 'Properties', 'Auth', 'Authorizer') ?? (pick(event, 'Properties', 'Auth', 'ApiKeyRequired') === true ? 'API key' : undefined);
    const place = placeIn(resource, `/Properties/Events/${name}`);
    const guard = own === undefined ? defaultAuthorizer(resource.file, kind, cloud) : text(own) === 'NONE' ? undefined : { name: text(own) ?? 'authorizer', at: place };
    return [{ method: methodOf(text(pick(event, 'Properties', 'Method')) ?? 'ANY'), path: pathOf(text(pick(event, 'Properties', 'Path')) ?? '/*'), links: guard ? [link(guard.name, guard.at)] : [] }];
  });
}

/** `POST /users`, `post users`, or `{method, path, authorizer, private}`; `*` alone is everything. */
function serverlessRoute(said: unknown, at: Place): Route[] {
  const line = text(said);
  if (line !== undefined) {
    const [method, path] = line === '*' ? ['ANY', '/*'] : line.trim().split(/\s+/);
    return method === undefined || path === undefined ? [] : [{ method: methodOf(method), path: pathOf(path), links: [] }];
  }
  const path = text(pick(said, 'path'));
  if (path === undefined) return [];
  const authorizer = pick(said, 'authorizer');
  const guard = authorizer !== undefined && authorizer !== null ? text(authorizer) ?? text(pick(authorizer, 'name')) ?? 'authorizer' : pick(said, 'private') === true ? 'API key' : undefined;
  return [{ method: methodOf(text(pick(said, 'method')) ?? 'ANY'), path: pathOf(path), links: guard === undefined ? [] : [link(guard, at)] }];
}

/** What a SAM API asks of all its routes: `Auth: {DefaultAuthorizer: …}` of the API, or of the template's globals. */
function defaultAuthorizer(file: string, kind: 'Api' | 'HttpApi', { resources, globals }: CloudFormation): { name: string; at: Place } | undefined {
  const api = resources.find((one) => one.file === file && one.type === `AWS::Serverless::${kind}` && pick(one.value, 'Properties', 'Auth', 'DefaultAuthorizer') !== undefined);
  if (api) return { name: text(pick(api.value, 'Properties', 'Auth', 'DefaultAuthorizer')) ?? 'authorizer', at: placeIn(api, '/Properties/Auth') };
  const shared = globals.find((one) => one.file === file);
  const name = shared && pick(shared.value, kind, 'Auth', 'DefaultAuthorizer');
  return name === undefined || shared === undefined ? undefined : { name: text(name) ?? 'authorizer', at: placeIn(shared, `/${kind}/Auth`) };
}

const link = (name: string, at: Place): Link => ({ role: 'authentication', name, at, scope: 'method', confidence: 'high' });
const methodOf = (method: string): string => (/^(?:any|\*)$/i.test(method) ? 'ALL' : method.toUpperCase());
const pathOf = (path: string): string => urlPath(path.replace(/\{(\w+)\+\}/g, ':$1*'));
