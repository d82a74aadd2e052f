import pc from 'picocolors';
import { printable } from './printable.ts';

export type Paint = ReturnType<typeof pc.createColors>;
export const paint = (color: boolean): Paint => pc.createColors(color);

/** Breaks text into lines of at most `width` characters, at spaces; a longer word stands on a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
