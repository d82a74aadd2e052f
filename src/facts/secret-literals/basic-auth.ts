import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, SecretSite } from '../../model/index.ts';
import { methodOf } from '../../lib/callee.ts';
import { fold, topLevelConstants } from '../../lib/fold.ts';
import { isLocalPassword, isPlaceholder } from '../../lib/secret-shape.ts';
import { dottedName } from '../../lib/tree.ts';
import { isExample } from './examples.ts';
import { site } from './site.ts';

/** `'Basic dXNlcjp…'`, and `btoa('user:password')` or `Buffer.from('user:password').toString('base64')` in a module that says `Basic `. */
export function* basicAuth(module: ParsedModule): Generator<SecretSite> {
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
