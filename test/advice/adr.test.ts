import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexText, supersededText } from '../../src/advice/adr/edit.ts';
import { habitsOf, slug } from '../../src/advice/adr/habits.ts';
import { readRecord } from '../../src/facts/decisions/record.ts';
import { cli, lintFor, repository, type Tree } from '../support.ts';

const DECLARATION = [
  'version: 1', 'project: {name: shop, stage: growth, team_size: 7}', 'style: {name: modular-monolith}',
  'components:', '  orders: {path: src/orders, responsibility: Takes orders., public_api: src/orders/index.ts, data: {owns: [orders], store: orders-db}}', '  billing: {path: src/billing, depends_on: [{component: orders, mode: sync, via: call}, {external: stripe, mode: sync}]}',
  'externals:', '  stripe: {kind: saas, adapter: src/billing/stripe.ts}',
  'data_stores:', '  orders-db: {engine: mongodb, reason: Orders have no fixed shape.}',
  'caches:', '  prices: {engine: redis, pattern: cache-aside, ttl: 5m}', 'queues:', '  mails: {engine: rabbitmq, producers: [orders], consumers: [billing]}', 'apis:', '  shop: {style: graphql, public: true}',
  'decisions: {path: "docs/adr/*.md"}',
  'waivers:', '  - {check: missing-timeouts, subject: "src/billing/*", reason: The client is replaced in May., owner: payments, expires: 2027-05-31}', '',
].join('\n');
const SHOP: Tree = { 'architecture.yaml': DECLARATION, 'src/orders/index.ts': 'export const a = 1;\n' };
const nygard = (number: number, title: string, status = 'Accepted'): string => `# ${number}. ${title}\n\nDate: 2020-01-01\n\n## Status\n\n${status}\n\n## Context\n\nIt is.\n\n## Decision\n\nWe do.\n\n## Consequences\n\nGood ones.\n`;
const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');
const adr = (folder: string, ...args: string[]) => cli(['adr', ...args, '--dir', folder, '--no-cache']);
const problems = async (folder: string) => (await lintFor('malformed-decisions', folder)).findings.filter(({ standing }) => standing === 'missing' || standing === 'violated').map(({ message }) => message);

