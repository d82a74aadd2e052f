import type { Located } from '../../lib/located.ts';
import type { DeclaredRule } from '../../model/index.ts';
import { because, child, nameOf, textsOf, type From, type Ground, type Imported, type Note } from './imported.ts';
import type { Configuration } from './script.ts';
import { firstWins, layersOf, type Verdict, type Zone } from './zones.ts';

/** Reads lintel's arch.yaml: its layers, arrows, bans, names and companions. */
export function fromLintel({ root }: Configuration, { paths }: Ground): Imported {
  const notes: Note[] = [];
  const zones = [...(child(root, 'layers')?.entries ?? [])].flatMap(([name, { key, node }]): Zone[] => {
    const globs = textsOf(child(node, 'path'));
    if (globs.length === 0) return [];
    notes.push({ fate: 'carried over', what: `layer ${name}`, at: key });
    const description = nameOf(child(node, 'description'));
    return [{ name, globs, at: key, ...(description && { description }) }];
  });
  // The longest pattern wins, so the longest comes first.
  const longest = ({ globs }: Zone): number => Math.max(...globs.map((glob) => glob.length));
  const distinct = firstWins([...zones].sort((a, b) => longest(b) - longest(a)), paths, notes, (zone, before) => ({ fate: 'carried over', what: `layer ${zone.name}`, at: zone.at, reason: `without the files of ${before.map(({ name }) => name).join(', ')}, whose patterns are longer` }));
  const ordered = zones.map(({ name }) => distinct.find((zone) => zone.name === name)!);

  const arrows = (child(root, 'rules')?.items ?? []).flatMap((rule) => {
    const kind = child(rule, 'deny') ? 'deny' : 'allow';
    const [from, to] = (nameOf(child(rule, kind)) ?? '').split('->').map((side) => side.trim().replace(/^(['"])(.*)\1$/, '$2'));
    if (!from || !to) return notes.push({ fate: 'left out', what: 'a rule', at: rule.at, reason: 'it is no arrow such as `ui -> domain`' }), [];
    notes.push({ fate: 'carried over', what: `${kind} ${from} -> ${to}`, at: rule.at });
    return [{ kind, from, to, at: rule.at, reason: nameOf(child(rule, 'reason')) }];
  });
  const strict = child(root, 'strict')?.scalar === true;
  const decide = (from: Zone, to: Zone): Verdict => {
    const meant = arrows.filter((arrow) => (arrow.from === '*' || arrow.from === from.name) && (arrow.to === '*' || arrow.to === to.name));
    const denied = meant.find(({ kind }) => kind === 'deny');
    if (denied) return { allowed: false, at: denied.at, ...(denied.reason && { reason: denied.reason }) };
    return { allowed: !strict || meant.length > 0, at: meant[0]?.at ?? from.at };
  };
  const { layers, rules } = layersOf(ordered, decide, 'lintel');
  return { layers, components: [], rules: [...rules, ...listed(root, 'bans', banOf, notes), ...listed(root, 'naming', namingOf, notes), ...listed(root, 'pairing', pairingOf, notes)], notes: [...notes, ...leftOut(root)] };
}

type Reader = (node: Located, target: string[], number: number) => DeclaredRule | string;

function listed(root: Located | undefined, key: string, read: Reader, notes: Note[]): From<DeclaredRule>[] {
  return (child(root, key)?.items ?? []).flatMap((node, index) => {
    const rule = read(node, textsOf(child(node, 'target')), index + 1);
    notes.push(typeof rule === 'string' ? { fate: 'left out', what: `${key} ${index + 1}`, at: node.at, reason: rule } : { fate: 'carried over', what: `${key} ${index + 1}`, at: node.at });
    return typeof rule === 'string' ? [] : [{ part: rule, at: node.at }];
  });
}

const reasonOf = (node: Located): string => because(nameOf(child(node, 'reason')), 'lintel', node.at);

const banOf: Reader = (node, target, number) => {
  const [imports, calls, except] = [textsOf(child(node, 'imports')), textsOf(child(node, 'calls')), textsOf(child(node, 'except'))];
  const odd = imports.find((name) => /^[.#~]|^@\//.test(name));
  if (odd !== undefined) return `\`${odd}\` is a path as written in the import; rules know files as they resolve`;
  const isBuiltin = (name: string): boolean => name.startsWith('node:');
  const [builtins, packages] = [imports.filter(isBuiltin), imports.filter((name) => !isBuiltin(name))];
  return {
    name: `ban-${number}`, because: reasonOf(node), from: { files: target },
    deny: { ...(packages.length > 0 && { packages }), ...(builtins.length > 0 && { builtins }), ...(calls.length > 0 && { calls: calls.map((call) => call.replace(/\($/, '')) }) },
    ...(except.length > 0 && { except }),
  };
};

const namingOf: Reader = (node, target, number) => {
  const pattern = nameOf(child(node, 'file-pattern'));
  return pattern === undefined ? 'rules look at the names of files, not of what they export' : { name: `naming-${number}`, because: reasonOf(node), files: target, must_match: pattern };
};

const pairingOf: Reader = (node, target, number) => {
  const wanted = nameOf(child(node, 'requires'));
  return wanted === undefined ? 'it requires nothing' : { name: `pairing-${number}`, because: reasonOf(node), files: target, require: wanted };
};

const REASONS: Readonly<Record<string, string>> = {
  metrics: 'arch-lint does not limit lines or imports of a file', suppressions: 'comments that silence a linter are the linter’s own matter', placeholders: 'arch-lint does not look for unfinished code',
  dependencies: 'which packages package.json may list is not a rule of arch-lint; a rule with `allow: {packages: …}` says which may be imported',
  coverage: 'files outside every layer are not an error; `idle-declarations` tells layers without files', baseline: 'write a new one with `arch-lint baseline`', resolve: 'arch-lint reads the aliases of tsconfig.json and package.json',
};
const leftOut = (root: Located | undefined): Note[] => Object.entries(REASONS).flatMap(([key, reason]): Note[] => {
  const node = root?.entries?.get(key);
  return node ? [{ fate: 'left out', what: key, at: node.key, reason }] : [];
});
