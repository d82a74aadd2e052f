import type { Branch, Endpoint, Link, Place } from '../../model/index.ts';
import { FORWARDS } from '../../lib/endpoints.ts';
import type { Arguments, Step } from './arguments.ts';
import { nameOf } from './expressions.ts';
import { type Covering, coversPath } from './fastify-hooks.ts';
import { delegatedTo, type FollowedHandler, followHandler, READING_METHODS, urlPath } from './handler.ts';
import { isIdle, isPage, isSignpost, setsCookiesAlone } from './local.ts';
import { answersNobody, takesNext } from './registrations.ts';
import type { Classifier } from './roles.ts';
import { standing } from './set-up-branches.ts';

/** A route as it is registered; `path` absent: it is made at run time; `more`: what its own options put before it. */
export interface Route { readonly framework: Endpoint['framework']; readonly verb: string; readonly path?: string; readonly handlers: readonly Step[]; readonly more: readonly Link[]; readonly at: Place & { readonly line: number } }

/** What stands around a route: the address below which it lies, and what a request passes on its way there. */
export interface Around { readonly prefix: string; readonly chain: readonly Covering[]; readonly branch?: Branch; readonly unclear?: string }

/** A middleware that lets pass where a developer works: `onlyAvailableOnDev()`. */
const FOR_DEVELOPMENT = /^(?:only|require|ensure|allow|restrictTo)\w*(?:Dev(?:elopment)?|Local)(?:Only|Env\w*|Mode)?(?![a-z])|^(?:dev(?:elopment)?|local)Only(?![a-z])/;

/** `app.post('/', bodyParser.json())`: it answers nobody. */
const READS_BODY = /^express\.(?:json|urlencoded|raw|text)$/;
const PREPARES = /^a handler of (?:body-parser|koa-bodyparser|@koa\/bodyparser|cookie-parser|cors|@koa\/cors|morgan|compression|method-override|helmet|multer|express-session|cookie-session)$/;

/** The endpoint that a route of a router is; undefined: nothing answers there. */
export function endpointOf(classifier: Classifier, args: Arguments, { framework, verb, path, handlers, more, at }: Route, { prefix, chain, branch, unclear: around }: Around): Endpoint | undefined {
  const { program } = classifier;
  const flat = handlers.flatMap((one) => args.spread(one.value, one.scope, one.line));
  const last = flat.at(-1);
  const handler = last?.value;
  if (!last || !handler || 'value' in handler) return undefined;
  // `app.post('/*', (req, res, next) => …)` stands before what follows, for one method.
  if ((/\*\w*$/.test(path ?? '') && takesNext(program, handler, last.scope)) || answersNobody(program, handler, last.scope)) return undefined;
  const full = urlPath(prefix, path ?? ':unknown');
  const delegated = delegatedTo(program, handler, last.scope);
  if (verb !== 'OPTIONS' && (PREPARES.test(delegated ?? '') || READS_BODY.test(nameOf(handler)))) return undefined;
  const before = flat.slice(0, -1).flatMap((one) => {
    const link = 'value' in one.value ? undefined : classifier.link(one.scope, one.value, 'method', { file: at.file, line: one.line ?? at.line });
    return link ? [link, ...classifier.besides(one.scope, one.value, link)] : [];
  });
  const passed = [...standing(chain.filter(({ path: covered }) => coversPath(covered, full)), branch), ...more, ...before];
  const known = handlerOf(classifier, flat);
  const development = passed.find(({ name }) => FOR_DEVELOPMENT.test(name));
  const handsOn = known?.handsOn ?? (FORWARDS.test(nameOf(handler)) ? nameOf(handler) : undefined);
  const unclear = around ?? (development ? `${development.name} says that it is there for development alone` : path === undefined ? 'its path is made at run time' : !known && !delegated ? 'its handler could not be followed' : undefined);
  const reads = READING_METHODS.has(verb) || verb === 'ALL';
  const sendsOn = known?.place !== undefined && ((reads && (isSignpost(program, known.place, known.reads) || isPage(program, known.place, known.reads))) || (!reads && (isIdle(program, known.place) || setsCookiesAlone(program, known.place))));
  return {
    subject: `${verb} ${full}`, kind: 'http', framework, method: verb, path: full, at,
    ...(known?.place && { handler: known.place }),
    chain: [...passed, ...(known?.links ?? [])],
    reads: known?.reads ?? [], writes: (known?.writes ?? false) || !READING_METHODS.has(verb),
    ...(delegated && { delegated }), ...(handsOn !== undefined && { handsOn }), ...(known?.enrols && { enrols: true as const }), ...(unclear && { unclear }),
    ...(sendsOn && { local: true as const }),
  };
}

/** Of several functions written in place, each of which goes on to the next, the one that takes what comes in: the last one may only write it down. */
function handlerOf(classifier: Classifier, flat: readonly Step[]): FollowedHandler | undefined {
  const last = flat.at(-1)!;
  const known = followHandler(classifier, last.value, last.scope);
  if (!('fn' in last.value) || known === undefined || known.reads.includes('body')) return known;
  const taking = flat.slice(0, -1).filter(({ value }) => 'fn' in value).map(({ value, scope }) => followHandler(classifier, value, scope)).find((one) => one?.reads.includes('body') && one.writes);
  return taking ? { ...taking, links: [...taking.links, ...known.links] } : known;
}
