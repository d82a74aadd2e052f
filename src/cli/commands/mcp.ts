import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { UsageError } from '../../lib/mistake.ts';
import { EXIT, type Io } from '../io.ts';
import { refuseAbove } from '../mcp/inside.ts';
import { serverFor, type CommandLine } from '../mcp/server.ts';

/** Serves the tools over stdin and stdout until the client hangs up. */
export async function mcp(dir: string, io: Io, run: CommandLine): Promise<number> {
  const folder = resolve(io.cwd, dir);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${folder}.`);
  const root = realpathSync.native(folder);
  refuseAbove(root);
  // stdout belongs to the protocol: a library that logs must not break it.
  console.log = console.info = console.debug = console.error;
  const server = serverFor(root, io, run);
  const closed = new Promise<void>((done) => { server.onclose = done; });
  process.stdin.once('end', () => void server.close());
  await server.connect(new StdioServerTransport());
  await closed;
  return EXIT.good;
}
