import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, AnyFactProvider, Inspection } from '../model/index.ts';

/** Notes what is wrong with how an answer came about, as a sentence. */
export type Note = (sentence: string) => void;

/** The same check, asked twice with facts of its own each time: what it writes to them, and what it says differently, is noted. */
export function asPure<C extends AnyCheck>(check: C, note: Note): C {
  const once = (facts: object, options: object): Inspection => {
    const [own, ownOptions] = [structuredClone(facts), structuredClone(options)];
    const answer = check.inspect(own as never, ownOptions as never);
    const changed = difference(facts, own, 'facts') ?? difference(options, ownOptions, 'options');
    if (changed !== undefined) note(`The check ${check.id} writes to its facts: ${changed} is another one afterwards.`);
    return answer;
  };
  return {
    ...check,
    inspect(facts: never, options: never): Inspection {
      const first = once(facts, options);
      const changed = difference(first, once(facts, options), 'answer');
      if (changed !== undefined) note(`The check ${check.id} answers differently the second time: ${changed} is another one.`);
      return first;
    },
  };
}

/** The same fact, whose extractor is asked twice for each module, and without its shortcut. */
export function asPureFact(fact: AnyFactProvider, note: Note): AnyFactProvider {
  const { extractor, name } = fact;
  if (!extractor) {
    return {
      ...fact,
      async gather(from: never, repo) {
        const value = await fact.gather(from, repo);
        const strange = notPlain(value, name);
        if (strange !== undefined) note(`The fact ${name} is not plain data: ${strange}.`);
        return value;
      },
    };
  }
  return {
    ...fact,
    extractor: {
      version: extractor.version,
      extract(module) {
        const share = extractor.extract(module);
        const at = `${name} of ${module.path}`;
        const strange = notPlain(share, at);
        if (strange !== undefined) note(`The fact ${name} is not plain data, and would come back from the cache as something else: ${strange}.`);
        const changed = difference(share, extractor.extract(module), at);
        if (changed !== undefined) note(`The fact ${name} is another one the second time: ${changed}.`);
        if (share !== undefined && extractor.mayApply?.(module.text, module.path) === false) note(`The fact ${name}: \`mayApply\` says that there is nothing in ${module.path}, and \`extract\` finds something; it would be missed.`);
        return share;
      },
    },
  };
}

/** Where two values part; undefined: nowhere. */
function difference(before: unknown, after: unknown, path: string): string | undefined {
  if (isDeepStrictEqual(before, after)) return undefined;
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return path;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const found = difference((before as Record<string, unknown>)[key], (after as Record<string, unknown>)[key], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return path;
}

/** What would not survive being written as JSON. */
function notPlain(value: unknown, path: string): string | undefined {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== 'object') return `${path} is a ${typeof value}`;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return `${path} is a ${value.constructor?.name ?? 'strange object'}`;
  for (const [key, part] of Object.entries(value)) {
    const found = notPlain(part, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
