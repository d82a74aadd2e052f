import type { Place } from '../place.ts';
import type { Confidence } from '../judgement.ts';

/** What a link of a chain does to the request. */
export type LinkRole =
  | 'authentication' | 'authorization' | 'signature' | 'validation' | 'limit' | 'audit' | 'session' | 'upload' | 'public' | 'unlimited' | 'caller' | 'other' | 'unknown';

/** One guard, middleware, hook, decorator, pipe or wrapper that a request passes on its way. */
export interface Link {
  readonly role: LinkRole;
  /** As written: `JwtAuthGuard`, `requireUser`. */
  readonly name: string;
  /** Where it is applied to the endpoint. */
  readonly at: Place;
  /** Where it is defined, when it stands in the repository. */
  readonly definition?: Place;
  readonly scope: 'global' | 'module' | 'router' | 'class' | 'method' | 'handler' | 'file';
  /** Of an unknown one: what it is on those addresses that it holds for. */
  readonly somewhere?: LinkRole;
  /** Of an unknown one that would guard: the condition of the set-up under which it stands. */
  readonly condition?: string;
  /** Of an unknown one: its code was read, and takes nothing of what comes in. */
  readonly apart?: true;
  /** Addresses that it is taken away from; no endpoint that is told has such a link. */
  readonly except?: readonly string[];
  /** Of a validation: what its schema covers; absent: not told. */
  readonly inputs?: readonly Input[];
  /** Of a validation: a part that it lets pass as it comes. */
  readonly leaves?: { readonly name: string; readonly at: Place };
  /** `high`: what it does was read, or the library is known; `medium`: seen deeper in the code; `low`: its name says so. */
  readonly confidence: Confidence;
}

export type EndpointKind = 'http' | 'graphql' | 'rpc' | 'action' | 'message' | 'socket' | 'function';

/** What a handler takes from outside. */
export type Input = 'body' | 'query' | 'params' | 'headers' | 'files' | 'message';

/** What a handler was seen to do, calls followed: it changes what is kept, it reads what is kept or asks somebody else, or it reaches neither; `declines`: nor that, and it says no. */
export type Effect = 'changes' | 'reads' | 'nothing' | 'declines';

/** What becomes of what comes in, as far as it could be followed from the handler. */
export interface Course {
  /** A store, a command, a file or a call out that it goes into, as written there. */
  readonly into?: { readonly name: string; readonly at: Place; readonly steps: number; /** As what a call made of it. */ readonly made?: true };
  /** The member of the input that goes there, where another is looked at and this one is not. */
  readonly part?: string;
  /** Where it, or a part of it, is looked at by what it is. */
  readonly checked?: Place;
  /** All of it goes there, though members alone are looked at. */
  readonly whole?: true;
  /** Where it is held against something else, handed to what may look at it, or looked at without turning anybody away. */
  readonly weighed?: Place;
  /** Where a schema parses it. */
  readonly parsed?: Place;
  /** What it is handed to and could not be followed into. */
  readonly lost?: { readonly name: string; readonly at: Place };
}

export interface Endpoint {
  /** `GET /users/:id`, `mutation createOrder`, `action saveUser in app/x/actions.ts`; unique. */
  readonly subject: string;
  readonly kind: EndpointKind;
  /** `nest`, `express`, `fastify`, `koa`, `hono`, `hapi`, `next`, `remix`, `sveltekit`, `trpc`, `lambda`, `graphql`. */
  readonly framework: string;
  /** Upper case; `ALL` for every method. Absent where it has none. */
  readonly method?: string;
  /** With every mounted prefix, in `:param` form. */
  readonly path?: string;
  readonly name?: string;
  /** The registration, decorator or export. */
  readonly at: Place;
  /** Where the handler's code stands. */
  readonly handler?: Place;
  /** In the order in which a request meets them. */
  readonly chain: readonly Link[];
  readonly reads: readonly Input[];
  /** Inputs that are bound to a declared type which nothing checks: `@Body() dto: Dto` without a pipe. */
  readonly writes: boolean;
  /** Absent: it was not seen to do anything, and a part of it could not be followed. */
  readonly effect?: Effect;
  /** A library's own handler answers (`toNodeHandler(auth)`, `createNextApiHandler`): what it does is not in this code. */
  readonly delegated?: string;
  /** Its handler touches nothing but what the caller's own browser keeps, or pages that are made anew: cookies, `revalidatePath`; or it only sends its caller elsewhere. */
  readonly local?: true;
  /** What its handler calls and could not be followed, where the name speaks of webhooks or of verifying. */
  readonly handsOn?: string;
  /** Its handler makes a password ready to be kept: somebody signs up there. */
  readonly enrols?: true;
  /** What becomes of each input that its handler reads; absent: the handler was not followed. */
  readonly courses?: Partial<Readonly<Record<Input, Course>>>;
  /** Its handler shows a page, or takes a form and sends on to one. */
  readonly page?: true;
  /** A part of the chain or of the path could not be followed. */
  readonly unclear?: string;
}

export interface Endpoints {
  /** Sorted by place, each subject once. */
  readonly endpoints: readonly Endpoint[];
  /** Links that hold for whole applications and were classified, for reports: global guards, pipes, hooks. */
  readonly globals: readonly Link[];
  /** Where routes are registered whose addresses are made at run time: they are not among the endpoints. */
  readonly unread?: readonly Place[];
}

declare module '../fact.ts' {
  interface Facts { endpoints: Endpoints }
}
