import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, TlsSetting } from '../../model/index.ts';
import { importedCallee, lastName } from '../../lib/callee.ts';
import { type Binding, importBindings } from '../../lib/bindings.ts';
import { fold, topLevelConstants } from '../../lib/fold.ts';
import { dottedName, keyOf, property } from '../../lib/tree.ts';
import { cookiesInTheClear } from './cookies.ts';

const OLD_TLS = /^(?:TLSv1(?:\.1)?|TLSv1(?:_1)?_(?:client_|server_)?method|SSLv[23].*)$/;
/** The old name for: whatever both ends can do. */
const ANY_VERSION = /^SSLv23_/;
const WEAK_CIPHER = /^(?:des|des3|des-.*|rc4.*|rc2.*|bf.*|.*-ecb)$/i;

/** Settings that switch the protection of a connection on or off. */
export function tlsSettings(module: ParsedModule): TlsSetting[] {
  const found: TlsSetting[] = [];
  const constants = topLevelConstants(module.tree);
  const bindings = importBindings(module);
  const value = (node: TSESTree.Node | undefined): unknown => {
    // A default is not what holds: `setting || false`.
    if (node?.type === AST_NODE_TYPES.LogicalExpression) return undefined;
    const folded = node && fold(node, constants);
    return folded && 'value' in folded ? folded.value : undefined;
  };
  const add = (node: TSESTree.Node, setting: string, secure: boolean, what: string): void => {
    found.push({
      setting, secure, what, line: node.loc.start.line, column: node.loc.start.column + 1,
      ...(onlyInDevelopment(module, node) && { developmentOnly: true }), ...(!secure && switchedOff(module, node) && { chosen: true }),
    });
  };
  for (const node of module.nodes('Property')) {
    const key = keyOf(node);
    if (key === 'rejectUnauthorized' && !isOfServer(module, node) && !looksAtCertificate(module, node) && !isOfPlainHttp(module, node, bindings) && !isBesideHttps(module, node) && !isOfThisMachine(module, node, value)) {
      const set = value(node.value);
      if (set === false) add(node, key, false, isDefault(module, node) ? ASKED_FOR : 'certificates are not verified');
      else if (set === true) add(node, key, true, 'certificates are verified');
      else if (askedFor(module, node.value)) add(node, key, false, ASKED_FOR);
    } else if (key === 'useSSL' && value(node.value) === false && isRemote(module, node, value)) {
      add(node, key, false, 'the object store is reached unencrypted');
    } else if (key === 'strictSSL' && value(node.value) === false) {
      add(node, key, false, 'certificates are not verified');
    } else if (key === 'insecureSkipVerify' && value(node.value) === true) {
      add(node, key, false, 'certificates are not verified');
    } else if (key === 'checkServerIdentity' && neverRefuses(node.value)) {
      add(node, key, false, 'the name in the certificate is not compared with the host');
    } else if (key === 'secureProtocol' || key === 'minVersion' || key === 'maxVersion') {
      const set = value(node.value);
      if (typeof set === 'string' && /TLS|SSL/i.test(set) && !ANY_VERSION.test(set)) add(node, key, !OLD_TLS.test(set), OLD_TLS.test(set) ? `${set} is allowed` : `${set} is required`);
    } else if (key === 'secure' && value(node.value) === false && isCookie(module, node)) {
      add(node, 'cookie secure', false, 'the cookie also travels over plain HTTP');
    }
  }
  for (const node of cookiesInTheClear(module, bindings)) add(node, 'cookie secure', false, 'nothing keeps it from plain HTTP');
  for (const node of module.nodes('AssignmentExpression')) {
    if (!/(?:^|\.)NODE_TLS_REJECT_UNAUTHORIZED$/.test(dottedName(node.left) ?? '')) continue;
    const set = value(node.right);
    if (String(set) === '0') add(node, 'NODE_TLS_REJECT_UNAUTHORIZED', false, 'certificates are not verified, in the whole process');
  }
  for (const node of module.nodes('CallExpression')) {
    const last = lastName(node.callee);
    if (last === 'createInsecure') {
      const name = dottedName(node.callee) ?? '';
      if (/grpc|credentials|Credentials/.test(name)) add(node, /Server/.test(name) ? 'gRPC server credentials' : 'gRPC credentials', false, 'the connection is not encrypted');
    } else if (last === 'createSsl' && /credentials|Credentials/.test(dottedName(node.callee) ?? '') && !looksAway(node)) {
      add(node, /Server/.test(dottedName(node.callee)!) ? 'gRPC server credentials' : 'gRPC credentials', true, 'the connection is encrypted');
    } else if (last === 'createCipheriv' || last === 'createCipher') {
      const library = importedCallee(node.callee, bindings)?.package;
      const cipher = value(node.arguments[0]);
      if (library !== 'crypto' || typeof cipher !== 'string') continue;
      if (WEAK_CIPHER.test(cipher)) add(node, `cipher ${cipher}`, false, 'the cipher is weak');
      else if (last === 'createCipher') add(node, `cipher ${cipher}`, false, 'createCipher derives the key without a salt and uses no random start');
      else if (last === 'createCipheriv' && isAlwaysTheSame(module, node.arguments[2])) add(node, `cipher ${cipher}`, false, 'its start (IV) is the same each time');
      else add(node, `cipher ${cipher}`, true, 'data is encrypted with it');
    }
  }
  // The mode of `pg` that encrypts and looks at no certificate, in an address or on the way into one.
  for (const node of [...module.nodes('Literal'), ...module.nodes('TemplateElement')]) {
    const text = node.type === AST_NODE_TYPES.Literal ? node.value : node.value.cooked;
    if (typeof text === 'string' && /(?<![a-z])sslmode=no-verify\b/.test(text)) add(node, 'sslmode', false, 'certificates are not verified');
  }
  // A server that asks clients for certificates, and judges them itself.
  const asked = new Set(module.nodes('AssignmentExpression').flatMap(({ left, right }) => (/\.requestCert$/.test(dottedName(left) ?? '') && value(right) === true ? [dottedName(left)!.replace(/\.requestCert$/, '')] : [])));
  for (const { left, right } of module.nodes('AssignmentExpression')) {
    const name = dottedName(left) ?? '';
    if (/\.rejectUnauthorized$/.test(name) && value(right) === false && !asked.has(name.slice(0, name.lastIndexOf('.')))) add(left, 'rejectUnauthorized', false, 'certificates are not verified');
  }
  // Where protection is on in one branch and off in another, the operator chooses.
  const on = new Set(found.flatMap(({ setting, secure }) => (secure && /^(?:rejectUnauthorized|gRPC)/.test(setting) ? [setting] : [])));
  return found.map((one) => (!one.secure && on.has(one.setting) ? { ...one, chosen: true as const } : one)).sort((a, b) => a.line - b.line || a.column - b.column);
}

