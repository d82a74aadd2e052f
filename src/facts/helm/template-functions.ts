import { parse, stringify } from 'yaml';
import { UNRESOLVED } from '../../lib/json.ts';

/** What cannot be known without a cluster, a clock or a release. */
export const UNKNOWN = Symbol('unknown');

export type Value = unknown;

export const truthy = (value: Value): boolean =>
  value !== null && value !== undefined && value !== false && value !== 0 && value !== '' &&
  !(Array.isArray(value) && value.length === 0) &&
  !(typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);

export const print = (value: Value): string => {
  if (value === UNKNOWN) return UNRESOLVED;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value, (_, each: unknown) => (each === UNKNOWN ? UNRESOLVED : each)) : String(value);
};

const settled = (value: Value): Value =>
  value === UNKNOWN ? UNRESOLVED
    : Array.isArray(value) ? value.map(settled)
    : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, settled(each)]))
    : value;

const toYaml = (value: Value): Value => {
  if (value === UNKNOWN) return UNRESOLVED;
  if (value === null || value === undefined) return '';
  return stringify(settled(value), { lineWidth: 0, aliasDuplicateObjects: false }).replace(/\n$/, '');
};

const string = (value: Value): string => (typeof value === 'string' ? value : print(value));
const numeric = (value: Value): number => Number(value) || 0;
const object = (value: Value): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});
const array = (value: Value): unknown[] => (Array.isArray(value) ? value : []);
const same = (a: Value, b: Value): boolean => a === b || (typeof a !== 'object' && typeof b !== 'object' && print(a) === print(b));
const pad = (count: Value, value: Value): string => {
  const space = ' '.repeat(Math.min(200, Math.max(0, numeric(count))));
  return string(value).split('\n').map((line) => space + line).join('\n');
};

export const deepMerge = (under: Record<string, unknown>, over: Record<string, unknown>, depth = 0): Record<string, unknown> => {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (key === '__proto__') continue;
    const below = merged[key];
    merged[key] = depth < 40 && Object.keys(object(below)).length > 0 && typeof value === 'object' && value !== null && !Array.isArray(value)
      ? deepMerge(object(below), object(value), depth + 1)
      : value;
  }
  return merged;
};

const printf = (format: Value, ...args: Value[]): string => {
  let next = 0;
  return string(format).replace(/%[-+0-9.]*([svdqtfx%])/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = print(args[next++]);
    return verb === 'q' ? JSON.stringify(value) : value;
  });
};

const parsed = (value: Value): Value => {
  const source = string(value);
  if (source.includes(UNRESOLVED) || source.length > 100_000) return UNKNOWN;
  try {
    return parse(source, { logLevel: 'silent', maxAliasCount: 20 }) as Value;
  } catch {
    return UNKNOWN;
  }
};

