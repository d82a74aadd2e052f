import type { FileShares } from '../fact.ts';

/** An expression, reduced to what can be followed to other modules. */
export type Expression =
  /** `a.b.c`, as written. */
  | { readonly name: string; readonly line: number }
  | { readonly value: string | number | boolean | null }
  /** A template or a concatenation. */
  | { readonly parts: readonly Expression[] }
  | { readonly call: Expression; readonly args: readonly Expression[]; readonly line: number; readonly new?: true }
  /** A member of what is no plain name: `make().x`. */
  | { readonly of: Expression; readonly member: string; readonly line: number }
  /** A function of this module, by its index. */
  | { readonly fn: number; readonly line: number }
  | { readonly list: readonly Expression[] }
  | { readonly object: Readonly<Record<string, Expression>>; readonly spreads?: readonly Expression[] }
  /** Either: `a ?? b`, `c ? a : b`. */
  | { readonly any: readonly Expression[] }
  /** What a loop goes through, one by one: `for (const x of list)`, `list.forEach((x) => …)`. */
  | { readonly each: Expression }
  | { readonly other: true };

/**
 * What a function does itself, as far as names tell: refuses an unknown caller (401) or one without the right (403), reads
 * credentials or who the caller is, proves them, asks who it is and may hear nobody, checks a signature, validates, limits, writes an
 * audit record or data (validates: any input, validatesQuery: the query or the path alone, claims: something so named), always says yes, tells requests apart by their address, looks up in a table what answers, refuses what is malformed, looks at types by hand,
 * takes JSON apart, looks where a browser comes from, keeps a new password, lets pass who brings nothing,
 * throws where it lacks who calls, notes who calls and lets everybody pass, hands back nobody where nobody says who calls, declines a method (405), hands data to
 * a model that may check it, shows a page, sends on to one, sends the request on to another service as it came (relays), is left where it is delivered (undelivered), sets what outlives the request, makes an error that bars callers (`new ForbiddenError()`) or refuses over what is asked for (bars), turns away who is no administrator or the like by a role or flag (ranks); and which inputs it reads (`raw`: the body as text or bytes).
 */
export type Trait =
  | 'denies' | 'forbids' | 'credential' | 'identity' | 'caller' | 'verifies' | 'asks' | 'decodes' | 'signature' | 'validates' | 'validatesQuery' | 'claims' | 'limits' | 'audits' | 'allows' | 'writes'
  | 'selects' | 'dispatches' | 'demands' | 'rejects' | 'inspects' | 'json' | 'raw' | 'crossSite' | 'enrols' | 'passes' | 'attaches' | 'nobody' | 'declines' | 'modelled' | 'renders' | 'redirects' | 'signed' | 'keyed' | 'relays' | 'undelivered' | 'lacks' | 'sets' | 'bars' | 'ranks'
  | 'body' | 'query' | 'params' | 'headers' | 'files';

export interface Parameter {
  readonly name?: string;
  /** Of a destructured parameter. */
  readonly keys?: readonly string[];
  /** Its type's name, where it is a plain reference, or that of its elements. */
  readonly type?: string;
  /** Its type is a list. */
  readonly many?: true;
  /** Its type is written and is no class: `any`, a literal type, a primitive. */
  readonly primitive?: string;
  readonly decorators?: readonly Expression[];
  /** What is called for it where nothing is handed in: `(app = express()) => …`. */
  readonly otherwise?: Expression;
}

/** A call on what may be a router, or one that hands such a thing on; in the order of evaluation. */
export interface Operation {
  /** `app`, `this.router`; of a chain its root; `@12` for one that has no name. */
  readonly on: string;
  /** `get`, `use`, `register`, …; `()`: the thing is passed to a function; `lends`: a function that takes such a thing is. */
  readonly method: string;
  readonly args: readonly Expression[];
  /** Of a chain: `.route('/x')`, `.basePath('/x')` and `.all(…)` before this call. */
  readonly after?: readonly { readonly method: string; readonly args: readonly Expression[] }[];
  /** The function that the thing is passed to. */
  readonly callee?: Expression;
  /** The branch of the function that it stands in; absent: it happens whenever the function runs. */
  readonly branch?: Branch;
  readonly line: number;
  readonly column: number;
}

/** What runs only where a condition holds, or does not. */
export interface Branch {
  /** Place of the condition, `+` or `-` behind it; of nested ones the outermost first: `12:5+ 14:7-`. */
  readonly path: string;
  /** The innermost condition as written, shortened. */
  readonly condition: string;
}

