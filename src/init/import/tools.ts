import { compare } from '../../lib/order.ts';
import { fromBoundaries, hasBoundaries } from './boundaries.ts';
import { fromDependencyCruiser } from './dependency-cruiser.ts';
import { fromFallow } from './fallow.ts';
import { child, type Fate, type Ground, type Imported, type Note } from './imported.ts';
import { fromLintel } from './lintel.ts';
import { fromNx, hasNx } from './nx.ts';
import { readConfiguration, type Configuration } from './script.ts';

const ESLINT = /^(?:\.eslintrc(?:\.(?:json|cjs|js|mjs|yaml|yml))?|eslint\.config\.[cm]?[jt]s)$/;

interface Tool {
  readonly name: string;
  readonly files: RegExp;
  /** Whether a file of such a name holds settings of the tool. */
  has(configuration: Configuration): boolean;
  read(configuration: Configuration, ground: Ground): Imported;
}

const TOOLS: readonly Tool[] = [
  { name: 'dependency-cruiser', files: /^\.?dependency-cruiser(?:\.[\w-]+)?\.(?:json|js|cjs|mjs)$/, has: ({ root }) => ['forbidden', 'allowed', 'required', 'extends'].some((key) => child(root, key) !== undefined), read: fromDependencyCruiser },
  { name: 'eslint-plugin-boundaries', files: ESLINT, has: hasBoundaries, read: fromBoundaries },
  { name: 'Nx', files: ESLINT, has: hasNx, read: fromNx },
  { name: 'lintel', files: /^arch\.ya?ml$/, has: ({ root }) => child(root, 'layers') !== undefined, read: fromLintel },
  { name: 'fallow', files: /^\.?fallow(?:rc)?\.(?:jsonc?|toml)$/, has: ({ root }) => child(root, 'boundaries') !== undefined, read: fromFallow },
];

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a file may hold what can be read, by its name. */
export const isCandidate = (path: string): boolean => TOOLS.some(({ files }) => files.test(baseOf(path)));

/** The tools whose settings a file holds; none: it holds none. */
export function toolsIn(path: string, text: string): { readonly tools: readonly string[]; read(ground: Ground): Imported } {
  const configuration = readConfiguration(text, path);
  const named = TOOLS.filter(({ files }) => files.test(baseOf(path)));
  const found = (named.length > 0 ? named : TOOLS).filter((tool) => tool.has(configuration));
  return {
    tools: found.map(({ name }) => name),
    read(ground) {
      const all = found.map((tool) => tool.read(configuration, ground));
      return { layers: all.flatMap(({ layers }) => layers), components: all.flatMap(({ components }) => components), rules: all.flatMap(({ rules }) => rules), notes: merged(all.flatMap(({ notes }) => notes)) };
    },
  };
}

const WORST: readonly Fate[] = ['left out', 'approximated', 'carried over'];

/** One note a thing: the worst of what became of it, and every reason. */
function merged(notes: readonly Note[]): Note[] {
  const byThing = new Map<string, Note[]>();
  for (const one of notes) {
    const key = `${one.what} ${one.at.file} ${one.at.line} ${one.at.column}`;
    byThing.set(key, [...(byThing.get(key) ?? []), one]);
  }
  const inOrder = [...byThing.values()].sort(([a], [b]) => compare(a!.at.file, b!.at.file) || (a!.at.line ?? 0) - (b!.at.line ?? 0) || (a!.at.column ?? 0) - (b!.at.column ?? 0));
  return inOrder.map((group) => {
    const reasons = [...new Set(group.flatMap(({ reason }) => reason ?? []))];
    return { ...group[0]!, fate: WORST.find((fate) => group.some((one) => one.fate === fate))!, ...(reasons.length > 0 && { reason: reasons.join('; ') }) };
  });
}
