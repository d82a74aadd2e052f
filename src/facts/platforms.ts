import { environmentOf } from '../lib/environment.ts';
import { record } from '../lib/json.ts';
import { readLocated, toBlock } from '../lib/located.ts';
import { readToml } from '../lib/toml.ts';
import { defineFact, type Platform, type PlatformFile } from '../model/index.ts';

const FILES: readonly (readonly [Platform, RegExp])[] = [
  ['cloudflare', /^wrangler\.(?:toml|jsonc?)$/],
  ['vercel', /^vercel\.json$/],
  ['netlify', /^netlify\.toml$/],
  ['fly', /^fly(?:[.-][\w-]+)?\.toml$/],
  ['render', /^render\.ya?ml$/],
  ['railway', /^railway\.(?:json|toml)$/],
  ['app-engine', /^app\.ya?ml$/],
];

export default defineFact({
  name: 'platforms',
  needs: ['files'],
  gather({ files }, repo) {
    const found = files.files.flatMap(({ path, role }): PlatformFile[] => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const platform = role === 'test' || role === 'generated' ? undefined : FILES.find(([, pattern]) => pattern.test(name))?.[0];
      const text = platform && repo.read(path);
      if (platform === undefined || text === undefined) return [];
      const { documents: [root], troubles } = name.endsWith('.toml') ? readToml(text, path) : readLocated(text, path);
      for (const { reason, at } of troubles) repo.gap(reason, at);
      repo.looked(1);
      // Others call a file `app.yaml` as well.
      if (root === undefined || (platform === 'app-engine' && !/^(?:nodejs|custom)/.test(String(record(toBlock(root).value)['runtime'])))) return [];
      const environment = environmentOf(name);
      return [{ platform, file: path, at: root.at, ...toBlock(root), ...(environment && { environment }) }];
    });
    return { files: found };
  },
});
