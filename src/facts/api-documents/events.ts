import { at as pick, list, record, text } from '../../lib/json.ts';
import { placeIn, pointerStep, type Block } from '../../lib/located.ts';
import type { ApiDocument, ApiEvent, ApiOperation } from '../../model/index.ts';
import type { References } from './references.ts';

const MAX_EVENTS = 1_000;

/** What an AsyncAPI document says: channels with their operations, and the contract of every message. */
export function asyncDocument(block: Block, references: References): Pick<ApiDocument, 'operations' | 'events' | 'protocols'> {
  const root = block.value;
  const place = (...path: readonly string[]) => placeIn(block, path.map(pointerStep).join(''));
  const operations: ApiOperation[] = [];
  const events: ApiEvent[] = [];
  const protocols = new Set(Object.values(record(pick(root, 'servers'))).flatMap((server) => text(pick(references.target(server).value, 'protocol'))?.toLowerCase() ?? []));
  const meet = (channel: string, id: string, written: unknown, path: readonly string[]): void => {
    const message = merged(references.resolve(written));
    for (const one of list(message['oneOf']).length > 0 ? list(message['oneOf']) : [message]) {
      if (events.length < MAX_EVENTS) events.push({ channel, at: place(...path), ...contractOf(merged(one), id) });
    }
    for (const protocol of Object.keys(record(message['bindings']))) protocols.add(protocol.toLowerCase());
  };
  for (const [id, written] of Object.entries(record(pick(root, 'channels')))) {
    const channel = references.target(written).value;
    const address = text(pick(channel, 'address')) ?? id;
    for (const protocol of Object.keys(record(pick(channel, 'bindings')))) protocols.add(protocol.toLowerCase());
    // Version 2 has operations below their channel, version 3 beside it.
    for (const method of ['publish', 'subscribe']) {
      const operation = pick(channel, method);
      if (operation === undefined) continue;
      operations.push({ method, path: address, at: place('channels', id, method) });
      if (pick(operation, 'message') !== undefined) meet(address, address, pick(operation, 'message'), ['channels', id, method, 'message']);
    }
    for (const [name, message] of Object.entries(record(pick(channel, 'messages')))) meet(address, name, message, ['channels', id, 'messages', name]);
  }
  for (const [id, operation] of Object.entries(record(pick(root, 'operations')))) {
    const method = text(pick(operation, 'action'));
    const target = text(pick(operation, 'channel', '$ref'))?.split('/').at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (method === undefined || target === undefined) continue;
    operations.push({ method, path: text(pick(references.target(pick(root, 'channels', target)).value, 'address')) ?? target, id, at: place('operations', id) });
  }
  return { operations, events, protocols: [...protocols].sort() };
}

/** A message with what its traits add. */
const merged = (message: unknown): Record<string, unknown> => Object.assign({}, ...list(pick(message, 'traits')).map(record), record(message)) as Record<string, unknown>;

function contractOf(message: Readonly<Record<string, unknown>>, id: string): Omit<ApiEvent, 'channel' | 'at'> {
  // The whole of it is elsewhere.
  if (text(message['$ref']) !== undefined) return { name: id, open: true, keyed: true, described: true, marked: false };
  const { payload } = message;
  const name = text(message['name']) ?? id;
  const key = pick(message, 'bindings', 'kafka', 'key');
  const format = text(message['schemaFormat']) ?? text(pick(payload, 'schemaFormat')) ?? '';
  const fields = [...fieldsOf(message['headers']), ...fieldsOf(pick(payload, 'schema') ?? payload)];
  // A reference that leads out, another language, or a choice of shapes: what is in it is not seen.
  const open = JSON.stringify(payload ?? '').includes('"$ref"') || /avro|protobuf|raml|xml/i.test(format) || fields.length === 0 || list(pick(payload, 'oneOf')).length + list(pick(payload, 'anyOf')).length > 0;
  return {
    name, open, keyed: key !== undefined,
    described: typeof payload === 'object' && payload !== null && Object.keys(payload).length > 0,
    marked: message['correlationId'] !== undefined || fields.some((field) => MARK.test(field)),
  };
}

/** By which a message is known again, not only the thing that it speaks of. */
const MARK = /^(id|uuid|ce[-_]?id|(x-)?(event|message|msg|idempotency|dedup(lication)?)[-_]?(id|uuid|key)|idempotency|messageidentifier)$/i;
const ENVELOPE = /^(meta|metadata|event|envelope|header|headers|detail|context)$/i;

/** Names of its fields, and of those of the envelope that it may lie in. */
function fieldsOf(schema: unknown, depth = 0): string[] {
  const parts = [schema, ...list(pick(schema, 'allOf'))];
  return parts.flatMap((part) => Object.entries(record(pick(part, 'properties'))).flatMap(([name, inner]) => (ENVELOPE.test(name) && depth < 2 ? [name, ...fieldsOf(inner, depth + 1)] : [name])));
}
