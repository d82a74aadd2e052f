import type { Judgement } from '../../src/model/index.ts';

/** A place that a person judged. */
export interface Label {
  /** owner/name */
  readonly repository: string;
  readonly commit: string;
  readonly file: string;
  readonly line: number;
  /** Where several things stand on one line, or the place of the finding is another. */
  readonly subject?: string;
  readonly expected: 'finding' | 'fine';
  readonly note?: string;
}

export interface Tally {
  readonly found: readonly Label[];
  readonly missed: readonly Label[];
  /** Fine places that the check flags. */
  readonly wrong: readonly Label[];
  readonly quiet: readonly Label[];
}

/** What a check says of labelled places. A place that a finding names as further evidence of the same cause is found as well. */
export function compareLabels(labels: readonly Label[], judgements: readonly Judgement[]): Tally {
  const findings = judgements.filter(({ standing }) => standing !== 'verified');
  const at = (place: { file: string; line?: number } | undefined, label: Label): boolean => place?.file === label.file && place.line === label.line;
  const flags = (label: Label): boolean => findings.some((finding) =>
    label.subject !== undefined ? finding.subject === label.subject && (finding.at.file === label.file || finding.evidence?.some((one) => one.at?.file === label.file) === true)
    : at(finding.at, label) || (label.expected === 'finding' && finding.evidence?.some((one) => at(one.at, label)) === true));
  const pick = (expected: Label['expected'], flagged: boolean): Label[] => labels.filter((label) => label.expected === expected && flags(label) === flagged);
  return { found: pick('finding', true), missed: pick('finding', false), wrong: pick('fine', true), quiet: pick('fine', false) };
}

/** Precision: of what was flagged, how much is true. Recall: of what is true, how much was flagged. */
export function score(tallies: readonly Tally[]): { readonly places: number; readonly precision?: number; readonly recall?: number } {
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key].length, 0);
  const [found, missed, wrong, quiet] = [sum('found'), sum('missed'), sum('wrong'), sum('quiet')];
  return {
    places: found + missed + wrong + quiet,
    ...(found + wrong > 0 && { precision: found / (found + wrong) }),
    ...(found + missed > 0 && { recall: found / (found + missed) }),
  };
}
