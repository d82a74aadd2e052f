import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findSystem } from '../../src/advice/design/find.ts';
import { amount, bytes } from '../../src/advice/estimate.ts';
import type { Asker } from '../../src/cli/asker.ts';
import { main } from '../../src/cli/main.ts';
import { envelope } from '../../src/lib/knowledge/envelope.ts';
import { CLASSIC_SYSTEMS } from '../../src/lib/knowledge/interview.ts';
import { BLUEPRINTS } from '../../src/lib/knowledge/systems/index.ts';
import { declarationOf } from '../../src/run.ts';
import { cli, lint, repository, TODAY } from '../support.ts';
import { diagramsIn, mermaidFaults } from './mermaid.ts';

const SCALES = { small: ['--team', '2', '--users', '1K'], large: ['--team', '40', '--users', '10M+', '--cloud', 'aws', '--skills', 'typescript'] } as const;
const folder = () => repository({});
const design = async (system: string, ...args: string[]) => cli(['design', system, ...args]);
const made = (dir: string) => ({ yaml: readFileSync(join(dir, 'architecture.yaml'), 'utf8'), document: readFileSync(join(dir, 'DESIGN.md'), 'utf8') });

describe.each(CLASSIC_SYSTEMS)('the design of the classic system: $name', ({ name, id, challenges }) => {
  it.each(Object.entries(SCALES))('%s: validates, is checked and scored, and its numbers are the estimate\'s', async (scale, args) => {
    const dir = folder();
    const { code, stderr } = await design(name, '--dir', dir, ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { declared } = declarationOf({ dir });
    const { document } = made(dir);

    const result = await lint(dir);
    expect(result.score.total).toBeGreaterThan(scale === 'small' ? 64 : 60);
    const found = result.checks.flatMap(({ id: check, findings }) => findings.filter(({ standing }) => standing === 'violated').map(({ message }) => `${check}: ${message}`));
    // What is split and not yet built has no pipeline; nothing else of a fresh design is wrong.
    expect(found.filter((one) => !one.startsWith('untimely-split'))).toEqual([]);

    const numbers = envelope(declared.estimates!);
    for (const shown of [amount(numbers.dailyActiveUsers!), amount(numbers.averageRate!), amount(numbers.peakRate!), bytes(numbers.storageBytesPerYear!), bytes(numbers.bandwidthBytesPerSecond!)]) expect(document).toContain(`| ${shown} |`);
    for (const challenge of challenges) expect(document.toLowerCase().replaceAll('\\', '')).toContain(`### ${challenge}`);

    const diagrams = diagramsIn(document);
    expect(diagrams.length).toBeGreaterThanOrEqual(3);
    expect(diagrams.flatMap(mermaidFaults)).toEqual([]);
  });

  it('is another one for two developers and a thousand users than for forty and ten million', async () => {
    const [small, large] = await Promise.all(Object.values(SCALES).map(async (args) => JSON.parse((await design(name, '--format', 'json', ...args)).stdout)));
    expect(small.style.name).toBe('monolith');
    expect(['microservices', 'cell-based']).toContain(large.style.name);
    expect(Object.keys(small.declaration.data_stores).filter((one) => small.declaration.data_stores[one].engine === 'postgresql')).toEqual(['main-db']);
    expect(small.declaration.caches).toBeUndefined();
    expect(Object.keys(large.declaration.components).length).toBeGreaterThan(Object.keys(small.declaration.components).filter((one) => one !== 'app').length);
    expect(small.declaration.infrastructure).toMatchObject({ orchestration: 'paas', regions: { failover: 'none' } });
    expect(large.declaration.infrastructure).toMatchObject({ orchestration: 'kubernetes', regions: { failover: 'automatic' } });
    expect(small.as).toBe(id);
  });
});

describe('the knowledge of the ten systems', () => {
  it('is of the ten, in their order, and answers each challenge', () => {
    expect(BLUEPRINTS.map(({ id }) => id)).toEqual(CLASSIC_SYSTEMS.map(({ id }) => id));
    for (const [index, { challenges }] of BLUEPRINTS.entries()) expect(challenges.map(({ name }) => name)).toEqual(CLASSIC_SYSTEMS[index]!.challenges);
  });

  it.each(BLUEPRINTS.map((one) => [one.id, one] as const))('names only what there is: %s', (_, one) => {
    const parts = new Set(one.parts.map(({ id }) => id));
    const ids = { part: parts, store: new Set(one.stores.map(({ id }) => id)), cache: new Set(one.caches.map(({ id }) => id)), queue: new Set(one.queues.map(({ id }) => id)), external: new Set(one.externals.map(({ id }) => id)) };
    for (const { uses, within, group, store } of one.parts) {
      for (const use of uses) for (const [kind, known] of Object.entries(ids)) if (kind in use) expect(known).toContain((use as unknown as Record<string, string>)[kind]);
      for (const part of [within, group]) if (part !== undefined) expect(parts).toContain(part);
      if (store !== undefined) expect(ids.store).toContain(store);
    }
    for (const { producers, consumers } of one.queues) for (const part of [...producers, ...consumers]) expect(parts).toContain(part);
    for (const { part } of [...one.apis, ...one.consistency]) expect(parts).toContain(part);
  });
});

describe('what is asked for', () => {
  it.each([
    ['chat system', 'chat'], ['a Chat System', 'chat'], ['WhatsApp clone', 'chat'], ['Twitter', 'news-feed'], ['payment platform', 'payments'], ['URL shortener', 'url-shortener'], ['ride sharing service', 'ride-matching'], ['YouTube', 'video-streaming'], ['typeahead', 'autocomplete'],
  ])('%s is %s', (name, id) => expect(findSystem(name)).toMatchObject({ found: { id } }));
  it.each(['food delivery platform', 'parking garage', 'online auction', 'chat analytics dashboard', 'video conference recorder'])('%s is none of the ten, and no slip of the pen', (name) => expect(findSystem(name)).toEqual({}));
  it.each([['chat sistem', 'chat system'], ['url shortner', 'url shortener'], ['rate limitter', 'rate limiter']])('%s: did you mean %s?', (name, near) => expect(findSystem(name)).toEqual({ near }));

  it('tells kill criteria first', async () => {
    const { stdout } = await design('url shortener', '--dry-run', ...SCALES.small);
    expect(stdout).toContain('All five kill criteria hold: there is nothing to architect yet.');
    const { document } = await design('chat system', '--format', 'json', ...SCALES.small).then(({ stdout: text }) => ({ document: JSON.parse(text).files['DESIGN.md'] as string }));
    expect(document, 'real time is needed').toContain('Not all hold');
  });

  it('takes the style from the flowchart', async () => {
    const style = async (...args: string[]) => JSON.parse((await design('news feed', '--format', 'json', ...args)).stdout).style.name;
    expect(await style('--team', '9', '--users', '1M')).toBe('modular-monolith');
    expect(await style('--team', '12', '--users', '1M', '--independent-deploys', 'yes')).toBe('microservices');
    expect(await style('--team', '4', '--users', '10M+')).toBe('modular-monolith');
    expect(await style('--team', '30', '--users', '1M')).toBe('microservices');
    const chat = JSON.parse((await design('chat system', '--format', 'json', ...SCALES.large)).stdout);
    expect(chat.style.name, 'more than 10,000 a second, and 99.99 %').toBe('cell-based');
  });

  it('designs another system from its brief alone, and invents nothing', async () => {
    const brief = { 'brief.yaml': 'project: {team_size: 9, expected_users: 100K}\nrequirements: {functional: [Order a meal, Cook it]}\ncontexts:\n  - {name: Ordering, core_entities: [{name: Order, type: aggregate_root}], domain_events_published: [OrderPlaced], api_surface: {commands: [PlaceOrder]}}\n  - {name: Kitchen, domain_events_consumed: [OrderPlaced]}\n' };
    const dir = repository(brief);
    expect(await cli(['design', 'food delivery', '--brief', 'brief.yaml', '--dir', 'out'], { cwd: dir })).toMatchObject({ code: 0, stderr: '' });
    const { declared } = declarationOf({ dir: join(dir, 'out') });
    expect(Object.keys(declared.components)).toEqual(['app', 'ordering', 'kitchen']);
    expect(declared).not.toHaveProperty('externals');
    expect(declared).not.toHaveProperty('caches');
    expect(declared.requirements?.functional).toEqual(['Order a meal', 'Cook it']);
    expect(diagramsIn(made(join(dir, 'out')).document).flatMap(mermaidFaults)).toEqual([]);
    const large = JSON.parse((await design('food delivery', '--format', 'json', ...SCALES.large)).stdout);
    expect(large.style, 'nobody says where to cut').toMatchObject({ name: 'modular-monolith', because: expect.stringContaining('no contexts are named') });
  });

  it('says what it assumed', async () => {
    const { assumed } = JSON.parse((await design('chat', '--format', 'json', '--availability', '99.95', ...SCALES.small)).stdout);
    const keys = assumed.map(({ key }: { key: string }) => key);
    expect(keys).toContain('estimates.actions_per_day');
    expect(keys).not.toContain('requirements.non_functional.availability');
  });
});

describe('what is written', () => {
  it('refuses what is there, before it writes anything, and overwrites with --force', async () => {
    const dir = repository({ 'DESIGN.md': 'mine' });
    expect(await design('chat', '--dir', dir, ...SCALES.small)).toMatchObject({ code: 2, stderr: expect.stringContaining('There is DESIGN.md in') });
    expect(readdirSync(dir)).toEqual(['DESIGN.md']);
    expect(await design('chat', '--dir', dir, '--force', ...SCALES.small)).toMatchObject({ code: 0 });
    expect(made(dir).document).toContain('# Chat system: design');
  });

  it('makes the folder, and leaves nothing behind where it cannot write', async () => {
    const dir = join(folder(), 'new', 'place');
    expect(await design('chat', '--dir', dir, ...SCALES.small)).toMatchObject({ code: 0 });
    expect(readdirSync(dir).sort()).toEqual(['DESIGN.md', 'architecture.yaml']);
    const linked = repository({ 'elsewhere.md': 'mine' });
    symlinkSync(join(linked, 'elsewhere.md'), join(linked, 'DESIGN.md'));
    expect(await design('chat', '--dir', linked, '--force', ...SCALES.small)).toMatchObject({ code: 2, stderr: expect.stringContaining('is a link') });
    expect(existsSync(join(linked, 'architecture.yaml'))).toBe(false);
    expect(readFileSync(join(linked, 'elsewhere.md'), 'utf8')).toBe('mine');
  });

  it('writes nothing in a dry run, nor where another format is asked for', async () => {
    const dir = folder();
    for (const args of [['--dry-run'], ['--format', 'json'], ['--format', 'markdown']]) expect(await cli(['design', 'chat', ...SCALES.small, ...args], { cwd: dir })).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is the same for the same brief', async () => expect(await design('payments', '--format', 'markdown', ...SCALES.large)).toEqual(await design('payments', '--format', 'markdown', ...SCALES.large)));

  it('is inert, whatever the name', async () => {
    const dir = folder();
    expect(await design('a "quoted" <b>system</b>\n# `x` | ${y}', '--dir', dir, '--team', '9', '--users', '1M')).toMatchObject({ code: 0 });
    expect(made(dir).document).not.toContain('<b>');
    expect(diagramsIn(made(dir).document).flatMap(mermaidFaults)).toEqual([]);
  });
});

describe('bad input is a sentence and exit 2', () => {
  it.each([
    [['chat'], 'There is no terminal to ask on.'], [['chat', '--team', '8'], 'There is no terminal to ask on.'], [['chat sistem', '--team', '8', '--users', '1K'], "Did you mean 'chat system'?"],
    [['chat', '--team', '0', '--users', '1K'], '--team takes'], [['chat', '--team', '2.5', '--users', '1K'], '--team takes'], [['chat', '--team', '8', '--users', 'many'], '--users takes'], [['chat', '--team', '8', '--users', '99B'], 'more than there are people'],
    [['chat', '--team', '8', '--users', '1K', '--availability', '100%'], '--availability takes'], [['chat', '--team', '8', '--users', '1K', '--latency', 'quick'], '--latency takes'], [['x', '--as', 'chatt'], "Did you mean 'chat'?"],
    [['chat', '--brief', 'nowhere.yaml'], 'There is no file nowhere.yaml'], [['"!?"', '--team', '1', '--users', '1'], 'Say what is to be designed'], [['chat', '--team', '8', '--users', '1K', '--stage', 'late'], "argument 'late' is invalid"],
  ])('%j', async (args, sentence) => expect(await cli(['design', ...args], { cwd: folder() })).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) }));

  it('tells every mistake of a brief with its place', async () => {
    const dir = repository({ 'brief.yaml': 'project:\n  team_size: -1\n  expected_users: lots\nrequirements:\n  non_functional: {consistency: stong}\nbudget: none\n' });
    const { code, stderr } = await cli(['design', 'chat', '--brief', 'brief.yaml'], { cwd: dir });
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').map((line) => line.split('  ')[0])).toEqual(['brief.yaml:2:14', 'brief.yaml:3:19', 'brief.yaml:5:33', 'brief.yaml:6:1']);
    expect(stderr).toContain("did you mean 'strong'?");
  });

  it('holds that ranks are given once, and that numbers are possible', async () => {
    const dir = repository({ 'brief.yaml': 'project: {team_size: 3, expected_users: 1K}\npriorities: {reliability: 1, scalability: 1}\n', 'few.yaml': 'project: {expected_users: 1K}\n' });
    expect(await cli(['design', 'chat', '--brief', 'brief.yaml'], { cwd: dir })).toMatchObject({ code: 2, stderr: expect.stringContaining('brief.yaml:2:') });
    expect(await cli(['design', 'chat', '--brief', 'few.yaml'], { cwd: dir })).toMatchObject({ code: 2, stderr: expect.stringContaining('project lacks team_size') });
  });
});

