import type { Place, Trait } from '../../model/index.ts';
import { libraryRole } from './libraries.ts';
import type { Program } from './program.ts';

/** What a function does, itself or through what it calls, with the fewest steps away. */
export type Summary = ReadonlyMap<Trait, { readonly depth: number; readonly at: Place }>;

/** What a call of a library's own means for the function around it: `bearerAuth({ token })(c, next)`. */
const LIBRARY_TRAITS: Readonly<Record<string, Trait>> = { signature: 'signature', authentication: 'verifies' };
const PROVING = /(?:^|[:.])(?:bearerAuth|basicAuth|jwt|jwk|expressjwt|authenticate|requireAuth|requiresAuth|verify\w*|jwtVerify)$/;

/** Libraries that hash passwords, and compare them. */
const PASSWORDS = /^(?:bcrypt|bcryptjs|argon2|scrypt-kdf|@node-rs\/(?:argon2|bcrypt)|oslo|@oslojs\/password)$/;

/** Libraries whose functions bear names that say little by themselves: `assert(data, Struct)`, `is(data, Struct)`. */
const SHAPES = /^(?:superstruct|typia|runtypes|typanion|express-validator|validator)$/;

/** `handleErrors(req, res, error)`, `logger.info(request)`: what these look at goes into a report, and nothing is done with it. */
const REPORTING = /(?:^|\.)(?:(?:handle|report|capture|log|send|on)\w*(?:Errors?|Exceptions?)|errorHandler|log\w*|audit\w*|trace\w*)$|(?:^|\.)\w*[lL]ogger\.\w+$/;
const INPUTS: ReadonlySet<Trait> = new Set(['body', 'query', 'params', 'headers', 'files', 'raw', 'json']);
/** `isValidAlert(req)`: by its name, a look at the shape. */
const JUDGING = /(?:^|\.)(?:is|has|are)Valid\w*$/;

/** What functions do, each told once. */
export class Summaries {
  readonly #program: Program;
  readonly #known = new Map<string, Summary>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** What a function does, through calls up to `depth` steps away. */
  of(file: string, fn: number, depth = 3): Summary {
    const key = `${file}#${fn}#${depth}`;
    const known = this.#known.get(key);
    if (known) return known;
    // Recursion ends here: a function that calls itself says nothing new.
    this.#known.set(key, new Map());
    const found = new Map<Trait, { depth: number; at: Place }>();
    const definition = this.#program.function(file, fn);
    if (definition) {
      const take = (signals: Summary, more: number, via?: Place): void => {
        for (const [signal, { depth: steps, at }] of signals) {
          const known = found.get(signal);
          if (!known || steps + more < known.depth) found.set(signal, { depth: steps + more, at: more > 0 && via ? at : at });
        }
      };
      for (const [signal, line] of definition.signals) found.set(signal, { depth: 0, at: { file, line } });
      if (fn !== 0) for (const child of this.#program.children(file, fn)) take(this.of(file, child, depth), 0);
      if (depth > 0) {
        for (const [name, line, letGo] of definition.calls) {
          const target = this.#program.resolve({ file, fn }, name);
          const password = target?.kind === 'external' && PASSWORDS.test(target.pkg) ? /(?:^|[.:])hash(?:Sync)?$/.test(target.name) ? 'enrols' : /(?:compare|verify)(?:Sync)?$/.test(target.name) ? 'verifies' : undefined : undefined;
          if (target?.kind === 'external' && SHAPES.test(target.pkg) && /(?:^|[.:])(?:assert|create|is|mask|validate|check|parse)\w*$/.test(target.name)) take(new Map([['validates', { depth: 0, at: { file, line } }]]), 0);
          const told = (trait: Trait): Summary => new Map([[letGo && trait === 'verifies' ? 'asks' : trait, { depth: 0, at: { file, line } }]]);
          if (password) take(told(password), 0);
          const said = target?.kind === 'external' ? LIBRARY_TRAITS[libraryRole(target.pkg, target.name) ?? ''] : undefined;
          if (target?.kind === 'external' && said && (said === 'signature' || PROVING.test(target.name))) take(told(said), 0);
          const callee = target?.kind === 'value' ? this.#program.functionIn(target) : target;
          if (callee?.kind !== 'function' || (callee.file === file && callee.fn === fn)) continue;
          if (JUDGING.test(name)) take(told('inspects'), 0);
          const all = this.of(callee.file, callee.fn, depth - 1);
          const does = REPORTING.test(name) ? new Map([...all].filter(([signal]) => !INPUTS.has(signal))) : all;
          take(letGo || does.get('nobody')?.depth === 0 ? softened(does) : does, 1);
        }
      }
      // A child's "always yes", or what it hands back, is not the parent's.
      for (const own of ['allows', 'nobody'] as const) if (!definition.signals.some(([signal]) => signal === own)) found.delete(own);
    }
    this.#known.set(key, found);
    return found;
  }
}

/** What a function does where its failure is let go, or where only those come who bring something: it has asked, and refused nobody. */
const softened = (summary: Summary): Summary => new Map([...summary].flatMap(([signal, found]) => (signal === 'denies' || signal === 'forbids' ? [] : [[signal === 'verifies' ? 'asks' : signal, found] as const])));
