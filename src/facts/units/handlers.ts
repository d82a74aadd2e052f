import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { type Binding, importBindings, packageOf } from '../../lib/bindings.ts';
import { isFunction } from '../../lib/scope.ts';
import { dottedName, keyOf, property, unwrap } from '../../lib/tree.ts';

/** What a platform calls, and the name that it calls it by. */
export interface ExportedHandler {
  readonly node: TSESTree.Node;
  readonly framework: string;
  readonly export: string;
}

const LAMBDA_PACKAGES: ReadonlySet<string> = new Set(['aws-lambda', '@middy/core', 'middy', '@aws-lambda-powertools/logger', '@codegenie/serverless-express', 'serverless-http', '@vendia/serverless-express', 'aws-serverless-express']);

/** What Auth0 runs while somebody signs in: `exports.onExecutePostLogin = async (event, api) => …`. */
const AUTH0_ACTION = /^on(?:Execute|Continue)[A-Z]/;

/** Exported Lambda handlers, and modules that export a server by default; `frameworkOf` names the server that an expression makes, `serverOf` the one behind a local name. */
export function exportedHandlers(module: ParsedModule, frameworkOf: (value: TSESTree.Node) => string | undefined, serverOf: (local: string) => string | undefined): ExportedHandler[] {
  const packages = module.imports.map(({ specifier }) => packageOf(specifier) ?? '');
  const lambda = packages.some((name) => LAMBDA_PACKAGES.has(name) || name.startsWith('@aws-lambda-powertools/'));
  const ofAws = packages.some((name) => name === 'aws-sdk' || name.startsWith('@aws-sdk/'));
  const firebase = module.text.includes('firebase-functions') ? importBindings(module) : undefined;
  const found: ExportedHandler[] = [];
  const note = (node: TSESTree.Node, exported: string, value: TSESTree.Node | null, isCommonJs = false): void => {
    if (value && isOfFirebase(firebase, unwrap(value))) found.push({ node, framework: 'firebase', export: exported });
    else if (value && !AUTH0_ACTION.test(exported) && !isCommand && isLambda(unwrap(value), exported, { lambda, isCommonJs, ofAws })) found.push({ node, framework: 'lambda', export: exported });
  };
  const locals = localValues(module.tree);
  const held = (value: TSESTree.Node): TSESTree.Node => (value.type === AST_NODE_TYPES.Identifier ? locals.get(value.name) ?? value : value);
  // `exports.command` beside it: a command of yargs.
  const isCommand = /\bexports\.(?:command|builder)\b|\b(?:export const|exports\s*=\s*\{\s*)command\b/.test(module.text);
  for (const statement of module.tree.body) {
    if (statement.type === AST_NODE_TYPES.ExportNamedDeclaration && !statement.source) {
      for (const { local, exported } of statement.specifiers) if (exported.type === AST_NODE_TYPES.Identifier && local.type === AST_NODE_TYPES.Identifier) note(statement, exported.name, locals.get(local.name) ?? null);
    }
    if (statement.type === AST_NODE_TYPES.ExportNamedDeclaration && statement.declaration) {
      const { declaration } = statement;
      if (declaration.type === AST_NODE_TYPES.FunctionDeclaration && declaration.id) note(statement, declaration.id.name, declaration);
      if (declaration.type === AST_NODE_TYPES.VariableDeclaration) for (const { id, init } of declaration.declarations) if (id.type === AST_NODE_TYPES.Identifier) note(statement, id.name, init);
    }
    if (statement.type === AST_NODE_TYPES.ExpressionStatement && statement.expression.type === AST_NODE_TYPES.AssignmentExpression) {
      const left = dottedName(statement.expression.left) ?? '';
      const right = unwrap(statement.expression.right);
      const target = /^(?:module\.)?exports\.(\w+)$/.exec(left);
      if (target) note(statement, target[1]!, held(right), true);
      // `module.exports = { handler }`
      if (left === 'module.exports' && right.type === AST_NODE_TYPES.ObjectExpression) for (const entry of right.properties) if (entry.type === AST_NODE_TYPES.Property && keyOf(entry) === 'handler') note(statement, 'handler', held(unwrap(entry.value)), true);
    }
    if (statement.type === AST_NODE_TYPES.ExportDefaultDeclaration) {
      const framework = exportedServer(unwrap(statement.declaration), frameworkOf, serverOf);
      if (framework !== undefined) found.push({ node: statement, framework, export: 'default' });
    }
  }
  return found;
}

/** `exports.charge = functions.region('europe-west1').https.onCall(…)`, `export const tidy = onSchedule('every day', …)` */
function isOfFirebase(bindings: ReadonlyMap<string, Binding> | undefined, value: TSESTree.Node): boolean {
  if (bindings === undefined) return false;
  let at = value;
  while (at.type === AST_NODE_TYPES.CallExpression || at.type === AST_NODE_TYPES.MemberExpression) at = unwrap(at.type === AST_NODE_TYPES.CallExpression ? at.callee : at.object);
  return value.type === AST_NODE_TYPES.CallExpression && at.type === AST_NODE_TYPES.Identifier && packageOf(bindings.get(at.name)?.specifier ?? '') === 'firebase-functions' && /(?:^|\.)on[A-Z]\w*$/.test(calledBy(value));
}

/** The last name of what is called. */
const calledBy = ({ callee }: TSESTree.CallExpression): string => (callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : dottedName(callee) ?? '');

/** What the module says besides: it uses a package that only handlers use, it is CommonJS, it calls services of AWS. */
interface Signs { readonly lambda: boolean; readonly isCommonJs: boolean; readonly ofAws: boolean }

function isLambda(value: TSESTree.Node, exported: string, { lambda, isCommonJs, ofAws }: Signs): boolean {
  const called = value.type === AST_NODE_TYPES.CallExpression ? value : undefined;
  const takesEvent = isFunction(value) && isEvent(value.params[0]);
  const wrapped = called !== undefined && /^(?:middy|serverless|serverlessExpress|handle|awsServerlessExpress)/.test(dottedName(called.callee) ?? '');
  // `withMonitoring(async (event) => …)`, `handler.run.bind(handler)`
  const fluent = called !== undefined && (lambda || called.arguments.map(unwrap).some((argument) => isFunction(argument) && isEvent(argument.params[0])));
  if (exported === 'handler' && (isFunction(value) ? takesEvent || lambda || (isCommonJs && ofAws && value.params.length === 0) : fluent)) return true;
  // `(event) => …` alone, in a module of its own kind, may as well be a browser's listener.
  return (takesEvent && isFunction(value) && (lambda || isCommonJs || isContext(value.params[1]))) || (wrapped && lambda);
}

const isContext = (parameter: TSESTree.Parameter | undefined): boolean => parameter?.type === AST_NODE_TYPES.Identifier && /^_?(?:context|ctx)$/.test(parameter.name);

/** Keys that only events of AWS have. */
const OF_EVENTS = new Set(['Records', 'pathParameters', 'queryStringParameters', 'requestContext', 'detail', 'isBase64Encoded']);

/** `event`, `event = {}`, `{ Records }` */
function isEvent(parameter: TSESTree.Parameter | undefined): boolean {
  const plain = parameter?.type === AST_NODE_TYPES.AssignmentPattern ? parameter.left : parameter;
  return (plain?.type === AST_NODE_TYPES.Identifier && /^_?(?:event|evt)$/.test(plain.name))
    || (plain?.type === AST_NODE_TYPES.ObjectPattern && plain.properties.some((entry) => entry.type === AST_NODE_TYPES.Property && OF_EVENTS.has(keyOf(entry) ?? '')));
}

/** `export default { fetch: app.fetch }` and `export default app`; a part of a larger application is exported the same way: `units` keeps those that nothing imports. */
function exportedServer(value: TSESTree.Node, frameworkOf: (value: TSESTree.Node) => string | undefined, held: (local: string) => string | undefined): string | undefined {
  if (value.type !== AST_NODE_TYPES.ObjectExpression) {
    // `Sentry.withSentry(options, app)`: what is put around it hands its requests on.
    const handed = value.type === AST_NODE_TYPES.CallExpression && /(?:^|\.)(?:with|wrap|instrument)[A-Z]?\w*$/.test(dottedName(value.callee) ?? '') ? value.arguments.at(-1) : undefined;
    const framework = frameworkOf(value) ?? (handed && handed.type !== AST_NODE_TYPES.SpreadElement ? exportedServer(unwrap(handed), frameworkOf, held) : undefined);
    return framework === 'hono' || framework === 'elysia' || framework === 'itty' || framework === 'worker-fetch' ? framework : undefined;
  }
  const fetch = property(value, 'fetch') ?? value.properties.find(isEventOfWorkers);
  const server = fetch && dottedName(fetch)?.split('.')[0];
  if (!fetch) return undefined;
  return server === undefined ? 'worker-fetch' : held(server);
}

/** `export default { async queue(batch, env) { … } }`, and `scheduled`, `email`, `tail`: what a worker of Cloudflare is woken by. */
const isEventOfWorkers = (entry: TSESTree.ObjectLiteralElement): boolean => {
  const handler = entry.type === AST_NODE_TYPES.Property && /^(?:queue|scheduled|email|tail)$/.test(keyOf(entry) ?? '') ? unwrap(entry.value) : undefined;
  return handler !== undefined && (handler.type === AST_NODE_TYPES.FunctionExpression || handler.type === AST_NODE_TYPES.ArrowFunctionExpression) && handler.params.length > 1 && /env/i.test(handler.params[1]!.type === AST_NODE_TYPES.Identifier ? handler.params[1]!.name : '');
};

/** The functions and constants of a module, by name. */
function localValues(tree: TSESTree.Program): Map<string, TSESTree.Node> {
  const locals = new Map<string, TSESTree.Node>();
  for (const statement of tree.body) {
    if (statement.type === AST_NODE_TYPES.FunctionDeclaration) locals.set(statement.id.name, statement);
    if (statement.type === AST_NODE_TYPES.VariableDeclaration) for (const { id, init } of statement.declarations) if (id.type === AST_NODE_TYPES.Identifier && init) locals.set(id.name, init);
  }
  return locals;
}