/** Answers in order; a question without an answer is left. */
export function answering(answers: readonly (string | boolean | undefined)[]): Asker & { readonly asked: string[]; readonly said: string[] } {
  const rest = [...answers];
  const [asked, said]: [string[], string[]] = [[], []];
  const next = (message: string): string | boolean | undefined => { asked.push(message); return rest.shift(); };
  return {
    asked, said,
    text: async ({ message, validate }) => { const answer = next(message) as string | undefined; if (answer !== undefined) expect(validate?.(answer)).toBeUndefined(); return answer; },
    select: async ({ message }) => next(message) as string | undefined, confirm: async ({ message }) => next(message) as boolean | undefined,
    say: (text) => { said.push(text); }, begin: (text) => { said.push(text); }, end: (text) => { said.push(text); },
  };
}

describe('on a terminal', () => {
  const walk = async (dir: string, asker: Asker, ...args: string[]) => {
    let [stdout, stderr] = ['', ''];
    const code = await main(args, { cwd: dir, env: {}, stdout: { write: (text) => { stdout += text; } }, stderr: { write: (text) => { stderr += text; } }, now: TODAY, asker });
    return { code, stdout, stderr };
  };

  it('asks for the brief, and writes', async () => {
    const dir = folder();
    const asker = answering(['8', '1M', '99.9%', 'GDPR', false, 'aws', 'typescript, react']);
    expect(await walk(dir, asker, 'design', 'chat system')).toMatchObject({ code: 0, stderr: '' });
    expect(asker.asked).toHaveLength(7);
    expect(declarationOf({ dir }).declared).toMatchObject({ project: { team_size: 8, expected_users: '1M' }, style: { name: 'modular-monolith', independent_deployability: false }, requirements: { non_functional: { compliance: ['GDPR'] } }, constraints: { team_skills: ['typescript', 'react'] }, infrastructure: { cloud: 'aws' } });
  });

  it('asks for use cases of a system that it does not know', async () => {
    const dir = folder();
    const asker = answering(['Order a meal', 'Cook it', '', '2', '1K', '', 'none', '']);
    expect(await walk(dir, asker, 'design', 'food delivery')).toMatchObject({ code: 0 });
    expect(declarationOf({ dir }).declared.requirements?.functional).toEqual(['Order a meal', 'Cook it']);
  });

  it('writes nothing where the person leaves', async () => {
    const dir = folder();
    const asker = answering(['8', undefined]);
    expect(await walk(dir, asker, 'design', 'chat system')).toMatchObject({ code: 0, stdout: '' });
    expect(asker.said).toContain('Nothing was written.');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('says before it asks that the files are there', async () => {
    const dir = folder();
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'architecture.yaml'), '');
    const asker = answering([]);
    expect(await walk(dir, asker, 'design', 'chat system')).toMatchObject({ code: 2 });
    expect(asker.asked).toEqual([]);
  });
});
