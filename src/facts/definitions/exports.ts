import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ExportTarget, ParsedModule } from '../../model/index.ts';
import { requiredSpecifier } from '../../lib/bindings.ts';
import { bodyOf } from '../../lib/module-body.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import type { FunctionTable } from './functions.ts';

const textOf = (node: TSESTree.Identifier | TSESTree.StringLiteral): string => (node.type === AST_NODE_TYPES.Identifier ? node.name : node.value);

/** Exported name → what it leads to; `module.exports` counts as the default export and, of an object, as its members. */
export function exportsOf({ tree }: ParsedModule, table: FunctionTable): { exports: Record<string, ExportTarget>; stars: string[] } {
  const exports: Record<string, ExportTarget> = {};
  const stars: string[] = [];
  const add = (name: string, target: ExportTarget): void => { if (name !== '__proto__') exports[name] = target; };
  const value = (name: string, node: TSESTree.Node): void => {
    const plain = unwrap(node);
    if (plain.type === AST_NODE_TYPES.Identifier) add(name, { local: plain.name });
    else if ((plain.type === AST_NODE_TYPES.FunctionDeclaration || plain.type === AST_NODE_TYPES.ClassDeclaration) && plain.id) {
      if (plain.type === AST_NODE_TYPES.FunctionDeclaration) table.addValue(plain.id.name, plain);
      add(name, { local: plain.id.name });
    }
    else {
      // What has no name of its own gets the export's.
      const local = `export ${name}`;
      table.addValue(local, plain);
      add(name, { local });
    }
  };
  // Names of what the module hands out: `const orders = module.exports`, and `orders.list = …` further down.
  const handed = new Set(['exports', 'module.exports']);
  for (const statement of bodyOf(tree).body) {
    switch (statement.type) {
      case AST_NODE_TYPES.ExportNamedDeclaration:
        if (statement.exportKind === 'type') break;
        for (const part of statement.specifiers) {
          const local = textOf(part.local);
          add(textOf(part.exported), statement.source ? { from: statement.source.value, name: local } : { local });
        }
        if (statement.declaration?.type === AST_NODE_TYPES.VariableDeclaration) {
          for (const { id } of statement.declaration.declarations) {
            if (id.type === AST_NODE_TYPES.Identifier) add(id.name, { local: id.name });
            if (id.type === AST_NODE_TYPES.ObjectPattern) for (const part of id.properties) if (part.type === AST_NODE_TYPES.Property && part.value.type === AST_NODE_TYPES.Identifier) add(part.value.name, { local: part.value.name });
          }
        } else if ((statement.declaration?.type === AST_NODE_TYPES.FunctionDeclaration || statement.declaration?.type === AST_NODE_TYPES.ClassDeclaration) && statement.declaration.id) {
          add(statement.declaration.id.name, { local: statement.declaration.id.name });
        } else if (statement.declaration?.type === AST_NODE_TYPES.TSModuleDeclaration && statement.declaration.id.type === AST_NODE_TYPES.Identifier) {
          add(statement.declaration.id.name, { local: statement.declaration.id.name });
        }
        break;
      case AST_NODE_TYPES.ExportAllDeclaration:
        if (statement.exportKind === 'type') break;
        if (statement.exported) add(textOf(statement.exported), { from: statement.source.value, name: '*' });
        else stars.push(statement.source.value);
        break;
      case AST_NODE_TYPES.ExportDefaultDeclaration:
        value('default', statement.declaration);
        break;
      case AST_NODE_TYPES.TSExportAssignment:
        value('default', statement.expression);
        break;
      case AST_NODE_TYPES.VariableDeclaration:
        for (const { id, init } of statement.declarations) if (id.type === AST_NODE_TYPES.Identifier && init && isExports(init)) handed.add(id.name);
        break;
      case AST_NODE_TYPES.ExpressionStatement: {
        if (statement.expression.type !== AST_NODE_TYPES.AssignmentExpression) break;
        const { left, right } = statement.expression;
        const target = dottedName(left);
        if (target === 'module.exports' || target === 'exports') {
          const plain = unwrap(right);
          const whole = requiredSpecifier(plain);
          if (whole !== undefined) {
            // `module.exports = require('./routes')`: the one stands for the other.
            stars.push(whole);
            add('default', { from: whole, name: 'default' });
            break;
          }
          value('default', right);
          if (plain.type === AST_NODE_TYPES.ObjectExpression) {
            for (const entry of plain.properties) {
              const key = entry.type === AST_NODE_TYPES.Property ? keyOf(entry) : undefined;
              // `{ default: { index: '/' }, … }`: whoever requires the module has all of it.
              if (key !== undefined && key !== 'default' && entry.type === AST_NODE_TYPES.Property) value(key, entry.value);
            }
          }
          break;
        }
        const [, holder = '', member] = /^(.+)\.(\w+)$/.exec(target ?? '') ?? [];
        if (member !== undefined && handed.has(holder)) value(member, right);
        break;
      }
      default:
    }
  }
  return { exports, stars };
}

/** `module.exports`, and `module.exports = {}` on the way. */
const isExports = (node: TSESTree.Node): boolean => {
  const plain = unwrap(node);
  return /^(?:module\.)?exports$/.test(dottedName(plain.type === AST_NODE_TYPES.AssignmentExpression ? plain.left : plain) ?? '');
};
