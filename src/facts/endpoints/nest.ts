import type { ClassDefinition, Endpoint, EndpointKind, Expression, Input, Link } from '../../model/index.ts';
import { compare } from '../../lib/order.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { byName } from './role-of.ts';
import type { Classifier } from './roles.ts';
import { covers, isBare, type NestGlobals, textsOf } from './nest-globals.ts';
import { checkedBy } from './dto.ts';
import { handlerLinks, READING_METHODS, urlPath } from './handler.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

const HTTP: Readonly<Record<string, string>> = { Get: 'GET', Post: 'POST', Put: 'PUT', Patch: 'PATCH', Delete: 'DELETE', All: 'ALL', Head: 'HEAD', Options: 'OPTIONS', Sse: 'GET', Search: 'SEARCH' };
const MESSAGES = new Set(['MessagePattern', 'EventPattern', 'GrpcMethod', 'GrpcStreamMethod', 'Process', 'RabbitSubscribe', 'RabbitRPC', 'SqsMessageHandler']);
const GRAPHQL: Readonly<Record<string, string>> = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' };
const INPUTS: Readonly<Record<string, Input>> = { Body: 'body', Query: 'query', Param: 'params', Headers: 'headers', UploadedFile: 'files', UploadedFiles: 'files', Payload: 'message', MessageBody: 'message', Args: 'body', RawBody: 'body', ValidatedBody: 'body' };
const OF_RIGHTS = /permission|_role|acl/i;
/** Decorators that say who may call by what they are told. */
const OF_ACCESS = /^(?:auth|access|security|protect\w*|visibility)(?:_?(?:level|mode|type|policy|kind|strategy))?$/i;
const FOR_ALL = /^(?:anonymous|public|none|open|guests?|any(?:one|body)|every(?:one|body)|sessionless|unauthenticated|no_?auth)$/i;
const PUBLIC_KEY = /^(?:is_?)?public(?!at)|skip_?auth|no_?(?:user_?)?auth|allow_?anon|unauthenticated|is_?anonymous|allow_?unauth|^auth_?optional|^optional_?(?:bearer_?|jwt_?)?auth|^(?:no|skip)_?(?:bearer|jwt|guards?)|^(?:ignore|exempt|bypass|disable|without)_?(?:jwt_?)?auth/i;
/** Values that need no validator: the framework hands on a string, or a pipe makes it a number. */
const SCALARS = new Set(['string', 'number', 'boolean', 'unionType', 'uniontype', 'literaltype']);

/** A decorator with all that it is composed of. */
interface Applied { readonly name: string; readonly args: readonly Expression[]; readonly scope: Scope; readonly line: number; readonly whole: Expression }

export class NestReader {
  readonly #program: Program;
  readonly #classifier: Classifier;
  readonly #globals: NestGlobals;

  constructor(classifier: Classifier, globals: NestGlobals) {
    this.#program = classifier.program;
    this.#classifier = classifier;
    this.#globals = globals;
  }

