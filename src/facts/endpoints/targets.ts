import type { ClassDefinition, Expression } from '../../model/index.ts';

/** What a name leads to. */
export type Target =
  | { readonly kind: 'function'; readonly file: string; readonly fn: number }
  | { readonly kind: 'class'; readonly file: string; readonly cls: ClassDefinition }
  /** `fn`: the function that it is written in; absent: the module. */
  | { readonly kind: 'value'; readonly file: string; readonly fn?: number; readonly value: Expression; readonly name: string }
  | { readonly kind: 'module'; readonly file: string }
  /** Something of a package; `name` with the members read after it. */
  | { readonly kind: 'external'; readonly pkg: string; readonly name: string };

/** A name's or expression's surroundings. */
export interface Scope { readonly file: string; readonly fn: number }

/** Names of what is handed around: a request, an application. */
export const HOLDERS = /^(?:this\.)?(?:req|request|_req|_request|ctx|context|c|app|server|fastify|instance|api|scope|reply|res|done|f|app\w+|\w+App|\w+Server)(?:\.(?:server|state|req|request|app))?$/;

/** What gives the one object of a class (tsyringe, Inversify, typedi, Nest). */
const CONTAINER = /(?:^|\.)(?:\w*[cC]ontainer|injector|moduleRef)\.(?:resolve|get)$/;

/** How many steps a name is followed. */
export const MAX_HOPS = 12;

/** What an object is made from: `Orders` of `new Orders()`, and of `container.resolve(Orders)`. */
export const makerOf = (value: Expression): Expression | undefined =>
  'call' in value ? (value.new ? value.call : 'name' in value.call && CONTAINER.test(value.call.name) ? value.args[0] : undefined) : undefined;
