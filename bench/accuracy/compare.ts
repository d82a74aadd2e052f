import type { Judgement } from '../../src/model/index.ts';

/** A place that a person judged. */
export interface Label {
  /** owner/name */
  readonly repository: string;
  readonly commit: string;
  /** A large repository of which this folder alone is linted. */
  readonly within?: string;
  /** From the repository's root. */
  readonly file: string;
  readonly line: number;
  /** Where several things stand on one line, or the place of the finding is another. */
  readonly subject?: string;
  readonly expected: 'finding' | 'fine';
  readonly note?: string;
  /** Judged by reading, before the check was run on that repository: what it misses is seen as well as what it flags. */
  readonly blind?: true;
}

export interface Tally {
  readonly found: readonly Label[];
  readonly missed: readonly Label[];
  /** Fine places that the check flags. */
  readonly wrong: readonly Label[];
  readonly quiet: readonly Label[];
  /** Those of the flagged that some finding of high confidence flags. */
  readonly sure: readonly Label[];
}

/** What a check says of labelled places. A place that a finding names as further evidence of the same cause is found as well. */
export function compareLabels(labels: readonly Label[], judgements: readonly Judgement[]): Tally {
  const findings = judgements.filter(({ standing }) => standing !== 'verified');
  const fileOf = ({ file, within }: Label): string => (within === undefined ? file : file.slice(within.length + 1));
  const at = (place: { file: string; line?: number } | undefined, label: Label): boolean => place?.file === fileOf(label) && place.line === label.line;
  const names = (finding: Judgement, label: Label): boolean => finding.subject === label.subject && (finding.at.file === fileOf(label) || finding.evidence?.some((one) => one.at?.file === fileOf(label)) === true);
  const stands = (finding: Judgement, label: Label): boolean => at(finding.at, label) || (label.expected === 'finding' && finding.evidence?.some((one) => at(one.at, label)) === true);
  // A true place may have come under a finding of another name, which tells several together.
  const flags = (label: Label, told = findings): boolean => told.some((finding) => (label.subject === undefined ? stands(finding, label) : names(finding, label) || (label.expected === 'finding' && stands(finding, label))));
  const pick = (expected: Label['expected'], flagged: boolean): Label[] => labels.filter((label) => label.expected === expected && flags(label) === flagged);
  const surely = findings.filter(({ confidence = 'high' }) => confidence === 'high');
  return { sure: labels.filter((label) => flags(label, surely)), found: pick('finding', true), missed: pick('finding', false), wrong: pick('fine', true), quiet: pick('fine', false) };
}

/** Precision: of what was flagged, how much is true. Recall: of what is true, how much was flagged. */
export function score(tallies: readonly Tally[]): { readonly places: number; readonly precision?: number; readonly recall?: number } {
  const sum = (key: Exclude<keyof Tally, 'sure'>): number => tallies.reduce((total, tally) => total + tally[key].length, 0);
  const [found, missed, wrong, quiet] = [sum('found'), sum('missed'), sum('wrong'), sum('quiet')];
  return {
    places: found + missed + wrong + quiet,
    ...(found + wrong > 0 && { precision: found / (found + wrong) }),
    ...(found + missed > 0 && { recall: found / (found + missed) }),
  };
}

/** Of what was told with high confidence, how much is true. */
function surePrecision(tallies: readonly Tally[]): number | undefined {
  const sure = tallies.flatMap((tally) => tally.sure);
  return sure.length === 0 ? undefined : sure.filter(({ expected }) => expected === 'finding').length / sure.length;
}

const blindOnly = ({ found, missed, wrong, quiet, sure }: Tally): Tally => {
  const blind = (labels: readonly Label[]): Label[] => labels.filter((label) => label.blind);
  return { found: blind(found), missed: blind(missed), wrong: blind(wrong), quiet: blind(quiet), sure: blind(sure) };
};

/** The published table: all labels, and beside them those that were made blind. */
export function rowsOf(byCheck: readonly (readonly [string, readonly Tally[]])[]): string[] {
  const percent = (share: number | undefined): string => (share === undefined ? '–' : `${Math.floor(share * 100)} %`);
  const row = (name: string, tallies: readonly Tally[]): string => {
    const all = score(tallies);
    const blind = score(tallies.map(blindOnly));
    const repositories = new Set(tallies.flatMap(({ found, missed, wrong, quiet }) => [...found, ...missed, ...wrong, ...quiet].map(({ repository }) => repository))).size;
    const cells = [all.places, repositories, percent(all.precision), percent(all.recall), blind.places, percent(blind.precision), percent(blind.recall), percent(surePrecision(tallies))];
    return `| ${name} | ${cells.join(' | ')} |`;
  };
  return [
    '| check | places | repositories | precision | recall | blind places | blind precision | blind recall | precision at high confidence |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...byCheck.map(([id, tallies]) => row(id, tallies)),
    row('all', byCheck.flatMap(([, tallies]) => tallies)),
  ];
}
