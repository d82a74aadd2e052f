import { isMatch } from '../../lib/globs.ts';
import { matchesWildcard } from '../../lib/wildcard.ts';
import type { DeclaredLayer, DeclaredRule, Place } from '../../model/index.ts';
import { because, type From, type Note } from './imported.ts';

/** A named group of files, as several tools have it. */
export interface Zone { readonly name: string; readonly globs: readonly string[]; readonly at: Place; readonly description?: string }

/** What decides whether the files of one zone may import those of another. */
export interface Verdict { readonly allowed: boolean; readonly at: Place; readonly reason?: string; readonly typesOnly?: boolean }

/**
 * Zones as layers, each with the list of those that it may import. A denial that has a reason of its own becomes a rule, and
 * its line is left out of the layer, so that one import breaks one of them.
 */
export function layersOf(zones: readonly Zone[], decide: (from: Zone, to: Zone) => Verdict, tool: string): { readonly layers: From<DeclaredLayer>[]; readonly rules: From<DeclaredRule>[] } {
  const rules = new Map<string, { readonly from: Zone; readonly to: string[]; readonly verdict: Verdict }>();
  const layers = zones.map((zone): From<DeclaredLayer> => {
    const may: string[] = [];
    for (const other of zones) {
      if (other === zone) continue;
      const verdict = decide(zone, other);
      const ruled = verdict.typesOnly || (!verdict.allowed && verdict.reason !== undefined);
      if (verdict.allowed || ruled) may.push(other.name);
      if (!ruled) continue;
      const key = `${zone.name} ${verdict.at.line} ${verdict.at.column} ${verdict.typesOnly}`;
      const known = rules.get(key);
      if (known) known.to.push(other.name);
      else rules.set(key, { from: zone, to: [other.name], verdict });
    }
    return { part: { name: zone.name, path: zone.globs.length === 1 ? zone.globs[0]! : [...zone.globs], may_import: may, ...(zone.description && { description: zone.description }) }, at: zone.at };
  });
  return {
    layers,
    rules: [...rules.values()].map(({ from, to, verdict }) => ({
      part: {
        name: `${from.name}-not-to-${to.join('-')}${verdict.typesOnly ? '-values' : ''}`.slice(0, 80), because: because(filled(verdict.reason, from.name, to), tool, verdict.at),
        from: { layer: from.name }, deny: { layers: to }, ...(verdict.typesOnly && { type_imports: false }),
      },
      at: verdict.at,
    })),
  };
}

/** A message with places for the two sides: `${file.type}`, `{{to.type}}`. */
const filled = (message: string | undefined, from: string, to: readonly string[]): string | undefined =>
  message?.replaceAll(/\$\{([^{}]*)\}|\{\{([^{}]*)\}\}/g, (_, one: string | undefined, two: string | undefined) => (/file|from/.test(one ?? two ?? '') ? from : to.join(', ')));

/** Files that several zones claim belong to the first: the later ones give up the globs of the earlier. */
export function firstWins(zones: readonly Zone[], paths: readonly string[], notes: Note[], note: (zone: Zone, before: readonly Zone[]) => Note): Zone[] {
  const claims = zones.map(({ globs }) => paths.filter(isMatch(globs)));
  return zones.map((zone, index) => {
    const mine = new Set(claims[index]);
    const before = zones.slice(0, index).filter((_, earlier) => claims[earlier]!.some((path) => mine.has(path)) || mayShare(zones[earlier]!.globs, zone.globs));
    if (before.length === 0) return zone;
    notes.push(note(zone, before));
    return { ...zone, globs: [...zone.globs, ...before.flatMap(({ globs }) => globs.filter((glob) => !glob.startsWith('!')).map((glob) => `!${glob}`))] };
  });
}

/** Whether two lists of globs would share a file that is yet to come. Globs that begin anywhere share files with everything, and are not asked. */
const mayShare = (some: readonly string[], others: readonly string[]): boolean => {
  const parts = (globs: readonly string[]): string[][] => globs.filter((glob) => !/^(?:!|\*\*)/.test(glob)).map((glob) => glob.split('/'));
  return parts(some).some((one) => parts(others).some((other) => meet(one, other)));
};

/** Segment by segment up to the first that crosses folders; a glob that is used up names the folder, with all in it. */
function meet(one: readonly string[], other: readonly string[]): boolean {
  for (let index = 0; index < Math.min(one.length, other.length); index++) {
    const [a, b] = [one[index]!, other[index]!];
    if (a === '**' || b === '**') return endsMeet(one.at(-1)!, other.at(-1)!);
    if (!segmentsMeet(a, b)) return false;
  }
  return true;
}

/** After `**` the last segments decide, where both name files: `*.tsx` and `*.css` share none. */
const endsMeet = (a: string, b: string): boolean => a === '**' || b === '**' || segmentsMeet(a, b);

const segmentsMeet = (a: string, b: string): boolean =>
  (/[[{?]/.test(a + b) || (a.includes('*') && b.includes('*')) ? suffixesMeet(a, b) : matchesWildcard(a, b) || matchesWildcard(b, a));

/** Of two names with wildcards, what follows the last star must agree. */
function suffixesMeet(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => text.slice(text.lastIndexOf('*') + 1)) as [string, string];
  return /[[{?]/.test(one + other) || one.endsWith(other) || other.endsWith(one);
}
