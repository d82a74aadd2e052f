import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { importBindings, type Binding } from '../lib/bindings.ts';
import { fold, topLevelConstants } from '../lib/fold.ts';
import { dottedName, keyOf, unwrap } from '../lib/tree.ts';
import { MADE_BY_SST, functionsOf } from './constructs/functions.ts';
import { defineFileFact, type Construct, type Constructs, type ConstructScaling, type ParsedModule } from '../model/index.ts';

const MAX_DEPTH = 5;
const MAX_ITEMS = 40;
type Constants = ReadonlyMap<string, TSESTree.Node>;

export default defineFileFact('constructs', {
  version: 7,
  mayApply: (text) => /['"]sst(?:\/|['"])|@serverless-stack\/|aws-cdk-lib|@aws-cdk\/|cdktf|@pulumi\/|\$config\(|@aws-amplify\/backend|['"]AWS::[A-Z]\w+::/.test(text) || MADE_BY_SST.test(text),
  extract(module): Constructs | undefined {
    const bindings = importBindings(module);
    const constants = new Map([...onlyOnes(module), ...topLevelConstants(module.tree)]);
    const constructs = module.nodes('NewExpression').flatMap((node) => constructOf(node, module, bindings, constants) ?? []);
    const scalings = module.nodes('CallExpression').flatMap((node) => scalingOf(node, constants) ?? []);
    const unread = unreadIn(module);
    const functions = functionsOf(module, constructs, constants);
    return constructs.length > 0 || unread || functions.length > 0 ? { constructs, scalings, ...(functions.length > 0 && { functions }), ...(unread && { unread }) } : undefined;
  },
});

/** `const storageEncrypted = false` of a constructor, where nothing else of the module bears the name. */
function onlyOnes(module: ParsedModule): Map<string, TSESTree.Node> {
  const named = new Map<string, TSESTree.Node | undefined>();
  for (const { id, init } of module.nodes('VariableDeclarator')) if (id.type === T.Identifier) named.set(id.name, !named.has(id.name) && init?.type === T.Literal ? init : undefined);
  for (const { left } of module.nodes('AssignmentExpression')) named.delete(dottedName(left) ?? '');
  return new Map([...named].flatMap(([name, init]) => (init ? [[name, init] as const] : [])));
}

const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/^@pulumi\//, 'Pulumi'], [/^(?:cdktf|@cdktf\/.+)$/, 'CDK for Terraform'], [/^@aws-amplify\/backend$/, 'Amplify'],
  // Constructs that somebody else made of those of the library: `@acme/cdk`, `cdk-fargate-patterns`.
  [/^(?!@aws-cdk\/|aws-cdk|cdk-nag$|cdk8s)(?:@[\w-]+\/)?(?:[\w-]+-)?cdk(?:-[\w-]+)?(?:\/.*)?$/, 'constructs of another package'],
];

/** Infrastructure that is built here by something that is not read. */
function unreadIn(module: ParsedModule): Constructs['unread'] {
  for (const { specifier, kind, line, column } of module.imports) {
    const tool = kind === 'type' ? undefined : TOOLS.find(([pattern]) => pattern.test(specifier));
    if (tool) return { tool: tool[1], line, column };
  }
  // `export default $config({ … })` of sst.config.ts
  const config = /(?:^|\/)sst\.config\.[cm]?[jt]s$/.test(module.path) ? module.nodes('CallExpression').find(({ callee }) => dottedName(callee) === '$config') : undefined;
  // `{ Type: 'AWS::ECS::Service', Properties: {…} }`
  const object = config ?? module.nodes('ObjectExpression').find((node) => {
    const type = node.properties.find((one): one is TSESTree.Property => one.type === T.Property && keyOf(one) === 'Type');
    return type?.value.type === T.Literal && /^AWS::[A-Z]\w+::[A-Z]\w+$/.test(String(type.value.value)) && node.properties.some((one) => one.type === T.Property && keyOf(one) === 'Properties');
  });
  return object && { tool: config ? 'SST' : 'a template made of objects', line: object.loc.start.line, column: object.loc.start.column + 1 };
}

/** What it says of itself is all that is known of it. */
export const OWN_ALARM = 'own.Alarm';

