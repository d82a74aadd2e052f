import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OWN_CODE = fileURLToPath(new URL('../..', import.meta.url));

const PARSERS = ['@typescript-eslint/typescript-estree', '@typescript-eslint/visitor-keys', 'typescript'];

/**
 * What else than the bytes an answer hangs on: the packages that take part, and this very build. An extractor says its version, but
 * what it shares with others (`lib/`) says none, and a cache that outlives a mended helper would go on lying.
 */
export const fingerprint = (rooms: readonly string[] = ['facts', 'lib'], packages: readonly string[] = PARSERS): string => {
  const versions = packages.map((name) => `${name}@${versionOf(name)}`);
  const files = rooms.flatMap((room) =>
    readdirSync(join(OWN_CODE, room), { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.[jt]s$/.test(file)).sort().map((file) => {
      const { size, mtimeMs } = statSync(join(OWN_CODE, room, file));
      return `${file} ${size} ${Math.round(mtimeMs)}`;
    }));
  return [...versions, ...files].join('\n');
};

/** By the folders that Node looks in: many packages do not let their manifest be imported. */
function versionOf(name: string): string | undefined {
  const folder = createRequire(import.meta.url).resolve.paths(name)?.find((one) => existsSync(join(one, name, 'package.json')));
  return folder && (JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as { version: string }).version;
}
