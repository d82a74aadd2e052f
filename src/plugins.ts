import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from './lib/mistake.ts';
import { pluginMistakes } from './lib/plugin-mistakes.ts';
import type { Plugin } from './model/index.ts';

/** Loads the plugins by package name, as the linted repository installed them. Their code runs: only who is asked to may call this. */
export async function loadPlugins(names: readonly string[], root: string): Promise<Plugin[]> {
  const require = createRequire(join(root, 'package.json'));
  const plugins = new Map<string, { readonly plugin: Plugin; readonly from: string }>();
  for (const name of new Set(names)) {
    let file: string;
    try {
      file = require.resolve(name);
    } catch {
      throw new UsageError(`The plugin '${name}' is not installed in ${root}; install it, or take it out of 'plugins'.`);
    }
    const plugin = checked(await load(name, file), name);
    const other = plugins.get(plugin.name);
    if (other) throw new UsageError(`The plugins '${other.from}' and '${name}' are both called '${plugin.name}'; one of them can be used.`);
    plugins.set(plugin.name, { plugin, from: name });
  }
  return [...plugins.values()].map(({ plugin }) => plugin);
}

async function load(name: string, file: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(file).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    throw new UsageError(`The plugin '${name}' cannot be loaded: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}.`);
  }
}

function checked(value: unknown, name: string): Plugin {
  const mistakes = pluginMistakes(value);
  if (mistakes.length > 0) throw new UsageError(mistakes.map((why) => ({ message: /[.?]$/.test(why) ? `The plugin '${name}' ${why}` : `The plugin '${name}' ${why}.` })));
  return value as Plugin;
}
