import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Branch, ParsedModule } from '../../model/index.ts';
import { isFunction } from '../../lib/scope.ts';

/** Holds where it is delivered: what stands in the `else` of it does not come along. */
const DELIVERED = /\b(?:NODE_ENV|env|environment)\b['"\])]*\s*(?:!==?\s*['"](?:dev(?:elopment)?|local|test)['"]|===?\s*['"]prod(?:uction)?['"])/;
/** An environment that is not the one that is delivered. */
const DEVELOPMENT = /\b(?:NODE_ENV|env|environment)\b['"\])]*\s*(?:!==?\s*['"]prod(?:uction)?['"]|===?\s*['"](?:dev(?:elopment)?|local|test)['"])|\b(?:isDev(?:elopment)?|IS_DEV|__DEV__)\b|\b(?:env|config|environment)\.(?:\w+\.)*isLocal\b/;
/** Asks in which environment it runs, or whether somebody has switched it off: where it is delivered, it holds. */
const ENVIRONMENT = /NODE_ENV|\bisProd|\bprod(?:uction)?\b|[tT]est|TEST|E2E|e2e|[cC]ypress|CYPRESS|^\s*!\s*\(?[\w.?[\]'"]*(?:[dD]isable|DISABLE|[sS]kip|SKIP|[bB]ypass|BYPASS|[mM]ock|MOCK)/;
const SHORT = 60;

/** The conditions under which a module sets up its server. */
export class SetUp {
  readonly #module: ParsedModule;
  readonly #development: boolean;

  constructor(module: ParsedModule) {
    this.#module = module;
    this.#development = DEVELOPMENT.test(module.text) || DELIVERED.test(module.text);
  }

  /** `if (process.env.NODE_ENV !== 'production') debugRoutes(app)`: not there where it matters. */
  isForDevelopment(node: TSESTree.Node): boolean {
    if (!this.#development) return false;
    for (let at = node, parent = this.#module.parent(at); parent; at = parent, parent = this.#module.parent(parent)) {
      // `if (NODE_ENV !== 'development') { … } else debugRoutes(app)`
      if (parent.type === AST_NODE_TYPES.IfStatement && parent.alternate === at && runsIn(this.#module.text.slice(...parent.test.range), DELIVERED)) return true;
      const test = parent.type === AST_NODE_TYPES.IfStatement && parent.consequent === at ? parent.test : parent.type === AST_NODE_TYPES.LogicalExpression && parent.operator === '&&' && parent.right === at ? parent.left : undefined;
      const said = test && this.#module.text.slice(...test.range);
      if (said !== undefined && runsIn(said, DEVELOPMENT)) return true;
    }
    return false;
  }

  /** `if (config.password) app.use(basicAuth(config.password))`: there only where somebody has set it up so. */
  branchOf(node: TSESTree.Node): Branch | undefined {
    const path: string[] = [];
    let condition: string | undefined;
    for (let at = node, parent = this.#module.parent(at); parent && !isFunction(at); at = parent, parent = this.#module.parent(parent)) {
      const [test, holds] = parent.type === AST_NODE_TYPES.IfStatement && parent.test !== at ? [parent.test, parent.consequent === at]
        : parent.type === AST_NODE_TYPES.LogicalExpression && parent.operator === '&&' && parent.right === at ? [parent.left, true] : [undefined, false];
      const said = test && this.#module.text.slice(...test.range);
      if (test === undefined || said === undefined || ENVIRONMENT.test(said)) continue;
      path.unshift(`${test.loc.start.line}:${test.loc.start.column + 1}${holds ? '+' : '-'}`);
      const plain = said.replace(/\s+/g, ' ');
      condition ??= `${holds ? '' : 'not '}${plain.length > SHORT ? `${plain.slice(0, SHORT)}…` : plain}`;
    }
    return condition === undefined ? undefined : { path: path.join(' '), condition };
  }
}

/** What else would do as well, or a denial, says nothing of where it runs; tests run no more where it is delivered: `isDev || isTest`. */
function runsIn(test: string, environment: RegExp): boolean {
  const either = test.split('||');
  return either.some((one) => environment.test(one)) && either.every((one) => (environment.test(one) || OF_TESTS.test(one)) && !DENIED.test(one));
}
const OF_TESTS = /^[\s(]*(?:\w+\.)*(?:isTest(?:ing)?|IS_TEST)[\s)]*$/;
const DENIED = /!\s*\(?(?:\w+\.)*(?:isDev|IS_DEV|__DEV__)/;
