import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Measured {
  readonly seconds: number;
  /** Of all threads of the Node processes; steadier than `seconds` on a machine that does other things, too. */
  readonly cpu?: number;
  /** Of the largest process, in MB; undefined where it could not be had. */
  readonly peak?: number;
  readonly code: number | null;
  readonly output: string;
}

const HOOK = `const { isMainThread } = require('node:worker_threads');
if (isMainThread) process.on('exit', () => {
  try { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); require('node:fs').appendFileSync(process.env.BENCH_USAGE, maxRSS + ' ' + (userCPUTime + systemCPUTime) + '\\n'); } catch {}
});
`;

/** Runs a Node program and measures it from outside: the time until it ended, and what memory it says it took at most. */
export const measure = (desk: string, program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Measured> => {
  const hook = join(desk, 'usage.cjs');
  const usage = join(desk, 'usage.txt');
  writeFileSync(hook, HOOK);
  rmSync(usage, { force: true });
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env, NODE_OPTIONS: `--require=${hook}`, BENCH_USAGE: usage, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    // What a tool prints may be long; its tail says enough.
    const keep = (chunk: Buffer): void => { output = (output + chunk.toString()).slice(-20_000); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - started) / 1000;
      resolve({ seconds, code, output, ...usageOf(usage) });
    });
  });
};

const usageOf = (file: string): { peak?: number; cpu?: number } => {
  try {
    const processes = readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' ').map(Number) as [number, number]);
    return {
      peak: Math.round(Math.max(...processes.map(([kilobytes]) => kilobytes)) / 1024),
      cpu: processes.reduce((sum, [, microseconds]) => sum + microseconds, 0) / 1e6,
    };
  } catch {
    return {};
  }
};
