import { defineCheck, type Endpoint, type Facts, type Judgement, type Place, type Unit, type Unjudged, type Workload } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { ASKS_WHO_CALLS, isReachable, linkEvidence, openByNature, protectionOf } from '../../src/lib/endpoints.ts';
import { LIMITERS } from '../../src/lib/limiters.ts';
import { asksFor, foreignParts } from '../../src/lib/elsewhere.ts';
import { countingWalls, wallBefore } from '../../src/lib/firewalls.ts';
import { isWithin } from '../../src/lib/paths.ts';
import { groupOf } from '../../src/lib/services.ts';
import { shownFiles } from '../../src/lib/shown-files.ts';
import { onASocket, socketModules } from '../../src/lib/socket-modules.ts';

export default defineCheck({
  id: 'unlimited-endpoints',
  dimension: 'security',
  severity: 'major',
  phase: '12.22',
  from: 'MVP',
  effort: 'low',
  title: 'Public endpoints are limited in rate',
  why: 'What anybody may call, anybody may call a million times: passwords are guessed, and the service is brought down.',
  fix: 'Put a rate limit in front of public endpoints, at the gateway or in the application, and a stricter one on signing in.',
  grading: 'share',
  needs: ['architecture', 'endpoints', 'starts', 'units', 'workloads', 'files', 'imports', 'kubernetes', 'terraform', 'cloudformation', 'proxies'],
  inspect({ architecture, endpoints, starts, units, workloads, files, imports, kubernetes, terraform, cloudformation, proxies }) {
    const local = socketModules(starts);
    const asked = endpoints.endpoints.filter(isPublic);
    const groups = new Map<Unit | undefined, Endpoint[]>();
    const deployed = new Map<string, Unit>();
    for (const endpoint of asked.filter(({ at }) => !local.has(at.file))) {
      const inside = units.units.filter(({ modules, kind }) => kind !== 'cli' && modules.includes(endpoint.at.file));
      // What an entry serves, its own process serves, whoever else imports a function of it.
      const own = inside.find(({ entry }) => entry?.file === endpoint.at.file) ?? inside.find(({ name }) => !FOR_DEVELOPMENT.test(name)) ?? inside[0];
      const unit = own?.framework === 'lambda' ? allFunctions(own, units.units, deployed) : own;
      groups.set(unit, [...(groups.get(unit) ?? []), endpoint]);
    }
    const counted = workloads.workloads.flatMap((workload) => { const at = workload.deployments.flatMap(({ exposures }) => exposures.flatMap(({ rateLimit }) => rateLimit ?? []))[0]; return at ? [{ workload, at }] : []; });
    // The values of a chart from elsewhere say what its ingress is told.
    const told = foreignParts(kubernetes, terraform).find(({ values }) => asksFor(values, AT_THE_INGRESS))?.at;
    const walls = countingWalls(terraform, cloudformation, proxies, shownFiles(files.files));
    const declared = architecture.declared.security?.rate_limiting;
    const documented = declared !== undefined && listOf(declared.evidence ?? []).some((path) => files.files.some((file) => file.path === path));
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = asked.filter(({ at }) => local.has(at.file)).map(onASocket);
    const followed = endpoints.endpoints.some(isLimited);
    const served = files.files.filter(({ role, side }) => role === 'production' && side !== 'browser').map(({ path }) => path);
    for (const [unit, open] of groups) {
      // Of several services the edge counts the requests of those that it stands before.
      const wall = wallBefore(unit?.dir ?? '.', walls, units.units.map(({ dir }) => dir));
      const edge = counted.find(({ workload }) => groups.size === 1 || isOf(workload, unit))?.at ?? (groups.size === 1 ? told ?? (wall?.gateway && unit?.kind !== 'function' ? undefined : wall?.at) : undefined);
      const limited = open.filter(isLimited);
      // Of what belongs to no unit it was not followed, wherever else it was.
      // A server of the team's own may lead to the functions of a platform as well, behind its limit.
      const beside = unit?.kind === 'service' && open.some(({ framework }) => OF_PLATFORMS.has(framework));
      const loose = followed && unit !== undefined && !beside ? undefined : takenBy(unit?.modules ?? served, LIMITERS, imports);
      const plugin = open.every(({ framework }) => framework === 'nest') ? takenBy(units.units.filter(({ modules }) => modules.includes(open[0]!.at.file)).flatMap(({ modules }) => modules), PLUGIN, imports) : undefined;
      // Nothing of it anywhere is one root cause: that of the service.
      if (limited.length === 0 || edge) {
        const base = { subject: unit?.name ?? 'public endpoints', at: unit?.startedAt ?? unit?.entry ?? open[0]!.at };
        const evidence = open.slice(0, 20).map(({ subject, at }) => ({ note: `${subject} is open to everybody`, at }));
        if (edge) judgements.push({ ...base, standing: 'verified', message: 'Requests are counted before they arrive.', evidence: [{ note: 'the limit at the edge', at: edge }], confidence: 'medium' });
        else if (plugin) judgements.push({ ...base, standing: 'verified', message: `${plugin.name} limits the whole application.`, evidence: [{ note: `${plugin.name} is taken here`, at: plugin.at }], confidence: 'medium' });
        else if (declared) judgements.push({ ...base, standing: documented ? 'documented' : 'declared', message: `A rate limit${declared.where ? ` at the ${declared.where}` : ''} is ${documented ? 'described' : 'declared'}; the code${unit ? ` of ${unit.name}` : ''} has none.`, evidence: [{ note: 'declared here', at: placeOf(architecture, pointer('security', 'rate_limiting')) }, ...evidence] });
        else if (wall) unjudged.push({ subject: base.subject, reason: `Requests are counted at the edge; whether they are on their way to ${base.subject} is not known.`, at: wall.at });
        else if (loose) unjudged.push({ subject: base.subject, reason: `${loose.name} is taken here, and which endpoints its limit stands before could not be followed.`, at: loose.at });
        else judgements.push({ ...base, standing: 'missing', message: `Nothing limits how often the ${open.length === 1 ? 'public endpoint' : `${open.length} public endpoints`}${unit ? ` of ${unit.name}` : ''} ${open.length === 1 ? 'is' : 'are'} called.`, evidence, confidence: open.some(({ chain }) => chain.some(({ role }) => role === 'unknown')) ? 'low' : 'medium' });
        continue;
      }
      // Steps of signing in are told one by one: there passwords are tried.
      const others = open.filter((endpoint) => !isLimited(endpoint) && !openByNature(endpoint));
      const together = others.length > FEW;
      if (together) judgements.push({
        subject: unit?.name ?? 'public endpoints', at: others[0]!.at, standing: 'missing', confidence: 'medium',
        message: `${others.length} public endpoints${unit ? ` of ${unit.name}` : ''} may be called as often as anybody likes, unlike ${limited[0]!.subject}.`,
        evidence: [...others.slice(0, 40).map((other) => ({ note: `${other.subject} is open to everybody`, at: other.at })), { note: `${limited[0]!.subject} is limited`, at: limited[0]!.at }],
      });
      for (const endpoint of open) {
        if (together && others.includes(endpoint)) continue;
        const by = endpoint.chain.find(({ role }) => role === 'limit');
        const { subject, at } = endpoint;
        if (isLimited(endpoint) && by) judgements.push({ subject, at, standing: 'verified', message: `${by.scope === 'handler' ? 'Its handler' : by.name} limits the rate.`, evidence: linkEvidence(by), ...(by.confidence !== 'high' && { confidence: by.confidence }) });
        else judgements.push({ subject, at, standing: 'missing', message: `Anybody may call ${subject} as often as they like, unlike its neighbours.`, confidence: 'medium', evidence: limited.slice(0, 2).map((other) => ({ note: `${other.subject} is limited`, at: other.at })) });
      }
    }
    return { examined: judgements.length, judgements, unjudged };
  },
});

