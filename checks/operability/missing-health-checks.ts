import { dirname } from 'node:path/posix';
import { defineCheck, type Dockerfile, type Endpoint, type Evidence, type Judgement, type Unit, type Unjudged, type Workload, type WorkloadProbe } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { deployedHealth } from '../../src/lib/deployed-health.ts';
import { routesByDocument } from '../../src/lib/by-document.ts';
import { environmentOf } from '../../src/lib/environment.ts';
import { HEALTH, linkEvidence } from '../../src/lib/endpoints.ts';
import { placeText } from '../../src/lib/mistake.ts';
import { isWithin } from '../../src/lib/paths.ts';
import { portAsked, urlOf } from '../../src/lib/probe-commands.ts';
import { realUnits } from '../../src/lib/services.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';

const LIBRARIES = new Set(['@nestjs/terminus', '@godaddy/terminus', 'lightship', 'grpc-health-check', 'grpc-js-health-check', 'fastify-healthcheck', 'express-actuator', '@cloudnative/health-connect', 'fastify-custom-healthcheck', 'express-healthcheck', '@hmcts/nodejs-healthcheck', 'hapi-and-healthy', 'parse-server']);
/** In its second and third version Apollo answers at /.well-known/apollo/server-health by itself; `@apollo/server` no longer does. */
const APOLLO = /^apollo-server(?:-(?:express|koa|fastify|hapi|micro))?$/;
/** A server for the probes alone answers at its root. */
const HEALTH_MODULE = /(?:^|\/)health-?(?:check)?s?(?:[-.](?:server|app|service|api))*\.[cm]?[jt]s$/i;
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
  inspect({ architecture, components, endpoints, units, imports, workloads, docker, kubernetes, cloudformation, packages: { packages } }) {
    const ownerOf = (unit: Unit): string | undefined => components.of[unit.entry.file]?.components[0];
    const deployed = deployedHealth(architecture, workloads, docker, kubernetes);
    // A probe that asks for another path than is declared is told of once.
    const told = new Set(deployed.judgements.map(({ at }) => placeText(at)));
    const unjudged: Unjudged[] = [];
    const services = realUnits(units.units).filter(({ kind, dir }) => kind === 'service' && !runsAsFunctions(dir, workloads.workloads, docker.dockerfiles));
    const judgements = services.flatMap((unit): Judgement | readonly Judgement[] => {
      const inside = new Set(unit.modules);
      const own = endpoints.endpoints.filter(({ at, kind, method }) => kind === 'http' && method !== 'OPTIONS' && (inside.has(at.file) || (at.file.startsWith(`${unit.dir}/`) && unit.dir !== '.')));
      const routes = own.filter(({ path, chain, method, at }) => path !== undefined && !/^(?:POST|PUT|PATCH|DELETE)$/.test(method ?? '') && (HEALTH.test(path) || (path === '/' && HEALTH_MODULE.test(at.file))) && !/metrics/.test(path) && !ofSomethingElse(path, own) && !isForCallers(path, chain)).sort((a, b) => plainness(a) - plainness(b));
      const owner = ownerOf(unit);
      const isOnly = owner !== undefined && units.units.every((other) => other === unit || ownerOf(other) !== owner);
      const probes: readonly Probe[] = [...probesOf(unit, workloads.workloads, units.units.length, isOnly ? owner : undefined), ...ofItsImage(unit, docker.dockerfiles)];
      const base = { subject: unit.name, at: unit.startedAt ?? unit.entry };
      const ofItsOwn = new Set(workloads.workloads.filter(({ dir }) => dir === unit.dir).flatMap(({ deployments }) => deployments.filter(({ environment }) => environment !== 'development').flatMap((one) => one.probes)));
      const lost = routes.length > 0 ? probes.filter((one) => ofItsOwn.has(one as WorkloadProbe)).find(({ how, path, at, sidecar }) => how === 'http' && sidecar === undefined && path !== undefined && !told.has(placeText(at)) && !own.some((route) => answers(route, path))) : undefined;
      if (lost && own.every(({ unclear }) => unclear === undefined)) {
        return { ...base, standing: 'violated', at: lost.at, message: `The ${lost.kind} probe of ${unit.name} asks for ${lost.path}, which no route answers.`, evidence: routes.slice(0, 5).map(({ subject, at }) => ({ note: `${subject} answers`, at })), confidence: 'medium' };
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
      // Of a service that is alone in its folder the routes may be loaded by a search of it.
      const alone = services.every((other) => other === unit || !isWithin(other.entry.file, unit.dir));
      const apollo = new Set(packages.filter(({ dir }) => isWithin(unit.dir, dir)).flatMap(({ dependencies }) => Object.keys(dependencies).filter((name) => APOLLO.test(name) && /^[^\d]{0,2}[23](?:\.|$)/.test(dependencies[name]!))));
      const library = (alone ? Object.keys(imports.modules).filter((file) => inside.has(file) || (!/(?:^|[/.])tests?[/.]/.test(file) && isWithin(file, unit.dir))) : unit.modules).flatMap((file) => (imports.modules[file] ?? []).filter(({ external }) => external !== undefined && (LIBRARIES.has(external) || apollo.has(external))).map(({ line, external }) => ({ note: `${external} is used`, at: { file, line } })));
      if (library.length > 0) return { ...base, standing: 'verified', message: `${unit.name} uses a library for its health.`, evidence: library.slice(0, 3), confidence: 'medium' };
      const declared = Object.entries(architecture.declared.components).find(([, component]) => component.health !== undefined && listOf(component.path).some((path) => isWithin(unit.dir, path.replace(/\/?\*.*$/, '')) || isWithin(path, unit.dir)));
      if (declared) return { ...base, standing: 'declared', message: `${declared[0]} declares a health check that no route of ${unit.name} answers.`, evidence: [{ note: 'declared here', at: placeOf(architecture, pointer('components', declared[0], 'health')) }], confidence: 'medium' };
      const query = endpoints.endpoints.find(({ kind, framework, method, name = '', at, chain }) => (kind === 'graphql' || framework === 'trpc') && method === 'query' && HEALTH_QUERY.test(name) && inside.has(at.file) && !(framework === 'trpc' && chain.some(({ role }) => role === 'authentication')));
      if (query) return { ...base, standing: 'verified', at: query.at, message: `${unit.name} answers ${query.subject}.`, evidence: [{ note: `${query.subject} answers`, at: query.at }], confidence: 'medium' };
      const document = routesByDocument(unit.modules, imports);
      if (document) {
        unjudged.push({ subject: unit.name, reason: `${unit.name} takes routes from an API document at ${placeText(document)}; whether one of them tells of its health was not read.`, at: base.at });
        return [];
      }
      // What a build copies in may hold the routes.
      const absent = unit.modules.flatMap((file) => (imports.modules[file] ?? []).filter(({ unresolved, generated, specifier }) => (unresolved || generated) && /^\.{1,2}\//.test(specifier)));
      const [health] = absent.filter(({ specifier }) => /health|readiness|liveness/i.test(specifier));
      if (health) {
        unjudged.push({ subject: unit.name, reason: `${unit.name} imports ${health.specifier}, which is not in the repository.`, at: base.at });
        return [];
      }
      // What balances the load may ask it, and what makes that was not read.
      const code = cloudformation.unread?.[0];
      if (code) {
        unjudged.push({ subject: unit.name, reason: `${placeText(code.at)} builds infrastructure by ${code.tool}, which is not read; it may ask ${unit.name} whether it is well.`, at: base.at });
        return [];
      }
      // A server of which not one route was read may well have this one.
      if (own.length === 0 && unit.framework !== 'next') {
        unjudged.push({ subject: unit.name, reason: `No route of ${unit.name} could be read.`, at: base.at });
        return [];
      }
      const made = endpoints.unread?.find(({ file }) => inside.has(file));
      if (made) {
        unjudged.push({ subject: unit.name, reason: `${unit.name} registers routes at ${placeText(made)} whose addresses are made at run time; one of them may tell of its health.`, at: base.at });
        return [];
      }
      // Of a server of pages any page can be asked, and who hosts it without a container of its own does so.
      if (unit.framework === 'next' && !runsInContainer(unit, workloads.workloads, docker.dockerfiles)) {
        unjudged.push({ subject: unit.name, reason: `${unit.name} serves pages, and nothing here says where it runs; who hosts it may ask for one of them.`, at: base.at });
        return [];
      }
      return { ...base, standing: 'missing', message: `${unit.name} has no route and no probe that tells whether it is well.`, ...(unit.framework === 'next' && { confidence: 'medium' }), ...((!READ.has(unit.framework) || (own.length < FEW && unit.modules.length > MANY) || absent.length > 0 || own.some(({ unclear }) => unclear !== undefined)) && { confidence: 'low' }) };
    });
    return { examined: judgements.length + deployed.examined, judgements: [...judgements, ...deployed.judgements], unjudged: [...unjudged, ...deployed.unjudged] };
  },
});

/** Where hardly a route was read of so many modules, others were overlooked. */
const FEW = 3;
const MANY = 30;

/** Of what runs from its folder, or is deployed as the component that it alone makes up. */
const probesOf = (unit: Unit, workloads: readonly Workload[], units: number, owner: string | undefined) =>
  workloads.filter(({ dir, role, component }) => role === 'service' && (dir === undefined ? owner !== undefined && component === owner : dir === unit.dir || (units === 1 && isWithin(unit.dir, dir)) || (dir !== '.' && isWithin(dir, unit.dir))))
    .flatMap(({ deployments }) => deployments.flatMap(({ probes }) => probes)).filter(({ how }) => how !== 'disabled');

type Probe = Pick<WorkloadProbe, 'kind' | 'how' | 'path' | 'sidecar' | 'at'>;

/** The image that is built in its folder asks it by itself. */
const ofItsImage = ({ dir }: Unit, dockerfiles: readonly Dockerfile[]): readonly Probe[] => dockerfiles.flatMap(({ file, healthcheck }): Probe[] =>
  (dirname(file) !== dir || healthcheck === undefined || healthcheck.disabled || /^(?:exit 0|true)$/.test(healthcheck.command.trim()) || environmentOf(file) === 'development' ? [] : [{ kind: 'healthcheck', how: 'exec', at: healthcheck.at, ...urlOf(healthcheck.command) }]));

/** The image asks a port that it does not expose, and where its process was seen to listen on another one or on none that is known. */
const besidesItsPort = ({ dir, port }: Unit, dockerfiles: readonly Dockerfile[]): Pick<Judgement, 'at' | 'message' | 'evidence'> | undefined => dockerfiles.flatMap(({ file, healthcheck, ports }) => {
  const asked = dirname(file) !== dir || healthcheck === undefined || healthcheck.disabled || environmentOf(file) === 'development' ? undefined : portAsked(healthcheck.command);
  const [exposed] = ports;
  if (asked === undefined || exposed === undefined || ports.some((one) => one.port === asked) || port === asked) return [];
  return [{ at: healthcheck!.at, message: `asks port ${asked}, and the image exposes ${ports.map((one) => one.port).join(', ')}.`, evidence: [{ note: 'exposed here', at: exposed.at }] }];
})[0];

/** All that is deployed from its folder are functions: what listens there stands in for them on a developer's machine. */
const runsAsFunctions = (dir: string, workloads: readonly Workload[], dockerfiles: readonly Dockerfile[]): boolean => {
  const from = workloads.filter((one) => one.dir === dir).flatMap(({ deployments }) => deployments);
  return from.length > 0 && from.every(({ kind }) => kind === 'function') && !dockerfiles.some(({ file }) => isWithin(file, dir));
};

const runsInContainer = ({ dir }: Unit, workloads: readonly Workload[], dockerfiles: readonly Dockerfile[]): boolean =>
  workloads.some((one) => one.role === 'service' && one.dir === dir) || dockerfiles.some(({ file }) => (dir === '.' ? !file.includes('/') : isWithin(file, dir)));

/** `/orders/:id/status`, `/integrations/github/oauth/status` */
const ofSomethingElse = (path: string, own: readonly Endpoint[]): boolean => !/health|live|ready/i.test(path)
  && (/[:{*]/.test(path) || path.split('/').filter((part) => !/^(?:|api|v\d+)$/.test(part)).length > 2 || own.some((other) => other.path?.startsWith(`${path}/:`)));

/** A prober has no key: `/sdk/status` behind one tells callers of their own account. */
const isForCallers = (path: string, chain: Endpoint['chain']): boolean => !/health|live|ready/i.test(path) && chain.some(({ role, scope }) => role === 'authentication' && scope !== 'global');

/** `/health` says it more plainly than `/integrations/github/status`, which may be the status of something else. */
const plainness = ({ path = '' }: Endpoint): number => (/health|live|ready/i.test(path) ? 0 : 10) + path.split('/').length;

const answers = ({ path }: Endpoint, asked: string): boolean => {
  const plain = asked.replace(/[?#].*$/, '').replace(/(.)\/$/, '$1');
  return path === plain || path === '/*' || matchesWildcard((path ?? '').replace(/:\w+\*?/g, '*'), plain);
};
