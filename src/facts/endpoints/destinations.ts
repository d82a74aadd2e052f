import { nameOf } from './expressions.ts';
import type { Target } from './targets.ts';

/** Libraries by which something is kept, run, sent or asked for elsewhere. */
const STORE_PACKAGES = /^(?:@prisma\/client|pg|pg-promise|postgres|mysql2?|mongodb|mongoose|sequelize|typeorm|knex|kysely|drizzle-orm|objection|slonik|ioredis|redis|@redis\/client|better-sqlite3|sqlite3?|@libsql\/client|libsql|sql\.js|mariadb|mssql|oracledb|cassandra-driver|neo4j-driver|electrodb|@mikro-orm\/[\w-]+|@neondatabase\/serverless|@planetscale\/database|@vercel\/(?:postgres|kv)|@upstash\/[\w-]+|meilisearch|typesense|algoliasearch|@supabase\/supabase-js|firebase-admin|@google-cloud\/[\w-]+|@azure\/[\w-]+|@aws-sdk\/[\w-]+|aws-sdk|dynamoose|@elastic\/elasticsearch|@opensearch-project\/opensearch|axios|got|node-fetch|undici|ky|superagent|request|needle|nodemailer|resend|@sendgrid\/mail|mailgun\.js|postmark|twilio|stripe|openai|@anthropic-ai\/sdk|ai|bull|bullmq|amqplib|kafkajs|nats|mqtt|(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs|write-file-atomic|node-persist|lowdb|keyv|@?(?:seald-io\/)?nedb|level|lmdb|(?:node:)?(?:child_process|vm)|execa|shelljs|simple-git|dockerode|ssh2|@nestjs\/(?:microservices|axios))$/;

/** What parses with a schema, by its name. */
export const PARSES = /(?:^|\.)(?:safeParse|safeParseAsync|parseAsync|validateAsync|validateSync|validateOrReject|parseWithZod|decodeUnknown\w*|constructEvent\w*)$|(?:[sS]chema|[vV]alidator|[dD]to|DTO|^z\w*|[iI]nput|ajv|[jJ]oi|[yY]up|Payload|Params|Body|Query|Codec)(?:\.\w+)*\.(?:parse|validate|cast|decode|assert|is|check)$|^\?\.(?:\w+\.)?(?:parse|validate)$|^(?:v\.parse|t\.decode|type\.assert|Value\.(?:Check|Parse|Decode))$/;

/** `const check = ajv.compile(schema)`, `const decode = Schema.decodeUnknownEither(Settings)`: a function that a schema was made into. */
export const isCompiled = (target: Target | undefined): boolean => target?.kind === 'value' && 'call' in target.value && COMPILES.test(nameOf(target.value.call));
const COMPILES = /(?:^|\.)(?:[aA]jv\w*\.compile(?:Async)?|TypeCompiler\.Compile|(?:Schema|S)\.(?:decode|validate|is|asserts)(?:[A-Z]\w*)?)$/;

/** What calls itself a look at what it is handed, or makes it harmless: who calls and what they may is another matter. */
export const CHECKS = /^(?:validat|verif|check|ensure|assert|saniti[sz]e|clean|normali[sz]e|safe|isValid|isSafe|isAllowed|escape|coerce|purify|whitelist|allowOnly|must[A-Z]|enforce|guard|parse(?!Int|Float|JSON|Body$)|getSafe|to(?:Number|Int|Boolean|Bool|Date|Enum)|convertTo)(?!\w*(?:Permission|Access|Auth(?!or)|Role|Owner|Quota|Admin|Login|LoggedIn|Session))/;

/** Of these, what says that it looks at shapes; `verifyPassword`, `cleanupSocket` and `parseUserAgent` do something else with a value. */
export const CHECKS_SHAPE = /^(?:validat|saniti[sz]e|isValid|isSafe|isAllowed|coerce|whitelist|getSafe|to(?:Number|Int|Boolean|Bool|Date|Enum))|(?:Schema|Body|Input|Payload|Format|Shape|Type|Valid)$/;

const STORE_NAME = /(?:^|[._])(?:prisma|db|database|knex|sql|orm|em|entityManager|manager|trx|tx|transaction|pool|conn(?:ection)?|redis|cache|kv|mongo\w*|firestore|supabase|dynamo\w*|ddb|s3|sqs|sns|queryRunner|queryBuilder|qb|queue|bucket|axios|http(?:Service|Client)?|fetcher|fs|storage|openai|stripe|producer|channel|mailer|transporter)(?:\.|$)|(?:prisma|Prisma|Db|DB|Database|Repository|Repo|Model|Collection|Dao|DAO|Store|Storage|Client|Pool|Redis|Cache|Queue|Bucket|Table|Mailer|Knex|Producer|Publisher|Gateway)(?:\.\w+)*\.\w+$|^(?:repository|repo|collection|model|client|store)\.\w+$/;
const KEEPS = /^(?:create|createMany|bulkCreate|update|update(?:One|Many|ById)|upsert|insert|insert(?:One|Many|Into|Graph)|save|saveAll|bulkWrite|find|find(?:One|Unique|First|Many|All|By|And)\w*|delete|delete(?:One|Many|By\w*)|destroy|remove|values|where|andWhere|orWhere|whereIn|raw|query|\$(?:query|execute)Raw\w*|unsafe|execute|exec|execSync|execFile|spawn|aggregate|count|set|setItem|setex|hset|lpush|rpush|get|add|addBulk|publish|send\w*|emit|enqueue|dispatch|post|put|patch|request|writeFile\w*|appendFile\w*|readFile\w*|unlink\w*|rm|upload|putObject|getObject|eq|ilike|match|rpc|increment|decrement|merge|replaceOne|findOneAndUpdate|countDocuments|distinct)$/;
/** Said of a chain of calls, or of a model, these keep something whatever they are called on. */
const KEEPS_SURELY = /^(?:create|createMany|bulkCreate|update(?:One|Many)|upsert|insert|insert(?:One|Many)|save|bulkWrite|find(?:One|Unique|First|Many|ById)\w*|delete(?:One|Many)|values|where|andWhere|\$(?:query|execute)Raw\w*|unsafe|execSync|writeFile\w*|appendFile\w*|putObject)$/;

const SQL_TAG = /sql|query|prisma|cypher/i;

/** `knex('orders').update(…)`, `client(c).from('orders').eq(…)`. */
const CHAIN = /^\?\.(?:from|query|table|into|collection|doc|where\w*|select|insert|update|returning|eq|first|findById|knex|db|orm|createQueryBuilder|getRepository|prisma|getCollection|modify|patch|trx|model|withSchema|ref|child)\./;

/** `Order.create(…)`: what has a name of its own kind. */
const MODEL = /^(?!(?:Object|Array|JSON|Map|Set|WeakMap|Promise|Math|Number|String|Date|Reflect|Buffer|Intl|Symbol|Boolean|RegExp|URL|Error|Logger)\.)[A-Z]\w*\.\w+$/;

/** What a team calls its models and repositories keeps by whatever name. */
const OF_MODELS = /(?:^|\.)\w*(?:Model|Repository|Repo|DAO|Dao|Collection)\.\w+$/;

/** What is handed the request itself and calls itself a look at what it asks for; who calls is another matter. */
export const LOOKS_AT_ALL = /^(?:validat|isValid)(?!\w*(?:Permission|Access|Auth(?!or)|Role|Owner|Quota|Admin|Login|Session|Token|Key|User|Csrf|Signature|Webhook|Origin|Host))/;

/** `commandBus.execute(new PlaceOrder(body))`: a handler of the team's own takes it up, and may look at it. */
export const HANDS_ON = /(?:^|\.)\w*[bB]us\.(?:execute|publish|send|emit|dispatch)$/;

/** Whether a call keeps, runs or sends on what it is handed, by what is called and on what. */
export function isStore(to: string, external: { readonly pkg: string } | undefined, key?: string): boolean {
  if (to.endsWith('`')) return (external !== undefined && STORE_PACKAGES.test(external.pkg)) || SQL_TAG.test(to);
  // A service of a library's own that holds the client: `this.prisma.order.create(…)`.
  if (external) return STORE_PACKAGES.test(external.pkg) || (KEEPS.test(to.split('.').at(-1)!) && STORE_NAME.test(to) && !MODEL.test(to));
  if (/^\?\.(?:ref|child)\.(?:push|set|update)$|^\?\.wrap\.assign$|(?:^|\.)(?:em|entityManager)\.assign$/.test(to)) return true;
  // `db.prepare('REPLACE …').run(row)`
  if (/^\?\.prepare\.(?:run|all|get|iterate|bind)$/.test(to)) return true;
  // `orders.update({ id }, { $set: … })`
  if (key?.startsWith('$') && KEEPS.test(to.split('.').at(-1)!)) return true;
  const name = to.replace(/^new /, '');
  const method = name.split('.').at(-1)!;
  if (!name.includes('.')) return /^(?:fetch|exec|execSync|spawn|writeFile(?:Atomic)?(?:Sync)?|\$fetch|axios|sql|save|insert|store|persist)(?![a-z])/.test(name);
  if (OF_MODELS.test(name)) return true;
  if (name.startsWith('?.')) return KEEPS_SURELY.test(method) || (KEEPS.test(method) && CHAIN.test(name));
  if (MODEL.test(name)) return method === 'update' || KEEPS_SURELY.test(method);
  return KEEPS.test(method) && STORE_NAME.test(name);
}

/** What runs a text that it is handed first: a query that is put together, a command, code. */
const RUNS = /(?:^|\.)(?:query|execute|raw|unsafe|\$?(?:query|execute)RawUnsafe|(?:where|orWhere|andWhere|having|orderBy|select|from|join|groupBy)Raw|literal)$/;
const RUNS_ON_A_STORE = /\.(?:run|all|each|prepare|exec|where|andWhere|orWhere)$/;
const RUNS_CODE = /^(?:eval|new Function|Function|exec|execSync|execAsync|execPromise)$/;
const COMMANDS = /^(?:(?:node:)?(?:child_process|vm)|execa|shelljs)$/;
const FILES = /^(?:(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs|write-file-atomic)$/;

export function runsText(to: string, arg: number, external: { readonly pkg: string; readonly name: string } | undefined): boolean {
  if (external && COMMANDS.test(external.pkg)) return true;
  if (arg !== 0) return false;
  if (external && FILES.test(external.pkg)) return !/exists|access/i.test(external.name);
  if (external && !STORE_PACKAGES.test(external.pkg)) return false;
  return RUNS.test(to) || RUNS_CODE.test(to) || (RUNS_ON_A_STORE.test(to) && STORE_NAME.test(to.replace(/\.\w+$/, '')));
}
