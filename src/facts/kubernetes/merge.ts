import { dig, scalar, type Located } from '../../lib/located.ts';

/** A strategic merge: maps merge by key, lists of named things by name, other lists are replaced. */
export const overlay = (under: Located, over: Located, depth = 0): Located => {
  if (depth > 40) return over;
  if (under.entries !== undefined && over.entries !== undefined) {
    const entries = new Map(under.entries);
    for (const [key, entry] of over.entries) {
      const below = entries.get(key);
      if (key === '$patch') continue;
      if (entry.node.scalar === null) entries.delete(key);
      else entries.set(key, below === undefined ? entry : { key: entry.node.scalar === undefined ? below.key : entry.key, node: overlay(below.node, entry.node, depth + 1) });
    }
    return { ...under, entries };
  }
  if (under.items !== undefined && over.items !== undefined) {
    const key = ['name', 'containerPort', 'mountPath', 'port'].find((each) => over.items?.every((item) => dig(item, each) !== undefined));
    if (key === undefined) return over;
    const items = [...under.items];
    for (const item of over.items) {
      const index = items.findIndex((other) => scalar(dig(other, key)) === scalar(dig(item, key)));
      if (scalar(dig(item, '$patch')) === 'delete') {
        if (index >= 0) items.splice(index, 1);
      } else if (index < 0) items.push(item);
      else items[index] = overlay(items[index] as Located, item, depth + 1);
    }
    return { ...under, items };
  }
  return over;
};

export const put = (node: Located, path: readonly string[], value: Located | undefined): Located => {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? node;
  if (node.items !== undefined) {
    const items = [...node.items];
    const index = step === '-' ? items.length : Number(step);
    const below = items[index];
    if (rest.length > 0) {
      if (below !== undefined) items[index] = put(below, rest, value);
    } else if (value === undefined) items.splice(index, 1);
    else items[index] = value;
    return { ...node, items };
  }
  const entries = new Map(node.entries ?? []);
  const below = entries.get(step);
  if (rest.length === 0 && value === undefined) entries.delete(step);
  else entries.set(step, { key: rest.length === 0 ? value?.at ?? node.at : below?.key ?? node.at, node: put(below?.node ?? { at: node.at, entries: new Map() }, rest, value) });
  const { scalar: _, ...holder } = node;
  return { ...holder, entries };
};

/** One step of a JSON patch (RFC 6902). */
export const operate = (resource: Located, operation: Located): Located => {
  const path = scalar(dig(operation, 'path'));
  const action = scalar(dig(operation, 'op'));
  if (path === undefined || !path.startsWith('/')) return resource;
  const steps = path.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (action === 'remove') return put(resource, steps, undefined);
  return action === 'add' || action === 'replace' ? put(resource, steps, dig(operation, 'value')) : resource;
};
