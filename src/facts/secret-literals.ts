import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, SecretSite } from '../model/index.ts';
import { defineFileFact } from '../model/index.ts';
import { importedCallee, lastName, methodOf, receiverOf } from '../lib/callee.ts';
import { guardsOwnSystem, isLocalPassword, isPlaceholder, isSecretName, looksRandom, namesAKey } from '../lib/secret-shape.ts';
import { importBindings } from '../lib/bindings.ts';
import { fold, topLevelConstants } from '../lib/fold.ts';
import { dottedName, keyOf, plainString, property, unwrap } from '../lib/tree.ts';

const WORDS = /secret|passw|createTransport|passphrase|pwd|credential|api_?-?key|private_?key|access_?key|encryption|signing|token|createHmac|createCipher|jwt|session|cookie-?parser|basic /i;

export default defineFileFact('secretLiterals', {
  version: 31,
  mayApply: (text) => WORDS.test(text),
  extract(module): readonly SecretSite[] | undefined {
    const sites = [...uses(module), ...basicAuth(module), ...fallbacks(module), ...telling(module)];
    // One literal may be seen from two sides; the first, surer one is kept.
    const seen = new Set<string>();
    const unique = sites.filter(({ line, name, kind }) => {
      const key = `${line} ${kind === 'named' || kind === 'fallback' ? name : ''}`;
      if (seen.has(key) || seen.has(`${line} `)) return false;
      seen.add(key);
      return true;
    });
    return unique.length > 0 ? unique : undefined;
  },
});

const site = (node: TSESTree.Node, kind: SecretSite['kind'], rule: string, name: string, confidence: SecretSite['confidence']): SecretSite =>
  ({ kind, rule, name, confidence, line: node.loc.start.line, column: node.loc.start.column + 1 });

