import type { ClassFact, Construction, ModuleCalls, Reference } from '../model/index.ts';
import { rememberOf } from './remember.ts';

/** The parts of a module by their names, the first of each. */
interface Parts {
  /** `export * from`. */
  readonly stars: readonly Reference[];
  readonly classes: ReadonlyMap<string, ClassFact>;
  readonly made: ReadonlyMap<string, Construction>;
  /** All of a name; what is held by none goes by its line. */
  readonly under: ReadonlyMap<string, readonly Construction[]>;
}

/** Every reference that leads to a module asks. */
export const partsOf = rememberOf(readParts);

function readParts({ exports, classes, constructions }: ModuleCalls): Parts {
  const made = new Map<string, Construction>();
  const under = new Map<string, Construction[]>();
  for (const one of constructions) {
    if (!made.has(one.id)) made.set(one.id, one);
    for (const name of one.id === '' ? ['', String(one.line)] : [one.id]) {
      const list = under.get(name);
      if (list) list.push(one);
      else under.set(name, [one]);
    }
  }
  return {
    stars: Object.entries(exports).flatMap(([key, star]) => (key.startsWith('*') ? [star] : [])),
    classes: new Map([...classes].reverse().map((one) => [one.name, one])),
    made, under,
  };
}
