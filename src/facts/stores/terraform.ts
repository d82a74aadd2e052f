import { at as pick, flag, number, record, text } from '../../lib/json.ts';
import type { Store, StoreSetting, Terraform, TerraformBlock } from '../../model/index.ts';
import { googleModule, otherCloud } from './other-clouds.ts';
import { atLeast, attribute, databaseEngine, open, setting, type Part } from './settings.ts';

export const terraformStores = (terraform: Terraform, isExample: (file: string) => boolean): readonly Store[] => {
  const resources = terraform.blocks.filter((one) => one.kind === 'resource' || one.kind === 'module');
  const refersTo = (other: TerraformBlock, one: TerraformBlock): boolean => other.dir === one.dir && JSON.stringify(other.value).includes(`${one.type}.${one.name}`);
  return resources.flatMap((one): Store[] => {
    const part = one.kind === 'module' ? moduleOf(one) : resourceOf(one, resources, refersTo);
    if (part === undefined) return [];
    const address = one.kind === 'module' ? `module.${one.name}` : `${one.type}.${one.name}`;
    const version = text(pick(one.value, 'engine_version')) ?? text(pick(one.value, 'database_version'));
    return [{
      name: one.name, managed: true, source: 'terraform', release: one.dir, example: one.idle === true || isExample(one.at.file), resource: address, at: one.at,
      ...(one.environment && { environment: one.environment }), ...(one.reused && { reused: one.reused }), ...(version === undefined || open(version) ? {} : { version }), ...part,
    }];
  });
};

/** Valkey is encrypted at rest unless somebody says otherwise, Redis is not; undefined: a variable chooses. */
const valkeyed = (engine: unknown): boolean | undefined => (open(engine) ? undefined : text(engine) === 'valkey');

