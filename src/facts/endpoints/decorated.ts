import type { ClassDefinition, Endpoint, Expression, Input, Link } from '../../model/index.ts';
import { compare } from '../../lib/order.ts';
import { checkedBy } from './dto.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { handlerLinks, READING_METHODS, urlPath } from './handler.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';

/** How a library names what it takes from decorators; names are those that it exports. */
interface Dialect {
  readonly pkg: RegExp;
  readonly framework: string;
  /** Absent: a class needs no decorator to be one. */
  readonly controller?: RegExp;
  /** A method's decorator; its first group is the HTTP method or the operation. */
  readonly method: RegExp;
  readonly graphql?: true;
  /** Asks who calls; the application says how. */
  readonly asks?: RegExp;
  readonly opens?: RegExp;
  /** Asks for a right. */
  readonly allows?: RegExp;
  /** Puts the functions that it is given in the way. */
  readonly applies?: RegExp;
  /** Further arguments of a controller's and a route's own decorator are middleware. */
  readonly middlewareBehind?: true;
  readonly inputs: Readonly<Record<string, Input>>;
  /** Every parameter is held against its type; `classes`: against the decorators of its class. */
  readonly checks?: 'types' | 'classes';
}

const DIALECTS: readonly Dialect[] = [
  { pkg: /^type-graphql$/, framework: 'graphql', controller: /^Resolver$/, method: /^(Query|Mutation|Subscription)$/, graphql: true, asks: /^Authorized$/, applies: /^UseMiddleware$/, inputs: { Arg: 'body', Args: 'body' }, checks: 'types' },
  { pkg: /^(?:tsoa|@tsoa\/runtime)$/, framework: 'tsoa', controller: /^Route$/, method: /^(Get|Post|Put|Patch|Delete|Head|Options)$/, asks: /^Security$/, opens: /^NoSecurity$/, applies: /^Middlewares$/, inputs: { Body: 'body', BodyProp: 'body', Query: 'query', Queries: 'query', FormField: 'body', UploadedFile: 'files', UploadedFiles: 'files' }, checks: 'types' },
  { pkg: /^routing-controllers$/, framework: 'express', controller: /^(?:Json)?Controller$/, method: /^(Get|Post|Put|Patch|Delete|Head|All)$/, asks: /^Authorized$/, applies: /^UseBefore$/, inputs: { Body: 'body', BodyParam: 'body', QueryParams: 'query', UploadedFile: 'files', UploadedFiles: 'files' }, checks: 'classes' },
  { pkg: /^@overnightjs\/core$/, framework: 'express', controller: /^Controller$/, method: /^(Get|Post|Put|Patch|Delete|All)$/, applies: /^(?:Middleware|ClassMiddleware)$/, inputs: {} },
  { pkg: /^@tsed\/(?:common|schema|di|platform-params|platform-middlewares)$/, framework: 'express', controller: /^Controller$/, method: /^(Get|Post|Put|Patch|Delete|All)$/, asks: /^(?:Auth|Authenticate|Authorize)$/, applies: /^(?:UseAuth|UseBefore|Use)$/, inputs: { BodyParams: 'body', QueryParams: 'query', MultipartFile: 'files' }, checks: 'types' },
  { pkg: /^@loopback\/(?:rest|openapi-v3)$/, framework: 'loopback', method: /^(get|post|put|patch|del)$/, asks: /^authenticate$/, allows: /^authorize$/, opens: /^authenticate\.skip$/, inputs: { requestBody: 'body' }, checks: 'types' },
  { pkg: /^inversify-express-utils$/, framework: 'express', controller: /^controller$/, method: /^http(Get|Post|Put|Patch|Delete|Head)$/, middlewareBehind: true, inputs: { requestBody: 'body' } },
];

/** Controllers and resolvers that libraries other than Nest read off decorators: tsoa, routing-controllers, TypeGraphQL and their like. */
export function* decoratedEndpoints(classifier: Classifier): Iterable<Endpoint> {
  for (const [file, module] of Object.entries(classifier.program.modules)) {
    if (module.classes.length === 0) continue;
    const imports = Object.values(module.imports);
    const dialect = DIALECTS.find(({ pkg }) => imports.some(([specifier]) => pkg.test(specifier)));
    if (dialect) for (const cls of module.classes) yield* ofClass(classifier, dialect, file, cls);
  }
}

