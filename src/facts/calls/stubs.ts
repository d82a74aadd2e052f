import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Reference } from '../../model/index.ts';
import { symbolOf } from '../../lib/clients/match.ts';

const GRPC = /^(@grpc\/grpc-js|grpc)$/;
const CREDENTIALS = /(^|\.)(credentials|ChannelCredentials)\.create/;

/**
 * A generated client of gRPC. Whatever generated its class (grpc-tools, ts-proto, the proto-loader at run time, a package),
 * it is made with an address and the credentials of a channel; or it comes from a module that only grpc-tools names so.
 */
export function isStub(node: TSESTree.NewExpression, ref: Reference, reference: (node: TSESTree.Node) => Reference | undefined): boolean {
  if (node.arguments.length < 2) return false;
  if (/_grpc_pb(\.js)?$/.test(ref.from ?? '') && /Client$/.test([ref.name, ...ref.path].at(-1)!)) return true;
  return node.arguments.slice(1, 2).some((argument) => {
    if (argument.type === T.SpreadElement) return false;
    const given = reference(argument);
    return given !== undefined && GRPC.test(given.from ?? '') && CREDENTIALS.test(symbolOf(given));
  });
}
