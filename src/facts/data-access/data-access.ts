import { defineFact, type DataAccess, type DataUse, type Entity, type Place } from '../../model/index.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import { createdWithColumns, switchedSecurity } from '../../lib/sql.ts';

/** Entities of all schemas and mappers by their physical table, and the production code that reads and writes each. */
export default defineFact({
  name: 'dataAccess',
  needs: ['files', 'dataSites'],
  gather({ files, dataSites }, repo) {
    const production = new Set(files.files.filter(({ role }) => role === 'production').map(({ path }) => path));
    const defined: (Omit<Entity, 'also'>)[] = [];
    const switched = new Map<string, DataAccess['rowSecurity'][number]>();
    const noted = (file: string, all: readonly { readonly table: string; readonly on: boolean; readonly line: number }[]): void => {
      for (const { table, on, line } of all) switched.set(table, { table, on, at: { file, line } });
    };
    for (const { path, role, bytes } of files.files) {
      if (role === 'test' || role === 'example' || bytes > 1_000_000) continue;
      if (path.endsWith('.prisma')) {
        const text = repo.read(path);
        if (text !== undefined) defined.push(...prismaModels(path, text));
      } else if (path.endsWith('.sql')) {
        const text = repo.read(path) ?? '';
        for (const { table, line, columns } of createdWithColumns(text)) defined.push({ name: table, table, orm: 'sql', at: { file: path, line }, fields: columns });
        noted(path, switchedSecurity(text));
      } else if (Object.hasOwn(dataSites, path)) noted(path, dataSites[path]!.rowSecurity);
    }
    for (const [file, { entities }] of Object.entries(dataSites)) {
      if (!production.has(file)) continue;
      for (const { name, table, orm, line, column, fields } of entities) defined.push({ name, table: table ?? conventional(name, orm), orm, at: { file, line, column }, fields: fields ?? [] });
    }
    const current = withoutHistory(defined);
    const entities = merge(current);
    const find = resolver(entities, current);
    const uses: DataUse[] = [];
    const scopes: DataAccess['scopes'][number][] = [];
    for (const [file, { accesses, functions, scopes: own }] of Object.entries(dataSites)) {
      if (!production.has(file)) continue;
      for (const { line, column, ...scope } of own) scopes.push({ ...scope, at: { file, line, column } });
      for (const { orm, target, write, method, line, column, predicate, inside } of accesses) {
        const entity = find(orm, target);
        if (entity !== undefined) uses.push({ entity, write, method, at: { file, line, column }, predicate, around: (inside === undefined ? undefined : functions[inside]) ?? [] });
      }
    }
    return {
      entities,
      uses: uses.sort((a, b) => comparePlaces(a.at, b.at) || compare(a.entity, b.entity)),
      scopes: scopes.sort((a, b) => comparePlaces(a.at, b.at)),
      rowSecurity: [...switched.values()].sort((a, b) => compare(a.table, b.table)),
    };
  },
});

/** Models of a Prisma schema with their `@@map`. */
export function prismaModels(file: string, text: string): Omit<Entity, 'also'>[] {
  const models: Omit<Entity, 'also'>[] = [];
  let open: { name: string; line: number; table?: string; fields: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const start = /^\s*model\s+(\w+)\s*\{/.exec(line);
    if (start) open = { name: start[1]!, line: index + 1, fields: [] };
    else if (open) {
      const field = /^\s*(\w+)\s+\w/.exec(line);
      if (field) open.fields.push(field[1]!);
    }
    const column = open && /\s@map\(\s*(?:name:\s*)?"(\w+)"/.exec(line);
    if (column) open!.fields.push(column[1]!);
    const map = open && /^\s*@@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(line);
    if (map) open!.table = map[1]!;
    if (open && /^\s*\}/.test(line)) {
      models.push({ name: open.name, table: open.table ?? open.name, orm: 'prisma', at: { file, line: open.line }, fields: open.fields });
      open = undefined;
    }
  }
  return models;
}

/** The table's name where none is given, as the mapper makes it. */
function conventional(name: string, orm: string): string {
  const snake = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  return orm === 'mongoose' || orm === 'sequelize' ? `${snake.replace(/_/g, '')}s` : snake;
}

/** The folder of scripts that a script belongs to: that of all migrations, else its own. */
const scriptsOf = (file: string): string => /^(?:.*\/)?(?:migrations?|drizzle|[\w-]+[-_]migrations)(?=\/)/.exec(file)?.[0] ?? file.slice(0, Math.max(0, file.lastIndexOf('/')));

/** Beside a mapper's models, its scripts tell their history: what they alone create was dropped since, or joins two models. */
function withoutHistory<E extends Omit<Entity, 'also'>>(defined: readonly E[]): E[] {
  const mapped = new Set(defined.filter(({ orm }) => orm !== 'sql').map(({ table }) => table.toLowerCase()));
  const told = new Set(defined.filter(({ orm, table }) => orm === 'sql' && mapped.has(table.toLowerCase())).map(({ at }) => scriptsOf(at.file)));
  return defined.filter(({ orm, table, at }) => orm !== 'sql' || mapped.has(table.toLowerCase()) || !told.has(scriptsOf(at.file)));
}

/** One entity a table; mappers before scripts, since scripts repeat what mappers say. */
function merge(defined: readonly Omit<Entity, 'also'>[]): Entity[] {
  const byTable = new Map<string, Omit<Entity, 'also'>[]>();
  for (const one of defined) {
    const key = one.table.toLowerCase();
    byTable.set(key, [...(byTable.get(key) ?? []), one]);
  }
  const names = new Set<string>();
  return [...byTable.values()].map((all) => {
    const mapped = all.filter(({ orm }) => orm !== 'sql');
    const [first, ...rest] = (mapped.length > 0 ? mapped : all.slice(0, 1)).toSorted((a, b) => comparePlaces(a.at, b.at));
    const also: Place[] = rest.filter(({ at }) => at.file !== first!.at.file).map(({ at }) => at);
    const name = names.has(first!.name) ? `${first!.name} (${first!.table})` : first!.name;
    names.add(name);
    return { ...first!, name, also, fields: [...new Set(all.flatMap(({ fields }) => fields))] };
  }).sort((a, b) => compare(a.name, b.name));
}

/** From what a call names to the entity; undefined where it is none, or could be several. */
function resolver(entities: readonly Entity[], defined: readonly Omit<Entity, 'also'>[]): (orm: string, target: string) => string | undefined {
  const byName = new Map<string, Set<string>>();
  const byTable = new Map(entities.map(({ table, name }) => [table.toLowerCase(), name]));
  for (const { name, table, orm } of defined) {
    const key = `${family(orm)} ${orm === 'prisma' ? name[0]!.toLowerCase() + name.slice(1) : name}`;
    byName.set(key, (byName.get(key) ?? new Set()).add(byTable.get(table.toLowerCase())!));
  }
  return (orm, target) => {
    if (orm === 'sql') return byTable.get(target);
    const found = byName.get(`${family(orm)} ${target}`);
    return found?.size === 1 ? [...found][0] : undefined;
  };
}

const family = (orm: string): string => (orm === 'prisma' || orm === 'drizzle' ? orm : 'class');
