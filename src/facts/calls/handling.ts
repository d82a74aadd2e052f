import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Handling, ParsedModule } from '../../model/index.ts';
import { isFunction } from '../../lib/scope.ts';
import { contains, dottedName, unwrap, walk } from '../../lib/tree.ts';

const LOG = /(^|\.)(log|logger|logging|console|debug|trace|info|warn|warning|error|fatal|captureException|captureMessage|capture|report|notify|recordException|setStatus|tracer|span|metrics?|addBreadcrumb)($|\.)|sentry|logger/i;

/** What a callback for failures does: of `.catch(…)`, of `catchError(…)`, of `.on('error', …)`. */
export function handlerOf(node: TSESTree.Node, text: string): Handling {
  const plain = unwrap(node);
  if (isFunction(plain)) {
    if (plain.body.type === T.BlockStatement) return thoughtOf(caught(plain.body.body), plain.body, text);
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

/** What becomes of a failure inside of a `try`. */
export function handlingOf(attempt: TSESTree.TryStatement, { text, parent: above }: ParsedModule): Handling {
  const { body } = attempt.handler!;
  const handling = caught(body.body);
  if (handling === 'logged' && isTold(attempt, above(attempt), text)) return 'fallback';
  if (handling === 'empty' && goesOn(attempt, above)) return 'fallback';
  // `// ignore it where we may not` at the head of the attempt says as much.
  if ((handling === 'empty' || handling === 'logged') && FORGIVES.test(text.slice(...attempt.block.range))) return 'noted';
  return thoughtOf(handling, body, text);
}

/** A comment says that somebody thought of it. */
const thoughtOf = (handling: Handling, { range }: TSESTree.BlockStatement, text: string): Handling =>
  ((handling === 'logged' || handling === 'empty') && COMMENT.test(text.slice(...range)) ? 'noted' : handling);

/** A comment that speaks of what may fail. */
const FORGIVES = /\/[/*][^\n]{0,120}\b(?:ignor\w*|best[ -]effort|may fail|can fail|not critical|non-critical|optional|otherwise skip)\b/i;
const COMMENT = /(?:^|[\s{};])\/[/*](?!\s*(?:eslint|@ts-|prettier|istanbul|c8|v8)\b)/;

/** What a catch clause does in the end. */
function caught(statements: readonly TSESTree.Statement[]): Handling {
  if (statements.length === 0) return 'empty';
  let answered = false;
  let parted = false;
  for (const statement of statements) {
    const effect = effectOf(statement);
    parted ||= effect === 'parted';
    if (effect === 'rethrown' || (effect === 'fallback' && statement.type === T.ReturnStatement)) return parted ? 'rethrown' : effect;
    answered ||= effect === 'fallback';
  }
  return parted ? 'rethrown' : answered ? 'fallback' : 'logged';
}

/** What one statement of it does; `parted`: some failures of the call go on to the caller; undefined: it tells of the failure, or does nothing. */
function effectOf(statement: TSESTree.Statement): 'rethrown' | 'parted' | 'fallback' | undefined {
  switch (statement.type) {
    case T.ThrowStatement: return 'rethrown';
    case T.ReturnStatement: {
      const value = statement.argument && unwrap(statement.argument);
      if (!value) return undefined;
      return HANDS_ON.test(value.type === T.CallExpression ? dottedName(value.callee) ?? '' : '') ? 'rethrown' : 'fallback';
    }
    case T.ExpressionStatement: {
      const plain = unwrap(statement.expression);
      const value = plain.type === T.AwaitExpression ? unwrap(plain.argument) : plain;
      if (value.type !== T.CallExpression) return 'fallback';
      const name = dottedName(value.callee) ?? '';
      if (HANDS_ON.test(name) || /(^|\.)exit$/.test(name)) return 'rethrown';
      return LOG.test(name) || (value.callee.type === T.MemberExpression && value.callee.property.type === T.Identifier && LOG.test(value.callee.property.name)) ? undefined : 'fallback';
    }
    // `const message = messageOf(error)`, for the log.
    case T.VariableDeclaration: return statement.declarations.some(({ init }) => init && unwrap(init).type === T.AwaitExpression) ? 'fallback' : undefined;
    case T.BlockStatement: {
      const inner = caught(statement.body);
      return inner === 'rethrown' || inner === 'fallback' ? inner : undefined;
    }
    // Some failures are told from others: where one of them ends otherwise, somebody decided.
    case T.IfStatement: {
      const [held, otherwise] = [effectOf(statement.consequent), statement.alternate ? effectOf(statement.alternate) : undefined];
      if (held === 'rethrown') return isForeign(statement.test) ? otherwise : otherwise === 'rethrown' ? 'rethrown' : 'parted';
      return held === 'parted' || otherwise === 'parted' || otherwise === 'rethrown' ? 'parted' : held ?? otherwise ? 'fallback' : undefined;
    }
    case T.EmptyStatement: return undefined;
    default: return 'fallback';
  }
}

/** `if (!(error instanceof AxiosError)) throw error;`: it is no failure of the call. */
function isForeign(test: TSESTree.Expression): boolean {
  const plain = unwrap(test);
  if (plain.type !== T.UnaryExpression || plain.operator !== '!') return false;
  const kind = unwrap(plain.argument);
  return kind.type === T.CallExpression || (kind.type === T.BinaryExpression && kind.operator === 'instanceof');
}

const HANDS_ON = /(^|\.)(next|rej|reject|throwError|fail)$/;

/** `try { …; return answer; } catch {} return null;`: what came is given back, and behind the attempt, or behind the loop that tries one after the other, something else. */
function goesOn(attempt: TSESTree.TryStatement, above: ParsedModule['parent']): boolean {
  const answers = (statement: TSESTree.Node): boolean => statement.type === T.ReturnStatement && statement.argument !== null && !isUndefined(statement.argument);
  // `return true` of a write says that it was done, and no more.
  const givesWhatCame = (statement: TSESTree.Node): boolean => answers(statement) && (statement as TSESTree.ReturnStatement).argument!.type !== T.Literal;
  if (!contains(attempt.block, givesWhatCame, isFunction)) return false;
  for (let child: TSESTree.Node = attempt, up = above(child); up && !isFunction(up) && up.type !== T.Program; child = up, up = above(up)) {
    if (up.type !== T.BlockStatement) continue;
    const behind = up.body.filter((one) => one.range[0] >= child.range[1]);
    if (behind.length > 0) return behind.some(answers);
  }
  return false;
}

const isUndefined = (node: TSESTree.Node): boolean => node.type === T.Identifier && node.name === 'undefined';

/** What follows can tell that the attempt failed: a variable is left as it was, or an answer within was not given. */
function isTold({ block, range }: TSESTree.TryStatement, parent: TSESTree.Node | undefined, text: string): boolean {
  const after = text.slice(range[1], range[1] + 20_000);
  const beside = parent?.type === T.BlockStatement ? parent.body.filter((one) => one.range[0] >= range[1]) : [];
  const answers = beside.some(({ type }) => type === T.ReturnStatement);
  // What was tried first is only tidying up: the error comes all the same.
  let found = beside.some(({ type }) => type === T.ThrowStatement);
  walk(block, (node) => {
    if (isFunction(node)) return false;
    if (node.type === T.ReturnStatement && node.argument && answers) found = true;
    const target = node.type === T.AssignmentExpression ? node.left : node.type === T.UpdateExpression ? node.argument : undefined;
    if (target?.type === T.Identifier && new RegExp(`(?<![\\w$.])${target.name.replaceAll('$', '\\$')}(?![\\w$])`).test(after)) found = true;
    return undefined;
  });
  return found;
}
