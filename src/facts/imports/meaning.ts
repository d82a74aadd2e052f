import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { PackageManifest } from '../../model/index.ts';
import { foldersInCommon } from '../../lib/paths.ts';
import { isVirtual } from './absent.ts';
import { entryPlaces, importTargets, isOutput, sourcePlaces } from './entries.ts';
import type { Projects } from './projects.ts';
import { local, match, splitPackage } from './tsconfig.ts';
import type { TsConfig } from './tsconfig.ts';

/** What an import as written may mean, before anybody looks at what is there. */
export interface Meaning {
  /** Places relative to the root, best first. The first that leads to a file of the repository is it. */
  readonly places: readonly string[];
  /** Where none of them does: it is a package or built-in module of this name, … */
  readonly external?: string;
  readonly builtin?: true;
  /** … or something that a build step makes; with neither, a local import that leads nowhere. */
  readonly virtual?: true;
}

/** What decides what a file's specifiers mean. */
interface Site {
  readonly dir: string;
  readonly home: PackageManifest | undefined;
  readonly own?: TsConfig;
  readonly others: readonly TsConfig[];
}

export interface Surroundings {
  readonly projects: Projects;
  readonly packages: readonly PackageManifest[];
  /** False: no file of the repository could answer this place, so that it need not be asked. */
  plausible(place: string): boolean;
}

