import type { Value } from './template-functions.ts';
import type { Expression } from './template-syntax.ts';

export interface Scope { readonly root: Value; readonly dot: Value; readonly variables: Map<string, Value>; readonly depth: number; /** Where under `.Values` the dot and the variables come from. */ readonly dotFrom?: string; readonly from?: Map<string, string>; /** Pieces of the values, with their path: a helper may be handed one of them under any name. */ readonly known: WeakMap<object, string> }

export const moved = ({ dotFrom: _, ...scope }: Scope, dot: Value, from: string | undefined): Scope => ({ ...scope, dot, ...(from !== undefined && { dotFrom: from }) });

export const remember = ({ from }: Scope, variable: string, path: string | undefined): void => {
  if (path === undefined) from?.delete(variable);
  else from?.set(variable, path);
};

/** `.Values.a.b` in `{{ .Values.a.b | quote }}`, `{{ toYaml .Values.a.b }}` and their like, and what a `with`, a `range` or a variable stands for. */
export const valuesPath = (expression: Expression, scope: Scope): string | undefined => {
  if (expression.kind === 'field' && expression.of === undefined) {
    const { variable, path } = expression;
    if ((variable === undefined || variable === '$') && path[0] === 'Values' && scope.depth === 0) return path.slice(1).join('.');
    const holder = variable === undefined ? scope.dotFrom : scope.from?.get(variable);
    return holder === undefined ? knownPath(variable === undefined ? scope.dot : variable === '$' ? scope.root : scope.variables.get(variable), path, scope) : [holder, ...path].join('.');
  }
  // What is put together of several is none of them.
  if (expression.kind !== 'call' || expression.name === 'dict') return undefined;
  for (const arg of expression.args) {
    const found = valuesPath(arg, scope);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** From the innermost piece of the values that lies on the way. */
const knownPath = (start: Value, path: readonly string[], { known }: Scope): string | undefined => {
  let here = start;
  let found: string | undefined;
  for (const [index, step] of ['', ...path].entries()) {
    if (index > 0) here = typeof here === 'object' && here !== null && Object.hasOwn(here, step) ? (here as Record<string, unknown>)[step] : undefined;
    const own = typeof here === 'object' && here !== null ? known.get(here) : undefined;
    if (own !== undefined) found = [...(own === '' ? [] : [own]), ...path.slice(index)].join('.');
  }
  return found;
};

const MAX_PIECES = 20_000;
const KNOWN = new WeakMap<object, WeakMap<object, string>>();
/** Every piece of the values by where it lies; many templates are written out with the same ones. */
export const pathsOf = (values: Value): WeakMap<object, string> => {
  const before = typeof values === 'object' && values !== null ? KNOWN.get(values) : undefined;
  if (before !== undefined) return before;
  const known = new WeakMap<object, string>();
  let left = MAX_PIECES;
  const visit = (value: Value, path: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 20 || left-- <= 0) return;
    known.set(value, path);
    for (const [key, each] of Object.entries(value)) visit(each, path === '' ? key : `${path}.${key}`, depth + 1);
  };
  visit(values, '', 0);
  if (typeof values === 'object' && values !== null) KNOWN.set(values, known);
  return known;
};
