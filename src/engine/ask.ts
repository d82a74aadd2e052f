import { STAGES, type AnyCheck, type DeclaredCheckSetting, type Severity, type Stage } from '../model/index.ts';

/** A check as this run asks it. */
export interface Asked {
  readonly check: AnyCheck;
  readonly severity: Severity;
  readonly options: object;
  /** Set: its findings cost nothing; the text says why. */
  readonly advice?: string;
}

export interface Selection {
  /** Ids of checks or names of dimensions; absent: all. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** The section `checks:`. */
  readonly settings: Readonly<Record<string, DeclaredCheckSetting | undefined>>;
  readonly stage: Stage;
  /** The project answers to a compliance regime: its security is asked at every stage. */
  readonly regulated: boolean;
}

/** Asked at every stage of a project under a compliance regime, beside the checks of the security dimension. */
const REGULATED = new Set(['missing-audit-log', 'untested-recovery', 'stale-secrets']);

export function ask(checks: readonly AnyCheck[], { only, skip = [], settings, stage, regulated }: Selection): Asked[] {
  const names = (list: readonly string[], check: AnyCheck): boolean => list.includes(check.id) || list.includes(check.dimension);
  return checks
    .filter((check) => (!only || names(only, check)) && !names(skip, check))
    .flatMap((check): Asked[] => {
      const setting = settings[check.id];
      const level = typeof setting === 'object' ? setting.severity : setting;
      if (level === 'off' || level === false) return [];
      const options = { ...check.options?.defaults, ...(typeof setting === 'object' ? setting.options : {}) };
      const early = STAGES.indexOf(stage) < STAGES.indexOf(check.from);
      const insisted = regulated && (check.dimension === 'security' || REGULATED.has(check.id));
      const advice = early && !insisted ? `Counts from the stage ${check.from} on; this project is at ${stage}.` : undefined;
      return [{ check, severity: level ?? check.severity, options, ...(advice && { advice }) }];
    });
}
