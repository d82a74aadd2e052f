import type { Dockerfile, PackageManifest, Platforms } from '../../model/index.ts';
import { groupBy } from '../../lib/module-imports.ts';
import { folderOfPath } from '../../lib/paths.ts';
import type { Draft } from './processes.ts';

/** The first line of a framework's configuration says nothing of a process; the script that starts it does. */
export function startedAt({ at, lines }: PackageManifest, framework: RegExp): Pick<Draft, 'startedAt'> {
  const key = ['scripts/start', 'scripts/build'].find((one) => one in lines)
    ?? Object.keys(lines).find((one) => /^(?:dev)?dependencies\//i.test(one) && framework.test(one.slice(one.indexOf('/') + 1)))
    ?? ('scripts/dev' in lines ? 'scripts/dev' : undefined);
  return key === undefined ? {} : { startedAt: { file: at.file, ...lines[key]! } };
}

/** `apps/api/src/main.ts` in the root's package belongs to `apps/api`. */
export function applicationDir(file: string, owner: string | undefined): string {
  const at = file.lastIndexOf('/src/');
  if (at < 0) return owner ?? folderOfPath(file);
  const inside = file.indexOf('/src/', owner === undefined || owner === '.' ? 0 : owner.length);
  const dir = inside < 0 ? '' : file.slice(0, inside);
  return dir === '' ? owner ?? '.' : dir;
}

const FRAMEWORKS: readonly (readonly [string, string])[] = [['@nestjs/core', 'nest'], ['fastify', 'fastify'], ['koa', 'koa'], ['express', 'express'], ['hono', 'hono'], ['@hapi/hapi', 'hapi']];

/** What listens came from elsewhere: the package's dependencies say what it most likely is. */
export const frameworkIn = ({ dependencies }: PackageManifest): string => FRAMEWORKS.find(([name]) => dependencies[name] !== undefined)?.[1] ?? 'unknown';

const OF_A_DEVELOPER = /(?:^|[/._-])(?:dev(?:elopment)?|local|tests?)(?:[/._-]|$)[^/]*$/i;
const WEB_SERVER = /(?:^|\/)(?:nginx(?:-unprivileged)?|httpd|caddy|lighttpd|static-web-server)(?:[:@]|$)/;

/** A stage builds, and the last one is `nginx`: a server of the package's own is what its developers start. */
export function servedAsFiles(images: readonly Dockerfile[], { files }: Platforms, ownerOf: (file: string) => string | undefined): ReadonlySet<string> {
  const byPackage = groupBy(images.filter(({ file }) => !OF_A_DEVELOPER.test(file) && ownerOf(file) !== undefined), ({ file }) => ownerOf(file)!);
  const elsewhere = new Set(files.flatMap(({ file }) => ownerOf(file) ?? []));
  return new Set([...byPackage].flatMap(([owner, all]) => (!elsewhere.has(owner) && all.every(({ base = '', stages }) => WEB_SERVER.test(base) && stages.length > 1) ? [owner] : [])));
}
