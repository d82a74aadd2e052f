import { environmentOf } from '../lib/environment.ts';
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
  ['cloud-foundry', /^manifest(?:[._-][\w-]+)?\.ya?ml$/],
  ['azure', /^azure\.ya?ml$/],
  ['heroku', /^Procfile$/],
];

const MARKS: Readonly<Partial<Record<Platform, RegExp>>> = { 'app-engine': /^runtime:\s*['"]?(?:nodejs|custom)/m, 'cloud-foundry': /^applications:/m, azure: /^services:/m };

/** Files of platforms that are not read: what they deploy is not known, and that is told. */
const UNREAD: readonly (readonly [file: RegExp, mark: RegExp, what: string])[] = [
  [/(?:\.nomad(?:\.hcl)?|(?:^|\/)nomad\/[^/]+\.hcl)$/, /^job\s+"/m, 'is a job of Nomad'],
  [/(?:^|\/)\.do\/[\w.-]+\.ya?ml$/, /^(?:services|workers|spec|static_sites|functions):/m, 'is an application of DigitalOcean'],
  [/(?:^|\/)copilot\/[\w.-]+\/manifest\.ya?ml$/, /^type:/m, 'is a manifest of AWS Copilot'],
  [/(?:^|\/)config\/deploy(?:\.[\w-]+)?\.ya?ml$/, /^servers:/m, 'is a deployment of Kamal'],
  [/(?:^|\/)convox\.ya?ml$/, /^services:/m, 'is an application of Convox'],
  [/(?:^|\/)Dockerrun\.aws\.json$/, /AWSEBDockerrunVersion/, 'runs containers on Elastic Beanstalk'],
  [/(?:^|\/)captain-definition$/, /schemaVersion/, 'is an application of CapRover'],
  [/\.json$/, /schema\.management\.azure\.com\/schemas\/[\w-]+\/deploymentTemplate\.json/, 'is a template of Azure in JSON'],
  [/(?:^|\/)Pulumi\.ya?ml$/, /^runtime:\s*yaml\b/m, 'is a program of Pulumi in YAML'],
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
      // Others call files so as well.
      if (MARKS[platform]?.test(text) === false) return [];
      if (platform === 'heroku') {
        repo.looked(1);
        return [{ platform, file: path, at: { file: path, line: 1 }, ...processesOf(text, path) }];
      }
      const { documents: [root], troubles } = name.endsWith('.toml') ? readToml(text, path) : readLocated(text, path);
      for (const { reason, at } of troubles) repo.gap(reason, at);
      repo.looked(1);
      if (root === undefined) return [];
      const environment = environmentOf(name);
      return [{ platform, file: path, at: root.at, ...toBlock(root), ...(environment && { environment }) }];
    });
    for (const { path, role, bytes } of files.files) {
      const kind = role === 'test' || role === 'generated' || role === 'example' || bytes > 500_000 ? undefined : UNREAD.find(([file, mark]) => file.test(path) && mark.test(repo.read(path) ?? ''));
      if (kind === undefined) continue;
      // One piece read for each, so that what was read elsewhere still counts.
      repo.looked(1);
      repo.gap(`${kind[2]}, which is not read`, { file: path, line: 1 });
    }
    return { files: found };
  },
});

const MAX_PROCESSES = 50;

/** `web: node dist/main.js`, one process a line. */
function processesOf(text: string, file: string): Pick<PlatformFile, 'value' | 'places'> {
  const found = text.slice(0, 100_000).split('\n').flatMap((line, index) => {
    const [, name, command] = /^([\w-]{1,60}):[ \t]*(\S.{0,2000})$/.exec(line.trimEnd()) ?? [];
    return name === undefined || command === undefined ? [] : [{ name, command, line: index + 1 }];
  }).slice(0, MAX_PROCESSES);
  return { value: Object.fromEntries(found.map(({ name, command }) => [name, command])), places: Object.fromEntries(found.map(({ name, line }) => [`/${name}`, { file, line, column: 1 }])) };
}
