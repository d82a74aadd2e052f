import type { TSESTree } from '@typescript-eslint/types';
import type { DirectiveNode, ObjectTypeDefinitionNode, ObjectTypeExtensionNode } from 'graphql';
import { Kind } from 'graphql/language/kinds.js';
import { parse } from 'graphql/language/parser.js';
import { compare } from '../lib/order.ts';
import { defineFact, defineFileFact, type SchemaDirective, type SchemaField } from '../model/index.ts';

const ROOTS: Readonly<Record<string, SchemaField['operation']>> = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' };
const HAS_FIELDS = /\btype\s+(?:Query|Mutation|Subscription)\b/;
const SCHEMA_FILE = /\.(?:graphqls?|gql)$/i;
const MAX_BYTES = 2_000_000;
/** What parsers may go through of one text. */
const MAX_TOKENS = 200_000;

/** Schemas in the templates of modules, whatever takes them: `gql`, `buildSchema`, `typeDefs`. */
const graphqlTexts = defineFileFact('graphqlTexts', {
  version: 1,
  skips: ['test', 'browser'],
  mayApply: (text) => HAS_FIELDS.test(text) && /@\w/.test(text),
  extract(module): readonly SchemaField[] | undefined {
    const found = module.nodes('TemplateLiteral').flatMap((node) => fieldsOf(textOf(node), node.loc.start.line - 1) ?? []);
    return found.length > 0 ? found : undefined;
  },
});

const graphqlSchemas = defineFact({
  name: 'graphqlSchemas',
  needs: ['files', 'graphqlTexts'],
  gather({ files, graphqlTexts: texts }, repo) {
    const fields = Object.entries(texts).flatMap(([file, own]) => own.map(({ line, ...field }) => ({ ...field, at: { file, line } })));
    for (const { path, role, bytes } of files.files) {
      if (!SCHEMA_FILE.test(path) || role !== 'production') continue;
      if (bytes > MAX_BYTES) repo.gap('is larger than 2 MB and is not read; the directives of its fields are not known', { file: path }, 'slight');
      const text = bytes > MAX_BYTES ? undefined : repo.read(path);
      if (text === undefined || !HAS_FIELDS.test(text)) continue;
      const own = fieldsOf(text, 0);
      if (own === undefined) repo.gap('is no GraphQL that can be parsed; the directives of its fields are not known', { file: path }, 'slight');
      fields.push(...(own ?? []).map(({ line, ...field }) => ({ ...field, at: { file: path, line } })));
      repo.looked(1);
    }
    return { fields: fields.sort((a, b) => compare(a.at.file, b.at.file) || a.at.line - b.at.line) };
  },
});

export default [graphqlTexts, graphqlSchemas];

/** What stands between the parts of a template is made at run time: a type, or more fields. */
const textOf = ({ quasis }: TSESTree.TemplateLiteral): string => quasis.map(({ value }) => value.cooked ?? '').join(' ');

/** undefined: it is no document that can be parsed. */
function fieldsOf(text: string, before: number): SchemaField[] | undefined {
  if (!HAS_FIELDS.test(text)) return [];
  try {
    return parse(text, { maxTokens: MAX_TOKENS }).definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION ? ofType(one, before) : []));
  } catch {
    return undefined;
  }
}

function ofType({ name, directives, fields }: ObjectTypeDefinitionNode | ObjectTypeExtensionNode, before: number): SchemaField[] {
  const operation = Object.hasOwn(ROOTS, name.value) ? ROOTS[name.value] : undefined;
  if (operation === undefined) return [];
  return (fields ?? []).map((field) => ({ operation, field: field.name.value, line: before + field.name.loc!.startToken.line, directives: [...directives ?? [], ...field.directives ?? []].map(directiveOf) }));
}

function directiveOf({ name, arguments: given, loc }: DirectiveNode): SchemaDirective {
  const [first, last] = [given?.[0]?.loc, given?.at(-1)?.loc];
  return { name: name.value, ...(first && last && loc && { given: loc.source.body.slice(first.start, last.end).slice(0, 200) }) };
}
