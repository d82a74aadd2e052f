import { urlPath } from './handler.ts';

/** Packages whose servers are built by Nitro: a folder of routes, each a file. */
export const NITRO = /^(?:nuxt|nuxt3|nuxt-nightly|nitropack|nitropack-nightly|nitro|nitro-nightly)$/;
const SOURCE = /\.[cm]?[jt]s$/;
const VERBS = /\.(get|post|put|patch|delete|head|options)$/;

/** What a file of a server of Nitro's is: the route that its place says, or a middleware of all of them. */
export function nitroFile(local: string, standalone: boolean): { readonly method: string; readonly path: string } | 'middleware' | undefined {
  if (!SOURCE.test(local) || local.endsWith('.d.ts')) return undefined;
  const [, kind, rest] = (standalone ? /^(?:(?:src|server)\/)?(api|routes|middleware)\/(.+)\.[cm]?[jt]s$/ : /(?:^|\/)server\/(api|routes|middleware)\/(.+)\.[cm]?[jt]s$/).exec(local) ?? [];
  if (kind === undefined || rest === undefined) return undefined;
  if (kind === 'middleware') return 'middleware';
  // `orders.post.dev.ts` answers a developer alone.
  if (/\.dev$/.test(rest)) return undefined;
  const named = rest.replace(/\.prod$/, '');
  const [, verb] = VERBS.exec(named) ?? [];
  const parts = named.replace(VERBS, '').replace(/(?:^|\/)index$/, '').split('/').filter((part) => part !== '' && !/^\(.*\)$/.test(part));
  const path = parts.map((part) => part.replace(/\[\.\.\.\]/g, '*').replace(/^\[\.\.\.(\w+)\]$/, ':$1*').replace(/\[(\w+)\]/g, ':$1')).join('/');
  return { method: verb?.toUpperCase() ?? 'ALL', path: urlPath(kind === 'api' ? 'api' : '', path) };
}
