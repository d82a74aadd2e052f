import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Trait } from '../../model/index.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { SAID_BY_STATUS } from './texts.ts';

const STATUS = /^(?:status|statusCode|code|httpStatus)$/;
const REFUSES = /^(?:Promise\.reject|reject|next)$/;

/** Answers that are written out once and refused with by their name: `const NO_TOKEN = { status: 401 }`, and `throw NO_TOKEN` further down. */
export function refusalsByName(module: ParsedModule): readonly { readonly node: TSESTree.Node; readonly trait: Trait }[] {
  if (!/\b40[13]\b/.test(module.text)) return [];
  const said = new Map<string, Trait>();
  for (const { id, init } of module.tree.body.flatMap((one) => (one.type === T.VariableDeclaration ? one.declarations : []))) {
    const made = init ? unwrap(init) : undefined;
    if (id.type !== T.Identifier || made?.type !== T.ObjectExpression) continue;
    for (const part of made.properties) {
      const trait = part.type === T.Property && STATUS.test(keyOf(part) ?? '') && part.value.type === T.Literal ? SAID_BY_STATUS.get(part.value.value as number) : undefined;
      if (trait === 'denies' || trait === 'forbids') said.set(id.name, trait);
    }
  }
  if (said.size === 0) return [];
  const of = (node: TSESTree.Node, given: TSESTree.Node | null | undefined): { node: TSESTree.Node; trait: Trait }[] => {
    const trait = given?.type === T.Identifier ? said.get(given.name) : undefined;
    return trait ? [{ node, trait }] : [];
  };
  return [
    ...module.nodes('ThrowStatement').flatMap((node) => of(node, node.argument)),
    ...module.nodes('CallExpression').flatMap((node) => (REFUSES.test(dottedName(node.callee) ?? '') ? of(node, node.arguments[0]) : [])),
  ];
}
