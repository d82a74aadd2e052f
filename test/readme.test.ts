import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REPORTERS } from '../src/report/index.ts';
import { RATINGS } from '../src/lib/ratings.ts';
import { DIMENSION_WEIGHTS } from '../src/score/credit.ts';
import { cli, repository } from './support.ts';

const readme = readFileSync('README.md', 'utf8');
const fences = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text: text! }));

describe('the README', () => {
  it('shows an architecture.yaml that loads and is judged', async () => {
    const [yaml] = fences.filter(({ language }) => language === 'yaml');
    const folder = repository({
      'architecture.yaml': yaml!.text,
      'src/orders/index.ts': "export { order } from './domain/order.js';\n",
      'src/orders/domain/order.ts': 'export const order = 1;\n',
      'src/orders/infra/db.ts': "import { bill } from '../../billing/domain/bill.js';\nexport const db = bill;\n",
      'src/billing/domain/bill.ts': 'export const bill = 1;\n',
    });
    const { code, stderr } = await cli([folder, '--only', 'layer-violations,implicit-communication']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('names commands, options and formats that exist', async () => {
    const { stdout } = await cli(['--help']);
    const { stdout: ofCheck } = await cli(['check', '--help']);
    const { stdout: ofInit } = await cli(['init', '--help']);
    for (const [, command] of readme.matchAll(/^\| `arch-lint (?:\[(\w+)\]|(\w+))/gm)) if (command) expect(stdout).toContain(`${command} `);
    for (const [, command] of readme.matchAll(/npx arch-lint (\w+)/g)) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    for (const [option] of readme.matchAll(/--[a-z][a-z-]+/g)) expect(`${ofCheck}${ofInit}${stdout}`).toContain(option);
    const [, formats] = /--format ((?:[a-z-]+\|)+[a-z-]+)/.exec(readme)!;
    expect(Object.keys(REPORTERS)).toEqual(expect.arrayContaining(formats!.split('|')));
  });

  it('tells the weights and the ratings as they are', () => {
    const text = readme.replaceAll(/\s+/g, ' ');
    expect(text).toContain(`simplicity ${DIMENSION_WEIGHTS.simplicity} %`);
    for (const { from, rating } of RATINGS) expect(text).toMatch(new RegExp(from === 0 ? `Below 60 is \\*${rating}\\*` : `from ${from} \\*${rating}\\*`));
  });

  it('gives the two commands of a fresh clone as CI runs them', () => {
    expect(readme).toContain('npm ci && npx arch-lint ');
    expect(readme).toContain('npm ci && npm test ');
    expect(readFileSync('.ci/run', 'utf8')).toMatch(/^npm ci$[\s\S]*^npm test[\s\S]*^npx arch-lint$/m);
  });
});
