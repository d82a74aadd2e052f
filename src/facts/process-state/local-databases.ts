import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { LocalKeeping, ParsedModule } from '../../model/index.ts';
import type { Binding } from '../../lib/bindings.ts';
import type { ImportedCallee } from '../../lib/callee.ts';
import { fold } from '../../lib/fold.ts';
import { property } from '../../lib/tree.ts';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;
type Constants = ReadonlyMap<string, TSESTree.Node>;

/** How a library is told to keep its data in a file: by being used at all, by its first argument, or by an option beside the dialect. */
interface LocalDatabase { readonly package: RegExp; readonly member: RegExp; readonly dialect?: string; readonly file?: string }

const SQLITE = /^(?:better-)?sqlite3?$|^sql\.?js$/;
const DATABASES: readonly LocalDatabase[] = [
  { package: /^(?:lowdb|nedb|@seald-io\/nedb)$/, member: /./ },
  { package: /^node-json-db$/, member: /^JsonDB$/ },
  { package: /^node-persist$/, member: /^(?:default\.)?(?:init|initSync|create)$/ },
  { package: /^better-sqlite3$/, member: /^default$/, file: '' },
  { package: /^sqlite3$/, member: /^(?:default\.)?(?:verbose\(\)\.)?Database$/, file: '' },
  { package: /^sqlite$/, member: /^DatabaseSync$/, file: '' },
  { package: /^bun:sqlite$/, member: /^Database$/, file: '' },
  { package: /^sqlite$/, member: /^open$/, file: 'filename' },
  { package: /^sequelize(?:-typescript)?$/, member: /^(?:default|Sequelize)$/, dialect: 'dialect', file: 'storage' },
  { package: /^typeorm$/, member: /^(?:DataSource|createConnection)$/, dialect: 'type', file: 'database' },
  { package: /^@nestjs\/typeorm$/, member: /^TypeOrmModule\.forRoot$/, dialect: 'type', file: 'database' },
  { package: /^knex$/, member: /^(?:default|knex|Knex)$/, dialect: 'client', file: 'connection' },
];
/** A copy that is read for a while, or what tests run on, is none that the service keeps. */
const PASSING = /te?mp|backup|:memory:|\btests?\b/i;
/** A dialect of a server beside it: which of them is taken, a setting says. */
const SERVERS = /['"`](?:postgres(?:ql)?|pg|mysql2?|mariadb|mssql|cockroachdb|oracle)\b/;

/** A database that lies in a file of this machine, or in its memory. */
export function localDatabase(module: ParsedModule, node: Call, { package: name, member }: ImportedCallee, options: TSESTree.ObjectExpression | undefined, constants: Constants): Omit<LocalKeeping, 'line' | 'column'> | undefined {
  const library = name?.replace(/^node:/, '') ?? '';
  const row = DATABASES.find((one) => one.package.test(library) && one.member.test(member));
  if (!row) return undefined;
  const of = (key: string): TSESTree.Node | undefined => options && property(options, key);
  if (row.dialect !== undefined) {
    const dialect = of(row.dialect) && textOf(of(row.dialect)!, constants);
    const address = textOf(node.arguments[0], constants);
    if (!(dialect !== undefined && SQLITE.test(dialect)) && !/^sqlite:/.test(address ?? '')) return undefined;
  }
  const file = row.file === undefined ? undefined : row.file === '' || options === undefined ? node.arguments[0] : of(row.file);
  if (row.file !== undefined && (file === undefined || /backup/i.test(module.path) || PASSING.test(module.text.slice(...file.range)) || PASSING.test(textOf(file, constants) ?? ''))) return undefined;
  if (options && property(options, 'readonly') !== undefined) return undefined;
  return { kind: 'database', library: name === 'node:sqlite' ? name : library, shared: false, ...(SERVERS.test(module.text) && row.dialect !== undefined && { isOneOfSeveral: true as const }) };
}

/** `const sqlite = require('sqlite3').verbose()` is the module still. */
export function withVerbose(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): ReadonlyMap<string, Binding> {
  if (!/['"]sqlite3['"]/.test(module.text) || !module.text.includes('.verbose()')) return bindings;
  return new Map([...bindings, ...module.nodes('VariableDeclarator').flatMap(({ id, init }): [string, Binding][] =>
    (id.type === AST_NODE_TYPES.Identifier && init && /\.verbose\(\)$/.test(module.text.slice(...init.range)) ? [[id.name, { specifier: 'sqlite3', imported: 'default' }]] : []))]);
}

function textOf(node: TSESTree.Node | undefined, constants: Constants): string | undefined {
  const value = node && fold(node, constants);
  return value && 'value' in value && typeof value.value === 'string' ? value.value : undefined;
}
