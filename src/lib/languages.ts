import type { Facts, Place } from '../model/index.ts';
import { compare } from './order.ts';

const NAMES: Readonly<Record<string, string>> = {
  ts: 'TypeScript', tsx: 'TypeScript', mts: 'TypeScript', cts: 'TypeScript', js: 'JavaScript', mjs: 'JavaScript', cjs: 'JavaScript', jsx: 'JavaScript', vue: 'JavaScript', svelte: 'JavaScript',
  go: 'Go', py: 'Python', java: 'Java', kt: 'Kotlin', cs: 'C#', rs: 'Rust', rb: 'Ruby', php: 'PHP', scala: 'Scala', ex: 'Elixir', erl: 'Erlang', swift: 'Swift', cpp: 'C++', cc: 'C++', clj: 'Clojure', coffee: 'CoffeeScript', hs: 'Haskell', dart: 'Dart', fs: 'F#',
};

/** One runtime: their mixture is no reason for services of their own. */
const SAME: Readonly<Record<string, string>> = { JavaScript: 'TypeScript' };

/** The main language of each service, as the names of the files in its folder or component show it; sorted by language. */
export function languagesOf({ files, workloads, units, components }: Partial<Pick<Facts, 'files' | 'workloads' | 'units' | 'components'>>): { readonly name: string; readonly at: Place }[] {
  const found = new Map<string, Place>();
  const add = (name: string, at: Place): void => { if (!found.has(name)) found.set(name, at); };
  const serving = (units?.units ?? []).filter(({ kind }) => kind === 'service' || kind === 'worker' || kind === 'function');
  // What starts a service was read, so its language is known, whatever else lies beside it.
  for (const { entry } of serving) add(SAME[nameOf(entry.file) ?? ''] ?? nameOf(entry.file) ?? 'TypeScript', entry);
  for (const { role, dir, component } of workloads?.workloads ?? []) {
    if (role !== 'service' || serving.some((unit) => unit.dir === dir)) continue;
    const holds = dir !== undefined && dir !== '.' ? (path: string) => path.startsWith(`${dir}/`)
      : component !== undefined ? (path: string) => components?.of[path]?.components.includes(component) ?? false : () => false;
    const main = mainOf((files?.files ?? []).filter(({ path, role: used }) => used === 'production' && holds(path)).map(({ path }) => path));
    if (main !== undefined) add(...main);
  }
  return [...found].map(([name, at]) => ({ name, at })).sort((a, b) => compare(a.name, b.name));
}

/** Whether a file is source code, of any language that is known by name. */
export const isCode = (path: string): boolean => nameOf(path) !== undefined;

const nameOf = (path: string): string | undefined => NAMES[path.slice(path.lastIndexOf('.') + 1)];

function mainOf(paths: readonly string[]): [name: string, at: Place] | undefined {
  const counts = new Map<string, { count: number; at: Place }>();
  for (const path of paths) {
    const name = nameOf(path);
    if (name === undefined) continue;
    const known = counts.get(SAME[name] ?? name);
    counts.set(SAME[name] ?? name, { count: (known?.count ?? 0) + 1, at: known?.at ?? { file: path } });
  }
  const [main] = [...counts].sort((a, b) => b[1].count - a[1].count || compare(a[0], b[0]));
  return main && [main[0], main[1].at];
}
