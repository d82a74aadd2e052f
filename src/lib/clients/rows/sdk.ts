import type { ClientRow } from '../row.ts';
import { NONE } from './none.ts';

/** Its packages count their versions apart. */
const OCTOKIT = { types: /^Octokit$/, kind: 'sdk', constructs: /^Octokit$/, delegates: ['request.fetch'], callOptions: 0, defaultBound: NONE, note: 'Octokit calls fetch without a bound' } as const;

const AWS: ClientRow = {
  id: 'aws-sdk@3', types: /^[A-Z][A-Za-z0-9]*Client$/, packages: ['@aws-sdk/client-*'], kind: 'sdk', constructs: /^(?!\w*(Command|Exception|Error|Document)$)[A-Z][A-Za-z0-9]*$/, calls: /^[a-z]\w*$/,
  bounds: ['requestHandler.requestTimeout+requestHandler.throwOnRequestTimeout', 'requestHandler.requestTimeout+requestHandler~Http2Handler', 'requestHandler.requestTimeout+requestHandler~FetchHttpHandler', 'requestHandler.socketTimeout'], connecting: ['requestHandler.connectionTimeout'], callBounds: ['abortSignal', 'requestTimeout'],
  ignored: { 'requestHandler.requestTimeout': 'without throwOnRequestTimeout it only logs a warning', 'httpOptions.timeout': 'this key is of version 2 and is ignored', maxRetries: 'this key is of version 2 and is ignored' },
  defaultBound: NONE, note: 'the AWS SDK sets neither a connection nor a request timeout',
};

/** aws-sdk 2.1692: https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/Config.html */
const AWS_2 = { kind: 'sdk', bounds: ['httpOptions.timeout', 'httpOptions.connectTimeout'], defaultBound: 120_000, note: 'version 2 gives up after 120 s' } as const;
const SERVICES_OF_AWS = [
  'apigateway', 'apigatewaymanagementapi', 'athena', 'autoscaling', 'batch', 'cloudformation', 'cloudfront', 'cloudwatch', 'cloudwatchevents', 'cloudwatchlogs', 'codebuild', 'codepipeline', 'cognitoidentity', 'cognitoidentityserviceprovider', 'comprehend', 'docdb',
  'dynamodb', 'ec2', 'ecr', 'ecs', 'eks', 'elasticbeanstalk', 'emr', 'es', 'eventbridge', 'firehose', 'glue', 'iam', 'iot', 'iotdata', 'kinesis', 'kms', 'lambda', 'mediaconvert', 'opensearch', 'organizations', 'personalize', 'pinpoint', 'polly', 'rds', 'rdsdataservice',
  'redshiftdata', 'rekognition', 'route53', 's3', 's3control', 'secretsmanager', 'servicecatalog', 'servicecatalogappregistry', 'ses', 'sesv2', 'sns', 'sqs', 'ssm', 'stepfunctions', 'sts', 'textract', 'transcribeservice', 'translate', 'xray',
];

