import type { Course, Endpoint, Flow, Input, Place } from '../../model/index.ts';
import { isFromCaller } from './action-input.ts';
import { nameOf } from './expressions.ts';
import { courseOf, memberOf, restOf, type Seen } from './course-parts.ts';
import { CHECKS, CHECKS_SHAPE, HANDS_ON, isCompiled, isStore, LOOKS_AT_ALL, PARSES, runsText } from './destinations.ts';
import { functionAt } from './local.ts';
import { libraryRole } from './libraries.ts';
import { looksAtItself } from './own-looks.ts';
import { letsAllIn } from './open-schemas.ts';
import { asksSchema } from './schema-libraries.ts';
import { TELLS } from './summaries.ts';
import type { Program } from './program.ts';
import type { Scope, Target } from './targets.ts';
import { type Trail, Trails } from './trails.ts';

/** `update({ where: { id }, data })`: the key under which a store is handed a row, or what it looks for, as it stands. */
const HOLDS_ALL = /^(?:data|values|where|set|\$set|Item|document)$/;
/** By its name, a call that may ask a schema. */
const ASKED = /pars|valid|check|assert|decode|cast|guard|attempt|(?:^|\.)is(?:$|[A-Z])/i;

/** How a request's parts are named in what a handler is handed. */
const PARTS: Readonly<Record<'body' | 'query', readonly string[]>> = {
  body: ['body', 'payload', 'rawBody', 'json()', 'formData()', 'parseBody()', 'request.body', 'req.body', 'req.json()', 'req.parseBody()', 'req.formData()', 'request.json()', 'request.formData()', 'request.payload', 'event.body', 'text()', 'req.text()', 'request.text()', 'readBody()', 'readFormData()', 'readRawBody()', 'data'],
  query: ['query', 'queryStringParameters', 'request.query', 'req.query', 'req.query()', 'req.queries()', 'query()', 'queries()', 'nextUrl.searchParams', 'url.searchParams', 'searchParams', 'event.queryStringParameters', 'getQuery()'],
};
/** Decorators of a parameter that is one of them. */
const DECORATED: Readonly<Record<'body' | 'query', RegExp>> = { body: /^(?:Body|Payload|MessageBody|RequestBody|BodyParam)$/, query: /^(?:Query|QueryParams?|Queries)$/ };
/** What a call of a client's library hands in by itself: `onCall((data, context) => …)`, `handler: async (input) => …`. */
const IS_DATA = /^(?:data|input)$/;
const MAX_STEPS = 5;
/** So many calls from the handler a look says little of what an endpoint takes. */
const FAR = 2;
const MOST_VISITS = 1000;

/** Of a library: it takes apart what its own service sends. */
const PARSES_ITS_OWN = /^(?:parse|validate|assert|decode)[A-Z]\w*(?:Event|Payload|Body|Request|Message|Notification|Webhook)s?$/;

/** Follows what comes in from handlers through the functions that it is handed to. */
export class CourseReader {
  readonly #program: Program;
  readonly #known = new Map<string, Endpoint['courses']>();
  #methods: Map<string, Scope[]> | undefined;

  constructor(program: Program) {
    this.#program = program;
  }

