import { defineCheck, type Judgement, type Retry } from '../../src/model/index.ts';
import { placeOf } from '../../src/lib/declaration.ts';
import { declaredExternals } from '../../src/lib/dependencies.ts';

export default defineCheck({
  id: 'naive-retries',
  dimension: 'reliability',
  severity: 'major',
  phase: '12.10',
  from: 'MVP',
  effort: 'low',
  title: 'Retries with backoff and jitter',
  why: 'Retries without an end, without growing pauses or in step with all other callers keep a struggling service down.',
  fix: 'Bound the attempts, let the wait grow exponentially, add randomness, and repeat a write only with an idempotency key.',
  grading: 'share',
  needs: ['retries', 'architecture'],
  inspect: ({ retries, architecture }) => {
    const judgements: Judgement[] = retries.map(judge);
    for (const { name, said, adapter } of declaredExternals(architecture.declared)) {
      if (!said.retries) continue;
      const { max_attempts: attempts, backoff, jitter } = said.retries.value;
      if (attempts !== undefined && attempts <= 1) continue;
      const faults = [...(attempts === undefined ? ['names no bound'] : []), ...(backoff === 'none' || backoff === 'fixed' ? [`has the backoff '${backoff}'`] : backoff === undefined ? ['names no backoff'] : []), ...(jitter ? [] : ['has no jitter'])];
      const at = placeOf(architecture, said.retries.pointer);
      const seen = retries.find((retry) => adapter?.(retry.at.file) && retry.bounded !== false && retry.jitter !== false);
      judgements.push(faults.length > 0
        ? { subject: `retries of ${name}`, standing: 'violated', message: `The declared retry of ${name} ${faults.join(', ')}.`, at }
        : seen ? { subject: `retries of ${name}`, standing: 'verified', message: `The adapter of ${name} retries, as declared.`, at, evidence: [{ note: 'seen here', at: seen.at }] }
        : { subject: `retries of ${name}`, standing: 'declared', message: `Retries of ${name} are declared; that they are so in code is not seen.`, at });
    }
    return { examined: judgements.length, judgements };
  },
});

function judge(retry: Retry): Judgement {
  const { subject, at, bounded, delay, jitter, unsafe, around } = retry;
  const faults = [
    ...(bounded === false ? ['never gives up'] : []),
    ...(delay === 'none' ? ['waits not at all'] : delay === 'fixed' ? ['always waits the same time'] : []),
    ...(jitter === false && delay !== 'none' && delay !== 'unknown' ? ['has no jitter'] : []),
    ...(unsafe.length > 0 ? ['repeats a write'] : []),
  ];
  const evidence = [...around.slice(0, 5).map((place) => ({ note: 'repeated here', at: place })), ...unsafe.slice(0, 5).map((place) => ({ note: 'changes something; no idempotency key is seen', at: place }))];
  if (faults.length === 0) {
    return { subject, standing: 'verified', at, message: `The retry is bounded, ${delay === 'unknown' ? 'waits' : 'waits longer each time'}${jitter === true ? ', with jitter' : ''}.`, evidence, ...((delay === 'unknown' || jitter === 'unknown' || bounded === 'unknown') && { confidence: 'medium' as const }) };
  }
  const graver = bounded === false || delay === 'none';
  return { subject, standing: graver ? 'violated' : 'missing', at, message: `The retry ${list(faults)}.`, evidence, confidence: graver ? 'high' : 'medium' };
}

const list = (parts: readonly string[]): string => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);
