import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of arch-lint's own package, from the sources as from the compiled code. */
export function packageFile(path: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'schemas')) || !existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, path);
}
