import { placeText } from '../../lib/mistake.ts';
import { count, listed } from '../../lib/module-imports.ts';
import { compare } from '../../lib/order.ts';
import type { Place } from '../../model/index.ts';
import type { OwnedTable } from '../boundaries/tables.ts';
import type { Context, Parts } from './contexts.ts';
import type { Goal } from './goal.ts';

/** A step of every part's way, with the checks that tell whether it is done. */
export interface Step { readonly step: string; readonly checks: readonly string[]; readonly look: string }

const STRANGLE: readonly Step[] = [
  { step: 'Clear what blocks it, inside the monolith: one owner for each table, no cycle, no import past the public API, a test that pins what it answers today.', checks: ['unowned-data', 'circular-dependencies', 'private-imports', 'untested-components'], look: 'no finding names the context' },
  { step: 'Take the data first: the service gets its tables and a user of its own; change data capture or an outbox keeps the copy of the monolith in step.', checks: ['unsafe-migration', 'shared-database', 'dual-writes'], look: 'the context stands under migration.data_extracted; nobody else connects to its database' },
  { step: 'Build the service beside the monolith, with the same answers; list it under migration.extracting, alone.', checks: ['unsafe-migration', 'missing-health-checks', 'missing-timeouts'], look: 'one context at a time; the service has a health check, and each call to it a timeout' },
  { step: 'Put a proxy before both and send it the traffic in shadow: the monolith answers, the answers of the two are compared, those of the service are thrown away.', checks: ['unsafe-migration', 'missing-trace-propagation'], look: 'migration.proxy names a file that is there; a request can be followed through both' },
  { step: 'Switch by a feature flag, a small share first, with the way back open until the figures agree.', checks: ['missing-golden-signals', 'no-rollback'], look: 'errors and latency of both sides are measured; the rollback is there' },
  { step: 'Remove the old code and its tables from the monolith, move the context to migration.completed, and deploy the monolith once more.', checks: ['unsafe-migration', 'idle-declarations', 'shared-database'], look: 'migration.monolith_pipeline still deploys; no declared path is left without files' },
];

const MODULES: readonly Step[] = [
  { step: 'Break its cycles: move what both sides need into a third module, or turn one call round by an interface.', checks: ['circular-dependencies'], look: 'no cycle names the module' },
  { step: 'Give it a public API: one entry file with what others import today, and public_api in architecture.yaml.', checks: ['private-imports', 'undocumented-boundaries'], look: 'no import goes past it' },
  { step: 'Let it own its data: data.owns names its tables, and the others ask it instead of touching them.', checks: ['unowned-data'], look: 'each table has one owner' },
  { step: 'Declare what it may depend on, pin it with a test through the public API, and let the build fail from then on.', checks: ['implicit-communication', 'untested-components'], look: 'every import stands in depends_on' },
];

const EVENTS: readonly Step[] = [
  { step: 'Name the facts that others wait for, and give each a schema with a version, an id and a key.', checks: ['unsafe-events', 'dangling-events'], look: 'each event has a consumer; its version and id are seen' },
  { step: 'Publish through an outbox: the event is written in the transaction of its data.', checks: ['dual-writes'], look: 'no write is followed by a publish of its own' },
  { step: 'Let the consumers keep what they need of it, idempotent, with a dead letter queue and a bounded retry.', checks: ['missing-dead-letter-queues', 'naive-retries', 'unsafe-events'], look: 'each consumer knows an event that it saw before' },
  { step: 'Run both ways side by side and compare what the consumer has with what the direct call returns; then switch by a flag.', checks: ['missing-trace-propagation', 'missing-golden-signals'], look: 'an event can be followed to its publisher' },
  { step: 'Remove the direct calls and the foreign writes that the event replaces. What must be answered at once stays a call.', checks: ['implicit-communication', 'unowned-data', 'circular-dependencies'], look: 'depends_on says via: event, mode: async' },
];

const FUNCTIONS: readonly Step[] = [
  { step: 'Move what the process remembers to a store that all share, and work that outlasts a request to a queue.', checks: ['stateful-services', 'blocking-background-work'], look: 'no state of the process is named' },
  { step: 'Take the data first: its tables get one owner, and their connections a pooler that bears a thousand functions.', checks: ['unowned-data', 'unbounded-resources', 'shared-database'], look: 'the pool is bounded; nobody else writes the tables' },
  { step: 'Build the function beside the monolith, with a timeout, a bound on how many run at once, and a dead letter queue.', checks: ['missing-timeouts', 'missing-dead-letter-queues', 'unbounded-resources'], look: 'each function is bounded' },
  { step: 'Send it the traffic in shadow through the gateway, compare answers and the latency of a cold start; then switch the route by a flag.', checks: ['unsafe-migration', 'missing-golden-signals'], look: 'the route of the gateway is in the repository' },
  { step: 'Remove the old code, and deploy the monolith once more.', checks: ['unsafe-migration', 'idle-declarations'], look: 'migration.monolith_pipeline still deploys' },
];

