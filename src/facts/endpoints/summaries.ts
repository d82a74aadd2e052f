import type { FunctionDefinition, Place, Trait } from '../../model/index.ts';
import { CLAIMING } from '../../lib/endpoints.ts';
import { isCompiled } from './destinations.ts';
import { nameOf } from './expressions.ts';
import { libraryRole } from './libraries.ts';
import type { Program } from './program.ts';
import { asksSchema } from './schema-libraries.ts';

/** What a function does, itself or through what it calls, with the fewest steps away. */
export type Summary = ReadonlyMap<Trait, { readonly depth: number; readonly at: Place }>;

/** What a call of a library's own means for the function around it: `bearerAuth({ token })(c, next)`. */
const LIBRARY_TRAITS: Readonly<Record<string, Trait>> = { signature: 'signature', authentication: 'verifies' };
const PROVING = /(?:^|[:.])(?:bearerAuth|basicAuth|jwt|jwk|expressjwt|authenticate|requireAuth|requiresAuth|verify\w*|jwtVerify)$/;

/** Libraries that hash passwords, and compare them. */
const PASSWORDS = /^(?:bcrypt|bcryptjs|argon2|scrypt-kdf|@node-rs\/(?:argon2|bcrypt)|oslo|@oslojs\/password)$/;

/** Libraries whose functions bear names that say little by themselves: `assert(data, Struct)`, `is(data, Struct)`. */
const SHAPES = /^(?:superstruct|typia|runtypes|typanion|express-validator|validator|class-validator)$/;

/** A module of the team's own that keeps records, and a function of it that writes one. */
const AUDITS_IN = /(?:^|\/)[\w.-]*audit[\w.-]*$|(?:^|\/)audit[\w-]*\/(?:index|log\w*|service)\.\w+$/i;
const RECORDS = /(?:^|\.)(?:log|record|write|track|add|create|save|emit|send|insert|append|store)(?![a-z])/;

/** Parts of a request, by where they lie in what a handler is handed. */
const OF_QUERY = /(?:^|\.)(?:query|queries|queryStringParameters|searchParams)(?:\(\))?(?:\.|$)/;
const OF_ROUTE = /(?:^|\.)(?:params?|pathParameters|headers?|cookies)(?:\(\))?(?:\.|$)/;

