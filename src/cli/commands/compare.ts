import { compareEntries, tableList } from '../../advice/compare.ts';
import { joined } from '../../advice/case.ts';
import { find, TABLES } from '../../advice/tables/index.ts';
import { UsageError } from '../../lib/mistake.ts';
import { caseOf, type CaseOptions } from '../advice-case.ts';
import { tell } from '../answer.ts';
import type { Io } from '../io.ts';

export interface CompareOptions extends CaseOptions { readonly dir: string }

/** More columns cannot be read side by side. */
const MOST = 4;

export async function compare(words: readonly string[], options: CompareOptions, io: Io): Promise<number> {
  if (words.length === 0) return tell(tableList(), options, io);
  if (words.length === 1) throw new UsageError(`It takes two names to compare, and '${words[0]}' is one; \`arch-lint compare\` lists what there is.`);
  const found = find(words);
  if ('unknown' in found) {
    const there = found.table ? ` ${found.table.title} are ${joined(found.table.entries.map(({ name }) => name))}.` : ` The tables are ${joined(TABLES.map(({ title }) => title))}; \`arch-lint compare\` lists them.`;
    throw new UsageError(`No table has '${found.unknown}'.${found.near === undefined ? '' : ` Did you mean '${found.near}'?`}${there}`);
  }
  if ('same' in found) throw new UsageError(`${joined(found.same.map((word) => `'${word}'`))} are the same: ${found.entry.name}.`);
  if ('apart' in found) throw new UsageError(`Only entries of one table can be compared: ${joined(found.apart.map(([word, { title }]) => `'${word}' is of ${title}`))}.`);
  if (found.entries.length > MOST) throw new UsageError(`${found.entries.length} entries are too many to compare; ${MOST} are the most.`);
  return tell(compareEntries(await caseOf(options.dir, found.table.needs, options, io), found.table, found.entries), options, io);
}
