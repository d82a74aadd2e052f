import type { ClientRow } from '../row.ts';
import { NONE } from './none.ts';

/** Each default was read in the source of the version that stands behind it. */
export const SERVICE_CLIENTS: readonly ClientRow[] = [
  // ollama 0.6.4
  { id: 'ollama', packages: ['ollama'], majors: [0, 0], kind: 'sdk', constructs: /^Ollama$/, calls: /^(chat|generate|embed|embeddings|pull|push|create|delete|copy|list|show|ps)$/, direct: /^(ollama\.)?(chat|generate|embed|embeddings|pull|push|create|delete|copy|list|show|ps)$/,
    bounds: [], delegates: ['fetch'], defaultBound: NONE, note: 'the client of Ollama calls fetch without a bound' },
  // groq-sdk 1.6.0
  { id: 'groq-sdk', types: /^(Groq)?$/, packages: ['groq-sdk'], majors: [1, 1], kind: 'sdk', constructs: /^(Groq)?$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: 60_000, note: 'the client of Groq gives up after 60 s' },
  // @mistralai/mistralai 2.7.0
  { id: '@mistralai/mistralai', packages: ['@mistralai/mistralai'], majors: [2, 2], kind: 'sdk', constructs: /^Mistral$/, bounds: ['timeoutMs'], callBounds: ['timeoutMs', 'fetchOptions.signal'], delegates: ['httpClient'], defaultBound: 300_000, note: 'the default of the client of Mistral is 300 s' },
  // cohere-ai 7 and 8.1.0
  { id: 'cohere-ai', packages: ['cohere-ai'], majors: [7, 8], kind: 'sdk', constructs: /^CohereClient(V2)?$/, bounds: ['timeoutInSeconds'], inSeconds: ['timeoutInSeconds'], callBounds: ['timeoutInSeconds', 'abortSignal'], delegates: ['fetcher', 'fetch'], defaultBound: 300_000, note: 'the default of the client of Cohere is 300 s' },
  // replicate 1.4.0
  { id: 'replicate', packages: ['replicate'], majors: [1, 1], kind: 'sdk', constructs: /^(Replicate)?$/, bounds: [], callBounds: ['signal'], delegates: ['fetch'], defaultBound: NONE, note: 'the client of Replicate calls fetch without a bound' },
  // @qdrant/js-client-rest 1.18.0; the timeout of a call is a parameter that the server reads.
  { id: '@qdrant/js-client-rest', types: /^QdrantClient$/, packages: ['@qdrant/js-client-rest'], majors: [1, 1], kind: 'database', constructs: /^QdrantClient$/, bounds: ['timeout'], defaultBound: 300_000, note: 'the default of the client of Qdrant is 300 s' },
  // @notionhq/client 4.0.2 and 5.26.0
  { id: '@notionhq/client', packages: ['@notionhq/client'], majors: [4, 5], kind: 'sdk', constructs: /^Client$/, bounds: ['timeoutMs'], delegates: ['fetch'], defaultBound: 60_000, note: 'the client of Notion gives up after 60 s' },
  // airtable 0.12.2
  { id: 'airtable', packages: ['airtable'], majors: [0, 0], kind: 'sdk', constructs: /^(Airtable)?$/, bounds: ['requestTimeout'], defaultBound: 300_000, note: 'the default of airtable is 300 s' },
  // contentful 11.12.10 by contentful-sdk-core 9.4.5
  { id: 'contentful', packages: ['contentful'], majors: [11, 11], kind: 'sdk', constructs: /^(contentful\.)?createClient$/, bounds: ['timeout'], delegates: ['adapter'], defaultBound: 30_000, note: 'the client of Contentful gives up after 30 s' },
  // @sanity/client 7.28.0
  { id: '@sanity/client', types: /^SanityClient$/, packages: ['@sanity/client'], majors: [7, 7], kind: 'sdk', constructs: /^createClient$/, calls: /^(fetch|create|createOrReplace|createIfNotExists|delete|mutate|getDocuments?|assets\.upload)$/, bounds: ['timeout'], callBounds: ['timeout', 'signal'], defaultBound: 300_000, note: 'the default of the client of Sanity is 300 s' },
  // grammy 1.46.0
  { id: 'grammy', packages: ['grammy'], majors: [1, 1], kind: 'sdk', constructs: /^Bot$/, constructOptions: 1, calls: /^api\.(?!config|getUpdates)\w+$/, bounds: ['client.timeoutSeconds'], inSeconds: ['client.timeoutSeconds'], defaultBound: 500_000, note: 'the default of grammY is 500 s' },
  // node-telegram-bot-api 2.1.0
  { id: 'node-telegram-bot-api', packages: ['node-telegram-bot-api'], majors: [2, 2], kind: 'sdk', constructs: /^(TelegramBot)?$/, constructOptions: 1, bounds: ['timeoutMs'], delegates: ['fetch'], defaultBound: 300_000, note: 'the default of node-telegram-bot-api is 300 s' },
  // @discordjs/rest 2.6.3
  { id: '@discordjs/rest', packages: ['@discordjs/rest'], majors: [2, 2], kind: 'sdk', constructs: /^REST$/, calls: /^(get|post|put|patch|delete|request)$/, bounds: ['timeout'], defaultBound: 15_000, note: 'the client of Discord gives up after 15 s' },
  // firebase-admin 13.10.0
  { id: 'firebase-admin/messaging', packages: ['firebase-admin/messaging'], majors: [13, 13], kind: 'sdk', constructs: /^getMessaging$/, bounds: [], defaultBound: 15_000, note: 'firebase-admin gives up sending a message after 15 s' },
  { id: 'firebase-admin/auth', packages: ['firebase-admin/auth'], majors: [13, 13], kind: 'sdk', constructs: /^getAuth$/, bounds: [], defaultBound: 25_000, note: 'firebase-admin gives up a request of its auth after 25 s' },
  // pusher 5.3.4
  { id: 'pusher', packages: ['pusher'], majors: [5, 5], kind: 'sdk', constructs: /^(Pusher)?$/, calls: /^(trigger|triggerBatch|sendToUser|terminateUserConnections|get|post)$/, bounds: ['timeout'], idle: true, defaultBound: NONE, note: 'pusher has no bound without its timeout' },
  // jira.js 5.4.0
  { id: 'jira.js', packages: ['jira.js'], majors: [5, 5], kind: 'sdk', constructs: /^(Version\dClient|AgileClient|ServiceDeskClient)$/, bounds: ['baseRequestConfig.timeout', 'baseRequestConfig.signal'], defaultBound: NONE, note: 'jira.js asks with axios and sets no timeout' },
  // @octokit/graphql 9.0.5
  { id: '@octokit/graphql', packages: ['@octokit/graphql'], majors: [9, 9], kind: 'sdk', constructs: /^(graphql\.)?defaults$/, calls: /^$/, direct: /^graphql$/, bounds: ['request.signal'], callBounds: ['request.signal'], delegates: ['request.fetch'], defaultBound: NONE, note: 'Octokit calls fetch without a bound' },
  // braintree 3.40.0
  { id: 'braintree', packages: ['braintree'], majors: [3, 3], kind: 'sdk', constructs: /^(braintree\.)?BraintreeGateway$/, bounds: [], defaultBound: 60_000, note: 'braintree gives up after 60 s' },
  // @paypal/paypal-server-sdk 2.5.0
  { id: '@paypal/paypal-server-sdk', packages: ['@paypal/paypal-server-sdk'], majors: [2, 2], kind: 'sdk', constructs: /^Client$/, bounds: ['timeout', 'httpClientOptions.timeout'], defaultBound: NONE, note: 'the default of the SDK of PayPal is timeout: 0, no bound' },
  // square 46.0.0
  { id: 'square', packages: ['square'], majors: [46, 46], kind: 'sdk', constructs: /^SquareClient$/, bounds: ['timeoutInSeconds'], inSeconds: ['timeoutInSeconds'], callBounds: ['timeoutInSeconds', 'abortSignal'], defaultBound: 60_000, note: 'the client of Square gives up after 60 s' },
  // @keycloak/keycloak-admin-client 26.7.4
  { id: '@keycloak/keycloak-admin-client', packages: ['@keycloak/keycloak-admin-client'], majors: [26, 26], kind: 'sdk', constructs: /^(KeycloakAdminClient)?$/, bounds: ['timeout', 'requestOptions.signal'], defaultBound: NONE, note: 'the admin client of Keycloak calls fetch without a bound' },
  // docker-modem 5.0.7, which dockerode 5.0.1 asks with
  { id: 'dockerode', packages: ['dockerode'], kind: 'sdk', constructs: /^(Docker|Dockerode)?$/, bounds: ['timeout'], connecting: ['connectionTimeout'], defaultBound: NONE, note: 'dockerode waits for the daemon without end' },
  // notifications-node-client 8.4.0
  { id: 'notifications-node-client', packages: ['notifications-node-client'], majors: [5, 8], kind: 'mail', constructs: /^NotifyClient$/, calls: /^(send(?:Email|Sms|Letter|PrecompiledLetter)|get\w+|previewTemplateById)$/, bounds: [], defaultBound: NONE, note: 'the client of GOV.UK Notify asks with axios and sets no timeout' },
  // @pinecone-database/pinecone 8.2.0
  { id: '@pinecone-database/pinecone', packages: ['@pinecone-database/pinecone'], majors: [8, 8], kind: 'sdk', constructs: /^Pinecone$/, bounds: [], delegates: ['fetchApi'], defaultBound: NONE, note: 'the client of Pinecone calls fetch without a bound' },
  // razorpay 2.9.8
  { id: 'razorpay', packages: ['razorpay'], majors: [2, 2], kind: 'sdk', constructs: /^(Razorpay)?$/, bounds: [], defaultBound: NONE, note: 'razorpay asks with axios and sets no timeout' },
  // auth0 7.1.0
  { id: 'auth0', packages: ['auth0'], majors: [7, 7], kind: 'sdk', constructs: /^ManagementClient$/, bounds: ['timeoutInSeconds'], inSeconds: ['timeoutInSeconds'], callBounds: ['timeoutInSeconds', 'abortSignal'], defaultBound: 60_000, note: 'the management client of Auth0 gives up after 60 s' },
];
