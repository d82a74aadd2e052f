import { describe, expect, it } from 'vitest';
import processState from '../../src/facts/process-state.ts';
import transport from '../../src/facts/transport.ts';
import type { ProcessState, Transport } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';

const state = (text: string): ProcessState | undefined => extract(processState, text) as ProcessState | undefined;
const names = (text: string): string[] => (state(text)?.mutables ?? []).map(({ name, holder, type }) => `${holder} ${type} ${name}`);
const kept = (text: string): string[] => (state(text)?.keeping ?? []).map(({ kind, shared }) => `${kind}${shared ? ' shared' : ''}`);

describe('module state', () => {
  it.each([
    ['const seen = new Map();\nfunction f(k) { seen.set(k, 1); }', ['module Map seen']],
    ['const rows = [];\nexport const add = (r) => rows.push(r);', ['module array rows']],
    ['let hits = 0;\nfunction f() { hits++; }', ['module value hits']],
    ['@Injectable()\nclass A { private carts = new Map(); add(k) { this.carts.set(k, 1); } }', ['singleton Map carts']],
    ['const throttle = {};\nconst later = (k) => { throttle[k] = setTimeout(run, 500); };', []],
    ['const waiting = new Map();\nconst later = (k) => { waiting.set(k, setTimeout(run, 500)); };', []],
    ['const queue = [];\nconst run = (job) => new Promise((resolve) => queue.push({ job, resolve }));', []],
    ['interface Waiting { req: string; resolve: (done: string) => void }\ninterface Node { value: Waiting }\nconst queueNodes: Map<number, Node> = new Map();\nconst queueRing: string[] = [];\nconst tokens: string[] = [];\nfunction f(one, node) { queueNodes.set(one, node); queueRing.push(one); tokens.push(one); }', ['module array tokens']],
    ['interface Job { id: number; retries: number }\nconst queueNodes: Map<number, Job> = new Map();\nconst queueRing: string[] = [];\nfunction f(one, job) { queueNodes.set(one, job); queueRing.push(one); }', ['module Map queueNodes', 'module array queueRing']],
    ['type Subscriber = (message: Message) => void;\nclass Votes { private channels: Record<string, Subscriber[]> = {}; on(pollId, one) { this.channels[pollId] = [one]; } }\nexport const votes = new Votes();', []],
    ['const queue = [];\nfunction push(id, run) { const task = { id, work: run }; queue.push(task); }\nfunction next() { queue.shift().work(); }', []],
    ['const queue = [];\nfunction push(id, mail) { const task = { id, work: mail }; queue.push(task); }\nfunction next() { send(queue.shift().work); }', ['module array queue']],
    ['let requests = 0;\nfunction f(req) { requests++; if (requests % 100 === 0) sweep(); if (requests > 9) { requests = 0; } }', ['module value requests']],
    ['let requests = 0;\nfunction f(req) { requests++; if (requests % 100 === 0) sweep(); }', []],
    ['let turn = 0;\nfunction f() { turn = (turn + 1) % workers.length; return workers[turn % 3]; }', []],
    ['let jobCounter = 0;\nfunction f() { const jobId = ++jobCounter; return `job ${jobId}`; }', []],
    ['let attempts = 0;\nfunction f() { if (++attempts > 5) throw new Error(); }', ['module value attempts']],
    ['let hits = 0;\nfunction f() { return { hits: ++hits }; }', ['module value hits']],
    ['const flights = new Map<string, Promise<Client>>();\nfunction f(k) { flights.set(k, make(k)); }', []],
    ['const people: Record<string, Person> = {};\nfunction f(k, s) { people[k] = s; }', ['module object people']],
    ['const table = new Map([[1, 2]]);\nfunction f(k) { return table.get(k); }', []],
    ['const table = new Map();\nfor (const k of keys) table.set(k, 1);', []],
    ['const seen = new Map();\nfunction f(seen) { seen.set(1, 1); }', []],
    ['class A { carts = new Map(); add(k) { this.carts.set(k, 1); } }', ['instance Map carts']],
    ['class A { carts = new Map(); add(k) { this.carts.set(k, 1); } }\nmodule.exports = new A();', ['singleton Map carts']],
    ['class A { runs = {}; stop(id) { delete this.runs[id]; } static getInstance() { return (A.one ??= new A()); } }', ['singleton object runs']],
    ['class A { static list = {}; static get(id) { return (A.list[id] ??= new A()); } }', ['singleton object A.list']],
    ['class A { constructor() { this.runs = {}; } start(id) { this.runs[id] = 1; } }\nexport const a = new A();', ['singleton object runs']],
    ['class A { constructor() { this.names = [1]; } first() { return this.names[0]; } }\nexport const a = new A();', []],
    ['class A { static names = []; label() { return A.names[0]; } }', []],
    ['@Injectable()\nclass A { private names = new Set(); constructor() { this.names.add(1); } }', []],
    ['function f() { const seen = new Map(); seen.set(1, 1); }', []],
  ])('%s', (text, expected) => expect(names(text)).toEqual(expected));
});

