import { at as pick, list, record, text } from '../../lib/json.ts';
import type { ApiViolation, RestPoint } from '../../model/index.ts';

export interface Complaint { readonly message: string; readonly path: readonly (string | number)[]; readonly confidence?: ApiViolation['confidence'] }
interface Rule {
  readonly point: RestPoint;
  /** The operation's own complaint; undefined: it is kept; null: it is not asked of this operation. */
  check(operation: Operation): Complaint | undefined | null;
}
export interface Operation { readonly method: string; readonly path: string; readonly value: unknown; readonly item: unknown; readonly root: unknown; readonly pointer: readonly (string | number)[] }

const VERB = /^(?!add-?ons?\b)(?:(?:get|fetch|list|create|add|make|update|edit|modify|delete|remove|set|save|retrieve|find)(?=[A-Z_-]|$)|(?:lock|unlock|validate|calculate|generate|send|submit|approve|reject|enable|disable|assign|attach|detach)(?=[A-Z]|[_-][a-z]))/;
/** Things that one does to a resource, or to no resource at all: allowed as the last word. */
const ACTION = /^(login|logout|signin|signup|register|refresh|search|query|graphql|health\w*|ready|live|status|ping|metrics|verify|validate|callback|token|authorize|batch|bulk|export|import|upload|download|cancel|retry|checkout|subscribe|unsubscribe|activate|deactivate|archive|restore|me|count)$/i;

