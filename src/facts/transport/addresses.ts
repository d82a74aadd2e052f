import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { AddressSite, ParsedModule } from '../../model/index.ts';
import { lastName } from '../../lib/callee.ts';
import { addressOf, isPrivateHost } from '../../lib/hosts.ts';
import { dottedName, keyOf } from '../../lib/tree.ts';

/** Schemes by which something is connected to, and whether they are encrypted by themselves. */
const SCHEMES: Readonly<Record<string, boolean | undefined>> = {
  http: false, https: true, ws: false, wss: true, ftp: false, ldap: false, ldaps: true, redis: false, rediss: true, amqp: false, amqps: true,
  mqtt: false, mqtts: true, smtp: false, smtps: true, 'mongodb+srv': true,
  // Whether these are encrypted is said in their query, and otherwise by the server.
  postgres: undefined, postgresql: undefined, mysql: undefined, mongodb: undefined,
};

const SETTING = /(?:url|uri|endpoint|host|base|origin|issuer|server|broker|connection(?:string)?|dsn|api|gateway|address)s?$/i;
const CALLS = /^(?:fetch|get|post|put|patch|delete|head|request|got|ky|axios|connect|createClient|createConnection|createTransport|WebSocket|\$fetch|ofetch)$/;

/** Addresses outside the own network that the module connects to, or offers as a setting to connect to. */
export function addresses(module: ParsedModule): AddressSite[] {
  const found: AddressSite[] = [];
  const look = (node: TSESTree.Node, text: string): void => {
    const address = addressOf(text);
    if (!address || !(address.scheme in SCHEMES) || isPrivateHost(address.host)) return;
    const use = useOf(module, node);
    if (!use || (use === 'setting' && isName(module, node, text))) return;
    const own = SCHEMES[address.scheme];
    const secure = own ?? (/sslmode=disable|[?&](?:ssl|tls)=false/i.test(text) ? false : undefined);
    if (secure === undefined) return;
    found.push({ ...address, use, secure, line: node.loc.start.line, column: node.loc.start.column + 1 });
  };
  for (const node of module.nodes('Literal')) if (typeof node.value === 'string' && node.value.includes('://')) look(node, node.value);
  for (const node of module.nodes('TemplateLiteral')) {
    const text = node.quasis[0]?.value.cooked ?? '';
    // `https://${host}/` names no host that is known here, and `https://api.${region}.x` none that is whole.
    if (text.includes('://') && (node.expressions.length === 0 || /:\/\/[^/]+[/?#]/.test(text))) look(node, text);
  }
  return found;
}

const NAMESPACE_PATH = /^[a-z]+:\/\/[^/?#]+\/(?:specs?|schemas?|ns|xmlns|namespaces?|fhir|terms|vocab|ontolog\w*|StructureDefinition|CodeSystem|identifiers?)(?:[/#]|$)/i;
/** `avatar_url`: a picture or page that a browser fetches for somebody. */
const SHOWN = /(?:avatar|image|img|picture|photo|icon|logo|thumbnail|banner|cover|web|html|profile|home_?page|website|docs?|documentation)_?ur[il]s?$/i;
const NAMESPACE = /(?:xmlns|specifiedBy|system|namespace|schema|spec|specification|profile|context|identifier)_?ur[il]s?$/i;

/** Something is called by the address, or shown from it; the module does not connect to it. */
function isName(module: ParsedModule, node: TSESTree.Node, text: string): boolean {
  const parent = module.parent(node);
  const name = parent?.type === AST_NODE_TYPES.VariableDeclarator && parent.id.type === AST_NODE_TYPES.Identifier ? parent.id.name
    : parent?.type === AST_NODE_TYPES.Property ? keyOf(parent) ?? '' : '';
  return NAMESPACE_PATH.test(text) || NAMESPACE.test(name) || SHOWN.test(name) || (parent?.type === AST_NODE_TYPES.VariableDeclarator && /(?:ur[il]|ns)$/i.test(name) && isOnlyCompared(module, name));
}

/** `name.startsWith('xmlns:') && value !== GPXX_URI`: what an XML document calls its words by is compared, and asked for nowhere. */
function isOnlyCompared(module: ParsedModule, name: string): boolean {
  const uses = module.nodes('Identifier').filter((one) => one.name === name).map((one) => ({ one, up: module.parent(one) }));
  const isCompared = ({ up }: typeof uses[number]): boolean => up?.type === AST_NODE_TYPES.BinaryExpression && /^[!=]==?$/.test(up.operator);
  const isAsked = ({ one, up }: typeof uses[number]): boolean => ((up?.type === AST_NODE_TYPES.CallExpression || up?.type === AST_NODE_TYPES.NewExpression) && up.arguments[0] === one) || up?.type === AST_NODE_TYPES.TemplateLiteral || (up?.type === AST_NODE_TYPES.Property && SETTING.test(keyOf(up) ?? ''));
  return (uses.some(isCompared) || module.text.includes('xmlns')) && !uses.some(isAsked);
}

/** `{ title: 'Our site', url: 'http://…' }`, `{ '@type': 'Organization', url: 'https://…' }`, `license: { name: 'MIT', url: 'http://…' }`: somebody may follow it; the module does not. */
const isLink = (module: ParsedModule, entry: TSESTree.Property): boolean => {
  const object = module.parent(entry);
  const holder = object && module.parent(object);
  if (holder?.type === AST_NODE_TYPES.Property && /^(?:contact|license|externalDocs|author|maintainer|repository|appInfo)$/.test(keyOf(holder) ?? '')) return true;
  return object?.type === AST_NODE_TYPES.ObjectExpression && object.properties.some((other) => other.type === AST_NODE_TYPES.Property && /^(?:title|label|caption|text|@type|@context)$/.test(keyOf(other) ?? ''));
};

const FOLLOWED = /(?:link|href|home_?page|website|docs|documentation|help(?:_?(?:page|ur[il]))?)s?$/i;

function useOf(module: ParsedModule, node: TSESTree.Node): AddressSite['use'] | undefined {
  const parent = module.parent(node);
  switch (parent?.type) {
    case AST_NODE_TYPES.CallExpression: case AST_NODE_TYPES.NewExpression: {
      if (parent.arguments[0] !== node) return undefined;
      const name = lastName(parent.callee) ?? '';
      if (name === 'URL') return undefined;
      // `makeURL('http://api.acme.com/v1', params)`
      if (/^(?:make|build|create|compose|with|add|append)\w*(?:ur[il]|quer(?:y|ies)|params)$/i.test(name)) return 'setting';
      return CALLS.test(name) && !/(?:app|router|server|headers|params|map|cache)$/i.test((dottedName(parent.callee) ?? '').split('.').at(-2) ?? '') ? 'call' : undefined;
    }
    case AST_NODE_TYPES.LogicalExpression:
      // `env.upload_ref_link || 'http://…'`: somebody may follow it.
      return parent.right === node && !FOLLOWED.test((dottedName(parent.left) ?? '').split('.').at(-1)!) && /(?:^|\.)env\b|config|getenv/i.test(module.text.slice(parent.left.range[0], parent.left.range[1])) ? 'fallback' : undefined;
    case AST_NODE_TYPES.Property: {
      if (parent.value !== node) return undefined;
      return SETTING.test(keyOf(parent) ?? '') && !isLink(module, parent) ? 'setting' : undefined;
    }
    case AST_NODE_TYPES.VariableDeclarator:
      return parent.id.type === AST_NODE_TYPES.Identifier && SETTING.test(parent.id.name) ? 'setting' : undefined;
    case AST_NODE_TYPES.PropertyDefinition:
      return parent.key.type === AST_NODE_TYPES.Identifier && SETTING.test(parent.key.name) ? 'setting' : undefined;
    default:
      return undefined;
  }
}
