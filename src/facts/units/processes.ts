import type { Unit, UnitKind } from '../../model/index.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import { folderOfPath } from '../../lib/paths.ts';
import { isOfADeveloper } from '../../lib/developers.ts';

/** A unit before the starts of one process are merged, and before it is named. */
export interface Draft extends Omit<Unit, 'name' | 'modules'> {
  readonly roots: readonly string[];
}

/** Of several starts of one process the one that says most. */
const RANK: readonly string[] = ['nest', 'fastify', 'express', 'koa', 'hono', 'hapi', 'restify', 'trpc', 'apollo', 'graphql-yoga', 'grpc', 'http', 'unknown'];
const rank = (framework: string): number => (RANK.indexOf(framework) + RANK.length + 1) % (RANK.length + 1);
const KINDS: readonly UnitKind[] = ['service', 'worker', 'frontend', 'function', 'cli'];

/** The modules by which processes are started, by convention. */
const MAIN = /(?:^|\/)(?:main|server|app|bootstrap|index)\.\w+$/;

/** One unit a process: starts that share their root are one. */
export function merged(drafts: readonly Draft[]): Draft[] {
  const byRoot = new Map<string, Draft>();
  for (const draft of [...drafts].sort((a, b) => comparePlaces(a.entry, b.entry))) {
    const key = `${draft.dir}\n${draft.roots.join('\n')}`;
    const known = byRoot.get(key);
    const better = !known || (KINDS.indexOf(draft.kind) === KINDS.indexOf(known.kind) && rank(draft.framework) === rank(known.framework) && MAIN.test(draft.entry.file) && !MAIN.test(known.entry.file))
      || KINDS.indexOf(draft.kind) < KINDS.indexOf(known.kind) || (draft.kind === known.kind && rank(draft.framework) < rank(known.framework));
    if (better) byRoot.set(key, { ...draft, ...(known?.port !== undefined && draft.port === undefined && { port: known.port }) });
  }
  return [...byRoot.values()];
}

/** A Next or Remix application behind a server of its own is one process: that server's. */
export function withCustomServers(drafts: readonly Draft[]): Draft[] {
  const gone = new Set<Draft>();
  const kept = drafts.map((draft) => {
    if (draft.kind !== 'service' || !['next', 'remix', 'sveltekit'].includes(draft.framework)) return draft;
    const servers = drafts.filter((other) => other !== draft && other.dir === draft.dir && (other.kind === 'service' || (other.kind === 'function' && other.framework === 'hono')));
    const listening = servers.find(({ kind }) => kind === 'service');
    if (!listening) return draft;
    servers.forEach((server) => gone.add(server));
    const { startedAt: _, ...served } = draft;
    return { ...served, entry: listening.entry, ...(listening.port !== undefined && { port: listening.port }), roots: [...new Set([draft, ...servers].flatMap(({ roots }) => roots))].sort(compare) };
  });
  return kept.filter((draft) => !gone.has(draft));
}

/** Workers and context starts that run inside a service are part of it; so is a service's entry that another one imports. */
export function withoutParts(drafts: readonly Draft[], modulesOf: (draft: Draft) => ReadonlySet<string>, isStarted: (path: string) => boolean): Draft[] {
  const reached = drafts.map(modulesOf);
  return drafts.filter((draft, index) => !drafts.some((other, at) => {
    if (at === index || !reached[at]!.has(draft.entry.file)) return false;
    // Started by itself, too: the other one makes use of what it starts.
    if (draft.kind === 'worker' && draft.roots.some((root) => isStarted(root) && !reached[at]!.has(root))) return false;
    // It calls the functions that the platform runs by themselves.
    if (draft.kind === 'function' && isOfADeveloper(other.entry.file)) return false;
    if (other.kind === 'cli' || other.kind === 'frontend') return draft.kind === other.kind && !reached[index]!.has(other.entry.file);
    // Two that reach each other: the better one stays.
    if (reached[index]!.has(other.entry.file)) return KINDS.indexOf(other.kind) < KINDS.indexOf(draft.kind) || (other.kind === draft.kind && (rank(other.framework) < rank(draft.framework) || (rank(other.framework) === rank(draft.framework) && at < index)));
    return draft.kind !== 'frontend';
  }));
}

/** Names that two units share get their entry's name or folder. */
export function unique(names: readonly string[], drafts: readonly Draft[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const { file } = drafts[index]!.entry;
    const shared = names.filter((other) => other === name).length > 1;
    const stem = file.split('/').at(-1)!.replace(/\.\w+$/, '');
    const inside = folderOfPath(file).split('/').at(-1)!;
    const folder = inside === '.' ? stem : inside;
    const candidates = shared ? [`${name}/${/^(?:index|main|handler|server|app|route)$/.test(stem) ? folder : stem}`, `${name}/${folder}/${stem}`, file] : [name, file];
    const free = candidates.find((candidate) => !taken.has(candidate)) ?? `${file}#${index}`;
    taken.add(free);
    return free;
  });
}
