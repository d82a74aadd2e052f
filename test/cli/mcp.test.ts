import { readFileSync, realpathSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { serverFor } from '../../src/cli/mcp/server.ts';
import { TOOLS } from '../../src/cli/mcp/tools.ts';
import { cli, repository, TODAY } from '../support.ts';

/** A client of the server for a folder. */
async function connected(folder: string): Promise<Client> {
  const nowhere = { write: () => { throw new Error('The server wrote past the protocol.'); } };
  const io = { cwd: folder, env: { ARCH_LINT_CACHE: join(tmpdir(), 'arch-lint-test-cache') }, stdout: nowhere, stderr: nowhere, now: TODAY };
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1' });
  await Promise.all([serverFor(realpathSync.native(folder), io, main).connect(far), client.connect(near)]);
  await client.listTools();
  return client;
}

async function called(client: Client, name: string, given: Record<string, unknown> = {}): Promise<{ error: boolean; text: string; data: Record<string, unknown> }> {
  const { isError, content, structuredContent } = await client.callTool({ name, arguments: given });
  return { error: isError === true, text: (content as { text: string }[]).map(({ text }) => text).join('\n'), data: (structuredContent ?? {}) as Record<string, unknown> };
}

const HOUSE = resolve('fixtures/sound-house');

describe('arch-lint mcp', () => {
  let house: Client;
  beforeAll(async () => { house = await connected(HOUSE); });
  afterAll(() => house.close());

  it('lists read-only tools with schemas of their arguments and answers', async () => {
    const { tools } = await house.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['check', 'explain', 'can', 'next', 'graph', 'context', 'ask', 'review', 'score', 'style', 'compare', 'pattern', 'database', 'estimate', 'boundaries', 'data_model', 'adr_list', 'design']);
    for (const { inputSchema, outputSchema, annotations } of tools) {
      expect([inputSchema, outputSchema]).toMatchObject([{ type: 'object', additionalProperties: false }, { type: 'object' }]);
      expect(annotations).toMatchObject({ readOnlyHint: true });
    }
  });

  it('checks, with a bounded number of findings, and says how many there are', async () => {
    const leaky = await connected(resolve('fixtures/leaky-house/market'));
    const { error, data, text } = await called(leaky, 'check', { only: ['layer-violations', 'circular-dependencies'], most: 1 });
    expect(error, text).toBe(false);
    expect(data).toMatchObject({ schema_version: 1, gate: { passed: false }, findings: [{ file: expect.any(String), line: expect.any(Number), standing: 'violated' }] });
    expect(data.findings_in_all).toBeGreaterThan(1);
    expect(text).toContain('The gate is shut.');
    expect(text).toContain('more finding');
  });

  it('judges only the files that are named', async () => {
    const { data } = await called(house, 'check', { only: ['layer-violations'], files: ['src/main.ts'] });
    expect(data).toMatchObject({ gate: { passed: true }, findings: [], findings_in_all: 0 });
  });

  it('explains a check', async () => {
    const { data } = await called(house, 'explain', { name: 'layer-violations' });
    expect(data).toMatchObject({ check: { id: 'layer-violations' }, page: expect.stringContaining('# ') });
  });

  it('answers whether an import is allowed', async () => {
    const { error, data } = await called(house, 'can', { from: 'src/catalogue/domain/new.ts', to: 'src/loans/infrastructure/db.ts' });
    expect({ error, allowed: data.allowed }).toEqual({ error: false, allowed: false });
    expect(data.reasons).not.toHaveLength(0);
  });

  it.each([
    ['graph', { level: 'component' }, { mermaid: expect.stringMatching(/^(flowchart|graph)/m) }],
    ['context', {}, { markdown: expect.stringContaining('### Components') }],
    ['ask', { sentence: 'what should I fix first' }, { command: expect.stringMatching(/^arch-lint next/) }],
    ['compare', { names: ['REST', 'GraphQL'] }, { command: 'compare' }],
    ['pattern', { name: 'outbox' }, { command: 'pattern' }],
    ['database', { needs: ['search'] }, { command: 'database' }],
    ['estimate', { users: '1M', actions: '20' }, { command: 'estimate' }],
    ['style', { team: 8, audit: false, independent_deploys: true }, { command: 'style' }],
    ['data_model', { most: 3 }, { command: 'data-model' }],
    ['adr_list', {}, { command: 'adr list' }],
    ['design', { system: 'chat system', team: 5, users: '10K' }, { command: 'design', files: { 'architecture.yaml': expect.stringContaining('version: 1') } }],
  ])('answers %s', async (name, given, shape) => {
    const before = readdirSync(HOUSE);
    const { error, data, text } = await called(house, name, given);
    expect(error, text).toBe(false);
    expect(data).toMatchObject(shape);
    expect(readdirSync(HOUSE)).toEqual(before);
  });

  it.each([
    ['check', { files: ['../leaky-house/src/app.ts'] }, "'../leaky-house/src/app.ts' leads out of the folder"],
    ['check', { files: ['src/main.ts,../x'] }, "'../x' leads out of the folder"],
    ['can', { from: '/etc/passwd', to: 'src/main.ts' }, "'/etc/passwd' leads out of the folder"],
    ['can', { from: 'C:\\secret', to: 'src/main.ts' }, 'leads out of the folder'],
    ['check', { only: ['layer-violation'] }, "There is no check or dimension 'layer-violation'. Did you mean 'layer-violations'?"],
    ['check', { most: 'many' }, 'The arguments of check are wrong.'],
    ['check', { output: 'x.json' }, 'Unrecognized key: "output"'],
    ['explain', { name: '--output=x' }, "called '--output=x'"],
    ['pattern', { name: 'outbocks' }, "No pattern is called 'outbocks'."],
    ['chek', {}, "There is no tool 'chek'. Did you mean 'check'?"],
  ])('refuses %s %j with a sentence', async (name, given, sentence) => {
    const { error, text } = await called(house, name, given);
    expect(text).toContain(sentence);
    expect(error).toBe(true);
  });

  it('refuses a link out of the folder, and a declaration above it', async () => {
    const yaml = 'version: 1\nproject: {name: x}\n';
    const outer = repository({ 'architecture.yaml': yaml, 'inner/a.ts': 'export {};\n', '.git/HEAD': 'ref: refs/heads/main\n' });
    const linked = repository({ 'architecture.yaml': yaml, 'a.ts': 'export {};\n' });
    symlinkSync(outer, join(linked, 'out'));
    expect(await called(await connected(linked), 'can', { from: 'out/inner/a.ts', to: 'a.ts' })).toMatchObject({ error: true, text: expect.stringContaining('leads out of the folder') });
    expect(await called(await connected(join(outer, 'inner')), 'context')).toMatchObject({ error: true, text: expect.stringContaining('only the folder that the server is started for is read') });
    expect(await cli(['mcp', join(outer, 'inner')])).toMatchObject({ code: 2, stderr: expect.stringContaining('Start `arch-lint mcp ') });
  });

  it('has a page with every tool', () => {
    const rows = TOOLS.map(({ name, input, description }) => `| \`${name}\` | ${Object.entries(input.shape).map(([key, type]) => (type.safeParse(undefined).success ? `${key}?` : key)).join(', ')} | ${description} |`);
    expect(readFileSync('docs/commands/mcp.md', 'utf8')).toContain(['| tool | arguments | what it does |', '|---|---|---|', ...rows].join('\n'));
  });
});
