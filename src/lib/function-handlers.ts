import { posix } from 'node:path';
import type { CloudFormation, CloudResource, Constructs, FileShares, Packages, Terraform } from '../model/index.ts';
import { at as pick, list, text } from './json.ts';
import { folderOfPath, isWithin, joinPath } from './paths.ts';
import { sourceOf } from './started-modules.ts';

/** The handler of a function that is deployed: modules that it may mean, without their ending, the likeliest first, and the export. */
export interface FunctionHandler {
  readonly modules: readonly string[];
  readonly export: string;
}

/** What a handler's module may end in. */
export const ENDINGS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.tsx', '/index.ts', '/index.js'];

/** The module that is named without its ending, or the one that it is built from. */
export const namedModule = (modules: readonly string[], isThere: (path: string) => boolean): string | undefined =>
  modules.flatMap((module) => ENDINGS.map((ending) => module + ending)).find(isThere) ?? modules.flatMap((module) => sourceOf('.', module, isThere) ?? []).find(isThere);

/** `src/users.create`, `index.handler` */
const HANDLER = /^([\w./-]{1,300})\.([A-Za-z_$]\w*)$/;

/** `src/users.create` of a template of SAM, Serverless or CloudFormation in `api/`. */
export function handlerOfResource({ type, file, value }: CloudResource): FunctionHandler | undefined {
  const isServerless = type === 'Serverless::Function';
  if (!isServerless && type !== 'AWS::Serverless::Function' && type !== 'AWS::Lambda::Function') return undefined;
  const [, path, name] = HANDLER.exec(text(isServerless ? pick(value, 'handler') : pick(value, 'Properties', 'Handler')) ?? '') ?? [];
  if (path === undefined || name === undefined) return undefined;
  const dir = posix.dirname(file);
  const code = text(pick(value, 'Properties', 'CodeUri')) ?? text(pick(value, 'Properties', 'Code'));
  const entries = list(pick(value, 'Metadata', 'BuildProperties', 'EntryPoints')).flatMap((entry) => text(entry)?.replace(/\.[cm]?[jt]sx?$/, '') ?? []);
  const bases = code === undefined || /^s3:/.test(code) ? [dir] : [posix.join(dir, code), dir];
  return { modules: bases.flatMap((base) => [path, ...entries].map((one) => posix.join(base, one))), export: name };
}

/** All that templates, stacks of the CDK and of SST, and plans of Terraform deploy. */
export function functionHandlers({ resources }: Pick<CloudFormation, 'resources'>, constructs: FileShares<Constructs>, { blocks }: Pick<Terraform, 'blocks'>, { packages }: Pick<Packages, 'packages'>): FunctionHandler[] {
  const dirs = packages.map(({ dir }) => dir);
  return [
    ...resources.flatMap((resource) => handlerOfResource(resource) ?? []),
    ...Object.entries(constructs).flatMap(([file, { functions = [] }]) => functions.map(({ module, export: name }): FunctionHandler => {
      if (module.startsWith('/')) return { modules: [module.slice(1)], export: name };
      // An asset is looked for from where the command runs: beside `cdk.json`, which is the package's folder or the root.
      const bases = [...dirs.filter((dir) => isWithin(file, dir)).sort((a, b) => b.length - a.length), folderOfPath(file), '.'];
      return { modules: bases.flatMap((base) => joinPath(base, module) ?? []), export: name };
    })),
    ...ofTerraform(blocks),
  ];
}

/** `aws_lambda_function` with the folder that its archive is made of, and the module of the registry that has both. */
function ofTerraform(blocks: Terraform['blocks']): FunctionHandler[] {
  return blocks.flatMap(({ kind, type, dir, value }) => {
    const isModule = kind === 'module' && /terraform-aws-modules\/lambda\/aws/.test(type);
    const [, path, name] = kind === 'resource' && type === 'aws_lambda_function' || isModule ? HANDLER.exec(text(pick(value, 'handler')) ?? '') ?? [] : [];
    if (path === undefined || name === undefined) return [];
    const archive = /data\.archive_file\.([\w-]+)\./.exec(text(pick(value, 'filename')) ?? '')?.[1];
    const packed = blocks.find((one) => one.kind === 'data' && one.type === 'archive_file' && one.name === archive && one.dir === dir)?.value;
    const sources = isModule ? [pick(value, 'source_path')].flatMap((one) => [text(one) ?? text(pick(one, 'path')), ...list(one).map((each) => text(each) ?? text(pick(each, 'path')))]) : [text(pick(packed, 'source_dir')), ...folderOfFile(text(pick(packed, 'source_file')))];
    return [{ modules: sources.flatMap((source) => (source === undefined ? [] : joinPath(source.includes('${path.module}') ? source.replace('${path.module}', dir) : joinPath(dir, source) ?? dir, path) ?? [])), export: name }];
  });
}

const folderOfFile = (file: string | undefined): readonly string[] => (file === undefined ? [] : [folderOfPath(file)]);
