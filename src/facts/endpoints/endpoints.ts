import { type Effect, type Endpoint, type Packages, type Unit, defineFact } from '../../model/index.ts';
import { routesByDocument } from '../../lib/by-document.ts';
import { comparePlaces } from '../../lib/order.ts';
import { platformFunctions } from '../../lib/platform-functions.ts';
import { uniqueBySubject } from './handler.ts';
import { autoImports } from './auto-imports.ts';
import { azureEndpoints } from './azure.ts';
import { ChainReader } from './chains.ts';
import { CourseReader } from './courses.ts';
import { decoratedEndpoints } from './decorated.ts';
import { effectOf } from './effects.ts';
import { withoutExempt } from './exempt.ts';
import { exportedRoutes } from './exported-routes.ts';
import { fetchEndpoints } from './fetch-listeners.ts';
import { FileRouteReader } from './file-routes.ts';
import { handsOutFiles } from './file-servers.ts';
import { firebaseEndpoints } from './firebase.ts';
import { googleEndpoints } from './google-functions.ts';
import { graphqlEndpoints } from './graphql.ts';
import { lambdaEndpoints } from './lambda.ts';
import { HapiDefaults } from './hapi-defaults.ts';
import { listenerEndpoints } from './listeners.ts';
import { NestReader } from './nest.ts';
import { NestGlobals } from './nest-globals.ts';
import { nitroEndpoints } from './nitro.ts';
import { Owners } from './owners.ts';
import { platformEndpoints } from './platform-functions.ts';
import { Program } from './program.ts';
import { Classifier } from './roles.ts';
import { tanstackEndpoints } from './tanstack-start.ts';
import { trpcEndpoints } from './trpc.ts';
import { tsRestEndpoints } from './ts-rest.ts';
import { unreadFrameworks, unreadTable } from './unread-frameworks.ts';

/** Frameworks whose servers have routes in code. */
const ROUTED: ReadonlySet<string> = new Set(['express', 'fastify', 'koa', 'hono', 'hapi', 'restify', 'nest', 'http', 'h3', 'itty']);

/** So few routes beside a table that could not be read are not the routes of a service. */
const FEW = 6;

/** Servers that a developer starts on their own machine, or that tests drive: `local-server.ts`, `testingOnly/`. */
const FOR_DEVELOPMENT = /(?:^|\/)(?:(?:local|dev|mock|fake|stub)[-_]?(?:dev[-_]?)?(?:server|console)|test(?:ing)?[-_]?only)(?:\.\w+)*(?:\/|$)/i;

