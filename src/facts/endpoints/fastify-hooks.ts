import type { Branch, Expression, Link, Operation } from '../../model/index.ts';
import { isWithin } from '../../lib/paths.ts';
import { type Arguments, textOf } from './arguments.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';
import { operationsOf, type RouterNode } from './router-kinds.ts';
import type { Routers } from './routers.ts';
import { pluginOf } from './router-makers.ts';

/** `@fastify/bearer-auth` puts a hook of its own before every route of the context. */
const ASKS_BY_ITSELF = /^(?:@fastify\/|fastify-)bearer-auth$/;
const HOOKS = new Set(['onRequest', 'preParsing', 'preValidation', 'preHandler']);

/** A link with the part of the address space that it covers; `branch`: of the set-up that it stands in. */
export interface Covering { readonly link: Link; readonly path: string; readonly branch?: Branch }

/** Hooks of Fastify's contexts: they hold for the whole context, wherever they are added in it. */
export class FastifyHooks {
  readonly #routers: Routers;
  readonly #classifier: Classifier;
  readonly #arguments: Arguments;

  constructor(classifier: Classifier, routers: Routers, args: Arguments) {
    this.#classifier = classifier;
    this.#routers = routers;
    this.#arguments = args;
  }

  /** `autohooks.js` of the module's folder and of those above. */
  ofFolder(file: string, folder: string, prefix: string): Covering[] {
    return Object.keys(this.#classifier.program.modules).filter((path) => /(?:^|\/)\.?autohooks\.\w+$/.test(path) && isWithin(path, folder) && isWithin(file, path.slice(0, path.lastIndexOf('/')))).flatMap((path) => {
      const target = this.#classifier.program.exported(path, 'default');
      const found = target?.kind === 'function' ? target : target?.kind === 'value' ? pluginOf(this.#classifier.program, { file: target.file, fn: 0 }, target.value) : undefined;
      const node = found && this.#routers.ofParameter(found.file, found.fn, 0);
      return node ? this.of(node, prefix, 1) : [];
    });
  }

  /** Hooks of a Fastify context: its own, and those of plugins that share it. */
  of(node: RouterNode, prefix: string, depth: number, seen: readonly string[] = []): Covering[] {
    if (seen.includes(node.key)) return [];
    const found: Covering[] = [];
    for (const { operation, scope } of operationsOf(node)) {
      const [first, second] = operation.args;
      if (operation.method === 'addHook' && HOOKS.has(textOf(first) ?? '') && second) {
        for (const one of this.#arguments.spread(second, scope)) found.push({ link: this.#classifier.link(one.scope, one.value, depth === 0 ? 'global' : 'router', { file: scope.file, line: operation.line }), path: prefix || '/', ...(operation.branch && { branch: operation.branch }) });
      }
      if (operation.method === 'register' && first) {
        const folder = this.#classifier.program.modules[scope.file]?.folders?.[operation.line];
        const plugins = folder === undefined ? [pluginOf(this.#classifier.program, scope, first)] : Object.keys(this.#classifier.program.modules).filter((file) => isWithin(file, folder)).map((file) => {
          const target = this.#classifier.program.exported(file, 'default');
          // A library's plugin, handed on as it is: `export default fastifyRateLimit`.
          if (target?.kind === 'external') {
            const role = this.#classifier.ofTarget(target);
            if (role?.role === 'limit') found.push({ link: { ...role, name: target.pkg, at: { file, line: 1 }, scope: 'global' }, path: prefix || '/' });
          }
          return target?.kind === 'value' ? pluginOf(this.#classifier.program, { file: target.file, fn: 0 }, target.value) : undefined;
        });
        for (const plugin of plugins) {
          if (!plugin) { if (folder === undefined) found.push(...this.#libraryPlugin(first, operation, scope, prefix)); continue; }
          const inner = plugin.shared ? this.#routers.ofParameter(plugin.file, plugin.fn, 0) : undefined;
          if (inner) found.push(...this.of(inner, prefix, depth, [...seen, node.key]));
        }
      }
    }
    return found;
  }

  /** A library's plugin that works by being registered, unless told otherwise: rate limits, and tokens that are asked of every request. */
  #libraryPlugin(plugin: Expression, operation: Operation, scope: Scope, prefix: string): Covering[] {
    const options = operation.args[1];
    const isOff = (key: string): boolean => {
      const said = options && 'object' in options ? options.object[key] : undefined;
      return said !== undefined && 'value' in said && said.value === false;
    };
    const link = this.#classifier.link(scope, plugin, 'global', { file: scope.file, line: operation.line });
    const target = this.#classifier.program.evaluate(scope, plugin);
    const asks = target?.kind === 'external' && ASKS_BY_ITSELF.test(target.pkg) && !isOff('addHook');
    return (link.role === 'limit' && !isOff('global')) || asks ? [{ link, path: prefix || '/' }] : [];
  }
}

/** Whether a middleware's address covers a route's: segment by segment, parameters and stars match anything. */
export function coversPath(covered: string, path: string): boolean {
  const exact = covered.startsWith('=');
  const own = covered.replace(/^=/, '').split('/').filter((part) => part !== '' && part !== '*');
  const other = path.split('/').filter(Boolean);
  if (exact ? own.length !== other.length : own.length > other.length) return false;
  return own.every((part, index) => part === other[index] || part.startsWith(':') || part === '*' || other[index] === '*' || part.startsWith('(') || /[*(]/.test(part));
}
