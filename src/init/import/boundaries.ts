import { builtinModules } from 'node:module';
import { isMatch } from '../../lib/globs.ts';
import type { Located } from '../../lib/located.ts';
import type { DeclaredRule, Place } from '../../model/index.ts';
import { because, child, computedNotes, nameOf, namer, textsOf, type From, type Ground, type Imported, type Note } from './imported.ts';
import type { Configuration } from './script.ts';
import { firstWins, layersOf, type Verdict, type Zone } from './zones.ts';

const ELEMENTS = 'boundaries/elements';

export const hasBoundaries = (configuration: Configuration): boolean => configuration.find(ELEMENTS).length > 0;

/** Reads eslint-plugin-boundaries: each element type a layer, the rules between them the lists of what each may import. */
export function fromBoundaries(configuration: Configuration, { paths }: Ground): Imported {
  const elements = configuration.find(ELEMENTS).flatMap((one) => one.items ?? [one]);
  const names = [...new Set(elements.flatMap((element) => nameOf(child(element, 'type')) ?? []))];
  const said: Note[] = [];
  const policies = ['boundaries/dependencies', 'boundaries/element-types'].flatMap((key) => configuration.find(key)).flatMap((rule) => policiesOf(rule, names, said));
  const isOpen = policies.length === 0 || policies.some((policy) => policy.isDefault && policy.allowed);
  // One orders and another import each other where the type may import itself, whatever it is called.
  const isWalled = (type: string): boolean => !(policies.findLast(({ isDefault, exact, from, to }) => !isDefault && exact && from.includes(type) && to.includes(type))?.allowed ?? isOpen) || policies.some(({ exact, from }) => !exact && from.includes(type));
  const notes: Note[] = [];
  const zones = zonesOf(elements, paths, notes, isWalled);
  notes.push(...said);
  const decide = (from: Zone, to: Zone): Verdict => {
    // The last policy that speaks of the two decides.
    const last = policies.findLast((policy) => !policy.isDefault && policy.from.includes(from.name) && policy.to.includes(to.name));
    if (!last) return { allowed: isOpen, at: from.at };
    return { allowed: last.allowed, at: last.at, ...(!last.allowed && last.message && { reason: last.message }) };
  };
  const { layers, rules } = layersOf(zones, decide, 'eslint-plugin-boundaries');
  const distinct = namer();
  const more = [
    ...configuration.find('boundaries/entry-point').flatMap((rule) => entryPoints(rule, zones, notes)),
    ...configuration.find('boundaries/external').flatMap((rule) => externals(rule, names, notes)),
  ];
  return { layers, components: [], rules: [...rules, ...more].map(({ part, at }) => ({ part: { ...part, name: distinct(part.name) }, at })), notes };
}

