import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ModuleCalls, ParsedModule, Reference } from '../../model/index.ts';
import { rowsOf } from '../../lib/clients/match.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';

/** What a member holds that leads to a client further on, by its name or by that of its type. */
const LEADS = /db|database|prisma|knex|drizzle|mongo|redis|pool|conn(?:ection)?|client|repo(?:sitory)?|store|context|services?|api|queue|orm|mail|notif|sender|publish|gateway|provider|manager|sdk|http/i;

/** `interface Context { db: PrismaClient; users(): Collection }`: members whose types are clients of packages that are known, or lead to one. */
export function typesOf(module: ParsedModule, scope: Scope): NonNullable<ModuleCalls['types']> {
  const found: Record<string, Record<string, Reference>> = {};
  const put = (name: string, members: readonly TSESTree.TypeElement[]): void => {
    const own: Record<string, Reference> = {};
    for (const member of members) {
      if ((member.type !== T.TSPropertySignature && member.type !== T.TSMethodSignature) || member.computed) continue;
      const key = keyOf(member);
      const held = member.type === T.TSMethodSignature ? member.returnType?.typeAnnotation : member.typeAnnotation?.typeAnnotation;
      const given = held?.type === T.TSFunctionType ? held.returnType?.typeAnnotation : undefined;
      const ref = scope.typeReference(given ?? held);
      if (key === undefined || ref?.from === undefined || (rowsOf(ref.from).length === 0 && !(LEADS.test(key) || LEADS.test(ref.name)))) continue;
      own[member.type === T.TSMethodSignature || given ? `${key}()` : key] = ref;
    }
    if (Object.keys(own).length > 0) found[name] = own;
  };
  for (const { id, body } of module.nodes('TSInterfaceDeclaration')) put(id.name, body.body);
  for (const { id, typeAnnotation: type } of module.nodes('TSTypeAliasDeclaration')) if (type.type === T.TSTypeLiteral) put(id.name, type.members);
  return found;
}

/** What objects hold under names of their own: `export const users = { findById, list }`, and what a function gives back: `return { findById, list }`. */
export function objectsOf(module: ParsedModule, scope: Scope): NonNullable<ModuleCalls['types']> {
  const found: Record<string, Record<string, Reference>> = {};
  for (const object of module.nodes('ObjectExpression')) {
    const held = object.properties.flatMap((part): readonly (readonly [string, Reference])[] => {
      const key = part.type === T.Property && part.value.type === T.Identifier && !part.computed ? keyOf(part) : undefined;
      const ref = key === undefined ? undefined : leadsTo((part as TSESTree.Property).value as TSESTree.Identifier, scope);
      return ref ? [[key!, ref]] : [];
    });
    const name = held.length > 0 ? nameOf(object, module, scope) : undefined;
    if (name !== undefined) found[name] ??= Object.fromEntries(held);
  }
  return found;
}

/** A function by its name, however deep it stands, what is made there, or what is imported. */
function leadsTo(value: TSESTree.Identifier, scope: Scope): Reference | undefined {
  const declared = scope.lookup(value.name, value);
  if (!declared) {
    const binding = scope.imports.get(value.name);
    return binding && /^[./@#]/.test(binding.specifier) ? { from: binding.specifier, name: binding.imported, path: [] } : undefined;
  }
  const made = declared.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
  return declared.kind === 'function' || (made && (isFunction(made) || made.type === T.NewExpression)) ? { name: value.name, path: [] } : undefined;
}

/** The name of the constant that an object is, `default`, or the function that gives it back, as it is called: `createUsers()`. */
function nameOf(object: TSESTree.ObjectExpression, module: ParsedModule, scope: Scope): string | undefined {
  const up = module.parent(object);
  const parent = up?.type === T.TSAsExpression || up?.type === T.TSSatisfiesExpression ? module.parent(up) : up;
  if (parent?.type === T.ExportDefaultDeclaration) return 'default';
  const around = scope.functionOf(object);
  if (parent?.type === T.VariableDeclarator) return around.type === T.Program && parent.id.type === T.Identifier ? parent.id.name : undefined;
  if (!isFunction(around) || !((parent?.type === T.ReturnStatement && module.parent(parent) === around.body) || parent === around)) return undefined;
  const holder = module.parent(around);
  const named = around.type === T.FunctionDeclaration ? around.id?.name : holder?.type === T.VariableDeclarator && holder.id.type === T.Identifier ? holder.id.name : holder?.type === T.ExportDefaultDeclaration ? 'default' : holder?.type === T.AssignmentExpression && holder.right === around ? dottedName(holder.left) : undefined;
  return named && `${named}()`;
}
