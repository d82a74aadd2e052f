import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../model/index.ts';
import { importBindings, packageOf, requiredSpecifier } from './bindings.ts';
import { folderOfPath, joinPath } from './paths.ts';
import { dottedName, property, unwrap } from './tree.ts';

const AUTOLOAD = /^(?:@fastify\/autoload|fastify-autoload)$/;

/** Folders of plugins that a module has Fastify load, with the line of each call: `app.register(AutoLoad, { dir: join(import.meta.dirname, 'routes') })`. */
export function autoloaded(module: ParsedModule): readonly { readonly folder: string; readonly line: number }[] {
  if (!/[Aa]uto[lL]oad/.test(module.text)) return [];
  const bindings = importBindings(module);
  return module.nodes('CallExpression').flatMap(({ callee, loc, arguments: [plugin, options] }) => {
    if (!plugin || options?.type !== T.ObjectExpression) return [];
    const from = requiredSpecifier(unwrap(plugin)) ?? bindings.get(dottedName(plugin)?.split('.')[0] ?? '')?.specifier;
    const folder = from !== undefined && AUTOLOAD.test(packageOf(from) ?? '') ? folderBeside(property(options, 'dir'), module.path) : undefined;
    return folder === undefined ? [] : [{ folder, line: callee.type === T.MemberExpression ? callee.property.loc.start.line : loc.start.line }];
  });
}

/** `join(__dirname, 'routes')`, `path.join(import.meta.dirname, 'x')`, `new URL('x', import.meta.url)`: a folder beside this module. */
function folderBeside(node: TSESTree.Node | undefined, path: string): string | undefined {
  const plain = node && unwrap(node);
  if (plain?.type !== T.CallExpression && plain?.type !== T.NewExpression) return undefined;
  const texts = plain.arguments.flatMap((argument) => (argument.type === T.Literal && typeof argument.value === 'string' ? [argument.value] : []));
  if (texts.length === 0 || texts.length < plain.arguments.length - 1) return undefined;
  return joinPath(folderOfPath(path), ...texts);
}
