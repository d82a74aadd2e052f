import { defineFact, type ModelColumn, type ModelEdge, type ModelEntity, type ModelShape, type Place } from '../../model/index.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import { prismaShapes } from '../../lib/prisma.ts';
import { sqlShapes } from '../../lib/sql-shapes.ts';

const LARGEST = 1_000_000;
const ENGINES: Readonly<Record<string, string>> = { mongoose: 'mongodb' };
const MIGRATION = /(?:^|\/)(?:\w*-)?migrations?\//i;

interface Placed extends ModelShape { readonly file: string }

/** Entities with columns, and the arrows between them: what all schemas, mappers and migrations say together. */
export default defineFact({
  name: 'dataModel',
  needs: ['files', 'modelShapes', 'dataAccess', 'datasources'],
  gather({ files, modelShapes, dataAccess, datasources }, repo) {
    const shapes: Placed[] = [];
    for (const { path, role, bytes } of files.files) {
      if (role === 'test' || role === 'example' || bytes > LARGEST) continue;
      const read = path.endsWith('.prisma') ? prismaShapes : path.endsWith('.sql') ? sqlShapes : undefined;
      if (read) shapes.push(...read(repo.read(path) ?? '').map((shape) => ({ ...shape, file: path })));
      // A table that a migration makes is one that the mapper defines anew.
      else if (Object.hasOwn(modelShapes, path)) shapes.push(...modelShapes[path]!.models.filter(({ orm }) => role === 'production' || orm === 'knex').map((shape) => ({ ...shape, file: path })));
    }
    const mapped = dataAccess.entities.some(({ orm }) => orm !== 'sql');
    const known = new Set(dataAccess.entities.map(({ table }) => table.toLowerCase()));
    const knex = mapped ? [] : shapes.filter(({ orm, name }) => orm === 'knex' && !known.has(name.toLowerCase()));
    const all: Omit<ModelEntity, 'columns'>[] = [
      ...dataAccess.entities.map(({ name, table, orm, at, also }) => ({ name, table, orm, at, also })),
      ...[...new Map(knex.toReversed().map((shape) => [shape.name, shape])).values()].map(({ name, file, line }) => ({ name, table: name, orm: 'knex', at: { file, line }, also: [] })),
    ];
    const isLeft = ({ orm, at }: { orm: string; at: Place }): boolean => mapped && orm === 'sql' && MIGRATION.test(at.file);
    const entities = all.filter((entity) => !isLeft(entity));
    const find = finder(entities, shapes);
    return {
      entities: entities.map((entity): ModelEntity => {
        const own = shapes.filter((shape) => !shape.adds && find(shape, shape.name) === entity.name && (shape.orm !== 'sql' || entity.orm === 'sql'));
        const engine = engineOf(entity, datasources.datasources);
        return { ...entity, columns: columnsOf(own, shapes), ...(engine && { engine }) };
      }).sort((a, b) => compare(a.name, b.name)),
      edges: edgesOf(shapes, find, new Map(entities.map(({ name, orm }) => [name, orm]))),
      onlyInMigrations: all.filter(isLeft).map(({ table, at }) => ({ table, at })).sort((a, b) => compare(a.table, b.table)),
    };
  },
});

/** Names mean what the same mapper calls so; the nearest file where several do. */
function finder(entities: readonly Omit<ModelEntity, 'columns'>[], shapes: readonly Placed[]): (from: Placed, name: string) => string | undefined {
  const at = new Map(entities.flatMap(({ name, at: first, also }) => [first, ...also].map(({ file, line }) => [`${file}:${line}`, name] as const)));
  const byTable = new Map(entities.map(({ name, table }) => [table.toLowerCase(), name]));
  const byName = new Map<string, { readonly file: string; readonly entity: string }[]>();
  for (const shape of shapes) {
    if (shape.adds || shape.abstract) continue;
    const scripted = shape.orm === 'sql' || shape.orm === 'knex';
    const entity = (scripted ? undefined : at.get(`${shape.file}:${shape.line}`)) ?? byTable.get((shape.table ?? shape.name).toLowerCase());
    if (entity !== undefined) byName.set(`${shape.orm} ${shape.name}`, [...(byName.get(`${shape.orm} ${shape.name}`) ?? []), { file: shape.file, entity }]);
  }
  return ({ orm, file }, name) => {
    const found = byName.get(`${orm} ${name}`);
    if (found) return found.toSorted((a, b) => shared(b.file, file) - shared(a.file, file))[0]!.entity;
    return orm === 'sql' || orm === 'knex' || orm === 'sequelize' ? byTable.get(name.toLowerCase()) : undefined;
  };
}

