import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ModelColumn, ModelRelation, ModelShape, ParsedModule } from '../../model/index.ts';
import { importedCallee, methodOf } from '../../lib/callee.ts';
import { importBindings } from '../../lib/bindings.ts';
import { topLevelConstants } from '../../lib/fold.ts';
import { dottedName, keyOf, property, unwrap, walk } from '../../lib/tree.ts';
import { target } from './target.ts';

type Constants = ReadonlyMap<string, TSESTree.Node>;

/** Models that calls define: tables of Drizzle, schemas of Mongoose, `define` and `init` of Sequelize, migrations of Knex. */
export function callShapes(module: ParsedModule): ModelShape[] {
  const bindings = importBindings(module);
  const constants = topLevelConstants(module.tree);
  const shapes: ModelShape[] = [];
  for (const call of [...module.nodes('CallExpression'), ...module.nodes('NewExpression')]) {
    const callee = importedCallee(call.callee, bindings);
    const method = methodOf(call.callee) ?? callee?.member.split('.').at(-1) ?? '';
    const [first, second, third] = call.arguments;
    const line = call.loc.start.line;
    if (callee?.package === 'drizzle-orm' && /^(?:pg|mysql|sqlite)Table$/.test(callee.member)) {
      const name = variableOf(module, call);
      if (name !== undefined) shapes.push({ orm: 'drizzle', name, line, ...drizzleColumns(second, third, constants), ...tableText(first) });
    } else if (callee?.package === 'drizzle-orm' && callee.member === 'relations' && first?.type === T.Identifier) {
      shapes.push({ orm: 'drizzle', name: first.name, line, columns: [], relations: drizzleRelations(second), adds: true });
    } else if (callee?.package === 'mongoose' && method === 'model' && first && second) {
      const name = textOf(first);
      const schema = schemaOf(second, constants);
      const variable = unwrap(second).type === T.Identifier ? (unwrap(second) as TSESTree.Identifier).name : undefined;
      if (name !== undefined && schema) shapes.push({ orm: 'mongoose', name, line, ...fieldsOf(schema, constants), ...(variable !== undefined && withVirtuals(module, variable, fieldsOf(schema, constants))) });
    } else if (method === 'define' && /sequelize/i.test(dottedName(call.callee) ?? '') && second) {
      shapes.push({ orm: 'sequelize', name: variableOf(module, call) ?? textOf(first) ?? '', line, ...attributesOf(second, constants) });
    } else if (method === 'init' && second?.type === T.ObjectExpression && property(second, 'sequelize')) {
      shapes.push({ orm: 'sequelize', name: dottedName(call.callee)?.split('.')[0] ?? '', line, ...attributesOf(first, constants) });
    } else if (/^(?:belongsTo|hasMany|hasOne|belongsToMany)$/.test(method) && call.callee.type === T.MemberExpression && /^[A-Z]\w*$/.test(dottedName(call.callee.object) ?? '')) {
      const to = target(first);
      const by = second?.type === T.ObjectExpression ? textOf(property(second, 'foreignKey')) : undefined;
      const kind = ({ belongsTo: 'one', hasMany: 'many', hasOne: 'owns-one', belongsToMany: 'many-to-many' } as const)[method as 'belongsTo'];
      if (to !== undefined && kind) shapes.push({ orm: 'sequelize', name: dottedName(call.callee.object)!, line, columns: [], relations: [{ to, kind, line, ...(by !== undefined && kind === 'one' && { by }) }], adds: true });
    } else if (/^createTable(?:IfNotExists)?$/.test(method) && /schema$/.test(rootOf(call)) && textOf(first) !== undefined && isFunction(second)) {
      shapes.push({ orm: 'knex', name: textOf(first)!, line: (call.callee as TSESTree.MemberExpression).property.loc.start.line, ...knexColumns(second) });
    }
  }
  return shapes;
}

