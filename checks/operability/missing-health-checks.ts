import { defineCheck, type Endpoint, type Evidence, type Facts, type ImportEdge, type Judgement, type Unit, type Unjudged } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { deployedHealth } from '../../src/lib/deployed-health.ts';
import { routesByDocument } from '../../src/lib/by-document.ts';
import { linkEvidence, UNMOUNTED } from '../../src/lib/endpoints.ts';
import { placeText } from '../../src/lib/mistake.ts';
import { isWithin } from '../../src/lib/paths.ts';
import { besidesItsPort, isLeftUnasked, ofItsImage, probesOf, runsAsFunctions, runsInContainer, type Probe } from '../../src/lib/health-probes.ts';
import { answers, healthRoutes } from '../../src/lib/health-routes.ts';
import { realUnits } from '../../src/lib/services.ts';

const LIBRARIES = new Set(['@nestjs/terminus', '@godaddy/terminus', 'lightship', 'grpc-health-check', 'grpc-js-health-check', 'fastify-healthcheck', 'express-actuator', '@cloudnative/health-connect', 'fastify-custom-healthcheck', 'express-healthcheck', '@hmcts/nodejs-healthcheck', 'hapi-and-healthy', 'parse-server']);
/** In its second and third version Apollo answers at /.well-known/apollo/server-health by itself; `@apollo/server` no longer does. */
const APOLLO = /^apollo-server(?:-(?:express|koa|fastify|hapi|micro))?$/;
/** `exposeStatusRoute: true` */
const ANSWERS_ON_DEMAND = /^(?:@fastify\/|fastify-)?under-pressure$/;
const SPEAKS_OF_IT = /(?:^|[/._-])(?:health\w*|ping|status|ready\w*|live(?:ness|z)|alive|heartbeat)(?:[/._ -]|$)/i;
const HEALTH_QUERY = /^(?:\w+\.)?(?:health(?:_?check)?|ping|is_?alive)$/i;
/** Frameworks whose routes are read whole: where no route answers, none does. */
const READ = new Set(['express', 'fastify', 'koa', 'hono', 'nest', 'next']);

