import type { AnyCheck, Architecture, FactName, Facts, ImportEdge, Judgement, RepoFile } from './model/index.ts';
import components from './facts/components.ts';
import coupling from './facts/coupling.ts';
import { listOf, placeOf } from './lib/declaration.ts';
import { isMatch } from './lib/globs.ts';
import { layerDirections } from './lib/layers.ts';
import { UsageError } from './lib/mistake.ts';
import { namesOf } from './lib/module-imports.ts';
import { study, type StudyOptions } from './run.ts';

export interface Answer {
  readonly allowed: boolean;
  /** The files, or the package, that the question was asked about. */
  readonly from: string;
  readonly to: string;
  /** Why not; or, where it is allowed, the line that says so. */
  readonly reasons: readonly (Pick<Judgement, 'message' | 'at' | 'evidence'> & { readonly check: string | null })[];
}

/** The checks that judge an import as such. */
const ASKED = ['layer-violations', 'private-imports', 'rule-violations', 'circular-dependencies', 'impure-domain', 'leaking-vendor-sdk'];

type Known = Pick<Facts, 'files' | 'imports' | 'components'>;

/** Whether an import is allowed: the checks are asked about the repository with it and without, so the answer is the linter's own. */
export async function can(from: string, to: string, checks: readonly AnyCheck[], options: StudyOptions): Promise<Answer> {
  const asked = checks.filter(({ id }) => ASKED.includes(id));
  const { survey: { facts, faults }, architecture } = await study([...new Set<FactName>(['files', 'imports', 'components', ...asked.flatMap(({ needs }) => needs)])], options);
  const fault = Object.values(faults)[0];
  if (fault !== undefined) throw new Error(fault);
  const known = facts as Facts;
  const source = moduleOf(from, known, architecture);
  const target = targetOf(to, known, architecture);
  const whole = withFiles([source, ...('path' in target ? [target.path] : [])], known, architecture);

  const edge: ImportEdge = { specifier: to, line: 1, column: 1, kind: 'value', names: [], ...('path' in target ? { to: target.path } : { external: target.name, ...(target.builtin && { builtin: true as const }) }) };
  const others = (known.imports.modules[source] ?? []).filter((one) => ('path' in target ? one.to !== target.path : one.external !== target.name));
  const ask = (edges: readonly ImportEdge[]) => {
    const modules = { ...(('path' in target) && { [target.path]: [] }), ...known.imports.modules, [source]: edges };
    const imports = { ...known.imports, modules };
    const changed = { ...known, ...whole, imports, coupling: coupling.gather({ ...whole, imports }, undefined as never) };
    return asked.flatMap((check) => check.inspect(changed as never, (check.options?.defaults ?? {}) as never).judgements
      .filter(({ standing }) => standing === 'violated').map((judgement) => ({ check: check.id, judgement })));
  };
  // What an import that nobody wrote yet names says nothing.
  const unwritten = `imports ${namesOf([edge])}`;
  const before = new Set(ask(others).map(({ check, judgement }) => `${check}\n${judgement.subject}`));
  const reasons = ask([...others, edge]).filter(({ check, judgement }) => !before.has(`${check}\n${judgement.subject}`))
    .map(({ check, judgement: { message, at, evidence } }) => ({ check, message, at, ...(evidence && { evidence: evidence.filter(({ note }) => !note.startsWith(unwritten)) }) }));
  const shown = 'path' in target ? target.path : target.name;
  return { allowed: reasons.length === 0, from: source, to: shown, reasons: reasons.length > 0 ? reasons : permission(source, shown, whole.components, architecture) };
}

/** The declared line that lets the import pass, where layers decide. */
function permission(from: string, to: string, { of }: Facts['components'], architecture: Architecture): Answer['reasons'] {
  const [upper, lower] = [of[from]?.layers[0], of[to]?.layers[0]];
  const direction = upper !== undefined && lower !== undefined ? layerDirections(architecture.declared)?.mayImport(upper, lower) : undefined;
  return direction?.allowed ? [{ check: null, message: `${upper} may import ${lower}: ${direction.reason}.`, at: placeOf(architecture, direction.pointer) }] : [];
}

/** A component stands for a file of its public API, or its first module. */
function moduleOf(name: string, { files: { files }, components: { of } }: Known, { declared }: Architecture): string {
  const path = name.replace(/^\.\//, '');
  if (!(name in (declared.components ?? {}))) {
    if (path.startsWith('../') || path.startsWith('/')) throw new UsageError(`'${name}' lies outside of the linted folder.`);
    return path;
  }
  const modules = files.filter((file) => file.language !== undefined && file.role === 'production' && of[file.path]?.components.includes(name));
  const isPublic = isMatch(listOf(declared.components?.[name]?.public_api));
  const found = modules.find((file) => isPublic(file.path)) ?? modules[0];
  if (found === undefined) throw new UsageError(`The component '${name}' has no module; name a file instead.`);
  return found.path;
}

type Target = { readonly path: string } | { readonly name: string; readonly builtin?: boolean };

function targetOf(name: string, known: Known, architecture: Architecture): Target {
  if (name.startsWith('node:')) return { name, builtin: true };
  const isFile = known.files.files.some(({ path }) => path === name.replace(/^\.\//, '')) || name.startsWith('./') || /^[^@].*\.[cm]?[jt]sx?$|\.(?:vue|svelte)$/.test(name);
  return isFile || name in (architecture.declared.components ?? {}) ? { path: moduleOf(name, known, architecture) } : { name };
}

/** The facts as if the files were there. */
function withFiles(paths: readonly string[], { files }: Known, architecture: Architecture): Pick<Known, 'files' | 'components'> {
  const absent = paths.filter((path) => !files.files.some((file) => file.path === path));
  const ghosts = [...new Set(absent)].map((path): RepoFile => ({ path, bytes: 0, role: 'production', language: 'typescript' }));
  const all = { files: [...files.files, ...ghosts] };
  return { files: all, components: components.gather({ architecture, files: all }, undefined as never) as Facts['components'] };
}
