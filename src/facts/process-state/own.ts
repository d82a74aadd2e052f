import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import type { Binding } from '../../lib/bindings.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { literally } from '../../lib/literally.ts';
import { isFunction } from '../../lib/scope.ts';
import { madeClass } from './handing.ts';
import { namedFunction } from './handlers.ts';


/** What cannot lie elsewhere: a timer, a function, an open connection, a promise that is kept. */
export const isOfThisProcess = (module: ParsedModule, node: TSESTree.Node): boolean =>
  isTimer(node) || isWaiting(node) || isFunction(node) || (node.type === AST_NODE_TYPES.Identifier && (/^(?:res|response|reply|socket|ws|conn|connection|stream|controller|callback|cb|fn|listener|handler)$/.test(node.name) || namesInnerFunction(module, node)));

/** A timer belongs to the process that set it. */
const isTimer = (node: TSESTree.Node): boolean => {
  const value = unwrap(node);
  return value.type === AST_NODE_TYPES.CallExpression && /^(?:(?:globalThis|window|timers)\.)?set(?:Timeout|Interval|Immediate)$/.test(dottedName(value.callee) ?? '');
};

/** `{ job, resolve, reject }`: someone in this process waits for it. */
const isWaiting = (node: TSESTree.Node): boolean => {
  const value = unwrap(node);
  return value.type === AST_NODE_TYPES.ObjectExpression && value.properties.some((entry) => entry.type === AST_NODE_TYPES.Property && /^(?:resolve|reject)\w*$/.test(keyOf(entry) ?? ''));
};

/** `const run = async () => …` beside it, which holds what is around it: it can run nowhere else. */
function namesInnerFunction(module: ParsedModule, node: TSESTree.Identifier): boolean {
  const around = namedFunction(module, node)?.node.range;
  if (around === undefined) return false;
  return module.nodes('VariableDeclarator').some(({ id, init, range }) => id.type === AST_NODE_TYPES.Identifier && id.name === node.name && init && isFunction(unwrap(init)) && around[0] <= range[0] && range[1] <= around[1]);
}

const SAYS = /^(?:\w+\.)*(?:console|log(?:ger)?|LOG(?:GER)?)\.\w+$|^(?:warn|log)\w*$/;

/** `if (!told.has(key)) { logger.warn(…); told.add(key); }`: only so that the log is not flooded. */
export function saysItOnce(module: ParsedModule, add: TSESTree.CallExpression): boolean {
  const statement = module.parent(add);
  const block = statement && module.parent(statement);
  const branch = block && module.parent(block);
  const container = add.callee.type === AST_NODE_TYPES.MemberExpression ? dottedName(add.callee.object) : undefined;
  if (statement?.type !== AST_NODE_TYPES.ExpressionStatement || block?.type !== AST_NODE_TYPES.BlockStatement || branch?.type !== AST_NODE_TYPES.IfStatement || container === undefined) return false;
  const others = block.body.filter((one) => one !== statement);
  return new RegExp(`!\\s*${literally(container)}\\.has\\(`).test(module.text.slice(...branch.test.range)) && others.length > 0
    && others.every((one) => one.type === AST_NODE_TYPES.ExpressionStatement && one.expression.type === AST_NODE_TYPES.CallExpression && SAYS.test(dottedName(one.expression.callee) ?? ''));
}

/** `new RateLimiter(name, options)` of a module of the team's own: where its counts lie is said there. */
export function limiterFrom(module: ParsedModule, bindings: ReadonlyMap<string, Binding>, value: TSESTree.Node | undefined): string | undefined {
  const made = value && (madeClass(module, value) ?? assigned(module, value));
  const name = made && dottedName(made.callee);
  const from = name !== undefined && /(?:Limiter|Throttler)$/.test(name) ? bindings.get(name.split('.')[0]!)?.specifier : undefined;
  return from?.startsWith('.') ? from : undefined;
}

/** `let limiter = limiters.get(key); if (limiter == null) { limiter = new RateLimiter(key); … }` */
function assigned(module: ParsedModule, value: TSESTree.Node): TSESTree.NewExpression | undefined {
  const around = value.type === AST_NODE_TYPES.Identifier ? namedFunction(module, value)?.node.range : undefined;
  const found = around && module.nodes('AssignmentExpression').find(({ left, range }) => left.type === AST_NODE_TYPES.Identifier && left.name === (value as TSESTree.Identifier).name && around[0] <= range[0] && range[1] <= around[1]);
  return found?.right.type === AST_NODE_TYPES.NewExpression ? found.right : undefined;
}
