import { dirname, join } from 'node:path/posix';
import { environmentOf } from '../lib/environment.ts';
import { text } from '../lib/json.ts';
import { dig, readLocated, toBlock, type Located } from '../lib/located.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { defineFact, type CloudResource, type Repo, type SamGlobals, type ServerlessService } from '../model/index.ts';
import { resourcesOf } from './cloudformation/cdk.ts';

/** `${file(./resources/table.yml)}`, `${file(functions.yml):orders}` */
const INCLUDED = /^\s*\$\{file\(\s*([\w./-]{1,300}\.(?:ya?ml|json))\s*\)(?::\s*([\w.-]{1,100}))?\s*\}\s*$/;

/** What a service of Serverless takes in from another file of the repository. */
const includedBy = (node: Located, from: string, repo: Repo): Located | undefined => {
  const [, path, keys] = (typeof node.scalar === 'string' ? INCLUDED.exec(node.scalar) : null) ?? [];
  const file = path === undefined ? undefined : join(dirname(from), path);
  const [root] = file === undefined || !repo.exists(file) ? [] : readLocated(repo.read(file) ?? '', file).documents;
  return root === undefined || keys === undefined ? root : dig(root, ...keys.split('.'));
};

const SERVERLESS = /(^|\/)serverless[\w.-]*\.(ya?ml|json)$/i;

export default defineFact({
  name: 'cloudformation',
  needs: ['files', 'constructs'],
  aside: ['constructs'],
  gather({ files, constructs }, repo) {
    const roles = new Map(files.files.map(({ path, role }) => [path, role]));
    const resources: CloudResource[] = Object.entries(constructs).flatMap(([path, share]) => {
      const environment = environmentOf(path);
      return roles.get(path) === 'test' ? [] : resourcesOf(path, share, { ...(environment && { environment }) });
    });
    const unread = Object.entries(constructs).flatMap(([path, share]) => (share.unread && (roles.get(path) === 'production' || roles.get(path) === 'tooling') ? [{ tool: share.unread.tool, at: { file: path, line: share.unread.line, column: share.unread.column } }] : []));
    const services: ServerlessService[] = [];
    const globals: SamGlobals[] = [];
    for (const { path, role, language, bytes } of files.files) {
      if (language !== undefined || role === 'test' || bytes > 2 * 1024 * 1024 || !/\.(ya?ml|json|template)$/i.test(path)) continue;
      const serverless = SERVERLESS.test(path);
      if (!serverless && /(^|\/)(package|package-lock|tsconfig[\w.-]*)\.json$|-lock\.ya?ml$/.test(path)) continue;
      const source = repo.read(path);
      if (source === undefined || !(serverless || /AWSTemplateFormatVersion|AWS::Serverless-2016|["']?Type["']?:\s*["']?AWS::\w+::/.test(source))) continue;
      const reading = readLocated(source, path);
      for (const trouble of reading.troubles) repo.gap(trouble.reason, trouble.at);
      const [root] = reading.documents;
      if (root === undefined) continue;
      repo.looked(1);
      const environment = environmentOf(path);
      const shared = { file: path, ...(environment && { environment }) };
      const template = (at: Located | undefined, format: CloudResource['format']): void => {
        const shares = dig(at, 'Globals');
        if (shares !== undefined) globals.push({ ...toBlock(shares), file: path, at: shares.at });
        for (const [name, { key, node: written }] of dig(at, 'Resources')?.entries ?? []) {
          if (name.startsWith('Fn::ForEach')) repo.gap('repeats resources by Fn::ForEach, which is not written out', key);
          const node = includedBy(written, path, repo) ?? written;
          const type = text(dig(node, 'Type')?.scalar);
          if (type?.includes('::')) resources.push({ ...toBlock(node), ...shared, type, name, format, at: node === written ? key : node.at });
        }
      };
      // Its code is found from the folder of the service, wherever it is written down.
      const functions = (at: Located | undefined): void => {
        for (const [name, { key, node: written }] of at?.entries ?? []) {
          const node = includedBy(written, path, repo) ?? written;
          if (node.entries !== undefined) resources.push({ ...toBlock(node), ...shared, type: 'Serverless::Function', name, format: 'serverless', at: dirname(key.file) === dirname(path) ? key : dig(root, 'functions')?.at ?? root.at });
        }
      };
      if (serverless) {
        if (dig(root, 'provider') === undefined && dig(root, 'functions') === undefined && dig(root, 'resources') === undefined) continue;
        services.push({ ...toBlock(root), file: path, name: text(dig(root, 'service')?.scalar) ?? text(dig(root, 'service', 'name')?.scalar) ?? '', at: root.at });
        const parts = (key: string): readonly Located[] => [dig(root, key), ...(dig(root, key)?.items ?? [])].flatMap((part) => (part === undefined ? [] : includedBy(part, path, repo) ?? part));
        for (const part of parts('functions')) functions(part);
        // What has resources of its own is read as the template that it is.
        for (const part of parts('resources')) if (part.at.file === path || dig(part, 'Resources') === undefined) template(part.at.file === path ? part : { at: part.at, entries: new Map([['Resources', { key: part.at, node: part }]]) }, 'serverless');
      } else template(root, /AWS::Serverless/.test(source) ? 'sam' : 'cloudformation');
    }
    // What lies there is not known: one piece read for each, so that what was read elsewhere still counts.
    repo.looked(unread.length);
    for (const { tool, at } of unread) repo.gap(`builds infrastructure by ${tool}, which is not read`, at);
    return { resources: resources.sort((a, b) => comparePlaces(a.at, b.at)), services: services.sort((a, b) => compare(a.file, b.file)), globals: globals.sort((a, b) => compare(a.file, b.file)), ...(unread.length > 0 && { unread: unread.sort((a, b) => comparePlaces(a.at, b.at)) }) };
  },
});
