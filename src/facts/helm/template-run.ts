import { UNRESOLVED } from '../../lib/json.ts';
import { FUNCTIONS, print, truthy, UNKNOWN, type Value } from './template-functions.ts';
import { parseTemplate, TemplateError, type Action, type Expression, type Part } from './template-syntax.ts';

/** One run of rendered text, with the line of the template that made it. */
interface Chunk { readonly text: string; readonly line: number; readonly values?: string; readonly literal?: true }

export interface Rendered {
  readonly text: string;
  /** By line of the text: the template's line, and the path under `.Values` that the line shows. */
  readonly lines: readonly { readonly line: number; readonly values?: string }[];
}

const MAX_STEPS = 100_000;
const MAX_OUTPUT = 1_000_000;

interface Scope { readonly root: Value; readonly dot: Value; readonly variables: Map<string, Value>; readonly depth: number; /** Where under `.Values` the dot and the variables come from. */ readonly dotFrom?: string; readonly from?: Map<string, string> }

/**
 * Writes out a chart's template with given values. Nothing is asked of a cluster: what only a cluster knows is unknown,
 * and a branch that hangs on it is taken, so that what may be deployed is seen.
 */
export const renderTemplate = (parts: readonly Part[], defines: ReadonlyMap<string, readonly Part[]>, root: Readonly<Record<string, unknown>>): Rendered => {
  let steps = 0;
  let length = 0;
  /** The value that a helper wrote, where it wrote nothing else: a count or a switch is set there, a name is made of it. */
  let alone: string | undefined;

  const step = (line: number): void => {
    if (++steps > MAX_STEPS) throw new TemplateError('takes too long to write out', line);
  };

  const evaluate = (expression: Expression, scope: Scope): Value => {
    switch (expression.kind) {
      case 'literal': return expression.value;
      case 'field': {
        let here: Value = expression.of !== undefined ? evaluate(expression.of, scope)
          : expression.variable === undefined ? scope.dot
          : expression.variable === '$' ? scope.root
          : scope.variables.get(expression.variable) ?? null;
        for (const name of expression.path) {
          if (here === UNKNOWN) return UNKNOWN;
          here = typeof here === 'object' && here !== null && Object.hasOwn(here, name) ? (here as Record<string, unknown>)[name] : null;
        }
        return here;
      }
      case 'method': return UNKNOWN;
      case 'call': return call(expression.name, expression.args, scope);
    }
  };

  const call = (name: string, args: readonly Expression[], scope: Scope): Value => {
    step(0);
    // These do not look at all of their arguments.
    if (name === 'and' || name === 'or' || name === 'default' || name === 'coalesce') {
      const ordered = name === 'default' ? [...args].reverse() : args;
      let last: Value = null;
      for (const arg of ordered) {
        last = evaluate(arg, scope);
        if (last === UNKNOWN) return UNKNOWN;
        if (name === 'and' ? !truthy(last) : truthy(last)) return last;
      }
      return last;
    }
    if (name === 'include' || name === 'tpl') {
      const [what, context] = args.map((arg) => evaluate(arg, scope));
      if (typeof what !== 'string' || scope.depth > 30) return UNKNOWN;
      if (name === 'tpl') {
        if (!what.includes('{{')) return what;
        try {
          return write(parseTemplate(what).parts, { ...scope, root: context ?? scope.root, dot: context ?? scope.dot, depth: scope.depth + 1 });
        } catch {
          return UNKNOWN;
        }
      }
      const body = defines.get(what);
      return body === undefined ? UNKNOWN : write(body, { root: context, dot: context, variables: new Map(), depth: scope.depth + 1 });
    }
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    const values = args.map((arg) => evaluate(arg, scope));
    if (known === undefined) return UNKNOWN;
    if (values.includes(UNKNOWN) && !/^(toYaml|quote|squote|print|printf|indent|nindent|list|dict|tuple|concat|append|merge|set|hasKey)$/.test(name)) return UNKNOWN;
    try {
      return known(...values);
    } catch {
      return UNKNOWN;
    }
  };

  const write = (body: readonly Part[], scope: Scope): string => {
    const chunks: Chunk[] = [];
    run(body, { ...scope, variables: new Map(scope.variables), from: new Map(scope.from) }, chunks);
    const [first, ...others] = chunks.filter((chunk) => chunk.text.trim() !== '');
    alone = others.length === 0 ? first?.values : undefined;
    return chunks.map((chunk) => chunk.text).join('');
  };

  const assign = (action: Action, scope: Scope): Value => {
    const value = evaluate(action.value, scope);
    if (action.sets?.length === 1) {
      scope.variables.set(action.sets[0] as string, value);
      remember(scope, action.sets[0]!, valuesPath(action.value, scope));
    }
    return value;
  };

  const run = (body: readonly Part[], scope: Scope, out: Chunk[]): void => {
    for (const part of body) {
      step(part.line);
      if (part.kind === 'text') put(out, { text: part.text, line: part.line, literal: true });
      else if (part.kind === 'print') {
        alone = undefined;
        const value = assign(part.action, scope);
        const shown = valuesPath(part.action.value, scope) ?? (/^\s*(?:\d+|true|false)\s*$/.test(print(value)) ? alone : undefined);
        if (part.action.sets === undefined) put(out, { text: print(value), line: part.line, ...(shown === undefined ? {} : { values: shown }) });
      } else if (part.kind === 'template') {
        const context = part.argument === undefined ? null : evaluate(part.argument, scope);
        const body = defines.get(part.name);
        put(out, { text: body === undefined ? print(UNKNOWN) : write(body, { root: context, dot: context, variables: new Map(), depth: scope.depth + 1 }), line: part.line });
      } else if (part.kind === 'range') range(part, scope, out);
      else {
        const value = assign(part.action, scope);
        // `if` opens no scope of variables of its own here: a later assignment inside it must be seen after it.
        const inner = part.kind === 'with' ? moved(scope, value, valuesPath(part.action.value, scope)) : scope;
        if (value === UNKNOWN || truthy(value)) run(part.then, inner, out);
        else run(part.otherwise, scope, out);
      }
    }
  };

  const range = (part: Extract<Part, { kind: 'if' | 'with' | 'range' }>, scope: Scope, out: Chunk[]): void => {
    const value = evaluate(part.action.value, scope);
    const path = valuesPath(part.action.value, scope);
    const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(value) ? value.map((each, index) => [index, each] as const)
      : typeof value === 'object' && value !== null ? Object.entries(value)
      : [];
    if (value !== UNKNOWN && entries.length === 0) run(part.otherwise, scope, out);
    for (const [key, each] of entries.slice(0, 200)) {
      const names = part.action.sets ?? [];
      if (names.length === 2) scope.variables.set(names[0] as string, key);
      const own = path === undefined ? undefined : `${path}.${String(key)}`;
      if (names.length > 0) {
        scope.variables.set(names.at(-1) as string, each);
        remember(scope, names.at(-1)!, own);
      }
      run(part.then, moved(scope, each, own), out);
    }
  };

  const put = (out: Chunk[], chunk: Chunk): void => {
    if (chunk.text === '') return;
    length += chunk.text.length;
    if (length > MAX_OUTPUT) throw new TemplateError('grows too long', chunk.line);
    out.push(chunk);
  };

  const chunks: Chunk[] = [];
  run(parts, { root, dot: root, variables: new Map(), depth: 0, from: new Map() }, chunks);
  return join(chunks);
};

