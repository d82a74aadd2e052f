import { DRIVERS, purposeOf } from './drivers.ts';
import type { ArchitectureDeclaration, Packages } from '../model/index.ts';

/** Both speak to either. */
const plainOf = (engine: string): string => (engine === 'mariadb' || engine === 'planetscale' ? 'mysql' : engine);
const isOfRecords = (engine: string): boolean => purposeOf(engine) === 'relational' || engine === 'mongodb';
/** From so many on, whoever installs it chooses; two may well be a database and the one of its tests. */
const CHOICE = 3;

/** The package that brings drivers of three engines and more: which of them runs is said where it is installed. */
export const driverChoice = ({ packages }: Packages): readonly string[] | undefined => {
  for (const { dependencies } of packages) {
    const engines = new Set(DRIVERS.filter(({ packages: names, engine, section }) => section === 'stores' && isOfRecords(engine) && names.some((name) => Object.hasOwn(dependencies, name))).map(({ engine }) => plainOf(engine)));
    if (engines.size >= CHOICE) return [...engines];
  }
  return undefined;
};

/** Whether a declared store is one of those between which whoever installs it chooses. */
export const isChoice = (engine: string, { data_stores = {} }: ArchitectureDeclaration, choice: readonly string[] | undefined): boolean => {
  const rivals = new Set(Object.values(data_stores).map((one) => plainOf(one.engine)).filter((one) => choice?.includes(one)));
  return choice?.includes(plainOf(engine)) === true && isOfRecords(engine) && rivals.size >= 2;
};
