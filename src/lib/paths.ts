/** Joins parts of a repository path and resolves `.` and `..`; undefined where it would leave the root. The root itself is `.`. */
export function joinPath(...parts: readonly string[]): string | undefined {
  const steps: string[] = [];
  for (const step of parts.join('/').split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/') || '.';
}

/** The folder of a path; `.` at the root. */
export const folderOfPath = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');

/** True when the path lies in the folder, at any depth; `.` holds everything. */
export const isWithin = (path: string, folder: string): boolean => folder === '.' || path === folder || path.startsWith(`${folder}/`);

/** How many folders two files have in common, from the top; a folder itself is given with a slash at its end. */
export function foldersInCommon(one: string, other: string): number {
  const [a, b] = [one.split('/').slice(0, -1), other.split('/').slice(0, -1)];
  const apart = a.findIndex((part, index) => part !== b[index]);
  return apart < 0 ? a.length : apart;
}
