import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import picomatch from 'picomatch';
import ts from 'typescript';
import type { Files, ImportEdge, Imports, Packages } from '../src/model/index.ts';

// TypeScript's own resolver as the judge of the import graph. It reads the configs itself and sees the repository as a
// fresh checkout on which the workspace has been linked: the files that git knows, and `node_modules/<member>` for each
// member. Compiled files that are not there are stood in for by the sources where the config says so.

export interface Verdict {
  readonly from: string;
  readonly edge: ImportEdge;
  /** What TypeScript resolves it to, relative to the root; empty: nothing inside the repository. */
  readonly expected: readonly string[];
}

export interface Comparison {
  readonly edges: number;
  /** Edges that TypeScript resolves to a file of the repository. */
  readonly judged: number;
  readonly agreed: number;
  /** Resolved otherwise than TypeScript does. */
  readonly different: readonly Verdict[];
  /** Resolved by TypeScript, not by us. */
  readonly missed: readonly Verdict[];
  /** Resolved by us, not by TypeScript: assets, Vue and Svelte files, members by the sources of what they would build. */
  readonly beyond: readonly Verdict[];
}

export const compareWithTypeScript = (root: string, { files }: Files, { packages }: Packages, graph: Imports): Comparison => {
  const judge = makeJudge(root, files.map(({ path }) => path), packages);
  const different: Verdict[] = [];
  const missed: Verdict[] = [];
  const beyond: Verdict[] = [];
  let edges = 0;
  let judged = 0;
  let agreed = 0;
  for (const [from, list] of Object.entries(graph.modules)) {
    for (const edge of list) {
      edges += 1;
      const expected = judge(from, edge);
      const verdict: Verdict = { from, edge, expected };
      if (expected.length === 0) {
        if (edge.to !== undefined) beyond.push(verdict);
        continue;
      }
      judged += 1;
      if (edge.to !== undefined && expected.includes(edge.to)) agreed += 1;
      else (edge.to === undefined ? missed : different).push(verdict);
    }
  }
  return { edges, judged, agreed, different, missed, beyond };
};

type Judge = (from: string, edge: ImportEdge) => readonly string[];

