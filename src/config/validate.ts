import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Ajv2020 as Ajv, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Schema } from './explain.ts';
import { SCHEMA } from './schema.ts';

// ajv has the last word on every declaration. Compiling the schema takes longer than the rest of the loading, so the
// build does it once and ships the function; from the sources it is compiled when it is first asked.

const require = createRequire(import.meta.url);
const COMPILED = fileURLToPath(new URL('./declaration-validator.cjs', import.meta.url));

/** The schema of one file: what only the whole must have is asked of the whole. */
export function fileSchema(): Schema {
  const { anyOf: _, ...schema } = SCHEMA;
  return schema;
}

let compiled: ValidateFunction | undefined;

/** What ajv finds wrong with one file of a declaration; none: it is valid. */
export function schemaErrors(value: unknown): readonly Pick<ErrorObject, 'instancePath' | 'message'>[] {
  compiled ??= existsSync(COMPILED) ? (require(COMPILED) as ValidateFunction) : compile();
  return compiled(value) ? [] : (compiled.errors ?? []);
}

function compile(): ValidateFunction {
  const { Ajv2020 } = require('ajv/dist/2020.js') as { Ajv2020: typeof Ajv };
  return new Ajv2020({ strict: false, inlineRefs: false, logger: false }).compile(fileSchema());
}
