import type { FileShares } from '../fact.ts';
import type { Spot } from './telemetry.ts';

/** A setting of code that switches protection of a connection on or off. */
export interface TlsSetting extends Spot {
  readonly setting: string;
  readonly secure: boolean;
  /** What it does, in a few words. */
  readonly what: string;
  /** It holds only outside production, by the condition around it. */
  readonly developmentOnly?: true;
  /** The module also has the secure setting: which one holds is configured. */
  readonly chosen?: true;
}

/** An address in code that something connects to. */
export interface AddressSite extends Spot {
  readonly scheme: string;
  readonly host: string;
  /** `call`: an argument of an outbound call. `setting`: under a name such as `baseUrl`. `fallback`: where none is configured. */
  readonly use: 'call' | 'setting' | 'fallback';
  readonly secure: boolean;
}

export interface Transport {
  readonly settings: readonly TlsSetting[];
  /** Addresses outside of the machine and its private network. */
  readonly addresses: readonly AddressSite[];
}

declare module '../fact.ts' {
  interface Facts { transport: FileShares<Transport> }
}
