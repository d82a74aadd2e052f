import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import type { Scope } from '../../lib/scope.ts';

/** Class, `Class.method` or `Class.constructor` that a decorator stands on. */
export function decorated(decorator: TSESTree.Decorator, module: ParsedModule, scope: Scope): string {
  const target = module.parent(decorator);
  if (!target) return '';
  if (target.type === T.ClassDeclaration) return target.id?.name ?? '';
  const owner = scope.classOf(target)?.id?.name ?? '';
  if ((target.type === T.MethodDefinition || target.type === T.PropertyDefinition) && target.key.type === T.Identifier) return `${owner}.${target.key.name}`;
  if (target.type === T.TSParameterProperty && target.parameter.type === T.Identifier) return `${owner}.${target.parameter.name}`;
  return owner;
}