/** The Lambdas of a package are deployed behind one gateway: told as one, where the first of them stands that somebody may call. */
function allFunctions(unit: Unit, units: readonly Unit[], known: Map<string, Unit>): Unit {
  const name = groupOf(unit);
  const beside = units.filter((one) => one.framework === 'lambda' && groupOf(one) === name);
  const group = known.get(name) ?? (beside.length < 2 ? unit : { ...unit, name, modules: [...new Set(beside.flatMap(({ modules }) => modules))] });
  known.set(name, group);
  return group;
}

/** What runs from the unit's folder, or bears its name. */
const isOf = ({ name, dir }: Workload, unit: Unit | undefined): boolean =>
  unit !== undefined && ((dir !== undefined && dir !== '.' && isWithin(unit.dir, dir)) || name.split(/[^a-z\d]+/i).includes(unit.name.split('/').at(-1)!));

const FEW = 3;

/** Their routes are files, whoever else leads to them. */
const OF_PLATFORMS: ReadonlySet<string> = new Set(['vercel', 'netlify', 'cloudflare-pages']);

const AT_THE_INGRESS = /(?:^|\/)limit-(?:rps|rpm|connections)$/;

/** `app.register(fastifyRateLimit, …)` where Nest runs on Fastify: it holds for every route unless it is told otherwise. */
const PLUGIN = /^(?:@fastify\/rate-limit|fastify-rate-limit)$/;

