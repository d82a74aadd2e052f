import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';
import { dottedName, keyOf } from '../../lib/tree.ts';

const DEEPEST = 8;

/**
 * A function below objects and lists at the top of a module goes by its place there: `resolvers.Query.users`, `routes[0].handler`,
 * `exports.register` for the one function of a list; one in what a function gives back by that: `createMailer().welcome`.
 */
export function placeOf(fn: TSESTree.Node, module: ParsedModule, nameOf: (around: FunctionNode) => string | undefined): string | undefined {
  let path = '';
  let child = fn;
  for (let next = module.parent(fn); next && path.length < 120; child = next, next = module.parent(next)) {
    switch (next.type) {
      case T.Property: path = `.${keyOf(next) ?? '?'}${path}`; break;
      case T.ArrayExpression: path = `${next.elements.filter((one) => one && one.type === child.type).length > 1 ? `[${next.elements.indexOf(child as TSESTree.Expression)}]` : ''}${path}`; break;
      case T.ObjectExpression: case T.TSAsExpression: case T.TSSatisfiesExpression: break;
      case T.ArrowFunctionExpression: return next.body === child && path !== '' ? given(nameOf(next), path) : undefined;
      case T.ReturnStatement: {
        const around = module.parent(next)?.type === T.BlockStatement ? module.parent(module.parent(next)!) : undefined;
        return around && isFunction(around) && path !== '' ? given(nameOf(around), path) : undefined;
      }
      case T.ExportDefaultDeclaration: return named('default', path);
      // `createRouter({ orders: procedure.mutation(async () => …) })`; what is handed to a call alone is a callback.
      case T.CallExpression:
        if (next.callee === child || (path === '' && !handed(next, module))) return undefined;
        break;
      case T.VariableDeclarator: {
        if (next.id.type !== T.Identifier) return undefined;
        const giver = givenBackBy(next.id.name, next, module);
        return giver ? given(nameOf(giver), path) : isOfModule(next, module) ? named(next.id.name, path) : undefined;
      }
      case T.AssignmentExpression: return isOfModule(next, module) && next.right === child ? named(dottedName(next.left), path) : undefined;
      default: return undefined;
    }
  }
  return undefined;
}

const handed = (call: TSESTree.CallExpression, module: ParsedModule): boolean => {
  const up = module.parent(call);
  return dottedName(call.callee) === 'Object.freeze' || up?.type === T.Property || up?.type === T.ArrayExpression;
};

const named = (root: string | undefined, path: string): string | undefined => (root === undefined || path.split('.').length > DEEPEST ? undefined : `${root}${path}`);

const given = (by: string | undefined, path: string): string | undefined => (by === undefined || by === '' ? undefined : named(`${by}()`, path));

/** The function whose body ends with `return api;`. */
function givenBackBy(name: string, declared: TSESTree.Node, module: ParsedModule): FunctionNode | undefined {
  const body = module.parent(module.parent(declared)!);
  const around = body?.type === T.BlockStatement ? module.parent(body) : undefined;
  const last = body?.type === T.BlockStatement ? body.body.at(-1) : undefined;
  return around && isFunction(around) && last?.type === T.ReturnStatement && last.argument?.type === T.Identifier && last.argument.name === name ? around : undefined;
}

function isOfModule(node: TSESTree.Node, module: ParsedModule): boolean {
  for (let next = module.parent(node); next; next = module.parent(next)) if (isFunction(next)) return false;
  return true;
}
