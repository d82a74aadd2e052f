import type { Located } from '../../lib/located.ts';
import type { DeclaredRule, DeclaredThings, Place } from '../../model/index.ts';
import { because, child, computedIn, computedNotes, nameOf, namer, textsOf, type From, type Imported, type Note } from './imported.ts';
import { globsOf, packagesOf } from './regex-globs.ts';
import type { Configuration } from './script.ts';

const SEVERITY: Readonly<Record<string, DeclaredRule['severity']>> = { error: 'major', warn: 'minor', info: 'minor' };
/** Conditions that arch-lint judges by a check of its own, or leaves to others. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  circular: 'the check circular-dependencies finds every cycle, as knots',
  couldNotResolve: 'arch-lint counts imports that it cannot resolve by itself, and lowers its coverage by them',
  orphan: 'arch-lint does not look for unused modules; knip does',
  reachable: 'rules judge single imports, not chains of them',
  via: 'rules judge single imports, not chains of them',
  viaOnly: 'rules judge single imports, not chains of them',
  license: 'arch-lint does not read licences',
  licenseNot: 'arch-lint does not read licences',
  moreUnstable: 'rules do not compare how stable modules are; the checks of coupling do',
  numberOfDependentsLessThan: 'rules do not count dependents',
  numberOfDependentsMoreThan: 'rules do not count dependents',
  moreThanOneDependencyType: 'rules do not look at where package.json lists a package',
  ancestor: 'rules do not know ancestors',
  dynamic: 'rules do not tell dynamic imports apart',
  exoticallyRequired: 'rules do not look at how a module is required',
  exoticRequire: 'rules do not look at how a module is required',
  exoticRequireNot: 'rules do not look at how a module is required',
  preCompilationOnly: 'rules know type-only imports by `type_imports`, nothing else of the kind',
};
const KNOWN = new Set(['path', 'pathNot', 'dependencyTypes', 'dependencyTypesNot']);

class LeftOut extends Error {
  readonly at: Place;
  constructor(reason: string, at: Place) { super(reason); this.at = at; }
}

/** Reads the rules of dependency-cruiser: `forbidden` becomes rules over files, as far as their expressions are globs. */
export function fromDependencyCruiser({ root }: Configuration): Imported {
  const rules: From<DeclaredRule>[] = [];
  const notes: Note[] = [...computedNotes(root).filter(({ what }) => what !== '')];
  const distinct = namer();
  for (const rule of child(root, 'forbidden')?.items ?? []) {
    if (!rule.entries) continue;
    const what = nameOf(child(rule, 'name')) ?? 'a rule without a name';
    try {
      const { part, approximations } = ruleOf(rule, what);
      rules.push({ part: { ...part, name: distinct(part.name) }, at: rule.at });
      notes.push({ fate: approximations.length === 0 ? 'carried over' : 'approximated', what, at: rule.at, ...(approximations.length > 0 && { reason: approximations.join('; ') }) });
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error;
      notes.push({ fate: 'left out', what, at: error.at, reason: error.message });
    }
  }
  const allowed = child(root, 'allowed');
  if (allowed) notes.push({ fate: 'left out', what: 'allowed', at: allowed.at, reason: 'one list of all imports that may be has no counterpart; a rule with `allow` says it for some files, `layers` for all' });
  for (const rule of child(root, 'required')?.items ?? []) notes.push({ fate: 'left out', what: nameOf(child(rule, 'name')) ?? 'required', at: rule.at, reason: 'rules do not ask for an import that must be there' });
  const base = child(root, 'extends');
  for (const from of base?.items ?? (base ? [base] : [])) {
    const name = nameOf(from);
    if (name !== undefined) notes.push({ fate: 'left out', what: `extends ${name}`, at: from.at, reason: name.startsWith('dependency-cruiser/') ? 'its rules are about cycles, unused modules and package.json, which checks of arch-lint or other tools judge' : 'it is another file; import that, too, with --print' });
  }
  for (const key of ['exclude', 'includeOnly', 'doNotFollow']) {
    const option = child(root, 'options', key);
    if (option && key !== 'doNotFollow') notes.push({ fate: 'left out', what: `options.${key}`, at: option.at, reason: 'it would hide files from every check; say it as `files.ignore`, where that is meant' });
  }
  return { layers: [], components: [], rules, notes };
}

