import { distance } from 'fastest-levenshtein';
import type { Blueprint } from '../../lib/knowledge/systems/blueprint.ts';
import { CLASSIC_SYSTEMS } from '../../lib/knowledge/interview.ts';
import { BLUEPRINTS } from '../../lib/knowledge/systems/index.ts';

/** Words that say nothing of what a system does. */
const FILLER = /\b(?:an?|the|my|our|simple|scalable|large[- ]scale|high[- ]scale|real[- ]?time|modern|global|basic|online|new|like|clone|style|system|service|platform|app|application|product|site|website|architecture|backend|design)\b/g;

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9.]+/g, ' ').replaceAll(/\s+/g, ' ').trim();
const bare = (text: string): string => plain(text).replaceAll(FILLER, ' ').replaceAll(/\s+/g, ' ').trim();

const NAMES: readonly (readonly [string, Blueprint])[] = BLUEPRINTS.flatMap((one) => [one.id.replaceAll('-', ' '), ...one.also].map((name) => [plain(name), one] as const));

/** The classic system of this name; `near`: what was probably meant, where the name is a slip of the pen. */
export function findSystem(text: string): { readonly found: Blueprint } | { readonly near?: string } {
  const [whole, core] = [plain(text), bare(text)];
  const exact = NAMES.find(([name]) => name === whole) ?? NAMES.find(([name]) => core !== '' && bare(name) === core);
  if (exact) return { found: exact[1] };
  const candidates = [...new Set(NAMES.flatMap(([name]) => [name, `${name} system`, `${name} service`]))];
  const slips = candidates.map((name) => ({ name, away: distance(whole, name) })).filter(({ name, away }) => away <= Math.max(1, Math.floor(Math.min(name.length, whole.length) / 6))).sort((a, b) => a.away - b.away);
  return slips[0] === undefined ? {} : { near: slips[0].name };
}

export const titleOf = ({ id }: Pick<Blueprint, 'id'>): string => CLASSIC_SYSTEMS.find((one) => one.id === id)?.name ?? id;

export const SYSTEM_LIST: readonly string[] = CLASSIC_SYSTEMS.map(({ name }) => name);
