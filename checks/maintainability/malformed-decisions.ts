import { defineCheck, type DecisionFormat, type DecisionRecord, type Evidence, type Judgement } from '../../src/model/index.ts';
import { recordReferred } from '../../src/lib/decisions.ts';
import { bounded, listed } from '../../src/lib/module-imports.ts';

interface Defect { readonly text: string; readonly line?: number; readonly grave: boolean; /** Other words may say it. */ readonly worded?: true }

/** The sections that each format has; aliases as people write them. */
const CONTEXT = ['context', /^(?:context|problem|background|motivation|situation)\b/i] as const;
const DECISION = ['decision', /^(?:decisions?|decision outcome|solution|resolution|we (?:will|decided))\b/i] as const;
const CONSEQUENCES = ['consequences', /^(?:(?:positive |negative )?consequences?|implications|impact|results?|outcomes?|trade-?offs|pros and cons)\b/i] as const;
const REQUIRED: Readonly<Record<DecisionFormat, readonly (readonly [name: string, pattern: RegExp])[]>> = {
  adr: [CONTEXT, DECISION, CONSEQUENCES],
  nygard: [CONTEXT, DECISION, CONSEQUENCES],
  unknown: [CONTEXT, DECISION, CONSEQUENCES],
  madr: [CONTEXT, DECISION],
  'y-statement': [],
  rfc: [],
};
const PRICE = 'negative consequences or risks';
/** What the fullest template also has; said of a sound record without taking its whole credit. Few write it under a heading of its own. */
const FULLER: readonly (readonly [name: string, heading: RegExp, words: RegExp])[] = [
  [PRICE, /\b(?:negatives?|risks?|drawbacks?|cons\b|trade-?offs|pros and cons|bad)/i, /\b(?:risks?|risky|drawbacks?|downsides?|trade-?offs?|disadvantages?|negative|harder|(?:more |additional )?(?:difficult|complexity|effort|overhead|maintenance)|slower|technical debt|limitations?|lose|loss|cost(?:s|ly)?|however|unfortunately)\b/],
  ['alternatives', /\b(?:alternatives?|options?|considered|why not)\b/i, /\b(?:alternatives?|alternatively|options?|considered|instead of|rather than|as opposed to|compared|versus|evaluated|ruled out|other approach(?:es)?)\b/],
];

/** A price in plain words, among the consequences. */
const PLAIN_PRICE = /\b(?:more|extra|additional|many|a lot of|lots of) (?:requests|calls|queries|work|code|boilerplate|files|memory|steps|dependencies|traffic)\b|\bmore\b[^.\n]{0,60}\bthan (?:is |are |was )?(?:necessary|needed)\b|\bgrows? (?:[\w ]{0,20} )?(?:faster|quickly|quicker)\b|\b(?:will|we) (?:now )?(?:have|need) to\b|\bno longer (?:able|possible|be)\b|\b(?:cannot|can't|won't be able|not be able|breaks?)\b|\bremains? an? (?:[\w, ]{0,20})?gap\b|\bat the (?:expense|price) of\b/;

