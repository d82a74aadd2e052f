import { dependencyEdges, pointer } from '../../lib/declaration.ts';
import { INTEGRATION_NAMES, RESILIENCE_NAMES } from '../../lib/knowledge/names.ts';
import { RESILIENCE, type ResilienceRow } from '../../lib/knowledge/distributed.ts';
import { INTEGRATIONS } from '../../lib/knowledge/structure.ts';
import { SPIKY } from '../../lib/knowledge/styles.ts';
import { count } from '../../lib/module-imports.ts';
import type { OutboundCall } from '../../model/index.ts';
import { declaredIn, fromOf, lineOf, type Case } from '../case.ts';
import { NEED, needsOf } from '../situation.ts';
import { con, pro, when, type ChoiceTable, type Reason } from './table.ts';

const REMOTE = new Set(['http', 'rpc', 'sdk', 'mail', 'search']);
export const remoteCalls = (one: Case): readonly OutboundCall[] => (one.facts.outbound?.calls ?? []).filter(({ kind }) => REMOTE.has(kind));

/** The first dependency whose loss means so much, with its line. */
function dependencyOf(one: Case, criticality: 'critical' | 'optional'): { readonly name: string; readonly from: string | undefined } | undefined {
  const edge = dependencyEdges(declaredIn(one)).find(({ dependency, kind }) => dependency.criticality === criticality && kind !== 'component');
  if (edge) return { name: edge.to, from: fromOf(one, edge.pointer) };
  const [name] = Object.entries(declaredIn(one).externals ?? {}).find(([, external]) => external.criticality === criticality) ?? [];
  return name === undefined ? undefined : { name, from: fromOf(one, pointer('externals', name)) };
}

const at = (place: { readonly file: string; readonly line?: number } | undefined): { readonly from?: string } => (place ? { from: lineOf(place) } : {});

/** Whether there is here what a pattern is for. */
const NEEDED: Readonly<Record<ResilienceRow['pattern'], (one: Case) => readonly Reason[]>> = {
  'retry': (one) => {
    const [first] = remoteCalls(one);
    const unsafe = (one.facts.retries ?? []).find((each) => each.unsafe.length > 0);
    return [...when(first, pro(1, `${count(remoteCalls(one).length, 'call leaves', 'calls leave')} the process`, at(first?.at))), ...when(unsafe, con(1, 'a write is repeated without an idempotency key', at(unsafe?.unsafe[0])))];
  },
  'circuit-breaker': (one) => {
    const critical = dependencyOf(one, 'critical');
    const [made] = one.facts.outbound?.breakers ?? [];
    return [...when(critical, pro(2, `${critical?.name} is critical`, critical)), ...when(made, pro(1, 'the code has one', at(made?.at)))];
  },
  'bulkhead': (one) => {
    const packages = new Set(remoteCalls(one).map((call) => call.package));
    return when(packages.size > 1, pro(1, `one process waits for ${packages.size} kinds of clients`, at(remoteCalls(one)[0]?.at)));
  },
  'timeout': (one) => {
    const unbounded = remoteCalls(one).filter(({ bound }) => bound.state === 'unbounded' || bound.state === 'ignored');
    return [...when(unbounded[0], pro(3, `${count(unbounded.length, 'call waits', 'calls wait')} without a bound`, at(unbounded[0]?.at))), ...when(!unbounded[0] && remoteCalls(one)[0], pro(1, 'every call that leaves the process has a bound', at(remoteCalls(one)[0]?.bound.at)))];
  },
  'fallback': (one) => {
    const optional = dependencyOf(one, 'optional');
    return when(optional, pro(2, `${optional?.name} is optional`, optional));
  },
  'rate-limiter': (one) => {
    const [name] = Object.entries(declaredIn(one).apis ?? {}).find(([, api]) => api.public) ?? [];
    return when(name, pro(2, `${name} is public`, { from: fromOf(one, pointer('apis', name ?? '', 'public')) ?? fromOf(one, pointer('apis', name ?? '')) }));
  },
  'load-shedding': (one) => {
    const peak = needsOf(one).peak_to_baseline;
    return when(peak !== undefined && peak >= SPIKY, pro(2, `the peak is ${peak} times the baseline`, { from: fromOf(one, `${NEED}peak_to_baseline`) }));
  },
};

export const RESILIENCE_TABLE: ChoiceTable = {
  id: 'resilience', title: 'Resilience patterns', source: 'Phase 6, resilience patterns', columns: ['what it does', 'use when'],
  entries: RESILIENCE.map(({ pattern, does, useWhen }) => ({
    id: pattern, name: RESILIENCE_NAMES[pattern][0], also: RESILIENCE_NAMES[pattern].slice(1), cells: [does, useWhen], reasons: NEEDED[pattern],
  })),
  decides: ['externals.*.criticality', 'apis.*.public', 'requirements.non_functional.peak_to_baseline'],
  needs: ['outbound', 'retries'],
  together: 'One does not replace another: a call has a timeout, is repeated a few times, and a breaker around it stops what keeps failing.',
};

/** How a system of others is met: by what it is. */
export const INTEGRATION_TABLE: ChoiceTable = {
  id: 'integrations', title: 'Anti-corruption layers', source: 'Phase 3, anti-corruption layer decision', columns: ['for', 'strategy', 'layer'],
  entries: INTEGRATIONS.map(({ kind, situation, strategy, adapter }) => ({
    id: kind, name: INTEGRATION_NAMES[kind][0], also: INTEGRATION_NAMES[kind].slice(1), cells: [situation, strategy, adapter],
    reasons: (one) => Object.entries(declaredIn(one).externals ?? {}).filter(([, external]) => external.kind === kind).slice(0, 5)
      .map(([name]) => pro(2, `${name} is ${kind}`, { from: fromOf(one, pointer('externals', name, 'kind')) ?? fromOf(one, pointer('externals', name)) })),
  })),
  decides: ['externals.*.kind'],
  needs: [],
};
