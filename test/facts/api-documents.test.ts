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
    ['nouns', 'GET /v1/getOrders', 4], ['pagination', 'GET /v1/getOrders', 5], ['nouns', undefined, 6], ['idempotency', 'POST /v1/orders/', 7],
  ]);
});

test('references that lead out are not followed, and those in a circle end', async () => {
  const { apiDocuments, gaps } = await gather({
    'openapi.json': JSON.stringify({ openapi: '3.0.0', info: { title: 'x', version: '1' }, paths: { '/a': { get: { responses: { 200: { $ref: 'http://127.0.0.1:9/x.json' }, 404: { $ref: '#/components/responses/r' } } } } }, components: { responses: { r: { description: 'x', content: { 'application/json': { schema: { $ref: '#/components/schemas/s' } } } } }, schemas: { s: { properties: { s: { $ref: '#/components/schemas/s' } } } } } }),
    'events.yaml': 'asyncapi: 2.6.0\ninfo: {title: E, version: "1"}\nchannels:\n  orders:\n    publish: {operationId: placed}\n',
    'not-a-document.yaml': 'openapi: 3.0.3\npaths: [unclosed\n',
  }, ['apiDocuments']);
  expect(apiDocuments.documents.map(({ format, operations }) => [format, operations.length])).toEqual([['asyncapi', 1], ['openapi', 1]]);
  expect(gaps.map(({ at, reason }) => [at?.file, reason])).toEqual([
    ['not-a-document.yaml', expect.stringContaining('is not valid YAML')],
    ['openapi.json', 'refers to http://127.0.0.1:9/x.json, which is not fetched'],
  ]);
});

test('a document in several files is read as one; what is not there is told', async () => {
  const { apiDocuments, gaps } = await gather({
    'api/openapi.yaml': 'openapi: 3.0.3\ninfo: {title: Shop, version: "1"}\nservers:\n  - url: https://api.acme.io/{base}\n    variables: {base: {default: shop/v1}}\npaths:\n  /orders/{id}/lines:\n    get: {$ref: "paths/lines.yaml"}\n  /gone:\n    get: {$ref: "paths/gone.yaml"}\n',
    'api/paths/lines.yaml': 'parameters:\n  - {$ref: "../parameters.yaml#/limit"}\nresponses:\n  "200": {description: ok, content: {application/json: {schema: {type: object, properties: {lines: {type: array}}}}}}\n',
    'api/parameters.yaml': 'limit: {name: limit, in: query, schema: {type: integer}}\n',
  }, ['apiDocuments']);
  expect(apiDocuments.documents[0]?.asked).toMatchObject({ pagination: 1, versioning: 1, errors: 1 });
  expect(apiDocuments.documents[0]?.violations.map(({ point, operation: name }) => [point, name])).toEqual([['errors', 'GET /orders/{id}/lines'], ['rate-limits', 'GET /orders/{id}/lines']]);
  expect(gaps.map(({ at, reason }) => [at?.file, reason])).toEqual([['api/openapi.yaml', 'refers to api/paths/gone.yaml, which cannot be read']]);
});

test('a slash at the end of every path is a style, and an add-on no verb', async () => {
  const { apiDocuments } = await gather({ 'openapi.yaml': `openapi: 3.0.3\ninfo: {title: x, version: "1"}\npaths:\n  /v1/orders/: {post: ${operation()}, put: ${operation()}}\n  /v1/add-ons/: {put: ${operation()}}\n  /v1/lock-session/: {put: ${operation()}}\n` }, ['apiDocuments']);
  expect(apiDocuments.documents[0]?.violations.map(({ point, operation: name }) => [point, name])).toEqual([['idempotency', 'POST /v1/orders/'], ['nouns', 'PUT /v1/lock-session/']]);
});

