import { describe, expect, it } from 'vitest';
import { feedbackArcs, isOpened, type Arc } from '../../src/lib/graph/feedback-arcs.ts';
import { shortestCycle } from '../../src/lib/graph/shortest-cycle.ts';
import { strongComponents } from '../../src/lib/graph/strong-components.ts';

/** A repeatable stream of numbers below n. */
const dice = (seed: number) => (n: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed % n;
};
const random = (size: number, edges: number, seed: number): number[][] => {
  const roll = dice(seed);
  const successors = Array.from({ length: size }, () => new Set<number>());
  for (let edge = 0; edge < edges; edge++) {
    const [from, to] = [roll(size), roll(size)];
    if (from !== to) successors[from]!.add(to);
  }
  return successors.map((targets) => [...targets].sort((a, b) => a - b));
};
const reachable = (graph: readonly (readonly number[])[], from: number): Set<number> => {
  const seen = new Set<number>();
  const stack = [...graph[from]!];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...graph[node]!);
  }
  return seen;
};
/** The smallest feedback arc set by trying all sets in order of size. */
const bySearch = (graph: readonly (readonly number[])[]): number => {
  const arcs = graph.flatMap((targets, from) => targets.map((to): Arc => [from, to]));
  const choose = (size: number, start: number, chosen: Arc[]): boolean => {
    if (chosen.length === size) return isOpened(graph, chosen);
    for (let next = start; next < arcs.length; next++) if (choose(size, next + 1, [...chosen, arcs[next]!])) return true;
    return false;
  };
  let size = 0;
  while (!choose(size, 0, [])) size += 1;
  return size;
};

describe('strongComponents', () => {
  it('finds nothing in a tree and everything in a ring', () => {
    expect(strongComponents([[1, 2], [], []])).toEqual([]);
    expect(strongComponents([[1], [2], [0], [0]])).toEqual([[0, 1, 2]]);
  });

  it('agrees with mutual reachability on random graphs', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const graph = random(14, 20, seed);
      const reach = graph.map((_, node) => reachable(graph, node));
      const groups = new Map<string, number[]>();
      graph.forEach((_, node) => {
        const members = graph.map((_, other) => other).filter((other) => other === node || (reach[node]!.has(other) && reach[other]!.has(node)));
        if (members.length > 1) groups.set(members.join(), members);
      });
      expect(strongComponents(graph)).toEqual([...groups.values()]);
    }
  });

  it('walks a chain deeper than the call stack', () => {
    const size = 200_000;
    expect(strongComponents(Array.from({ length: size }, (_, node) => [(node + 1) % size]))[0]).toHaveLength(size);
  });
});

describe('shortestCycle', () => {
  it('finds the pair in a larger knot', () => {
    expect(shortestCycle([[1], [2], [3], [0, 2]])).toEqual([2, 3]);
  });

  it('keeps to cycles through the wanted edges', () => {
    expect(shortestCycle([[1], [0, 2], [0]], (from) => from === 2)).toEqual([0, 1, 2]);
  });

  it('is a cycle of the graph', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const graph = random(12, 18, seed);
      for (const members of strongComponents(graph)) {
        const inside = members.map((node) => graph[node]!.filter((to) => members.includes(to)).map((to) => members.indexOf(to)));
        const cycle = shortestCycle(inside);
        expect(cycle.every((node, step) => inside[node]!.includes(cycle[(step + 1) % cycle.length]!))).toBe(true);
      }
    }
  });
});

describe('feedbackArcs', () => {
  it('cuts the lightest edge of a ring', () => {
    expect(feedbackArcs([[1], [2], [0]], (from) => (from === 1 ? 1 : 5))).toEqual([[1, 2]]);
  });

  it('is the smallest on small knots', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const graph = random(6, 12, seed);
      const cut = feedbackArcs(graph, () => 1);
      expect(isOpened(graph, cut)).toBe(true);
      expect(cut).toHaveLength(bySearch(graph));
    }
  });

  it('opens large knots, without a needless edge', () => {
    const graph = random(60, 150, 7);
    const cut = feedbackArcs(graph, () => 1);
    expect(isOpened(graph, cut)).toBe(true);
    for (const arc of cut) expect(isOpened(graph, cut.filter((other) => other !== arc))).toBe(false);
  });

  it('finds the one edge that closes a large layered knot', () => {
    const size = 40;
    const graph = Array.from({ length: size }, (_, node) => (node === size - 1 ? [0] : [node + 1, node + 2, node + 3].filter((to) => to < size)));
    expect(feedbackArcs(graph, () => 1)).toEqual([[size - 1, 0]]);
  });
});
