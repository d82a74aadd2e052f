import { at as pick, flag, number, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { Bicep, BicepResource, Store, StoreSetting } from '../../model/index.ts';

/** Stores that Bicep brings up. */
export const bicepStores = ({ resources }: Bicep): Store[] => resources.flatMap((one) => {
  const made = storeOf(one);
  return made === undefined ? [] : [{ name: one.name, managed: true, source: 'bicep', release: one.at.file, example: false, resource: `${one.type.split('/').at(-1)} ${one.name}`, at: one.at, ...(one.environment && { environment: one.environment }), ...made }];
});

function storeOf(one: BicepResource): Pick<Store, 'kind' | 'engine' | 'redundant'> & Partial<Store> | undefined {
  const path = (keys: readonly string[]): readonly string[] => (one.module ? keys.slice(-1) : keys);
  const setting = (note: string, value: boolean | undefined, ...keys: readonly string[]): StoreSetting => ({ note, at: keys.length === 0 ? one.at : placeIn(one, `/${path(keys).join('/')}`), ...(value !== undefined && { value }) });
  const open = (value: unknown): boolean => typeof value === 'string' && value.includes('${');
  const always = (note: string): StoreSetting => setting(note, true);
  switch (one.type) {
    case 'Microsoft.DocumentDB/databaseAccounts': return { kind: 'database', engine: /MongoDB/i.test(text(pick(one.value, 'kind')) ?? '') ? 'mongodb' : 'cosmosdb', redundant: always('kept in several replicas'), encrypted: always('encrypted by default'), backup: always('kept by default'), scaling: always('capacity of the platform') };
    case 'Microsoft.DBforPostgreSQL/flexibleServers': case 'Microsoft.DBforMySQL/flexibleServers': {
      const given = pick(one.value, ...(one.module ? ['highAvailability'] : ['properties', 'highAvailability']));
      const mode = one.module || open(given) ? given : pick(given, 'mode');
      // The module of the registry runs a standby unless it is told not to.
      const standby = mode === undefined ? one.module === true : open(mode) ? undefined : text(mode) !== 'Disabled';
      return { kind: 'database', engine: one.type.includes('MySQL') ? 'mysql' : 'postgresql', redundant: one.module ? setting('highAvailability', standby, 'highAvailability') : setting('highAvailability', standby, 'properties', 'highAvailability', 'mode'), encrypted: always('encrypted by default'), backup: always('kept for a week by default') };
    }
    case 'Microsoft.Sql/servers/databases': return { kind: 'database', engine: 'sqlserver', redundant: setting('zoneRedundant', open(pick(one.value, 'properties', 'zoneRedundant')) ? undefined : flag(pick(one.value, 'properties', 'zoneRedundant')) === true, 'properties', 'zoneRedundant'), encrypted: always('encrypted by default'), backup: always('kept for a week by default') };
    case 'Microsoft.Cache/redis': {
      const sku = one.module ? pick(one.value, 'skuName') : pick(one.value, 'properties', 'sku', 'name');
      const plain = one.module ? undefined : pick(one.value, 'properties', 'enableNonSslPort');
      return { kind: 'cache', engine: 'redis', redundant: setting('sku', sku === undefined || open(sku) ? undefined : text(sku) !== 'Basic', ...(one.module ? ['skuName'] : ['properties', 'sku', 'name'])), encrypted: always('encrypted by default'), transit: setting('enableNonSslPort', open(plain) ? undefined : flag(plain) !== true, 'properties', 'enableNonSslPort') };
    }
    case 'Microsoft.Storage/storageAccounts': return { kind: 'bucket', engine: 'azure-blob', redundant: always('kept three times'), encrypted: always('encrypted by default') };
    case 'Microsoft.ServiceBus/namespaces/queues': return { kind: 'queue', engine: 'service-bus', redundant: always('kept in several replicas'), deadLetter: always('built in') };
    case 'Microsoft.Search/searchServices': {
      const count = pick(one.value, 'properties', 'replicaCount');
      return { kind: 'search', engine: 'search', redundant: setting('replicaCount', open(count) ? undefined : (number(count) ?? 1) >= 2, 'properties', 'replicaCount') };
    }
    default: return undefined;
  }
}
