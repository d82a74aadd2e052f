import { isMatch } from '../../src/lib/globs.ts';
import { placeText } from '../../src/lib/mistake.ts';
import { loadArchitecture, type DeclarationReader, type LoadOptions, type Loaded } from '../../src/config/load.ts';
import type { Architecture } from '../../src/model/index.ts';

/** A repository in memory: path → text. */
export const reader = (files: Readonly<Record<string, string>>): DeclarationReader => ({
  read: (path) => (Object.hasOwn(files, path) ? { text: files[path]! } : { refused: 'does not exist', absent: true }),
  find: (glob) => Object.keys(files).filter(isMatch(glob)).sort(),
});

export const load = (files: string | Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}): Loaded =>
  loadArchitecture(reader(typeof files === 'string' ? { 'architecture.yaml': files } : files), { path: 'architecture.yaml', ...options });

/** The declaration, where it has no mistakes. */
export function declared(files: string | Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}): Architecture {
  const loaded = load(files, options);
  if ('mistakes' in loaded) throw new Error(mistakeLines(loaded).join('\n'));
  return loaded.architecture;
}

/** `file:line:column  sentence` of each mistake. */
export const mistakeLines = (loaded: Loaded): string[] =>
  'mistakes' in loaded ? loaded.mistakes.map(({ message, at }) => `${at === undefined ? '' : `${placeText(at)}  `}${message}`) : [];

/** A minimal declaration, and more below it. */
export const MINIMAL = `version: 1
project: {name: shop}
components:
  orders: {path: src/orders}
  billing: {path: src/billing}
`;