const resourceOf = (one: TerraformBlock, all: readonly TerraformBlock[], refersTo: (other: TerraformBlock, one: TerraformBlock) => boolean): Part | undefined => {
  const value = record(one.value);
  const others = (type: RegExp): TerraformBlock[] => all.filter((other) => other !== one && type.test(other.type) && refersTo(other, one));
  switch (one.type) {
    case 'aws_db_instance': {
      // A read replica takes most of these from its source.
      if (value['replicate_source_db'] !== undefined) return undefined;
      const replicas = others(/^aws_db_instance$/);
      const retention = value['backup_retention_period'];
      return {
        kind: 'database', engine: databaseEngine(value['engine']),
        redundant: attribute(one, 'multi_az', false, 'multi_az'), encrypted: attribute(one, 'storage_encrypted', false, 'storage_encrypted'),
        backup: setting(one, 'backup_retention_period', retention === undefined ? false : number(retention) === undefined ? undefined : number(retention)! > 0, 'backup_retention_period'),
        scaling: { ...setting(one, '', replicas.length > 0, 'read replicas'), ...(replicas[0] && { at: replicas[0].at }) },
        ...(value['max_allocated_storage'] !== undefined && { growth: setting(one, 'max_allocated_storage', true, 'max_allocated_storage') }),
      };
    }
    case 'aws_rds_cluster': {
      if (/serverless/.test(text(value['engine_mode']) ?? '')) return { kind: 'database', engine: databaseEngine(value['engine']), redundant: setting(one, 'engine_mode', true, 'serverless'), encrypted: setting(one, 'engine_mode', true, 'serverless clusters are encrypted'), backup: setting(one, 'engine_mode', true, 'kept for a day by default'), scaling: setting(one, 'engine_mode', true, 'serverless') };
      const instances = others(/^aws_rds_cluster_instance$/);
      const counted = instances.map((each) => number(pick(each.value, 'count')) ?? (pick(each.value, 'count') === undefined && pick(each.value, 'for_each') === undefined ? 1 : NaN)).reduce((sum, count) => sum + count, 0);
      // Three instances of it, two of which can be read from, where it says of which class they are.
      const ownNodes = value['db_cluster_instance_class'] !== undefined && !/^aurora/.test(text(value['engine']) ?? '');
      const zones = ownNodes ? true : instances.length === 0 ? undefined : Number.isNaN(counted) ? undefined : counted >= 2;
      const elastic = elasticOf(one);
      return {
        kind: 'database', engine: databaseEngine(value['engine']),
        redundant: { ...setting(one, '', zones, 'instances of the cluster'), at: instances[0]?.at ?? one.at }, encrypted: attribute(one, 'storage_encrypted', false, 'storage_encrypted'),
        backup: setting(one, 'backup_retention_period', number(value['backup_retention_period']) !== 0, 'a cluster keeps backups for a day or more'),
        scaling: elastic ?? setting(one, '', zones, 'reader instances'),
      };
    }
    case 'aws_rds_global_cluster': return undefined;
    case 'aws_elasticache_replication_group': return {
      kind: 'cache', engine: 'redis', redundant: attribute(one, 'automatic_failover_enabled', false, 'automatic_failover_enabled'),
      encrypted: valkeyed(value['engine']) === undefined && value['at_rest_encryption_enabled'] === undefined ? setting(one, 'engine', undefined, 'engine') : attribute(one, 'at_rest_encryption_enabled', valkeyed(value['engine']) === true, 'at_rest_encryption_enabled'), transit: attribute(one, 'transit_encryption_enabled', false, 'transit_encryption_enabled'),
      scaling: setting(one, 'num_node_groups', value['num_node_groups'] !== undefined || value['replicas_per_node_group'] !== undefined || (number(value['num_cache_clusters']) ?? 0) > 1, 'nodes'),
    };
    case 'aws_elasticache_cluster': return {
      kind: 'cache', engine: text(value['engine']) === 'memcached' ? 'memcached' : 'redis',
      redundant: text(value['engine']) === 'memcached' ? atLeast(one, 'num_cache_nodes', 2, 1, 'num_cache_nodes') : setting(one, '', value['replication_group_id'] !== undefined, 'replication_group_id'),
    };
    case 'aws_elasticache_serverless_cache': return { kind: 'cache', engine: /memcached/.test(text(value['engine']) ?? '') ? 'memcached' : 'redis', redundant: setting(one, '', true, 'kept in several zones'), encrypted: setting(one, '', true, 'encrypted by default'), transit: setting(one, '', true, 'TLS only') };
    case 'aws_dynamodb_table': return {
      kind: 'database', engine: 'dynamodb', redundant: setting(one, '', true, 'kept in three zones'), encrypted: setting(one, 'server_side_encryption', true, 'encrypted by default'),
      backup: setting(one, 'point_in_time_recovery', flag(pick(value['point_in_time_recovery'], 0, 'enabled')) ?? (value['point_in_time_recovery'] === undefined ? false : undefined), 'point_in_time_recovery'),
      scaling: setting(one, 'billing_mode', text(value['billing_mode']) === 'PAY_PER_REQUEST' || others(/^aws_appautoscaling_target$/).length > 0, 'billing_mode'),
    };
    case 'aws_sqs_queue': {
      const redrive = others(/^aws_sqs_queue_redrive_policy$/).filter((other) => /redrive_policy/.test(JSON.stringify(other.value)) && String(pick(other.value, 'queue_url')).includes(one.name));
      const own = value['redrive_policy'];
      // Others send what they cannot handle here.
      const target = all.some((other) => other !== one && new RegExp(`deadLetterTargetArn[^}]{0,80}aws_sqs_queue\\.${one.name.replace(/[^\w-]/g, '')}(\\[|\\.)`).test(JSON.stringify(other.value)))
        || /(^|[-_.])(dlq|dead[-_]?letters?|deadletter|failed|failures?|poison)([-_.\d]|$)/i.test(`${one.name} ${text(value['name']) ?? ''}`) || value['redrive_allow_policy'] !== undefined;
      return {
        kind: 'queue', engine: 'sqs', redundant: setting(one, '', true, 'kept in several zones'),
        deadLetter: own !== undefined ? setting(one, 'redrive_policy', true, 'redrive_policy') : { ...setting(one, '', redrive.length > 0, 'redrive_policy'), at: redrive[0]?.at ?? one.at },
        ...(target ? { isDeadLetter: true as const } : {}),
        encrypted: setting(one, value['kms_master_key_id'] === undefined ? 'sqs_managed_sse_enabled' : 'kms_master_key_id', value['kms_master_key_id'] !== undefined || flag(value['sqs_managed_sse_enabled']) !== false, value['kms_master_key_id'] !== undefined ? 'kms_master_key_id' : flag(value['sqs_managed_sse_enabled']) === false ? 'sqs_managed_sse_enabled' : 'encrypted by default'),
      };
    }
    case 'aws_sns_topic': return { kind: 'topic', engine: 'sns', redundant: setting(one, '', true, 'kept in several zones') };
    case 'aws_s3_bucket': {
      const versioning = others(/^aws_s3_bucket_versioning$/);
      return { kind: 'bucket', engine: 's3', redundant: setting(one, '', true, 'kept in several zones'), encrypted: setting(one, '', true, 'encrypted by default'), backup: { ...setting(one, 'versioning', versioning.length > 0 || value['versioning'] !== undefined, 'versioning'), at: versioning[0]?.at ?? one.at } };
    }
    case 'aws_mq_broker': return { kind: 'queue', engine: 'rabbitmq', redundant: setting(one, 'deployment_mode', value['deployment_mode'] === undefined ? false : open(value['deployment_mode']) ? undefined : text(value['deployment_mode']) !== 'SINGLE_INSTANCE', 'deployment_mode') };
    case 'aws_msk_cluster': return { kind: 'queue', engine: 'kafka', redundant: atLeast(one, 'number_of_broker_nodes', 3, 0, 'number_of_broker_nodes'), encrypted: setting(one, '', true, 'encrypted by default'), transit: brokerTransit(one) };
    case 'aws_msk_serverless_cluster': return { kind: 'queue', engine: 'kafka', redundant: setting(one, '', true, 'kept in several zones'), encrypted: setting(one, '', true, 'encrypted by default'), transit: setting(one, '', true, 'TLS only') };
    case 'aws_docdb_cluster': case 'aws_neptune_cluster': {
      const instances = others(/^aws_(docdb|neptune)_cluster_instance$/);
      const counts = instances.map((each) => (pick(each.value, 'for_each') !== undefined ? NaN : pick(each.value, 'count') === undefined ? 1 : number(pick(each.value, 'count')) ?? NaN));
      const several = counts.length === 0 || counts.some(Number.isNaN) ? undefined : counts.reduce((sum, count) => sum + count, 0) >= 2;
      return {
        kind: 'database', engine: one.type === 'aws_docdb_cluster' ? 'documentdb' : 'neptune', redundant: { ...setting(one, '', several, 'instances of the cluster'), at: instances[0]?.at ?? one.at },
        encrypted: attribute(one, 'storage_encrypted', false, 'storage_encrypted'), backup: setting(one, 'backup_retention_period', true, 'a cluster keeps backups for a day or more'), scaling: setting(one, '', several, 'reader instances'),
      };
    }
    // Clusters made before 2025 are encrypted only where they say so, younger ones always.
    case 'aws_redshift_cluster': return { kind: 'database', engine: 'redshift', redundant: setting(one, 'multi_az', flag(value['multi_az']) ?? (open(value['multi_az']) ? undefined : (number(value['number_of_nodes']) ?? 1) >= 2), 'number_of_nodes'), encrypted: setting(one, 'encrypted', flag(value['encrypted']), 'encrypted') };
    case 'aws_memorydb_cluster': return { kind: 'cache', engine: 'redis', redundant: atLeast(one, 'num_replicas_per_shard', 1, 1, 'num_replicas_per_shard'), encrypted: setting(one, '', true, 'encrypted by default'), transit: attribute(one, 'tls_enabled', true, 'tls_enabled') };
    case 'aws_kinesis_stream': return { kind: 'topic', engine: 'kinesis', redundant: setting(one, '', true, 'kept in three zones'), encrypted: setting(one, 'encryption_type', open(value['encryption_type']) ? undefined : text(value['encryption_type']) === 'KMS', 'encryption_type') };
    case 'aws_ebs_volume': return { kind: 'bucket', engine: 'ebs', redundant: setting(one, '', true, 'kept twice in its zone'), encrypted: all.some((other) => other.type === 'aws_ebs_encryption_by_default' && flag(pick(other.value, 'enabled')) !== false) ? setting(one, '', true, 'aws_ebs_encryption_by_default') : attribute(one, 'encrypted', false, 'encrypted') };
    case 'aws_opensearch_domain': case 'aws_elasticsearch_domain': return {
      kind: 'search', engine: 'search',
      redundant: setting(one, 'cluster_config', flag(pick(value['cluster_config'], 0, 'zone_awareness_enabled')) ?? ((number(pick(value['cluster_config'], 0, 'instance_count')) ?? 1) > 1), 'cluster_config'),
      encrypted: setting(one, 'encrypt_at_rest', flag(pick(value['encrypt_at_rest'], 0, 'enabled')) ?? (value['encrypt_at_rest'] === undefined ? false : undefined), 'encrypt_at_rest'),
    };
    case 'aws_efs_file_system': return { kind: 'bucket', engine: 'efs', redundant: setting(one, '', true, 'kept in several zones'), encrypted: attribute(one, 'encrypted', false, 'encrypted') };
    case 'google_sql_database_instance': {
      const settings = pick(value['settings'], 0);
      const availability = text(pick(settings, 'availability_type'));
      if (value['master_instance_name'] !== undefined) return undefined;
      const copies = others(/^google_sql_database_instance$/).filter((other) => JSON.stringify(pick(other.value, 'master_instance_name') ?? '').includes(`${one.type}.${one.name}`));
      return {
        ...(copies[0] && { scaling: { ...setting(one, '', true, 'read replicas'), at: copies[0].at } }),
        kind: 'database', engine: databaseEngine(value['database_version']), encrypted: setting(one, '', true, 'encrypted by default'),
        redundant: setting(one, 'settings/availability_type', availability === undefined ? false : open(availability) ? undefined : availability === 'REGIONAL', 'availability_type'),
        backup: setting(one, 'settings/backup_configuration', flag(pick(settings, 'backup_configuration', 0, 'enabled')) ?? (pick(settings, 'backup_configuration') === undefined ? false : undefined), 'backup_configuration'),
      };
    }
    case 'google_redis_instance': return { kind: 'cache', engine: 'redis', redundant: setting(one, 'tier', value['tier'] === undefined ? false : open(value['tier']) ? undefined : text(value['tier']) === 'STANDARD_HA', 'tier'), transit: setting(one, 'transit_encryption_mode', /SERVER_AUTHENTICATION/.test(text(value['transit_encryption_mode']) ?? ''), 'transit_encryption_mode') };
    case 'google_storage_bucket': return { kind: 'bucket', engine: 'gcs', redundant: setting(one, '', true, 'kept in several zones'), encrypted: setting(one, '', true, 'encrypted by default') };
    case 'google_pubsub_subscription': return { kind: 'queue', engine: 'pubsub', redundant: setting(one, '', true, 'kept in several zones'), deadLetter: setting(one, 'dead_letter_policy', value['dead_letter_policy'] !== undefined, 'dead_letter_policy') };
    case 'google_spanner_instance': case 'google_alloydb_cluster': return { kind: 'database', engine: one.type.includes('spanner') ? 'spanner' : 'postgresql', redundant: setting(one, '', true, 'kept in several zones'), encrypted: setting(one, '', true, 'encrypted by default') };
    case 'azurerm_postgresql_flexible_server': case 'azurerm_mysql_flexible_server': return { kind: 'database', engine: one.type.includes('mysql') ? 'mysql' : 'postgresql', redundant: setting(one, 'high_availability', value['high_availability'] !== undefined, 'high_availability'), encrypted: setting(one, '', true, 'encrypted by default'), backup: setting(one, 'backup_retention_days', true, 'kept for seven days by default') };
    case 'azurerm_cosmosdb_account': return { kind: 'database', engine: 'cosmosdb', redundant: setting(one, 'geo_location', true, 'kept in several replicas'), encrypted: setting(one, '', true, 'encrypted by default') };
    case 'azurerm_redis_cache': return { kind: 'cache', engine: 'redis', redundant: setting(one, 'sku_name', /Standard|Premium/.test(text(value['sku_name']) ?? '') || (open(value['sku_name']) ? undefined : false), 'sku_name'), transit: attribute(one, 'enable_non_ssl_port', false, 'enable_non_ssl_port').value === true ? setting(one, 'enable_non_ssl_port', false, 'enable_non_ssl_port') : setting(one, '', true, 'TLS only by default') };
    case 'azurerm_servicebus_queue': return { kind: 'queue', engine: 'service-bus', redundant: setting(one, '', true, 'kept in several replicas'), deadLetter: setting(one, 'max_delivery_count', true, 'built in') };
    default: return otherCloud(one);
  }
};

