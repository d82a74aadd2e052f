import { environmentOf } from '../lib/environment.ts';
import { text } from '../lib/json.ts';
import { dig, readLocated, toBlock, type Located } from '../lib/located.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { defineFact, type CloudResource, type SamGlobals, type ServerlessService } from '../model/index.ts';
import { resourcesOf } from './cloudformation/cdk.ts';

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
        for (const [name, entry] of dig(at, 'Resources')?.entries ?? []) {
          const type = text(dig(entry.node, 'Type')?.scalar);
          if (type?.includes('::')) resources.push({ ...toBlock(entry.node), ...shared, type, name, format, at: entry.key });
        }
      };
      if (serverless) {
        if (dig(root, 'provider') === undefined && dig(root, 'functions') === undefined && dig(root, 'resources') === undefined) continue;
        services.push({ ...toBlock(root), file: path, name: text(dig(root, 'service')?.scalar) ?? text(dig(root, 'service', 'name')?.scalar) ?? '', at: root.at });
        for (const [name, entry] of dig(root, 'functions')?.entries ?? []) {
          if (entry.node.entries !== undefined) resources.push({ ...toBlock(entry.node), ...shared, type: 'Serverless::Function', name, format: 'serverless', at: entry.key });
        }
        for (const part of [dig(root, 'resources'), ...(dig(root, 'resources')?.items ?? [])]) template(part, 'serverless');
      } else template(root, /AWS::Serverless/.test(source) ? 'sam' : 'cloudformation');
    }
    return { resources: resources.sort((a, b) => comparePlaces(a.at, b.at)), services: services.sort((a, b) => compare(a.file, b.file)), globals: globals.sort((a, b) => compare(a.file, b.file)) };
  },
});