const FILLS = /random|fill|copy|set|write/i;

/** `Buffer.alloc(16)`, `Buffer.from('0123…')`, a text: what a cipher starts from, and nobody fills with anything else. */
function isAlwaysTheSame(module: ParsedModule, node: TSESTree.Node | undefined, hops = 0): boolean {
  if (!node || hops > 3) return false;
  // `Buffer.alloc(LENGTH, 0)`
  if (node.type === AST_NODE_TYPES.Literal) return (typeof node.value === 'string' && node.value !== '') || (typeof node.value === 'number' && hops > 0);
  if (node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression) {
    const name = dottedName(node.callee) ?? '';
    const given = node.arguments.filter((one) => one.type !== AST_NODE_TYPES.Literal);
    return /^(?:Buffer\.(?:alloc|from)|Uint8Array)$/.test(name) && node.arguments.length > 0 && given.every((one) => isAlwaysTheSame(module, one, hops + 1));
  }
  if (node.type !== AST_NODE_TYPES.Identifier) return false;
  const made = module.nodes('VariableDeclarator').filter(({ id }) => id.type === AST_NODE_TYPES.Identifier && id.name === node.name);
  // A length is a number, whatever else is made as long.
  if (hops > 0 && made.length === 1 && made[0]!.init?.type === AST_NODE_TYPES.Literal && typeof made[0]!.init.value === 'number') return true;
  // `crypto.randomFillSync(iv)`, `iv[0] = …`, `iv.fill(…)`: it is filled, or set again.
  const changes = made.length !== 1 || made[0]!.init === null || module.nodes('Identifier').some((one) => {
    const up = one.name === node.name ? module.parent(one) : undefined;
    if (up?.type === AST_NODE_TYPES.CallExpression) return up.callee !== one && FILLS.test(lastName(up.callee) ?? '');
    if (up?.type === AST_NODE_TYPES.AssignmentExpression) return up.left === one;
    if (up?.type !== AST_NODE_TYPES.MemberExpression || up.object !== one) return false;
    const around = module.parent(up);
    return (around?.type === AST_NODE_TYPES.AssignmentExpression && around.left === up) || (around?.type === AST_NODE_TYPES.CallExpression && around.callee === up && FILLS.test(lastName(up) ?? ''));
  });
  return !changes && isAlwaysTheSame(module, made[0]!.init!, hops + 1);
}

