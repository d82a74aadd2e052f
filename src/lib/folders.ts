export interface UncoveredFolder {
  /** The highest folder without a covered file; a file, where its folder holds covered ones. */
  readonly folder: string;
  /** Sorted. */
  readonly paths: readonly string[];
}

/** Gathers files that nothing covers under the highest folders that hold no covered file, so that one forgotten part is told once. */
export function uncoveredFolders(files: readonly { readonly path: string; readonly covered: boolean }[]): UncoveredFolder[] {
  const withCovered = new Set<string>(['']);
  for (const { path, covered } of files) if (covered) for (const folder of foldersOf(path)) withCovered.add(folder);
  const found = new Map<string, string[]>();
  for (const { path, covered } of files) {
    if (covered) continue;
    const folder = foldersOf(path).find((candidate) => !withCovered.has(candidate)) ?? path;
    const paths = found.get(folder);
    if (paths) paths.push(path);
    else found.set(folder, [path]);
  }
  return [...found].map(([folder, paths]) => ({ folder, paths: paths.sort() }));
}

/** The folders above a file, outermost first. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
