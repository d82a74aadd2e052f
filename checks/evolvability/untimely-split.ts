import { ownershipOf } from '../../src/lib/codeowners.ts';
import { changesOf, type Changes } from '../../src/lib/change-coupling.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { SPLIT_DEPLOY_FACTOR } from '../../src/lib/knowledge/review.ts';
import { count, listed } from '../../src/lib/module-imports.ts';
import { runningServices } from '../../src/lib/production.ts';
import { defineCheck, type Evidence, type Facts, type Judgement } from '../../src/model/index.ts';

type Needs = 'architecture' | 'files' | 'components' | 'units' | 'workloads' | 'pipelines' | 'alerts' | 'dashboards' | 'codeowners' | 'history' | 'coupling';
interface Options { readonly signals: number; readonly commits: number }

const ADVICE = 'The signals are counted; whether they outweigh what a split costs is yours to judge.';
/** Two parts that change together this often have no boundary to split at. */
const ENTANGLED = 0.3;

export default defineCheck<Needs, Options>({
  id: 'untimely-split',
  dimension: 'evolvability',
  severity: 'minor',
  phase: 'edge',
  from: 'growth',
  effort: 'high',
  title: 'Services are split when the signals say so, not before',
  why: 'A split too early buys network failures for nothing; one too late makes the quick part wait for the slow.',
  fix: 'Split where several signals agree and none speaks against it; put together what one person runs without a pipeline.',
  grading: 'share',
  needs: ['architecture', 'files', 'components', 'units', 'workloads', 'pipelines', 'alerts', 'dashboards', 'codeowners', 'history', 'coupling'],
  options: {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: {
        signals: { type: 'integer', minimum: 1, maximum: 4, description: 'Signals for a split that must agree.' },
        commits: { type: 'integer', minimum: 2, description: 'Commits to the busier of two parts before their pace is compared.' },
      },
    },
    defaults: { signals: 2, commits: 40 },
  },
  inspect(facts, options) {
    const against = keepSignals(facts);
    const [early, late] = [tooEarly(facts, against), tooLate(facts, against, options)];
    return { examined: early.examined + late.examined, judgements: [...early.judgements, ...late.judgements] };
  },
});

type Part = { readonly examined: number; readonly judgements: readonly Judgement[] };
interface Keep { readonly alone: readonly Evidence[]; readonly blind: readonly Evidence[] }

/** What speaks against any split: one developer; no pipeline; nothing watched. */
function keepSignals({ architecture, pipelines, alerts, dashboards, history }: Pick<Facts, Needs>): Keep {
  const { project, observability, deployment } = architecture.declared;
  const { team_size: size } = project;
  const sole = size === undefined && history.authors.length === 1 && history.commits.length >= 20;
  const piped = pipelines.pipelines.length > 0 || deployment?.pipeline !== undefined;
  const watched = alerts.rules.length > 0 || dashboards.dashboards.length > 0 || observability?.metrics !== undefined || observability?.alerts !== undefined;
  return {
    alone: size === 1 ? [{ note: 'there is one developer', at: placeOf(architecture, '/project/team_size') }] : sole ? [{ note: `one person made all ${history.commits.length} commits since ${history.since}` }] : [],
    blind: !piped && !watched ? [{ note: 'no pipeline builds and deploys them' }, { note: 'no metrics, dashboards or alerts watch them' }] : [],
  };
}

/** Several services that one person runs, or that nobody deploys and watches by machine. */
function tooEarly({ architecture, workloads, components }: Pick<Facts, Needs>, { alone, blind }: Keep): Part {
  const declared = components.components.map(({ name }) => name).filter((name) => ['service', 'worker'].includes(architecture.declared.components[name]?.kind ?? ''));
  const running = runningServices(workloads.workloads).filter(({ deployments: [first] }) => first!.kind !== 'function').map(({ workload }) => workload.name);
  const services = declared.length >= running.length ? declared : running;
  if (services.length < 2) return { examined: 0, judgements: [] };
  const against = [...alone, ...blind];
  if (against.length === 0) return { examined: 1, judgements: [] };
  return {
    examined: 1,
    judgements: [{
      subject: 'services', standing: 'violated', confidence: alone.some(({ at }) => at) ? 'medium' : 'low', ...(!alone.some(({ at }) => at) && alone.length > 0 && { advice: ADVICE }),
      message: `The system is split into ${count(services.length, 'service')} (${listed(services, 5)}), and ${against.map(({ note }) => note).join('; ')}.`,
      at: alone[0]?.at ?? placeOf(architecture, declared[0] === undefined ? '/components' : pointer('components', declared[0])),
      evidence: against,
    }],
  };
}

