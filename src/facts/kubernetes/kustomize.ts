import { basename, dirname, join } from 'node:path/posix';
import { environmentOf, type Environment } from '../../lib/environment.ts';
import { dig, readLocated, scalar, type Entry, type Located } from '../../lib/located.ts';
import type { Place, Repo } from '../../model/index.ts';
import { generated } from './generators.ts';
import { operate, overlay, put } from './merge.ts';
import { objectsOf } from './openshift.ts';

export interface Kustomization {
  readonly file: string;
  readonly environment?: Environment;
  readonly documents: readonly Located[];
}

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
export const isKustomization = (path: string): boolean => NAMES.includes(path.split('/').at(-1) as string);

/** A file of secrets is left out of the repository, and holds nothing that runs. */
const SECRET = /(?:^|[/._-])secrets?(?:[._-]|$)/i;

const nameOf = (node: Located): string | undefined => scalar(dig(node, 'metadata', 'name'));
const kindOf = (node: Located): string | undefined => scalar(dig(node, 'kind'));

/** Builds every kustomization that no other one takes in: bases, components, patches, replicas. Remote bases stay unread and are gaps. */
export const readKustomizations = (paths: readonly string[], repo: Repo): { readonly built: readonly Kustomization[]; readonly files: ReadonlySet<string> } => {
  const listed = new Set(paths);
  const used = new Set<string>();
  const takenIn = new Set<string>();
  const takes = new Map<string, readonly string[]>();
  const take = (file: string, nested: string): void => {
    takenIn.add(nested);
    takes.set(file, [...(takes.get(file) ?? []), nested]);
  };
  const texts = new Map<string, readonly Located[]>();

  const documents = (path: string): readonly Located[] => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    used.add(path);
    const text = repo.read(path);
    const reading = text === undefined ? undefined : readLocated(text, path);
    for (const trouble of reading?.troubles ?? []) repo.gap(trouble.reason, trouble.at);
    const found = reading?.documents ?? [];
    texts.set(path, found);
    return found;
  };
  const folderOf = (folder: string): string | undefined => NAMES.map((name) => join(folder, name)).find((path) => listed.has(path));

  const memo = new Map<string, readonly Located[]>();
  const build = (file: string, open: readonly string[]): readonly Located[] => {
    const known = memo.get(file);
    if (known !== undefined) return known;
    const made = assemble(file, open);
    memo.set(file, made);
    return made;
  };
  const assemble = (file: string, open: readonly string[]): readonly Located[] => {
    if (open.includes(file) || open.length > 12) {
      repo.gap('takes itself in', { file });
      return [];
    }
    const [root] = documents(file);
    const folder = dirname(file);
    let built: Located[] = [];
    for (const key of ['resources', 'bases', 'components'] as const) {
      for (const item of dig(root, key)?.items ?? []) {
        const name = scalar(item);
        if (name === undefined) continue;
        if (/^(https?:|git@|github\.com|ssh:)|\/\/|\?ref=/.test(name)) {
          repo.gap(`takes in ${name.slice(0, 120)}, which is not in the repository and is not fetched`, item.at);
          continue;
        }
        const path = join(folder, name);
        const nested = folderOf(path);
        if (nested !== undefined) {
          take(file, nested);
          if (key === 'components') built = component(nested, built, [...open, file]);
          else built.push(...build(nested, [...open, file]));
        } else if (listed.has(path)) built.push(...documents(path).flatMap(flatten));
        else repo.gap(`takes in ${name.slice(0, 120)}, which does not exist`, item.at, SECRET.test(name) ? 'slight' : undefined);
      }
    }
    return apply(root, file, built);
  };

  /** A component changes what was gathered before it, after the components that it takes in itself. */
  const component = (file: string, given: readonly Located[], open: readonly string[]): Located[] => {
    if (open.includes(file) || open.length > 12) return [...given];
    const [root] = documents(file);
    const folder = dirname(file);
    let built = [...given];
    for (const item of dig(root, 'resources')?.items ?? []) {
      const path = join(folder, scalar(item) ?? '');
      const nested = folderOf(path);
      if (nested !== undefined) built.push(...build(nested, [...open, file]));
      else if (listed.has(path)) built.push(...documents(path).flatMap(flatten));
    }
    for (const item of dig(root, 'components')?.items ?? []) {
      const nested = folderOf(join(folder, scalar(item) ?? ''));
      if (nested === undefined) continue;
      take(file, nested);
      built = component(nested, built, [...open, file]);
    }
    return apply(root, file, built);
  };

  const apply = (root: Located | undefined, file: string, given: readonly Located[]): Located[] => {
    const folder = dirname(file);
    let built = [...given];
    for (const { document, behavior } of generated(root, file, repo)) {
      const same = built.findIndex((other) => kindOf(other) === kindOf(document) && nameOf(other) === nameOf(document));
      if (same < 0) built.push(document);
      else built[same] = behavior === 'merge' ? overlay(built[same]!, document) : document;
    }
    const patchText = (node: Located | undefined): readonly Located[] => {
      const inline = scalar(node);
      if (inline === undefined) return [];
      const reading = readLocated(inline, node?.at.file ?? '');
      if (reading.troubles.length > 0) repo.gap(`holds a patch that ${reading.troubles[0]!.reason}`, node!.at);
      return reading.documents.map((document) => shift(document, node as Located));
    };
    const lost = (name: string, at: Place): void => {
      if (!listed.has(join(folder, name))) repo.gap(`patches with ${name.slice(0, 120)}, which does not exist`, at);
    };
    const patches: { patch: Located; target?: Located }[] = [];
    for (const item of dig(root, 'patchesStrategicMerge')?.items ?? []) {
      const name = scalar(item) ?? '';
      if (/\.ya?ml$/i.test(name) && !name.includes('\n')) lost(name, item.at);
      for (const patch of listed.has(join(folder, name)) ? documents(join(folder, name)) : patchText(item)) patches.push({ patch });
    }
    for (const item of [...(dig(root, 'patches')?.items ?? []), ...(dig(root, 'patchesJson6902')?.items ?? [])]) {
      const target = dig(item, 'target');
      const path = scalar(dig(item, 'path'));
      if (path !== undefined) lost(path, item.at);
      for (const patch of path !== undefined && listed.has(join(folder, path)) ? documents(join(folder, path)) : patchText(dig(item, 'patch'))) {
        patches.push(target === undefined ? { patch } : { patch, target });
      }
    }
    for (const { patch, target } of patches) {
      built = built.flatMap((resource) => {
        const kind = scalar(dig(target, 'kind')) ?? (patch.items === undefined ? kindOf(patch) : undefined);
        const name = scalar(dig(target, 'name')) ?? (target === undefined && patch.items === undefined ? nameOf(patch) : undefined);
        const matches = (kind === undefined || kind === kindOf(resource)) && (name === undefined || name === nameOf(resource) || name === '.*');
        if (!matches || (kind === undefined && name === undefined)) return [resource];
        if (patch.items !== undefined) return [patch.items.reduce(operate, resource)];
        if (scalar(dig(patch, '$patch')) === 'delete') return [];
        const patched = overlay(resource, patch);
        // Where the target is named apart, the patch's own name means nothing.
        return [target === undefined ? patched : ['kind', 'apiVersion'].reduce((made, key) => put(made, [key], dig(resource, key)), put(patched, ['metadata', 'name'], dig(resource, 'metadata', 'name')))];
      });
    }
    for (const item of dig(root, 'replicas')?.items ?? []) {
      const count = dig(item, 'count');
      const name = scalar(dig(item, 'name'));
      if (count !== undefined) built = built.map((resource) => (nameOf(resource) === name && /^(Deployment|StatefulSet|ReplicaSet)$/.test(kindOf(resource) ?? '') ? put(resource, ['spec', 'replicas'], count) : resource));
    }
    return built;
  };

  const files = paths.filter(isKustomization);
  const results = new Map(files.map((file) => [file, build(file, [])]));
  const isComponent = (file: string): boolean => kindOf(documents(file)[0] ?? { at: { file } }) === 'Component';
  // A base with a production overlay is not deployed by itself; an environment that another builds upon is.
  const isEnvironment = (file: string): boolean => environmentOf(basename(dirname(file))) !== undefined;
  const roots = files.filter((file) => (!takenIn.has(file) || isEnvironment(file)) && !isComponent(file));
  // Those that take each other in have no root among them: the first one stands for them.
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const nested of takes.get(file) ?? []) reach(nested);
  };
  roots.forEach(reach);
  for (const file of files) {
    if (reached.has(file) || isComponent(file)) continue;
    roots.push(file);
    reach(file);
  }
  return {
    files: used,
    built: roots.map((file) => {
      const environment = environmentOf(dirname(file));
      return { file, documents: results.get(file) ?? [], ...(environment === undefined ? {} : { environment }) };
    }),
  };
};

/** `kind: List` holds others, and so does a template of OpenShift. */
export const flatten = (document: Located): readonly Located[] => {
  if (kindOf(document) === 'List') return dig(document, 'items')?.items ?? [];
  return kindOf(document) === 'Template' && dig(document, 'objects')?.items !== undefined ? objectsOf(document) : [document];
};

/** Places of a patch written inside another file count from there. */
const shift = (node: Located, holder: Located): Located => ({
  ...node,
  at: { ...holder.at, line: (holder.at.line ?? 1) + (node.at.line ?? 1) },
  ...(node.items === undefined ? {} : { items: node.items.map((item) => shift(item, holder)) }),
  ...(node.entries === undefined ? {} : { entries: new Map([...node.entries].map(([key, entry]): [string, Entry] => [key, { key: { ...holder.at, line: (holder.at.line ?? 1) + (entry.key.line ?? 1) }, node: shift(entry.node, holder) }])) }),
});
