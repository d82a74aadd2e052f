import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { fold, topLevelConstants } from '../../lib/fold.ts';
import { dottedName, property, unwrap } from '../../lib/tree.ts';

/** What is written out in one module, followed through its constants. */
export class Literals {
  readonly #constants: ReadonlyMap<string, TSESTree.Node>;

  constructor(module: ParsedModule) {
    this.#constants = topLevelConstants(module.tree);
  }

  /** What a name stands for. */
  named(node: TSESTree.Node, hops = 0): TSESTree.Node {
    if (node.type === AST_NODE_TYPES.Identifier) return this.#constants.get(node.name) ?? node;
    // `config.jwt.secret`, of an object that the module writes out.
    const key = node.type === AST_NODE_TYPES.MemberExpression && !node.computed && node.property.type === AST_NODE_TYPES.Identifier && hops < 4 ? node.property.name : undefined;
    const holder = key === undefined ? undefined : unwrap(this.named(unwrap((node as TSESTree.MemberExpression).object), hops + 1));
    return (holder?.type === AST_NODE_TYPES.ObjectExpression && property(holder, key!)) || node;
  }

  /** Only what is written as a literal or a constant of the module; a fallback has its own rule. */
  text(node: TSESTree.Node | undefined): string | undefined {
    if (!node) return undefined;
    let plain = this.named(unwrap(node));
    if (plain.type === AST_NODE_TYPES.CallExpression && (/^(?:Buffer\.from|encode)$|\.encode$/.test(dottedName(plain.callee) ?? '') || isEncoding(plain))) plain = this.named(plain.arguments[0] ?? plain);
    if (plain.type !== AST_NODE_TYPES.Literal && plain.type !== AST_NODE_TYPES.TemplateLiteral) return undefined;
    const value = fold(plain, this.#constants);
    return 'value' in value && typeof value.value === 'string' && value.value !== '' && !value.value.startsWith('$') ? value.value : undefined;
  }

  option(node: TSESTree.Node | undefined, key: string): TSESTree.Node | undefined {
    const object = node?.type === AST_NODE_TYPES.Identifier ? this.#constants.get(node.name) : node;
    return object?.type === AST_NODE_TYPES.ObjectExpression ? property(object, key) : undefined;
  }
}

/** `new TextEncoder().encode(text)` */
export const isEncoding = ({ callee }: TSESTree.CallExpression): boolean =>
  callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier && callee.property.name === 'encode' && callee.object.type === AST_NODE_TYPES.NewExpression && dottedName(callee.object.callee) === 'TextEncoder';
