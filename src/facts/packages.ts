import { parseTree, findNodeAtLocation, getNodeValue, type Node, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { parseDocument } from 'yaml';
import { isWhole } from '../lib/globs.ts';
import { lineAndColumn } from '../lib/line-and-column.ts';
import { type Catalogs, catalogsIn, withCatalogs } from './packages/catalogs.ts';
import { defineFact, type PackageManifest, type Packages, type Place, type Repo } from '../model/index.ts';

const LOCK_FILES: Readonly<Record<string, NonNullable<Packages['manager']>>> = {
  'package-lock.json': 'npm', 'npm-shrinkwrap.json': 'npm', 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn', 'bun.lock': 'bun', 'bun.lockb': 'bun',
};
const ORCHESTRATORS: Readonly<Record<string, string>> = { 'nx.json': 'nx', 'turbo.json': 'turbo', 'turbo.jsonc': 'turbo', 'lerna.json': 'lerna', 'rush.json': 'rush' };

export default defineFact({
  name: 'packages',
  needs: ['files'],
  gather({ files: { files } }, repo) {
    const read: Manifest[] = [];
    const members: Membership[] = [];
    const catalogs: Catalogs[] = [];
    const share = (dir: string, said: unknown): void => {
      const found = catalogsIn(dir, said);
      if (found) catalogs.push(found);
    };
    const lockfiles: string[] = [];
    const orchestrators = new Set<string>();
    for (const { path } of files) {
      const slash = path.lastIndexOf('/');
      const dir = slash === -1 ? '.' : path.slice(0, slash);
      const name = path.slice(slash + 1);
      if (name === 'package.json') {
        const manifest = readManifest(repo, path, dir);
        if (!manifest) continue;
        read.push(manifest);
        members.push(...membership(dir, manifest.workspaces));
        for (const said of [manifest.whole, manifest.workspaces]) share(dir, said);
      } else if (name in LOCK_FILES) lockfiles.push(path);
      else if (name === 'pnpm-workspace.yaml') {
        const said = readYaml(repo, path);
        members.push(...membership(dir, said?.['packages']));
        share(dir, said);
      }
      else if (name in ORCHESTRATORS) {
        orchestrators.add(ORCHESTRATORS[name]!);
        if (name === 'lerna.json') members.push(...membership(dir, readJson(repo, path)?.value['packages']));
        if (name === 'rush.json') members.push(...rushProjects(dir, readJson(repo, path)?.value['projects']));
      }
    }
    repo.looked(read.length);
    const packages = read
      .map(({ manifest }) => ({ ...withCatalogs(manifest, catalogs), workspace: members.some((member) => member(manifest.dir)) }))
      .sort((a, b) => (a.dir < b.dir ? -1 : 1));
    const manager = managerOf(read.find(({ manifest }) => manifest.dir === '.')?.manager, lockfiles, files.some(({ path }) => path === 'pnpm-workspace.yaml'));
    return { packages, ...(manager && { manager }), orchestrators: [...orchestrators].sort(), lockfiles };
  },
});

type Json = Readonly<Record<string, unknown>>;
interface Manifest { readonly manifest: Omit<PackageManifest, 'workspace'>; readonly workspaces: unknown; readonly manager: unknown; readonly whole: Json }

const readManifest = (repo: Repo, path: string, dir: string): Manifest | undefined => {
  const json = readJson(repo, path);
  if (!json) return undefined;
  const { value, tree, text } = json;
  const name = tree && findNodeAtLocation(tree, ['name']);
  const at: Place = { file: path, ...lineAndColumn(text, name?.parent?.offset ?? tree?.offset ?? 0) };
  return {
    manifest: {
      dir,
      ...string(value, 'name'),
      ...string(value, 'version'),
      ...string(value, 'description'),
      private: value['private'] === true,
      dependencies: { ...strings(value['dependencies']), ...strings(value['optionalDependencies']) },
      devDependencies: strings(value['devDependencies']),
      peerDependencies: strings(value['peerDependencies']),
      scripts: strings(value['scripts']),
      bin: typeof value['bin'] === 'string' ? [value['bin']] : Object.values(strings(value['bin'])).sort(),
      entry: Object.fromEntries(['main', 'module', 'types', 'source', 'exports', 'imports'].filter((key) => key in value).map((key) => [key, value[key]])),
      at,
      lines: linesOf(tree, text),
    },
    workspaces: value['workspaces'],
    manager: value['packageManager'],
    whole: value,
  };
};

const LOCATED = ['dependencies', 'optionalDependencies', 'devDependencies', 'scripts'];

/** The line of each dependency and script: findings about one of them point there. */
const linesOf = (tree: Node | undefined, text: string): PackageManifest['lines'] =>
  Object.fromEntries(LOCATED.flatMap((field) =>
    ((tree && findNodeAtLocation(tree, [field])?.children) ?? []).flatMap(({ children, offset }) => {
      const key: unknown = children?.[0]?.value;
      // Optional dependencies are listed among the others.
      return typeof key === 'string' ? [[`${field === 'optionalDependencies' ? 'dependencies' : field}/${key}`, lineAndColumn(text, offset)]] : [];
    })));

/** JSON with its tree for places; what npm itself would refuse is a gap, and nothing of it is believed. */
const readJson = (repo: Repo, path: string): { value: Json; tree: Node | undefined; text: string } | undefined => {
  const text = repo.read(path);
  if (text === undefined) return undefined;
  const lenient = !path.endsWith('package.json');
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: !lenient, allowTrailingComma: lenient });
  const value: unknown = tree && getNodeValue(tree);
  if (errors.length > 0) {
    repo.gap(`is not valid JSON (${printParseErrorCode(errors[0]!.error)})`, { file: path, ...lineAndColumn(text, errors[0]!.offset) });
    return undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value: value as Json, tree, text };
  repo.gap('holds no JSON object', { file: path, line: 1, column: 1 });
  return undefined;
};

