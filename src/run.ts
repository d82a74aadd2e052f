import { realpathSync } from 'node:fs';
import { ask, type Selection } from './engine/ask.ts';
import { assemble, type Answers } from './assemble.ts';
import { tellIdle } from './tell-idle.ts';
import type { Outcome } from './engine/inspect.ts';
import { survey, type Survey } from './engine/survey.ts';
import { waive, type IndexedWaiver } from './engine/waive.ts';
import { findOut, questionText, type Found } from './find-out.ts';
import { answerTo } from './kept.ts';
import { openRepository } from './facts/repository.ts';
import type { AnyCheck, AnyFactProvider, Architecture, FactName, Place, Repo, Repository, Result } from './model/index.ts';
import { baselineReasons, DEFAULT_GATE, type Gate } from './score/gate.ts';
import { withBaseline } from './lib/baseline.ts';
import { complianceOf, stageOf } from './lib/stage.ts';
import { baselineAt, load, loadIfAny, siteOf } from './load.ts';
import { loadPlugins } from './plugins.ts';
import { VERSION } from './version.ts';

export interface StudyOptions {
  /** The folder to lint. */
  readonly dir: string;
  /** Path of the architecture.yaml, where it is not found from `dir` upwards. */
  readonly config?: string;
  /** Today; injected where dates matter. */
  readonly now?: Date;
  /** Absent: nothing is kept between runs. */
  readonly cacheDir?: string;
  /** Parsing threads; absent: one. */
  readonly workers?: number;
  readonly facts: readonly AnyFactProvider[];
  /** Look at the folder as it is, whatever is declared in it or above it. */
  readonly undeclared?: boolean;
  readonly onProgress?: (fact: string, done: number, of: number) => void;
}

export interface RunOptions extends StudyOptions {
  /** Ids of checks or names of dimensions. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Replaces the gate's lowest score. */
  readonly threshold?: number;
  /** Replaces what the gate says of findings that the base does not have. */
  readonly failOnNew?: Gate['no_new'];
  readonly checks: readonly AnyCheck[];
  /** The baseline to use; absent: the one beside architecture.yaml, where there is one; false: none. */
  readonly baseline?: string | false;
  /** What was found before in the same bytes need not be found again: where checks and facts are those of this build, and the folder stays. */
  readonly keepsAnswers?: boolean;
  /** Load the plugins that the declaration names: their code runs. */
  readonly allowPlugins?: boolean;
}

const LONGEST_QUOTE = 160;

/** Gathers facts of one folder, with its architecture.yaml where there is one. */
export async function study(names: readonly FactName[], options: StudyOptions): Promise<{ survey: Survey; architecture: Architecture }> {
  const site = options.undeclared ? { root: realpathSync.native(options.dir) } : siteOf(options.dir, options.config);
  const { repository } = open(site.root, options);
  const architecture = loadIfAny(site);
  const surveyed = await survey(names, options.facts, { architecture }, repository, options.onProgress);
  return { survey: surveyed, architecture };
}

/** What the team declared, or a UsageError. */
export const declarationOf = ({ dir, config }: Pick<StudyOptions, 'dir' | 'config'>): Architecture => load(siteOf(dir, config));

/** The same where there may be none. */
export const declarationIfAny = ({ dir, config }: Pick<StudyOptions, 'dir' | 'config'>): Architecture => loadIfAny(siteOf(dir, config));

function open(root: string, { now = new Date(), workers = 1, cacheDir }: StudyOptions): { repository: Repository; repo: Repo } {
  const repository = openRepository(root, { now, workers, ...(cacheDir !== undefined && { cacheDir }) });
  return { repository, repo: repository.scope([]) };
}

/** Lints one folder. Throws UsageError for what the user can mend. */
export const run = async (options: RunOptions): Promise<Result> => (await lint(options)).result;

