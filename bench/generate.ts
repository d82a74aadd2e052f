import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers that look random and are the same on every run. */
const dice = (seed: number) => (below: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed % below;
};

const PER_FEATURE = 50;
const RANKS = ['domain', 'application', 'infrastructure', 'api'] as const;

/**
 * A service of `count` modules: features of fifty modules in four ranks, imported by relative paths, by alias and through
 * the features' index files, with an import that closes a small cycle in every fourth feature.
 */
export const generateRepository = (folder: string, count: number): void => {
  const roll = dice(count);
  const features = Math.max(2, Math.round(count / PER_FEATURE));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', `${JSON.stringify({ name: 'generated', private: true, type: 'module', dependencies: { express: '^5.0.0', pg: '^8.0.0' } }, null, 2)}\n`);
  write('tsconfig.json', `${JSON.stringify({ compilerOptions: { module: 'esnext', moduleResolution: 'bundler', strict: true, baseUrl: '.', paths: { '@/*': ['./src/*'] } }, include: ['src'] }, null, 2)}\n`);
  write('architecture.yaml', `version: 1\nproject: { name: generated }\ncomponents:\n${Array.from({ length: features }, (_, feature) => `  feature-${feature}: { path: src/feature-${feature} }\n`).join('')}`);

  let left = count;
  for (let feature = 0; feature < features; feature++) {
    const size = feature === features - 1 ? left : Math.min(PER_FEATURE, left);
    left -= size;
    const home = `src/feature-${feature}`;
    const names = Array.from({ length: size - 1 }, (_, index) => `${RANKS[Math.floor((index * RANKS.length) / size)]}/module-${index}`);
    names.forEach((name, index) => {
      const imports = new Set<string>();
      // Only what was written before, so that the cycles are those that are meant.
      for (let n = 0; n < 4 && index > 0; n++) imports.add(relative(name, names[roll(index)]!));
      if (feature > 0 && roll(3) === 0) imports.add(`@/feature-${roll(feature)}/index`);
      if (feature > 0 && roll(4) === 0) imports.add(`@/feature-${roll(feature)}/domain/module-${roll(10)}`);
      if (feature % 4 === 0 && index === 3 && names.length > 8) imports.add(relative(name, names[8]!));
      if (feature % 4 === 0 && index === 8) imports.add(relative(name, names[3]!));
      write(`${home}/${name}.ts`, moduleText([...imports], `f${feature}m${index}`, roll));
    });
    write(`${home}/index.ts`, names.slice(0, 12).map((name, index) => `export { create as create${index} } from './${name}.js';\n`).join(''));
  }
};

const relative = (from: string, to: string): string => (from.split('/')[0] === to.split('/')[0] ? `./${to.split('/')[1]}.js` : `../${to}.js`);

const moduleText = (imports: readonly string[], name: string, roll: (below: number) => number): string => {
  const lines = imports.map((specifier, index) => (specifier.endsWith('/index') ? `import { create0 as used${index} } from '${specifier}';` : `import { create as used${index} } from '${specifier}';`));
  if (roll(5) === 0) lines.unshift("import express from 'express';", "import { Pool } from 'pg';");
  lines.push('', `export interface Item${name} {`, '  readonly id: string;', '  readonly title: string;', '  readonly price?: number;', '}', '');
  lines.push(`const known = new Map<string, Item${name}>();`, '');
  for (let method = 0; method < 4 + roll(5); method++) {
    lines.push(
      `/** Looks up, filters and sums: step ${method}. */`,
      `export async function step${method}(items: readonly Item${name}[], limit = ${roll(100)}): Promise<number> {`,
      '  let total = 0;',
      '  for (const { id, price = 0, title } of items) {',
      '    if (price > limit || title.length === 0) continue;',
      `    const found = known.get(id) ?? { id, title: \`\${title} ${method}\`, price };`,
      '    known.set(id, found);',
      '    total += found.price ?? 0;',
      '  }',
      '  return total;',
      '}',
      '',
    );
  }
  lines.push(`export const create = (id: string): Item${name} => ({ id, title: [${imports.map((_, index) => `String(used${index})`).join(', ')}].join(' ') });`, '');
  return lines.join('\n');
};
