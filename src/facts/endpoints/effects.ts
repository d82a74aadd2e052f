import type { Effect, Endpoint } from '../../model/index.ts';
import { givesRight, isVendor } from '../../lib/passed-on.ts';
import type { Program } from './program.ts';
import type { Scope, Target } from './targets.ts';

const DEPTH = 6;
/** As many functions are looked into for one endpoint. */
const MOST = 300;
/** Answers, pages, texts, numbers, dates, lists, logs and the caller's own session: whoever calls these reaches nothing. */
const HARMLESS = /^(?:res|_res|response|reply|rep|h|NextResponse|Response|JSON|Math|Object|Array|String|Number|Boolean|BigInt|Date|Promise|Symbol|Buffer|URL|URLSearchParams|Intl|console|log|logger|Logger|performance|globalThis|crypto)(?:\.(?!locals|app|env|var|service|db|prisma|store|model|repo|container|get$)\w+)*$|^(?:super|this|req|_req|request)\.\w*[lL]og(?:ger)?\.\w+$|^(?:_?req|request)\.(?:yar|session|cookieAuth)\.\w+$|^(?:parseInt|parseFloat|isNaN|next|done|resolve|reject|encodeURI\w*|decodeURI\w*|structuredClone|setTimeout|clearTimeout|t|i18n\.\w+|json|error|redirect|notFound|require|String\.raw)$|^(?:(?:_?req|request|c\.req|ctx\.(?:req|request)|url|\w*[uU]rl|\w*[sS]earchParams|\w*[hH]eaders|query|cookies)\.)+(?:get|header|headers\.get|json|text|param|query|has|accepts|is|toString|append|set|getAll|entries|parse)$/;
/** What a context is, and what of a request it holds; a service that hangs on it is none of them: `ctx.email.send`. */
const OF_CONTEXT = /^(?:ctx|c|context)(?:\.(?!locals|app|env|var|service|db|prisma|store|model|repo|container|get$)\w+|\.(?:req|request|res|response|headers|cookies|state|log|logger|query|params|body|url|set)(?:\.\w+)+)?$/;
/** What lists, texts, numbers and dates do. */
const PLAIN = /\.(?:map|filter|reduce|forEach|some|every|join|split|slice|splice|concat|includes|indexOf|lastIndexOf|startsWith|endsWith|trim\w*|toLowerCase|toUpperCase|toString|toISOString|toFixed|getTime|replace|replaceAll|match|matchAll|test|push|unshift|flat|flatMap|sort|reverse|keys|values|entries|padStart|padEnd|charAt|charCodeAt|localeCompare|substring|substr|toJSON|valueOf|toLocale\w*|getFullYear|bind|then|catch|finally|at)$/;
const FILES = /^(?:res|response|reply|ctx|c)\.(?:sendFile|download|sendfile|attachment)$|^(?:node:)?fs(?:\/promises)?$/;
/** Libraries that work on what they are handed, or that answer. */
const PURE = /^(?:zod|joi|yup|ajv|lodash(?:[.-].+)?|ramda|remeda|date-fns(?:\/.+)?|dayjs|moment(?:-timezone)?|luxon|uuid|nanoid|qs|query-string|class-transformer|class-validator|http-errors|bluebird|zod-to-json-schema|nestjs-zod(?:\/.+)?|http-status(?:-codes)?|@hapi\/boom|boom|@nestjs\/(?:common|core|swagger)|express|fastify|koa|hono|next|react|i18next|next-intl|tslib|debug|pino|winston|consola|semver|node:(?:path|util|url|assert|querystring|os)|path|util|url|os|clsx|ts-pattern|neverthrow|ms|bytes|change-case|slugify|escape-html|lru-cache|(?:node:)?crypto|cookie|js-cookie|(?:nextjs-)?cors|tldts|server-only|@sentry\/[\w-]+|@opentelemetry\/api|newrelic|dd-trace)$/;
/** `prisma.user.findMany`, `this.orders.findOne`, `db.query`: by its name it looks something up where things are kept. */
const LOOKS_UP = /(?:^|\.)(?:\$?query\w*|find(?:Many|One|All|First|Unique|By\w*|AndCount\w*|\w*OrFail|\w*OrThrow)|findUnique\w*|findFirst\w*|countDocuments|aggregate|createQueryBuilder|\$queryRaw\w*|executeQuery|selectFrom|from|collection|sendCommand)$/;
/** `orders.save`, `prisma.user.update`, `User.create`. */
const CHANGES = /\.(?:create|createMany|bulkCreate|update|updateMany|upsert|delete|deleteMany|insert|insertInto|insertMany|save|saveAll|destroy|remove|updateOne|insertOne|deleteOne|replaceOne|findOneAnd(?:Update|Delete|Replace)|findByIdAnd(?:Update|Delete)|softDelete|softRemove|persist\w*|bulkWrite|increment|decrement|unlink|writeFile)$/;
/** `OrderDto.create(row)`, `cookies.delete(name)`, `completions.create(…)`: a thing is made, one of the request's own is changed, or a model is asked. */
const MAKES = /(?:completions|responses|embeddings|transcriptions|moderations|Dto|DTO|Schema|Type|Response|Error|Exception|View|Entity|VO|[mM]ap|[sS]et|[hH]eaders|[cC]ookies?|[sS]earchParams|[sS]tore|axios|[fF]ormData|hash|hmac|h|[sS]ession)\.(?:create|delete|update|remove|save|destroy)$/;
const SENDS = /(?:^|\.)(?:fetch|axios|got|ky|\$fetch)(?:\.\w+)?$|(?:^|\.)\w*(?:[hH]ttp|[aA]xios)\w*\.(?:get|post|put|patch|delete|request)$/;

