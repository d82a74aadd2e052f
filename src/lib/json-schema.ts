import { createRequire } from 'node:module';

interface Ajv {
  validate(schema: object, value: unknown): boolean;
  compile(schema: object): unknown;
  errorsText(errors: undefined, options: { readonly dataVar: string }): string;
}

const made = new Map<boolean, Ajv>();

/** Loaded where a plugin asks for it: our own schemas are compiled beforehand. */
function ajv(strict: boolean): Ajv {
  const known = made.get(strict);
  if (known) return known;
  const { default: Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as { default: new (options: object) => Ajv };
  // Two plugins may call their schemas alike.
  const validator = new Ajv2020({ strict, strictRequired: false, allowUnionTypes: true, logger: false, addUsedSchema: false });
  made.set(strict, validator);
  return validator;
}

/** What is wrong with a value, in the validator's words; undefined: nothing. */
export function valueMistake(schema: object, value: unknown, name: string): string | undefined {
  const validator = ajv(false);
  return validator.validate(schema, value) ? undefined : validator.errorsText(undefined, { dataVar: name });
}

/** What is wrong with a JSON Schema itself: a word that is none, a type that there is not. */
export function schemaMistake(schema: object): string | undefined {
  try {
    ajv(true).compile(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
