import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nearest } from './lib/nearest.ts';
import { UsageError } from './lib/mistake.ts';
import { DIMENSIONS, SEVERITIES, type AnyCheck, type AnyFactProvider } from './model/index.ts';

/** What a plugin's package exports as its default. */
export interface Plugin {
  /** Its checks are called `name/…`. */
  readonly name: string;
  readonly checks?: readonly AnyCheck[];
  readonly facts?: readonly AnyFactProvider[];
}

/** Loads the plugins by package name, as the linted repository installed them. Their code runs: only who is asked to may call this. */
export async function loadPlugins(names: readonly string[], root: string): Promise<Plugin[]> {
  const require = createRequire(join(root, 'package.json'));
  const plugins: Plugin[] = [];
  for (const name of names) {
    let file: string;
    try {
      file = require.resolve(name);
    } catch {
      throw new UsageError(`The plugin '${name}' is not installed in ${root}; install it, or take it out of 'plugins'.`);
    }
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    plugins.push(checked(module.default, name));
  }
  return plugins;
}

function checked(value: unknown, name: string): Plugin {
  const refuse = (why: string): never => { throw new UsageError(`The plugin '${name}' ${why}.`); };
  if (typeof value !== 'object' || value === null) return refuse('has no default export with `name`, `checks` and `facts`');
  const plugin = value as Plugin;
  if (typeof plugin.name !== 'string' || !/^[a-z0-9-]+$/.test(plugin.name)) refuse('needs a `name` in kebab case');
  for (const check of plugin.checks ?? []) {
    if (typeof check.id !== 'string' || !check.id.startsWith(`${plugin.name}/`)) refuse(`has a check '${check.id}'; its ids begin with '${plugin.name}/'`);
    if (!DIMENSIONS.includes(check.dimension)) refuse(`puts the check '${check.id}' into the dimension '${check.dimension}'; did you mean '${nearest(String(check.dimension), DIMENSIONS) ?? DIMENSIONS.join("', '")}'?`);
    if (!SEVERITIES.includes(check.severity)) refuse(`gives the check '${check.id}' the severity '${check.severity}'; it is one of ${SEVERITIES.join(', ')}`);
    if (typeof check.inspect !== 'function' || !Array.isArray(check.needs)) refuse(`has a check '${check.id}' without \`needs\` or \`inspect\``);
  }
  for (const fact of plugin.facts ?? []) {
    if (typeof fact.name !== 'string' || typeof fact.gather !== 'function' || !Array.isArray(fact.needs)) refuse('has a fact without `name`, `needs` or `gather`');
  }
  return plugin;
}
