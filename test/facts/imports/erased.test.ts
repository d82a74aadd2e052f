import { describe, expect, it } from 'vitest';
import { lintFor, repository } from '../../support.ts';
import { FACTS } from '../../../src/facts/index.ts';
import { study } from '../../../src/run.ts';

const TYPES = `export interface Order { id: string }
type Hidden = string;
export type { Hidden };
export type Both = number;
export const Both = 1;
export class Service {}
export default interface Main { x: 1 }
`;

async function erased(importing: string, more: Record<string, string> = {}): Promise<boolean> {
  const { survey } = await study(['imports'], { dir: repository({ 'types.ts': TYPES, 'a.ts': importing, ...more }), facts: FACTS });
  return survey.facts.imports!.modules['a.ts']![0]!.kind === 'type';
}

describe('an import of types alone is gone at run time', () => {
  it.each([
    ["import { Order } from './types.js';"],
    ["import { Order, Hidden } from './types';"],
    ["import Main from './types.js';"],
    ["export { Order } from './types.js';"],
  ])('%s', async (text) => expect(await erased(text)).toBe(true));

  it.each([
    ["import { Service } from './types.js';"],
    ["import { Order, Service } from './types.js';"],
    ["import { Both } from './types.js';"],
    ["import * as all from './types.js';"],
    ["import './types.js';"],
  ])('but not: %s', async (text) => expect(await erased(text)).toBe(false));

  it('is seen through re-exports', async () => {
    expect(await erased("import { Order } from './index.js';", { 'index.ts': "export * from './types.js';\n" })).toBe(true);
    expect(await erased("import { Order } from './index.js';", { 'index.ts': "export { Order } from './types.js';\n" })).toBe(true);
    expect(await erased("import { Service } from './index.js';", { 'index.ts': "export * from './types.js';\n" })).toBe(false);
    expect(await erased("import { Order } from './index.js';", { 'index.ts': "export * from './types.js';\nexport const Order = 1;\n" })).toBe(false);
  });

  it('closes no run-time cycle', async () => {
    const tree = {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n',
      'a.ts': "import { B } from './b.js';\nexport const a = (b: B) => b;\n",
      'b.ts': "import { a } from './a.js';\nexport interface B { x: typeof a }\nexport const b = a;\n",
    };
    const { verdict, findings } = await lintFor('circular-dependencies', tree);
    expect(verdict).toBe('passed');
    expect(findings.map(({ advice }) => typeof advice)).toEqual(['string']);
  });
});