/** Inputs of the modules that most people use; their defaults are those of the module. */
const moduleOf = (one: TerraformBlock): Part | undefined => {
  const source = one.type.replace(/^registry\.terraform\.io\//, '');
  if (/^terraform-aws-modules\/rds\/aws$/.test(source)) return {
    kind: 'database', engine: databaseEngine(pick(one.value, 'engine')), redundant: attribute(one, 'multi_az', false, 'multi_az'), encrypted: attribute(one, 'storage_encrypted', true, 'storage_encrypted'),
    backup: setting(one, 'backup_retention_period', number(pick(one.value, 'backup_retention_period')) === undefined ? (pick(one.value, 'backup_retention_period') === undefined ? false : undefined) : number(pick(one.value, 'backup_retention_period'))! > 0, 'backup_retention_period'),
  };
  if (/^terraform-aws-modules\/rds-aurora\/aws$/.test(source)) {
    const instances = pick(one.value, 'instances');
    const elastic = elasticOf(one);
    return {
      kind: 'database', engine: databaseEngine(pick(one.value, 'engine')), encrypted: attribute(one, 'storage_encrypted', true, 'storage_encrypted'), backup: setting(one, 'backup_retention_period', true, 'a cluster keeps backups for a day or more'),
      redundant: setting(one, 'instances', instances === undefined ? false : open(instances) ? undefined : Object.keys(record(instances)).length >= 2, 'instances'),
      ...(elastic && { scaling: elastic }),
    };
  }
  if (/^terraform-aws-modules\/elasticache\/aws$/.test(source)) return { kind: 'cache', engine: 'redis', redundant: attribute(one, 'automatic_failover_enabled', true, 'automatic_failover_enabled'), encrypted: attribute(one, 'at_rest_encryption_enabled', true, 'at_rest_encryption_enabled'), transit: attribute(one, 'transit_encryption_enabled', true, 'transit_encryption_enabled') };
  if (/^cloudposse\/elasticache-redis\/aws$/.test(source)) return { kind: 'cache', engine: 'redis', redundant: attribute(one, 'automatic_failover_enabled', false, 'automatic_failover_enabled'), encrypted: attribute(one, 'at_rest_encryption_enabled', false, 'at_rest_encryption_enabled'), transit: attribute(one, 'transit_encryption_enabled', true, 'transit_encryption_enabled') };
  if (/^terraform-aws-modules\/sqs\/aws$/.test(source)) return { kind: 'queue', engine: 'sqs', redundant: setting(one, '', true, 'kept in several zones'), deadLetter: pick(one.value, 'redrive_policy') === undefined ? attribute(one, 'create_dlq', false, 'create_dlq') : setting(one, 'redrive_policy', true, 'redrive_policy') };
  if (/^terraform-aws-modules\/dynamodb-table\/aws$/.test(source)) return { kind: 'database', engine: 'dynamodb', redundant: setting(one, '', true, 'kept in three zones'), encrypted: setting(one, '', true, 'encrypted by default'), backup: attribute(one, 'point_in_time_recovery_enabled', false, 'point_in_time_recovery_enabled') };
  if (/^terraform-aws-modules\/s3-bucket\/aws$/.test(source)) return { kind: 'bucket', engine: 's3', redundant: setting(one, '', true, 'kept in several zones'), encrypted: setting(one, '', true, 'encrypted by default') };
  return googleModule(one) ?? foreignDatabase(one);
};

/** Brokers of a managed Kafka speak TLS unless they are told to take plain text, too. */
const brokerTransit = (one: TerraformBlock): StoreSetting => {
  const transit = pick(one.value, 'encryption_info', 0, 'encryption_in_transit', 0);
  const [client, inside] = [pick(transit, 'client_broker'), flag(pick(transit, 'in_cluster'))];
  return setting(one, 'encryption_info/encryption_in_transit/client_broker', open(client) ? undefined : (client === undefined || client === 'TLS') && inside !== false, 'client_broker');
};

/** Capacity that follows the load, from a little to a multiple of it. */
const elasticOf = (one: TerraformBlock): StoreSetting | undefined => {
  const found = pick(one.value, 'serverlessv2_scaling_configuration');
  const [capacity] = Array.isArray(found) ? (found as unknown[]) : [found];
  if (capacity === undefined || capacity === null) return undefined;
  const [least, most] = [number(pick(capacity, 'min_capacity')), number(pick(capacity, 'max_capacity'))];
  return setting(one, 'serverlessv2_scaling_configuration', least === undefined || most === undefined ? undefined : most > least, 'serverlessv2_scaling_configuration');
};

/** A module that nobody here knows, and whose arguments are those of a database: what they say counts, what they leave out is open. */
const foreignDatabase = (one: TerraformBlock): Part | undefined => {
  const engine = text(pick(one.value, 'engine'));
  if (isOwn(one.type) || engine === undefined || !/^(aurora|postgres|mysql|mariadb|sqlserver|oracle)/.test(engine)) return undefined;
  const [zones, instances] = [flag(pick(one.value, 'multi_az')), number(pick(one.value, 'instances')) ?? number(pick(one.value, 'cluster_size'))];
  const key = zones !== undefined ? 'multi_az' : pick(one.value, 'instances') !== undefined ? 'instances' : 'cluster_size';
  const encrypted = flag(pick(one.value, 'storage_encrypted'));
  return {
    kind: 'database', engine: databaseEngine(engine),
    redundant: setting(one, key, zones ?? (instances === undefined ? undefined : instances >= 2), key),
    ...(encrypted !== undefined && { encrypted: setting(one, 'storage_encrypted', encrypted, 'storage_encrypted') }),
    scaling: elasticOf(one) ?? setting(one, key, instances !== undefined && instances >= 2 ? true : undefined, key),
  };
};

/** A module of this repository is read where it stands. */
const isOwn = (source: string): boolean => /^\.{1,2}\//.test(source);
