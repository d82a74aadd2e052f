import { productionImports } from '../../lib/module-imports.ts';
import type { Facts, ImportEdge, ModuleEdge } from '../../model/index.ts';

const MOST_HOPS = 6;

/**
 * Imports between production modules, seen through files that hand on what others export: who imports
 * `orders/index.ts` for `placeOrder` depends on `orders/place-order.ts`. Where the name cannot be followed, the file itself counts.
 */
export function beyondBarrels({ files, imports, source }: Pick<Facts, 'files' | 'imports' | 'source'>, modules: ReadonlySet<string>): ModuleEdge[] {
  const handsOn = new Map<string, readonly ImportEdge[]>();
  for (const [path, edges] of Object.entries(imports.modules)) {
    const handed = edges.filter(({ reExport, to }) => reExport && to !== undefined);
    if (handed.length > 0) handsOn.set(path, handed);
  }
  const exportsOf = (path: string): readonly string[] => source.modules[path]?.exports ?? [];
  /** The modules that give a name to one that imports it from `path`. */
  const origins = (path: string, name: string, hops: number): readonly string[] => {
    const handed = handsOn.get(path);
    if (!handed || hops > MOST_HOPS) return [path];
    if (name === '*') return exportsOf(path).every((one) => one === '*') && handed.every(({ names }) => names.includes('*')) ? [path] : [path];
    const named = handed.filter(({ names }) => names.includes(name));
    if (named.length > 0) return named.flatMap(({ to }) => origins(to!, name, hops + 1));
    const starred = handed.filter(({ names }) => names.includes('*')).flatMap(({ to }) => {
      const found = origins(to!, name, hops + 1);
      return found.some((one) => exportsOf(one).includes(name)) ? found : [];
    });
    return starred.length > 0 ? starred : [path];
  };
  const known = new Map<string, readonly string[]>();
  const follow = (path: string, name: string): readonly string[] => {
    const key = `${path}\0${name}`;
    let found = known.get(key);
    if (!found) known.set(key, (found = origins(path, name, 0)));
    return found;
  };
  return productionImports({ files, imports }).flatMap(({ from, to, line, column, kind, names, reExport }): ModuleEdge[] => {
    if (to === undefined || to === from || !modules.has(from) || !modules.has(to)) return [];
    // The barrel's own lines bind nothing: they are what is seen through.
    if (reExport && handsOn.get(from)?.length === (imports.modules[from] ?? []).length) return [];
    const targets = new Map<string, string[]>();
    for (const name of names) for (const target of follow(to, name)) targets.set(target, [...(targets.get(target) ?? []), name]);
    if (targets.size === 0) targets.set(to, []);
    return [...targets].filter(([target]) => target !== from && modules.has(target)).map(([target, own]) => ({ from, to: target, line, column, kind, names: own }));
  });
}
