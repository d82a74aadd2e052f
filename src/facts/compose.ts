import { dirname, join } from 'node:path/posix';
import { environmentOf, environmentOfStack } from '../lib/environment.ts';
import { text } from '../lib/json.ts';
import { dig, readLocated, toBlock, type Entry, type Located } from '../lib/located.ts';
import { compare } from '../lib/order.ts';
import { defineFact, type ComposeProject, type ComposeService } from '../model/index.ts';

const COMPOSE = /(^|\/)(docker-)?compose([._-][\w.-]+)?\.ya?ml$|(^|\/)[\w.-]*[._-]compose\.ya?ml$/i;
const MAIN = /(^|\/)(docker-)?compose\.ya?ml$/i;
const OVERRIDE = /(^|\/)(docker-)?compose\.override\.ya?ml$/i;

type Services = Map<string, Entry>;

export default defineFact({
  name: 'compose',
  needs: ['files'],
  gather({ files }, repo) {
    const paths = files.files.filter((file) => COMPOSE.test(file.path) && file.role !== 'test').map((file) => file.path);
    const included = new Set<string>();
    const roots = new Map<string, Located | undefined>();

    const root = (path: string): Located | undefined => {
      if (roots.has(path)) return roots.get(path);
      const source = repo.exists(path) ? repo.read(path) : undefined;
      const reading = source === undefined ? undefined : readLocated(source, path);
      for (const trouble of reading?.troubles ?? []) repo.gap(trouble.reason, trouble.at);
      roots.set(path, reading?.documents[0]);
      if (source !== undefined) repo.looked(1);
      return reading?.documents[0];
    };

    /** A file's services, with those it includes; paths inside it are relative to it. */
    const services = (path: string, open: readonly string[]): Services => {
      const found: Services = new Map();
      if (open.includes(path) || open.length > 12) {
        repo.gap('includes itself', { file: path });
        return found;
      }
      const here = root(path);
      for (const item of dig(here, 'include')?.items ?? []) {
        const names = item.scalar === undefined ? dig(item, 'path')?.items?.map((each) => each.scalar) ?? [dig(item, 'path')?.scalar] : [item.scalar];
        for (const name of names) {
          const target = typeof name === 'string' ? join(dirname(path), name) : undefined;
          if (target === undefined || !repo.exists(target)) {
            repo.gap(`includes ${String(name).slice(0, 120)}, which does not exist`, item.at);
            continue;
          }
          included.add(target);
          merge(found, services(target, [...open, path]));
        }
      }
      const own: Services = new Map();
      for (const [name, entry] of dig(here, 'services')?.entries ?? []) own.set(name, { key: entry.key, node: extend(entry.node, path, name, []) });
      merge(found, own);
      return found;
    };

    const extend = (service: Located, path: string, name: string, open: readonly string[]): Located => {
      const from = dig(service, 'extends');
      if (from === undefined) return service;
      const other = text(from.scalar) ?? text(dig(from, 'service')?.scalar);
      const file = text(dig(from, 'file')?.scalar);
      // Beside the file; or, where it is run for another project folder, from there: the root.
      const target = file === undefined ? path : [join(dirname(path), file), join(file)].find((each) => repo.exists(each)) ?? join(dirname(path), file);
      const key = `${target}#${other}`;
      if (other === undefined || open.includes(key) || open.length > 12) {
        repo.gap(`extends itself (${name})`, from.at);
        return service;
      }
      if (target !== path) included.add(target);
      const base = dig(root(target), 'services', other);
      if (base === undefined) {
        repo.gap(`extends ${other}, which does not exist`, from.at);
        return service;
      }
      return overlay(extend(base, target, other, [...open, key]), service);
    };

    const projects: ComposeProject[] = [];
    const built = paths.map((path) => ({ path, found: services(path, []) }));
    const underneath = new Map(built.flatMap(({ path, found }) => { const base = baseOf(path, found, built); return base === undefined ? [] : [[path, base] as const]; }));
    const bases = new Set([...underneath.values()].map(({ path }) => path).filter((path) => !MAIN.test(path)));
    for (const { path, found } of built) {
      if (bases.has(path) || included.has(path) || (OVERRIDE.test(path) && paths.some((other) => dirname(other) === dirname(path) && MAIN.test(other)))) continue;
      const base = underneath.get(path);
      const merged: Services = new Map(base?.found);
      // Where both speak of a service, the file of the environment is the one to mend.
      for (const [name, entry] of found) {
        const below = merged.get(name);
        merged.set(name, below === undefined ? entry : { key: entry.key, node: overlay(below.node, entry.node) });
      }
      const used = [...(base === undefined ? [] : [base.path]), path];
      if (MAIN.test(path)) {
        const override = paths.find((other) => OVERRIDE.test(other) && dirname(other) === dirname(path));
        if (override !== undefined) {
          merge(merged, services(override, []));
          used.push(override);
        }
      }
      if (merged.size === 0) continue;
      const environment = environmentOfStack(path);
      projects.push({
        file: path, files: used, ...(environment && { environment }),
        services: [...merged].sort(([a], [b]) => compare(a, b)).map(([name, entry]): ComposeService => ({
          ...toBlock(keyed(entry.node)), name, at: entry.key,
          profiles: dig(entry.node, 'profiles')?.items?.flatMap((item) => text(item.scalar) ?? []) ?? [],
        })),
      });
    }
    return { projects };
  },
});

