import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, SecretSite } from '../../model/index.ts';
import { lastName, methodOf, receiverOf } from '../../lib/callee.ts';
import { guardsOwnSystem, isLocalPassword, isPlaceholder, isSecretName, looksRandom, namesAKey } from '../../lib/secret-shape.ts';
import { dottedName, keyOf, plainString, property, unwrap } from '../../lib/tree.ts';
import { site } from './site.ts';

/** What everybody chooses for a database of their own machine, which a server of production has not. */
const OF_A_DATABASE = /(?:postgres|pg|mysql|mariadb|mongo|redis|db|database)\w*(?:password|pwd)$/i;

/** A text in place of a value says that there is none. */
const SAYS_ABSENT = /\b(?:not|no|missing|must|require[sd]?|undefined|unset|please|provide|absent|empty|unknown|error)\b(?! use)/i;

/** `process.env.JWT_SECRET || 'dev'`, `get('JWT_SECRET', 'dev')`, `JWT_SECRET: z.string().default('dev')`, `JWT_SECRET: str({ default: 'dev' })`, `{ JWT_SECRET = 'dev' }`, `env.get('JWT_SECRET').default('dev')`. */
export function* fallbacks(module: ParsedModule): Generator<SecretSite> {
  // What builds a store of secrets puts a value in there that somebody replaces.
  const builds = module.imports.some(({ specifier }) => /^(?:@pulumi\/|aws-cdk-lib|@aws-cdk\/|@?cdktf(?:\/|$)|sst$)/.test(specifier));
  const judge = (name: string | undefined, node: TSESTree.Node | undefined): SecretSite | undefined => {
    const plain = node && unwrap(node);
    const value = plainString(plain) ?? '';
    if (!name || !isSecretName(name) || value === '' || /^(?:test(?:[-_ ]?(?:secret|key|token|value|only))?|none|unset|missing|undefined|null|string|number|bool(?:ean)?|json|\s+)$/i.test(value) || (/\s/.test(value.trim()) && (!guardsOwnSystem(name) || SAYS_ABSENT.test(value)))) return undefined;
    if (looksRandom(value)) return site(plain!, 'fallback', 'fallback', name, 'high');
    // A key of somebody else's that is a mere word opens nothing; a password or an access key of a developer's own database or store little.
    // It only says which key is meant, and says no more than that.
    if (namesAKey(name, value)) return undefined;
    if (!guardsOwnSystem(name) || isPlaceholder(value) && !/change/i.test(value)) return undefined;
    if (OF_A_DATABASE.test(name) && isLocalPassword(value)) return undefined;
    return site(plain!, 'fallback', 'fallback', name, /password|pwd|access_?key|minio|client_?secret/i.test(name) || (builds && isPlaceholder(value)) ? 'low' : 'high');
  };
  for (const node of module.nodes('LogicalExpression')) {
    if (node.operator === '&&') continue;
    const hit = judge(configuredName(node.left), node.right);
    if (hit) yield hit;
  }
  for (const node of module.nodes('ConditionalExpression')) {
    const hit = judge(configuredName(node.test), node.alternate);
    if (hit) yield hit;
  }
  for (const node of module.nodes('CallExpression')) {
    const method = methodOf(node.callee) ?? lastName(node.callee);
    if (method === 'default' && node.callee.type === AST_NODE_TYPES.MemberExpression) {
      const holder = enclosingProperty(module, node);
      const hit = holder && /^[A-Z][A-Z\d_]*$/.test(holder) ? judge(holder, node.arguments[0]) : undefined;
      const built = hit ?? judge(builtFor(node), node.arguments[0]);
      if (built) yield built;
    } else if (method && /^(?:optional|orElse|withDefault|fallback|or)$/.test(method) && node.arguments.length === 1) {
      const hit = judge(builtFor(node), node.arguments[0]);
      if (hit) yield hit;
    } else if (method === 'str' && node.arguments.length === 1) {
      const holder = enclosingProperty(module, node);
      const [said] = node.arguments;
      const hit = holder && /^[A-Z][A-Z\d_]*$/.test(holder) && said?.type === AST_NODE_TYPES.ObjectExpression ? judge(holder, property(said, 'default')) : undefined;
      if (hit) yield hit;
    } else if (method && /^(?:get|env|getEnv|getenv|str|string|optional|requireEnv|getOptional)$/.test(method) && node.arguments.length >= 2) {
      const [first, second, ...further] = node.arguments;
      // `get('SESSION_SECRET', 'dev', requiredInProduction)`: it does not start with that default where it counts.
      if (further.some(({ range }) => /prod|required/i.test(module.text.slice(range[0], range[0] + 200)))) continue;
      const name = first?.type === AST_NODE_TYPES.Literal && typeof first.value === 'string' && /^[A-Za-z][\w.]*$/.test(first.value) && (/^[A-Z][A-Z\d_]+$/.test(first.value) || /config|env/i.test(receiverOf(node.callee) ?? '')) ? first.value : undefined;
      const hit = judge(name, second);
      if (hit) yield hit;
    }
  }
  // A schema of settings says which variable it takes: `{ format: String, env: 'JWT_SECRET', default: 'dev' }`.
  for (const node of module.nodes('ObjectExpression')) {
    const variable = property(node, 'env');
    const hit = variable?.type === AST_NODE_TYPES.Literal && typeof variable.value === 'string' ? judge(variable.value, property(node, 'default')) : undefined;
    if (hit) yield hit;
  }
  for (const node of module.nodes('AssignmentPattern')) {
    const pattern = module.parent(node);
    const object = pattern && module.parent(pattern);
    const declarator = object && module.parent(object);
    if (pattern?.type !== AST_NODE_TYPES.Property || declarator?.type !== AST_NODE_TYPES.VariableDeclarator || declarator.init === null || dottedName(declarator.init) !== 'process.env') continue;
    const hit = judge(keyOf(pattern), node.right);
    if (hit) yield hit;
  }
}

function configuredName(node: TSESTree.Node): string | undefined {
  const plain = unwrap(node);
  if (plain.type === AST_NODE_TYPES.LogicalExpression) return configuredName(plain.right) ?? configuredName(plain.left);
  const name = dottedName(plain);
  if (name && /(?:^|\.)env\./.test(name)) return name.split('.').at(-1);
  if (plain.type === AST_NODE_TYPES.CallExpression && /^(?:get|env|getEnv|getenv)$/.test(lastName(plain.callee) ?? '')) {
    const [first] = plain.arguments;
    return first?.type === AST_NODE_TYPES.Literal && typeof first.value === 'string' ? first.value : undefined;
  }
  return undefined;
}

/** The variable that a chain asks for: `env.get('JWT_SECRET').default('dev')`. */
function builtFor({ callee }: TSESTree.CallExpression): string | undefined {
  for (let at = unwrap(callee); ;) {
    if (at.type === AST_NODE_TYPES.MemberExpression) at = unwrap(at.object);
    else if (at.type === AST_NODE_TYPES.CallExpression) {
      const [first] = at.arguments;
      if (first?.type === AST_NODE_TYPES.Literal && typeof first.value === 'string' && /^[A-Z][A-Z\d_]+$/.test(first.value)) return first.value;
      at = unwrap(at.callee);
    } else return undefined;
  }
}

function enclosingProperty(module: ParsedModule, node: TSESTree.Node): string | undefined {
  let up = module.parent(node);
  while (up && (up.type === AST_NODE_TYPES.CallExpression || up.type === AST_NODE_TYPES.MemberExpression)) up = module.parent(up);
  return up?.type === AST_NODE_TYPES.Property ? keyOf(up) : undefined;
}
