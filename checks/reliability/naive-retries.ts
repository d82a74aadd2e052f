import { defineCheck, type Judgement, type Retry, type Unjudged } from '../../src/model/index.ts';
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
    const unjudged: Unjudged[] = retries.filter(isOpen).map(({ subject, at }) => ({ subject, at, reason: 'How often it repeats and how long it waits could not be followed.' }));
    const judgements = new Map(retries.filter((retry) => !isOpen(retry)).map((retry) => [retry.subject, judge(retry)]));
    for (const { name, said, adapter } of declaredExternals(architecture.declared)) {
      if (!said.retries) continue;
      const { max_attempts: attempts, backoff, jitter } = said.retries.value;
      if (attempts !== undefined && attempts <= 1) continue;
      const faults = [...(attempts === undefined ? ['names no bound'] : []), ...(backoff === 'none' || backoff === 'fixed' ? [`has the backoff '${backoff}'`] : backoff === undefined ? ['names no backoff'] : []), ...(jitter ? [] : ['has no jitter'])];
      const at = placeOf(architecture, said.retries.pointer);
      const own = retries.filter((retry) => adapter?.(retry.at.file));
      const [naive] = own.filter(({ subject: name }) => (judgements.get(name)?.standing ?? 'verified') !== 'verified');
      const subject = `retries of ${name}`;
      if (naive) {
        // The code and what is said of it are one thing to mend.
        const judged = judgements.get(naive.subject)!;
        judgements.set(naive.subject, { ...judged, evidence: [...(judged.evidence ?? []), { note: faults.length > 0 ? `the declared retry of ${name} ${faults.join(', ')}` : `declared otherwise for ${name}`, at }] });
      } else if (faults.length > 0) judgements.set(subject, { subject, standing: 'violated', message: `The declared retry of ${name} ${faults.join(', ')}.`, at });
      else if (own[0]) judgements.set(subject, { subject, standing: 'verified', message: `The adapter of ${name} retries, as declared.`, at, evidence: [{ note: 'seen here', at: own[0].at }] });
      else judgements.set(subject, { subject, standing: 'declared', message: `Retries of ${name} are declared; that they are so in code is not seen.`, at });
    }
    return { examined: judgements.size, judgements: [...judgements.values()], unjudged };
  },
});

/** Of what nothing is known nothing is said. */
const isOpen = ({ bounded, delay, jitter, unsafe, attempts }: Retry): boolean => attempts === undefined && bounded === 'unknown' && delay === 'unknown' && jitter === 'unknown' && unsafe.length === 0;

function judge(retry: Retry): Judgement {
  const { subject, by, at, bounded, delay, jitter, unsafe, around, unsure, attempts } = retry;
  // Once more is no storm, however long it waits.
  const once = attempts !== undefined && attempts <= 2;
  const faults = [
    ...(bounded === false ? ['never gives up'] : []),
    ...(once ? [] : delay === 'none' ? ['waits not at all'] : delay === 'fixed' ? ['always waits the same time'] : []),
    ...(!once && jitter === false && delay !== 'none' && delay !== 'unknown' ? ['has no jitter'] : []),
    ...(unsafe.length > 0 ? ['repeats a write'] : []),
  ];
  const evidence = [...around.slice(0, 5).map((place) => ({ note: 'repeated here', at: place })), ...unsafe.slice(0, 5).map((place) => ({ note: 'changes something; no idempotency key is seen', at: place }))];
  if (faults.length === 0) {
    return { subject, standing: 'verified', at, message: once ? 'It is tried once more.' : `The retry ${[...(bounded === true ? ['is bounded'] : []), ...(delay === 'unknown' ? [] : ['waits longer each time']), ...(jitter === true ? ['has jitter'] : [])].join(', ') || 'has nothing against it'}.`, evidence, ...((delay === 'unknown' || jitter === 'unknown' || bounded === 'unknown' || unsure) && { confidence: 'medium' as const }) };
  }
  const graver = bounded === false || (delay === 'none' && !once);
  // What a loop that is written out is for is told from its form; a promise that rxjs was handed is not asked again.
  const told = by === 'loop' || by === 'recursion' || by === 'rxjs';
  return { subject, standing: graver ? 'violated' : 'missing', at, message: `The retry ${list(faults)}.`, evidence, confidence: unsure ? 'low' : graver ? (told ? 'medium' : 'high') : unsafe.length > 0 && faults.length === 1 ? 'low' : 'medium' };
}

const list = (parts: readonly string[]): string => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);
