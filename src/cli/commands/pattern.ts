import { CHECKS } from '../../../checks/index.ts';
import { findPattern, nameOf, pattern as advise, PATTERN_FACTS, patternList } from '../../advice/pattern.ts';
import { TABLES, entriesFor } from '../../advice/tables/index.ts';
import { GUIDES } from '../../lib/knowledge/guides.ts';
import { UsageError } from '../../lib/mistake.ts';
import { caseOf, type CaseOptions } from '../advice-case.ts';
import { tell } from '../answer.ts';
import type { Io } from '../io.ts';

export interface PatternOptions extends CaseOptions { readonly dir: string }

const PAGES = new Map(CHECKS.map(({ id, title, dimension }) => [id, { id, title, page: `checks/${dimension}/${id}.md` }]));

export async function pattern(words: readonly string[], options: PatternOptions, io: Io): Promise<number> {
  const name = words.join(' ');
  if (name === '') return tell(patternList(await caseOf(options.dir, PATTERN_FACTS, options, io)), options, io);
  const found = findPattern(name);
  if (!('guides' in found)) throw new UsageError(unknown(name, found.near));
  const [first, ...beside] = found.guides;
  return tell(advise(await caseOf(options.dir, PATTERN_FACTS, options, io), first!, PAGES, beside), options, io);
}

function unknown(name: string, near: string | undefined): string {
  const table = TABLES.find((each) => entriesFor(each, name).length > 0);
  const elsewhere = table ? ` It is of ${table.title}: \`arch-lint compare\` holds it against another.` : '';
  return `No pattern is called '${name}'.${near === undefined ? '' : ` Did you mean '${near}'?`}${elsewhere} There are ${GUIDES.map(({ id }) => nameOf(id)).join(', ')}; or name the problem: "duplicate events", "slow third-party APIs".`;
}
