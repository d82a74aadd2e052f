import type { Expression } from '../../model/index.ts';
import type { Program } from './program.ts';
import type { Scope, Target } from './targets.ts';

/** Libraries whose schemas look at a value while the program runs. */
const LIBRARIES = /^(?:zod|@zod\/[\w-]+|myzod|valibot|arktype|superstruct|runtypes|io-ts|@sinclair\/typebox|typebox|typia|@vinejs\/vine|fastest-validator|ow|decoders|joi|@hapi\/joi|yup|ajv|jsonschema|@cfworker\/json-schema|is-my-json-valid|z-schema|@effect\/schema|effect|computed-types|typanion|@badrap\/valita|banditypes|suretype|purify-ts|validate|@exodus\/schemasafe)$/;
/** What they, and the schemas made of them, are asked by; `order.partial()` only makes another one. */
const ASKS = /^(?:(?:safe|try)?_?[pP]arse(?:Async|Sync)?|(?:safe)?[vV]alidate(?:Async|Sync|At|SyncAt)?|isValid(?:Sync)?|check|Check|Parse|Decode|Assert|assert(?:Type|Equals)?|assertGuard|attempt|create|mask|is|equals|guard|allows|decode(?:Unknown)?(?:Sync|Promise|Either|Option|Exit)?|cast|verify|from|match|default)$/;
/** What these make is a function that looks at what it is handed. */
const COMPILES = /(?:^|[.:])(?:compile(?:Async)?|Compile|type|create(?:Assert|Is|Validate|Equals)(?:Equals|Guard)?|validator|getSchema|decode\w*|validate\w*|asserts|is)$/;

/** Whether a call by this name looks at a value with a schema: of the library itself (`parse(Order, body)`), of a schema whatever it is called (`order.parse(body)`), or of what one was made into (`isOrder(body)`). */
export function asksSchema(program: Program, scope: Scope, name: string, target: Target | undefined): boolean {
  if (target?.kind === 'external') return LIBRARIES.test(target.pkg) && ASKS.test(target.name.split(/[.:]/).at(-1)!);
  const cut = name.lastIndexOf('.');
  const method = name.slice(cut + 1);
  // `isOrder = ajv.compile(schema)`, `Order = type({ … })`
  if (target?.kind === 'value' && COMPILES.test(makerIn(program, target) ?? '')) return true;
  if (cut < 0 || !ASKS.test(method)) return false;
  const schema = program.resolve(scope, name.slice(0, cut));
  return schema?.kind === 'value' && makerIn(program, schema) !== undefined;
}

/** The function of such a library that a value was made with: `object` of `z.object({ … }).strict()`. */
function makerIn(program: Program, { file, fn = 0, value }: Extract<Target, { kind: 'value' }>): string | undefined {
  let at: Expression = value;
  let member: string | undefined;
  for (let depth = 0; depth < 12; depth++) {
    if ('call' in at) at = at.call;
    else if ('of' in at) {
      member ??= at.member;
      at = at.of;
    } else break;
  }
  if (!('name' in at)) return undefined;
  const root = program.resolve({ file, fn }, at.name) ?? program.resolve({ file, fn }, at.name.split('.')[0]!);
  if (root?.kind === 'external') return LIBRARIES.test(root.pkg) ? member ?? at.name.split('.').at(-1)! : undefined;
  // `const ajv = new Ajv()`, a few lines up.
  const cut = at.name.lastIndexOf('.');
  const holder = cut > 0 ? program.resolve({ file, fn }, at.name.slice(0, cut)) : undefined;
  return holder?.kind === 'value' && holder.value !== value && makerIn(program, holder) !== undefined ? member ?? at.name.slice(cut + 1) : undefined;
}
