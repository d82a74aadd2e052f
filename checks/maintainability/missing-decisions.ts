import { defineCheck, type DecisionRecord, type Judgement } from '../../src/model/index.ts';
import { CRITICAL_CHECKS } from '../../src/lib/critical-checks.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { count } from '../../src/lib/module-imports.ts';
import { recordAbout, recordNamed } from '../../src/lib/decisions.ts';

/** A choice that someone will ask about. */
interface Choice {
  readonly subject: string;
  readonly pointer: string;
  /** As declared: the record by file or number, and the reason in words or by file. */
  readonly decision?: string | number | undefined;
  readonly reason?: string | undefined;
  /** Names by which a record that is not named here is found. */
  readonly names: readonly string[];
  /** Nobody said more than the name of it: it may have been read off the code instead of chosen. */
  readonly onlyNamed?: string;
}

export default defineCheck<'architecture' | 'decisions'>({
  id: 'missing-decisions',
  dimension: 'maintainability',
  severity: 'minor',
  phase: '9',
  from: 'MVP',
  effort: 'low',
  title: 'Style, stores, externals and accepted risks have a decision record',
  why: 'A choice whose reason is lost is either feared or repeated.',
  fix: 'Write down in a page what was decided, why, and what was turned down; then name it under decision.',
  grading: 'share',
  needs: ['architecture', 'decisions'],
  inspect({ architecture, decisions: { records } }) {
    const { style, data_stores, externals, waivers, checks } = architecture.declared;
    const choices: Choice[] = [
      ...(style ? [{ subject: 'style', pointer: '/style', decision: style.decision, reason: style.reason, names: [style.name, style.name.replaceAll('-', ' ')], ...(Object.keys(style).length === 1 && { onlyNamed: style.name }) }] : []),
      ...Object.entries(data_stores ?? {}).map(([name, store]) => ({ subject: `store ${name}`, pointer: pointer('data_stores', name), decision: store.decision, reason: store.reason, names: [name, ...(store.engine === undefined ? [] : [String(store.engine)])] })),
      ...Object.entries(externals ?? {}).map(([name, external]) => ({ subject: `external ${name}`, pointer: pointer('externals', name), decision: external.decision, reason: external.reason, names: [name] })),
      ...(waivers ?? []).flatMap((waiver, index) => {
        const setting = checks?.[waiver.check];
        const severity = typeof setting === 'object' ? setting.severity : setting;
        const isCritical = severity === 'critical' || (severity === undefined && CRITICAL_CHECKS.has(waiver.check));
        return isCritical ? [{ subject: `waiver ${waiver.check}: ${waiver.subject}`, pointer: pointer('waivers', index), decision: waiver.decision, names: [] }] : [];
      }),
    ];
    const distinct = [...new Map(choices.map((choice) => [choice.subject, choice])).values()];
    const judgements = distinct.flatMap((choice) => judge(choice, records, (at) => placeOf(architecture, at)));
    const silent = judgements.filter(({ standing, unexplained }) => standing === 'missing' && unexplained);
    // Where nothing was ever written down, that is the one thing to say.
    if (records.length > 0 || silent.length < SEVERAL) return { examined: distinct.length, judgements: judgements.map(plain) };
    const first: Judgement = {
      subject: 'decision records', standing: 'missing', at: silent[0]!.at,
      message: `No decision is recorded: nothing says why ${listOf(silent)} ${silent.length === 1 ? 'was' : 'were'} chosen.`,
      evidence: silent.slice(0, 20).map(({ subject, at }) => ({ note: `no record of the ${subject}`, at })),
    };
    return { examined: 1 + distinct.length - silent.length, judgements: [first, ...judgements.filter((one) => !silent.includes(one)).map(plain)] };
  },
});

/** So many choices without a word are told together. */
const SEVERAL = 3;

/** `unexplained`: neither a reason nor a record is so much as named. */
interface Finding extends Judgement { readonly unexplained?: true }
const plain = ({ unexplained: _, ...judgement }: Finding): Judgement => judgement;

/** `the style, 2 stores and 5 externals`. */
function listOf(silent: readonly Finding[]): string {
  const kinds = ['style', 'store', 'external', 'waiver'].flatMap((kind) => {
    const all = silent.filter(({ subject }) => subject.split(' ')[0] === kind);
    return all.length === 0 ? [] : [all.length === 1 ? `the ${all[0]!.subject}` : count(all.length, kind)];
  });
  return kinds.length === 1 ? kinds[0]! : `${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}`;
}

function judge(choice: Choice, records: readonly DecisionRecord[], place: (pointer: string) => Judgement['at']): Finding[] {
  const { subject, decision, reason, names, onlyNamed } = choice;
  const named = decision ?? (reason !== undefined && /\.mdx?$/.test(reason.trim()) ? reason : undefined);
  if (named !== undefined) {
    if (recordNamed(named, records)) return [];
    return [{ subject, standing: 'missing', message: `The decision record of the ${subject}, ${named}, does not exist.`, at: place(`${choice.pointer}/${decision === undefined ? 'reason' : 'decision'}`) }];
  }
  const found = recordAbout(names, records);
  if (found?.inTitle) return [];
  if (found) {
    return [{ subject, standing: 'documented', confidence: 'medium', message: `No record is named for the ${subject}; ${found.record.path} speaks of it.`, at: place(choice.pointer), evidence: [{ note: found.record.title ?? 'speaks of it', at: { file: found.record.path } }] }];
  }
  if (reason !== undefined) return [{ subject, standing: 'declared', message: `The ${subject} has a reason in architecture.yaml and no decision record.`, at: place(`${choice.pointer}/reason`) }];
  if (onlyNamed !== undefined) return [{ subject, standing: 'missing', unexplained: true, confidence: 'medium', message: `The ${subject} is named (${onlyNamed}), and neither a reason nor a decision record says why.`, at: place(choice.pointer) }];
  return [{ subject, standing: 'missing', unexplained: true, message: `The ${subject} has no decision record.`, at: place(choice.pointer) }];
}
