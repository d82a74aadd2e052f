export interface ComponentFiles {
  readonly name: string;
  /** Globs as declared. */
  readonly path: readonly string[];
  /** Files of the repository that it owns: those that match it and no component nested deeper. */
  readonly files: number;
  /** Production modules among them. */
  readonly modules: number;
  /** The component whose declared folder contains this one's. */
  readonly parent?: string;
}

export interface LayerFiles {
  readonly name: string;
  readonly path: readonly string[];
  readonly modules: number;
}

/** Where a file belongs. More than one name is a mistake of the declaration. */
export interface Membership {
  readonly components: readonly string[];
  readonly layers: readonly string[];
  /** Where stacks of layers repeat, the one that the file lies in: a component's name or a container's folder. */
  readonly stack?: string;
}

export interface Components {
  readonly components: readonly ComponentFiles[];
  /** In declared order. */
  readonly layers: readonly LayerFiles[];
  /** By path of every file that belongs anywhere. */
  readonly of: Readonly<Record<string, Membership>>;
}

declare module '../fact.ts' {
  interface Facts { components: Components }
}