/** Load, survey, inspect, waive, score; with the gate that was asked for, and what the score was made of. */
export async function lint(options: RunOptions): Promise<{ result: Result; gate: Gate; answers: Answers }> {
  const now = options.now ?? new Date();
  const site = siteOf(options.dir, options.config);
  const first = load(site, options.checks);
  const { repository, repo } = open(site.root, options);
  const named = first.declared.plugins ?? [];
  const plugins = options.allowPlugins ? await loadPlugins(named, site.root) : [];
  const refused = options.allowPlugins ? [] : named;
  const checks = [...options.checks, ...plugins.flatMap((plugin) => plugin.checks ?? [])];
  // Which options the checks of a plugin have is known once it is loaded.
  const architecture = plugins.length > 0 ? load(site, checks) : first;
  const { declared } = architecture;
  const providers = [...options.facts, ...plugins.flatMap((plugin) => plugin.facts ?? [])];

  const asked = ask(checks, selection(options, architecture));
  const find = (): Promise<Found> => findOut(asked, providers, architecture, repository, options.onProgress);
  const found = options.keepsAnswers && options.cacheDir !== undefined && named.length === 0
    ? await answerTo({ folder: options.cacheDir, repository, text: questionText(asked, architecture), now }, find, ({ whole }) => whole)
    : await find();
  const { facts } = found;
  const outcomes = found.answers.map((answer, index): Outcome => ({ check: asked[index]!.check, ...answer }));

  const waivers: readonly IndexedWaiver[] = (declared.waivers ?? []).map((waiver, index) => ({ ...waiver, index }));
  const ignores = facts.ignores ?? {};
  const waiving = waive(outcomes, waivers, now, ignores);
  const baseline = options.baseline === false ? undefined : baselineAt(site, options.baseline);
  // A baseline is the team's word on what is there today: without a gate of their own, only what is new fails.
  const gate: Gate = {
    ...(declared.scoring?.gate ?? (baseline ? {} : DEFAULT_GATE)),
    ...(options.threshold !== undefined && { score: options.threshold }),
    ...(options.failOnNew !== undefined && { no_new: options.failOnNew }),
  };
  const answers: Answers = {
    version: VERSION,
    stage: stageOf(architecture.declared),
    gate,
    weights: declared.scoring?.weights ?? {},
    architecture,
    asked,
    outcomes: tellIdle(outcomes, waiving, { architecture, ignores, known: checks.map(({ id }) => id) }),
    waiving,
    gaps: found.gaps,
    facts,
    incomplete: [
      ...found.incomplete,
      ...refused.map((name) => `architecture.yaml names the plugin '${name}'; its code runs only with --allow-plugins.`),
    ],
    quote: quoter(repo),
  };
  const result = assemble(answers);
  if (!baseline) return { result, gate, answers };
  const wasAsked = (id: string): boolean => !options.only && !options.skip && (options.allowPlugins === true || !id.includes('/'));
  const known = withBaseline(result, baseline.findings, baseline.name, wasAsked);
  const reasons = [...result.gate.reasons, ...baselineReasons(gate, known.baseline)];
  return { result: { ...known, gate: { passed: reasons.length === 0, reasons } }, gate, answers };
}

function selection(options: RunOptions, architecture: Architecture): Selection {
  return {
    ...(options.only && { only: options.only }),
    ...(options.skip && { skip: options.skip }),
    settings: architecture.declared.checks ?? {},
    stage: stageOf(architecture.declared),
    regulated: complianceOf(architecture.declared).length > 0,
  };
}

/** Reads each quoted file once; lines are trimmed and bounded. */
function quoter(repo: Repo): (at: Place) => string | undefined {
  const lines = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    if (line === undefined) return undefined;
    let known = lines.get(file);
    if (!known) lines.set(file, (known = (repo.exists(file) ? repo.read(file) : undefined)?.split('\n') ?? []));
    const text = known[line - 1]?.trim();
    return text ? text.slice(0, LONGEST_QUOTE) : undefined;
  };
}
