import { parse } from '@typescript-eslint/typescript-estree';
import { indexTree } from '../src/lib/tree.ts';
import type { AnyFactProvider, ImportSite, ParsedModule } from '../src/model/index.ts';

/** A module as extractors see it. */
export function moduleOf(text: string, path = 'src/a.ts'): ParsedModule {
  const tree = parse(text, { loc: true, range: true, comment: true, jsx: /x$/.test(path) });
  const index = indexTree(tree);
  const imports = index.nodes('ImportDeclaration').map(({ source, loc, importKind }): ImportSite =>
    ({ specifier: source.value, kind: importKind === 'type' ? 'type' : 'value', line: loc.start.line, column: loc.start.column + 1, names: [] }));
  return { path, text, tree, imports, ...index };
}

/** What a file fact says of one module; undefined: nothing, or its cheap look left the module out. */
export function extract(fact: AnyFactProvider, text: string, path?: string): unknown {
  const module = moduleOf(text, path);
  const { extractor } = fact;
  return extractor!.mayApply?.(text, module.path) === false ? undefined : extractor!.extract(module);
}
