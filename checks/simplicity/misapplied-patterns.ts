import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { CQRS_READ_WRITE_RATIO, MESH_SERVICES } from '../../src/lib/knowledge/patterns.ts';
import { serviceCount } from '../../src/lib/production.ts';
import { meshPlaces, technologies } from '../../src/lib/technologies.ts';
import { defineCheck, type DeclaredPatternUse, type Evidence, type Judgement, type Place, type Unjudged } from '../../src/model/index.ts';

export default defineCheck({
  id: 'misapplied-patterns',
  dimension: 'simplicity',
  severity: 'major',
  phase: '2, 10',
  from: 'prototype',
  effort: 'high',
  title: 'Every pattern in use has the problem that it solves',
  why: 'A pattern without its problem is a cost: more code, more parts, more to explain.',
  fix: 'Take the pattern out, or declare the numbers that make it worth its price.',
  grading: 'share',
  needs: ['architecture', 'packages', 'workloads', 'stores', 'kubernetes', 'terraform'],
  inspect(facts) {
    const { architecture, kubernetes, workloads } = facts;
    const { declared } = architecture;
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    let examined = 0;
    const uses = (declared.patterns ?? []).map((one, index): DeclaredPatternUse & { at: Place } => ({ ...(typeof one === 'string' ? { name: one } : one), at: placeOf(architecture, pointer('patterns', index)) }));
    const judge = (name: string, seen: Place | undefined, good: (use: DeclaredPatternUse | undefined) => string, verdict: (use: DeclaredPatternUse | undefined) => { message: string; confidence?: 'low' | 'medium' | 'high'; evidence?: readonly Evidence[] } | undefined): void => {
      const use = uses.find((one) => one.name === name || (name === 'service-mesh' && one.name === 'sidecar'));
      const at = seen ?? use?.at;
      if (at === undefined) return;
      examined++;
      const wrong = verdict(use);
      const other = use !== undefined && seen !== undefined ? [{ note: 'Declared here.', at: use.at }] : [];
      if (wrong === undefined) {
        judgements.push({ subject: name, standing: 'verified', message: good(use), at, confidence: 'medium', evidence: other });
        return;
      }
      judgements.push({ subject: name, standing: 'violated', message: wrong.message, at, confidence: wrong.confidence ?? 'medium', evidence: [...other, ...(wrong.evidence ?? [])] });
    };

    const mesh = meshPlaces(kubernetes)[0] ?? (declared.infrastructure?.service_mesh !== undefined && declared.infrastructure.service_mesh !== 'none' ? placeOf(architecture, '/infrastructure/service_mesh') : undefined);
    const services = serviceCount(declared, workloads.workloads);
    const because = (use: DeclaredPatternUse | undefined): string => (use?.reason === undefined ? '' : `, for a reason that is declared: ${use.reason}`);
    judge('service-mesh', mesh, (use) => `A service mesh serves ${services} services${services > MESH_SERVICES.above ? '' : because(use)}.`, (use) => {
      if (services > MESH_SERVICES.above || (services >= MESH_SERVICES.never && use?.reason !== undefined)) return undefined;
      return services < MESH_SERVICES.never ? { message: `A service mesh serves ${services} ${services === 1 ? 'service' : 'services'}; below five a library does.`, confidence: 'high' } : { message: `A service mesh serves ${services} services; it pays from more than ten on, or for a reason that is not declared.`, confidence: 'low' };
    });
    const cqrs = technologies(facts).find(({ name }) => name === 'CQRS')?.at;
    const ratioOf = (use: DeclaredPatternUse | undefined): number | undefined => use?.read_write_ratio ?? declared.requirements?.non_functional?.read_write_ratio;
    judge('cqrs', cqrs, (use) => `Commands and queries are separate${ratioOf(use) === undefined ? because(use) : `; reads outnumber writes by ${ratioOf(use)} to 1`}.`, (use) => {
      const ratio = ratioOf(use);
      if (ratio !== undefined) return ratio > CQRS_READ_WRITE_RATIO ? undefined : { message: `Reads outnumber writes by ${ratio} to 1; CQRS pays from ten to one on.`, confidence: 'high' };
      return use?.reason === undefined && declared.style?.name !== 'cqrs-event-sourcing' ? { message: 'Commands and queries are separate, and neither a ratio of reads to writes nor a reason is declared.', confidence: cqrs === undefined ? 'medium' : 'low' } : undefined;
    });
    judge('bff', undefined, (use) => `A backend for frontends serves ${(use?.clients ?? []).join(', ')}.`, (use) => ((use?.clients ?? []).length >= 2 ? undefined : { message: 'A backend for frontends serves fewer than two kinds of clients.', confidence: 'high' }));
    const consumed = Object.values(declared.queues ?? {}).some(({ consumers = [] }) => consumers.length > 0);
    const [outbox] = consumed ? [] : uses.filter(({ name }) => name === 'outbox');
    if (outbox !== undefined) unjudged.push({ subject: 'outbox', reason: 'No queue with consumers is declared; whether they know a message again cannot be asked.', at: outbox.at });
    else judge('outbox', undefined, () => 'The consumers of what the outbox publishes know a message again.', () => {
      const queues = Object.entries(declared.queues ?? {});
      const [name] = queues.find(([, one]) => one.idempotency_key === undefined && (one.consumers ?? []).length > 0) ?? [];
      return name === undefined ? undefined : { message: `The outbox delivers at least once, and the consumers of ${name} know no message again.`, evidence: [{ note: 'No idempotency_key is declared.', at: placeOf(architecture, pointer('queues', name)) }] };
    });
    judge('event-sourcing', undefined, (use) => `Events are the record${use?.reason === undefined ? ': an audit trail or past states are asked for' : because(use)}.`, (use) => {
      const needs = declared.requirements?.non_functional;
      return needs?.audit_trail || needs?.temporal_queries || use?.reason !== undefined ? undefined : { message: 'Event sourcing is declared without an audit trail or past states to ask for.' };
    });
    return { examined, judgements, unjudged };
  },
});
