import type { Endpoint, Expression, Files, Link, LinkRole, Packages, Source, Unit } from '../../model/index.ts';
import { ANOTHER_APPLICATION } from '../../lib/endpoints.ts';
import { askedByClerk } from './clerk-matchers.ts';
import { lineOf, nameOf } from './expressions.ts';
import { answersFor, delegatedTo, followHandler, forwardsTo, READING_METHODS, urlPath } from './handler.ts';
import { isConstant, isSignpost } from './local.ts';
import { type ConnectedRoute, connectedRoutes } from './next-connect.ts';
import type { Target } from './targets.ts';
import { roleOf } from './role-of.ts';
import type { Classifier } from './roles.ts';
import { actionsOf, inlineActions, METHODS } from './server-actions.ts';

const SOURCE = /\.[cm]?[jt]sx?$/;

/** What a handler may do besides handing the request on. */
const BESIDE: ReadonlySet<LinkRole> = new Set(['validation', 'limit', 'audit', 'other']);

type Framework = 'next' | 'remix' | 'sveltekit';

/** Frameworks whose routes are files: Next.js, Remix and React Router, SvelteKit. */
export class FileRouteReader {
  readonly #classifier: Classifier;
  readonly #source: Source;
  readonly #frameworks = new Map<string, Framework>();
  readonly #packageOf = new Map<string, string>();

  constructor(classifier: Classifier, files: Files, packages: Packages, source: Source, units: readonly Unit[]) {
    this.#classifier = classifier;
    this.#source = source;
    // Its routes are asked once, when it is built, and what they say is written out.
    const isWrittenOut = (dir: string): boolean => units.some((one) => one.dir === dir && one.framework === 'sveltekit' && one.kind === 'frontend');
    for (const { dir, dependencies, devDependencies } of packages.packages) {
      const has = (name: RegExp): boolean => [...Object.keys(dependencies), ...Object.keys(devDependencies)].some((one) => name.test(one));
      if (has(/^next$/)) this.#frameworks.set(dir, 'next');
      else if (has(/^(?:@remix-run\/(?:node|serve|dev|react|express)|@react-router\/(?:node|dev|serve))$/)) this.#frameworks.set(dir, 'remix');
      else if (has(/^@sveltejs\/kit$/) && !isWrittenOut(dir)) this.#frameworks.set(dir, 'sveltekit');
    }
    for (const { path, package: dir } of files.files) if (dir !== undefined) this.#packageOf.set(path, dir);
  }

