import { pointer } from '../../lib/declaration.ts';
import { CACHING, CONSISTENCY, type CachingRow, type ConsistencyRow } from '../../lib/knowledge/data.ts';
import { CACHING_NAMES, CONSISTENCY_NAMES } from '../../lib/knowledge/names.ts';
import { CQRS_READ_WRITE_RATIO } from '../../lib/knowledge/patterns.ts';
import { parsePercent } from '../../lib/quantity.ts';
import { declaredIn, fromOf, type Case } from '../case.ts';
import { NEED, needsOf, servicesOf } from '../situation.ts';
import { con, pro, when, type ChoiceTable, type Reason } from './table.ts';

/** Who must be there nearly always cannot wait for a blocked coordinator. */
const NEARLY_ALWAYS = 99.9;
/** Choreography stays readable up to this many steps. */
const FEW_STEPS = 3;

const strong = (one: Case): { from?: string } | undefined => {
  const operation = (declaredIn(one).consistency ?? []).findIndex(({ level }) => level === 'strong');
  const from = fromOf(one, operation >= 0 ? `/consistency/${operation}` : `${NEED}consistency`);
  return operation >= 0 || needsOf(one).consistency === 'strong' ? (from === undefined ? {} : { from }) : undefined;
};

function strongMechanism(one: Case, within: 'one' | 'several'): readonly Reason[] {
  const need = strong(one);
  const style = declaredIn(one).style?.name;
  // Workers and jobs of a monolith share its database.
  const services = style === 'monolith' || style === 'modular-monolith' ? { value: 1, because: `a ${style} is one service` } : servicesOf(one);
  const level = needsOf(one).consistency;
  if (!need) return when(level !== undefined, con(2, `consistency is ${level}`, { from: fromOf(one, `${NEED}consistency`) }));
  if (services === undefined) return [pro(1, 'consistency is strong', need)];
  const fits = (services.value <= 1) === (within === 'one');
  return fits ? [pro(2, `consistency is strong, and ${services.because}`, need)] : [con(2, services.because)];
}

const CONSISTENCY_REASONS: Readonly<Record<ConsistencyRow['mechanism'], (one: Case) => readonly Reason[]>> = {
  'transaction': (one) => strongMechanism(one, 'one'),
  'two-phase-commit': (one) => {
    const share = parsePercent(needsOf(one).availability ?? '');
    return [...strongMechanism(one, 'several'), ...when(share !== undefined && share >= NEARLY_ALWAYS, con(1, `it blocks, and availability is ${needsOf(one).availability}`, { from: fromOf(one, `${NEED}availability`) }))];
  },
  'choreography': (one) => {
    const saga = (declaredIn(one).sagas ?? []).find(({ pattern, steps }) => pattern === 'choreography' || (pattern === undefined && steps.length < FEW_STEPS));
    return [...strongMechanism(one, 'several'), ...when(saga, pro(1, `${saga?.name} is declared as a saga of few steps or of events`, { from: fromOf(one, '/sagas') })), ...when(Object.keys(declaredIn(one).queues ?? {}).length > 0, pro(1, 'queues are declared', { from: fromOf(one, '/queues') }))];
  },
  'orchestration': (one) => {
    const saga = (declaredIn(one).sagas ?? []).find(({ pattern, steps }) => pattern === 'orchestration' || (pattern === undefined && steps.length >= FEW_STEPS));
    return [...strongMechanism(one, 'several'), ...when(saga, pro(2, `${saga?.name} has ${saga?.steps.length} steps that one coordinator can follow`, { from: fromOf(one, '/sagas') }))];
  },
  'idempotent-consumers': (one) => {
    const weak = needsOf(one).consistency;
    return weak === 'eventual' || weak === 'causal' ? [pro(2, `consistency is ${weak}`, { from: fromOf(one, `${NEED}consistency`) })] : when(strong(one), con(2, 'consistency is strong', strong(one)));
  },
};

