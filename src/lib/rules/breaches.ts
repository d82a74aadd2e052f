import type { DeclaredRule, DeclaredThings, Evidence, Facts, ImportEdge, NameUse, Place, RepoFile } from '../../model/index.ts';
import { listOf } from '../declaration.ts';
import { isMatch } from '../globs.ts';
import { count, groupBy, namesOf, typeNote } from '../module-imports.ts';
import { matchesWildcard } from '../wildcard.ts';
import { selects, type RuleScope } from './bind.ts';

/** One thing that a bound file does against a rule. */
export interface Breach {
  /** What the file leads to, or the file itself where its name is at fault. */
  readonly subject: string;
  /** What it does, after the file: `imports axios`. */
  readonly does: string;
  readonly at: Place;
  readonly evidence?: readonly Evidence[];
}

type Known = Pick<Facts, 'imports' | 'references'>;

/** Every breach of a rule by one file; a subject occurs once. */
export function breachesOf(rule: DeclaredRule, file: RepoFile, scope: RuleScope, known: Known): Breach[] {
  const breaches = [
    ...nameBreaches(rule, file, scope),
    ...importBreaches(rule, file, scope, known),
    ...useBreaches(rule, file, known),
  ];
  return [...new Map(breaches.map((breach) => [breach.subject, breach])).values()];
}

function nameBreaches({ must_match, require }: DeclaredRule, { path }: RepoFile, { files }: RuleScope): Breach[] {
  const cut = path.lastIndexOf('/') + 1;
  const [folder, base] = [path.slice(0, cut), path.slice(cut)];
  const breaches: Breach[] = [];
  if (must_match !== undefined && !listOf(must_match).some((glob) => isMatch(glob)(glob.includes('/') ? path : base))) {
    breaches.push({ subject: path, does: `is not named ${listOf(must_match).join(' or ')}`, at: { file: path } });
  }
  const stem = base.replace(/(?<=.)\.[^.]+$/, '');
  for (const template of listOf(require)) {
    const wanted = normalise(template.replaceAll('{dir}', folder.slice(0, -1)).replaceAll('{name}', stem).replaceAll('{ext}', base.slice(stem.length + 1)));
    const matches = isMatch(wanted);
    if (!files.some((other) => other.path === wanted || matches(other.path))) {
      breaches.push({ subject: `${path} without ${wanted}`, does: `has no ${wanted} beside it`, at: { file: path } });
    }
  }
  return breaches;
}

const normalise = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
};

function importBreaches({ to, deny, allow, type_imports }: DeclaredRule, { path }: RepoFile, scope: RuleScope, { imports }: Known): Breach[] {
  const edges = (imports.modules[path] ?? []).filter(({ kind, generated }) => !generated && (type_imports !== false || kind !== 'type'));
  const isTarget = to === undefined ? () => false : selects(to, scope);
  const isDenied = deny === undefined ? () => false : things(deny, path, scope, 'some');
  const isAllowed = allow === undefined ? () => true : things(allow, path, scope, 'every');
  const bad = edges.filter((edge) => (edge.to !== undefined && edge.to !== path && isTarget(edge.to)) || isDenied(edge) || !isAllowed(edge));
  return [...groupBy(bad, ({ to: target, external, specifier }) => target ?? external ?? specifier)].map(([target, group]) => ({
    subject: `${path} -> ${target}`,
    does: `imports ${target}${typeNote(group)}`,
    at: { file: path, line: group[0].line, column: group[0].column },
    evidence: [{ note: `imports ${namesOf(group)}` }],
  }));
}

/**
 * Whether an import is one of the things. `some`: it is any of them. `every`: as an allow-list, in which kinds that are not
 * named allow everything, and a file may always import its own layer and component.
 */
function things(named: DeclaredThings, from: string, { of }: RuleScope, mode: 'some' | 'every'): (edge: ImportEdge) => boolean {
  const files = named.files === undefined ? undefined : isMatch(named.files);
  const own = mode === 'every' ? of[from] : undefined;
  // What belongs to no layer or component is neither denied nor kept out by rules about them.
  const meets = (names: readonly string[] = [], wanted: readonly string[]): boolean => (names.length === 0 ? mode === 'every' : names.some((name) => wanted.includes(name)));
  const local: readonly ((path: string) => boolean)[] = [
    ...(named.layers ? [(path: string) => meets(of[path]?.layers, [...named.layers!, ...(own?.layers ?? [])])] : []),
    ...(named.components ? [(path: string) => meets(of[path]?.components, [...named.components!, ...(own?.components ?? [])])] : []),
    ...(files ? [files] : []),
  ];
  const isNamed = (patterns: readonly string[], name: string): boolean => patterns.some((pattern) => matchesWildcard(bare(pattern), bare(name)));
  return ({ to, external, builtin, specifier }) => {
    if (to !== undefined) return mode === 'some' ? local.some((holds) => holds(to)) : local.every((holds) => holds(to));
    const patterns = builtin ? named.builtins : named.packages;
    if (external === undefined || patterns === undefined) return mode === 'every';
    return isNamed(patterns, external) || isNamed(patterns, specifier);
  };
}

const bare = (name: string): string => name.replace(/^node:/, '');

function useBreaches({ deny, allow }: DeclaredRule, { path }: RepoFile, { references }: Known): Breach[] {
  const { calls = [], names = [] } = references[path] ?? {};
  const breach = (verb: string) => ({ name, count: times, line, column }: NameUse): Breach => ({
    subject: `${path} -> ${name}`,
    does: `${verb} ${name}`,
    at: { file: path, line, column },
    ...(times > 1 && { evidence: [{ note: `${count(times, 'time')} in this file` }] }),
  });
  // A name that the module declares itself is not the global of that name, unless the pattern leaves the first part open.
  const uses = (patterns: readonly string[], { name, own }: NameUse): boolean => patterns.some((pattern) => (!own || pattern.startsWith('*')) && matchesWildcard(pattern, name));
  const listed = (all: readonly NameUse[], denied: readonly string[] | undefined, allowed: readonly string[] | undefined): NameUse[] =>
    all.filter((use) => (denied && uses(denied, use)) || (allowed && !use.own && !use.name.startsWith('this.') && !uses(allowed, use)));
  return [
    ...listed(calls, deny?.calls, allow?.calls).map(breach('calls')),
    ...listed(names, deny?.identifiers, allow?.identifiers).map(breach('uses')),
  ];
}
