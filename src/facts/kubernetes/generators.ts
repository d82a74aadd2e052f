import { dirname, join } from 'node:path/posix';
import { UNRESOLVED } from '../../lib/json.ts';
import { dig, scalar, type Entry, type Located } from '../../lib/located.ts';
import type { Place, Repo } from '../../model/index.ts';

const MAX_LINES = 2_000;

/** A ConfigMap or Secret that a kustomization makes from literals, files and lists of variables; the hash in its name is left out. */
export const generated = (root: Located | undefined, file: string, repo: Repo): readonly { readonly document: Located; readonly behavior: string }[] =>
  (['configMapGenerator', 'secretGenerator'] as const).flatMap((generator) => (dig(root, generator)?.items ?? []).flatMap((item) => {
    const name = dig(item, 'name');
    if (scalar(name) === undefined) return [];
    const data = new Map<string, Entry>([...literals(item), ...files(item), ...variables(item, dirname(file), repo)]);
    const isMap = generator === 'configMapGenerator';
    const text = (value: string): Entry => ({ key: item.at, node: { at: item.at, scalar: value } });
    const document: Located = {
      at: item.at,
      entries: new Map<string, Entry>([
        ['apiVersion', text('v1')], ['kind', text(isMap ? 'ConfigMap' : 'Secret')],
        ['metadata', { key: item.at, node: { at: item.at, entries: new Map([['name', { key: name!.at, node: name! }]]) } }],
        [isMap ? 'data' : 'stringData', { key: item.at, node: { at: item.at, entries: data } }],
      ]),
    };
    return [{ document, behavior: scalar(dig(item, 'behavior')) ?? 'create' }];
  }));

const pair = (line: string, at: Place): [string, Entry][] => {
  const [, key, value] = /^([\w.-]{1,253})=(.*)$/s.exec(line.trim()) ?? [];
  return key === undefined ? [] : [[key, { key: at, node: { at, scalar: value!.replace(/^(["'])([\s\S]*)\1$/, '$2') } }]];
};

const literals = (item: Located): [string, Entry][] => (dig(item, 'literals')?.items ?? []).flatMap((each) => pair(scalar(each) ?? '', each.at));

/** `key=path` or `path`: the key is known; what the file holds is read where it is a kind of its own. */
const files = (item: Located): [string, Entry][] => (dig(item, 'files')?.items ?? []).flatMap((each): [string, Entry][] => {
  const key = (scalar(each) ?? '').split('=')[0]!.split('/').at(-1)!;
  return key === '' ? [] : [[key, { key: each.at, node: { at: each.at, scalar: UNRESOLVED } }]];
});

const variables = (item: Located, folder: string, repo: Repo): [string, Entry][] =>
  [...(dig(item, 'envs')?.items ?? []), ...(dig(item, 'env') === undefined ? [] : [dig(item, 'env')!])].flatMap((each) => {
    const path = join(folder, scalar(each) ?? '');
    const source = repo.exists(path) ? repo.read(path) : undefined;
    if (source === undefined) repo.gap(`makes variables from ${(scalar(each) ?? 'a file').slice(0, 120)}, which cannot be read`, each.at, 'slight');
    return (source ?? '').split('\n').slice(0, MAX_LINES).flatMap((line, index) => (/^\s*#/.test(line) ? [] : pair(line.slice(0, 4_000), { file: path, line: index + 1, column: 1 })));
  });
