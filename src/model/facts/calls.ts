import type { FileShares } from '../fact.ts';

/** What the root of an expression leads to, as far as one module can tell. */
export interface Reference {
  /** Specifier as imported; absent: a name of this module, or a global. */
  readonly from?: string;
  /** The imported name (`default`, `*`), the local top-level name, or the global. */
  readonly name: string;
  /** Members read after it; `()` is a call, `new` a construction, on the way to the last one. */
  readonly path: readonly string[];
  /** The members are read on an instance of the class or type that is named. */
  readonly instance?: true;
}

/** A value as written: literal, or what configures it (`process.env.X`, `AbortSignal.timeout`). */
export type OptionValue = string | number | boolean | null | {
  /** The expression's text, bounded. */
  readonly configured: string;
  /** An imported constant: its value stands elsewhere. */
  readonly constant?: Reference;
  /** An imported name that a text begins with: `${base}/orders`. */
  readonly lead?: Reference;
  /** A parameter of the enclosing function decides. */
  readonly param?: string;
  /** What holds when nothing is configured: `process.env.X ?? 5000`. */
  readonly fallback?: string | number | boolean;
  /** A signal that aborts by itself, after this time where that is known. */
  readonly aborts?: { readonly ms?: number };
};

/** One object argument, flattened: `socket.connectTimeout` → 5000. */
export interface OptionBag {
  readonly values: Readonly<Record<string, OptionValue>>;
  /** More keys may stand in what could not be followed: a spread, a function's result. */
  readonly open?: true;
  /** Parameters of the enclosing function that are the object, or are spread into it. */
  readonly params?: readonly string[];
  /** Imported objects that are the object, or are spread into it. */
  readonly constants?: readonly Reference[];
  /** Of what a function gives: it is an object that callers may hand in, and this where they do not. */
  readonly unlessGiven?: true;
}

export type Argument =
  | { readonly bag: OptionBag }
  /** `fallback`: it holds only when nothing is configured. */
  | { readonly value: string | number | boolean | null; readonly fallback?: true }
  /** A template or concatenation: its fixed start. `lead`: the imported name that it begins with. */
  | { readonly starts: string; readonly lead?: Reference }
  | { readonly param: string }
  /** A function that is passed by name. */
  | { readonly ref: Reference }
  | { readonly inline: true }
  /** `based`: an address below another, `new URL(path, base)`. `given`: what a function gives, `options()`. */
  | { readonly other: true; readonly based?: true; readonly given?: Reference };

/** What happens to a failure of the call: nearest catch clause or `.catch(…)` around it. `noted`: a comment there says why nothing more is done. */
export type Handling = 'fallback' | 'rethrown' | 'logged' | 'noted' | 'empty';

export interface CallSite {
  readonly ref: Reference;
  /** Name of the enclosing function; empty: the module itself. */
  readonly fn: string;
  readonly line: number;
  readonly column: number;
  readonly args?: readonly Argument[];
  /** The construction that this call was made on, by id, when it stands in this module. */
  readonly instance?: string;
  /** `each`: once for every element of a collection; `parallel`: the same, at once; `while`: a condition decides. */
  readonly loop?: { readonly kind: 'each' | 'parallel' | 'while'; readonly line: number; readonly over?: string; /** What it calls its element, or the parts that it takes of it. */ readonly elements?: readonly string[] };
  /** Calls whose callback argument holds this call, innermost first: `retry`, `prisma.$transaction`. */
  readonly within?: readonly { readonly ref: Reference; readonly line: number; readonly text: string }[];
  readonly handling?: Handling;
  readonly handlingLine?: number;
  /** A bound around the awaited time: `Promise.race`, `pTimeout(…)`, rxjs `timeout` in the pipe. */
  readonly bounded?: { readonly by: string; readonly line: number; readonly ms?: number };
  readonly awaited?: true;
  /** What it gives back goes straight into a call that is awaited: `await quiet(save(order))`. */
  readonly relayed?: true;
  /** Where nothing comes back, its caller throws or returns. */
  readonly checked?: true;
  /** Nobody waits for it: `tell().catch(log);`, `void tell();`. */
  readonly floating?: true;
  /** It stands in a function that an object hands on: `MailProvider({ send: async (link) => … })`. */
  readonly handed?: true;
  /** Of `node:http`: its module hears when a socket was idle for too long. */
  readonly heard?: true;
  /** Its answer goes into a variable of the module or a field that is filled once, or the module noted that it was asked: it is not asked again. */
  readonly kept?: true;
  /** Its answer is dropped: it stands as a statement. */
  readonly dropped?: true;
  /** It is made only where the caller hands nothing over as this parameter, by its index: `given ?? await load()`. */
  readonly unlessGiven?: number;
  /** What the callback around it gives back: `rows.map((row) => load(row))`. */
  readonly returned?: true;
  /** It is one of several that go out together: `$transaction([…])`, a pipeline. */
  readonly batched?: true;
  /** What is called on its result, rxjs operators included. */
  readonly piped?: readonly string[];
  /** The callee as written, calls as `()`, where its form says what it asks: `this`, `#db`, `select`. */
  readonly chain?: readonly string[];
  /** Of a decorator: the class, `Class.method` or `Class.field` that it stands on. */
  readonly decorates?: string;
}

/** A client, pool, breaker, queue or other object made from a package: `new Pool(…)`, `axios.create(…)`. */
export interface Construction {
  /** Name of the variable, `Class.field`, or empty where it has none. */
  readonly id: string;
  readonly ref: Reference;
  readonly fn: string;
  readonly line: number;
  readonly column: number;
  readonly args: readonly Argument[];
  /** Handed the credentials of a gRPC channel: a stub, whatever generated its class. */
  readonly stub?: true;
}

export interface FunctionFact {
  /** `getUser`, `UserService.getUser`, `api.getUser`, `app.get('/x')`. */
  readonly name: string;
  readonly line: number;
  readonly end: number;
  readonly params: readonly string[];
  readonly async?: true;
  /** What it returns, when that is a construction or another call. */
  readonly returns?: Reference;
  /** The client of a known package that it says to give, by its type. */
  readonly gives?: Reference;
}

export interface ClassFact {
  readonly name: string;
  readonly line: number;
  readonly extends?: Reference;
  /** Names of the interfaces that it says to keep to. */
  readonly implements?: readonly string[];
  /** Types of fields and constructor parameters, by field. */
  readonly fields: Readonly<Record<string, Reference>>;
}

/** A property of a client that is set after the fact: `axios.defaults.timeout = 5000`. */
export interface Assignment {
  readonly ref: Reference;
  readonly instance?: string;
  readonly value: OptionValue;
  readonly line: number;
}

export interface ModuleCalls {
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  /** Interfaces and object types: the types of members that lead to clients, by type and member; what a method gives goes under `users()`. */
  readonly types?: Readonly<Record<string, Readonly<Record<string, Reference>>>>;
  readonly constructions: readonly Construction[];
  readonly calls: readonly CallSite[];
  readonly assignments: readonly Assignment[];
  /** Exported name → name in this module, where they differ or lead elsewhere. */
  readonly exports: Readonly<Record<string, Reference>>;
  /** Exported constants with a literal value. */
  readonly constants: Readonly<Record<string, OptionValue>>;
  /** Exported object constants, flattened. */
  readonly bags: Readonly<Record<string, OptionBag>>;
}

declare module '../fact.ts' {
  interface Facts { calls: FileShares<ModuleCalls> }
}
