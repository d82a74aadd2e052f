import type { Endpoint } from '../model/index.ts';
import { openByNature } from './endpoints.ts';
import { groupBy } from './module-imports.ts';

const VERB = /^(get|fetch|retrieve|create|add|update|edit|delete|remove|insert|destroy)(?=$|[A-Z_-])|^find(?=[A-Z])|^set(?=[A-Z_]|-(?!ups?$))|^(?:create|delete)(?:users?|accounts?|orders?|products?|posts?|files?)$/;
/** `/entities/:id/updateRequest`: a thing that bears such a word. */
const NOUN = /^(?:create|add|update|edit|change|delete|remove)[-_]?(?:requests?|events?|logs?|histor(?:y|ies)|notes?|polic(?:y|ies)|reasons?)$/i;
const CHANGING = /^(?:(?:create|add|update|edit|delete|remove|insert|destroy|rename)(?=$|[A-Z_-])|(?:change|set)(?=[A-Z_]))/;

/** Words of a GET that are no less clear, where the thing is named with them: `/cancelOrder/:id`, `/clean-old-jobs`. */
const ACTING = /^(?:cancel|clean|clear|purge|flush|approve|activate|deactivate)(?=[A-Z_-])|^(?:process|send)(?=[A-Z])/;
/** Words that may name a thing as well: they say what is done where the handler was seen to change what is kept. */
const DOING = /^(?:sync|synchroni[sz]e|import|reset|trigger|start|stop|restart|enable|disable|archive|publish|unpublish|restore|revoke|resend|rebuild|reindex|migrate|seed)$/;
/** `/fb-auth/create-session`: who signs in is handed a session or a token. */
const SIGNS_IN = /(?:^|\/)[\w-]*auth[\w-]*\/(?:create|get|refresh|delete|remove)[-_]?(?:session|token)s?$/i;
/** `GET /cache/clear` */
const EMPTYING = /^(?:clear|purge|flush)$/;

/** Routes that the conventions of resources speak of: not signing in, documents, webhooks, remote calls by name, a form under every method. */
export const isResourceRoute = (endpoint: Endpoint): boolean =>
  endpoint.kind === 'http' && endpoint.path !== undefined && endpoint.delegated === undefined && endpoint.local === undefined && endpoint.unclear === undefined && endpoint.framework !== 'remix' && endpoint.framework !== 'sveltekit' && endpoint.framework !== 'firebase'
  && namesThings(endpoint) && !SIGNS_IN.test(endpoint.path) && endpoint.method !== 'OPTIONS' && endpoint.method !== 'HEAD' && !(endpoint.method === 'ALL' && endpoint.framework === 'express') && !/webhook|rpc|graphql|\/internal\/|callback|cron/i.test(endpoint.path);

/** What is open by its nature says an act of its own; what is only open to everybody names things as others do. */
const namesThings = (endpoint: Endpoint): boolean => [undefined, 'its path says that it is public'].includes(openByNature(endpoint));

const DESTROYS = /\/(?:delete|remove|destroy)(?=[-_/]|$)/i;

/** `GET /users/edit` that shows a form, and `POST /users/edit` that takes it: pages of an application in the browser, and no resources. */
export function formsOf(endpoints: readonly Endpoint[]): ReadonlySet<Endpoint> {
  const at = groupBy(endpoints.filter(({ kind, path }) => kind === 'http' && path !== undefined), ({ path }) => path!);
  return new Set([...at.values()].flatMap((same) => {
    const shown = same.some(({ method, page, writes }) => method === 'GET' && (page || !writes));
    const taken = same.some(({ method }) => method === 'POST' || method === 'ALL');
    // A page that asks whether to delete deletes nothing yet.
    return shown && taken ? same.filter(({ method }) => method === 'GET' || method === 'POST') : same.filter(({ page, path, effect }) => page && !(effect === 'changes' && DESTROYS.test(path!)));
  }));
}

const DONE = /[-_](?:success|succeeded|confirm(?:ation|ed)|completed?|done|error|failed|result)$/;

/** The segment of a path that is a verb of what the method already says; undefined: there is none. */
export function verbIn({ path, method, effect }: Endpoint): { readonly segment: string; readonly changes: boolean } | undefined {
  const segments = (path ?? '').split('/');
  for (const [index, segment] of segments.entries()) {
    if (segment.startsWith(':') || segment.startsWith('*') || NOUN.test(segment)) continue;
    // `GET /desktop/update` tells of an update, and `GET /delete-order-success` of what was done.
    if (method === 'GET' && (segment === 'update' || DONE.test(segment))) continue;
    if (method === 'GET' && EMPTYING.test(segment) && path!.endsWith(`/${segment}`)) return { segment, changes: true };
    if (method === 'GET' && (CHANGING.test(segment) || ACTING.test(segment))) {
      // `GET /groups/:id/delete/children/some` leads to a page on the way.
      const leadsOn = segments.slice(index + 1).some((part) => part !== '' && !part.startsWith(':'));
      return leadsOn && effect !== 'changes' ? undefined : { segment, changes: true };
    }
    if (method === 'GET' && effect === 'changes' && DOING.test(segment) && path!.endsWith(`/${segment}`)) return { segment, changes: true };
    if (VERB.test(segment)) return { segment, changes: false };
  }
  return undefined;
}
