import type { Endpoint, Expression, Link } from '../../model/index.ts';
import { takesInput } from './action-input.ts';
import { firstName, startLine, unfold } from './builders.ts';
import { followHandler } from './handler.ts';
import { isLocal } from './local.ts';
import type { Classifier } from './roles.ts';

/** What a route's file exports its handlers as. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** What Next.js draws or routes to, and what it calls for that: no action, even where `'use server'` heads the whole file. */
const PAGE = /^(?:src\/)?(?:app\/(?:.*\/)?(?:page|layout|template|default|error|global-error|not-found|loading|route)(?:\.\w+)?|pages\/.+)\.[jt]sx?$/;
const OF_A_PAGE: ReadonlySet<string> = new Set(['default', 'generateMetadata', 'generateViewport', 'generateStaticParams', 'getServerSideProps', 'getStaticProps', 'getStaticPaths', ...METHODS]);
/** A component by its name, in a file that has markup. */
const isComponent = (file: string, name: string): boolean => /\.[jt]sx$/.test(file) && /^[A-Z]\w*[a-z]/.test(name);

/** What a module that begins with `'use server'` exports; `local`: where it lies in a package of Next.js. */
export function* actionsOf(classifier: Classifier, file: string, local: string | undefined): Iterable<Endpoint> {
  const rendered = local !== undefined && PAGE.test(local) ? OF_A_PAGE : new Set<string>();
  for (const name of Object.keys(classifier.program.modules[file]!.exports)) {
    if (rendered.has(name) || isComponent(file, name)) continue;
    const target = classifier.program.exported(file, name);
    if (!target || target.kind === 'class' || target.kind === 'module' || target.kind === 'external') continue;
    if (target.kind === 'value') {
      // A builder's chain, or a wrapped function; a constant is no action.
      if (!('call' in target.value)) continue;
      const built = unfold(classifier, { file: target.file, fn: 0 }, target.value);
      const known = built?.handler ?? followHandler(classifier, target.value, { file: target.file, fn: 0 });
      if (!known) continue;
      const chained = built && built.handler ? built.links : [];
      const start = firstName(target.value);
      const line = startLine(target.value) ?? 1;
      const named = chained.length === 0 || chained.every(({ role }) => role === 'other' || role === 'validation') ? byStart(classifier, target.file, start, line) : [];
      const parsed = chained.length === 0 ? byOwnSchema(classifier, target.file, target.value.call, line) : [];
      yield action(classifier, file, name, { file: target.file, line }, known, [...named, ...parsed, ...chained], built?.input || (!built?.handler && takesInput(classifier.program, known.place)) ? ['body'] : known.reads);
      continue;
    }
    const definition = classifier.program.function(target.file, target.fn);
    const known = followHandler(classifier, { fn: target.fn, line: 1 }, { file: target.file, fn: 0 });
    if (known && definition) yield action(classifier, file, name, { file: target.file, line: definition.line }, known, [], definition.params.length > 0 ? ['body'] : []);
  }
}

function byStart(classifier: Classifier, file: string, start: string, line: number): Link[] {
  const link = classifier.link({ file, fn: 0 }, { name: start, line }, 'router');
  return link.role === 'authentication' ? [link] : [];
}

/** `validated(schema, async (data) => …)`: the wrapper parses what comes in by the schema that it is handed. */
function byOwnSchema({ program }: Classifier, file: string, callee: Expression, line: number): Link[] {
  const maker = program.evaluate({ file, fn: 0 }, callee);
  if (maker?.kind !== 'function') return [];
  const params = new Set((program.function(maker.file, maker.fn)?.params ?? []).flatMap(({ name }) => name ?? []));
  const parses = [maker.fn, ...program.children(maker.file, maker.fn)].flatMap((fn) => program.function(maker.file, fn)?.calls ?? []).find(([name]) => params.has(PARSES.exec(name)?.[1] ?? ''));
  return parses ? [{ role: 'validation', name: 'name' in callee ? callee.name : 'a wrapper', at: { file, line }, definition: { file: maker.file, line: parses[1] }, scope: 'router', confidence: 'high', inputs: ['body'] }] : [];
}

const PARSES = /^(\w+)\.(?:safeParse|safeParseAsync|parse|parseAsync|validate|validateSync|validateAsync)$/;

/** Functions whose own body begins with `'use server'`. */
export function* inlineActions(classifier: Classifier, file: string): Iterable<Endpoint> {
  for (const [fn, definition] of (classifier.program.modules[file]?.functions ?? []).entries()) {
    if (!definition.action) continue;
    const known = followHandler(classifier, { fn, line: definition.line }, { file, fn: 0 });
    if (known) yield action(classifier, file, definition.name || `at line ${definition.line}`, { file, line: definition.line }, known, [], definition.params.length > 0 ? ['body'] : []);
  }
}

function action(classifier: Classifier, file: string, name: string, at: Endpoint['at'], known: NonNullable<ReturnType<typeof followHandler>>, links: readonly Link[], reads: Endpoint['reads']): Endpoint {
  return { subject: `action ${name} in ${file}`, kind: 'action', framework: 'next', name, at, ...(known.place && { handler: known.place }), chain: [...links, ...known.links], reads, writes: known.writes, ...(known.place && isLocal(classifier.program, known.place) && { local: true }) };
}