  *endpoints(): Iterable<Endpoint> {
    for (const [file, module] of Object.entries(this.#program.modules)) {
      if (!Object.values(module.imports).some(([specifier]) => specifier.startsWith('@nestjs/'))) continue;
      for (const cls of module.classes) if (cls.decorators.length > 0) yield* this.#ofClass(file, cls);
    }
  }

  *#ofClass(file: string, cls: ClassDefinition): Iterable<Endpoint> {
    const own = this.#expand({ file, fn: 0 }, cls.decorators);
    const controller = own.find(({ name }) => name === 'Controller');
    const isResolver = own.some(({ name }) => name === 'Resolver');
    const gateway = own.find(({ name }) => name === 'WebSocketGateway');
    const processor = own.find(({ name }) => name === 'Processor');
    if (!controller && !isResolver && !gateway && !processor) return;
    const globals = this.#globals.of(file);
    const [bases, version] = controller ? controllerPaths(controller, this.#program) : [[''], undefined];
    const classLinks = this.#links(own, 'class');
    for (const method of cls.methods) {
      if (method.decorators.length === 0) continue;
      const applied = this.#expand({ file, fn: method.fn }, method.decorators);
      const methodLinks = this.#links(applied, 'method');
      const handler = handlerLinks(this.#program, file, method.fn);
      const { reads, links: bound } = this.#inputs(file, method.fn, [...globals.links, ...classLinks, ...methodLinks]);
      const at = (decorator: Applied): Endpoint['at'] => ({ file, line: decorator.line });
      const base = (kind: EndpointKind, decorator: Applied): Omit<Endpoint, 'subject'> => ({
        kind, framework: kind === 'graphql' ? 'graphql' : 'nest', at: at(decorator), handler: { file, line: method.line },
        // Only what is bound to a parameter is read; a handler that takes the request whole reads what it says.
        chain: withReaders([...(kind === 'message' || kind === 'socket' ? globals.links.filter(({ role }) => role === 'validation') : globals.links), ...classLinks, ...methodLinks, ...bound, ...handler.links]),
        reads: [...new Set([...reads, ...handler.reads.filter((input) => input === 'body' || input === 'query')])].sort(compare), writes: handler.writes,
        ...(handler.handsOn !== undefined && { handsOn: handler.handsOn }), ...(handler.enrols && { enrols: true as const }),
      });
      for (const decorator of applied) {
        if (controller && owned(HTTP, decorator.name) && !decorator.name.startsWith('Query')) {
          const verb = HTTP[decorator.name]!;
          const versions = applied.find(({ name }) => name === 'Version');
          const at = versions ? textsOf(versions.args[0])[0] : version;
          for (const local of pathsOf(decorator, this.#program)) for (const prefix of bases) {
            const path = urlPath(isBare(globals.bare, urlPath(prefix, local), verb) ? '' : globals.prefix, at ? `v${at}` : '', prefix, local);
            const covering = globals.middleware.filter(({ routes, excluded }) => routes.some((route) => covers(route, path, verb, cls.name)) && !excluded.some((route) => covers(route, path, verb, cls.name))).map(({ link }) => link);
            const one = base('http', decorator);
            yield { subject: `${verb} ${path}`, ...one, chain: [...covering, ...one.chain], method: verb, path, name: `${cls.name}.${method.name}`, writes: handler.writes || !READING_METHODS.has(verb) };
          }
        } else if (isResolver && owned(GRAPHQL, decorator.name) && !controller) {
          const name = graphqlName(decorator) ?? method.name;
          yield { subject: `${GRAPHQL[decorator.name]} ${name}`, ...base('graphql', decorator), method: GRAPHQL[decorator.name]!, name, writes: decorator.name === 'Mutation' };
        } else if (gateway && decorator.name === 'SubscribeMessage') {
          const name = textsOf(decorator.args[0])[0] ?? method.name;
          yield { subject: `message ${name}`, ...base('socket', decorator), name };
        } else if (MESSAGES.has(decorator.name)) {
          const name = textsOf(decorator.args[0])[0] ?? `${cls.name}.${method.name}`;
          yield { subject: `${decorator.name === 'EventPattern' ? 'event' : 'message'} ${name}`, ...base('message', decorator), name };
        }
      }
    }
  }

  /** Decorators with what composed ones are made of, three deep; the place stays where it is applied. */
  #expand(scope: Scope, decorators: readonly Expression[], line?: number, depth = 0): Applied[] {
    return decorators.flatMap((decorator): Applied[] => {
      const at = line ?? lineOf(decorator) ?? 1;
      const callee = 'call' in decorator ? decorator.call : decorator;
      const args = 'call' in decorator ? decorator.args : [];
      const name = nameOf(callee);
      const own: Applied = { name: name.split('.').at(-1)!, args, scope, line: at, whole: decorator };
      if (depth > 3 || !('name' in callee)) return [own];
      if (own.name === 'applyDecorators') return this.#expand(scope, args, at, depth + 1);
      const target = this.#program.resolve(scope, callee.name);
      if (target?.kind === 'value') {
        // `const Public = Reflector.createDecorator()`, `export const Auth = UseGuards(X)`.
        return 'call' in target.value && depth < 3 ? [{ ...own, name: own.name }, ...this.#expand({ file: target.file, fn: 0 }, [target.value], at, depth + 1)] : [own];
      }
      if (target?.kind !== 'function') return [own];
      const returned = this.#program.function(target.file, target.fn)?.returns ?? [];
      const inner = returned.flatMap((value) => this.#expand({ file: target.file, fn: target.fn }, 'any' in value ? value.any : [value], at, depth + 1));
      return [own, ...inner];
    });
  }

  #links(applied: readonly Applied[], where: 'class' | 'method'): Link[] {
    // `SetMetadata('allow_anon_permission', true)`: whoever is signed in needs no right; strangers are asked all the same.
    const sparesRight = (key: string | undefined): boolean => key !== undefined && PUBLIC_KEY.test(key) && OF_RIGHTS.test(key);
    const spared = new Set(applied.flatMap(({ name, args, scope, line }) => (name === 'SetMetadata' && sparesRight(this.#text(scope, args[0])) ? [line] : [])));
    return applied.flatMap(({ name, args, scope, line, whole }): Link[] => {
      const at = { file: scope.file, line };
      if (spared.has(line) && (name === 'SetMetadata' || PUBLIC_KEY.test(name))) return [];
      switch (name) {
        case 'UseGuards': case 'UseInterceptors': case 'UsePipes':
          return args.flatMap((argument) => ('list' in argument ? argument.list : [argument])).map((argument) => {
            const link = this.#classifier.link(scope, argument, where);
            // What is neither known nor found stands in a package: guards guard.
            return link.role === 'unknown' && name === 'UseGuards' ? { ...link, role: byName(link.name, false)?.role ?? 'unknown' } : link;
          });
        case 'SetMetadata': {
          const key = this.#text(scope, args[0]);
          if (key !== undefined && PUBLIC_KEY.test(key)) return [{ role: 'public', name: key, at, scope: where, confidence: 'high' }];
          if (key !== undefined && /role|permission|scope|polic|abilit/i.test(key)) return [{ role: 'authorization', name: key, at, scope: where, confidence: 'low' }];
          return [];
        }
        // `@SkipThrottle({ uploads: true })` leaves out one of several limits, not that of all.
        case 'SkipThrottle': return args[0] && 'object' in args[0] && !isTrue(args[0].object['default']) ? [] : [{ role: 'unlimited', name, at, scope: where, confidence: 'high' }];
        case 'Throttle': case 'RateLimit': return [{ role: 'limit', name, at, scope: where, confidence: 'medium' }];
        default: {
          if (PUBLIC_KEY.test(name)) return [{ role: 'public', name, at, scope: where, confidence: 'high' }];
          // `@AuthLevel(AuthLevel.Anonymous)`, `@Access('public')`
          const said = OF_ACCESS.test(name) ? this.#text(scope, args[0]) : undefined;
          if (said !== undefined && FOR_ALL.test(said)) return [{ role: 'public', name: `${name} ${said}`, at, scope: where, confidence: 'high' }];
          if (/^(?:Roles?|Permissions?|CheckPolic\w*|Require(?:s)?(?:Role|Permission|Scope)s?\w*|HasPermission|Allow|Scopes|Policies|Authorize|Acl|CheckAbilit\w*)$/.test(name)) return [{ role: 'authorization', name, at, scope: where, confidence: 'low' }];
          // A decorator whose own code was not found: its name is all there is.
          const known = 'call' in whole && 'name' in whole.call ? this.#program.resolve(scope, whole.call.name) : 'name' in whole ? this.#program.resolve(scope, whole.name) : undefined;
          if ((known === undefined || known.kind === 'external') && /^(?:Auth|Authenticated|UseAuth|JwtAuth|Authorized?|Protected|RequireAuth|LoggedIn|ApiKeyAuth|Session(?:Required)?|Security|Unprotected|AuthRequired)$/.test(name)) {
            return [{ role: name === 'Unprotected' ? 'public' : 'authentication', name, at, scope: where, confidence: 'low' }];
          }
          return /audit/i.test(name) ? [{ role: 'audit', name, at, scope: where, confidence: 'medium' }] : [];
        }
      }
    });
  }

  #text(scope: Scope, value: Expression | undefined): string | undefined {
    if (!value) return undefined;
    if ('value' in value) return String(value.value);
    if (!('name' in value)) return undefined;
    const target = this.#program.resolve(scope, value.name);
    return target?.kind === 'value' && 'value' in target.value ? String(target.value.value) : value.name.split('.').at(-1);
  }

  /** What the parameters' decorators bind, and what checks it. */
  #inputs(file: string, fn: number, applied: readonly Link[]): { reads: Input[]; links: Link[] } {
    const reads = new Set<Input>();
    const links: Link[] = [];
    const pipe = applied.find(({ role }) => role === 'validation');
    for (const param of this.#program.function(file, fn)?.params ?? []) {
      for (const decorator of param.decorators ?? []) {
        const name = nameOf(decorator).split('.').at(-1)!;
        const args = 'call' in decorator ? decorator.args : [];
        const input = owned(INPUTS, name);
        const pipes = args.flatMap((argument) => ('value' in argument || 'object' in argument ? [] : [argument]));
        // A pipe on one parameter looks at that alone: the identifier in the path says nothing of the body beside it.
        for (const one of pipes) links.push({ role: 'validation', name: nameOf(one), at: { file, line: lineOf(one) ?? 1 }, scope: 'method', confidence: 'high', ...(input && { inputs: [input] }) });
        if (pipes.length > 0 && input && !args.some((argument) => 'value' in argument)) reads.add(input);
        if (!input || pipes.length > 0) continue;
        // A single value is a string, and the schema of a GraphQL argument is its type: both hold by construction.
        if (name === 'Args') { links.push({ role: 'validation', name: 'the schema\'s types', at: { file, line: lineOf(decorator) ?? 1 }, scope: 'method', confidence: 'medium' }); continue; }
        if (input !== 'body' && input !== 'message' && input !== 'files' && (args.some((argument) => 'value' in argument) || (param.primitive !== undefined && SCALARS.has(param.primitive)))) { if (input === 'params') reads.add('params'); continue; }
        reads.add(input);
        // What is imported as a type alone is `Object` to a pipe, which then lets everything pass.
        const erased = param.type !== undefined && this.#program.modules[file]?.importedTypes?.includes(param.type);
        // The pipe lets pass what is declared as a string or a number; only what stands in the address is one by construction.
        // Of a list it knows no element.
        const checked = pipe && !erased && !(param.many && input === 'body') && (param.type !== undefined || input !== 'body') && checkedBy(this.#program, file, param.type, param.primitive);
        if (checked && pipe) links.push({ role: 'validation', name: `${pipe.name} on ${param.type ?? param.primitive}`, at: pipe.at, ...(pipe.definition && { definition: pipe.definition }), scope: 'method', ...checked, inputs: [input] });
      }
    }
    return { reads: [...reads], links };
  }
}

/** `@Roles('admin')` is a mark: it protects where a guard reads it. */
const withReaders = (chain: readonly Link[]): Link[] =>
  chain.map((link) => (link.role === 'authorization' && link.confidence === 'low' && chain.some(({ role, confidence }) => (role === 'authorization' || role === 'authentication') && confidence !== 'low') ? { ...link, confidence: 'medium' } : link));

function controllerPaths(controller: Applied, program: Program): [string[], string | undefined] {
  const [first] = controller.args;
  if (first && 'object' in first) return [constants(first.object['path'], controller.scope, program), textsOf(first.object['version'])[0]];
  return [constants(first, controller.scope, program), undefined];
}

const pathsOf = ({ args, scope }: Applied, program: Program): string[] => constants(args[0], scope, program);

function constants(value: Expression | undefined, scope: Scope, program: Program): string[] {
  if (!value) return [''];
  if ('list' in value) return value.list.flatMap((item) => constants(item, scope, program));
  if ('value' in value) return [String(value.value ?? '')];
  if ('parts' in value) return [value.parts.map((part) => constants(part, scope, program)[0] ?? '').join('')];
  if ('name' in value) {
    const target = program.resolve(scope, value.name);
    return target?.kind === 'value' && 'value' in target.value ? [String(target.value.value ?? '')] : [`:${value.name.split('.').at(-1)}`];
  }
  return [''];
}

function graphqlName({ args }: Applied): string | undefined {
  for (const argument of args) {
    if ('value' in argument && typeof argument.value === 'string') return argument.value;
    if ('object' in argument && argument.object['name']) return textsOf(argument.object['name'])[0];
  }
  return undefined;
}

const isTrue = (value: Expression | undefined): boolean => value !== undefined && 'value' in value && value.value === true;
