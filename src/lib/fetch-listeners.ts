import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../model/index.ts';
import { type FunctionNode, isFunction } from './scope.ts';
import { dottedName, property, unwrap, walk } from './tree.ts';

/** Code that answers one address: `if (url.pathname === '/orders') { … }`. */
export interface ListenedBranch {
  readonly path: string;
  readonly method?: string;
  /** Where the address stands. */
  readonly line: number;
  readonly node: TSESTree.Node;
}

/** A function that takes a Request and gives a Response, as Bun, Deno and Workers call it. */
export interface FetchListener { readonly line: number; readonly handler: FunctionNode; readonly branches: readonly ListenedBranch[] }

export const MAY_LISTEN = /\b(?:Bun|Deno)\.serve\b|\bfetch\b|addEventListener\(['"]fetch/;
const ADDRESS = /(?:^|\.)(?:pathname|path|route)$|^(?:req|request)\.url$/i;
const METHOD = /(?:^|\.)method$/;
const VERB = /^(?:GET|POST|PUT|PATCH|DELETE)$/;

export function fetchListeners(module: ParsedModule): readonly FetchListener[] {
  if (!MAY_LISTEN.test(module.text)) return [];
  const found: FetchListener[] = [];
  for (const { at, value } of handlersIn(module)) {
    const handler = functionOf(value, module);
    if (!handler || handler.params.length === 0) continue;
    const own = branchesIn(handler, module);
    // `fetch: (request, env) => route(request, env)`: what tells addresses apart is another function of this module.
    const [inner] = own.length > 0 ? [] : calledWith(handler, module).map((one) => ({ handler: one, branches: branchesIn(one, module) })).filter(({ branches }) => branches.length > 0);
    const listener = { line: at.loc.start.line, handler, branches: own, ...inner };
    if (!found.some((one) => one.handler === listener.handler)) found.push(listener);
  }
  return found;
}

function handlersIn(module: ParsedModule): { at: TSESTree.Node; value: TSESTree.Node }[] {
  const found: { at: TSESTree.Node; value: TSESTree.Node }[] = [];
  const take = (at: TSESTree.Node, value: TSESTree.Node | undefined): void => { if (value) found.push({ at, value }); };
  for (const node of module.nodes('CallExpression')) {
    const name = dottedName(node.callee);
    if (name === 'Bun.serve' || name === 'Deno.serve') for (const one of node.arguments) take(node, one.type === AST_NODE_TYPES.ObjectExpression ? property(one, 'fetch') ?? property(one, 'handler') : one);
    const [event, listener] = node.arguments;
    if (/(?:^|\.)addEventListener$/.test(name ?? '') && event?.type === AST_NODE_TYPES.Literal && event.value === 'fetch') take(node, listener);
  }
  for (const node of module.nodes('ExportDefaultDeclaration')) {
    let value = unwrap(node.declaration);
    if (value.type === AST_NODE_TYPES.Identifier) value = valueOf(value.name, module) ?? value;
    // `withSentry(options, { fetch })`
    const last = value.type === AST_NODE_TYPES.CallExpression ? value.arguments.at(-1) : undefined;
    if (last?.type === AST_NODE_TYPES.ObjectExpression) value = last;
    if (value.type === AST_NODE_TYPES.ObjectExpression) take(node, property(value, 'fetch'));
    if (value.type === AST_NODE_TYPES.ClassDeclaration && /WorkerEntrypoint$/.test(value.superClass ? dottedName(value.superClass) ?? '' : '')) {
      const method = value.body.body.find((one): one is TSESTree.MethodDefinition => one.type === AST_NODE_TYPES.MethodDefinition && dottedName(one.key) === 'fetch');
      take(node, method?.value);
    }
  }
  return found;
}

function valueOf(name: string, module: ParsedModule): TSESTree.Node | undefined {
  const declared = module.nodes('FunctionDeclaration').find(({ id }) => id?.name === name);
  const init = declared ? undefined : module.nodes('VariableDeclarator').find(({ id }) => id.type === AST_NODE_TYPES.Identifier && id.name === name)?.init;
  return declared ?? (init ? unwrap(init) : undefined);
}

function functionOf(node: TSESTree.Node, module: ParsedModule): FunctionNode | undefined {
  const plain = unwrap(node);
  const value = plain.type === AST_NODE_TYPES.Identifier ? valueOf(plain.name, module) : plain;
  return value && isFunction(value) ? value : undefined;
}

function calledWith(handler: FunctionNode, module: ParsedModule): FunctionNode[] {
  const found: FunctionNode[] = [];
  walk(handler.body, (node) => {
    if (node.type !== AST_NODE_TYPES.CallExpression || !node.arguments.some((one) => /^(?:req|request|event|event\.request|evt|url)$/.test(dottedName(one) ?? ''))) return;
    const called = functionOf(node.callee, module);
    if (called && called !== handler) found.push(called);
  });
  return found;
}

/** `url.pathname === '/x'`, `pathname.startsWith('/x/')`, `case '/x':`, `pathname.match(/^\/x\/(\d+)$/)`, each with the code that runs for it. */
function branchesIn(handler: FunctionNode, module: ParsedModule): ListenedBranch[] {
  const found: { path: string; at: TSESTree.Node; node: TSESTree.Node; method?: string }[] = [];
  const isAddress = (node: TSESTree.Node): boolean => {
    const plain = unwrap(node);
    return ADDRESS.test(dottedName(plain) ?? '') || (plain.type === AST_NODE_TYPES.MemberExpression && plain.property.type === AST_NODE_TYPES.Identifier && plain.property.name === 'pathname');
  };
  const add = (at: TSESTree.Node, said: string | undefined, node: TSESTree.Node | undefined, more = ''): void => {
    const [, verb, path] = /^(?:([A-Z]+) )?(\/[^\s?#]{0,200})$/.exec(said ?? '') ?? [];
    if (path === undefined || !node || /\.(?:ico|txt|xml|js|css|png|svg)$/.test(path)) return;
    const method = verb ?? methodAround(at, module, handler) ?? (node === handler.body ? undefined : methodAround(node, module, handler));
    found.push({ path: path + more, at, node, ...(method !== undefined && { method }) });
  };
  walk(handler.body, (node) => {
    // A refusal by the address is no route.
    if (node.type === AST_NODE_TYPES.BinaryExpression && /^===?$/.test(node.operator)) {
      if (isAddress(node.left) || isMethodAndPath(node.left)) add(node, literal(node.right), branchOf(node, module));
      else if (isAddress(node.right)) add(node, literal(node.left), branchOf(node, module));
    }
    if (node.type === AST_NODE_TYPES.BinaryExpression && /^!==?$/.test(node.operator) && isAddress(node.left)) {
      const test = module.parent(node);
      if (test?.type === AST_NODE_TYPES.IfStatement && test.test === node && !test.alternate) add(node, literal(node.right), handler.body);
    }
    if (node.type === AST_NODE_TYPES.SwitchCase && node.test) {
      const around = module.parent(node);
      if (around?.type === AST_NODE_TYPES.SwitchStatement && (isAddress(around.discriminant) || isMethodAndPath(around.discriminant))) add(node, literal(node.test), node);
    }
    if (node.type === AST_NODE_TYPES.CallExpression && node.callee.type === AST_NODE_TYPES.MemberExpression && node.callee.property.type === AST_NODE_TYPES.Identifier) {
      const { object, property: { name } } = node.callee;
      const [first] = node.arguments;
      if (name === 'startsWith' && isAddress(object) && first) add(node, literal(first)?.replace(/(?!^)\/$/, ''), branchOf(node, module), '/*');
      if (name === 'match' && isAddress(object) && first) add(node, ofPattern(first), branchOf(node, module));
      if ((name === 'test' || name === 'exec') && first && isAddress(first)) add(node, ofPattern(object), branchOf(node, module));
    }
  });
  // What tells more addresses apart is none of them.
  const inner = found.filter((one) => !found.some((other) => other !== one && one.node !== other.node && one.node !== handler.body && contained(other.node, one.node)));
  return inner.flatMap(({ path, at, node, method }): ListenedBranch[] => {
    const base = { path: path.replace(/^\/\/\*$/, '/*'), line: at.loc.start.line };
    if (method !== undefined) return [{ ...base, method, node }];
    const methods = methodsIn(node, module, handler);
    return methods.length === 0 ? [{ ...base, node }] : methods.map((one) => ({ ...base, ...one }));
  });
}

const contained = (inner: TSESTree.Node, outer: TSESTree.Node): boolean => inner.range[0] >= outer.range[0] && inner.range[1] <= outer.range[1];
const literal = (node: TSESTree.Node): string | undefined => {
  const plain = unwrap(node);
  return plain.type === AST_NODE_TYPES.Literal && typeof plain.value === 'string' ? plain.value : undefined;
};

/** `` `${request.method} ${url.pathname}` `` */
function isMethodAndPath(node: TSESTree.Node): boolean {
  const plain = unwrap(node);
  return plain.type === AST_NODE_TYPES.TemplateLiteral && plain.expressions.length === 2 && METHOD.test(dottedName(plain.expressions[0]!) ?? '') && plain.quasis[1]?.value.raw === ' ';
}

/** `/^\/orders\/(\d+)$/` as an address with parameters. */
function ofPattern(node: TSESTree.Node): string | undefined {
  const plain = unwrap(node);
  if (plain.type !== AST_NODE_TYPES.Literal || !('regex' in plain) || !plain.regex.pattern.startsWith('^')) return undefined;
  let at = 0;
  const path = plain.regex.pattern.replace(/^\^|\$$/g, '').replace(/\\\//g, '/').replace(/\\([.-])/g, '$1').replace(/\((?:\?<(\w+)>)?(?:[^()]|\\.)+\)|\[[^\]]+\][+*]|\\[dw][+*]|\.[+*]/g, (_, name?: string) => `:${name ?? `part${++at}`}`);
  return /^[\w./:-]+$/.test(path) ? path : undefined;
}

/** The code that runs where a comparison holds. */
function branchOf(node: TSESTree.Node, module: ParsedModule): TSESTree.Node | undefined {
  for (let below = node, at = module.parent(node); at && !isFunction(at); below = at, at = module.parent(at)) {
    if ((at.type === AST_NODE_TYPES.IfStatement || at.type === AST_NODE_TYPES.ConditionalExpression) && at.test === below) return at.consequent;
    if (at.type === AST_NODE_TYPES.UnaryExpression && at.operator === '!') return undefined;
    // `const order = pathname.match(…); if (order) { … }`
    if (at.type === AST_NODE_TYPES.VariableDeclarator && at.id.type === AST_NODE_TYPES.Identifier) {
      const { name } = at.id;
      const test = module.nodes('IfStatement').find((one) => one.range[0] > node.range[0] && new RegExp(`(?<![!.\\w])${name}\\b`).test(module.text.slice(...one.test.range)));
      return name.length > 60 || !/^\w+$/.test(name) ? undefined : test?.consequent;
    }
  }
  return undefined;
}

const verbOf = (node: TSESTree.Node, operator: RegExp): string | undefined => {
  const plain = unwrap(node);
  const verb = plain.type === AST_NODE_TYPES.BinaryExpression && operator.test(plain.operator) && METHOD.test(dottedName(unwrap(plain.left)) ?? '') ? literal(plain.right)?.toUpperCase() : undefined;
  return verb !== undefined && VERB.test(verb) ? verb : undefined;
};

/** The method that the condition around a comparison asks for. */
function methodAround(node: TSESTree.Node, module: ParsedModule, handler: FunctionNode): string | undefined {
  for (let below = node, at = module.parent(node); at && at !== handler; below = at, at = module.parent(at)) {
    const condition = at.type === AST_NODE_TYPES.LogicalExpression && at.operator === '&&' ? at : at.type === AST_NODE_TYPES.IfStatement && at.alternate !== below ? at.test : undefined;
    let verb: string | undefined;
    if (condition) walk(condition, (one) => { verb ??= verbOf(one, /^===?$/); });
    if (at.type === AST_NODE_TYPES.SwitchCase && at.test && at !== node) verb ??= VERB.test(literal(at.test) ?? '') ? literal(at.test) : undefined;
    if (verb !== undefined) return verb;
  }
  return undefined;
}

/** The methods that code tells apart itself, each with what runs for it. */
function methodsIn(branch: TSESTree.Node, module: ParsedModule, handler: FunctionNode): { method: string; node: TSESTree.Node }[] {
  const found: { method: string; node: TSESTree.Node }[] = [];
  walk(branch, (one) => {
    const verb = verbOf(one, /^===?$/);
    const node = verb === undefined ? undefined : branchOf(one, module);
    if (verb !== undefined && node) found.push({ method: verb, node });
    const refused = branch === handler.body || found.length > 0 ? undefined : verbOf(one, /^!==?$/);
    if (refused !== undefined) found.push({ method: refused, node: branch });
    const around = one.type === AST_NODE_TYPES.SwitchCase && one.test && VERB.test(literal(one.test) ?? '') ? module.parent(one) : undefined;
    if (around?.type === AST_NODE_TYPES.SwitchStatement && METHOD.test(dottedName(around.discriminant) ?? '')) found.push({ method: literal((one as TSESTree.SwitchCase).test!)!, node: one });
  });
  return found;
}
