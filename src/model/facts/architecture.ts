import type { ArchitectureDeclaration } from '../architecture-declaration.ts';
import type { Place } from '../place.ts';

/** What the team declared: the first fact. */
export interface Architecture {
  /** The root's architecture.yaml; absent: there is none, and `declared` holds nothing but defaults. */
  readonly file?: string;
  /** The whole declaration: `extends` merged in, and the files that components keep next to their code. */
  readonly declared: ArchitectureDeclaration;
  /** Where each value stands, by JSON pointer (`/layers/order/2/path`); of a key, the place of the key. */
  readonly places: Readonly<Record<string, Place>>;
}

declare module '../fact.ts' {
  interface Facts { architecture: Architecture }
}
