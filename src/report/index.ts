import type { Result } from '../model/index.ts';

export interface ReportOptions {
  readonly color: boolean;
  readonly width?: number | undefined;
  readonly verbose?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  /** Path from the repository's root to the linted folder, with a final `/`: for tools that show files by it. */
  readonly prefix?: string | undefined;
}

type Reporter = (result: Result, options: ReportOptions) => Promise<string>;

/** One file a format, loaded when it is asked for. */
export const REPORTERS = {
  terminal: async (result, options) => (await import('./terminal.ts')).terminal(result, options),
  json: async (result) => (await import('./json.ts')).json(result),
  markdown: async (result) => (await import('./markdown.ts')).markdown(result),
  sarif: async (result, options) => (await import('./sarif.ts')).sarif(result, options),
  github: async (result, options) => (await import('./github.ts')).github(result, options),
  junit: async (result) => (await import('./junit.ts')).junit(result),
  codeclimate: async (result, options) => (await import('./codeclimate.ts')).codeclimate(result, options),
  badge: async (result) => (await import('./badge.ts')).badge(result),
  html: async (result) => (await import('./html.ts')).html(result),
  'badge-svg': async (result) => (await import('./badge.ts')).badgeSvg(result),
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof REPORTERS;
