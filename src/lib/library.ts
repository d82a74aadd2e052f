import type { PackageManifest } from '../model/index.ts';

/** Published for others to import. */
export const isPublished = ({ private: hidden, entry }: PackageManifest): boolean =>
  !hidden && ['exports', 'module', 'types', 'typings'].some((key) => entry[key] !== undefined);

/** Published for others to import, with nothing that starts it. */
export const isLibrary = (manifest: PackageManifest): boolean =>
  isPublished(manifest) && !Object.keys(manifest.scripts).some((name) => /^(?:start|serve|deploy)\b/.test(name));