/** The functions that charts use, as far as they are pure; any other gives an unknown. */
export const FUNCTIONS: Readonly<Record<string, (...args: Value[]) => Value>> = {
  not: (value) => !truthy(value),
  eq: (a, ...others) => others.some((other) => same(a, other)),
  ne: (a, b) => !same(a, b),
  lt: (a, b) => numeric(a) < numeric(b),
  le: (a, b) => numeric(a) <= numeric(b),
  gt: (a, b) => numeric(a) > numeric(b),
  ge: (a, b) => numeric(a) >= numeric(b),
  empty: (value) => !truthy(value),
  ternary: (yes, no, test) => (truthy(test) ? yes : no),
  required: (_, value) => (truthy(value) ? value : UNKNOWN),
  fail: () => '',
  quote: (...values) => values.map((value) => JSON.stringify(print(value))).join(' '),
  squote: (...values) => values.map((value) => `'${print(value)}'`).join(' '),
  upper: (value) => string(value).toUpperCase(),
  lower: (value) => string(value).toLowerCase(),
  title: (value) => string(value).replace(/\b\w/g, (letter) => letter.toUpperCase()),
  trim: (value) => string(value).trim(),
  trimSuffix: (end, value) => (string(end) !== '' && string(value).endsWith(string(end)) ? string(value).slice(0, -string(end).length) : string(value)),
  trimPrefix: (start, value) => (string(value).startsWith(string(start)) ? string(value).slice(string(start).length) : string(value)),
  trimAll: (letters, value) => string(value).split('').filter((letter) => !string(letters).includes(letter)).join(''),
  trunc: (length, value) => (numeric(length) < 0 ? string(value).slice(numeric(length)) : string(value).slice(0, numeric(length))),
  replace: (from, to, value) => (string(from) === '' ? string(value) : string(value).split(string(from)).join(string(to)).slice(0, 100_000)),
  contains: (part, value) => string(value).includes(string(part)),
  hasPrefix: (start, value) => string(value).startsWith(string(start)),
  hasSuffix: (end, value) => string(value).endsWith(string(end)),
  nospace: (value) => string(value).replace(/\s/g, ''),
  kebabcase: (value) => string(value).replace(/([a-z\d])([A-Z])/g, '$1-$2').replace(/[\s_]+/g, '-').toLowerCase(),
  cat: (...values) => values.map(print).join(' '),
  print: (...values) => values.map(print).join(''),
  printf,
  indent: (count, value) => pad(count, value),
  nindent: (count, value) => `\n${pad(count, value)}`,
  toYaml,
  toYamlPretty: toYaml,
  toJson: (value) => JSON.stringify(settled(value)),
  toPrettyJson: (value) => JSON.stringify(settled(value)),
  toRawJson: (value) => JSON.stringify(settled(value)),
  fromYaml: parsed,
  fromYamlArray: parsed,
  fromJson: parsed,
  toString: (value: Value): string => print(value),
  int: numeric,
  int64: numeric,
  float64: numeric,
  atoi: numeric,
  add: (...values) => values.reduce<number>((sum, value) => sum + numeric(value), 0),
  add1: (value) => numeric(value) + 1,
  sub: (a, b) => numeric(a) - numeric(b),
  mul: (...values) => values.reduce<number>((product, value) => product * numeric(value), 1),
  div: (a, b) => Math.trunc(numeric(a) / (numeric(b) || 1)),
  mod: (a, b) => numeric(a) % (numeric(b) || 1),
  max: (...values) => Math.max(...values.map(numeric)),
  min: (...values) => Math.min(...values.map(numeric)),
  len: (value) => (typeof value === 'string' || Array.isArray(value) ? value.length : Object.keys(object(value)).length),
  list: (...values) => values,
  tuple: (...values) => values,
  dict: (...values) => {
    const made: Record<string, unknown> = {};
    for (let i = 0; i + 1 < values.length; i += 2) if (string(values[i]) !== '__proto__') made[string(values[i])] = values[i + 1];
    return made;
  },
  get: (map, key) => (Object.hasOwn(object(map), string(key)) ? object(map)[string(key)] : ''),
  set: (map, key, value) => {
    if (string(key) !== '__proto__' && !Object.isFrozen(map)) object(map)[string(key)] = value;
    return map;
  },
  unset: (map) => map,
  hasKey: (map, key) => Object.hasOwn(object(map), string(key)),
  keys: (map) => Object.keys(object(map)),
  values: (map) => Object.values(object(map)),
  pick: (map, ...keys) => Object.fromEntries(Object.entries(object(map)).filter(([key]) => keys.includes(key))),
  omit: (map, ...keys) => Object.fromEntries(Object.entries(object(map)).filter(([key]) => !keys.includes(key))),
  merge: (...maps) => maps.reduceRight<Record<string, unknown>>((under, map) => deepMerge(under, object(map)), {}),
  mergeOverwrite: (...maps) => maps.reduce<Record<string, unknown>>((under, map) => deepMerge(under, object(map)), {}),
  mustMerge: (...maps) => maps.reduceRight<Record<string, unknown>>((under, map) => deepMerge(under, object(map)), {}),
  mustMergeOverwrite: (...maps) => maps.reduce<Record<string, unknown>>((under, map) => deepMerge(under, object(map)), {}),
  deepCopy: (value) => value,
  first: (values) => array(values)[0] ?? null,
  last: (values) => array(values).at(-1) ?? null,
  rest: (values) => array(values).slice(1),
  initial: (values) => array(values).slice(0, -1),
  has: (value, values) => array(values).some((each) => same(each, value)),
  append: (values, value) => [...array(values), value],
  prepend: (values, value) => [value, ...array(values)],
  concat: (...lists) => lists.flatMap(array),
  uniq: (values) => [...new Set(array(values))],
  without: (values, ...gone) => array(values).filter((value) => !gone.includes(value)),
  compact: (values) => array(values).filter(truthy),
  sortAlpha: (values) => array(values).map(print).sort(),
  join: (separator, values) => array(values).map(print).join(string(separator)),
  splitList: (separator, value) => string(value).split(string(separator)),
  split: (separator, value) => Object.fromEntries(string(value).split(string(separator)).map((part, index) => [`_${index}`, part])),
  until: (count) => Array.from({ length: Math.min(100, Math.max(0, numeric(count))) }, (_, index) => index),
  b64enc: (value) => Buffer.from(string(value)).toString('base64'),
  b64dec: (value) => Buffer.from(string(value), 'base64').toString('utf8'),
  kindIs: (kind, value) => kindOf(value) === string(kind),
  kindOf: (value) => kindOf(value),
  typeOf: (value) => kindOf(value),
  typeIs: (kind, value) => kindOf(value) === string(kind),
  lookup: () => ({}),
  index: (value, ...steps) => steps.reduce<Value>((here, step) => (Array.isArray(here) ? here[numeric(step)] : Object.hasOwn(object(here), string(step)) ? object(here)[string(step)] : null), value),
  dig: (...args) => {
    const map = args.at(-1);
    let here: Value = map;
    for (const step of args.slice(0, -2)) here = Object.hasOwn(object(here), string(step)) ? object(here)[string(step)] : undefined;
    return here ?? args.at(-2);
  },
  slice: (values, from, to) => (typeof values === 'string' ? values : array(values)).slice(numeric(from), to === undefined ? undefined : numeric(to)),
};

const kindOf = (value: Value): string =>
  Array.isArray(value) ? 'slice' : value === null || value === undefined ? 'invalid' : typeof value === 'object' ? 'map'
    : typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? (Number.isInteger(value) ? 'int' : 'float64') : 'string';
