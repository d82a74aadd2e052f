import { folderOfPath } from '../../lib/paths.ts';
import { runBy, sourceOf } from '../../lib/started-modules.ts';
import { decode, readBytes } from '../reading.ts';

const DOCKERFILE = /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$/;
const MAX_TEXT = 64 * 1024;
/** A bare `scripts/start.js` serves pages while they are written. */
const WHILE_WRITTEN = /(?:^|\/)(?:start|build|dev\w*|watch)\.\w+$/;
/** Elsewhere a folder for tools means what it says, whoever starts what lies there: `docker/dependencies/mail/server.js`. */
const IN_SCRIPTS = /(?:^|\/)scripts\//;
/** A package below `scripts/` is a script itself. */
const OF_SCRIPTS = /(?:^|\/)scripts(?:\/|$)/;

/** What the `start` of a package runs: `node dist/scripts/startServer.js`. */
export function startedBy({ scripts }: Record<string, unknown>): readonly string[] {
  const all = typeof scripts === 'object' && scripts !== null ? Object.entries(scripts as Record<string, unknown>) : [];
  return all.flatMap(([name, script]) => (/^(?:start|serve)(?::prod(?:uction)?)?$/.test(name) && typeof script === 'string' ? runBy(script) ?? [] : []));
}

/** Sources below `scripts/` that a package's `start` or the command of an image runs; `packages`: by folder, what their `start` names. */
export function startedSources(root: string, paths: readonly string[], packages: ReadonlyMap<string, readonly string[]>, isThere: (path: string) => boolean): ReadonlySet<string> {
  const named = [...packages].flatMap(([dir, started]) => started.map((path) => ({ dirs: [dir], path })));
  const imaged = paths.flatMap((file) => {
    const path = DOCKERFILE.test(file) ? commandOf(root, file) : undefined;
    return path === undefined ? [] : [{ dirs: [folderOfPath(file), '.'], path }];
  });
  return new Set([...named, ...imaged].flatMap(({ dirs, path }) => (WHILE_WRITTEN.test(path) ? [] : dirs.filter((dir) => !OF_SCRIPTS.test(dir)).flatMap((dir) => sourceOf(dir, path, isThere) ?? []).filter((source) => IN_SCRIPTS.test(source)))));
}

/** The module that the last `CMD` or `ENTRYPOINT` names, in either form. */
function commandOf(root: string, file: string): string | undefined {
  const read = readBytes(root, file);
  const text = 'bytes' in read && read.bytes.length <= MAX_TEXT ? decode(read.bytes) : undefined;
  if (text === undefined || 'refused' in text) return undefined;
  const command = text.text.split('\n').findLast((line) => /^\s*(?:CMD|ENTRYPOINT)\s/i.test(line));
  return command && runBy(command.replace(/["',[\]]/g, ' ').trim());
}
