import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

/** What the handler of `POST /orders` does with its body before it keeps `data`. */
async function outcome(imports: string, schema: string, does: string): Promise<string> {
  const { findings, verified } = await lintFor('unvalidated-input', {
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n',
    'src/app.ts': `import express from 'express';\nimport { Order } from './order.js';\nimport { db } from './db.js';\n${does.startsWith('parse(') || does.includes('= parse(') ? "import { parse } from 'valibot';\n" : ''}const app = express();\napp.post('/orders', async (req, res) => {\n  ${does}\n  await db.order.create({ data });\n  res.json({});\n});\napp.listen(1);\n`,
    'src/order.ts': `${imports}\n${schema}\n`,
    'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\n",
  });
  return [...findings.map(() => 'as it comes'), ...verified.map(() => 'looked at')].join();
}

describe('a schema of a library looks at what comes, whatever it is called', () => {
  it.each([
    ['Zod', "import { z } from 'zod';", 'export const Order = z.object({ name: z.string() }).strict();', 'const data = Order.parse(req.body);'],
    ['Joi', "import Joi from 'joi';", 'export const Order = Joi.object({ name: Joi.string() });', 'const data = await Order.validateAsync(req.body);'],
    ['Valibot', "import * as v from 'valibot';", 'export const Order = v.object({ name: v.string() });', 'const data = parse(Order, req.body);'],
    ['ArkType', "import { type } from 'arktype';", "export const Order = type({ name: 'string' });", 'const data = Order(req.body);'],
    ['Runtypes', "import { Record, String } from 'runtypes';", 'export const Order = Record({ name: String });', 'const data = Order.check(req.body);'],
    ['io-ts', "import * as t from 'io-ts';", 'export const Order = t.type({ name: t.string });', 'const { right: data } = Order.decode(req.body);'],
    ['decoders', "import { object, string } from 'decoders';", 'export const Order = object({ name: string });', 'const data = Order.verify(req.body);'],
    ['TypeBox, compiled', "import { TypeCompiler } from '@sinclair/typebox/compiler';\nimport { schema } from './schema.js';", 'export const Order = TypeCompiler.Compile(schema);', 'const data = req.body;\n  if (!Order.Check(data)) { res.sendStatus(400); return; }'],
    ['typia, compiled', "import typia from 'typia';", 'export const Order = typia.createAssert<{ name: string }>();', 'const data = Order(req.body);'],
    ['fastest-validator', "import Validator from 'fastest-validator';", "const validator = new Validator();\nexport const Order = validator.compile({ name: 'string' });", 'const data = req.body;\n  if (Order(data) !== true) { res.sendStatus(400); return; }'],
  ])('%s', async (_, imports, schema, does) => {
    expect(await outcome(imports, schema, does)).toBe('looked at');
  });

  it.each([
    ['another schema is made of it', "import { z } from 'zod';", 'export const Order = z.object({ name: z.string() });', 'const partial = Order.partial();\n  const data = req.body;'],
    ['something else of that name', "import { Parser } from './parser.js';", 'export const Order = new Parser();', 'const data = req.body;\n  Order.match(res);'],
  ])('but not where %s', async (_, imports, schema, does) => {
    expect(await outcome(imports, schema, does)).toBe('as it comes');
  });
});
