import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Handling } from '../../model/index.ts';
import { isFunction } from '../../lib/scope.ts';
import { dottedName, unwrap } from '../../lib/tree.ts';

const LOG = /(^|\.)(log|logger|logging|console|debug|trace|info|warn|warning|error|fatal|captureException|captureMessage|capture|report|notify|recordException|setStatus)($|\.)|sentry|logger/i;

/** What a callback for failures does: of `.catch(…)`, of `catchError(…)`. */
export function handlerOf(node: TSESTree.Node): Handling {
  const plain = unwrap(node);
  if (isFunction(plain)) {
    if (plain.body.type === T.BlockStatement) return caught(plain.body.body);
    const body = unwrap(plain.body);
    if (body.type === T.CallExpression) {
      const name = dottedName(body.callee) ?? '';
      return name === 'throwError' || /reject|next$/.test(name) ? 'rethrown' : LOG.test(name) ? 'logged' : 'fallback';
    }
    return body.type === T.Identifier && body.name === 'undefined' ? 'empty' : 'fallback';
  }
  const name = dottedName(plain) ?? '';
  return LOG.test(name) ? 'logged' : /noop/i.test(name) ? 'empty' : /reject|next$/.test(name) ? 'rethrown' : 'fallback';
}

/** What a catch clause does in the end. */
export function caught(statements: readonly TSESTree.Statement[]): Handling {
  if (statements.length === 0) return 'empty';
  let logged = true;
  for (const statement of statements) {
    if (statement.type === T.ThrowStatement) return 'rethrown';
    if (statement.type === T.ReturnStatement) {
      const value = statement.argument && unwrap(statement.argument);
      if (!value) continue;
      const name = value.type === T.CallExpression ? dottedName(value.callee) ?? '' : '';
      if (/(^|\.)(next|reject|throwError|fail)$/.test(name)) return 'rethrown';
      return 'fallback';
    }
    if (statement.type === T.ExpressionStatement) {
      const value = unwrap(statement.expression);
      const name = value.type === T.CallExpression ? dottedName(value.callee) ?? '' : '';
      if (/(^|\.)(next|reject|exit)$/.test(name)) return 'rethrown';
      if (value.type === T.CallExpression && (LOG.test(name) || (value.callee.type === T.MemberExpression && value.callee.property.type === T.Identifier && LOG.test(value.callee.property.name)))) continue;
    }
    logged = false;
  }
  return logged ? 'logged' : 'fallback';
}
