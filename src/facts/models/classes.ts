import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ModelColumn, ModelRelation, ModelShape, ParsedModule } from '../../model/index.ts';
import { importedCallee, lastName } from '../../lib/callee.ts';
import { importBindings } from '../../lib/bindings.ts';
import { dottedName, property } from '../../lib/tree.ts';
import { target } from './target.ts';

const PACKAGES: readonly (readonly [orm: string, pattern: RegExp, entity: string])[] = [['typeorm', /^typeorm$/, 'Entity'], ['mikro-orm', /^@mikro-orm\//, 'Entity'], ['sequelize', /^sequelize-typescript$/, 'Table'], ['mongoose', /^@nestjs\/mongoose$/, 'Schema']];
const KINDS: Readonly<Record<string, ModelRelation['kind']>> = { ManyToOne: 'one', BelongsTo: 'one', ForeignKey: 'one', OneToMany: 'many', HasMany: 'many', ManyToMany: 'many-to-many', BelongsToMany: 'many-to-many', HasOne: 'owns-one', OneToOne: 'owns-one' };
/** Decorators of other libraries on the fields of entities. */
const NO_COLUMN = /^(?:Exclude|Expose|Type|Transform|Is[A-Z]\w*|Field|ApiProperty\w*|Inject\w*|Virtual|Not\w+|Length|Max\w*|Min\w*|Matches|Validate\w*|Allow|Index|BeforeInsert|AfterLoad|Hide\w*)$/;

interface Decorator { readonly name: string; readonly args: readonly TSESTree.CallExpressionArgument[] }

/** Entity classes, and the base classes that lend them columns. */
export function classShapes(module: ParsedModule): ModelShape[] {
  const bindings = importBindings(module);
  return module.nodes('ClassDeclaration').flatMap((owner): ModelShape[] => {
    const name = owner.id?.name;
    if (!name) return [];
    let orm: string | undefined;
    for (const { expression } of owner.decorators) {
      const library = importedCallee(expression.type === T.CallExpression ? expression.callee : expression, bindings);
      orm ??= PACKAGES.find(([, packages, entity]) => library?.package !== undefined && packages.test(library.package) && library.member === entity)?.[0];
    }
    const columns: ModelColumn[] = [];
    const relations: ModelRelation[] = [];
    for (const member of owner.body.body) {
      if (member.type !== T.PropertyDefinition || member.key.type !== T.Identifier || member.decorators.length === 0) continue;
      const all = member.decorators.map(({ expression }): Decorator => (expression.type === T.CallExpression ? { name: lastName(expression.callee) ?? '', args: expression.arguments } : { name: lastName(expression) ?? '', args: [] }));
      const own = relationsOf(member, all);
      relations.push(...own);
      const keyed = all.some(({ name: decorator }) => decorator === 'ForeignKey');
      if ((own.length === 0 || keyed) && all.some(({ name: decorator }) => !NO_COLUMN.test(decorator))) columns.push(columnOf(member, all));
    }
    const base = owner.superClass ? lastName(owner.superClass) : undefined;
    if (orm === undefined && columns.length + relations.length === 0) return [];
    return [{ orm: orm ?? 'class', name, line: owner.loc.start.line, columns, relations, ...(base !== undefined && { extends: base }), ...(orm === undefined && { abstract: true }) }];
  });
}

const flag = (args: readonly TSESTree.Node[], key: string): boolean => args.some((one) => {
  const value = one.type === T.ObjectExpression ? property(one, key) : undefined;
  return value?.type === T.Literal && value.value === true;
});

function columnOf(member: TSESTree.PropertyDefinition, all: readonly Decorator[]): ModelColumn {
  const name = (member.key as TSESTree.Identifier).name;
  const args = all.flatMap((one) => one.args);
  const primary = all.some((one) => /^Primary/.test(one.name)) || flag(args, 'primary') || flag(args, 'primaryKey');
  const unique = all.some((one) => one.name === 'Unique') || flag(args, 'unique');
  const optional = member.optional || flag(args, 'nullable') || flag(args, 'allowNull') || all.some((one) => one.name === 'AllowNull' && one.args[0]?.type !== T.Literal) || /\|\s*(?:null|undefined)\b/.test(typeText(member) ?? '');
  const type = typeText(member)?.replace(/\s*\|\s*(?:null|undefined)\b/g, '');
  return { name, ...(type && /^[\w.[\]<>]+$/.test(type) && { type }), ...(primary ? { key: 'primary' as const } : unique ? { key: 'unique' as const } : {}), ...(optional && { optional: true }) };
}

const texts = new WeakMap<TSESTree.Node, string>();
function typeText(member: TSESTree.PropertyDefinition): string | undefined {
  const type = member.typeAnnotation?.typeAnnotation;
  if (!type) return undefined;
  const known = texts.get(type) ?? textOf(type);
  texts.set(type, known);
  return known;
}
function textOf(type: TSESTree.TypeNode): string {
  switch (type.type) {
    case T.TSStringKeyword: return 'string';
    case T.TSNumberKeyword: return 'number';
    case T.TSBooleanKeyword: return 'boolean';
    case T.TSBigIntKeyword: return 'bigint';
    case T.TSNullKeyword: return 'null';
    case T.TSUndefinedKeyword: return 'undefined';
    case T.TSArrayType: return `${textOf(type.elementType)}[]`;
    case T.TSUnionType: return type.types.map(textOf).join(' | ');
    case T.TSTypeReference: return dottedName(type.typeName as TSESTree.Node) ?? 'object';
    default: return 'object';
  }
}

function relationsOf(member: TSESTree.PropertyDefinition, all: readonly Decorator[]): ModelRelation[] {
  const line = member.loc.start.line;
  const field = (member.key as TSESTree.Identifier).name;
  const joins = all.some(({ name }) => name === 'JoinColumn');
  return all.flatMap(({ name, args }): ModelRelation[] => {
    const kind = KINDS[name];
    const [first, second] = args;
    if (kind === undefined) return name === 'Prop' ? propRelation(member, first, field, line) : [];
    const entity = first?.type === T.ObjectExpression ? property(first, 'entity') : undefined;
    const to = target(entity ?? first) ?? (member.typeAnnotation?.typeAnnotation.type === T.TSTypeReference ? typeText(member) : undefined);
    if (to === undefined) return [];
    if (kind === 'many' || kind === 'many-to-many') return [{ to, kind, line }];
    const holds = kind === 'one' || (name === 'OneToOne' && (joins || flag(args, 'owner')));
    const optional = name === 'ManyToOne' ? flag(args, 'nullable') || member.optional || /\|\s*null/.test(typeText(member) ?? '') : /\|\s*(?:null|undefined)/.test(typeText(member) ?? '') || member.optional;
    if (!holds) return [{ to, kind: 'owns-one', line }];
    const by = name === 'ForeignKey' ? field : name === 'BelongsTo' ? keyText(second) ?? `${field}Id` : field;
    return [{ to, kind: 'one', by, line, ...(name === 'OneToOne' && { unique: true }), ...(optional && { optional: true }) }];
  });
}

const keyText = (node: TSESTree.Node | undefined): string | undefined =>
  node?.type === T.Literal && typeof node.value === 'string' ? node.value : node?.type === T.ObjectExpression ? keyText(property(node, 'foreignKey')) : undefined;

/** `@Prop({ type: Types.ObjectId, ref: 'User' })`, `@Prop({ type: [{ ref: 'User' }] })`. */
function propRelation(member: TSESTree.PropertyDefinition, options: TSESTree.Node | undefined, field: string, line: number): ModelRelation[] {
  if (options?.type !== T.ObjectExpression && options?.type !== T.ArrayExpression) return [];
  const list = options.type === T.ArrayExpression ? options : property(options, 'type')?.type === T.ArrayExpression ? property(options, 'type') as TSESTree.ArrayExpression : undefined;
  const inner = list?.elements[0]?.type === T.ObjectExpression ? list.elements[0] : options.type === T.ObjectExpression ? options : undefined;
  const to = inner && target(property(inner, 'ref') ?? (options.type === T.ObjectExpression ? property(options, 'ref') : undefined));
  return to === undefined ? [] : [{ to, kind: list ? 'many-to-many' : 'one', by: field, line, ...(member.optional && { optional: true }) }];
}
