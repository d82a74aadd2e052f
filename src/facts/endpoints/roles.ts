import type { ClassDefinition, Expression, Input, Link, Place } from '../../model/index.ts';
import { PROTECTING } from '../../lib/endpoints.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { exemptPaths, leavesOut } from './exempt.ts';
import { letsPass, onlyHandsOn } from './lets-pass.ts';
import { libraryRole } from './libraries.ts';
import type { Program } from './program.ts';
import type { Summary } from './summaries.ts';
import type { Scope, Target } from './targets.ts';
import { byName, roleOf, type Classified } from './role-of.ts';

/** Reads who calls where it is told, and lets everybody else pass. */
const OPTIONAL_NAME = /optional|ifExists|ifPresent|maybe|anonymous|attach|populate|deserialize/i;
/** Whole words: `requireUploadToken` and `resetSession` are none of these. */
const OPTIONAL_ACT = /(?:^(?:load|set|inject|extract|decode)|[._](?:load|set|inject|extract|decode)|[a-z](?:Load|Set|Inject|Extract|Decode))_?(?:[cC]urrent_?)?(?:[uU]ser|[sS]ession|[tT]oken)/;

/** `app.use(currentUser)`: a thing, and no demand. */
const NOTES_CALLER = /(?:^|\.)current_?user$/i;

/** Libraries whose functions are handed what they write down or answer beside the request. */
const BESIDE = /^(?:morgan|pino-http|express-winston|koa-logger|cors|@koa\/cors|helmet|koa-helmet|compression|response-time)$/;

/** Answers when something failed, with a status for each kind of failure. */
const ERRORS_NAME = /(?:error|exception)s?-?_?(?:handler|handling|middleware|filter|boundary)|(?:handle|on|catch|convert|map)(?:All)?(?:Error|Exception)s?$/i;

/** Parts of a request, as validators are told them. */
const PARTS: Readonly<Record<string, Input>> = { body: 'body', query: 'query', params: 'params', headers: 'headers', cookies: 'headers', signedcookies: 'headers' };

/** Says what middlewares, guards, wrappers and decorators do: by their code, by their package, and last by their name. */
export class Classifier {
  readonly program: Program;
  readonly #taught: { readonly authentication: readonly string[]; readonly validation: readonly string[] };

  constructor(program: Program, taught: { readonly authentication?: readonly string[]; readonly validation?: readonly string[] } = {}) {
    this.program = program;
    this.#taught = { authentication: taught.authentication ?? [], validation: taught.validation ?? [] };
  }

  link(scope: Scope, value: Expression, where: Link['scope'], at?: Place): Link {
    const name = nameOf(value);
    const { settled: _, looked: __, ...classified } = this.classify(scope, value);
    // It tells who calls: what it refuses is a token that does not hold, and maybe nobody who brings none.
    if (where !== 'handler' && classified.role === 'authentication' && NOTES_CALLER.test(name)) return { role: 'unknown', confidence: 'low', ...(classified.definition && { definition: classified.definition }), name, at: at ?? { file: scope.file, line: lineOf(value) ?? 1 }, scope: where };
    const except = where !== 'method' && where !== 'handler' ? exemptPaths(value) : undefined;
    // One that lets some addresses pass says nothing of any single one.
    if (where !== 'method' && where !== 'handler' && PROTECTING.has(classified.role) && !except && (leavesOut(value) || this.#selects(scope, value))) {
      return { role: 'unknown', somewhere: classified.role, confidence: 'low', ...(classified.definition && { definition: classified.definition }), name, at: at ?? { file: scope.file, line: lineOf(value) ?? 1 }, scope: where };
    }
    // What validates for a whole application or router looks at what comes in, and not at its own settings.
    if (where !== 'method' && where !== 'handler' && classified.role === 'validation' && classified.definition && !this.#reads(scope, value)) {
      return { role: 'other', confidence: 'medium', definition: classified.definition, name, at: at ?? { file: scope.file, line: lineOf(value) ?? 1 }, scope: where };
    }
    const inputs = classified.role === 'validation' && !classified.inputs && 'call' in value ? this.#partsOf(scope, value.args) : undefined;
    return { ...classified, ...(inputs && { inputs }), ...(except && { except }), name, at: at ?? { file: scope.file, line: lineOf(value) ?? 1 }, scope: where };
  }

  /** `celebrate({ params: schema })`, `validate({ body, query })`: a validator that is told the parts of a request covers those alone. */
  #partsOf(scope: Scope, args: readonly Expression[]): Link['inputs'] {
    const [first] = args;
    const target = first && 'name' in first ? this.program.resolve(scope, first.name) : undefined;
    const told = first && 'name' in first ? target?.kind === 'value' ? target.value : owned(this.program.function(scope.file, scope.fn)?.locals ?? {}, first.name) : first;
    const keys = told && 'object' in told && !told.spreads ? Object.keys(told.object) : [];
    return keys.length > 0 && keys.every((key) => Object.hasOwn(PARTS, key)) ? [...new Set(keys.map((key) => PARTS[key]!))] : undefined;
  }

