import { defineFact, defineFileFact, type AnyFactProvider, type IgnoreComment, type ParsedModule } from '../model/index.ts';
import { ignoreComments, MARKER, MODULE_OPENERS, openersOf } from '../lib/ignore-comments.ts';
import { decode, readBytes } from './reading.ts';

/** Larger files are written by programs. */
const MAX_TEXT_BYTES = 512 * 1024;

const inModules = defineFileFact('moduleIgnores', {
  version: 1,
  mayApply: (text) => text.includes(MARKER),
  extract(module): readonly IgnoreComment[] | undefined {
    const literals = [...module.nodes('TemplateElement'), ...module.nodes('Literal'), ...module.nodes('JSXText')].map(({ range }) => range);
    const found = ignoreComments(module.text, MODULE_OPENERS, (offset) => !literals.some(([start, end]) => start <= offset && offset < end));
    return found.length > 0 ? found : undefined;
  },
} satisfies { version: number; mayApply(text: string): boolean; extract(module: ParsedModule): unknown });

/** No check judges the others, so that nothing in them needs to be accepted. */
const JUDGED = ['production', 'tooling'];

const everywhere = defineFact({
  name: 'ignores',
  needs: ['files', 'moduleIgnores'],
  gather({ files: { files }, moduleIgnores }, repo) {
    const found: Record<string, readonly IgnoreComment[]> = {};
    for (const { path, role, language, bytes } of files) {
      if (!JUDGED.includes(role)) continue;
      const own = language !== undefined ? moduleIgnores[path] : bytes <= MAX_TEXT_BYTES ? inText(repo.root, path) : undefined;
      if (own !== undefined && own.length > 0) found[path] = own;
    }
    return found;
  },
});

function inText(root: string, path: string): readonly IgnoreComment[] | undefined {
  const openers = openersOf(path);
  const read = openers && readBytes(root, path, MAX_TEXT_BYTES);
  // What cannot be read is told by those whose subject it is.
  if (!openers || !read || !('bytes' in read) || !read.bytes.includes(MARKER)) return undefined;
  const text = decode(read.bytes);
  return 'text' in text ? ignoreComments(text.text, openers) : undefined;
}

export default [inModules, everywhere] satisfies readonly AnyFactProvider[];
