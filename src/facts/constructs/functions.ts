import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Construct, ConstructedFunction, ParsedModule } from '../../model/index.ts';
import { fold } from '../../lib/fold.ts';
import { folderOfPath, joinPath } from '../../lib/paths.ts';
import { dottedName, property, unwrap } from '../../lib/tree.ts';

type Constants = ReadonlyMap<string, TSESTree.Node>;

const MAX_FUNCTIONS = 300;
const ENDING = /\.[cm]?[jt]sx?$/;
const OF_SST = /^(?:sst(?:\/.*)?|@serverless-stack\/.+)$/;
const SST_CONFIG = /(?:^|\/)sst\.config\.[cm]?[jt]s$/;
/** From its third version on SST is there without an import. */
export const MADE_BY_SST = /\bnew sst\.(?:aws|cloudflare)\.[A-Z]/;
/** `packages/functions/src/tidy.main`, `./src/tidy.main` */
const HANDLER = /^(?:\.\/)?((?:[\w@-][\w@.-]*\/){1,12}[\w.-]+)\.([A-Za-z_$]\w*)$/;

/** The functions that a stack deploys, by the module and the export that it names; SST has them in texts of any kind. */
export function functionsOf(module: ParsedModule, constructs: readonly Construct[], constants: Constants): ConstructedFunction[] {
  const found: ConstructedFunction[] = module.nodes('ObjectExpression').flatMap((node) => functionOf(node, module.path, constants) ?? []);
  const stem = module.path.replace(ENDING, '');
  // Where no entry is given it stands beside the stack, called by the construct: `stack.tidy.ts`.
  for (const { class: made, id, properties } of constructs) if (made === 'lambda-nodejs.NodejsFunction' && !('entry' in properties)) found.push({ module: `/${stem}.${id}`, export: typeof properties['handler'] === 'string' ? properties['handler'] : 'handler' });
  if (SST_CONFIG.test(module.path) || MADE_BY_SST.test(module.text) || module.imports.some(({ specifier }) => OF_SST.test(specifier))) {
    for (const { value } of module.nodes('Literal')) {
      const [, path, name] = typeof value === 'string' ? HANDLER.exec(value) ?? [] : [];
      if (path !== undefined && name !== undefined) found.push({ module: path, export: name });
    }
  }
  return found.slice(0, MAX_FUNCTIONS);
}

/** `{ entry: join(__dirname, '../lambda/tidy.ts'), handler: 'main' }`, `{ code: Code.fromAsset('lambda'), handler: 'tidy.main' }` */
function functionOf(node: TSESTree.ObjectExpression, path: string, constants: Constants): ConstructedFunction | undefined {
  const handler = textOf(property(node, 'handler'), constants);
  const entry = pathOf(property(node, 'entry'), path, constants);
  if (entry !== undefined) return ENDING.test(entry) ? { module: entry.replace(ENDING, ''), export: handler?.split('.').at(-1) ?? 'handler' } : undefined;
  const code = property(node, 'code');
  const plain = code && unwrap(code);
  const asset = plain?.type === T.CallExpression && /(?:^|\.)(?:fromAsset|asset)$/.test(dottedName(plain.callee) ?? '') ? pathOf(plain.arguments[0], path, constants) : undefined;
  const [, inner, name] = /^([\w./-]{1,300})\.([A-Za-z_$]\w*)$/.exec(handler ?? '') ?? [];
  return asset === undefined || inner === undefined || name === undefined ? undefined : { module: `${asset}/${inner}`, export: name };
}

const textOf = (node: TSESTree.Node | undefined, constants: Constants): string | undefined => {
  const folded = node && fold(node, constants);
  return folded && 'value' in folded && typeof folded.value === 'string' ? folded.value : undefined;
};

const HERE = /^(?:__dirname|import\.meta\.dirname)$/;

/** A path as written, or from the root of the repository (`/lambda/tidy.ts`) where it starts at this module. */
function pathOf(node: TSESTree.Node | undefined, path: string, constants: Constants): string | undefined {
  const plain = node && unwrap(node);
  if (!plain) return undefined;
  if (HERE.test(dottedName(plain) ?? '')) return `/${folderOfPath(path)}`;
  const joined = (parts: readonly TSESTree.Node[]): string | undefined => {
    const texts = parts.map((part) => pathOf(part, path, constants));
    const [first = ''] = texts;
    if (texts.includes(undefined)) return undefined;
    const whole = joinPath(...(texts as string[]));
    return whole === undefined ? undefined : first.startsWith('/') ? `/${whole}` : whole;
  };
  if (plain.type === T.CallExpression && /(?:^|\.)(?:join|resolve)$/.test(dottedName(plain.callee) ?? '')) return joined(plain.arguments);
  if (plain.type === T.CallExpression && /(?:^|\.)fileURLToPath$/.test(dottedName(plain.callee) ?? '')) return pathOf(plain.arguments[0], path, constants);
  if (plain.type === T.CallExpression && dottedName(plain.callee) === 'process.cwd') return '.';
  if (plain.type === T.MemberExpression && dottedName(plain.property) === 'pathname') return pathOf(plain.object, path, constants);
  if (plain.type === T.NewExpression && dottedName(plain.callee) === 'URL') return besides(path, textOf(plain.arguments[0], constants));
  if (plain.type === T.TemplateLiteral && HERE.test(dottedName(plain.expressions[0] ?? plain) ?? '') && plain.expressions.length === 1 && plain.quasis[0]!.value.raw === '') return besides(path, plain.quasis[1]!.value.raw);
  if (plain.type === T.BinaryExpression && HERE.test(dottedName(plain.left) ?? '')) return besides(path, textOf(plain.right, constants));
  return textOf(plain, constants);
}

const besides = (path: string, more: string | undefined): string | undefined => {
  const whole = more === undefined ? undefined : joinPath(folderOfPath(path), more);
  return whole === undefined ? undefined : `/${whole}`;
};
