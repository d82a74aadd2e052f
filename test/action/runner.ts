import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { parse } from 'yaml';
import { GIT_ENVIRONMENT } from '../git.ts';
import { repository } from '../support.ts';

interface Step { readonly id?: string; readonly name: string; readonly if?: string; readonly run?: string; readonly uses?: string; readonly env?: Record<string, string>; readonly with?: Record<string, string> }
interface Action { readonly inputs: Record<string, { default?: string }>; readonly outputs: Record<string, { value: string }>; readonly runs: { readonly steps: readonly Step[] } }

const ROOT = process.cwd();
export const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;

export interface Job {
  readonly workspace: string;
  readonly with?: Record<string, string>;
  readonly event?: { readonly name: string; readonly payload: object };
  readonly api?: string;
  readonly env?: Record<string, string>;
}

export interface Done {
  readonly failed: boolean;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly ran: readonly string[];
}

/** Runs the steps of action.yml as the runner does: expressions, environment files, one shell a step. Caches are always hit. */
export async function runAction({ workspace, with: given = {}, event = { name: 'push', payload: {} }, api = 'http://127.0.0.1:9', env = {} }: Job): Promise<Done> {
  const temp = mkdtempSync(join(repository({}), 'runner-'));
  const file = (name: string, text = ''): string => { writeFileSync(join(temp, name), text); return join(temp, name); };
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value = '' }]) => [name, given[name] ?? evaluate(value, { github: { token: 'ghs_test' } })]));
  const github = { token: 'ghs_test', action_path: ROOT, run_id: '1', run_attempt: '1' };
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  const context = () => ({ inputs, github, steps, runner: { temp } });
  const eventPath = file('event.json', JSON.stringify(event.payload));
  const summary = file('summary.md');
  const ran: string[] = [];
  let log = '';
  let failed = false;

  for (const [index, step] of action.runs.steps.entries()) {
    if (failed || (step.if !== undefined && evaluate(step.if, context()) !== 'true')) continue;
    ran.push(step.name);
    if (step.uses !== undefined) {
      for (const value of Object.values(step.with ?? {})) evaluate(value, context());
      if (step.id) steps[step.id] = { outputs: { 'cache-hit': 'true' } };
      continue;
    }
    const output = file(`output-${index}`);
    const script = file(`step-${index}.sh`, step.run);
    const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluate(value, context())]));
    const { code, text } = await shell(script, workspace, {
      PATH: process.env.PATH!, HOME: temp, ...GIT_ENVIRONMENT, CI: 'true',
      GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace, GITHUB_ACTION_PATH: ROOT, GITHUB_EVENT_NAME: event.name, GITHUB_EVENT_PATH: eventPath,
      GITHUB_REPOSITORY: 'acme/shop', GITHUB_API_URL: api, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp, RUNNER_OS: 'Linux', RUNNER_ARCH: 'X64', ...env, ...own,
    });
    log += text;
    failed = code !== 0;
    if (step.id) steps[step.id] = { outputs: outputsOf(readFileSync(output, 'utf8')) };
  }
  const outputs = Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, evaluate(value, context())]));
  return { failed, log, summary: readFileSync(summary, 'utf8'), outputs, ran };
}

/** The runner's own flags for `shell: bash`. */
function shell(script: string, cwd: string, env: Record<string, string>): Promise<{ code: number; text: string }> {
  return new Promise((done) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], { cwd, env });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => { text += bytes.toString('utf8'); });
    child.on('close', (code) => done({ code: code ?? 1, text }));
  });
}

/** `name=value`, and `name<<mark … mark` for values of several lines. */
function outputsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { groups } of text.matchAll(/^(?<name>[\w-]+)(?:=(?<value>.*)|<<(?<mark>\S+)\n(?<block>[\s\S]*?)\n?\k<mark>)$/gm)) found[groups!.name!] = groups!.value ?? groups!.block!;
  return found;
}

type Tree = { readonly [key: string]: string | Tree };

function evaluate(text: string, context: Tree): string {
  return text.replaceAll(/\$\{\{([\s\S]*?)\}\}/g, (_, expression: string) => {
    const tokens = new Lexer(expression.trim()).lex().tokens;
    return new Evaluator(new Parser(tokens, Object.keys(context), []).parse(), dictionary(context)).evaluate().coerceString();
  });
}

const dictionary = (tree: Tree): data.Dictionary =>
  new data.Dictionary(...Object.entries(tree).map(([key, value]) => ({ key, value: typeof value === 'string' ? new data.StringData(value) : dictionary(value) })));
