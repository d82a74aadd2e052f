import type { Imports, Place } from '../model/index.ts';

/** Libraries that say what shape a value has. */
const LIBRARIES = /^(?:zod|joi|@hapi\/joi|yup|ajv|valibot|arktype|superstruct|io-ts|runtypes|typia|class-validator|validator|express-validator|celebrate|fastest-validator|validate\.js|jsonschema|is-my-json-valid|@sinclair\/typebox|typebox|effect|@effect\/schema|tv4|indicative|vine|@vinejs\/vine|node-input-validator)$/;
/** What decorators say of a field that checks nothing: documents, columns. */
export const SAYING = /^(?:Api\w*|AutoMap|Field|Prop|Column|Exclude|Expose)$/;
/** What says that a field may or has to be there, and nothing of its shape. */
export const LETS_PASS = /^(?:Allow|IsOptional|IsDefined|IsNotEmpty)$/;
/** Settings are checked with the same libraries, and are no input. */
const SETTINGS = /(?:^|[/.-])(?:config\w*|env\w*|settings?)(?:[/.-]|$)/i;

/** Where one of these modules, or one that it imports, takes a library that validates: what they do with it was not seen, though they have it. */
export function validatorBeside(files: Iterable<string>, { modules }: Pick<Imports, 'modules'>): Place | undefined {
  const taken = (file: string): Place | undefined => {
    const edge = SETTINGS.test(file) ? undefined : (modules[file] ?? []).find(({ external, kind }) => external !== undefined && kind !== 'type' && LIBRARIES.test(external));
    return edge && { file, line: edge.line, column: edge.column };
  };
  const own = [...new Set(files)].sort();
  return own.map(taken).find(Boolean) ?? own.flatMap((file) => (modules[file] ?? []).flatMap(({ to }) => (to === undefined ? [] : [taken(to)]))).find(Boolean);
}
