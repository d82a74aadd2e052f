import { CACHE_HIT_RATIO, PURPOSE_FIT, STORES, storeFit } from '../lib/knowledge/data.ts';
import type { Answer, Block, Followed } from './answer.ts';
import { declaredIn, joined, lineOf, titled, type Case } from './case.ts';
import { calledBy, choose, type Choice } from './database/choose.ts';
import type { NeedAsked } from './database/needs.ts';
import { needsOf } from './situation.ts';
import { declaredAs, declaredStores, foundStores, guidePurpose, type StoreHere } from './stores-here.ts';
import { CACHING_TABLE, CONSISTENCY_TABLE } from './tables/data.ts';
import { reasonLines, weigh, type ChoiceTable } from './tables/table.ts';

/** Which store a need asks for, by the selection guide; and how the declared and the found stores stand against it. */
export function database(one: Case, asked: readonly NeedAsked[]): Answer {
  const all = asked.flatMap(({ purposes }) => purposes);
  const choices = asked.flatMap((need) => need.purposes.map((purpose) => choose(one, need, purpose, all)));
  const declared = declaredStores(one);
  const verdicts = declared.map((store) => verdictOf(one, store));
  const found = foundStores(one).map((store) => ({ ...store, declared_as: declaredAs(store, declared)?.name ?? null }));
  const misused = misusedQueues(one);
  const consistency = matters(one, asked) ? CONSISTENCY_TABLE : undefined;
  const caching = all.some((need) => guidePurpose(need) === 'cache') || needsOf(one).read_write_ratio !== undefined || declared.some(({ section }) => section === 'caches') ? CACHING_TABLE : undefined;
  return {
    command: 'database',
    data: { needs: choices, first: 'postgresql', declared: verdicts, found, ...(misused.length > 0 && { database_as_queue: misused }), ...ruled('consistency', consistency, one), ...ruled('caching', caching, one) },
    blocks: [
      { heading: titled('Stores', one) },
      { text: headline(choices, verdicts) },
      ...(choices.length === 0 ? [] : [{ head: ['need', 'choose', 'because', 'avoid'], table: choices.map(({ need, purpose, choose: picked, because, avoid, bought }) => [need.toLowerCase() === purpose ? need : `${need} (${purpose})`, bought === undefined ? picked : `${picked} (${bought})`, because, avoid ?? '']) } satisfies Block]),
      ...(asked.length > 0 ? [] : [{ heading: 'The guide' }, guide(one)]),
      ...(verdicts.length === 0 ? [] : [{ heading: 'Declared stores' }, { head: ['store', 'engine', 'purpose', 'verdict'], table: verdicts.map(({ name, engine, purpose, verdict }) => [name, engine, purpose ?? '', verdict]) } satisfies Block]),
      ...(found.length === 0 ? [] : [{ heading: 'Found in the repository' }, { head: ['engine', 'where', 'declared as'], table: found.map(({ engine, from, declared_as }) => [calledBy(engine), from ?? '', declared_as ?? 'not declared']) } satisfies Block]),
      ...misused.map((each): Block => ({ text: `${each.library} keeps messages in the database (${each.from}). The guide avoids a database as the queue; while there are few messages, one store less is worth it.` })),
      ...rows('Consistency', consistency, one),
      ...rows('Caching', caching, one),
      ...(caching ? [{ text: `A cache should take ${CACHE_HIT_RATIO * 100} % of the database's load.` }] : []),
    ],
    follows: follows(choices, verdicts.some(({ verdict }) => verdict.startsWith('misfit')), consistency, caching),
  };
}

function headline(choices: readonly Choice[], verdicts: readonly Verdict[]): string {
  if (choices.length === 0) {
    const misfits = verdicts.filter(({ fit }) => fit === 'misfit').map(({ name }) => name);
    const fitting = verdicts.filter(({ fit }) => fit === 'fits' || fit === 'reasoned').map(({ name }) => name);
    return [
      'PostgreSQL serves nine uses of ten: start there, and add another store for a need that it does not serve (--need names one).',
      ...(misfits.length > 0 ? [`Of what is declared, ${joined(misfits)} ${misfits.length === 1 ? 'is a misfit' : 'are misfits'}.`] : []),
      ...(fitting.length > 0 ? [`${joined(fitting)} ${fitting.length === 1 ? 'serves its' : 'serve their'} purpose.`] : []),
    ].join(' ');
  }
  return choices.map(({ choose: picked, need }) => `${picked} for ${need}.`).join(' ');
}

interface Verdict extends StoreHere { readonly fit: 'fits' | 'reasoned' | 'misfit' | 'unknown'; readonly verdict: string }

