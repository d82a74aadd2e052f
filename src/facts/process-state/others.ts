import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, ProcessState } from '../../model/index.ts';
import type { Binding } from '../../lib/bindings.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { isFunction } from '../../lib/scope.ts';
import { isFetched } from './asking.ts';
import { functionName, servesRequests } from './handlers.ts';

const CHANGING = /^(?:set|add|push|unshift|splice|delete|clear|pop|shift)$/;
/** What a program makes many of, though one may stand at the top of a module. */
const PLAIN = /^(?:Map|Set|WeakMap|WeakSet|Array|Object|Date|URL|RegExp|Promise|Error|Proxy|URLSearchParams|TextEncoder|TextDecoder|AbortController)$/;

const STARTS = /^(?:start|main|bootstrap|run|serve|boot)(?:Server|App|Application|Service)?$/;
const MAKES = /^(?:create|from|build|make|load|open|connect|init)(?:[A-Z]\w*)?$/;

/** In the function that starts the program, and in no loop of it: `async function main() { const tokens = new TokenStore(); … }`. */
function isMadeAtStart(module: ParsedModule, node: TSESTree.Node): boolean {
  for (let up = module.parent(node); up; up = module.parent(up)) {
    if (/^(?:For|While|DoWhile)/.test(up.type) || up.type === AST_NODE_TYPES.PropertyDefinition) return false;
    if (isFunction(up)) return up.type === AST_NODE_TYPES.FunctionDeclaration && STARTS.test(up.id?.name ?? '') && /^(?:Program|Export)/.test(module.parent(up)?.type ?? '');
  }
  return false;
}

