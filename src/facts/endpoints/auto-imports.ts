import type { ModuleDefinitions } from '../../model/index.ts';
import { NITRO } from './nitro-files.ts';
import type { Owners } from './owners.ts';

const UTILS = /(?:^|\/)(?:server|shared)\/(?:utils|lib)\/|^utils\//;
const SERVER = /(?:^|\/)(?:server|shared)\/|^(?:api|routes|middleware|plugins|utils|tasks)\//;

/** Where a name comes from that no module imports. */
export type AutoImports = (file: string, name: string) => readonly [file: string, name: string] | undefined;

/** Nuxt and Nitro put what the folders `server/utils` export into every module of the server; two of one name: neither is told. */
export function autoImports(modules: Readonly<Record<string, ModuleDefinitions>>, owners: Owners): AutoImports {
  const names = new Map<string, readonly [string, string] | 'several'>();
  for (const [file, { exports }] of Object.entries(modules)) {
    const owner = owners.of(file);
    if (!owner || !UTILS.test(owner.local) || !owner.uses.some((one) => NITRO.test(one))) continue;
    for (const name of Object.keys(exports)) {
      const key = `${owner.dir}#${name}`;
      if (name !== 'default') names.set(key, names.has(key) ? 'several' : [file, name]);
    }
  }
  return (file, name) => {
    const owner = names.size === 0 ? undefined : owners.of(file);
    const found = owner && SERVER.test(owner.local) ? names.get(`${owner.dir}#${name}`) : undefined;
    return found === 'several' ? undefined : found;
  };
}
