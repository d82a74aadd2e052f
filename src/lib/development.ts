import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../model/index.ts';
import { groupBy } from './module-imports.ts';
import { isFunction, type Scope } from './scope.ts';
import { dottedName, unwrap } from './tree.ts';

/** What such a condition says: it holds on the machine of a developer alone, or wherever the program is delivered. */
type Says = 'development' | 'delivered';

const MAY_SAY = /IS_?(?:LOCAL|OFFLINE|DEV|PROD)|__DEV__|\bisDev|\bisLocal|\bisOffline|\bisProd|NODE_ENV|import\.meta\.env/;
/** A flag of the environment: `process.env.IS_LOCAL`, `config.isLocal`. */
const OF_THE_ENVIRONMENT = /^(?:process\.env|import\.meta\.env|env|config|environment|settings)\.(?:\w+\.)*(?:IS_(?:RUNNING_)?(?:LOCAL|OFFLINE|DEV(?:ELOPMENT)?)|isLocal|isOffline|isDev(?:elopment)?|DEV)$/;
/** A name that speaks of the environment by itself. */
const BY_NAME = /^(?:IS_(?:LOCAL|OFFLINE|DEV(?:ELOPMENT)?)|__DEV__|isDev(?:elopment)?(?:Mode|Env(?:ironment)?)?)$/;
/** A name that does so where it is read from the environment: `const isLocal = process.env.STAGE === 'local'`. */
const WHERE_READ = /^(?:isLocal|isOffline|local|offline|dev)$/i;
const DELIVERED_NAME = /^(?:(?:process\.env|import\.meta\.env|env|config|environment|settings)\.)?(?:IS_PROD(?:UCTION)?|isProd(?:uction)?(?:Mode|Env(?:ironment)?)?|PROD)$/;
const ENVIRONMENT = /(?:^|\.)(?:NODE_ENV|APP_ENV|env|environment|nodeEnv)$/;
const DEVELOPMENT_VALUE = /^(?:dev(?:elopment)?|local)$/i;
const PRODUCTION_VALUE = /^prod(?:uction)?$/i;
const OTHERS = { development: 'delivered', delivered: 'development' } as const;

/** Tells what runs on the machine of a developer and nowhere else: `if (process.env.IS_LOCAL) publishToRabbit(…)`. */
export class Development {
  readonly #module: ParsedModule;
  readonly #scope: Scope;
  readonly #asks: boolean;
  readonly #functions = new Map<TSESTree.Node, boolean>();
  #identifiers: ReadonlyMap<string, readonly TSESTree.Identifier[]> | undefined;

  constructor(module: ParsedModule, scope: Scope) {
    this.#module = module;
    this.#scope = scope;
    this.#asks = MAY_SAY.test(module.text);
  }

