import { PURPOSE_FIT, STORES, type DeclaredPurpose } from '../../lib/knowledge/data.ts';
import { nearest } from '../../lib/nearest.ts';

export type Need = DeclaredPurpose;

/** What people say, by the purpose that they mean; whole words, the longer phrases first. */
const WORDS: readonly (readonly [Need, RegExp])[] = [
  ['time-series', /\b(?:time[- ]?series|timeseries|measurements?|sensors?|telemetry|metrics?|ticks?|iot)\b/],
  ['search', /\b(?:full[- ]?text|search(?:ing|es)?|autocomplete|typo[- ]?tolerance|relevance)\b/],
  ['graph', /\b(?:graphs?(?! ?ql)|social|fraud|friends?|followers?|recommendations?|shortest paths?)\b/],
  ['session', /\bsessions?\b/],
  ['cache', /\b(?:cach(?:e|es|ing)|hot keys?)\b/],
  ['analytics', /\b(?:analytics?|olap|reporting|reports?|warehouse|aggregat(?:e|es|ion|ions)|dashboards?|bi)\b/],
  ['event-log', /\b(?:event[- ](?:log|store|sourcing)|events? in order)\b/],
  ['queue', /\b(?:queues?|messages?|messaging|pub ?\/? ?sub|broker|jobs?|background work|events?)\b/],
  ['object-storage', /\b(?:object[- ]storage|objects?|files?|blobs?|images?|uploads?|videos?|attachments?)\b/],
  ['vector', /\b(?:vectors?|embeddings?|similarity|semantic)\b/],
  ['key-value', /\bkey[- ]?values?\b/],
  ['document', /\b(?:documents?|flexible|schema[- ]?less|json|nested|nosql)\b/],
  ['relational', /\b(?:relational|relations?(?:hips?)?|joins?|transactions?|acid|sql|tables?|general|orders|users?|payments?|records?|crud)\b/],
];

export interface NeedAsked { readonly words: string; readonly purposes: readonly Need[] }

/** The purposes that a need speaks of, by the guide's order; none: nobody knows the word. */
export function needOf(words: string): NeedAsked {
  const plain = words.toLowerCase().trim();
  if (Object.hasOwn(PURPOSE_FIT, plain)) return { words, purposes: [plain as Need] };
  let rest = plain;
  const found: Need[] = [];
  // A phrase that is understood is taken out, so that `event log` is not a queue, too.
  for (const [need, pattern] of WORDS) {
    if (!pattern.test(rest)) continue;
    found.push(need);
    rest = rest.replaceAll(new RegExp(pattern, 'g'), ' ');
  }
  return { words, purposes: found };
}

export const NEED_LIST: readonly Need[] = Object.keys(PURPOSE_FIT) as Need[];

/** The purpose that was probably meant. */
export const nearestNeed = (words: string): string | undefined => nearest(words, [...NEED_LIST, ...STORES.map(({ need }) => need)]);
