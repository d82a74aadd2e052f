import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { defineFact } from '../model/index.ts';
import type { Files, ImportEdge, Imports, ImportSite, Packages, Repo, Source } from '../model/index.ts';
import { absence } from './imports/absent.ts';
import { openAnswers } from './imports/answers.ts';
import { groundOf } from './imports/ground.ts';
import { reader } from './imports/meaning.ts';
import type { Meaning } from './imports/meaning.ts';
import { findProjects } from './imports/projects.ts';

/** What each import leads to: read by `source`, resolved by dependency-cruiser, always to sources of the repository. */
export default defineFact({
  name: 'imports',
  needs: ['files', 'packages', 'source'],
  gather: ({ files, packages, source }, repo) => link(files, packages, source, repo),
});

const link = async ({ files }: Files, { packages }: Packages, source: Source, repo: Repo): Promise<Imports> => {
  const paths = files.map(({ path }) => path);
  const modules = Object.keys(source.modules).sort();
  if (modules.length === 0 && files.some(({ language }) => language !== undefined)) {
    throw new Error('none of the source files could be read, so there is no import graph');
  }

  const ground = groundOf(paths);
  const read = (path: string): string | undefined => repo.read(path);
  const home = new Map(packages.flatMap(({ name, dir }) => (name === undefined ? [] : [[name, dir]])));
  const projects = findProjects(paths, ground.has, read, (name) => home.get(name));
  const meaningsIn = reader({ projects, packages, plausible: ground.plausible });

  const meanings = modules.map((path) => {
    const meaningOf = meaningsIn(path);
    return source.modules[path]!.imports.map(({ specifier }) => meaningOf(specifier));
  });
  const places = new Set(meanings.flatMap((list) => list.flatMap((meaning) => meaning.places)));
  const answers = await openAnswers(repo, paths, packages, [...places].sort());

  const isAbsent = absence(paths, read);
  const leadsTo = (place: string): string | undefined => {
    const answer = answers(place);
    if (answer === undefined || ground.has(answer)) return answer ?? ground.probe(place);
    return ground.probe(place) ?? behindLink(repo, answer, ground.has);
  };

  let resolved = 0;
  let unresolved = 0;
  const settle = (site: ImportSite, meaning: Meaning): ImportEdge => {
    for (const place of meaning.places) {
      const to = leadsTo(place);
      if (to !== undefined) {
        resolved += 1;
        return { ...site, to };
      }
    }
    if (meaning.external !== undefined) return { ...site, external: meaning.external, ...(meaning.builtin ? { builtin: true } : {}) };
    if (meaning.virtual || meaning.places.some(isAbsent)) return { ...site, external: site.specifier, generated: true };
    unresolved += 1;
    return { ...site, unresolved: true };
  };

  repo.looked(modules.length);
  const edges = new Map(modules.map((path, index) => [path, source.modules[path]!.imports.map((site, at) => settle(site, meanings[index]![at]!))]));
  const isType = typesBehind(source, edges);
  return {
    modules: Object.fromEntries([...edges].map(([path, list]) => [path, list.map((edge) => (isErased(path, edge, isType) ? { ...edge, kind: 'type' as const } : edge))])),
    resolved,
    unresolved,
  };
};

/** JavaScript has no types to import; a side effect, a namespace or a re-export of everything stays. */
const isErased = (path: string, { kind, names, to }: ImportEdge, isType: (path: string, name: string) => boolean): boolean =>
  kind === 'value' && to !== undefined && names.length > 0 && !/\.[cm]?jsx?$/.test(path) && names.every((name) => name !== '*' && isType(to, name));

/** Whether a module's export is a type alone, looked for through re-exports a few steps deep. */
function typesBehind(source: Source, edges: ReadonlyMap<string, readonly ImportEdge[]>): (path: string, name: string, steps?: number) => boolean {
  const types = new Map(Object.entries(source.modules).map(([path, module]) => [path, new Set(module.types)]));
  const isType = (path: string, name: string, steps = 5): boolean => {
    if (types.get(path)?.has(name)) return true;
    if (steps === 0) return false;
    const passed = (edges.get(path) ?? []).filter(({ reExport, names, to }) => reExport && to !== undefined && (names.includes(name) || names.includes('*')));
    return passed.length > 0 && !declares(path, name, passed) && passed.some(({ to }) => isType(to!, name, steps - 1));
  };
  /** The module exports the name itself, so what it passes on under `*` is hidden. */
  const declares = (path: string, name: string, passed: readonly ImportEdge[]): boolean =>
    source.modules[path]!.exports.includes(name) && !passed.some(({ names }) => names.includes(name));
  return isType;
}

/** A folder of the repository that is a link to another one: the file itself, where git knows it. */
const behindLink = (repo: Repo, path: string, has: (path: string) => boolean): string | undefined => {
  if (!repo.exists(path)) return undefined;
  const real = relative(repo.root, realpathSync(join(repo.root, path))).replaceAll('\\', '/');
  return has(real) ? real : undefined;
};
