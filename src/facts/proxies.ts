import { comparePlaces } from '../lib/order.ts';
import { defineFact, type ProxyLimit } from '../model/index.ts';

/** `nginx.conf`, `conf.d/app.conf.template`, `nginx/default.conf.erb` */
const CONFIGURATION = /(?:^|\/)nginx[^/]*$|\.conf(?:\.(?:template|tmpl|tpl|erb|j2|ejs))?$/;
const MAX_BYTES = 300_000;
const LIMIT = /^\s*limit_req\s+zone=/;

/** What proxies in front of the services are told, as far as checks ask for it. */
export default defineFact({
  name: 'proxies',
  needs: ['files'],
  gather({ files }, repo) {
    const limits = files.files.flatMap(({ path, bytes, role }): ProxyLimit[] => {
      if (role === 'test' || role === 'example' || bytes > MAX_BYTES || !CONFIGURATION.test(path)) return [];
      const text = repo.read(path);
      if (text === undefined || !text.includes('limit_req')) return [];
      return limitsIn(text).map(({ line, location }) => ({ at: { file: path, line }, ...(location !== undefined && { location }) }));
    });
    return { limits: limits.sort((a, b) => comparePlaces(a.at, b.at)) };
  },
});

/** Each `limit_req` with the location that it stands in; `/` is all there is. */
function limitsIn(text: string): { line: number; location?: string }[] {
  const open: (string | undefined)[] = [];
  return text.split('\n').flatMap((written, index) => {
    const line = written.replace(/(?:^|\s)#.*$/, '').slice(0, 2000);
    const location = LIMIT.test(line) ? open.findLast((one) => one !== undefined) : undefined;
    const found = LIMIT.test(line) ? [{ line: index + 1, ...(location !== undefined && location !== '/' && { location }) }] : [];
    // `${variable}` of a template opens nothing.
    for (const brace of line.replace(/\$\{[^}]*\}|\{\{[^}]*\}\}|\{\d+(?:,\d*)?\}/g, '').match(/[{}]/g) ?? []) {
      if (brace === '{') open.push(/^\s*location\s+(.{1,300}?)\s*\{/.exec(line)?.[1]);
      else open.pop();
    }
    return found;
  });
}
