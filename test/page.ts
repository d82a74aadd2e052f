import type { Tree } from './support.ts';

export interface Example {
  readonly title: string;
  readonly kind: 'flagged' | 'fine';
  /** Line of the heading in the page. */
  readonly line: number;
  readonly tree: Tree;
  readonly expected: readonly string[];
}

/** Reads the examples of a check's page: a heading, fenced files, and the outcome under `expect`. */
export function examplesOf(page: string): Example[] {
  const examples: Example[] = [];
  let kind: Example['kind'] | undefined;
  let current: { title: string; kind: Example['kind']; line: number; tree: Record<string, string>; expected?: string[] } | undefined;
  const close = (): void => {
    if (!current) return;
    if (!current.expected) throw new Error(`The example '${current.title}' has no \`expect\` block.`);
    examples.push({ ...current, expected: current.expected });
    current = undefined;
  };
  const lines = page.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    const fence = /^(`{3,})(\S*) ?(.*)$/.exec(line);
    if (fence) {
      const body: string[] = [];
      while (++index < lines.length && lines[index] !== fence[1]) body.push(lines[index]!);
      if (!current) continue;
      if (fence[2] === 'expect') current.expected = body.map((one) => one.trim()).filter(Boolean);
      else if (fence[3]) current.tree[fence[3].trim()] = `${body.join('\n')}\n`;
      continue;
    }
    if (line.startsWith('## ')) {
      close();
      kind = line === '## Flagged' ? 'flagged' : line === '## Fine' ? 'fine' : undefined;
    } else if (line.startsWith('### ') && kind) {
      close();
      current = { title: line.slice(4), kind, line: index + 1, tree: {} };
    }
  }
  close();
  return examples;
}
