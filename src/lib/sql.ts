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
export function createdTables(sql: string): { readonly table: string; readonly line: number }[] {
  const pattern = new RegExp(`^[ \\t]*create\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?${NAME}`, 'gim');
  return [...sql.matchAll(pattern)].map((match) => ({ table: match[1]!, line: sql.slice(0, match.index).split('\n').length }));
}
