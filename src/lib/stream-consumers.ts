import type { CloudFormation, CloudResource, Place, Terraform } from '../model/index.ts';
import { at as pick, list, record, text } from './json.ts';
import { placeIn } from './located.ts';

/** What reads from a stream by the platform's own hand. `failed`: a place for what failed; `bound`: it gives up at some point. */
export interface StreamConsumer { readonly name: string; readonly at: Place; readonly failed: boolean; readonly bound: boolean }

/** Consumers of the streams of DynamoDB and Kinesis, as SAM, CloudFormation, the Serverless Framework and Terraform set them up. */
export const streamConsumers = ({ resources }: CloudFormation, { blocks }: Terraform, isExample: (file: string) => boolean): readonly StreamConsumer[] => [
  ...resources.filter(({ environment }) => environment !== 'development').flatMap(ofResource),
  ...blocks.flatMap((one): StreamConsumer[] => {
    const { kind, type, name, value, idle, environment, at } = one;
    if (kind !== 'resource' || type !== 'aws_lambda_event_source_mapping' || idle || environment === 'development' || pick(value, 'starting_position') === undefined || ['topics', 'self_managed_event_source', 'amazon_managed_kafka_event_source_config', 'document_db_event_source_config'].some((key) => pick(value, key) !== undefined)) return [];
    return [{ name: `${type}.${name}`, at, failed: pick(value, 'destination_config') !== undefined, bound: isBound(value, 'maximum_retry_attempts', 'maximum_record_age_in_seconds') }];
  }),
].filter(({ at }) => !isExample(at.file));

/** `-1` is what the platform does by itself: as often, and as long, as the stream keeps it. */
const isBound = (value: unknown, ...keys: readonly string[]): boolean => keys.some((key) => pick(value, key) !== undefined && String(pick(value, key)) !== '-1');

function ofResource(one: CloudResource): readonly StreamConsumer[] {
  const properties = pick(one.value, 'Properties');
  switch (one.type) {
    case 'AWS::Serverless::Function': return Object.entries(record(pick(properties, 'Events'))).flatMap(([event, given]): StreamConsumer[] => {
      const set = pick(given, 'Properties');
      return /^(?:DynamoDB|Kinesis)$/.test(text(pick(given, 'Type')) ?? '') ? [{ name: `${one.name} ${event}`, at: placeIn(one, `/Properties/Events/${event}`), ...asked(set) }] : [];
    });
    case 'AWS::Lambda::EventSourceMapping':
      return pick(properties, 'StartingPosition') === undefined || ['Topics', 'SelfManagedEventSource', 'AmazonManagedKafkaEventSourceConfig', 'DocumentDBEventSourceConfig'].some((key) => pick(properties, key) !== undefined) ? [] : [{ name: one.name, at: one.at, ...asked(properties) }];
    case 'Serverless::Function': return list(pick(one.value, 'events')).flatMap((event, index): StreamConsumer[] => {
      const stream = pick(event, 'stream');
      if (stream === undefined) return [];
      return [{ name: `${one.name} stream`, at: placeIn(one, `/events/${index}/stream`), failed: pick(stream, 'destinations', 'onFailure') !== undefined, bound: isBound(stream, 'maximumRetryAttempts', 'maximumRecordAgeInSeconds') }];
    });
    default: return [];
  }
}

const asked = (set: unknown): Pick<StreamConsumer, 'failed' | 'bound'> => ({ failed: pick(set, 'DestinationConfig', 'OnFailure') !== undefined, bound: isBound(set, 'MaximumRetryAttempts', 'MaximumRecordAgeInSeconds') });