/** `{ node: 'https://localhost:9200', tls: { rejectUnauthorized: false } }`: nobody sits between the two ends. */
function isOfThisMachine(module: ParsedModule, node: TSESTree.Node, value: (node: TSESTree.Node | undefined) => unknown): boolean {
  const isLocal = (one: TSESTree.Node): boolean => { const said = value(one); return typeof said === 'string' && THIS_MACHINE.test(said); };
  for (let up = module.parent(node); up?.type === AST_NODE_TYPES.ObjectExpression || up?.type === AST_NODE_TYPES.Property || up?.type === AST_NODE_TYPES.CallExpression || up?.type === AST_NODE_TYPES.NewExpression; up = module.parent(up)) {
    if (up.type === AST_NODE_TYPES.ObjectExpression && up.properties.some((part) => part.type === AST_NODE_TYPES.Property && LEADS_TO.test(keyOf(part) ?? '') && isLocal(part.value))) return true;
    if (up.type === AST_NODE_TYPES.CallExpression || up.type === AST_NODE_TYPES.NewExpression) return up.arguments[0] !== undefined && isLocal(up.arguments[0]);
  }
  return false;
}

const LEADS_TO = /^(?:nodes?|host(?:name)?|endPoint|target|server|address|(?:\w*_?)(?:ur[il]|endpoint|connectionString))$/i;
const THIS_MACHINE = /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.0\.0\.1|\[?::1\]?)(?::\d+)?(?:[/?#]|$)/i;

/** `env.VERIFY === 'false' ? … : {}`, `if (config.allowSelfSigned)`: the operator says in so many words that there be no protection. */
function switchedOff(module: ParsedModule, node: TSESTree.Node): boolean {
  for (let child = node, up = module.parent(node); up; child = up, up = module.parent(up)) {
    const test = up.type === AST_NODE_TYPES.IfStatement || up.type === AST_NODE_TYPES.ConditionalExpression ? (up.consequent === child ? up.test : undefined)
      : up.type === AST_NODE_TYPES.LogicalExpression && up.operator === '&&' && up.right === child ? up.left : undefined;
    if (test && OFF.test(module.text.slice(...test.range).slice(0, 200))) return true;
  }
  return false;
}

const OFF = /^!\s*(?:\w{1,40}\.){0,4}(?:rejectUnauthorized|strict_?ssl|verify_?(?:tls|ssl|certs?|certificates?))\b|===?\s*(?:false\b|['"`](?:false|0|no|off|disabled?|none|no-?verify)['"`])|(?<!!)\b(?:\w{1,40}\.){0,4}(?:\w{0,40}_)?(?:insecure|\w{0,40}unsafe_?(?:tls|ssl|https?)|allow_?(?:self_?signed|insecure|invalid|unauthori[sz]ed)|skip_?(?:tls|ssl|verif|cert)|ignore_?(?:tls|ssl|cert|invalid)|no_?verify|(?:tls|ssl)_?disabled|disable_?(?:tls|ssl|cert)|accept_?(?:self_?signed|invalid|any))/i;
const SAYS_YES = /^(?:yes|isYes|isTrue|toBool(?:ean)?|parseBool(?:ean)?|Boolean)$/;
const FROM_OUTSIDE = /\bprocess\.env\b|\bsearchParams\b/;

/** `process.env.X === 'true'`, `yes(url.searchParams.get('x'))`: where nobody says a word, it is false. */
function askedFor(module: ParsedModule, node: TSESTree.Node): boolean {
  if (node.type === AST_NODE_TYPES.LogicalExpression) return node.operator !== '&&' && node.left.type !== AST_NODE_TYPES.UnaryExpression && node.right.type === AST_NODE_TYPES.Literal && node.right.value === false;
  if (!FROM_OUTSIDE.test(module.text.slice(...node.range))) return false;
  if (node.type === AST_NODE_TYPES.BinaryExpression) return /^===?$/.test(node.operator) && node.right.type === AST_NODE_TYPES.Literal && /^(?:true|1|yes|on)$/i.test(String(node.right.value));
  return node.type === AST_NODE_TYPES.CallExpression && node.arguments.length === 1 && SAYS_YES.test(dottedName(node.callee) ?? '');
}

const ASKED_FOR = 'certificates are verified only where that is asked for';
/** `_.defaults(this, given, { rejectUnauthorized: false })` */
function isDefault(module: ParsedModule, node: TSESTree.Property): boolean {
  const options = module.parent(node);
  const call = options && module.parent(options);
  return options?.type === AST_NODE_TYPES.ObjectExpression && call?.type === AST_NODE_TYPES.CallExpression && /^defaults(?:Deep)?$/.test(lastName(call.callee) ?? '');
}

/** To a server it says what becomes of clients' certificates; it asks for none by itself, and one whose options are put together before judges them itself. */
function isOfServer(module: ParsedModule, node: TSESTree.Property): boolean {
  const options = module.parent(node);
  const call = options && module.parent(options);
  if (options?.type === AST_NODE_TYPES.ObjectExpression && call?.type !== AST_NODE_TYPES.CallExpression && property(options, 'requestCert') !== undefined) return true;
  return options?.type === AST_NODE_TYPES.ObjectExpression && call?.type === AST_NODE_TYPES.CallExpression && /^create\w*Server$/.test(lastName(call.callee) ?? '') && property(options, 'requestCert') === undefined;
}

/** `new http.Agent({ rejectUnauthorized: false })`: plain HTTP has no certificates to look at. */
function isOfPlainHttp(module: ParsedModule, node: TSESTree.Property, bindings: ReadonlyMap<string, Binding>): boolean {
  const options = module.parent(node);
  const call = options && module.parent(options);
  return (call?.type === AST_NODE_TYPES.CallExpression || call?.type === AST_NODE_TYPES.NewExpression) && importedCallee(call.callee, bindings)?.package === 'http';
}

/** `if (url.protocol === 'https:' && url.hostname !== 'localhost') … else`: what is left is plain HTTP, or this machine. */
function isBesideHttps(module: ParsedModule, node: TSESTree.Node): boolean {
  for (let child = node, up = module.parent(node); up; child = up, up = module.parent(up)) {
    if ((up.type !== AST_NODE_TYPES.IfStatement && up.type !== AST_NODE_TYPES.ConditionalExpression) || up.alternate !== child) continue;
    const { test } = up;
    const named = test.type === AST_NODE_TYPES.Identifier ? module.nodes('VariableDeclarator').find(({ id }) => id.type === AST_NODE_TYPES.Identifier && id.name === test.name)?.init : undefined;
    if (IS_HTTPS.test(module.text.slice(...(named ?? test).range).slice(0, 300))) return true;
  }
  return false;
}
const IS_HTTPS = /(?:===?\s*|\bstartsWith\(\s*)['"`]https:?(?:\/\/)?['"`]/;

/** `tls.connect({ … }, () => socket.getPeerCertificate())`: it comes to look at the certificate, or at the handshake, whatever it is. */
function looksAtCertificate(module: ParsedModule, node: TSESTree.Property): boolean {
  const options = module.parent(node);
  const holder = options && module.parent(options);
  const connects = holder?.type === AST_NODE_TYPES.CallExpression && /^(?:connect|request|get)$/.test(lastName(holder.callee) ?? '');
  if (!holder || (!connects && holder.type !== AST_NODE_TYPES.VariableDeclarator)) return false;
  // The socket may be handed out of a promise first.
  let around: TSESTree.Node = holder;
  for (let up = module.parent(holder); up && up.type !== AST_NODE_TYPES.Program && up.type !== AST_NODE_TYPES.ClassBody; up = module.parent(up)) around = up;
  return /\bgetPeer(?:X509)?Certificate\b|\.authoriz(?:ed|ationError)\b/.test(module.text.slice(...around.range));
}

/** The options of a MinIO client whose host is not this machine. */
function isRemote(module: ParsedModule, node: TSESTree.Property, value: (node: TSESTree.Node | undefined) => unknown): boolean {
  const options = module.parent(node);
  const host = options?.type === AST_NODE_TYPES.ObjectExpression ? property(options, 'endPoint') : undefined;
  const known = value(host);
  return host !== undefined && !(typeof known === 'string' && /^(?:localhost|127\.|0\.0\.0\.0)/.test(known));
}

/** `() => undefined`, `() => {}`. */
function neverRefuses(node: TSESTree.Node): boolean {
  if (node.type !== AST_NODE_TYPES.ArrowFunctionExpression && node.type !== AST_NODE_TYPES.FunctionExpression) return false;
  if (node.body.type === AST_NODE_TYPES.BlockStatement) {
    return node.body.body.every((statement) => statement.type === AST_NODE_TYPES.ReturnStatement && (!statement.argument || dottedName(statement.argument) === 'undefined'));
  }
  return dottedName(node.body) === 'undefined' || (node.body.type === AST_NODE_TYPES.Literal && node.body.value === null);
}

/** TLS that takes whatever certificate comes is no encrypted side that an operator could choose. */
const looksAway = ({ arguments: given }: TSESTree.CallExpression): boolean => given.some((argument) => {
  if (argument.type !== AST_NODE_TYPES.ObjectExpression) return false;
  const [named, verified] = [property(argument, 'checkServerIdentity'), property(argument, 'rejectUnauthorized')];
  return (named !== undefined && neverRefuses(named)) || (verified?.type === AST_NODE_TYPES.Literal && verified.value === false);
});

/** Options of a session's cookie, or the options of a call that sets a cookie. */
function isCookie(module: ParsedModule, node: TSESTree.Property): boolean {
  const object = module.parent(node);
  const holder = object && module.parent(object);
  if (holder?.type === AST_NODE_TYPES.Property) return keyOf(holder) === 'cookie' || keyOf(holder) === 'cookieOptions';
  return holder?.type === AST_NODE_TYPES.CallExpression && /^(?:cookie|setCookie)$|cookies?(?:\(\))?\.set$/i.test(dottedName(holder.callee) ?? lastName(holder.callee) ?? '');
}

const PRODUCTION = /[=!]==?\s*(?:['"`]prod(?:uction)?['"`]|\w+\.(?:Prod(?:uction)?|PROD(?:UCTION)?)\b)|\bis_?prod(?:uction)?\b|import\.meta\.env\.PROD\b/i;
const DEVELOPMENT = /[=!]==?\s*\w+\.(?:Dev(?:elopment)?|DEV(?:ELOPMENT)?|Local|LOCAL|Test|TEST)\b|[=!]==?\s*['"`](?:(?:local)?dev(?:elopment)?|test|local|e2e|[\w.-]*local(?:host)?(?:\.[a-z]+)?)['"`]|\bis_?(?:dev(?:elopment)?|test|local)(?:host|mode)?\b|NODE_ENV|import\.meta\.env\.DEV\b/i;

/** True where the condition around a node holds in development only. */
function onlyInDevelopment(module: ParsedModule, node: TSESTree.Node): boolean {
  for (let child = node, up = module.parent(node); up; child = up, up = module.parent(up)) {
    if (up.type !== AST_NODE_TYPES.IfStatement && up.type !== AST_NODE_TYPES.ConditionalExpression && !(up.type === AST_NODE_TYPES.LogicalExpression && up.right === child)) continue;
    const test = up.type === AST_NODE_TYPES.LogicalExpression ? up.left : up.test;
    if (child === test) continue;
    const text = module.text.slice(test.range[0], test.range[1]);
    if (!PRODUCTION.test(text) && !DEVELOPMENT.test(text)) continue;
    const negated = /!==?\s*(?:['"`]|\w+\.[A-Z])|^!/.test(text);
    const production = PRODUCTION.test(text) !== negated;
    const otherwise = (up.type === AST_NODE_TYPES.IfStatement || up.type === AST_NODE_TYPES.ConditionalExpression) && up.alternate === child;
    if (production === otherwise) return true;
  }
  return false;
}