function ruleOf(rule: Located, name: string): { readonly part: DeclaredRule; readonly approximations: readonly string[] } {
  const [from, to] = [child(rule, 'from'), child(rule, 'to')];
  const severity = nameOf(child(rule, 'severity')) ?? 'warn';
  if (severity === 'ignore') throw new LeftOut('it is switched off (severity: ignore)', rule.at);
  if (nameOf(child(rule, 'scope')) === 'folder') throw new LeftOut('rules judge files, not folders (scope: folder)', rule.at);
  for (const side of [from, to]) {
    const [unknown] = computedIn(side);
    if (unknown) throw new LeftOut(`\`${unknown.scalar}\` is only known when the file is run`, unknown.at);
    for (const [key, { key: at, node }] of side?.entries ?? []) {
      if (!KNOWN.has(key) && node.scalar !== false) throw new LeftOut(ELSEWHERE[key] ?? `\`${key}\` has no counterpart`, at);
    }
  }
  const sources = globsAt(child(from, 'path'));
  const except = globsAt(child(from, 'pathNot'));
  const { things, typeImports, approximations } = targetsOf(to, rule.at);
  return {
    part: {
      name, because: because(nameOf(child(rule, 'comment')), 'dependency-cruiser', rule.at),
      ...(SEVERITY[severity] && SEVERITY[severity] !== 'major' && { severity: SEVERITY[severity] }),
      from: { files: sources ?? '**' }, deny: things,
      ...(except && { except }),
      ...(typeImports === false && { type_imports: false }),
    },
    approximations,
  };
}

function targetsOf(to: Located | undefined, at: Place): { readonly things: DeclaredThings; readonly typeImports?: false; readonly approximations: readonly string[] } {
  const approximations: string[] = [];
  const types = textsOf(child(to, 'dependencyTypes'));
  const typesNot = textsOf(child(to, 'dependencyTypesNot'));
  const otherNot = typesNot.find((type) => type !== 'type-only' && type !== 'type-import');
  if (otherNot !== undefined) throw new LeftOut(`\`dependencyTypesNot: ${otherNot}\` has no counterpart`, child(to, 'dependencyTypesNot')!.at);
  const path = child(to, 'path');
  const rest = { ...(typesNot.length > 0 && { typeImports: false as const }) };

  if (types.length > 0) {
    const isPackage = types.some((type) => type === 'npm');
    const foreign = types.find((type) => type !== 'core' && !type.startsWith('npm'));
    if (foreign !== undefined || (!isPackage && !types.includes('core'))) throw new LeftOut(`rules do not know the dependency type ${foreign ?? types[0]}: they do not look at where package.json lists a package`, child(to, 'dependencyTypes')!.at);
    if (child(to, 'pathNot')) throw new LeftOut('a rule denies packages, and cannot except some of them', child(to, 'pathNot')!.at);
    const names = path && patternsOf(path).map(({ text, at: place }) => namesIn(text) ?? leave('the expression does not name whole packages', place)).flat();
    if (isPackage && !names) approximations.push('all packages, wherever package.json lists them');
    const core = types.includes('core');
    const packages = isPackage ? names ?? ['*'] : undefined;
    return { things: { ...(packages && { packages }), ...(core && { builtins: names ?? ['*'] }) }, ...rest, approximations };
  }
  if (!path) throw new LeftOut(child(to, 'pathNot') ? 'everything but some files is denied: say it as `allow: {files: …}`' : 'nothing is said that may not be imported; where files live is not a rule of arch-lint', at);

  const files: string[] = [];
  const packages: string[] = [];
  for (const { text, at: place } of patternsOf(path)) {
    const named = /node_modules/.test(text) ? packagesOf(text) ?? leave('the expression does not name whole packages', place) : undefined;
    if (named) packages.push(...named);
    else files.push(...translated(text, place));
  }
  const spared = globsAt(child(to, 'pathNot'));
  if (spared && packages.length > 0) throw new LeftOut('a rule denies packages, and cannot except some of them', child(to, 'pathNot')!.at);
  return { things: { ...(files.length > 0 && { files: [...files, ...(spared ?? []).map((glob) => `!${glob}`)] }), ...(packages.length > 0 && { packages }) }, ...rest, approximations };
}

const leave = (reason: string, at: Place): never => { throw new LeftOut(reason, at); };

/** `^(react|zustand|@ffmpeg/)` and its like, beside a dependency type: names of packages. */
function namesIn(pattern: string): readonly string[] | undefined {
  const inner = /^\^?\(?((?:@?[\w.\-/]+\|)*@?[\w.\-/]+)\)?\$?$/.exec(pattern.slice(0, 1_000))?.[1];
  return inner?.split('|').map((name) => (name.endsWith('/') ? `${name}*` : name));
}

const patternsOf = (node: Located): { readonly text: string; readonly at: Place }[] =>
  (node.items ?? [node]).map((one) => (one.tag === 'computed' ? leave(`\`${one.scalar}\` is only known when the file is run`, one.at) : { text: nameOf(one) ?? leave('the path is no text', one.at), at: one.at }));

function translated(pattern: string, at: Place): readonly string[] {
  const found = globsOf(pattern);
  return 'globs' in found ? found.globs : leave(`\`${pattern.slice(0, 80)}\`: ${found.refused}`, at);
}

const globsAt = (node: Located | undefined): string[] | undefined => node && [...new Set(patternsOf(node).flatMap(({ text, at }) => translated(text, at)))];