  /** What a middleware does beside what it is there for: one that keeps strangers out may write a record of who came in, or look at the body. */
  besides(scope: Scope, value: Expression, link: Link): Link[] {
    const target = this.#functionOf(scope, 'call' in value ? value.call : value);
    const summary = target && this.program.summary(target.file, target.fn);
    const base = { name: link.name, at: link.at, scope: link.scope, confidence: 'medium' as const };
    const audit = link.role === 'audit' ? undefined : summary?.get('audits');
    const looks = (PROTECTING.has(link.role) || ('call' in value && value.args.some(letsPass))) && summary?.has('body') && this.#isToldOfBody(value) ? summary.get('validates') : undefined;
    return [
      ...(audit && audit.depth <= 2 ? [{ ...base, role: 'audit' as const, definition: audit.at }] : []),
      ...(looks && looks.depth <= 1 ? [{ ...base, role: 'validation' as const, definition: looks.at, inputs: ['body' as const] }] : []),
    ];
  }

  /** `route({ permission: 'EDIT', requestBody: 'Order' })`: one that is told what it does looks at the body where it is told of it. */
  #isToldOfBody(value: Expression): boolean {
    const told = 'call' in value ? value.args.find((one) => 'object' in one) : undefined;
    return !('call' in value) || (told !== undefined && 'object' in told && Object.keys(told.object).some((key) => /body|schema|valid|dto|input/i.test(key)));
  }

  #reads(scope: Scope, value: Expression): boolean {
    const target = this.#functionOf(scope, 'call' in value ? value.call : value);
    if (!target) return true;
    const summary = this.program.summary(target.file, target.fn);
    return (['body', 'query', 'files', 'raw', 'params'] as const).some((trait) => summary.has(trait));
  }

  #functionOf(scope: Scope, value: Expression): { file: string; fn: number } | undefined {
    const target = 'fn' in value ? ({ kind: 'function', file: scope.file, fn: value.fn } as const) : 'name' in value ? this.program.resolve(scope, value.name) : undefined;
    return target?.kind === 'function' ? target : undefined;
  }

  /** Whether a middleware's own code, or that of its maker, tells requests apart by their address. */
  #selects(scope: Scope, value: Expression): boolean {
    const target = this.#functionOf(scope, 'call' in value ? value.call : value);
    return target !== undefined && this.program.summary(target.file, target.fn, 1).has('selects');
  }

  classify(scope: Scope, value: Expression, hops = 0): Classified {
    const found = this.#classified(scope, value, hops);
    return found.role === 'authentication' && 'call' in value && value.args.some(letsPass) ? { role: 'other', confidence: 'high', settled: true } : found;
  }

  #classified(scope: Scope, value: Expression, hops: number): Classified {
    const name = nameOf(value);
    const short = name.split('.').at(-1)!;
    if (this.#taught.authentication.includes(short)) return { role: 'authentication', confidence: 'high' };
    if (this.#taught.validation.includes(short)) return { role: 'validation', confidence: 'high' };
    if (ERRORS_NAME.test(short)) return { role: 'other', confidence: 'high' };
    // It brings back who calls, and asks nobody.
    if (/(?:^|\.)passport\.(?:session|initialize)$/.test(name)) return { role: 'other', confidence: 'medium', settled: true };
    if (OPTIONAL_NAME.test(short) || OPTIONAL_ACT.test(short)) return { role: 'other', confidence: 'medium' };
    if (hops > 6) return { role: 'unknown', confidence: 'low' };
    const bound = 'name' in value ? this.program.bound(value.name) : undefined;
    const behind = bound && this.ofTarget(bound, hops + 1);
    if (behind) return behind;
    if ('any' in value) {
      const [first = { role: 'unknown', confidence: 'low' } as Classified] = value.any.map((one) => this.classify(scope, one, hops + 1)).sort((a, b) => weight(b) - weight(a));
      return first;
    }
    if ('fn' in value) return this.ofFunction(scope.file, value.fn) ?? { role: 'other', confidence: 'high' };
    const callee = 'call' in value ? value.call : value;
    // `require('./auth').guard`, `require('cors')()`
    const loaded = this.program.loaded(scope, value) ?? this.program.loaded(scope, callee);
    if (loaded) return this.ofTarget(loaded, hops) ?? { role: 'unknown', confidence: 'low' };
    if ('call' in callee) return this.classify(scope, callee, hops + 1);
    // `this.assertAccess.bind(this, 'editors')`
    if ('call' in value && 'name' in callee && callee.name.endsWith('.bind')) return this.classify(scope, { name: callee.name.slice(0, -'.bind'.length), line: value.line }, hops + 1);
    // `authenticate.unless({ path: ['/login'] })`
    if ('call' in value && 'name' in callee && callee.name.endsWith(UNLESS)) return this.classify(scope, { name: callee.name.slice(0, -UNLESS.length), line: value.line }, hops + 1);
    const base = 'of' in callee ? ('call' in callee.of ? callee.of.call : callee.of) : callee;
    const target = 'name' in base ? this.program.resolve(scope, base.name) : undefined;
    const found = target && this.ofTarget(target, hops);
    if (found && found.role !== 'other' && found.role !== 'unknown') return found;
    // What a log or a header is made of refuses nobody.
    if (found?.settled && target?.kind === 'external' && BESIDE.test(target.pkg)) return found;
    let doubt: Classified | undefined;
    // `protect(schema)`, `validate(dto)`: what is handed in may say more than the wrapper.
    if ('call' in value) {
      for (const argument of value.args) {
        if (isSetting(argument) || this.#isSettings(scope, argument)) continue;
        const inner = this.classify(scope, argument, hops + 1);
        if (inner.role !== 'other' && inner.role !== 'unknown' && (inner.confidence === 'high' || 'fn' in argument)) return inner;
        // What is wrapped was read, and whether it refuses anybody is not to be told.
        if (inner.role === 'unknown' && inner.definition && (!found || found.role === 'other')) doubt ??= inner;
      }
      if (doubt) return doubt;
    }
    if (found?.settled) return found;
    // `t.middleware(fn)`: the function that it is made of was read.
    if ('call' in value && !found && /(?:^|\.)(?:create|define)?[mM]iddleware$/.test(name) && value.args.some((one) => 'fn' in one)) return { role: 'other', confidence: 'medium' };
    const named = byName(short === 'handler' || short === 'default' ? name : short, target !== undefined);
    if (named && (!found || named.strong)) return { role: named.role, confidence: 'low', ...(found?.definition && { definition: found.definition }) };
    return found ?? { role: 'unknown', confidence: 'low' };
  }

  /** `cors(corsOptions)`: options that stand elsewhere. */
  #isSettings(scope: Scope, argument: Expression): boolean {
    const target = 'name' in argument ? this.program.resolve(scope, argument.name) : undefined;
    return target?.kind === 'value' && (isSetting(target.value) || 'list' in target.value);
  }

  ofTarget(target: Target, hops = 0): Classified | undefined {
    switch (target.kind) {
      case 'external': {
        const role = libraryRole(target.pkg, target.name);
        if (role) return { role, confidence: 'high', settled: true };
        const named = byName(target.name.split(/[.:]/).at(-1)!, false) ?? byName(target.pkg, false);
        return named ? { role: named.role, confidence: 'low' } : { role: 'other', confidence: 'medium' };
      }
      case 'function': return this.ofFunction(target.file, target.fn) ?? { role: 'other', confidence: 'high', definition: this.program.placeOf(target)! };
      case 'class': return this.ofClass(target.file, target.cls);
      case 'value': {
        const definition = this.program.placeOf(target)!;
        const inner = this.classify({ file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1);
        const named = inner.role === 'other' || inner.role === 'unknown' ? byName(target.name, true) : undefined;
        return named?.strong ? { role: named.role, confidence: 'low', definition } : { ...inner, definition };
      }
      default: return undefined;
    }
  }

  ofFunction(file: string, fn: number): Classified | undefined {
    const { line = 1, params = [] } = this.program.function(file, fn) ?? {};
    const definition = { file, line };
    // Express: four parameters make a middleware one for errors.
    if (params.length === 4 && /^_?e(?:rr(?:or)?)?$/.test(params[0]!.name ?? '')) return { role: 'other', confidence: 'high', definition, settled: true };
    if (onlyHandsOn(this.program.function(file, fn)) && this.program.children(file, fn).length === 0) return { role: 'other', confidence: 'high', definition, settled: true };
    const found = roleOf(this.program.summary(file, fn));
    return found && { ...found, definition, ...apartOf(found, this.program.summary(file, fn)) };
  }

  /** Guards, pipes, interceptors and middleware classes, by the method that the framework calls. */
  ofClass(file: string, cls: ClassDefinition, hops = 0): Classified {
    const definition: Place = { file, line: cls.line };
    const base = this.#baseOf(file, cls, hops);
    for (const name of ['canActivate', 'use', 'transform', 'intercept', 'handle', 'handler', 'validate']) {
      const method = cls.methods.find((one) => one.name === name);
      if (!method) continue;
      const summary = this.program.summary(file, method.fn);
      if (name === 'canActivate' && summary.has('allows')) return { role: 'other', confidence: 'high', definition, settled: true };
      if (name === 'transform') return { role: 'validation', confidence: summary.has('validates') ? 'high' : 'low', definition };
      const found = roleOf(summary);
      // A guard refuses by its answer: what it has asked, it needs no status to say.
      const own = name === 'canActivate' && found?.role === 'unknown' && summary.has('asks') && !summary.has('forbids') ? { role: 'authentication' as const, confidence: 'medium' as const } : found;
      if (own && (!base || base.role === 'other' || own.role === base.role)) return { ...own, definition, ...apartOf(own, summary) };
      if (!own && !base) {
        const named = byName(cls.name, true);
        // A guard that answers by what its services say: their names and its own are all there is to go by.
        if (name === 'canActivate' && (summary.has('credential') || summary.has('identity'))) return { role: summary.has('credential') ? 'authentication' : 'authorization', confidence: 'medium', definition };
        if (named?.strong || (named && name === 'canActivate' && named.role !== 'authentication')) return { role: named.role, confidence: 'low', definition };
      }
    }
    // A hook of its own that lets the request pass: whom it asks is told there, and not in the base.
    const passes = base?.role === 'authentication' && cls.methods.some(({ fn }) => this.program.function(file, fn)?.calls.some(([called]) => called === 'next') === true);
    if (passes) return { role: 'unknown', confidence: 'low', definition };
    return base ? { ...base, definition } : { role: 'other', confidence: 'medium', definition };
  }

  #baseOf(file: string, cls: ClassDefinition, hops: number): Classified | undefined {
    if (hops > 4) return undefined;
    if (cls.extendsCall) return this.classify({ file, fn: 0 }, cls.extendsCall);
    if (cls.extends === undefined) return undefined;
    const target = this.program.resolve({ file, fn: 0 }, cls.extends);
    if (target?.kind === 'class') return target.cls === cls ? undefined : this.ofClass(target.file, target.cls, hops + 1);
    if (target?.kind === 'external') return this.ofTarget(target);
    if (target?.kind === 'value') return this.classify({ file: target.file, fn: 0 }, target.value);
    const named = byName(cls.extends, false);
    return named && { role: named.role, confidence: 'low' };
  }
}

/** Of one that was read and is not understood: whether it takes anything of what comes in. */
const apartOf = ({ role }: Pick<Classified, 'role'>, summary: Summary): Pick<Classified, 'apart'> =>
  (role === 'unknown' && !(['body', 'query', 'files', 'raw', 'params'] as const).some((trait) => summary.has(trait)) ? { apart: true } : {});


/** Of express-unless: not on the addresses that follow. */
const UNLESS = '.unless';

const isSetting = (value: Expression): boolean => 'value' in value || 'object' in value || 'other' in value;

const weight = ({ role, confidence }: Classified): number =>
  (role === 'unknown' ? 0 : role === 'other' ? 1 : 2) * 10 + ['low', 'medium', 'high'].indexOf(confidence);
