import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { dottedName, property, unwrap } from '../../lib/tree.ts';

const SOCKET = /^(?:unix:|\\\\[.?]\\pipe\\|\/[\w@./-]+$)|\.sock$/;
const SOCKET_NAME = /(?:sock|socket|pipe)(?:_?(?:path|file|name))?$/i;

/** `'/run/shop.sock'`, `socketPath`, `{ path }`: an address on this machine that no network leads to. */
export function isSocket(address: TSESTree.Node | undefined): boolean {
  if (!address) return false;
  const plain = unwrap(address);
  if (plain.type === AST_NODE_TYPES.Literal) return typeof plain.value === 'string' && SOCKET.test(plain.value);
  if (plain.type === AST_NODE_TYPES.TemplateLiteral) return /\.sock$/.test(plain.quasis.at(-1)?.value.cooked ?? '');
  if (plain.type === AST_NODE_TYPES.ObjectExpression) return property(plain, 'path') !== undefined && property(plain, 'port') === undefined && plain.properties.every(({ type }) => type === AST_NODE_TYPES.Property);
  return SOCKET_NAME.test(dottedName(plain) ?? '');
}
