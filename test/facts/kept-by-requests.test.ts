import { describe, expect, it } from 'vitest';
import processState from '../../src/facts/process-state.ts';
import { mutableReport } from '../../src/lib/kept-state.ts';
import type { MutableState, ProcessState } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';

const mutables = (text: string): readonly MutableState[] => (extract(processState, text) as ProcessState | undefined)?.mutables ?? [];
const scalars = (text: string): string[] => mutables(text).filter(({ type }) => type === 'scalar').map(({ name }) => name);
const told = (text: string): string[] => mutables(text).flatMap((one) => mutableReport(one, 'src/a.ts', one.changes.map((change) => ({ ...change, file: 'src/a.ts' })))).map(({ name, confidence }) => `${name} ${confidence}`);

describe('values that one request sets and another reads', () => {
  it.each([
    ['let current = null;\nconst put = (req, res) => { current = req.body.name; };\nconst get = (req, res) => res.send(current);', ['current']],
    ['let open = false;\nconst lock = (req) => { open = false; };\nconst unlock = (req) => { open = true; };\nconst ask = () => open;', ['open']],
    ['let last;\nexport const put = procedure(({ ctx, input }) => { last = input; });\nconst get = () => last;', ['last']],
    ['@Controller()\nclass A { private chosen: string | null = null; choose(id: string) { this.chosen = id; } ask() { return this.chosen; } }', ['chosen']],
    ['@Injectable({ scope: Scope.REQUEST })\n@Controller()\nclass A { private chosen = null; choose(id) { this.chosen = id; } ask() { return this.chosen; } }', []],
    // What is made where it is missing, and a flag that is only ever raised.
    ['let client = null;\nconst get = async (req) => { if (!client) client = await connect(); return client; };\nconst ask = () => client;', []],
    ['let told = false;\nconst tell = (req) => { told = true; };\nconst ask = () => told;', []],
    ['let socket = null;\nconst put = (req, res) => { socket = res; };\nconst ask = () => socket;', []],
    ['let current = null;\nconst put = (req) => { current = req.body; };', []],
    // Whether a request leads there, other modules know.
    ['let current = null;\nconst put = (name) => { current = name; };\nconst ask = () => current;', ['current']],
    ['let current = null;\nconst put = (name) => { current = found(name); };\nconst ask = () => current;', []],
  ])('%s', (text, expected) => expect(scalars(text)).toEqual(expected));

  it('tells what a function is given where a request leads there alone', () => {
    const [current] = mutables('let current = null;\nconst put = (name) => { current = Buffer.from(name); };\nconst ask = () => current;');
    const at = (servedTo?: string) => mutableReport(current!, 'src/a.ts', current!.changes.map((change) => ({ ...change, file: 'src/a.ts', ...(servedTo !== undefined && { servedTo }) })));
    expect(at()).toEqual([]);
    expect(at('POST /names').map(({ name, confidence }) => `${name} ${confidence}`)).toEqual(['current low']);
  });

  it('leaves settings, and how far the process has come, alone', () => {
    expect(told('let selected = null;\nconst put = (req) => { selected = req.body.id; };\nconst ask = () => selected;')).toEqual(['selected medium']);
    expect(told('let options = null;\nconst put = (req) => { options = req.body; };\nconst ask = () => options;')).toEqual([]);
    expect(told('let restarting = false;\nconst a = (req) => { restarting = true; };\nconst b = (req) => { restarting = false; };\nconst ask = () => restarting;')).toEqual([]);
  });
});

it.each([
  ['const state = { count: 0, last: null };\nexport const put = (req) => { state.last = req.body; };', ['state medium']],
  ['const state = { count: 0 };\nexport const add = () => { state.count++; };', []],
])('an object of named values: %s', (text, expected) => expect(told(text)).toEqual(expected));

it.each([
  // What one function leaves, another takes away and returns.
  ['const left = {};\nexport function take(key) { const one = left[`${key}`]; delete left[`${key}`]; return one; }\nfunction leave(key, data) { left[`${key}`] = data; }', ['left low']],
  ['const left = new Map();\nexport function take(key) { const one = left.get(key); left.delete(key); return one; }\nfunction leave(key, data) { left.set(key, data); }', ['left low']],
  ['const left = new Map();\nexport function ask(key) { const one = left.get(key); if (one.end < now()) { left.delete(key); return undefined; } return one; }\nfunction leave(key, data) { left.set(key, data); }', []],
  ['const textCache = new Map();\nexport function take(key) { const one = textCache.get(key); textCache.delete(key); return one; }\nfunction leave(key, data) { textCache.set(key, data); }', []],
  // Objects that count what happens, under the id of a thing.
  ['const runs = {};\nclass Run { count = 0; add() { this.count++; } }\nexport function runOf(taskId) { if (!runs[taskId]) runs[taskId] = new Run(taskId); return runs[taskId]; }', ['runs low']],
  ['const runs = {};\nclass Run { add() { return 1; } }\nexport function runOf(taskId) { if (!runs[taskId]) runs[taskId] = new Run(taskId); return runs[taskId]; }', []],
  ['const runs = {};\nclass Run { count = 0; add() { this.count++; } }\nexport function runOf(taskId, stream) { if (!runs[taskId]) runs[taskId] = new Run(stream); return runs[taskId]; }', []],
  // Whoever may go on is counted here alone.
  ['class RateLimit { constructor() { this.database = Object.create(null); } has(ip) { return this.database[ip] !== undefined; } note(ip) { this.database[ip] = { reset: Date.now() }; } }\nexport const limit = new RateLimit();', ['database low']],
  ['class Prices { constructor() { this.database = Object.create(null); } has(ip) { return this.database[ip] !== undefined; } note(ip) { this.database[ip] = { reset: Date.now() }; } }\nexport const prices = new Prices();', []],
  // What the program makes as it starts is there once, and what lies beside a timer is no timer.
  ['class Tokens { private states: Map<string, { userId: string; timeout: NodeJS.Timeout }> = new Map(); keep(state, userId) { this.states.set(state, { userId, timeout: later(state) }); } ask(state) { return this.states.get(state); } }\nasync function start() { const tokens = new Tokens(); }', ['states medium']],
  ['class Tokens { private states: Map<string, NodeJS.Timeout> = new Map(); keep(state) { this.states.set(state, later(state)); } ask(state) { return this.states.get(state); } }\nasync function start() { const tokens = new Tokens(); }', []],
  // `inMemory` is no memo.
  ['@Injectable()\nclass A { private inMemoryParts = new Map(); add(dto) { this.inMemoryParts.set(dto.uploadId, 1); } end(uploadId) { return this.inMemoryParts.get(uploadId); } }', ['inMemoryParts medium']],
  ['class Model { static windows = {}; static async cacheWindows(model) { Model.windows[model.name] = model.size; } }', []],
])('%s', (text, expected) => expect(told(text)).toEqual(expected));
