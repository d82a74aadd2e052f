import { parse } from '@typescript-eslint/typescript-estree';
import { expect, test } from 'vitest';
import { Development } from '../../src/lib/development.ts';
import { Scope } from '../../src/lib/scope.ts';
import { indexTree } from '../../src/lib/tree.ts';
import type { ParsedModule } from '../../src/model/index.ts';

/** Whether the one call of `tried` is made on the machine of a developer alone. */
const holds = (code: string): boolean => {
  const tree = parse(code, { loc: true, range: true });
  const module = { text: code, tree, imports: [], ...indexTree(tree) } as unknown as ParsedModule;
  const call = module.nodes('CallExpression').find(({ callee }) => callee.type === 'Identifier' && callee.name === 'tried')!;
  return new Development(module, new Scope(module)).holds(call);
};

test.each([
  'if (process.env.IS_LOCAL) tried();',
  "if (process.env.IS_OFFLINE === 'true' && ready) { tried(); }",
  'if (process.env.IS_LOCAL || process.env.IS_OFFLINE) tried(); else other();',
  "if (process.env.NODE_ENV !== 'production') tried();",
  "if (process.env.NODE_ENV === 'production') { other(); } else { tried(); }",
  "const isLocal = process.env.STAGE === 'local'; const client = isLocal ? tried() : other();",
  'config.isDev && tried();',
  'function publish() { tried(); } export const send = () => { if (process.env.IS_LOCAL) publish(); };',
  'const publish = () => tried(); if (!isProduction()) publish();',
])('on the machine of a developer: %s', (code) => expect(holds(code)).toBe(true));

test.each([
  'if (!process.env.IS_LOCAL) tried();',
  'if (process.env.IS_LOCAL) other(); else tried();',
  "if (process.env.IS_LOCAL || process.env.STAGE === 'staging') tried();",
  "if (config.env !== 'production') tried();",
  'if (file.isLocal) tried();',
  'const isLocal = host.startsWith("/"); if (isLocal) tried();',
  'function publish() { tried(); } if (process.env.IS_LOCAL) publish(); publish();',
  'export function publish() { tried(); } if (process.env.IS_LOCAL) publish();',
  'function publish() { tried(); } if (process.env.IS_LOCAL) publish(); on("x", publish);',
  "if (process.env.NODE_ENV === 'production') tried();",
])('anywhere: %s', (code) => expect(holds(code)).toBe(false));
