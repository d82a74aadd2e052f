import { isDeepStrictEqual, inspect as print } from 'node:util';
import { CHECKS } from '../../checks/index.ts';
import { FACTS } from '../facts/index.ts';
import { nearest } from '../lib/nearest.ts';
import { placeText, UsageError } from '../lib/mistake.ts';
import { pluginMistakes } from '../lib/plugin-mistakes.ts';
import type { AnyCheck, AnyFactProvider, FactName, Plugin } from '../model/index.ts';
import { run, study } from '../run.ts';
import { lazyChecks, lazyFacts, type CheckCases, type FactCase, type FineCase, type FlaggedCase, type Kind, type UnansweredCase } from './cases.ts';
import { differences } from './compare.ts';
import { filesOf, inFolder, PLAIN_ARCHITECTURE, type Drawing } from './drawing.ts';
import { asPure, asPureFact, type Note } from './pure.ts';

/** The `it` of vitest, jest, mocha or node:test. */
export type It = (title: string, body: () => Promise<void>) => unknown;

const DAY = new Date('2026-01-01T12:00:00Z');

/**
 * Tests a check of a plugin on drawn repositories, through everything that a real run does. With `it`, each case is a
 * test of its own; without, all are run, and the promise is rejected with every sentence. Cases that would not test
 * the check are refused at once.
 */
export function testCheck(plugin: Plugin, id: string, cases: CheckCases, it?: It): Promise<void> {
  const check = named(plugin, id, plugin.checks ?? [], (one) => one.id, 'check');
  refuse(id, lazyChecks(cases));
  const kinds: readonly Kind[] = ['flagged', 'fine', 'unanswered'];
  return runAll(id, kinds.flatMap((kind) => (cases[kind] ?? []).map((one) => ({
    title: `${kind}: ${one.title}`,
    run: () => wrongOf(plugin, check, kind, one, cases.now ?? DAY),
  }))), it);
}

/** Tests what a fact of a plugin says of drawn repositories. */
export function testFact(plugin: Plugin, name: string, cases: readonly FactCase[], it?: It): Promise<void> {
  named(plugin, name, plugin.facts ?? [], (one) => one.name, 'fact');
  refuse(name, lazyFacts(cases));
  return runAll(name, cases.map((one) => ({ title: one.title, run: () => wrongOfFact(plugin, name, one) })), it);
}

async function wrongOf(plugin: Plugin, check: AnyCheck, kind: Kind, one: FlaggedCase | FineCase | UnansweredCase, now: Date): Promise<string[]> {
  const notes = new Set<string>();
  const note: Note = (sentence) => notes.add(sentence);
  const checks = [...CHECKS, ...(plugin.checks ?? []).map((each) => (each.id === check.id ? asPure(each, note) : each))];
  return inDrawing(one.repository, check.id, one.options, async (dir) => {
    const result = await run({ dir, checks, facts: factsWith(plugin, note), only: [check.id], now, baseline: false });
    const answer = result.checks.find(({ id }) => id === check.id);
    if (!answer) return ['The check is off in this architecture.yaml.'];
    return [...notes, ...differences(kind, one, result, answer)];
  });
}

async function wrongOfFact(plugin: Plugin, name: string, { repository, value, unread = [] }: FactCase): Promise<string[]> {
  const notes = new Set<string>();
  return inDrawing(repository, name, undefined, async (dir) => {
    const { survey } = await study([name as FactName], { dir, facts: factsWith(plugin, (sentence) => notes.add(sentence)), now: DAY });
    const fault = survey.faults[name];
    if (fault !== undefined) return [fault];
    const found = (survey.facts as Readonly<Record<string, unknown>>)[name];
    return [
      ...notes,
      ...survey.gaps.filter(({ at }) => (at ? !unread.includes(at.file) : unread.length === 0)).map(({ at, reason }) => `${at ? `${placeText(at)} ` : ''}was not read whole: ${reason}.`),
      ...(isDeepStrictEqual(JSON.parse(JSON.stringify(found ?? null)), JSON.parse(JSON.stringify(value ?? null))) ? [] : [`The fact is ${show(found)}, not ${show(value)}.`]),
    ];
  });
}

const factsWith = (plugin: Plugin, note: Note): AnyFactProvider[] => [...FACTS, ...(plugin.facts ?? []).map((fact) => asPureFact(fact, note))];

/** The drawing as a folder, with an architecture.yaml in any case; a mistake in it is what is wrong. */
async function inDrawing(drawing: Drawing, id: string, options: object | undefined, use: (folder: string) => Promise<string[]>): Promise<string[]> {
  const files = { 'architecture.yaml': PLAIN_ARCHITECTURE, ...filesOf(drawing) };
  let text = files['architecture.yaml'];
  if (options !== undefined) {
    if (/^checks:/m.test(text)) return ['It has `options`, and an architecture.yaml with `checks:`; set them there.'];
    text = `${text.trimEnd()}\nchecks: ${JSON.stringify({ [id]: { options } })}\n`;
  }
  try {
    return await inFolder({ ...files, 'architecture.yaml': text }, use);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.mistakes.map(({ message, at }) => (at ? `${placeText(at)} ${message}` : message));
  }
}

/** The check or fact of that name, of a plugin that a run would take. */
function named<T>(plugin: Plugin, name: string, all: readonly T[], nameOf: (one: T) => string, what: string): T {
  refuse(name, pluginMistakes(plugin).map((why) => `The plugin ${why}.`.replace(/([.?])\.$/, '$1')));
  const found = all.find((one) => nameOf(one) === name);
  const near = nearest(name, all.map(nameOf));
  if (found === undefined) throw new Error(`The plugin '${plugin.name}' has no ${what} '${name}'${near === undefined ? '.' : `; did you mean '${near}'?`}`);
  return found;
}

function refuse(name: string, sentences: readonly string[]): void {
  if (sentences.length > 0) throw new Error(`The tests of ${name} are refused:\n${sentences.map((one) => `  ${one}`).join('\n')}`);
}

async function runAll(name: string, tests: readonly { readonly title: string; run(): Promise<string[]> }[], it?: It): Promise<void> {
  const failures: string[] = [];
  for (const { title, run: runOne } of tests) {
    const body = async (): Promise<void> => {
      const wrong = await runOne();
      if (wrong.length > 0) throw new Error(`${title}\n${wrong.map((one) => `  ${one}`).join('\n')}`);
    };
    if (it) it(title, body);
    else await body().catch((error: Error) => failures.push(error.message));
  }
  if (failures.length > 0) throw new Error(`${name} fails ${failures.length} of ${tests.length} cases:\n${failures.join('\n')}`);
}

const show = (value: unknown): string => print(value, { depth: 8, breakLength: 120, compact: 3, sorted: true });
