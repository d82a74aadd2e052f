import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { autoloaded } from '../../lib/autoload.ts';
import { type Binding, importBindings, requiredSpecifier } from '../../lib/bindings.ts';
import { methodOf } from '../../lib/callee.ts';
import { folderOfPath, joinPath } from '../../lib/paths.ts';
import { dottedName, property, unwrap } from '../../lib/tree.ts';

/** What a module takes in by a path that it puts together, or by the plugin of Fastify that does so. */
export const LOADS = /[Aa]uto[lL]oad|\b(?:require|import)\(\s*(?:[^\s'")]|['"][^'"\n]{0,200}['"]\s*\+)|require-?(?:dir|all)|include-all|require\.context\(|\bglob|routing-controllers/;

/** Packages that take in all modules of a folder, `require-directory` those beside the one that calls it. */
const TAKES_FOLDERS = /^(?:require-dir(?:ectory|-all)?|requiredir|require-all|include-all)$/;

/** Finds the classes with its decorators by patterns that mostly lie in a configuration: stands for all modules of the package that take it in. */
const FINDS_CONTROLLERS = /^routing-controllers$/;

const READS = /(?:^|\.)readdir(?:Sync)?$/;
/** Of the patterns that these are given the folder is told before the first star. */
const GLOBS = /^(?:glob|globby|fg|fastGlob|fast_?glob|tinyglobby)(?:[.]?[sS]ync)?$|^(?:glob|fg|globby)\.(?:glob|globSync)$/;
const JOINS = /(?:^|\.)(?:join|resolve)$/;
/** What only makes an address of a path. */
const TURNS = /^(?:(?:url\.)?(?:pathToFileURL|fileURLToPath)|String)$/;
const FOLDERS = /(?:^|\.)dirname$/;
const HERE = /^(?:__dirname|import\.meta\.dirname)$/;
const ITSELF = /^(?:__filename|import\.meta\.(?:url|filename))$/;
/** Stands for the folder of the module at the head of a path. */
const BESIDE = '\0';

/** A path as far as it is told: `open` where the rest of it is known at run time only. */
interface Told { readonly text: string; readonly open: boolean }

/** Folders whose modules are loaded by their path: `fs.readdirSync(routes).forEach((file) => require(join(routes, file)))`; sorted. */
export function loadedFolders(module: ParsedModule): readonly string[] {
  const paths = new Paths(module);
  const bindings = importBindings(module);
  const found = new Set<string>();
  const note = (folder: string | undefined): void => { if (folder !== undefined && folder !== '.') found.add(folder); };
  const calls = module.nodes('CallExpression');
  const taken = [...module.nodes('ImportExpression').map(({ source }) => source), ...calls.flatMap(({ callee, arguments: [given] }) => (given && dottedName(callee) === 'require' ? [given] : []))].filter(isMade);
  for (const one of taken) note(ofAnyPackage(one) ?? paths.above(one));
  for (const node of calls) {
    const [given] = node.arguments;
    const name = dottedName(node.callee) ?? '';
    if (given && taken.length > 0 && READS.test(name)) note(paths.folder(given));
    if (given && taken.length > 0 && GLOBS.test(name)) note(paths.before(given));
    if (TAKES_FOLDERS.test(loaderOf(node, bindings) ?? '')) note(paths.folderIn(node.arguments));
    if (given && name === 'require.context') note(paths.folder(given, true));
  }
  for (const { folder } of autoloaded(module)) note(folder);
  for (const [, { specifier, imported }] of bindings) if (FINDS_CONTROLLERS.test(specifier) && /^(?:create|use)\w*Server$/.test(imported)) note(`@${specifier}`);
  return [...found].sort();
}

/** What starts a module of its own as a process or a thread. */
export const SPAWNS = /\bfork\(|\bnew (?:\w+\.)?(?:\w*Worker|Piscina|Tinypool|StaticPool|DynamicPool)\(|\bworkerpool\b|\bsetup(?:Master|Primary)\(|process\.execPath|spawn\(\s*['"]node['"]|\.process\(/;
const SPAWN_CALLS = /(?:^|\.)(?:fork|pool|setupMaster|setupPrimary|spawn|process)$/;
const SPAWN_CLASSES = /(?:^|\.)(?:\w*Worker|Piscina|Tinypool|StaticPool|DynamicPool)$/;
const SPAWN_OPTIONS = ['filename', 'exec', 'task'];
const MODULE = /\.[cm]?[jt]sx?$|\/[\w-]+$/;

/** Modules that are started as processes or threads of their own: `fork(join(__dirname, 'poller.js'))`, `new Worker(new URL('./render.js', import.meta.url))`; `./…`: from where the process runs. Sorted. */
export function spawnedModules(module: ParsedModule): readonly string[] {
  const paths = new Paths(module);
  const starting = [...module.nodes('CallExpression').filter(({ callee }) => SPAWN_CALLS.test(dottedName(callee) ?? (callee.type === T.MemberExpression ? methodOf(callee) ?? '' : ''))), ...module.nodes('NewExpression').filter(({ callee }) => SPAWN_CLASSES.test(dottedName(callee) ?? ''))];
  const given = starting.flatMap(({ arguments: list }) => list.flatMap((one) => {
    if (one.type === T.ObjectExpression) return SPAWN_OPTIONS.flatMap((name) => property(one, name) ?? []);
    return one.type === T.ArrayExpression ? one.elements.slice(0, 1).flatMap((element) => element ?? []) : [one];
  }));
  return [...new Set(given.flatMap((one) => paths.module(one) ?? []))].sort();
}

/** Sails takes in what lies in these beside the module that lifts it. */
export const ofSails = (path: string): readonly string[] => ['api', 'config'].flatMap((folder) => joinPath(folderOfPath(path), folder) ?? []);

/** ``import(`${name}/src`)``: a folder of whichever package of the workspace; `*` stands for it. */
function ofAnyPackage(node: TSESTree.Node): string | undefined {
  if (node.type !== T.TemplateLiteral || node.expressions.length !== 1) return undefined;
  const [before, behind] = node.quasis.map(({ value }) => value.cooked ?? '');
  return before === '' && /^\/(?:src|lib|worker|main|index)(?:\/[\w-]+)?$/.test(behind!) ? `*${behind}` : undefined;
}

/** The package whose function a call calls, be it required in place: `require('require-dir')('./jobs')`. */
const loaderOf = ({ callee }: TSESTree.CallExpression, bindings: ReadonlyMap<string, Binding>): string | undefined => requiredSpecifier(callee) ?? bindings.get(dottedName(callee) ?? '')?.specifier;

/** Not a name that is written out, which the import graph follows. */
const isMade = (node: TSESTree.Node): boolean => !(node.type === T.Literal || (node.type === T.TemplateLiteral && node.expressions.length === 0));

class Paths {
  readonly #here: string;
  readonly #name: string;
  readonly #constants: ReadonlyMap<string, TSESTree.Node>;

  constructor(module: ParsedModule) {
    this.#here = folderOfPath(module.path);
    this.#name = module.path.slice(module.path.lastIndexOf('/') + 1);
    this.#constants = new Map(module.nodes('VariableDeclarator').flatMap(({ id, init }) => (id.type === T.Identifier && init && !HERE.test(id.name) ? [[id.name, init] as const] : [])));
  }

  /** The folder that a path leads into, where its end is known at run time only. */
  above(node: TSESTree.Node): string | undefined {
    const { text, open } = this.#told(node, 0);
    return open ? this.#resolved(text.slice(0, text.lastIndexOf('/') + 1), true) : undefined;
  }

  /** The folder in which a pattern begins to be one: `__dirname + '/routes/**\/*.js'`. */
  before(node: TSESTree.Node): string | undefined {
    const { text } = this.#told(node, 0);
    const star = text.search(/[*{[(+?]/);
    return star === -1 ? undefined : this.#resolved(text.slice(0, text.lastIndexOf('/', star) + 1), true);
  }

  /** `relative`: what loads takes a path from the module, and what reads from where the process runs. */
  folder(node: TSESTree.Node, relative = false): string | undefined {
    const { text, open } = this.#told(node, 0);
    return open ? undefined : this.#resolved(text, relative);
  }

  /** The module that a path is of. */
  module(node: TSESTree.Node): string | undefined {
    const { text, open } = this.#told(node, 0);
    if (open || !MODULE.test(text)) return undefined;
    return text.startsWith(BESIDE) ? joinPath(this.#here, text.slice(1)) : /^\.\//.test(text) ? text : undefined;
  }

  /** The folder that a call names, by itself or as its `dirname`; it names none: that of the module. */
  folderIn(args: readonly TSESTree.Node[]): string | undefined {
    const options = args.find((one) => one.type === T.ObjectExpression);
    const named = options?.type === T.ObjectExpression ? property(options, 'dirname') : undefined;
    const given = named ?? args.find((one) => one.type !== T.ObjectExpression && dottedName(one) !== 'module');
    return given === undefined ? this.#here : this.folder(given, true);
  }

  /** `relative`: a path that is told without its head is taken from the module, as imports are. */
  #resolved(text: string, relative: boolean): string | undefined {
    if (text.startsWith(BESIDE)) return joinPath(this.#here, text.slice(1));
    return relative && /^\.\.?\//.test(text) ? joinPath(this.#here, text) : undefined;
  }

  #told(node: TSESTree.Node, depth: number): Told {
    const plain = unwrap(node);
    const unknown = { text: '', open: true };
    if (depth > 6) return unknown;
    const name = dottedName(plain) ?? ofMeta(plain);
    if (name !== undefined && HERE.test(name)) return { text: BESIDE, open: false };
    if (name !== undefined && ITSELF.test(name)) return { text: `${BESIDE}/${this.#name}`, open: false };
    switch (plain.type) {
      case T.Literal: return typeof plain.value === 'string' ? { text: plain.value, open: false } : unknown;
      case T.Identifier: return this.#constants.has(plain.name) ? this.#told(this.#constants.get(plain.name)!, depth + 1) : unknown;
      case T.TemplateLiteral: return chained(plain.quasis.flatMap(({ value }, index) => [{ text: value.cooked ?? '', open: false }, ...(plain.expressions[index] ? [this.#told(plain.expressions[index], depth + 1)] : [])]), '');
      case T.BinaryExpression: return plain.operator === '+' ? chained([this.#told(plain.left, depth + 1), this.#told(plain.right, depth + 1)], '') : unknown;
      case T.MemberExpression: return /\.href$/.test(name ?? '') || plain.object.type === T.NewExpression ? this.#told(plain.object, depth + 1) : unknown;
      case T.NewExpression: return dottedName(plain.callee) === 'URL' && plain.arguments[0] ? besideOf(this.#told(plain.arguments[0], depth + 1), plain.arguments[1]) : unknown;
      case T.CallExpression: {
        const callee = dottedName(plain.callee) ?? '';
        const parts = plain.arguments;
        if (TURNS.test(callee) && parts[0]) return this.#told(parts[0], depth + 1);
        if (FOLDERS.test(callee) && parts[0]) return above(this.#told(parts[0], depth + 1));
        if (plain.callee.type === T.MemberExpression && methodOf(plain.callee) === 'toString') return this.#told(plain.callee.object, depth + 1);
        return JOINS.test(callee) ? chained(parts.map((part) => this.#told(part, depth + 1)), '/') : unknown;
      }
      default: return unknown;
    }
  }
}

/** `import.meta.dirname` */
const ofMeta = (node: TSESTree.Node): string | undefined => (node.type === T.MemberExpression && node.object.type === T.MetaProperty && node.property.type === T.Identifier ? `import.meta.${node.property.name}` : undefined);

const above = ({ text, open }: Told): Told => (open ? { text, open } : { text: text.slice(0, Math.max(text.lastIndexOf('/'), 0)), open });

/** `new URL('./render.js', import.meta.url)`: from the module, and not from where the process runs. */
const besideOf = (told: Told, base: TSESTree.Node | undefined): Told => (base && ofMeta(unwrap(base)) !== undefined && /^(?!\/)(?!\w+:)/.test(told.text) && !told.text.startsWith(BESIDE) ? { ...told, text: `${BESIDE}/${told.text}` } : told);

/** Parts one after the other, up to the first whose end is not told. */
function chained(parts: readonly Told[], between: string): Told {
  const open = parts.findIndex((part) => part.open);
  const told = open === -1 ? parts : parts.slice(0, open + 1);
  return { text: told.map(({ text }) => text).join(between), open: open !== -1 };
}
