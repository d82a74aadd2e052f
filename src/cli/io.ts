import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Asker } from './asker.ts';

/** A stream as the commands see it. */
export interface Out {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The world outside: commands reach it through this alone, so that tests hand in their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Out;
  readonly stderr: Out;
  readonly now: Date;
  /** Answers questions; absent: the person at the terminal, where there is one. */
  readonly asker?: Asker;
  /** Milliseconds, for what is timed; absent: the machine's. */
  readonly clock?: () => number;
}

export const EXIT = { good: 0, gate: 1, usage: 2, incomplete: 3 } as const;

/** https://no-color.org and its usual companion FORCE_COLOR. */
export function wantsColor({ env }: Io, out: Out): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return out.isTTY === true && env.TERM !== 'dumb';
}

/** Outside the repository under study, which might bring a cache of its own making. */
export function cacheFolder({ env }: Io): string {
  return env.ARCH_LINT_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'arch-lint');
}

export function writeOutput(io: Io, path: string, text: string): void {
  const file = resolve(io.cwd, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Whether a job of GitHub Actions reads along. */
export const onGitHubActions = ({ env }: Io): boolean => env.GITHUB_ACTIONS === 'true';

/** Text for a log. GitHub's runner obeys commands in any line that it sees, so a stranger's words are told while it is not listening. */
export function inert(io: Io, text: string): string {
  if (!onGitHubActions(io)) return text;
  const token = randomUUID();
  return `::stop-commands::${token}\n${text}::${token}::\n`;
}

/** Tells long work on a terminal's stderr; silent elsewhere, and for work that is soon done. */
export function progressLine(io: Io): { show(text: string): void; clear(): void } {
  const started = Date.now();
  let shown = false;
  let last = 0;
  return {
    show(text) {
      const time = Date.now();
      if (!io.stderr.isTTY || io.env.CI || time - started < 500 || time - last < 80) return;
      last = time;
      shown = true;
      io.stderr.write(`\r\u001b[2K${text.slice(0, (io.stderr.columns ?? 80) - 1)}`);
    },
    clear() {
      if (shown) io.stderr.write('\r\u001b[2K');
    },
  };
}