const moved = ({ dotFrom: _, ...scope }: Scope, dot: Value, from: string | undefined): Scope => ({ ...scope, dot, ...(from !== undefined && { dotFrom: from }) });

const remember = ({ from }: Scope, variable: string, path: string | undefined): void => {
  if (path === undefined) from?.delete(variable);
  else from?.set(variable, path);
};

/** `.Values.a.b` in `{{ .Values.a.b | quote }}`, `{{ toYaml .Values.a.b }}` and their like, and what a `with`, a `range` or a variable stands for. */
const valuesPath = (expression: Expression, scope: Scope): string | undefined => {
  if (expression.kind === 'field' && expression.of === undefined) {
    const { variable, path } = expression;
    // Helpers are handed the whole under a name: `.root.Values.replicas`.
    const top = path[0] === 'Values' ? 0 : path[1] === 'Values' && /^(?:root|context|ctx|top|global|\$)$/i.test(path[0]!) ? 1 : -1;
    if (top >= 0 && (top === 1 || variable === undefined || variable === '$')) return path.slice(top + 1).join('.');
    const holder = variable === undefined ? scope.dotFrom : scope.from?.get(variable);
    return holder === undefined ? undefined : [holder, ...path].join('.');
  }
  // What is put together of several is none of them.
  if (expression.kind !== 'call' || expression.name === 'dict') return undefined;
  for (const arg of expression.args) {
    const found = valuesPath(arg, scope);
    if (found !== undefined) return found;
  }
  return undefined;
};

const join = (chunks: readonly Chunk[]): Rendered => {
  const lines: { line: number; values?: string }[] = [];
  let current: { line: number; values?: string } | undefined;
  for (const chunk of chunks) {
    const rows = chunk.text.split('\n');
    rows.forEach((row, index) => {
      if (index > 0) {
        lines.push(current ?? { line: chunk.line });
        current = undefined;
      }
      // Text that runs over lines moves on in the template; what an action wrote stays at its line.
      const line = chunk.literal ? chunk.line + index : chunk.line;
      if (row.trim() !== '') {
        if (current === undefined) current = { line, ...(chunk.values === undefined ? {} : { values: chunk.values }) };
        else if (chunk.values !== undefined && current.values === undefined) current = { ...current, values: chunk.values };
      }
    });
  }
  lines.push(current ?? { line: chunks.at(-1)?.line ?? 1 });
  return { text: chunks.map((chunk) => chunk.text).join(''), lines };
};

/** Blank where a line is nothing but an unknown, and a key stands beside it at the same depth. */
export const withoutLoneUnknowns = (text: string): string => {
  const lines = text.split('\n');
  const depth = (line: string | undefined): number | undefined => (line === undefined || line.trim() === '' ? undefined : /^ */.exec(line)![0].length);
  // Upwards, what lies deeper belongs to the key before.
  const beside = (index: number, step: -1 | 1): string | undefined => {
    let at = index + step;
    while (lines[at] !== undefined && (lines[at]!.trim() === '' || (step === -1 && depth(lines[at])! > depth(lines[index])!))) at += step;
    return lines[at];
  };
  return lines.map((line, index) => {
    if (line.trim() !== UNRESOLVED) return line;
    return [beside(index, -1), beside(index, 1)].some((other) => depth(other) === depth(line) && /^ *[\w"'./-]{1,200}:(?: |$)/.test(other!)) ? '' : line;
  }).join('\n');
};
