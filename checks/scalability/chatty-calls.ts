import { defineCheck, type CallSite, type Evidence, type Judgement, type Outbound, type OutboundCall, type Place, type Unjudged } from '../../src/model/index.ts';
import { partsOfKey } from '../../src/lib/function-key.ts';
import { addressed, reachable } from '../../src/lib/function-reach.ts';
import { isRead, isWrite, readsByPost as isQuery } from '../../src/lib/operations.ts';

const REMOTE = new Set(['http', 'rpc', 'database', 'search', 'cache']);
/** Sent together, or not asking for anything. */
const TOGETHER = /(^|\.)(pipeline|multi|batch|pipelined)(\.|$)|(^|\.)(p?s?(un)?subscribe|exec|scan|\w*scanIterator|\w*scanStream|xread\w*|br?pop\w*|bl\w*)$/i;
/** What is gone through in portions is not gone through one by one; a list that is written out does not grow. */
const PORTIONS = /chunk|batch|page|slice|partition|^\[(?!\s*\.\.\.)|^Object\.?(keys|values|entries)\((?!\w*(?:[gG]roup|By[A-Z]))|range\(|Array\.from\(\{/i;
const FIXED = /^[A-Z][A-Z0-9_]*$/;
/** The elements of one portion, on the other hand, are gone through one by one. */
const PORTION = /^([\w.]+\.)?(?:chunk|batch|page|\w+(?:Chunk|Batch|Page))$/;

/** Work of its own for each element, which nobody waits for: `runInline(job)`. */
const STARTS = /[#.](?:run|start|launch|spawn|execute|process|trigger|schedule|enqueue|handle)(?:[A-Z]\w*)?$/;

/** What a team configures or declares is not data that grows. */
const DECLARED = /^(?:this\.)?(?:schema|config|configuration|settings|\w+(?:Definition|Config|Settings))[.?]/;
/** Run once, by somebody of the team or at the first start. */
const ONCE = /(?:^|\/)(?:seed(?:s|ing|ers?)?|scripts?|te?mp|one-?(?:off|time)[\w-]*|backfills?|migrations?)\/|(?:^|\/)(?:seeds?|dev|dev-?[sS]erver\w*|[\w.-]+\.migrations?)\.[cm]?[jt]s#|(?:^|\/)(?:db|database)\/(?:reset|upgrade|install|init|create|drop|import)[-_][\w-]+\.[cm]?[jt]s#|(?:^|\/)build-[\w-]+\.[cm]?js#|#(?:.*\.)?(?:[sS]eed|[mM]igrate|[bB]ackfill|[uU]pgradeD[bB]|test)(?:[A-Z]\w*)?$/;
/** Of these only questions are taken for calls, whatever they are called: `db.oneOrNone(…)`, `session.run(…)`. */
const ASKING = new Set(['pg-promise', 'slonik', 'neo4j-driver']);
/** These take a whole list. */
const MANY = /(^|\.)(bulkWrite|insertMany|createMany|createManyAndReturn|bulkCreate|batchInsert)$/;

/** Commands of the AWS SDK of which another takes many at once. */
const BULK: Readonly<Record<string, string>> = {
  GetItemCommand: 'BatchGetItem', PutItemCommand: 'BatchWriteItem', DeleteItemCommand: 'BatchWriteItem', GetCommand: 'BatchGet', PutCommand: 'BatchWrite', DeleteCommand: 'BatchWrite',
  SendMessageCommand: 'SendMessageBatch', DeleteMessageCommand: 'DeleteMessageBatch', PublishCommand: 'PublishBatch', GetParameterCommand: 'GetParameters', GetSecretValueCommand: 'BatchGetSecretValue', DeleteObjectCommand: 'DeleteObjects', PutEventsCommand: 'a list of entries',
};
/** Asked for each element they are mostly the same. */
const CONFIGURES = /^Get(?:Parameter|SecretValue)Command$/;
const bulkOf = ({ command }: OutboundCall): string | undefined => (command !== undefined && Object.hasOwn(BULK, command) ? BULK[command] : undefined);

/** `supabase.from('orders')`, a table behind an SDK. */
const asksTable = ({ row, method }: OutboundCall): boolean => row === '@supabase/supabase-js' && /^(?:schema\.)?(?:from|rpc)$/.test(method);

interface Found { readonly at: Place; readonly loop: NonNullable<CallSite['loop']>; readonly call: OutboundCall; readonly through?: Place; readonly to?: string; readonly apart?: boolean }

export default defineCheck({
  id: 'chatty-calls',
  dimension: 'scalability',
  severity: 'minor',
  phase: '6',
  from: 'MVP',
  effort: 'medium',
  title: 'No remote calls or queries inside loops',
  why: 'One round trip for every element makes the time grow with the data and floods the other side.',
  fix: 'Ask once for all: `where: { id: { in: ids } }`, a join, a bulk endpoint, `createMany`, a pipeline, or a data loader.',
  grading: 'share',
  needs: ['outbound'],
  inspect: ({ outbound }) => {
    const byFunction = new Map<string, OutboundCall[]>();
    for (const call of outbound.calls) {
      // What may run in a browser asks no database.
      if ((!REMOTE.has(call.kind) && !bulkOf(call) && !asksTable(call)) || (call.unsure && call.kind === 'http')) continue;
      const key = `${call.at.file}#${call.fn}`;
      byFunction.set(key, [...(byFunction.get(key) ?? []), call]);
    }
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    let examined = byFunction.size;
    const byKey = new Map<string, readonly Found[]>();
    // What is asked once and kept by its module costs the loop nothing.
    const graph = Object.fromEntries(Object.entries(outbound.graph).map(([key, edges]) => [key, edges.filter(({ kept }) => !kept)]));
    for (const key of new Set([...byFunction.keys(), ...Object.keys(outbound.graph), ...Object.keys(outbound.stores ?? {})])) {
      const [file] = partsOfKey(key);
      const own: Found[] = (byFunction.get(key) ?? []).flatMap((call) => (counts(call.loop) && !call.batched && !call.kept && asks(call) ? [{ at: call.at, loop: call.loop!, call, apart: isApart(call, call.loop!.line) }] : []));
      const passed: Found[] = (graph[key] ?? []).flatMap(({ to, line, loop, awaited, dropped, given = 0, url, ofTurn, sends }) => {
        if (!counts(loop) || !(awaited || (dropped && !STARTS.test(to)))) return [];
        // Three hops: a service, its repository, and the helper that asks. What the AWS SDK is told further down is seldom for one list.
        const reached = addressed(graph, to, url, 2);
        const direct = (byFunction.get(to) ?? []).filter(({ unlessGiven }) => unlessGiven === undefined || unlessGiven >= given);
        const behind = [...reached.keys()].flatMap((each) => (each === to ? direct : byFunction.get(each) ?? [])).filter((one) => !bulkOf(one) && one.kind !== 'cache');
        const call = direct.find((one) => passes(one) && bulkOf(one) && !CONFIGURES.test(one.command!))
          ?? behind.find((one) => passes(one) && one.kind !== 'http') ?? (ofTurn || sends ? undefined : behind.find((one) => isFixed(one, reached.get(`${one.at.file}#${one.fn}`))));
        return call ? [{ at: { file, line }, loop: loop!, call, through: call.at, to }] : [];
      });
      const stored: Found[] = (outbound.stores?.[key] ?? []).flatMap(({ to, line, loop }) => {
        const call = counts(loop) ? to.flatMap((one) => [...reachable(graph, [one], to.length === 1 ? 2 : 1)]).flatMap((one) => byFunction.get(one) ?? []).find((one) => one.kind === 'database' && passes(one)) : undefined;
        return call ? [{ at: { file, line }, loop, call, through: call.at }] : [];
      });
      const all = [...own, ...passed, ...stored];
      if (all.length > 0) byKey.set(key, all);
      if (!byFunction.has(key) && passed.length + stored.length > 0) examined += 1;
    }
    for (const [key, all] of byKey) {
      if (ONCE.test(key)) continue;
      const [file, fn] = partsOfKey(key);
      const found = all.filter((one) => !isAround(one, key, byKey, graph));
      const first = found.find(({ apart }) => !apart);
      if (!first) {
        if (found[0]) unjudged.push({ subject: `${fn || 'module'} in ${file}`, reason: 'Each element has a transaction of its own: it may be meant to hold or fail by itself.', at: found[0].at });
        continue;
      }
      const evidence: Evidence[] = [{ note: `the loop${first.loop.over ? ` over ${first.loop.over.slice(0, 60)}` : ''}`, at: { file, line: first.loop.line } }, ...(first.through ? [{ note: 'asked here', at: first.through }] : []), ...found.filter((one) => one !== first).slice(0, 9).map(({ at }) => ({ note: 'the same', at }))];
      judgements.push({
        subject: `${fn || 'module'} in ${file}`, standing: 'missing', at: first.at, evidence,
        message: `${first.call.kind === 'database' || asksTable(first.call) ? 'A query' : first.call.kind === 'cache' ? 'A command' : 'A remote call'} (${first.call.package === 'globalThis' ? 'fetch' : first.call.package}${methodOf(first.call)}) runs once for every element${bulkOf(first.call) ? `, where ${bulkOf(first.call)} takes many` : ''}.`,
        confidence: first.through || first.call.kind !== 'database' || isWrite(first.call.method) ? 'low' : 'medium',
      });
    }
    return { examined: examined - unjudged.length, judgements, unjudged };
  },
});

/** Done in a transaction that the turn begins; one that a helper begins for whatever it saves says nothing of the loop. */
const isApart = ({ within }: OutboundCall, loop: number): boolean => within.some(({ text, line }) => TRANSACTION.test(text) && line >= loop);
const TRANSACTION = /(?:^|\.)\$?(?:transaction|withTransaction|inTransaction|runInTransaction)$/;

/** MikroORM notes these down, and asks once where all is flushed. */
const isNotedDown = ({ package: from, method }: OutboundCall): boolean => from.startsWith('@mikro-orm/') && /(^|\.)(persist|remove)$/.test(method);

const passes = (call: OutboundCall): boolean => !call.batched && !call.kept && !call.loop && asks(call);

const methodOf = ({ method, command = method }: OutboundCall): string => (command ? ` ${command}` : '');

/** A loop around a function whose own loop asks the same: the inner one is the cause. */
const isAround = ({ to, call }: Found, key: string, byKey: ReadonlyMap<string, readonly Found[]>, graph: Outbound['graph']): boolean => to !== undefined
  && [...reachable(graph, [to], 2)].some((inner) => inner !== key && byKey.get(inner)?.some((one) => one.call === call) === true && !reachable(graph, [inner], 2).has(key));

const counts = (loop: CallSite['loop']): boolean => loop !== undefined && loop.kind !== 'while' && (PORTION.test(loop.over ?? '') || !PORTIONS.test(loop.over ?? '')) && !FIXED.test(loop.over ?? '') && !DECLARED.test(loop.over ?? '');

/** Behind a function a read counts where all go to one place: by its own address, or by the one that the function is handed. */
function isFixed(call: OutboundCall, handed: string | undefined): boolean {
  const { url, toAny, unsure, kind, client } = call;
  if (kind !== 'http' || unsure || call.batched || call.kept || call.loop) return false;
  // `api.get('/users/1')`, `api.get('users/1')` of an instance, which knows where it goes.
  if (url !== undefined && /^(?:\/|[a-z][\w-]*[/?])/i.test(url) && !toAny && client !== undefined) return asks(call);
  // `${url.protocol}//${url.host}/robots.txt`: of an address that was handed in.
  if (url !== undefined && !toAny) return /^(?:https?:|\$\{(?!\w+\.(?:protocol|origin)\}))/.test(url) && asks(call);
  return handed !== undefined && (!call.changes || readsByPost(call)) && byKind(call);
}

/** A query that is asked by POST. */
const readsByPost = (call: OutboundCall): boolean => /(^|\.)post$/.test(call.method) && isQuery(call);

/** A write to another system for each element may have no bulk form; a read nearly always has one, unless each goes to an address of its own. */
const asks = (call: OutboundCall): boolean => bulkOf(call) !== undefined || (asksOne(call) && !isNotedDown(call));
const asksOne = (call: OutboundCall): boolean => !call.toAny && !(call.kind === 'http' && call.changes && !readsByPost(call)) && byKind(call);

function byKind(call: OutboundCall): boolean {
  const { kind, method, loop, row } = call;
  if (ASKING.has(row)) return true;
  if (kind === 'database' || kind === 'search') return (isRead(method) || isWrite(method)) && !MANY.test(method);
  if (asksTable(call)) return true;
  if (kind === 'cache') return loop?.kind === 'each' && !TOGETHER.test(method);
  return kind === 'rpc' || /(^|\.)(get|\$?o?fetch|)$/.test(method) || (row === 'undici' && method === 'request') || readsByPost(call);
}
