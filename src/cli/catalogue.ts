import { CHECKS } from '../../checks/index.ts';
import { FACTS } from '../facts/index.ts';
import type { AnyCheck, AnyFactProvider } from '../model/index.ts';

/** All checks and facts of this run. */
export async function catalogue(_allowPlugins: boolean): Promise<{ checks: readonly AnyCheck[]; facts: readonly AnyFactProvider[] }> {
  return { checks: CHECKS, facts: FACTS };
}
