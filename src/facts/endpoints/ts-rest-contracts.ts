import type { Expression, Input, Link } from '../../model/index.ts';
import { textOf } from './arguments.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { ResolverMaps } from './graphql-maps.ts';
import { urlPath } from './handler.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

/** What a route's metadata says of who may call: `opens`: the word that lets everybody in, `asks`: one that asks, `unread`: it could not be read. */
export interface Marks { readonly opens?: string; readonly asks?: true; readonly unread?: true }

export interface Route {
  /** Under which names it stands in its contract. */
  readonly names: readonly string[];
  readonly method: string;
  readonly path?: string;
  readonly at: Link['at'];
  /** What it takes, and what of that a schema checks. */
  readonly takes: readonly Input[];
  readonly checked: readonly Input[];
  readonly marks: Marks;
}

const PARTS: Readonly<Record<string, Input>> = { body: 'body', query: 'query', pathParams: 'params', headers: 'headers' };
const OPENS = /^(?:is_?)?public(?:_?access)?$|^(?:allow_?)?anonym\w*$|^(?:no|skip|without|bypass)_?auth\w*$|^(?:allow_?)?unauthenticated$|^(?:is_?)?open$|^auth(?:entication)?_?optional$|^optional_?auth\w*$/i;
const ASKS = /^(?:requires?|needs?|is)?_?(?:auth(?:entication|enticated|ed|orization|orized)?|protected|secured?|private|login|logged_?in)(?:_?required)?$/i;
const MAX_DEPTH = 8;

/** The routes of a contract, nested ones by their names. */
export function contractsOf(program: Program, scope: Scope, value: Expression, names: readonly string[] = [], prefix = '', metadata: readonly Marks[] = [], depth = 0): Route[] {
  if (depth > MAX_DEPTH) return [];
  if ('name' in value) {
    const target = program.resolve(scope, value.name);
    return target?.kind === 'value' ? contractsOf(program, { file: target.file, fn: target.fn ?? 0 }, target.value, names, prefix, metadata, depth + 1) : [];
  }
  if ('call' in value) {
    // `c.router({ … }, { pathPrefix, metadata })`
    const [routes, options] = value.args;
    if (!routes || !/(?:^|\.)(?:router|query|mutation|responses)$/.test(nameOf(value.call))) return [];
    const given = options && 'object' in options ? options.object : {};
    const added = textIn(program, scope, owned(given, 'pathPrefix'));
    return contractsOf(program, scope, routes, names, `${prefix}/${added ?? (owned(given, 'pathPrefix') ? ':unknown' : '')}`, [...metadata, ...marksIn(program, scope, owned(given, 'metadata'))], depth + 1);
  }
  if (!('object' in value)) return [];
  const method = textIn(program, scope, owned(value.object, 'method'));
  const address = owned(value.object, 'path');
  if (method !== undefined && address) {
    const path = textIn(program, scope, address);
    const takes = Object.entries(PARTS).filter(([key]) => isTaken(owned(value.object, key)));
    const checked = takes.filter(([key]) => isSchema(value.object[key]!)).map(([, input]) => input);
    const marks = [...metadata, ...marksIn(program, scope, owned(value.object, 'metadata'))].reduce<Marks>((all, one) => ({ ...all, ...one }), {});
    return [{ names, method: method.toUpperCase(), ...(path !== undefined && { path: urlPath(prefix, path) }), at: { file: scope.file, line: lineOf(value) ?? 1 }, takes: takes.map(([, input]) => input).filter((input) => input === 'body' || input === 'query'), checked, marks }];
  }
  return new ResolverMaps(program).entries(scope, value).flatMap((one) => contractsOf(program, one.scope, one.value, [...names, one.key], prefix, metadata, depth + 1));
}

/** What the routes of a contract say together. */
export const marksOf = (routes: readonly Route[]): Marks => (routes.some(({ marks }) => marks.asks) ? { asks: true } : {});

/** A type alone (`c.type<Order>()`) checks nothing. */
const isSchema = (value: Expression): boolean => !/(?:^|\.)(?:type|noBody|otherResponse)$/.test('call' in value ? nameOf(value.call) : '') && !('value' in value);
const isTaken = (value: Expression | undefined): boolean => value !== undefined && !('value' in value) && !/(?:^|\.)noBody$/.test('call' in value ? nameOf(value.call) : nameOf(value)) && !('object' in value && Object.keys(value.object).length === 0);

/** What a metadata object says, each key once; `meta({ … })` hands its own on. */
function marksIn(program: Program, scope: Scope, value: Expression | undefined, hops = 0): Marks[] {
  if (!value || 'value' in value) return [];
  if (hops > 5) return [{ unread: true }];
  if ('call' in value) return value.args[0] ? marksIn(program, scope, value.args[0], hops + 1) : [];
  if ('name' in value) {
    const target = program.resolve(scope, value.name);
    return target?.kind === 'value' ? marksIn(program, { file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1) : [{ unread: true }];
  }
  if (!('object' in value)) return [];
  return [...(value.spreads ?? []).flatMap((one) => marksIn(program, scope, one, hops + 1)), ...Object.entries(value.object).flatMap(([key, one]): Marks[] => {
    if ('value' in one) {
      if (OPENS.test(key) && one.value === true) return [{ opens: key }];
      if (ASKS.test(key)) return one.value === false || one.value === 'none' || one.value === 'public' ? [{ opens: key }] : one.value === true ? [{ asks: true }] : [];
      return [];
    }
    return OPENS.test(key) && !('object' in one) ? [{ unread: true }] : 'object' in one || (ASKS.test(key) && 'name' in one) ? marksIn(program, scope, one, hops + 1) : [];
  })];
}

/** A text, in place, by name, or put together of such. */
function textIn(program: Program, scope: Scope, value: Expression | undefined, hops = 0): string | undefined {
  if (!value || hops > 5) return undefined;
  if ('parts' in value) return value.parts.map((one) => textIn(program, scope, one, hops + 1) ?? ':unknown').join('');
  const target = 'name' in value ? program.resolve(scope, value.name) : undefined;
  return target?.kind === 'value' ? textIn(program, { file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1) : textOf(value);
}
