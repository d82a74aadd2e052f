import { dig, type Located } from '../../lib/located.ts';
import type { KubernetesRelease } from '../../model/index.ts';

const MAX_DEPTH = 6;

/** Where values that somebody may choose ask for several of what the usual ones ask for one of. */
export const raisedIn = (defaults: Located, others: readonly Located[]): NonNullable<KubernetesRelease['raised']> => {
  const found: NonNullable<KubernetesRelease['raised']>[number][] = [];
  const visit = (usual: Located, other: Located | undefined, depth: number): void => {
    if (other === undefined || depth > MAX_DEPTH) return;
    if (typeof usual.scalar === 'number' && usual.scalar < 2 && typeof other.scalar === 'number' && other.scalar > 1) found.push({ from: usual.at, value: other.scalar, at: other.at });
    for (const [key, { node }] of usual.entries ?? []) visit(node, dig(other, key), depth + 1);
  };
  for (const other of others) visit(defaults, other, 0);
  return found;
};
