import type { Endpoint, Link } from '../../model/index.ts';
import type { PlatformFunction } from '../../lib/platform-functions.ts';
import { folderOfPath, isWithin } from '../../lib/paths.ts';
import { answered, writtenAs } from './answered.ts';
import { lineOf, owned } from './expressions.ts';
import { urlPath } from './handler.ts';
import type { Classifier } from './roles.ts';
import { METHODS } from './server-actions.ts';

type Exported = readonly [name: string, method: string];

/** What a file of each platform answers by; a platform takes the first group of which it has one. */
const EXPORTS: Readonly<Record<PlatformFunction['platform'], readonly (readonly Exported[])[]>> = {
  vercel: [METHODS.map((method) => [method, method]), [['fetch', 'ALL']], [['default', 'ALL']]],
  netlify: [[['handler', 'ALL']], [['default', 'ALL']]],
  'cloudflare-pages': [[['onRequest', 'ALL'], ...METHODS.map((method): Exported => [`onRequest${method[0]}${method.slice(1).toLowerCase()}`, method])]],
};

/** Functions of Vercel, Netlify and Cloudflare Pages, whose address is where they lie, with the middleware of Pages before them. */
export function platformEndpoints(classifier: Classifier, functions: readonly PlatformFunction[]): Endpoint[] {
  const middleware = functions.filter(({ platform, route }) => platform === 'cloudflare-pages' && /(?:^|\/)_middleware$/.test(route));
  return functions.filter((one) => !middleware.includes(one)).flatMap(({ platform, file, dir, route }): Endpoint[] => {
    const exports = classifier.program.modules[file]?.exports ?? {};
    const taken = EXPORTS[platform].map((group) => group.filter(([name]) => owned(exports, name) !== undefined)).find((group) => group.length > 0) ?? [];
    const before = middleware.filter((one) => one.dir === dir && isWithin(file, folderOfPath(one.file))).sort((a, b) => a.file.length - b.file.length).flatMap((one) => linksOf(classifier, one.file));
    const path = urlPath(route.replace(/(?:^|\/)index$/, '').split('/').map((part) => part.replace(/\[\[?(?:\.\.\.)?(\w+)\]\]?/g, (whole, name: string) => `:${name}${whole.includes('...') || whole.startsWith('[[') ? '*' : ''}`)).join('/'));
    return taken.flatMap(([name, method]) => {
      const made = writtenAs(classifier.program.exported(file, name)) ?? { value: { other: true } as const, scope: { file, fn: 0 } };
      const line = ('fn' in made.value ? classifier.program.function(made.scope.file, made.value.fn)?.line : lineOf(made.value)) ?? 1;
      return [answered(classifier, { framework: platform, method, path, at: made.scope.file === file ? { file, line } : { file, line: 1 }, ...made, before })];
    });
  });
}

/** `export const onRequest = [log, authenticate]` */
function linksOf(classifier: Classifier, file: string): Link[] {
  const made = writtenAs(classifier.program.exported(file, 'onRequest'));
  if (!made) return [];
  return ('list' in made.value ? made.value.list : [made.value]).map((value) => {
    const link = classifier.link(made.scope, value, 'global', { file, line: lineOf(value) ?? 1 });
    return { ...link, name: link.name === 'inline function' ? 'onRequest' : link.name };
  });
}
