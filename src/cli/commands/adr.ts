import { posix, resolve } from 'node:path';
import malformed from '../../../checks/maintainability/malformed-decisions.ts';
import { CHECKS } from '../../../checks/index.ts';
import { recordList, recordWritten, type WrittenFile } from '../../advice/adr.ts';
import { about, setting } from '../../advice/adr/about.ts';
import { joined } from '../../advice/adr/draft.ts';
import { indexText, supersededText, supersedingText } from '../../advice/adr/edit.ts';
import { recordText, type Head } from '../../advice/adr/form.ts';
import { bareTitle, habitsOf, nameOf, parentOf, shortName, slug, type Habits } from '../../advice/adr/habits.ts';
import { readRecord } from '../../facts/decisions/record.ts';
import { FACTS } from '../../facts/index.ts';
import { decode, readBytes } from '../../facts/reading.ts';
import { recordNamed } from '../../lib/decisions.ts';
import { isMatch, listOf } from '../../lib/globs.ts';
import { UsageError } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import type { Architecture, DecisionRecord } from '../../model/index.ts';
import { siteOf } from '../../load.ts';
import { study } from '../../run.ts';
import { tell, type AnswerOptions } from '../answer.ts';
import { cacheFolder, EXIT, type Io } from '../io.ts';
import { writeFiles } from '../write-files.ts';

export interface AdrOptions extends AnswerOptions {
  readonly dir: string;
  readonly cache: boolean;
}
export interface NewOptions extends AdrOptions {
  readonly about?: readonly string[];
  readonly folder?: string;
  readonly status?: Head['status'];
  readonly print?: boolean;
}
export interface SupersedeOptions extends NewOptions { readonly by?: string }

interface Desk {
  readonly root: string;
  readonly architecture: Architecture;
  readonly records: readonly DecisionRecord[];
  /** Every file of the repository. */
  readonly paths: readonly string[];
  readonly today: string;
}

const LONGEST = 200;

export async function adrList(options: AdrOptions, io: Io): Promise<number> {
  const { records } = await open(options, io);
  return tell(recordList(records), options, io);
}

export async function adrNew(title: string, options: NewOptions, io: Io): Promise<number> {
  return finish('adr new', write(await open(options, io), title, options), options, io);
}

/** The old record says by which it is superseded, the new one which it supersedes; `by` names a record that is there. */
export async function adrSupersede(name: string, title: string | undefined, options: SupersedeOptions, io: Io): Promise<number> {
  const desk = await open(options, io);
  const old = known(name, desk.records);
  if (old.status?.word === 'superseded' || old.supersededBy.length > 0) throw new UsageError(`${old.path} is superseded already.`);
  if (options.by === undefined) return finish('adr supersede', write(desk, title ?? `${bareTitle(old)}, revised`, { folder: parentOf(old.path), ...options }, old), options, io);
  if (title !== undefined) throw new UsageError('--by names the record that supersedes; leave out the title, or --by.');
  const next = known(options.by, desk.records);
  if (next === old) throw new UsageError(`${old.path} cannot supersede itself.`);
  const text = supersedingText(textOf(desk.root, next.path), linkTo(old, next.path));
  const files = [changed(next.path, text), ...supersede(desk, old, next), ...indexes(desk, parentOf(old.path), undefined, { record: old, by: linkTo(next, parentOf(old.path) + '/x') })];
  return finish('adr supersede', { desk, record: next, superseded: old, files, nameIn: [], follows: [] }, options, io);
}

async function open(options: AdrOptions, io: Io): Promise<Desk> {
  const dir = resolve(io.cwd, options.dir);
  const config = options.config === undefined ? undefined : resolve(io.cwd, options.config);
  const { survey, architecture } = await study(['decisions', 'files'], {
    dir, facts: FACTS, now: io.now, ...(config !== undefined && { config }), ...(options.cache && { cacheDir: cacheFolder(io) }),
  });
  const { decisions, files } = survey.facts;
  if (!decisions || !files) throw new UsageError(`The decision records could not be read: ${Object.values(survey.faults).join(' ')}`);
  return { root: siteOf(dir, config).root, architecture, records: decisions.records, paths: files.files.map(({ path }) => path), today: io.now.toISOString().slice(0, 10) };
}

interface Work {
  readonly desk: Desk;
  readonly record: DecisionRecord;
  readonly superseded?: DecisionRecord;
  readonly files: readonly WrittenFile[];
  readonly nameIn: readonly string[];
  readonly follows: readonly { rule: string; source: string }[];
}

