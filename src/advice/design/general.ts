import { listOf } from '../../lib/declaration.ts';
import type { Blueprint, Entity, Part, Use } from '../../lib/knowledge/systems/blueprint.ts';
import type { DeclaredContext } from '../../model/index.ts';
import { slug, type GivenBrief } from './brief.ts';

/** A system that is none of the ten: what the brief itself says, and nothing invented. */
export function generalBlueprint(system: string, given: GivenBrief): Blueprint {
  const functional = given.requirements?.functional ?? [];
  const contexts: readonly DeclaredContext[] = given.contexts?.length ? given.contexts : [{ name: 'Core' }];
  const ids = new Map(contexts.map((context) => [context, slug(context.name)]));
  const heard = (event: string): string[] => contexts.filter(({ domain_events_consumed: own = [] }) => own.includes(event)).map((one) => ids.get(one)!);
  const events = contexts.flatMap((context) => (context.domain_events_published ?? []).map((event) => ({ event, from: ids.get(context)!, to: heard(event).filter((id) => id !== ids.get(context)) }))).filter(({ to }) => to.length > 0);
  const parts = contexts.map((context): Part => {
    const id = ids.get(context)!;
    const entities = (context.core_entities ?? []).map(({ name, type, invariants }): Entity => ({ name, fields: [], ...(type === 'aggregate_root' && { root: true as const }), ...(invariants && { invariants }) }));
    const queue: Use[] = events.some(({ from, to }) => from === id || to.includes(id)) ? [{ queue: 'events', mode: 'async', why: 'Contexts learn from each other by events.' }] : [];
    return {
      id, context: context.name, criticality: 'critical', store: id, trigger: 'cpu 70%', entities,
      does: context.name === 'Core' && !given.contexts ? `Does what the brief asks: ${functional.length > 0 ? functional.join('; ') : system}.` : `Owns ${context.name}${entities.length > 0 ? `: ${entities.map(({ name }) => name).join(', ')}` : ''}.`,
      commands: listOf(context.api_surface?.commands), queries: listOf(context.api_surface?.queries), publishes: listOf(context.domain_events_published), consumes: listOf(context.domain_events_consumed),
      uses: [{ store: id, why: 'Its own data.' }, ...queue],
    };
  });
  const [first] = parts as [Part, ...Part[]];
  const { non_functional: needs = {} } = given.requirements ?? {};
  const live = needs.real_time === true;
  const operations = (part: Part): string[] => [...(part.commands ?? []).map((name) => `POST /v1/${slug(part.context)} (${name})`), ...(part.queries ?? []).map((name) => `GET /v1/${slug(part.context)} (${name})`)];
  return {
    id: 'general', also: [], functional, tradeoffs: [], watch: ['The core use case, as its users feel it: share that succeeds, and latency of 99 of 100.', 'The four golden signals of each deployable: latency, traffic, errors, saturation.'],
    summary: functional.length > 0 ? `${system}: ${functional.join('; ')}.` : `${system}, as its brief has it.`,
    needs: { availability: '99.9%', latency_p99: '< 500ms', consistency: 'strong', compliance: 'none' },
    load: { actions: 20, recordsPerUser: 2, recordKb: 1, responseKb: 2, action: 'a planning number, since the brief says none', record: 'a planning number, since the brief says none' },
    sizes: () => [], parts,
    stores: parts.map(({ id, context }) => ({ id, holds: `the data of ${context}`, plan: { light: { role: 'relational', why: 'PostgreSQL serves nine uses of ten; another store is added for a need that it does not serve (arch-lint database --need).' } } })),
    caches: [], externals: [],
    queues: events.length === 0 ? [] : [{ id: 'events', why: 'Contexts that consume events of others must not slow them.', events: events.map(({ event }) => event), producers: [...new Set(events.map(({ from }) => from))], consumers: [...new Set(events.flatMap(({ to }) => to))], idempotencyKey: 'event_id' }],
    apis: [
      ...parts.map((part): Blueprint['apis'][number] => ({ id: `${part.id}-http`, part: part.id, style: 'rest', public: true, clients: ['spa'], why: 'REST, since nothing that was said asks for more.', operations: operations(part), pagination: 'cursor', limit: '120/min', idempotent: true })),
      ...(live ? [{ id: 'live', part: first.id, style: 'sse' as const, public: true, clients: ['spa'], why: 'The brief asks for real time, and says nothing of clients that talk back; where they do, WebSocket.', operations: ['GET /v1/events'], streaming: 'server' as const }] : []),
    ],
    flow: { title: functional[0] ?? 'A command', steps: [
      { from: 'client', to: first.id, says: functional[0] ?? 'a command, with an Idempotency-Key' }, { from: first.id, to: `${first.id}-store`, says: 'one transaction' },
      ...(events.some(({ from }) => from === first.id) ? [{ from: first.id, to: 'events', says: events.find(({ from }) => from === first.id)!.event }] : []),
      { from: first.id, to: 'client', says: 'the result', reply: true },
    ] },
    consistency: functional.slice(0, 1).map((operation) => ({ operation, level: needs.consistency ?? 'strong', part: first.id, why: 'As the brief asks; operations that may be later should be named one by one.' })),
    clients: ['spa'], cell: { key: 'the customer', why: 'What belongs to one customer is together.' },
    challenges: [], growth: [], interviewUsers: 1_000_000,
  };
}
