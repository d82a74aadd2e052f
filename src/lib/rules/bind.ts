import type { Components, DeclaredRule, DeclaredSelector, RepoFile } from '../../model/index.ts';
import { listOf } from '../declaration.ts';
import { isMatch } from '../globs.ts';

export interface RuleScope {
  readonly files: readonly RepoFile[];
  readonly of: Components['of'];
}

/**
 * The files that a selector means. Production files, where it means any: a rule over `src/**` does not speak of the tests in
 * it; one over `**\/*.test.ts` does.
 */
export function selected(selector: DeclaredSelector, scope: RuleScope): RepoFile[] {
  const matches = selects(selector, scope);
  const found = scope.files.filter(({ path }) => matches(path));
  const production = found.filter(({ role }) => role === 'production');
  return production.length > 0 || selector.files === undefined ? production : found;
}

/** Whether a path is meant by a selector; where it names several things, all must hold. */
export function selects(selector: DeclaredSelector, { of }: Pick<RuleScope, 'of'>): (path: string) => boolean {
  const layers = listOf(selector.layer);
  const components = listOf(selector.component);
  const files = selector.files === undefined ? undefined : isMatch(selector.files);
  return (path) =>
    (layers.length === 0 || layers.some((name) => of[path]?.layers.includes(name)))
    && (components.length === 0 || components.some((name) => of[path]?.components.includes(name)))
    && (!files || files(path));
}

/** The files that a rule binds, its exceptions taken away. */
export function boundFiles(rule: DeclaredRule, scope: RuleScope): RepoFile[] {
  const isExcepted = rule.except === undefined ? () => false : isMatch(rule.except);
  const bound = rule.files !== undefined ? selected({ files: rule.files }, scope)
    : rule.from !== undefined ? selected(rule.from, scope)
    // Without `from` a rule binds all production modules.
    : scope.files.filter(({ role, language }) => role === 'production' && language !== undefined);
  return bound.filter(({ path }) => !isExcepted(path));
}
