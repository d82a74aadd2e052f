import { defineCheck, type Evidence, type Judgement, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { isCode } from '../../src/lib/languages.ts';
import { bounded, count, MAX_UNRESOLVED, withinBudget } from '../../src/lib/module-imports.ts';
import { testedModules } from '../../src/lib/tested.ts';

const SEVERAL = 10;

export default defineCheck<'architecture' | 'files' | 'imports' | 'components', { readonly max_unresolved: number }>({
  id: 'untested-components',
  dimension: 'maintainability',
  severity: 'major',
  phase: 'own',
  from: 'prototype',
  effort: 'high',
  title: 'Every component has tests that import it',
  why: 'A component without a test of its own is changed by hope.',
  fix: 'Write a test that imports the component, best through its public API.',
  grading: 'share',
  needs: ['architecture', 'files', 'imports', 'components'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { max_unresolved: MAX_UNRESOLVED.schema } },
    defaults: { max_unresolved: MAX_UNRESOLVED.value },
  },
  inspect({ architecture, files: { files }, imports, components: { components, of } }, { max_unresolved }) {
    const { tests, reached: modulesReached, behindRequests } = testedModules({ files: { files }, imports });
    const reached = new Set([...modulesReached].flatMap((path) => of[path]?.components ?? []));
    const asked = new Map([...behindRequests].reverse().flatMap(([path, test]) => (of[path]?.components ?? []).map((name) => [name, test] as const)));

    const holding = components.filter(({ modules }) => modules > 0);
    // Most of such a component is read by nothing here, and neither are its tests: pages of a C# service that carry a few scripts.
    const others = new Map<string, string[]>();
    for (const { path, role, language } of files) {
      if (role !== 'production' || language !== undefined || !isCode(path)) continue;
      for (const name of of[path]?.components ?? []) others.set(name, [...(others.get(name) ?? []), path]);
    }
    const elsewhere = holding.filter(({ name, modules }) => !reached.has(name) && (others.get(name)?.length ?? 0) > modules);
    const subjects = holding.filter((one) => !elsewhere.includes(one));
    const unread = elsewhere.map(({ name, modules }): Unjudged => ({
      subject: name, reason: `${count(others.get(name)!.length, 'file')} of ${name}, more than its ${count(modules, 'module')}, ${others.get(name)!.length === 1 ? 'is' : 'are'} in other languages (${others.get(name)![0]!}), whose tests are not read.`, at: placeOf(architecture, pointer('components', name)),
    }));
    if (tests.length === 0 && subjects.length > 1) {
      return withinBudget(imports, max_unresolved, { examined: subjects.length, judgements: [{
        subject: 'tests', standing: 'missing', message: `There is no test here: none of the ${subjects.length} components is imported by one.`, at: placeOf(architecture, '/components'),
        evidence: bounded(subjects.map(({ name, modules }): Evidence => ({ note: `${name} has ${count(modules, 'module')}.`, at: placeOf(architecture, pointer('components', name)) })), SEVERAL),
      }], unjudged: unread });
    }
    const untested = subjects.filter(({ name }) => !reached.has(name));
    const judgements = untested.filter(({ name }) => !asked.has(name)).map(({ name, modules }): Judgement => {
      const own = tests.filter((path) => of[path]?.components.includes(name)).length;
      return {
        subject: name,
        standing: 'missing',
        message: own > 0
          ? `${count(own, 'test')} in ${name} import${own === 1 ? 's' : ''} none of its ${count(modules, 'module')}, and no other test does.`
          : `No test imports ${modules === 1 ? 'the one module' : `any of the ${modules} modules`} of ${name}.`,
        at: placeOf(architecture, pointer('components', name)),
        // Tests from outside, through a browser or a port, import nothing.
        ...(own > 0 && { confidence: 'medium' }),
      };
    });
    // What requests reach inside of an application, imports do not tell.
    const unjudged = untested.filter(({ name }) => asked.has(name)).map(({ name }): Unjudged => ({
      subject: name, reason: `No test imports ${name}; ${asked.get(name)!} sends requests to an application that leads to it.`, at: placeOf(architecture, pointer('components', name)),
    }));
    return withinBudget(imports, max_unresolved, { examined: subjects.length - unjudged.length, judgements, unjudged: [...unread, ...unjudged] });
  },
});
