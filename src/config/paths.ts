import type { Mistake } from '../lib/mistake.ts';
import { resolve, type Schema } from './explain.ts';
import type { Tree } from './tree.ts';

/** Gives every string that names files of the repository to `change`; the tree must have been found right. */
export function mapPaths(root: Schema, tree: Tree, change: (text: string, tree: Tree) => string): Tree {
  const visit = (unresolved: Schema, node: Tree): Tree => {
    const schema = resolve(root, unresolved);
    if (node.kind === 'scalar') {
      const named = schema.format === 'glob' || schema.format === 'file' || (schema.anyOf ?? []).some((branch) => ['glob', 'file'].includes(resolve(root, branch).format ?? ''));
      return named && typeof node.value === 'string' ? { ...node, value: change(node.value, node) } : node;
    }
    const branches = [schema, ...(schema.anyOf ?? []).map((branch) => resolve(root, branch))];
    if (node.kind === 'list') {
      const items = branches.find((branch) => branch.items !== undefined)?.items;
      return items === undefined ? node : { ...node, items: node.items.map((item) => visit(items, item)) };
    }
    const entries = [...node.entries].map(([key, value]): [string, Tree] => {
      const inner = branches.map((branch) => branch.properties?.[key] ?? branch.additionalProperties).find((one) => typeof one === 'object');
      return [key, inner === undefined ? value : visit(inner, value)];
    });
    return { ...node, entries: new Map(entries) };
  };
  return visit(root, tree);
}

/** A path seen from `folder`, as one from the root: `./`, `../` and `.` are followed. undefined: it leads out of the root. */
export function resolvePath(folder: string, path: string): string | undefined {
  if (/^(\/|[a-z]:)/i.test(path)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

export const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '');

/** Paths of a file next to the code of one component, as paths from the root. */
export function rebase(root: Schema, tree: Tree, folder: string): Tree {
  return mapPaths(root, tree, (text) => {
    const [negated, path] = text.startsWith('!') ? ['!', text.slice(1)] : ['', text];
    return `${negated}${resolvePath(folder, path) || '.'}`;
  });
}

/** Paths that no file of the repository can have. `folder`: of the file that names them. */
export function strayPaths(root: Schema, tree: Tree, folder: string): Mistake[] {
  const mistakes: Mistake[] = [];
  mapPaths(root, tree, (text, { at }) => {
    if (text.includes('\\') && !/\\[[\]{}()*?!]/.test(text)) mistakes.push({ message: `'${text}' is written with backslashes; paths are written with '/' on every system.`, at });
    else if (resolvePath(folder, text.replace(/^!/, '')) === undefined) mistakes.push({ message: `'${text}' leads out of the repository; paths are relative to the folder of architecture.yaml.`, at });
    return text;
  });
  return mistakes;
}
