import { defineCheck, type Architecture, type Judgement, type OutboundCall } from '../../src/model/index.ts';
import { dependencyEdges, placeOf, resilienceOf } from '../../src/lib/declaration.ts';
import { declaredExternals, goesTo } from '../../src/lib/dependencies.ts';

const REMOTE = new Set(['http', 'rpc', 'sdk', 'search', 'mail']);

export default defineCheck({
  id: 'undefined-degradation',
  dimension: 'reliability',
  severity: 'major',
  phase: '12.7',
  from: 'growth',
  effort: 'medium',
  title: 'Graceful degradation defined per dependency failure',
  why: 'When nobody has said what users still get while a dependency is away, they get an error, or nothing and no word of it.',
  fix: 'Declare the degradation of the dependency, and answer its failure in code: a fallback value, a cached answer, a queue, or a clear error.',
  grading: 'share',
  needs: ['outbound', 'architecture'],
  inspect: ({ outbound, architecture }) => {
    const judgements = [...ofDeclared(architecture, outbound.calls), ...ofSwallowed(outbound.calls)];
    return { examined: judgements.length, judgements };
  },
});

/** Externals and synchronous dependencies between components, unless they are optional. */
function ofDeclared(architecture: Architecture, calls: readonly OutboundCall[]): Judgement[] {
  const { declared } = architecture;
  const externals = declaredExternals(declared).filter(({ said }) => said.criticality?.value !== 'optional').map((target) => {
    const seen = calls.filter((call) => goesTo(target, call));
    const witness = seen.find(({ handling, breaker }) => handling === 'fallback' || breaker !== undefined);
    const evidence = witness ? [{ note: witness.breaker ? `goes through a breaker (${witness.breaker.by})` : 'a failure is answered here', at: witness.handlingAt ?? witness.at }] : [];
    const subject = `external ${target.name}`;
    const said = target.said.degradation;
    if (said && witness) return { subject, standing: 'verified' as const, message: `Declared, and seen in code: ${said.value}`, at: placeOf(architecture, said.pointer), evidence };
    if (said) return { subject, standing: 'declared' as const, message: `The degradation of ${target.name} is declared; no call to it is seen to follow it.`, at: placeOf(architecture, said.pointer) };
    if (witness) return { subject, standing: 'verified' as const, message: `Failures of ${target.name} are answered in code, and nothing declares it.`, at: witness.at, evidence, confidence: 'medium' as const };
    // Its empty catch clauses are told at the calls.
    if (seen.length > 0 && seen.every(({ handling }) => handling === 'empty')) return undefined;
    return seen.length > 0
      ? { subject, standing: 'missing' as const, message: `Nothing says what happens while ${target.name} is away: no call of it answers a failure, and nothing is declared.`, at: placeOf(architecture, target.pointer), evidence: seen.slice(0, 5).map(({ at }) => ({ note: 'called here', at })) }
      : { subject, standing: 'missing' as const, message: `Nothing is declared of what happens while ${target.name} is away, and no call of it is in sight.`, at: placeOf(architecture, target.pointer), confidence: 'medium' as const };
  });
  const edges = dependencyEdges(declared).filter(({ kind, dependency }) => kind === 'component' && dependency.mode === 'sync' && dependency.via !== undefined && dependency.via !== 'call').map((edge) => {
    const said = resilienceOf(declared, edge);
    if (said.criticality?.value === 'optional') return undefined;
    const subject = `${edge.from} -> ${edge.to}`;
    return said.degradation
      ? { subject, standing: 'declared' as const, message: `What ${edge.from} does without ${edge.to} is declared.`, at: placeOf(architecture, said.degradation.pointer) }
      : { subject, standing: 'missing' as const, message: `Nothing says what ${edge.from} does while ${edge.to} is away.`, at: placeOf(architecture, edge.pointer) };
  });
  return [...externals, ...edges].filter((one) => one !== undefined);
}

/** Failures of remote calls that end in an empty catch clause: nobody decided what then happens. */
function ofSwallowed(calls: readonly OutboundCall[]): Judgement[] {
  const groups = new Map<string, OutboundCall[]>();
  for (const call of calls) if (REMOTE.has(call.kind) && (call.handling === 'empty' || call.handling === 'fallback')) groups.set(call.subject, [...(groups.get(call.subject) ?? []), call]);
  return [...groups].map(([subject, group]) => {
    const empty = group.find(({ handling }) => handling === 'empty');
    return empty
      ? { subject, standing: 'violated', message: 'A failure of the call ends in an empty catch clause.', at: empty.handlingAt ?? empty.at, evidence: [{ note: 'called here', at: empty.at }], confidence: 'low' }
      : { subject, standing: 'verified', message: 'A failure of the call is answered.', at: group[0]!.at, evidence: [{ note: 'answered here', at: group[0]!.handlingAt ?? group[0]!.at }], confidence: 'medium' };
  });
}
