import { expect, test } from 'vitest';
import { lintFor } from '../support.ts';

/** What is told of a call to another service: that its failure is answered, lost, or nothing. */
async function told(body: string): Promise<'answered' | 'lost' | undefined> {
  const { findings, verified } = await lintFor('undefined-degradation', {
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n',
    'package.json': JSON.stringify({ name: 'shop', private: true, dependencies: { express: '5', axios: '1', neverthrow: '8' } }),
    'src/app.js': `import express from 'express';\nimport axios, { AxiosError } from 'axios';\nimport https from 'node:https';\nimport { ResultAsync } from 'neverthrow';\nconst app = express();\nasync function stock(sku, url) {\n${body}\n}\napp.post('/orders', async (req, res) => { res.json(await stock(req.body.sku)); });\napp.listen(1);\n`,
  });
  return verified.length > 0 ? 'answered' : findings.length > 0 ? 'lost' : undefined;
}
const POST = "await axios.post('https://stock.example.com/reserve', { sku });";

test.each([
  ['another answer', 'return { reserved: false };', 'answered'],
  ['the failure again', 'throw error;', undefined],
  ['another answer to what is told from the rest, and the rest again', 'if (error.response?.status === 409) return { reserved: false };\nthrow error;', undefined],
  ['the rest again, and another answer to what is left', 'if (error.response?.status !== 409) {\nthrow error;\n}\nlog.info(sku);\nreturn { reserved: false };', undefined],
  ['what is no failure of the call again, and another answer', 'if (!(error instanceof AxiosError)) throw error;\nreturn { reserved: false };', 'answered'],
  ['what is no failure of the call again, and a line in the log', 'if (!axios.isAxiosError(error)) throw error;\nlog.error(error);', 'lost'],
  ['a line in the log', 'log.error(error);', 'lost'],
  ['nothing', '', 'lost'],
] as const)('a clause that gives %s', async (_, clause, expected) => expect(await told(`try {\n${POST}\n} catch (error) {\n${clause}\n}`)).toBe(expected));

test.each([
  ['', undefined],
  [', reject', 'answered'],
] as const)('a promise made by hand that takes resolve%s and is made a result', async (reject, expected) => expect(await told(`return ResultAsync.fromPromise(new Promise((resolve${reject}) => { https.get(url, resolve)${reject && ".on('error', reject)"}; }), String);`)).toBe(expected));
