import { z } from 'zod';
import { STAGES } from '../../model/index.ts';
import { checkAnswer } from './check-answer.ts';
import { count, flags, text, texts, type Given, type Tool } from './tool.ts';

const JSON_FORMAT = '--format=json';
/** Names come after the mark that ends the options. */
const names = (value: unknown): string[] => (value === undefined ? [] : ['--', ...(Array.isArray(value) ? value : [value])]);

/** What every answer of advice has; the rest is the command's own. */
const advice = z.looseObject({ schema_version: z.literal(1), command: z.string(), follows: z.array(z.looseObject({ rule: z.string(), source: z.string() })) });
const place = { file: z.string(), line: z.number().optional() };

/** A tool whose command takes `--format json`, with options by their flags. */
function advised(name: string, description: string, input: z.ZodObject, options: Readonly<Record<string, string>> = {}, positional?: string): Tool {
  const command = name.replaceAll('_', '-');
  return {
    name, description, input, output: advice,
    args: (given: Given) => [...(command === 'adr-list' ? ['adr', 'list'] : [command]), JSON_FORMAT, ...flags(given, options), ...(positional === undefined ? [] : names(given[positional]))],
  };
}

const ESTIMATE = { users: 'users', daily_users: 'daily-users', actions: 'actions', requests: 'requests', response_size: 'response-size', records: 'records', record_size: 'record-size', peak: 'peak' };
const DESIGN = { as: 'as', team: 'team', users: 'users', stage: 'stage', availability: 'availability', latency: 'latency', consistency: 'consistency', compliance: 'compliance', cloud: 'cloud', regions: 'regions', skills: 'skills', independent_deploys: 'independent-deploys', tenancy: 'tenancy', name: 'name' };

