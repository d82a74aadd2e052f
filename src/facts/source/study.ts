import { AST_NODE_TYPES, parse, type TSESTree } from '@typescript-eslint/typescript-estree';
import { indexTree } from '../../lib/tree.ts';
import type { Extractor, ImportSite, ParsedModule, SourceModule } from '../../model/index.ts';
import { exportedNames, exportedTypes } from './exported-names.ts';
import { importSites } from './import-sites.ts';
import { scriptBlocks, type Scripts } from './script-blocks.ts';
import { lineAndColumn } from '../../lib/line-and-column.ts';

/** What one parse says of one module: plain data, the same for the same bytes and name. */
export interface Answer {
  /** Absent: it could not be parsed, and `gap` says why. */
  readonly module?: SourceModule;
  readonly gap?: { readonly reason: string; readonly line?: number; readonly column?: number };
  /** By `name@version` of the extractor; null: nothing of it in this module. */
  readonly shares: Readonly<Record<string, unknown>>;
  /** By the same key: extractors that failed on this module. */
  readonly faults?: Readonly<Record<string, string>>;
}

export interface NamedExtractor { readonly key: string; readonly name: string; readonly extractor: Extractor<unknown> }

export const study = (path: string, whole: string, extractors: readonly NamedExtractor[]): Answer => {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const scripts: Scripts | undefined = extension === 'vue' || extension === 'svelte' ? scriptBlocks(whole) : undefined;
  const text = scripts?.text ?? whole;
  let tree: TSESTree.Program;
  try {
    tree = parse(text, {
      filePath: `/module.${scripts?.extension ?? extension}`,
      loc: true,
      range: true,
      jsDocParsingMode: 'none',
      errorOnUnknownASTType: false,
      allowInvalidAST: true,
      suppressDeprecatedPropertyWarnings: true,
    });
  } catch (error) {
    return { gap: reasonOf(error), shares: Object.fromEntries(extractors.map(({ key }) => [key, null])) };
  }
  const bare = { path, text, tree, ...indexTree(tree) };
  const imports = [...linkedScripts(whole, scripts), ...importSites(bare)];
  const types = exportedTypes(tree);
  return { module: { imports, exports: exportedNames(tree), ...(types.length > 0 && { types }), directives: directives(tree), lines: countLines(whole) }, ...extract({ ...bare, imports }, extractors) };
};

const extract = (module: ParsedModule, extractors: readonly NamedExtractor[]): Pick<Answer, 'shares' | 'faults'> => {
  const shares: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const { key, name, extractor } of extractors) {
    try {
      const applies = extractor.mayApply?.(module.text, module.path) ?? true;
      shares[key] = applies ? extractor.extract(module) ?? null : null;
    } catch (error) {
      shares[key] = null;
      faults[key] = `'${name}' failed on it: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return Object.keys(faults).length > 0 ? { shares, faults } : { shares };
};

/** `<script src="./x.ts">` is an import that has no statement. */
const linkedScripts = (text: string, scripts: Scripts | undefined): ImportSite[] =>
  (scripts?.sources ?? []).map(({ specifier, offset }) => ({ specifier, kind: 'value', ...lineAndColumn(text, offset), names: [] }));

const directives = (tree: TSESTree.Program): string[] => {
  const found: string[] = [];
  for (const node of tree.body) {
    if (node.type !== AST_NODE_TYPES.ExpressionStatement || node.directive === undefined) break;
    found.push(node.directive);
  }
  return found;
};

const countLines = (text: string): number => {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
};

const reasonOf = (error: unknown): NonNullable<Answer['gap']> => {
  if (error instanceof RangeError) return { reason: 'is nested too deeply to be parsed' };
  const { message, location } = error as { message?: string; location?: { start: { line: number; column: number } } };
  return {
    reason: `could not be parsed: ${message ?? 'unknown error'}`,
    ...(location && { line: location.start.line, column: location.start.column + 1 }),
  };
};