/** The text under a heading, deeper ones included. */
function below(text: string, heading: RegExp): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#{1,6} /.test(line) && heading.test(line.replace(/^#+ /, '')));
  if (start < 0) return '';
  const depth = /^#+/.exec(lines[start]!)![0].length;
  const end = lines.findIndex((line, index) => index > start && (/^(#{1,6}) /.exec(line)?.[1]!.length ?? 7) <= depth);
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

export default defineCheck<'decisions', { readonly statuses: readonly string[] }>({
  id: 'malformed-decisions',
  dimension: 'maintainability',
  severity: 'minor',
  phase: '9',
  from: 'MVP',
  effort: 'low',
  title: 'Decision records are complete and consistent',
  why: 'A record without a status, a reason or its price cannot be relied on, and one that contradicts another misleads.',
  fix: 'Fill in the named section, give each record a number of its own, and let superseding records point at each other.',
  grading: 'share',
  needs: ['decisions'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { statuses: { type: 'array', minItems: 1, items: { type: 'string' }, description: 'The words that a status may begin with.' } } },
    // The first five are the format's own; teams say the same in other words.
    defaults: { statuses: ['proposed', 'accepted', 'rejected', 'deprecated', 'superseded', 'draft', 'pending', 'approved', 'implemented', 'declined', 'withdrawn'] },
  },
  inspect({ decisions: { records } }, { statuses }) {
    const judgements = records.flatMap((record) => judge(record, records, statuses.map((word) => word.toLowerCase())));
    return { examined: records.length, judgements };
  },
});

function judge(record: DecisionRecord, records: readonly DecisionRecord[], statuses: readonly string[]): Judgement[] {
  const defects = [...formDefects(record, statuses, needsStatus(record, records)), ...linkDefects(record, records)];
  const grave = defects.filter((defect) => defect.grave);
  const shown = grave.length > 0 ? grave : defects;
  const [first] = shown;
  if (!first) return [];
  const name = record.path.slice(record.path.lastIndexOf('/') + 1);
  return [{
    subject: record.path,
    standing: grave.length === 0 ? 'documented' : grave.some(({ text }) => !text.startsWith('has no')) ? 'violated' : 'missing',
    message: `${name} ${first.text}${shown.length > 1 ? `, and ${shown.length - 1} more` : ''}.`,
    at: { file: record.path, line: first.line ?? 1 },
    evidence: bounded(defects.map(({ text, line }): Evidence => ({ note: text, at: { file: record.path, ...(line !== undefined && { line }) } })), 10),
    ...(record.format === 'unknown' ? { confidence: 'low' } : shown.every(({ worded }) => worded) && { confidence: 'medium' }),
  }];
}

/** MADR leaves the status open; who gives it to most records misses it in the others. */
function needsStatus({ format, path }: DecisionRecord, records: readonly DecisionRecord[]): boolean {
  if (format !== 'madr') return !['rfc', 'y-statement'].includes(format);
  const beside = records.filter((other) => other.path !== path && folderOf(other.path) === folderOf(path));
  return beside.length > 0 && beside.filter(({ status }) => status !== undefined).length * 2 > beside.length;
}

/** The short form: the first paragraph tells what was decided and why, and sections tell of the ways that were weighed and the price. */
const PARAGRAPH = 20;
const isToldAtOnce = ({ lead = 0, sections }: DecisionRecord): boolean =>
  lead >= PARAGRAPH && sections.some(({ title, words }) => words > 0 && (CONSEQUENCES[1].test(title) || /^considered options\b|^alternatives\b/i.test(title))) && !sections.some(({ title }) => CONTEXT[1].test(title));

/** What stands before the first section, where none bears the name. */
const isTold = (name: string, record: DecisionRecord): boolean =>
  (name === 'context' && (record.lead ?? 0) >= PARAGRAPH && record.sections.some(({ title }) => DECISION[1].test(title))) || (name !== 'consequences' && isToldAtOnce(record));

function formDefects(record: DecisionRecord, statuses: readonly string[], needs: boolean): Defect[] {
  const { format, title, number, dated, status, sections, placeholders, text } = record;
  const defects: Defect[] = [];
  const grave = (text: string, line?: number): void => { defects.push({ text, grave: true, ...(line !== undefined && { line }) }); };
  const byWording = (text: string): void => { defects.push({ text, grave: true, worded: true }); };
  if (title === undefined) grave('has no title');
  if (number === undefined && !dated && format !== 'rfc') grave('has no number');
  if (status === undefined) {
    if (needs && format === 'madr') byWording('has no status');
    else if (needs) grave('has no status');
  } else if (!statuses.includes(status.word) && format !== 'rfc') {
    grave(status.word === '' ? 'has no status' : `has the status '${status.said ?? status.word}', which is none of ${listed(statuses, 5)}`, status.line);
  }
  for (const [name, pattern] of REQUIRED[format]) {
    const section = sections.find((candidate) => pattern.test(candidate.title));
    if (!section && isTold(name, record)) continue;
    if (!section) byWording(`has no ${name}`);
    else if (section.words === 0) grave(`has no word under ${section.title}`, section.line);
  }
  for (const { line } of placeholders) grave('holds text of its template', line);
  if (format === 'nygard' || format === 'adr') {
    const lacks = FULLER.filter(([name, heading, words]) => !sections.some((section) => heading.test(section.title)) && !words.test(text) && !(name === PRICE && PLAIN_PRICE.test(below(text, CONSEQUENCES[1])))).map(([name]) => name);
    if (lacks.length > 0) defects.push({ text: `records no ${lacks.join(' and no ')}`, grave: false, worded: true });
  }
  return defects;
}

function linkDefects(record: DecisionRecord, records: readonly DecisionRecord[]): Defect[] {
  const defects: Defect[] = [];
  if (record.titled) defects.push({ text: `is number ${record.number} by its name and ${record.titled.number} by its title`, line: record.titled.line, grave: true });
  const twin = record.number === undefined ? undefined : records.find(({ path, number, format }) => number === record.number && path < record.path && (format === 'rfc') === (record.format === 'rfc') && folderOf(path) === folderOf(record.path));
  if (twin) defects.push({ text: `has the number ${record.number}, which ${twin.path} has already`, grave: true });
  for (const [references, back, verb, answer] of [
    [record.supersededBy, 'supersedes', 'is superseded by', 'supersede it'],
    [record.supersedes, 'supersededBy', 'supersedes', 'say that it is superseded'],
  ] as const) {
    for (const reference of references) {
      const name = reference.path ?? `record ${reference.number}`;
      const other = recordReferred(reference, records);
      if (!other) defects.push({ text: `${verb} ${name}, which does not exist`, line: reference.line, grave: true });
      else if (other !== record && !other[back].some((link) => recordReferred(link, records) === record) && !(back === 'supersededBy' && other.status?.word === 'superseded')) {
        defects.push({ text: `${verb} ${other.path}, which does not ${answer}`, line: reference.line, grave: true });
      }
    }
  }
  const told = new Set([...record.supersededBy, ...record.supersedes].map(({ path }) => path));
  for (const { target, line, broken } of record.links) if (broken && !told.has(target)) defects.push({ text: `links to ${target}, which does not exist`, line, grave: true });
  return defects;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
