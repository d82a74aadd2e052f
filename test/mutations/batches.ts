import { after, SOUND, type Edit, type House, type Mutation } from './house.ts';

/** Changes that one run judges together. */
export interface Batch<T> { readonly title: string; readonly changes: readonly T[] }
interface Change { readonly title: string; readonly edits: readonly Edit[] }

/**
 * A run costs much, and a change touches little: changes of other files that other checks find are made together, and all that they
 * must find, no more, is found at once. What is declared shares its file; each change finds its own lines in it.
 */
export const batchesOf = (all: readonly Mutation[]): Batch<Mutation>[] =>
  gather(all, (batch, mutation) => !batch.some((other) => overlap(filesOf(other), filesOf(mutation)) || overlap(checksOf(other), checksOf(mutation))));

/** Changes that are to be found by nothing may lie on top of each other. */
export const pilesOf = <T extends Change>(all: readonly T[]): Batch<T>[] => gather(all, () => true);

/** Each by itself. */
export const alone = <T extends Change>(all: readonly T[]): Batch<T>[] => all.map((change) => ({ title: change.title, changes: [change] }));

const MOST = 8;

function gather<T extends Change>(all: readonly T[], goTogether: (batch: readonly T[], change: T) => boolean): Batch<T>[] {
  const batches: T[][] = [];
  for (const change of all) {
    const home = batches.find((batch) => batch.length < MOST && goTogether(batch, change) && fits(batch, change));
    if (home) home.push(change);
    else batches.push([change]);
  }
  return batches.map((changes) => ({ title: changes.map(({ title }) => title).join('; '), changes }));
}

const SHARED = 'architecture.yaml';

/** The files that differ, and those in which something is found. */
function filesOf({ edits, expect }: Mutation): string[] {
  const house: House = after(edits);
  const changed = [...new Set([...Object.keys(house), ...Object.keys(SOUND)])].filter((file) => house[file] !== SOUND[file]);
  return [...changed, ...expect.map(({ file }) => file)].filter((file) => file !== SHARED);
}

const checksOf = ({ expect }: Mutation): string[] => expect.map(({ check }) => check);
const overlap = (some: readonly string[], others: readonly string[]): boolean => some.some((one) => others.includes(one));

/** Whether all changes still find their places. */
function fits(batch: readonly Change[], more: Change): boolean {
  try {
    after([...batch, more].flatMap(({ edits }) => edits));
    return true;
  } catch {
    return false;
  }
}
