import type { Program } from './program.ts';

/** In which order modules run: what a module imports runs before it, in the order of its imports; a cycle is cut where it closes. */
export function evaluationOrder(program: Program): ReadonlyMap<string, number> {
  const files = Object.keys(program.modules).sort();
  const imported = new Set(files.flatMap((file) => [...program.importsOf(file)]));
  const order = new Map<string, number>();
  const begun = new Set<string>();
  const run = (root: string): void => {
    // An own stack: chains of imports may be longer than the one of calls.
    const open: { readonly file: string; readonly rest: Iterator<string> }[] = [];
    const enter = (file: string): void => {
      if (begun.has(file)) return;
      begun.add(file);
      open.push({ file, rest: program.importsOf(file)[Symbol.iterator]() });
    };
    enter(root);
    while (open.length > 0) {
      const { file, rest } = open.at(-1)!;
      const next = rest.next();
      if (!next.done) enter(next.value);
      else {
        order.set(file, order.size);
        open.pop();
      }
    }
  };
  // Entries first: nobody imports them.
  for (const file of files) if (!imported.has(file)) run(file);
  for (const file of files) run(file);
  return order;
}
