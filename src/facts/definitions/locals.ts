import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Expression, ParsedModule } from '../../model/index.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { isFunction } from '../../lib/scope.ts';
import { PASSED } from './operations.ts';
import { MAX_LIST, segmentOf } from './reduce.ts';

interface Names {
  /** The module may hold routes: what is handed around is followed as well. */
  readonly routing: boolean;
  /** Of the module's top, by name. */
  readonly values: Record<string, Expression>;
  reduce(node: TSESTree.Node): Expression;
  /** The names of the function around a node; undefined: it stands at the top of the module. */
  around(node: TSESTree.Node): Record<string, Expression> | undefined;
}

type Locals = Record<string, Expression>;
const FOLLOWED = new Set<string>([AST_NODE_TYPES.CallExpression, AST_NODE_TYPES.NewExpression, AST_NODE_TYPES.Identifier, AST_NODE_TYPES.ArrayExpression, AST_NODE_TYPES.Literal]);
/** What may be one or the other: `given ?? express()`. */
const CHOICES = new Set<string>([AST_NODE_TYPES.ConditionalExpression, AST_NODE_TYPES.LogicalExpression]);
const MOST_LOCALS = 60;
const MOST_VALUES = 1000;
const MOST_LOOPED = 200;

const put = (into: Locals, name: string, value: Expression, most = MOST_LOCALS): void => {
  if (name !== '__proto__' && Object.keys(into).length < most) into[name] = value;
};

/** What names inside of functions stand for: variables, what is taken out of something, what a loop goes through. */
export function collectLocals(module: ParsedModule, names: Names): void {
  if (names.routing) loops(module, names);
  for (const { id, init } of module.nodes('VariableDeclarator')) {
    if (!init) continue;
    const plain = unwrap(init);
    // `(async () => { const app = express(); … })()` and `for (const file of files) { const route = require(file); … }` at the top of a module.
    const locals = names.around(id) ?? (names.routing ? names.values : undefined);
    if (!locals || (id.type === AST_NODE_TYPES.Identifier && locals === names.values && Object.hasOwn(locals, id.name))) continue;
    if (id.type === AST_NODE_TYPES.ObjectPattern) takenOut(id, plain, locals, names);
    if (id.type === AST_NODE_TYPES.Identifier && isFollowed(plain, names.routing)) put(locals, id.name, names.reduce(init), locals === names.values ? MOST_VALUES : MOST_LOCALS);
  }
  if (names.routing) assigned(module, names);
  if (names.routing) grown(module, names);
}

const isFollowed = (plain: TSESTree.Node, routing: boolean): boolean => FOLLOWED.has(plain.type) || isImport(plain) || isFunction(plain) || mapsResolvers(plain)
  || (routing && (CHOICES.has(plain.type) || plain.type === AST_NODE_TYPES.TemplateLiteral || holdsPassed(plain) || saysParts(plain) || isMember(plain)));

/** `let app; … app = express();`, of the module or of a function. */
function assigned(module: ParsedModule, { values, reduce, around }: Names): void {
  const declared = new Set(module.nodes('VariableDeclarator').flatMap(({ id, init }) => (init === null && id.type === AST_NODE_TYPES.Identifier && around(id) === undefined ? [id.name] : [])));
  for (const { left, right, operator } of module.nodes('AssignmentExpression')) {
    const plain = unwrap(right);
    if (left.type !== AST_NODE_TYPES.Identifier || (operator !== '=' && operator !== '??=' && operator !== '||=') || !(plain.type === AST_NODE_TYPES.CallExpression || plain.type === AST_NODE_TYPES.NewExpression || CHOICES.has(plain.type))) continue;
    const into = declared.has(left.name) ? values : around(left);
    if (into && !Object.hasOwn(into, left.name)) put(into, left.name, reduce(right), into === values ? MOST_VALUES : MOST_LOCALS);
  }
}

/** `plugins.push(orders, ...more())`: a list of this function, or of the module, goes on. */
function grown(module: ParsedModule, { values, reduce, around }: Names): void {
  for (const { callee, arguments: added } of module.nodes('CallExpression')) {
    if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.object.type !== AST_NODE_TYPES.Identifier || dottedName(callee.property) !== 'push') continue;
    const { name } = callee.object;
    const into = [around(callee) ?? values, values].find((one) => Object.hasOwn(one, name));
    const list = into?.[name];
    if (into && list && 'list' in list) into[name] = { list: [...list.list, ...added.map((one) => reduce(one.type === AST_NODE_TYPES.SpreadElement ? one.argument : one))].slice(0, MAX_LIST) };
  }
}

/** `session.check`. */
const isMember = (node: TSESTree.Node): boolean => node.type === AST_NODE_TYPES.MemberExpression && node.object.type === AST_NODE_TYPES.Identifier && dottedName(node) !== undefined;

