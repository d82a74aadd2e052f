import type { Expression, Link, Unit } from '../../model/index.ts';
import { textOf } from './arguments.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

/** Where `server.auth.default(…)` is said, and what it asks of a route that says nothing itself. */
type Standing = Link & { readonly at: { readonly file: string; readonly line: number } };

/** hapi: `server.auth.default('jwt')`, in whatever plugin it stands, holds for every route of the server, those of before included. */
export class HapiDefaults {
  readonly #standing: readonly Standing[];
  readonly #unitsOf: (file: string) => readonly Unit[];
  readonly #packageOf: (file: string) => string | undefined;

  constructor(program: Program, units: readonly Unit[], packageOf: (file: string) => string | undefined) {
    this.#standing = Object.entries(program.modules).flatMap(([file, { functions }]) => functions.flatMap(({ operations }, fn) => operations.flatMap(({ method, args, line }) => (
      method === 'auth.default' && args[0] !== undefined ? [{ ...askedBy(program, { file, fn }, args[0]), at: { file, line }, scope: 'global' as const }] : []))));
    this.#unitsOf = (file) => units.filter(({ modules }) => modules.includes(file));
    this.#packageOf = packageOf;
  }

  /** The default that the routes of a file stand under: one of a server that runs both, else one of the same package. */
  of(file: string): Link | undefined {
    if (this.#standing.length === 0) return undefined;
    const units = this.#unitsOf(file);
    return this.#standing.find(({ at }) => units.some(({ modules }) => modules.includes(at.file)))
      ?? this.#standing.find(({ at }) => this.#packageOf(at.file) === this.#packageOf(file) && (units.length === 0 || this.#unitsOf(at.file).length === 0));
  }
}

/** `'jwt'`, `{ strategy: 'session', mode: 'try' }`. */
function askedBy(program: Program, scope: Scope, given: Expression): Pick<Link, 'role' | 'confidence' | 'name'> {
  const target = 'object' in given ? undefined : program.named(scope, given);
  const options = target?.kind === 'value' ? target.value : given;
  return 'object' in options && letsStrangersPass(options) ? { role: 'unknown', confidence: 'low', name: 'auth.default' } : { role: 'authentication', confidence: 'high', name: 'auth.default' };
}

/** `{ mode: 'try' }` proves whoever brings something, and lets in whoever brings nothing. */
export const letsStrangersPass = (auth: Expression): boolean => 'object' in auth && /^(?:try|optional)$/.test(textOf(auth.object['mode']) ?? '');