function shared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Its own, then what base classes lend. */
function columnsOf(own: readonly Placed[], shapes: readonly Placed[]): ModelColumn[] {
  const columns = new Map<string, ModelColumn>();
  const add = ({ columns: all, extends: base, file, name }: Placed, depth: number): void => {
    for (const column of all) if (!columns.has(column.name)) columns.set(column.name, column);
    const [parent] = base === undefined || depth > 5 ? [] : shapes.filter((shape) => shape.name === base && shape.name !== name && !shape.adds).toSorted((a, b) => shared(b.file, file) - shared(a.file, file));
    if (parent) add(parent, depth + 1);
  };
  for (const shape of own) add(shape, 0);
  return [...columns.values()];
}

function engineOf({ orm, at }: Omit<ModelEntity, 'columns'>, datasources: readonly { readonly engine: string; readonly at: Place }[]): ModelEntity['engine'] {
  if (orm !== 'prisma') return ENGINES[orm] === undefined ? undefined : { name: ENGINES[orm], at };
  const source = datasources.toSorted((a, b) => shared(b.at.file, at.file) - shared(a.at.file, at.file))[0];
  return source && { name: source.engine, at: source.at };
}

/** Both sides of a relation are one arrow, from where the key is kept. */
function edgesOf(shapes: readonly Placed[], find: ReturnType<typeof finder>, orms: ReadonlyMap<string, string>): ModelEdge[] {
  const edges: (ModelEdge & { readonly label?: string })[] = [];
  const told = shapes.flatMap((shape) => {
    const from = shape.abstract ? undefined : find(shape, shape.name);
    // What scripts say of tables that a mapper defines, the mapper says better.
    if (from === undefined || (shape.orm === 'sql' && orms.get(from) !== 'sql') || (shape.orm === 'knex' && orms.get(from) !== 'knex')) return [];
    return shape.relations.flatMap((relation) => {
      const to = find(shape, relation.to);
      return to === undefined ? [] : [{ ...relation, from, to, at: { file: shape.file, line: relation.line } }];
    });
  });
  const between = (from: string, to: string) => edges.filter((edge) => edge.from === from && edge.to === to);
  for (const { kind, from, to, by, unique, optional, name, at } of told) {
    if (kind !== 'one' || between(from, to).some((edge) => edge.by === by)) continue;
    edges.push({ from, to, cardinality: unique ? 'one-to-one' : 'many-to-one', ...(by !== undefined && { by }), ...(optional && { optional: true }), at, ...(name !== undefined && { label: name }) });
  }
  for (const { kind, from, to, by, at } of told) {
    if (kind !== 'many-to-many' || [...between(from, to), ...between(to, from)].some(({ cardinality, by: other }) => cardinality === 'many-to-many' && (by === undefined || other === undefined || by === other))) continue;
    edges.push({ from, to, cardinality: 'many-to-many', ...(by !== undefined && { by }), at });
  }
  for (const relation of told) {
    const { kind, from, to, at, name } = relation;
    if (kind !== 'many' && kind !== 'owns-one') continue;
    const direct = between(to, from).filter(({ label }) => name === undefined || label === undefined || label === name);
    if (direct.length > 0) {
      // The other side says that there is one of it.
      if (kind === 'owns-one' && direct.length === 1 && direct[0]!.cardinality === 'many-to-one' && from !== to) edges[edges.indexOf(direct[0]!)] = { ...direct[0]!, cardinality: 'one-to-one' };
      continue;
    }
    if (between(from, to).some(({ cardinality, label }) => cardinality === 'many-to-many' || (kind === 'owns-one' && cardinality === 'one-to-one') || (label !== undefined && label === name))) continue;
    const mutual = kind === 'many' && told.some((other) => other.kind === 'many' && other.from === to && other.to === from && other.name === name && (from !== to || other !== relation));
    if (mutual ? !edges.some((edge) => edge.cardinality === 'many-to-many' && ((edge.from === to && edge.to === from) || (edge.from === from && edge.to === to))) : true) {
      edges.push(mutual ? { from, to, cardinality: 'many-to-many', at } : { from: to, to: from, cardinality: kind === 'many' ? 'many-to-one' : 'one-to-one', at });
    }
  }
  return edges.map(({ label: _label, ...edge }) => edge).sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || comparePlaces(a.at, b.at));
}
