import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, SecretSite } from '../../model/index.ts';
import { isLocalPassword, isPlaceholder, looksRandom } from '../../lib/secret-shape.ts';
import { dottedName, keyOf, plainString } from '../../lib/tree.ts';
import { isExample } from './examples.ts';
import { site } from './site.ts';

const HEADER = /^(?:proxy-)?authorization$|^x-(?:[\w]+-)*(?:key|token|secret)$|^(?:api|auth|access|app|subscription|client|ocp-apim-subscription)-(?:key|token|secret)$/i;
const BEARER = /^(?:Bearer|Token|Api-?Key|Key)\s+(\S{12,})$/i;
const IN_ADDRESS = /[?&](appid|api_?key|access_?token|client_?secret|token)=([\w-]{16,200})(?=&|$)/i;

/** `Authorization: 'Bearer k8Fz…'`, `'x-api-key': 'k8Fz…'`, `https://…?appid=4a8c…`: what a request says to be let in. */
export function* handed(module: ParsedModule): Generator<SecretSite> {
  for (const entry of module.nodes('Property')) {
    const name = keyOf(entry);
    const value = name !== undefined && HEADER.test(name) ? plainString(entry.value) : undefined;
    const token = value === undefined ? undefined : BEARER.exec(value)?.[1] ?? (/authorization/i.test(name!) ? undefined : value);
    if (token !== undefined && looksRandom(token) && !isExample(module, entry)) yield site(entry.value, 'named', 'request-token', name!, 'medium');
  }
  for (const node of [...module.nodes('Literal'), ...module.nodes('TemplateElement')]) {
    const text = node.type === AST_NODE_TYPES.TemplateElement ? node.value.cooked : node.value;
    const [, name, value] = (typeof text === 'string' && text.length < 2_000 && text.includes('=') ? IN_ADDRESS.exec(text) : null) ?? [];
    const before = node.type === AST_NODE_TYPES.TemplateElement ? addressBefore(module, node) : String(text);
    if (name !== undefined && looksRandom(value!) && /^https?:\/\//i.test(before) && !/\bexample\.(?:com|org|net)\b|maps\.google|googleapis\.com\/maps|fonts\./i.test(before) && !isExample(module, node)) yield site(node, 'named', 'request-token', name, 'medium');
  }
}

/** How the template that a part of it belongs to begins. */
function addressBefore(module: ParsedModule, node: TSESTree.Node): string {
  const template = module.parent(node);
  return template?.type === AST_NODE_TYPES.TemplateLiteral ? template.quasis[0]?.value.cooked ?? '' : '';
}

/** A password wherever it comes from, anything else of what a request brings. */
const OF_A_REQUEST = /(?:^|\.)(?:password|passwd|pwd|passcode)$|^(?:\w+\.)*(?:req|request|ctx|body|query|params|headers|input|payload|dto|args|event)\.(?:[\w-]+\.)*(?:secret|api_?key|access_?token|auth_?token|token|x-api-key|authorization)$/i;

/** `req.body.password === 'Adm1n!2024'`: whoever reads the code is let in. */
export function* compared(module: ParsedModule): Generator<SecretSite> {
  for (const { operator, left, right } of module.nodes('BinaryExpression')) {
    if (!/^[!=]==?$/.test(operator)) continue;
    const [literal, other] = plainString(left) === undefined ? [right, left] : [left, right];
    const value = plainString(literal);
    const name = value === undefined ? undefined : dottedName(other);
    if (name === undefined || !OF_A_REQUEST.test(name) || value!.length < 6 || isPlaceholder(value!)) continue;
    // A word may be a kind of thing; a mark or a digit among letters is chosen by somebody. What everybody guesses is let in as well.
    const said = BEARER.exec(value!)?.[1] ?? value!;
    if (/[a-z]/i.test(said) && /[\d!@#$%^&*]/.test(said) && !/\s/.test(said) && (looksRandom(said) || isLocalPassword(said) || /^[\w!@#$%^&*.-]{6,40}$/.test(said))) yield site(literal, 'use', 'compared', name.split('.').at(-1)!, 'medium');
  }
}
