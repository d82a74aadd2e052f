import { defineFact, type Commit, type History } from '../model/index.ts';
import { compare } from '../lib/order.ts';
import { git, isShallow, workTreeOf } from './git.ts';

const DAYS = 365;
const MOST_COMMITS = 5_000;
/** A commit of more files moves, formats or vendors; it says nothing about what belongs together. */
const SWEEPING = 100;
const MOST_RELEASES = 500;
const MACHINE = /\[bot\]|^(?:dependabot|renovate|github-actions?|semantic-release|snyk|greenkeeper|allcontributors|mergify|imgbot|web-flow)\b|\bbot$/i;

/** The last year of the log, bounded. Names alone are read, never addresses. */
export default defineFact({
  name: 'history',
  needs: [],
  gather(_, repo): History {
    const since = new Date(repo.now.getTime() - DAYS * 86_400_000).toISOString().slice(0, 10);
    const none: History = { commits: [], authors: [], since, truncated: false, releases: [] };
    if (workTreeOf(repo.root) === undefined) return none;
    const log = git(repo.root, ['log', '--no-merges', `--since=${since}T00:00:00Z`, `--max-count=${MOST_COMMITS}`, '--date=short', '--format=%x01%cd%x02%aN', '--name-only', '-z', '--relative', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-show-signature']);
    if (log === undefined) return none;
    const read = parse(log);
    repo.looked(read.length);
    const counts = new Map<string, number>();
    for (const { name } of read) counts.set(name, (counts.get(name) ?? 0) + 1);
    const authors = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([name]) => name);
    const numbers = new Map(authors.map((name, index) => [name, index]));
    return {
      authors, since,
      commits: read.map(({ day, name, files }): Commit => ({ day, author: numbers.get(name)!, files: files.length > SWEEPING ? [] : files })),
      truncated: read.length >= MOST_COMMITS || isShallow(repo.root),
      releases: releasesOf(repo.root, since),
    };
  },
});

/** Records of `\x01day\x02name`, each followed by its files; NUL parts them, and a line feed leads the first file. */
export function parse(log: string): { readonly day: string; readonly name: string; readonly files: readonly string[] }[] {
  return log.split('\x01').slice(1).flatMap((record) => {
    const [head = '', ...rest] = record.split('\0');
    const [day = '', name = ''] = head.split('\x02');
    const files = rest.map((path) => path.replace(/^\n/, '')).filter(Boolean);
    return MACHINE.test(name.trim()) ? [] : [{ day, name: name.trim(), files: [...new Set(files)].sort(compare) }];
  });
}

const releasesOf = (root: string, since: string): History['releases'] =>
  (git(root, ['for-each-ref', '--sort=-creatordate', `--count=${MOST_RELEASES}`, '--format=%(creatordate:short) %(refname:short)', 'refs/tags']) ?? '')
    .split('\n')
    .flatMap((line) => {
      const [, day, name] = /^(\d{4}-\d\d-\d\d) (.+)$/.exec(line) ?? [];
      return day !== undefined && name !== undefined && day >= since ? [{ day, name }] : [];
    });