  /** Behind such a condition, or in a function of the module that is called behind one and nowhere else. */
  holds(node: TSESTree.Node): boolean {
    if (!this.#asks) return false;
    for (let child = node, up = this.#module.parent(node); up; child = up, up = this.#module.parent(up)) {
      if (up.type === T.IfStatement || up.type === T.ConditionalExpression) {
        const says = child === up.test ? undefined : this.#says(up.test);
        if (says === (child === up.consequent ? 'development' : 'delivered')) return true;
      }
      if (up.type === T.LogicalExpression && up.right === child && up.operator !== '??' && this.#says(up.left) === (up.operator === '&&' ? 'development' : 'delivered')) return true;
      if (isFunction(up) && this.#isOnlyCalledSo(up)) return true;
    }
    return false;
  }

  /** What a condition says of where it holds. */
  says = (test: TSESTree.Node): Says | undefined => (this.#asks ? this.#says(test) : undefined);

  /** Whether a branch is taken wherever the program is delivered; what else leads there as well does no harm: `isProduction || !seeds`. */
  isTakenByDelivered(test: TSESTree.Node): boolean {
    const plain = unwrap(test);
    return plain.type === T.LogicalExpression && plain.operator === '||' ? this.isTakenByDelivered(plain.left) || this.isTakenByDelivered(plain.right) : this.says(plain) === 'delivered';
  }

  #says(test: TSESTree.Node, depth = 0): Says | undefined {
    const plain = unwrap(test);
    if (depth > 6) return undefined;
    if (plain.type === T.UnaryExpression && plain.operator === '!') {
      const says = this.#says(plain.argument, depth + 1);
      return says && OTHERS[says];
    }
    if (plain.type === T.LogicalExpression) {
      const [left, right] = [this.#says(plain.left, depth + 1), this.#says(plain.right, depth + 1)];
      if (plain.operator === '&&') return left === 'development' || right === 'development' ? 'development' : left === right ? left : undefined;
      return left === right ? left : undefined;
    }
    if (plain.type === T.BinaryExpression) return this.#compared(plain, depth);
    const name = dottedName(plain.type === T.CallExpression && plain.arguments.length === 0 ? plain.callee : plain);
    if (name === undefined) return undefined;
    if (OF_THE_ENVIRONMENT.test(name) || BY_NAME.test(name)) return 'development';
    if (DELIVERED_NAME.test(name)) return 'delivered';
    const made = plain.type === T.Identifier && WHERE_READ.test(name) ? this.#scope.lookup(name, plain) : undefined;
    return made?.kind === 'variable' && made.init ? this.#says(made.init, depth + 1) : undefined;
  }

  /** `NODE_ENV !== 'production'`, `IS_LOCAL === 'true'`. */
  #compared({ operator, left, right }: TSESTree.BinaryExpression, depth: number): Says | undefined {
    // `Environment.Dev`
    const value = right.type === T.Literal ? String(right.value) : right.type === T.MemberExpression ? dottedName(right)?.split('.').at(-1) : undefined;
    const same = /^===?$/.test(operator) ? true : /^!==?$/.test(operator) ? false : undefined;
    if (value === undefined || same === undefined) return undefined;
    const plain = unwrap(left);
    if (/^(?:true|1)$/.test(value)) {
      const says = same ? this.#says(plain, depth + 1) : undefined;
      return says === 'development' ? says : undefined;
    }
    const name = dottedName(plain.type === T.LogicalExpression ? unwrap(plain.left) : plain);
    if (name === undefined || !(ENVIRONMENT.test(name) || /^process\.env\.(?:\w+_)?STAGE$/.test(name))) return undefined;
    if (DEVELOPMENT_VALUE.test(value)) return same ? 'development' : 'delivered';
    // What is not production by another name than this one may still be delivered.
    if (PRODUCTION_VALUE.test(value) && /(?:^|\.)NODE_ENV$/.test(name)) return same ? 'delivered' : 'development';
    return undefined;
  }

  #isOnlyCalledSo(node: TSESTree.Node): boolean {
    const known = this.#functions.get(node);
    if (known !== undefined) return known;
    // Asked for in a circle, it tells nothing.
    this.#functions.set(node, false);
    const name = this.#ownName(node);
    const uses = name === undefined ? [] : (this.#identifiers ??= groupBy(this.#module.nodes('Identifier'), (one) => one.name)).get(name.name)!.filter((one) => one !== name && !isKey(one, this.#module.parent(one)));
    const found = uses.length > 0 && uses.every((use) => {
      const call = this.#module.parent(use);
      return call?.type === T.CallExpression && call.callee === use && this.holds(call);
    });
    this.#functions.set(node, found);
    return found;
  }

  /** The name of a function of the module that is not handed to others. */
  #ownName(node: TSESTree.Node): TSESTree.Identifier | undefined {
    const above = this.#module.parent(node);
    const [name, statement] = node.type === T.FunctionDeclaration ? [node.id, above]
      : above?.type === T.VariableDeclarator && above.id.type === T.Identifier ? [above.id, this.#module.parent(this.#module.parent(above)!)] : [undefined, undefined];
    return statement?.type === T.Program && name ? name : undefined;
  }
}

/** `{ publish: 1 }`, `queue.publish`: another thing of that name. */
const isKey = (node: TSESTree.Identifier, up: TSESTree.Node | undefined): boolean =>
  (up?.type === T.MemberExpression && up.property === node && !up.computed) || (up?.type === T.Property && up.key === node && up.value !== node && !up.computed);