/** What functions do, each told once. */
export class Summaries {
  readonly #program: Program;
  readonly #known = new Map<string, Summary>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** What a function does, through calls up to `depth` steps away. `made`: it is called for what it gives; whether that is called as well is not to be told. */
  of(file: string, fn: number, depth = 3, made = false): Summary {
    const key = `${file}#${fn}#${depth}${made ? ' made' : ''}`;
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
      // A helper that reads who calls and refuses whoever it finds nobody for: a refusal alone may be the answer of another service.
      if (found.has('denies') && found.has('identity')) found.set('demands', found.get('denies')!);
      for (const { to, path, line, made: ofCall } of definition.flows ?? []) {
        const trait = to === undefined || ofCall ? undefined : OF_ROUTE.test(path) ? undefined : OF_QUERY.test(path) ? 'validatesQuery' as const : 'validates' as const;
        const name = to?.replace(/\(\)$/, '') ?? '';
        if (trait && asksSchema(this.#program, { file, fn }, name, this.#program.resolve({ file, fn }, name))) take(new Map([[trait, { depth: 0, at: { file, line } }]]), 0);
      }
      const given = made ? givenBack(definition) : undefined;
      if (fn !== 0) for (const child of this.#program.children(file, fn)) take(given?.has(child) ? onlyAsked(this.of(file, child, depth)) : this.of(file, child, depth), 0);
      if (depth > 0) {
        for (const [name, line, letGo] of definition.calls) {
          const target = this.#program.resolve({ file, fn }, name);
          const password = target?.kind === 'external' && PASSWORDS.test(target.pkg) ? /(?:^|[.:])hash(?:Sync)?$/.test(target.name) ? 'enrols' : /(?:compare|verify)(?:Sync)?$/.test(target.name) ? 'verifies' : undefined : undefined;
          if (target?.kind === 'external' && SHAPES.test(target.pkg) && /(?:^|[.:])(?:assert|create|is|mask|validate|check|parse)\w*$/.test(target.name)) take(new Map([['validates', { depth: 0, at: { file, line } }]]), 0);
          const told = (trait: Trait): Summary => new Map([[letGo && trait === 'verifies' ? 'asks' : trait, { depth: 0, at: { file, line } }]]);
          if (password) take(told(password), 0);
          if (isCompiled(target)) take(told('validates'), 0);
          const said = target?.kind === 'external' ? LIBRARY_TRAITS[libraryRole(target.pkg, target.name) ?? ''] : undefined;
          if (target?.kind === 'external' && said && (said === 'signature' || PROVING.test(target.name))) take(told(said), 0);
          const callee = target?.kind === 'value' ? this.#program.functionIn(target) : target;
          // `const createOrder = withAuth(async () => …)`: what is wrapped around it runs as well.
          const wrapper = target?.kind === 'value' && callee && 'call' in target.value ? this.#program.evaluate({ file: target.file, fn: 0 }, target.value.call) : undefined;
          if (wrapper?.kind === 'function' && callsWhatItIsHanded(this.#program.function(wrapper.file, wrapper.fn))) take(this.of(wrapper.file, wrapper.fn, depth - 1), 1);
          // `logEvent(…)` out of `audit-logs.ts`
          if (target?.kind === 'function' && RECORDS.test(name) && AUDITS_IN.test(target.file)) take(told('audits'), 0);
          const claims = CLAIMING.test(name) && definition.signals.some(([signal]) => signal === 'claims');
          if (callee?.kind !== 'function' || (callee.file === file && callee.fn === fn)) {
            if (claims) take(told('validates'), 0);
            continue;
          }
          // A name for what a call gave is called by it; a maker is called by its own, and what it gives may be handed on.
          const handsOn = !made && definition.returns.some((one) => 'call' in one && nameOf(one.call) === name);
          const does = this.of(callee.file, callee.fn, depth - 1, target?.kind === 'function' && !handsOn && !definition.applies?.includes(name));
          // However far below it parses with a schema, it is one validator; where it does not, what it looks at, and how well, is not to be told.
          const proven = (['validates', 'validatesQuery'] as const).find((trait) => does.has(trait));
          if (claims && proven) take(told(proven), 1);
          else if (claims) take(byHand({ file, line }), 0);
          const known = letGo || does.get('nobody')?.depth === 0 ? softened(does) : does;
          take(TELLS.test(name) ? withoutReads(known) : known, 1);
        }
      }
      // A child's "always yes", what it hands back, or where it is left, is not the parent's.
      for (const own of ['allows', 'nobody', 'undelivered'] as const) if (!definition.signals.some(([signal]) => signal === own)) found.delete(own);
    }
    const told = made && definition?.gives ? onlyAsked(found) : found;
    this.#known.set(key, told);
    return told;
  }
}

/** Functions that a function gives back, alone or as members of an object: `return { login: async () => … }`. */
const givenBack = ({ returns }: FunctionDefinition): ReadonlySet<number> => new Set(returns.flatMap((one) => ('object' in one ? Object.values(one.object) : [one])).flatMap((one) => ('fn' in one ? [one.fn] : [])));

const SURE: ReadonlySet<Trait> = new Set(['verifies', 'denies', 'forbids', 'demands', 'lacks']);
/** It may ask, where somebody calls it. */
const onlyAsked = (summary: Summary): Summary => new Map([...summary].map(([signal, found]) => [SURE.has(signal) ? 'asks' as const : signal, found] as const));

const callsWhatItIsHanded = (wrapper: FunctionDefinition | undefined): boolean =>
  wrapper?.calls.some(([name]) => wrapper.params.some((param) => param.name === name || param.keys?.includes(name))) === true;

/** What a function does where its failure is let go, or where only those come who bring something: it has asked, and refused nobody. */
const softened = (summary: Summary): Summary => new Map([...summary].flatMap(([signal, found]) => (signal === 'denies' || signal === 'forbids' || signal === 'demands' || signal === 'lacks' ? [] : [[signal === 'verifies' ? 'asks' : signal, found] as const])));

/** A function so named that is handed the request to write it down, or to answer for what failed. */
export const TELLS = /(?:^|\.)(?:(?:handle|on|catch|send|report|log|capture|track|notify)\w*(?:Errors?|Exceptions?|Failures?)|(?:error|exception)s?Handler|log(?:[A-Z]\w*|ger\w*)?|audit\w*)$/;
const READS: ReadonlySet<Trait> = new Set(['body', 'query', 'raw', 'params', 'headers', 'files', 'json']);
const withoutReads = (summary: Summary): Summary => new Map([...summary].filter(([signal]) => !READS.has(signal)));

const byHand = (at: Place): Summary => new Map((['inspects', 'rejects'] as const).map((signal) => [signal, { depth: 0, at }]));
