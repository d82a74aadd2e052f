import { KILL_CRITERIA, STYLES } from '../../lib/knowledge/styles.ts';
import { API_STYLES } from '../../lib/knowledge/apis.ts';
import { AUTHENTICATION } from '../../lib/knowledge/security.ts';
import { BREAKER_TEMPLATE } from '../../lib/knowledge/distributed.ts';
import { at, LOADS, reaches, type Challenge, type Load, type Size } from '../../lib/knowledge/systems/blueprint.ts';
import { killCriteria } from '../../lib/stage.ts';
import { parsePercent } from '../../lib/quantity.ts';
import type { ArchitectureDeclaration } from '../../model/index.ts';
import type { Block, Cell, Followed } from '../answer.ts';
import { joined, yesNo } from '../case.ts';
import { amount, bytes, estimate } from '../estimate.ts';
import { basisOf } from './decide.ts';
import { componentDiagram, deploymentDiagram, entityDiagram, sequenceDiagram } from './diagrams.ts';
import { APP, type Shape } from './shape.ts';

const list = (items: readonly string[]): Block[] => (items.length === 0 ? [] : [{ list: items }]);
const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): Block[] => (rows.length === 0 ? [] : [{ head, table: rows }]);
const drawn = (code: string): Block => ({ code, language: 'mermaid', only: 'markdown' });
const upper = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

/** The design document: the phases 1 to 8, then what is hard, what to watch and what comes next. */
export function documentBlocks(shape: Shape, declaration: ArchitectureDeclaration): Block[] {
  return [
    { text: shape.blueprint.summary }, { text: `${shape.decision.styleBecause} ${upper(shape.decision.loadBecause)}.` },
    ...briefBlocks(shape, declaration), ...numberBlocks(shape, declaration), ...styleBlocks(shape), ...componentBlocks(shape, declaration), ...dataBlocks(shape, declaration),
    ...apiBlocks(shape), ...resilienceBlocks(declaration), ...runningBlocks(shape, declaration), ...securityBlocks(shape, declaration), ...hardBlocks(shape), ...endBlocks(shape),
  ];
}

function briefBlocks({ brief }: Shape, declaration: ArchitectureDeclaration): Block[] {
  const { needs, project } = brief;
  const criteria = killCriteria(declaration);
  return [
    { heading: '1. The brief' },
    ...list(brief.functional.map(String)),
    ...table(['team', 'users', 'stage', 'availability', 'latency', 'throughput', 'consistency', 'compliance'], [[String(project.team_size), String(project.expected_users), project.stage, needs.availability, needs.latency_p99 ?? '', needs.throughput ?? '', needs.consistency ?? '', [needs.compliance ?? 'none'].flat().join(', ')]]),
    ...(brief.assumed.length === 0 ? [] : [{ text: 'Nobody said these; they were assumed, and a wrong one changes the design:' }, ...table(['what', 'assumed', 'because'], brief.assumed.map(({ key, value, because }) => [key.split('.').at(-1)!.replaceAll('_', ' '), value, because]))]),
    { heading: 'Kill criteria', level: 3 },
    ...table(['criterion', 'holds'], criteria.map(({ text, holds }) => [text, yesNo({ holds })])),
    { text: brief.build ? `All hold: do not architect. Build on a monolith framework such as ${joined(KILL_CRITERIA.frameworks, 'or')}; what follows is what to keep in mind, and it fits on one machine.` : 'Not all hold, so a design is worth its time.' },
  ];
}

const shown = ({ value, unit }: Size): string => (unit === 'bytes' ? bytes(value) : unit === 'rate' ? `${amount(value)} a second` : unit === 'bits' ? `${bytes(value).replace('B', 'bit')}/s` : unit === 'hours' ? `${amount(value)} h` : value > 0 && value < 0.001 ? value.toExponential(1) : amount(value));

function numberBlocks({ brief, blueprint }: Shape, declaration: ArchitectureDeclaration): Block[] {
  const { blocks } = estimate(brief.estimates, declaration);
  const sizes = blueprint.sizes(basisOf(brief));
  return [{ heading: '2. The estimate' }, ...blocks.slice(1), ...(sizes.length === 0 ? [] : [{ text: 'What decides this system in particular:' }, ...table(['what', 'how much', 'how'], sizes.map((size) => [size.name, shown(size), size.formula]))])];
}

