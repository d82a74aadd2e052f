import { defineCheck, type DecisionRecord, type Judgement } from '../../src/model/index.ts';
import { CRITICAL_CHECKS } from '../../src/lib/critical-checks.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
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
    return { examined: distinct.length, judgements: distinct.flatMap((choice) => judge(choice, records, (at) => placeOf(architecture, at))) };
  },
});

function judge(choice: Choice, records: readonly DecisionRecord[], place: (pointer: string) => Judgement['at']): Judgement[] {
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
  if (onlyNamed !== undefined) return [{ subject, standing: 'missing', confidence: 'medium', message: `The ${subject} is named (${onlyNamed}), and neither a reason nor a decision record says why.`, at: place(choice.pointer) }];
  return [{ subject, standing: 'missing', message: `The ${subject} has no decision record.`, at: place(choice.pointer) }];
}
