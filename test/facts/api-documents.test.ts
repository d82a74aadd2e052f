import { expect, test } from 'vitest';
import { gather } from './gather.ts';

const operation = (more = ''): string => `{responses: {"200": {description: ok${more}}, "400": {description: bad}, "429": {description: slow, headers: {Retry-After: {schema: {type: integer}}}}}}`;

test('the ten points are asked of operations, with places', async () => {
  const { apiDocuments, gaps } = await gather({
    'openapi.yaml': `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /v1/getOrders:
    get: ${operation(', content: {application/json: {schema: {type: array}}}')}
  /v1/orders/:
    post: ${operation()}
  /v1/orders/{id}/cancel:
    post: ${operation()}
`,
  }, ['apiDocuments']);
  expect(gaps).toEqual([]);
  expect(apiDocuments.documents[0]?.violations.map(({ point, operation: name, at }) => [point, name, at.line])).toEqual([
    ['nouns', 'GET /v1/getOrders', 4], ['pagination', 'GET /v1/getOrders', 5], ['nouns', 'POST /v1/orders/', 6], ['idempotency', 'POST /v1/orders/', 7],
  ]);
});

test('references that lead out are not followed, and those in a circle end', async () => {
  const { apiDocuments } = await gather({
    'openapi.json': JSON.stringify({ openapi: '3.0.0', info: { title: 'x', version: '1' }, paths: { '/a': { get: { responses: { 200: { $ref: 'http://127.0.0.1:9/x.json' }, 404: { $ref: '#/components/responses/r' } } } } }, components: { responses: { r: { description: 'x', content: { 'application/json': { schema: { $ref: '#/components/schemas/s' } } } } }, schemas: { s: { properties: { s: { $ref: '#/components/schemas/s' } } } } } }),
    'events.yaml': 'asyncapi: 2.6.0\ninfo: {title: E, version: "1"}\nchannels:\n  orders:\n    publish: {operationId: placed}\n',
    'not-a-document.yaml': 'openapi: [unclosed\n',
  }, ['apiDocuments']);
  expect(apiDocuments.documents.map(({ format, operations }) => [format, operations.length])).toEqual([['asyncapi', 1], ['openapi', 1]]);
});
