import type { ComponentFiles } from '../model/index.ts';

/** The components that a component lies in, innermost first. */
export function ancestorsOf(components: readonly Pick<ComponentFiles, 'name' | 'parent'>[]): (name: string) => readonly string[] {
  const parents = new Map(components.map(({ name, parent }) => [name, parent]));
  return (name) => {
    const found: string[] = [];
    for (let next = parents.get(name); next !== undefined && !found.includes(next); next = parents.get(next)) found.push(next);
    return found;
  };
}