const isFunction = (node: TSESTree.Node | undefined): node is TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression => node?.type === T.ArrowFunctionExpression || node?.type === T.FunctionExpression;
const textOf = (node: TSESTree.Node | undefined): string | undefined => (node?.type === T.Literal && typeof node.value === 'string' ? node.value : undefined);
const tableText = (node: TSESTree.Node | undefined): { table?: string } => (textOf(node) === undefined ? {} : { table: textOf(node)! });
/** What a chain of calls is made on: `knex.schema` of `knex.schema.createTable(…).createTable(…)`. */
function rootOf(call: TSESTree.CallExpression | TSESTree.NewExpression): string {
  let object = call.callee.type === T.MemberExpression ? unwrap(call.callee.object) : undefined;
  while (object?.type === T.CallExpression && object.callee.type === T.MemberExpression) object = unwrap(object.callee.object);
  return (object && dottedName(object)) ?? '';
}

function variableOf(module: ParsedModule, call: TSESTree.Node): string | undefined {
  let parent = module.parent(call);
  while (parent && (parent.type === T.MemberExpression || parent.type === T.CallExpression || parent.type === T.TSAsExpression)) parent = module.parent(parent);
  return parent?.type === T.VariableDeclarator && parent.id.type === T.Identifier ? parent.id.name : undefined;
}

/** The object that a schema is made of: itself, a constant's, or the first argument of `new Schema(…)`. */
function schemaOf(node: TSESTree.Node, constants: Constants, depth = 0): TSESTree.ObjectExpression | undefined {
  const plain = unwrap(node);
  if (plain.type === T.ObjectExpression) return plain;
  if (depth > 3) return undefined;
  const next = plain.type === T.Identifier ? constants.get(plain.name) : plain.type === T.NewExpression || plain.type === T.CallExpression ? plain.arguments[0] : undefined;
  return next && schemaOf(next, constants, depth + 1);
}

/** A chain of calls from its root: `varchar('id').primaryKey()` → varchar, primaryKey. */
function chainOf(node: TSESTree.Node): { readonly method: string; readonly args: readonly TSESTree.Node[] }[] {
  const links: { method: string; args: readonly TSESTree.Node[] }[] = [];
  for (let one = unwrap(node); one.type === T.CallExpression;) {
    links.unshift({ method: methodOf(one.callee) ?? (one.callee.type === T.Identifier ? one.callee.name : ''), args: one.arguments });
    if (one.callee.type !== T.MemberExpression) break;
    one = unwrap(one.callee.object);
  }
  return links;
}

type Told = { columns: ModelColumn[]; relations: ModelRelation[] };

function drizzleColumns(shape: TSESTree.Node | undefined, extra: TSESTree.Node | undefined, constants: Constants): Told {
  const told: Told = { columns: [], relations: [] };
  const object = shape && schemaOf(shape, constants);
  const composite = keysOfTable(extra);
  const read = (from: TSESTree.ObjectExpression, depth: number): void => {
    for (const one of from.properties) {
      if (one.type === T.SpreadElement) {
        const spread = depth < 3 ? schemaOf(one.argument, constants) : undefined;
        if (spread) read(spread, depth + 1);
        continue;
      }
      const name = keyOf(one);
      const links = chainOf(one.value);
      if (name === undefined || links.length === 0) continue;
      const has = (method: string): boolean => links.some((link) => link.method === method);
      const key = has('primaryKey') || composite.includes(name) ? 'primary' as const : has('unique') ? 'unique' as const : undefined;
      const optional = !has('notNull') && key !== 'primary';
      told.columns.push({ name, type: links[0]!.method, ...(key && { key }), ...(optional && { optional: true }) });
      const reference = links.find(({ method }) => method === 'references')?.args[0];
      const to = isFunction(reference) && reference.body.type === T.MemberExpression ? dottedName(reference.body.object) : undefined;
      if (to !== undefined) told.relations.push({ to: to.split('.').at(-1)!, kind: 'one', by: name, line: one.loc.start.line, ...((key === 'unique' || (has('primaryKey') && composite.length === 0)) && { unique: true }), ...(optional && { optional: true }) });
    }
  };
  if (object) read(object, 0);
  return told;
}