/** What becomes of a parameter, or of a part of it: it is handed to a call, or looked at by what it is. */
export interface Flow {
  readonly param: number;
  /** The part: `body.name`, `json()`; empty: the whole of it. */
  readonly path: string;
  readonly line: number;
  /** The called name as written, `?.save` where what it is called on has none; absent: a test looks at it. */
  readonly to?: string;
  /** Which argument it is; -1: what the call is made on. */
  readonly arg?: number;
  /** Its key, where the argument is an object written in place. */
  readonly key?: string;
  /** The function that the call stands in, where that is another one. */
  readonly fn?: number;
  /** It is what another call made of the part. */
  readonly made?: true;
  /** It was put into a text: a template, a sum. */
  readonly text?: true;
  /** It is put into a list that the module holds for as long as it runs. */
  readonly held?: true;
  /** A test holds it against something else, and does not ask what it is. */
  readonly weak?: true;
  /** The test turns nobody away. */
  readonly idle?: true;
}

export interface FunctionDefinition {
  /** `save`, `UserService.save`; empty where it has none. The first of a module is the module's own code, `<module>`. */
  readonly name: string;
  readonly line: number;
  readonly params: readonly Parameter[];
  /** Index of the function around it. */
  readonly parent?: number;
  /** Names called in it, as written, each once, with the line of the first; `letGo`: what fails there is caught and goes no further. */
  readonly calls: readonly (readonly [name: string, line: number, letGo?: true])[];
  /** Names of which what they give is called as well: `requireRole('admin')(req, res)`. */
  readonly applies?: readonly string[];
  /** What it does is done by a function that it gives back: `(role) => (req, res, next) => …`. */
  readonly gives?: true;
  /** Methods called on what another call gave, `find` of `users().find()`; `?`: on an element of a table, or on what is made in place. */
  readonly chained?: readonly string[];
  /** Each once, with the line of the first. */
  readonly signals: readonly (readonly [signal: Trait, line: number])[];
  readonly returns: readonly Expression[];
  readonly operations: readonly Operation[];
  /** Its own `const`s whose value may be a router, a wrapper or a handler. */
  readonly locals: Readonly<Record<string, Expression>>;
  readonly flows?: readonly Flow[];
  /** Its body starts with `'use server'`. */
  readonly action?: true;
  /** It is put on an object that is handed around, and runs only where somebody calls it there. */
  readonly kept?: true;
}

/** What is put on a request or an application under a name: `app.decorate('authenticate', fn)`, `request.getUser = fn`. */
export interface Decoration {
  readonly name: string;
  readonly value: Expression;
  /** Index of the function that does it. */
  readonly fn: number;
}

export interface MethodDefinition {
  readonly name: string;
  readonly line: number;
  readonly fn: number;
  readonly decorators: readonly Expression[];
}

export interface ClassDefinition {
  readonly name: string;
  readonly line: number;
  readonly extends?: string;
  /** Names of the interfaces that it says it keeps to. */
  readonly implements?: readonly string[];
  /** Of a base made by a call: `AuthGuard('jwt')`. */
  readonly extendsCall?: Expression;
  readonly decorators: readonly Expression[];
  readonly methods: readonly MethodDefinition[];
  /** Types of fields and constructor parameters, by field. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names of the decorators on its fields, each once. */
  readonly fieldDecorators: readonly string[];
  /** The first field of any shape that its decorators let pass as it comes: `@Allow() data: object`. */
  readonly openField?: { readonly name: string; readonly line: number };
  /** Initial values of static fields. */
  readonly statics: Readonly<Record<string, Expression>>;
}

export type ExportTarget = { readonly local: string } | { readonly from: string; readonly name: string };

export interface ModuleDefinitions {
  /** Local name → specifier and imported name (`default`, `*`). */
  readonly imports: Readonly<Record<string, readonly [specifier: string, name: string]>>;
  /** Names among them that are imported as types alone, and are not there when the code runs. */
  readonly importedTypes?: readonly string[];
  readonly exports: Readonly<Record<string, ExportTarget>>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  readonly functions: readonly FunctionDefinition[];
  readonly classes: readonly ClassDefinition[];
  /** Top-level variables, reduced. */
  readonly values: Readonly<Record<string, Expression>>;
  readonly decorations?: readonly Decoration[];
  /** Names of what is mounted where the program is not delivered alone, and the function that they stand in. */
  readonly onADesk?: readonly { readonly name: string; readonly fn: number }[];
  /** Folder that this module's own path expressions start from, per call of a loader: line → folder. */
  readonly folders?: Readonly<Record<number, string>>;
}

declare module '../fact.ts' {
  /** File fact: what a module defines, reduced to what routes, guards and validators are told from. */
  interface Facts { definitions: FileShares<ModuleDefinitions> }
}
