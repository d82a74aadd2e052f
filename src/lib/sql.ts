const NAME = '(?:["`\\[]?[a-z_][\\w$]*["`\\]]?\\.)?["`\\[]?([a-z_][\\w$]*)["`\\]]?';
const WRITING = new RegExp(`\\b(?:insert\\s+(?:ignore\\s+)?into|update(?:\\s+only)?|delete\\s+from|truncate(?:\\s+table)?|merge\\s+into)\\s+${NAME}`, 'gi');
const READING = new RegExp(`\\b(?:from|join)\\s+(?:only\\s+|lateral\\s+)?${NAME}(?!\\s*\\()`, 'gi');
const COMMON = new RegExp(`(?:\\bwith(?:\\s+recursive)?|,)\\s+${NAME}\\s*(?:\\([^)]{0,200}\\)\\s*)?as\\s*(?:(?:not\\s+)?materialized\\s*)?\\(`, 'gi');
const NOT_TABLES = new Set(['select', 'set', 'where', 'values', 'unnest', 'generate_series', 'lateral', 'dual', 'information_schema', 'pg_catalog', 'now', 'current_date', 'the', 'a', 'this', 'your']);

/** The tables that a statement reads and writes; expressions stand as `$1`. Good for any dialect, exact for none. */
export function tablesOf(sql: string): { readonly table: string; readonly write: boolean }[] {
  const own = new Set([...sql.matchAll(COMMON)].map(([, name]) => name!.toLowerCase()));
  const found = new Map<string, boolean>();
  for (const [, name] of sql.matchAll(WRITING)) found.set(name!.toLowerCase(), true);
  for (const [, name] of sql.matchAll(READING)) if (!found.has(name!.toLowerCase())) found.set(name!.toLowerCase(), false);
  return [...found].filter(([table]) => !own.has(table) && !NOT_TABLES.has(table)).map(([table, write]) => ({ table, write }));
}

/** Tables that a script creates, with the line of each. */
export const createdTables = (sql: string): { readonly table: string; readonly line: number }[] => createdWithColumns(sql).map(({ table, line }) => ({ table, line }));

/** The same with the names that begin the parts of each definition: columns, and some words of constraints. */
export function createdWithColumns(sql: string): { readonly table: string; readonly line: number; readonly columns: readonly string[] }[] {
  const pattern = new RegExp(`^[ \\t]*create\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?${NAME}`, 'gim');
  return [...sql.matchAll(pattern)].map((match) => {
    const [body] = sql.slice(match.index + match[0].length, match.index + 20_000).split(';', 1);
    return { table: match[1]!, line: lineAt(sql, match.index), columns: [...body!.matchAll(/[(,\n]\s*["`[]?([a-z_]\w*)["`\]]?\s/gi)].map(([, name]) => name!) };
  });
}

/** Tables whose row-level security a script switches, in its order; `*` where the name is computed. */
export function switchedSecurity(sql: string): { readonly table: string; readonly on: boolean; readonly line: number }[] {
  const pattern = new RegExp(`\\balter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?(?:${NAME}|\\S{1,80})\\s+(enable|disable)\\s+row\\s+level\\s+security`, 'gi');
  return [...sql.matchAll(pattern)].map((match) => ({ table: match[1]?.toLowerCase() ?? '*', on: match[2]!.toLowerCase() === 'enable', line: lineAt(sql, match.index) }));
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
