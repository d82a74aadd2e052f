import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { dottedName, keyOf } from '../../lib/tree.ts';

export interface OwnLogger { readonly name: string; readonly node: TSESTree.Node; readonly range: readonly [number, number] }

const LEVELS = new Set(['trace', 'debug', 'verbose', 'info', 'warn', 'warning', 'error', 'fatal', 'log', 'success', 'succeed']);
const AT_LEAST = 3;
const LOGGER_MODULE = /(?:^|\/)(?:log|logger|logging)\.[cm]?[jt]s$/;
/** `console.log(…)`, `console[level](…)`, `process.stdout.write(…)` */
const CONSOLE = /\bconsole[.[]|\bprocess\.std(?:out|err)\.write\(/;

/** Classes and objects of the team's own that have a method a level, and write them with console. */
export function ownLoggers(module: ParsedModule): readonly OwnLogger[] {
  if (!CONSOLE.test(module.text)) return [];
  const found: OwnLogger[] = [];
  const note = (node: TSESTree.Node, name: string | undefined, members: readonly (string | undefined)[]): void => {
    const levels = new Set(members.filter((member) => member !== undefined && LEVELS.has(member)));
    if (name !== undefined && levels.size >= AT_LEAST && CONSOLE.test(module.text.slice(...node.range))) found.push({ name, node, range: node.range });
  };
  /** What it is called by those who take it in. */
  const own = /([\w-]+)\.\w+$/.exec(module.path)?.[1] ?? module.path;
  for (const node of module.nodes('ClassDeclaration')) {
    note(node, node.id?.name, node.body.body.map((member) =>
      (member.type === AST_NODE_TYPES.MethodDefinition || member.type === AST_NODE_TYPES.PropertyDefinition) && member.key.type === AST_NODE_TYPES.Identifier ? member.key.name : undefined));
  }
  // `log.js`: a module of functions, one a level.
  if (LOGGER_MODULE.test(module.path)) {
    const levels = module.tree.body.flatMap((statement) => {
      const declared = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
      return declared?.type === AST_NODE_TYPES.FunctionDeclaration && declared.id ? [declared.id.name] : [];
    });
    note(module.tree, own, levels);
  }
  const object = (name: string, node: TSESTree.Node | null | undefined): void => {
    if (node?.type === AST_NODE_TYPES.ObjectExpression) note(node, name, node.properties.map((entry) => (entry.type === AST_NODE_TYPES.Property ? keyOf(entry) : undefined)));
  };
  for (const { id, init } of module.nodes('VariableDeclarator')) if (id.type === AST_NODE_TYPES.Identifier) object(id.name, init);
  // `module.exports = { log(…) { console.log(…) }, … }`
  for (const { left, right } of module.nodes('AssignmentExpression')) if (dottedName(left) === 'module.exports') object(own, right);
  for (const { declaration } of module.nodes('ExportDefaultDeclaration')) object(own, declaration);
  return found;
}
