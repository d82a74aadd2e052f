import type { TSESTree } from '@typescript-eslint/types';
import type { SecretSite } from '../../model/index.ts';

export const site = (node: TSESTree.Node, kind: SecretSite['kind'], rule: string, name: string, confidence: SecretSite['confidence']): SecretSite =>
  ({ kind, rule, name, confidence, line: node.loc.start.line, column: node.loc.start.column + 1 });
