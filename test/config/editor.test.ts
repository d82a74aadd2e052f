import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService, type LanguageService } from 'yaml-language-server';

const schema = JSON.parse(readFileSync(new URL('../../schemas/architecture.schema.json', import.meta.url), 'utf8')) as { $id: string };
const nothing = (): void => {};

/** A YAML language server as editors run it, given our schema and no network. */
function server(): LanguageService {
  const service = getLanguageService({
    schemaRequestService: async () => JSON.stringify(schema),
    workspaceContext: { resolveRelativePath: (path) => path },
    telemetry: { send: nothing, sendError: nothing, sendTrack: nothing },
  });
  service.configure({ completion: true, hover: true, validate: true, schemas: [{ uri: schema.$id, fileMatch: ['*.yaml'], schema }] });
  return service;
}

const service = server();
let documents = 0;
const open = (text: string): TextDocument => TextDocument.create(`file:///${documents++}/architecture.yaml`, 'yaml', 1, text);

/** What is offered where `|` stands: label → description. */
async function offered(text: string): Promise<Map<string, string>> {
  const document = open(text.replace('|', ''));
  const { items } = await service.doComplete(document, document.positionAt(text.indexOf('|')), false);
  return new Map(items.map(({ label, documentation }) => [label, typeof documentation === 'string' ? documentation : documentation?.value ?? '']));
}

describe('in an editor', () => {
  it('the sections are offered, each with its description', async () => {
    const sections = await offered('version: 1\n|');
    expect([...sections.keys()]).toEqual(expect.arrayContaining(['project', 'layers', 'components', 'data_stores', 'waivers']));
    expect([...sections.values()].filter((text) => text.length < 10)).toEqual([]);
  });
  it('keys of a component are offered by name of the component', async () => {
    const keys = await offered('version: 1\ncomponents:\n  orders:\n    |');
    expect(keys.get('public_api')).toBe('The only files that other components may import.');
    expect(keys.size).toBeGreaterThan(15);
  });
  it('keys deep inside lists are offered', async () => {
    const keys = await offered('version: 1\ncomponents:\n  orders:\n    path: a\n    depends_on:\n      - |');
    expect([...keys.keys()]).toEqual(expect.arrayContaining(['component', 'external', 'mode', 'timeout', 'circuit_breaker']));
  });
  it('values are offered', async () => {
    expect([...(await offered('version: 1\nproject:\n  stage: |')).keys()]).toEqual(['prototype', 'MVP', 'growth', 'scale', 'enterprise']);
    expect([...(await offered('version: 1\nlayers:\n  preset: |')).keys()]).toEqual(['layered', 'hexagonal', 'onion', 'feature-sliced', 'none']);
  });
  it('a key explains itself', async () => {
    const document = open('version: 1\nproject:\n  stage: MVP\n');
    expect(JSON.stringify(await service.doHover(document, { line: 2, character: 4 }))).toContain('How far it has come');
  });
  it('the full example has no complaint, and a wrong key has one', async () => {
    const example = readFileSync(new URL('./example.architecture.yaml', import.meta.url), 'utf8').replace(/^# yaml-language-server.*\n/, '');
    expect(await service.doValidation(open(example), false)).toEqual([]);
    const complaints = await service.doValidation(open('version: 1\nproject: {nam: x}\ncomponents: {a: {path: a}}\n'), false);
    expect(complaints.map(({ range }) => range.start.line)).toEqual([1, 1]);
  });
});
