import { describe, expect, it } from 'vitest';
import { findDeclaration } from '../../src/config/find.ts';
import { PRESETS } from '../../src/config/presets.ts';
import { declared, load, MINIMAL, mistakeLines } from './support.ts';

const BASE = `version: 1
preset: house-rules
style: {name: monolith}
tracing: {propagate: [traceparent, baggage]}
scoring: {gate: {score: 70, coverage: 0.5}}
rules:
  - {name: no-fetch, from: {files: src}, deny: {calls: [fetch]}, because: We have a client.}
  - {name: no-eval, from: {files: src}, deny: {calls: [eval]}, because: It is dangerous.}
waivers: [{check: rule-violations, subject: a, reason: Old.}]
`;

describe('extends', () => {
  it('merges maps by key, named lists by name, and replaces the rest', () => {
    const { declared: read, places } = declared({
      'base.yaml': BASE,
      'architecture.yaml': `${MINIMAL}extends: ./base.yaml
tracing: {propagate: [traceparent]}
scoring: {gate: {score: 80}}
rules:
  - {name: no-fetch, from: {files: src}, deny: {calls: [fetch, XMLHttpRequest]}, because: We have a client.}
waivers: [{check: rule-violations, subject: b, reason: New.}]
`,
    });
    expect(read.style).toEqual({ name: 'monolith' });
    expect(read.tracing).toEqual({ propagate: ['traceparent'] });
    expect(read.scoring).toEqual({ gate: { score: 80, coverage: 0.5 } });
    expect(read.rules!.map(({ name, deny }) => [name, deny!.calls!.length])).toEqual([['no-eval', 1], ['no-fetch', 2]]);
    expect(read.waivers!.map(({ subject }) => subject)).toEqual(['a', 'b']);
    expect(places['/scoring/gate/coverage']).toMatchObject({ file: 'base.yaml', line: 5 });
    expect(places['/scoring/gate/score']).toMatchObject({ file: 'architecture.yaml', line: 8 });
    expect(read).not.toHaveProperty('extends');
    expect(read).not.toHaveProperty('preset');
  });
  it('lets later files win over earlier ones, and a file extend others', () => {
    const { declared: read } = declared({
      'architecture.yaml': `${MINIMAL}extends: [./a.yaml, ./rules/b.yaml]\n`,
      'a.yaml': 'version: 1\npreset: a\nstyle: {name: monolith, reason: From a.}\n',
      'rules/b.yaml': 'version: 1\npreset: b\nextends: ./c.yaml\nstyle: {name: serverless}\n',
      'rules/c.yaml': 'version: 1\npreset: c\ntenancy: {model: single}\nstyle: {name: microservices}\n',
    });
    expect(read.style).toEqual({ name: 'serverless', reason: 'From a.' });
    expect(read.tenancy).toEqual({ model: 'single' });
  });
  it('reads the preset of a package as data', () => {
    const files = { 'node_modules/@acme/rules/architecture.yaml': BASE, 'node_modules/@acme/rules/strict.yaml': 'version: 1\npreset: strict\ntenancy: {model: single}\n' };
    expect(declared({ ...files, 'architecture.yaml': `${MINIMAL}extends: "@acme/rules"\n` }).declared.style!.name).toBe('monolith');
    expect(declared({ ...files, 'architecture.yaml': `${MINIMAL}extends: "@acme/rules/strict"\n` }).declared.tenancy!.model).toBe('single');
  });
  it('lets the components come from below', () => {
    expect(declared({ 'architecture.yaml': 'version: 1\nextends: ./base.yaml\n', 'base.yaml': MINIMAL }).declared.project.name).toBe('shop');
  });
  it.each<[string, Record<string, string>, string]>([
    ['a file that is not there', { 'architecture.yaml': `${MINIMAL}extends: ./base.yaml\n` }, 'architecture.yaml:6:10  The file base.yaml does not exist.'],
    ['a file out of the repository', { 'architecture.yaml': `${MINIMAL}extends: ../base.yaml\n` }, "architecture.yaml:6:10  '../base.yaml' leads out of the repository."],
    ['a package that is not there', { 'architecture.yaml': `${MINIMAL}extends: acme\n` }, "architecture.yaml:6:10  The package 'acme' has no preset here: there is no node_modules/acme/architecture.yaml; install it, or name a file with ./ before it."],
    ['a package that leads out', { 'architecture.yaml': `${MINIMAL}extends: "@acme/../../../etc"\n` }, "architecture.yaml:6:10  '@acme/../../../etc' is neither a file (./base.yaml) nor the name of a package."],
    ['a preset that is nearly one', { 'architecture.yaml': `${MINIMAL}extends: arch-lint/microservice\n` }, "architecture.yaml:6:10  There is no preset 'arch-lint/microservice' (did you mean 'arch-lint/microservices'?); arch-lint ships arch-lint/modular-monolith, arch-lint/hexagonal-service, arch-lint/microservices."],
    ['itself', { 'architecture.yaml': `${MINIMAL}extends: ./architecture.yaml\n` }, "architecture.yaml:6:10  'extends' goes in a circle: architecture.yaml -> architecture.yaml."],
    ['a circle', { 'architecture.yaml': `${MINIMAL}extends: ./a.yaml\n`, 'a.yaml': 'version: 1\nextends: ./b.yaml\n', 'b.yaml': 'version: 1\nextends: [./a.yaml]\n' }, "b.yaml:2:11  'extends' goes in a circle: a.yaml -> b.yaml -> a.yaml."],
    ['a file with a mistake', { 'architecture.yaml': `${MINIMAL}extends: ./a.yaml\n`, 'a.yaml': 'version: 1\npreset: a\nstyle: {name: monolit}\n' }, "a.yaml:3:15  style.name must be monolith, modular-monolith, service-oriented, microservices, event-driven, serverless, cqrs-event-sourcing or cell-based, not 'monolit' (did you mean 'monolith'?)."],
    ['a file that includes others', { 'architecture.yaml': `${MINIMAL}extends: ./a.yaml\n`, 'a.yaml': 'version: 1\npreset: a\ninclude: b.yaml\n' }, "a.yaml:3:1  'include' has no place in a file that others extend."],
    ['nothing that has components', { 'architecture.yaml': 'version: 1\nproject: {name: x}\nextends: ./a.yaml\n', 'a.yaml': BASE }, 'architecture.yaml:1:1  The declaration lacks components; write components: {name: {path: …}}.'],
    ['a base whose rule speaks of a layer of nobody', { 'architecture.yaml': `${MINIMAL}extends: ./a.yaml\n`, 'a.yaml': 'version: 1\npreset: a\nrules: [{name: r, from: {layer: domain}, deny: {calls: [fetch]}, because: It is so.}]\n' }, "a.yaml:3:33  rules[0].from.layer names the layer 'domain', which is not declared; none is declared."],
  ])('%s is told', (_, files, sentence) => expect(mistakeLines(load(files))).toEqual([sentence]));
  it('a preset is not linted by itself', () => {
    expect(mistakeLines(load('version: 1\npreset: house-rules\n'))).toEqual([
      "architecture.yaml:2:1  This file is the preset 'house-rules' and lacks components; extend it from an architecture.yaml.",
      "architecture.yaml:2:1  This file is the preset 'house-rules' and lacks project; extend it from an architecture.yaml.",
    ]);
  });
});

