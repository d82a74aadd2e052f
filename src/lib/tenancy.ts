// The column that says whose a row is, in the spellings of code: tenant_id, tenantId, tenant, currentTenant.

const wordsOf = (name: string): string[] => name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z\d]+/).filter((word) => word !== '');

const baseOf = (key: string): string => {
  const words = wordsOf(key);
  return (words.length > 1 && /^(?:id|uuid|key|ref)$/.test(words.at(-1)!) ? words.slice(0, -1) : words).join('');
};

/** Whether a column is the key, or the relation that it makes; what a definition inherits or spreads (`...TenantOwned`) may bring it. */
export function isKey(key: string, field: string): boolean {
  if (field.startsWith('...')) return begins(baseOf(key), field);
  const name = wordsOf(field).join('');
  return name === baseOf(key) || name === wordsOf(key).join('');
}

/** Whether any of the names speaks of the key. */
export function names(key: string, said: readonly string[]): boolean {
  const base = baseOf(key);
  return said.some((name) => begins(base, name));
}

/** Whether the base stands at the beginning of a word of the name. */
function begins(base: string, name: string): boolean {
  const words = wordsOf(name);
  return words.some((_, from) => words.slice(from).join('').startsWith(base));
}
