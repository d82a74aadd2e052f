import Table from 'cli-table3';
import { markdownText } from '../lib/escape.ts';
import { paint, wrap } from '../lib/paint.ts';
import { printable } from '../lib/printable.ts';
import type { Answer, Block, Cell } from './answer.ts';
import type { AdviceFormat } from './formats.ts';

export interface ShowOptions {
  readonly format: AdviceFormat;
  readonly color?: boolean;
  /** Columns of the terminal; 80 where it is none. */
  readonly width?: number;
}

/** An answer as text. */
export function show(answer: Answer, { format, color = false, width = 80 }: ShowOptions): string {
  if (format === 'json') return `${JSON.stringify({ schema_version: 1, command: answer.command, ...answer.data, follows: answer.follows }, null, 2)}\n`;
  const follows: Block[] = answer.follows.length === 0 ? [] : [{ heading: 'Follows' }, { list: answer.follows.map(({ rule, source }) => `${rule} (${source})`) }];
  const blocks = [...answer.blocks, ...follows];
  const parts = format === 'markdown' ? blocks.map(markdown) : blocks.map((block) => terminal(block, color, Math.min(width, 120)));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function terminal(block: Block, color: boolean, width: number): string {
  const c = paint(color);
  if ('heading' in block) return c.bold(printable(block.heading));
  if ('text' in block) return wrap(block.text, width).join('\n');
  if ('code' in block && block.only === 'markdown') return '';
  if ('code' in block) return block.code.split('\n').map((line) => `    ${printable(line)}`.trimEnd()).join('\n');
  if ('list' in block) {
    return block.list.map((item, index) => {
      const mark = block.numbered ? `${index + 1}.`.padStart(4) : '  -';
      return wrap(item, width - mark.length - 1).map((line, at) => `${at === 0 ? mark : ' '.repeat(mark.length)} ${line}`).join('\n');
    }).join('\n');
  }
  return table(block.head, block.table, c.dim, width);
}

const GAP = 2;
const NARROWEST = 8;

const linesOf = (cell: Cell): readonly string[] => (typeof cell === 'string' ? [cell] : cell);

/** Words wider than their column are broken, best after a mark, so that no path is cut short. */
const folded = (line: string, width: number): string =>
  line.split(' ').map((word) => {
    const pieces: string[] = [];
    let rest = word;
    while (rest.length > width) {
      const mark = Math.max(...['/', '.', '-', '_', ':'].map((one) => rest.lastIndexOf(one, width - 1)));
      const end = mark > width / 2 ? mark + 1 : width;
      pieces.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    return [...pieces, rest].join('\n');
  }).join(' ');

/** Columns as wide as their widest cell; where that is too wide, the widest give way. */
function table(head: readonly string[], rows: readonly (readonly Cell[])[], dim: (text: string) => string, width: number): string {
  const cells = rows.map((row) => row.map((cell) => linesOf(cell).map(printable)));
  const widths = head.map((title, column) => Math.max(title.length, ...cells.flatMap((row) => (row[column] ?? []).map(({ length }) => length))));
  const total = (): number => widths.reduce((sum, one) => sum + one + GAP, 0);
  while (total() > width && Math.max(...widths) > NARROWEST) widths[widths.indexOf(Math.max(...widths))]! -= 1;
  const none = Object.fromEntries(['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'].map((name) => [name, '']));
  const drawn = new Table({
    head: head.map(dim), chars: none, wordWrap: true, colWidths: widths.map((one) => one + GAP),
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
  });
  drawn.push(...cells.map((row) => row.map((lines, column) => lines.map((line) => folded(line, widths[column]!)).join('\n'))));
  return drawn.toString().split('\n').map((line) => line.trimEnd()).join('\n');
}

function markdown(block: Block): string {
  if ('heading' in block) return `${block.level === 3 ? '###' : '##'} ${markdownText(block.heading)}`;
  if ('text' in block) return markdownText(block.text);
  if ('list' in block) return block.list.map((item, index) => `${block.numbered ? `${index + 1}.` : '-'} ${markdownText(item)}`).join('\n');
  if ('code' in block && block.only === 'terminal') return '';
  if ('code' in block) return `\`\`\`${block.language}\n${block.code.trimEnd()}\n\`\`\``;
  const row = (cells: readonly Cell[]): string => `| ${cells.map((cell) => linesOf(cell).map(markdownText).join('<br>')).join(' | ')} |`;
  return [row(block.head), `|${block.head.map(() => '---').join('|')}|`, ...block.table.map(row)].join('\n');
}