const segments = (path: string): string[] => path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{') && !segment.startsWith(':'));
const responses = (operation: unknown): [string, unknown][] => Object.entries(record(pick(operation, 'responses')));
const parameters = (operation: Operation): string[] => [...list(pick(operation.item, 'parameters')), ...list(pick(operation.value, 'parameters'))].flatMap((one) => text(pick(one, 'name')) ?? []).map((name) => name.toLowerCase());
const schemaOf = (response: unknown): unknown => pick(response, 'schema') ?? Object.values(record(pick(response, 'content'))).map((media) => pick(media, 'schema'))[0];
const ok = (operation: unknown): unknown => responses(operation).find(([code]) => /^2/.test(code))?.[1];
/** A GET whose answer is, or holds, an array. */
const isCollection = ({ method, path, value }: Operation): boolean => {
  // At the root stands an index of what else there is.
  if (method !== 'get' || path === '/' || /\}$/.test(path)) return false;
  const schema = schemaOf(ok(value));
  // `/accounts/{id}/transactionRules` answers `{transactionRules: […]}`.
  const named = segments(path).at(-1)?.replace(/[-_]/g, '').toLowerCase() ?? '';
  if (Object.entries(record(pick(schema, 'properties'))).some(([key, one]) => pick(one, 'type') === 'array' && key.replace(/[-_]/g, '').toLowerCase() === named)) return true;
  return pick(schema, 'type') === 'array' || Object.values(record(pick(schema, 'properties'))).some((one) => pick(one, 'type') === 'array' && pick(schema, 'properties') !== undefined && /^(data|items|results|records|edges|nodes|content)$/.test(Object.keys(record(pick(schema, 'properties'))).find((key) => pick(schema, 'properties', key) === one) ?? ''));
};
const PAGES = /^(limit|count|page|page_?size|per_?page|cursor|after|before|offset|first|last|size|take|skip|starting_after|max_?results|page_?token|next|next_?(?:token|page|cursor|key)|continue|continuation(?:_?token)?|marker|scroll_?id|max_?keys|\$?top|\$skip|\$limit|rows)$|page\[/;
/** The answer has a link to where it goes on: `next`, `next_url`, `_links.next`. A cursor that no parameter takes back is none. */
const goesOn = (schema: unknown): boolean => [schema, ...list(pick(schema, 'allOf'))].some((one) => Object.entries(record(pick(one, 'properties'))).some(([key, held]) =>
  /^next(?:_?page)?(?:_?(?:link|url|uri|href))?$/i.test(key) || (/^_?links$/.test(key) && pick(held, 'properties', 'next') !== undefined)));
const rpc = ({ path }: Operation): boolean => /graphql|\/rpc|\/trpc|:\w+$|webhook|\.\w+$/i.test(path);

export const RULES: readonly Rule[] = [
  {
    point: 'nouns',
    check: (operation) => {
      if (rpc(operation)) return null;
      const parts = segments(operation.path);
      const verb = parts.find((part) => VERB.test(part) && !ACTION.test(part));
      return verb === undefined ? undefined : { message: `The path has the verb ${verb}; the method says what is done.`, path: operation.pointer.slice(0, 2) };
    },
  },
  {
    point: 'methods',
    check: (operation) => {
      const { method, value, pointer } = operation;
      if (method === 'get' && pick(value, 'requestBody') !== undefined) return { message: 'A GET takes a body.', path: [...pointer, 'requestBody'] };
      const last = segments(operation.path).at(-1) ?? '';
      if (method === 'get' && /^(delete|remove|create|update|cancel)(?=[A-Z_-]|$)/.test(last)) return { message: 'A GET changes something, by its path.', path: pointer };
      if (responses(value).length > 0 && ok(value) === undefined && !responses(value).some(([code]) => /^(3|default)/.test(code))) return { message: 'No success is among its responses.', path: [...pointer, 'responses'] };
      return undefined;
    },
  },
  {
    point: 'pagination',
    check: (operation) => {
      if (!isCollection(operation)) return null;
      return parameters(operation).some((name) => PAGES.test(name)) || goesOn(schemaOf(ok(operation.value)))
        ? undefined : { message: 'The list has no limit: neither a cursor nor a page can be asked for.', path: operation.pointer };
    },
  },
  {
    point: 'rate-limits',
    check: ({ value, pointer }) => {
      const codes = responses(value);
      if (codes.length === 0) return null;
      const limited = codes.find(([code]) => code === '429' || /^4XX$/i.test(code));
      // `default` stands for every code that is not named, and says nothing of when to come again.
      const rest = codes.some(([code]) => code === 'default');
      if (limited === undefined) return { message: rest ? 'No 429 is among its responses, only a default.' : 'No 429 is among its responses.', path: [...pointer, 'responses'], ...(rest && { confidence: 'medium' as const }) };
      const headers = Object.keys(record(pick(limited[1], 'headers'))).map((name) => name.toLowerCase());
      return headers.length === 0 || headers.some((name) => /retry-after|ratelimit/.test(name)) ? (headers.length === 0 && pick(limited[1], '$ref') === undefined ? { message: 'Its 429 has no Retry-After header.', path: [...pointer, 'responses', limited[0]] } : undefined) : { message: 'Its 429 has no Retry-After header.', path: [...pointer, 'responses', limited[0]] };
    },
  },
  {
    point: 'idempotency',
    check: (operation) => {
      const last = segments(operation.path).at(-1) ?? '';
      if (operation.method !== 'post' || rpc(operation) || ACTION.test(last)) return null;
      // A second order or payment is what hurts.
      if (!/(order|payment|charge|refund|transfer|invoice|subscription|booking|purchase|payout|transaction)s?$/i.test(last)) return null;
      return parameters(operation).some((name) => /idempotency/.test(name)) ? undefined : { message: 'A repeated POST does it twice: there is no Idempotency-Key header.', path: operation.pointer };
    },
  },
  {
    point: 'errors',
    check: ({ value, pointer }) => {
      const codes = responses(value);
      if (codes.length === 0) return null;
      return codes.some(([code]) => /^[45]|default/i.test(code)) ? undefined : { message: 'No error is among its responses.', path: [...pointer, 'responses'] };
    },
  },
];

/** Points that only the whole document can keep. */
export function wholeDocument(root: unknown, operations: readonly Operation[], file = ''): readonly { readonly point: RestPoint; readonly complaint?: Complaint }[] {
  const found: { point: RestPoint; complaint?: Complaint }[] = [];
  const servers = list(pick(root, 'servers')).map((one) => (text(pick(one, 'url')) ?? '').replace(/\{([^{}]{1,60})\}/g, (whole, name: string) => text(pick(one, 'variables', name, 'default')) ?? whole));
  const versioned = /(^|\/)v\d+(\.\d+)?(\/|$)/;
  const inPath = operations.filter((one) => versioned.test(one.path)).length;
  const inServer = servers.some((url) => versioned.test(url)) || versioned.test(text(pick(root, 'basePath')) ?? '');
  const inHeader = operations.some((one) => parameters(one).some((name) => /version/.test(name)));
  // A part that is mounted elsewhere names no address; the folder may say which version it is of.
  const isPart = servers.length === 0 && text(pick(root, 'basePath')) === undefined && text(pick(root, 'host')) === undefined;
  const inFolder = isPart && versioned.test(file.split('/').slice(0, -1).join('/'));
  if (operations.length > 0 && !(inFolder && inPath === 0)) {
    // One that stands apart among hundreds is no second way of versioning.
    const mixed = inPath > 0 && inPath < operations.length * 0.98 && !inServer;
    found.push({ point: 'versioning', ...(inPath === 0 && !inServer && !inHeader ? { complaint: { message: 'Neither paths, servers nor a header carry a version.', path: ['paths'], ...(isPart && { confidence: 'low' as const }) } } : mixed ? { complaint: { message: `${inPath} of ${operations.length} operations carry a version in their path, the others do not.`, path: ['paths'] } } : {}) });
  }
  const slashed = operations.filter(({ path }) => path.length > 1 && path.endsWith('/'));
  // A slash at the end of every path is a style; at some it is a trap.
  if (slashed.length > 0 && slashed.length < operations.length / 2) found.push({ point: 'nouns', complaint: { message: `${slashed.length} of ${operations.length} operations have a slash at the end of their path, the others have none.`, path: slashed[0]!.pointer.slice(0, 2) } });
  const lists = operations.filter(isCollection);
  if (lists.length >= 2) {
    const bare = lists.filter((one) => pick(schemaOf(ok(one.value)), 'type') === 'array');
    found.push({ point: 'envelope', ...(bare.length > 0 && bare.length < lists.length ? { complaint: { message: `${bare.length} of ${lists.length} lists are bare arrays, the others have an envelope.`, path: bare[0]!.pointer } } : {}) });
  }
  const types = new Set(operations.flatMap((one) => responses(one.value).filter(([code]) => /^[45]/.test(code)).flatMap(([, response]) => Object.keys(record(pick(response, 'content'))))));
  if (types.size > 1 && types.has('application/problem+json') && types.has('application/json')) found.push({ point: 'errors', complaint: { message: 'Some errors are problem+json, others plain JSON.', path: ['paths'] } });
  return found;
}
