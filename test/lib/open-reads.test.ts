import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/model/index.ts';
import { asks } from '../../src/lib/open-reads.ts';

const endpoint = (method: string, path: string, effect?: Endpoint['effect']): Endpoint =>
  ({ subject: `${method} ${path}`, kind: 'http', framework: 'express', method, path, at: { file: 'src/a.ts', line: 1 }, chain: [], reads: [], writes: true, ...(effect && { effect }) });

describe('what is asked by POST', () => {
  it.each([
    ['a search', endpoint('POST', '/shares/search'), true],
    ['what makes something of what it is handed', endpoint('POST', '/v1/convert'), true],
    ['the same, where its handler changes what is kept', endpoint('POST', '/v1/convert', 'changes'), false],
    ['an act', endpoint('POST', '/v1/generate'), false],
    ['a thing by its name', endpoint('POST', '/orders'), false],
    ['another method', endpoint('PUT', '/v1/convert'), false],
  ])('%s', (_, one, expected) => expect(asks(one)).toBe(expected));
});
