import { environmentOf } from '../lib/environment.ts';
import { compare } from '../lib/order.ts';
import { defineFact, type EnvFile } from '../model/index.ts';

const ENV = /(^|\/)\.env([._-][\w.-]+)?$|(^|\/)[\w-]+\.env$|(^|\/)env\.(example|sample|template|dist)$/i;
const TEMPLATE = /[._-](example|sample|template|dist|tpl|tmpl|defaults?|skeleton|schema)$|^example[._-]|example\.env$/i;

export default defineFact({
  name: 'envFiles',
  needs: ['files'],
  gather({ files }, repo) {
    const found: EnvFile[] = [];
    for (const { path, bytes } of files.files) {
      if (!ENV.test(path) || bytes > 200_000 || /\.(md|ts|js)$/.test(path)) continue;
      const source = repo.read(path);
      if (source === undefined) continue;
      repo.looked(1);
      const name = path.slice(path.lastIndexOf('/') + 1);
      const environment = environmentOf(name);
      found.push({
        file: path, template: TEMPLATE.test(name) || /\.(example|sample|template|dist)\b/i.test(name), ...(environment && { environment }),
        entries: source.split('\n').slice(0, 2_000).flatMap((line, index) => {
          const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/.exec(line.slice(0, 4_000));
          if (match === null) return [];
          const value = (match[2] as string).trim().replace(/^(["'])(.*?)\1.*$/, '$2').replace(/\s+#.*$/, '');
          return [{ name: match[1] as string, value, at: { file: path, line: index + 1, column: line.search(/\S/) + 1 } }];
        }),
      });
    }
    return { files: found.sort((a, b) => compare(a.file, b.file)) };
  },
});