/** What is seen of a handler and of all that it calls. */
export function effectOf(program: Program, { handler }: Pick<Endpoint, 'handler'>): Effect | undefined {
  if (!handler) return undefined;
  const functions = program.modules[handler.file]?.functions ?? [];
  const own = functions.flatMap(({ line, name }, fn) => (line === handler.line && name !== '<module>' ? [fn] : []));
  if (own.length === 0) return undefined;
  const seen = new Set<string>();
  const found = new Set<Effect | 'unseen'>();
  let declines = false;
  const visit = (file: string, fn: number, depth: number, handed = false): void => {
    const key = `${file}#${fn}`;
    if (seen.has(key)) return;
    if (depth > DEPTH || seen.size > MOST) {
      found.add('unseen');
      return;
    }
    seen.add(key);
    const definition = program.function(file, fn);
    if (!definition) return;
    for (const child of program.children(file, fn)) visit(file, child, depth);
    for (const [signal] of definition.signals) {
      if (signal === 'sets') found.add('unseen');
      if (signal === 'declines' || signal === 'rejects') declines = true;
    }
    const ofFirestore = [...definition.chained ?? [], ...definition.calls.map(([name]) => name)].some((name) => COLLECTION.test(name));
    for (const method of definition.chained ?? []) {
      const effect = ofFirestore && /^(?:add|set)$/.test(method) ? 'changes' : ofMethod(method);
      if (effect !== undefined) found.add(effect);
    }
    for (const [name] of definition.calls) {
      const target = program.resolve({ file, fn }, name);
      if (target?.kind === 'function') visit(target.file, target.fn, depth + 1, program.children(file, fn).length > 0);
      // What a wrapper calls is the function that it was handed in place, which is looked into there.
      else if (!(handed && definition.params.some((param) => param.name === name))) {
        const effect = ofCall(program, { file, fn }, name, target);
        if (effect !== undefined) found.add(effect);
      }
    }
  };
  for (const fn of own) visit(handler.file, fn, 0);
  return found.has('changes') ? 'changes' : found.has('reads') ? 'reads' : found.has('unseen') ? undefined : declines ? 'declines' : 'nothing';
}

/** `collection('orders').add(order)`, `doc(id).set(order)` of Firestore. */
const COLLECTION = /(?:^|\.)(?:collection|doc)$/;

/** What a method does that is called on what another call gave. */
const ofMethod = (method: string): Effect | 'unseen' | undefined =>
  ANSWERS.test(method) || PLAIN.test(`.${method}`) ? undefined : CHANGES.test(`.${method}`) ? 'changes' : LOOKS_UP.test(method) ? 'reads' : 'unseen';
const ANSWERS = /^(?:json|with|exhaustive|otherwise|send|end|status|code|type|header|headers|set|setHeader|redirect|render|cookie|clearCookie|text|html|sendStatus|writeHead|write|vary|format)$/;

function ofCall(program: Program, scope: Scope, name: string, target: Target | undefined): Effect | 'unseen' | undefined {
  if (FILES.test(name)) return 'reads';
  if (target?.kind === 'external') return ofPackage(target.pkg, name);
  if (HARMLESS.test(name) || OF_CONTEXT.test(name)) return undefined;
  if ((CHANGES.test(name) && !MAKES.test(name)) || /(?:^|\.)env\.\w+\.put$/.test(name)) return 'changes';
  if (target?.kind === 'value' || target?.kind === 'class') return 'unseen';
  if (LOOKS_UP.test(name) || SENDS.test(name)) return 'reads';
  if (PLAIN.test(name)) return undefined;
  // What is called is a member of something that was made by a library: `db.select()`, `openai.chat.completions.create()`.
  const dot = name.indexOf('.');
  const holder = dot > 0 ? program.resolve(scope, name.slice(0, dot)) : undefined;
  const made = holder?.kind === 'value' && 'call' in holder.value && 'name' in holder.value.call ? program.resolve({ file: holder.file, fn: scope.file === holder.file ? scope.fn : 0 }, holder.value.call.name) : undefined;
  return made?.kind === 'external' ? ofPackage(made.pkg, name) : 'unseen';
}

const ofPackage = (pkg: string, called: string): Effect | 'unseen' | undefined => (FILES.test(pkg) || givesRight(pkg) ? (CHANGES.test(called) && !isVendor(pkg) ? 'changes' : 'reads') : PURE.test(pkg) ? undefined : 'unseen');
