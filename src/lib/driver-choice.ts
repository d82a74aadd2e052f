import { purposeOf } from './drivers.ts';
import type { ArchitectureDeclaration, Packages } from '../model/index.ts';

const DRIVERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:pg|postgres|pg-promise|pg-native|@prisma\/adapter-pg|@electric-sql\/pglite)$/, 'postgresql'], [/^(?:mysql|mysql2|mariadb|@prisma\/adapter-mariadb)$/, 'mysql'],
  [/^(?:sqlite3?|better-sqlite3|@libsql\/client|sql\.js|@vscode\/sqlite3)$/, 'sqlite'], [/^(?:mssql|tedious)$/, 'sqlserver'], [/^oracledb$/, 'oracle'], [/^(?:mongodb|mongoose)$/, 'mongodb'],
];
/** From so many on, whoever installs it chooses; two may well be a database and the one of its tests. */
const CHOICE = 3;

/** The package that brings drivers of three engines and more: which of them runs is said where it is installed. */
export const driverChoice = ({ packages }: Packages): readonly string[] | undefined => {
  for (const { dependencies } of packages) {
    const names = Object.keys(dependencies);
    const engines = DRIVERS.filter(([driver]) => names.some((name) => driver.test(name))).map(([, engine]) => engine);
    if (engines.length >= CHOICE) return engines;
  }
  return undefined;
};

/** Whether a declared store is one of those between which whoever installs it chooses. */
export const isChoice = (engine: string, { data_stores = {} }: ArchitectureDeclaration, choice: readonly string[] | undefined): boolean => {
  const plain = engine === 'mariadb' ? 'mysql' : engine;
  const rivals = new Set(Object.values(data_stores).map((one) => (one.engine === 'mariadb' ? 'mysql' : one.engine)).filter((one) => choice?.includes(one)));
  return choice?.includes(plain) === true && (purposeOf(engine) === 'relational' || engine === 'mongodb') && rivals.size >= 2;
};
