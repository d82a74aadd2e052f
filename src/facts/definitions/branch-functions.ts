import type { TSESTree } from '@typescript-eslint/types';
import type { FunctionDefinition, Flow } from '../../model/index.ts';

/** The name of code that answers one address of a listener, which is told as a function of its own. */
export const BRANCH = '<branch>';

/**
 * Tells the code of each address as a function: with what its listener does before it, and without what it does for others.
 * The listener itself does what it did: all of it.
 */
export function withBranches(definitions: readonly FunctionDefinition[], nodes: readonly TSESTree.Node[]): FunctionDefinition[] {
  if (!definitions.some(({ name }) => name === BRANCH)) return [...definitions];
  const isBranch = (index: number | undefined): index is number => index !== undefined && definitions[index]?.name === BRANCH;
  const lines = (index: number): readonly [number, number] => [nodes[index]!.loc.start.line, nodes[index]!.loc.end.line];
  const listenerOf = (index: number): number => { let at = index; while (isBranch(at)) at = definitions[at]!.parent ?? 0; return at; };
  const branches = definitions.flatMap((_, index) => (isBranch(index) ? [index] : []));
  return definitions.map((definition, index) => {
    if (isBranch(index)) {
      const [start, end] = lines(index);
      const around: FunctionDefinition[] = [];
      for (let at = definition.parent; at !== undefined; at = isBranch(at) ? definitions[at]!.parent : undefined) around.push(definitions[at]!);
      const listener = listenerOf(index);
      const others = branches.filter((one) => one !== index && listenerOf(one) === listener && !(lines(one)[0] <= start && lines(one)[1] >= end)).map(lines);
      const isOwn = (line: number): boolean => (line >= start && line <= end) || (line < start && !others.some(([from, to]) => line >= from && line <= to));
      const before = <T extends readonly [unknown, number, ...unknown[]]>(all: readonly T[]): readonly T[] => all.filter(([, line]) => line < start);
      const flows: readonly Flow[] = (definitions[listener]!.flows ?? []).filter(({ line }) => isOwn(line));
      return {
        ...definition, params: definitions[listener]!.params, kept: true, ...(flows.length > 0 && { flows }),
        calls: once([...around.flatMap(({ calls }) => before(calls)), ...definition.calls]), signals: once([...around.flatMap(({ signals }) => before(signals)), ...definition.signals]),
        locals: Object.assign({}, ...around.map(({ locals }) => locals).reverse(), definition.locals),
      };
    }
    const own = branches.filter((one) => listenerOf(one) === index).map((one) => definitions[one]!);
    return own.length === 0 ? definition : {
      ...definition, calls: once([...definition.calls, ...own.flatMap(({ calls }) => calls)]), signals: once([...definition.signals, ...own.flatMap(({ signals }) => signals)]), returns: [...definition.returns, ...own.flatMap(({ returns }) => returns)].slice(0, 5),
      operations: [...definition.operations, ...own.flatMap(({ operations }) => operations)], locals: Object.assign({}, ...own.map(({ locals }) => locals), definition.locals),
    };
  });
}

const once = <T extends readonly [unknown, number, ...unknown[]]>(all: readonly T[]): readonly T[] => all.filter(([said], index) => all.findIndex(([other]) => other === said) === index);
