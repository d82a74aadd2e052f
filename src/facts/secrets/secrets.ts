import type { ProviderTokens, RepoFile, SecretFile, SecretSite } from '../../model/index.ts';
import { defineFact } from '../../model/index.ts';
import { compare } from '../../lib/order.ts';
import { scan } from './scanner.ts';
import { configuredSecrets, providerTokens } from './text.ts';
import { TOKENS } from './tokens.ts';

const MAX_BYTES = 500 * 1024;
/** Not text, or text that machines wrote: hashes look like secrets. */
const SKIPPED = /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|svg|tiff?|heic|icns|psd|pdf|docx?|xlsx?|pptx?|od[tsp]|epub|zip|tar|rar|zst|br|gz|tgz|bz2|xz|7z|jar|woff2?|ttf|otf|eot|mp[34]|mov|webm|ogg|wav|wasm|node|so|dll|exe|bin|dat|db|sqlite3?|map|snap|lock|lockb|min\.js|min\.css|po|pot|csv|parquet|ipynb|patch|diff)$|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|go\.sum|poetry\.lock|CHANGELOG[^/]*|\.yarn\/[^/]+\/.*|\.pnp\.[cm]?js)$/i;

export const isScanned = ({ path, bytes, role }: RepoFile): boolean =>
  bytes > 0 && bytes <= MAX_BYTES && role !== 'generated' && !SKIPPED.test(path);

/** Secrets in all text files: by an established scanner, by further providers' formats, by telling names, and in code. */
export default defineFact({
  name: 'secrets',
  needs: ['files', 'source', 'secretLiterals', 'providerTokens'],
  async gather({ files, source, secretLiterals, providerTokens: ofModules }, repo) {
    const scanned = files.files.filter(isScanned);
    const found: SecretFile[] = [];
    for (const [index, { path, language }] of scanned.entries()) {
      if (index % 500 === 0) repo.progress(index, scanned.length);
      // Of a component file, only the script was read; elsewhere what the parse saw is the whole text.
      const isRead = path in source.modules && language !== 'vue' && language !== 'svelte';
      const sites = isRead ? await inModule(path, ofModules[path], () => repo.read(path)) : await inText(path, repo.read(path));
      sites.push(...(secretLiterals[path] ?? []));
      if (sites.length > 0) found.push({ file: path, sites: onePerLine(sites) });
    }
    repo.looked(scanned.length);
    return { scanned: scanned.length, files: found.sort((a, b) => compare(a.file, b.file)) };
  },
});

/** Its text is read again only where the scanner would have something to say of it. */
const inModule = async (path: string, known: ProviderTokens | undefined, read: () => string | undefined): Promise<SecretSite[]> =>
  [...(known?.suspect ? await scan(path, read() ?? '') : []), ...(known?.sites ?? [])];

const inText = async (path: string, text = ''): Promise<SecretSite[]> =>
  [...(TOKENS.test(text) ? await scan(path, text) : []), ...providerTokens(text), ...configuredSecrets(path, text)];

/** Several rules may see the same secret; the first to speak is the surest. A key over many lines is one. */
function onePerLine(sites: readonly SecretSite[]): readonly SecretSite[] {
  const byLine = new Map<number, SecretSite>();
  for (const site of sites) if (!byLine.has(site.line)) byLine.set(site.line, site);
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}
