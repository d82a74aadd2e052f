import { defineCheck, type Facts, type Judgement } from '../../src/model/index.ts';
import { dependencyEdges, listOf, placeOf, pointer, SECTION_OF } from '../../src/lib/declaration.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { isCode } from '../../src/lib/languages.ts';
import { count } from '../../src/lib/module-imports.ts';
import { knownNames } from '../../src/lib/names.ts';
import { boundFiles, selects, type RuleScope } from '../../src/lib/rules/bind.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';

type Needs = 'architecture' | 'files' | 'source' | 'imports' | 'packages' | 'components' | 'references';

/** Something declared: where it stands, and whether anything answers to it. */
interface Declaration {
  readonly subject: string;
  readonly pointer: string;
  /** Half a sentence after the subject. */
  readonly idle: string;
  readonly isIdle: boolean;
}

export default defineCheck<Needs>({
  id: 'idle-declarations',
  dimension: 'maintainability',
  severity: 'major',
  phase: 'own',
  from: 'prototype',
  effort: 'low',
  title: 'Everything declared matches something',
  why: 'A path or rule that matches nothing watches nothing, and its silence looks like a pass.',
  fix: 'Correct the path or the name, or take the line away.',
  grading: 'share',
  needs: ['architecture', 'files', 'source', 'imports', 'packages', 'components', 'references'],
  spares: ({ declared: { recognise } }) => (recognise ? [] : ['references']),
  inspect(facts) {
    const declarations = [...structure(facts), ...externals(facts), ...rules(facts), ...helpers(facts), ...records(facts)];
    const idle = declarations.filter(({ isIdle }) => isIdle);
    // A design that is not built yet matches nothing, and is not wrong for that.
    if (idle.length > 0 && !facts.files.files.some(({ path }) => isCode(path))) {
      return { examined: 0, judgements: [], unjudged: [{ subject: 'declarations', reason: `There is no code yet, so nothing can answer to ${count(idle.length, 'declaration')}.`, at: placeOf(facts.architecture, idle[0]!.pointer) }] };
    }
    const judgements = idle.map((declaration): Judgement => ({
      subject: declaration.subject,
      standing: 'violated',
      message: `${declaration.subject} ${declaration.idle}.`,
      at: placeOf(facts.architecture, declaration.pointer),
    }));
    const distinct = [...new Map(judgements.map((judgement) => [judgement.subject, judgement])).values()];
    return { examined: declarations.length - (judgements.length - distinct.length), judgements: distinct };
  },
});

/** One declaration for each glob; what starts with an exclamation mark takes away, and may well find nothing to take. */
function globs(subject: string, at: string, value: string | readonly string[] | undefined, paths: readonly string[]): Declaration[] {
  const list = listOf(value);
  return list.flatMap((glob, index) => {
    if (glob.startsWith('!')) return [];
    const matches = isMatch(glob);
    return [{ subject: `${subject} ${glob}`, pointer: typeof value === 'string' ? at : `${at}/${index}`, idle: 'matches no file', isIdle: !paths.some(matches) }];
  });
}

function structure({ architecture, files: { files }, components: { of, layers } }: Pick<Facts, Needs>): Declaration[] {
  const { declared } = architecture;
  const paths = files.map(({ path }) => path);
  const section = declared.layers;
  return [
    ...Object.entries(declared.components ?? {}).flatMap(([name, component]) => {
      const at = pointer('components', name);
      const own = paths.filter((path) => of[path]?.components.includes(name));
      // Of a component without files the paths alone are told.
      const inside = own.length === 0 ? [] : [...globs(`public_api of ${name}:`, `${at}/public_api`, component.public_api, own), ...globs(`entry of ${name}:`, `${at}/entry`, component.entry, own)];
      return [...globs(`component ${name}:`, `${at}/path`, component.path, paths), ...inside];
    }),
    ...dependencyEdges(declared).map(({ from, kind, to, pointer: at }) => ({
      subject: `${from} -> ${kind} ${to}`, pointer: at, idle: `names no ${kind} that is declared`, isIdle: declared[SECTION_OF[kind]]?.[to] === undefined,
    })),
    ...(section === undefined ? [] : [
      // Inside repeated stacks a path is relative to each of them: the layer as a whole must hold something.
      ...(section.containers === undefined
        ? section.order.flatMap(({ name, path }, index) => globs(`layer ${name}:`, pointer('layers', 'order', index, 'path'), path, paths))
        : layers.map(({ name, modules }, index) => ({ subject: `layer ${name}`, pointer: pointer('layers', 'order', index, 'path'), idle: 'holds no module', isIdle: modules === 0 }))),
      ...globs('containers:', '/layers/containers', section.containers, paths),
      ...globs('composition root', '/layers/composition_roots', section.composition_roots, paths),
    ]),
    ...(['production', 'test', 'generated', 'example', 'tooling'] as const).flatMap((role) => globs(`files.${role}:`, `/files/${role}`, declared.files?.[role], paths)),
  ];
}

function externals({ architecture, files: { files }, imports: { modules }, packages: { packages } }: Pick<Facts, Needs>): Declaration[] {
  const used = new Set(packages.flatMap(({ dependencies, devDependencies, peerDependencies }) => [dependencies, devDependencies, peerDependencies].flatMap((part) => Object.keys(part))));
  for (const edges of Object.values(modules)) for (const { external } of edges) if (external !== undefined) used.add(external);
  const paths = files.map(({ path }) => path);
  return Object.entries(architecture.declared.externals ?? {}).flatMap(([name, external]) => {
    const at = pointer('externals', name);
    return [
      ...globs(`adapter of ${name}:`, `${at}/adapter`, external.adapter, paths),
      ...listOf(external.packages).map((pattern, index) => ({
        subject: `package ${pattern} of ${name}`, pointer: `${at}/packages/${index}`, idle: 'is neither imported nor in any package.json',
        isIdle: ![...used].some((one) => matchesWildcard(pattern, one)),
      })),
    ];
  });
}

function rules({ architecture, files: { files }, components: { of } }: Pick<Facts, Needs>): Declaration[] {
  const scope: RuleScope = { files, of };
  return (architecture.declared.rules ?? []).flatMap((rule, index) => {
    const at = pointer('rules', index);
    const paths = files.map(({ path }) => path);
    return [
      { subject: `rule ${rule.name}`, pointer: rule.files !== undefined ? `${at}/files` : `${at}/from`, idle: 'binds no file', isIdle: boundFiles(rule, scope).length === 0 },
      ...(rule.to === undefined ? [] : [{ subject: `target of rule ${rule.name}`, pointer: `${at}/to`, idle: 'matches no file', isIdle: !paths.some(selects(rule.to, scope)) }]),
      ...globs(`exception of rule ${rule.name}:`, `${at}/except`, rule.except, paths),
    ];
  });
}

function helpers({ architecture, source, references }: Pick<Facts, Needs>): Declaration[] {
  const { recognise = {} } = architecture.declared;
  const named = Object.entries(recognise);
  if (named.length === 0) return [];
  const isKnown = knownNames(source, references);
  return named.flatMap(([purpose, names]) => (names ?? []).map((name: string, index: number) => ({
    subject: `recognise.${purpose} ${name}`, pointer: pointer('recognise', purpose, index), idle: 'names nothing in the code', isIdle: !isKnown(name),
  })));
}

const records = ({ architecture, files: { files } }: Pick<Facts, Needs>): Declaration[] =>
  globs('decisions:', '/decisions/path', architecture.declared.decisions?.path, files.map(({ path }) => path));
