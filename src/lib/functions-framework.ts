import type { Packages } from '../model/index.ts';
import { joinPath } from './paths.ts';

/** `functions-framework --target=orders --source=dist`: the export that Google's framework answers HTTP with, and the modules that may have it, without their ending. */
export interface FrameworkTarget {
  readonly modules: readonly string[];
  readonly export: string;
  /** It takes events and no requests. */
  readonly events: boolean;
}

export function frameworkTargets({ packages }: Pick<Packages, 'packages'>): FrameworkTarget[] {
  return packages.flatMap(({ dir, scripts, entry }) => Object.values(scripts).flatMap((command) => {
    const [, target] = /\bfunctions-framework\b[^&|;]*?--target[= ]([A-Za-z_$][\w$]*)/.exec(command) ?? [];
    if (target === undefined) return [];
    const [, source = '.'] = /--source[= ](\S+)/.exec(command) ?? [];
    const main = typeof entry['main'] === 'string' ? [entry['main'].replace(/\.[cm]?js$/, '')] : [];
    return [{ modules: [...main, `${source}/index`, `${source}/function`, 'src/index'].flatMap((path) => joinPath(dir, path) ?? []), export: target, events: /--signature-type[= ](?:event|cloudevent)/.test(command) }];
  }));
}
