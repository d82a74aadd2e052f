import type { AST_NODE_TYPES, TSESTree } from '@typescript-eslint/typescript-estree';
import type { ImportSite } from './facts/source.ts';

/** One parsed module, as an extractor sees it. `lib/tree.ts` has what is often asked of nodes. */
export interface ParsedModule {
  readonly path: string;
  readonly text: string;
  readonly tree: TSESTree.Program;
  /** Its imports, already listed. */
  readonly imports: readonly ImportSite[];
  /** Every node of a type, in source order: one walk of the tree serves all extractors. */
  nodes<T extends `${AST_NODE_TYPES}`>(type: T): readonly Extract<TSESTree.Node, { type: T }>[];
  parent(node: TSESTree.Node): TSESTree.Node | undefined;
}