/** The new record, and every file that changes with it; nothing is on disk yet. */
function write(desk: Desk, wanted: string, options: NewOptions, superseded?: DecisionRecord): Work {
  const title = printable(wanted).replaceAll(/\s+/g, ' ').trim().replace(/[.\s]+$/, '');
  if (title === '') throw new UsageError('The record needs a title: arch-lint adr new "Keep orders in PostgreSQL".');
  if (title.length > LONGEST) throw new UsageError(`The title has ${title.length} characters; ${LONGEST} are the most.`);
  const { architecture: { declared, file }, records, paths, today } = desk;
  if ((options.about ?? []).length > 0 && file === undefined) throw new UsageError('--about reads architecture.yaml, and there is none here. `arch-lint init` writes one.');
  const habits = habitsOf(records, paths, declared.decisions, today, folderOf(options));
  const path = pathOf(habits, title);
  const globs = listOf(declared.decisions?.path);
  if (globs.length > 0 && !isMatch(globs)(path)) throw new UsageError(`${path} would not be found by decisions.path of architecture.yaml (${globs.join(', ')}). Name another folder with --folder.`);

  const parts = (options.about ?? []).map((subject) => about(subject, declared, CHECKS));
  const old = superseded && linkTo(superseded, path);
  const draft = joined(setting(declared), superseded ? { context: [`${shortName(superseded)} decided: ${bareTitle(superseded)}.`], alternatives: [{ option: `Keep ${shortName(superseded)}`, pros: 'Nothing changes', cons: 'To write: what no longer holds of it.', whyNot: 'To write: why not.' }] } : {}, ...parts);
  const head: Head = { title, status: options.status ?? 'proposed', date: today, supersedes: old === undefined ? [] : [old] };
  const text = recordText(head, draft, habits);
  const record = readRecord(path, text, (other) => paths.includes(other));
  const files: WrittenFile[] = [{ path, text, fresh: true }, ...(superseded ? supersede(desk, superseded, record) : [])];
  const entry = { path, ...(record.number !== undefined && { number: record.number }), title, status: head.status, date: today };
  const changes = indexes(desk, habits.folder, entry, superseded && { record: superseded, by: linkTo(record, habits.folder + '/x') });
  return { desk, record, ...(superseded && { superseded }), files: [...files, ...changes], nameIn: draft.nameIn, follows: parts.flatMap(({ follows }) => follows ?? []) };
}

function folderOf({ folder }: NewOptions): string | undefined {
  if (folder === undefined) return undefined;
  const path = posix.normalize(folder.replaceAll('\\', '/')).replace(/\/+$/, '');
  if (path.startsWith('..') || posix.isAbsolute(path)) throw new UsageError(`--folder takes a folder of the repository; ${folder} lies outside.`);
  return path === '.' ? '' : path;
}

function pathOf({ folder, stem, between, extension }: Habits, title: string): string {
  const name = `${stem}${slug(title, between)}.${extension}`;
  return folder === '' ? name : `${folder}/${name}`;
}

function known(name: string, records: readonly DecisionRecord[]): DecisionRecord {
  const record = recordNamed(name, records);
  if (record) return record;
  throw new UsageError(records.length === 0 ? 'There is no decision record yet.' : `There is no decision record '${name}'. The last is ${shortName(records.at(-1)!)}; \`arch-lint adr list\` has all.`);
}

/** A Markdown link from one record to another. */
const linkTo = (record: DecisionRecord, from: string): string => `[${shortName(record)}](${posix.relative(parentOf(from) || '.', record.path)})`;

const changed = (path: string, text: string): WrittenFile => ({ path, text, fresh: false });

function supersede({ root }: Desk, old: DecisionRecord, by: DecisionRecord): WrittenFile[] {
  const text = supersededText(textOf(root, old.path), old, linkTo(by, old.path));
  const after = text === undefined ? undefined : readRecord(old.path, text, () => true);
  if (text === undefined || after?.status?.word !== 'superseded') throw new UsageError(`The status of ${old.path} has a form that cannot be changed safely; write there that it is superseded by ${by.path}. Nothing was written.`);
  return [changed(old.path, text)];
}

/** The indexes of the folder that list its records. */
function indexes({ root, records, paths }: Desk, folder: string, ...change: [Parameters<typeof indexText>[3], Parameters<typeof indexText>[4]]): WrittenFile[] {
  const within = records.filter(({ path }) => parentOf(path) === folder);
  return paths.filter((path) => parentOf(path) === folder && /^(?:readme|index|toc)\.mdx?$/i.test(nameOf(path))).flatMap((path) => {
    const before = textOf(root, path);
    const after = indexText(before, path, within, ...change);
    return after === before ? [] : [changed(path, after)];
  });
}

function textOf(root: string, path: string): string {
  const read = readBytes(root, path);
  const text = 'bytes' in read ? decode(read.bytes) : read;
  if ('refused' in text || text.damaged) throw new UsageError(`${path} ${'refused' in text ? text.refused : 'is not valid UTF-8'}; nothing was written.`);
  return text.text;
}

/** What would be malformed is not written; what was so before is not made worse. */
function sound({ desk: { records }, record, files }: Work): void {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const paths = new Set([...records.map(({ path }) => path), record.path]);
  const after = [...records.filter(({ path }) => path !== record.path), record].map((one) => (texts.has(one.path) ? readRecord(one.path, texts.get(one.path)!, (path) => paths.has(path) || !path.endsWith('.md')) : one));
  const found = malformed.inspect({ decisions: { path: [], declared: true, records: after } }, malformed.options!.defaults).judgements.find(({ subject, standing }) => subject === record.path && (standing === 'missing' || standing === 'violated'));
  if (found) throw new UsageError(`What would be written is malformed: ${found.message} Nothing was written.`);
}

function finish(command: 'adr new' | 'adr supersede', work: Work, options: NewOptions, io: Io): number {
  const { desk: { root }, record, files } = work;
  const isNew = files.some(({ path, fresh }) => fresh && path === record.path);
  if (isNew) sound(work);
  if (!options.print) writeFiles(root, files);
  if (options.print && options.format === 'terminal' && isNew) {
    io.stdout.write(files[0]!.text);
    return EXIT.good;
  }
  return tell(recordWritten({ command, ...work, preview: options.print === true }), options, io);
}
