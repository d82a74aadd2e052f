import { basename, dirname } from 'node:path/posix';
import { literally } from '../../lib/literally.ts';
import type { Repo } from '../../model/index.ts';
import type { ChartTree } from './chart-tree.ts';

/** Where a command that installs a chart stands. */
const SAYS = /\.(?:ya?ml|json|sh|bash|mk|toml)$|(?:^|\/)(?:Makefile|Jenkinsfile|Tiltfile|justfile|[^/.]+)$/i;
const OF_A_CHART = /^(?:Chart\.(?:ya?ml|lock)|values\.ya?ml|values\.schema\.json|\.helmignore|README\.md|LICENSE|templates\/.*)$/;
/** Whoever uses a chart that is published installs it elsewhere. */
const PUBLISHES = /\bchart-releaser\b|\bhelm\s+(?:push|package|cm-push)\b|\bcharts_dir\b/;

/**
 * A chart beside those that one chart takes in by their paths, that this one leaves out, and that nothing else here names:
 * no command, no values of an environment.
 */
export function uninstalled(folders: readonly string[], { parentOf, namedBy }: ChartTree, paths: readonly string[], repo: Repo): ReadonlySet<string> {
  const isUmbrella = (folder: string): boolean => folders.some((other) => namedBy(other).has(folder));
  const candidates = folders.filter((folder) => folder !== '.' && parentOf(folder) === undefined && namedBy(folder).size === 0 && !isUmbrella(folder)
    && folders.some((umbrella) => folders.filter((other) => other !== folder && dirname(other) === dirname(folder) && namedBy(other).has(umbrella)).length >= 2)
    && paths.every((path) => !path.startsWith(`${folder}/`) || OF_A_CHART.test(path.slice(folder.length + 1))));
  if (candidates.length === 0) return new Set();
  const texts = paths.filter((path) => SAYS.test(path) && !/(?:^|\/)templates\//.test(path)).map((path) => ({ path, text: (repo.read(path) ?? '').slice(0, 200_000) }));
  if (texts.some(({ text }) => PUBLISHES.test(text))) return new Set();
  return new Set(candidates.filter((folder) => {
    const [around, name] = [literally(basename(dirname(folder))), literally(basename(folder))];
    // A loop over the charts names none of them; `charts/**` says when a workflow runs.
    const named = new RegExp(`(?:^|[\\s/"'=])${name}(?=[/\\s"',;)\\]]|$)|(?:^|[\\s/"'=])${around}/[\\w-]*(?:\\*(?!\\*)|\\$)`, 'm');
    return !texts.some(({ path, text }) => !path.startsWith(`${folder}/`) && named.test(text));
  }));
}
