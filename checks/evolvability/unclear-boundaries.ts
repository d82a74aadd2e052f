import { ownershipOf } from '../../src/lib/codeowners.ts';
import { changesOf } from '../../src/lib/change-coupling.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { bounded, groupBy, listed } from '../../src/lib/module-imports.ts';
import { ancestorsOf } from '../../src/lib/nesting.ts';
import { defineCheck, type Evidence, type Facts, type Judgement } from '../../src/model/index.ts';

interface Options { readonly together: number; readonly commits: number; readonly second_owner: number }
type Needs = 'architecture' | 'files' | 'components' | 'codeowners' | 'history' | 'coupling';

/** What history shows is a hint: it says what changed together, never why. */
const ADVICE = 'History hints at where boundaries lie; whether to move one is yours to judge.';
const FEWEST_FILES = 5;

export default defineCheck<Needs, Options>({
  id: 'unclear-boundaries',
  dimension: 'evolvability',
  severity: 'minor',
  phase: '3',
  from: 'growth',
  effort: 'high',
  title: 'Components change on their own, and each has one owner',
  why: 'Parts that always change together are one part with a wall through it; a part that two teams own is two.',
  fix: 'Merge what changes together, or move what both need into one of them; cut a component where its owners part.',
  grading: 'share',
  needs: ['architecture', 'files', 'components', 'codeowners', 'history', 'coupling'],
  options: {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: {
        together: { type: 'number', minimum: 0, maximum: 1, description: 'Share of the commits to the quieter of two components that change the other as well.' },
        commits: { type: 'integer', minimum: 2, description: 'Commits to each of two components before they are compared.' },
        second_owner: { type: 'number', minimum: 0, maximum: 1, description: 'Share of a component\'s source files that a second owner has, for it to count as his.' },
      },
    },
    defaults: { together: 0.6, commits: 12, second_owner: 0.3 },
  },
  inspect(facts, options) {
    const [changing, owned] = [together(facts, options), owners(facts, options)];
    return { examined: changing.examined + owned.examined, judgements: [...changing.judgements, ...owned.judgements] };
  },
});

type Part = { readonly examined: number; readonly judgements: readonly Judgement[] };

/** Deploy cadence and domain: two components of which one hardly ever changes alone. */
function together({ architecture, files: { files }, components: { components, of }, history: { commits, since }, coupling }: Pick<Facts, Needs>, options: Options): Part {
  const { declared } = architecture;
  const production = new Set(files.filter(({ role, language }) => role === 'production' && language !== undefined).map(({ path }) => path));
  const insideOf = ancestorsOf(components);
  const isPart = (name: string): boolean => declared.components[name]?.kind !== 'library';
  const changes = changesOf(commits, (path) => (production.has(path) && of[path]?.components.length === 1 && isPart(of[path].components[0]!) ? of[path].components[0] : undefined));
  const names = [...changes.commits].filter(([, count]) => count >= options.commits).map(([name]) => name).sort();
  const related = (a: string, b: string): boolean => insideOf(a).includes(b) || insideOf(b).includes(a);
  const comparable = names.flatMap((a, index) => names.slice(index + 1).filter((b) => !related(a, b))).length;
  const judgements = changes.pairs
    .filter(({ a, b, share }) => share >= options.together && names.includes(a) && names.includes(b) && !related(a, b))
    .map(({ a, b, both, fewer, share }): Judgement => ({
      subject: `${a} and ${b}`,
      standing: 'violated',
      message: `${both} of ${fewer} commits to ${changes.commits.get(a) === fewer ? a : b} since ${since} change ${changes.commits.get(a) === fewer ? b : a} as well (${Math.round(share * 100)} %).`,
      at: placeOf(architecture, pointer('components', a)),
      confidence: 'low',
      advice: ADVICE,
      evidence: [
        { note: `${b} is declared here`, at: placeOf(architecture, pointer('components', b)) },
        ...coupling.components.filter(({ from, to }) => (from === a && to === b) || (from === b && to === a)).map(({ from, to, imports, sites }): Evidence => ({ note: `${from} imports ${to} ${imports} times`, at: { file: sites[0]!.from, line: sites[0]!.line } })),
      ],
    }));
  return { examined: comparable, judgements };
}

/** Team ownership: the structure follows who talks to whom. */
function owners({ architecture, files: { files }, components: { components, of }, codeowners }: Pick<Facts, Needs>, { second_owner }: Options): Part {
  if (codeowners.file === undefined) return { examined: 0, judgements: [] };
  const ownershipAt = ownershipOf(codeowners);
  const sources = groupBy(files.filter(({ path, role, language }) => role === 'production' && language !== undefined && of[path]?.components.length === 1), ({ path }) => of[path]!.components[0]!);
  let examined = 0;
  const judgements: Judgement[] = [];
  for (const { name } of components) {
    const list = sources.get(name) ?? [];
    const said = list.flatMap(({ path }) => { const line = ownershipAt(path); return line && line.owners.length > 0 ? [{ path, line, owners: [...line.owners].sort().join(' ') }] : []; });
    if (said.length < FEWEST_FILES) continue;
    examined++;
    const groups = [...groupBy(said, (one) => one.owners)].sort((a, b) => b[1].length - a[1].length);
    const large = groups.filter(([, group]) => group.length >= second_owner * list.length && group.length >= 2);
    // Owners that share a line answer together; parted they are only where no one has both.
    const [first, second] = large;
    if (!first || !second || first[0].split(' ').some((owner) => second[0].split(' ').includes(owner))) continue;
    judgements.push({
      subject: `owners of ${name}`,
      standing: 'violated',
      message: `${name} belongs to ${listed(large.map(([owners, group]) => `${owners} (${group.length} files)`), 4)}.`,
      at: placeOf(architecture, pointer('components', name, 'path')),
      confidence: 'medium',
      evidence: bounded(large.map(([owners, group]): Evidence => ({ note: `${group[0].line.pattern} belongs to ${owners}`, at: { file: codeowners.file!, line: group[0].line.line } })), 6),
    });
  }
  return { examined, judgements };
}