  /** The endpoint with what becomes of its inputs. */
  of(endpoint: Endpoint): Endpoint {
    const { handler, kind, reads, framework } = endpoint;
    const fn = handler === undefined ? -1 : functionAt(this.#program, handler);
    if (!handler || fn < 0) return endpoint;
    // TanStack Start hands in what its caller sent beside who calls: `({ data, context }) => …`.
    const whole = kind === 'action' && framework !== 'tanstack-start' ? 'body' : kind === 'message' ? 'message' : undefined;
    const asked = (['body', 'query', 'message'] as const).filter((input) => reads.includes(input));
    const key = `${handler.file}#${fn}#${asked.join()}#${whole ?? ''}#${kind === 'rpc' ? framework : ''}`;
    let courses = this.#known.get(key);
    if (!this.#known.has(key)) this.#known.set(key, courses = this.#courses({ file: handler.file, fn }, asked, whole, kind !== 'rpc' ? undefined : framework === 'astro' ? /^/ : IS_DATA, schemasIn(endpoint)));
    const summary = this.#program.summary(handler.file, fn);
    const page = summary.has('renders') || (endpoint.method === 'POST' && summary.has('redirects'));
    return { ...endpoint, ...(courses && { courses }), ...(page && { page: true as const }) };
  }

  #courses(scope: Scope, asked: readonly Input[], whole: Input | undefined, data: RegExp | undefined, schemas: ReadonlySet<string>): Endpoint['courses'] {
    const params = this.#program.function(scope.file, scope.fn)?.params ?? [];
    const courses: Partial<Record<Input, Course>> = {};
    for (const input of asked) {
      const parts = input === 'body' || input === 'query' ? input : undefined;
      const trails = params.flatMap((one, param): Trail[] => {
        const { decorators = [] } = one;
        const trail = { ...scope, param, steps: 0, part: '' };
        if (whole === 'body' && input === 'body' && !isFromCaller(one, param)) return [];
        if (whole === input || (parts === 'body' && param === 0 && data?.test(one.name ?? '')) || (parts && decorators.some((one) => DECORATED[parts].test(nameOf(one).split('.').at(-1)!)))) return [{ ...trail, path: '' }];
        return parts && decorators.length === 0 ? PARTS[parts].map((path) => ({ ...trail, path })) : [];
      });
      courses[input] = this.#follow(trails, schemas);
    }
    return asked.length === 0 ? undefined : courses;
  }

  #follow(start: readonly Trail[], schemas: ReadonlySet<string>): Course {
    const found: Seen = { schemas, into: [], checked: [], weighed: [] };
    const open = new Trails(start);
    for (let visits = 0, trail = open.next(); trail !== undefined && visits < MOST_VISITS; trail = open.next()) {
      for (const flow of this.#program.function(trail.file, trail.fn)?.flows ?? []) {
        if (flow.param !== trail.param) continue;
        const rest = restOf(flow.path, trail.path);
        if (rest === undefined || (flow.made && rest !== '')) continue;
        visits++;
        this.#step(flow, rest, rest === '' ? { ...trail, part: memberOf(flow.path, trail) } : trail, open, found);
      }
    }
    return courseOf(found);
  }

