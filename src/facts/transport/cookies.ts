import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import type { Binding } from '../../lib/bindings.ts';
import { importedCallee, methodOf, receiverOf } from '../../lib/callee.ts';
import { topLevelConstants } from '../../lib/fold.ts';
import { plainString, property } from '../../lib/tree.ts';

/** Who holds it is somebody. */
const CREDENTIAL = /^(?:[\w.-]*[-_.])?(?:token|jwt|session|session_?id|sid|auth|authentication|authorization)$|^(?:access|refresh|auth|id|session|jwt)_?token$/i;
const RESPONSE = /^(?:res|response|reply)$/;

/** Calls that set a session or a token as a cookie and leave out `secure`, in a module that speaks of it nowhere. */
export function cookiesInTheClear(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): readonly TSESTree.CallExpression[] {
  if (!/express-session|\.(?:cookie|setCookie)\(/.test(module.text) || /\bsecure\b/i.test(module.text)) return [];
  const constants = topLevelConstants(module.tree);
  const object = (node: TSESTree.Node | undefined): TSESTree.ObjectExpression | undefined => {
    const told = node?.type === T.Identifier ? constants.get(node.name) : node;
    return told?.type === T.ObjectExpression && !told.properties.some(({ type }) => type === T.SpreadElement) ? told : undefined;
  };
  return module.nodes('CallExpression').filter((node) => {
    const called = importedCallee(node.callee, bindings);
    if (called?.package === 'express-session' && called.member === 'default') {
      const options = object(node.arguments[0]);
      const cookie = options && property(options, 'cookie');
      return options !== undefined && (cookie === undefined || object(cookie) !== undefined);
    }
    if (!/^(?:cookie|setCookie)$/.test(methodOf(node.callee) ?? '') || !RESPONSE.test(receiverOf(node.callee) ?? '')) return false;
    const [name, value, options] = node.arguments;
    // An empty value takes the cookie away.
    return CREDENTIAL.test(plainString(name) ?? '') && value !== undefined && plainString(value) !== '' && (options === undefined || object(options) !== undefined);
  });
}
