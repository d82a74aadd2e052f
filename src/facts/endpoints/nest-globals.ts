import type { Expression, Link, Unit } from '../../model/index.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import type { Classified } from './role-of.ts';
import type { Classifier } from './roles.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

const GLOBAL_TOKENS = /^APP_(?:GUARD|PIPE|INTERCEPTOR)$/;

/** What holds for a whole Nest application. */
export interface Globals { readonly links: readonly Link[]; readonly prefix: string; /** Routes that stand without the prefix. */ readonly bare: readonly MiddlewareRoute[]; readonly middleware: readonly { readonly link: Link; readonly routes: readonly MiddlewareRoute[]; readonly excluded: readonly MiddlewareRoute[] }[] }

/** A controller by class, or a path; with a `method`, that path alone for requests of that method. */
interface MiddlewareRoute { readonly route: string; readonly method?: string }

/** Global guards, pipes and prefixes of Nest's applications, and the middleware that modules apply to routes. */
export class NestGlobals {
  readonly #program: Program;
  readonly #classifier: Classifier;
  readonly #units: readonly Unit[];
  readonly #packageOf: (file: string) => string | undefined;
  readonly #globals = new Map<string, Globals>();

  constructor(classifier: Classifier, units: readonly Unit[], packageOf: (file: string) => string | undefined) {
    this.#program = classifier.program;
    this.#classifier = classifier;
    this.#units = units;
    this.#packageOf = packageOf;
  }