describe('adr new', () => {
  it('writes the first record by the template, and the check finds nothing wrong with it', async () => {
    const folder = repository(SHOP);
    expect(await adr(folder, 'new', 'Keep orders in documents')).toMatchObject({ code: 0, stderr: '' });
    const text = read(folder, 'docs/adr/0001-keep-orders-in-documents.md');
    expect([...text.matchAll(/^#+ .*/gm)].map(([line]) => line)).toEqual(['# ADR-0001: Keep orders in documents', '## Status', '## Context', '## Decision', '## Consequences', '### Positive', '### Negative', '### Risks', '## Alternatives Considered']);
    expect(text).toContain('Date: 2026-11-22');
    expect(await problems(folder)).toEqual([]);
  });

  it.each<[string, RegExp[]]>([
    ['store:orders-db', [/orders-db holds orders/, /runs on mongodb\. Orders have no fixed shape\./, /Not for everything: where joins are needed/, /\| DynamoDB \|/, /\| PostgreSQL \|.*What is asked is documents/]],
    ['style', [/for 7 developers: developers, 5 to 15/, /The style is modular-monolith/, /\| microservices \|.*asks for 10 developers; there are 7/]],
    ['component:orders', [/Takes orders\./, /billing depends on it/, /Others import only src\/orders\/index\.ts/]],
    ['external:stripe', [/stripe is a bought service/, /a thin layer that wraps the calls of its SDK in src\/billing\/stripe\.ts/]],
    ['queue:mails', [/orders writes to mails, and billing reads it/, /\| A table of the database \|/, /\| Kafka/]],
    ['cache:prices', [/filled by cache-aside on redis/, /up to 5m old/, /\| write-through \|/]],
    ['api:shop', [/shop is graphql/, /no limit of its rate is declared/, /\| rest \|/]],
    ['pattern:outbox', [/Publishes an event if, and only if/, /\| Do without it \|/]],
    ['waiver:missing-timeouts', [/accepted until 2027-05-31, by payments\. The client is replaced in May\./, /A wildcard also covers/, /\| Mend it \|/]],
  ])('about %s it begins from what is declared, and passes the check', async (subject, expected) => {
    const folder = repository(SHOP);
    const { code, stdout } = await adr(folder, 'new', 'A decision', '--about', subject, '--format', 'json');
    expect(code).toBe(0);
    const text = read(folder, 'docs/adr/0001-a-decision.md');
    for (const pattern of expected) expect(text).toMatch(pattern);
    expect(JSON.parse(stdout)).toMatchObject({ written: true, record: { number: 1 }, to_write: text.split('To write:').length - 1 });
    expect(await problems(folder)).toEqual([]);
  });

  it('follows a Nygard folder: its names, its titles, its next number', async () => {
    const folder = repository({ 'doc/adr/0001-record.md': nygard(1, 'Record decisions'), 'doc/adr/0012-shell.md': nygard(12, 'Shell') });
    expect((await adr(folder, 'new', 'Über alles: zwei Dinge!')).code).toBe(0);
    expect(read(folder, 'doc/adr/0013-uber-alles-zwei-dinge.md')).toMatch(/^# 13\. Über alles: zwei Dinge!\n\nDate: 2026-11-22\n\n## Status\n\nProposed\n/);
  });

  it('follows a MADR folder: front matter, its sections', async () => {
    const folder = repository({ ...SHOP, 'docs/adr/0001-queue.md': '---\nstatus: accepted\n---\n# A queue\n\n## Context and Problem Statement\n\nMail blocks.\n\n## Considered Options\n\n* A queue\n\n## Decision Outcome\n\nA queue.\n' });
    await adr(folder, 'new', 'An outbox', '--about', 'pattern:outbox');
    expect(read(folder, 'docs/adr/0002-an-outbox.md')).toMatch(/^---\nstatus: proposed\ndate: 2026-11-22\n---\n\n# An outbox\n\n## Context and Problem Statement\n/);
    expect(await problems(folder)).toEqual([]);
  });

  it('--print shows it and writes nothing', async () => {
    const folder = repository(SHOP);
    expect((await adr(folder, 'new', 'A decision', '--print')).stdout).toMatch(/^# ADR-0001: A decision\n/);
    expect(readdirSync(folder).sort()).toEqual(['architecture.yaml', 'src']);
  });

  it.each<[string, string[], string]>([
    ['an unknown store', ['x', '--about', 'store:order-db'], "There is no store 'order-db'. Did you mean 'orders-db'? architecture.yaml declares orders-db."],
    ['an unknown kind', ['x', '--about', 'stoer:orders-db'], "There is nothing called 'stoer' to write about. Did you mean 'store'?"],
    ['a kind without a name', ['x', '--about', 'queue'], '--about queue needs a name: queue:NAME. Declared: mails.'],
    ['a waiver that is not there', ['x', '--about', 'waiver:missing-timeout'], "Did you mean 'missing-timeouts'?"],
    ['an empty title', ['  '], 'The record needs a title'],
    ['a long title', ['x'.repeat(300)], 'The title has 300 characters'],
    ['a folder outside', ['x', '--folder', '../elsewhere'], '--folder takes a folder of the repository'],
    ['a folder that decisions.path does not match', ['x', '--folder', 'notes'], 'would not be found by decisions.path'],
    ['a title of a template', ['{short title of solved problem}'], 'What would be written is malformed'],
  ])('%s: a sentence, exit 2, nothing written', async (_name, args, sentence) => {
    const folder = repository(SHOP);
    expect(await adr(folder, 'new', ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) });
    expect(readdirSync(folder).sort()).toEqual(['architecture.yaml', 'src']);
  });

  it('never writes through a link out of the repository', async () => {
    const [folder, outside] = [repository(SHOP), repository({ 'keep.md': '' })];
    mkdirSync(join(folder, 'docs'));
    symlinkSync(outside, join(folder, 'docs/adr'));
    expect(await adr(folder, 'new', 'A decision')).toMatchObject({ code: 2, stderr: expect.stringContaining('behind a link that leads out of the repository') });
    expect(readdirSync(outside)).toEqual(['keep.md']);
  });
});

describe('adr supersede', () => {
  const HEADED = { 'docs/adr/0001-mongodb.md': nygard(1, 'Use MongoDB') };
  it('writes the successor; both point at each other, and the check agrees', async () => {
    const folder = repository({ ...SHOP, ...HEADED, 'docs/adr/README.md': '# Decisions\n\n| # | Title | Status |\n|---|---|---|\n| [1](0001-mongodb.md) | Use MongoDB | Accepted |\n\nWritten by hand.\n' });
    expect(await adr(folder, 'supersede', '1', 'Use PostgreSQL')).toMatchObject({ code: 0, stderr: '' });
    expect(read(folder, 'docs/adr/0001-mongodb.md')).toBe(nygard(1, 'Use MongoDB', 'Superseded by [ADR-0002](0002-use-postgresql.md)'));
    expect(read(folder, 'docs/adr/0002-use-postgresql.md')).toContain('Supersedes [ADR-0001](0001-mongodb.md).');
    expect(read(folder, 'docs/adr/README.md')).toBe('# Decisions\n\n| # | Title | Status |\n|---|---|---|\n| [1](0001-mongodb.md) | Use MongoDB | Superseded by [ADR-0002](0002-use-postgresql.md) |\n| [2](0002-use-postgresql.md) | Use PostgreSQL | Proposed |\n\nWritten by hand.\n');
    expect(await problems(folder)).toEqual([]);
    expect((await adr(folder, 'supersede', '1')).stderr).toContain('docs/adr/0001-mongodb.md is superseded already.');
    const { records } = JSON.parse((await adr(folder, 'list', '--format', 'json')).stdout) as { records: object[] };
    expect(records).toEqual([expect.objectContaining({ number: 1, status: 'superseded', superseded_by: 'docs/adr/0002-use-postgresql.md' }), expect.objectContaining({ number: 2, supersedes: ['docs/adr/0001-mongodb.md'] })]);
  });

  it('--by an existing record', async () => {
    const folder = repository({ ...SHOP, ...HEADED, 'docs/adr/0002-postgresql.md': nygard(2, 'Use PostgreSQL') });
    expect((await adr(folder, 'supersede', '1', '--by', '2')).code).toBe(0);
    expect(read(folder, 'docs/adr/0002-postgresql.md')).toMatch(/^# 2\. Use PostgreSQL\n\nSupersedes \[ADR-0001\]\(0001-mongodb\.md\)\.\n/);
    expect(await problems(folder)).toEqual([]);
  });

  it.each([[['9'], "There is no decision record '9'. The last is ADR-0001"], [['1', '--by', '1'], 'cannot supersede itself'], [['1', 'A title', '--by', '1'], 'leave out the title, or --by']])('%j: a sentence, exit 2, nothing changed', async (args, sentence) => {
    const folder = repository({ ...SHOP, ...HEADED });
    expect(await adr(folder, 'supersede', ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) });
    expect(read(folder, 'docs/adr/0001-mongodb.md')).toBe(nygard(1, 'Use MongoDB'));
  });
});

describe('a status is changed where it stands, and nothing else', () => {
  it.each([
    ['front matter', '---\nstatus: accepted\nowner: me\n---\n# A\n', '---\nstatus: "superseded by [X](x.md)"\nowner: me\n---\n# A\n'],
    ['a heading with its word', '# A\n\n## Status: Accepted\n\nMore.\n', '# A\n\n## Status: Superseded by [X](x.md)\n\nMore.\n'],
    ['a list', '# A\n\n* Status: accepted\n* Date: 2020-01-01\n', '# A\n\n* Status: Superseded by [X](x.md)\n* Date: 2020-01-01\n'],
    ['a table', '# A\n\n| Status | Accepted |\n', '# A\n\n| Status | Superseded by [X](x.md) |\n'],
    ['Windows line ends', '# A\r\n\r\n## Status\r\n\r\nAccepted\r\n\r\nAmended.\r\n', '# A\r\n\r\n## Status\r\n\r\nSuperseded by [X](x.md)\r\n\r\nAmended.\r\n'],
    ['none', '# A\n\n## Context\n', '# A\n\n## Status\n\nSuperseded by [X](x.md)\n\n## Context\n'],
    ['several lines of front matter', '---\nstatus:\n  accepted\n---\n# A\n', undefined],
  ])('%s', (_name, text, expected) => expect(supersededText(text, readRecord('docs/adr/0001-a.md', text, () => true), '[X](x.md)')).toBe(expected));
});

describe('an index gets a line like its others', () => {
  const records = [['docs/adr/0001-one.md', '# 1. One\n'], ['docs/adr/0002-two.md', '# 2. Two\n']].map(([path, text]) => readRecord(path!, text!, () => true));
  const entry = { path: 'docs/adr/0003-three.md', number: 3, title: 'Three', status: 'proposed', date: '2026-11-22' };
  it.each([
    ['a list of titles', '* [1. One](0001-one.md)\n* [2. Two](./0002-two.md)\n\nEnd.\n', '* [1. One](0001-one.md)\n* [2. Two](./0002-two.md)\n* [3. Three](./0003-three.md)\n\nEnd.\n'],
    ['a list of numbers', '- [0001](0001-one.md) - One\n- [0002](0002-two.md) - Two\n', '- [0001](0001-one.md) - One\n- [0002](0002-two.md) - Two\n- [0003](0003-three.md) - Three\n'],
    ['the newest first', '- [2. Two](0002-two.md)\n- [1. One](0001-one.md)\n', '- [3. Three](0003-three.md)\n- [2. Two](0002-two.md)\n- [1. One](0001-one.md)\n'],
    ['a table with days', '| 1 | [One](0001-one.md) | accepted | 2020-01-01 | Jo |\n| 2 | [Two](0002-two.md) | Superseded by [1](0001-one.md) | 2020-01-02 | Jo |\n', '| 1 | [One](0001-one.md) | accepted | 2020-01-01 | Jo |\n| 2 | [Two](0002-two.md) | Superseded by [1](0001-one.md) | 2020-01-02 | Jo |\n| 3 | [Three](0003-three.md) | Proposed | 2026-11-22 |  |\n'],
    ['no line of a record', '# Decisions\n\nSee the files, such as [one](0001-one.md).\n', '# Decisions\n\nSee the files, such as [one](0001-one.md).\n'],
  ])('%s', (_name, text, expected) => expect(indexText(text, 'docs/adr/README.md', records, entry)).toBe(expected));
});

describe('the habits of a folder', () => {
  const habits = (paths: readonly string[], title = '# A\n') => habitsOf(paths.map((path) => readRecord(path, title, () => true)), paths, undefined, '2026-11-22');
  it.each([
    [['docs/adr/0009-a.md'], 'docs/adr', '0010-'], [['adr/ADR-007_a_b.md'], 'adr', 'ADR-008_'], [['d/adr/9-a.md'], 'd/adr', '10-'], [['adr/20200101-a.md'], 'adr', '20261122-'], [['adr/2020-01-01-a.md'], 'adr', '2026-11-22-'], [[], 'docs/adr', '0001-'],
  ])('%j', (paths, folder, stem) => expect(habits(paths)).toMatchObject({ folder, stem }));
  it.each([['# ADR-0009: A\n', 'ADR-0010: '], ['# 9. A\n', '10. '], ['# A\n', '']])('%j', (title, label) => expect(habits(['adr/0009-a.md'], title).label).toBe(label));
  it.each([['Use PostgreSQL (now)', 'use-postgresql-now'], ['日本', '日本'], ['!!!', 'decision'], ['a '.repeat(80), 'a-'.repeat(30).slice(0, -1)]])('%s → %s', (title, name) => expect(slug(title, '-')).toBe(name));
});