describe.each(Object.keys(PRESETS))('the shipped preset %s', (name) => {
  it('has no mistake, and the project has the last word', () => {
    const { declared: read, places } = declared(`${MINIMAL}extends: ${name}\nscoring: {gate: {score: 81}}\n`);
    expect(read.scoring!.gate!.score).toBe(81);
    expect(read.scoring!.gate!.must_pass).toContain('circular-dependencies');
    expect(places['/scoring/gate/must_pass']!.file).toBe(name);
  });
});

describe('include', () => {
  const ROOT = `version: 1
project: {name: shop}
include: "services/*/architecture.yaml"
components:
  web: {path: web, depends_on: [{component: orders}]}
`;
  const ORDERS = `version: 1
part_of: ../../architecture.yaml
components:
  orders:
    path: [src, "!src/generated"]
    public_api: ./src/index.ts
externals:
  stripe: {packages: [stripe], adapter: "src/stripe/**"}
rules: [{name: named, files: "src/*.ts", must_match: "*.service.ts", because: Grep finds them.}]
`;
  it('gathers files next to components, with their paths and places', () => {
    const { declared: read, places } = declared({ 'architecture.yaml': ROOT, 'services/orders/architecture.yaml': ORDERS });
    expect(read.components['orders']).toEqual({ path: ['services/orders/src', '!services/orders/src/generated'], public_api: 'services/orders/src/index.ts' });
    expect(read.externals!['stripe']!.adapter).toBe('services/orders/src/stripe/**');
    expect(read.rules![0]).toMatchObject({ files: 'services/orders/src/*.ts', must_match: '*.service.ts' });
    expect(places['/components/orders/public_api']).toEqual({ file: 'services/orders/architecture.yaml', line: 6, column: 5 });
    expect(read).not.toHaveProperty('include');
  });
  it('takes a folder and the folder itself as a path', () => {
    const part = 'version: 1\npart_of: ../architecture.yaml\ncomponents: {orders: {path: .}}\n';
    expect(declared({ 'architecture.yaml': ROOT.replace('"services/*/architecture.yaml"', 'orders'), 'orders/architecture.yaml': part }).declared.components['orders']!.path).toBe('orders');
  });
  it.each<[string, Record<string, string>, string[]]>([
    ['a glob without files', { 'architecture.yaml': ROOT.replace(', depends_on: [{component: orders}]', '') }, ["architecture.yaml:3:10  'services/*/architecture.yaml' includes no file."]],
    ['a component in two files', { 'architecture.yaml': `${ROOT}  orders: {path: elsewhere}\n`, 'services/orders/architecture.yaml': ORDERS }, ['services/orders/architecture.yaml:4:3  components.orders is declared twice; the other is at architecture.yaml:6:3.']],
    ['what only the root may say', { 'architecture.yaml': ROOT, 'services/orders/architecture.yaml': `${ORDERS}scoring: {gate: {score: 10}}\n` }, ["services/orders/architecture.yaml:10:1  'scoring' is said for the whole repository; it belongs in the file that services/orders/architecture.yaml is part of."]],
    ['a part that does not say so', { 'architecture.yaml': ROOT, 'services/orders/architecture.yaml': 'version: 1\ncomponents: {orders: {path: .}}\n' }, ["services/orders/architecture.yaml:1:1  services/orders/architecture.yaml is included by architecture.yaml, so it must say 'part_of'."]],
    ['a part of another', { 'architecture.yaml': ROOT, 'services/orders/architecture.yaml': ORDERS.replace('../../arch', '../arch') }, ["services/orders/architecture.yaml:2:10  services/orders/architecture.yaml says that it is part of '../architecture.yaml', but architecture.yaml includes it."]],
    ['a part that leads out of the repository', { 'architecture.yaml': ROOT, 'services/orders/architecture.yaml': ORDERS.replace('[src,', '[../../../src,') }, ["services/orders/architecture.yaml:5:12  '../../../src' leads out of the repository; paths are relative to the folder of architecture.yaml."]],
    ['a reference into a part, misspelt', { 'architecture.yaml': ROOT.replace('component: orders', 'component: order'), 'services/orders/architecture.yaml': ORDERS }, ["architecture.yaml:5:45  components.web.depends_on[0].component names the component 'order', which is not declared under components (did you mean 'orders', declared at services/orders/architecture.yaml:4:3?)."]],
  ])('%s is told', (_, files, sentences) => expect(mistakeLines(load(files))).toEqual(sentences));
  it('a part is not linted by itself', () => {
    expect(mistakeLines(load({ 'architecture.yaml': ORDERS }))).toEqual(['architecture.yaml:2:1  architecture.yaml is part of ../../architecture.yaml; lint the folder of that file, or name it with --config.']);
  });
});

describe('finding the file', () => {
  const find = (folder: string, ...files: string[]) => findDeclaration(folder, (path) => files.includes(path));
  it('looks in the folder, then upwards to the root of the repository', () => {
    expect(find('/r/a/b', '/r/.git', '/r/architecture.yaml')).toEqual({ folder: '/r', file: 'architecture.yaml' });
    expect(find('/r/a/b', '/r/.git', '/r/a/architecture.yml', '/r/architecture.yaml')).toEqual({ folder: '/r/a', file: 'architecture.yml' });
    expect(find('/r/a', '/r/a/architecture.yaml')).toEqual({ folder: '/r/a', file: 'architecture.yaml' });
  });
  it('never leaves the repository', () => {
    expect(find('/r/a', '/r/.git', '/architecture.yaml')).toBeUndefined();
    expect(find('/r/a', '/architecture.yaml')).toBeUndefined();
    expect(find('/r/a')).toBeUndefined();
  });
});
