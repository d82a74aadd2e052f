import { dirname, join } from 'node:path/posix';
import { environmentOf } from '../lib/environment.ts';
import { dig, toBlock, type Located } from '../lib/located.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { defineFact, type BicepResource, type Place } from '../model/index.ts';
import { readBicep, type BicepBlock, type BicepFile } from './bicep/reader.ts';

const MAX_BYTES = 500_000;
const MAX_RESOURCES = 3_000;
const MAX_DEPTH = 8;
/** Values looked at while names and modules are followed, in all files together: variables that hold each other many times over grow without end. */
const MAX_STEPS = 300_000;
const REGISTRY = /^br(?:\/public)?:(?:mcr\.microsoft\.com\/bicep\/)?avm\/res\/([\w/-]{3,100}):/;

/** Verified modules of the public registry, by the one resource that each is for. */
const MODULES: Readonly<Record<string, string>> = {
  'web/site': 'Microsoft.Web/sites', 'app/container-app': 'Microsoft.App/containerApps', 'document-db/database-account': 'Microsoft.DocumentDB/databaseAccounts', 'storage/storage-account': 'Microsoft.Storage/storageAccounts',
  'cache/redis': 'Microsoft.Cache/redis', 'db-for-postgre-sql/flexible-server': 'Microsoft.DBforPostgreSQL/flexibleServers', 'db-for-my-sql/flexible-server': 'Microsoft.DBforMySQL/flexibleServers',
  'service-bus/namespace': 'Microsoft.ServiceBus/namespaces', 'network/front-door-web-application-firewall-policy': 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies',
};

/** No package reads Bicep from Node: its compiler is a program of .NET. What stands there literally is read by hand. */
export default defineFact({
  name: 'bicep',
  needs: ['files'],
  gather({ files }, repo) {
    const read = new Map<string, BicepFile>();
    for (const { path, role, bytes } of files.files) {
      if (!path.endsWith('.bicep') || role === 'test' || role === 'example') continue;
      const text = bytes > MAX_BYTES ? undefined : repo.read(path);
      if (text === undefined) repo.gap('is larger than 500 KB and is not read', { file: path });
      else read.set(path, readBicep(text, path));
    }
    repo.looked(read.size);
    const pathOf = (file: string, { type }: BicepBlock): string | undefined => (/^[\w.@-]/.test(type) && type.endsWith('.bicep') ? join(dirname(file), type) : undefined);
    const calls = new Map<string, number>();
    for (const [file, { blocks }] of read) for (const block of blocks) {
      const target = block.kind === 'module' ? pathOf(file, block) : undefined;
      if (target !== undefined && !read.has(target)) repo.gap(`calls the module ${block.type}, which does not exist`, block.at);
      if (target !== undefined) calls.set(target, (calls.get(target) ?? 0) + 1);
    }
    const resources: BicepResource[] = [];
    const budget: Budget = { left: MAX_STEPS };
    const expand = (file: string, given: ReadonlyMap<string, Located>, via: { name: string; at: Place } | undefined, open: readonly string[]): void => {
      const here = read.get(file);
      if (here === undefined || open.includes(file) || open.length > MAX_DEPTH) return;
      const scope: Scope = (name) => given.get(name) ?? here.values.get(name);
      for (const block of here.blocks) {
        if (resources.length >= MAX_RESOURCES || budget.left <= 0) return;
        const body = known(block.body, scope, 0, budget);
        const own = azdName(dig(body, 'tags') ?? dig(body, 'params', 'tags'));
        // A module that several call is mended where it is called.
        const at = via !== undefined && (calls.get(file) ?? 0) > 1 ? via.at : block.at;
        const registered = MODULES[REGISTRY.exec(block.type)?.[1] ?? ''];
        const target = block.kind === 'module' ? pathOf(file, block) : undefined;
        if (target !== undefined) {
          const handed = new Map([...(dig(body, 'params')?.entries ?? [])].map(([name, { node }]) => [name, node] as const));
          expand(target, handed, { name: own ?? via?.name ?? block.symbol, at }, [...open, file]);
        } else if (!block.existing && (block.kind === 'resource' || registered !== undefined)) {
          const value = registered === undefined ? body : dig(body, 'params');
          const environment = environmentOf(file);
          if (value !== undefined) resources.push({ ...toBlock(value), type: registered ?? block.type.split('@')[0]!, name: own ?? via?.name ?? block.symbol, at, ...(registered !== undefined && { module: true as const }), ...(environment && { environment }) });
        }
      }
    };
    for (const file of [...read.keys()].sort(compare)) if (!calls.has(file)) expand(file, new Map(), undefined, []);
    if (resources.length >= MAX_RESOURCES || budget.left <= 0) repo.gap('Its Bicep files say more than is followed: names and modules that hold many others many times over.', { file: [...read.keys()].sort(compare)[0]! });
    return { resources: resources.sort((a, b) => comparePlaces(a.at, b.at) || compare(a.name, b.name)) };
  },
});

type Scope = (name: string) => Located | undefined;
interface Budget { left: number }

/** With what parameters and variables are known to be. */
function known(node: Located, scope: Scope, depth: number, budget: Budget): Located {
  if (depth > 40 || --budget.left < 0) return node;
  if (node.items !== undefined) return { ...node, items: node.items.map((item) => known(item, scope, depth + 1, budget)) };
  if (node.entries !== undefined) return { ...node, entries: new Map([...node.entries].map(([key, entry]) => [key, { ...entry, node: known(entry.node, scope, depth + 1, budget) }])) };
  if (typeof node.scalar !== 'string' || !node.scalar.includes('${')) return node;
  const alone = /^\$\{(\w+)\}$/.exec(node.scalar)?.[1];
  const whole = alone === undefined ? undefined : scope(alone);
  // What is handed on from further out was made known there.
  if (whole !== undefined) return whole.scalar === node.scalar ? whole : { ...(depth < 20 ? known(whole, (name) => (name === alone ? undefined : scope(name)), depth + 1, budget) : whole), at: node.at };
  const filled = node.scalar.replaceAll(/\$\{(\w{1,100})\}/g, (written, name: string) => { const value = scope(name)?.scalar; return value === undefined || value === null || String(value).includes('${') ? written : String(value); });
  if (!filled.startsWith('${')) return { ...node, scalar: filled };
  // Inside of an expression: the switches of an object that may be there, and the name that the Azure Developer CLI goes by.
  const literal = (name: string): string | undefined => { const value = scope(name)?.scalar; return typeof value === 'boolean' || typeof value === 'number' ? String(value) : typeof value === 'string' && !value.includes('${') ? `'${value}'` : undefined; };
  return { ...node, scalar: filled.replaceAll(/('?[\w-]{1,60}'?:[ \t]*)([a-zA-Z]\w{0,99})(?=[ \t]*[\r\n}])/g, (all, key: string, name: string) => { const value = literal(name); return value === undefined ? all : `${key}${value}`; }) };
}

const azdName = (tags: Located | undefined): string | undefined => {
  const written = dig(tags, 'azd-service-name')?.scalar ?? /'azd-service-name':\s*'([\w-]{1,60})'/.exec(typeof tags?.scalar === 'string' ? tags.scalar : '')?.[1];
  return typeof written === 'string' && !written.includes('${') ? written : undefined;
};
