import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { defineFileFact, type DataSites, type ParsedModule } from '../../model/index.ts';
import { importedCallee, lastName, methodOf } from '../../lib/callee.ts';
import { tablesOf } from '../../lib/sql.ts';
import { importBindings } from '../../lib/bindings.ts';
import { fold, topLevelConstants } from '../../lib/fold.ts';
import { dottedName, keyOf, property, unwrap } from '../../lib/tree.ts';
import { functionAround, namesIn, predicateOf, predicateOfSql } from './predicates.ts';
import { scopesOf } from './scopes.ts';

type Write<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const PRISMA_WRITES = new Set(['create', 'createMany', 'createManyAndReturn', 'update', 'updateMany', 'upsert', 'delete', 'deleteMany']);
const PRISMA_READS = new Set(['findMany', 'findFirst', 'findUnique', 'findFirstOrThrow', 'findUniqueOrThrow', 'count', 'aggregate', 'groupBy']);
const WRITES = new Set([
  'save', 'insert', 'insertMany', 'insertOne', 'update', 'updateOne', 'updateMany', 'upsert', 'delete', 'deleteOne', 'deleteMany', 'remove', 'softDelete', 'softRemove', 'restore',
  'create', 'bulkCreate', 'bulkWrite', 'destroy', 'increment', 'decrement', 'findOneAndUpdate', 'findByIdAndUpdate', 'findOneAndDelete', 'findByIdAndDelete', 'replaceOne', 'persist', 'persistAndFlush', 'nativeInsert', 'nativeUpdate', 'nativeDelete',
]);
const READS = new Set([
  'find', 'findOne', 'findBy', 'findOneBy', 'findOneOrFail', 'findOneByOrFail', 'findAndCount', 'findAndCountBy', 'findById', 'findAll', 'findByPk', 'findAndCountAll', 'count', 'countBy', 'exist', 'exists', 'existsBy', 'countDocuments', 'aggregate', 'distinct', 'createQueryBuilder', 'query', 'max', 'min', 'sum',
]);
const CLIENTS: Readonly<Record<string, string | undefined>> = {
  pg: 'postgresql', 'pg-promise': 'postgresql', postgres: 'postgresql', mysql: 'mysql', mysql2: 'mysql', mariadb: 'mariadb', mongodb: 'mongodb', mongoose: 'mongodb', '@prisma/client': undefined,
  typeorm: undefined, sequelize: undefined, 'sequelize-typescript': undefined, knex: undefined, '@mikro-orm/core': undefined, '@planetscale/database': 'mysql', '@neondatabase/serverless': 'postgresql', 'cassandra-driver': 'cassandra',
};
const WORDS = /@Entity|@Table|Schema\(|\.define\(|\.init\(|\.model\(|model\(|(?:pg|mysql|sqlite)Table|createTable|prisma|PrismaClient|Repository|getRepository|DataSource|\bfrom\(|\.insert\(|[mM]anager\.|knex|Knex|sequelize|Sequelize|mongoose|MongoClient|\bPool\(|createPool|em\.|SELECT|INSERT|UPDATE|DELETE|\$extends|\$use|defineExtension|\.plugin\(|\.pre\(|addFilter|@Filter|addHook|addScope|[rR][oO][wW] [lL][eE][vV][eE][lL]/;

/** Names that are kept of a function around an access. */
const MOST_AROUND = 1000;

/** Definitions of stored data, calls that touch it, and the clients that connect to it. */
export default defineFileFact('dataSites', {
  version: 5,
  skips: ['test', 'browser'],
  mayApply: (text) => WORDS.test(text),
  extract(module): DataSites | undefined {
    const sites: Write<DataSites> = { entities: [], accesses: [], connections: [], functions: [], ...writable(scopesOf(module)) };
    definitions(module, sites);
    accesses(module, sites);
    return sites.entities.length + sites.accesses.length + sites.connections.length + sites.scopes.length + sites.rowSecurity.length > 0 ? sites : undefined;
  },
});

const writable = ({ scopes, rowSecurity }: ReturnType<typeof scopesOf>): Pick<Write<DataSites>, 'scopes' | 'rowSecurity'> => ({ scopes: [...scopes], rowSecurity: [...rowSecurity] });

const spot = (node: TSESTree.Node): { line: number; column: number } => ({ line: node.loc.start.line, column: node.loc.start.column + 1 });

function definitions(module: ParsedModule, sites: Write<DataSites>): void {
  const constants = topLevelConstants(module.tree);
  const bindings = importBindings(module);
  const text = (node: TSESTree.Node | undefined): string | undefined => {
    const value = node && fold(node, constants);
    return value && 'value' in value && typeof value.value === 'string' ? value.value : undefined;
  };
  const option = (node: TSESTree.Node | undefined, ...keys: string[]): string | undefined => {
    if (node?.type !== AST_NODE_TYPES.ObjectExpression) return undefined;
    for (const key of keys) if (text(property(node, key)) !== undefined) return text(property(node, key));
    return undefined;
  };
  const fields = (node: TSESTree.Node | undefined): { fields?: string[] } => {
    const shape = node && shapeOf(node, constants);
    return shape ? { fields: objectFields(shape) } : {};
  };
  for (const owner of module.nodes('ClassDeclaration')) {
    for (const { expression } of owner.decorators) {
      const call = expression.type === AST_NODE_TYPES.CallExpression ? expression : undefined;
      const library = importedCallee(call?.callee ?? expression, bindings);
      const name = owner.id?.name;
      if (!name || !library?.package) continue;
      const [first, second] = call?.arguments ?? [];
      const inner = { fields: classFields(owner) };
      const is = (packages: RegExp, member: string): boolean => packages.test(library.package!) && library.member === member;
      if (is(/^typeorm$/, 'Entity')) sites.entities.push({ orm: 'typeorm', name, ...table(text(first) ?? option(first, 'name') ?? option(second, 'name')), ...inner, ...spot(owner) });
      else if (is(/^@mikro-orm\//, 'Entity')) sites.entities.push({ orm: 'mikro-orm', name, ...table(option(first, 'tableName', 'collection')), ...inner, ...spot(owner) });
      else if (is(/^sequelize-typescript$/, 'Table')) sites.entities.push({ orm: 'sequelize', name, ...table(option(first, 'tableName')), ...inner, ...spot(owner) });
      else if (is(/^@nestjs\/mongoose$/, 'Schema')) sites.entities.push({ orm: 'mongoose', name, ...table(option(first, 'collection')), ...inner, ...spot(owner) });
    }
  }
  for (const call of [...module.nodes('CallExpression'), ...module.nodes('NewExpression')]) {
    const callee = importedCallee(call.callee, bindings);
    const method = methodOf(call.callee) ?? callee?.member.split('.').at(-1) ?? '';
    const [first, second, third] = call.arguments;
    const member = module.parent(call);
    const secured = member?.type === AST_NODE_TYPES.MemberExpression && member.property.type === AST_NODE_TYPES.Identifier && member.property.name === 'enableRLS' ? module.parent(member) : undefined;
    const declarator = module.parent(secured ?? call);
    const variable = declarator?.type === AST_NODE_TYPES.VariableDeclarator && declarator.id.type === AST_NODE_TYPES.Identifier ? declarator.id.name : undefined;
    if (callee?.package === 'drizzle-orm' && /^(?:pg|mysql|sqlite)Table$/.test(callee.member) && variable) sites.entities.push({ orm: 'drizzle', name: variable, ...table(text(first)), ...fields(second), ...spot(call) });
    if (callee?.package === 'drizzle-orm' && /^pgTable$/.test(callee.member) && text(first) && (secured || /\bpgPolicy\(/.test(module.text.slice(...call.range)))) sites.rowSecurity.push({ table: text(first)!.toLowerCase(), on: true, ...spot(call) });
    if (callee?.package === 'mongoose' && method === 'model' && text(first) && second) sites.entities.push({ orm: 'mongoose', name: text(first)!, ...table(text(third)), ...fields(second), ...spot(call) });
    else if (method === 'define' && /sequelize/i.test(dottedName(call.callee) ?? '') && text(first)) sites.entities.push({ orm: 'sequelize', name: variable ?? text(first)!, ...table(option(third, 'tableName') ?? text(first)), ...fields(second), ...spot(call) });
    else if (method === 'init' && second?.type === AST_NODE_TYPES.ObjectExpression && property(second, 'sequelize')) sites.entities.push({ orm: 'sequelize', name: dottedName(call.callee)?.split('.')[0] ?? '', ...table(option(second, 'tableName')), ...fields(first), ...spot(call) });
    if (callee?.package && callee.package in CLIENTS && (call.type === AST_NODE_TYPES.NewExpression ? /^(?:Pool|Client|DataSource|PrismaClient|Sequelize|MongoClient|default)$/ : /^(?:createPool|createConnection|connect|knex|default|init)$/).test(callee.member.split('.').at(-1)!) && !(callee.package === 'knex' && onlyBuilds(first))) {
      const whole = module.text.slice(call.range[0], call.range[1]);
      const engine = CLIENTS[callee.package] ?? /(?:type|client|dialect|provider):\s*['"]([a-z\d]+)/.exec(whole)?.[1];
      sites.connections.push({
        client: callee.package, ...(engine && { engine: /^(?:pg|postgres)$/.test(engine) ? 'postgresql' : engine.replace(/^mongo$/, 'mongodb').replace(/^mysql2$/, 'mysql') }), ...spot(call),
        ...(/\b(?:max|poolSize|maxPoolSize|connectionLimit|pool|connection_limit|min)\s*:/.test(whole) && { pooled: true }),
        ...(/\breplication\s*:|readPreference|readReplicas/.test(whole) && { replicated: true }),
      });
    }
    if (callee?.package === '@prisma/extension-read-replicas') sites.connections.push({ client: callee.package, replicated: true, ...spot(call) });
  }
}

/** The names of a class's members, and what it extends. */
const classFields = (owner: TSESTree.ClassDeclaration): string[] => [
  ...(owner.superClass ? [`...${lastName(owner.superClass) ?? ''}`] : []),
  ...owner.body.body.flatMap((one) => (one.type === AST_NODE_TYPES.PropertyDefinition && one.key.type === AST_NODE_TYPES.Identifier ? [one.key.name] : [])),
];

/** The object that lists the columns: itself, a constant's, or what a schema is made of. */
function shapeOf(node: TSESTree.Node, constants: ReadonlyMap<string, TSESTree.Node>, depth = 0): TSESTree.ObjectExpression | undefined {
  const plain = unwrap(node);
  if (plain.type === AST_NODE_TYPES.ObjectExpression) return plain;
  if (depth > 3) return undefined;
  const next = plain.type === AST_NODE_TYPES.Identifier ? constants.get(plain.name) : plain.type === AST_NODE_TYPES.NewExpression ? plain.arguments[0] : undefined;
  return next && shapeOf(next, constants, depth + 1);
}

/** Keys, the names given to their columns, and what is spread. */
const objectFields = (shape: TSESTree.ObjectExpression): string[] => shape.properties.flatMap((one) => {
  if (one.type === AST_NODE_TYPES.SpreadElement) return [`...${lastName(one.argument) ?? ''}`];
  const value = unwrap(one.value);
  const call = value.type === AST_NODE_TYPES.CallExpression && value.arguments[0]?.type === AST_NODE_TYPES.Literal ? [String(value.arguments[0].value)] : [];
  return [...(keyOf(one) === undefined ? [] : [keyOf(one)!]), ...call];
});

const table = (name: string | undefined): { table?: string } => (name === undefined ? {} : { table: name });

function accesses(module: ParsedModule, sites: Write<DataSites>): void {
  const repositories = injected(module);
  const functions = new Map<TSESTree.Node, number>();
  const inside = (node: TSESTree.Node): { inside?: number } => {
    const around = functionAround(module, node);
    if (!around) return {};
    if (!functions.has(around)) functions.set(around, sites.functions.push(namesIn(module, [around], MOST_AROUND)) - 1);
    return { inside: functions.get(around)! };
  };
  for (const call of module.nodes('CallExpression')) {
    const method = methodOf(call.callee);
    if (!method || call.callee.type !== AST_NODE_TYPES.MemberExpression) continue;
    const object = unwrap(call.callee.object);
    const add = (orm: string, target: string, write: boolean): void => {
      sites.accesses.push({ orm, target, write, method, predicate: predicateOf(module, call, orm, target, method), ...inside(call), ...spot(call) });
    };
    const names = dottedName(object)?.split('.') ?? [];
    const [before, model] = names.slice(-2);
    if ((PRISMA_WRITES.has(method) || PRISMA_READS.has(method)) && names.length >= 2 && /prisma|^(?:db|tx|trx|client|transaction|ctx)$/i.test(before!) && /^[a-z]\w*$/.test(model!)) {
      add('prisma', model!, PRISMA_WRITES.has(method));
    } else if (WRITES.has(method) || READS.has(method)) {
      const write = WRITES.has(method);
      const repository = repositories.get(names.join('.'));
      if (repository) add('repository', repository, write);
      else if (object.type === AST_NODE_TYPES.CallExpression && methodOf(object.callee) === 'getRepository') {
        const entity = object.arguments.map((argument) => dottedName(argument)).find((name) => name !== undefined && /^[A-Z]\w*$/.test(name));
        if (entity) add('repository', entity, write);
      } else if (/(?:^|\.)(?:manager|entityManager|em)$/.test(names.join('.'))) {
        const entity = call.arguments[0] && dottedName(call.arguments[0]);
        if (entity && /^[A-Z]\w*$/.test(entity)) add('repository', entity, write);
      } else if (names.length === 1 && /^[A-Z]\w*$/.test(names[0]!)) add('static', names[0]!, write);
      else if (/^(?:insert|update|delete)$/.test(method) && names.length >= 1 && call.arguments[0]?.type === AST_NODE_TYPES.Identifier) add('drizzle', call.arguments[0].name, true);
    }
    if (method === 'from' && call.arguments[0]?.type === AST_NODE_TYPES.Identifier) add('drizzle', call.arguments[0].name, false);
    if (/^find(?:Many|First)$/.test(method) && names.at(-2) === 'query') add('drizzle', names.at(-1)!, false);
  }
  for (const node of [...module.nodes('TemplateLiteral'), ...module.nodes('Literal')]) {
    const text = node.type === AST_NODE_TYPES.TemplateLiteral ? node.quasis.map(({ value }) => value.cooked ?? '').join('$1') : node.value;
    if (typeof text !== 'string' || !STATEMENT.test(text)) continue;
    for (const { table: name, write } of tablesOf(text)) sites.accesses.push({ orm: 'sql', target: name, write, method: 'SQL', predicate: predicateOfSql(module, node, text), ...inside(node), ...spot(node) });
  }
}

/** A statement, and no sentence that begins as one does: 'Update notifications queued'. */
const STATEMENT = /^\s*(?:select\s[^;]*\bfrom\s|insert\s+(?:or\s+\w+\s+|ignore\s+)?into\s|update\s[^;]*\sset\s|delete\s+from\s|with\s[^;]*\bas\s*(?:(?:not\s+)?materialized\s*)?\()/i;

/** `@InjectRepository(Order) private orders: Repository<Order>` → `this.orders` is of Order; models alike. */
function injected(module: ParsedModule): Map<string, string> {
  const found = new Map<string, string>();
  for (const node of module.nodes('TSParameterProperty')) {
    const parameter = node.parameter;
    if (parameter.type !== AST_NODE_TYPES.Identifier) continue;
    for (const { expression } of node.decorators) {
      if (expression.type !== AST_NODE_TYPES.CallExpression || !/^Inject(?:Repository|Model)$/.test(lastName(expression.callee) ?? '')) continue;
      const entity = expression.arguments[0] && dottedName(expression.arguments[0])?.replace(/\.name$/, '');
      if (entity) found.set(`this.${parameter.name}`, entity);
    }
    const type = parameter.typeAnnotation?.typeAnnotation;
    if (type?.type === AST_NODE_TYPES.TSTypeReference && /^(?:Repository|EntityRepository|Model|TreeRepository)$/.test(dottedName(type.typeName as never) ?? '')) {
      const [of] = type.typeArguments?.params ?? [];
      if (of?.type === AST_NODE_TYPES.TSTypeReference && of.typeName.type === AST_NODE_TYPES.Identifier && !found.has(`this.${parameter.name}`)) found.set(`this.${parameter.name}`, of.typeName.name);
    }
  }
  return found;
}

/** `knex({ client: 'pg' })` writes SQL that somebody else runs. */
const onlyBuilds = (options: TSESTree.Node | null | undefined): boolean =>
  options?.type === AST_NODE_TYPES.ObjectExpression && options.properties.every(({ type }) => type === AST_NODE_TYPES.Property) && !property(options, 'connection');
