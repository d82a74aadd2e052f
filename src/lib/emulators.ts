import { imageName } from './images.ts';

/** Stands in for a managed store on a developer's machine; whatever deploys it, nobody's data lies in it. */
const IMAGE = /^(?:dynamodb-local|localstack(?:-pro)?|elasticmq(?:-native)?|azurite|fake-gcs-server|fake-sqs|google-cloud-cli|cosmosdb)$/;

export const isEmulator = (image: string | undefined): boolean => image !== undefined && IMAGE.test(imageName(image));

/** What stands in for a store of a cloud and takes any key. */
const EMULATOR = /dynamo-?db-?local|localstack|elasticmq|azurite|fake-?gcs|fake-?(?:s3|sqs)|s3-?mock|moto-?server|goaws|cosmosdb-?emulator/i;
/** On a developer's machine, these stand in as well; in a cluster they keep what is real. */
const AT_A_DESK = /\bminio\b|\/\/(?:localhost|127\.0\.0\.1|host\.docker\.internal)\b/i;

const LEADS = /(?:ENDPOINT|URL|URI|HOST|ADDRESS)/i;
const OF_A_CLOUD = /^(?:AWS|S3|SQS|SNS|DYNAMODB|AZURE|GCS|GCP|GOOGLE|MINIO)_|_(?:AWS|S3|DYNAMODB)_/i;

/** A key of a cloud that leads to what an emulator keeps: nobody looks at it there. */
export const isForEmulator = (secret: string, beside: readonly { readonly name: string; readonly value?: string }[], atADesk: boolean): boolean =>
  OF_A_CLOUD.test(secret) && beside.some(({ name, value = '' }) => LEADS.test(name) && (EMULATOR.test(value) || (atADesk && AT_A_DESK.test(value))));
