import type { AnyCheck } from './check.ts';
import type { AnyFactProvider } from './fact.ts';

/** What a plugin's package exports as its default. */
export interface Plugin {
  /** In kebab case. Its checks and its facts are called `name/…`. */
  readonly name: string;
  readonly checks?: readonly AnyCheck[];
  readonly facts?: readonly AnyFactProvider[];
}

/** Types a plugin; adds nothing. */
export const definePlugin = (plugin: Plugin): Plugin => plugin;
