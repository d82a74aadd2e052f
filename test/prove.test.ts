import { describe, expect, it } from 'vitest';
import { cli, repository } from './support.ts';

const HOUSE = {
  'architecture.yaml': `version: 1
project: {name: x}
components:
  shop: {path: src, public_api: [src/app/a.ts]}
  tool: {path: tool}
  jobs: {path: jobs}
layers: {preset: layered, order: [{name: application, path: src/app}, {name: domain, path: src/domain}]}
rules:
  - {name: no-http, from: {layer: domain}, deny: {calls: [fetch], packages: [axios], builtins: [fs]}, because: The domain is tested without a network.}
  - {name: no-tools, from: {component: shop}, to: {component: tool}, because: Tools are not shipped.}
`,
  'package.json': '{"name": "x"}',
  'src/app/a.ts': "export { d } from '../domain/d.js';\n",
  'src/domain/d.ts': 'export const d = 1;\n',
  'jobs/j.ts': 'export const j = 1;\n',
  // Tooling may be what a rule forbids to import.
  'tool/t.ts': 'export const t = 1;\n',
};

const prove = async (tree: Record<string, string>) => {
  const { code, stdout, stderr } = await cli(['prove', repository(tree), '--no-cache', '--format', 'json']);
  const { proofs } = stdout ? JSON.parse(stdout) as { proofs: { kind: string; name: string; state: string; reason?: string }[] } : { proofs: [] };
  return { code, stderr, proofs: proofs.map(({ kind, name, state, reason }) => `${state}: ${kind} ${name}${reason ? ` (${reason})` : ''}`) };
};

describe('prove', () => {
  it('plants a violation of each declaration, and finds it where it was planted', async () => {
    expect(await prove(HOUSE)).toEqual({
      code: 0, stderr: '',
      proofs: [
        'alive: layer direction domain -> application',
        'alive: purity domain',
        'alive: public API shop',
        'alive: cycles modules',
        'alive: rule no-http: package axios',
        'alive: rule no-http: builtin fs',
        'alive: rule no-http: call fetch',
        'alive: rule no-tools',
      ],
    });
  });

  it('tells the dead: a glob that matches nothing, an alias that does not resolve', async () => {
    const { code, proofs } = await prove({
      ...HOUSE,
      'architecture.yaml': HOUSE['architecture.yaml'].replace('path: src/domain', 'path: src/domian').replace('to: {component: tool}', 'to: {files: "tols/**"}'),
      'tsconfig.json': '{"compilerOptions": {"paths": {"@domain/*": ["./src/domian/*"]}}}',
      'src/app/b.ts': "export { d } from '@domain/d.js';\n",
    });
    expect(code).toBe(1);
    expect(proofs).toEqual(expect.arrayContaining([
      'dead: layer direction domain -> application (the layer domain holds no module)',
      'dead: purity domain (the layer domain holds no module)',
      'dead: rule no-http (it binds no file)',
      'dead: rule no-tools (its target matches no file)',
      'dead: imports @domain/… (one import leads nowhere: no rule sees what is imported)',
    ]));
  });

  it('says what has no subject here, and why', async () => {
    const { code, proofs } = await prove({
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src, public_api: ["src/**"]}}\nrules: [{name: kebab, files: "src/*.ts", must_match: "*.ts", because: Order.}]\n',
      'package.json': '{"name": "x"}',
      'src/a.ts': 'export const a = 1;\n',
    });
    expect(code).toBe(0);
    expect(proofs).toEqual([
      'no subject: layer direction layers (no layers are declared: `layers.order`)',
      'no subject: purity layers (no layer is declared pure: `pure: true` of a layer)',
      'no subject: public API app (every module of the component is public)',
      'no subject: cycles modules (no module imports another that imports none itself)',
      'no subject: rule kebab (it looks at the names of files; nothing is planted for it)',
    ]);
  });

  it('tells of what is not declared at all, and what would be written for it', async () => {
    const { code, proofs } = await prove({ 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'src/a.ts': "import './b.js';\n", 'src/b.ts': 'export const b = 1;\n' });
    expect(code).toBe(0);
    expect(proofs).toEqual([
      'no subject: layer direction layers (no layers are declared: `layers.order`)',
      'no subject: purity layers (no layer is declared pure: `pure: true` of a layer)',
      'no subject: public API components (no component declares one: `public_api` of a component)',
      'alive: cycles modules',
      'no subject: rule rules (no rule is declared: `rules`)',
    ]);
  });

  it('is not fooled by a purity that allows everything', async () => {
    const { code, proofs } = await prove({ ...HOUSE, 'architecture.yaml': HOUSE['architecture.yaml'].replace('path: src/domain}', 'path: src/domain, pure: {allow: ["*"]}}') });
    expect(code).toBe(1);
    expect(proofs).toContain('dead: purity domain (impure-domain does not find an import of arch-lint-planted in src/domain/d.ts)');
  });
});
