import { join } from 'node:path/posix';
import type { TerraformBlock } from '../../model/index.ts';

type Call = Pick<TerraformBlock, 'kind' | 'type' | 'dir' | 'at'>;

/** The folder of this repository that a module call names by its path. */
export const calledFolder = ({ kind, type, dir }: Pick<Call, 'kind' | 'type' | 'dir'>): string | undefined =>
  (kind === 'module' && /^\.{1,2}\//.test(`${type}/`) ? join(dir, type).replace(/(.)\/$/, '$1').replace(/^\.\/$/, '.') : undefined);

/** Calls of modules of this repository by which a folder takes itself in. */
export function circularModules(blocks: readonly Call[]): readonly Pick<Call, 'at'>[] {
  const calls = callsOf(blocks);
  return calls.filter(({ from, to }) => reachedFrom([to], calls).has(from));
}

/**
 * Folders of modules that nothing here calls, where what is applied here calls their neighbours: they are kept, and deploy
 * nothing. Of a repository that has modules for others alone, all are meant to be used.
 */
export function idleModules(blocks: readonly Call[]): ReadonlySet<string> {
  const calls = callsOf(blocks);
  // A call may name the repository by its address: `git::https://…/infra.git//modules/network?ref=v1`.
  const addressed = blocks.flatMap(({ kind, type }) => (kind === 'module' ? /[^:]\/\/([\w./-]+)(?:\?|$)/.exec(type)?.[1] ?? [] : []));
  const folders = [...new Set(blocks.map(({ dir }) => dir))];
  const called = reachedFrom([...folders.filter((dir) => homeOf(dir) === undefined), ...addressed], calls);
  const inUse = new Set([...called].flatMap((dir) => homeOf(dir) ?? []));
  return new Set(folders.filter((dir) => inUse.has(homeOf(dir) ?? '') && !called.has(dir)));
}

/** `infra/modules` of `infra/modules/aws/network`. */
const homeOf = (dir: string): string | undefined => /^(?:.*?\/)?modules?(?=\/)/.exec(dir)?.[0];

const callsOf = (blocks: readonly Call[]): { from: string; to: string; at: Call['at'] }[] =>
  blocks.flatMap((one) => { const to = calledFolder(one); return to === undefined ? [] : [{ from: one.dir, to, at: one.at }]; });

/** The folders, and all that they call. */
export const reachedBy = (folders: Iterable<string>, blocks: readonly Call[]): ReadonlySet<string> => reachedFrom([...folders], callsOf(blocks));

const reachedFrom = (start: readonly string[], calls: readonly { from: string; to: string }[]): ReadonlySet<string> => {
  const reached = new Set(start);
  for (const folder of reached) for (const call of calls) if (call.from === folder) reached.add(call.to);
  return reached;
};
