import type { Facts } from '../model/index.ts';
import { matchesWildcard } from './wildcard.ts';

/** Whether a helper's name occurs in the code: exported, called or used, alone or as the last part of a dotted name. */
export function knownNames({ modules }: Pick<Facts['source'], 'modules'>, references: Facts['references']): (pattern: string) => boolean {
  const names = new Set<string>();
  const add = (name: string): void => {
    names.add(name);
    const cut = name.lastIndexOf('.');
    if (cut >= 0) names.add(name.slice(cut + 1));
  };
  for (const { imports, exports } of Object.values(modules)) {
    exports.forEach(add);
    for (const { specifier, names: imported } of imports) {
      add(specifier);
      imported.forEach(add);
    }
  }
  for (const uses of Object.values(references)) for (const { name } of [...uses.calls, ...uses.names]) add(name);
  return (pattern) => names.has(pattern) || (pattern.includes('*') && [...names].some((name) => matchesWildcard(pattern, name)));
}
