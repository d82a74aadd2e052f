import type { ModelColumn, ModelRelation, ModelShape } from '../model/index.ts';

const NAME = String.raw`(?:["\`\[]?[A-Za-z_][\w$]*["\`\]]?\.)?["\`\[]?([A-Za-z_][\w$]*)["\`\]]?`;
const CREATE = new RegExp(String.raw`^[ \t]*create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?${NAME}\s*\(`, 'gim');
const FOREIGN = new RegExp(String.raw`\bforeign\s+key\s*\(\s*["\`\[]?(\w+)["\`\]]?\s*\)\s*references\s+${NAME}`, 'i');
const REFERENCES = new RegExp(String.raw`\breferences\s+${NAME}`, 'i');
const ALTER = new RegExp(String.raw`\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}\s[^;]{0,400}?\bforeign\s+key\s*\(\s*["\`\[]?(\w+)["\`\]]?\s*\)\s*references\s+${NAME}`, 'gi');
const PART = /^["`[]?([A-Za-z_]\w*)["`\]]?\s+([A-Za-z_]\w*(?:\s+varying|\s+precision)?)/;
const CONSTRAINT = /^(?:constraint|primary|foreign|unique|check|key|index|exclude|like|fulltext|spatial|period)\b/i;

/** The longest definition of a table that is read. */
const LONGEST = 20_000;

/** Tables of a script with columns, keys and references, as far as every dialect writes them alike. */
export function sqlShapes(sql: string): ModelShape[] {
  const shapes: ModelShape[] = [...sql.matchAll(CREATE)].map((match) => {
    const line = lineAt(sql, match.index);
    const parts = partsOf(sql.slice(match.index + match[0].length, match.index + LONGEST));
    const primary = columnsOf(parts, /\bprimary\s+key\s*\(([^)]*)\)/i);
    const unique = columnsOf(parts, /\bunique(?:\s+(?:key|index))?\s*(?:["`]?\w+["`]?\s*)?\(([^)]*)\)/i);
    const columns: ModelColumn[] = [];
    const relations: ModelRelation[] = [];
    for (const part of parts) {
      const foreign = FOREIGN.exec(part);
      if (foreign) relations.push({ to: foreign[2]!, kind: 'one', by: foreign[1]!, line, ...(unique.includes(foreign[1]!) && { unique: true }) });
      if (CONSTRAINT.test(part)) continue;
      const [, name, type] = PART.exec(part) ?? [];
      if (name === undefined) continue;
      const key = /\bprimary\s+key\b/i.test(part) || primary.includes(name) ? 'primary' as const : /\bunique\b/i.test(part) || (unique.length === 1 && unique[0] === name) ? 'unique' as const : undefined;
      const optional = key !== 'primary' && !/\bnot\s+null\b/i.test(part);
      columns.push({ name, type: type!.toLowerCase(), ...(key && { key }), ...(optional && { optional: true }) });
      const inline = REFERENCES.exec(part);
      if (inline && !foreign) relations.push({ to: inline[1]!, kind: 'one', by: name, line, ...(key === 'unique' && { unique: true }), ...(optional && { optional: true }) });
    }
    return { orm: 'sql', name: match[1]!, line, columns, relations };
  });
  for (const match of sql.matchAll(ALTER)) shapes.push({ orm: 'sql', name: match[1]!, line: lineAt(sql, match.index), columns: [], relations: [{ to: match[3]!, kind: 'one', by: match[2]!, line: lineAt(sql, match.index) }], adds: true });
  return shapes;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** What commas divide, up to the bracket that closes. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return [...parts, text.slice(start, index)].map(clean);
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return parts.map(clean);
}

const clean = (part: string): string => part.replaceAll(/^\s*--.*$/gm, '').trim();

const columnsOf = (parts: readonly string[], pattern: RegExp): string[] =>
  parts.flatMap((part) => (CONSTRAINT.test(part) ? pattern.exec(part)?.[1]?.split(',').map((name) => name.trim().replaceAll(/["`[\]]/g, '')) ?? [] : []));
