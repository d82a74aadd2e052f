import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { defineFact, type DeclaredFileRoles, type RepoFile, type Role } from '../model/index.ts';
import { isMatch } from '../lib/globs.ts';
import { roleOf } from './files/role.ts';
import { kindOf, sideOf, type PackageKind } from './files/side.ts';
import { startedBy, startedSources } from './files/started.ts';
import { decode, readBytes, readRegular } from './reading.ts';

/** Modules above this are data or bundles; they are listed without a hash, and not parsed. */
export const MAX_MODULE_BYTES = 2 * 1024 * 1024;
const HEAD_BYTES = 4096;

const LANGUAGES: Readonly<Record<string, RepoFile['language']>> = {
  ts: 'typescript', tsx: 'typescript', mts: 'typescript', cts: 'typescript',
  js: 'javascript', jsx: 'javascript', mjs: 'javascript', cjs: 'javascript',
  vue: 'vue', svelte: 'svelte',
};
/** The generator of Express starts its server from `bin/www`, which has no ending. */
const STARTS = /(?:^|\/)bin\/www$/;

const languageOf = (path: string): RepoFile['language'] => (STARTS.test(path) ? 'javascript' : LANGUAGES[path.slice(path.lastIndexOf('.') + 1)]);

export default defineFact({
  name: 'files',
  needs: ['architecture'],
  gather({ architecture: { declared } }, repo) {
    const { isIgnored, roleOf: said } = declaredRoles(declared.files);
    const listing = repo.listing();
    for (const folder of listing.leftOut) repo.gap('is kept by git and left out: a folder of that name holds what others wrote', { file: folder });
    for (const folder of listing.unreadable) repo.gap('is a folder that may not be read', { file: folder });
    const paths = listing.paths.filter((path) => !isIgnored(path));
    const packages = readPackages(repo.root, paths);
    const files: RepoFile[] = [];
    for (const path of paths) {
      const { file, refused } = describe(repo.root, path, packages);
      if (refused !== undefined) repo.gap(refused, { file: path });
      const role = said(path);
      files.push(role === undefined ? file : { ...file, role });
    }
    repo.looked(files.length);
    return { files };
  },
});

const ROLES: readonly Role[] = ['production', 'test', 'generated', 'example', 'tooling'];

/** What the team says that its files are for, where their names and folders do not tell. */
function declaredRoles(declared: DeclaredFileRoles = {}): { isIgnored(path: string): boolean; roleOf(path: string): Role | undefined } {
  const roles = ROLES.flatMap((role) => (declared[role] === undefined ? [] : [{ role, matches: isMatch(declared[role]) }]));
  return {
    isIgnored: declared.ignore === undefined ? () => false : isMatch(declared.ignore),
    roleOf: (path) => roles.find(({ matches }) => matches(path))?.role,
  };
}

interface Package { readonly kind: PackageKind; readonly commandLine: boolean }

const describe = (root: string, path: string, packages: Packages): { file: RepoFile; refused?: string } => {
  const language = languageOf(path);
  const owner = packages.nearest(path);
  const placed = owner === undefined ? {} : { package: owner };
  const { isPackage, isThere } = packages;
  const size = (): number => statSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0;
  const plain = (): RepoFile => ({ path, bytes: size(), role: roleOf({ path, isPackage, isThere }), ...placed });
  if (!language) return { file: plain() };

  const read = readRegular(join(root, path), MAX_MODULE_BYTES);
  if ('refused' in read) {
    return { file: { path, bytes: size(), role: roleOf({ path, language, isPackage, isThere }), language, side: 'shared', ...placed }, ...(read.tooLarge ? {} : { refused: read.refused }) };
  }
  const head = read.bytes.toString('latin1', read.bytes[0] === 0xef ? 3 : 0, HEAD_BYTES);
  // MPEG streams and Qt translations are called .ts, too.
  if ('refused' in decode(read.bytes.subarray(0, HEAD_BYTES)) || /^\s*<\?xml/.test(head)) return { file: plain() };
  const manifest = packages.of(owner);
  const minified = language === 'javascript' && isMinified(read.bytes);
  const role = roleOf({ path, language, head, isPackage, minified, isThere, isStarted: packages.isStarted(path) });
  return {
    file: {
      path,
      bytes: read.bytes.length,
      role: role === 'production' && manifest?.commandLine ? 'tooling' : role,
      side: sideOf(path, head, manifest?.kind ?? 'library'),
      language,
      // A bundle says nothing of the architecture that its sources do not, and takes longer to read than all of them.
      ...(!minified && { hash: hash('sha256', read.bytes).slice(0, 32) }),
      ...placed,
    },
  };
};

const isMinified = (bytes: Buffer): boolean => {
  if (bytes.length < HEAD_BYTES) return false;
  let lines = 1;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++;
  return bytes.length / lines > 200;
};

interface Packages { isThere(path: string): boolean; isStarted(path: string): boolean; isPackage(dir: string): boolean; nearest(path: string): string | undefined; of(dir: string | undefined): Package | undefined }