  /** What holds for the whole application that a file belongs to. */
  of(file: string): Globals {
    const units = this.#units.filter(({ modules }) => modules.includes(file));
    const key = units.length > 0 ? units.map(({ name }) => name).join('\n') : `package ${this.#packageOf(file) ?? ''}`;
    const known = this.#globals.get(key);
    if (known) return known;
    const inside = units.length > 0 ? new Set(units.flatMap(({ modules }) => modules)) : undefined;
    const owner = this.#packageOf(file);
    const files = Object.keys(this.#program.modules).filter((path) => (inside ? inside.has(path) : this.#packageOf(path) === owner));
    const links: Link[] = [];
    const middleware: Globals['middleware'][number][] = [];
    let prefix = '';
    let bare: MiddlewareRoute[] = [];
    for (const path of files) {
      const module = this.#program.modules[path]!;
      // Lists of providers that a module is put together from elsewhere, and modules that a function returns.
      for (const value of Object.values(module.values)) if ('list' in value) links.push(...value.list.flatMap((item) => this.#registered({ file: path, fn: 0 }, item)));
      for (const [fn, { returns }] of module.functions.entries()) {
        for (const value of returns) if ('object' in value && value.object['providers'] && 'list' in value.object['providers']) links.push(...value.object['providers'].list.flatMap((item) => this.#registered({ file: path, fn }, item)));
      }
      for (const cls of module.classes) for (const decorator of cls.decorators) {
        if (nameOf(decorator) !== 'Module' || !('call' in decorator)) continue;
        links.push(...this.#providers({ file: path, fn: 0 }, decorator.args[0]));
      }
      for (const [fn, definition] of module.functions.entries()) {
        for (const operation of definition.operations) {
          if (operation.method.startsWith('useGlobal')) {
            for (const argument of operation.args.flatMap((one) => ('list' in one ? one.list : [one]))) links.push(this.#classifier.link({ file: path, fn }, argument, 'global', { file: path, line: operation.line }));
          } else if (operation.method === 'use' && isNestApplication(owned(definition.locals, operation.on))) {
            // A middleware of Express or Fastify before all of it; who asks there, and whom, Nest's own guards tell better.
            links.push(...operation.args.map((argument) => this.#classifier.link({ file: path, fn }, argument, 'global', { file: path, line: operation.line })).filter(({ role }) => role === 'limit'));
          } else if (operation.method === 'setGlobalPrefix') {
            const [text, options] = operation.args;
            prefix = this.#prefixText({ file: path, fn }, text) ?? prefix;
            const spared = options && 'object' in options ? owned(options.object, 'exclude') : undefined;
            bare = spared ? this.#routes({ file: path, fn }, spared) : bare;
          } else if (operation.method === 'forRoutes') {
            const applied = operation.after?.find(({ method }) => method === 'apply')?.args ?? [];
            const excluded = (operation.after ?? []).filter(({ method }) => method === 'exclude').flatMap(({ args }) => args.flatMap((route) => this.#routes({ file: path, fn }, route)));
            for (const argument of applied) middleware.push({ link: this.#classifier.link({ file: path, fn }, argument, 'module', { file: path, line: operation.line }), routes: operation.args.flatMap((route) => this.#routes({ file: path, fn }, route)), excluded });
          }
        }
      }
    }
    const globals = { links: [...new Map(links.map((link) => [`${link.at.file}:${link.at.line} ${link.name}`, link])).values()], prefix, bare, middleware };
    this.#globals.set(key, globals);
    return globals;
  }

  /** The controllers and paths that a middleware is applied to, lists by name opened. */
  #routes(scope: Scope, value: Expression, depth = 0): MiddlewareRoute[] {
    if (depth > 6) return [];
    if ('object' in value) {
      // `RequestMethod.POST`
      const [method] = textsOf(value.object['method']);
      return this.#texts(scope, value.object['path']).map((route) => ({ route, ...(method !== undefined && /^[A-Z]+$/.test(method) && method !== 'ALL' && { method }) }));
    }
    if ('list' in value) return value.list.flatMap((item) => this.#routes(scope, item, depth + 1));
    if (!('name' in value)) return textsOf(value).map((route) => ({ route }));
    const target = this.#program.resolve(scope, value.name);
    if (target?.kind === 'value') return this.#routes({ file: target.file, fn: 0 }, target.value, depth + 1);
    return [{ route: `class ${target?.kind === 'class' ? target.cls.name : value.name}` }];
  }

  /** `PATHS.orders` as well as `'orders'`. */
  #texts(scope: Scope, value: Expression | undefined): readonly string[] {
    const target = value && 'name' in value ? this.#program.resolve(scope, value.name) : undefined;
    return textsOf(target?.kind === 'value' ? target.value : value);
  }

  #prefixText(scope: Scope, value: Expression | undefined): string | undefined {
    if (!value) return undefined;
    if ('value' in value) return String(value.value);
    if ('name' in value) {
      const target = this.#program.resolve(scope, value.name);
      return target?.kind === 'value' && 'value' in target.value ? String(target.value.value) : undefined;
    }
    return undefined;
  }

  /** `{ provide: APP_GUARD, useClass: X }`. */
  #registered(scope: Scope, value: Expression): Link[] {
    const token = 'object' in value ? value.object['provide'] : undefined;
    if (!('object' in value) || !token || !GLOBAL_TOKENS.test(nameOf(token))) return [];
    const what = value.object['useClass'] ?? value.object['useExisting'] ?? value.object['useFactory'] ?? value.object['useValue'];
    if (!what) return [];
    const link = this.#classifier.link(scope, what, 'global', { file: scope.file, line: lineOf(token) ?? 1 });
    // A factory's result is what it returns.
    if ('fn' in what) {
      const [returned] = this.#program.function(scope.file, what.fn)?.returns ?? [];
      if (returned) return [{ ...link, ...this.#classifier.classify({ file: scope.file, fn: what.fn }, returned) as Classified, name: nameOf(returned) }];
    }
    return [link];
  }

  /** What the providers of a module register globally, lists by name included. */
  #providers(scope: Scope, value: Expression | undefined, depth = 0): Link[] {
    if (!value || depth > 6) return [];
    const registered = this.#registered(scope, value);
    if (registered.length > 0) return registered;
    if ('object' in value) {
      return [value.object['providers'], value.object['imports']].flatMap((part) => (part ? this.#providers(scope, part, depth + 1) : []));
    }
    if ('list' in value) return value.list.flatMap((item) => this.#providers(scope, item, depth + 1));
    if ('any' in value) return value.any.flatMap((item) => this.#providers(scope, item, depth + 1));
    if ('name' in value) {
      const target = this.#program.resolve(scope, value.name);
      return target?.kind === 'value' ? this.#providers({ file: target.file, fn: 0 }, target.value, depth + 1) : [];
    }
    return [];
  }

  /** All links that were found to hold globally, each place once. */
  all(): Link[] {
    return [...this.#globals.values()].flatMap(({ links }) => links);
  }
}

export const textsOf = (value: Expression | undefined): string[] =>
  !value ? [] : 'value' in value && value.value !== null ? [String(value.value)] : 'list' in value ? value.list.flatMap(textsOf) : 'name' in value && value.name !== 'VERSION_NEUTRAL' ? [value.name.split('.').at(-1)!] : [];

/** Whether a middleware's route covers a path: a controller by class, everything by `*`, else by its beginning, or of one method as a whole. */
export function covers({ route, method }: MiddlewareRoute, path: string, verb: string, cls: string): boolean {
  if (method !== undefined && verb !== 'ALL' && method !== verb) return false;
  if (route.startsWith('class ')) return route === `class ${cls}`;
  const plain = route.replace(/\(\.\*\)|\{?\*\w*\}?|:path\*/g, '*').replace(/^\//, '').replace(/\/?\*?$/, '');
  // `{ path: '/', method: RequestMethod.GET }` is the front page alone.
  if (plain === '') return method === undefined || /\*/.test(route) || /^\/?(?:v\d+)?$/.test(path);
  const full = `${path.replace(/^\//, '')}/`;
  if (method === undefined || /\*/.test(route)) return full.startsWith(`${plain}/`) || full.includes(`/${plain}/`);
  const [wanted, own] = [plain.split('/'), full.split('/').slice(0, -1)];
  return wanted.length <= own.length && own.slice(-wanted.length).every((part, index) => part === wanted[index] || wanted[index]!.startsWith(':'));
}

/** `setGlobalPrefix('api', { exclude: ['health', { path: 'hooks/(.*)', method: RequestMethod.POST }] })`: the whole path, or all below a star. */
export const isBare = (routes: readonly MiddlewareRoute[], path: string, verb: string): boolean => routes.some(({ route, method }) => {
  const plain = `/${route.replace(/^\//, '').replace(/\(\.\*\)|\{?\*\w*\}?/g, '*')}`;
  return (method === undefined || method === verb) && (plain.endsWith('*') ? path.startsWith(plain.slice(0, -1)) : path === plain || path === plain.replace(/\/$/, ''));
});

/** `const app = await NestFactory.create(AppModule)` */
const isNestApplication = (value: Expression | undefined): boolean => value !== undefined && 'call' in value && /(?:^|\.)NestFactory\.create$/.test(nameOf(value.call));
