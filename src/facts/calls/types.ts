import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ModuleCalls, ParsedModule, Reference } from '../../model/index.ts';
import { rowsOf } from '../../lib/clients/match.ts';
import type { Scope } from '../../lib/scope.ts';
import { keyOf } from '../../lib/tree.ts';

/** What a member holds that leads to a client further on, by its name or by that of its type. */
const LEADS = /db|database|prisma|knex|drizzle|mongo|redis|pool|conn(?:ection)?|client|repo(?:sitory)?|store|context|services?|api|queue|orm/i;

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
