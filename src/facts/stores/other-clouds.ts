import { at as pick, flag, number, text } from '../../lib/json.ts';
import type { TerraformBlock } from '../../model/index.ts';
import { atLeast, databaseEngine, open, setting, type Part } from './settings.ts';

/** Stores that other providers than the three large ones run, and those of Azure that say little. */
export function otherCloud(one: TerraformBlock): Part | undefined {
  const always = (note: string): Part['redundant'] => setting(one, '', true, note);
  const value = (key: string): unknown => pick(one.value, key);
  switch (one.type) {
    case 'azurerm_mssql_database': {
      // Business critical and premium tiers keep copies by themselves; so does what scales out of one.
      const [zones, sku] = [flag(value('zone_redundant')), text(value('sku_name'))];
      const own = sku !== undefined && /^(?:P\d|BC_|HS_)/.test(sku);
      const readers = number(value('read_replica_count'));
      return {
        kind: 'database', engine: 'sqlserver', encrypted: always('encrypted by default'), backup: always('kept for a week by default'),
        redundant: setting(one, 'zone_redundant', open(value('zone_redundant')) || (sku !== undefined && open(sku)) ? undefined : zones === true || own, 'zone_redundant'),
        scaling: setting(one, 'read_replica_count', open(value('read_replica_count')) ? undefined : (readers ?? 0) > 0 || own, 'read_replica_count'),
      };
    }
    case 'azurerm_servicebus_subscription': return { kind: 'queue', engine: 'service-bus', redundant: always('kept in several replicas'), deadLetter: setting(one, 'max_delivery_count', true, 'built in') };
    case 'digitalocean_database_cluster': {
      const engine = text(value('engine')) ?? '';
      const kind = /^(?:redis|valkey)$/.test(engine) ? 'cache' : engine === 'kafka' ? 'queue' : engine === 'opensearch' ? 'search' : 'database';
      return {
        kind, engine: kind === 'cache' ? 'redis' : kind === 'search' ? 'search' : databaseEngine(engine), redundant: atLeast(one, 'node_count', 2, 1, 'node_count'), encrypted: always('encrypted by default'),
        ...(kind === 'database' && { backup: always('kept every day') }),
      };
    }
    // A cluster of Atlas is a set of three, or of more.
    case 'mongodbatlas_cluster': case 'mongodbatlas_advanced_cluster': case 'mongodbatlas_serverless_instance':
      return { kind: 'database', engine: 'mongodb', redundant: always('a set of three'), encrypted: always('encrypted by default') };
    default: return undefined;
  }
}

/** Modules that Google publishes; their defaults are those of the module. */
export function googleModule(one: TerraformBlock): Part | undefined {
  const source = one.type.replace(/^registry\.terraform\.io\//, '');
  const [, engine] = /^(?:terraform-google-modules|GoogleCloudPlatform)\/sql-db\/google\/\/modules\/(postgresql|mysql|mssql)(?:\/|$|\?)/i.exec(source) ?? [];
  const given = pick(one.value, engine === undefined ? 'tier' : 'availability_type');
  if (engine !== undefined) return {
    kind: 'database', engine: engine === 'mssql' ? 'sqlserver' : engine, encrypted: setting(one, '', true, 'encrypted by default'),
    redundant: setting(one, 'availability_type', given === undefined ? false : open(given) ? undefined : text(given) === 'REGIONAL', 'availability_type'),
    backup: setting(one, 'backup_configuration', open(pick(one.value, 'backup_configuration')) ? undefined : flag(pick(one.value, 'backup_configuration', 'enabled')) === true, 'backup_configuration'),
    ...(pick(one.value, 'read_replicas') !== undefined && { scaling: setting(one, 'read_replicas', Array.isArray(pick(one.value, 'read_replicas')) ? (pick(one.value, 'read_replicas') as unknown[]).length > 0 : undefined, 'read_replicas') }),
  };
  if (/^(?:terraform-google-modules|GoogleCloudPlatform)\/memorystore\/google(?:$|\?)/i.test(source)) return { kind: 'cache', engine: 'redis', redundant: setting(one, 'tier', given === undefined ? true : open(given) ? undefined : text(given) === 'STANDARD_HA', 'tier') };
  return undefined;
}
