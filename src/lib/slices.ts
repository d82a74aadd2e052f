import type { DeclaredLayers } from '../model/index.ts';
import { matchGlobs } from './globs.ts';
import { roleOf } from './layers.ts';

export interface Slice {
  readonly name: string;
  /** Whether the file is meant for another slice of its layer: a cross-import file, `entities/user/@x/order.ts`. */
  opensTo(slice: string): boolean;
}

/** The slice that a file of a feature-sliced layer lies in; `app` and `shared` have none, other presets neither. */
export function sliceFinder(layers: DeclaredLayers): (path: string, stack: string | undefined) => Slice | undefined {
  if (layers.preset !== 'feature-sliced') return () => undefined;
  const sliced = layers.order.filter((layer) => !['app', 'shared'].includes(roleOf(layer, 'feature-sliced') ?? '')).map(({ path }) => matchGlobs(path));
  return (path, stack) => {
    const inner = layers.containers !== undefined && stack !== undefined ? path.slice(stack.length + 1) : path;
    const match = sliced.map((matches) => matches(inner)).find((found) => found !== undefined);
    const rest = match ? inner.split('/').slice(match.depth) : [];
    const [name] = rest;
    if (name === undefined || rest.length < 2) return undefined;
    return { name, opensTo: (slice) => rest[1] === '@x' && (rest[2] ?? '').replace(/\.\w+$/, '') === slice };
  };
}
