import { isRead, isWrite } from '../operations.ts';

/** What a call asks by its form alone. */
export interface Shape {
  readonly package: string;
  readonly method: string;
  /** It says so only beside another call of the package in the same function. */
  readonly beside?: true;
}

const HANDLE = /(^|_|#)(db|db_?[cC]onn(?:ection)?|tx|trx|prisma|drizzle|database)$|(Db|DB|Tx|Trx|Prisma|Drizzle|Database)$|^prisma[A-Z]/;
const PRISMA = /^(findUnique|findUniqueOrThrow|findFirst|findFirstOrThrow|findMany|create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany|count|aggregate|groupBy)$/;
/** Of these no other library's object has one: `prisma.client.session.updateMany(…)`, `client.session.findUnique(…)`. */
const PRISMA_ALONE = /^(findUnique|findUniqueOrThrow|findFirstOrThrow|createManyAndReturn|updateManyAndReturn)$/;
const PRISMA_MANY = /^(findFirst|createMany|updateMany|deleteMany|upsert|groupBy)$/;
const DRIZZLE = /^(select|selectDistinct|selectDistinctOn|insert|update|delete|execute|\$count)$/;
const KYSELY = /^(selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto)$/;
/** Of a collection of MongoDB, which no other library's has. */
const MONGO = /^(findOne|findOneAnd(?:Update|Delete|Replace)|insertOne|insertMany|updateOne|updateMany|deleteOne|deleteMany|replaceOne|countDocuments|distinct|bulkWrite)$/;
/** Of these no other library's object has one, however its collection was come by: `Collection.runs().insertOne(…)`. */
const MONGO_ALONE = /^(?:insertOne|updateOne|deleteOne|replaceOne|findOneAnd(?:Update|Delete|Replace)|countDocuments|estimatedDocumentCount)$/;
/** Of a channel of AMQP; `publish` alone may be anybody's. */
const AMQP = /^(assertExchange|assertQueue|bindQueue|sendToQueue)$/;
/** Of a model of Sequelize, which is a class: `Run.findOne(…)`, `Database.bookModel.findByPk(…)`, or one of `sequelize.models`: `models.run.findOne(…)`. */
const SEQUELIZE = /^(findOne|findAll|findByPk|findOrCreate|findAndCountAll|findCreateFind|count|create|bulkCreate|update|upsert|destroy|restore|increment|decrement)$/;
/** Of these no other mapper's model has one: `db.order.findByPk(…)`. */
const SEQUELIZE_ALONE = /^(?:findAll|findByPk|findOrCreate|findAndCountAll|findCreateFind|bulkCreate)$/;
/** Of a model of Mongoose, the same way: `CheckModel.find(…)`, `this.model.find(…)`. */
const MONGOOSE = /^(find|findOne|findById|findOneAnd\w+|findByIdAnd\w+|updateOne|updateMany|deleteOne|deleteMany|replaceOne|insertMany|aggregate|countDocuments|exists|create)$/;
const MODEL = /^(?!(?:Object|Array|Promise|Reflect|Number|String|Map|Set|Date|Buffer|Error|Symbol|Metrics?|Stats[dD]?|Counters?|Telemetry|Prometheus)$)[A-Z][a-z]\w*$|Model$/;
/** Of what a model gave; anything may have such methods, so the function around must ask a model, too. */
const RECORD: readonly (readonly [string, RegExp])[] = [['sequelize', /^(update|save|destroy|reload|increment|decrement)$/], ['mongoose', /^(save|deleteOne|remove)$/], ['typeorm', /^(save|remove|softRemove|reload)$/]];
/** Objection asks when what begins with one of these is awaited. */
const OBJECTION = /^(query|\$query|relatedQuery|\$relatedQuery)$/;
const OBJECTION_WRITE = /^(insert|patch|update|delete|upsertGraph|insertGraph|relate|unrelate|increment|decrement)/;
/** Of a repository of TypeORM only these go out; `create` and `merge` make an object. */
const IN_MEMORY = /^(create|merge|getId|hasId)$/;

/**
 * Calls of mappers that are unmistakable however their root was made: `app.dataSource.getRepository(User).findOneBy(…)`,
 * `ctx.prisma.user.findMany(…)`, `this.#db.select()`. Each counts only where the repository depends on the package.
 */
export function shapesOf(path: readonly string[]): readonly Shape[] {
  const last = path.at(-1)!;
  const [before = '', ahead = ''] = [path.at(-2), path.at(-3)];
  const shapes: Shape[] = [];
  const repository = path.findLastIndex((part) => /^get(Tree|Mongo|Custom)?Repository$/.test(part));
  if (repository !== -1 && path[repository + 1] === '()' && path.length > repository + 2 && !IN_MEMORY.test(last) && (isRead(last) || isWrite(last))) shapes.push({ package: 'typeorm', method: last });
  if (/^\$(queryRaw|executeRaw)(Unsafe)?$/.test(last) || (PRISMA.test(last) && before !== '()' && HANDLE.test(ahead)) || (path.length > 2 && before !== '()' && ahead !== '()' && (PRISMA_ALONE.test(last) || (PRISMA_MANY.test(last) && /client$/i.test(ahead))))) shapes.push({ package: '@prisma/client', method: last.startsWith('$') ? last : `${before}.${last}` });
  const kysely = path.find((part) => KYSELY.test(part));
  if (kysely !== undefined && /^execute(TakeFirst(OrThrow)?)?$/.test(last)) shapes.push({ package: 'kysely', method: kysely });
  if (DRIZZLE.test(last) && HANDLE.test(before)) shapes.push({ package: 'drizzle-orm', method: last });
  if (/^find(Many|First)$/.test(last) && ahead === 'query' && HANDLE.test(path.at(-4) ?? '')) shapes.push({ package: 'drizzle-orm', method: `query.${before}.${last}` });
  if (OBJECTION.test(ahead) && before === '()' && /^[a-z]\w*$/.test(last) && !/^(then|catch|finally|toKnexQuery|clone)$/.test(last)) shapes.push({ package: 'objection', method: OBJECTION_WRITE.test(last) ? (isWrite(last) ? last : 'update') : isRead(last) ? last : 'query' });
  if (path.length > 1 && !path.includes('()') && ((SEQUELIZE.test(last) && (MODEL.test(before) || ahead === 'models')) || (SEQUELIZE_ALONE.test(last) && HANDLE.test(ahead)))) shapes.push({ package: 'sequelize', method: last });
  if (path.length > 1 && !path.includes('()') && MONGOOSE.test(last) && (MODEL.test(before) || (ahead === 'this' && /^[_#]?model$/.test(before)))) shapes.push({ package: 'mongoose', method: last });
  if (path.length === 2 && /^[a-z]/.test(before)) for (const [from, does] of RECORD) if (does.test(last)) shapes.push({ package: from, method: last, beside: true });
  if (isOfCollection(path) || isOfNamedCollection(path) || (path.length > 1 && MONGO_ALONE.test(last) && !path.includes('collection'))) shapes.push({ package: 'mongodb', method: last === 'toArray' ? 'find' : last });
  if (AMQP.test(last)) shapes.push({ package: 'amqplib', method: last });
  return shapes;
}

/** `db.collection('orders').findOne(…)`, `collection.find(…).sort(…).toArray()` */
function isOfCollection(path: readonly string[]): boolean {
  const asked = path.findIndex((part, index) => index > 0 && (MONGO.test(part) || /^(?:find|aggregate)$/.test(part)));
  // `client.db(name).collection(…)`: which database is asked is said at the call, and may be another each time.
  const ofCollection = (path[asked - 1] === '()' && path[asked - 2] === 'collection' && path[asked - 4] !== 'db') || /(?:^|[a-z_#])[cC]ollection$/.test(path[asked - 1] ?? '');
  return ofCollection && (MONGO.test(path[asked]!) ? asked === path.length - 1 : path.at(-1) === 'toArray' && path[asked + 1] === '()');
}

/** `Orders.findOne(…)` of `const { Orders } = context.collections`, `Orders.find(…).toArray()`: a model of a mapper is told as its own. */
function isOfNamedCollection(path: readonly string[]): boolean {
  const asked = path.findIndex((part, index) => index > 0 && MODEL.test(path[index - 1]!) && (MONGO.test(part) || /^(?:find|aggregate)$/.test(part)));
  return asked > 0 && (MONGO.test(path[asked]!) ? asked === path.length - 1 : path[asked + 1] === '()' && /^(?:toArray|count|next)$/.test(path.at(-1)!));
}

/** `ordersRepository.findById`: a store by its name, asked for something or told to write. */
export const isStoreByName = (path: readonly string[]): boolean => path.length > 1 && !path.includes('()') && /(?:Repository|Repo|Dao|DAO|Model|Queries)$/.test(path.at(-2)!) && (isRead(path.at(-1)!) || isWrite(path.at(-1)!));
/** `findOrderLines`, `retrieveStagedOrder`: a name that says what is asked for, and so long that one thing alone has it. */
export const isTelling = (path: readonly string[]): boolean => !path.includes('()') && path.at(-1)!.length >= TELLING && TELLS.test(path.at(-1)!);
/** `queries.findOrderLines`, `context.store.loadOrderLines`: what hangs together functions of other modules, perhaps for several stores. */
export const isOfRegistry = (path: readonly string[]): boolean => path.length > 1 && REGISTRY.test(path.at(-2)!);
const REGISTRY = /^[_#]?(?:queries|mutations|stores?|db|database|dal|dao|repos?|repository|repositories|storage|persistence|data|models?)$|(?:Store|Storage|Queries)$/;
const TELLING = 12;
const TELLS = /^(?:save|insert|update|upsert|delete|remove|add|create|find|get|count|load|fetch|list|retrieve|query|search|check|sync|set|mark)(?:[A-Z]\w*|_\w+)$/;
/** Such a store, or a service, which the class of its name alone tells. */
export const isStoreCall = (path: readonly string[]): boolean => isStoreByName(path) || isTelling(path) || serviceOf(path) !== undefined;

/** The class that `this.orderService.saveOrder`, `this.orderService.findLines` or `store.getOrderService().saveOrder` is asked of, by its name. */
export function serviceOf(path: readonly string[]): string | undefined {
  const given = path.at(-2) === '()' ? /^get([A-Z]\w*)$/.exec(path.at(-3) ?? '')?.[1] : path.at(-2)?.replace(/^#/, '');
  return given !== undefined && path.length > 1 && path.slice(0, -2).every((part) => part !== '()') && /[a-z](?:Service|Repository|Dao|DAO)$/.test(given) && ASKS.test(path.at(-1)!) ? given.toLowerCase() : undefined;
}
const ASKS = /^(?:save|insert|update|upsert|delete|remove|add|create|find|get|count|load|fetch|list)(?:[A-Z]\w*)?$/;
