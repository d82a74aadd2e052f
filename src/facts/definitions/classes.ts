import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ClassDefinition, Expression, MethodDefinition, ParsedModule } from '../../model/index.ts';
import { dottedName } from '../../lib/tree.ts';
import type { FunctionTable } from './functions.ts';
import { typeName } from './parameters.ts';
import { LETS_PASS, SAYING } from '../../lib/validators.ts';

const nameOf = (node: TSESTree.Node): string | undefined =>
  node.type === AST_NODE_TYPES.Identifier || node.type === AST_NODE_TYPES.PrivateIdentifier ? node.name : node.type === AST_NODE_TYPES.Literal ? String(node.value) : undefined;

export function classesOf(module: ParsedModule, table: FunctionTable): ClassDefinition[] {
  return [...module.nodes('ClassDeclaration'), ...module.nodes('ClassExpression')].map((node) => classOf(node, table));
}

function isOfAnyShape(type: TSESTree.TypeNode | undefined): boolean {
  if (type?.type === AST_NODE_TYPES.TSArrayType) return isOfAnyShape(type.elementType);
  return type?.type === AST_NODE_TYPES.TSAnyKeyword || type?.type === AST_NODE_TYPES.TSUnknownKeyword || type?.type === AST_NODE_TYPES.TSObjectKeyword || (type?.type === AST_NODE_TYPES.TSTypeReference && /^(?:JSON|Object|Record)$/.test(typeName(type) ?? ''));
}

const ADDRESS = /(?:path|prefix|base|route|url|endpoint)$/i;

function classOf(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression, table: FunctionTable): ClassDefinition {
  const name = node.id?.name ?? table.nameFor(node) ?? '';
  const decorators = (list: readonly TSESTree.Decorator[] | undefined): Expression[] => (list ?? []).map(({ expression }) => table.reduce(expression));
  const methods: MethodDefinition[] = [];
  const fields: Record<string, string> = {};
  const fieldDecorators = new Set<string>();
  let openField: ClassDefinition['openField'];
  const statics: Record<string, Expression> = {};
  for (const member of node.body.body) {
    const key = 'key' in member ? nameOf(member.key) : undefined;
    if (member.type === AST_NODE_TYPES.MethodDefinition && key !== undefined) {
      const own = decorators(member.decorators);
      if (member.value.type === AST_NODE_TYPES.FunctionExpression) methods.push({ name: key, line: member.key.loc.start.line, fn: table.indexOf(member.value, `${name}.${key}`), decorators: own });
      if (key !== 'constructor') continue;
      for (const param of member.value.params) {
        if (param.type !== AST_NODE_TYPES.TSParameterProperty) continue;
        const inner = param.parameter.type === AST_NODE_TYPES.AssignmentPattern ? param.parameter.left : param.parameter;
        const type = inner.type === AST_NODE_TYPES.Identifier && inner.typeAnnotation ? typeName(inner.typeAnnotation.typeAnnotation) : undefined;
        if (inner.type === AST_NODE_TYPES.Identifier && type) fields[inner.name] = type;
      }
    } else if (member.type === AST_NODE_TYPES.PropertyDefinition && key !== undefined) {
      const said = (member.decorators ?? []).flatMap(({ expression }) => dottedName(expression.type === AST_NODE_TYPES.CallExpression ? expression.callee : expression) ?? []);
      for (const one of said) fieldDecorators.add(one);
      if (said.some((one) => LETS_PASS.test(one)) && said.every((one) => LETS_PASS.test(one) || SAYING.test(one)) && isOfAnyShape(member.typeAnnotation?.typeAnnotation)) openField ??= { name: key, line: member.key.loc.start.line };
      const type = member.typeAnnotation ? typeName(member.typeAnnotation.typeAnnotation) : undefined;
      if (type) fields[key] = type;
      if (member.static && member.value) statics[key] = table.reduce(member.value);
      else if (member.value && (member.value.type === AST_NODE_TYPES.ArrowFunctionExpression || member.value.type === AST_NODE_TYPES.FunctionExpression)) {
        methods.push({ name: key, line: member.key.loc.start.line, fn: table.indexOf(member.value, `${name}.${key}`), decorators: decorators(member.decorators) });
      } else if (member.value?.type === AST_NODE_TYPES.CallExpression || member.value?.type === AST_NODE_TYPES.NewExpression) statics[key] = table.reduce(member.value);
      // `public path = '/orders'`, which the routes of the class begin with.
      else if (member.value?.type === AST_NODE_TYPES.Literal && typeof member.value.value === 'string' && ADDRESS.test(key)) statics[key] = table.reduce(member.value);
    }
  }
  const base = node.superClass ?? undefined;
  const baseName = base && dottedName(base);
  const kept = node.implements.flatMap(({ expression }) => dottedName(expression) ?? []);
  return {
    name, line: node.loc.start.line,
    ...(baseName !== undefined && { extends: baseName }),
    ...(kept.length > 0 && { implements: kept }),
    ...(base && baseName === undefined && { extendsCall: table.reduce(base) }),
    decorators: decorators(node.decorators), methods, fields, fieldDecorators: [...fieldDecorators].sort(), ...(openField && { openField }), statics,
  };
}
