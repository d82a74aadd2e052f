import type { CallSite, Outbound, Reference } from '../../model/index.ts';
import type { CodeGraph, Target } from '../../lib/code-graph.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { addressOf } from './address.ts';

/** An address, or a path below one that the function called knows. */
const ADDRESS = /^(?:https?:|\$\{|\/[\w-])/;

/** `request('/items', { method: 'POST' })`: what is handed on says that something is changed. */
const sends = ({ args = [] }: CallSite): boolean => args.some((argument) => ('bag' in argument ? SENDS.test(String(argument.bag.values.method)) : 'value' in argument && SENDS.test(String(argument.value))));
const SENDS = /^(?:post|put|patch|delete)$/i;

/** Who calls whom among the repository's own functions. */
export function localGraph(graph: CodeGraph, server: ServerModules): Outbound['graph'] {
  const behind = implementersOf(graph, server);
  const out: Record<string, Outbound['graph'][string][number][]> = {};
  for (const file of [...server.keys()].sort()) {
    for (const call of graph.calls[file]?.calls ?? []) {
      const target = graph.resolve(file, call.ref) ?? behind(call.ref);
      if (target?.kind !== 'function' || target.rest.length > 0) continue;
      const from = `${file}#${call.fn}`;
      const to = `${target.file}#${target.fn.name}`;
      if (from === to) continue;
      const url = addressOf(call, file, graph);
      const isMadeInTurn = call.loop !== undefined && (graph.calls[file]?.constructions ?? []).some(({ ref, fn, line }) => fn === call.fn && ref.name === call.ref.name && ref.from === call.ref.from && line > call.loop!.line && line <= call.line);
      (out[from] ??= []).push({ to, line: call.line, ...(call.loop && { loop: call.loop }), ...((call.awaited || call.returned || call.relayed) && !call.batched && { awaited: true as const }), ...(call.checked && { checked: true as const }), ...((call.floating || isLeft(call, target)) && { floating: true as const }), ...(call.handed && { handed: true as const }), ...(call.kept && { kept: true as const }), ...(call.within && { within: call.within.map(({ text }) => text) }), ...(call.handling && { handling: call.handling, handlingLine: call.handlingLine! }), ...(url !== undefined && ADDRESS.test(url) && !sends(call) && { url }), ...(sends(call) && { sends: true as const }), ...(isMadeInTurn && { ofTurn: true as const }), ...(call.dropped && !call.batched && { dropped: true as const }), ...(call.args && { given: call.args.length }) });
    }
  }
  return out;
}

/** `tell(user);`, where `tell` is async: nobody waits for it, but for what it may be handed to call. */
const isLeft = ({ dropped, batched, args = [] }: CallSite, { fn }: Extract<Target, { kind: 'function' }>): boolean => dropped === true && !batched && fn.async === true && !args.some((one) => 'inline' in one);

/** `@Inject(IOrders) private orders: IOrders`: behind an interface stands the one class that says to keep to it. */
function implementersOf(graph: CodeGraph, server: ServerModules): (ref: Reference) => Target | undefined {
  const classes = new Map<string, { readonly file: string; readonly name: string }[]>();
  for (const file of [...server.keys()].sort()) {
    for (const { name, implements: keeps = [] } of graph.calls[file]?.classes ?? []) for (const one of keeps) classes.set(one, [...(classes.get(one) ?? []), { file, name }]);
  }
  return ({ name, path, instance }) => {
    const [only, ...others] = instance && path.length === 1 ? classes.get(name) ?? [] : [];
    const fn = only && others.length === 0 ? graph.functionOf(only.file, `${only.name}.${path[0]}`) : undefined;
    return fn && { kind: 'function', file: only!.file, fn, rest: [] };
  };
}