it.each([
  ["const { Server } = require('./server');\nconst server = Server.getInstance();\nfunction start(m) { server.monitors[m.id] = m; }", ['monitors m.id']],
  ["import { monitor } from './monitor';\nexport const drop = (name) => { delete monitor.runs[name]; };", ['runs name']],
  ['class A { constructor(monitor) { this.monitor = monitor; } put(m) { this.monitor.runs.set(m.id, m); } }', ['runs m.id']],
  ["import { sessions } from './sessions.js';\nexport const open = (id) => { sessions[id] = 1; };", ['sessions id']],
  ["import { sessions as all } from './sessions.js';\nexport const open = (id) => all.set(id, 1);", ['sessions id']],
  ["import { set } from 'lodash';\nimport * as all from './all.js';\nexport const open = (id) => { set[id] = 1; all[id] = 1; };", []],
  ['function f(req) { req.session.carts[id] = 1; const state = {}; state.rows[id] = 2; }', []],
])('what is changed in the object of another module: %s', (text, expected) => expect((state(text)?.outside ?? []).map(({ field, key }) => `${field} ${key}`)).toEqual(expected));

it.each([
  ['new Limiter();', []],
  ['export const limiter = new Limiter(redis);', ['Limiter']],
  ['export default new Limiter();', ['Limiter']],
  ['const make = () => { const limiter = new Limiter(); return limiter; };', []],
  ['const names = new Map();', []],
])('what is made once: %s', (text, expected) => expect(state(text)?.singles ?? []).toEqual(expected));

it.each([
  ['const runs = new Map();\nasync function f(k) { runs.set(k, 1); try { await g(); } finally { runs.delete(k); } }', true],
  ['const runs = new Map();\nconst drop = (k) => runs.delete(k);\nasync function f(k) { runs.set(k, 1); try { await g(); } finally { drop(k); } }', true],
  ['const runs = new Map();\nfunction f(k) { runs.set(k, 1); }\nfunction drop(k) { runs.delete(k); }', undefined],
])('entries that last as long as a call: %s', (text, bounded) => expect(state(text)?.mutables[0]?.bounded).toBe(bounded));

it.each([
  ['const marks = new Map();\nfunction sweep(now) { for (const [id, until] of marks.entries()) { if (until < now) marks.delete(id); } }', true],
  ['const marks = new Map();\nfunction take(id) { marks.delete(id); }', undefined],
])('what is taken away because it is too old: %s', (text, swept) => expect(state(text)?.mutables[0]?.changes[0]?.swept).toBe(swept));

it.each([
  ['const orders = [];\nexport const add = (order) => { orders.push({ ...order, at: 1 }); };', true],
  ['const orders = [];\nexport const add = (order) => { orders.push(priced(order)); };', undefined],
  ['const busy = {};\nexport const isBusy = (id) => id in busy;\nexport function begin(id) { busy[id] = start(); }', true],
  ['const busy = {};\nexport const run = (id) => busy[id];\nexport function begin(id) { busy[id] = start(); }', undefined],
  ['let users = [];\nexport const add = (user) => { users = [...users, user]; };', true],
])('what is kept as it was given: %s', (text, given) => expect(state(text)?.mutables[0]?.changes[0]?.given).toBe(given));