function takenBy(files: readonly string[], library: RegExp, { modules }: Pick<Facts['imports'], 'modules'>): { readonly name: string; readonly at: Place } | undefined {
  for (const file of files) {
    const edge = modules[file]?.find(({ external, kind }) => external !== undefined && kind !== 'type' && library.test(external));
    if (edge) return { name: edge.external!, at: { file, line: edge.line } };
  }
  return undefined;
}

/** Started on a developer's machine or by a build, beside what is delivered. */
const FOR_DEVELOPMENT = /(?:^|[/._-])(?:dev|test|local|mock|e2e|generate|swagger|openapi|seed)(?:$|[/._-])/;

const isLimited = ({ chain }: Endpoint): boolean => chain.some(({ role }) => role === 'limit') && !chain.some(({ role }) => role === 'unlimited');

/** Where a password or a code is tried: whoever proves who calls there has done so by guessing. */
const TRIED = /log-?in|sign-?in|authenticate|\/session|otp|2fa|mfa|verify/i;

/** An action that takes a password by its own name. */
const SIGNS_IN = /^(?:sign|log)_?(?:[iI]n|[uU]p)(?:$|[A-Z_])|^(?:register|authenticate)(?:$|[A-Z_])/;

/** Open to strangers: steps of signing in first of all. Health checks, callbacks, documents and signed webhooks are not counted. */
function isPublic(endpoint: Endpoint): boolean {
  if (!isReachable(endpoint) || endpoint.unclear || LIFE_CYCLE.test(endpoint.path ?? '')) return false;
  const nature = openByNature(endpoint);
  // A form's action is called through its page, and what counts its calls may stand before that; where passwords are tried it is asked all the same.
  if (endpoint.kind === 'action' && !(nature?.startsWith('a step') && SIGNS_IN.test(endpoint.name ?? ''))) return false;
  if (nature) return nature.startsWith('a step') && endpoint.writes && !LEAVING.test(endpoint.subject) && !isKnownCaller(endpoint) && !endpoint.chain.some(isForAdministrators) && !isBehindAll(endpoint) && (TRIED.test(endpoint.subject) || !endpoint.chain.some(asksBefore));
  const protection = protectionOf(endpoint);
  return protection.kind === 'unguarded' || (protection.kind === 'open by design' && protection.marked === true);
}

/** The platform starts, warms and stops an instance by them: App Engine's own paths, the hooks of a container. */
const LIFE_CYCLE = /^\/_ah\/|\/lifecycle\/|\/(?:pre-?stop|post-?start)$/i;

/** Who signs out gives nothing away. */
const LEAVING = /(?:log|sign)[-_]?(?:out|off)\b/i;

/** A guard in front of the handler, a wrapper around it included; a handler that compares passwords is none. */
const asksBefore = ({ role, scope, name }: Endpoint['chain'][number]): boolean => role === 'authentication' && (scope !== 'handler' || !name.includes(' '));

/** A guard of the whole application or of a module's paths, from which this endpoint is not taken out: nobody gets as far as the code without being known. */
const isBehindAll = ({ chain }: Endpoint): boolean => chain.some((link) => (link.scope === 'global' || link.scope === 'module') && link.confidence !== 'low' && asksBefore(link)) && !chain.some(({ role }) => role === 'public');

/** Where administrators are let in alone, nobody tries passwords. */
const isForAdministrators = ({ role, scope, name }: Endpoint['chain'][number]): boolean => (role === 'authentication' || role === 'authorization' || role === 'unknown') && (scope !== 'handler' || !name.includes(' ')) && /admin/i.test(name);

/** A guard that asks for what is given at the end of signing in, or a handler that does so itself. */
const isKnownCaller = ({ chain }: Endpoint): boolean => chain.some(({ role, name, confidence }) => role === 'authentication' && (/jwt|bearer|session|cookie/i.test(name) || (name === ASKS_WHO_CALLS && confidence === 'high')));
