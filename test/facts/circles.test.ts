import { describe, expect, it } from 'vitest';
import calls from '../../src/facts/calls.ts';
import telemetry from '../../src/facts/telemetry.ts';
import type { ModuleCalls, Telemetry } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const argsOf = (text: string): unknown => (extract(calls, text) as ModuleCalls).calls.find(({ ref }) => ref.name === 'fetch')?.args?.[1];

// Each of these takes longer than any test may, or the whole stack, where a thing is followed as often as it is named.
describe('what leads back to itself, or to one thing by very many ways, is followed once', () => {
  it('options that a function makes from its own', () =>
    expect(argsOf("function options() { return { ...options(), timeout: 500 }; }\nexport const go = () => fetch('https://a.test', options());")).toMatchObject({ bag: { values: { timeout: 500 } } }));

  it('options that each function makes from the next one twice', () => {
    const made = numbers(40).map((at) => `function options${at}() { return { ...options${at + 1}(), ...options${at + 1}() }; }`);
    expect(argsOf([...made, 'function options40() { return { timeout: 500 }; }', "export const go = () => fetch('https://a.test', options0());"].join('\n'))).toMatchObject({ bag: { values: { timeout: 500 } } });
  });

  it('types each of which stands for all others', () => {
    const types = numbers(60).map((at) => `type Client${at} = ${numbers(60).filter((other) => other !== at).map((other) => `Client${other}`).join(' | ')};`);
    const { functions } = extract(calls, [...types, "import { Pool } from 'pg';\nexport function one(): Client0 { return made; }\nexport function other(): Handed { return made; }\ntype Handed = Pool;"].join('\n')) as ModuleCalls;
    expect(functions.map(({ name, gives }) => [name, gives])).toEqual([['one', undefined], ['other', { from: 'pg', name: 'Pool', path: [], instance: true }]]);
  });

  it('a format that its maker gives from itself in many places', () => {
    const maker = `const made = () => { ${'if (asked) return made(); '.repeat(400)} return format.json(); };`;
    expect((extract(telemetry, `import { createLogger, format } from 'winston';\n${maker}\nexport const logger = createLogger({ format: made() });`) as Telemetry).loggers.map(({ structured }) => structured)).toEqual([true]);
  });
});
