import type { Place } from '../../model/index.ts';

/** The parser gives no places: the header of a block and its attributes are found by their lines. */
export const placesOfBlock = (text: string, file: string, kind: string, type: string, name: string, index: number): { at: Place; places: Record<string, Place> } => {
  const lines = linesOf(text);
  const labels = [kind, ...(kind === 'resource' || kind === 'data' ? [type] : []), name];
  let seen = -1;
  const start = lines.findIndex((line) => {
    const words = /^\s*(\w+)((?:\s+"?[\w.-]+"?)*)\s*\{/.exec(line);
    if (words === null) return false;
    const found = [words[1], ...(words[2]?.match(/[\w.-]+/g) ?? [])];
    return found.length === labels.length && found.every((word, i) => word === labels[i]) && ++seen === index;
  });
  if (start < 0) return { at: { file, line: 1 }, places: { '': { file, line: 1 } } };
  const at: Place = { file, line: start + 1, column: (lines[start]?.search(/\S/) ?? 0) + 1 };
  const places: Record<string, Place> = { '': at };
  // Names of the blocks that are open; '' for lists and calls, whose insides have no pointer of their own.
  const open: string[] = [];
  let heredoc: string | undefined;
  for (let i = start; i < lines.length; i++) {
    const line = lines[i] as string;
    if (heredoc !== undefined) {
      if (line.trim() === heredoc) heredoc = undefined;
      continue;
    }
    const code = line.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/(#|\/\/).*$/, '');
    let key = i === start ? '' : /^\s*([\w-]+)(?:\s+"")?\s*[={]/.exec(code)?.[1];
    if (key && open.length <= 4 && !open.slice(1).includes('')) places[`/${[...open.slice(1), key].join('/')}`] ??= { file, line: i + 1, column: line.search(/\S/) + 1 };
    heredoc = /<<[-~]?\s*([A-Za-z_]\w*)\s*$/.exec(code)?.[1];
    for (const letter of code) {
      if (letter === '{' || letter === '[' || letter === '(') {
        open.push(letter === '{' ? key ?? '' : '');
        key = undefined;
      } else if (letter === '}' || letter === ']' || letter === ')') open.pop();
    }
    if (open.length === 0) break;
  }
  return { at, places };
};

// Files are asked for once a block: the last text's lines are kept.
let lastText = '';
let lastLines: readonly string[] = [];
const linesOf = (text: string): readonly string[] => {
  if (text !== lastText) {
    lastText = text;
    lastLines = text.split('\n').map((line) => line.slice(0, 2_000));
  }
  return lastLines;
};