it('tells the handlers of a module from one another, though they have no name', () => {
  const [shown] = state("let shown = null;\napp.post('/shown', (req, res) => { shown = req.body; });\napp.get('/shown', (req, res) => res.json(shown));")!.mutables;
  expect(shown).toMatchObject({ name: 'shown', type: 'scalar' });
});

it('takes what stands in a controller for what answers requests', () => {
  const writes = (path: string): unknown => (extract(processState, "import fs from 'node:fs';\nexport const save = (m) => fs.writeFileSync(`./images/${m.id}`, m.data);", path) as ProcessState).keeping[0]!.inHandler;
  expect(writes('src/controller/sessions.ts')).toBe(true);
  expect(writes('src/media.controller.ts')).toBe(true);
  expect(writes('src/media.ts')).toBeUndefined();
});

describe('what a process keeps', () => {
  it.each([
    ["import session from 'express-session';\nsession({ secret: s });", ['session']],
    ["import session from 'express-session';\nsession({ secret: s, store });", ['session shared']],
    ["import session from 'express-session';\nsession(options);", []],
    ["import session from 'express-session';\nimport files from 'session-file-store';\nconst Store = files(session);\nsession({ store: new Store() });", ['session']],
    ["import multer from 'multer';\nmulter.diskStorage({ destination: (req, file, done) => done(null, tmpDir) });", []],
    ["import multer from 'multer';\nmulter.diskStorage({ destination: (req, file, done) => done(null, 'uploads') });", ['upload']],
    ["import multer from 'fastify-multer';\nmulter({ dest: 'uploads/' });", ['upload']],
    ["import multer from 'multer';\nmulter.diskStorage({});", []],
    ["import fs from 'node:fs';\nexport const save = (path, text) => fs.writeFileSync(path, text);", []],
    ["import fs from 'node:fs';\nexport const save = (id, text) => fs.writeFileSync(`uploads/${id}`, text);", ['write']],
    ["import multer from 'multer';\nmulter({ dest: 'uploads/' });", ['upload']],
    ["const upload = require('multer')({ dest: 'uploads/' });", ['upload']],
    ["import multer from 'multer';\nmulter({ storage: multer.memoryStorage() });", []],
    ["import fs from 'node:fs';\nimport os from 'node:os';\nfs.writeFileSync(path.join(os.tmpdir(), 'x'), '');", []],
    ["import { writeFile } from 'fs/promises';\nconst target = join(config.folder, 'x');\nwriteFile(target, '');", []],
    ["import { writeFile } from 'fs/promises';\nwriteFile(`uploads/${id}`, '');", ['write']],
    ["import fs from 'node:fs';\nclass A { async find() { if (!fs.existsSync(this.file)) await this.load(); return fs.promises.readFile(this.file); }\n async load() { const text = await (await fetch(this.url)).text(); await fs.promises.writeFile(this.file, text); } }", []],
    ["import fs from 'node:fs';\nclass A { async find() { if (!fs.existsSync(this.file)) await this.load('x'); return fs.promises.readFile(this.file); }\n async load(text) { fs.writeFileSync(this.file, text); } }", ['write']],
    ["import session from 'koa-generic-session';\napp.use(session());", ['session']],
    ["import session from '@fastify/session';\napp.register(session, { secret: s });", ['session']],
    ["import session from '@fastify/session';\napp.register(session, { secret: s, store });\napp.register(session, options);", []],
    ["const sqlite3 = require('sqlite3').verbose();\nconst db = new sqlite3.Database('./data.db');", ['database']],
    ["const sqlite3 = require('sqlite3');\nconst db = new sqlite3.Database(':memory:');", []],
    ["import { DatabaseSync } from 'node:sqlite';\nnew DatabaseSync('data.db');", ['database']],
    ["import { Sequelize } from 'sequelize';\nnew Sequelize({ dialect: 'sqlite', storage: './data.db' });", ['database']],
    ["import { Sequelize } from 'sequelize';\nnew Sequelize({ dialect: 'postgres', host });", []],
    ["import { DataSource } from 'typeorm';\nnew DataSource({ type: 'better-sqlite3', database: 'data.db' });", ['database']],
    ["import { Cron } from '@nestjs/schedule';\nclass A { @Cron('* * * * *') run() {} }", ['scheduler']],
  ])('%s', (text, expected) => expect(kept(text)).toEqual(expected));
});