function styleBlocks({ decision }: Shape): Block[] {
  const row = STYLES.find(({ style }) => style === decision.style);
  return [
    { heading: '3. The style' },
    ...table(['question', 'leads to'], decision.choice.steps.map(({ question, then }) => [question, then])),
    { text: decision.styleBecause },
    ...(row ? [{ text: `The matrix on ${row.style}: best when ${joined(row.bestWhen, 'or')}; avoid when ${joined(row.avoidWhen, 'or')}; ${row.teamMinimum} developers at least; its complexity is ${row.complexity}.` }] : []),
  ];
}

function componentBlocks(shape: Shape, declaration: ArchitectureDeclaration): Block[] {
  const { components, decision, blueprint } = shape;
  const app = declaration.components[APP];
  return [
    { heading: '4. Components' }, drawn(componentDiagram(shape)),
    ...table(['component', 'kind', 'does', 'owner'], [
      ...(app && decision.structure === 'one' ? [[APP, 'service', app.responsibility ?? '', String(app.owner)]] : []),
      ...components.map(({ name, kind, parts, owner }) => [name, kind, parts.map(({ does }) => does), owner]),
    ]),
    ...(decision.style === 'cell-based' ? [{ text: `A cell is all of this for a share of the traffic, by ${blueprint.cell.key}. ${blueprint.cell.why} The cell-router before them knows nothing but which cell it is. A release reaches one cell first.` }] : []),
    ...(decision.structure === 'one' && components.length > 1 ? [{ text: 'Modules import each other by their public API alone and own their tables; no module reads a table of another. That is what keeps the way to services open.' }] : []),
    { heading: `The core flow: ${blueprint.flow.title[0]!.toLowerCase()}${blueprint.flow.title.slice(1)}`, level: 3 }, drawn(sequenceDiagram(shape)),
  ];
}

function dataBlocks(shape: Shape, declaration: ArchitectureDeclaration): Block[] {
  const { stores, caches, queues, blueprint, placed } = shape;
  const entities = entityDiagram(shape);
  const invariants = shape.components.flatMap(({ parts }) => parts.flatMap(({ entities: own = [] }) => own.flatMap(({ name, invariants: rules = [] }) => rules.map((rule) => `${name}: ${rule[0]!.toLowerCase()}${rule.slice(1)}.`))));
  return [
    { heading: '5. Data' },
    ...table(['store', 'engine', 'holds', 'why', 'how it grows'], stores.map(({ name, engine, slots }) => {
      const scaling = declaration.data_stores?.[name]?.scaling;
      const ways = [scaling?.read_replicas ? `${scaling.read_replicas} read ${scaling.read_replicas === 1 ? 'replica' : 'replicas'}` : '', scaling?.partitioning ? `partitions ${scaling.partitioning}` : '', scaling?.sharding && scaling.sharding !== 'none' ? `shards ${scaling.sharding}` : ''].filter(Boolean);
      return [name, engine, slots.map(({ slot }) => slot.holds), slots.map(({ plan }) => plan.why), ways.length > 0 ? ways : [scaling?.reason ?? 'by itself']];
    })),
    ...(entities === undefined ? [] : [drawn(entities)]),
    ...(invariants.length === 0 ? [] : [{ heading: 'What must always be true', level: 3 as const }, ...list(invariants)]),
    ...table(['operation', 'consistency', 'where', 'by', 'why'], blueprint.consistency.map(({ operation, level, part, why }) => [
      operation, level, placed.find((one) => one.part.id === part)?.component ?? '', (declaration.consistency?.find((one) => one.operation === operation)?.mechanism ?? '').replaceAll('-', ' '), why,
    ])),
    ...(caches.length === 0 ? [] : [{ heading: 'Caches', level: 3 as const }, ...table(['cache', 'pattern', 'key', 'lives', 'invalidation', 'stampede', 'why'], caches.map(({ id, pattern, ttl, invalidation, stampede, why }) => [id, pattern, String(declaration.caches?.[id]?.key), ttl, invalidation, stampede, why]))]),
    ...(queues.length === 0 ? [] : [{ heading: 'Queues', level: 3 as const }, ...table(['queue', 'engine', 'order by', 'known again by', 'what fails goes to', 'why'], queues.map(({ name, engine, key, idempotencyKey, why }) => [name, engine, key ?? 'none', idempotencyKey, declaration.queues?.[name]?.dead_letter ?? '', why]))]),
    ...(declaration.sagas ?? []).flatMap((saga): Block[] => [{ heading: `Saga: ${saga.name}`, level: 3 }, ...table(['step', 'service', 'does', 'undone by', 'time'], saga.steps.map(({ name, service, action, compensation, timeout }) => [name, service, action, compensation ?? '', timeout ?? '']))]),
  ];
}