export const CONSISTENCY_TABLE: ChoiceTable = {
  id: 'consistency', title: 'Consistency', source: 'Phase 4, data consistency patterns', columns: ['need', 'within', 'use', 'cost'],
  entries: CONSISTENCY.map(({ mechanism, need, within, use, cost }) => ({
    id: mechanism, name: CONSISTENCY_NAMES[mechanism][0], also: CONSISTENCY_NAMES[mechanism].slice(1), cells: [need, within, use, cost], reasons: CONSISTENCY_REASONS[mechanism],
  })),
  decides: ['requirements.non_functional.consistency', 'consistency', 'sagas', 'components.*.kind'],
  needs: ['workloads', 'units'],
};

const CACHING_REASONS: Readonly<Record<CachingRow['pattern'], (one: Case) => readonly Reason[]>> = {
  'cache-aside': (one) => [
    ...ratio(one, (reads) => (reads > 1 ? pro(reads > CQRS_READ_WRITE_RATIO ? 2 : 1, `${reads} reads for each write`, at(one, 'read_write_ratio')) : con(1, 'writes are as many as reads', at(one, 'read_write_ratio')))),
    ...stale(one, pro, con),
  ],
  'read-through': (one) => when(declaredIn(one).priorities?.maintainability === 1, pro(1, 'maintainability comes first, and the application stays simple', { from: fromOf(one, '/priorities/maintainability') })),
  'write-through': (one) => [...stale(one, con, pro)],
  'write-behind': (one) => [...ratio(one, (reads) => (reads < 1 ? pro(2, 'writes outnumber reads', at(one, 'read_write_ratio')) : con(2, `${reads} reads for each write`, at(one, 'read_write_ratio')))), ...when(needsOf(one).consistency === 'strong', con(2, 'consistency is strong, and it writes late', at(one, 'consistency')))],
  'stampede-prevention': (one) => {
    const [name] = Object.entries(declaredIn(one).caches ?? {}).find(([, { ttl, stampede_protection }]) => ttl !== undefined && (stampede_protection === undefined || stampede_protection === 'none')) ?? [];
    return when(name, pro(2, `entries of ${name} expire, and nothing keeps all from computing a hot one at once`, { from: fromOf(one, pointer('caches', name ?? '')) }));
  },
};

const at = (one: Case, key: string): { from: string | undefined } => ({ from: fromOf(one, NEED + key) });

const ratio = (one: Case, reason: (reads: number) => Reason): readonly Reason[] => {
  const reads = needsOf(one).read_write_ratio;
  return reads === undefined ? [] : [reason(reads)];
};

/** Whether readers may see old values. */
function stale(one: Case, fine: typeof pro, not: typeof pro): readonly Reason[] {
  const level = needsOf(one).consistency;
  return level === undefined ? [] : [level === 'strong' ? not(2, 'consistency is strong', at(one, 'consistency')) : fine(2, `consistency is ${level}, so old values do no harm`, at(one, 'consistency'))];
}

export const CACHING_TABLE: ChoiceTable = {
  id: 'caching', title: 'Caching', source: 'Phase 4, caching strategy', columns: ['use when', 'invalidation'],
  entries: CACHING.map(({ pattern, useWhen, invalidation }) => ({
    id: pattern, name: CACHING_NAMES[pattern][0], also: CACHING_NAMES[pattern].slice(1), cells: [useWhen, invalidation],
    reasons: (one) => [...CACHING_REASONS[pattern](one), ...inUse(one, pattern)],
  })),
  decides: ['requirements.non_functional.read_write_ratio', 'requirements.non_functional.consistency', 'caches'],
  needs: [],
};

function inUse(one: Case, pattern: CachingRow['pattern']): readonly Reason[] {
  const [name] = Object.entries(declaredIn(one).caches ?? {}).find(([, cache]) => cache.pattern === pattern) ?? [];
  return when(name, pro(1, `${name} is declared so`, { from: fromOf(one, pointer('caches', name ?? '', 'pattern')) ?? fromOf(one, pointer('caches', name ?? '')) }));
}
