/** A directed graph over the numbers 0 … n-1: the successors of each, without repeats. */
export type Successors = readonly (readonly number[])[];

/**
 * The strongly connected components of at least two members, by Tarjan's algorithm: linear in nodes and edges, and with a
 * stack of its own, since a chain of imports is deeper than the call stack (graphology's twin recurses). Members are sorted,
 * components by their first member.
 */
export function strongComponents(successors: Successors, within?: (node: number) => boolean): number[][] {
  const size = successors.length;
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const position = new Int32Array(size);
  const stack: number[] = [];
  const path: number[] = [];
  const found: number[][] = [];
  let next = 0;

  const enter = (node: number): void => {
    index[node] = low[node] = next++;
    onStack[node] = 1;
    stack.push(node);
    path.push(node);
  };

  for (let root = 0; root < size; root++) {
    if (index[root] !== -1 || (within && !within(root))) continue;
    enter(root);
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      const targets = successors[node]!;
      if (position[node]! < targets.length) {
        const target = targets[position[node]!++]!;
        if (within && !within(target)) continue;
        if (index[target] === -1) enter(target);
        else if (onStack[target]) low[node] = Math.min(low[node]!, index[target]!);
        continue;
      }
      path.pop();
      const caller = path[path.length - 1];
      if (caller !== undefined) low[caller] = Math.min(low[caller]!, low[node]!);
      if (low[node] !== index[node]) continue;
      const members: number[] = [];
      let member: number;
      do {
        member = stack.pop()!;
        onStack[member] = 0;
        members.push(member);
      } while (member !== node);
      if (members.length > 1) found.push(members.sort((a, b) => a - b));
    }
  }
  return found.sort((a, b) => a[0]! - b[0]!);
}
