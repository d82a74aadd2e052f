const WRITES = /^(create|createMany|createManyAndReturn|update|updateMany|upsert|delete|deleteMany|insert|insertMany|insertOne|updateOne|deleteOne|replaceOne|findOneAndUpdate|findOneAndDelete|findByIdAndUpdate|findByIdAndDelete|save|remove|softDelete|softRemove|bulkWrite|bulkCreate|destroy|del|increment|decrement|findOrCreate|restore|persist|flush|persistAndFlush|removeAndFlush|nativeInsert|nativeUpdate|nativeDelete|upsertMany|insertInto|index|updateTable|deleteFrom|replaceInto|mergeInto)$/;
const READS = /^(find\w*|first|pluck|selectFrom|get\w*|query|execute|select|count\w*|aggregate|groupBy|exists?|fetch\w*|raw|\$queryRaw\w*|load\w*)$/;

/** The member that does the work: `user.findMany` → `findMany`. */
const last = (method: string): string => method.split('.').at(-1) ?? '';

export const isWrite = (method: string): boolean => WRITES.test(last(method));
export const isRead = (method: string): boolean => !isWrite(method) && READS.test(last(method));

/** `getRoles()` that asks by POST, or `POST …/search`: a query whose terms do not fit into an address. */
export const readsByPost = ({ method, fn, url }: { readonly method: string; readonly fn: string; readonly url?: string }): boolean =>
  /\/(?:_?search|query|find|lookup|verify|introspect(?:ion)?|validate|check)$/.test(url ?? '') || /^(?:get|fetch|find|search|query|list|load|verify|introspect|check|is|has)(?:[A-Z_]|$)/.test(fn.split('.').at(-1)!) && !/(?:^|\.)(?:put|patch|delete|del)$/.test(method);
