import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { defineFileFact, type CacheCall, type CacheSite, type CacheSites, type ParsedModule } from '../../model/index.ts';
import { methodOf } from '../../lib/callee.ts';
import { literally } from '../../lib/literally.ts';
import { type Binding, importBindings } from '../../lib/bindings.ts';
import { topLevelConstants } from '../../lib/fold.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { functionName } from '../process-state/handlers.ts';
import { clientsOf, offeredBy } from './clients.ts';

const METHODS: Readonly<Record<string, CacheCall['does']>> = {
  get: 'read', mget: 'read', getBuffer: 'read', set: 'write', setex: 'write', setEx: 'write', psetex: 'write', pSetEx: 'write', setnx: 'write', del: 'delete', unlink: 'delete',
  flushall: 'flush', flushAll: 'flush', flushdb: 'flush', flushDb: 'flush', keys: 'scan', wrap: 'wrap',
};

/** Calls of a cache client that is made, injected or imported in the module; wrappers of the team's own are out of sight. */
export default defineFileFact('cacheSites', {
  version: 8,
  skips: ['test', 'browser'],
  mayApply: (text) => /redis|valkey|cache-manager|@vercel\/kv/i.test(text) && /\.(?:get|set\w*|pset\w*|pSetEx|m?get|del|flush\w+|keys|wrap)\s*(?:<[^>]*>)?\(|\bexport\b|\bexports\b/.test(text),
  extract(module): CacheSites | undefined {
    const bindings = importBindings(module);
    const clients = clientsOf(module, bindings);
    const constants = topLevelConstants(module.tree);
    const calls: CacheSite[] = [];
    for (const call of module.nodes('CallExpression')) {
      const method = methodOf(call.callee);
      const does = method === undefined || !Object.hasOwn(METHODS, method) ? undefined : METHODS[method];
      if (does === undefined || call.callee.type !== AST_NODE_TYPES.MemberExpression) continue;
      const receiver = dottedName(call.callee.object);
      const of = receiver === undefined ? undefined : clientOr(receiver, clients, bindings);
      if (of === undefined || (does === 'scan' && call.arguments.length !== 1) || ((does === 'scan' || does === 'flush') && isForTests(module, call))) continue;
      const fn = functionName(module, call);
      const key = call.arguments[0] && keyTemplate(module, call.arguments[0], constants);
      const expires = does === 'write' ? expiryOf(call, method!, of.library ?? '', module) : undefined;
      calls.push({ ...of, does, method: method!, ...(fn !== undefined && { fn }), line: call.loc.start.line, column: call.loc.start.column + 1, ...key, ...(expires !== undefined && { expires }) });
    }
    const offered = offeredBy(module, clients);
    if (calls.length === 0 && Object.keys(offered).length === 0) return undefined;
    return { clients: offered, calls: calls.sort((a, b) => a.line - b.line || a.column - b.column) };
  },
});

/** `// Used for testing`, above the function that the call stands in, or its own name: `clearForTest`. */
function isForTests(module: ParsedModule, call: TSESTree.Node): boolean {
  let node: TSESTree.Node | undefined = call;
  while (node && node.type !== AST_NODE_TYPES.FunctionDeclaration && node.type !== AST_NODE_TYPES.FunctionExpression && node.type !== AST_NODE_TYPES.ArrowFunctionExpression) node = module.parent(node);
  const above = node ? module.text.split('\n', node.loc.start.line - 1).at(-1) ?? '' : '';
  const holder = node && module.parent(node);
  const id = node?.type === AST_NODE_TYPES.FunctionDeclaration ? node.id : holder?.type === AST_NODE_TYPES.VariableDeclarator ? holder.id : holder?.type === AST_NODE_TYPES.MethodDefinition || holder?.type === AST_NODE_TYPES.Property ? holder.key : undefined;
  return /^\s*(?:\/\/|\/?\*).{0,200}\bfor (?:unit |integration )?test(?:s|ing)?\b/i.test(above) || (id?.type === AST_NODE_TYPES.Identifier && /(?:For|In|During)_?Tests?(?:ing)?$/.test(id.name));
}

/** What is called: a client that is known here, or a plain imported name, which may be one that another module makes. */
function clientOr(receiver: string, clients: ReadonlyMap<string, string>, bindings: ReadonlyMap<string, Binding>): Pick<CacheSite, 'library' | 'from'> | undefined {
  const library = clients.get(receiver);
  if (library !== undefined) return { library };
  const [root, member, ...rest] = receiver.split('.');
  const binding = bindings.get(root!);
  if (binding === undefined || rest.length > 0 || (member !== undefined) !== (binding.imported === '*')) return undefined;
  return { from: { specifier: binding.specifier, name: member ?? binding.imported } };
}

function keyTemplate(module: ParsedModule, argument: TSESTree.Node, constants: ReadonlyMap<string, TSESTree.Node>): { key?: string; unstable?: CacheCall['unstable'] } {
  let node = unwrap(argument);
  if (node.type === AST_NODE_TYPES.Identifier) node = constants.get(node.name) ?? localConstant(module, node.name) ?? node;
  const text = module.text.slice(node.range[0], node.range[1]);
  const unstable = /JSON\.stringify\((?:\s*(?:req|request|ctx)\.)/.test(text) ? { unstable: 'object' as const } : /Date\.now\(\)|Math\.random\(|new Date\(\)/.test(text) ? { unstable: 'time' as const } : {};
  if (node.type === AST_NODE_TYPES.Literal && typeof node.value === 'string') return { key: node.value };
  if (node.type !== AST_NODE_TYPES.TemplateLiteral) return unstable;
  let key = node.quasis[0]?.value.cooked ?? '';
  for (const [index, part] of node.expressions.entries()) {
    const held = part.type === AST_NODE_TYPES.Identifier ? constants.get(part.name) : undefined;
    const fixed = held?.type === AST_NODE_TYPES.Literal ? String(held.value) : undefined;
    key += (fixed ?? `{${module.text.slice(part.range[0], part.range[1]).replace(/\s+/g, ' ').slice(0, 60)}}`) + (node.quasis[index + 1]?.value.cooked ?? '');
  }
  return { key: key.slice(0, 300), ...unstable };
}

/** The only `const` of that name in the module. */
function localConstant(module: ParsedModule, name: string): TSESTree.Node | undefined {
  const all = module.nodes('VariableDeclarator').filter(({ id }) => id.type === AST_NODE_TYPES.Identifier && id.name === name);
  return all.length === 1 && all[0]!.init ? unwrap(all[0]!.init) : undefined;
}

/** Whether an entry goes away by itself; undefined: options from elsewhere, or a default of the client's. */
function expiryOf(call: TSESTree.CallExpression, method: string, library: string, module: ParsedModule): boolean | undefined {
  if (/^p?setex$/i.test(method)) return true;
  const rest = call.arguments.slice(2);
  // Written only where nothing is: a mark that something has happened, and no copy.
  if (method === 'setnx' || rest.some(({ range }) => /^['"]nx['"]$|\bnx:\s*true\b/i.test(module.text.slice(...range)))) return undefined;
  // cache-manager has a time to live of its own, set where it is made.
  if (/cache-manager/.test(library)) return rest.length > 0 ? true : undefined;
  const key = call.arguments[0] && dottedName(call.arguments[0]);
  if (key !== undefined && new RegExp(`\\.p?expire(?:at)?\\(\\s*${literally(key)}\\b`, 'i').test(module.text)) return true;
  // A literal is a flag or the start of a count, and no copy, too.
  if (rest.length === 0) return call.arguments[1]?.type === AST_NODE_TYPES.Literal || /\.p?expire(?:at)?\(/i.test(module.text) ? undefined : false;
  for (const argument of rest) {
    if (argument.type === AST_NODE_TYPES.Literal && typeof argument.value === 'string' && /^(?:EX|PX|EXAT|PXAT|KEEPTTL)$/i.test(argument.value)) return true;
    if (argument.type === AST_NODE_TYPES.ObjectExpression) return argument.properties.some((entry) => entry.type === AST_NODE_TYPES.SpreadElement || /^(?:ex|px|exat|pxat|ttl|keepttl|expiration)$/i.test(keyOf(entry) ?? '')) ? true : false;
    if (argument.type !== AST_NODE_TYPES.Literal) return undefined;
  }
  return false;
}
