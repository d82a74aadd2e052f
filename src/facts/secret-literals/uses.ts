import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, SecretSite } from '../../model/index.ts';
import { importBindings, type Binding } from '../../lib/bindings.ts';
import { importedCallee, lastName, methodOf, type ImportedCallee } from '../../lib/callee.ts';
import { isLocalPassword, isPlaceholder } from '../../lib/secret-shape.ts';
import { dottedName, keyOf, property, unwrap } from '../../lib/tree.ts';
import { isEncoding, Literals } from './literals.ts';
import { site } from './site.ts';
import { TAKERS, type Taker } from './takers.ts';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** Literals that go into a signature, a cipher, a session or a connection. */
export function* uses(module: ParsedModule): Generator<SecretSite> {
  const bindings = importBindings(module);
  const literals = new Literals(module);
  const isOfJwtModule = module.imports.some(({ specifier }) => specifier === '@nestjs/jwt');
  for (const node of [...module.nodes('CallExpression'), ...module.nodes('NewExpression')] as Call[]) {
    const hit = taken(node, bindings, literals, module) ?? ofStrategy(node, literals, module) ?? (isOfJwtModule ? ofJwtService(node, literals, module) : undefined);
    if (hit) yield hit;
  }
  if (module.imports.some(({ specifier }) => specifier === 'koa')) for (const { left, right } of module.nodes('AssignmentExpression')) {
    const key = /\.keys$/.test(dottedName(left) ?? '') ? firstOf(right) : undefined;
    if (literals.text(key) !== undefined) yield site(key!, 'use', 'session-secret', 'cookie secret', 'high');
  }
  if (module.imports.some(({ specifier }) => specifier === 'jose')) for (const call of module.nodes('CallExpression')) {
    if (isEncoding(call) && literals.text(call.arguments[0]) !== undefined) yield site(call, 'use', 'jwt-secret', 'jose key', 'high');
  }
  if (!isOfJwtModule) return;
  // `useFactory: () => ({ secret: 'literal' })`, `createJwtOptions() { return { secret: 'literal' }; }`
  for (const node of module.nodes('ObjectExpression')) {
    const secret = property(node, 'secret');
    if (literals.text(secret) !== undefined && isGivenBack(module, node)) yield site(secret!, 'use', 'jwt-secret', 'JwtModule secret', 'high');
  }
}

/** What one of the libraries is handed, by itself or, for a plugin, beside it: `app.register(cookie, { secret })`. */
function taken(node: Call, bindings: ReadonlyMap<string, Binding>, literals: Literals, module: ParsedModule): SecretSite | undefined {
  const own = importedCallee(node.callee, bindings);
  const plugin = own === undefined && methodOf(node.callee) === 'register' && node.arguments[0] ? importedCallee(node.arguments[0], bindings) : undefined;
  if (!own && !plugin) return undefined;
  const given = plugin ? node.arguments.slice(1) : node.arguments;
  for (const taker of TAKERS) {
    const callee = plugin && taker.plugin ? { ...plugin, member: 'default' } : own;
    if (!callee || !isOf(taker, callee)) continue;
    const last = callee.member.split('.').at(-1)!;
    const name = taker.name.replace('*', last).replace('@', callee.package ?? callee.specifier);
    for (const secret of secretsOf(taker, given[taker.argument], literals)) {
      const hit = taker.password ? ofPassword(secret, given.find((one, at) => at !== taker.argument || taker.keys ? one.type === AST_NODE_TYPES.ObjectExpression || one.type === AST_NODE_TYPES.Identifier : false), taker, name, literals) : found(secret, taker.rule, name, literals, module);
      if (hit) return hit;
    }
  }
  return undefined;
}

const isOf = ({ of, member }: Taker, { specifier, package: name, member: called }: ImportedCallee): boolean =>
  (of.test(specifier.replace(/^node:/, '')) || of.test(name?.replace(/^node:/, '') ?? '')) && member.test(called.split('.').at(-1)!);

function secretsOf({ keys }: Taker, argument: TSESTree.Node | undefined, literals: Literals): readonly TSESTree.Node[] {
  if (argument === undefined) return [];
  if (keys === undefined) return [argument];
  return keys.flatMap((path) => {
    const parts = path.split('.');
    if (parts.at(-1) === '*') {
      const object = parts.slice(0, -1).reduce<TSESTree.Node | undefined>((at, key) => literals.option(at, key), argument);
      return object?.type === AST_NODE_TYPES.ObjectExpression ? object.properties.flatMap((entry) => (entry.type === AST_NODE_TYPES.Property ? [entry.value] : [])) : [];
    }
    const secret = parts.reduce<TSESTree.Node | undefined>((at, key) => literals.option(at, key), argument);
    return secret ? [firstOf(secret) ?? secret] : [];
  });
}

