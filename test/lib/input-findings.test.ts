import { expect, it } from 'vitest';
import check from '../../checks/security/unvalidated-input.ts';
import type { Endpoint, Facts, ImportEdge, Link } from '../../src/model/index.ts';

const endpoint = (name: string, line: number, chain: readonly Link[] = []): Endpoint =>
  ({ subject: `POST /${name}`, kind: 'http', framework: 'express', method: 'POST', path: `/${name}`, at: { file: 'src/app.ts', line, column: 1 }, handler: { file: `src/${name}.ts`, line: 1 }, chain, reads: ['body'], writes: true,
    courses: { body: { into: { name: 'db.insert', at: { file: `src/${name}.ts`, line: 2 }, steps: 0 } } } });
const edge = (over: Partial<ImportEdge>): ImportEdge => ({ specifier: 'x', kind: 'value', names: [], line: 1, column: 1, ...over }) as ImportEdge;
const units = { units: [{ name: 'shop', kind: 'service', modules: ['src/app.ts'] }] } as unknown as Facts['units'];
const judge = (endpoints: readonly Endpoint[], modules: Readonly<Record<string, readonly ImportEdge[]>>): string[] =>
  check.inspect({ endpoints: { endpoints } as Facts['endpoints'], units, imports: { modules, resolved: 0, unresolved: 0 } }, {}).judgements.map(({ subject, standing, confidence, evidence }) => `${standing} ${subject} ${confidence ?? 'high'} ${evidence?.length ?? 0}`);

const three = [endpoint('orders', 1), endpoint('bills', 2), endpoint('users', 3)];

it('doubts itself where a library that validates is beside the handlers of a service and none was seen to use it', () => {
  const low = ['missing POST /orders low 3', 'missing POST /bills low 3', 'missing POST /users low 3'];
  expect(judge(three, { 'src/orders.ts': [edge({ external: 'zod' })] })).toEqual(low);
  expect(judge(three, { 'src/orders.ts': [edge({ to: 'src/lib/parse.ts' })], 'src/lib/parse.ts': [edge({ external: 'joi' })] })).toEqual(low);
});

it('does not where it is understood elsewhere, where the library looks at settings or stands for types alone, and where two are bare', () => {
  const high = ['missing POST /orders high 2', 'missing POST /bills high 2', 'missing POST /users high 2'];
  const medium = high.map((one) => one.replace('high', 'medium'));
  const beside = { 'src/orders.ts': [edge({ external: 'zod' })] };
  const seen: Link = { role: 'validation', name: 'OrderSchema', at: { file: 'src/app.ts', line: 4 }, scope: 'method', confidence: 'high' };
  expect(judge([...three, endpoint('carts', 4, [seen])], beside).slice(0, 3)).toEqual(high);
  expect(judge(three, { 'src/orders.ts': [edge({ to: 'src/config.ts' })], 'src/config.ts': [edge({ external: 'zod' })] })).toEqual(medium);
  expect(judge(three, { 'src/orders.ts': [edge({ external: 'zod', kind: 'type' })] })).toEqual(medium);
  expect(judge(three.slice(0, 2), beside)).toEqual(medium.slice(0, 2));
});

it('tells queries together also where no unit is known to hold them', () => {
  const reading = Array.from({ length: 6 }, (_, index): Endpoint => ({ ...endpoint(`list${index}`, index + 1), subject: `GET /list${index}`, method: 'GET', reads: ['query'], at: { file: 'server/routes.ts', line: index + 1, column: 1 } }));
  expect(judge(reading, {})).toEqual(['missing queries of server low 6']);
});

it('tells the actions of a page server together where many take what they are handed', () => {
  const actions = Array.from({ length: 6 }, (_, index): Endpoint => ({ ...endpoint(`save${index}`, index + 1), subject: `action save${index} in app/actions.ts`, kind: 'action', framework: 'next', at: { file: 'src/app.ts', line: index + 1, column: 1 } }));
  expect(judge(actions, {})).toEqual(['missing actions of shop low 6']);
  expect(judge(actions.slice(0, 5), {})).toHaveLength(5);
});