/** Two parts of one process that differ in pace, owner, scale and weight. */
function tooLate(facts: Pick<Facts, Needs>, against: Keep, options: Options): Part {
  const { architecture, files: { files }, components: { of }, units: { units }, history: { commits } } = facts;
  const production = new Set(files.filter(({ role, language }) => role === 'production' && language !== undefined).map(({ path }) => path));
  const componentOf = (path: string): string | undefined => (production.has(path) && of[path]?.components.length === 1 ? of[path].components[0] : undefined);
  const changes = changesOf(commits, componentOf);
  const kindOf = (name: string) => architecture.declared.components[name]?.kind;
  const pairs = new Map<string, readonly [string, string]>();
  for (const { modules, kind } of units) {
    if (kind !== 'service' && kind !== 'worker') continue;
    const inside = [...new Set(modules.map(componentOf).filter((name) => name !== undefined))].filter((name) => kindOf(name) === 'module').sort();
    for (const [index, a] of inside.entries()) for (const b of inside.slice(index + 1)) pairs.set(`${a}\0${b}`, [a, b]);
  }
  const judged = [...pairs.values()].filter(([a, b]) => Math.max(changes.commits.get(a) ?? 0, changes.commits.get(b) ?? 0) >= options.commits);
  if (against.alone.length > 0 || against.blind.length > 0) return { examined: judged.length, judgements: [] };
  const judgements = judged.flatMap(([a, b]): Judgement[] => {
    if ((changes.pairs.find((pair) => pair.a === a && pair.b === b)?.share ?? 0) > ENTANGLED) return [];
    if (facts.coupling.componentKnots.some(({ members, typeOnly }) => !typeOnly && members.includes(a) && members.includes(b))) return [];
    const signals = signalsOf(a, b, changes, facts);
    if (signals.length < options.signals) return [];
    return [{
      subject: `${a} and ${b}`, standing: 'violated', confidence: 'low', advice: ADVICE, evidence: signals,
      message: `${a} and ${b} run in one process, and ${listed(signals.map(({ note }) => note), 4)}.`,
      at: placeOf(architecture, pointer('components', a)),
    }];
  });
  return { examined: judged.length, judgements };
}

function signalsOf(a: string, b: string, changes: Changes, { architecture, codeowners, files: { files }, components: { of } }: Pick<Facts, Needs>): Evidence[] {
  const signals: Evidence[] = [];
  const [x, y] = [architecture.declared.components[a]!, architecture.declared.components[b]!];
  const at = (name: string, key: string) => placeOf(architecture, pointer('components', name, key));
  const [of_a, of_b] = [changes.commits.get(a) ?? 0, changes.commits.get(b) ?? 0];
  const [quick, slow] = of_a >= of_b ? [a, b] : [b, a];
  if (Math.max(of_a, of_b) >= SPLIT_DEPLOY_FACTOR * Math.max(1, Math.min(of_a, of_b))) signals.push({ note: `${quick} changes ${Math.floor(Math.max(of_a, of_b) / Math.max(1, Math.min(of_a, of_b)))} times as often as ${slow}` });
  const ownershipAt = ownershipOf(codeowners);
  const teams = (name: string, said: string | readonly string[] | undefined): readonly string[] => (said !== undefined ? listOf(said) : [...new Set(files.filter(({ path, role }) => role === 'production' && of[path]?.components[0] === name).flatMap(({ path }) => ownershipAt(path)?.owners ?? []))]);
  const [first, second] = [teams(a, x.owner), teams(b, y.owner)];
  if (first.length > 0 && second.length > 0 && !first.some((owner) => second.includes(owner))) signals.push({ note: `${listed(first, 2)} owns the one and ${listed(second, 2)} the other`, at: at(a, 'owner') });
  const profile = ({ scaling, resources }: typeof x): string | undefined => scaling?.trigger?.replace(/[\d.%\s]+/g, '') ?? (resources?.cpu !== undefined && resources.memory !== undefined ? `${resources.cpu}/${resources.memory}` : undefined);
  if (profile(x) !== undefined && profile(y) !== undefined && profile(x) !== profile(y)) signals.push({ note: `they scale by different measures`, at: at(a, 'scaling') });
  const weights = new Set([x.criticality, y.criticality]);
  if (weights.has('critical') && weights.has('optional')) signals.push({ note: `the failure of the optional one takes the critical one down`, at: at(a, 'criticality') });
  return signals;
}
