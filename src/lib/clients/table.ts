import type { ClientRow } from './row.ts';

const NONE = Infinity;
const HTTP_METHODS = /^(get|post|put|patch|delete|del|head|options|request|postForm|putForm|patchForm)$/;

/**
 * The clients that arch-lint knows, one row a package and major. Defaults move between majors, so the row is chosen by
 * the range in the nearest package.json, and a finding names the row that was used.
 */
export const CLIENTS: readonly ClientRow[] = [
  // HTTP
  { id: 'fetch', packages: ['globalThis'], kind: 'http', direct: /^fetch$/, bounds: ['signal', 'dispatcher'],
    ignored: { timeout: 'native fetch ignores the timeout key' }, defaultBound: NONE, note: 'fetch waits up to 300 s for headers and has no total bound' },
  { id: 'undici', packages: ['undici'], kind: 'http', constructs: /^(Agent|Pool|Client|ProxyAgent)$/, direct: /^(fetch|request|stream|pipeline)$/, calls: /^(request|stream|pipeline|dispatch)$/,
    bounds: ['signal', 'dispatcher', 'headersTimeout', 'bodyTimeout'], defaultBound: NONE, note: 'undici waits up to 300 s for headers and has no total bound' },
  { id: 'node-fetch@2', packages: ['node-fetch'], majors: [0, 2], kind: 'http', direct: /^(|default)$/, bounds: ['timeout', 'signal'], defaultBound: NONE, note: 'node-fetch has no bound of its own' },
  { id: 'node-fetch@3', packages: ['node-fetch', 'cross-fetch', 'isomorphic-fetch', 'node-fetch-native', 'isomorphic-unfetch', 'make-fetch-happen'], kind: 'http', direct: /^(|default|fetch)$/, bounds: ['signal'],
    ignored: { timeout: 'this version ignores the timeout key' }, defaultBound: NONE, note: 'node-fetch has no bound of its own' },
  { id: 'axios', types: /^(AxiosInstance|Axios|AxiosStatic)$/, packages: ['axios'], kind: 'http', constructs: /^(axios\.)?create$/, calls: /^(|get|post|put|patch|delete|head|options|request|postForm|putForm|patchForm)$/,
    direct: /^((axios\.)?(get|post|put|patch|delete|head|options|request|postForm|putForm|patchForm)|axios|)$/, bounds: ['timeout', 'signal'], defaultBound: NONE, note: 'the default of axios is timeout: 0, no bound' },
  { id: '@nestjs/axios', packages: ['@nestjs/axios'], kind: 'http', constructs: /^HttpModule\.(register|registerAsync)$/, direct: /^HttpService\.(axiosRef\.)?(get|post|put|patch|delete|head|options|request)$/,
    bounds: ['timeout', 'signal'], defaultBound: NONE, note: '@nestjs/axios sets no timeout' },
  { id: 'got', packages: ['got'], kind: 'http', constructs: /^(got\.)?extend$/, calls: /^(|get|post|put|patch|delete|head|stream|paginate)$/, direct: /^((got\.)?(get|post|put|patch|delete|head|stream)|got|)$/,
    bounds: ['timeout', 'timeout.request', 'signal'], defaultBound: NONE, note: 'all timeouts of got are undefined by default' },
  { id: 'ky', packages: ['ky'], kind: 'http', constructs: /^(ky\.)?(create|extend)$/, calls: /^(|get|post|put|patch|delete|head)$/, direct: /^((ky\.)?(get|post|put|patch|delete|head)|)$/,
    bounds: ['timeout', 'signal'], defaultBound: 10_000, note: 'ky gives up after 10 s' },
  { id: 'superagent', packages: ['superagent'], kind: 'http', direct: HTTP_METHODS, bounds: [], chain: /^timeout$/, defaultBound: NONE, note: 'superagent has no bound of its own' },
  { id: 'request', packages: ['request', 'request-promise', 'request-promise-native'], kind: 'http', direct: /^(|get|post|put|patch|delete|del|head)$/, bounds: ['timeout'], defaultBound: NONE, note: 'request has no bound of its own' },
  { id: 'needle', packages: ['needle'], kind: 'http', direct: /^(|get|post|put|patch|delete|head|request)$/, bounds: ['timeout', 'response_timeout', 'open_timeout'], defaultBound: 10_000, note: 'needle gives up connecting after 10 s' },
  { id: 'node:http', packages: ['http', 'https', 'node:http', 'node:https'], kind: 'http', direct: /^(request|get)$/, bounds: ['signal', 'timeout'], chain: /^setTimeout$/,
    defaultBound: NONE, note: 'node:http clients have no bound' },

  // RPC
  { id: '@grpc/grpc-js', packages: ['@grpc/grpc-js', 'grpc'], kind: 'rpc', bounds: ['deadline'], defaultBound: NONE, note: 'the default deadline of gRPC is infinite' },

  // Databases
  { id: 'pg', types: /^(Pool|Client|PoolClient|ClientBase)$/, packages: ['pg'], kind: 'database', constructs: /^(pg\.)?(Pool|Client)$/, calls: /^(query|connect)$/,
    bounds: ['connectionTimeoutMillis', 'statement_timeout', 'query_timeout'], urlBounds: /[?&](connect_timeout|statement_timeout|options)=/, defaultBound: NONE, note: 'pg waits for a connection and for a query without end' },
  { id: 'postgres', packages: ['postgres'], kind: 'database', constructs: /^(postgres)?$/, bounds: ['connect_timeout', 'connection.statement_timeout'], defaultBound: 30_000, note: 'postgres gives up connecting after 30 s' },
  { id: 'mysql2', packages: ['mysql2', 'mysql'], kind: 'database', constructs: /^(mysql\.)?(createPool|createConnection|createPoolCluster)$/, calls: /^(query|execute|getConnection)$/,
    bounds: ['connectTimeout', 'queueLimit', 'acquireTimeout'], callBounds: ['timeout'], urlBounds: /[?&]connectTimeout=/, defaultBound: 10_000, note: 'mysql2 gives up connecting after 10 s; queries are not bounded' },
  { id: 'mongodb', types: /^(MongoClient|Db|Collection)$/, packages: ['mongodb'], kind: 'database', constructs: /^(MongoClient|MongoClient\.connect)$/, bounds: ['timeoutMS', 'serverSelectionTimeoutMS', 'socketTimeoutMS', 'waitQueueTimeoutMS'],
    urlBounds: /[?&](timeoutMS|serverSelectionTimeoutMS|socketTimeoutMS)=/i, defaultBound: 30_000, note: 'the driver gives up finding a server after 30 s' },
  { id: 'mongoose', types: /^(Model|Connection|mongoose\.Model)$/, packages: ['mongoose', '@nestjs/mongoose'], kind: 'database', constructs: /^(mongoose\.)?(connect|createConnection|MongooseModule\.forRoot|MongooseModule\.forRootAsync)$/,
    bounds: ['timeoutMS', 'serverSelectionTimeoutMS', 'socketTimeoutMS'], defaultBound: 30_000, note: 'the driver gives up finding a server after 30 s' },
  { id: 'prisma@6', types: /^(PrismaClient|Prisma\.TransactionClient|TransactionClient)$/, packages: ['@prisma/client'], majors: [0, 6], kind: 'database', constructs: /PrismaClient$/, bounds: ['transactionOptions.timeout'], urlBounds: /[?&](connect_timeout|pool_timeout|socket_timeout)=/,
    defaultBound: 10_000, note: 'the engine gives up waiting for a connection after 10 s; queries are not bounded' },
  { id: 'prisma@7', types: /^(PrismaClient|Prisma\.TransactionClient|TransactionClient)$/, packages: ['@prisma/client'], kind: 'database', constructs: /PrismaClient$/, bounds: ['transactionOptions.timeout'], driver: true, defaultBound: NONE, note: 'the driver adapter decides' },
  { id: '@prisma/adapter-pg', packages: ['@prisma/adapter-pg'], kind: 'database', constructs: /^PrismaPg$/, bounds: ['connectionTimeoutMillis', 'statement_timeout', 'query_timeout'],
    urlBounds: /[?&](connect_timeout|statement_timeout|options)=/, defaultBound: NONE, note: 'pg waits for a connection and for a query without end' },
  { id: 'typeorm', types: /^(Repository|TreeRepository|MongoRepository|EntityManager|DataSource|Connection|QueryRunner|SelectQueryBuilder)$/, packages: ['typeorm', '@nestjs/typeorm'], kind: 'database', constructs: /^(DataSource|createConnection|TypeOrmModule\.forRoot|TypeOrmModule\.forRootAsync)$/,
    bounds: ['extra.connectionTimeoutMillis', 'extra.statement_timeout', 'extra.query_timeout', 'connectTimeoutMS', 'connectTimeout', 'extra.connectTimeout', 'acquireTimeout', 'requestTimeout'], ignored: { maxQueryExecutionTime: 'it only logs slow queries' },
    driver: true, defaultBound: NONE, note: 'the driver decides' },
  { id: 'sequelize', packages: ['sequelize', 'sequelize-typescript', '@sequelize/core'], kind: 'database', constructs: /^Sequelize$/,
    bounds: ['pool.acquire', 'dialectOptions.statement_timeout', 'dialectOptions.connectTimeout', 'dialectOptions.requestTimeout'], defaultBound: 60_000, note: 'the pool gives up acquiring a connection after 60 s' },
  { id: 'knex', types: /^(Knex)$/, packages: ['knex'], kind: 'database', constructs: /^(knex|Knex)?$/, bounds: ['acquireConnectionTimeout', 'connection.statement_timeout'], defaultBound: 60_000, note: 'the pool gives up acquiring a connection after 60 s' },

  // Caches
  { id: 'ioredis', types: /^(Redis|Cluster|Redis\.Redis)?$/, packages: ['ioredis'], kind: 'cache', constructs: /^(Redis|Cluster|Redis\.Cluster|IORedis)?$/, bounds: ['commandTimeout', 'socketTimeout', 'redisOptions.commandTimeout'],
    defaultBound: NONE, note: 'ioredis bounds connecting (10 s) and leaves commands unbounded' },
  { id: 'redis', types: /^(RedisClientType|RedisClusterType)$/, packages: ['redis', '@redis/client'], majors: [4, 99], kind: 'cache', constructs: /^(createClient|createCluster|createClientPool)$/, bounds: ['commandOptions.timeout', 'socket.socketTimeout', 'commandsTimeout', 'socketTimeout'],
    defaultBound: NONE, note: 'redis bounds connecting (5 s) and leaves commands unbounded' },

  // Queues and brokers
  { id: 'kafkajs', types: /^(Producer|Consumer|Admin)$/, packages: ['kafkajs'], kind: 'queue', constructs: /^Kafka$/, bounds: ['requestTimeout', 'connectionTimeout'], defaultBound: 30_000, note: 'kafkajs gives up a request after 30 s' },
  { id: 'amqplib', packages: ['amqplib', 'amqplib/callback_api'], kind: 'queue', constructs: /^(amqp\.)?connect$/, bounds: ['timeout'], defaultBound: NONE, note: 'amqplib bounds connecting only when the socket option timeout is set' },

  // SDKs
  { id: 'aws-sdk@3', types: /^[A-Z][A-Za-z0-9]*Client$/, packages: ['@aws-sdk/client-*', '@aws-sdk/lib-dynamodb'], kind: 'sdk', constructs: /^([A-Z][A-Za-z0-9]*Client|S3|SQS|SNS|SES|SESv2|DynamoDB|DynamoDBDocument|Lambda|SecretsManager|Kinesis|Firehose|SFN|CloudWatch|CloudWatchLogs|CloudFront|SSM|STS|KMS|EventBridge|CognitoIdentityProvider|Rekognition|Textract|BedrockRuntime)$/, calls: /^[a-z]\w*$/,
    bounds: ['requestHandler.requestTimeout+requestHandler.throwOnRequestTimeout', 'requestHandler.socketTimeout', 'requestHandler.connectionTimeout'], callBounds: ['abortSignal', 'requestTimeout'],
    ignored: { 'requestHandler.requestTimeout': 'without throwOnRequestTimeout it only logs a warning', 'httpOptions.timeout': 'this key is of version 2 and is ignored', maxRetries: 'this key is of version 2 and is ignored' },
    defaultBound: NONE, note: 'the AWS SDK sets neither a connection nor a request timeout' },
  { id: 'aws-sdk@2', packages: ['aws-sdk'], kind: 'sdk', constructs: /^(AWS\.)?(S3|SQS|SNS|SES|DynamoDB|DynamoDB\.DocumentClient|Lambda|SecretsManager|Kinesis|Firehose|CognitoIdentityServiceProvider|StepFunctions|CloudWatch|CloudFront|Rekognition|SSM|STS|KMS|EventBridge)$/,
    bounds: ['httpOptions.timeout', 'httpOptions.connectTimeout'], defaultBound: 120_000, note: 'version 2 gives up after 120 s' },
  { id: 'nodemailer', types: /^(Transporter|nodemailer\.Transporter)$/, packages: ['nodemailer'], kind: 'mail', constructs: /^(nodemailer\.)?createTransport$/, constructOptions: 0, bounds: ['connectionTimeout', 'socketTimeout', 'greetingTimeout'], defaultBound: 600_000, note: 'nodemailer waits 2 min to connect and 10 min on an idle socket' },
  { id: 'stripe', types: /^(Stripe)?$/, packages: ['stripe'], kind: 'sdk', constructs: /^(Stripe)?$/, constructOptions: 1, bounds: ['timeout'], defaultBound: 80_000, note: 'the default of stripe is 80 s' },
  { id: 'openai', types: /^(OpenAI)?$/, packages: ['openai'], kind: 'sdk', constructs: /^(OpenAI|AzureOpenAI)?$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: 600_000, note: 'the default of openai is 10 min' },
  { id: '@anthropic-ai/sdk', packages: ['@anthropic-ai/sdk'], kind: 'sdk', constructs: /^(Anthropic)?$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: 600_000, note: 'the default is 10 min' },
  { id: '@slack/web-api', packages: ['@slack/web-api'], kind: 'sdk', constructs: /^WebClient$/, bounds: ['timeout'], defaultBound: NONE, note: 'the default is timeout: 0, no bound' },
  { id: 'twilio', packages: ['twilio'], kind: 'sdk', constructs: /^(Twilio)?$/, bounds: ['timeout'], defaultBound: 30_000, note: 'twilio gives up after 30 s' },

  // Search
  { id: '@elastic/elasticsearch@8', packages: ['@elastic/elasticsearch'], majors: [0, 8], kind: 'search', constructs: /^Client$/, bounds: ['requestTimeout'], defaultBound: 30_000, note: 'up to version 8 a request is given up after 30 s' },
  { id: '@elastic/elasticsearch@9', packages: ['@elastic/elasticsearch'], kind: 'search', constructs: /^Client$/, bounds: ['requestTimeout'], defaultBound: NONE, note: 'version 9 has no default bound' },
  { id: '@opensearch-project/opensearch', packages: ['@opensearch-project/opensearch'], kind: 'search', constructs: /^Client$/, bounds: ['requestTimeout'], defaultBound: 30_000, note: 'a request is given up after 30 s' },
];
