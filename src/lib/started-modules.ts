import type { Docker, Packages, Platforms } from '../model/index.ts';
import { folderOfPath, joinPath } from './paths.ts';

/** A module as a command names it, and the folder from which it does so. */
export interface StartedModule {
  readonly dir: string;
  readonly path: string;
  /** The script of a package that runs it; absent: an image or a Procfile does. */
  readonly script?: string;
}

const RUNNER = /(?:^|\/)(?:node|nodejs|tsx|ts-node|bun|swc-node|fastify|babel-node|vite-node|forever|pm2|pm2-runtime|pm2-docker)$/;
const MODULE = /^(?:\.\/)?[\w@-][\w./@-]*\.[cm]?[jt]s$/;
/** `node dist/main`, `node server`, `node .` */
const BARE = /^(?:\.|(?:\.{1,2}\/)?[\w@][\w@-]*(?:\/[\w@-]+)*\/?)$/;
const TAKES_ONE = /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|-P|--project|--env-file|--tsconfig|--watch-path|--title)$/;
const KEPT_IN_PRODUCTION = /^(?:start|serve|server|prod|production|launch|run|daemon|api|web|app)(?:$|[:.\w-])/;
const WHILE_DEVELOPING = /(?:^|[:._-])(?:dev|develop(?:ment)?|watch|debug|tests?|e2e|local|preview|examples?|demo|mock|stub)/;

/** `tsx --import ./runtime.mjs src/sync/grades.ts`: the module that is run, the last that is named. */
export function runBy(command: string): string | undefined {
  const words = command.split(/\s+/);
  const from = words.findIndex((word) => RUNNER.test(word));
  // `pm2 start dist/main.js`
  const rest = from === -1 ? [] : words.slice(from + (words[from + 1] === 'start' ? 2 : 1));
  const end = rest.findIndex((word) => /^(?:&&?|\|\|?|;)$/.test(word));
  const given = rest.slice(0, end === -1 ? rest.length : end);
  const named = given.findLast((word) => MODULE.test(word)) ?? given.find((word, index) => BARE.test(word) && !TAKES_ONE.test(given[index - 1] ?? ''));
  return named?.replace(/^\.\//, '');
}

/** What a script of any package, the command of an image or a Procfile keeps running, with the folders that its path may start from. */
export function startedModules({ packages }: Packages, { dockerfiles }: Docker, { files }: Platforms): StartedModule[] {
  const found: StartedModule[] = [];
  const add = (command: string, dirs: readonly string[], script?: string): void => {
    const path = runBy(command);
    if (path === undefined) return;
    for (const dir of new Set(dirs)) {
      found.push({ dir, path, ...(script !== undefined && { script }) });
      // Nx: the image of `apps/mailer` runs `node mailer`, which is built from its `src/main.ts`.
      if (dir !== '.' && dir.endsWith(`/${path}`)) found.push({ dir, path: 'src/main' }, { dir, path: 'src/index' });
    }
  };
  for (const { dir, scripts } of packages) {
    for (const [name, command] of Object.entries(scripts)) if (KEPT_IN_PRODUCTION.test(name) && !WHILE_DEVELOPING.test(name) && !/\b(?:watch|nodemon)\b/.test(command)) add(command, [dir], name);
  }
  // What an image holds is copied from beside its Dockerfile, or from the root.
  for (const { file, entry, workdir } of dockerfiles) if (entry) add(entry.command, [folderOfPath(file), '.', ...endsOf(workdir ?? '')]);
  for (const { platform, file, value } of files) {
    if (platform === 'heroku' && typeof value === 'object' && value !== null) for (const command of Object.values(value)) if (typeof command === 'string') add(command, [folderOfPath(file)]);
  }
  return found;
}

/** The module that a path means, or that it is built from: `dist/main.js` of `src/main.ts`; undefined where neither is there. */
export function sourceOf(dir: string, path: string | undefined, isThere: (path: string) => boolean): string | undefined {
  const file = path === undefined ? undefined : joinPath(dir, path);
  if (file === undefined || isThere(file)) return file;
  const inner = (dir === '.' ? file : file.slice(dir.length + 1)).replace(/\.[cm]?js$/, '');
  const [, above = '', rest = inner] = /^((?:.*\/)?)(?:dist|build|lib|out)\/(?:src\/)?(.+)$/.exec(inner) ?? [];
  return ['src/', ''].flatMap((folder) => ['ts', 'mts', 'js', 'mjs'].map((ending) => joinPath(dir, `${above}${folder}${rest}.${ending}`)))
    .find((candidate) => candidate !== undefined && isThere(candidate)) ?? (/\.\w+$/.test(file) ? undefined : beside(file).find(isThere));
}

/** `node server`: the module of that name, or the index of the folder. */
const beside = (file: string): string[] => ['', '/index'].flatMap((rest) => (file === '.' ? (rest === '' ? [] : ['index']) : [`${file}${rest}`])).flatMap((stem) => ['js', 'ts', 'mjs', 'mts', 'cjs'].map((ending) => `${stem}.${ending}`));

/** `/srv/app/server`: the folder of the repository that an image works in is the end of it. */
const endsOf = (workdir: string): string[] => {
  const parts = workdir.split('/').filter((part) => part !== '');
  return parts.map((_, index) => parts.slice(index).join('/'));
};