interface Built { readonly path: string; readonly found: Services }
const BASE = /^(?:base|common|shared)$/i;
/** Words of a file's name, without those that say base or name an environment. */
const stemOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).split(/[._-]/).filter((word) => !BASE.test(word) && environmentOf(word) === undefined).join('.');

/** `docker compose -f compose.base.yml -f compose.prod.yml`: what a file stands upon, as its name says, or its services that have no image of their own. */
function baseOf(path: string, found: Services, built: readonly Built[]): Built | undefined {
  const isBase = (each: string): boolean => each.slice(each.lastIndexOf('/') + 1).split(/[._-]/).some((word) => BASE.test(word));
  if (MAIN.test(path) || OVERRIDE.test(path) || isBase(path)) return undefined;
  const near = built.filter((one) => one.path !== path && dirname(one.path) === dirname(path) && [...found.keys()].some((name) => one.found.has(name)));
  const named = near.find((one) => isBase(one.path) && stemOf(one.path) === stemOf(path));
  if (named !== undefined) return named;
  const bare = [...found].filter(([, { node }]) => dig(node, 'image') === undefined && dig(node, 'build') === undefined).map(([name]) => name);
  return bare.length === 0 ? undefined : near.find((one) => MAIN.test(one.path) && bare.some((name) => one.found.has(name)));
}

const merge = (under: Services, over: Services): void => {
  for (const [name, entry] of over) {
    const below = under.get(name);
    under.set(name, below === undefined ? entry : { key: below.key, node: overlay(below.node, entry.node) });
  }
};

/** Maps merge, lists add up, everything else is replaced; `environment` may be either and is made a map first. */
const overlay = (under: Located, over: Located, depth = 0): Located => {
  if (depth > 20) return over;
  const a = depth > 0 ? under : keyed(under);
  const b = depth > 0 ? over : keyed(over);
  if (a.entries !== undefined && b.entries !== undefined) {
    const entries = new Map(a.entries);
    for (const [key, entry] of b.entries) {
      const below = entries.get(key);
      entries.set(key, below === undefined ? entry : { key: entry.key, node: overlay(below.node, entry.node, depth + 1) });
    }
    return { ...b, at: a.at, entries };
  }
  if (a.items !== undefined && b.items !== undefined && depth === 1) return { ...b, items: [...a.items, ...b.items] };
  return b;
};

const keyed = (service: Located): Located => {
  const entries = new Map(service.entries ?? []);
  for (const key of ['environment', 'labels'] as const) {
    const entry = entries.get(key);
    if (entry?.node.items === undefined) continue;
    const pairs = entry.node.items.map((item): [string, Entry] => {
      const [name, ...value] = String(item.scalar ?? '').split('=');
      return [name as string, { key: item.at, node: { at: item.at, scalar: value.length === 0 ? null : value.join('=') } }];
    });
    entries.set(key, { key: entry.key, node: { at: entry.node.at, entries: new Map(pairs) } });
  }
  return { ...service, entries };
};
