import { STYLES, type StyleName } from '../../lib/knowledge/styles.ts';
import { STYLE_NAMES } from '../../lib/knowledge/names.ts';
import { chooseStyle } from '../../lib/style-choice.ts';
import { declaredIn, fromOf, joined, type Case } from '../case.ts';
import { matrixView, speaks } from '../style/matrix.ts';
import { con, pro, when, type ChoiceTable, type Reason } from './table.ts';

/** The flowchart settles what it chooses; the matrix says the rest. */
function reasons(one: Case, style: StyleName): readonly Reason[] {
  const declared = declaredIn(one).style?.name;
  const chosen = chooseStyle(declaredIn(one), one.given);
  const why = chosen?.steps.map(({ then }) => then).join('; ');
  return [
    ...when(chosen?.styles.includes(style), pro(chosen?.styles[0] === style ? 3 : 2, `the flowchart leads here: ${why}`, { from: fromOf(one, '/project/team_size') })),
    ...when(chosen?.additions.includes('serverless') && style === 'serverless', pro(2, 'traffic comes in spikes, for those parts', { from: fromOf(one, '/requirements/non_functional/peak_to_baseline') })),
    ...(matrixView(one, style)?.rows ?? []).flatMap((row): readonly Reason[] => {
      const said = speaks(row);
      const because = row.kind === 'team minimum' ? `${row.because}; the fewest are ${row.criterion}` : `${row.criterion}: ${row.because}`;
      // That enough people are there is no reason for it.
      return said === undefined || (said === 'for' && row.kind !== 'best when') ? [] : [(said === 'for' ? pro : con)(2, because, row)];
    }),
    ...when(declared === style, pro(1, 'it is declared', { from: fromOf(one, '/style/name') })),
  ];
}

/** The eight styles of the flowchart; the matrix has no row of a few services. */
export const STYLE_TABLE: ChoiceTable = {
  id: 'styles', title: 'Styles', source: 'Phase 2, decision matrix', columns: ['best when', 'avoid when', 'fewest developers', 'complexity'],
  entries: (Object.keys(STYLE_NAMES) as StyleName[]).map((style) => {
    const row = STYLES.find((each) => each.style === style);
    const [name, ...also] = STYLE_NAMES[style];
    return {
      id: style, name, also, reasons: (one: Case) => reasons(one, style),
      cells: row ? [joined(row.bestWhen), joined(row.avoidWhen, 'or'), String(row.teamMinimum), row.complexity] : ['5 to 15 developers, fewer than 5 contexts, and parts that are deployed on their own', '', '5', 'between the two'],
    };
  }),
  decides: ['project.team_size', 'style.independent_deployability', 'contexts', 'requirements.non_functional.consistency', 'requirements.non_functional.peak_to_baseline'],
  needs: ['files', 'units', 'packages', 'workloads', 'components', 'coupling'],
};
