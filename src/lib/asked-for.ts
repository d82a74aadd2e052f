import type { Imports } from '../model/index.ts';

/** Whether some module of a service takes what another exports under a name, itself or with all that stands beside it; a re-export alone takes nothing. */
export const isAskedFor = (name: string, from: string, by: readonly string[], { modules }: Pick<Imports, 'modules'>): boolean =>
  by.some((path) => path !== from && (modules[path] ?? []).some(({ names, reExport, kind }) => kind !== 'type' && !reExport && (names.includes(name) || names.includes('*'))));
