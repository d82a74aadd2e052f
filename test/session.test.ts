import Anser from 'anser';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { xml } from '../src/lib/escape.ts';
import { cli } from './support.ts';

// The terminal session that opens the README: a sound repository, three careless edits, and what arch-lint says.
// UPDATE_DOCS=1 draws docs/session.svg anew.

const folder = mkdtempSync(join(tmpdir(), 'arch-lint-session-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EDITS = [
  { file: 'src/catalogue/domain/title.ts', from: /^/, to: "import { Pool } from 'pg';\n" },
  { file: 'src/catalogue/api/title-routes.ts', from: "preHandler: [authenticate, permit('create', 'Title')], ", to: '' },
  { file: 'ops/alerts.yaml', from: ', runbook_url: docs/runbooks/many-errors.md', to: '' },
];
const COMMANDS = [['arch-lint'], ['arch-lint', 'can', 'src/catalogue/domain/title.ts', 'pg']];

async function record(): Promise<string> {
  cpSync('fixtures/sound-house', folder, { recursive: true });
  for (const { file, from, to } of EDITS) {
    const text = readFileSync(join(folder, file), 'utf8');
    const edited = text.replace(from, to);
    expect(edited, file).not.toBe(text);
    writeFileSync(join(folder, file), edited);
  }
  let session = '';
  for (const command of COMMANDS) {
    const { stdout, stderr } = await cli(command.slice(1), { cwd: folder, isTTY: true, env: { FORCE_COLOR: '1', TERM: 'xterm' } });
    expect(stderr).toBe('');
    session += `\u001b[32m$\u001b[39m \u001b[1mnpx ${command.join(' ')}\u001b[22m\n${stdout}\n`;
  }
  return session;
}

const COLUMNS = 84;
const LINE = 17;
const CELL = 8.05;
const PAPER = '#11151c';
const INK = '#d5dbe5';
const COLORS: Record<string, string> = { red: '#ff7b72', green: '#7ee787', yellow: '#e3b341', blue: '#79c0ff', magenta: '#d2a8ff', cyan: '#76e3ea' };

function draw(session: string): string {
  const lines = session.trimEnd().split('\n');
  const [width, height] = [Math.ceil(COLUMNS * CELL) + 32, lines.length * LINE + 52];
  const rows = lines.map((line, row) => {
    const spans = Anser.ansiToJson(line, { use_classes: true, remove_empty: true }).map(({ content, fg, decorations }) => {
      const color = fg ? COLORS[fg.replace(/^ansi-(bright-)?/, '')] : undefined;
      const style = [color && `fill="${color}"`, decorations.includes('bold') && 'font-weight="bold"', decorations.includes('dim') && 'opacity=".65"'].filter(Boolean).join(' ');
      const text = xml(content).replaceAll(' ', '\u00a0'); // viewers fold plain spaces
      return style === '' ? text : `<tspan ${style}>${text}</tspan>`;
    }).join('');
    return `<text x="16" y="${48 + row * LINE}">${spans}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A terminal session: arch-lint finds three careless edits in a sound repository.">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map((color, index) => `<circle cx="${20 + index * 20}" cy="18" r="6" fill="${color}"/>`),
    `<g fill="${INK}" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13">`,
    ...rows,
    '</g></svg>', '',
  ].join('\n');
}

it('the session that opens the README is what the commands print', async () => {
  const svg = draw(await record());
  if (process.env['UPDATE_DOCS'] || !existsSync('docs/session.svg')) writeFileSync('docs/session.svg', svg);
  expect(readFileSync('docs/session.svg', 'utf8')).toBe(svg);
});
