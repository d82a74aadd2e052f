import { expect, it } from 'vitest';
import retryLoops from '../../src/facts/retry-loops.ts';
import type { RetryLoop } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';
import { gather } from './gather.ts';

const loops = (text: string): string[] => ((extract(retryLoops, text) as { loops: readonly RetryLoop[] } | undefined)?.loops ?? []).map(({ kind, delay, jitter, counted, bounded, at, line }) => `${kind} ${at ?? line} ${delay}${jitter ? ' jitter' : ''}${counted ? ' counted' : ''}${bounded ? ' bounded' : ''}`);

it.each([
  // The pace of a poll beside the wait after a failure.
  ['async function f() { while (left()) {\n await sleep(interval); let r;\n try { r = await ask(); } catch (e) { attempt++; if (attempt > 5) throw e; const delay = withJitter(2 ** attempt); await sleep(delay); continue; }\n if (r.busy) { interval = interval * 2; continue; }\n return r; } }', ['loop 1 growing jitter bounded']],
  ['async function f() { while (left()) {\n await sleep(interval); let r;\n try { r = await ask(); } catch (e) { attempt++; if (attempt > 5) throw e; await sleep(2 ** attempt); continue; }\n interval = interval * 2;\n return r; } }', ['loop 1 growing bounded']],
  // Each turn takes what is free.
  ['async function f() { for (let attempt = 0; attempt < 9; attempt++) { try { return await serve(await freePort(attempt)); } catch (error) { if (isPortCollisionError(error)) continue; throw error; } } }', []],
  ['async function f() { for (let attempt = 0; attempt < 9; attempt++) { try { return await serve(); } catch (error) { if (isTransient(error)) continue; throw error; } } }', ['loop 1 none counted bounded']],
  // What a batch write left undone.
  ['const all = async (params) => { let left = true; let delay = 500; let maxRetries = 10;\n while (left) {\n const answer = await client.batchWrite(params);\n left = hasAny(answer.UnprocessedItems);\n if (left) { if (maxRetries-- === 0) throw new Error(); await sleep(delay); delay = delay * 1.5; }\n } };', ['loop 2 growing counted bounded']],
  ['const all = async (ids) => { for (const id of ids) { const answer = await client.batchGet(id); if (answer.UnprocessedKeys) note(answer.UnprocessedKeys); } };', []],
  // What calls itself with what it has counted.
  ['const save = async (rows, attempts = 0) => {\n const left = await put(rows);\n if (left.length) {\n if (attempts >= 8) throw new Error();\n const delay = Math.pow(2, attempts) * 1000;\n attempts++;\n await sleep(delay);\n return save(left, attempts);\n } };', ['recursion 8 growing counted bounded']],
  ['const walk = async (rows, attempts = 0) => {\n if (rows.length) return walk(rows.slice(1), attempts);\n attempts++;\n };', []],
  // Promises without await.
  ['function next(count, done, failed) {\n ask().then(done).catch((error) => {\n if (error.status < 500 || count <= 0) return failed(error);\n setTimeout(() => next(count - 1, done, failed), 1000);\n });\n}', ['recursion 4 fixed bounded']],
  ['const retry = (task) => new Promise((done, failed) => {\n const next = (count) => {\n task().then(done).catch((error) => { if (count > 0) return setTimeout(() => next(count - 1), 2 ** count * Math.random()); failed(error); });\n };\n next(9);\n});', ['recursion 3 growing jitter bounded']],
  ['function load(done) {\n ask().then(done).catch((error) => { log.error(error); });\n}', []],
  ['function load(done) {\n ask().then(() => load(done)).catch(log.error);\n}', []],
])('%s', (text, expected) => expect(loops(text)).toEqual(expected));

it('names a call once, however many callbacks end in it', async () => {
  const { retries } = await gather({
    'package.json': '{"name":"shop","main":"src/server.ts","scripts":{"start":"node src/server.ts"},"dependencies":{"express":"5"}}',
    'src/server.ts': "import express from 'express';\nimport { bills, orders } from './orders';\nconst app = express();\napp.get('/orders', async (req, res) => res.json([await orders(), await bills()]));\napp.listen(80);\n",
    'src/again.ts': 'export async function again(task, max) {\n  let last;\n  for (let attempt = 0; attempt < max; attempt++) {\n    try { return await task(); } catch (error) { last = error; }\n    await sleep(1000);\n  }\n  throw last;\n}\n',
    'src/client.ts': "export async function ask(url) {\n  return fetch(url);\n}\n",
    'src/orders.ts': "import { again } from './again';\nimport { ask } from './client';\nexport const orders = () => again(() => ask('https://a.example/orders'), 5);\nexport const bills = () => again(() => ask('https://a.example/bills'), 5);\n",
  }, ['retries']);
  expect(retries.map(({ fn, around }) => [fn, around.map(({ file, line }) => `${file}:${line}`)])).toEqual([['again', ['src/client.ts:2']]]);
});
