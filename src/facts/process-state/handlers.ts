import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { lastName } from '../../lib/callee.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { isFunction, type FunctionNode } from '../../lib/scope.ts';

const SERVING = new Set(['Controller', 'Resolver', 'JsonController', 'WebSocketGateway']);
const REQUEST = /^_?(?:req|request|ctx|c|reply|res|socket)$/;
/** `({ ctx, input }) => …` of a procedure, `({ request }) => …` and `({ parsedInput }) => …` of an action. */
const PART_OF_REQUEST = /^(?:req|request|ctx|reply|input|parsedInput)$/;

const isGivenRequest = ({ params }: FunctionNode): boolean =>
  params.some((part) => (part.type === AST_NODE_TYPES.Identifier && REQUEST.test(part.name)) || (part.type === AST_NODE_TYPES.ObjectPattern && part.properties.some((entry) => entry.type === AST_NODE_TYPES.Property && PART_OF_REQUEST.test(keyOf(entry) ?? ''))));

/** Within a function that is given a request, or a class whose methods are; `services`: injectable classes count as well. */
export function servesRequests(module: ParsedModule, node: TSESTree.Node, services = false): boolean {
  for (let up = module.parent(node); up; up = module.parent(up)) {
    if (isFunction(up) && isGivenRequest(up)) return true;
    if (up.type === AST_NODE_TYPES.ClassDeclaration) {
      return up.decorators.some(({ expression }) => {
        const name = lastName(expression.type === AST_NODE_TYPES.CallExpression ? expression.callee : expression) ?? '';
        return SERVING.has(name) || (services && name === 'Injectable');
      });
    }
  }
  return false;
}

/** The name of the nearest function around a node that has one; of what a request is given to in place, its own (`@` and where it begins). */
export function functionName(module: ParsedModule, node: TSESTree.Node): string | undefined {
  for (let up = module.parent(node); up; up = module.parent(up)) {
    if (!isFunction(up)) continue;
    const name = nameOf(module, up);
    if (name !== undefined) return name;
    if (isGivenRequest(up)) return `@${up.range[0]}`;
  }
  return undefined;
}

/** The nearest function around a node that has a name, with it. */
export function namedFunction(module: ParsedModule, node: TSESTree.Node): { readonly name: string; readonly node: TSESTree.Node } | undefined {
  for (let up = module.parent(node); up; up = module.parent(up)) {
    const name = isFunction(up) ? nameOf(module, up) : undefined;
    if (name !== undefined) return { name, node: up };
  }
  return undefined;
}

/** Its own, that of the member or the constant that holds it, or what it is exported under. */
function nameOf(module: ParsedModule, node: FunctionNode): string | undefined {
  if (node.id) return node.id.name;
  const holder = module.parent(node);
  switch (holder?.type) {
    case AST_NODE_TYPES.MethodDefinition: case AST_NODE_TYPES.Property: case AST_NODE_TYPES.PropertyDefinition:
      return holder.key.type === AST_NODE_TYPES.Identifier && !holder.computed ? holder.key.name : undefined;
    case AST_NODE_TYPES.VariableDeclarator:
      return holder.id.type === AST_NODE_TYPES.Identifier ? holder.id.name : undefined;
    case AST_NODE_TYPES.AssignmentExpression:
      return /^(?:module\.)?exports\.(\w+)$/.exec(dottedName(holder.left) ?? '')?.[1];
    default:
      return undefined;
  }
}

/** The nearest function with a name is handed a connection: what it keeps ends with those of this process. */
export function isGivenAConnection(module: ParsedModule, node: TSESTree.Node): boolean {
  const around = namedFunction(module, node)?.node;
  return around !== undefined && (around as TSESTree.FunctionDeclaration).params.some((part) => part.type === AST_NODE_TYPES.Identifier && /^(?:client|socket|ws|conn|connection)$/.test(part.name));
}

/** The names that the functions around a node are given things under. */
export function parametersAround(module: ParsedModule, node: TSESTree.Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (let up = module.parent(node); up; up = module.parent(up)) {
    if (!isFunction(up)) continue;
    for (const part of (up as TSESTree.FunctionDeclaration).params) {
      if (part.type === AST_NODE_TYPES.Identifier) names.add(part.name);
      if (part.type === AST_NODE_TYPES.ObjectPattern) for (const entry of part.properties) if (entry.type === AST_NODE_TYPES.Property && entry.value.type === AST_NODE_TYPES.Identifier) names.add(entry.value.name);
    }
  }
  return names;
}

/** Made of these, a value belongs to the process that holds them. */
const OF_THIS_PROCESS = /^(?:res|response|reply|socket|ws|conn|connection|stream|next|app|server|client|win|window|\w*(?:[wW]indow|[cC]allback|[hH]andler|[lL]istener|[sS]ubscriber|[oO]bserver|[pP]lugin|[lL]ogger)|cb|fn)$/;

/** A part of what the functions around were given, or an object that holds such parts. */
export function isGiven(module: ParsedModule, value: TSESTree.Node, at: TSESTree.Node): boolean {
  const given = parametersAround(module, at);
  const isPart = (node: TSESTree.Node): boolean => {
    const root = dottedName(unwrap(node))?.split('.')[0];
    return root !== undefined && given.has(root) && !OF_THIS_PROCESS.test(root);
  };
  const plain = unwrap(value);
  if (plain.type !== AST_NODE_TYPES.ObjectExpression) return isPart(plain);
  return plain.properties.some((entry) => isPart(entry.type === AST_NODE_TYPES.SpreadElement ? entry.argument : entry.value));
}

const STARTS = /^(?:onModuleInit|onApplicationBootstrap|onInit|init|initialize|bootstrap)$/;

/** In a constructor or a method of the start, or in a private one that these alone lead to. */
export function isOfStart(module: ParsedModule, node: TSESTree.Node, depth = 0): boolean {
  let up = module.parent(node);
  while (up && up.type !== AST_NODE_TYPES.MethodDefinition && up.type !== AST_NODE_TYPES.Program) up = module.parent(up);
  if (up?.type !== AST_NODE_TYPES.MethodDefinition) return false;
  const name = up.key.type === AST_NODE_TYPES.Identifier ? up.key.name : up.key.type === AST_NODE_TYPES.PrivateIdentifier ? `#${up.key.name}` : '';
  if (up.kind === 'constructor' || STARTS.test(name)) return true;
  if ((up.accessibility !== 'private' && !name.startsWith('#')) || depth > 3) return false;
  const owner = module.parent(up);
  const callers = module.nodes('CallExpression').filter(({ callee, range }) => dottedName(callee) === `this.${name}` && owner !== undefined && range[0] >= owner.range[0] && range[1] <= owner.range[1]);
  return callers.length > 0 && callers.every((call) => isOfStart(module, call, depth + 1));
}
