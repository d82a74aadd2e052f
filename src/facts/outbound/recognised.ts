import type { ArchitectureDeclaration, CallSite, OutboundCall, Reference } from '../../model/index.ts';
import type { ClientRow } from '../../lib/clients/row.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { packageOf } from '../../lib/bindings.ts';
import type { Found } from './find.ts';

/** A client that the team named: what bounds it is known only where a call says so. */
const NAMED: ClientRow = {
  id: 'recognise.http', packages: [], kind: 'http', bounds: ['timeout', 'timeoutMs', 'timeoutMillis', 'signal', 'abortSignal', 'deadline'], driver: true,
  defaultBound: Infinity, note: 'a helper named under recognise.http, whose own bound is not in sight',
};

export interface OwnHelpers {
  /** A call of a client that is named under `recognise.http`. */
  call(file: string, call: CallSite): Found | undefined;
  /** True for a callback's holder that is named under `recognise.circuit_breaker`. */
  breaks(text: string): boolean;
  /** A call inside a helper of `recognise.fallback` is answered when it fails. */
  handling(file: string, call: CallSite): Pick<OutboundCall, 'handling' | 'handlingAt'> | undefined;
}

/** What the team's own helpers do, by the names under `recognise`: functions, methods (`Http.get`), classes and their instances. */
export function ownHelpers(graph: CodeGraph, recognise: ArchitectureDeclaration['recognise']): OwnHelpers {
  const [http, breakers, fallbacks] = [recognise?.http, recognise?.circuit_breaker, recognise?.fallback].map((names) => new Set(names ?? []));
  return {
    call: (file, call) => {
      if (http!.size === 0 || !namesOf(graph, file, call.ref).some((name) => http!.has(name))) return undefined;
      const target = graph.resolve(file, call.ref);
      // What the helper itself does is in sight, and judged there.
      const seen = target?.kind === 'function';
      const name = packageOf(call.ref.from ?? '') ?? call.ref.name;
      return { row: NAMED, package: name, method: call.ref.path.filter((part) => part !== '()' && part !== 'new').at(-1) ?? '', ...(seen && { typed: true as const }) };
    },
    breaks: (text) => namedBy(text, breakers!),
    handling: (file, { within = [] }) => {
      const answered = within.find(({ text }) => namedBy(text, fallbacks!));
      return answered && { handling: 'fallback', handlingAt: { file, line: answered.line } };
    },
  };
}

export const namedBy = (text: string, wanted: ReadonlySet<string>): boolean =>
  wanted.size > 0 && (wanted.has(text) || wanted.has(text.split('.').at(-1)!) || wanted.has(text.split('.').slice(-2).join('.')));

/** The names that a reference may go by: what is imported, the class of an instance, the method. */
export function namesOf(graph: CodeGraph, file: string, ref: Reference): string[] {
  const path = ref.path.filter((part) => part !== '()' && part !== 'new');
  const target = ref.name === '' ? undefined : graph.resolve(file, ref);
  const found = target?.kind === 'function' ? [target.fn.name, target.fn.name.split('.')[0]!, target.fn.name.split('.').at(-1)!] : [];
  return [...(path.length > 0 || !ref.instance ? [ref.name] : []), ...(path.length > 0 ? [`${ref.name}.${path.join('.')}`, path.join('.')] : []), ...found];
}
