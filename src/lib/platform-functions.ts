import type { Files, Packages, Platforms } from '../model/index.ts';
import { at as pick, text } from './json.ts';
import { compare } from './order.ts';
import { folderOfPath, isWithin, joinPath } from './paths.ts';

/** A file that a platform runs as a function by where it lies. */
export interface PlatformFunction {
  readonly platform: 'vercel' | 'netlify' | 'cloudflare-pages';
  readonly file: string;
  /** Folder of the project. */
  readonly dir: string;
  /** Its address as the files say it: `orders/[id]`. */
  readonly route: string;
}

const SOURCE = /\.[cm]?[jt]s$/;

/** `api/` of Vercel, `netlify/functions/` and `functions/` of Cloudflare Pages; sorted by file. */
export function platformFunctions({ files }: Pick<Files, 'files'>, { packages }: Pick<Packages, 'packages'>, { files: configured }: Platforms): PlatformFunction[] {
  const modules = files.filter(({ path, role, language }) => role === 'production' && language !== undefined && SOURCE.test(path) && !/\.d\.ts$/.test(path)).map(({ path }) => path);
  const uses = (dir: string, name: RegExp): boolean => packages.some((one) => one.dir === dir && [one.dependencies, one.devDependencies].some((all) => Object.keys(all).some((key) => name.test(key))));
  const projects = (platform: string, dependency: RegExp): ReadonlyMap<string, unknown> => new Map([
    ...packages.flatMap(({ dir }) => (uses(dir, dependency) ? [[dir, undefined] as const] : [])),
    ...configured.flatMap((one) => (one.platform === platform ? [[folderOfPath(one.file), one.value] as const] : [])),
  ]);
  const below = (platform: PlatformFunction['platform'], dir: string, folder: string | undefined): PlatformFunction[] => (folder === undefined ? [] : modules.flatMap((file) => (
    isWithin(file, folder) ? [{ platform, file, dir, route: file.slice(folder.length + 1).replace(SOURCE, '') }] : [])));
  const found = [
    ...[...projects('vercel', /^@vercel\/node$/)].flatMap(([dir]) => (uses(dir, /^next$/) ? [] : below('vercel', dir, joinPath(dir, 'api')).filter(({ route }) => !/(?:^|\/)[_.]/.test(route)).map((one) => ({ ...one, route: `api/${one.route}` })))),
    ...[...projects('netlify', /^@netlify\/functions$/)].flatMap(([dir, value]) => below('netlify', dir, joinPath(dir, text(pick(value, 'build', 'base')) ?? '', text(pick(value, 'functions', 'directory')) ?? text(pick(value, 'build', 'functions')) ?? 'netlify/functions'))
      // A folder is one function, of the module that is called like it.
      .flatMap((one) => { const [, name] = /^([^/]+)(?:\/(?:\1|index))?$/.exec(one.route) ?? []; return name === undefined ? [] : [{ ...one, route: `.netlify/functions/${name}` }]; })),
    ...[...projects('cloudflare', /^(?:wrangler|@cloudflare\/workers-types)$/)].flatMap(([dir]) => below('cloudflare-pages', dir, joinPath(dir, 'functions'))),
  ];
  // One folder may serve several; the first address stands for all.
  return [...new Map(found.reverse().map((one) => [one.file, one])).values()].sort((a, b) => compare(a.file, b.file));
}
