import { defineCheck, type Evidence, type Judgement, type Knot, type ModuleEdge } from '../../src/model/index.ts';
import { withPasses } from '../../src/lib/passes.ts';
import { bounded, count, groupBy, listed as inWords, MAX_UNRESOLVED, namesOf, siteOf, typeNote, withinBudget } from '../../src/lib/module-imports.ts';

interface Options {
  readonly type_imports: 'advice' | 'count' | 'ignore';
  readonly listed: number;
  readonly max_unresolved: number;
}

const LONGEST_SUBJECT = 6;

export default defineCheck<'components' | 'coupling' | 'imports' | 'files', Options>({
  id: 'circular-dependencies',
  dimension: 'maintainability',
  severity: 'critical',
  phase: '12.4',
  from: 'prototype',
  effort: 'medium',
  title: 'No circular dependencies between components or modules',
  why: 'The parts of a cycle cannot be understood, tested, loaded or released without each other.',
  fix: 'Cut the few imports named under each cycle: move what both sides need into a third module, or turn a call round by an interface.',
  grading: 'all',
  needs: ['components', 'coupling', 'imports', 'files'],
  options: {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: {
        type_imports: { enum: ['advice', 'count', 'ignore'], description: 'What cycles are that only type-only imports close: advice without points, findings like the others, or nothing.' },
        listed: { type: 'integer', minimum: 1, maximum: 1000, description: 'How many imports of a cycle are listed.' },
        max_unresolved: MAX_UNRESOLVED.schema,
      },
    },
    defaults: { type_imports: 'advice', listed: 30, max_unresolved: MAX_UNRESOLVED.value },
  },
  inspect({ components: { components, of }, coupling, imports, files: { files } }, { type_imports, listed, max_unresolved }) {
    const wanted = (knot: Knot): boolean => !knot.typeOnly || type_imports !== 'ignore';
    const modules = coupling.moduleKnots.filter(wanted);
    const parts = coupling.componentKnots.filter(wanted);
    const componentOf = (path: string): string => of[path]?.components[0] ?? path;
    const judge = (knot: Knot, kind: 'module' | 'component'): Judgement => {
      const nameOf = kind === 'module' ? (path: string) => path : componentOf;
      return {
        subject: subjectOf(knot.cycle.map(({ from }) => nameOf(from))),
        standing: 'violated',
        message: `${count(knot.members.length, kind)} depend on each other${knot.typeOnly ? ' by type-only imports' : ''}; ${cutText(knot, nameOf)}.`,
        // Where the cycle is opened.
        at: siteOf(knot.cut[0]!),
        evidence: evidenceOf(knot, nameOf, listed),
        ...(knot.typeOnly && type_imports === 'advice' && { advice: 'Type-only imports are gone at run time; the option type_imports makes such cycles count.' }),
      };
    };
    const judgements = [...parts.map((knot) => judge(knot, 'component')), ...modules.map((knot) => judge(knot, 'module'))];
    const nodes = files.filter(({ path, role }) => role === 'production' && path in imports.modules).length
      + (components.length > 1 ? components.filter((component) => component.modules > 0).length : 0);
    const knotted = new Set([...parts.flatMap(({ members }) => members.map((name) => `component ${name}`)), ...modules.flatMap(({ members }) => members)]);
    // Each knot stands for its members; overlapping run-time and type-only knots share them.
    const examined = Math.max(0, nodes - knotted.size) + judgements.length;
    const free = components.length > 1 ? components.filter(({ name, modules: own }) => own > 0 && !knotted.has(`component ${name}`)) : [];
    const passes = free.flatMap(({ name }): Judgement[] => {
      const out = coupling.components.filter(({ from }) => from === name);
      return out[0] === undefined ? [] : [{
        subject: name, standing: 'verified', message: `${name} imports ${inWords(out.map(({ to }) => to), 4)}; no way leads back.`, at: siteOf(out[0].sites[0]!),
      }];
    });
    return withinBudget(imports, max_unresolved, { examined, judgements: withPasses(judgements, passes).slice(0, examined) });
  },
});

const subjectOf = (names: readonly string[]): string =>
  names.length <= LONGEST_SUBJECT
    ? [...names, names[0]].join(' -> ')
    : [...names.slice(0, LONGEST_SUBJECT - 1), `(${names.length - LONGEST_SUBJECT + 1} more)`, names[0]].join(' -> ');

/** The cut in a few words: how many imports, or which one. */
function cutText({ cut }: Knot, nameOf: (path: string) => string): string {
  const pairs = groupBy(cut, ({ from, to }) => `${nameOf(from)} -> ${nameOf(to)}`);
  const [only] = pairs.keys();
  return pairs.size === 1 ? `without ${only} there is no cycle` : `the smallest cut found is ${count(cut.length, 'import')}`;
}

function evidenceOf({ cycle, cut, edges }: Knot, nameOf: (path: string) => string, most: number): Evidence[] {
  const inCycle = new Set(cycle);
  const inCut = new Set(cut);
  const others = edges.filter((edge) => !inCycle.has(edge) && !inCut.has(edge));
  // The place says whose import it is, unless a component is meant.
  const describe = (label: string) => (edge: ModuleEdge): Evidence => ({
    note: `${label}${inCut.has(edge) && inCycle.has(edge) ? ', to be cut' : ''}: ${nameOf(edge.from) === edge.from ? '' : `${nameOf(edge.from)} `}-> ${nameOf(edge.to)}${nameOf(edge.to) === edge.to ? '' : ` (${edge.to})`} for ${namesOf([edge])}${typeNote([edge])}`,
    at: siteOf(edge),
  });
  return [
    ...cycle.map(describe('shortest cycle')),
    ...bounded(cut.filter((edge) => !inCycle.has(edge)).map(describe('cut')), most),
    ...bounded(others.map(describe('also in the knot')), Math.max(1, most - cycle.length - cut.length)),
  ];
}
