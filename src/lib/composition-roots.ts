import type { DeclaredLayers } from '../model/index.ts';
import { isMatch } from './globs.ts';

/** Names by which files that wire everything together are known: entry points, containers, dependency-injection modules. */
const WIRES = /^(?:main|bootstrap|composition-root|container|di|ioc|injector|inversify\.config|awilix\.config)\.[cm]?[jt]sx?$|\.(?:module|container|di|composition)\.[cm]?[jt]s$/;

/** Whether a file may import every layer: declared as a composition root, or known by its name. */
export function isCompositionRoot(layers: Pick<DeclaredLayers, 'composition_roots'>): (path: string) => boolean {
  const declared = layers.composition_roots === undefined ? () => false : isMatch(layers.composition_roots);
  return (path) => declared(path) || WIRES.test(path.slice(path.lastIndexOf('/') + 1));
}
