import type { Bound, Construction } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { positive } from './later.ts';

const bindsTime = ({ ref, args }: Construction): boolean =>
  ref.from === 'undici' && args.some((argument) => 'bag' in argument && (argument.bag.values.headersTimeout !== undefined || argument.bag.values.bodyTimeout !== undefined));

export interface Globals { readonly fetch?: Bound; readonly axios?: Bound; readonly nest?: Bound; readonly google?: Bound; readonly aws?: Bound }

/** `setGlobalDispatcher(…)`, `axios.defaults.timeout`, `google.options({ timeout })` and `aws.config.update({ httpOptions })`, by package: they cover every module of it. */
export function globalBounds(graph: CodeGraph, server: ServerModules): (file: string) => Globals {
  const byPackage = new Map<string, Globals>();
  for (const [file, { package: dir }] of server) {
    const module = graph.calls[file];
    const known: { fetch?: Bound; axios?: Bound; nest?: Bound; google?: Bound; aws?: Bound } = byPackage.get(dir) ?? {};
    for (const call of module?.calls ?? []) {
      // An agent without a time of its own (a proxy's, say) bounds nothing.
      if (call.ref.from === 'undici' && call.ref.name === 'setGlobalDispatcher' && module!.constructions.some(bindsTime)) known.fetch = { state: 'bounded', by: 'setGlobalDispatcher', at: { file, line: call.line }, where: 'global' };
      if (/^(googleapis|@googleapis\/)/.test(call.ref.from ?? '') && call.ref.path.at(-1) === 'options' && call.args?.some((argument) => 'bag' in argument && argument.bag.values.timeout !== undefined)) known.google = { state: 'bounded', by: 'google.options', at: { file, line: call.line }, where: 'global' };
      if (call.ref.from === 'aws-sdk' && call.ref.path.slice(-2).join('.') === 'config.update' && call.args?.some((argument) => 'bag' in argument && argument.bag.values['httpOptions.timeout'] !== undefined)) known.aws = { state: 'bounded', by: 'aws.config.update', at: { file, line: call.line }, where: 'global' };
    }
    for (const assignment of module?.assignments ?? []) {
      const set = assignment.ref.path.slice(-2).join('.');
      if ((set !== 'defaults.timeout' && set !== 'request.timeout') || assignment.instance !== undefined || !positive(assignment)) continue;
      const bound: Bound = { state: 'bounded', by: set === 'request.timeout' ? 'a request interceptor' : 'axios.defaults.timeout', at: { file, line: assignment.line }, where: 'global', ...(typeof assignment.value === 'number' && { ms: assignment.value }) };
      if (assignment.ref.from === 'axios') known.axios = bound;
      if (assignment.ref.from === '@nestjs/axios') known.nest = bound;
    }
    byPackage.set(dir, known);
  }
  return (file) => byPackage.get(server.get(file)?.package ?? '.') ?? {};
}
