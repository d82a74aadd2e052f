import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { compare } from './compare.ts';
import { commitOf, isShallow, mergeBaseOf, prefixOf, unpackCommit, workTreeOf } from './facts/git.ts';
import { UsageError } from './lib/mistake.ts';
import type { Comparison, Result } from './model/index.ts';
import { comparisonReasons, type Gate } from './score/gate.ts';
import { lint, run, type RunOptions } from './run.ts';

/** Lints the folder and the commit where its history left `name`, and compares the two. The work tree is not touched. */
export async function runAgainst(name: string, options: RunOptions): Promise<Result> {
  const root = workTreeOf(options.dir);
  if (root === undefined) throw new UsageError(`--base needs a git repository, and ${options.dir} is not in one. Compare with a saved result instead: --base-result FILE.`);
  const commit = baseCommit(root, name);
  const after = await lint(options);

  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'arch-lint-base-')));
  try {
    unpackCommit(root, commit, '', folder);
    const { result, notes } = await lintBase(folder, root, options);
    return withComparison(after, compare(result, after.result, commit, notes));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same against a result that was saved earlier. */
export async function runAgainstResult(before: Result, file: string, options: RunOptions): Promise<Result> {
  const after = await lint(options);
  return withComparison(after, compare(before, after.result, file));
}

function baseCommit(root: string, name: string): string {
  const commit = commitOf(root, name) ?? commitOf(root, `origin/${name}`);
  const deepen = isShallow(root) ? ' This clone is shallow: fetch the history first (`git fetch --unshallow`, or fetch-depth: 0 of actions/checkout).' : '';
  if (commit === undefined) throw new UsageError(`There is no commit '${name}' in this repository.${deepen}`);
  const parted = mergeBaseOf(root, commit);
  if (parted === undefined) throw new UsageError(`'${name}' and the checked-out commit have no common history here.${deepen}`);
  return parted;
}

async function lintBase(folder: string, root: string, options: RunOptions): Promise<{ result: Result; notes: string[] }> {
  const dir = join(folder, prefixOf(options.dir));
  const own = options.config === undefined ? undefined : inBase(options.config, root, folder);
  // A folder that the base does not have yet is an empty one: all that it holds is new.
  const { config: _given, threshold: _threshold, ...given } = options;
  const rest = { ...given, keepsAnswers: false };
  const target = existsSync(dir) ? dir : folder;
  try {
    const result = await run({ ...rest, baseline: false, dir: target, ...(own !== undefined && { config: own }) });
    return { result, notes: [] };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { file } = (await run({ ...options, only: ['incomplete-brief'] })).architecture;
    const config = options.config ?? join(options.dir, file ?? 'architecture.yaml');
    const result = await run({ ...rest, baseline: false, dir: target, config });
    return { result, notes: ['The base has no architecture.yaml that can be read; it is judged by the present one.'] };
  }
}

/** Where a file of the work tree stands in the base; itself, when it lies outside. */
function inBase(file: string, root: string, folder: string): string {
  const path = relative(realpathSync(root), existsSync(file) ? realpathSync(file) : file);
  return path.startsWith('..') || isAbsolute(path) ? file : join(folder, path);
}

function withComparison({ result, gate }: { result: Result; gate: Gate }, comparison: Comparison): Result {
  const reasons = [...result.gate.reasons, ...comparisonReasons(gate, comparison)];
  return { ...result, gate: { passed: reasons.length === 0, reasons }, comparison };
}
