/** A module's file up to its extension; a folder may bear the sign as well (`routes/#id/index.ts`), and so may a private method (`Cart.#total`). */
const KEY = /^(.*?\.(?:[cm]?[jt]sx?|vue|svelte|astro))#(.*)$/s;

/** The file and the function that a key names: `src/orders.ts#OrderService.find`. */
export function partsOfKey(key: string): readonly [file: string, fn: string] {
  const [, file, fn] = KEY.exec(key) ?? [];
  return file === undefined ? [key.slice(0, key.indexOf('#')), key.slice(key.indexOf('#') + 1)] : [file, fn!];
}
