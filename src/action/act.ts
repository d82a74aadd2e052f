import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as core from '@actions/core';
import { fingerprint } from '../lib/fingerprint.ts';
import { printable } from '../lib/printable.ts';
import type { Result } from '../model/index.ts';
import { markdownCode } from '../lib/escape.ts';
import { baseOf } from './base.ts';
import { readEvent, type Event } from './event.ts';
import { readInputs, type Inputs } from './inputs.ts';

const EXIT_USAGE = 2;
const EXIT_INCOMPLETE = 3;

/**
 * The step of action.yml that judges. It answers through outputs and ends well whatever the gate says, so that caches are
 * kept and later steps can show what was found; the last step of action.yml then ends by `exit-code`.
 */
export async function act(): Promise<void> {
  try {
    await judge();
  } catch (error) {
    core.setOutput('gate', 'error');
    core.setOutput('exit-code', EXIT_USAGE);
    core.error(error instanceof Error ? error.message : String(error));
  }
}

async function judge(): Promise<void> {
  const inputs = readInputs(process.env);
  const event = readEvent(process.env);
  const folder = resolve(process.env.GITHUB_WORKSPACE ?? '.', inputs.workingDirectory);
  if (!existsSync(folder)) throw new Error(`There is no folder '${inputs.workingDirectory}'; is actions/checkout run before?`);
  const base = baseOf(inputs.base, event, folder);
  if (base.warning !== undefined) {
    if (inputs.failOn !== 'gate' && inputs.failOn !== 'never') throw new Error(`fail-on: ${inputs.failOn} needs a comparison. ${base.warning}`);
    core.warning(base.warning);
  }

  const made = mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), 'arch-lint-'));
  const paths = new Map(['json', 'markdown', 'github'].map((format) => [format, join(made, `result.${format === 'markdown' ? 'md' : format}`)]));
  for (const { format, path } of inputs.reports) paths.set(format, resolve(folder, path));
  const { code, told } = lint(inputs, base.name, paths, folder);
  const result = code === EXIT_USAGE ? undefined : resultAt(paths.get('json')!);

  if (result && inputs.annotations && existsSync(paths.get('github')!)) process.stdout.write(readFileSync(paths.get('github')!, 'utf8'));
  outputs(result, code, paths);
  const text = result ? readFileSync(paths.get('markdown')!, 'utf8') : failure(told);
  await summarise(text);
  if (inputs.comment) await comment(inputs, event, text);
  core.setOutput('exit-code', inputs.failOn === 'never' && result !== undefined ? 0 : code);
}

/** Runs the command line as a process of its own; all that it says is shown while the runner listens for no commands. */
function lint(inputs: Inputs, base: string | undefined, paths: ReadonlyMap<string, string>, folder: string): { code: number; told: string } {
  const args = [
    'check', '.', '--format', 'terminal',
    ...[...paths].flatMap(([format, path]) => ['--output', `${format}=${path}`]),
    ...(inputs.config ? ['--config', inputs.config] : []),
    ...(inputs.threshold ? ['--threshold', inputs.threshold] : []),
    ...(base !== undefined ? ['--base', base] : []),
    ...(base !== undefined && inputs.failOn !== 'gate' && inputs.failOn !== 'never' ? ['--fail-on-new', inputs.failOn] : []),
  ];
  const { bin, token } = { bin: program(inputs, folder), token: randomUUID() };
  // Written at once, before the child's first word, on every system.
  writeSync(process.stdout.fd, `::stop-commands::${token}\n`);
  const { status, stderr, error } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    // Neither the token nor the files that the runner obeys are the linter's business.
    env: { ...without(process.env, /^(INPUT_|GITHUB_|ACTIONS_)/), FORCE_COLOR: '1' },
    stdio: ['ignore', 'inherit', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const told = error?.message ?? stderr.toString('utf8');
  writeSync(process.stdout.fd, `${told}\n::${token}::\n`);
  return { code: status ?? EXIT_INCOMPLETE, told };
}

const without = (env: NodeJS.ProcessEnv, pattern: RegExp): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(env).filter(([name]) => !pattern.test(name)));

function program({ version }: Inputs, folder: string): string {
  if (version === '') return fileURLToPath(new URL('../cli/bin.js', import.meta.url));
  const own = join(folder, 'node_modules/arch-lint/dist/src/cli/bin.js');
  if (!existsSync(own)) throw new Error('version: project runs the arch-lint of node_modules, and there is none: install the dependencies before.');
  return own;
}

function resultAt(path: string): Result | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Result;
  } catch {
    return undefined;
  }
}

function outputs(result: Result | undefined, code: number, paths: ReadonlyMap<string, string>): void {
  const comparison = result?.comparison;
  core.setOutput('score', result?.score.total ?? '');
  core.setOutput('rating', result?.score.rating ?? '');
  core.setOutput('delta', comparison?.score.delta ?? '');
  core.setOutput('new-findings', comparison ? comparison.new.length + comparison.worsened.length : '');
  core.setOutput('gate', result === undefined ? 'error' : code === EXIT_INCOMPLETE ? 'incomplete' : result.gate.passed ? 'passed' : 'failed');
  for (const [output, format] of [['result-path', 'json'], ['summary-path', 'markdown'], ['sarif-path', 'sarif'], ['html-path', 'html']] as const) {
    const path = paths.get(format);
    core.setOutput(output, path !== undefined && existsSync(path) ? path : '');
  }
}

const MOST_LINES = 20;

function failure(told: string): string {
  const lines = told.trim().split('\n').filter(Boolean);
  return ['## ⚠️ arch-lint could not judge', '', ...lines.slice(0, MOST_LINES).map((line) => `- ${markdownCode(line.slice(0, 500))}`), ''].join('\n');
}

async function summarise(text: string): Promise<void> {
  try {
    await core.summary.addRaw(text).write();
  } catch (error) {
    core.warning(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function comment({ token, workingDirectory, config }: Inputs, { pullRequest, repository }: Event, text: string): Promise<void> {
  if (!pullRequest || !repository) return core.info('No comment: the workflow was not started by a pull request.');
  if (token === '') return core.notice('No comment: the input token is empty.');
  const { postComment } = await import('./comment.ts');
  // Several projects of one repository have a comment each.
  const marker = `<!-- arch-lint ${fingerprint(workingDirectory, config)} -->`;
  const posted = await postComment({ token, repository, number: pullRequest.number, marker, text, api: process.env.GITHUB_API_URL ?? 'https://api.github.com' });
  if ('done' in posted) core.info(`The comment on #${pullRequest.number} is ${posted.done}.`);
  else if (pullRequest.fork) core.notice(`No comment: ${printable(posted.refused)}. The job summary has it all.`);
  else core.warning(`No comment: ${printable(posted.refused)}. The job summary has it all.`);
}
