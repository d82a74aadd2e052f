import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CHECKS } from '../checks/index.ts';
import { main } from '../src/cli/main.ts';
import { FACTS } from '../src/facts/index.ts';
import type { Architecture, ArchitectureDeclaration, Result, ResultCheck } from '../src/model/index.ts';
import { run, type RunOptions } from '../src/run.ts';

/** A repository as an object: path → text. */
export type Tree = Readonly<Record<string, string | Uint8Array>>;

/** The day of all tests. */
export const TODAY = new Date('2026-11-22T12:00:00Z');

/** Writes the tree to a new folder, which goes with the run of the tests. */
export function repository(tree: Tree): string {
  const folder = mkdtempSync(join(tmpdir(), 'arch-lint-'));
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Lints a tree, or a folder, through the whole pipeline, without a cache. */
export const lint = (subject: Tree | string, options: Partial<RunOptions> = {}): Promise<Result> =>
  run({ dir: typeof subject === 'string' ? subject : repository(subject), checks: CHECKS, facts: FACTS, now: TODAY, ...options });

/** Lints for one check alone. */
export async function lintFor(id: string, subject: Tree | string): Promise<ResultCheck> {
  const { checks } = await lint(subject, { only: [id] });
  const check = checks.find((one) => one.id === id);
  if (!check) throw new Error(`The check ${id} is off, or there is none.`);
  return check;
}

/** One line a finding, as the pages expect it. */
export function outcomeLines({ verdict, examined, findings, unjudged }: ResultCheck): string[] {
  if (verdict === 'unknown') return [`unknown ${unjudged[0]?.reason ?? ''}`.trim()];
  if (verdict === 'not-applicable') return ['not-applicable'];
  if (findings.length === 0) return [`passed ${examined}`];
  return findings.map(({ standing, at, subject }) => `${standing} ${at.file}${at.line === undefined ? '' : `:${at.line}`} ${subject}`);
}

/** A literal architecture fact; places are line 1 of architecture.yaml unless given. */
export const architecture = (declared: Partial<ArchitectureDeclaration>, places: Architecture['places'] = {}): Architecture => ({
  file: 'architecture.yaml',
  declared: { version: 1, project: { name: 'x' }, components: {}, ...declared } as ArchitectureDeclaration,
  places: { '': { file: 'architecture.yaml', line: 1, column: 1 }, ...places },
});

/** Runs the command line in this process. */
export async function cli(args: readonly string[], options: { cwd?: string; env?: Record<string, string>; isTTY?: boolean } = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const code = await main(args, {
    cwd: options.cwd ?? process.cwd(),
    env: { ARCH_LINT_CACHE: join(tmpdir(), 'arch-lint-test-cache'), ...options.env },
    stdout: { write: (text) => { stdout += text; }, isTTY: options.isTTY ?? false, columns: 80 },
    stderr: { write: (text) => { stderr += text; }, isTTY: false },
    now: TODAY,
  });
  return { code, stdout, stderr };
}
