import type { Expression, ModuleDefinitions } from '../../model/index.ts';
import { literally } from '../../lib/literally.ts';
import { nameOf } from './expressions.ts';

/** Names of lists of addresses that Clerk's middleware guards, and of such that it leaves open. */
const GUARDED = /protected|private|admin|dashboard|auth(?!or(?!i))|secure|account|member/i;
const OPEN = /public|open|ignored|guest|anonymous|unprotected|unauthenticated/i;

/**
 * What Clerk's middleware does on an address, where its module tells that by one list: `createRouteMatcher(['/dashboard(.*)'])`.
 * Undefined: it could not be told.
 */
export function askedByClerk(module: ModuleDefinitions, path: string): 'asks' | 'lets pass' | undefined {
  const lists = Object.entries(module.values).filter(([, value]) => 'call' in value && /(?:^|\.)createRouteMatcher$/.test(nameOf(value.call)));
  const [[name, value] = ['', undefined]] = lists;
  if (lists.length !== 1 || value === undefined || !('call' in value)) return undefined;
  const guards = GUARDED.test(name) && !OPEN.test(name);
  const patterns = patternsOf(value.args[0]);
  if (patterns === undefined || (!guards && !OPEN.test(name)) || path.includes(':unknown')) return undefined;
  return patterns.some((pattern) => pattern.test(path)) === guards ? 'asks' : 'lets pass';
}

/** `'/dashboard(.*)'`, `'/orders/:id'`: as path-to-regexp reads them; undefined: one of them is made at run time, or is none that is read here. */
function patternsOf(list: Expression | undefined): RegExp[] | undefined {
  if (!list || !('list' in list)) return undefined;
  const texts = list.list.map((one) => ('value' in one && typeof one.value === 'string' ? one.value : ''));
  if (!texts.every((text) => /^\/[\w\-/.:]*(?:\(\.\*\))?$/.test(text))) return undefined;
  return texts.map((text) => new RegExp(`^${literally(text.replace(/\(\.\*\)$/, '')).replace(/:\w+/g, '[^/]+')}${text.endsWith('(.*)') ? '' : '/?$'}`));
}