export default defineFact({
  name: 'endpoints',
  needs: ['definitions', 'source', 'imports', 'files', 'packages', 'units', 'architecture', 'cloudformation', 'listeners', 'graphqlSchemas', 'starts', 'platforms'],
  aside: ['platforms'],
  gather({ definitions, source, imports, files, packages, units, architecture, cloudformation, listeners, graphqlSchemas, starts, platforms }, repo) {
    const production = new Set(files.files.filter(({ role }) => role === 'production').map(({ path }) => path));
    const packageOf = new Map(files.files.map((file) => [file.path, file.package]));
    const owners = new Owners(files, packages);
    const program = new Program(definitions, imports, starts, autoImports(definitions, owners));
    const declared = architecture.declared as { recognise?: { authentication?: string[]; validation?: string[] } };
    const classifier = new Classifier(program, declared.recognise);
    const nest = new NestGlobals(classifier, units.units, (file) => packageOf.get(file));
    const fileRoutes = new FileRouteReader(classifier, files, packages, source, units.units);
    const chains = new ChainReader(classifier, new HapiDefaults(program, units.units, (file) => packageOf.get(file)), pluginsOfFastify(units.units, packages));
    const functions = platformFunctions(files, packages, platforms);
    const graphql = graphqlEndpoints(classifier, (file) => packageOf.get(file), graphqlSchemas);
    const read: Endpoint[] = [
      ...new NestReader(classifier, nest).endpoints(), ...chains.endpoints(), ...fileRoutes.endpoints(), ...trpcEndpoints(classifier), ...tsRestEndpoints(classifier), ...decoratedEndpoints(classifier),
      ...graphql.endpoints, ...azureEndpoints(classifier), ...lambdaEndpoints(classifier, cloudformation, units, new Set(functions.map(({ file }) => file))), ...platformEndpoints(classifier, functions), ...googleEndpoints(classifier, packages), ...listenerEndpoints(program, listeners), ...fetchEndpoints(classifier, listeners),
      ...nitroEndpoints(classifier, owners), ...tanstackEndpoints(classifier, owners), ...exportedRoutes(classifier, owners), ...firebaseEndpoints(classifier, chains.routers),
    ].filter(({ at }) => production.has(at.file));
    const found = read.some(({ framework }) => framework === 'trpc') ? read : read.map((one) => (one.delegated === 'trpc' ? { ...one, delegated: 'tRPC, of which no procedure was found' } : one));
    found.sort((a, b) => comparePlaces(a.at, b.at));
    // A server that answers to nothing is one whose routes are made in a way that is not read.
    const routed = units.units.filter(({ kind, framework }) => kind === 'service' && ROUTED.has(framework));
    const unread = [...chains.unread.values()].filter(({ file }) => production.has(file)).sort(comparePlaces);
    const documents = new Map(routed.flatMap((unit) => { const at = routesByDocument(unit.modules, imports); return at ? [[unit, at] as const] : []; }));
    const silent = routed.filter((unit) => {
      const { modules } = unit;
      if (documents.has(unit)) return true;
      const own = found.filter(({ at }) => modules.includes(at.file));
      return (own.length === 0 && !handsOutFiles(program, modules)) || (own.length > 0 && own.length < FEW && unread.some(({ file }) => modules.includes(file)));
    });
    repo.looked(routed.length - silent.length);
    for (const unit of silent) {
      const { framework, entry, modules } = unit;
      const loaded = documents.get(unit);
      const table = unread.find(({ file }) => modules.includes(file));
      if (loaded) repo.gap('makes routes of an API document at run time, which are not read', loaded);
      else repo.gap(table ? `registers routes at line ${table.line} whose addresses are made at run time, and hardly another was found` : `starts a server (${framework}), and no route of it was found`, table ?? entry);
    }
    for (const place of unread.filter(({ file }) => !silent.some(({ modules }) => modules.includes(file)))) repo.gap('registers routes whose addresses are made at run time', place, 'slight');
    const hasRoutes = (dir: string | undefined): boolean => found.some((one) => packageOf.get(one.at.file) === dir);
    const table = unreadTable(definitions, (file) => production.has(file) && !hasRoutes(packageOf.get(file)));
    if (table) repo.gap('is a table of routes, and no server was seen to take it', table);
    for (const { name, at } of unreadFrameworks(packages, files, hasRoutes)) repo.gap(`is built on ${name}, whose routes are not read`, at);
    for (const { at, here } of graphql.silent) if (production.has(at.file) && !found.some((one) => one.kind === 'graphql' && (!here || packageOf.get(one.at.file) === packageOf.get(at.file)))) repo.gap('makes a GraphQL schema, and no resolver of it was found', at);
    for (const at of graphql.partly) if (production.has(at.file)) repo.gap('makes a GraphQL schema of resolvers that are put together at run time, and hardly one of them was found', at, 'slight');
    const courses = new CourseReader(program);
    const told = uniqueBySubject(found.filter(({ at }) => !FOR_DEVELOPMENT.test(at.file)).map(withoutExempt));
    return { endpoints: told.map((endpoint) => ({ ...courses.of(endpoint), ...effectTold(effectOf(program, endpoint)) })), globals: nest.all(), ...(unread.length > 0 && { unread }) };
  },
});

/** `"start": "fastify start app.js"`: the module is a plugin, and the application is made of it. */
function pluginsOfFastify(units: readonly Unit[], { packages }: Packages): ReadonlySet<string> {
  const dirs = new Set(packages.filter(({ scripts }) => Object.values(scripts).some((command) => /\bfastify\s+start\b/.test(command))).map(({ dir }) => dir));
  return new Set(units.flatMap(({ framework, entry, package: owner }) => (framework === 'fastify' && owner !== undefined && dirs.has(owner) ? [entry.file] : [])));
}

const effectTold = (effect: Effect | undefined): Pick<Endpoint, 'effect'> => (effect === undefined ? {} : { effect });