/** `await import('./x')`, `require('./x')`. */
const isImport = (node: TSESTree.Node): boolean => node.type === AST_NODE_TYPES.ImportExpression || (node.type === AST_NODE_TYPES.CallExpression && dottedName(node.callee) === 'require');

/** `{ Query: { … } }`: the resolvers of a schema. */
const mapsResolvers = (node: TSESTree.Node): boolean => node.type === AST_NODE_TYPES.ObjectExpression && node.properties.some((entry) => entry.type === AST_NODE_TYPES.Property && /^(?:Query|Mutation|Subscription)$/.test(keyOf(entry) ?? ''));

/** `{ app, db }`: one thing that hands several on. */
const holdsPassed = (node: TSESTree.Node): boolean => node.type === AST_NODE_TYPES.ObjectExpression
  && node.properties.some((entry) => entry.type === AST_NODE_TYPES.Property && entry.value.type === AST_NODE_TYPES.Identifier && PASSED.test(entry.value.name));

/** `{ [Segments.PARAMS]: schema }`, `{ body: schema }`: what of a request a validator looks at. */
const saysParts = (node: TSESTree.Node): boolean => node.type === AST_NODE_TYPES.ObjectExpression && node.properties.length > 0
  && node.properties.every((entry) => entry.type === AST_NODE_TYPES.Property && /^(?:body|query|params|headers|cookies|signedcookies)$/.test(keyOf(entry) ?? segmentOf(entry) ?? ''));

/** `const { app } = context`, `const { app, server } = makeServer()`: what is handed around in one thing; `const { auth } = await import('./auth')`. */
function takenOut(pattern: TSESTree.ObjectPattern, from: TSESTree.Node, locals: Locals, { routing, reduce }: Names): void {
  for (const part of pattern.properties) {
    // What is left of it is told as the whole.
    if (routing && part.type === AST_NODE_TYPES.RestElement && part.argument.type === AST_NODE_TYPES.Identifier && from.type === AST_NODE_TYPES.Identifier) put(locals, part.argument.name, { name: from.name, line: part.loc.start.line });
    const key = part.type === AST_NODE_TYPES.Property ? keyOf(part) : undefined;
    if (key === undefined || part.type !== AST_NODE_TYPES.Property || part.value.type !== AST_NODE_TYPES.Identifier) continue;
    const { name } = part.value;
    const { line } = part.loc.start;
    if (isImport(from) || (routing && from.type === AST_NODE_TYPES.CallExpression)) put(locals, name, { of: reduce(from), member: key, line });
    else if (routing && from.type === AST_NODE_TYPES.Identifier && PASSED.test(name)) put(locals, name, { name: `${from.name}.${key}`, line });
  }
}

/** What routers are made of in a loop: `for (const router of routers) app.use(router)`, `routes.forEach((route) => app.use(route.path, route.router))`. */
function loops(module: ParsedModule, names: Names): void {
  for (const { left, right } of module.nodes('ForOfStatement')) if (left.type === AST_NODE_TYPES.VariableDeclaration) each(left.declarations[0]!.id, right, names);
  for (const node of module.nodes('CallExpression')) {
    const callee = unwrap(node.callee);
    const first = node.arguments[0] && unwrap(node.arguments[0]);
    if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier || !/^(?:forEach|map)$/.test(callee.property.name) || !first || !isFunction(first) || !first.params[0]) continue;
    each(first.params[0], callee.object, names);
  }
}

function each(variable: TSESTree.Node, list: TSESTree.Node, { values, reduce, around }: Names): void {
  const into = around(variable) ?? values;
  const add = (name: string, value: Expression): void => { if (!Object.hasOwn(into, name)) put(into, name, value, MOST_LOOPED); };
  const one: Expression = { each: reduce(list) };
  if (variable.type === AST_NODE_TYPES.Identifier) add(variable.name, one);
  if (variable.type === AST_NODE_TYPES.ObjectPattern) {
    for (const part of variable.properties) {
      // `{ guards = [] }`
      const name = part.type === AST_NODE_TYPES.Property ? (part.value.type === AST_NODE_TYPES.AssignmentPattern ? part.value.left : part.value) : undefined;
      if (part.type === AST_NODE_TYPES.Property && name?.type === AST_NODE_TYPES.Identifier) add(name.name, { of: one, member: keyOf(part) ?? '', line: part.loc.start.line });
    }
  }
  if (variable.type === AST_NODE_TYPES.ArrayPattern) for (const [index, part] of variable.elements.entries()) if (part?.type === AST_NODE_TYPES.Identifier) add(part.name, { of: one, member: String(index), line: part.loc.start.line });
}
