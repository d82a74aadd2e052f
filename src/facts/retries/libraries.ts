import type { Argument, CallSite, OptionBag, OptionValue, Reference, Retry } from '../../model/index.ts';

type Known = Pick<Retry, 'bounded' | 'delay' | 'jitter'> & { readonly attempts?: number };

const bagOf = (args: readonly Argument[] | undefined): OptionBag | undefined => args?.findLast((argument): argument is { bag: OptionBag } => 'bag' in argument)?.bag;
const textOf = (value: OptionValue | undefined): string => (typeof value === 'object' && value !== null ? value.configured : String(value ?? ''));
const number = (value: OptionValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

/** The retry that a call of a known library makes; undefined: it makes none. `bagAt`: the constant object that a reference leads to. */
export function ofLibrary(file: string, call: CallSite, beside: readonly CallSite[], bagAt: (ref: Reference) => OptionBag | undefined): Retry | undefined {
  const { ref } = call;
  if (ref.from === undefined || ref.path.includes('()')) return undefined;
  const name = ref.name === 'default' || ref.name === '*' ? ref.path[0] ?? '' : ref.name;
  const by = ref.from === 'rxjs/operators' ? 'rxjs' : ref.from;
  const [handed] = call.args?.slice(1) ?? [];
  // `axiosRetry(client, retryConfig)`
  const bag = bagOf(call.args) ?? (handed && 'ref' in handed ? bagAt(handed.ref) : undefined);
  const known = Object.hasOwn(LIBRARIES, by) && (by === 'rxjs' && name === 'retryWhen' ? retryWhen(call, beside) : LIBRARIES[by]?.(name, bag, call));
  if (!known) return undefined;
  return {
    subject: `${by} in ${file}${call.fn ? ` ${call.fn}()` : ''}`, by, fn: call.fn, at: { file, line: call.line, column: call.column },
    ...known, unsafe: by === 'axios-retry' && ANY_METHOD.test(textOf(bag?.values.retryCondition)) ? [{ file, line: call.line, column: call.column }] : [], around: [],
  };
}

/** A condition that looks at no method: a POST that ended in a 500 may have been done. */
const ANY_METHOD = /=>\s*true|>=?\s*(?:499|5\d\d)|isRetryableError/;

/** `retryWhen((errors) => errors.pipe(delay(1000), take(3)))`: the operators within say how. */
function retryWhen({ line }: CallSite, beside: readonly CallSite[]): Known {
  const within = new Set(beside.flatMap(({ ref, within: around = [] }) => (/^rxjs(?:\/operators)?$/.test(ref.from ?? '') && around.some((one) => one.line === line && /(^|\.)retryWhen$/.test(one.text)) ? [ref.name] : [])));
  const has = (...names: string[]): boolean => names.some((name) => within.has(name));
  const computed = has('mergeMap', 'concatMap', 'switchMap', 'exhaustMap', 'scan', 'delayWhen', 'timer', 'zip', 'zipWith');
  return {
    bounded: has('take', 'takeWhile') ? true : computed ? 'unknown' : false,
    delay: computed ? 'unknown' : has('delay') ? 'fixed' : within.size > 0 ? 'none' : 'unknown',
    jitter: computed || within.size === 0 ? 'unknown' : false,
  };
}

/** More attempts than any call is worth. */
const POLLS = 30;

/** What each library does with the options as given; undefined: this call is no retry. */
const LIBRARIES: Readonly<Record<string, (name: string, bag: OptionBag | undefined, call: CallSite) => Known | undefined>> = {
  'p-retry': (name, bag) => {
    if (name !== '' && name !== 'pRetry') return undefined;
    // Asked at an even pace until somebody has agreed: a poll.
    if (bag?.values.factor === 1 && (number(bag.values.retries) ?? 0) >= POLLS) return undefined;
    // Whoever hears of each failure may wait there himself.
    return bag?.values.minTimeout === 0 && bag.values.onFailedAttempt !== undefined ? { ...withRandomize(bag, false), delay: 'unknown', jitter: 'unknown' } : withRandomize(bag, false);
  },
  'promise-retry': (name, bag) => (name === '' ? withRandomize(bag, false) : undefined),
  retry: (name, bag) => (name === 'operation' ? withRandomize(bag, false) : undefined),
  'async-retry': (name, bag) => (name === '' ? withRandomize(bag, true) : undefined),
  'axios-retry': (name, bag, { args = [] }) => {
    if (name !== '' && name !== 'axiosRetry') return undefined;
    if (bag === undefined && args.length > 1) return { bounded: 'unknown', delay: 'unknown', jitter: 'unknown' };
    const delay = textOf(bag?.values.retryDelay);
    const silent = bag === undefined || (bag.values.retryDelay === undefined && !bag.open);
    return {
      bounded: infinite(bag?.values.retries) ? false : true,
      delay: silent ? 'none' : /exponentialDelay|\*\*|pow|2\s*\*/.test(delay) ? 'growing' : /linearDelay|\*/.test(delay) ? 'linear' : /=>\s*\d+/.test(delay) ? 'fixed' : 'unknown',
      jitter: /exponentialDelay|random/i.test(delay) ? true : silent || /=>|linearDelay/.test(delay) ? false : 'unknown',
    };
  },
  'es-toolkit': (name, bag, { args = [] }) => {
    if (name !== 'retry' || (bag === undefined && args.length > 1 && !args.some((one) => 'value' in one))) return undefined;
    const delay = textOf(bag?.values.delay);
    return {
      bounded: bag === undefined ? args.some((one) => 'value' in one) : bag.values.retries !== undefined && !infinite(bag.values.retries),
      delay: bag?.values.delay === undefined ? 'none' : GROWS.test(delay) ? 'growing' : number(bag.values.delay) !== undefined ? 'fixed' : 'unknown',
      jitter: /random|jitter/i.test(delay) ? true : bag?.values.delay === undefined || number(bag.values.delay) !== undefined || /=>/.test(delay) ? false : 'unknown',
    };
  },
  'exponential-backoff': (name, bag) => (name === 'backOff' ? {
    bounded: !infinite(bag?.values.numOfAttempts), delay: 'growing', jitter: bag?.values.jitter === 'full' ? true : bag?.open ? 'unknown' : false,
  } : undefined),
  cockatiel: (name, bag) => {
    if (name !== 'retry') return undefined;
    const backoff = textOf(bag?.values.backoff);
    return {
      bounded: bag?.values.maxAttempts !== undefined ? !infinite(bag.values.maxAttempts) : bag?.open ? 'unknown' : false,
      delay: bag?.values.backoff === undefined ? 'none' : /Exponential|Decorrelated/.test(backoff) ? 'growing' : /Constant/.test(backoff) ? 'fixed' : 'unknown',
      jitter: /Exponential|Decorrelated/.test(backoff) ? true : bag?.values.backoff === undefined || /Constant/.test(backoff) ? false : 'unknown',
    };
  },
  rxjs: (name, bag, call) => {
    if (name !== 'retry') return undefined;
    const [first] = call.args ?? [];
    // `retry(this.retryCount)` has a bound; what else bears a name may be all of its settings.
    if (!bag && first !== undefined && !('value' in first)) return COUNT.test('ref' in first ? first.ref.path.at(-1) ?? first.ref.name : 'param' in first ? first.param : '') ? { bounded: true, delay: 'none', jitter: false } : { bounded: 'unknown', delay: 'unknown', jitter: 'unknown' };
    if (!bag) return { bounded: first !== undefined && 'value' in first && typeof first.value === 'number', delay: 'none', jitter: false };
    const delay = textOf(bag.values.delay);
    return { bounded: bag.values.count !== undefined, delay: bag.values.delay === undefined ? 'none' : number(bag.values.delay) !== undefined ? 'fixed' : /\*|pow/.test(delay) ? 'growing' : 'unknown', jitter: /random/i.test(delay) ? true : number(bag.values.delay) !== undefined || bag.values.delay === undefined ? false : 'unknown' };
  },
  'ts-retry-promise': (name, bag) => (/^(?:retry|retryDecorator|customizeRetry)$/.test(name) ? {
    bounded: !/INFINIT/.test(textOf(bag?.values.retries)), delay: bag?.values.delay === 0 ? 'none' : /EXPONENTIAL/.test(textOf(bag?.values.backoff)) ? 'growing' : /LINEAR/.test(textOf(bag?.values.backoff)) ? 'linear' : bag?.open || bag?.values.backoff !== undefined ? 'unknown' : 'fixed',
    jitter: bag?.open || typeof bag?.values.backoff === 'object' ? 'unknown' : false,
  } : undefined),
  'ts-retry': (name, bag) => (/^retry(?:Async)?(?:Decorator)?$/.test(name) ? everySo(bag?.values.delay, bag, 'fixed') : undefined),
  radash: (name, bag) => (name === 'retry' && bag ? everySo(bag.values.backoff ?? bag.values.delay, bag, 'none') : undefined),
  async: (name, bag, { args: [first] = [] }) => (name !== 'retry' && name !== 'retryable' ? undefined : bag ? everySo(bag.values.interval, bag, 'none') : first && 'value' in first ? { bounded: true, delay: 'none', jitter: false } : undefined),
  // Left to itself a workflow waits longer each time; a coefficient of one is a pace.
  '@temporalio/workflow': (name, bag) => (/^proxy(?:Local)?Activities$/.test(name) && bag?.values['retry.backoffCoefficient'] === 1 ? { bounded: bag.values['retry.maximumAttempts'] === undefined ? 'unknown' : true, delay: 'fixed', jitter: 'unknown' } : undefined),
  'fetch-retry': (name, bag) => (name === '' && bag ? { bounded: true, delay: /\*|pow/.test(textOf(bag.values.retryDelay)) ? 'growing' : 'fixed', jitter: /random/i.test(textOf(bag.values.retryDelay)) } : undefined),
};

/** A wait that is a number, or a function that makes one of the attempt; `silent`: what the library does where none is said. */
const everySo = (wait: OptionValue | undefined, bag: OptionBag | undefined, silent: 'none' | 'fixed'): Known => ({
  bounded: true, delay: wait === 0 ? 'none' : wait === undefined ? (bag?.open ? 'unknown' : silent) : number(wait) !== undefined ? 'fixed' : GROWS.test(textOf(wait)) ? 'growing' : 'unknown',
  jitter: /random|jitter/i.test(textOf(wait)) ? true : (wait === undefined && !bag?.open) || number(wait) !== undefined || /=>/.test(textOf(wait)) ? false : 'unknown',
});

const GROWS = /\*\*|Math\.pow|\bpow\(|2\s*\*/;
const COUNT = /(?:count|retries|attempts|times|max\w*)$/i;

const infinite = (value: OptionValue | undefined): boolean => value === Infinity || value === -1 || (typeof value === 'object' && value !== null && value.configured === 'Infinity');

const withRandomize = (bag: OptionBag | undefined, otherwise: boolean): Known => ({
  bounded: bag?.values.forever === true || infinite(bag?.values.retries) ? false : true,
  delay: bag?.values.factor === 1 ? 'fixed' : 'growing',
  jitter: bag?.values.randomize === true ? true : bag?.values.randomize === false ? false : bag?.open || bag?.params || bag?.constants ? 'unknown' : otherwise,
});
