import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from './support.ts';

// Every ```console block of the docs is run: `$ arch-lint …` lines, each followed by what it prints. The word after
// `console` names the folder, copied anew for every block; none: an empty folder. A line `…` stands for any lines.
// UPDATE_DOCS=1 writes what is printed now into blocks without `…`; read the difference before you commit it.

const pages = ['README.md', 'checks/README.md', 'bench/README.md', ...readdirSync('docs', { recursive: true }).map((path) => `docs/${String(path).replaceAll('\\', '/')}`).filter((path) => path.endsWith('.md')).sort()];
const BLOCK = /^```console(?: (\S+))?\n([\s\S]*?)^```$/gm;

interface Step { readonly args: string[]; readonly line: string; readonly expected: string }

function steps(text: string): Step[] {
  return text.split(/^(?=\$ )/m).filter((part) => part.startsWith('$ ')).map((part) => {
    const end = part.indexOf('\n');
    const line = part.slice(2, end);
    const [program, ...args] = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain!);
    if (program === 'npx') args.shift();
    return { line, args, expected: part.slice(end + 1).trimEnd() };
  });
}

async function play(folder: string | undefined, text: string): Promise<{ step: Step; printed: string }[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'arch-lint-docs-'));
  try {
    if (folder !== undefined) cpSync(folder, cwd, { recursive: true });
    const played = [];
    for (const step of steps(text)) {
      const { stdout, stderr } = await cli(step.args, { cwd });
      played.push({ step, printed: `${stdout}${stderr}`.replaceAll(cwd, '.').trimEnd() });
    }
    return played;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const asPattern = (expected: string): RegExp =>
  new RegExp(`^${expected.split('\n').map((line) => (line.trim() === '…' ? '[\\s\\S]*?' : line.trimEnd().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('\n')}$`);

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(BLOCK)];

  it.runIf(blocks.length > 0)('shows commands with what they print', async () => {
    let updated = text;
    for (const [whole, folder, body] of blocks) {
      const played = await play(folder, body!);
      expect(played.length, `a block without a command: ${body}`).toBeGreaterThan(0);
      if (process.env['UPDATE_DOCS'] && !body!.split('\n').includes('…')) {
        const now = played.map(({ step, printed }) => `$ ${step.line}\n${printed === '' ? '' : `${printed}\n`}`).join('');
        updated = updated.replace(whole, () => whole.replace(body!, () => now));
      } else {
        for (const { step, printed } of played) expect(printed.split('\n').map((line) => line.trimEnd()).join('\n'), step.line).toMatch(asPattern(step.expected));
      }
    }
    if (updated !== text) writeFileSync(page, updated);
  });

  it('links only to what exists', () => {
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)) expect(existsSync(join(dirname(page), target!)), target).toBe(true);
  });
});
