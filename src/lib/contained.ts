import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Reference } from '../model/index.ts';
import type { Declared } from './declared-names.ts';
import { dottedName } from './tree.ts';

type TypeOf = (type: TSESTree.TypeNode | undefined) => Reference | undefined;

/** What of a container gives one of a class, whose name or token it is handed. */
const CONTAINS = /^(?:get|resolve|getAsync|resolveAsync|inject|getInst|getInstance|getCustomRepository)$/;
/** Of these what is said in brackets is what they give, and no answer's form: `container.get<Orders>(TYPES.Orders)`. */
const CONTAINER = /(?:^|\.|[a-z_#])(?:[cC]ontainer|[iI]njector|[mM]oduleRef|[kK]ernel)$|^di$/;

/** `Container.get(OrderService)`, `container.resolve(Orders)`, `getInst(orderModel)`: one of that class. */
export function containedBy({ callee, arguments: [first, ...others], typeArguments }: TSESTree.CallExpression, named: (name: string) => Reference | undefined, typeOf: TypeOf): Reference | undefined {
  const name = callee.type === T.MemberExpression && callee.property.type === T.Identifier ? callee.property.name : callee.type === T.Identifier ? callee.name : '';
  if (first === undefined || !CONTAINS.test(name)) return undefined;
  const holder = callee.type === T.MemberExpression ? dottedName(callee.object) ?? '' : '';
  const asked = first.type === T.Identifier && others.length === 0 ? first.name : '';
  const one = /^[A-Z][a-z]\w*[a-z]/.test(asked) || (name === 'getInst' && asked !== '') ? named(asked) : undefined;
  if (one) return { ...one, instance: true };
  return typeArguments?.params.length === 1 && CONTAINER.test(holder) ? typeOf(typeArguments.params[0]) : undefined;
}

/** `({ orders: { findById } }: Queries) => …`, `({ db }: { db: PrismaClient }) => …`: what the type of the whole says of the part. */
export function takenOf({ of, key }: Declared, typeOf: TypeOf): Reference | undefined {
  if (!of || key === undefined) return undefined;
  const [first, ...rest] = key.split('.');
  if (of.type !== T.TSTypeLiteral) {
    const whole = typeOf(of);
    return whole && { ...whole, path: [...whole.path, ...key.split('.')] };
  }
  const member = of.members.find((one) => one.type === T.TSPropertySignature && one.key.type === T.Identifier && one.key.name === first);
  const held = member?.type === T.TSPropertySignature ? typeOf(member.typeAnnotation?.typeAnnotation) : undefined;
  return held && { ...held, path: [...held.path, ...rest] };
}