/** Of each file, what its specifiers may mean. */
export const reader = (around: Surroundings): ((file: string) => (specifier: string) => Meaning) => {
  const homes = new Map(around.packages.map((pack) => [pack.dir, pack]));
  const home = (path: string): PackageManifest | undefined => {
    for (let dir = posix.dirname(path); ; dir = posix.dirname(dir)) {
      const found = homes.get(dir);
      if (found !== undefined) return found;
      if (dir === '.') return undefined;
    }
  };
  const members = membersByName(around.packages);
  const plausible = (places: readonly string[]): string[] => places.filter((place) => around.plausible(place));

  const declares = (pack: PackageManifest | undefined, name: string): boolean =>
    range(pack, name) !== undefined;

  const relative = ({ dir, own }: Site, specifier: string): Meaning => {
    const place = localFolder(dir, specifier);
    if (place === undefined) return { places: [], external: specifier };
    // What is there needs no other reading.
    if (around.plausible(place)) return { places: [place] };
    const twins = own === undefined ? [] : throughRootDirs(own, place);
    return { places: [...new Set([place, ...plausible([...twins, ...withSources([place])])])] };
  };

  /** `/x`: from the root of what a bundler serves. */
  const absolute = ({ home: pack }: Site, specifier: string): Meaning => {
    const dir = pack?.dir ?? '.';
    const places = [dir, posix.join(dir, 'src'), posix.join(dir, 'public'), '.'].flatMap((from) => local(from, `.${specifier}`) ?? []);
    return { places: plausible(places), virtual: true };
  };

  /** `#name` of the package's own `imports`. */
  const hash = ({ home: pack }: Site, specifier: string): Meaning | undefined => {
    if (pack === undefined) return undefined;
    const targets = importTargets(pack, specifier);
    if (targets.length === 0) return undefined;
    const foreign = targets.find((target) => !target.startsWith('.'));
    const places = targets.flatMap((target) => (target.startsWith('.') ? sourcePlaces(pack.dir, local(pack.dir, target), around.projects.in(pack.dir)) : []));
    if (foreign === undefined) return { places };
    return ofMember(foreign, pack) ?? (isBuiltin(foreign) ? { places, ...builtin(foreign) } : { places, external: splitPackage(foreign)[0] });
  };

  /** The places of a package of the workspace. */
  const ofMember = (specifier: string, importer: PackageManifest | undefined): Meaning | undefined => {
    const [name, rest] = splitPackage(specifier);
    const pack = nearest(importer?.dir ?? '.', (members.get(name) ?? []).filter((candidate) => candidate.workspace || candidate.dir === importer?.dir || linked(importer, name)));
    if (pack === undefined || isForeignMember(importer, name)) return undefined;
    const places = entryPlaces(pack, rest === '' ? '.' : `./${rest}`, around.projects.in(pack.dir));
    const answerable = plausible(places);
    // With no source to be found, the first place stays and tells whether it is generated. That what a package builds is
    // ignored by git tells nothing of it: the sources are there, and are not found.
    return { places: answerable.length > 0 ? answerable : places.filter((place) => !isOutput(pack.dir, place)).slice(0, 1) };
  };

  const mapped = (config: TsConfig, specifier: string): { places: string[]; pattern: string } | undefined => {
    for (const { pattern, targets } of config.paths) {
      const star = match(pattern, specifier);
      if (star !== undefined) return { pattern, places: targets.flatMap((target) => local('.', target.replace('*', () => star)) ?? []) };
    }
    return undefined;
  };

  /** Compiled targets (`dist/libs/a`) are led back to their sources, in whatever package they lie. */
  const withSources = (places: readonly string[]): string[] =>
    places.flatMap((place) => {
      const pack = home(`${place}/x`);
      return pack === undefined ? [place] : sourcePlaces(pack.dir, place, around.projects.in(pack.dir));
    });

  const bare = ({ home: importer, own, others }: Site, specifier: string): Meaning => {
    const [name] = splitPackage(specifier);
    const declared = declares(importer, name) || declares(homes.get('.'), name);
    const places: string[] = [];
    let claimed = false;

    const mapping = own === undefined ? undefined : mapped(own, specifier);
    if (mapping !== undefined) {
      const inside = mapping.places.filter((place) => !place.includes('node_modules'));
      places.push(...inside.filter((place) => around.plausible(place)), ...plausible(withSources(inside)));
      if (inside.length > 0 && mapping.pattern !== '*') {
        claimed = !declared;
        if (places.length === 0) places.push(...inside.slice(0, 1));
      }
    }
    const member = ofMember(specifier, importer);
    if (member !== undefined) places.push(...member.places);
    if (own?.baseUrl !== undefined) {
      const place = local(own.baseUrl, specifier);
      // `src/gone`, where there is a folder `src`: meant as a file of the repository.
      claimed ||= !declared && member === undefined && specifier.includes('/') && !name.startsWith('@') && around.plausible(posix.join(own.baseUrl, name));
      if (place !== undefined && (claimed || around.plausible(place))) places.push(place);
    }
    if (member === undefined && !declared) {
      for (const other of others) {
        const help = mapped(other, specifier);
        if (help !== undefined && help.pattern !== '*') places.push(...plausible(help.places), ...plausible(withSources(help.places)));
      }
      places.push(...plausible(conventionalAliases(specifier, importer?.dir ?? '.')), ...plausible(belowRoots(specifier, importer?.dir ?? '.')));
    }
    const unique = [...new Set(places)];
    if (!declared && (isVirtual(specifier) || isBundlerHash(specifier, importer))) return { places: unique, virtual: true };
    if (member !== undefined || claimed || isAlias(specifier)) return { places: unique };
    return { places: unique, external: name };
  };

  const read = (site: Site, written: string): Meaning => {
    const specifier = plainSpecifier(written);
    if (specifier === '') return { places: [] };
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return relative(site, specifier);
    if (/^(?:node|bun|deno|cloudflare|workerd):/.test(specifier) || (isBuiltin(specifier) && !AMBIGUOUS.has(specifier))) return { places: [], ...builtin(specifier) };
    if (/^(?:https?:)?\/\//.test(specifier)) return { places: [], external: specifier.replace(/^((?:https?:)?\/\/[^/]+).*$/, '$1') };
    const registry = /^(?:npm|jsr):\/?(@[^/@]+\/[^/@]+|[^/@]+)/.exec(specifier);
    if (registry) return { places: [], external: registry[1]! };
    if (/^[a-z][a-z\d+.-]+:/i.test(specifier)) return { places: [], virtual: true };
    if (specifier.startsWith('/')) return absolute(site, specifier);
    const meant = (specifier.startsWith('#') ? hash(site, specifier) : undefined) ?? bare(site, specifier);
    return AMBIGUOUS.has(specifier) && meant.places.length === 0 ? { places: [], ...builtin(specifier) } : meant;
  };

  // What is not relative means the same to all files under the same configs and one manifest.
  const known = new Map<string, Meaning>();
  return (file) => {
    const site: Site = { dir: posix.dirname(file), home: home(file), ...around.projects.of(file) };
    const scope = `${site.own?.file}|${site.others.map((other) => other.file).join()}|${site.home?.dir}|`;
    return (specifier) => {
      if (specifier.startsWith('.')) return read(site, specifier);
      let meaning = known.get(scope + specifier);
      if (meaning === undefined) known.set(scope + specifier, (meaning = read(site, specifier)));
      return meaning;
    };
  };
};

/** Built-in modules that hardly anybody means: a folder of this name under `baseUrl` is meant instead. */
const AMBIGUOUS = new Set(['constants', 'domain', 'sys', 'punycode']);

/** `fs/promises` and `node:fs` are both `node:fs`. */
const builtin = (specifier: string): { external: string; builtin: true } => {
  const [, scheme = 'node:', name = specifier] = /^(\w+:)?([^/]+)/.exec(specifier) ?? [];
  return { external: scheme + name, builtin: true };
};

/** Without loaders in front (`raw!./x`) and queries behind (`./x?raw`). */
const plainSpecifier = (specifier: string): string => {
  const last = specifier.slice(specifier.lastIndexOf('!') + 1);
  const query = last.indexOf('?', 1);
  return query < 0 ? last : last.slice(0, query);
};

/** No package can have such a name: an alias of a bundler. */
const isAlias = (specifier: string): boolean => /^(?:@\/|@$|~|#|\$)/.test(specifier);

/** `#name` where the manifest has no `imports` at all: set up in a bundler's config, which is not run. */
const isBundlerHash = (specifier: string, pack: PackageManifest | undefined): boolean => specifier.startsWith('#') && pack?.entry['imports'] === undefined;

/** The place of a relative specifier; a folder ends with `/`. */
const localFolder = (dir: string, specifier: string): string | undefined => {
  const place = local(dir, specifier);
  if (place === undefined) return undefined;
  return /(?:^|\/)\.{0,2}$/.test(specifier) ? `${place}/` : place;
};

const throughRootDirs = (config: TsConfig, place: string): string[] => {
  const root = config.rootDirs.filter((dir) => place.startsWith(`${dir}/`)).sort((a, b) => b.length - a.length)[0];
  return root === undefined ? [] : config.rootDirs.filter((dir) => dir !== root).map((dir) => posix.join(dir, place.slice(root.length + 1)));
};

/** What frameworks and bundlers agree on where no tsconfig says it, or the one that says it is generated. */
const conventionalAliases = (specifier: string, home: string): string[] => {
  const lib = /^\$lib(\/.*)?$/.exec(specifier);
  if (lib) return [posix.join(home, `src/lib${lib[1] ?? '/'}`)];
  const own = /^(?:@site\/|#(?=shared\/))(.+)$/.exec(specifier);
  if (own) return local(home, own[1]!) === undefined ? [] : [local(home, own[1]!)!];
  const tilde = /^(?:@@|~~|@|~)\/(.+)$/.exec(specifier);
  return tilde ? ['src', 'app', '.', 'resources/js', 'client'].flatMap((dir) => local(home, `${dir}/${tilde[1]!}`) ?? []) : [];
};

/** `require('app/services/fees')` of no package of that name: a process that starts with `NODE_PATH=.` or `NODE_PATH=src` finds it below that folder. */
const belowRoots = (specifier: string, home: string): string[] =>
  /^[a-z]\w*\/(?!$)/i.test(specifier) ? ['.', 'src'].flatMap((dir) => local(home, `${dir}/${specifier}`) ?? []) : [];

const membersByName = (packages: readonly PackageManifest[]): Map<string, PackageManifest[]> => {
  const members = new Map<string, PackageManifest[]>();
  for (const pack of packages) if (pack.name !== undefined) members.set(pack.name, [...(members.get(pack.name) ?? []), pack]);
  for (const packs of members.values()) packs.sort((a, b) => Number(b.workspace) - Number(a.workspace) || a.dir.length - b.dir.length);
  return members;
};

/** Two workspaces in one repository may both have a member of the name. */
const nearest = (dir: string, packs: readonly PackageManifest[]): PackageManifest | undefined => {
  if (packs.length < 2) return packs[0];
  const shared = (pack: PackageManifest): number => foldersInCommon(`${pack.dir}/`, `${dir}/`);
  return packs.reduce((best, pack) => (shared(pack) > shared(best) ? pack : best));
};

const range = (pack: PackageManifest | undefined, name: string): string | undefined =>
  [pack?.dependencies, pack?.devDependencies, pack?.peerDependencies].find((ranges) => ranges !== undefined && Object.hasOwn(ranges, name))?.[name];

const linked = (pack: PackageManifest | undefined, name: string): boolean => /^(?:workspace|file|link|portal):/.test(range(pack, name) ?? '');

/** A package outside the workspace that asks the registry for what happens to be a member's name. */
const isForeignMember = (importer: PackageManifest | undefined, name: string): boolean => {
  const wanted = range(importer, name);
  return importer !== undefined && !importer.workspace && importer.dir !== '.' && wanted !== undefined && !linked(importer, name) && importer.name !== name;
};
