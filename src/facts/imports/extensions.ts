/** Extensions of modules, in the order in which an import without one looks for them. */
export const SCRIPTS: readonly string[] = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs'];
export const DECLARATION: readonly string[] = ['.d.ts', '.d.mts', '.d.cts'];
export const PAGES: readonly string[] = ['.vue', '.svelte', '.astro', '.mdx'];

const CODE = [...DECLARATION, ...SCRIPTS];

/** The path without the extension of a script: `dist/a.d.ts` and `dist/a.js` are both `dist/a`. */
export const stem = (path: string): string => {
  const extension = CODE.find((candidate) => path.endsWith(candidate));
  return extension === undefined ? path : path.slice(0, -extension.length);
};

export const isScript = (path: string): boolean => CODE.some((extension) => path.endsWith(extension));
export const isDeclaration = (path: string): boolean => DECLARATION.some((extension) => path.endsWith(extension));

const ASSET = /\.(?:css|s[ac]ss|less|styl|stylus|pcss|postcss|svg|png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|webm|ogg|wav|pdf|txt|html?|wasm|glsl|vert|frag|md|hbs|ejs|pug|csv|xml|ya?ml|toml|gql|graphql|sql|map|zip|lottie|riv|glb|gltf|hdr)$/i;

/** A file that a bundler takes in and that holds no modules. */
export const isAsset = (path: string): boolean => ASSET.test(path);
