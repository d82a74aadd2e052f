import type { TSESTree } from '@typescript-eslint/typescript-estree';
import type { ImportSite } from './facts/source.ts';

/** One parsed module, as an extractor sees it. */
export interface ParsedModule {
  readonly path: string;
  readonly text: string;
  readonly tree: TSESTree.Program;
  /** Its imports, already listed. */
  readonly imports: readonly ImportSite[];
}
