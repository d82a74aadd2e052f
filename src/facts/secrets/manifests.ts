/** A file of SOPS: names are readable, values are not. */
export const isEncrypted = (text: string): boolean => /^sops:\s*$|^\s*"sops":\s*\{|^sops_version=/m.test(text);

interface Document { readonly start: number; readonly rows: readonly string[] }

/** The documents of a YAML file, each with the line that it starts on. */
function documents(text: string): readonly Document[] {
  const found: Document[] = [];
  let start = 1;
  for (const document of text.split(/^---.*$/m)) {
    const rows = document.split('\n');
    found.push({ start, rows });
    start += rows.length - 1;
  }
  return found;
}

/** Lines of `data` and `stringData` of the documents that are Kubernetes secrets. */
export function secretLines(text: string): ReadonlyMap<number, 'data' | 'stringData'> {
  const lines = new Map<number, 'data' | 'stringData'>();
  for (const { start, rows } of documents(text)) {
    if (!rows.some((row) => /^kind:\s*Secret\s*$/.test(row))) continue;
    let inside: 'data' | 'stringData' | undefined;
    for (const [index, row] of rows.entries()) {
      if (/^(?:data|stringData):/.test(row)) inside = row.startsWith('data') ? 'data' : 'stringData';
      else if (/^\S/.test(row)) inside = undefined;
      else if (inside) lines.set(start + index, inside);
    }
  }
  return lines;
}

/** Lines of documents whose values only the cluster can read. */
export function sealedLines(path: string, text: string): ReadonlySet<number> {
  if (!/\.(?:ya?ml|json)$/i.test(path) || !text.includes('SealedSecret')) return new Set();
  return new Set(documents(text).filter(({ rows }) => rows.some((row) => /^\s*(?:-\s+)?"?kind"?:\s*"?SealedSecret"?,?\s*$/.test(row)))
    .flatMap(({ start, rows }) => rows.map((_, index) => start + index)));
}
