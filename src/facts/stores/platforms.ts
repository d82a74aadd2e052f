import { at as pick, flag, list, record, text } from '../../lib/json.ts';
import { environmentOf } from '../../lib/environment.ts';
import { placeIn, pointerStep } from '../../lib/located.ts';
import { renderGroups } from '../../lib/render-groups.ts';
import type { Platforms, PlatformFile, Store, StoreSetting } from '../../model/index.ts';

/** Databases, caches, queues and buckets that the file of a platform brings up beside its applications. */
export const platformStores = ({ files }: Platforms, isExample: (file: string) => boolean): Store[] => files.flatMap((file) => {
  const shared = { managed: true, source: file.platform, release: file.file, example: isExample(file.file), ...(file.environment && { environment: file.environment }) } as const;
  return (file.platform === 'render' ? render(file) : file.platform === 'cloudflare' ? cloudflare(file) : []).map((one): Store => ({ ...shared, ...one }));
});

type Own = Omit<Store, 'managed' | 'source' | 'release' | 'example'>;
const always = (note: string, at: StoreSetting['at']): StoreSetting => ({ value: true, note, at });

const render = (file: PlatformFile): Own[] => renderGroups(file.value).flatMap(({ path, environment }) => renderStores(file, path).map((one) => ({ ...one, ...(environment && { environment }) })));

function renderStores(file: PlatformFile, path: readonly (string | number)[]): Own[] {
  const base = path.map(pointerStep).join('');
  const databases = list(pick(file.value, ...path, 'databases')).flatMap((one, index): Own[] => {
    const [name, version] = [text(pick(one, 'name')), text(pick(one, 'postgresMajorVersion'))];
    const at = (key: string): StoreSetting['at'] => placeIn(file, `${base}/databases/${index}/${key}`);
    if (name === undefined) return [];
    return [{
      name, kind: 'database', engine: 'postgresql', resource: `database ${name}`, at: at('name'), ...(version !== undefined && { version }),
      redundant: { value: flag(pick(one, 'highAvailability', 'enabled')) === true, note: 'highAvailability', at: at('highAvailability') },
      encrypted: always('encrypted by default', at('name')),
      backup: { value: text(pick(one, 'plan')) !== 'free', note: 'plan', at: at('plan') },
      scaling: { value: list(pick(one, 'readReplicas')).length > 0, note: 'readReplicas', at: at('readReplicas') },
    }];
  });
  const caches = list(pick(file.value, ...path, 'services')).flatMap((one, index): Own[] => {
    const name = text(pick(one, 'name'));
    const at = placeIn(file, `${base}/services/${index}/name`);
    return name === undefined || !/^(?:redis|keyvalue)$/.test(text(pick(one, 'type')) ?? '') ? [] : [{ name, kind: 'cache', engine: 'redis', resource: `key value ${name}`, at, redundant: { value: false, note: 'one instance', at } }];
  });
  return [...databases, ...caches];
}

/** What is bound at the root, and anew for each environment: none of it is handed down. */
const cloudflare = (file: PlatformFile): Own[] => [bound(file, []), ...Object.keys(record(pick(file.value, 'env'))).map((name) => {
  const environment = environmentOf(name);
  return bound(file, ['env', name]).map((one) => ({ ...one, ...(environment && { environment }) }));
})].flat();

function bound(file: PlatformFile, under: readonly string[]): Own[] {
  const base = under.map(pointerStep).join('');
  const named = (path: readonly string[], key: string, make: (name: string, at: StoreSetting['at'], index: number) => Own): Own[] =>
    list(pick(file.value, ...under, ...path)).flatMap((one, index) => { const name = text(pick(one, key)); return name === undefined ? [] : [make(name, placeIn(file, `${base}/${path.join('/')}/${index}/${key}`), index)]; });
  const consumers = list(pick(file.value, ...under, 'queues', 'consumers'));
  const dead = new Set(consumers.map((one) => text(pick(one, 'dead_letter_queue'))));
  const kept = (at: StoreSetting['at']): Pick<Own, 'redundant' | 'encrypted'> => ({ redundant: always('kept in several places', at), encrypted: always('encrypted by default', at) });
  return [
    ...named(['queues', 'consumers'], 'queue', (name, at, index): Own => ({
      name, kind: 'queue', engine: 'cloudflare-queues', resource: `queue ${name}`, at, ...kept(at),
      deadLetter: { value: pick(consumers[index], 'dead_letter_queue') !== undefined, note: 'dead_letter_queue', at: pick(consumers[index], 'dead_letter_queue') === undefined ? at : placeIn(file, `${base}/queues/consumers/${index}/dead_letter_queue`) },
      ...(dead.has(name) && { isDeadLetter: true as const }),
    })),
    ...named(['d1_databases'], 'database_name', (name, at): Own => ({ name, kind: 'database', engine: 'd1', resource: `database ${name}`, at, ...kept(at), backup: always('the platform can go back by thirty days', at), scaling: always('the platform reads from copies', at) })),
    ...named(['r2_buckets'], 'bucket_name', (name, at): Own => ({ name, kind: 'bucket', engine: 'r2', resource: `bucket ${name}`, at, ...kept(at) })),
  ];
}
