import type { Message, OptionBag, OptionValue, Retry } from '../../model/index.ts';

type Waits = Pick<Retry, 'delay' | 'jitter'>;
/** What is said of one message's repetitions; undefined: nothing. */
type Told = { readonly attempts: OptionValue; readonly waits?: Waits };

/** What each job queue is told by its options. The prefixes are those of a queue's defaults, of a scheduler's template and of one job. */
const QUEUES: Readonly<Record<string, (bag: OptionBag) => Told | undefined>> = {
  bullmq: (bag) => {
    const prefix = ['', 'defaultJobOptions.', 'opts.'].find((one) => bag.values[`${one}attempts`] !== undefined || bag.values[`${one}backoff`] !== undefined);
    if (prefix === undefined) return undefined;
    const [attempts, backoff, type] = [bag.values[`${prefix}attempts`], bag.values[`${prefix}backoff`], bag.values[`${prefix}backoff.type`]];
    const jitter = bag.values[`${prefix}backoff.jitter`] === undefined ? 'unknown' : true;
    const waits: Waits | undefined = type === 'exponential' ? { delay: 'growing', jitter } : type === 'fixed' || typeof backoff === 'number' ? { delay: 'fixed', jitter }
      : backoff !== undefined || bag.open || bag.params ? { delay: 'unknown', jitter: 'unknown' } : undefined;
    return { attempts: attempts ?? 0, ...(waits && { waits }) };
  },
  'pg-boss': ({ values, open, params }) => {
    if (values.retryLimit === undefined) return undefined;
    const waits: Waits | undefined = values.retryBackoff === true ? { delay: 'growing', jitter: true } : (values.retryBackoff !== undefined && values.retryBackoff !== false) || open || params ? { delay: 'unknown', jitter: 'unknown' }
      : values.retryDelay !== undefined && values.retryDelay !== 0 ? { delay: 'fixed', jitter: 'unknown' } : undefined;
    return { attempts: typeof values.retryLimit === 'number' ? values.retryLimit + 1 : values.retryLimit, ...(waits && { waits }) };
  },
};

/**
 * Jobs that are repeated, one retry a queue: without a backoff both libraries repeat at once. What a job does not say, its queue's
 * defaults do. How many jobs run at a time is bounded by the workers, so that jitter matters less than elsewhere: its absence is no fault.
 */
export function ofQueues(messages: readonly Message[]): Retry[] {
  const groups = new Map<string, { readonly message: Message; readonly told: Told }[]>();
  for (const message of messages) {
    const told = message.role === 'consume' ? undefined : message.options && Object.hasOwn(QUEUES, message.engine) ? QUEUES[message.engine]!(message.options) : undefined;
    if (!told) continue;
    const key = message.channel === undefined ? `${message.engine} jobs in ${message.at.file}${message.fn ? ` ${message.fn}()` : ''}` : `${message.engine} ${message.channel}`;
    groups.set(key, [...(groups.get(key) ?? []), { message, told }]);
  }
  return [...groups].flatMap(([subject, group]): Retry[] => {
    const shared = group.find(({ message, told }) => message.role === 'declare' && told.waits)?.told.waits;
    const ownDefaults = ({ defaults, engine }: Message): Waits | undefined => defaults && QUEUES[engine]!(defaults)?.waits;
    const repeated = group.filter(({ told }) => typeof told.attempts !== 'number' || told.attempts > 1)
      .map(({ message, told }) => ({ message, attempts: told.attempts, waits: told.waits ?? ownDefaults(message) ?? shared ?? { delay: 'none' as const, jitter: 'unknown' as const } }));
    const rank: readonly Retry['delay'][] = ['none', 'fixed', 'linear', 'unknown', 'growing'];
    const [worst] = repeated.toSorted((a, b) => rank.indexOf(a.waits.delay) - rank.indexOf(b.waits.delay));
    if (!worst) return [];
    const { message, attempts, waits } = worst;
    return [{ subject, by: message.engine, fn: message.fn, at: message.at, bounded: true, ...waits, ...(typeof attempts === 'number' && { attempts }), unsafe: [], around: [] }];
  });
}
