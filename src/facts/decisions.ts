import { defineFact, type Decisions } from '../model/index.ts';
import { listOf } from '../lib/declaration.ts';
import { isMatch } from '../lib/globs.ts';
import { readRecord } from './decisions/record.ts';

const USUAL = /^(?:.+\/)?(?:adrs?|decisions|architecture-decisions|decision-records|architecture-decision-records)\/[^/]+\.md$/i;
const NO_RECORD = /(?:^|\/)(?:readme|index|toc|contributing|_?template|.*[-_.]template|template[-_.].*)\.mdx?$/i;
const MARKDOWN = /\.(?:md|mdx|markdown)$/i;
const MOST = 1000;

/** Decision records: each with its format, number, status, sections and what it supersedes. */
export default defineFact({
  name: 'decisions',
  needs: ['architecture', 'files'],
  gather({ architecture: { declared: { decisions } }, files: { files } }, repo): Decisions {
    const paths = files.map(({ path }) => path).filter((path) => MARKDOWN.test(path));
    const globs = listOf(decisions?.path);
    const ignored = decisions?.ignore === undefined ? () => false : isMatch(decisions.ignore);
    const candidates = decisions === undefined ? usualRecords(files) : paths.filter(isMatch(globs));
    const known = new Set(files.map(({ path }) => path));
    const records = candidates.filter((path) => !NO_RECORD.test(path) && !ignored(path)).slice(0, MOST).flatMap((path) => {
      const text = repo.read(path);
      if (text === undefined) return [];
      repo.looked(1);
      try {
        return [readRecord(path, text, (other) => known.has(other) || files.some((file) => file.path.startsWith(`${other}/`)))];
      } catch {
        repo.gap('could not be read as Markdown', { file: path });
        return [];
      }
    });
    const folders = [...new Set(records.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)))];
    return { path: decisions === undefined ? folders.map((folder) => `${folder}*.md`) : globs, declared: decisions !== undefined, records };
  },
});

/** Where none are declared: numbered or dated files in folders of the usual names, outside tests and examples. */
const usualRecords = (files: readonly { readonly path: string; readonly role: string }[]): string[] =>
  files.filter(({ path, role }) => role === 'production' && USUAL.test(path) && /\/(?:adr[-_ ]?)?\d+[-_.][^/]*$/i.test(path)).map(({ path }) => path);
