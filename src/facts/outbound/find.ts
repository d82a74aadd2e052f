import type { CallSite, Construction, Reference } from '../../model/index.ts';
import { symbolOf } from '../../lib/clients/match.ts';
import type { ClientRow } from '../../lib/clients/row.ts';
import type { CodeGraph, Target } from '../../lib/code-graph.ts';
import { isRead, isWrite } from '../../lib/operations.ts';
import { packageOf } from '../../lib/bindings.ts';
import { beneath, nameOf, rowOfConstruction, type Rows } from './rows.ts';

export interface Found { readonly row: ClientRow; readonly package: string; readonly method: string; readonly typed?: true; readonly made?: { readonly file: string; readonly construction: Construction } }

/** Calls that set a client up or take it down. */
const UPKEEP = /^(on|once|off|removeListener|close|end|quit|disconnect|destroy|\$connect|\$disconnect|\$on|\$extends|\$use|use|interceptors|defaults|extend|initialize|define|model|sync|authenticate|plugin|get(Repository|Manager|DataSource|Connection)|setup|ping|connect|waitForReady|getChannel|then|catch|finally)$/;

/** `(await db.select()).find((order) => …)`: what was answered is a list, and is looked through. */
const looksThrough = ({ ref: { path }, args }: CallSite): boolean => args?.[0] !== undefined && 'inline' in args[0] && path.length > 1 && OF_A_LIST.test(path.at(-1)!);
const OF_A_LIST = /^(?:find|findLast|findIndex|filter|map|flatMap|some|every|forEach|reduce|sort)$/;

/** The client behind a call, or the package function that it is. */
export function find(file: string, call: CallSite, graph: CodeGraph, rows: Rows): Found | undefined {
  if (call.ref.from === undefined && call.ref.name === 'fetch' && call.ref.path.length === 0 && call.ref.instance !== true) {
    return graph.functionOf(file, 'fetch') ? undefined : { row: rows('globalThis', file)!, package: 'globalThis', method: 'fetch' };
  }
  if (looksThrough(call)) return undefined;
  const own = call.instance === undefined ? undefined : graph.calls[file]?.constructions.find(({ id, line }) => id === call.instance || (id === '' && String(line) === call.instance));
  const target: Target | undefined = own && rowOfConstruction(file, own, rows)
    ? { kind: 'construction', file, construction: own, rest: restAfter(call.ref, own.ref) }
    : graph.resolve(file, call.ref);
  if (!target || target.kind === 'function') return undefined;
  if (target.kind === 'construction') {
    const row = rowOfConstruction(target.file, target.construction, rows);
    if (!row) return undefined;
    const method = target.rest.filter((part) => part !== '()' && part !== 'new').join('.');
    const outgoing = (row.calls ? row.calls.test(method) : method !== '' && !UPKEEP.test(method.split('.').at(-1)!)) && !onResult(target.rest) && !(row.kind === 'sdk' && (target.rest.includes('()') || LOCAL_WORK.test(method) || SIGNS.test(method)));
    if (!outgoing || isValue(row, method, call)) return undefined;
    const made = beneath(target.file, target.construction, row, graph, rows) ?? { file: target.file, construction: target.construction };
    return { row, package: nameOf(target.construction), method: row.verb === 'first' ? target.rest[0]! : method, made };
  }
  const row = rows(target.ref.from, target.file);
  if (!row) return undefined;
  const symbol = symbolOf({ ...target.ref, path: target.ref.path.filter((part) => part !== 'new') });
  if (row.direct?.test(symbol) && !target.ref.path.includes('()')) return { row, package: packageOf(target.ref.from!)!, method: symbol };
  if (row.onResult?.test(symbol)) return { row, package: packageOf(target.ref.from!)!, method: target.ref.path.at(-1)! };
  // A client that is known by its type alone: `constructor(private readonly users: Repository<User>)`.
  if (target.ref.instance && row.types && target.ref.path.length > 0) {
    // The type may be a member of a namespace: `Prisma.TransactionClient`.
    const qualified = row.types.test(symbolOf({ ...target.ref, path: target.ref.path.slice(0, 1) })) ? 1 : 0;
    const path = target.ref.path.slice(qualified).filter((part) => part !== '()');
    // `Stripe.PaymentIntent` is what a client answers with.
    const answered = qualified === 0 && /^[A-Z]/.test(path[0] ?? '');
    const typed = qualified === 1 || (!answered && row.types.test(symbolOf({ ...target.ref, path: [] })));
    if (typed && path.length > 0 && !isValue(row, path.join('.'), call) && !onResult(target.ref.path) && (row.calls ? row.calls.test(path.join('.')) : !UPKEEP.test(path.at(-1)!))) {
      return { row, package: packageOf(target.ref.from!)!, method: path.join('.'), typed: true };
    }
  }
  return undefined;
}

/** `knex.raw('NULL')` and `query.increment('visits')` are parts of a query, and `repository.create({…})` of TypeORM or MikroORM an object: they ask nothing by themselves. */
const isValue = (row: ClientRow, method: string, { awaited, returned, relayed, batched, dropped }: CallSite): boolean =>
  // What a team puts on a model of its own may only compute: `Author.getLastFirst(name)`, for whose answer nobody waits.
  (row.id === 'sequelize' && !OF_SEQUELIZE.test(method.split('.').at(-1)!) && !awaited && !returned && !relayed && !batched && !dropped)
  || (row.id === 'knex' && !awaited && (/(^|\.)raw$/.test(method) || (!returned && /(^|\.)(increment|decrement)$/.test(method)))) || (row.id === 'typeorm' && /^(manager\.)?(create|merge|getId|hasId)$/.test(method))
  || (row.id === 'mikro-orm' && /(^|\.)(create|assign|merge|map|getReference|clear|fork)$/.test(method));

const OF_SEQUELIZE = /^(?:find\w*|count\w*|create|bulkCreate|update|destroy|upsert|increment|decrement|max|min|sum|aggregate|query|truncate|restore|save|reload|describe)$/;

/** An address is signed in the process, and nothing is sent. */
export const SIGNS = /^(?:getSignedUrl(?:Promise)?|createPresignedPost)$/;
/** Members of SDKs that only compute. */
const LOCAL_WORK = /^webhooks\./;

/** After these a chain goes on with what was answered, or with what is noted down until it is executed. */
const ANSWERED = /^(then|catch|finally|toArray|initialize(?:Uno|O)rderedBulkOp)$/;
const answers = (member: string): boolean => ANSWERED.test(member) || (!UPKEEP.test(member) && (isRead(member) || isWrite(member)));

/** `(await users.findMany()).find(…)` is asked of the answer, not of the database. */
const onResult = (rest: readonly string[]): boolean => rest.some((part, index) => part === '()' && index > 0 && answers(rest[index - 1]!)) && !/^(exec|execute(?:TakeFirst(?:OrThrow)?)?|lean)$/.test(rest.at(-1)!);

const restAfter = (ref: Reference, made: Reference): readonly string[] => {
  const start = ref.path.findIndex((part, index) => index >= made.path.length && (part === '()' || part === 'new'));
  return start === -1 ? ref.path : ref.path.slice(start + 1);
};
