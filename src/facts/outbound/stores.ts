import type { Outbound } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { isOfRegistry, isStoreByName, isStoreCall, isTelling, serviceOf } from '../../lib/clients/shapes.ts';
import { groupBy } from '../../lib/module-imports.ts';
import type { ServerModules } from '../../lib/server-modules.ts';

/** A name of a few letters may be in many others. */
const SHORT = 12;
/** One for the database, one in memory, one beside. */
const MANY = 4;

/**
 * `ordersRepository.findById(id)` of what was handed in: where it leads is told by the modules that make such a thing (a class or a
 * factory has its name in its own) and have a function called after the method. `store.getOrderService().saveOrder(order)` leads to the one
 * class of that very name, `queries.findOrderLines(context, id)` to the
 * functions that are called so, and `salesApi.retrieveStagedOrder(id)` to the only one of that name.
 */
export function storesHandedIn(graph: CodeGraph, server: ServerModules): NonNullable<Outbound['stores']> {
  const out: Record<string, NonNullable<Outbound['stores']>[string][number][]> = {};
  const makers = new Map<string, readonly string[]>();
  const named = (name: string): readonly string[] => {
    let known = makers.get(name);
    if (!known) {
      known = [...server.keys()].filter((file) => {
        const module = graph.calls[file];
        return module?.classes.some((one) => one.name.toLowerCase().includes(name)) || module?.functions.some((one) => one.name.toLowerCase().includes(name));
      }).sort();
      makers.set(name, known);
    }
    return known;
  };
  const classes = groupBy([...server.keys()].sort().flatMap((file) => (graph.calls[file]?.classes ?? []).map(({ name }) => ({ file, name }))), ({ name }) => name.toLowerCase());
  const called = groupBy([...server.keys()].sort().flatMap((file) => (graph.calls[file]?.functions ?? []).map(({ name }) => ({ file, name }))), ({ name }) => name.split('.').at(-1)!);
  /** The method of the one class of a service's name. */
  const service = (file: string, chain: readonly string[]): string | undefined => {
    const [only, ...others] = classes.get(serviceOf(chain) ?? '') ?? [];
    const method = only && others.length === 0 && only.file !== file ? graph.functionOf(only.file, `${only.name}.${chain.at(-1)!}`) : undefined;
    return method && `${only!.file}#${method.name}`;
  };
  for (const file of [...server.keys()].sort()) {
    for (const call of graph.calls[file]?.calls ?? []) {
      if (!call.loop || !call.chain || !(call.awaited || call.returned) || call.batched || !isStoreCall(call.chain) || graph.resolve(file, call.ref) !== undefined) continue;
      const ofService = service(file, call.chain);
      if (ofService) (out[`${file}#${call.fn}`] ??= []).push({ to: [ofService], line: call.line, loop: call.loop });
      const calledSo = !ofService && isTelling(call.chain) ? (called.get(call.chain.at(-1)!) ?? []).filter((one) => one.file !== file) : [];
      if (calledSo.length > 0 && calledSo.length <= (isOfRegistry(call.chain) ? MANY : 1)) (out[`${file}#${call.fn}`] ??= []).push({ to: calledSo.map((one) => `${one.file}#${one.name}`), line: call.line, loop: call.loop });
      if (ofService || calledSo.length > 0 || !isStoreByName(call.chain)) continue;
      const [receiver, method] = [call.chain.at(-2)!.replace(/^#/, '').toLowerCase(), call.chain.at(-1)!.toLowerCase()];
      const modules = receiver.length < SHORT ? [] : named(receiver).filter((one) => one !== file);
      const to = modules.flatMap((one) => graph.calls[one]!.functions.filter(({ name }) => name.split('.').at(-1)!.toLowerCase().endsWith(method)).map(({ name }) => `${one}#${name}`));
      if (to.length > 0 && to.length <= MANY) (out[`${file}#${call.fn}`] ??= []).push({ to, line: call.line, loop: call.loop });
    }
  }
  return out;
}