export const SDK_CLIENTS: readonly ClientRow[] = [
  AWS,
  // Made over a client of DynamoDB, which bounds what it sends.
  { ...AWS, id: '@aws-sdk/lib-dynamodb', packages: ['@aws-sdk/lib-dynamodb'], constructs: /^DynamoDBDocument(?:Client)?(?:\.from)?$/, over: 0 },
  { ...AWS_2, id: 'aws-sdk@2', packages: ['aws-sdk'], constructs: /^(?:AWS\.)?(?!(?:Config|\w*Credentials|CredentialProviderChain|Endpoint|\w*Request|\w*Response|Service|Converter)$)[A-Z][A-Za-z\d]+(?:\.DocumentClient)?$/ },
  // `import S3 from 'aws-sdk/clients/s3'`
  { ...AWS_2, id: 'aws-sdk@2/clients', packages: SERVICES_OF_AWS.map((name) => `aws-sdk/clients/${name}`), constructs: /^(?:(?!(?:Types|Converter|ManagedUpload|PresignedPost|Presigner|Signer)$)[A-Z][A-Za-z\d]+)?$/ },
  { id: 'nodemailer', types: /^(Transporter|nodemailer\.Transporter)$/, packages: ['nodemailer'], kind: 'mail', constructs: /^(nodemailer\.)?createTransport$/, constructOptions: 0, bounds: ['connectionTimeout', 'socketTimeout', 'greetingTimeout'], defaultBound: 600_000, note: 'nodemailer waits 2 min to connect and 10 min on an idle socket' },
  { id: 'minio', packages: ['minio'], kind: 'sdk', constructs: /^Client$/, calls: /^(list|get|put|fPut|fGet|stat|remove|copy|compose|make|bucket|set)\w*$/, bounds: ['transportAgent', 'transport'], defaultBound: NONE, note: 'the client of MinIO has no bound of its own' },
  { id: 'stripe', types: /^(Stripe)?$/, packages: ['stripe'], kind: 'sdk', constructs: /^(Stripe)?$/, constructOptions: 1, bounds: ['timeout'], defaultBound: 80_000, note: 'the default of stripe is 80 s' },
  { id: 'openai', types: /^(OpenAI)?$/, packages: ['openai'], kind: 'sdk', constructs: /^(OpenAI|AzureOpenAI)?$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: 600_000, note: 'the default of openai is 10 min' },
  { id: '@anthropic-ai/sdk', packages: ['@anthropic-ai/sdk'], kind: 'sdk', constructs: /^(Anthropic)?$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: 600_000, note: 'the default is 10 min' },
  { id: '@google/generative-ai', packages: ['@google/generative-ai'], kind: 'sdk', constructs: /^GoogleGenerativeAI$/, calls: /^getGenerativeModel$/, bounds: [], callBounds: ['timeout', 'signal'], idle: true, defaultBound: NONE, note: 'without a timeout in its request options the client of Gemini calls fetch without a bound' },
  { id: '@google/genai', packages: ['@google/genai'], kind: 'sdk', constructs: /^GoogleGenAI$/, bounds: ['httpOptions.timeout'], callBounds: ['config.httpOptions.timeout', 'config.abortSignal'], defaultBound: NONE, note: 'without httpOptions.timeout the client of Gemini has no bound' },
  { id: '@langchain/openai', packages: ['@langchain/openai', 'langchain/chat_models/openai', 'langchain/llms/openai', 'langchain/embeddings/openai'], kind: 'sdk', constructs: /^(Azure)?(ChatOpenAI|OpenAI|OpenAIEmbeddings)$/, bounds: ['timeout', 'configuration.timeout', 'clientConfig.timeout'], callBounds: ['timeout', 'signal'], defaultBound: 600_000, note: 'the default of openai, which it asks with, is 10 min' },
  { id: '@langchain/anthropic', packages: ['@langchain/anthropic'], kind: 'sdk', constructs: /^ChatAnthropic$/, bounds: ['clientOptions.timeout'], callBounds: ['timeout', 'signal'], defaultBound: 600_000, note: 'the default of the SDK of Anthropic, which it asks with, is 10 min' },
  { id: 'simple-git', packages: ['simple-git'], kind: 'sdk', constructs: /^(simpleGit|gitP)?$/, calls: /(^|\.)(clone|mirror|fetch|pull|push|pushTags|listRemote|submoduleUpdate)$/, bounds: ['timeout.block'], idle: true, defaultBound: NONE, note: 'simple-git waits for git without end, unless timeout.block is set' },
  { id: '@slack/web-api', packages: ['@slack/web-api'], kind: 'sdk', constructs: /^WebClient$/, constructOptions: 1, bounds: ['timeout'], defaultBound: NONE, note: 'the default is timeout: 0, no bound' },
  { id: 'twilio', packages: ['twilio'], kind: 'sdk', constructs: /^(Twilio)?$/, bounds: ['timeout'], defaultBound: 30_000, note: 'twilio gives up after 30 s' },
  { id: '@slack/webhook', packages: ['@slack/webhook'], kind: 'sdk', constructs: /^IncomingWebhook$/, constructOptions: 1, bounds: ['timeout'], defaultBound: NONE, note: 'the default is timeout: 0, no bound' },
  { ...OCTOKIT, id: 'octokit@18', packages: ['@octokit/rest'], majors: [0, 18], bounds: ['request.timeout', 'request.signal'], callBounds: ['request.signal', 'request.timeout'] },
  { ...OCTOKIT, id: '@octokit/core@3', packages: ['@octokit/core'], majors: [0, 3], bounds: ['request.timeout', 'request.signal'], callBounds: ['request.signal', 'request.timeout'] },
  { ...OCTOKIT, id: 'octokit', packages: ['@octokit/rest', '@octokit/core', 'octokit'], bounds: ['request.signal'], ignored: { 'request.timeout': 'the fetch of Node does not know it, and newer versions do not hand it on' }, callBounds: ['request.signal'] },
  { id: '@supabase/supabase-js', types: /^SupabaseClient$/, packages: ['@supabase/supabase-js', '@supabase/ssr'], kind: 'sdk', constructs: /^create(Server)?Client$/, constructOptions: 2, bounds: ['db.timeout'], chain: /^abortSignal$/, delegates: ['global.fetch'], defaultBound: NONE, note: 'supabase-js calls fetch without a bound' },
  { id: 'resend', packages: ['resend'], kind: 'mail', constructs: /^Resend$/, bounds: [], defaultBound: NONE, note: 'resend calls fetch without a bound' },
  { id: '@polar-sh/sdk', packages: ['@polar-sh/sdk'], kind: 'sdk', constructs: /^Polar$/, bounds: ['timeoutMs'], callBounds: ['timeoutMs', 'fetchOptions.signal'], delegates: ['httpClient'], defaultBound: NONE, note: 'without timeoutMs its requests have no bound' },
  { id: 'googleapis', packages: ['googleapis', '@googleapis/*'], kind: 'sdk', constructs: /^(google\.)?(?!auth\b|options\b|google\b)[a-z]\w*$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: NONE, note: 'the clients of Google set no timeout' },
  { id: '@sendgrid/mail', packages: ['@sendgrid/mail'], kind: 'mail', direct: /^(send|sendMultiple)$/, bounds: [], defaultBound: NONE, note: 'the SendGrid client sets no timeout' },
  { id: 'svix', packages: ['svix'], kind: 'sdk', constructs: /^Svix$/, constructOptions: 1, bounds: ['requestTimeout'], delegates: ['fetch'], defaultBound: NONE, note: 'svix calls fetch without a bound' },
  { id: 'postmark', packages: ['postmark'], kind: 'mail', constructs: /^(ServerClient|AccountClient)$/, constructOptions: 1, bounds: ['timeout'], inSeconds: ['timeout'], defaultBound: 180_000, note: 'the default of postmark is 180 s' },
  { id: 'ldap', packages: ['ldapjs', 'ldapts'], kind: 'sdk', constructs: /^(ldap\.)?(createClient|Client)$/, bounds: ['timeout', 'connectTimeout'], defaultBound: NONE, note: 'a client of LDAP waits without a bound' },
  { id: 'telegraf', packages: ['telegraf'], kind: 'sdk', constructs: /^(Telegraf|Telegram)?$/, bounds: [], defaultBound: NONE, note: 'telegraf sets no timeout' },
  { id: 'soap', packages: ['soap'], kind: 'sdk', constructs: /^(soap\.)?createClient(Async)?$/, constructOptions: 1, bounds: ['wsdl_options.timeout'], callBounds: ['timeout'], delegates: ['httpClient', 'request'], defaultBound: NONE, note: 'soap sets no timeout' },
  { id: 'web-push', packages: ['web-push'], kind: 'sdk', direct: /^sendNotification$/, bounds: ['timeout'], callOptions: 2, defaultBound: NONE, note: 'web-push sets no timeout' },
  { id: 'ai', packages: ['ai'], kind: 'sdk', direct: /^(generateText|generateObject|embed|embedMany|(experimental_)?(generateImage|transcribe|generateSpeech))$/, bounds: ['abortSignal', 'timeout'], callOptions: 0, defaultBound: NONE, note: 'the AI SDK waits for the model without a bound' },
];
