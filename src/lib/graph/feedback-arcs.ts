import { MaxHeap } from './heap.ts';
import { strongComponents, type Successors } from './strong-components.ts';

/** Up to this many nodes the smallest set is found exactly: 2^n orders of subsets. */
const EXACT = 13;
/** Rounds over all nodes in which each is moved to its best place in the order. */
const ROUNDS = 6;
/** Nodes up to which the greedy order is bettered, and steps spent on putting edges back. */
const BETTERED = 3000;
const STEPS = 10_000_000;

export type Weight = (from: number, to: number) => number;
export type Arc = readonly [from: number, to: number];

/**
 * A lightest found set of edges whose removal leaves a strongly connected graph without cycles (a minimum feedback arc set).
 * Exact for small graphs; beyond, the order of Eades, Lin and Smyth, bettered by moving single nodes. What a set cuts
 * needlessly is put back, so that none of it could be left out (but in a knot of many thousands). Sorted.
 */
export function feedbackArcs(successors: Successors, weight: Weight): Arc[] {
  const order = successors.length <= EXACT ? exactOrder(successors, weight) : betterOrder(greedyOrder(successors, weight), successors, weight);
  const rank = new Int32Array(successors.length);
  order.forEach((node, position) => { rank[node] = position; });
  const backward: Arc[] = [];
  const forward = successors.map((targets, from) => targets.filter((to) => {
    const goesBack = rank[to]! <= rank[from]!;
    if (goesBack) backward.push([from, to]);
    return !goesBack;
  }));
  return minimal(forward, backward, weight);
}

