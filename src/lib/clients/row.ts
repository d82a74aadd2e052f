import type { ClientKind } from '../../model/index.ts';

/**
 * What is known of one client library, read off its code and documentation. A symbol is what is called, without the
 * `default` or `*` in front of it: `create`, `Pool`, `S3.send`; the empty symbol is the package's own function.
 */
export interface ClientRow {
  /** `axios`, `pg`; with the major where it decides: `@elastic/elasticsearch@9`. */
  readonly id: string;
  readonly packages: readonly string[];
  /** The lowest and highest major that the row holds for. */
  readonly majors?: readonly [number, number];
  readonly kind: ClientKind;
  /** Symbols that make a client; `new` ones and plain calls alike. */
  readonly constructs?: RegExp;
  /** Position of the options in the construction's arguments. Default: every object argument counts. */
  readonly constructOptions?: number;
  /** Symbols (or members of a client) that go out over the network. Absent: only the construction is judged. */
  readonly calls?: RegExp;
  /** Calls that go out without a client: `axios.get`. */
  readonly direct?: RegExp;
  /** Option keys that bound time; `a+b` counts only with both, and `a~Maker` only where its value is made by that (`new NodeHttp2Handler(…)`). */
  readonly bounds: readonly string[];
  /** Position of the object with options in a call. Default: whatever follows the address, and the body. */
  readonly callOptions?: number;
  /** Those of them that count in seconds. */
  readonly inSeconds?: readonly string[];
  /** The same, at the call. */
  readonly callBounds?: readonly string[];
  /** Keys that bound connecting, or the wait for a free connection, and nothing that is asked over it. */
  readonly connecting?: readonly string[];
  /** Keys that look like a bound and do nothing here, with the reason. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** Query parameters of a connection string that bound time. */
  readonly urlBounds?: RegExp;
  /** The library's own bound in ms; Infinity: none. */
  readonly defaultBound: number;
  /** What that default bounds. */
  readonly note: string;
  /** A later method call on the client bounds it: `.timeout(…)`. */
  readonly chain?: RegExp;
  /** Types that name a client which was made elsewhere: `Repository`, `HttpService`. */
  readonly types?: RegExp;
  /** What calls on a result of the package, with `()` in the symbol: `ClientGrpc.getService.().findOne`. */
  readonly onResult?: RegExp;
  /** Options that hand the call on: what they hold may bound it. */
  readonly delegates?: readonly string[];
  /** What of them only hands the call to fetch, and bounds it no better without a `fetch` or `fetchOptions` of its own: `httpLink`. */
  readonly hands?: RegExp;
  /** Position of the argument that the client is made over, which is judged in its place, or its key among the options. */
  readonly over?: number | string;
  /** Rows whose clients are made over this one. */
  readonly carries?: readonly string[];
  /** The first member says what is done: `selectFrom(…)…execute()`. */
  readonly verb?: 'first';
  /** Made alone it asks nobody: only its calls go out. */
  readonly idle?: true;
  /** The driver underneath decides. */
  readonly driver?: true;
}
