import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { UsageError } from '../../lib/mistake.ts';
import { nearest } from '../../lib/nearest.ts';
import { printable } from '../../lib/printable.ts';
import { VERSION } from '../../version.ts';
import { EXIT, type Io } from '../io.ts';
import { refuseAbove, refuseOutside } from './inside.ts';
import type { Given, Tool } from './tool.ts';
import { TOOLS } from './tools.ts';

export type CommandLine = (args: readonly string[], io: Io) => Promise<number>;

/** More does not fit into a conversation. */
const LONGEST = 400_000;

/** The tools for one folder; each call is one run of the command line, one after another, since each uses the whole machine. */
export function serverFor(root: string, io: Io, run: CommandLine): Server {
  // Not McpServer: wrong arguments are to be told in one sentence, as the command line tells them.
  const server = new Server({ name: 'arch-lint', version: VERSION }, {
    capabilities: { tools: {} },
    instructions: 'arch-lint holds the code of this folder against its architecture.yaml. Read context first, ask can before a new import, and run check with the files that you changed.',
  });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS.map(listed) }));
  let last: Promise<unknown> = Promise.resolve();
  server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: given = {} } }) => {
    const call = last.then(() => answered(name, given, root, io, run));
    last = call;
    return call;
  });
  return server;
}

const listed = ({ name, description, input, output }: Tool) => ({
  name,
  description,
  inputSchema: z.toJSONSchema(input) as { type: 'object' },
  outputSchema: z.toJSONSchema(output) as { type: 'object' },
  annotations: { readOnlyHint: true, openWorldHint: false },
});

/** Never throws: what goes wrong is said to the one who asked. */
async function answered(name: string, given: unknown, root: string, io: Io, run: CommandLine): Promise<CallToolResult> {
  try {
    return await call(toolNamed(name), given, root, io, run);
  } catch (error) {
    return refused(error instanceof UsageError ? error.mistakes.map(({ message }) => message).join('\n') : `arch-lint failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function toolNamed(name: string): Tool {
  const found = TOOLS.find((tool) => tool.name === name);
  if (found) return found;
  const near = nearest(name, TOOLS.map((tool) => tool.name));
  throw new UsageError(`There is no tool '${name}'.${near ? ` Did you mean '${near}'?` : ''}`);
}

async function call(tool: Tool, asked: unknown, root: string, io: Io, run: CommandLine): Promise<CallToolResult> {
  const parsed = tool.input.safeParse(asked);
  if (!parsed.success) throw new UsageError(`The arguments of ${tool.name} are wrong.\n${z.prettifyError(parsed.error)}`);
  const given: Given = parsed.data;
  // A list is written with commas on the command line, so each part of a value is a path.
  for (const path of (tool.paths ?? []).flatMap((key) => given[key] ?? []).flatMap((value) => String(value).split(','))) refuseOutside(root, path);
  refuseAbove(root);
  const { code, stdout, stderr } = await captured(tool.args(given), root, io, run);
  // Incomplete work still answers, and says so; without an answer only the reason is left.
  if (code === EXIT.usage || stdout === '') return refused(stderr.trim() || 'There is no answer.');
  const { data, text = JSON.stringify(data) } = tool.answer?.(stdout, given) ?? { data: JSON.parse(stdout) as Record<string, unknown>, text: undefined };
  const size = Math.max(text.length, JSON.stringify(data).length);
  if (size > LONGEST) return refused(`The answer has ${size} characters, and ${LONGEST} are the most. Ask for less, or run \`arch-lint ${tool.args(given).join(' ')}\` in a shell.`);
  const notes = code === EXIT.incomplete ? [{ type: 'text' as const, text: stderr.trim() || 'The analysis is incomplete.' }] : [];
  return { content: [{ type: 'text', text }, ...notes], structuredContent: data };
}

async function captured(args: readonly string[], root: string, io: Io, run: CommandLine): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const code = await run(args, {
    ...io,
    cwd: root,
    // Colours and the log commands of a CI runner are for people and for logs; nobody is asked here.
    env: { ...io.env, NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined },
    stdout: { write: (text) => { stdout += text; } },
    stderr: { write: (text) => { stderr += text; } },
    now: new Date(),
  });
  return { code, stdout, stderr };
}

const refused = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text: text.split('\n').map(printable).join('\n') }] });
