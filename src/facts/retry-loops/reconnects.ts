import type { ParsedModule, RetryLoop } from '../../model/index.ts';
import type { OptionReader } from '../../lib/options.ts';
import { isFunction } from '../../lib/scope.ts';
import { keyOf, returnsOf } from '../../lib/tree.ts';
import type { Surroundings } from '../calls/surroundings.ts';

/** How a client of Redis comes back after its connection is lost. */
export const RECONNECTS = /\b(?:retryStrategy|retry_strategy|reconnectStrategy)\b/;
/** Whoever comes back sooner than this, each time, knocks on a door that is shut. */
const HASTY = 1000;

/** `retryStrategy: () => 10`: for as long as the other side is away it is asked at one hasty pace. */
export function reconnects(module: ParsedModule, options: OptionReader, around: Surroundings): RetryLoop[] {
  return module.nodes('Property').flatMap((entry): RetryLoop[] => {
    if (!RECONNECTS.test(keyOf(entry) ?? '') || !isFunction(entry.value)) return [];
    const waits = returnsOf(entry.value.body).map((given) => (given ? options.fold(given) : undefined));
    if (waits.length === 0 || !waits.every((wait) => wait && 'value' in wait && typeof wait.value === 'number' && wait.value < HASTY)) return [];
    return [{ fn: around.names.functionName(entry), kind: 'reconnect', line: entry.loc.start.line, end: entry.loc.end.line, bounded: true, delay: 'fixed', jitter: false }];
  });
}
