import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { importBindings } from '../lib/bindings.ts';
import { fetchListeners, MAY_LISTEN } from '../lib/fetch-listeners.ts';
import { dottedName, unwrap, walk } from '../lib/tree.ts';
import { type FunctionNode, isFunction } from '../lib/scope.ts';
import { defineFileFact, type ListenedPath, type Listener, type ParsedModule } from '../model/index.ts';

const HTTP = /^(?:node:)?https?2?$/;
const CREATES = /(?:^|\.)create(?:Secure)?Server$/;
const ADDRESS = /(?:^|\.)(?:url|pathname|path|route)$/i;
const METHOD = /\.method$/;


export default defineFileFact('listeners', {
  version: 2,
  skips: ['test', 'browser'],
  mayApply: (text) => (/create(?:Secure)?Server/.test(text) && /https?2?['"]/.test(text)) || MAY_LISTEN.test(text),
  extract(module): readonly Listener[] | undefined {
    const bindings = importBindings(module);
    const found: Listener[] = [];
    for (const call of module.nodes('CallExpression')) {
      const name = dottedName(unwrap(call.callee));
      const [head] = name?.split('.') ?? [];
      const binding = head === undefined ? undefined : bindings.get(head);
      if (name === undefined || binding === undefined || !HTTP.test(binding.specifier) || !CREATES.test(name.includes('.') ? name : binding.imported)) continue;
      const handler = call.arguments.map((one) => functionOf(one, module)).find((one) => one !== undefined);
      if (handler) found.push({ line: call.loc.start.line, handlerLine: handler.loc.start.line, paths: pathsIn(handler, module) });
    }
    for (const { line, handler, branches } of fetchListeners(module)) {
      found.push({ line, handlerLine: handler.loc.start.line, fetch: true, paths: branches.map(({ node, ...branch }) => ({ ...branch, branchLine: node.loc.start.line })) });
    }
    return found.length > 0 ? found : undefined;
  },
});

/** A function that stands there, or one of this module that is named there. */
function functionOf(node: TSESTree.Node, module: ParsedModule): FunctionNode | undefined {
  const plain = unwrap(node);
  if (isFunction(plain)) return plain;
  if (plain.type !== AST_NODE_TYPES.Identifier) return undefined;
  const declared = module.nodes('FunctionDeclaration').find(({ id }) => id?.name === plain.name);
  if (declared) return declared;
  const init = module.nodes('VariableDeclarator').find(({ id }) => id.type === AST_NODE_TYPES.Identifier && id.name === plain.name)?.init;
  const value = init ? unwrap(init) : undefined;
  return value && isFunction(value) ? value : undefined;
}

/** `req.url === '/x'`, `case '/x':`, `url.startsWith('/x')`, with the method that the same condition asks for. */
function pathsIn(handler: FunctionNode, module: ParsedModule): ListenedPath[] {
  const paths: ListenedPath[] = [];
  const add = (node: TSESTree.Node, path: string | undefined): void => {
    if (path === undefined || !/^\/[^\s]{0,200}$/.test(path)) return;
    const method = methodAround(node, module);
    if (!paths.some((one) => one.path === path && one.method === method)) paths.push({ path, ...(method !== undefined && { method }), line: node.loc.start.line });
  };
  walk(handler, (node) => {
    if (node.type === AST_NODE_TYPES.BinaryExpression && /^===?$/.test(node.operator)) {
      if (isAddress(node.left)) add(node, literal(node.right));
      else if (isAddress(node.right)) add(node, literal(node.left));
    }
    if (node.type === AST_NODE_TYPES.SwitchCase && node.test) {
      const parent = module.parent(node);
      if (parent?.type === AST_NODE_TYPES.SwitchStatement && isAddress(parent.discriminant)) add(node, literal(node.test));
    }
    if (node.type === AST_NODE_TYPES.CallExpression && node.callee.type === AST_NODE_TYPES.MemberExpression && /\.startsWith$/.test(dottedName(node.callee) ?? '') && isAddress(node.callee.object)) add(node, node.arguments[0] && literal(node.arguments[0]));
  });
  return paths;
}

const isAddress = (node: TSESTree.Node): boolean => ADDRESS.test(dottedName(unwrap(node)) ?? '');

const literal = (node: TSESTree.Node): string | undefined => (node.type === AST_NODE_TYPES.Literal && typeof node.value === 'string' ? node.value : undefined);

/** The method in the `&&` or the `if` around a comparison. */
function methodAround(node: TSESTree.Node, module: ParsedModule): string | undefined {
  let below: TSESTree.Node = node;
  for (let here: TSESTree.Node | undefined = node, steps = 0; here && steps < 12 && !isFunction(here); below = here, here = module.parent(here), steps++) {
    const holds = here.type === AST_NODE_TYPES.IfStatement && here.alternate !== below ? here.test : undefined;
    const condition = here.type === AST_NODE_TYPES.LogicalExpression ? here : holds;
    let method: string | undefined;
    if (condition) {
      walk(condition, (one) => {
        if (one.type === AST_NODE_TYPES.BinaryExpression && /^===?$/.test(one.operator) && METHOD.test(`.${dottedName(unwrap(one.left)) ?? ''}`)) method ??= literal(one.right)?.toUpperCase();
      });
    }
    if (method !== undefined) return method;
  }
  return undefined;
}
