import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, SecretSite } from '../../model/index.ts';
import { lastName } from '../../lib/callee.ts';
import { isSecretName, looksRandom } from '../../lib/secret-shape.ts';
import { keyOf, property } from '../../lib/tree.ts';
import { isExample } from './examples.ts';
import { site } from './site.ts';

/** `{ appId, apiKey, indexName }`: the key that a page gives to whoever searches it. */
function isSearchKey(module: ParsedModule, node: TSESTree.Node): boolean {
  const entry = module.parent(node);
  const object = entry && module.parent(entry);
  return entry?.type === AST_NODE_TYPES.Property && /^(?:api|search)_?key$/i.test(keyOf(entry) ?? '') && object?.type === AST_NODE_TYPES.ObjectExpression && ['appId', 'indexName'].every((key) => property(object, key) !== undefined);
}

/** `MQTT_PASSWORD_KEY: 'MQTT_PASSWORD'`: under which name the setting is kept. */
const isOwnName = (name: string, value: string): boolean => /^[A-Z\d_]+$/.test(value) && name.includes(value);

/** `const sessionSecret = () => { … return 'a8F2…'; }` */
function functionName(module: ParsedModule, node: TSESTree.Node): string | undefined {
  let up = module.parent(node);
  while (up && up.type !== AST_NODE_TYPES.FunctionDeclaration && up.type !== AST_NODE_TYPES.ArrowFunctionExpression && up.type !== AST_NODE_TYPES.FunctionExpression) up = module.parent(up);
  const holder = up && module.parent(up);
  return up?.type === AST_NODE_TYPES.FunctionDeclaration ? up.id?.name : holder?.type === AST_NODE_TYPES.VariableDeclarator && holder.id.type === AST_NODE_TYPES.Identifier ? holder.id.name : undefined;
}

/** A row that fills a table keeps a password as its digest: `password: '8c6976e5…'`. */
const FILLS = /(?:^|[/._-])(?:migrations?|seeds?|seeders?|fixtures?)(?=[/._-])/i;
const DIGEST = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/;

/** Random text under a name that says what it is. */
export function* telling(module: ParsedModule): Generator<SecretSite> {
  for (const node of module.nodes('Literal')) {
    if (typeof node.value !== 'string' || !looksRandom(node.value)) continue;
    const parent = module.parent(node);
    const name = parent?.type === AST_NODE_TYPES.VariableDeclarator && parent.id.type === AST_NODE_TYPES.Identifier ? parent.id.name
      : parent?.type === AST_NODE_TYPES.Property && parent.value === node ? keyOf(parent)
      : parent?.type === AST_NODE_TYPES.AssignmentExpression && parent.right === node ? lastName(parent.left)
      : parent?.type === AST_NODE_TYPES.PropertyDefinition && parent.key.type === AST_NODE_TYPES.Identifier ? parent.key.name
      : parent?.type === AST_NODE_TYPES.ReturnStatement ? functionName(module, parent) : undefined;
    if (name && isSecretName(name) && !(name === 'password' && FILLS.test(module.path) && DIGEST.test(node.value)) && !isOwnName(name, node.value) && !isExample(module, node) && !isSearchKey(module, node)) yield site(node, 'named', 'named-literal', name, 'medium');
  }
}