  /** One use of what is followed; `rest`: what of it lies deeper in what is used. */
  #step(flow: Flow, rest: string, trail: Trail, open: Trails, found: Seen): void {
    const at: Place = { file: trail.file, line: flow.line };
    const { to, arg = 0, key } = flow;
    const { part } = trail;
    const text = flow.text ?? trail.text;
    if (text && to === undefined) return;
    if (to === undefined) {
      if (rest !== '') return;
      // What turns nobody away, or stands far from the handler, looks for reasons of its own.
      if (flow.weak || (flow.idle && trail.steps > 0) || trail.steps > FAR) found.weighed.push({ at, part });
      else found.checked.push({ at, part });
      return;
    }
    const scope = { file: trail.file, fn: flow.fn ?? trail.fn };
    const target = this.#targetOf(scope, to);
    const external = target?.kind === 'external' ? target : undefined;
    const functions = target ? (target.kind === 'function' ? [{ file: target.file, fn: target.fn }] : []) : this.#named(to);
    const goOn = (): void => {
      if (arg >= 0 && trail.steps < MAX_STEPS) for (const next of functions) open.push({ ...next, param: arg, path: [key, rest].filter(Boolean).join('.'), steps: trail.steps + 1, part, ...(text && { text }), ...((key === undefined ? trail.built && rest === trail.path : rest === '') && { built: true as const }) });
    };
    // A text does no harm but where it is run, or names a file.
    if (text) {
      if (rest === '' && CHECKS.test(to.split('.').at(-1)!)) found.checked.push({ at, part });
      else if (rest === '' && functions.length === 0 && runsText(to, arg, external)) found.into.push({ name: to.replace(/^\?\./, ''), at, steps: trail.steps, part });
      else goOn();
      return;
    }
    if (this.#letsIn(scope, to)) return;
    if (PARSES.test(to) || (ASKED.test(to) && found.schemas.has(`${at.file}:${at.line}`)) || (external && libraryRole(external.pkg, external.name) === 'validation') || isCompiled(target) || asksSchema(this.#program, scope, to.replace(/\(\)$/, ''), target)) {
      if (!found.parsed || part === '') found.parsed = { at, part };
      return;
    }
    const method = to.split('.').at(-1)!;
    if (external && rest === '' && part === '' && PARSES_ITS_OWN.test(method)) {
      found.checked.push({ at, part });
      return;
    }
    if (TELLS.test(to)) return;
    // It throws at what is no address; further down it may be made of anything.
    if (to === 'new URL') {
      if (arg === 0 && rest === '' && trail.steps === 0) found.checked.push({ at, part });
      return;
    }
    // `isValidOrder(req)`: handed the request whole, it looks at what comes in with it.
    if (rest !== '' && arg >= 0 && LOOKS_AT_ALL.test(method)) {
      found.checked.push({ at, part: '' });
      return goOn();
    }
    if (rest === '' && CHECKS.test(method)) {
      if (CHECKS_SHAPE.test(method)) {
        found.checked.push({ at, part });
        return goOn();
      }
      found.weighed.push({ at, part });
    }
    // `sql.upsert('orders', { name })` → `db.prepare(…).run(row)`: the row holds it.
    const into = (rest === '' || (trail.built && rest === trail.path && (key === undefined || HOLDS_ALL.test(key)))) && arg >= 0 && (flow.held || ((external !== undefined || target === undefined || target.kind === 'value') && isStore(to, external, key)));
    const kept = rest === '' && arg < 0 && /\.(?:save|write)$/.test(to);
    // `token.save()`, `new Token(row)` of a class of the team's own, that may look at itself before it is kept.
    if (rest === '' && (kept || to.startsWith('new ')) && target?.kind === 'function' && looksAtItself(this.#program, target)) found.checked.push({ at, part });
    if (into || (kept && (target === undefined || target.kind === 'function'))) {
      found.into.push({ name: to.replace(/^\?\./, ''), at, steps: trail.steps, part, ...((flow.made || rest !== '') && { made: true as const }) });
      return;
    }
    goOn();
    if (rest === '' && arg >= 0 && functions.length === 0 && (!external || HANDS_ON.test(to)) && target?.kind !== 'class') found.lost ??= { name: to.replace(/^\?\./, ''), at, part };
    if (rest === '' && functions.length > 0 && trail.steps >= MAX_STEPS) found.lost ??= { name: to.replace(/^\?\./, ''), at, part };
  }

  /** `z.any().parse(body)`, `Whatever.safeParse(body)`: it is asked, and says nothing. */
  #letsIn(scope: Scope, to: string): boolean {
    const cut = to.lastIndexOf('.');
    return /^\?\.(?:[aA]ny|[uU]nknown|mixed)\.\w+$/.test(to) || (cut > 0 && ASKED.test(to) && !to.startsWith('?') && letsAllIn(this.#program, scope, { name: to.slice(0, cut), line: 0 }));
  }

  #targetOf(scope: Scope, to: string): Target | undefined {
    if (to.startsWith('?')) return undefined;
    const name = to.replace(/^new |`$/g, '');
    const target = this.#program.resolve(scope, name) ?? this.#byType(scope, name);
    if (target?.kind === 'class' && to.startsWith('new ')) {
      const constructor = target.cls.methods.find((one) => one.name === 'constructor');
      return constructor ? { kind: 'function', file: target.file, fn: constructor.fn } : target;
    }
    return target?.kind === 'value' ? this.#program.functionIn(target) ?? target : target;
  }

  /** `service.place`, where `service` is a parameter of a class of ours. */
  #byType({ file, fn }: Scope, name: string): Target | undefined {
    const [head, ...members] = name.split('.');
    for (let at: number | undefined = fn; at !== undefined && members.length > 0; at = this.#program.function(file, at)?.parent) {
      const type = this.#program.function(file, at)?.params.find((one) => one.name === head)?.type;
      if (type !== undefined) return this.#program.resolve({ file, fn: 0 }, [type, ...members].join('.'));
    }
    return undefined;
  }

  /** What nobody can tell the class of is the one method of that name, where there is but one. */
  #named(to: string): readonly Scope[] {
    const method = to.split('.').at(-1)!;
    if (!to.includes('.') || method.length < 6) return [];
    this.#methods ??= methodsOf(this.#program);
    const all = this.#methods.get(method) ?? [];
    return all.length <= 2 ? all : [];
  }
}

function methodsOf({ modules }: Program): Map<string, Scope[]> {
  const methods = new Map<string, Scope[]>();
  for (const [file, { classes }] of Object.entries(modules)) {
    for (const { name, fn } of classes.flatMap((one) => one.methods)) methods.set(name, [...methods.get(name) ?? [], { file, fn }]);
  }
  return methods;
}

/** Where the handler, and what it calls, was seen to parse something with a schema. */
const schemasIn = ({ chain }: Endpoint): ReadonlySet<string> => new Set(chain.flatMap(({ role, scope, confidence, at }) => (role === 'validation' && scope === 'handler' && confidence !== 'low' ? [`${at.file}:${at.line}`] : [])));
