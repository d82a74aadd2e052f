import type { Place } from '../place.ts';

/** The ten points of the REST checklist. */
export type RestPoint = 'nouns' | 'methods' | 'envelope' | 'pagination' | 'filtering' | 'versioning' | 'rate-limits' | 'links' | 'idempotency' | 'errors';

export interface ApiOperation {
  /** `get`, `post`, …; of AsyncAPI `publish`, `subscribe`, `send`, `receive`. */
  readonly method: string;
  /** Path, or channel. */
  readonly path: string;
  readonly id?: string;
  readonly at: Place;
}

/** A point that an operation (or the whole document) does not keep. One a point and operation. */
export interface ApiViolation {
  readonly point: RestPoint;
  /** `GET /orders`; absent: the document. */
  readonly operation?: string;
  readonly message: string;
  /** Less sure than the point is elsewhere. */
  readonly confidence?: 'medium' | 'low';
  readonly at: Place;
}

/** One message that an AsyncAPI document describes. */
export interface ApiEvent {
  /** Address of its channel. */
  readonly channel: string;
  readonly name: string;
  /** Its payload has a schema. */
  readonly described: boolean;
  /** A binding names the key that keeps messages of one entity in order. */
  readonly keyed: boolean;
  /** A field of headers or payload by which a message is known again. */
  readonly marked: boolean;
  /** Its fields are not all seen: another schema language, a choice, a reference that leads out. */
  readonly open: boolean;
  readonly at: Place;
}

export interface ApiDocument {
  readonly file: string;
  readonly format: 'openapi' | 'swagger' | 'asyncapi';
  readonly title: string;
  /** The file that says the same in another notation or place: its points are asked there. */
  readonly twinOf?: string;
  readonly servers: readonly { readonly url: string; readonly at: Place }[];
  readonly operations: readonly ApiOperation[];
  /** AsyncAPI only, as are the protocols of its servers and bindings. */
  readonly events?: readonly ApiEvent[];
  readonly protocols?: readonly string[];
  /** How many operations (or documents) each point could be asked of. */
  readonly asked: Readonly<Partial<Record<RestPoint, number>>>;
  readonly violations: readonly ApiViolation[];
  readonly at: Place;
}

export interface ApiDocuments { readonly documents: readonly ApiDocument[] }

declare module '../fact.ts' {
  interface Facts { apiDocuments: ApiDocuments }
}
