import { DockerfileParser, PropertyInstruction, type Instruction } from 'dockerfile-ast';
import { compare } from '../lib/order.ts';
import { defineFact, type Dockerfile, type Place } from '../model/index.ts';

export const isDockerfile = (path: string): boolean => /(^|\/)(Dockerfile|Containerfile)(\.[\w-]+)*$|\.(dockerfile|containerfile)$/i.test(path) && !/\.(dockerignore|ts|js|md|sh|py)$/i.test(path);

const MAX_TEXT = 200_000;

export default defineFact({
  name: 'docker',
  needs: ['files'],
  gather({ files }, repo) {
    const dockerfiles: Dockerfile[] = [];
    for (const file of files.files) {
      if (!isDockerfile(file.path) || file.role === 'test') continue;
      const text = repo.read(file.path);
      if (text === undefined) continue;
      repo.looked(1);
      if (text.length > MAX_TEXT) {
        repo.gap('is larger than 200 KB and is not parsed', { file: file.path });
        continue;
      }
      try {
        const read = readDockerfile(text, file.path);
        // What has no FROM is put behind another file before it is built.
        if (read === undefined) repo.gap('has no FROM', { file: file.path, line: 1 }, 'slight');
        else dockerfiles.push(read);
      } catch {
        repo.gap('cannot be parsed as a Dockerfile', { file: file.path, line: 1 });
      }
    }
    return { dockerfiles: dockerfiles.sort((a, b) => compare(a.file, b.file)) };
  },
});

interface Stage { readonly name: string; readonly image: string; readonly at: Place; readonly instructions: Instruction[] }

export const readDockerfile = (text: string, file: string): Dockerfile | undefined => {
  const parsed = DockerfileParser.parse(text);
  const place = (instruction: Instruction): Place => {
    const { start } = instruction.getRange();
    return { file, line: start.line + 1, column: start.character + 1 };
  };
  const defaults = new Map<string, string>();
  const stages: Stage[] = [];
  for (const instruction of parsed.getInstructions()) {
    const keyword = instruction.getKeyword().toUpperCase();
    const words = instruction.getArguments().map((argument) => argument.getValue());
    if (keyword === 'FROM') {
      const flagless = words.filter((word) => !word.startsWith('--'));
      const as = flagless.findIndex((word) => word.toLowerCase() === 'as');
      stages.push({ name: (as > 0 ? flagless[as + 1] : undefined) ?? String(stages.length), image: fill(flagless[0] ?? '', defaults), at: place(instruction), instructions: [] });
    } else if (stages.length === 0) {
      if (keyword === 'ARG') for (const word of words) {
        const [name, value] = pair(word);
        if (value !== undefined) defaults.set(name, value);
      }
    } else stages.at(-1)?.instructions.push(instruction);
  }
  const final = stages.at(-1);
  if (final === undefined) return undefined;

  const chain: Stage[] = [final];
  for (let here = final; chain.length <= stages.length;) {
    const parent = stages.slice(0, stages.indexOf(here)).findLast((stage) => stage.name.toLowerCase() === here.image.toLowerCase());
    if (parent === undefined) break;
    chain.unshift(parent);
    here = parent;
  }

  let user: Dockerfile['user'];
  let healthcheck: Dockerfile['healthcheck'];
  let entrypoint: Dockerfile['entry'];
  let command: Dockerfile['entry'];
  let workdir: string | undefined;
  const ports: Dockerfile['ports'][number][] = [];
  const env: Dockerfile['env'][number][] = [];
  const copies: Dockerfile['copies'][number][] = [];
  const variables = new Map(defaults);
  for (const stage of chain) {
    for (const instruction of stage.instructions) {
      const at = place(instruction);
      const raw = (instruction.getArgumentsContent() ?? '').trim();
      const words = instruction.getArguments().map((argument) => argument.getValue());
      switch (instruction.getKeyword().toUpperCase()) {
        case 'USER': user = { name: fill(words[0] ?? '', variables), at }; break;
        case 'WORKDIR': workdir = fill(words[0] ?? '', variables); break;
        case 'HEALTHCHECK': healthcheck = { command: fill(raw.replace(/^(--\S+\s+)*(CMD\s+)?/i, ''), variables), disabled: /^NONE$/i.test(raw), at }; break;
        case 'ENTRYPOINT': entrypoint = { command: shell(raw), at }; command = undefined; break;
        case 'CMD': command = { command: shell(raw), at }; break;
        case 'EXPOSE':
          for (const word of words) {
            const port = Number(/^(\d+)/.exec(fill(word, variables))?.[1]);
            if (port > 0) ports.push({ port, at });
          }
          break;
        case 'ARG': case 'ENV': {
          const build = instruction.getKeyword().toUpperCase() === 'ARG';
          // A value in quotes may have spaces.
          const given = !build && instruction instanceof PropertyInstruction ? instruction.getProperties().map((each) => [each.getName(), each.getValue() ?? undefined] as const) : words.map(pair);
          for (const [name, value] of given) {
            if (value !== undefined) variables.set(name, value);
            env.push({ name, at, build, ...(value === undefined ? {} : { value }) });
          }
          break;
        }
        case 'COPY': case 'ADD':
          if (!words.some((word) => word.startsWith('--from='))) for (const from of words.filter((word) => !word.startsWith('--')).slice(0, -1)) copies.push({ from, at });
          break;
      }
    }
  }
  const entry = entrypoint === undefined ? command : command === undefined ? entrypoint : { command: `${entrypoint.command} ${command.command}`, at: entrypoint.at };
  const base = chain[0]?.image;
  return {
    file, stages: stages.map((stage) => stage.name), ports, env, copies, at: final.at,
    ...(base ? { base } : {}), ...(user && { user }), ...(healthcheck && { healthcheck }), ...(entry && { entry }), ...(workdir ? { workdir } : {}),
  };
};

const pair = (word: string): [string, string | undefined] => {
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1).replace(/^(["'])([\s\S]*)\1$/, '$2')];
};

/** Fills in `$NAME`, `${NAME}` and `${NAME:-default}` where the file itself says the value. */
const fill = (word: string, variables: ReadonlyMap<string, string>): string =>
  word.replace(/\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g, (whole, braced: string | undefined, otherwise: string | undefined, bare: string | undefined) => variables.get(braced ?? bare ?? '') || otherwise || whole);

const shell = (raw: string): string => {
  if (!raw.startsWith('[')) return raw;
  try {
    const words: unknown = JSON.parse(raw.replace(/\\\n/g, ' '));
    return Array.isArray(words) ? words.join(' ') : raw;
  } catch {
    return raw;
  }
};