/** Classes of which one is made while the module is loaded (`export const limiter = new Limiter()`), or that keep their one instance themselves (`static getInstance()`). */
export function singles(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): string[] {
  const found = new Set<string>();
  for (const node of module.nodes('NewExpression')) {
    if (node.callee.type !== AST_NODE_TYPES.Identifier || PLAIN.test(node.callee.name) || found.has(node.callee.name)) continue;
    const holder = module.parent(node);
    const kept = holder?.type === AST_NODE_TYPES.VariableDeclarator || holder?.type === AST_NODE_TYPES.ExportDefaultDeclaration || (holder?.type === AST_NODE_TYPES.AssignmentExpression && holder.right === node);
    // Said to a container, it is the one that everybody is given.
    const given = (holder?.type === AST_NODE_TYPES.CallExpression && holder.arguments[0] === node && /(?:^|\.)(?:toConstantValue|asValue)$/.test(methodCalled(holder))) || (holder?.type === AST_NODE_TYPES.Property && holder.value === node && keyOf(holder) === 'useValue');
    if (!given && (!kept || (within(module, node) && !isMadeAtStart(module, node)))) continue;
    const imported = bindings.get(node.callee.name);
    // `const server = require('./Server')`: the module is called after its class.
    found.add(imported !== undefined && /^\.{1,2}\//.test(imported.specifier) && (imported.imported === 'default' || imported.imported === '*') ? imported.specifier.replace(/\.[cm]?[jt]s$/, '').split('/').at(-1)! : node.callee.name);
  }
  // `const tokens = await TokenStore.fromFile(path)`
  for (const node of module.nodes('CallExpression')) {
    const [owner = '', method = '', ...more] = (dottedName(node.callee) ?? '').split('.');
    if (more.length === 0 && /^[A-Z]/.test(owner) && MAKES.test(method) && bindings.get(owner)?.specifier.startsWith('.') && isMadeAtStart(module, node)) found.add(owner);
  }
  for (const { id, body } of module.nodes('ClassDeclaration')) {
    if (id && body.body.some((member) => member.type === AST_NODE_TYPES.MethodDefinition && member.static && member.key.type === AST_NODE_TYPES.Identifier && /^(?:get|shared)?[iI]nstance$/.test(member.key.name))) found.add(id.name);
  }
  return [...found].sort();
}

/** `this.sessions = new SessionManager()` in the constructor of `Server`, or as its field: one of them for each server. */
export function parts(module: ParsedModule): NonNullable<ProcessState['parts']> {
  const found = new Map<string, { by: string; of: string }>();
  for (const node of module.nodes('NewExpression')) {
    if (node.callee.type !== AST_NODE_TYPES.Identifier || PLAIN.test(node.callee.name)) continue;
    const holder = module.parent(node);
    const isField = holder?.type === AST_NODE_TYPES.PropertyDefinition && holder.value === node;
    const isKept = holder?.type === AST_NODE_TYPES.AssignmentExpression && holder.right === node && dottedName(holder.left)?.startsWith('this.') === true;
    if (!isField && !isKept) continue;
    let up = module.parent(holder);
    // Nothing but the constructor lies between them: what a method makes, it may make many times.
    while (up && !isFunction(up) && up.type !== AST_NODE_TYPES.ClassBody) up = module.parent(up);
    if (up && isFunction(up)) {
      const method = module.parent(up);
      if (method?.type !== AST_NODE_TYPES.MethodDefinition || method.kind !== 'constructor') continue;
      up = module.parent(method);
    }
    const owner = up && module.parent(up);
    if (owner?.type === AST_NODE_TYPES.ClassDeclaration && owner.id) found.set(`${owner.id.name} ${node.callee.name}`, { by: owner.id.name, of: node.callee.name });
  }
  return [...found.values()];
}

/** `server.monitorList[id] = monitor`, where another module made the server: it was imported, handed in, or asked of its class. */
export function outside(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): NonNullable<ProcessState['outside']> {
  const found: NonNullable<ProcessState['outside']>[number][] = [];
  const asked = new Set(module.nodes('VariableDeclarator').flatMap(({ id, init }) => {
    const value = init && unwrap(init);
    return id.type === AST_NODE_TYPES.Identifier && value?.type === AST_NODE_TYPES.CallExpression && /\.(?:get|shared)?[iI]nstance$/.test(dottedName(value.callee) ?? '') ? [id.name] : [];
  }));
  const note = (container: TSESTree.Node, at: TSESTree.Node, how: string, key?: TSESTree.Node): void => {
    const parts = dottedName(container)?.split('.') ?? [];
    const imported = parts.length === 1 ? bindings.get(parts[0]!) : undefined;
    const from = imported && /^\.{0,2}\/|^[@~#]\//.test(imported.specifier) && imported.imported !== '*' ? imported.specifier : undefined;
    const others = from !== undefined || (parts[0] === 'this' ? parts.length > 2 : parts.length > 1 && (asked.has(parts[0]!) || bindings.has(parts[0]!)));
    if (!others || !within(module, at)) return;
    const text = key && module.text.slice(...key.range);
    const by = functionName(module, at);
    found.push({
      field: (from !== undefined && imported?.imported) || parts.at(-1)!, ...(from !== undefined && { from }), how, line: at.loc.start.line, column: at.loc.start.column + 1,
      ...(text !== undefined && text.length <= 80 && !text.includes('\n') && { key: text }),
      ...(by !== undefined && { by }), ...(servesRequests(module, at) && { inHandler: true }), ...(isFetched(module, at, parts.join('.')) && { fetched: true }),
    });
  };
  for (const { left } of module.nodes('AssignmentExpression')) if (left.type === AST_NODE_TYPES.MemberExpression && left.computed) note(left.object, left, 'assignment', left.property);
  for (const { operator, argument } of module.nodes('UnaryExpression')) if (operator === 'delete' && argument.type === AST_NODE_TYPES.MemberExpression && argument.computed) note(argument.object, argument, 'delete', argument.property);
  for (const call of module.nodes('CallExpression')) {
    const { callee } = call;
    if (callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier && CHANGING.test(callee.property.name) && (callee.object.type === AST_NODE_TYPES.MemberExpression || callee.object.type === AST_NODE_TYPES.Identifier)) note(callee.object, call, callee.property.name, call.arguments[0]);
  }
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** `container.bind(TYPES.Store).toConstantValue`, whatever it is called on. */
const methodCalled = ({ callee }: TSESTree.CallExpression): string => (callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : dottedName(callee) ?? '');

const within = (module: ParsedModule, node: TSESTree.Node): boolean => {
  for (let up = module.parent(node); up; up = module.parent(up)) if (isFunction(up) || up.type === AST_NODE_TYPES.PropertyDefinition) return true;
  return false;
};
