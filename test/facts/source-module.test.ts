import { describe, expect, it } from 'vitest';
import { study } from '../../src/facts/source/study.ts';

const sites = (text: string, path = 'a.ts'): string[] =>
  study(path, text, []).module!.imports.map(({ specifier, kind, line, column, names, reExport }) => `${line}:${column} ${kind} ${specifier} [${names.join(' ')}]${reExport ? ' re-export' : ''}`);

describe('import sites', () => {
  it.each([
    ["import a from 'x';", '1:15 value x [default]'],
    ["import a, { b as c } from 'x';", '1:27 value x [default b]'],
    ["import * as a from 'x';", '1:20 value x [*]'],
    ["import 'x';", '1:8 value x []'],
    ["import {} from 'x';", '1:16 value x []'],
    ["import { 'odd name' as a } from 'x';", '1:33 value x [odd name]'],
    ["import type { A } from 'x';", '1:24 type x [A]'],
    ["import type A from 'x';", '1:20 type x [default]'],
    ["import { type A, type B } from 'x';", '1:32 type x [A B]'],
    ["import { type A, b } from 'x';", '1:27 value x [A b]'],
    ["import a, { type B } from 'x';", '1:27 value x [default B]'],
    ["import data from './d.json' with { type: 'json' };", '1:18 value ./d.json [default]'],
    ["export { a, b as c } from 'x';", '1:27 value x [a b] re-export'],
    ["export { default } from 'x';", '1:25 value x [default] re-export'],
    ["export * from 'x';", '1:15 value x [*] re-export'],
    ["export * as n from 'x';", '1:20 value x [*] re-export'],
    ["export type { A } from 'x';", '1:24 type x [A] re-export'],
    ["export { type A } from 'x';", '1:24 type x [A] re-export'],
    ["export type * from 'x';", '1:20 type x [*] re-export'],
    ["import a = require('x');", '1:20 require x [*]'],
    ["export import a = require('x');", '1:27 require x [*]'],
    ["import type a = require('x');", '1:25 type x [*]'],
    ["const a = require('x');", '1:19 require x [*]'],
    ["const { a, b: c } = require('x');", '1:29 require x [a b]'],
    ["const { a, ...rest } = require('x');", '1:32 require x [*]'],
    ["const a = require('x').b;", '1:19 require x [b]'],
    ["require('x');", '1:9 require x []'],
    ["function f() {\n  return require(`x`);\n}", '2:18 require x [*]'],
    ["const a = await import('x');", '1:24 dynamic x [*]'],
    ["const { a } = await import('x');", '1:28 dynamic x [a]'],
    ["const a = (await import('x')).b;", '1:25 dynamic x [b]'],
    ["await import('x');", '1:14 dynamic x []'],
    ["import('x').then((m) => m.a);", '1:8 dynamic x [*]'],
    ["const p = import(/* webpackChunkName: 'c' */ 'x');", '1:46 dynamic x [*]'],
    ["import /* odd */ ('x');", '1:19 dynamic x []'],
    ["type A = import('x').B.C;", '1:17 type x [B]'],
    ["let a: typeof import('x');", '1:22 type x [*]'],
    ["declare module 'm' {\n  import { A } from 'x';\n}", '2:21 value x [A]'],
    ["#!/usr/bin/env node\nimport 'x';", '2:8 value x []'],
  ])('%j', (text, expected) => expect(sites(text)).toEqual([expected]));

  it.each([
    'const a = import(path);', 'require(`./${name}`);', "require.resolve('x');", "import.meta.glob('./*.ts');", "vi.mock('x');", "new URL('./x', import.meta.url);",
    "// import 'x'", "const s = \"import 'x'\";", "/// <reference path='x' />", "import A = B.C;", "declare module 'x' {}", "a.require('x');", 'export { a };', 'export const b = 1;',
  ])('none in %j', (text) => expect(sites(text)).toEqual([]));

  it('stand in the order of the file', () => {
    expect(sites("const a = require('a');\nimport b from 'b';\nimport('c');\nexport * from 'd';\n").map((site) => site.split(' ')[2])).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each(['a.js', 'a.jsx', 'a.tsx', 'a.cjs'])('reads JSX in %s', (path) => expect(sites("import x from 'x';\nexport const y = <x.A b={1}>c</x.A>;", path)).toHaveLength(1));
  it('reads generics and assertions in .ts', () => expect(sites("const a = <T>(b: T) => <string>(c as unknown);\nimport 'x';")).toEqual(['2:8 value x []']));
});

describe('single-file components', () => {
  it.each([
    ['a.vue', "<template>\n  <script>import 'no'</script>\n</template>\n<script setup lang=\"ts\">\nimport { type A } from './a';\n</script>\n<style>a > b {}</style>", ['5:24 type ./a [A]']],
    ['a.vue', "<script>\nimport a from './a'\n</script>\n<script setup>\nimport b from './b'\n</script>", ['2:15 value ./a [default]', '5:15 value ./b [default]']],
    ['a.vue', "<script setup lang=\"ts\" generic=\"T extends Map<string, B>\">import './c'</script>", ['1:67 value ./c []']],
    ['a.vue', '<script src="./logic.ts"></script>', ['1:13 value ./logic.ts []']],
    ['a.vue', "<template><div><template #x>a</template></div></template>\n<script lang='ts'>import './d'</script>", ['2:26 value ./d []']],
    ['a.vue', "<!-- <script>import 'no'</script> -->\n<script>import 'yes'</script>", ['2:16 value yes []']],
    ['a.vue', '<script type="application/ld+json">{"a": 1}</script>', []],
    ['a.vue', '<template>only</template>', []],
    ['a.vue', '<script lang="coffee">a = -> 1</script>', []],
    ['a.vue', "<script lang=\"ts\">import 'open'", ['1:26 value open []']],
    ['a.svelte', "<svelte:head><script>import 'no'</script></svelte:head>\n<script context=\"module\">\r\nimport 'm'\r\n</script>\n{#if a < b}<p/>{/if}", ['3:8 value m []']],
    ['a.vue', '', []],
    ['a.vue', '<script lang="', []],
  ])('%s %j', (path, text, expected) => expect(sites(text, path)).toEqual(expected));

  it('are read in time that grows with their length', () => {
    for (const text of ['<script '.repeat(50_000), '<template>'.repeat(50_000), '<!--'.repeat(50_000), '<script a="'.repeat(50_000)]) expect(sites(text, 'a.vue')).toEqual([]);
  });
});

describe('what else is said of a module', () => {
  const of = (text: string) => study('a.ts', text, []).module!;

  it.each([
    ['export const a = 1, { b, c: [d = 1, ...e] } = f;', ['a', 'b', 'd', 'e']],
    ['export default 1;', ['default']],
    ['export default class A {}', ['default']],
    ['export function a(): void;\nexport function a(b?: 1): void {}', ['a']],
    ['export class A {}\nexport interface B {}\nexport type C = 1;\nexport enum D {}\nexport namespace E {}', ['A', 'B', 'C', 'D', 'E']],
    ["const a = 1; export { a as b, a as 'c d' };", ['b', 'c d']],
    ["export * from 'x'; export * as n from 'y'; export { z } from 'z';", ['*', 'n', 'z']],
    ['export = a;', ['default']],
    ['exports.a = exports.b = 1; module.exports.c = 2;', ['a', 'b', 'c']],
    ['module.exports = { a, b: 1, ...c };', ['a', 'b']],
    ['module.exports = function () {};', ['default']],
    ['a.exports = 1; exported = 2;', []],
  ])('exports of %j', (text, names) => expect(of(text).exports).toEqual(names));

  it.each([["'use client';\n'use strict';\na;", ['use client', 'use strict']], ["// a\n'use server'", ['use server']], ["a;\n'use client';", []], ['', []]])(
    'directives of %j', (text, found) => expect(of(text).directives).toEqual(found));

  it.each([['', 0], ['a', 1], ['a\n', 1], ['a\n\nb', 3], ['a\r\nb\r\n', 2]])('lines of %j', (text, lines) => expect(of(text).lines).toBe(lines));

  it.each([
    ['export const = 1;', { reason: 'could not be parsed: Variable declaration expected.', line: 1, column: 14 }],
    ["import { a from 'x';\n", { reason: "could not be parsed: ',' expected.", line: 1, column: 12 }],
    ['{{#if x}}\nclass {{name}} {}\n', { reason: "could not be parsed: ';' expected.", line: 1, column: 7 }],
    [`const a = ${'['.repeat(20_000)}${']'.repeat(20_000)};`, { reason: 'is nested too deeply to be parsed' }],
  ])('a gap where it cannot be parsed: %#', (text, gap) => expect(study('a.ts', text, [])).toMatchObject({ gap, shares: {} }));
});
