import { UNRESOLVED } from '../../lib/json.ts';
import { FUNCTIONS, print, truthy, UNKNOWN, type Value } from './template-functions.ts';
import { parseTemplate, TemplateError, type Action, type Expression, type Part } from './template-syntax.ts';
import { moved, pathsOf, remember, valuesPath, type Scope } from './value-paths.ts';

/** One run of rendered text, with the line of the template that made it. */
interface Chunk { readonly text: string; readonly line: number; readonly values?: string; readonly literal?: true }

export interface Rendered {
  readonly text: string;
  /** By line of the text: the template's line, and the path under `.Values` that the line shows. */
  readonly lines: readonly { readonly line: number; readonly values?: string }[];
}

const MAX_STEPS = 100_000;
const MAX_OUTPUT = 1_000_000;

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
      return body === undefined ? UNKNOWN : write(body, { root: context, dot: context, variables: new Map(), depth: scope.depth + 1, known: scope.known });
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

  /** A helper whose text is shown as it is. */
  const included = (value: Expression, scope: Scope): { readonly body: readonly Part[]; readonly scope: Scope } | undefined => {
    if (value.kind !== 'call' || value.name !== 'include' || value.args.length !== 2 || scope.depth > 30) return undefined;
    const [name, context] = value.args.map((arg) => evaluate(arg, scope));
    const body = typeof name === 'string' ? defines.get(name) : undefined;
    return body === undefined ? undefined : { body, scope: { root: context, dot: context, variables: new Map(), depth: scope.depth + 1, from: new Map(), known: scope.known } };
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
        const helper = part.action.sets === undefined ? included(part.action.value, scope) : undefined;
        if (helper !== undefined) {
          // What a helper writes stands at the line that asks for it, and keeps the values that it shows.
          const inner: Chunk[] = [];
          run(helper.body, helper.scope, inner);
          const all = inner.map(({ text }) => text).join('').trim();
          // A name is made of a value; a count or a switch is one.
          const shows = all.includes('\n') || isCount(all);
          for (const { text, values } of inner) out.push({ text, line: part.line, ...(shows && values !== undefined && { values }) });
          continue;
        }
        alone = undefined;
        const value = assign(part.action, scope);
        const shown = valuesPath(part.action.value, scope) ?? (isCount(print(value)) ? alone : undefined);
        if (part.action.sets === undefined) put(out, { text: print(value), line: part.line, ...(shown === undefined ? {} : { values: shown }) });
      } else if (part.kind === 'template') {
        const context = part.argument === undefined ? null : evaluate(part.argument, scope);
        const body = defines.get(part.name);
        put(out, { text: body === undefined ? print(UNKNOWN) : write(body, { root: context, dot: context, variables: new Map(), depth: scope.depth + 1, known: scope.known }), line: part.line });
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
  run(parts, { root, dot: root, variables: new Map(), depth: 0, from: new Map(), known: pathsOf(root['Values']) }, chunks);
  return join(chunks);
};

const isCount = (text: string): boolean => /^\s*(?:\d+|true|false)\s*$/.test(text);

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
