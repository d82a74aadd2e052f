import type { Expression, Link } from '../../model/index.ts';
import { foldersInCommon } from '../../lib/paths.ts';
import { nameOf, owned } from './expressions.ts';
import { OPERATIONS, ResolverMaps } from './graphql-maps.ts';
import type { GraphqlServer } from './graphql-servers.ts';
import type { Scope } from './targets.ts';
import { byName } from './role-of.ts';
import type { Classifier } from './roles.ts';

/** What is put around resolvers from outside, by the names of their fields. */
export interface Around { of(operation: string, field: string, file: string): Link[] }

interface Rule { readonly operation?: string; readonly field?: string; readonly link: Link }

const MAX_HOPS = 8;
const LOOKS = ['identity', 'caller', 'credential', 'verifies', 'asks', 'denies', 'forbids'] as const;

/** `authToken.teams.includes`, `context.user.can` */
const OF_CALLER = /^(?:context\.|ctx\.)?(?:auth[A-Z]\w*|user|viewer|session|currentUser|me)\./;

/** `shield({ Query: { '*': deny, user: isAuthenticated } })`, `applyMiddleware(schema, { Mutation: ask })`, `composeResolvers(map, { 'Query.*': [ask()] })`. */
export function aroundOf(classifier: Classifier, server: GraphqlServer): Around {
  const tables = [...server.around.map(({ value, scope }) => ({ scope, rules: rulesIn((rules) => read(classifier, scope, value, rules)) })), ...server.composed.map(({ value, scope }) => ({ scope, rules: rulesIn((rules) => composed(classifier, scope, value, rules)) }))];
  return {
    of(operation, field, file) {
      // Of two schemas in one package each has its own table, near its resolvers.
      const near = Math.max(...tables.map(({ scope }) => foldersInCommon(scope.file, file)));
      const rules = tables.filter(({ scope }) => foldersInCommon(scope.file, file) === near).flatMap((one) => one.rules);
      // The closest one holds alone: a field's own, then that of its type, then the one for all else.
      const levels = [rules.filter((one) => one.operation === operation && one.field === field), rules.filter((one) => one.operation === operation && one.field === undefined), rules.filter((one) => one.operation === undefined)];
      return (levels.find((one) => one.length > 0) ?? []).map(({ link }) => link);
    },
  };
}

function rulesIn(fill: (rules: Rule[]) => void): Rule[] {
  const rules: Rule[] = [];
  fill(rules);
  return rules;
}

function read(classifier: Classifier, scope: Scope, value: Expression, rules: Rule[], hops = 0): void {
  if (hops > MAX_HOPS) return;
  if ('list' in value) for (const one of value.list) read(classifier, scope, one, rules, hops + 1);
  else if ('call' in value && /(?:^|\.)shield$/.test(nameOf(value.call))) {
    const [map, options] = value.args;
    if (map) fields(classifier, scope, map, rules, (from, one) => ruleLink(classifier, from, one));
    const fallback = options && 'object' in options ? owned(options.object, 'fallbackRule') : undefined;
    if (fallback) rules.push({ link: ruleLink(classifier, scope, fallback) });
  } else if ('object' in value) fields(classifier, scope, value, rules, (from, one) => classifier.link(from, one, 'method'));
  else if ('fn' in value) rules.push({ link: classifier.link(scope, value, 'router') });
  else {
    const target = 'name' in value ? classifier.program.resolve(scope, value.name) : classifier.program.loaded(scope, value);
    if (target?.kind === 'value') read(classifier, { file: target.file, fn: target.fn ?? 0 }, target.value, rules, hops + 1);
    else rules.push({ link: classifier.link(scope, value, 'router') });
  }
}

function fields(classifier: Classifier, scope: Scope, map: Expression, rules: Rule[], linkOf: (scope: Scope, value: Expression) => Link): void {
  const maps = new ResolverMaps(classifier.program);
  for (const { key, value, scope: from } of maps.entries(scope, map)) {
    const operation = owned(OPERATIONS, key);
    if (operation === undefined) continue;
    const target = 'name' in value ? classifier.program.resolve(from, value.name) : undefined;
    const plain = target?.kind === 'value' ? target.value : value;
    if ('object' in plain) {
      const at = target?.kind === 'value' ? { file: target.file, fn: target.fn ?? 0 } : from;
      for (const one of maps.entries(at, plain)) rules.push({ operation, ...(one.key !== '*' && { field: one.key }), link: linkOf(one.scope, one.value) });
    } else rules.push({ operation, link: linkOf(from, value) });
  }
}

