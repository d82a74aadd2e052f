import { performance } from 'node:perf_hooks';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { expect, it } from 'vitest';
import { scan } from '../../../src/facts/secrets/scanner.ts';
import { TOKENS } from '../../../src/facts/secrets/tokens.ts';

// Made of parts, so that this file holds no key itself.
const GITHUB = `ghp_${'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA2cD4'}`;

it('keeps no marks, so that the work stays linear in the number of files', async () => {
  const before = performance.getEntriesByType('mark').length;
  for (let index = 0; index < 3000; index++) await scan(`src/${index}.ts`, 'export const x = 1;\n');
  expect(performance.getEntriesByType('mark').length).toBe(before);
  expect(await secretLintProfiler.getEntries()).toEqual([]);
  expect(await secretLintProfiler.getMeasures()).toEqual([]);
});

it('says where a key lies, and never which', async () => {
  const found = await scan('src/a.ts', `\nconst token = "${GITHUB}";\n`);
  expect(found).toEqual([{ kind: 'token', rule: 'secretlint/github', name: 'GitHub token', line: 2, column: 16, confidence: 'high' }]);
  expect(JSON.stringify(found)).not.toContain(GITHUB.slice(6, 14));
});

it.each([
  ['postgres://app:s3Kx92LmQp71vBnc@db.shop-prod.net:5432/shop', 1],
  ['postgres://postgres:postgres@db.shop-prod.net/shop', 0],
  ['postgres://app:secret123@localhost:5432/shop', 0],
  ['postgres://app:${DB_PASSWORD}@db.shop-prod.net/shop', 0],
  ['https://mailto:someone@shop-prod.net', 0],
  ['mysql://user:password@host:3306/db', 0],
])('weighs the password in %s', async (address, count) => {
  expect(await scan('config.yaml', `url: "${address}"\n`)).toHaveLength(count);
});

it('weighs the password in a comment, which shows what an address looks like', async () => {
  expect(await scan('compose.yml', '# Something like mongodb://sally:sallypass@ds099999.mongolab.com:99999/shop\n')).toHaveLength(0);
  expect(await scan('compose.yml', '# was: mongodb://sally:s3Kx92LmQp71vBnc@ds099999.mongolab.com:99999/shop\n')).toHaveLength(1);
  expect(await scan('compose.yml', 'url: mongodb://sally:sallypass@ds099999.mongolab.com:99999/shop\n')).toHaveLength(1);
});

it('knows every rule of the preset, so that no text which one would report is left out unseen', () => {
  const names: string[] = [];
  creator.create({ registerRule: (rule: { meta: { id: string } }) => { names.push(rule.meta.id.replace('@secretlint/secretlint-rule-', '')); } } as never, {} as never);
  expect(names.sort()).toEqual([
    '1password', '@secretlint/secretlint-rule-filter-comments', 'anthropic', 'aws', 'basicauth', 'database-connection-string', 'gcp', 'github', 'linear', 'npm', 'openai', 'privatekey',
    'sendgrid', 'shopify', 'slack',
  ].map((name) => name.replace('@secretlint/secretlint-rule-filter-comments', names.find((one) => /filter-comments/.test(one)) ?? '')).sort());
  for (const sample of [GITHUB, '-----BEGIN RSA PRIVATE KEY-----', 'AKIAIOSFODNN7EXAMPLE', '"type": "service_account"', '//packages.example/:_authToken=x', 'xoxb-1-2', 'mysql://a:b@c', 'shpat_x', 'SG.a.b']) {
    expect(TOKENS.test(sample)).toBe(true);
  }
});
