import { chmodSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { UsageError } from '../lib/mistake.ts';

export interface FileToWrite {
  /** Relative to the root, `/` between. */
  readonly path: string;
  readonly text: string;
  /** It must not be there yet; else it must. */
  readonly fresh: boolean;
}

/**
 * Writes all files or none: everything is refused before the first byte, each text is laid beside its place, and only then
 * they move there. A link never leads out of the root, and never is what is written to.
 */
export function writeFiles(root: string, files: readonly FileToWrite[]): void {
  const real = realpathSync.native(root);
  for (const file of files) mayBeWritten(real, file);
  const laid: { readonly beside: string; readonly target: string; readonly before?: Buffer }[] = [];
  const moved: typeof laid = [];
  try {
    for (const { path, text, fresh } of files) {
      const target = join(real, path);
      mkdirSync(dirname(target), { recursive: true });
      const beside = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
      writeFileSync(beside, text, { flag: 'wx' });
      laid.push({ beside, target, ...(!fresh && { before: readFileSync(target) }) });
      if (!fresh) chmodSync(beside, lstatSync(target).mode);
    }
    for (const one of laid) {
      renameSync(one.beside, one.target);
      moved.push(one);
    }
  } catch (error) {
    for (const { beside } of laid) rmSync(beside, { force: true });
    for (const { target, before } of moved) before === undefined ? rmSync(target, { force: true }) : writeFileSync(target, before);
    throw new UsageError(`Nothing was written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function mayBeWritten(root: string, { path, fresh }: FileToWrite): void {
  const target = join(root, path);
  if (!target.startsWith(root + sep)) throw new UsageError(`${path} lies outside the repository; nothing was written.`);
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there?.isSymbolicLink()) throw new UsageError(`${path} is a link, which is not written to; nothing was written.`);
  if (fresh && there) throw new UsageError(`${path} is there already; nothing was written.`);
  if (!fresh && !there?.isFile()) throw new UsageError(`${path} is not a file; nothing was written.`);
  let folder = dirname(target);
  while (lstatSync(folder, { throwIfNoEntry: false }) === undefined) folder = dirname(folder);
  let real: string;
  try {
    real = realpathSync.native(folder);
  } catch {
    throw new UsageError(`${path} lies behind a link that leads nowhere; nothing was written.`);
  }
  if (real !== root && !real.startsWith(root + sep)) throw new UsageError(`${path} lies behind a link that leads out of the repository; nothing was written.`);
}