/** What the server offers. None of these commands writes to the folder. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'check',
    description: 'Lint the architecture: score, gate, and the costliest findings with file and line.',
    input: z.strictObject({
      only: texts('run only these checks or dimensions').optional(),
      skip: texts('leave out these checks or dimensions').optional(),
      files: texts('show and count only what is at or about these files').optional(),
      most: count('how many findings to show; 20 where it is absent', 200).optional(),
    }),
    output: z.looseObject({
      schema_version: z.literal(1),
      score: z.looseObject({ total: z.number(), rating: z.string() }),
      gate: z.looseObject({ passed: z.boolean(), reasons: z.array(z.string()) }),
      incomplete: z.array(z.string()),
      findings: z.array(z.looseObject({ check: z.string(), severity: z.string(), subject: z.string(), standing: z.string(), message: z.string(), ...place })),
      findings_in_all: z.number(),
      unknown: z.array(z.object({ check: z.string(), reason: z.string() })),
    }),
    paths: ['files'],
    args: (given) => ['check', JSON_FORMAT, ...flags(given, { only: 'only', skip: 'skip', files: 'files' })],
    answer: checkAnswer,
  },
  {
    name: 'explain',
    description: 'Explain a check, or a finding of the last whole check: why, the evidence that counts, how to mend it.',
    input: z.strictObject({ name: text('a check, or the subject, place (file:line) or fingerprint of a finding') }),
    output: z.looseObject({ check: z.looseObject({ id: z.string(), why: z.string(), fix: z.string() }).optional(), page: z.string().optional(), findings: z.array(z.looseObject({})).optional() }),
    args: ({ name }) => ['explain', JSON_FORMAT, ...names(name)],
    answer: (printed) => {
      const data = JSON.parse(printed) as Record<string, unknown> | unknown[];
      return { data: Array.isArray(data) ? { findings: data } : data };
    },
  },
  {
    name: 'can',
    description: 'Tell whether an import is allowed, by which declared line, and the legal route. Ask before writing the import.',
    input: z.strictObject({ from: text('a file, there or yet to be written, or a component'), to: text('a file, a component, a package or a built-in module (node:fs)') }),
    output: z.looseObject({ schema_version: z.literal(1), allowed: z.boolean(), from: z.string(), to: z.string(), reasons: z.array(z.looseObject({ message: z.string() })) }),
    paths: ['from', 'to'],
    args: ({ from, to }) => ['can', JSON_FORMAT, '--', String(from), String(to)],
  },
  {
    name: 'next',
    description: 'Tell what to fix first: points, effort, and the score after each step.',
    input: z.strictObject({ most: count('how many steps; 10 where it is absent', 100).optional() }),
    output: z.looseObject({ schema_version: z.literal(1), score: z.number(), rating: z.string(), steps: z.array(z.looseObject({ check: z.string(), fix: z.string(), points: z.number() })), steps_in_all: z.number() }),
    args: () => ['next', JSON_FORMAT],
    answer: (printed, { most = 10 }) => {
      const plan = JSON.parse(printed) as { steps: unknown[] };
      return { data: { ...plan, steps: plan.steps.slice(0, Number(most)), steps_in_all: plan.steps.length } };
    },
  },
  {
    name: 'graph',
    description: 'Draw the import graph as a Mermaid diagram; broken edges are marked.',
    input: z.strictObject({ level: z.enum(['module', 'component', 'layer']).describe('what is drawn; components where they are declared').optional() }),
    output: z.object({ mermaid: z.string() }),
    args: (given) => ['graph', '--format=mermaid', ...flags(given, { level: 'level' })],
    answer: (printed) => ({ data: { mermaid: printed }, text: printed }),
  },
  {
    name: 'context',
    description: 'Give the declared rules as compact Markdown: what somebody who writes code here must know.',
    input: z.strictObject({}),
    output: z.object({ markdown: z.string() }),
    args: () => ['context'],
    answer: (printed) => ({ data: { markdown: printed }, text: printed }),
  },
  {
    name: 'ask',
    description: 'Choose the arch-lint command that a plain sentence asks for, and say it; it is not run.',
    input: z.strictObject({ sentence: text('what is asked, in plain words') }),
    output: z.object({ command: z.string() }),
    args: ({ sentence }) => ['ask', '--print', ...names(sentence)],
    answer: (printed) => ({ data: { command: printed.trim() }, text: printed }),
  },
  advised('review', 'Go through the review checklist: 28 lines, each with a mark and its best evidence.', z.strictObject({})),
  advised('score', 'Score the eight dimensions, with what holds each down.', z.strictObject({ what_if: texts('the score if these were so, such as missing-timeouts=verified').optional() }), { what_if: 'what-if' }),
  advised('style', 'Walk the selection flowchart of architecture styles, and hold the declared style against the decision matrix.', z.strictObject({
    team: count('developers', 1_000_000).optional(),
    contexts: count('bounded contexts', 1_000_000).optional(),
    peak: count('how many times the baseline the highest traffic is', 1_000_000).optional(),
    independent_deploys: z.boolean().describe('whether parts must be deployed on their own').optional(),
    audit: z.boolean().describe('whether an audit trail with questions about the past is mandatory').optional(),
  }), { team: 'team', contexts: 'contexts', peak: 'peak', independent_deploys: 'independent-deploys', audit: 'audit' }),
  advised('compare', 'Hold two to four technologies of one table side by side, and say which fits here; without names, the tables.', z.strictObject({ names: texts('such as REST and GraphQL').optional() }), {}, 'names'),
  advised('pattern', 'Tell when a pattern is right, its steps, whether it applies here, and what there is of it; without a name, all patterns.', z.strictObject({ name: text('outbox, saga, circuit breaker, …, or the problem in words').optional() }), {}, 'name'),
  advised('database', 'Say which store a need asks for, and which declared store is a misfit.', z.strictObject({ needs: texts('relational, document, search, …, or in words').optional() }), { needs: 'need' }),
  advised('estimate', 'Compute load, storage and bandwidth on the back of an envelope.', z.strictObject({
    users: text('all users: 200, 10K, 1.5M').optional(),
    daily_users: text('users on a day; else a fifth of all').optional(),
    actions: text('requests of one user a day').optional(),
    requests: text('requests of all users a day').optional(),
    response_size: text('size of an answer: 500B, 2KB').optional(),
    records: text('records written a day').optional(),
    record_size: text('size of a record: 500B, 2KB').optional(),
    peak: text('how many times the mean the peak is; else 3').optional(),
  }), ESTIMATE),
  advised('boundaries', 'Propose service boundaries from imports, data, history and owners, beside the declared components.', z.strictObject({
    resolution: z.number().min(0.1).max(10).describe('above 1: more and smaller parts').optional(),
    level: z.enum(['folder', 'module']).describe('module: folders are left out').optional(),
  }), { resolution: 'resolution', level: 'level' }),
  advised('data_model', 'Tell entities, keys and relations, beside what is declared, and where the two differ.', z.strictObject({ name: text('a context, a component or an entity; else all').optional(), most: count('how many entities', 200).optional() }), { most: 'most' }, 'name'),
  advised('adr_list', 'List the decision records with their status.', z.strictObject({})),
  advised('design', 'Design a system by its brief, and give architecture.yaml and DESIGN.md as text; nothing is written.', z.strictObject({
    system: text('what to design, such as chat system'),
    as: text('which classic system it is, or general').optional(),
    team: count('developers', 100_000),
    users: text('expected users: 1K, 250K, 10M+'),
    stage: z.enum(STAGES).describe('how far it has come').optional(),
    availability: text('99.9%, 99.99%, …').optional(),
    latency: text('how soon 99 of 100 answers must come: < 500ms').optional(),
    consistency: text('strong, eventual or causal').optional(),
    compliance: texts('SOC2, HIPAA, PCI, GDPR').optional(),
    cloud: text('aws, gcp, azure or self-hosted').optional(),
    regions: texts('the first region, then others').optional(),
    skills: texts('what the team knows').optional(),
    independent_deploys: z.boolean().describe('whether parts must be deployed on their own').optional(),
    tenancy: text('how several customers share it').optional(),
    name: text('project.name; else made from the system').optional(),
  }), DESIGN, 'system'),
];
