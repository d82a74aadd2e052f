import type { Expression, Files, ModuleDefinitions, Packages, Place } from '../../model/index.ts';
import { lineOf, owned } from './expressions.ts';

/** Frameworks of servers whose routes are not read; `where`: files of the package that such a route stands in. */
const UNREAD: readonly { readonly name: RegExp; readonly where?: RegExp }[] = [
  { name: /^(?:egg|@eggjs\/(?:core|tegg)|@midwayjs\/(?:core|koa|express|web)|@adonisjs\/core|sails|@feathersjs\/(?:express|koa)|moleculer-web|@loopback\/rest|@strapi\/strapi|actionhero|@foal\/core|itty-router|@marblejs\/http|@tinyhttp\/app|hyper-express|ultimate-express|uWebSockets\.js|@medusajs\/(?:medusa|framework)|@redwoodjs\/(?:api|graphql-server)|firebase-functions|@keystone-6\/core)$/ },
  { name: /^(?:nuxt|nuxt3|nitropack|nitro)$/, where: /(?:^|\/)server\/(?:api|routes)\/.*\.[cm]?[jt]s$/ },
  { name: /^astro$/, where: /(?:^|\/)src\/(?:pages\/(?!(?:.*[/.])?(?:_|(?:rss|feed|sitemap|robots|og|llms)\b)).*|actions\/index)\.[jt]s$/ },
  { name: /^(?:@solidjs\/start|@tanstack\/(?:react-start|start)|@builder\.io\/qwik-city)$/, where: /(?:^|\/)src\/routes\/api\/.*\.[jt]sx?$/ },
];

/** Packages that are built on one of them, and in which no route was found. */
export function unreadFrameworks({ packages }: Packages, { files }: Files, hasRoutes: (dir: string) => boolean): readonly { readonly name: string; readonly at: Place }[] {
  return packages.flatMap(({ dir, at, lines, dependencies, devDependencies }) => {
    const own = files.filter((file) => file.package === dir && file.role === 'production' && file.language !== undefined);
    const [found] = UNREAD.flatMap(({ name, where }) => {
      const used = Object.keys(where ? { ...dependencies, ...devDependencies } : dependencies).sort().find((one) => name.test(one));
      return used !== undefined && (where ? own.some((file) => where.test(file.path)) : own.length > 0) ? [used] : [];
    });
    return found !== undefined && !hasRoutes(dir) ? [{ name: found, at: { file: at.file, ...(lines[`dependencies/${found}`] ?? lines[`devDependencies/${found}`]) } }] : [];
  });
}

/** A table of routes, `[{ method: 'GET', path: '/orders', handler: list }]`, in one of these modules: what takes it lies out of sight. */
export function unreadTable(modules: Readonly<Record<string, ModuleDefinitions>>, isOpen: (file: string) => boolean): Place | undefined {
  for (const [file, { values }] of Object.entries(modules)) {
    const table = Object.values(values).find((value) => 'list' in value && value.list.some(isRoute));
    if (table && isOpen(file)) return { file, line: lineOf(table) ?? 1 };
  }
  return undefined;
}

const isRoute = (value: Expression): boolean =>
  'object' in value && isText(owned(value.object, 'method')) && isText(owned(value.object, 'path') ?? owned(value.object, 'url')) && ['handler', 'options', 'config'].some((key) => owned(value.object, key) !== undefined);
const isText = (value: Expression | undefined): boolean => value !== undefined && 'value' in value && typeof value.value === 'string';