function apiBlocks({ apis }: Shape): Block[] {
  return [
    { heading: '6. APIs' },
    ...table(['API', 'style', 'of', 'for', 'why'], apis.map(({ id, style, component, public: open, clients, why }) => [id, style, component, `${open ? 'the public' : 'inside'}: ${clients.join(', ')}`, why])),
    ...apis.filter(({ operations }) => operations.length > 0).map(({ operations }): Block => ({ code: operations.join('\n'), language: 'text' })),
    ...(apis.some(({ style, public: open }) => style === 'rest' && open) ? [{ text: 'REST answers share {data, meta, errors}; errors share {code, message, details, request_id}; versions are in the path; lists are paged by cursor; too many calls get 429 with Retry-After; changes take an Idempotency-Key.' }] : []),
  ];
}

function resilienceBlocks(declaration: ArchitectureDeclaration): Block[] {
  const rows = Object.entries(declaration.components).flatMap(([from, { depends_on: edges = [] }]) => edges.filter(({ timeout, degradation }) => timeout !== undefined || degradation !== undefined).map(({ component, external, cache, queue, store, timeout, retries, circuit_breaker: breaker, degradation }) =>
    [from, component ?? external ?? cache ?? queue ?? store ?? '', timeout ?? '', retries ? `${retries.max_attempts} attempts` : 'one attempt', breaker ? 'yes' : 'no', degradation ?? '']));
  const breakers = rows.some(([, , , , breaker]) => breaker === 'yes');
  return [
    { heading: '7. Resilience' },
    ...(rows.length === 0 ? [{ text: 'Nothing here calls over a network but its own stores; bound those calls in time, too.' }] : table(['from', 'to', 'timeout', 'attempts', 'breaker', 'without it'], rows)),
    ...(rows.length === 0 ? [] : [{ text: `Repeated calls wait longer each time, with jitter, and only where repeating does no harm.${breakers ? ` Breakers open after ${BREAKER_TEMPLATE.failure_threshold} failures within ${BREAKER_TEMPLATE.monitoring_window_seconds} s, try again after ${BREAKER_TEMPLATE.timeout_seconds} s, and close after ${BREAKER_TEMPLATE.success_threshold} successes.` : ''}` }]),
  ];
}

function runningBlocks(shape: Shape, declaration: ArchitectureDeclaration): Block[] {
  const { infrastructure, disaster_recovery: recovery, components } = declaration;
  const share = parsePercent(shape.brief.needs.availability) ?? 99;
  const minutes = 30 * 24 * 60 * (1 - share / 100);
  const scaled = Object.entries(components).filter(([, { scaling, replicas }]) => scaling?.min !== undefined || replicas !== undefined);
  return [
    { heading: '8. Infrastructure' }, drawn(deploymentDiagram(shape)),
    { text: `${infrastructure?.reason ?? ''} ${infrastructure?.regions?.reason ?? ''}` },
    ...table(['deployable', 'instances', 'more when'], scaled.map(([name, { scaling, replicas }]) => [name, scaling?.min !== undefined ? `${scaling.min} to ${scaling.max}` : String(replicas), scaling?.trigger ?? scaling?.reason ?? ''])),
    { text: `${shape.brief.needs.availability} allows ${minutes >= 60 ? `${(minutes / 60).toFixed(1)} hours` : `${minutes.toFixed(1)} minutes`} without it in 30 days: that is the error budget. At most ${recovery?.rpo} of data may be lost, and it is back within ${recovery?.rto}; a restore is tried each quarter.` },
    ...(shape.brief.build ? [] : [{ text: 'A merge goes to staging, which has the infrastructure of production at a fifth of its size; a person lets it into production. Migrations of the database run in staging first, load is tested there, and features are switched by flags.' }]),
  ];
}

function securityBlocks({ blueprint }: Shape, { security, tenancy }: ArchitectureDeclaration): Block[] {
  const ways = [security?.authentication ?? []].flat();
  const rows = AUTHENTICATION.filter(({ approach }) => ways.includes(approach));
  return [
    { heading: '9. Security and tenancy' },
    ...table(['authentication', 'best for', 'complexity'], rows.map(({ approach, bestFor, complexity }) => [approach, joined(bestFor), complexity])),
    { text: `TLS 1.3 outside and inside, AES-256 at rest; secrets in ${security?.secrets?.manager}, exchanged every ${security?.secrets?.rotation_days} days, others for each environment.${security?.audit_log ? ` An audit log of ${joined(security.audit_log.events ?? [])}, ${security.audit_log.store}.` : ''}` },
    { text: tenancy?.model === 'single' || tenancy === undefined ? 'People share one product and no customer has a share of it, so there are no tenants; who may see what is a question of rights.' : `Tenants are ${blueprint.tenants?.who ?? 'customers'} (${tenancy.model}${tenancy.key ? `, ${tenancy.key}` : ''}). ${tenancy.model === 'shared-rows' ? 'They start with shared rows and row-level security; a customer that must have it gets a database of its own, by the same code.' : ''}` },
    ...list(Object.entries(security?.layers ?? {}).map(([layer, claim]) => `${upper(layer)}: ${typeof claim === 'string' ? claim : claim.how}.`)),
  ];
}