/** Puts back, heaviest first, every edge that closes no cycle any more. */
function minimal(forward: number[][], backward: Arc[], weight: Weight): Arc[] {
  const cut: Arc[] = [];
  const seen = new Int32Array(forward.length).fill(-1);
  let round = 0;
  let steps = STEPS;
  const reaches = (from: number, to: number): boolean => {
    round += 1;
    const stack = [from];
    while (stack.length > 0) {
      if (--steps < 0) return true;
      const node = stack.pop()!;
      if (node === to) return true;
      if (seen[node] === round) continue;
      seen[node] = round;
      stack.push(...forward[node]!);
    }
    return false;
  };
  for (const [from, to] of [...backward].sort((a, b) => weight(...b) - weight(...a) || a[0] - b[0] || a[1] - b[1])) {
    if (reaches(to, from)) cut.push([from, to]);
    else forward[from]!.push(to);
  }
  return cut.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** The best order of all: over subsets S, the least backward weight when the nodes of S come first. */
function exactOrder(successors: Successors, weight: Weight): number[] {
  const size = successors.length;
  const full = 2 ** size;
  const cost = new Float64Array(full).fill(Infinity);
  const last = new Int8Array(full);
  cost[0] = 0;
  const arcs = successors.map((targets, from) => targets.map((to) => ({ bit: 1 << to, weight: weight(from, to) })));
  for (let set = 0; set < full; set++) {
    for (let node = 0; node < size; node++) {
      if (set & (1 << node)) continue;
      // `node` comes after all of `set`: its edges into it lead back.
      let price = cost[set]!;
      for (const arc of arcs[node]!) if (set & arc.bit) price += arc.weight;
      const grown = set | (1 << node);
      if (price < cost[grown]!) {
        cost[grown] = price;
        last[grown] = node;
      }
    }
  }
  const order: number[] = [];
  for (let set = full - 1; set > 0; set &= ~(1 << last[set]!)) order.push(last[set]!);
  return order.reverse();
}

/** Sources to the front, sinks to the back, else the node whose outgoing weight most exceeds its incoming. */
function greedyOrder(successors: Successors, weight: Weight): number[] {
  const size = successors.length;
  const predecessors: number[][] = successors.map(() => []);
  successors.forEach((targets, from) => targets.forEach((to) => predecessors[to]!.push(from)));
  const outgoing = successors.map((targets, from) => targets.reduce((sum, to) => sum + weight(from, to), 0));
  const incoming = predecessors.map((sources, to) => sources.reduce((sum, from) => sum + weight(from, to), 0));
  const outDegree = Int32Array.from(successors, (targets) => targets.length);
  const inDegree = Int32Array.from(predecessors, (sources) => sources.length);
  const placed = new Uint8Array(size);
  const front: number[] = [];
  const back: number[] = [];
  const sources: number[] = [];
  const sinks: number[] = [];

  const heap = new MaxHeap();
  const excess = (node: number): number => outgoing[node]! - incoming[node]!;
  for (let node = 0; node < size; node++) heap.push(node, excess(node));

  const place = (node: number, list: number[]): void => {
    placed[node] = 1;
    list.push(node);
    for (const to of successors[node]!) {
      if (placed[to]) continue;
      incoming[to]! -= weight(node, to);
      if (--inDegree[to]! === 0) sources.push(to);
      heap.push(to, excess(to));
    }
    for (const from of predecessors[node]!) {
      if (placed[from]) continue;
      outgoing[from]! -= weight(from, node);
      if (--outDegree[from]! === 0) sinks.push(from);
      heap.push(from, excess(from));
    }
  };

  while (front.length + back.length < size) {
    const sink = sinks.pop();
    const source = sink === undefined ? sources.pop() : undefined;
    const free = sink ?? source;
    if (free !== undefined) {
      if (!placed[free]) place(free, sink === undefined ? front : back);
      continue;
    }
    const top = heap.pop();
    if (top === undefined) break;
    // An entry whose node was placed, or has changed since, is out of date; a newer one follows.
    if (!placed[top.item] && top.priority === excess(top.item)) place(top.item, front);
  }
  return [...front, ...back.reverse()];
}

/** Moves each node to where the least weight leads back, until a round changes nothing. */
function betterOrder(order: number[], successors: Successors, weight: Weight): number[] {
  const size = order.length;
  // Each move looks at the node's neighbours and shifts the order; beyond this the greedy order has to do.
  if (size > BETTERED) return order;
  const neighbours: { readonly node: number; readonly out: number; readonly into: number }[][] = successors.map(() => []);
  successors.forEach((targets, from) => targets.forEach((to) => {
    neighbours[from]!.push({ node: to, out: weight(from, to), into: 0 });
    neighbours[to]!.push({ node: from, out: 0, into: weight(from, to) });
  }));
  const rank = new Int32Array(size);
  order.forEach((node, position) => { rank[node] = position; });
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let node = 0; node < size; node++) {
      // Going left to right over the neighbours: what it costs to stand just after each of them.
      const around = neighbours[node]!.toSorted((a, b) => rank[a.node]! - rank[b.node]!);
      let cost = around.reduce((sum, { into }) => sum + into, 0);
      const here = rank[node]!;
      let [bestCost, bestRank, costHere] = [cost, -1, cost];
      for (const neighbour of around) {
        cost += neighbour.out - neighbour.into;
        if (rank[neighbour.node]! < here) costHere = cost;
        if (cost < bestCost) [bestCost, bestRank] = [cost, rank[neighbour.node]!];
      }
      if (bestCost >= costHere) continue;
      moved = true;
      order.splice(here, 1);
      order.splice(bestRank < here ? bestRank + 1 : bestRank, 0, node);
      order.forEach((other, position) => { rank[other] = position; });
    }
    if (!moved) break;
  }
  return order;
}

/** Whether nothing is left to cut: the proof that a set opens a graph. */
export function isOpened(successors: Successors, cut: readonly Arc[]): boolean {
  const removed = new Set(cut.map(([from, to]) => from * successors.length + to));
  return strongComponents(successors.map((targets, from) => targets.filter((to) => !removed.has(from * successors.length + to)))).length === 0;
}
