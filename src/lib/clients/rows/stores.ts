import type { ClientRow } from '../row.ts';
import { NONE } from './none.ts';

/** What goes out of a Drizzle database; the rest of a chain is asked of the builder. */
const DRIZZLE = /^(select|selectDistinct|selectDistinctOn|insert|update|delete|execute|run|all|get|values|\$count|query\.\w+\.(findMany|findFirst))$/;

export const STORE_CLIENTS: readonly ClientRow[] = [
  { id: 'pg', carries: ['drizzle-orm', 'drizzle-orm/node-postgres', 'kysely', '@prisma/adapter-pg'], types: /^(Pool|Client|PoolClient|ClientBase)$/, packages: ['pg'], kind: 'database', constructs: /^(pg\.)?(Pool|Client)$/, calls: /^(?:connect\.)?(query|connect)$/,
    bounds: ['statement_timeout', 'query_timeout'], connecting: ['connectionTimeoutMillis'], urlBounds: /[?&](connect_timeout|statement_timeout|options)=/, defaultBound: NONE, note: 'pg waits for a connection and for a query without end' },
  { id: 'postgres', carries: ['drizzle-orm'], packages: ['postgres'], kind: 'database', constructs: /^(postgres)?$/, bounds: ['connect_timeout', 'connection.statement_timeout'], inSeconds: ['connect_timeout'], defaultBound: 30_000, note: 'postgres gives up connecting after 30 s' },
  { id: 'mysql2', carries: ['drizzle-orm', 'kysely'], packages: ['mysql2', 'mysql'], kind: 'database', constructs: /^(mysql\.)?(createPool|createConnection|createPoolCluster)$/, calls: /^(?:promise\.)?(?:getConnection\.)?(query|execute|getConnection)$/,
    bounds: ['connectTimeout', 'queueLimit', 'acquireTimeout'], callBounds: ['timeout'], urlBounds: /[?&]connectTimeout=/, defaultBound: 10_000, note: 'mysql2 gives up connecting after 10 s; queries are not bounded' },
  { id: 'mongodb', types: /^(MongoClient|Db|Collection)$/, packages: ['mongodb'], kind: 'database', constructs: /^(MongoClient|MongoClient\.connect)$/, bounds: ['timeoutMS', 'serverSelectionTimeoutMS', 'socketTimeoutMS', 'waitQueueTimeoutMS'],
    urlBounds: /[?&](timeoutMS|serverSelectionTimeoutMS|socketTimeoutMS)=/i, defaultBound: 30_000, note: 'the driver gives up finding a server after 30 s' },
  { id: 'mongoose', types: /^(Model|Connection|mongoose\.Model)$/, packages: ['mongoose', '@nestjs/mongoose'], kind: 'database', constructs: /^(mongoose\.)?(connect|createConnection|MongooseModule\.forRoot|MongooseModule\.forRootAsync)$/,
    bounds: ['timeoutMS', 'serverSelectionTimeoutMS', 'socketTimeoutMS'], defaultBound: 30_000, note: 'the driver gives up finding a server after 30 s' },
  { id: 'firestore', types: /^Firestore$/, packages: ['@google-cloud/firestore', 'firebase-admin', 'firebase-admin/firestore'], kind: 'database', constructs: /^(Firestore|getFirestore|firestore|initializeFirestore)$/, bounds: [], defaultBound: 60_000, note: 'the client of Firestore gives up a request after 60 s' },
  { id: 'prisma@6', types: /^(PrismaClient|Prisma\.TransactionClient|TransactionClient)$/, packages: ['@prisma/client'], majors: [0, 6], kind: 'database', constructs: /PrismaClient$/, over: 'adapter', bounds: [], ignored: { 'transactionOptions.timeout': 'it bounds interactive transactions alone' }, urlBounds: /[?&](connect_timeout|pool_timeout|socket_timeout)=/,
    defaultBound: 10_000, note: 'the engine gives up waiting for a connection after 10 s; queries are not bounded' },
  { id: 'prisma@7', types: /^(PrismaClient|Prisma\.TransactionClient|TransactionClient)$/, packages: ['@prisma/client'], kind: 'database', constructs: /PrismaClient$/, over: 'adapter', bounds: [], driver: true, defaultBound: NONE, note: 'the driver adapter decides' },
  { id: '@prisma/adapter-pg', packages: ['@prisma/adapter-pg'], kind: 'database', carries: ['prisma@6', 'prisma@7'], constructs: /^PrismaPg$/, over: 0, bounds: ['statement_timeout', 'query_timeout'], connecting: ['connectionTimeoutMillis'],
    urlBounds: /[?&](connect_timeout|statement_timeout|options)=/, defaultBound: NONE, note: 'pg waits for a connection and for a query without end' },
  { id: 'typeorm', types: /^(Repository|TreeRepository|MongoRepository|EntityManager|DataSource|Connection|QueryRunner|SelectQueryBuilder|BaseEntity)$/, packages: ['typeorm', '@nestjs/typeorm'], kind: 'database', constructs: /^(DataSource|createConnection|TypeOrmModule\.forRoot|TypeOrmModule\.forRootAsync)$/,
    bounds: ['extra.statement_timeout', 'extra.query_timeout', 'requestTimeout'], connecting: ['connectTimeoutMS', 'extra.connectionTimeoutMillis', 'connectTimeout', 'extra.connectTimeout', 'acquireTimeout'], ignored: { maxQueryExecutionTime: 'it only logs slow queries' },
    driver: true, defaultBound: NONE, note: 'the driver decides' },
  { id: 'sequelize', packages: ['sequelize', 'sequelize-typescript', '@sequelize/core'], kind: 'database', constructs: /^Sequelize$/,
    bounds: ['pool.acquire', 'dialectOptions.statement_timeout', 'dialectOptions.connectTimeout', 'dialectOptions.requestTimeout'], defaultBound: 60_000, note: 'the pool gives up acquiring a connection after 60 s' },
  { id: 'objection', packages: ['objection'], kind: 'database', bounds: [], defaultBound: 60_000, note: 'the pool of Knex gives up acquiring a connection after 60 s' },
  { id: 'knex', types: /^(Knex)$/, packages: ['knex'], kind: 'database', constructs: /^(knex|Knex)?$/, bounds: ['acquireConnectionTimeout', 'connection.statement_timeout'], defaultBound: 60_000, note: 'the pool gives up acquiring a connection after 60 s' },
  { id: 'drizzle-orm/node-postgres', packages: ['drizzle-orm/node-postgres'], kind: 'database', types: /^\w*(Database|Transaction)$/, constructs: /^drizzle$/, over: 0, calls: DRIZZLE, bounds: ['connection.statement_timeout', 'connection.query_timeout'], connecting: ['connection.connectionTimeoutMillis'],
    urlBounds: /[?&](connect_timeout|statement_timeout|options)=/, driver: true, defaultBound: NONE, note: 'pg waits for a connection and for a query without end' },
  { id: 'drizzle-orm/better-sqlite3', packages: ['drizzle-orm/better-sqlite3', 'drizzle-orm/bun-sqlite', 'drizzle-orm/node-sqlite'], kind: 'database', types: /^\w*(Database|Transaction)$/, constructs: /^drizzle$/, calls: DRIZZLE, bounds: [], defaultBound: 5000, note: 'SQLite runs in this process and gives up on a lock after 5 s' },
  { id: 'drizzle-orm', packages: ['drizzle-orm'], kind: 'database', types: /^(\w*Database|PgTransaction|MySqlTransaction|SQLiteTransaction)$/, constructs: /^drizzle$/, over: 0, calls: DRIZZLE, bounds: ['connection.connect_timeout', 'connection.connectTimeout', 'connection.max_lifetime'], driver: true,
    defaultBound: NONE, note: 'the driver decides' },
  { id: 'kysely', packages: ['kysely'], kind: 'database', types: /^(Kysely|Transaction)$/, constructs: /^Kysely$/, over: 0, calls: /(^|\.)(execute|executeTakeFirst|executeTakeFirstOrThrow|stream)$/, verb: 'first', bounds: [], driver: true,
    defaultBound: NONE, note: 'the driver decides' },
  { id: 'mikro-orm', packages: ['@mikro-orm/core', '@mikro-orm/postgresql', '@mikro-orm/mysql', '@mikro-orm/mongodb', '@mikro-orm/knex', '@mikro-orm/nestjs'], kind: 'database', types: /^(EntityManager|SqlEntityManager|EntityRepository|MikroORM)$/,
    constructs: /^MikroORM\.init$/, bounds: ['pool.acquireTimeoutMillis', 'driverOptions.connection.statement_timeout'], driver: true, defaultBound: NONE, note: 'the driver decides' },

  // How long these wait is their driver's own affair, or said where it was not looked.
  { id: 'pg-promise', types: /^(?:\w+\.)?(IDatabase|ITask|IBaseProtocol)$/, packages: ['pg-promise'], kind: 'database', constructs: /^(pgPromise)?$/, calls: /^(one|none|any|many|oneOrNone|manyOrNone|query|result|func|proc)$/, bounds: ['statement_timeout', 'query_timeout'], driver: true, defaultBound: NONE, note: 'pg decides' },
  { id: 'slonik', types: /^(DatabasePool|DatabaseTransactionConnection|CommonQueryMethods)$/, packages: ['slonik'], kind: 'database', constructs: /^createPool$/, calls: /^(one|maybeOne|any|many|query|exists)(First)?$/, bounds: ['statementTimeout'], driver: true, defaultBound: NONE, note: 'its statementTimeout decides' },
  { id: '@libsql/client', packages: ['@libsql/client'], kind: 'database', constructs: /^createClient$/, calls: /^execute$/, bounds: ['timeout'], driver: true, defaultBound: NONE, note: 'the fetch underneath decides' },
  { id: '@neondatabase/serverless', packages: ['@neondatabase/serverless'], kind: 'database', constructs: /^(neon|Pool|Client)$/, bounds: ['statement_timeout', 'query_timeout', 'fetchOptions.signal'], driver: true, defaultBound: NONE, note: 'the fetch underneath decides' },
  { id: '@vercel/postgres', packages: ['@vercel/postgres'], kind: 'database', constructs: /^create(Pool|Client)$/, direct: /^(?:sql|db)\.(?:select|insert|update|delete|query)$/, bounds: ['statement_timeout', 'query_timeout'], driver: true, defaultBound: NONE, note: 'the fetch underneath decides' },
  { id: 'mssql', types: /^(ConnectionPool|Request|Transaction)$/, packages: ['mssql'], kind: 'database', constructs: /^(ConnectionPool|connect)$/, calls: /(^|\.)(query|execute)$/, bounds: ['requestTimeout', 'options.requestTimeout', 'timeout'], defaultBound: 15_000, note: 'tedious gives up a request after 15 s' },
  { id: 'neo4j-driver', types: /^(Driver|Session)$/, packages: ['neo4j-driver'], kind: 'database', constructs: /^(neo4j\.)?driver$/, calls: /(^|\.)(run|executeQuery)$/, bounds: [], driver: true, defaultBound: NONE, note: 'the timeouts of its transactions decide' },
  { id: 'cassandra-driver', types: /^Client$/, packages: ['cassandra-driver'], kind: 'database', constructs: /^(cassandra\.)?Client$/, calls: /^execute$/, bounds: ['socketOptions.readTimeout'], defaultBound: 12_000, note: 'the driver gives up a read after 12 s' },

  { id: 'ioredis', types: /^(Redis|Cluster|Redis\.Redis)?$/, packages: ['ioredis'], kind: 'cache', constructs: /^(Redis|Cluster|Redis\.Cluster|IORedis)?$/, bounds: ['commandTimeout', 'socketTimeout', 'redisOptions.commandTimeout'],
    defaultBound: NONE, note: 'ioredis bounds connecting (10 s) and leaves commands unbounded' },
  { id: 'redis@3', packages: ['redis'], majors: [0, 3], kind: 'cache', constructs: /^createClient$/, bounds: ['retry_strategy'], connecting: ['connect_timeout'],
    defaultBound: 3_600_000, note: 'redis 3 goes on connecting for an hour, and holds all commands meanwhile' },
  // A command's timeout is taken off when it is sent (commands-queue.js of @redis/client 5.9 and 6.3), so that it bounds the wait for a connection alone.
  { id: 'redis', types: /^(RedisClientType|RedisClusterType)$/, packages: ['redis', '@redis/client'], kind: 'cache', constructs: /^(createClient|createCluster|createClientPool)$/, bounds: ['socket.socketTimeout', 'socketTimeout'], connecting: ['commandOptions.timeout', 'commandsTimeout'],
    defaultBound: NONE, note: 'redis bounds connecting (5 s), and leaves the wait for an answer unbounded' },

  { id: '@upstash/redis', types: /^Redis$/, packages: ['@upstash/redis'], kind: 'cache', constructs: /^Redis(\.fromEnv)?$/, bounds: ['signal'], driver: true, defaultBound: NONE, note: 'the fetch underneath decides' },
  { id: '@vercel/kv', packages: ['@vercel/kv'], kind: 'cache', constructs: /^createClient$/, direct: /^kv\.(?:get|set|del|incr|decr|exists|expire|h[gs]et(?:all)?|mget|mset|[lr]push|[lr]pop|lrange|s(?:add|rem|members)|z(?:add|range|rem))$/, bounds: ['signal'], driver: true, defaultBound: NONE, note: 'the fetch underneath decides' },

  { id: '@elastic/elasticsearch@8', packages: ['@elastic/elasticsearch'], majors: [0, 8], kind: 'search', constructs: /^Client$/, bounds: ['requestTimeout'], defaultBound: 30_000, note: 'up to version 8 a request is given up after 30 s' },
  { id: '@elastic/elasticsearch@9', packages: ['@elastic/elasticsearch'], kind: 'search', constructs: /^Client$/, bounds: ['requestTimeout'], defaultBound: NONE, note: 'version 9 has no default bound' },
  { id: '@opensearch-project/opensearch', packages: ['@opensearch-project/opensearch'], kind: 'search', constructs: /^Client$/, bounds: ['requestTimeout'], defaultBound: 30_000, note: 'a request is given up after 30 s' },

  { id: 'kafkajs', types: /^(Producer|Consumer|Admin)$/, packages: ['kafkajs'], kind: 'queue', constructs: /^Kafka$/, bounds: ['requestTimeout', 'connectionTimeout'], defaultBound: 30_000, note: 'kafkajs gives up a request after 30 s' },
  { id: 'amqplib', types: /^(Channel|ConfirmChannel)$/, packages: ['amqplib', 'amqplib/callback_api'], kind: 'queue', constructs: /^(amqp\.)?connect$/, bounds: ['timeout'], defaultBound: NONE, note: 'amqplib bounds connecting only when the socket option timeout is set' },
  { id: 'meilisearch', packages: ['meilisearch'], kind: 'search', constructs: /^(MeiliSearch|Meilisearch)$/, bounds: ['timeout', 'requestInit.signal'], delegates: ['httpClient'], defaultBound: NONE, note: 'the client of Meilisearch has no bound of its own' },
  { id: '@clickhouse/client', types: /^ClickHouseClient$/, packages: ['@clickhouse/client'], kind: 'database', constructs: /^createClient$/, calls: /^(query|insert|command|exec|ping)$/, bounds: ['request_timeout'], callBounds: ['abort_signal'], defaultBound: 30_000, note: 'the client of ClickHouse gives up a request after 30 s' },
];
