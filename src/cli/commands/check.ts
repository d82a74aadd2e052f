import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { CHECKS } from '../../../checks/index.ts';
import { FACTS } from '../../facts/index.ts';
import { nearest } from '../../lib/nearest.ts';
import { UsageError } from '../../lib/mistake.ts';
import { DIMENSIONS, type AnyCheck, type Result } from '../../model/index.ts';
import { REPORTERS, type ReporterName } from '../../report/index.ts';
import { prefixOf, stagedFiles, workTreeOf } from '../../facts/git.ts';
import { siteOf } from '../../load.ts';
import { run, type RunOptions } from '../../run.ts';
import { EXIT, cacheFolder, inert, onGitHubActions, progressLine, wantsColor, writeOutput, type Io } from '../io.ts';
import { keepResult } from '../last-result.ts';
import { narrow } from '../narrow.ts';

export interface CheckOptions {
  readonly config?: string;
  readonly format?: readonly string[];
  readonly output?: readonly string[];
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly threshold?: number;
  readonly base?: string;
  readonly failOnNew?: 'critical' | 'major' | 'minor' | 'any';
  readonly baseResult?: string;
  readonly baseline?: string | boolean;
  readonly files?: readonly string[];
  readonly staged?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly allowPlugins?: boolean;
  readonly cache: boolean;
}

export async function check(dir: string, options: CheckOptions, io: Io): Promise<number> {
  const targets = outputs(options.format ?? ['terminal'], options.output ?? []);
  for (const name of [...(options.only ?? []), ...(options.skip ?? [])]) known(name, CHECKS);

  if (options.failOnNew !== undefined && options.base === undefined && options.baseResult === undefined) {
    throw new UsageError('--fail-on-new compares with a base: name it with --base or --base-result.');
  }

  const folder = resolve(io.cwd, dir);
  const files = touched(folder, options, io);
  if (files?.length === 0) {
    io.stderr.write('No file of this project is staged; nothing is judged.\n');
    return EXIT.good;
  }
  const progress = progressLine(io);
  let result: Result;
  try {
    result = await lint({
      dir: folder,
      checks: CHECKS,
      facts: FACTS,
      keepsAnswers: true,
      allowPlugins: options.allowPlugins ?? false,
      now: io.now,
      workers: availableParallelism(),
      ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
      ...(options.only && { only: options.only }),
      ...(options.skip && { skip: options.skip }),
      ...(typeof options.baseline === 'string' && { baseline: resolve(io.cwd, options.baseline) }),
      ...(options.baseline === false && { baseline: false as const }),
      ...(options.threshold !== undefined && { threshold: options.threshold }),
      ...(options.failOnNew !== undefined && { failOnNew: options.failOnNew }),
      ...(options.cache && { cacheDir: cacheFolder(io) }),
      onProgress: (fact, done, of) => progress.show(`${fact} ${done} of ${of}`),
    }, options, io);
  } finally {
    progress.clear();
  }

  if (options.cache && !options.only && !options.skip) keepResult(dir, result, io);

  if (files) result = narrow(result, files);

  const byRoot = targets.some(({ format }) => BY_ROOT.has(format));
  const prefix = byRoot ? prefixOf(folder) : '';
  for (const { format, path } of targets) {
    const text = await REPORTERS[format](result, {
      color: path === undefined && wantsColor(io, io.stdout),
      width: path === undefined ? io.stdout.columns : undefined,
      verbose: options.verbose,
      quiet: options.quiet,
      prefix,
    });
    if (path !== undefined) writeOutput(io, path, text);
    else io.stdout.write(format === 'terminal' ? inert(io, text) : text);
  }
  // A job's log is read beside the code: the same findings at their lines, after the report that people read.
  if (onGitHubActions(io) && targets.some(({ format, path }) => format === 'terminal' && path === undefined)) {
    io.stdout.write(await REPORTERS.github(result, { color: false, prefix: prefixOf(folder) }));
  }
  return result.incomplete.length > 0 ? EXIT.incomplete : result.gate.passed ? EXIT.good : EXIT.gate;
}

/** The files that the answer is about, relative to the linted folder; undefined: all. */
function touched(folder: string, { files, staged, config }: CheckOptions, io: Io): string[] | undefined {
  if (files === undefined && !staged) return undefined;
  const { root } = siteOf(folder, config === undefined ? undefined : resolve(io.cwd, config));
  const top = staged ? workTreeOf(folder) : undefined;
  if (staged && top === undefined) throw new UsageError(`--staged needs a git repository, and ${folder} is not in one.`);
  const absolute = [...(files ?? []).map((file) => resolve(io.cwd, file)), ...(top === undefined ? [] : stagedFiles(top).map((file) => resolve(top, file)))];
  return absolute.map((file) => relative(root, file).split(sep).join('/')).filter((file) => !file.startsWith('../'));
}

/** Formats for tools that know files by their path from the repository's root. */
const BY_ROOT = new Set<ReporterName>(['sarif', 'github', 'codeclimate']);

async function lint(how: RunOptions, options: CheckOptions, io: Io): Promise<Result> {
  if (options.base !== undefined) return (await import('../../base.ts')).runAgainst(options.base, how);
  if (options.baseResult === undefined) return run(how);
  const before = savedResult(resolve(io.cwd, options.baseResult), options.baseResult);
  return (await import('../../base.ts')).runAgainstResult(before, options.baseResult, how);
}

function savedResult(file: string, name: string): Result {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${name} cannot be read as a result: ${error instanceof Error ? error.message : String(error)}`);
  }
  if ((value as Result | null)?.schema_version !== 1 || !Array.isArray((value as Result).checks)) {
    throw new UsageError(`${name} is not a result of \`arch-lint --format json\`.`);
  }
  return value as Result;
}

/** Which format goes where: one may go to stdout. */
function outputs(formats: readonly string[], paths: readonly string[]): { format: ReporterName; path?: string }[] {
  const names = formats.map((name) => {
    if (name in REPORTERS) return name as ReporterName;
    throw new UsageError(`There is no format '${name}'. Formats: ${Object.keys(REPORTERS).join(', ')}.`);
  });
  const byFormat = new Map<string, string>();
  for (const entry of paths) {
    const [name, ...rest] = entry.split('=');
    if (rest.length > 0 && name! in REPORTERS) byFormat.set(name!, rest.join('='));
    else if (names.length === 1) byFormat.set(names[0]!, entry);
    else throw new UsageError(`With several formats, say which one goes to '${entry}': --output ${names[0]}=${entry}`);
  }
  for (const name of byFormat.keys()) if (!names.includes(name as ReporterName)) names.push(name as ReporterName);
  const toStdout = names.filter((name) => !byFormat.has(name));
  if (toStdout.length > 1) throw new UsageError(`Only one format can go to stdout; give ${toStdout.slice(1).join(', ')} a file with --output name=path.`);
  return names.map((format) => ({ format, ...(byFormat.has(format) && { path: byFormat.get(format)! }) }));
}

function known(name: string, checks: readonly AnyCheck[]): void {
  const names = [...checks.map(({ id }) => id), ...DIMENSIONS];
  // A plugin's checks are known only once it is loaded.
  if (names.includes(name) || name.includes('/')) return;
  const near = nearest(name, names);
  throw new UsageError(`There is no check or dimension '${name}'.${near ? ` Did you mean '${near}'?` : ''} \`arch-lint checks\` lists them.`);
}
