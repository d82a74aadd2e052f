#!/usr/bin/env node
import { outliveReaders } from './closed-pipes.ts';
import { main } from './main.ts';
import { optimizeLater } from './optimize-later.ts';

optimizeLater();
outliveReaders([process.stdout, process.stderr]);
process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: new Date(),
});
