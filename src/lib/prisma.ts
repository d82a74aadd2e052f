import type { ModelColumn, ModelRelation, ModelShape } from '../model/index.ts';

interface Field { readonly name: string; readonly type: string; readonly list: boolean; readonly optional: boolean; readonly attributes: string; readonly line: number }

/** The models of a Prisma schema with columns and relations; a block's brace stands on a line of its own. */
export function prismaShapes(text: string): ModelShape[] {
  const models: { name: string; line: number; table?: string; fields: Field[]; primary: string[]; unique: string[] }[] = [];
  let open: (typeof models)[number] | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\s*\/\/.*$/, '').trim();
    const start = /^model\s+(\w+)\s*\{/.exec(line);
    if (start) models.push(open = { name: start[1]!, line: index + 1, fields: [], primary: [], unique: [] });
    else if (open && line === '}') open = undefined;
    else if (open && line.startsWith('@@')) {
      const [, names] = /^@@(?:id|unique)\(\s*(?:fields:\s*)?\[([^\]]*)\]/.exec(line) ?? [];
      const all = names?.split(',').map((name) => name.trim()) ?? [];
      if (line.startsWith('@@id')) open.primary = all;
      // One column alone can be told to be unique.
      else if (line.startsWith('@@unique') && all.length === 1) open.unique.push(all[0]!);
      const [, table] = /^@@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(line) ?? [];
      if (table !== undefined) open.table = table;
    } else if (open) {
      const field = /^(\w+)\s+(\w+)(\[\])?(\?)?(.*)$/.exec(line);
      if (field) open.fields.push({ name: field[1]!, type: field[2]!, list: field[3] !== undefined, optional: field[4] !== undefined, attributes: field[5]!, line: index + 1 });
    }
  }
  const names = new Set(models.map(({ name }) => name));
  return models.map(({ name, line, table, fields, primary, unique }) => {
    const isUnique = (column: string): boolean => unique.includes(column) || (primary.length === 1 && primary[0] === column) || fields.some((field) => field.name === column && /@(?:id|unique)\b/.test(field.attributes));
    return {
      orm: 'prisma', name, line, ...(table !== undefined && { table }),
      columns: fields.filter(({ type }) => !names.has(type)).map((field): ModelColumn => ({
        name: field.name, type: field.type + (field.list ? '[]' : ''), ...(field.optional && { optional: true }),
        ...(/@id\b/.test(field.attributes) || primary.includes(field.name) ? { key: 'primary' } : /@unique\b/.test(field.attributes) || unique.includes(field.name) ? { key: 'unique' } : {}),
      })),
      // A model in another file of the schema has an upper-case name and no scalar's.
      relations: fields.filter(({ type, attributes }) => names.has(type) || /@relation\b/.test(attributes)).map((field) => relationOf(field, isUnique)),
    };
  });
}

function relationOf({ type, list, optional, attributes, line }: Field, isUnique: (column: string) => boolean): ModelRelation {
  const columns = /\bfields:\s*\[([^\]]*)\]/.exec(attributes)?.[1]?.split(',').map((column) => column.trim()) ?? [];
  const label = /@relation\(\s*(?:name:\s*)?"([^"]+)"/.exec(attributes)?.[1];
  const told = { to: type, ...(label !== undefined && { name: label }), line };
  if (list) return { ...told, kind: 'many' };
  if (columns.length === 0) return { ...told, kind: 'owns-one' };
  return { ...told, kind: 'one', by: columns.join(', '), ...(columns.length === 1 && isUnique(columns[0]!) && { unique: true }), ...(optional && { optional: true }) };
}
