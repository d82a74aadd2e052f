import type { ClientRow } from '../row.ts';
import { NONE } from './none.ts';

export const SDK_CLIENTS: readonly ClientRow[] = [
  { id: 'aws-sdk@3', types: /^[A-Z][A-Za-z0-9]*Client$/, packages: ['@aws-sdk/client-*', '@aws-sdk/lib-dynamodb'], kind: 'sdk', constructs: /^([A-Z][A-Za-z0-9]*Client|S3|SQS|SNS|SES|SESv2|DynamoDB|DynamoDBDocument|Lambda|SecretsManager|Kinesis|Firehose|SFN|CloudWatch|CloudWatchLogs|CloudFront|SSM|STS|KMS|EventBridge|CognitoIdentityProvider|Rekognition|Textract|BedrockRuntime)$/, calls: /^[a-z]\w*$/,
    bounds: ['requestHandler.requestTimeout+requestHandler.throwOnRequestTimeout', 'requestHandler.socketTimeout', 'requestHandler.connectionTimeout'], callBounds: ['abortSignal', 'requestTimeout'],
    ignored: { 'requestHandler.requestTimeout': 'without throwOnRequestTimeout it only logs a warning', 'httpOptions.timeout': 'this key is of version 2 and is ignored', maxRetries: 'this key is of version 2 and is ignored' },
    defaultBound: NONE, note: 'the AWS SDK sets neither a connection nor a request timeout' },
  { id: 'aws-sdk@2', packages: ['aws-sdk'], kind: 'sdk', constructs: /^(AWS\.)?(S3|SQS|SNS|SES|DynamoDB|DynamoDB\.DocumentClient|Lambda|SecretsManager|Kinesis|Firehose|CognitoIdentityServiceProvider|StepFunctions|CloudWatch|CloudFront|Rekognition|SSM|STS|KMS|EventBridge)$/,
    bounds: ['httpOptions.timeout', 'httpOptions.connectTimeout'], defaultBound: 120_000, note: 'version 2 gives up after 120 s' },
  { id: 'nodemailer', types: /^(Transporter|nodemailer\.Transporter)$/, packages: ['nodemailer'], kind: 'mail', constructs: /^(nodemailer\.)?createTransport$/, constructOptions: 0, bounds: ['connectionTimeout', 'socketTimeout', 'greetingTimeout'], defaultBound: 600_000, note: 'nodemailer waits 2 min to connect and 10 min on an idle socket' },
  { id: 'minio', packages: ['minio'], kind: 'sdk', constructs: /^Client$/, calls: /^(list|get|put|fPut|fGet|stat|remove|copy|compose|make|bucket|set)\w*$/, bounds: ['transportAgent', 'transport'], defaultBound: NONE, note: 'the client of MinIO has no bound of its own' },
  { id: 'stripe', types: /^(Stripe)?$/, packages: ['stripe'], kind: 'sdk', constructs: /^(Stripe)?$/, constructOptions: 1, bounds: ['timeout'], defaultBound: 80_000, note: 'the default of stripe is 80 s' },
  { id: 'openai', types: /^(OpenAI)?$/, packages: ['openai'], kind: 'sdk', constructs: /^(OpenAI|AzureOpenAI)?$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: 600_000, note: 'the default of openai is 10 min' },
  { id: '@anthropic-ai/sdk', packages: ['@anthropic-ai/sdk'], kind: 'sdk', constructs: /^(Anthropic)?$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: 600_000, note: 'the default is 10 min' },
  { id: '@slack/web-api', packages: ['@slack/web-api'], kind: 'sdk', constructs: /^WebClient$/, constructOptions: 1, bounds: ['timeout'], defaultBound: NONE, note: 'the default is timeout: 0, no bound' },
  { id: 'twilio', packages: ['twilio'], kind: 'sdk', constructs: /^(Twilio)?$/, bounds: ['timeout'], defaultBound: 30_000, note: 'twilio gives up after 30 s' },
  { id: '@slack/webhook', packages: ['@slack/webhook'], kind: 'sdk', constructs: /^IncomingWebhook$/, constructOptions: 1, bounds: ['timeout'], defaultBound: NONE, note: 'the default is timeout: 0, no bound' },
  { id: 'octokit', types: /^Octokit$/, packages: ['@octokit/rest', '@octokit/core', 'octokit'], kind: 'sdk', constructs: /^Octokit$/, bounds: ['request.timeout', 'request.signal'], delegates: ['request.fetch'], callBounds: ['request.signal', 'request.timeout'], callOptions: 0,
    defaultBound: NONE, note: 'Octokit calls fetch without a bound' },
  { id: '@supabase/supabase-js', types: /^SupabaseClient$/, packages: ['@supabase/supabase-js'], kind: 'sdk', constructs: /^createClient$/, constructOptions: 2, bounds: ['db.timeout'], delegates: ['global.fetch'], defaultBound: NONE, note: 'supabase-js calls fetch without a bound' },
  { id: 'resend', packages: ['resend'], kind: 'mail', constructs: /^Resend$/, bounds: [], defaultBound: NONE, note: 'resend calls fetch without a bound' },
  { id: '@polar-sh/sdk', packages: ['@polar-sh/sdk'], kind: 'sdk', constructs: /^Polar$/, bounds: ['timeoutMs'], callBounds: ['timeoutMs', 'fetchOptions.signal'], delegates: ['httpClient'], defaultBound: NONE, note: 'without timeoutMs its requests have no bound' },
  { id: 'googleapis', packages: ['googleapis', '@googleapis/*'], kind: 'sdk', constructs: /^(google\.)?(?!auth\b|options\b|google\b)[a-z]\w*$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: NONE, note: 'the clients of Google set no timeout' },
  { id: '@sendgrid/mail', packages: ['@sendgrid/mail'], kind: 'mail', direct: /^(send|sendMultiple)$/, bounds: [], defaultBound: NONE, note: 'the SendGrid client sets no timeout' },
  { id: 'web-push', packages: ['web-push'], kind: 'sdk', direct: /^sendNotification$/, bounds: ['timeout'], callOptions: 2, defaultBound: NONE, note: 'web-push sets no timeout' },
  { id: 'ai', packages: ['ai'], kind: 'sdk', direct: /^(generateText|generateObject|embed|embedMany|(experimental_)?(generateImage|transcribe|generateSpeech))$/, bounds: ['abortSignal', 'timeout'], callOptions: 0, defaultBound: NONE, note: 'the AI SDK waits for the model without a bound' },
];