export const STEPS: Readonly<Record<Goal, readonly Step[]>> = { 'microservices': STRANGLE, 'service-oriented': STRANGLE, 'modular-monolith': MODULES, 'event-driven': EVENTS, 'serverless': FUNCTIONS };

/** With the monolith these make five, the most that the style is for. */
export const FEW_SERVICES = 4;

const MOST = 3;
const places = (at: readonly Place[]): string => listed(at.map(placeText), MOST);

/** What the plan does to one part, by its kind; each a line. */
export function workOn(context: Context, parts: Parts, goal: Goal): string[] {
  const lines = [data(context), api(context, parts), events(context, parts), routes(context), calls(context, parts), state(context)];
  const told: Readonly<Record<Goal, readonly number[]>> = { 'microservices': [0, 3, 4, 2], 'service-oriented': [0, 3, 4, 2], 'modular-monolith': [1, 0], 'event-driven': [2, 0], 'serverless': [5, 0, 3, 4] };
  return told[goal].flatMap((index) => lines[index] ?? []);
}

const where = ({ entity, at }: OwnedTable): string => `${entity} (${placeText({ file: at.file, ...(at.line !== undefined && { line: at.line }) })})`;

const data = ({ seam: { owns } }: Context): string =>
  (owns.length === 0 ? 'Data: it keeps no table; nothing moves.' : `Data: ${count(owns.length, 'table')}, ${listed(owns.map(where), 6)}.`);

function routes({ endpoints, external }: Context): string {
  const spoken = external.length === 0 ? '' : ` It speaks to other systems by ${listed(external, 4)}.`;
  return endpoints.length === 0 ? `Routes: it answers no request itself; what calls it needs an interface.${spoken}` : `Routes for the proxy: ${listed(endpoints.map(({ subject, at }) => `${subject} (${placeText({ file: at.file, ...(at.line !== undefined && { line: at.line }) })})`), 4)}.${spoken}`;
}

/** Calls and imports over the boundary, the two directions apart: the service calls back, and the monolith calls it. */
function calls({ seam: { name } }: Context, { seams }: Parts): string {
  const side = (end: 'from' | 'to'): string => {
    const cuts = seams.cuts.filter((cut) => cut[end] === name && cut.imports > 0);
    const other = end === 'from' ? 'to' : 'from';
    const number = cuts.reduce((sum, { calls: each }) => sum + each, 0);
    return cuts.length === 0 ? '' : `${listed(cuts.map((cut) => cut[other]), 4)} (${count(cuts.reduce((sum, { imports }) => sum + imports, 0), 'import')}${number > 0 ? `, ${count(number, 'call')} that would go over the network` : ''})`;
  };
  const [out, into] = [side('from'), side('to')];
  if (out === '' && into === '') return 'Cut: no import crosses its boundary.';
  return `Cut: it uses ${out === '' ? 'none of the others' : out}; it is used by ${into === '' ? 'none' : into}.`;
}

/** The modules that others import: what its public API would have to export. */
function api({ seam: { name } }: Context, { seams }: Parts): string {
  const users = new Map<string, number>();
  for (const { to } of seams.cuts.filter((cut) => cut.to === name).flatMap(({ sites }) => sites)) users.set(to, (users.get(to) ?? 0) + 1);
  const modules = [...users].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  return modules.length === 0 ? 'Public API: nobody imports it.' : `Public API: others import ${count(modules.length, 'module')} of it: ${listed(modules.map(([path, number]) => `${path} (${count(number, 'time')})`), 4)}.`;
}

/** What could become an event: writes of others to its tables, and what they read of it. */
function events({ seam: { name, owns }, channels }: Context, { seams }: Parts): string {
  const written = seams.tables.filter(({ owner }) => owner !== name).flatMap(({ entity, uses, owner }) => uses.filter(({ group, write }) => group === name && write).map(({ at }) => ({ entity, owner, at })));
  const read = owns.flatMap(({ entity, uses }) => uses.filter(({ group, write }) => group !== name && !write).map(({ group, at }) => ({ entity, group, at })));
  const said = [
    channels.length > 0 ? `it speaks in events already (${listed(channels, 4)})` : '',
    written.length > 0 ? `instead of writing ${listed([...new Set(written.map(({ entity, owner }) => `${entity}${owner === undefined ? '' : ` of ${owner}`}`))], 4)} it publishes what happened (${places(written.map(({ at }) => at))})` : '',
    read.length > 0 ? `it publishes changes of ${listed([...new Set(read.map(({ entity }) => entity))], 4)}, which ${listed([...new Set(read.map(({ group }) => group))], 4)} read (${places(read.map(({ at }) => at))})` : '',
  ].filter(Boolean);
  return said.length === 0 ? 'Events: no other part reads its tables, and it writes none of theirs; nothing asks for an event.' : `Events: ${said.join('; ')}.`;
}

const state = ({ state: kept, channels }: Context): string =>
  `${kept.length === 0 ? 'Stateless: nothing of the process is seen to be remembered' : `Not stateless: ${listed(kept.map(({ what, at }) => `${what} (${placeText(at)})`), 3)}`}${channels.length > 0 ? `; messages come and go by ${listed(channels, 3)}` : ''}.`;
