import { defineFact, type Datasource } from '../model/index.ts';

const LARGEST = 2_000_000;

/** Databases that Prisma schemas name. */
export default defineFact({
  name: 'datasources',
  needs: ['files'],
  gather({ files: { files } }, repo) {
    const datasources: Datasource[] = [];
    for (const { path, bytes, role } of files) {
      if (!path.endsWith('.prisma') || bytes > LARGEST || role === 'test' || role === 'example') continue;
      const text = repo.read(path);
      if (text === undefined) continue;
      repo.looked(1);
      datasources.push(...blocksOf(text, path));
    }
    return { datasources };
  },
});

/** `datasource db { provider = "postgresql"  url = env("DATABASE_URL") }`; a block's brace stands on a line of its own. */
function blocksOf(text: string, file: string): Datasource[] {
  const found: Datasource[] = [];
  let open: { line: number; provider?: string; env?: string } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (/^datasource\s+\w+\s*\{/.test(line)) open = { line: index + 1 };
    if (!open) continue;
    const provider = /\bprovider\s*=\s*"([\w-]+)"/.exec(line)?.[1];
    const env = /\burl\s*=\s*env\(\s*"(\w+)"\s*\)/.exec(line)?.[1];
    if (provider) open.provider = provider;
    if (env) open.env = env;
    if (line.endsWith('}')) {
      if (open.provider !== undefined) found.push({ engine: open.provider, at: { file, line: open.line, column: 1 }, ...(open.env !== undefined && { env: open.env }) });
      open = undefined;
    }
  }
  return found;
}
