import { isMatch } from '../../lib/globs.ts';
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
        name: `${from.name}-not-to-${to.join('-')}${verdict.typesOnly ? '-values' : ''}`.slice(0, 80), because: because(verdict.reason, tool, verdict.at),
        from: { layer: from.name }, deny: { layers: to }, ...(verdict.typesOnly && { type_imports: false }),
      },
      at: verdict.at,
    })),
  };
}

/** Files that several zones claim belong to the first: the later ones give up the globs of the earlier. */
export function firstWins(zones: readonly Zone[], paths: readonly string[], notes: Note[], note: (zone: Zone, before: readonly Zone[]) => Note): Zone[] {
  const claims = zones.map(({ globs }) => paths.filter(isMatch(globs)));
  return zones.map((zone, index) => {
    const mine = new Set(claims[index]);
    const before = zones.slice(0, index).filter((_, earlier) => claims[earlier]!.some((path) => mine.has(path)));
    if (before.length === 0) return zone;
    notes.push(note(zone, before));
    return { ...zone, globs: [...zone.globs, ...before.flatMap(({ globs }) => globs.filter((glob) => !glob.startsWith('!')).map((glob) => `!${glob}`))] };
  });
}
