import { matchesWildcard } from '../../lib/wildcard.ts';
import type { Located } from '../../lib/located.ts';
import type { DeclaredComponent, DeclaredRule } from '../../model/index.ts';
import { because, child, computedNotes, nameOf, namer, textsOf, type From, type Ground, type Imported, type Note } from './imported.ts';
import { readConfiguration, type Configuration } from './script.ts';

const RULES = ['@nx/enforce-module-boundaries', '@nrwl/nx/enforce-module-boundaries'];

const optionsIn = (configuration: Configuration): readonly Located[] => RULES.flatMap((key) => configuration.find(key)).filter(({ items }) => items?.[1] !== undefined && !['off', 0].includes(items[0]?.scalar as string | number)).map(({ items }) => items![1]!);

export const hasNx = (configuration: Configuration): boolean => optionsIn(configuration).length > 0;

interface NxProject { readonly name: string; readonly folder: string; readonly tags: readonly string[]; readonly kind: DeclaredComponent['kind']; readonly at: Located['at'] }

/** Reads Nx: each project a component, each constraint between tags a rule between the components that carry them. */
export function fromNx(configuration: Configuration, ground: Ground): Imported {
  const notes: Note[] = [];
  const projects = projectsOf(ground, notes);
  const distinct = namer();
  const options = optionsIn(configuration);
  const rules = options.flatMap((one) => {
    notes.push(...computedNotes(one));
    notes.push(...leftOut(one));
    return (child(one, 'depConstraints')?.items ?? []).flatMap((constraint) => rulesOf(constraint, projects, notes));
  });
  return {
    layers: [],
    components: projects.map(({ name, folder, kind, at }) => ({ part: { name, path: folder, ...(kind && { kind }) }, at })),
    rules: rules.map(({ part, at }) => ({ part: { ...part, name: distinct(part.name) }, at })),
    notes,
  };
}

function projectsOf({ paths, read }: Ground, notes: Note[]): NxProject[] {
  const distinct = namer();
  const folders = new Set<string>();
  return paths.filter((path) => /(^|\/)(project|package)\.json$/.test(path) && path.includes('/')).sort((a, b) => (a < b ? 1 : -1)).flatMap((path): NxProject[] => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const text = folders.has(folder) ? undefined : read(path);
    if (text === undefined) return [];
    let root: Located | undefined;
    try {
      root = readConfiguration(text, path).root;
    } catch {
      notes.push({ fate: 'left out', what: path, at: { file: path }, reason: 'it cannot be parsed' });
      return [];
    }
    const own = path.endsWith('package.json') ? child(root, 'nx') : root;
    if (!own) return [];
    folders.add(folder);
    const name = distinct(nameOf(child(own, 'name')) ?? nameOf(child(root, 'name')) ?? folder.slice(folder.lastIndexOf('/') + 1));
    return [{ name, folder, tags: textsOf(child(own, 'tags')), kind: nameOf(child(own, 'projectType')) === 'library' ? 'library' : undefined, at: { file: path, line: own.at.line ?? 1 } }];
  }).sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function rulesOf(constraint: Located, projects: readonly NxProject[], notes: Note[]): From<DeclaredRule>[] {
  const all = child(constraint, 'allSourceTags');
  const sources = all ? textsOf(all) : textsOf(child(constraint, 'sourceTag'));
  const what = sources.join(' and ') || 'a constraint';
  const at = constraint.at;
  const leave = (reason: string): [] => { notes.push({ fate: 'left out', what, at, reason }); return []; };
  const lists = ['onlyDependOnLibsWithTags', 'notDependOnLibsWithTags'].flatMap((key) => textsOf(child(constraint, key)));
  if (sources.length === 0) return leave('it names no tag');
  if ([...sources, ...lists].some((tag) => tag.startsWith('/'))) return leave('a tag is a regular expression');
  const carry = (tag: string) => ({ tags }: NxProject): boolean => tag === '*' || tags.some((one) => matchesWildcard(tag, one));
  const bound = projects.filter((project) => sources.every((tag) => carry(tag)(project)));
  if (bound.length === 0) return leave('no project carries the tag');
  const component = bound.map(({ name }) => name);
  const meant = (key: string): string[] | undefined => child(constraint, key) && projects.filter((project) => textsOf(child(constraint, key)).some((tag) => carry(tag)(project))).map(({ name }) => name);
  const [only, not] = [meant('onlyDependOnLibsWithTags'), meant('notDependOnLibsWithTags')];
  const [banned, allowed] = [textsOf(child(constraint, 'bannedExternalImports')), child(constraint, 'allowedExternalImports') && textsOf(child(constraint, 'allowedExternalImports'))];
  const label = what.replaceAll(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'every-project';
  const rule = (suffix: string, part: Pick<DeclaredRule, 'allow' | 'deny' | 'to'>): From<DeclaredRule> => ({ part: { name: `${label}-${suffix}`, because: because(nameOf(child(constraint, 'comment')), 'Nx', at), from: { component }, ...part }, at });
  const rules = [
    ...(only && only.length < projects.length ? [rule('depends-on', { allow: { components: only } })] : []),
    ...(not && not.length > 0 ? [rule('not-depends-on', { deny: { components: not } })] : []),
    ...(banned.length > 0 ? [rule('banned-packages', { deny: { packages: banned } })] : []),
    ...(allowed ? [rule('allowed-packages', { allow: { packages: allowed } })] : []),
  ];
  if (rules.length === 0) return leave(only ? 'it allows every project' : 'no project carries the tags that it denies');
  notes.push({ fate: 'carried over', what, at, reason: `${component.length} of ${projects.length} projects` });
  return rules;
}

const REASONS: Readonly<Record<string, string>> = {
  enforceBuildableLibDependency: 'arch-lint does not know which projects are built on their own',
  banTransitiveDependencies: 'rules do not look at where package.json lists a package',
  allow: 'imports that the constraints spare are patterns of specifiers; say them as `except` of a rule',
  allowCircularSelfDependency: 'the check circular-dependencies looks at files',
  checkDynamicDependenciesExceptions: 'rules do not tell dynamic imports apart',
};
const leftOut = (options: Located): Note[] => [...(options.entries ?? [])].flatMap(([key, { key: at, node }]): Note[] =>
  (REASONS[key] && node.scalar !== false && node.items?.length !== 0 ? [{ fate: 'left out', what: key, at, reason: REASONS[key] }] : []));
