import type { FileShares } from '../fact.ts';
import type { Place } from '../place.ts';

export type UnitKind = 'service' | 'frontend' | 'worker' | 'function' | 'cli';

/** A place where a process starts serving or working. */
export interface Start {
  readonly kind: UnitKind;
  /** `nest`, `express`, `fastify`, `koa`, `hono`, `http`, `grpc`, `trpc`, `lambda`, `bullmq`, `angular`, …; `unknown`: a listen call on something from elsewhere. */
  readonly framework: string;
  readonly line: number;
  readonly column: number;
  readonly port?: number;
  /** It listens on a socket of this machine (`/run/shop.sock`), to which no network leads. */
  readonly socket?: true;
  /** Export that the platform calls (Lambda and its like). */
  readonly export?: string;
}

export interface ModuleStarts {
  readonly starts: readonly Start[];
  /** Folders of the repository whose modules are loaded by a path that is put together (`require(join(routes, file))`, Fastify's autoload); `*` is whichever package of the workspace (``import(`${name}/src`)``). */
  readonly loads: readonly string[];
  /** Modules that it starts as processes or threads of their own; `./…`: by a path from where the process runs. */
  readonly spawns?: readonly string[];
  /** A framework's configuration that has all pages written out when it is built. */
  readonly exportsPages?: true;
}

/** What is deployed and run on its own, as the code shows it. Libraries, examples and tests are none. */
export interface Unit {
  /** The package's name, or the folder's; unique. */
  readonly name: string;
  readonly kind: UnitKind;
  readonly framework: string;
  /** The listen call, the bootstrap, the exported handler, or the framework's configuration file. */
  readonly entry: Place;
  /** Where a person looks for it when the entry only configures a framework: the script that starts it, or the dependency on the framework. */
  readonly startedAt?: Place;
  /** Folder that holds it: that of its package, or of the application inside a one-package repository. */
  readonly dir: string;
  /** Folder of the package it belongs to. */
  readonly package?: string;
  readonly port?: number;
  /** Exported handlers of a function's entry file. */
  readonly exports?: readonly string[];
  /** Production modules that run in it: those that its entry reaches by run-time imports; sorted. */
  readonly modules: readonly string[];
}

export interface Units {
  /** Sorted by entry. */
  readonly units: readonly Unit[];
}

declare module '../fact.ts' {
  interface Facts {
    /** File fact: where processes start. */
    starts: FileShares<ModuleStarts>;
    units: Units;
  }
}
