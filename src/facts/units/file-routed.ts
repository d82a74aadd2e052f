/** Frameworks that serve a folder of files: what tells that a package is one, and where its routes lie. */
export const FILE_ROUTED: readonly { readonly framework: string; readonly dependency: RegExp; readonly config: RegExp; readonly server: RegExp; readonly adapter?: RegExp; readonly roots: RegExp }[] = [
  {
    framework: 'next', dependency: /^next$/, config: /^(?:next\.config\.\w+|(?:src\/)?(?:app\/(?:.*\/)?(?:page|route)|pages\/.*)\.[jt]sx?)$/,
    server: /^(?:src\/)?(?:app\/(?:.*\/)?route\.[jt]sx?|pages\/api\/.*)$/, roots: /^(?:src\/)?(?:app\/|pages\/|(?:middleware|proxy|instrumentation)\.[jt]s$)/,
  },
  { framework: 'remix', dependency: /^(?:@remix-run\/(?:node|serve|dev|express|react)|@react-router\/(?:node|serve|dev))$/, config: /^app\/root\.[jt]sx$/, server: /^app\/(?:routes|entry\.server)/, roots: /^app\/(?:routes\/|root\.|routes\.|entry\.)/ },
  { framework: 'nuxt', dependency: /^nuxt(?:-edge|3)?$/, config: /^nuxt\.config\.\w+$/, server: /^(?:server|src\/server)\//, roots: /^(?:src\/)?(?:pages|server|plugins|middleware|layouts|app\.vue)/ },
  { framework: 'nitro', dependency: /^nitro(?:pack)?$/, config: /^nitro\.config\.\w+$/, server: /^(?:src\/|server\/)?(?:api|routes)\//, roots: /^(?:src\/|server\/)?(?:api|routes|middleware|plugins)\// },
  { framework: 'sveltekit', dependency: /^@sveltejs\/kit$/, config: /^svelte\.config\.\w+$/, server: /^src\/(?:routes\/.*\+(?:server|page\.server|layout\.server)\.|hooks\.server\.)/, roots: /^src\/(?:routes\/|hooks\.)/ },
  { framework: 'astro', dependency: /^astro$/, config: /^astro\.config\.\w+$/, server: /^src\/pages\/.*\.[jt]s$/, adapter: /^@astrojs\/(?:node|vercel|netlify|cloudflare|deno)$|^(?!@astrojs\/).*astro.*(?:adapter|sst|aws)/, roots: /^src\/pages\// },
  { framework: 'tanstack-start', dependency: /^@tanstack\/(?:react-|solid-)?start$/, config: /^(?:vite|app)\.config\.\w+$/, server: /^(?:src|app)\/(?:routes\/|router\.|server\.|ssr\.)/, roots: /^(?:src|app)\/(?:routes\/|(?:router|start|client|server|ssr)\.)/ },
  { framework: 'solid-start', dependency: /^@solidjs\/start$/, config: /^(?:app|vite)\.config\.\w+$/, server: /^src\/(?:routes\/|entry-server\.)/, roots: /^src\/(?:routes\/|entry-|middleware)/ },
  { framework: 'vite', dependency: /^vite$/, config: /^index\.html$/, server: /^(?!)/, roots: /^src\/(?:main|index|app)\.\w+$/i },
  { framework: 'create-react-app', dependency: /^react-scripts$/, config: /^public\/index\.html$/, server: /^(?!)/, roots: /^src\/index\.\w+$/ },
  { framework: 'gatsby', dependency: /^gatsby$/, config: /^gatsby-config\.\w+$/, server: /^src\/api\//, roots: /^src\/(?:pages|api)\// },
];

/** They turn what a framework serves into functions of a platform. */
export const FUNCTION_ADAPTER = /^@remix-run\/(?:cloudflare|architect)|^@sveltejs\/adapter-(?:cloudflare|vercel|netlify)|^@astrojs\/(?:cloudflare|vercel|netlify)$|^@opennextjs\/cloudflare$|^@cloudflare\/(?:next-on-pages|vite-plugin)$/;
