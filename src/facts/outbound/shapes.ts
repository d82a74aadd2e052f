import type { CallSite, Imports, Packages } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { rowsOf } from '../../lib/clients/match.ts';
import { shapesOf, type Shape } from '../../lib/clients/shapes.ts';
import { find, type Found } from './find.ts';
import type { Rows } from './rows.ts';

/** `@acme/engine/models/order.model.js`: what a package of the team's own calls a model is asked as one, whatever it is made with. */
const OF_MODELS = /^[^.].*(?:\/models?\/|\.model(?:\.[cm]?js)?$)/;

/** Calls whose root could not be followed, and whose form says all the same what they ask. */
export function shapedCalls(graph: CodeGraph, { packages }: Packages, { modules }: Imports, rows: Rows): (file: string, call: CallSite) => Found | undefined {
  // What is imported counts as well: a package of the team's may bring it along.
  const used = new Set([
    ...packages.flatMap(({ dependencies, devDependencies, peerDependencies }) => Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })),
    ...Object.values(modules).flatMap((edges) => edges.flatMap(({ external }) => external ?? [])),
  ]);
  const sure = (file: string, { chain, ref }: CallSite): Shape | undefined => {
    const shapes = chain ? shapesOf(chain).filter((one) => (used.has(one.package) || (one.package === 'objection' && OF_MODELS.test(ref.from ?? ''))) && !one.beside) : [];
    const target = shapes.length === 0 ? undefined : graph.resolve(file, ref);
    const own = target?.kind === 'package' ? shapes.find((one) => belongs(target.ref.from, one.package)) : undefined;
    const shape = own ?? shapes[0];
    if (!shape || !rows(shape.package, file)) return undefined;
    if (own) return own;
    // What leads to the repository's own function, or to a library that is known, is no guess.
    if (target?.kind === 'construction' || (target?.kind === 'function' && target.rest.length === 0) || (target?.kind === 'package' && (rowsOf(target.ref.from).length > 0 || shape.package === 'sequelize'))) return undefined;
    return shape;
  };
  /** `run.update(…)` of what `Run.findAll(…)` gave, `order.save()` after `const order = new Order(…)`. */
  const beside = (file: string, call: CallSite): Shape | undefined => {
    const shapes = (call.awaited || call.returned) && call.chain ? shapesOf(call.chain).filter((one) => used.has(one.package) && one.beside) : [];
    if (shapes.length === 0) return undefined;
    const target = graph.resolve(file, call.ref);
    if (call.ref.path.length === 2 && call.ref.path[0] === 'new') {
      const made = target?.kind === 'package' ? target.ref.from : target === undefined ? graph.modelsBy(file, call.ref) : undefined;
      return shapes.find((one) => belongs(made, one.package) || (one.package === 'mongoose' && made === '@typegoose/typegoose'));
    }
    return target === undefined ? shapes.find((shape) => (graph.calls[file]?.calls ?? []).some((other) => other.fn === call.fn && (sure(file, other)?.package ?? find(file, other, graph, rows)?.row.id) === shape.package)) : undefined;
  };
  return (file, call) => {
    const shape = sure(file, call) ?? beside(file, call);
    const row = shape && rows(shape.package, file);
    return row ? { row, package: shape.package, method: shape.method, typed: true } : undefined;
  };
}

const belongs = (specifier: string | undefined, name: string): boolean => specifier !== undefined && rowsOf(specifier).some(({ packages }) => packages.includes(name));
