import { dirname, join } from 'node:path';

export const FILE_NAMES = ['architecture.yaml', 'architecture.yml'] as const;

/**
 * Looks for the declaration in a folder, then upwards to the root of its repository (the folder that holds `.git`);
 * outside a repository in that folder only. `exists` answers for absolute paths; undefined: there is none.
 */
export function findDeclaration(folder: string, exists: (path: string) => boolean): { readonly folder: string; readonly file: string } | undefined {
  let nearest: { readonly folder: string; readonly file: string } | undefined;
  for (let here = folder; ; here = dirname(here)) {
    const file = FILE_NAMES.find((name) => exists(join(here, name)));
    if (file !== undefined) nearest ??= { folder: here, file };
    if (nearest?.folder === folder || exists(join(here, '.git'))) return nearest;
    if (dirname(here) === here) return undefined;
  }
}
