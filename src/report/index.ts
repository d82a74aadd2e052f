import type { Result } from '../model/index.ts';

export interface ReportOptions {
  readonly color: boolean;
  readonly width?: number | undefined;
  readonly verbose?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

type Reporter = (result: Result, options: ReportOptions) => Promise<string>;

/** One file a format, loaded when it is asked for. */
export const REPORTERS = {
  terminal: async (result, options) => (await import('./terminal.ts')).terminal(result, options),
  json: async (result) => (await import('./json.ts')).json(result),
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof REPORTERS;