/** Literals that go into a signature, a cipher, a session or a connection. */
function* uses(module: ParsedModule): Generator<SecretSite> {
  const bindings = importBindings(module);
  const constants = topLevelConstants(module.tree);
  const named = (node: TSESTree.Node, hops = 0): TSESTree.Node => {
    if (node.type === AST_NODE_TYPES.Identifier) return constants.get(node.name) ?? node;
    // `config.jwt.secret`, of an object that the module writes out.
    const key = node.type === AST_NODE_TYPES.MemberExpression && !node.computed && node.property.type === AST_NODE_TYPES.Identifier && hops < 4 ? node.property.name : undefined;
    const holder = key === undefined ? undefined : unwrap(named(unwrap((node as TSESTree.MemberExpression).object), hops + 1));
    return (holder?.type === AST_NODE_TYPES.ObjectExpression && property(holder, key!)) || node;
  };
  // Only what is written as a literal or a constant of the module; a fallback has its own rule.
  const literal = (node: TSESTree.Node | undefined): string | undefined => {
    if (!node) return undefined;
    let plain = named(unwrap(node));
    if (plain.type === AST_NODE_TYPES.CallExpression && /^(?:Buffer\.from|encode)$|\.encode$/.test(dottedName(plain.callee) ?? '')) plain = named(plain.arguments[0] ?? plain);
    if (plain.type !== AST_NODE_TYPES.Literal && plain.type !== AST_NODE_TYPES.TemplateLiteral) return undefined;
    const value = fold(plain, constants);
    return 'value' in value && typeof value.value === 'string' && value.value !== '' && !value.value.startsWith('$') ? value.value : undefined;
  };
  const option = (node: TSESTree.Node | undefined, key: string): TSESTree.Node | undefined => {
    const object = node?.type === AST_NODE_TYPES.Identifier ? constants.get(node.name) : node;
    return object?.type === AST_NODE_TYPES.ObjectExpression ? property(object, key) : undefined;
  };
  for (const node of [...module.nodes('CallExpression'), ...module.nodes('NewExpression')]) {
    const callee = importedCallee(node.callee, bindings);
    const [first, second, third] = node.arguments;
    const library = callee?.package?.replace(/^node:/, '') ?? '';
    const last = callee?.member.split('.').at(-1) ?? lastName(node.callee) ?? '';
    const found = (secret: TSESTree.Node | undefined, rule: string, name: string): SecretSite | undefined => {
      if (literal(secret) !== undefined) return site(secret!, 'use', rule, name, 'high');
      // `const key = process.env.KEY || 'supersecret'`: what it signs with where nobody has set it up.
      const given = secret && named(unwrap(secret));
      const otherwise = given?.type === AST_NODE_TYPES.LogicalExpression && given.operator !== '&&' && /\benv\b/.test(module.text.slice(...given.left.range)) ? unwrap(given.right) : undefined;
      return otherwise && literal(otherwise) !== undefined && !/^test/i.test(literal(otherwise)!) ? site(otherwise, 'fallback', 'fallback', name, 'high') : undefined;
    };
    let hit: SecretSite | undefined;
    if (library === 'jsonwebtoken' && (last === 'sign' || last === 'verify')) hit = found(second, 'jwt-secret', `jwt.${last}`);
    else if (library === 'jwt-simple' && (last === 'encode' || last === 'decode')) hit = found(second, 'jwt-secret', `jwt.${last}`);
    else if (library === '@nestjs/jwt' && /JwtModule\.register$|JwtService/.test(callee!.member)) hit = found(option(first, 'secret'), 'jwt-secret', 'JwtModule secret');
    else if (library === 'passport-jwt' && last === 'Strategy') hit = found(option(first, 'secretOrKey'), 'jwt-secret', 'secretOrKey');
    else if (/^(?:express-jwt|koa-jwt|@fastify\/jwt|fastify-jwt|hono\/jwt)$/.test(library) || callee?.specifier === 'hono/jwt') hit = found(option(first, 'secret') ?? (last === 'sign' || last === 'verify' ? second : undefined), 'jwt-secret', `${library} secret`);
    else if (/^(?:express-session|@fastify\/session|@fastify\/secure-session|koa-session|fastify-secure-session)$/.test(library)) hit = found(option(first, 'secret') ?? option(first, 'key'), 'session-secret', 'session secret');
    else if (library === 'cookie-session') hit = found(option(first, 'secret') ?? firstOf(option(first, 'keys')), 'session-secret', 'session secret');
    else if (/^(?:@remix-run\/[\w-]+|react-router|@react-router\/[\w-]+)$/.test(library) && /^create(?:Cookie)?(?:Session(?:Storage)?|Cookie)$|^createCookieSessionStorage$/.test(last)) hit = found(firstOf(option(last === 'createCookie' ? second : option(first, 'cookie'), 'secrets')), 'session-secret', 'session secret');
    else if (library === 'cookie-parser' && last === 'default') hit = found(first, 'session-secret', 'cookie secret');
    else if (library === 'iron-session' && third) hit = found(option(third, 'password'), 'session-secret', 'session password');
    // What a mailer signs in with: a password that a provider has made has words of no language, and no digits.
    else if (library === 'nodemailer' && last === 'createTransport') {
      const pass = option(option(first, 'auth'), 'pass');
      const said = literal(pass);
      if (said !== undefined && said.length >= 8 && !isPlaceholder(said) && !isLocalPassword(said)) hit = site(pass!, 'use', 'mail-password', 'auth.pass', 'medium');
    }
    else if (library === 'crypto' && last === 'createHmac') hit = found(second, 'hmac-key', 'createHmac key');
    else if (library === 'crypto' && /^create(?:Cipher|Decipher)(?:iv)?$/.test(last)) hit = found(second, 'cipher-key', `${last} key`);
    else if (library === 'crypto-js' && /^(?:encrypt|decrypt)$/.test(last)) hit = found(second, 'cipher-key', `AES.${last} key`);
    else if (/^super$/.test(dottedName(node.callee) ?? '') || node.callee.type === AST_NODE_TYPES.Super) hit = /passport-jwt/.test(module.text) ? found(option(first, 'secretOrKey'), 'jwt-secret', 'secretOrKey') : undefined;
    else if (/^(?:registerAsync|register|signAsync|verifyAsync)$/.test(last) && /@nestjs\/jwt/.test(module.text)) {
      hit = last === 'signAsync' || last === 'verifyAsync' ? found(option(second, 'secret'), 'jwt-secret', `jwt.${last}`) : undefined;
    }
    if (hit) yield hit;
  }
  // `useFactory: () => ({ secret: 'literal' })`, `createJwtOptions() { return { secret: 'literal' }; }`
  if (!module.imports.some(({ specifier }) => specifier === '@nestjs/jwt')) return;
  for (const node of module.nodes('ObjectExpression')) {
    const secret = property(node, 'secret');
    if (literal(secret) !== undefined && isGivenBack(module, node)) yield site(secret!, 'use', 'jwt-secret', 'JwtModule secret', 'high');
  }
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

/** `'Basic dXNlcjp…'`, and `btoa('user:password')` or `Buffer.from('user:password').toString('base64')` in a module that says `Basic `. */
function* basicAuth(module: ParsedModule): Generator<SecretSite> {
  if (!/\bBasic /.test(module.text)) return;
  for (const node of module.nodes('Literal')) {
    const [, encoded] = (typeof node.value === 'string' ? /^Basic ([A-Za-z\d+/]{8,400}={0,2})$/.exec(node.value) : null) ?? [];
    if (encoded && !isExample(module, node) && holdsPassword(Buffer.from(encoded, 'base64').toString('utf8'))) yield site(node, 'use', 'basic-auth', 'basic authentication', 'high');
  }
  const constants = topLevelConstants(module.tree);
  for (const node of module.nodes('CallExpression')) {
    const callee = dottedName(node.callee);
    const outer = module.parent(node);
    const encodes = callee === 'btoa' || (callee === 'Buffer.from' && outer?.type === AST_NODE_TYPES.MemberExpression && methodOf(outer) === 'toString' && isBase64(module.parent(outer)));
    if (!encodes || !node.arguments[0]) continue;
    const text = fold(node.arguments[0], constants);
    if ('value' in text && typeof text.value === 'string' && holdsPassword(text.value)) yield site(node, 'use', 'basic-auth', 'basic authentication', 'medium');
  }
}

const isBase64 = (node: TSESTree.Node | undefined): boolean =>
  node?.type === AST_NODE_TYPES.CallExpression && node.arguments[0]?.type === AST_NODE_TYPES.Literal && node.arguments[0].value === 'base64';

function holdsPassword(text: string): boolean {
  const [, user, password] = /^([\x21-\x39\x3b-\x7e]{1,100}):([\x21-\x7e]{4,200})$/.exec(text) ?? [];
  return user !== undefined && password !== undefined && user !== password && !isPlaceholder(password) && !isLocalPassword(password);
}

/** What everybody chooses for a database of their own machine, which a server of production has not. */
const OF_A_DATABASE = /(?:postgres|pg|mysql|mariadb|mongo|redis|db|database)\w*(?:password|pwd)$/i;

/** A text in place of a value says that there is none. */
const SAYS_ABSENT = /\b(?:not|no|missing|must|require[sd]?|undefined|unset|please|provide|absent|empty|unknown|error)\b(?! use)/i;

/** `process.env.JWT_SECRET || 'dev'`, `get('JWT_SECRET', 'dev')`, `JWT_SECRET: z.string().default('dev')`, `JWT_SECRET: str({ default: 'dev' })`, `{ JWT_SECRET = 'dev' }`. */
function* fallbacks(module: ParsedModule): Generator<SecretSite> {
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
  for (const node of module.nodes('CallExpression')) {
    const method = methodOf(node.callee) ?? lastName(node.callee);
    if (method === 'default' && node.callee.type === AST_NODE_TYPES.MemberExpression) {
      const holder = enclosingProperty(module, node);
      const hit = holder && /^[A-Z][A-Z\d_]*$/.test(holder) ? judge(holder, node.arguments[0]) : undefined;
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

function enclosingProperty(module: ParsedModule, node: TSESTree.Node): string | undefined {
  let up = module.parent(node);
  while (up && (up.type === AST_NODE_TYPES.CallExpression || up.type === AST_NODE_TYPES.MemberExpression)) up = module.parent(up);
  return up?.type === AST_NODE_TYPES.Property ? keyOf(up) : undefined;
}

/** `schema.examples = [{ privateKey: '0xac…' }]` is for readers of the documentation, `samples` of events for those who try one. */
function isExample(module: ParsedModule, node: TSESTree.Node): boolean {
  let up = module.parent(node);
  for (let depth = 0; up && depth < 10; depth++) {
    const name = up.type === AST_NODE_TYPES.Property ? keyOf(up) : up.type === AST_NODE_TYPES.AssignmentExpression ? lastName(up.left)
      : up.type === AST_NODE_TYPES.VariableDeclarator && up.id.type === AST_NODE_TYPES.Identifier ? up.id.name : undefined;
    if (name && /^(?:examples?|placeholders?|samples?|(?:sample|example)[A-Z_]\w*)$/i.test(name)) return true;
    // `@Example({ token: '…' })`, `@ApiProperty({ example: … })`
    if (up.type === AST_NODE_TYPES.Decorator) return /^@(?:Example|Api[A-Z]|SuccessResponse|Response)/.test(module.text.slice(up.range[0], up.range[0] + 40));
    // Made-up people and addresses stand beside made-up tokens.
    if (up.type === AST_NODE_TYPES.ObjectExpression && /[@/.]example\.(?:com|org|net)\b/.test(module.text.slice(up.range[0], Math.min(up.range[1], up.range[0] + 5_000)))) return true;
    up = module.parent(up);
  }
  return false;
}

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
function* telling(module: ParsedModule): Generator<SecretSite> {
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