/** As the check store-misfit says of data stores; caches and queues are read by the same rows. */
function verdictOf(one: Case, store: StoreHere): Verdict {
  const own = store.section === 'data_stores' ? declaredIn(one).data_stores?.[store.name] : undefined;
  const fit = storeFit(own ?? { engine: store.section === 'queues' && store.engine === 'bullmq' ? 'redis' : store.engine, ...(store.purpose && { purpose: store.purpose }) });
  const instead = store.purpose === undefined ? '' : PURPOSE_FIT[store.purpose].instead;
  const verdict = fit === undefined ? (store.purpose === undefined ? 'no purpose is declared' : `the guide does not know ${store.engine}`)
    : fit === 'fits' ? 'fits' : fit === 'reasoned' ? `not the usual choice (${instead} is); the reason is written down` : `misfit: ${instead} is made for it`;
  return { ...store, fit: fit ?? 'unknown', verdict };
}

/** Brokers whose messages lie in a database. */
const IN_DATABASE: ReadonlySet<string> = new Set(['pg-boss']);

function misusedQueues(one: Case): readonly { readonly library: string; readonly from: string }[] {
  const sites = new Map<string, string>();
  for (const { engine, at } of one.facts.messaging?.messages ?? []) if (IN_DATABASE.has(engine) && !sites.has(engine)) sites.set(engine, lineOf(at));
  return [...sites].map(([library, from]) => ({ library, from }));
}

const matters = (one: Case, asked: readonly NeedAsked[]): boolean =>
  needsOf(one).consistency !== undefined || (declaredIn(one).consistency ?? []).length > 0 || asked.some(({ words }) => /consisten|transaction|acid/i.test(words));

/** The eight rows, each with what is there for it. */
function guide(one: Case): Block {
  const declared = declaredStores(one);
  const here = [...declared, ...foundStores(one).filter((store) => !declaredAs(store, declared))];
  return {
    head: ['need', 'best fit', 'avoid', 'here'],
    table: STORES.map(({ purpose, need, bestFit, avoid }) => {
      const there = here.filter((store) => PURPOSE_FIT[purpose].engines.test(store.engine) && (store.purpose === undefined || guidePurpose(store.purpose) === purpose));
      return [need, joined(bestFit, 'or'), avoid ?? '', [...new Set(there.map(({ name, section, engine }) => (section === 'found' ? calledBy(engine) : name)))].join(', ')];
    }),
  };
}

function ruled(key: string, table: ChoiceTable | undefined, one: Case): object {
  if (table === undefined) return {};
  const { weighed, best } = weigh(table, table.entries, one);
  return { [key]: { fits: best?.id ?? null, reasons: weighed.flatMap(({ entry, reasons }) => reasons.map(({ speaks, because }) => ({ entry: entry.id, speaks, because }))) } };
}

function rows(heading: string, table: ChoiceTable | undefined, one: Case): Block[] {
  if (table === undefined) return [];
  const { weighed, best } = weigh(table, table.entries, one);
  return [
    { heading },
    { head: ['', ...table.columns], table: table.entries.map(({ name, cells }) => [name, ...cells]) },
    { text: best ? `Here it is ${best.name}.` : `Which of them fits is not declared; it depends on ${joined(table.decides)}.` },
    ...(weighed.some(({ reasons }) => reasons.length > 0) ? [{ list: reasonLines(weighed) }] : []),
  ];
}

function follows(choices: readonly Choice[], misfit: boolean, consistency: ChoiceTable | undefined, caching: ChoiceTable | undefined): Followed[] {
  const purposes = [...new Set(choices.flatMap(({ purpose }) => guidePurpose(purpose) ?? []))];
  return [
    { rule: 'PostgreSQL serves nine uses of ten; start there.', source: 'Phase 2, common mistakes' },
    ...STORES.filter(({ purpose }) => purposes.includes(purpose)).map(({ need, bestFit, avoid }) => ({ rule: `For ${need}: ${joined(bestFit, 'or')}${avoid === undefined ? '' : `; to avoid: ${avoid}`}.`, source: 'Phase 4, database selection guide' })),
    ...(misfit ? [{ rule: 'A store serves the purpose that it is made for.', source: 'Phase 4, database selection guide; check store-misfit' }] : []),
    ...(consistency ? [{ rule: 'How strong consistency must be, and within what, decides the mechanism.', source: consistency.source }] : []),
    ...(caching ? [{ rule: 'Reads, writes and staleness decide the caching pattern.', source: caching.source }] : []),
  ];
}