const makeJudge = (root: string, paths: readonly string[], packages: Packages['packages']): Judge => {
  const tracked = new Set(paths.map((path) => posix.join(root, path)));
  const folders = new Set<string>([root]);
  for (const path of tracked) for (let dir = posix.dirname(path); !folders.has(dir); dir = posix.dirname(dir)) folders.add(dir);

  const members = new Map<string, string[]>();
  for (const { name, dir, workspace } of packages) if (name !== undefined && workspace) members.set(name, [...(members.get(name) ?? []), dir]);
  let importer = '';
  /** Of several members of one name (workspaces within the repository), the one that shares most folders with the importer. */
  const memberDir = (name: string): string | undefined => {
    const dirs = members.get(name);
    const shared = (dir: string): number => dir.split('/').findIndex((part, index) => part !== importer.split('/')[index]) >>> 0;
    return dirs === undefined ? undefined : posix.join(root, dirs.reduce((best, dir) => (shared(dir) > shared(best) ? dir : best)));
  };
  const modulesDir = posix.join(root, 'node_modules');
  /** A path below the linked `node_modules`, as the member's own. */
  const real = (path: string): string => {
    if (!path.startsWith(`${modulesDir}/`)) return path;
    const parts = path.slice(modulesDir.length + 1).split('/');
    const count = parts[0]?.startsWith('@') ? 2 : 1;
    const home = memberDir(parts.slice(0, count).join('/'));
    return home === undefined ? path : posix.join(home, ...parts.slice(count));
  };
  const scopes = new Set([...members.keys()].filter((name) => name.startsWith('@')).map((name) => posix.join(modulesDir, name.split('/')[0]!)));

  const slashless = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path);
  const built = new Map<string, string>();
  /** The source of a compiled file that is not there. */
  const source = (path: string): string => (tracked.has(path) ? path : (built.get(path) ?? path));

  const host: ts.ModuleResolutionHost & ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: (path) => tracked.has(source(real(path))),
    directoryExists: (written) => {
      const path = slashless(written);
      return folders.has(real(path)) || (members.size > 0 && path === modulesDir) || scopes.has(path);
    },
    getDirectories: () => [],
    readFile: (path) => (tracked.has(real(path)) ? readFileSync(real(path), 'utf8') : undefined),
    realpath: (path) => source(real(path)),
    getCurrentDirectory: () => root,
    readDirectory: (dir, extensions, excludes, includes) => scan(root, paths, dir, extensions, excludes ?? [], includes),
  };

  const parsed = new Map<string, ts.ParsedCommandLine | undefined>();
  const parse = (file: string): ts.ParsedCommandLine | undefined => {
    if (!parsed.has(file)) {
      const { config } = ts.readConfigFile(file, host.readFile);
      parsed.set(file, config === undefined ? undefined : ts.parseJsonConfigFileContent(config, host, posix.dirname(file), { allowJs: true }, file));
    }
    return parsed.get(file);
  };
  // Only after all configs can be parsed: what each member's configs would write, by TypeScript's own reckoning.
  const foresee = (): void => {
    const configs = paths.filter((path) => /(?:^|\/)tsconfig(?:[.-][\w.-]+)?\.json$/.test(path) && !/spec|test|e2e|eslint/.test(posix.basename(path)));
    for (const config of configs.sort((a, b) => Number(/build|lib/.test(posix.basename(b))) - Number(/build|lib/.test(posix.basename(a))) || (a < b ? -1 : 1))) {
      const file = posix.join(root, config);
      const command = parse(file);
      if (command?.options.outDir === undefined || !packages.some(({ dir }) => dir === posix.dirname(config))) continue;
      const inputs = command.fileNames.filter((name) => name.startsWith(`${posix.dirname(file)}/`) && !name.endsWith('.d.ts') && !name.endsWith('.json'));
      const options = { ...command.options, declaration: true, noEmit: false, configFilePath: file };
      for (const input of inputs) {
        for (const output of outputs({ ...command, options, fileNames: inputs }, input)) {
          if (built.has(output)) continue;
          built.set(output, input);
          for (let dir = posix.dirname(output); !folders.has(dir); dir = posix.dirname(dir)) folders.add(dir);
        }
      }
    }
  };
  foresee();

  const names = new Map<string, Set<string>>();
  const holds = (config: string, path: string): boolean => {
    if (!names.has(config)) names.set(config, new Set(parse(config)?.fileNames));
    return names.get(config)!.has(path);
  };
  const covering = (config: string, path: string, seen: Set<string>): string | undefined => {
    if (seen.has(config)) return undefined;
    seen.add(config);
    if (holds(config, path)) return config;
    for (const reference of parse(config)?.projectReferences ?? []) {
      const next = tracked.has(reference.path) ? reference.path : posix.join(reference.path, 'tsconfig.json');
      const found = tracked.has(next) ? covering(next, path, seen) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  /** As an editor does: the nearest config that holds the file, by itself or by reference; else the nearest. */
  const configOf = (path: string): string | undefined => {
    let nearest: string | undefined;
    for (let dir = posix.dirname(path); dir.startsWith(root); dir = posix.dirname(dir)) {
      const own = ['tsconfig.json', 'jsconfig.json'].map((name) => posix.join(dir, name)).find((file) => tracked.has(file));
      const others = own === undefined && nearest === undefined ? siblings(dir) : [];
      for (const candidate of [...(own === undefined ? [] : [own]), ...others]) {
        nearest ??= candidate;
        const found = covering(candidate, path, new Set());
        if (found !== undefined) return found;
      }
      if (own !== undefined) for (const candidate of siblings(dir)) if (holds(candidate, path)) return candidate;
    }
    return nearest;
  };
  const byDir = new Map<string, string[]>();
  for (const path of tracked) if (/\/tsconfig[.-][\w.-]+\.json$/.test(path)) byDir.set(posix.dirname(path), [...(byDir.get(posix.dirname(path)) ?? []), path].sort());
  const siblings = (dir: string): string[] => byDir.get(dir) ?? [];

  const options = new Map<string, ts.CompilerOptions>();
  const optionsOf = (config: string | undefined): ts.CompilerOptions => {
    const key = config ?? '';
    if (!options.has(key)) {
      const own = (config === undefined ? undefined : parse(config)?.options) ?? {};
      // Classic resolution and a missing setting are read as what bundlers do.
      const kind = own.moduleResolution;
      const known = kind === ts.ModuleResolutionKind.Node16 || kind === ts.ModuleResolutionKind.NodeNext || kind === ts.ModuleResolutionKind.Node10;
      options.set(key, { ...own, allowJs: true, resolveJsonModule: true, moduleResolution: known ? kind : ts.ModuleResolutionKind.Bundler, ...(known ? {} : { module: ts.ModuleKind.ESNext }) });
    }
    return options.get(key)!;
  };
  const caches = new Map<ts.CompilerOptions, ts.ModuleResolutionCache>();
  const resolve = (specifier: string, file: string, own: ts.CompilerOptions, mode: ts.ResolutionMode): string | undefined => {
    if (!caches.has(own)) caches.set(own, ts.createModuleResolutionCache(root, (name) => name, own));
    const ambiguous = (members.get(specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/'))?.length ?? 0) > 1;
    const { resolvedModule } = ts.resolveModuleName(specifier, file, own, host, ambiguous ? undefined : caches.get(own), undefined, mode);
    const path = resolvedModule === undefined ? undefined : source(real(resolvedModule.resolvedFileName));
    return path !== undefined && tracked.has(path) && !path.includes('/node_modules/') ? posix.relative(root, path) : undefined;
  };
  const lenient = new Map<ts.CompilerOptions, ts.CompilerOptions>();
  const asBundler = (own: ts.CompilerOptions): ts.CompilerOptions => {
    if (!lenient.has(own)) lenient.set(own, { ...own, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext });
    return lenient.get(own)!;
  };

  return (from, { specifier, kind }) => {
    const file = posix.join(root, from);
    const own = optionsOf(configOf(file));
    const format = ts.getImpliedNodeFormatForFile(file, undefined, host, own);
    const mode = kind === 'require' ? ts.ModuleKind.CommonJS : kind === 'dynamic' ? ts.ModuleKind.ESNext : format;
    // Strict Node resolution refuses what a bundler takes (no extension), and the old one does not know `exports`, under
    // which a package may name its sources where its `types` name a stub. Either answer is TypeScript's.
    importer = from;
    const answers = [resolve(specifier, file, own, mode), resolve(specifier, file, asBundler(own), mode)];
    return [...new Set(answers.filter((answer) => answer !== undefined))];
  };
};

const outputs = (command: ts.ParsedCommandLine, input: string): readonly string[] => {
  try {
    return ts.getOutputFileNames(command, input, false);
  } catch {
    return [];
  }
};

/** What `include` and `exclude` hold, among the files that git knows. */
const scan = (root: string, paths: readonly string[], dir: string, extensions: readonly string[] | undefined, excludes: readonly string[], includes: readonly string[]): string[] => {
  const expand = (globs: readonly string[]): string[] =>
    globs.flatMap((glob) => {
      const path = posix.join(dir, glob);
      return /[*?]/.test(posix.basename(path)) ? [path] : [path, posix.join(path, '**')];
    });
  const quoted = (globs: string[]): string[] => globs.map((glob) => glob.replace(/[[\](){}!+@|]/g, '\\$&'));
  const within = picomatch(quoted(expand(includes)), { ignore: quoted(expand(excludes)), dot: true });
  return paths.filter((path) => extensions?.some((extension) => path.endsWith(extension)) ?? true).map((path) => join(root, path)).filter((path) => within(path));
};
