import { MIGRATION_STEPS } from '../lib/knowledge/review.ts';
import { PATTERNS } from '../lib/knowledge/patterns.ts';
import type { StyleName } from '../lib/knowledge/styles.ts';
import { count, listed } from '../lib/module-imports.ts';
import type { Answer, Block } from './answer.ts';
import { cutData, cutLine, historyNote, UNCLEAR } from './boundaries.ts';
import { titled, type Case } from './case.ts';
import { blockerLine, blockersOf, type Blocker } from './migrate/blockers.ts';
import { partsOf, type Context, type MigrateFacts, type Parts } from './migrate/contexts.ts';
import { strangles, type Goal } from './migrate/goal.ts';
import { FEW_SERVICES, STEPS, workOn } from './migrate/plan.ts';
import { verdictOn, type GoalVerdict } from './migrate/verdict.ts';
import { CALLED } from './style.ts';

export interface MigrateAsked {
  readonly from: StyleName;
  readonly to: Goal;
  /** Contexts that are told in full. */
  readonly most: number;
}

/** The way from one style to another over the graph that is there: what moves first, what stands in its way, and what tells that a step is done. */
export function migrate(one: Case, facts: MigrateFacts, asked: MigrateAsked): Answer {
  const { to, most } = asked;
  const verdict = verdictOn(one, to);
  const parts = partsOf(facts, to);
  const blockers = blockersOf(facts, parts, to);
  const moving = to === 'service-oriented' ? parts.contexts.slice(0, FEW_SERVICES) : parts.contexts;
  const shown = moving.slice(0, most);
  const steps = STEPS[to];
  return {
    command: 'migrate',
    data: dataOf(facts, parts, blockers, verdict, asked, moving),
    blocks: [
      { heading: titled('Migration', one) },
      { text: `From ${CALLED[asked.from]} to ${CALLED[to]}. ${verdict.sentences.join(' ')}` },
      ...ground(facts, parts, moving, to),
      ...(moving.length === 0 ? [{ text: 'Nothing here can move on its own: no part keeps a table, answers a request, or speaks to another system.' }] : [
        { heading: 'The order' },
        { text: ORDERED[to] },
        ...(moving.some(({ seam }) => seam.owns.length > 0) ? [] : [{ text: 'None of them is seen to keep a table, so the order stands on imports and history alone: find out whose data is whose before the first step.' }]),
        { head: [strangles(to) ? 'quarter' : '', UNIT[to], 'modules', 'tables', 'out', 'in', 'coupling', 'blocked by'], table: moving.map((context, index) => row(context, index, blockers.get(context.seam.name)!)) },
      ]),
      ...(moving.length < parts.contexts.length ? [{ text: `With the monolith that makes ${moving.length + 1} services, as many as the style is for; in the monolith stay ${listed(parts.contexts.slice(moving.length).map(({ seam }) => seam.name), 8)}.` }] : []),
      ...(parts.staying.length > 0 ? [{ heading: 'What does not move on its own' }, { list: stays(parts) }] : []),
      ...(moving.length > 0 ? [
        { heading: `The steps of each ${UNIT[to]}` },
        { list: steps.map(({ step }) => step), numbered: true } satisfies Block,
        ...shown.flatMap((context, index) => detail(context, index, parts, blockers.get(context.seam.name)!, to)),
        ...(shown.length < moving.length ? [{ text: `--most ${moving.length} tells ${moving.length - shown.length} more.` }] : []),
        { heading: 'After each step' },
        { head: ['step', 'arch-lint checks', 'good is'], table: steps.map(({ checks, look }, index) => [String(index + 1), checks.join(', '), look]) } satisfies Block,
        { text: `\`arch-lint check --only ${[...new Set(steps.flatMap(({ checks }) => checks))].join(',')}\` asks all of them.${strangles(to) ? ' Declare the way under `migration` in architecture.yaml (monolith, extracting, data_extracted, proxy, monolith_pipeline, completed): unsafe-migration holds it against what is there.' : ''}` },
      ] : []),
    ],
    follows: [...verdict.follows, ...rules(to)],
  };
}

const UNIT: Readonly<Record<Goal, string>> = { 'microservices': 'context', 'service-oriented': 'context', 'serverless': 'context', 'event-driven': 'part', 'modular-monolith': 'module' };

const DATA_FIRST = 'What keeps data comes first, of these the loosest: coupling is the mean of the imports, the data and the commits that cross the boundary, and of the imports that go back and forth.';
const ORDERED: Readonly<Record<Goal, string>> = {
  'microservices': DATA_FIRST, 'service-oriented': DATA_FIRST, 'modular-monolith': DATA_FIRST, 'event-driven': DATA_FIRST,
  'serverless': 'What remembers nothing in its process comes first, then what keeps no table, of these the loosest. Whether the traffic of a part comes in spikes is not in the code: begin with those that it does.',
};

