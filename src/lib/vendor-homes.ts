import type { ArchitectureDeclaration } from '../model/index.ts';
import { isCompositionRoot } from './composition-roots.ts';
import { groupBy, type ModuleImport } from './module-imports.ts';
import { folderOfPath } from './paths.ts';
import { matchesWildcard } from './wildcard.ts';
import { wordsOf } from './words.ts';

/** Words that many vendors' names share. */
const COMMON = /^(?:api|apis|sdk|client|clients|cloud|service|services|js|node|web|sign|in|io|com|the|push|mail|pay|auth)$/;
/** Folders that hold anything: what lies there together is no module of its own. */
const ANY_FOLDER = /^(?:src|lib|libs|utils?|helpers?|services?|shared|common|server|api|apis|handlers?|controllers?|routes?|routers?|app|apps|core|modules|jobs|workers|functions|backend|internal|packages|plugins|resolvers|middlewares?|hooks|components|pages|features|commands|tasks|scripts|config)$/;
/** A module that speaks to so many vendors puts the parts together. */
const WIRES_VENDORS = 3;

/**
 * In how many places a vendor lives, where no adapter is declared: modules and folders that bear its name are one, and so is a
 * folder of one purpose. What only puts the parts together makes a client and hands it on. Packages are counted apart: each may have a place of its own.
 */
export function vendorHomes({ externals = {}, components, layers }: ArchitectureDeclaration, imports: readonly ModuleImport[], packageOf: (file: string) => string): (name: string, packages: readonly string[], files: readonly string[]) => number {
  const wires = isCompositionRoot(layers ?? { order: [] });
  const roots = new Set(Object.values(components).flatMap(({ path }) => path));
  const vendors = new Map<string, Set<string>>();
  for (const { from, external: used = '' } of imports) {
    for (const [vendor, { packages = [] }] of Object.entries(externals)) if (packages.some((pattern) => matchesWildcard(pattern, used))) vendors.set(from, (vendors.get(from) ?? new Set()).add(vendor));
  }
  return (name, packages, files) => {
    const said = new Set([name, ...packages].flatMap(wordsOf).filter((word) => word.length > 2 && !COMMON.test(word)));
    const bears = (file: string): boolean => file.split('/').some((part) => wordsOf(part).some((word) => said.has(word)));
    const homes = (beside: readonly string[]): number => new Set(beside.flatMap((file) => {
      if (bears(file)) return [''];
      if (wires(file) || (vendors.get(file)?.size ?? 0) >= WIRES_VENDORS) return [];
      const folder = folderOfPath(file);
      return [roots.has(folder) || ANY_FOLDER.test(folder.split('/').at(-1)!) ? file : folder];
    })).size;
    return Math.max(0, ...[...groupBy(files, packageOf).values()].map(homes));
  };
}
