import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep, win32 } from 'node:path';
import { UsageError } from '../../lib/mistake.ts';
import { siteOf } from '../../load.ts';

/** Refuses a path that leads out of the folder: absolute, by `..`, or through a link. What is not there yet is judged by the folder that would hold it. */
export function refuseOutside(root: string, path: string): void {
  const full = resolve(root, path);
  if (path.includes('\0') || isAbsolute(path) || win32.isAbsolute(path) || !holds(root, full)) throw outside(path);
  let there = full;
  while (!existsSync(there) && there !== root) there = dirname(there);
  if (!holds(root, realpathSync.native(there))) throw outside(path);
}

/** A declaration above the folder would make the commands read there. */
export function refuseAbove(root: string): void {
  const found = siteOf(root).root;
  if (found !== root) throw new UsageError(`The architecture.yaml of ${root} is in ${found}, and only the folder that the server is started for is read. Start \`arch-lint mcp ${found}\`.`);
}

function holds(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const outside = (path: string): UsageError => new UsageError(`'${path}' leads out of the folder that the server was started for. Name paths relative to that folder, such as src/index.ts.`);