const readYaml = (repo: Repo, path: string): Json | undefined => {
  const text = repo.read(path);
  if (text === undefined) return undefined;
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  const [error] = document.errors;
  if (error) {
    const place = error.linePos?.[0];
    repo.gap('is not valid YAML', { file: path, ...(place && { line: place.line, column: place.col }) });
    return undefined;
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return typeof value === 'object' && value !== null ? value as Json : undefined;
  } catch {
    repo.gap('repeats its aliases too often to be read', { file: path });
    return undefined;
  }
};

const string = (value: Json, key: string): Json => (typeof value[key] === 'string' ? { [key]: value[key] } : {});

const strings = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {};

type Membership = (dir: string) => boolean;

/** `["packages/*", "!packages/old"]`, or yarn's `{packages: […]}`, relative to the folder that says so. */
const membership = (base: string, declared: unknown): Membership[] => {
  const listed = Array.isArray(declared) ? declared : (declared as { packages?: unknown } | null | undefined)?.packages;
  if (!Array.isArray(listed)) return [];
  const globs = listed.filter((glob): glob is string => typeof glob === 'string' && glob.length < 500)
    .map((glob) => glob.trim().replace(/^(!?)(?:\.?\/)+/, '$1').replace(/\/+$/, ''));
  if (globs.every((glob) => glob.startsWith('!'))) return [];
  const matches = isWhole(globs.flatMap(withoutGroups));
  return [(dir) => {
    const inner = base === '.' ? dir : dir.startsWith(`${base}/`) ? dir.slice(base.length + 1) : undefined;
    return inner !== undefined && inner !== '.' && matches(inner);
  }];
};

/** `apps/!(old)` is `apps/*` without `apps/old`, and `@(a|b)` is `{a,b}`; other groups in round brackets name nothing that workspaces use. */
function withoutGroups(glob: string): string[] {
  const plain = glob.replaceAll(/@\(([^()]*)\)/g, (_, names: string) => (names.includes('|') ? `{${names.replaceAll('|', ',')}}` : names));
  const not = /(^|\/)!\(([^()/]*)\)(?=\/|$)/.exec(plain);
  if (not === null) return [plain];
  const [before, after] = [plain.slice(0, not.index) + not[1], plain.slice(not.index + not[0].length)];
  return [`${before}*${after}`, ...not[2]!.split('|').map((name) => `!${before}${name}${after}`)];
}

const rushProjects = (base: string, projects: unknown): Membership[] =>
  Array.isArray(projects) ? membership(base, projects.map((project: { projectFolder?: unknown } | null) => project?.projectFolder)) : [];

/** What `packageManager` says, then the lock file nearest to the root. */
const managerOf = (declared: unknown, lockfiles: readonly string[], pnpmWorkspace: boolean): Packages['manager'] => {
  const named = typeof declared === 'string' ? /^(npm|pnpm|yarn|bun)\b/.exec(declared)?.[1] : undefined;
  if (named) return named as Packages['manager'];
  if (pnpmWorkspace) return 'pnpm';
  const depth = (path: string): number => path.split('/').length;
  const nearest = [...lockfiles].sort((a, b) => depth(a) - depth(b))[0];
  return nearest === undefined ? undefined : LOCK_FILES[nearest.slice(nearest.lastIndexOf('/') + 1)];
};