function zonesOf(elements: readonly Located[], paths: readonly string[], notes: Note[], isWalled: (type: string) => boolean): Zone[] {
  const found = new Map<string, { readonly globs: string[]; readonly at: Place }>();
  for (const element of elements) {
    const type = nameOf(child(element, 'type'));
    if (element.tag === 'computed' || type === undefined) {
      notes.push({ fate: 'left out', what: String(element.scalar ?? 'an element'), at: element.at, reason: 'its type is only known when the file is run' });
      continue;
    }
    notes.push(...computedNotes(element));
    const mode = nameOf(child(element, 'mode')) ?? 'folder';
    const whole = mode === 'full' || child(element, 'partialMatch')?.scalar === false;
    const globs = textsOf(child(element, 'pattern')).map((glob) => anchored(glob.replace(/^\.\//, ''), whole, paths));
    if (globs.length === 0) {
      notes.push({ fate: 'left out', what: `element ${type}`, at: element.at, reason: 'it has no literal pattern' });
      continue;
    }
    const known = found.get(type);
    if (known) known.globs.push(...globs.filter((glob) => !known.globs.includes(glob)));
    else found.set(type, { globs: [...new Set(globs)], at: element.at });
    const capture = textsOf(child(element, 'capture'));
    if (capture.length > 0 && isWalled(type)) notes.push({ fate: 'approximated', what: `element ${type}`, at: element.at, reason: `a layer may always import itself, so the walls between one ${capture[0]} and another are not carried over; declare each as a component` });
    else notes.push({ fate: 'carried over', what: `element ${type}`, at: element.at });
  }
  const zones = [...found].map(([name, { globs, at }]): Zone => ({ name, globs, at }));
  return firstWins(zones, paths, notes, (zone, before) => ({ fate: 'carried over', what: `element ${zone.name}`, at: zone.at, reason: `without the files of ${before.map(({ name }) => name).join(', ')}, which come first` }));
}

/** A pattern may begin at any folder; where that makes no difference here, it begins at the root. */
function anchored(glob: string, whole: boolean, paths: readonly string[]): string {
  if (whole || glob.startsWith('**/')) return glob;
  const floating = `**/${glob}`;
  const [here, anywhere] = [isMatch(glob), isMatch(floating)];
  return paths.some(here) && !paths.some((path) => anywhere(path) && !here(path)) ? glob : floating;
}

interface Policy { readonly isDefault?: true; readonly exact: boolean; readonly from: readonly string[]; readonly to: readonly string[]; readonly allowed: boolean; readonly at: Place; readonly message?: string }

/** The options of a rule: `['error', {default, rules}]`. */
const optionsOf = (rule: Located): Located | undefined => (isOff(rule) ? undefined : rule.items?.[1]);
const isOff = (rule: Located): boolean => ['off', 0].includes((rule.items?.[0] ?? rule).scalar as string | number);

function policiesOf(rule: Located, names: readonly string[], notes: Note[]): Policy[] {
  const options = optionsOf(rule);
  if (!options) return [];
  notes.push(...computedNotes(options));
  const fallback = nameOf(child(options, 'default')) ?? 'allow';
  const shared = nameOf(child(options, 'message'));
  return [
    { isDefault: true, exact: true, from: [], to: [], allowed: fallback === 'allow', at: options.at },
    ...['rules', 'policies'].flatMap((key) => child(options, key)?.items ?? []).flatMap((policy) => {
      const from = child(policy, 'from') ? typesOf(child(policy, 'from')!, names) : { types: names, exact: true };
      const what = `dependencies of ${from.types.join(', ') || 'elements'}`;
      const message = nameOf(child(policy, 'message')) ?? shared;
      const importKind = child(policy, 'importKind');
      let exact = from.exact && importKind === undefined;
      const parts = (['allow', 'disallow'] as const).flatMap((key): Policy[] => {
        const node = child(policy, key);
        if (!node) return [];
        const to = typesOf(node, names);
        exact &&= to.exact;
        // A denial of some of them would deny too much; a permission of some is the wider one.
        if (key === 'disallow' && (!to.exact || !from.exact || importKind)) return [];
        return [{ exact: to.exact && from.exact, from: from.types, to: to.types, allowed: key === 'allow', at: policy.at, ...(message && { message }) }];
      });
      const reason = importKind ? 'it speaks of some kinds of import (importKind)' : 'it speaks of some files of a type (captures, templates or other selectors); layers know the type alone';
      notes.push({ fate: exact ? 'carried over' : parts.length > 0 ? 'approximated' : 'left out', what, at: policy.at, ...(!exact && { reason }) });
      // What speaks of some files of a type decides nothing here, and is remembered.
      return exact ? parts : [...parts, { exact: false, from: from.types, to: [], allowed: true, at: policy.at }];
    }),
  ];
}

/** The types that a selector means, in the forms of all versions; `exact`: all of their files. */
function typesOf(node: Located, names: readonly string[]): { readonly types: readonly string[]; readonly exact: boolean } {
  const text = nameOf(node);
  if (text !== undefined) {
    if (/[{}!$]/.test(text)) return { types: [], exact: false };
    return { types: names.filter((name) => isMatch(text)(name)), exact: true };
  }
  if (node.items) {
    // ['feature', {name: …}]: a type and what its captures must be.
    const isCaptured = node.items.length === 2 && nameOf(node.items[0]) !== undefined && node.items[1]!.entries !== undefined && !child(node.items[1], 'type') && !child(node.items[1], 'to');
    if (isCaptured) return { types: typesOf(node.items[0]!, names).types, exact: false };
    const all = node.items.map((item) => typesOf(item, names));
    return { types: [...new Set(all.flatMap(({ types }) => types))], exact: all.every(({ exact }) => exact) };
  }
  const inner = child(node, 'to') ?? child(node, 'element') ?? child(node, 'type');
  if (!inner) return { types: [], exact: false };
  const rest = [...node.entries!.keys()].filter((key) => !['to', 'element', 'type', 'partialMatch'].includes(key));
  const { types, exact } = typesOf(inner, names);
  return { types, exact: exact && rest.length === 0 };
}

function entryPoints(rule: Located, zones: readonly Zone[], notes: Note[]): From<DeclaredRule>[] {
  const options = optionsOf(rule);
  if (!options) return [];
  const isOpen = (nameOf(child(options, 'default')) ?? 'allow') === 'allow';
  return (child(options, 'rules')?.items ?? []).flatMap((one) => {
    const { types } = typesOf(child(one, 'target') ?? one, zones.map(({ name }) => name));
    const [allow, deny] = [textsOf(child(one, 'allow')), textsOf(child(one, 'disallow'))];
    if (types.length === 0 || (!isOpen && allow.includes('**')) || (deny.length === 0 && (isOpen || allow.length === 0))) {
      notes.push({ fate: 'left out', what: `entry-point of ${types.join(', ') || 'elements'}`, at: one.at, reason: 'it denies nothing' });
      return [];
    }
    notes.push({ fate: 'approximated', what: `entry-point of ${types.join(', ')}`, at: one.at, reason: 'imports inside one type are not looked at; declare its parts as components, each with its public_api' });
    return zones.filter(({ name }) => types.includes(name)).map(({ name, globs }): From<DeclaredRule> => {
      const folders = globs.filter((glob) => !glob.startsWith('!')).map((glob) => glob.replace(/\/\*\*(?:\/\*)?$/, ''));
      const inside = (patterns: readonly string[]): string[] => folders.flatMap((folder) => patterns.map((pattern) => `${folder}/${pattern}`));
      const files = deny.length > 0 && isOpen ? inside(deny) : [...folders.map((folder) => `${folder}/**`), ...inside(allow).map((glob) => `!${glob}`)];
      return {
        part: { name: `entry-point-of-${name}`, because: because(nameOf(child(one, 'message') ?? child(options, 'message')), 'eslint-plugin-boundaries', one.at), from: { files: '**' }, except: folders.map((folder) => `${folder}/**`), deny: { files } },
        at: one.at,
      };
    });
  });
}

function externals(rule: Located, names: readonly string[], notes: Note[]): From<DeclaredRule>[] {
  const options = optionsOf(rule);
  if (!options) return [];
  const isOpen = (nameOf(child(options, 'default')) ?? 'allow') === 'allow';
  if (!isOpen) notes.push({ fate: 'approximated', what: 'external', at: options.at, reason: 'only elements that a rule names are bound to its list of packages' });
  return (child(options, 'rules')?.items ?? []).flatMap((one) => {
    const from = typesOf(child(one, 'from') ?? one, names);
    const key = child(one, 'disallow') ? 'disallow' : 'allow';
    const listed = child(one, key);
    const packages = (listed?.items ?? (listed ? [listed] : [])).flatMap((item) => nameOf(item) ?? []);
    const exact = from.exact && packages.length === (listed?.items?.length ?? 1);
    if (from.types.length === 0 || packages.length === 0 || (key === 'allow' && isOpen) || (key === 'disallow' && !exact)) {
      notes.push({ fate: 'left out', what: `external of ${from.types.join(', ') || 'elements'}`, at: one.at, reason: key === 'allow' && isOpen ? 'everything is allowed already' : 'it speaks of single names or paths of a package' });
      return [];
    }
    notes.push({ fate: exact ? 'carried over' : 'approximated', what: `external of ${from.types.join(', ')}`, at: one.at, ...(!exact && { reason: 'single names of a package are not told apart' }) });
    const isBuiltin = (name: string): boolean => builtinModules.includes(name.replace(/^node:/, ''));
    const [core, own] = [packages.filter(isBuiltin), packages.filter((name) => !isBuiltin(name))];
    const things = key === 'allow' ? { packages: own, builtins: core } : { ...(own.length > 0 && { packages: own }), ...(core.length > 0 && { builtins: core }) };
    return [{
      part: { name: `${from.types.join('-')}-packages`.slice(0, 80), because: because(nameOf(child(one, 'message') ?? child(options, 'message')), 'eslint-plugin-boundaries', one.at), from: { layer: [...from.types] }, ...(key === 'allow' ? { allow: things } : { deny: things }) },
      at: one.at,
    }];
  });
}