test('one document in two notations is asked once, in the one that people write; another version is another document', async () => {
  const document = (version: string): unknown => ({ openapi: '3.0.3', info: { title: 'Shop', version }, paths: { '/v1/getOrders': { get: { operationId: 'orders', responses: { 200: { description: 'ok' }, 400: { description: 'bad' } } } } } });
  const { apiDocuments } = await gather({
    'json/shop.json': JSON.stringify(document('1')), 'yaml/shop.yaml': JSON.stringify(document('1'), undefined, 2), 'yaml/shop-2.yaml': JSON.stringify(document('2'), undefined, 2),
  }, ['apiDocuments']);
  expect(apiDocuments.documents.map(({ file, twinOf, operations, violations }) => [file, twinOf, operations.length, violations.length > 0])).toEqual([
    ['json/shop.json', 'yaml/shop.yaml', 1, false], ['yaml/shop-2.yaml', undefined, 1, true], ['yaml/shop.yaml', undefined, 1, true],
  ]);
});

test('events of both versions of AsyncAPI, through references, traits and choices; what is elsewhere is left open', async () => {
  const { apiDocuments } = await gather({
    'a.yaml': `asyncapi: 2.6.0
info: {title: A, version: "1"}
servers: {k: {url: "kafka:9092", protocol: kafka-secure}}
channels:
  orders.{region}:
    publish:
      message:
        oneOf:
          - {$ref: "#/components/messages/placed"}
          - {$ref: "https://example.com/gone.yaml"}
          - {name: cancelled, payload: {type: object, properties: {orderId: {type: string}}}}
components:
  messages:
    placed:
      name: placed
      traits: [{headers: {type: object, properties: {message-id: {type: string}}}}]
      bindings: {kafka: {key: {type: string}}}
      payload: {type: object, properties: {order: {type: object}}}
`,
    'b.yaml': `asyncapi: 3.0.0
info: {title: B, version: "1"}
channels:
  orders:
    address: shop/orders
    bindings: {amqp: {is: queue}}
    messages:
      placed: {payload: {schemaFormat: "application/vnd.apache.avro;version=1.9.0", schema: {type: record}}}
operations:
  tell: {action: send, channel: {$ref: "#/channels/orders"}}
`,
    'examples/c.yaml': 'asyncapi: 3.0.0\ninfo: {title: C, version: "1"}\n',
  }, ['apiDocuments']);
  const [a, b] = apiDocuments.documents;
  expect(apiDocuments.documents).toHaveLength(2);
  expect(a!.protocols).toEqual(['kafka-secure']);
  expect(a!.events!.map(({ name, described, keyed, marked, open }) => [name, described, keyed, marked, open])).toEqual([['placed', true, true, true, false], ['orders.{region}', true, true, false, true], ['cancelled', true, false, false, false]]);
  expect(b!.protocols).toEqual(['amqp']);
  expect(b!.operations).toMatchObject([{ method: 'send', path: 'shop/orders', id: 'tell' }]);
  expect(b!.events).toMatchObject([{ channel: 'shop/orders', name: 'placed', described: true, open: true, at: { line: 8 } }]);
});

test.each(['2.0', '"2.0"'])('a document of Swagger %s is read, whatever YAML takes its version for', async (version) => {
  const { apiDocuments } = await gather({ 'swagger.yaml': `swagger: ${version}\ninfo: {title: Shop, version: "1"}\npaths:\n  /orders: {get: {responses: {200: {description: all}}}}\n` }, ['apiDocuments']);
  expect(apiDocuments.documents.map(({ file, format }) => [file, format])).toEqual([['swagger.yaml', 'swagger']]);
});

