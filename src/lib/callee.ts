import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { packageOf, requiredSpecifier, type Binding } from './bindings.ts';
import { dottedName } from './tree.ts';

/** What a call or `new` leads to when its name was imported. */
export interface ImportedCallee {
  readonly specifier: string;
  /** Undefined for a local specifier. */
  readonly package: string | undefined;
  /** `createLogger`, `transports.File`; `default` where the default export or the module itself is called. */
  readonly member: string;
}

/** Looks a callee up among the module's imports: `winston.createLogger(…)` → winston, `createLogger`; `require('multer')(…)` → multer, `default`. */
export function importedCallee(callee: TSESTree.Node, bindings: ReadonlyMap<string, Binding>): ImportedCallee | undefined {
  const required = requiredSpecifier(callee);
  if (required !== undefined) return { specifier: required, package: packageOf(required.replace(/^node:/, '')), member: 'default' };
  const name = dottedName(callee);
  const dot = name?.indexOf('.') ?? -1;
  const binding = name === undefined ? undefined : bindings.get(dot < 0 ? name : name.slice(0, dot));
  if (!binding) return undefined;
  const rest = dot < 0 ? [] : name!.slice(dot + 1).split('.');
  const whole = binding.imported === '*' || binding.imported === 'default';
  const members = whole ? rest : [binding.imported, ...rest];
  return { specifier: binding.specifier, package: packageOf(binding.specifier.replace(/^node:/, '')), member: members.join('.') || 'default' };
}

/** The last name of `a.b.c`: `c`. */
export const lastName = (node: TSESTree.Node): string | undefined => dottedName(node)?.split('.').at(-1);

/** The receiver of `a.b.c(…)`: `a.b`; undefined for a plain call. */
export function receiverOf(callee: TSESTree.Node): string | undefined {
  const names = dottedName(callee)?.split('.');
  return names && names.length > 1 ? names.slice(0, -1).join('.') : undefined;
}

/** The method of `….name(…)`, whatever stands before it. */
export const methodOf = (callee: TSESTree.Node): string | undefined =>
  callee.type === AST_NODE_TYPES.MemberExpression && !callee.computed && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : undefined;