/** The manifests' little that roles and sides are told from; `packages` reads them whole, and tells of broken ones. */
const readPackages = (root: string, paths: readonly string[]): Packages => {
  const manifests = new Map<string, ReturnType<typeof readManifest>>();
  for (const path of paths) {
    if (path !== 'package.json' && !path.endsWith('/package.json')) continue;
    manifests.set(path === 'package.json' ? '.' : path.slice(0, -'/package.json'.length), readManifest(root, path));
  }
  const kinds = new Map([...manifests].map(([dir, manifest]) => [dir, kindOf(manifest)]));
  const servers = [...kinds.values()].some((kind) => kind === 'server' || kind === 'both' || kind === 'fullstack');
  const known = new Map<string, string | undefined>();
  const nearestFolder = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const slash = folder.lastIndexOf('/');
    const found = manifests.has(folder) ? folder : folder === '.' ? undefined : nearestFolder(slash === -1 ? '.' : folder.slice(0, slash));
    known.set(folder, found);
    return found;
  };
  const all = new Set(paths);
  const started = startedSources(root, paths, new Map([...manifests].map(([dir, manifest]) => [dir, manifest.started])), (path) => all.has(path));
  const wanted = new Set([...manifests.values()].flatMap(({ dependencies }) => dependencies));
  /** `packages/tools`, of which no package ships anything: its programs are run by the team. */
  const isToolbox = (dir: string, { name, dependencies }: Manifest): boolean => TOOLBOX.test(dir) && name !== undefined && !wanted.has(name) && !dependencies.some((one) => LISTENS.test(one));
  return {
    isThere: (path) => all.has(path),
    isStarted: (path) => started.has(path),
    isPackage: (dir) => dir === '.' || manifests.has(dir),
    nearest(path) {
      const slash = path.lastIndexOf('/');
      return nearestFolder(slash === -1 ? '.' : path.slice(0, slash));
    },
    of(dir) {
      const manifest = dir === undefined ? undefined : manifests.get(dir);
      if (!manifest) return undefined;
      const own = kinds.get(dir!)!;
      return {
        // The projects of an integrated monorepo have manifests that name little: the root's dependencies are theirs.
        kind: own === 'library' && manifest.dependencies.length === 0 ? kinds.get('.') ?? own : own,
        // A command beside the services it belongs to; a repository that is a command has it as its product.
        commandLine: servers && dir !== '.' && ((own === 'library' && manifest.commandLine) || manifest.byHand || isToolbox(dir!, manifest)),
      };
    },
  };
};

interface Manifest { readonly name?: string; readonly dependencies: string[]; readonly devDependencies: string[]; readonly commandLine: boolean; readonly byHand: boolean; readonly started: readonly string[] }

const readManifest = (root: string, path: string): Manifest => {
  const read = readBytes(root, path);
  const text = 'bytes' in read ? decode(read.bytes) : read;
  try {
    const json = 'text' in text ? JSON.parse(text.text) as Record<string, unknown> : {};
    return {
      ...(typeof json['name'] === 'string' && { name: json['name'] }),
      dependencies: [...keys(json['dependencies']), ...keys(json['peerDependencies'])],
      devDependencies: keys(json['devDependencies']),
      // The `bin` of a CDK application is what `cdk init` writes there; functions may stand beside its stacks.
      commandLine: json['bin'] !== undefined && !['main', 'module', 'exports', 'types'].some((entry) => entry in json) && ![...keys(json['dependencies']), ...keys(json['devDependencies'])].some((one) => CDK.test(one)),
      byHand: runsByHand(json),
      started: startedBy(json),
    };
  } catch {
    return { dependencies: [], devDependencies: [], commandLine: false, byHand: false, started: [] };
  }
};

const CDK = /^(?:aws-cdk(?:-lib)?|@aws-cdk\/core|cdktf)$/;

/** What waits for requests or messages is no program that ends. */
const LISTENS = /^(?:express|fastify|koa|hono|restify|polka|elysia|@nestjs\/core|@hapi\/hapi|socket\.io|ws|bull|bullmq|bee-queue|kafkajs|amqplib|amqp-connection-manager|sqs-consumer|agenda|node-cron|cron|discord\.js|telegraf|grammy)$/;

/** `{ "backup": "tsx backup.ts", "restore": "tsx restore.ts" }`: programs that somebody starts now and then, of which nothing is built, served or given to others. */
function runsByHand({ scripts, ...json }: Record<string, unknown>): boolean {
  const all = typeof scripts === 'object' && scripts !== null ? Object.entries(scripts as Record<string, unknown>).filter(([name]) => !/^(?:lint|format|type-?check|test)(?::|$)/.test(name)) : [];
  const run = all.map(([name, script]) => (LASTS.test(name) ? undefined : BY_HAND.exec(String(script))?.[1]));
  // What it gives to others beside that is a library, whatever helps to build it.
  return run.length > 0 && run.every((path) => path !== undefined) && (json['main'] === undefined || run.includes(String(json['main']).replace(/^\.\//, '')))
    && !['exports', 'module', 'types'].some((entry) => entry in json) && !keys(json['dependencies']).some((name) => LISTENS.test(name));
}

const TOOLBOX = /(?:^|\/)(?:(?:dev|build|release|repo)[-_])?(?:tools|tooling|scripts)$/;

/** Scripts that keep a process running, that make something to be shipped, or that a package manager runs. */
const LASTS = /^(?:start|serve|dev|build|watch|deploy|prepare|worker|install)(?::|$)|^(?:pre|post)(?=[a-z])/;
/** A program at the top of its package, or of its sources. */
const BY_HAND = /^(?:tsx|ts-node|node|bun(?: run)?) (?:\.\/)?((?:src\/(?:[\w-]+\/)?)?[\w.-]+\.[cm]?[jt]s)$/;

const keys = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);
