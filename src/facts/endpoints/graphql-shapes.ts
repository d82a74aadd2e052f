import type { Expression } from '../../model/index.ts';
import { nameOf } from './expressions.ts';
import { expressionsOf, type Field, OPERATIONS, ResolverMaps } from './graphql-maps.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

/** Clients keep maps of the same shape for their caches; permissions and mocks stand beside the resolvers. */
const NO_SERVER = /^(?:@apollo\/client|apollo-(?:client|boost|cache|link)[\w-]*|@testing-library\/[\w-]+|msw|@graphql-tools\/mock)$/;
const BESIDE = /permission|shield|polic|mock|fixture|rules?\b/i;
/** One resolver a file, as generators lay them out and loaders find them. */
const FOLDER = /(?:^|\/)(?:graphql|resolvers?|modules|api)\/(?:[\w-]+\/)*(Query|Mutation|Subscription|queries|mutations|subscriptions)\/(\w+)\.[cm]?[jt]s$/;
const FOLDERS: Readonly<Record<string, string>> = { Query: 'query', queries: 'query', Mutation: 'mutation', mutations: 'mutation', Subscription: 'subscription', subscriptions: 'subscription' };
const PARENT = /^(?:_+\w*|parent\w*|root\w*|obj|object|source|src)$/;

/** Objects that look like maps of resolvers: `module.exports = { Query: { user: fn } }`. */
export function byShape(program: Program, isOwn: (file: string) => boolean): Field[] {
  const found: Field[] = [];
  for (const [file, { imports }] of Object.entries(program.modules)) {
    if (!isOwn(file) || BESIDE.test(file) || Object.values(imports).some(([specifier]) => NO_SERVER.test(specifier) || NO_SERVER.test(specifier.split('/')[0]!))) continue;
    for (const { value, scope, name } of expressionsOf(program, file)) {
      if (name !== undefined && BESIDE.test(name)) continue;
      for (const map of mapsIn(value)) if (Object.keys(map.object).some((key) => Object.hasOwn(OPERATIONS, key))) found.push(...new ResolverMaps(program).fields(scope, map).filter((field) => answers(program, field)));
    }
  }
  const known = new Set(found.map(({ operation, key }) => `${operation} ${key}`));
  return [...found, ...byFolder(program, isOwn).filter(({ operation, key }) => !known.has(`${operation} ${key}`))];
}

/** `resolvers/Mutation/createUser.ts`, which exports `createUser` or that alone. */
function byFolder(program: Program, isOwn: (file: string) => boolean): Field[] {
  return Object.keys(program.modules).filter(isOwn).flatMap((file): Field[] => {
    const [, folder, key] = FOLDER.exec(file) ?? [];
    if (folder === undefined || key === undefined || BESIDE.test(file)) return [];
    const target = program.exported(file, key) ?? program.exported(file, 'default');
    const field = { key, operation: FOLDERS[folder]!, line: program.placeOf(target)?.line ?? 1 };
    if (target?.kind === 'value' && ('call' in target.value || 'object' in target.value)) return [{ ...field, value: target.value, scope: { file: target.file, fn: target.fn ?? 0 } }];
    if (target?.kind !== 'function') return [];
    const [first] = program.function(target.file, target.fn)?.params ?? [];
    return !first || first.keys || PARENT.test(first.name ?? '') ? [{ ...field, value: { fn: target.fn, line: field.line }, scope: { file: target.file, fn: 0 } }] : [];
  });
}

/** The objects of an expression that may be whole maps, not those that a guard's table holds. */
function mapsIn(value: Expression, depth = 0): Extract<Expression, { object: object }>[] {
  if (depth > 3) return [];
  if ('object' in value) return [value, ...Object.entries(value.object).flatMap(([key, one]) => (key === 'resolvers' ? mapsIn(one, depth + 1) : []))];
  if ('call' in value) return BESIDE.test(nameOf(value.call)) ? [] : value.args.flatMap((one) => mapsIn(one, depth + 1));
  return 'list' in value ? value.list.flatMap((one) => mapsIn(one, depth + 1)) : [];
}

const answers = (program: Program, { value, scope }: Field): boolean => 'fn' in value || 'call' in value || ('name' in value && isCode(program, scope, value.name)) || ('object' in value && ('resolve' in value.object || 'subscribe' in value.object));

const isCode = (program: Program, scope: Scope, name: string): boolean => {
  const target = program.resolve(scope, name);
  return target?.kind === 'function' || (target?.kind === 'value' && ('call' in target.value || 'object' in target.value));
};