function ground(facts: MigrateFacts, { by, clustered, ground: { shared } }: Parts, moving: readonly Context[], goal: Goal): Block[] {
  const note = historyNote(facts);
  return [
    { text: by === 'declared' ? 'The parts are the declared components.' : `The parts are the boundaries that \`arch-lint boundaries\` proposes; the declared components are too few to part the server by. Settle them, and declare them as components before the first step: the checks watch what is declared.${clustered!.stability >= UNCLEAR ? '' : ' They are unclear, and what is unclear is drawn wrongly: ask those who know the code.'}` },
    ...(strangles(goal) && moving.length > 0 ? [{ text: `One context a quarter is a healthy pace: ${count(moving.length, 'context')} take ${count(moving.length, 'quarter')}. Never two at once, and the monolith stays deployable all the way. Stop when what is left hurts nobody.` }] : []),
    ...(note === undefined ? [] : [{ text: note }]),
    ...(by === 'proposed' && shared.size > 0 ? [{ text: `${count(shared.size, 'module is', 'modules are')} used from everywhere, and in no ${UNIT[goal]}: ${strangles(goal) ? 'they become a library that each side takes by version' : 'they stay shared code'}.` }] : []),
  ];
}

function row({ seam: { name, modules, owns, out, into, coupling } }: Context, index: number, blockers: readonly Blocker[]): string[] {
  const kinds = [...new Set(blockers.map(({ kind }) => kind))];
  return [String(index + 1), name, String(modules.length), String(owns.length), String(out), String(into), coupling.toFixed(2), kinds.length === 0 ? 'nothing' : kinds.join(', ')];
}

/** What stays for one reason is told in one line. */
function stays({ staying }: Parts): string[] {
  const reasons = new Map<string, string[]>();
  for (const { name, because } of staying) reasons.set(because, [...(reasons.get(because) ?? []), name]);
  return [...reasons].map(([because, names]) => `${listed(names, 8)}: ${because}.`);
}

const percent = (part: number | undefined): string => (part === undefined ? 'unknown' : `${Math.round(part * 100)} %`);
const MOST_BLOCKERS = 8;
const MOST_CUTS = 3;

function detail(context: Context, index: number, parts: Parts, blockers: readonly Blocker[], goal: Goal): Block[] {
  const { seam: { name, shares, coupling }, signs } = context;
  const cuts = parts.seams.cuts.filter(({ from, to }) => from === name || to === name);
  const speaking = signs.filter(({ speaks }) => speaks === 'for' || speaks === 'against');
  return [
    { heading: `${index + 1}. ${name}` },
    { text: `Coupling ${coupling.toFixed(2)}: imports that cross ${percent(shares.imports)}, data that crosses ${percent(shares.data)}, commits with others ${percent(shares.together)}, imports that go back and forth ${percent(shares.cycles)}. ${speaking.map(({ heuristic, speaks, because }) => `${heuristic} speaks ${speaks} it: ${because}`).join(' ')}`.trim() },
    { list: workOn(context, parts, goal) },
    ...(blockers.length === 0 ? [{ text: 'Nothing that could be read blocks it.' }] : [{ text: 'First, in the code as it is:' }, { list: blockers.slice(0, MOST_BLOCKERS).map(blockerLine) }]),
    ...(blockers.length > MOST_BLOCKERS ? [{ text: `${blockers.length - MOST_BLOCKERS} more stand in --format json.` }] : []),
    ...(cuts.length === 0 || !strangles(goal) ? [] : [{ text: 'The costliest cuts:' }, { list: cuts.slice(0, MOST_CUTS).map(cutLine) }]),
  ];
}

const rounded = (number: number): number => Math.round(number * 1000) / 1000;

function dataOf(facts: MigrateFacts, parts: Parts, blockers: ReadonlyMap<string, readonly Blocker[]>, verdict: GoalVerdict, { from, to }: MigrateAsked, moving: readonly Context[]): object {
  return {
    from, to,
    goal: { flowchart: verdict.flowchart, leads_to: verdict.leadsTo, against: verdict.against },
    parts: parts.by, ...(parts.clustered && { stability: rounded(parts.clustered.stability) }),
    history: { commits: facts.history.commits.length, since: facts.history.since, truncated: facts.history.truncated },
    order: moving.map(({ seam, signs, endpoints, external, channels, state }, index) => ({
      name: seam.name, ...(strangles(to) && { quarter: index + 1 }), modules: seam.modules, imports: { inside: seam.inside, out: seam.out, in: seam.into }, coupling: rounded(seam.coupling),
      shares: Object.fromEntries(Object.entries(seam.shares).map(([key, value]) => [key, rounded(value as number)])),
      tables: seam.owns.map(({ entity, at, uses }) => ({ entity, at, others: uses.filter(({ group }) => group !== seam.name) })),
      endpoints, external, channels, state, signs, blockers: blockers.get(seam.name)!,
      cuts: parts.seams.cuts.filter((cut) => cut.from === seam.name || cut.to === seam.name).map(cutData),
    })),
    not_moving: [...parts.contexts.slice(moving.length).map(({ seam }) => ({ name: seam.name, because: 'the style is for 2 to 5 services' })), ...parts.staying],
    steps: STEPS[to],
  };
}

function rules(goal: Goal): Answer['follows'] {
  const source = 'Migration from a monolith';
  const strangler = PATTERNS.find(({ id }) => id === 'strangler-fig')!;
  if (strangles(goal)) return [...MIGRATION_STEPS.map((rule, index) => ({ rule, source: `${source}, ${index + 1}` })), { rule: strangler.note!, source: 'Phase 10, strangler fig' }];
  return [{ rule: MIGRATION_STEPS[1], source: `${source}, 2` }, ...(goal === 'event-driven' ? PATTERNS.filter(({ id }) => id === 'outbox').map(({ note }) => ({ rule: note!, source: 'Phase 10, outbox' })) : [])];
}