function composed(classifier: Classifier, scope: Scope, value: Expression, rules: Rule[]): void {
  for (const { key, value: guards, scope: from } of new ResolverMaps(classifier.program).entries(scope, value)) {
    const [type = '', field = '*'] = key.split('.');
    const operation = owned(OPERATIONS, type);
    if (operation === undefined && type !== '*') continue;
    for (const one of 'list' in guards ? guards.list : [guards]) rules.push({ ...(operation !== undefined && { operation }), ...(/^\w+$/.test(field) && { field }), link: classifier.link(from, one, 'method') });
  }
}

const LIMITS = /^\w*rate_?limit(?:Rule|er)?$/i;

/** What a rule of graphql-shield does: whatever it answers no to is refused. */
function ruleLink(classifier: Classifier, scope: Scope, value: Expression, hops = 0): Link {
  const at = { file: scope.file, line: 'line' in value ? value.line : 1 };
  const name = nameOf(value);
  const base = { name, at, scope: 'method' as const };
  const unknown: Link = { ...base, role: 'unknown', confidence: 'low' };
  if (hops > MAX_HOPS) return unknown;
  const { program } = classifier;
  const inner = (from: Scope, one: Expression): Link => ({ ...ruleLink(classifier, from, one, hops + 1), name, at });
  if ('fn' in value) return looks(classifier, scope.file, value.fn) ? { ...base, role: 'authentication', confidence: 'medium' } : unknown;
  const target = 'name' in value ? program.resolve(scope, value.name) : undefined;
  if (target?.kind === 'external') return target.name === 'allow' ? { ...base, role: 'public', confidence: 'high' } : target.name === 'deny' ? { ...base, role: 'authentication', confidence: 'high' } : unknown;
  if (target?.kind === 'value') return inner({ file: target.file, fn: target.fn ?? 0 }, target.value);
  if (target?.kind === 'function') return inner({ file: target.file, fn: 0 }, { fn: target.fn, line: 1 });
  if (!('call' in value)) return byName(name, false)?.role === 'authentication' ? { ...base, role: 'authentication', confidence: 'low' } : unknown;
  const short = nameOf(value.call).split('.').at(-1)!;
  // `rateLimitRule({ window: '1s', max: 5 })`, made by `createRateLimitRule` of graphql-rate-limit.
  if (LIMITS.test(short)) return { ...base, role: 'limit', confidence: 'medium' };
  if (/^(?:and|chain|or|race)$/.test(short)) {
    const all = value.args.map((one) => ruleLink(classifier, scope, one, hops + 1));
    const guards = all.filter(({ role }) => role === 'authentication');
    if (/^(?:and|chain)$/.test(short) ? guards.length > 0 : guards.length === all.length && all.length > 0) return { ...guards.find(({ confidence }) => confidence !== 'low') ?? guards[0]!, name, at };
    return all.every(({ role }) => role === 'public') && all.length > 0 ? { ...all[0]!, name, at } : unknown;
  }
  // `rule({ cache: 'contextual' })(async (parent, args, context) => context.user !== null)`
  if (/^(?:rule|internal_rule)$/.test(short)) {
    const fn = value.args.at(-1);
    return fn && !('object' in fn) && !('value' in fn) ? inner(scope, fn) : unknown;
  }
  const maker = 'name' in value.call ? program.resolve(scope, value.call.name) : undefined;
  const [returned] = maker?.kind === 'function' ? program.function(maker.file, maker.fn)?.returns ?? [] : [];
  return returned && maker?.kind === 'function' ? inner({ file: maker.file, fn: maker.fn }, returned) : unknown;
}

/** Whether a rule's function looks at who calls. */
function looks({ program }: Classifier, file: string, fn: number): boolean {
  const summary = program.summary(file, fn, 2);
  return LOOKS.some((trait) => summary.has(trait)) || program.function(file, fn)?.calls.some(([name]) => OF_CALLER.test(name)) === true || program.function(file, fn)?.params[2]?.keys?.some((key) => /user|account|viewer|session|auth|claims|^me$/i.test(key)) === true;
}