  *endpoints(): Iterable<Endpoint> {
    for (const file of Object.keys(this.#classifier.program.modules)) {
      const dir = this.#packageOf.get(file);
      const framework = dir === undefined ? undefined : this.#frameworks.get(dir);
      const local = dir === undefined || dir === '.' ? file : file.slice(dir.length + 1);
      if (dir !== undefined && framework && SOURCE.test(file)) {
        if (framework === 'next') yield* this.#next(file, local, dir);
        if (framework === 'remix') yield* this.#remix(file, local);
        if (framework === 'sveltekit') yield* this.#svelte(file, local, dir);
      }
      if (this.#source.modules[file]?.directives.includes('use server')) yield* actionsOf(this.#classifier, file, framework === 'next' ? local : undefined);
      else yield* inlineActions(this.#classifier, file);
    }
  }

  *#next(file: string, local: string, dir: string): Iterable<Endpoint> {
    const app = /^(?:src\/)?app\/((?:.*\/)?)route\.[jt]sx?$/.exec(local);
    if (app) {
      const path = urlPath(app[1]!.split('/').filter((part) => part !== '' && !/^\(.*\)$/.test(part) && !part.startsWith('@')).map((part) => parameter(part.replace(/^%5F/i, '_'))).join('/'));
      const found = METHODS.flatMap((method) => this.#ofExport(file, method, method, path, 'next', dir) ?? []);
      // One handler under every name is one endpoint.
      const [first] = found;
      if (first && found.length >= 5 && found.every(({ handler, delegated }) => delegated === first.delegated && handler?.file === first.handler?.file && handler?.line === first.handler?.line)) {
        yield { ...first, subject: `ALL ${path}`, method: 'ALL', writes: true };
      } else yield* found;
    }
    const pages = /^(?:src\/)?pages\/(api\/.*)\.[jt]sx?$/.exec(local);
    if (pages && !/(?:^|\/)_/.test(pages[1]!)) {
      // `pageExtensions` often asks for `users.page.ts`.
      const path = urlPath(pages[1]!.replace(/\.(?:page|api)$/, '').replace(/(?:^|\/)index$/, '').split('/').map(parameter).join('/'));
      const routes = connectedRoutes(this.#classifier, this.#classifier.program.exported(file, 'default'));
      const covering = routes.length > 0 ? this.#middleware(dir, path) : [];
      const endpoints = routes.length > 0 ? routes.map((route) => ofConnected(route, path, covering)) : [this.#ofExport(file, 'default', 'ALL', path, 'next', dir)];
      // The parts of the path come as parts of the query.
      for (const endpoint of endpoints) if (endpoint) yield path.includes(':') ? { ...endpoint, reads: endpoint.reads.filter((input) => input !== 'query') } : endpoint;
    }
  }

  *#remix(file: string, local: string): Iterable<Endpoint> {
    const route = /^app\/routes\/(.+?)(?:\/(?:route|index))?\.[jt]sx?$/.exec(local);
    // What lies beside the routes for one side alone is none.
    if (!route || /\.(?:server|client)$/.test(route[1]!)) return;
    // `robots[.]txt`: a dot that parts nothing.
    const segments = route[1]!.replace(/\[([^\]]*)\]/g, (_, plain: string) => plain.replaceAll('.', '\u0000')).replace(/\+\//g, '.').replace(/\//g, '.').split('.').filter((part) => part !== '' && !part.startsWith('_')).map((part) => part.replace(/_$/, '').replace(/^\$$/, '*').replace(/^\$/, ':').replace(/^\((.*)\)$/, '$1'));
    const path = urlPath(segments.join('/').replaceAll('\u0000', '.'));
    const action = this.#ofExport(file, 'action', 'POST', path, 'remix');
    if (action) yield action;
    // A page's loader feeds the page; a loader alone, without a component, is an endpoint of its own.
    const page = this.#classifier.program.modules[file]?.exports['default'] !== undefined;
    const loader = page ? undefined : this.#ofExport(file, 'loader', 'GET', path, 'remix');
    if (loader) yield loader;
  }

  *#svelte(file: string, local: string, dir: string): Iterable<Endpoint> {
    const route = /^src\/routes\/((?:.*\/)?)\+(server|page\.server)\.[jt]s$/.exec(local);
    if (!route) return;
    const path = urlPath(route[1]!.split('/').filter((part) => part !== '' && !/^\(.*\)$/.test(part)).map((part) => parameter(part).replace(/=\w+$/, '')).join('/'));
    const hooks = this.#globalHandle(dir);
    if (route[2] === 'server') {
      for (const method of METHODS) {
        const endpoint = this.#ofExport(file, method, method, path, 'sveltekit');
        if (endpoint) yield { ...endpoint, chain: [...hooks, ...endpoint.chain] };
      }
    } else {
      const actions = this.#classifier.program.exported(file, 'actions');
      if (actions?.kind !== 'value' || !('object' in actions.value)) return;
      for (const [name, value] of Object.entries(actions.value.object)) {
        const known = followHandler(this.#classifier, value, { file, fn: 0 });
        if (known) yield { subject: `POST ${path}${name === 'default' ? '' : `?/${name}`}`, kind: 'http', framework: 'sveltekit', method: 'POST', path, at: { file, line: lineOf(value) ?? 1 }, ...(known.place && { handler: known.place }), chain: [...hooks, ...known.links], reads: known.reads, writes: true };
      }
    }
  }

  #globalHandle(dir: string): Link[] {
    const file = Object.keys(this.#classifier.program.modules).find((path) => path.replace(dir === '.' ? '' : `${dir}/`, '').match(/^src\/hooks\.server\.[jt]s$/));
    if (!file) return [];
    const { program } = this.#classifier;
    const target = program.exported(file, 'handle');
    const found = target && this.#classifier.ofTarget(target);
    if (!found || found.role === 'other' || found.role === 'unknown') return [];
    const link = { ...found, confidence: 'medium', name: 'handle', at: program.placeOf(target) ?? { file }, scope: 'global' } as const;
    return [target.kind === 'function' && program.summary(target.file, target.fn, 2).has('selects') ? { ...link, role: 'unknown', confidence: 'low' } : link];
  }

  #ofExport(file: string, name: string, method: string, path: string, framework: Framework, dir?: string): Endpoint | undefined {
    const { program } = this.#classifier;
    if (program.modules[file]!.exports[name] === undefined && program.modules[file]!.stars.length === 0) return undefined;
    const target = program.exported(file, name);
    const declared = program.modules[file]!.exports[name];
    if (!target && !declared) return undefined;
    const at = { file, line: this.#lineOfExport(file, name, target) };
    const [known, delegated] = this.#behind(target, path);
    const covering = framework === 'next' && dir !== undefined ? this.#middleware(dir, path) : [];
    const unclear = !known && !delegated ? 'its handler could not be followed' : undefined;
    return {
      subject: `${method} ${path}`, kind: 'http', framework, method, path, at, ...(known?.place && { handler: known.place }),
      chain: [...covering, ...(known?.links ?? [])], reads: known?.reads ?? [], writes: method === 'ALL' ? known?.writes ?? false : !READING_METHODS.has(method),
      ...(delegated && { delegated }), ...(known?.handsOn !== undefined && { handsOn: known.handsOn }), ...(known?.enrols && { enrols: true as const }), ...(unclear && { unclear }),
      ...(known?.place && ((READING_METHODS.has(method) && isSignpost(program, known.place, known.reads)) || isConstant(program, known.place, known.reads) || (framework === 'next' && method === 'GET' && this.#isBuilt(file))) && { local: true as const }),
    };
  }

  /** Next makes its answers when the site is built. */
  #isBuilt(file: string): boolean {
    const { exports, values } = this.#classifier.program.modules[file]!;
    const mode = values['dynamic'];
    return Object.hasOwn(exports, 'generateStaticParams') || (mode !== undefined && 'value' in mode && mode.value === 'force-static');
  }

  #behind(target: Target | undefined, path: string): [ReturnType<typeof followHandler>, string | undefined] {
    if (!target) return [undefined, undefined];
    const scope = target.kind === 'external' || target.kind === 'module' ? undefined : { file: target.file, fn: 0 };
    const value: Expression | undefined = target.kind === 'function' ? { fn: target.fn, line: 1 } : target.kind === 'value' ? target.value : undefined;
    if (target.kind === 'external') return [undefined, `a handler of ${target.pkg}`];
    if (!scope || !value) return [undefined, undefined];
    const delegated = target.kind === 'function' ? forwardsTo(this.#classifier.program, target.file, target.fn) : delegatedTo(this.#classifier.program, value, scope);
    if (delegated === ANOTHER_APPLICATION) return [undefined, delegated];
    // Whatever comes below an address goes to what a function of the team's own has made: that has routes of its own.
    const { program } = this.#classifier;
    const isOurs = (one: Expression): boolean => 'name' in one && program.resolve(scope, one.name)?.kind === 'function';
    if (/:\w+\*$/.test(path) && 'call' in value && isOurs(value.call) && !value.args.some((one) => 'fn' in one || isOurs(one))) return [undefined, `what ${nameOf(value.call)} makes`];
    const known = 'of' in value ? followHandler(this.#classifier, value.of, scope) : followHandler(this.#classifier, value, scope);
    // What else its code does weighs more than a library that it calls beside that; what a library has made is all there is.
    const made = target.kind === 'function' && answersFor(this.#classifier.program, target.file, target.fn);
    return [known, delegated && (made || !known?.links.some(({ role }) => !BESIDE.has(role))) ? delegated : undefined];
  }

  #lineOfExport(file: string, name: string, target: Target | undefined): number {
    const declared = this.#classifier.program.modules[file]!.exports[name];
    if (target && target.kind !== 'external' && target.kind !== 'module' && target.file === file) {
      if (target.kind === 'function') return this.#classifier.program.function(file, target.fn)?.line ?? 1;
      if (target.kind === 'value') return lineOf(target.value) ?? 1;
    }
    if (declared && 'local' in declared) {
      const value = this.#classifier.program.modules[file]!.values[declared.local];
      if (value) return lineOf(value) ?? 1;
    }
    const from = declared && 'from' in declared ? declared.from : declared && this.#classifier.program.modules[file]!.imports[declared.local]?.[0];
    return this.#source.modules[file]?.imports.find(({ specifier }) => specifier === from)?.line ?? 1;
  }

  /** Next's middleware, where it proves callers and its matcher covers the path: the framework calls it a last resort. */
  #middleware(dir: string, path: string): Link[] {
    const prefix = dir === '.' ? '' : `${dir}/`;
    for (const name of ['middleware', 'proxy']) for (const folder of ['', 'src/']) for (const extension of ['ts', 'js', 'mjs']) {
      const file = `${prefix}${folder}${name}.${extension}`;
      const module = this.#classifier.program.modules[file];
      if (!module) continue;
      const target = this.#classifier.program.exported(file, name) ?? this.#classifier.program.exported(file, 'default');
      const config = module.values['config'];
      const matcher = config && 'object' in config ? config.object['matcher'] : undefined;
      if (!target || (matcher && !matches(matcher, path))) return [];
      const summary = target.kind === 'function' ? this.#classifier.program.summary(target.file, target.fn) : undefined;
      const found = summary ? roleOf(summary) : this.#classifier.ofTarget(target);
      // One that only sends pages to the login form says nothing of the API below it.
      const refuses = !summary || summary.has('denies') || summary.has('verifies');
      if (!found || found.role !== 'authentication' || !refuses) return [];
      const asked = askedByClerk(module, path);
      if (asked === 'lets pass') return [];
      // `clerkMiddleware((auth, request) => …)`: its callback chooses whom it asks.
      const selects = asked === undefined && ( summary?.has('selects') === true || target.kind === 'value');
      return [{ role: selects ? 'unknown' : 'authentication', ...(selects && { somewhere: 'authentication' as const }), confidence: selects ? 'low' : 'medium', name, at: this.#classifier.program.placeOf(target) ?? { file, line: 1 }, scope: 'global' }];
    }
    return [];
  }
}

/** One method of a file whose methods next-connect tells apart. */
const ofConnected = ({ method, file, line, links, handler }: ConnectedRoute, path: string, covering: readonly Link[]): Endpoint => ({
  subject: `${method} ${path}`, kind: 'http', framework: 'next', method, path, at: { file, line }, ...(handler?.place && { handler: handler.place }),
  chain: [...covering, ...links, ...(handler?.links ?? [])], reads: handler?.reads ?? [], writes: (handler?.writes ?? false) || !READING_METHODS.has(method), ...(!handler && { unclear: 'its handler could not be followed' }),
});

const parameter = (part: string): string => part.replace(/^\[\[?\.\.\.(.+?)\]\]?$/, ':$1*').replace(/^\[(.+)\]$/, ':$1');

/** Whether a matcher of Next's covers a path; what cannot be read is taken to cover. */
function matches(matcher: Expression, path: string): boolean {
  if ('list' in matcher) return matcher.list.some((one) => matches(one, path));
  if ('object' in matcher) return matcher.object['source'] ? matches(matcher.object['source'], path) : true;
  if (!('value' in matcher)) return true;
  const text = String(matcher.value);
  const negative = /\(\?!(.*)\)/.exec(text)?.[1];
  if (negative !== undefined) return !negative.split('|').some((start) => /^[\w/-]+$/.test(start) && (path === `/${start}` || path.startsWith(`/${start.replace(/\/$/, '')}/`)));
  const fixed = text.split(/[:(*]/)[0]!.replace(/\/$/, '');
  const open = /[:(*]/.test(text);
  return open ? path === fixed || path.startsWith(`${fixed}/`) : path === text;
}