/** Columns of `primaryKey({ columns: [t.a, t.b] })`. */
function keysOfTable(extra: TSESTree.Node | undefined): string[] {
  const keys: string[] = [];
  if (extra) {
    walk(extra, (node) => {
      if (node.type !== T.CallExpression || node.callee.type !== T.Identifier || node.callee.name !== 'primaryKey') return true;
      walk(node, (inner) => {
        if (inner.type === T.MemberExpression && inner.property.type === T.Identifier) keys.push(inner.property.name);
        return true;
      });
      return false;
    });
  }
  return keys;
}

function drizzleRelations(fn: TSESTree.Node | undefined): ModelRelation[] {
  const body = isFunction(fn) ? fn.body : undefined;
  const object = body?.type === T.ObjectExpression ? body : body?.type === T.BlockStatement ? body.body.flatMap((one) => (one.type === T.ReturnStatement && one.argument?.type === T.ObjectExpression ? [one.argument] : []))[0] : undefined;
  return (object?.properties ?? []).flatMap((one): ModelRelation[] => {
    if (one.type !== T.Property || one.value.type !== T.CallExpression || one.value.callee.type !== T.Identifier) return [];
    const [first, options] = one.value.arguments;
    const to = target(first);
    if (to === undefined) return [];
    const line = one.loc.start.line;
    const label = options?.type === T.ObjectExpression ? textOf(property(options, 'relationName')) : undefined;
    const told = { to, line, ...(label !== undefined && { name: label }) };
    if (one.value.callee.name === 'many') return [{ ...told, kind: 'many' }];
    if (one.value.callee.name !== 'one') return [];
    const fields = options?.type === T.ObjectExpression ? property(options, 'fields') : undefined;
    const by = fields?.type === T.ArrayExpression ? fields.elements.flatMap((field) => target(field ?? undefined) ?? []).join(', ') : '';
    return [by === '' ? { ...told, kind: 'owns-one' } : { ...told, kind: 'one', by }];
  });
}

/** Fields of a Mongoose schema; `ref` leads to another model. */
function fieldsOf(schema: TSESTree.ObjectExpression, constants: Constants): Told {
  const told: Told = { columns: [], relations: [] };
  for (const one of schema.properties) {
    if (one.type === T.SpreadElement) {
      const spread = schemaOf(one.argument, constants);
      if (spread && spread !== schema) {
        const inner = fieldsOf(spread, new Map());
        told.columns.push(...inner.columns);
        told.relations.push(...inner.relations);
      }
      continue;
    }
    const name = keyOf(one);
    if (name === undefined) continue;
    const value = unwrap(one.value);
    const list = value.type === T.ArrayExpression ? value : value.type === T.ObjectExpression && property(value, 'type')?.type === T.ArrayExpression ? property(value, 'type') as TSESTree.ArrayExpression : undefined;
    const options = list ? (list.elements[0]?.type === T.ObjectExpression ? list.elements[0] : value) : value;
    const typed = options.type === T.ObjectExpression ? property(options, 'type') : options;
    const type = typed?.type === T.Identifier ? typed.name : typed?.type === T.MemberExpression ? target(typed) : undefined;
    const required = value.type === T.ObjectExpression && property(value, 'required') !== undefined;
    const unique = value.type === T.ObjectExpression && flagged(property(value, 'unique'));
    told.columns.push({ name, ...(type && { type: type + (list ? '[]' : '') }), ...(name === '_id' ? { key: 'primary' as const } : unique ? { key: 'unique' as const } : {}), ...(!required && name !== '_id' && { optional: true }) });
    const to = options.type === T.ObjectExpression ? target(property(options, 'ref')) : undefined;
    if (to !== undefined) told.relations.push({ to, kind: list ? 'many-to-many' : 'one', by: name, line: one.loc.start.line, ...(unique && { unique: true }), ...(!required && !list && { optional: true }) });
  }
  return told;
}

const flagged = (node: TSESTree.Node | undefined): boolean => node?.type === T.Literal && node.value === true;

