import { dirname } from 'node:path/posix';
import { environmentOf } from '../lib/environment.ts';
import { list, record } from '../lib/json.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { isWithin } from '../lib/paths.ts';
import { defineFact, type TerraformBlock, type TerraformValues } from '../model/index.ts';
import { calledFolder, circularModules, idleModules, reachedBy } from './terraform/modules.ts';
import { placesOfBlock } from './terraform/places.ts';
import { terragruntCalls, uncalledBeside } from './terraform/terragrunt.ts';
import { valuesOf } from './terraform/values.ts';

const MAX_TEXT = 500_000;
const MAX_NESTING = 200;
type Mutable = { -readonly [K in keyof TerraformBlock]: TerraformBlock[K] };

export default defineFact({
  name: 'terraform',
  needs: ['files'],
  async gather({ files }, repo) {
    const paths = files.files.filter((file) => /\.(tf|tofu|tfvars)$/.test(file.path) && file.role !== 'test' && !/(^|\/)\.terraform\//.test(file.path)).map((file) => file.path);
    if (!paths.some((path) => !path.endsWith('.tfvars'))) return { blocks: [], values: [], defaults: {} };
    // The parser is a WebAssembly module of some megabytes: loaded only where there is something to read.
    const { parse } = await import('@cdktn/hcl2json');

    const blocks: Mutable[] = [];
    const variables = new Map<string, Map<string, unknown>>();
    const of = (dir: string): Map<string, unknown> => {
      const known = variables.get(dir) ?? new Map<string, unknown>();
      variables.set(dir, known);
      return known;
    };
    const values: TerraformValues[] = [];
    const defaults: Record<string, string> = {};
    const overrides: { dir: string; path: string; values: Record<string, unknown> }[] = [];
    for (const path of paths) {
      const text = repo.read(path);
      if (text === undefined) continue;
      if (text.length > MAX_TEXT) {
        repo.gap('is larger than 500 KB and is not parsed', { file: path });
        continue;
      }
      // The parser dies of deep nesting, and reads nothing after it.
      if (nestingOf(text) > MAX_NESTING) {
        repo.gap('is nested too deeply and is not parsed', { file: path });
        continue;
      }
      let parsed: Record<string, unknown>;
      try {
        parsed = record(await parse('file.tf', text));
      } catch (error) {
        const [, line] = /:(\d+),\d+/.exec(String((error as Error)?.message ?? error)) ?? [];
        repo.gap('is not valid HCL', { file: path, ...(line === undefined ? {} : { line: Number(line) }) });
        continue;
      }
      repo.looked(1);
      const dir = dirname(path);
      if (path.endsWith('.tfvars')) {
        overrides.push({ dir, path, values: parsed });
        values.push(valuesOf(parsed, text, path));
        continue;
      }
      for (const [name, [body]] of entries(parsed['variable'])) if (record(body)['default'] !== undefined && record(body)['default'] !== null) of(dir).set(`var.${name}`, record(body)['default']);
      for (const [name, [body]] of entries(parsed['variable'])) {
        const usual = record(body)['default'];
        if (typeof usual === 'string' || typeof usual === 'number' || typeof usual === 'boolean') defaults[`${dir} ${name}`] = String(usual);
      }
      for (const body of list(parsed['locals'])) for (const [name, value] of Object.entries(record(body))) of(dir).set(`local.${name}`, value);
      const environment = environmentOf(path);
      const push = (kind: TerraformBlock['kind'], type: string, name: string, body: unknown, index: number): void => {
        const { at, places } = placesOfBlock(text, path, kind, type, name, index);
        blocks.push({ kind, type: kind === 'module' ? String(record(body)['source'] ?? '') : type, name, dir, at, value: body, places, ...(environment && { environment }) });
      };
      for (const kind of ['resource', 'data'] as const) {
        for (const [type, named] of Object.entries(record(parsed[kind]))) for (const [name, bodies] of entries(named)) bodies.forEach((body, index) => push(kind, type, name, body, index));
      }
      for (const [name, bodies] of entries(parsed['module'])) bodies.forEach((body, index) => push('module', '', name, body, index));
      for (const [name, bodies] of entries(parsed['provider'])) bodies.forEach((body, index) => push('provider', name, name, body, index));
    }

    // Terragrunt calls modules from files of its own, and hands them the values that lie above these.
    const terragrunt = terragruntCalls(files.files.map(({ path }) => path), repo);
    // A production file of values wins over the defaults: production is what is judged.
    overrides.sort((a, b) => Number(environmentOf(a.path) === 'production') - Number(environmentOf(b.path) === 'production') || compare(a.path, b.path));
    for (const { dir, path, values } of overrides) {
      if ((environmentOf(path.slice(path.lastIndexOf('/') + 1)) ?? 'production') !== 'production') continue;
      const environment = environmentOf(dir);
      const above = environment === undefined ? [dirname(dir)] : environment === 'production' ? [dirname(dir), dirname(dirname(dir))] : [];
      const handed = environmentOf(path) === 'production' && [...terragrunt.own].some((one) => isWithin(one, dir)) ? [...terragrunt.environments].flatMap(([folder, one]) => (one === 'production' ? [folder] : [])) : [];
      for (const target of new Set([dir, ...above, ...handed])) if (variables.has(target) || target === dir || handed.includes(target)) for (const [name, value] of Object.entries(values)) of(target).set(`var.${name}`, value);
    }
    const examples = new Set(files.files.flatMap(({ path, role }) => (role === 'example' ? [path] : [])));
    const idle = terragrunt.own.size > 0 ? uncalledBeside(terragrunt, [...new Set(blocks.map(({ dir }) => dir))], reachedBy(terragrunt.environments.keys(), blocks)) : idleModules(blocks.filter(({ at }) => !examples.has(at.file)));
    for (const block of blocks) {
      const called = terragrunt.environments.get(block.dir);
      if (block.environment === undefined && called !== undefined) block.environment = called;
    }
    // A module of this repository takes its arguments from those that call it.
    const callers = new Map<string, Set<string | undefined>>();
    for (const block of blocks) {
      const target = calledFolder(block);
      // What an example hands over says nothing of how the module is used.
      if (target === undefined || examples.has(block.at.file)) continue;
      callers.set(target, (callers.get(target) ?? new Set()).add(block.environment));
      for (const [name, value] of Object.entries(record(block.value))) {
        const filled = fill(value, of(block.dir), 0);
        if (!isOpen(filled)) of(target).set(`var.${name}`, filled);
      }
    }
    for (const { at } of circularModules(blocks)) repo.gap('calls a module that leads back to itself', at);
    for (const block of blocks) {
      block.value = fill(block.value, of(block.dir), 0);
      const environments = callers.get(block.dir);
      if (environments !== undefined) block.reused = true;
      if (idle.has(block.dir)) block.idle = true;
      const [only] = environments?.size === 1 ? environments : [];
      if (block.environment === undefined && only !== undefined) block.environment = only as NonNullable<TerraformBlock['environment']>;
    }
    return { blocks: blocks.sort((a, b) => comparePlaces(a.at, b.at)), values: values.sort((a, b) => compare(a.file, b.file)), defaults };
  },
});

/** How deep brackets stand in each other; those in strings count as well, which only makes it stricter. */
const nestingOf = (text: string): number => {
  let [depth, deepest] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (letter === '{' || letter === '[' || letter === '(') deepest = Math.max(deepest, ++depth);
    else if ((letter === '}' || letter === ']' || letter === ')') && depth > 0) depth--;
  }
  return deepest;
};

const entries = (value: unknown): [string, readonly unknown[]][] =>
  Object.entries(record(value)).map(([key, each]) => [key, Array.isArray(each) ? (each as unknown[]) : [each]]);

const isOpen = (value: unknown): boolean => typeof value === 'string' && value.includes('${');

const fill = (value: unknown, variables: ReadonlyMap<string, unknown>, depth: number): unknown => {
  if (depth > 20) return value;
  if (typeof value === 'string') {
    const whole = /^\$\{((?:var|local)\.[\w-]+)\}$/.exec(value)?.[1];
    if (whole !== undefined) {
      const known = variables.get(whole);
      return known === undefined || known === value ? value : fill(known, variables, depth + 1);
    }
    return value.length > 10_000 ? value : value.replace(/\$\{((?:var|local)\.[\w-]+)\}/g, (all, name: string) => {
      const known = variables.get(name);
      return typeof known === 'string' || typeof known === 'number' ? String(known) : all;
    });
  }
  if (Array.isArray(value)) return value.map((each) => fill(each, variables, depth + 1));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, variables, depth + 1)]));
  return value;
};
