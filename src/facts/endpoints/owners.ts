import type { Files, Packages } from '../../model/index.ts';

/** The package that a file belongs to, and where in it the file lies. */
export interface Owner {
  readonly dir: string;
  readonly local: string;
  /** Names of all that the package depends on. */
  readonly uses: readonly string[];
}

/** Whose file it is: file routes are told by where they lie in a package that depends on their framework. */
export class Owners {
  readonly #packageOf: ReadonlyMap<string, string>;
  readonly #uses: ReadonlyMap<string, readonly string[]>;

  constructor(files: Files, packages: Packages) {
    this.#packageOf = new Map(files.files.flatMap(({ path, package: dir }) => (dir === undefined ? [] : [[path, dir]])));
    this.#uses = new Map(packages.packages.map(({ dir, dependencies, devDependencies }) => [dir, [...Object.keys(dependencies), ...Object.keys(devDependencies)]]));
  }

  of(file: string): Owner | undefined {
    const dir = this.#packageOf.get(file);
    return dir === undefined ? undefined : { dir, local: dir === '.' ? file : file.slice(dir.length + 1), uses: this.#uses.get(dir) ?? [] };
  }
}
