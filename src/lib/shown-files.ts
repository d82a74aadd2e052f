import type { RepoFile } from '../model/index.ts';

/** Paths of examples and tests: they show or try something, and deploy nothing. */
export const shownFiles = (files: readonly RepoFile[]): ReadonlySet<string> => new Set(files.flatMap(({ path, role }) => (role === 'example' || role === 'test' ? [path] : [])));
