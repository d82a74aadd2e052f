import type { CallSite, Packages } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { rowsOf } from '../../lib/clients/match.ts';
import { shapesOf } from '../../lib/clients/shapes.ts';
import type { Found } from './find.ts';
import type { Rows } from './rows.ts';

/** Calls whose root could not be followed, and whose form says all the same what they ask. */
export function shapedCalls(graph: CodeGraph, { packages }: Packages, rows: Rows): (file: string, call: CallSite) => Found | undefined {
  const used = new Set(packages.flatMap(({ dependencies, devDependencies, peerDependencies }) => Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })));
  return (file, call) => {
    const shape = call.chain && shapesOf(call.chain).find((one) => used.has(one.package));
    const row = shape && rows(shape.package, file);
    if (!row) return undefined;
    const target = graph.resolve(file, call.ref);
    // What leads to the repository's own function, or to a library that is known, is no guess.
    if (target?.kind === 'construction' || (target?.kind === 'function' && target.rest.length === 0) || (target?.kind === 'package' && rowsOf(target.ref.from).length > 0)) return undefined;
    return { row, package: shape.package, method: shape.method, typed: true };
  };
}