function hardBlocks({ blueprint: { challenges }, decision: { load } }: Shape): Block[] {
  if (challenges.length === 0) return [{ heading: '10. What is hard about it' }, { text: 'This is none of the ten classic systems, so what is hard about it is for the team to say. Ask of each use case: what must never happen, what is asked a hundred times more often than all else, what grows without end, and what others do to it when they fail. Each answer becomes an invariant, a cache, a partition or a degradation in architecture.yaml.' }];
  return [
    { heading: '10. What is hard about it' },
    ...challenges.flatMap(({ name, problem, answer }): Block[] => [{ heading: upper(name), level: 3 }, { text: problem }, { text: answered(answer, load) }]),
  ];
}

/** An answer that builds upon the one of a smaller load stands behind it. */
function answered(answer: Challenge['answer'], load: Load): string {
  const own = at(answer, load)!;
  const below = LOADS[LOADS.findIndex((one) => answer[one] === own) - 1];
  return /^The same/.test(own) && below !== undefined ? `${answered(answer, below)} At this load: ${own[0]!.toLowerCase()}${own.slice(1)}` : own;
}

function endBlocks({ blueprint: { watch, tradeoffs, growth }, brief, decision: { load } }: Shape): Block[] {
  return [
    { heading: '11. What to watch' }, ...list(watch),
    ...(tradeoffs.length === 0 ? [] : [{ heading: '12. What was traded' }, ...list(tradeoffs)]),
    { heading: `${tradeoffs.length === 0 ? '12' : '13'}. What comes next` },
    ...table(['when', 'then'], growth.filter(([, , until]) => until === undefined || !reaches(load, until)).map(([when, then]) => [when, then])),
    ...list([
      ...(brief.constraints.team_skills === undefined ? ['Say what the team knows (constraints.team_skills): a good design in a language that nobody knows is a bad one.'] : []),
      'Correct what was assumed, above all the numbers, and run arch-lint design again with --force.', 'Write down why: arch-lint adr new "Style" --about style, and one for each store.', 'Let arch-lint check hold the code to it from the first commit on.',
    ]),
  ];
}

/** The rows of the source document that the design follows. */
export function followsOf({ decision, stores, queues, caches, apis, brief, blueprint }: Shape): Followed[] {
  return [
    { rule: brief.build ? 'All five kill criteria hold: do not architect, just build.' : 'Not all kill criteria hold.', source: 'Phase 1, kill criteria' },
    ...decision.choice.steps.map(({ question, then }) => ({ rule: `${upper(question)}: ${then}.`, source: 'Phase 2, selection flowchart' })),
    ...[...new Map(stores.map(({ engine, row }) => [engine, { rule: row.startsWith('PostgreSQL') ? `${row}.` : `${engine} ${row}.`, source: row.startsWith('PostgreSQL') ? 'Phase 2, common mistakes' : row.startsWith('object') ? 'Phase 7, cloud services' : 'Phase 4, database selection guide' }])).values()],
    ...[...new Map(queues.map(({ engine, row }) => [engine, { rule: `${engine} for ${row}.`, source: 'Phase 4, database selection guide' }])).values()],
    ...[...new Set(caches.map(({ pattern }) => pattern))].map((pattern) => ({ rule: `The row of ${pattern}.`, source: 'Phase 4, caching strategy' })),
    ...[...new Set(apis.map(({ style }) => style))].map((style) => ({ rule: `${style} is best for ${joined(API_STYLES.find((row) => row.style === style)!.bestFor)}.`, source: 'Phase 5, API styles' })),
    { rule: 'Every call that leaves the process is bounded in time; retries back off with jitter.', source: 'Phase 6, resilience patterns' },
    ...(blueprint.tenants || brief.given.tenancy ? [{ rule: 'Start with shared rows and row-level security; a database of their own for customers who require it.', source: 'Edge cases, multi-tenancy' }] : []),
    { rule: 'A fifth of all users come on a day; the peak is 3 times the mean.', source: 'Phase 11, step 2' },
  ];
}
