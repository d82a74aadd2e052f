import type { Construction, Imports } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { symbolOf } from '../../lib/clients/match.ts';
import { foldersInCommon } from '../../lib/paths.ts';
import type { ServerModules } from '../../lib/server-modules.ts';

type Made = { readonly made?: { readonly file: string; readonly construction: Construction } };

/**
 * Which `HttpModule.register(…)` an injected HttpService comes from: the one whose folder is nearest, within the package.
 * A module that imports `HttpModule` as it is gives its services no bound, whatever another module registers.
 */
export function nestModules(graph: CodeGraph, server: ServerModules, { modules }: Pick<Imports, 'modules'>): (file: string) => Made {
  const all = [...server.keys()].sort().flatMap((file): { readonly file: string; readonly construction?: Construction }[] => {
    const registered = (graph.calls[file]?.constructions ?? [])
      .filter(({ ref }) => ref.from === '@nestjs/axios' && /^HttpModule\.register(Async)?$/.test(symbolOf(ref))).map((construction) => ({ file, construction }));
    const imports = modules[file]?.some(({ external, names }) => external === '@nestjs/axios' && names.includes('HttpModule')) === true;
    return registered.length > 0 || !imports ? registered : [{ file }];
  });
  return (file) => {
    const own = all.filter((made) => server.get(made.file)?.package === server.get(file)?.package);
    const [nearest] = own.toSorted((a, b) => foldersInCommon(file, b.file) - foldersInCommon(file, a.file) || Number(a.construction === undefined) - Number(b.construction === undefined));
    return nearest?.construction ? { made: { file: nearest.file, construction: nearest.construction } } : {};
  };
}