/** `schema.virtual('user', { ref: 'User', localField: '_userId', foreignField: '_id' })`. */
function withVirtuals(module: ParsedModule, variable: string, told: Told): Told {
  const relations = [...told.relations];
  for (const call of module.nodes('CallExpression')) {
    if (call.callee.type !== T.MemberExpression || methodOf(call.callee) !== 'virtual' || dottedName(call.callee.object) !== variable) continue;
    const [, options] = call.arguments;
    if (options?.type !== T.ObjectExpression) continue;
    const to = target(property(options, 'ref'));
    const by = textOf(property(options, 'localField'));
    const line = call.loc.start.line;
    if (to === undefined || by === undefined) continue;
    if (textOf(property(options, 'foreignField')) === '_id') {
      if (!relations.some((one) => one.by === by)) relations.push({ to, kind: told.columns.find(({ name }) => name === by)?.type?.endsWith('[]') ? 'many-to-many' : 'one', by, line, optional: true });
    } else relations.push({ to, kind: flagged(property(options, 'justOne')) ? 'owns-one' : 'many', line });
  }
  return { ...told, relations };
}

function attributesOf(node: TSESTree.Node | undefined, constants: Constants): Told {
  const told: Told = { columns: [], relations: [] };
  const shape = node && schemaOf(node, constants);
  for (const one of shape?.properties ?? []) {
    if (one.type !== T.Property) continue;
    const name = keyOf(one);
    if (name === undefined) continue;
    const options = unwrap(one.value);
    const typed = options.type === T.ObjectExpression ? property(options, 'type') : options;
    const type = typed?.type === T.MemberExpression ? target(typed) : typed?.type === T.CallExpression ? target(typed.callee) : undefined;
    const is = (key: string): boolean => options.type === T.ObjectExpression && flagged(property(options, key));
    const optional = !(options.type === T.ObjectExpression && property(options, 'allowNull')?.type === T.Literal) && !is('primaryKey');
    told.columns.push({ name, ...(type && { type: type.toLowerCase() }), ...(is('primaryKey') ? { key: 'primary' as const } : is('unique') ? { key: 'unique' as const } : {}), ...(optional && { optional: true }) });
    const reference = options.type === T.ObjectExpression ? property(options, 'references') : undefined;
    const to = reference?.type === T.ObjectExpression ? target(property(reference, 'model')) : undefined;
    if (to !== undefined) told.relations.push({ to, kind: 'one', by: name, line: one.loc.start.line, ...(is('unique') && { unique: true }), ...(optional && { optional: true }) });
  }
  return told;
}

/** `t.integer('org_id').notNullable().references('id').inTable('orgs')`, `t.foreign('org_id').references('orgs.id')`. */
function knexColumns(fn: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression): Told {
  const told: Told = { columns: [], relations: [] };
  const [table] = fn.params;
  const name = table?.type === T.Identifier ? table.name : undefined;
  const statements = fn.body.type === T.BlockStatement ? fn.body.body.flatMap((one) => (one.type === T.ExpressionStatement ? [one.expression] : [])) : [fn.body];
  for (const statement of statements) {
    const links = chainOf(statement);
    const column = textOf(links[0]?.args[0]) ?? (links[0]?.method === 'increments' ? 'id' : undefined);
    if (name === undefined || column === undefined || /^(?:index|dropColumn|comment|engine)$/.test(links[0]!.method)) continue;
    const has = (method: string): boolean => links.some((link) => link.method === method);
    const key = /ncrements$/.test(links[0]!.method) || (has('primary') && links[0]!.method !== 'primary') ? 'primary' as const : has('unique') && links[0]!.method !== 'unique' ? 'unique' as const : undefined;
    const optional = !has('notNullable') && key !== 'primary';
    if (!/^(?:foreign|primary|unique)$/.test(links[0]!.method)) told.columns.push({ name: column, type: links[0]!.method, ...(key && { key }), ...(optional && { optional: true }) });
    const [to] = (textOf(links.find(({ method }) => method === 'inTable')?.args[0]) ?? textOf(links.find(({ method }) => method === 'references')?.args[0])?.split('.').slice(0, -1).join('.') ?? '').split('.').reverse();
    if (to) told.relations.push({ to, kind: 'one', by: column, line: statement.loc.start.line, ...(key === 'unique' && { unique: true }), ...(optional && { optional: true }) });
  }
  return told;
}
