import type { ClientRow } from './row.ts';
import { HTTP_CLIENTS } from './rows/http.ts';
import { RPC_CLIENTS } from './rows/rpc.ts';
import { SDK_CLIENTS } from './rows/sdk.ts';
import { SERVICE_CLIENTS } from './rows/services.ts';
import { STORE_CLIENTS } from './rows/stores.ts';

/**
 * The clients that arch-lint knows, one row a package and major. Defaults move between majors, so the row is chosen by
 * the range in the nearest package.json, and a finding names the row that was used.
 */
export const CLIENTS: readonly ClientRow[] = [...HTTP_CLIENTS, ...RPC_CLIENTS, ...STORE_CLIENTS, ...SDK_CLIENTS, ...SERVICE_CLIENTS];
