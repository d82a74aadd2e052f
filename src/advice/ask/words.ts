import { STORES, type StorePurpose } from '../../lib/knowledge/data.ts';

// Pieces of a request: what is asked for, as the commands take it.

const LEAD = /^(?:(?:a|an|the|my|our|your|this|that|these|some|me|us|to|using|use|with|for|about|either|on|of|how to)\s+)+/i;
const TAIL = /\s*(?:,?\s*\b(?:please|thanks|thank you|for (?:me|us)|here|right now|today|at all|instead|in (?:this|my|our|the) (?:project|repo|repository|system|app|application|code|codebase))\b)+$/i;

/** A name in a sentence without articles, quotes and courtesies; empty: nothing is left. */
export function thing(text: string | undefined): string {
  let name = (text ?? '').trim().replaceAll(/[“”"`]/g, '').replace(/^'(.*)'$/, '$1');
  for (let before = ''; before !== name;) {
    before = name;
    // A program's options begin with a dash; a name never does.
    name = name.replace(TAIL, '').replace(LEAD, '').replace(/^[\s:,;-]+|[\s:,;.!?]+$/g, '');
  }
  return name;
}

/** What an architecture as a whole is called: no name of a part of it. */
const WHOLE = /^(?:whole|entire|everything|it|this|that|all|system|app|application|project|repo|repository|code|codebase|service|product|architecture|domain|things?)$/i;
export function system(text: string | undefined): string {
  const name = thing(text).replace(/^(?:whole|entire)\s+/i, '');
  return WHOLE.test(name) ? '' : name;
}
export const part = (text: string | undefined): string => system(system(text).replace(/\s+(?:context|domain|module|service|component|area|bounded context)$/i, ''));

const BETWEEN = /\s*(?:,\s*(?:and|or)\s+|,\s+|\s(?:and|or|versus|vs\.?|against|with|to)\s)\s*/i;
const PURPOSE = /\s+(?:for|as|in|when|if|to (?:store|keep|build|handle)|because|given|considering|on)\s.*$/i;

/** The names of a choice, two to four; none: it is no choice. */
export function choice(text: string | undefined): string[] {
  const names = (text ?? '').split(BETWEEN).map((name, index, all) => thing(index === all.length - 1 ? name.replace(PURPOSE, '') : name)).filter(Boolean);
  return names.length >= 2 && names.length <= 4 && names.every((name) => name.split(' ').length <= 5) ? names : [];
}

/** A sentence's piece as a title. */
export const titled = (text: string | undefined): string => {
  const title = (text ?? '').trim().replaceAll(/[“”"`]/g, '').replace(/^(?:to|the|a|an|our|that)\s+/i, '').replace(/^(?:decision|choice|plan)\s+(?:to|of|that|for)\s+/i, '')
    .replace(/^(?:that\s+)?we\s+/i, '').replace(/^(?:are\s+|will be\s+)?(?:going to|decided to|will|should|chose to)\s+/i, '').replace(/^using\s/i, 'use ').replace(TAIL, '').replace(/^[\s:,;-]+|[\s:,;.!?]+$/g, '');
  return title === '' ? '' : `${title[0]!.toUpperCase()}${title.slice(1)}`;
};

/** Words of a need, most telling first; the purposes are the selection guide's. */
const NEEDS: readonly (readonly [RegExp, StorePurpose])[] = [
  [/full[- ]?text|\bsearch/i, 'search'],
  [/time[- ]?series|metrics?|measurements?|sensors?|telemetry|\biot\b|ticks/i, 'time-series'],
  [/\bgraphs?\b|social|friends?|fraud|relationships between/i, 'graph'],
  [/cach(?:e|es|ing)|sessions?/i, 'cache'],
  [/analytics?|olap|reports?|reporting|warehouse|dashboards?/i, 'analytics'],
  [/queues?|messages|messaging|events?|streams?|jobs/i, 'queue'],
  [/documents?|json|flexible|schemaless|schema-less/i, 'document'],
  [/orders?|relational|relations|transactions?|joins?|general|customers?|accounts?|payments?|invoices?/i, 'relational'],
];
export const needIn = (text: string): StorePurpose | undefined => STORES.find(({ purpose }) => purpose === NEEDS.find(([words]) => words.test(text))?.[1])?.purpose;

const SCALE: Readonly<Record<string, string>> = { thousand: 'K', k: 'K', million: 'M', m: 'M', mio: 'M', billion: 'B', b: 'B', bn: 'B' };
const NUMBER = String.raw`(\d[\d.,]*)\s*(thousand|million|mio|billion|bn|k|m|b)?\b\+?`;

/** A count before one of the words, as options write it: `1.5 million users` → `1.5M`. */
export function countOf(text: string, words: string): string | undefined {
  const found = new RegExp(`${NUMBER}\\s+(?:${words})`, 'i').exec(text);
  return found === null ? undefined : `${found[1]!.replaceAll(',', '')}${SCALE[found[2]?.toLowerCase() ?? ''] ?? ''}`;
}