function found(secret: TSESTree.Node, rule: string, name: string, literals: Literals, module: ParsedModule): SecretSite | undefined {
  const said = literals.text(secret);
  if (said !== undefined) return SAYS_UNUSED.test(said) ? undefined : site(secret, 'use', rule, name, 'high');
  // `const key = process.env.KEY || 'supersecret'`: what it signs with where nobody has set it up.
  const given = literals.named(unwrap(secret));
  const otherwise = given.type === AST_NODE_TYPES.LogicalExpression && given.operator !== '&&' && /\benv\b/.test(module.text.slice(...given.left.range)) ? unwrap(given.right) : undefined;
  return otherwise && literals.text(otherwise) !== undefined && !/^test/i.test(literals.text(otherwise)!) ? site(otherwise, 'fallback', 'fallback', name, 'high') : undefined;
}

/** `dummy-secret-not-used-at-runtime` */
const SAYS_UNUSED = /\bdummy\b|\bnot[-_ ]used\b|\bunused\b/i;

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|::1|host\.docker\.internal|db|postgres|mysql|mariadb|mongo|redis|database)$/i;

/** Of somebody who signs in: what everybody has on their own machine opens nothing elsewhere. */
function ofPassword(secret: TSESTree.Node, options: TSESTree.Node | undefined, { rule }: Taker, name: string, literals: Literals): SecretSite | undefined {
  const said = literals.text(secret);
  if (said === undefined || said.length < (rule === 'mail-password' ? 8 : 6) || isPlaceholder(said) || isLocalPassword(said)) return undefined;
  if (rule === 'database-password') {
    const host = literals.option(options, 'host') ?? literals.option(literals.option(options, 'connection'), 'host') ?? literals.option(literals.option(options, 'socket'), 'host');
    const named = literals.text(host);
    // Without one it is the own machine's.
    if (host === undefined || (named !== undefined && LOCAL_HOST.test(named))) return undefined;
  }
  return site(secret, 'use', rule, name, 'medium');
}

/** `super({ secretOrKey })` of passport's strategy, `server.auth.strategy('jwt', 'jwt', { key })` of hapi. */
function ofStrategy(node: Call, literals: Literals, module: ParsedModule): SecretSite | undefined {
  const { callee, arguments: [first, , third] } = node;
  const secret = callee.type === AST_NODE_TYPES.Super && module.text.includes('passport-jwt') ? literals.option(first, 'secretOrKey')
    : /(?:^|\.)auth\.strategy$/.test(dottedName(callee) ?? '') ? ['key', 'keys'].map((key) => literals.option(third, key)).find((one) => one !== undefined) ?? literals.option(literals.option(third, 'cookie'), 'password') : undefined;
  return secret ? found(firstOf(secret) ?? secret, 'jwt-secret', callee.type === AST_NODE_TYPES.Super ? 'secretOrKey' : 'auth.strategy', literals, module) : undefined;
}

function ofJwtService({ callee, arguments: [, second] }: Call, literals: Literals, module: ParsedModule): SecretSite | undefined {
  const last = lastName(callee) ?? '';
  const secret = /^(?:signAsync|verifyAsync)$/.test(last) ? literals.option(second, 'secret') : undefined;
  return secret ? found(secret, 'jwt-secret', `jwt.${last}`, literals, module) : undefined;
}

/** What a factory of options gives back, by `return` or by its arrow. */
function isGivenBack(module: ParsedModule, node: TSESTree.Node): boolean {
  let up = module.parent(node);
  while (up && (up.type === AST_NODE_TYPES.ReturnStatement || up.type === AST_NODE_TYPES.BlockStatement || up.type === AST_NODE_TYPES.TSAsExpression || up.type === AST_NODE_TYPES.TSSatisfiesExpression)) up = module.parent(up);
  const holder = up && (up.type === AST_NODE_TYPES.ArrowFunctionExpression || up.type === AST_NODE_TYPES.FunctionExpression) ? module.parent(up) : undefined;
  return (holder?.type === AST_NODE_TYPES.Property || holder?.type === AST_NODE_TYPES.MethodDefinition) && /^(?:useFactory|createJwtOptions)$/.test(keyOf(holder) ?? '');
}

/** `secrets: ['one', 'another']`: what is signed with now. */
const firstOf = (node: TSESTree.Node | undefined): TSESTree.Node | undefined => (node?.type === AST_NODE_TYPES.ArrayExpression ? node.elements[0] ?? undefined : undefined);
