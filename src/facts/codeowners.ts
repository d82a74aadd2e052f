import { defineFact, type Codeowners, type OwnershipLine } from '../model/index.ts';

/** Where the hosts look for it, in their order. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];
const OWNER = /^(?:@|[^\s@]+@[^\s@]+\.)/;

/** CODEOWNERS, line by line. */
export default defineFact({
  name: 'codeowners',
  needs: ['files'],
  gather({ files: { files } }, repo): Codeowners {
    const known = new Set(files.map(({ path }) => path));
    const file = PLACES.find((path) => known.has(path));
    const text = file === undefined ? undefined : repo.read(file);
    if (file === undefined || text === undefined) return { lines: [] };
    repo.looked(1);
    const lines: OwnershipLine[] = [];
    let sectionOwners: readonly string[] = [];
    for (const [index, raw] of text.split('\n').entries()) {
      const line = raw.replace(/(^|\s)#.*$/, '').trim();
      // A section of GitLab: its owners hold for the lines below that name none.
      const section = /^\^?\[[^\]]*\](?:\[\d+\])?(.*)$/.exec(line);
      if (section) {
        sectionOwners = section[1]!.split(/\s+/).filter((word) => OWNER.test(word));
        continue;
      }
      const [pattern, ...owners] = line.split(/\s+/);
      if (pattern === undefined || pattern === '') continue;
      const named = owners.filter((word) => OWNER.test(word));
      lines.push({ pattern, owners: named.length > 0 ? named : sectionOwners, line: index + 1 });
    }
    return { file, lines };
  },
});