describe('transport', () => {
  it('a default for what somebody sets verifies only where that is asked for', () => {
    const what = (text: string) => ((extract(transport, text) as Transport).settings).map((one) => one.what);
    expect(what('_.defaults(this, given, { rejectUnauthorized: false });')).toEqual(['certificates are verified only where that is asked for']);
    expect(what('connect({ rejectUnauthorized: false });')).toEqual(['certificates are not verified']);
  });
  const settings = (text: string): string[] => ((extract(transport, text) as Transport | undefined)?.settings ?? []).map((one) => `${one.setting} ${one.secure}${one.developmentOnly ? ' development' : ''}${one.chosen ? ' chosen' : ''}`);
  it.each([
    ['new Agent({ rejectUnauthorized: false });', ['rejectUnauthorized false']],
    ["const ssl = process.env.NODE_ENV === 'production' ? { rejectUnauthorized: false } : false;", ['rejectUnauthorized false']],
    ["const ssl = process.env.NODE_ENV !== 'production' ? { rejectUnauthorized: false } : true;", ['rejectUnauthorized false development']],
    ["if (isDev) { process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; }", ['NODE_TLS_REJECT_UNAUTHORIZED false development']],
    ['const a = x ? { rejectUnauthorized: true } : { rejectUnauthorized: false };', ['rejectUnauthorized true', 'rejectUnauthorized false chosen']],
    ["const ssl = config.nodeEnv === Environment.Dev ? { rejectUnauthorized: false } : {};", ['rejectUnauthorized false development']],
    ["const ssl = config.nodeEnv !== Environment.Prod ? { rejectUnauthorized: false } : {};", ['rejectUnauthorized false development']],
    ["if (process.env.ENV === 'localdev') https.createServer({ secureProtocol: 'TLS_method' }, app);", ['secureProtocol true development']],
    ["import crypto from 'crypto';\nconst iv = Buffer.alloc(12, 0);\ncrypto.createCipheriv('aes-256-gcm', key, iv);", ['cipher aes-256-gcm false']],
    ["import crypto from 'crypto';\nconst iv = Buffer.alloc(12);\ncrypto.randomFillSync(iv);\ncrypto.createCipheriv('aes-256-gcm', key, iv);", ['cipher aes-256-gcm true']],
    ["import crypto from 'crypto';\nconst iv = crypto.randomBytes(12);\ncrypto.createCipheriv('aes-256-gcm', key, iv);", ['cipher aes-256-gcm true']],
    ["import crypto from 'crypto';\ncrypto.createCipheriv('aes-256-cbc', key, Buffer.from('0123456789abcdef'));", ['cipher aes-256-cbc false']],
    ['new Agent({ rejectUnauthorized: config.verify });', []],
    ['https.createServer({ key, cert, rejectUnauthorized: false }, app);', []],
    ['https.createServer({ key, cert, requestCert: true, rejectUnauthorized: false }, app);', ['rejectUnauthorized false']],
    ['const options = { ...tls, requestCert: true, rejectUnauthorized: false };', []],
    ["new Client({ ssl: { secureProtocol: 'SSLv23_method' } });", []],
    ["new Client({ ssl: { secureProtocol: 'SSLv3_method' } });", ['secureProtocol false']],
    ["new Agent({ rejectUnauthorized: process.env.VERIFY === 'true' });", ['rejectUnauthorized false']],
    ["new Agent({ rejectUnauthorized: yes(url.searchParams.get('verify')) });", ['rejectUnauthorized false']],
    ["new Agent({ rejectUnauthorized: process.env.VERIFY !== 'false' });", []],
    ['new Agent({ rejectUnauthorized: !smtp.ignoreErrors || false });', []],
    ['new Agent({ rejectUnauthorized: options.verify ?? false });', ['rejectUnauthorized false']],
    ['if (!this.rejectUnauthorized) payload.tls = { rejectUnauthorized: false };', ['rejectUnauthorized false chosen']],
    ['if (!this.user) payload.tls = { rejectUnauthorized: false };', ['rejectUnauthorized false']],
    ['const redis = { ...(options.tlsDisabled ? { checkServerIdentity: () => undefined } : { tls: {} }) };', ['checkServerIdentity false chosen']],
    ['const socket = tls.connect({ host, rejectUnauthorized: false }, () => resolve(socket.getPeerCertificate(true)));', []],
    ['const look = (host) => { const options = { host, rejectUnauthorized: false }; const socket = tls.connect(options, () => resolve(socket.authorized)); };', []],
    ['const ask = (host) => { const options = { host, rejectUnauthorized: false }; return https.request(options); };', ['rejectUnauthorized false']],
    ['const socket = tls.connect({ host, rejectUnauthorized: false }, () => socket.write(text));', ['rejectUnauthorized false']],
    ['if (target.unsafeTls) agent = new Agent({ rejectUnauthorized: false });', ['rejectUnauthorized false chosen']],
    ['new C(address, tls ? grpc.credentials.createSsl() : grpc.credentials.createInsecure());', ['gRPC credentials true', 'gRPC credentials false chosen']],
    ["const tls = { ...(env.VERIFY === 'false' ? { checkServerIdentity: () => undefined } : {}) };", ['checkServerIdentity false chosen']],
    ['if (options.allowSelfSigned) agent = new Agent({ rejectUnauthorized: false });', ['rejectUnauthorized false chosen']],
    ["const ssl = url.includes('sslmode=require') ? { rejectUnauthorized: false } : undefined;", ['rejectUnauthorized false']],
    ["new Agent({ rejectUnauthorized: env.VERIFY === 'true' });", []],
    ['new Minio.Client({ endPoint: MINIO_HOST, useSSL: false });', ['useSSL false']],
    ["new Minio.Client({ endPoint: 'localhost', useSSL: false });", []],
    ['connect({ useSSL: false });', []],
    ['new C(address, grpc.credentials.createInsecure());', ['gRPC credentials false']],
    ['tls.connect({ checkServerIdentity: () => undefined });', ['checkServerIdentity false']],
    ["tls.connect({ minVersion: 'TLSv1.2' });", ['minVersion true']],
  ])('%s', (text, expected) => expect(settings(text)).toEqual(expected));

  const addresses = (text: string): string[] => ((extract(transport, text) as Transport | undefined)?.addresses ?? []).map(({ scheme, host, use }) => `${scheme} ${host} ${use}`);
  it.each([
    ["fetch('http://api.weather.io/v1');", ['http api.weather.io call']],
    ["const baseUrl = process.env.API ?? 'http://api.weather.io';", ['http api.weather.io fallback']],
    ["const options = { endpoint: `http://api.weather.io/${id}` };", ['http api.weather.io setting']],
    ["fetch('http://catalogue:8080/items'); fetch('http://localhost:3000'); fetch('http://10.0.0.3/x');", []],
    ["const ns = { url: 'http://www.w3.org/2000/svg', text: 'http://api.weather.io' };", []],
    ["expect(x).toBe('http://api.weather.io');", []],
    ["const document = { info: { contact: { url: 'http://help.weather.io' } }, externalDocs: { url: 'http://docs.weather.io' } };", []],
  ])('%s', (text, expected) => expect(addresses(text)).toEqual(expected));
});
