import type { PackageManifest } from '../model/index.ts';

/** Published for others to import, with nothing that starts it. */
export const isLibrary = ({ private: hidden, entry, scripts }: PackageManifest): boolean =>
  !hidden && ['exports', 'module', 'types', 'typings'].some((key) => entry[key] !== undefined)
  && !Object.keys(scripts).some((name) => /^(?:start|serve|deploy)\b/.test(name));