const told = async (file: string, document: string): Promise<string[]> => (await gather({ [file]: `openapi: 3.0.3\ninfo: {title: Shop, version: "1"}\n${document}` }, ['apiDocuments'])).apiDocuments.documents[0]!.violations.map(({ point, confidence }) => (confidence === undefined ? point : `${point} (${confidence})`));
const listed = (path: string, more: string, properties = ''): string => `servers: [{url: https://shop.example/v1}]\npaths:\n  ${path}:\n    get: {${more}responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {type: string}}${properties}}}}}}, "429": {description: slow, headers: {Retry-After: {}}}}}\n`;
test.each([
  ['neither', listed('/orders', ''), ['pagination']],
  ['a parameter that has nothing of it', listed('/orders', 'parameters: [{name: sort, in: query, schema: {type: string}}], '), ['pagination']],
  ['where to go on', listed('/orders', 'parameters: [{name: next, in: query, schema: {type: string}}], '), []],
  ['an answer that says where it goes on', listed('/orders', '', ', _links: {type: object, properties: {next: {type: object}}}'), []],
  ['an answer with a link to more', listed('/orders', '', ', next_url: {type: string}'), []],
  ['an answer with a cursor that nothing takes back', listed('/orders', '', ', nextCursor: {type: string}'), ['pagination']],
  ['an answer with links to elsewhere', listed('/orders', '', ', _links: {type: object, properties: {self: {type: object}}}'), ['pagination']],
  ['the root, which lists what there is', listed('/', ''), []],
])('a list with %s', async (_, document, points) => expect((await told('openapi.yaml', document)).filter((one) => one.startsWith('pagination'))).toEqual(points));

const orders = 'paths:\n  /orders/{id}:\n    get: {responses: {"200": {description: ok}, "404": {description: none}}}\n';
test.each([
  ['api/openapi.yaml', orders, ['versioning (low)']],
  ['api/v1/orders.yaml', orders, []],
  ['api/openapi.yaml', `servers: [{url: https://shop.example/api}]\n${orders}`, ['versioning']],
  ['api/v1/openapi.yaml', `servers: [{url: https://shop.example/api}]\n${orders}`, ['versioning']],
])('a document of %s whose version nothing carries: %s', async (file, document, points) => expect((await told(file, document)).filter((one) => one.startsWith('versioning'))).toEqual(points));

test.each([['"404": {description: none}', ['rate-limits']], ['default: {description: none}', ['rate-limits (medium)']], ['"429": {description: slow, headers: {Retry-After: {}}}', []]])('a limit among the answers: %s', async (answers, points) => expect((await told('v1/a.yaml', `paths:\n  /orders/{id}:\n    get: {responses: {"200": {description: ok}, ${answers}}}\n`)).filter((one) => one.startsWith('rate'))).toEqual(points));

test('a document among examples is read, and not judged', async () => {
  const document = `openapi: 3.0.3\ninfo: {title: Pets, version: "1"}\npaths:\n  /getPets:\n    get: ${operation()}\n`;
  const { apiDocuments } = await gather({ 'examples/pets.yaml': document, 'api/pets.json': JSON.stringify({ openapi: '3.0.3', info: { title: 'Shop', version: '1' }, paths: { '/getPets': { get: { responses: { 200: { description: 'ok' } } } } } }) }, ['apiDocuments']);
  expect(apiDocuments.documents.map(({ file, operations, violations }) => [file, operations.length, violations.length > 0])).toEqual([['api/pets.json', 1, true], ['examples/pets.yaml', 1, false]]);
});

test('a file that a document takes its paths from is a part of it, and its own references start there', async () => {
  const { apiDocuments } = await gather({
    'openapi.yaml': 'openapi: 3.1.0\ninfo: {title: Shop, version: "1"}\npaths:\n  /v1/orders: {$ref: "parts/orders.yaml#/paths/~1v1~1orders"}\n',
    'parts/orders.yaml': `openapi: 3.1.0\ninfo: {title: Orders, version: "1"}\npaths:\n  /v1/orders:\n    put:\n      responses:\n        "200": {$ref: "#/components/responses/Done"}\ncomponents: {responses: {Done: {description: done}}}\n`,
  }, ['apiDocuments']);
  expect(apiDocuments.documents.map(({ file, twinOf, violations }) => [file, twinOf, violations.map(({ point }) => point)])).toEqual([
    ['openapi.yaml', undefined, ['errors', 'rate-limits']],
    ['parts/orders.yaml', 'openapi.yaml', []],
  ]);
});
