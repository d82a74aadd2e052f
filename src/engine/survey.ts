import type { AnyFactProvider, FactName, Facts, Gap, Repository } from '../model/index.ts';
import { compare, comparePlaces } from '../lib/order.ts';

export interface Survey {
  readonly facts: Partial<Facts>;
  /** Sorted by fact and place. */
  readonly gaps: readonly Gap[];
  /** For each fact, how much of it and of what it is made from could be read, 0 to 1. */
  readonly readShare: Readonly<Record<string, number>>;
  /** Facts that could not be had at all, with the sentence that says why. */
  readonly faults: Readonly<Record<string, string>>;
}

/** What a gap that hides little counts for, beside a piece that could be read. */
const SLIGHT = 0.1;

/** Gathers each wanted fact once, with what it is made from; a provider that throws is a fault, never the end of the run. */
export async function survey(
  wanted: readonly FactName[],
  providers: readonly AnyFactProvider[],
  given: Partial<Facts>,
  repository: Repository,
  onProgress: (fact: string, done: number, of: number) => void = () => {},
  /** Whether a gap weighs: one in a test's own broken fixture does not make an answer doubtful. */
  weighs: (gap: Gap, facts: Partial<Facts>) => boolean = () => true,
): Promise<Survey> {
  const byName = new Map<string, AnyFactProvider>(providers.map((provider) => [provider.name, provider]));
  const needed = closure(wanted, byName);
  const fileFacts = needed.flatMap((name) => byName.get(name) ?? []).filter(({ extractor }) => extractor);
  const gaps: Gap[] = [];
  const looked = new Map<string, number>();
  const faults: Record<string, string> = {};
  const memory = new Map<string, Promise<unknown>>();

  const gather = (name: FactName): Promise<unknown> => {
    const known = memory.get(name);
    if (known) return known;
    const promise = gatherOnce(name);
    memory.set(name, promise);
    return promise;
  };

  const gatherOnce = async (name: FactName): Promise<unknown> => {
    if (name in given) return freeze(given[name]);
    const provider = byName.get(name);
    if (!provider) {
      faults[name] = `No provider gathers the fact '${name}'.`;
      return undefined;
    }
    const parts = await Promise.all(provider.needs.map(gather));
    const missing = provider.needs.find((need) => need in faults);
    if (missing) {
      faults[name] = faults[missing]!;
      return undefined;
    }
    const repo = repository.scope(fileFacts, {
      onGap: (reason, at, weight) => { gaps.push({ fact: name, reason, ...(at && { at }), ...(weight && { slight: true }) }); },
      onLooked: (pieces) => { looked.set(name, (looked.get(name) ?? 0) + pieces); },
      onProgress: (done, of) => onProgress(name, done, of),
    });
    const from = Object.fromEntries(provider.needs.map((need, index) => [need, parts[index]]));
    try {
      return freeze(await provider.gather(from as never, repo));
    } catch (error) {
      faults[name] = `The fact '${name}' could not be gathered: ${sentence(error)}`;
      gaps.push({ fact: name, reason: faults[name] });
      return undefined;
    }
  };

  const values = await Promise.all(needed.map(gather));
  const facts: Partial<Facts> = Object.fromEntries(needed.map((name, index) => [name, values[index]]).filter(([, value]) => value !== undefined));
  const heavy = gaps.filter((gap) => weighs(gap, facts));
  const ownShare = (name: string): number => {
    const missing = heavy.filter(({ fact }) => fact === name).reduce((sum, { slight }) => sum + (slight ? SLIGHT : 1), 0);
    return missing === 0 ? 1 : (looked.get(name) ?? 0) / ((looked.get(name) ?? 0) + missing);
  };
  return { facts, gaps: gaps.sort(byPlace), readShare: readShares(needed, byName, ownShare), faults };
}

/** The wanted facts and all that they are made from, sorted. */
function closure(wanted: readonly FactName[], byName: ReadonlyMap<string, AnyFactProvider>): FactName[] {
  const found = new Set<FactName>();
  const visit = (name: FactName): void => {
    if (found.has(name)) return;
    found.add(name);
    byName.get(name)?.needs.forEach(visit);
  };
  wanted.forEach(visit);
  return [...found].sort();
}

function readShares(needed: readonly FactName[], byName: ReadonlyMap<string, AnyFactProvider>, ownShare: (name: string) => number): Record<string, number> {
  const shares: Record<string, number> = {};
  const shareOf = (name: FactName): number =>
    (shares[name] ??= Math.min(ownShare(name), ...(byName.get(name)?.needs ?? []).filter((need) => !byName.get(name)?.aside?.includes(need)).map(shareOf)));
  needed.forEach(shareOf);
  return shares;
}

const byPlace = (a: Gap, b: Gap): number =>
  compare(a.fact, b.fact) || comparePlaces(a.at, b.at) || compare(a.reason, b.reason);

export const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Two levels are enough to catch a check that writes to its facts; deeper costs more than it finds. */
function freeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) if (typeof part === 'object') Object.freeze(part);
    Object.freeze(value);
  }
  return value;
}