export default defineCheck({
  id: 'missing-health-checks',
  dimension: 'operability',
  severity: 'critical',
  phase: '12.23',
  from: 'MVP',
  effort: 'low',
  title: 'Every service says whether it is well',
  why: 'Without a health check nobody restarts what hangs, and traffic goes to instances that cannot answer.',
  fix: 'Add a route such as /health that answers when the service can work, and point the probes of its deployment at it.',
  grading: 'share',
  needs: ['architecture', 'components', 'endpoints', 'units', 'imports', 'workloads', 'docker', 'kubernetes', 'cloudformation', 'packages'],
  inspect(facts) {
    const { architecture, components, endpoints, units, imports, workloads, docker, kubernetes, packages: { packages } } = facts;
    const ownerOf = (unit: Unit): string | undefined => components.of[unit.entry.file]?.components[0];
    const deployed = deployedHealth(architecture, workloads, docker, kubernetes);
    // A probe that asks for another path than is declared is told of once.
    const told = new Set(deployed.judgements.map(({ at }) => placeText(at)));
    const unjudged: Unjudged[] = [];
    const asking: readonly Probe[] = workloads.workloads.flatMap(({ deployments }) => deployments.flatMap(({ probes }) => probes)).filter(({ how, path = '/', sidecar }) => how === 'http' && path !== '/' && sidecar === undefined);
    const services = realUnits(units.units).filter(({ kind, dir }) => kind === 'service' && !runsAsFunctions(dir, workloads.workloads, docker.dockerfiles));
    const judgements = services.flatMap((unit): Judgement | readonly Judgement[] => {
      const inside = new Set(unit.modules);
      const own = endpoints.endpoints.filter(({ at, kind, method }) => kind === 'http' && method !== 'OPTIONS' && (inside.has(at.file) || (at.file.startsWith(`${unit.dir}/`) && unit.dir !== '.')));
      const routes = healthRoutes(own);
      const owner = ownerOf(unit);
      const isOnly = owner !== undefined && units.units.every((other) => other === unit || ownerOf(other) !== owner);
      const ofImage = isLeftUnasked(unit, workloads.workloads) ? [] : ofItsImage(unit, docker.dockerfiles);
      const probes: readonly Probe[] = [...probesOf(unit, workloads.workloads, units.units.length, isOnly ? owner : undefined), ...ofImage];
      const base = { subject: unit.name, at: unit.startedAt ?? unit.entry };
      const ofItsOwn = new Set<Probe>(workloads.workloads.filter(({ dir }) => dir === unit.dir).flatMap(({ deployments }) => deployments.filter(({ environment }) => environment !== 'development').flatMap((one) => one.probes)));
      // Of several services of one folder its image runs one.
      if (services.every((other) => other === unit || other.dir !== unit.dir)) for (const one of ofImage) ofItsOwn.add(one);
      const lost = routes.length > 0 ? probes.filter((one) => ofItsOwn.has(one)).find(({ how, path, at, sidecar }) => how === 'http' && sidecar === undefined && path !== undefined && !told.has(placeText(at)) && !own.some((route) => answers(route, path))) : undefined;
      if (lost && own.every(({ unclear }) => unclear === undefined)) {
        return { ...base, standing: 'violated', at: lost.at, message: `The ${lost.kind === 'healthcheck' ? 'health check' : `${lost.kind} probe`} of ${unit.name}${ofImage.includes(lost) ? '\'s image' : ''} asks for ${lost.path}, which no route answers.`, evidence: routes.slice(0, 5).map(({ subject, at }) => ({ note: `${subject} answers`, at })), confidence: 'medium' };
      }
      const beside = besidesItsPort(unit, docker.dockerfiles);
      if (beside) return { ...base, standing: 'violated', ...beside, message: `The health check of ${unit.name}'s image ${beside.message}`, confidence: 'medium' };
      const [route] = routes;
      const [probe] = probes;
      const evidence: Evidence[] = [...(route ? [{ note: `${route.subject} answers`, at: route.at }] : []), ...probes.slice(0, 4).map(({ kind, how, at }) => ({ note: `a ${kind} probe (${how}) asks`, at }))];
      if (route) {
        const guard = route.chain.find(({ role, scope }) => role === 'authentication' && scope !== 'handler');
        return { ...base, standing: 'verified', at: route.at, message: `${unit.name} answers ${route.subject}.`, evidence: [...evidence, ...(guard ? linkEvidence(guard) : [])] };
      }
      // Of several services of one folder it watches one, and nothing tells which.
      if (probe && !isOnly && services.some((other) => other !== unit && other.dir === unit.dir)) {
        unjudged.push({ subject: unit.name, reason: `A probe watches one of the services that run from ${unit.dir}; which one is not known.`, at: base.at });
        return [];
      }
      if (probe) return { ...base, standing: 'verified', message: `A ${probe.kind} probe watches ${unit.name}.`, evidence, confidence: 'medium' };
      const asked = askedFor(asking, own);
      if (asked && endpoints.endpoints.some((other) => other.at.file !== asked.route.at.file && isExactly(other, asked.probe))) {
        unjudged.push({ subject: unit.name, reason: `A probe asks for ${asked.probe.path}, which ${unit.name} and others answer; which of them it watches is not known.`, at: base.at });
        return [];
      }
      if (asked) return { ...base, standing: 'verified', at: asked.route.at, message: `A ${asked.probe.kind} probe asks for ${asked.probe.path}, which ${unit.name} answers.`, evidence: [{ note: `a ${asked.probe.kind} probe asks`, at: asked.probe.at }], confidence: 'medium' };
      // Of a service that is alone in its folder the routes may be loaded by a search of it.
      const alone = services.every((other) => other === unit || !isWithin(other.entry.file, unit.dir));
      const apollo = new Set(packages.filter(({ dir }) => isWithin(unit.dir, dir)).flatMap(({ dependencies }) => Object.keys(dependencies).filter((name) => APOLLO.test(name) && /^[^\d]{0,2}[23](?:\.|$)/.test(dependencies[name]!))));
      const library = (alone ? Object.keys(imports.modules).filter((file) => inside.has(file) || (!/(?:^|[/.])tests?[/.]/.test(file) && isWithin(file, unit.dir))) : unit.modules).flatMap((file) => (imports.modules[file] ?? []).filter(({ external }) => external !== undefined && (LIBRARIES.has(external) || apollo.has(external))).map(({ line, external }) => ({ note: `${external} is used`, at: { file, line } })));
      if (library.length > 0) return { ...base, standing: 'verified', message: `${unit.name} uses a library for its health.`, evidence: library.slice(0, 3), confidence: 'medium' };
      const declared = Object.entries(architecture.declared.components).find(([, component]) => component.health !== undefined && listOf(component.path).some((path) => isWithin(unit.dir, path.replace(/\/?\*.*$/, '')) || isWithin(path, unit.dir)));
      if (declared) return { ...base, standing: 'declared', message: `${declared[0]} declares a health check that no route of ${unit.name} answers.`, evidence: [{ note: 'declared here', at: placeOf(architecture, pointer('components', declared[0], 'health')) }], confidence: 'medium' };
      const query = endpoints.endpoints.find(({ kind, framework, method, name = '', at, chain }) => (kind === 'graphql' || framework === 'trpc') && method === 'query' && HEALTH_QUERY.test(name) && inside.has(at.file) && !(framework === 'trpc' && chain.some(({ role }) => role === 'authentication')));
      if (query) return { ...base, standing: 'verified', at: query.at, message: `${unit.name} answers ${query.subject}.`, evidence: [{ note: `${query.subject} answers`, at: query.at }], confidence: 'medium' };
      const absent = unit.modules.flatMap((file) => (imports.modules[file] ?? []).filter(({ unresolved, generated, specifier }) => (unresolved || generated) && /^\.{1,2}\//.test(specifier)));
      const reason = unseen(unit, own, absent, facts);
      if (reason !== undefined) {
        unjudged.push({ subject: unit.name, reason, at: base.at });
        return [];
      }
      return { ...base, standing: 'missing', message: `${unit.name} has no route and no probe that tells whether it is well.`, ...(unit.framework === 'next' && { confidence: 'medium' }), ...((!READ.has(unit.framework) || (own.length < FEW && unit.modules.length > MANY) || absent.length > 0 || own.some(({ unclear }) => unclear !== undefined)) && { confidence: 'low' }) };
    });
    return { examined: judgements.length + deployed.examined, judgements: [...judgements, ...deployed.judgements], unjudged: [...unjudged, ...deployed.unjudged] };
  },
});

const isExactly = (route: Endpoint, { path }: Probe): boolean => path !== undefined && !/[:*]/.test(route.path ?? '') && answers(route, path);

/** Whichever workload runs it: a probe asks for a path that one of its routes answers by name. */
function askedFor(asking: readonly Probe[], own: readonly Endpoint[]): { readonly probe: Probe; readonly route: Endpoint } | undefined {
  for (const probe of asking) {
    const route = own.find((one) => isExactly(one, probe));
    if (route) return { probe, route };
  }
  return undefined;
}

/** Why nobody can say that a service without a route, probe or library has none. `absent`: what it imports and is not in the repository. */
function unseen({ name, modules, framework, dir, entry }: Unit, own: readonly Endpoint[], absent: readonly ImportEdge[], { imports, cloudformation, endpoints, workloads, docker }: Pick<Facts, 'imports' | 'cloudformation' | 'endpoints' | 'workloads' | 'docker'>): string | undefined {
  const document = routesByDocument(modules, imports);
  if (document) return `${name} takes routes from an API document at ${placeText(document)}; whether one of them tells of its health was not read.`;
  // What a build copies in may hold the routes.
  const health = absent.find(({ specifier }) => /health|readiness|liveness/i.test(specifier));
  if (health) return `${name} imports ${health.specifier}, which is not in the repository.`;
  // A plugin that answers at an address of its own, where its options say so.
  const plugin = modules.flatMap((file) => (imports.modules[file] ?? []).filter(({ external, kind }) => kind !== 'type' && external !== undefined && ANSWERS_ON_DEMAND.test(external)).map(({ line, external }) => ({ external, at: { file, line } })))[0];
  if (plugin) return `${name} uses ${plugin.external} (${placeText(plugin.at)}), which tells of its health where its options say so.`;
  // What balances the load may ask it, and what makes that was not read.
  const code = cloudformation.unread?.[0];
  if (code) return `${placeText(code.at)} builds infrastructure by ${code.tool}, which is not read; it may ask ${name} whether it is well.`;
  // A server of which not one route was read may well have this one.
  if (own.length === 0 && framework !== 'next') return `No route of ${name} could be read.`;
  const made = endpoints.unread?.find(({ file }) => modules.includes(file));
  if (made) return `${name} registers routes at ${placeText(made)} whose addresses are made at run time; one of them may tell of its health.`;
  // One that speaks of it by its file or address is put on it by a way that is not followed.
  const lost = endpoints.endpoints.find(({ unclear, at, path }) => unclear === UNMOUNTED && isWithin(at.file, dir) && SPEAKS_OF_IT.test(`${at.file} ${path}`));
  if (lost) return `${placeText(lost.at)} is mounted where it could not be followed; it may tell of ${name}'s health.`;
  // A route of which the whole address comes out of a table is one of many alike.
  const below = own.find(({ path }) => path !== undefined && /\/:unknown\/./.test(path));
  if (below) return `${name} takes in routes of a folder (${placeText(below.at)}) at addresses that are made at run time; one of them may tell of its health.`;
  // Of a server of pages any page can be asked, and who hosts it without a container of its own does so.
  const pages = framework === 'next' || (imports.modules[entry.file] ?? []).some(({ external, kind }) => external === 'next' && kind !== 'type');
  if (pages && !runsInContainer(dir, workloads.workloads, docker.dockerfiles)) return `${name} serves pages, and nothing here says where it runs; who hosts it may ask for one of them.`;
  return undefined;
}

/** Where hardly a route was read of so many modules, others were overlooked. */
const FEW = 3;
const MANY = 30;
