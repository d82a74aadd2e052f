import { STORES } from '../../lib/knowledge/data.ts';
import type { StyleName } from '../../lib/knowledge/styles.ts';
import { UsageError } from '../../lib/mistake.ts';
import { nearest } from '../../lib/nearest.ts';
import { CALLED } from '../style.ts';
import { engineWord } from '../stores-here.ts';

/** Styles that a plan leads to. */
export const GOALS = ['modular-monolith', 'service-oriented', 'microservices', 'event-driven', 'serverless'] as const satisfies readonly StyleName[];
export type Goal = (typeof GOALS)[number];

/** Whether parts leave the process, one a quarter. */
export const strangles = (goal: Goal): boolean => goal !== 'modular-monolith' && goal !== 'event-driven';

const WORDS: Readonly<Record<StyleName, readonly string[]>> = {
  'monolith': ['monolith', 'monolithic', 'single application', 'legacy'],
  'modular-monolith': ['modular monolith', 'modulith', 'modules', 'modular'],
  'service-oriented': ['service oriented', 'soa', 'services', 'few services', 'separate services'],
  'microservices': ['microservices', 'microservice', 'micro services'],
  'event-driven': ['event driven', 'events', 'event driven architecture', 'eda', 'event bus'],
  'serverless': ['serverless', 'functions', 'lambda', 'lambdas', 'faas'],
  'cqrs-event-sourcing': ['cqrs event sourcing', 'cqrs', 'event sourcing'],
  'cell-based': ['cell based', 'cells', 'cell based architecture'],
};

const plain = (words: string): string => words.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim().replace(/^(?:an?|the|our|my) /, '').replace(/ (?:architecture|style|system|app|application)$/, '');

const styleOf = (words: string): StyleName | undefined => (Object.keys(WORDS) as StyleName[]).find((style) => plain(style) === plain(words) || WORDS[style].includes(plain(words)));

/** Stores that the guide names, and those that people move away from. */
const isStore = (words: string): boolean => {
  const word = engineWord(words);
  return STORES.some(({ engines }) => engines.includes(word)) || /^(?:mysql|mariadb|sqlite|oracle|sql ?server|mssql|firebase|firestore|cassandra|couchdb|cockroachdb)$/.test(word);
};

/** A style by the words for it; a UsageError says which are near. */
export function styleNamed(words: string, option: '--to' | '--from'): StyleName {
  const style = styleOf(words);
  if (style !== undefined) return style;
  if (isStore(words)) {
    throw new UsageError(`'${words}' is a store, and moving from one store to another is not covered: the plans are for styles (${GOALS.join(', ')}). \`arch-lint database\` says whether ${words} is the store to choose, \`arch-lint data-model\` lists the entities that would move, and \`arch-lint facts dataAccess\` the places that touch them.`);
  }
  const near = nearest(plain(words), Object.values(WORDS).flat()) ?? nearest(words, Object.keys(WORDS));
  const meant = near === undefined ? undefined : styleOf(near);
  throw new UsageError(`'${words}' is no style that is known. ${meant === undefined ? `${option} takes one of ${Object.keys(WORDS).join(', ')}.` : `Is ${meant} meant? Type \`arch-lint migrate ${option} ${meant}\`.`}`);
}

/** Where the way leads; a UsageError: it leads nowhere, or no plan is made for it. */
export function wayOf(from: StyleName, to: StyleName): Goal {
  if (from === to) throw new UsageError(`It is ${CALLED[to]} already, or is declared to be: there is nothing to migrate. Where that is not so, say what it is with --from, such as \`--from monolith\`.`);
  const goal = GOALS.find((one) => one === to);
  if (goal === undefined) throw new UsageError(`There is no plan for a move to ${CALLED[to]}; those that are covered lead to ${GOALS.join(', ')}.${to === 'cqrs-event-sourcing' ? ' `arch-lint pattern cqrs` and `arch-lint pattern event-sourcing` tell their steps.' : ''}`);
  if (goal === 'modular-monolith' && ['microservices', 'service-oriented', 'cell-based', 'serverless'].includes(from)) {
    throw new UsageError(`Bringing what runs apart back into one process (from ${from} to ${goal}) is not covered: the plans part what is together. \`arch-lint check --only shared-database,chatty-calls\` shows which services never were apart.`);
  }
  return goal;
}