function constructOf(node: TSESTree.NewExpression, module: ParsedModule, bindings: ReadonlyMap<string, Binding>, constants: Constants): Construct | undefined {
  const written = classOf(dottedName(node.callee), bindings);
  const [first, second, third] = node.arguments;
  if (written === undefined || second === undefined) return undefined;
  // `new DynamoEventSource(table, {…})` stands in no scope, and is called by what it reads.
  const isSource = written.startsWith('lambda-event-sources.');
  const id = isSource ? `stream of ${(first && dottedName(first)) ?? 'a table'}` : plain(second, constants, 0);
  const given = isSource ? second : third;
  const props = given === undefined ? undefined : unwrap(given);
  const literal = props?.type === T.ObjectExpression ? props : undefined;
  const properties = literal === undefined ? {} : (plain(literal, constants, 0) as Record<string, unknown>);
  const lines = Object.fromEntries((literal?.properties ?? []).flatMap((each) => (each.type === T.Property && keyOf(each) !== undefined ? [[keyOf(each)!, each.loc.start.line] as const] : [])));
  const variable = holder(node, module);
  const open = props !== undefined && (literal === undefined || literal.properties.some(({ type }) => type === T.SpreadElement));
  return {
    class: written, id: typeof id === 'string' && !/^\$\{[^}]*\}$/.test(id) ? id : variable ?? written, ...(variable !== undefined && { variable }),
    line: node.loc.start.line, column: node.loc.start.column + 1, properties, lines, ...(open && { open: true as const }),
  };
}

/** `sqs.Queue` of `import * as sqs from 'aws-cdk-lib/aws-sqs'`, and the other ways to write it. */
function classOf(name: string | undefined, bindings: ReadonlyMap<string, Binding>): string | undefined {
  const [head, ...rest] = name?.split('.') ?? [];
  const binding = head === undefined ? undefined : bindings.get(head);
  if (binding === undefined) return undefined;
  const { specifier, imported } = binding;
  // `cdk.aws_ecs.FargateService` of the whole library.
  const inside = imported === '*' ? rest[0] : imported;
  const part = /^(?:aws-cdk-lib|@aws-cdk)\/(?:aws-)?([\w-]+)/.exec(specifier)?.[1] ?? (specifier === 'aws-cdk-lib' ? /^aws_(\w+)$/.exec(inside ?? '')?.[1]?.replaceAll('_', '-') : undefined);
  // A company's own alarm, made of that of the library: `new GuAlarm(this, 'Errors', {…})`.
  if (part === undefined && rest.length === 0 && /Alarm$/.test(imported === 'default' ? head! : imported)) return OWN_ALARM;
  const last = imported === '*' || imported.startsWith('aws_') ? rest.at(-1) : imported;
  return part === undefined || last === undefined ? undefined : `${part}.${last}`;
}

function scalingOf(node: TSESTree.CallExpression, constants: Constants): ConstructScaling | undefined {
  const of = /^(.{1,200})\.autoScaleTaskCount$/.exec(dottedName(node.callee) ?? '')?.[1];
  const argument = node.arguments[0] && unwrap(node.arguments[0]);
  if (of === undefined || argument?.type !== T.ObjectExpression) return undefined;
  return { of, line: node.loc.start.line, column: node.loc.start.column + 1, properties: plain(argument, constants, 0) as Record<string, unknown> };
}

function holder(node: TSESTree.Node, module: ParsedModule): string | undefined {
  const parent = module.parent(node);
  if (parent?.type === T.VariableDeclarator && parent.id.type === T.Identifier) return parent.id.name;
  return parent?.type === T.AssignmentExpression ? dottedName(parent.left) : undefined;
}

function plain(node: TSESTree.Node, constants: Constants, depth: number): unknown {
  const here = unwrap(node);
  if (depth > MAX_DEPTH) return '${…}';
  if (here.type === T.ObjectExpression) {
    return Object.fromEntries(here.properties.slice(0, MAX_ITEMS).flatMap((each) => (each.type === T.Property && keyOf(each) !== undefined && keyOf(each) !== '__proto__' ? [[keyOf(each)!, plain(each.value, constants, depth + 1)] as const] : [])));
  }
  if (here.type === T.ArrayExpression) return here.elements.slice(0, MAX_ITEMS).map((each) => (each === null ? null : plain(each, constants, depth + 1)));
  // What a construct is made of there counts as it: `onFailure: new SqsDestination(failed)`.
  if (here.type === T.NewExpression) return here.arguments.map((each) => plain(each, constants, depth + 1));
  const folded = fold(here, constants);
  if ('value' in folded) return folded.value ?? null;
  // Of a text the parts that stand there.
  if (here.type === T.TemplateLiteral) return here.quasis.map(({ value }, position) => `${value.cooked}${here.expressions[position] === undefined ? '' : `\${${dottedName(here.expressions[position]) ?? '…'}}`}`).join('');
  if (here.type === T.BinaryExpression && here.operator === '+') return `${String(plain(here.left, constants, depth + 1))}${String(plain(here.right, constants, depth + 1))}`;
  const name = dottedName(here.type === T.CallExpression ? here.callee : here);
  const last = name?.split('.').at(-1);
  if (last !== undefined && name!.includes('.') && (here.type === T.CallExpression || /^[A-Z][A-Z\d_]+$/.test(last))) return last;
  return `\${${name ?? '…'}}`;
}