function* ofClass(classifier: Classifier, dialect: Dialect, file: string, cls: ClassDefinition): Iterable<Endpoint> {
  const { program } = classifier;
  const controller = dialect.controller && find(cls.decorators, dialect.controller);
  if (dialect.controller && !controller) return;
  const scope = { file, fn: 0 };
  const outer = linksOf(classifier, dialect, scope, cls.decorators, 'class');
  for (const { name, fn, line, decorators } of cls.methods) {
    const handler = handlerLinks(program, file, fn);
    const own = linksOf(classifier, dialect, scope, decorators, 'method');
    // What a method says of itself stands for what its class says: `@authenticate.skip()`.
    const chain = [...(own.some(({ role, name: said }) => role === 'public' && dialect.opens?.test(said)) ? outer.filter(({ role }) => role !== 'authentication') : outer), ...own];
    const { reads, links } = inputsOf(classifier, dialect, file, fn);
    for (const decorator of decorators) {
      const [, verb] = dialect.method.exec(short(decorator)) ?? [];
      if (verb === undefined) continue;
      const shared = {
        framework: dialect.framework, at: { file, line: lineOf(decorator) ?? line }, handler: { file, line }, chain: [...chain, ...links, ...handler.links],
        reads: [...new Set([...reads, ...handler.reads.filter((input) => input === 'body' || input === 'query')])].sort(compare), ...(handler.enrols && { enrols: true as const }), ...(handler.handsOn !== undefined && { handsOn: handler.handsOn }),
      };
      if (dialect.graphql) {
        const called = named(decorator) ?? name;
        yield { ...shared, subject: `${verb.toLowerCase()} ${called}`, kind: 'graphql', method: verb.toLowerCase(), name: called, writes: verb === 'Mutation' };
      } else {
        const method = verb === 'del' ? 'DELETE' : verb.toUpperCase();
        const path = urlPath(controller ? textOf(classifier, scope, controller) : '', textOf(classifier, scope, decorator));
        yield { ...shared, subject: `${method} ${path}`, kind: 'http', method, path, name: `${cls.name}.${name}`, writes: handler.writes || !READING_METHODS.has(method) };
      }
    }
  }
}

function linksOf(classifier: Classifier, dialect: Dialect, scope: Scope, decorators: readonly Expression[], where: 'class' | 'method'): Link[] {
  return decorators.flatMap((decorator): Link[] => {
    const whole = nameOf(decorator);
    const name = dialect.opens?.test(whole) ? whole : short(decorator);
    const at = { file: scope.file, line: lineOf(decorator) ?? 1 };
    const args = argsOf(decorator).flatMap((one) => ('list' in one ? one.list : [one]));
    if (dialect.asks?.test(name)) return [{ role: 'authentication', name, at, scope: where, confidence: 'medium' }];
    if (dialect.allows?.test(name)) return [{ role: /"permissions":\{"list":\[\{"value":"\*"\}\]/.test(JSON.stringify(args)) ? 'public' : 'authorization', name, at, scope: where, confidence: 'medium' }];
    if (dialect.opens?.test(name)) return [{ role: 'public', name, at, scope: where, confidence: 'high' }];
    const behind = dialect.middlewareBehind && (dialect.controller?.test(name) || dialect.method.test(name)) ? args.slice(1) : [];
    return (dialect.applies?.test(name) ? args : behind).map((one) => classifier.link(scope, one, where, at));
  });
}

function inputsOf(classifier: Classifier, dialect: Dialect, file: string, fn: number): { reads: Input[]; links: Link[] } {
  const reads: Input[] = [];
  const links: Link[] = [];
  for (const { decorators = [], type, primitive } of classifier.program.function(file, fn)?.params ?? []) {
    for (const decorator of decorators) {
      const input = owned(dialect.inputs, short(decorator));
      if (input === undefined) continue;
      reads.push(input);
      // Of LoopBack a body of any type at all has no schema that it is held against.
      const checked = dialect.framework === 'loopback' && (type === undefined || isOpenSchema(decorator)) ? undefined : dialect.checks === 'types' ? { confidence: 'medium' as const } : dialect.checks === 'classes' ? checkedBy(classifier.program, file, type, primitive) : undefined;
      if (checked) links.push({ role: 'validation', name: `the type of its ${type ?? 'parameter'}`, at: { file, line: lineOf(decorator) ?? 1 }, scope: 'method', ...checked, inputs: [input] });
    }
  }
  return { reads, links };
}

/** `@requestBody({ content: { 'application/json': { schema: { type: 'object' } } } })`: any object will do. */
function isOpenSchema(decorator: Expression): boolean {
  const said = JSON.stringify(decorator);
  return said.includes('"schema":{"object"') && !/"properties"|"\$ref"|x-ts-type|"items"/.test(said);
}

const short = (decorator: Expression): string => nameOf(decorator).split('.').at(-1)!;
const argsOf = (decorator: Expression): readonly Expression[] => ('call' in decorator ? decorator.args : []);
const find = (decorators: readonly Expression[], name: RegExp): Expression | undefined => decorators.find((one) => name.test(short(one)));

/** `@Query(() => [User], { name: 'users' })` */
function named(decorator: Expression): string | undefined {
  const given = argsOf(decorator).map((one) => ('object' in one ? one.object['name'] : undefined)).find(Boolean);
  return given && 'value' in given ? String(given.value) : undefined;
}

function textOf({ program }: Classifier, scope: Scope, decorator: Expression): string {
  const [first] = argsOf(decorator);
  const target = first && 'name' in first ? program.resolve(scope, first.name) : undefined;
  const value = target?.kind === 'value' ? target.value : first && 'object' in first ? first.object['path'] : first;
  return value && 'value' in value ? String(value.value) : first === undefined || value === undefined ? '' : ':unknown';
}
