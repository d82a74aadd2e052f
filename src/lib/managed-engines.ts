import type { Confidence } from '../model/index.ts';

/** Engines that exist as a service alone: their provider keeps copies in several places, adds capacity, and encrypts. */
const SERVICES = /^(?:dynamodb|bigquery|snowflake|spanner|firestore|cosmos-?db|gcs|google-cloud-storage|azure-blob(?:-storage)?|azure-table(?:-storage)?|r2|vercel-blob|planetscale)$/;
/** Their own kind of service, for messages and files; what speaks S3 may also be a machine of one's own. */
const MORE = /^(?:s3|sqs|sns|pubsub|eventbridge|kinesis|service-?bus|cdn)$/;

export const isRunByProvider = (engine: string | undefined): boolean => SERVICES.test(engine ?? '') || MORE.test(engine ?? '');

/** How sure it is that all that is stored is encrypted. */
export const encryptedByProvider = (engine: string | undefined): Confidence | undefined =>
  (SERVICES.test(engine ?? '') ? 'medium' : engine === 's3' ? 'low' : undefined);
