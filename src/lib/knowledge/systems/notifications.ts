import type { Blueprint } from './blueprint.ts';

const CHANNELS = { email: 0.3, push: 0.6, sms: 0.02 } as const;

export const NOTIFICATIONS: Blueprint = {
  id: 'notifications',
  summary: 'Delivers messages of other systems to people by mail, push and SMS, once, in time and as they wish.',
  also: ['notification system', 'notifications', 'notification', 'notification service', 'notifier', 'push notification', 'email service', 'alerting system', 'messaging hub'],
  functional: ['Send to a person by the channels that they allow', 'Urgent before bulk', 'Write templates in several languages', 'Respect preferences, quiet hours and unsubscriptions', 'See what became of each message'],
  needs: { availability: '99.9%', latency_p99: '< 500ms', consistency: 'eventual', compliance: 'none', read_write_ratio: 0.5, real_time: false },
  load: { actions: 8, recordsPerUser: 5, recordKb: 1, responseKb: 0.5, action: 'requests to send, preferences read, inboxes opened', record: 'a notification with its attempts' },
  sizes: ({ recordsPerDay }) => [
    { name: 'mails a day', value: recordsPerDay * CHANNELS.email, unit: 'count', formula: `notifications × ${CHANNELS.email}` },
    { name: 'pushes a day', value: recordsPerDay * CHANNELS.push, unit: 'count', formula: `notifications × ${CHANNELS.push}` },
    { name: 'SMS a day', value: recordsPerDay * CHANNELS.sms, unit: 'count', formula: `notifications × ${CHANNELS.sms}: the only channel that costs by the piece` },
    { name: 'a campaign to all daily users, sent within an hour', value: recordsPerDay / 5 / 3600, unit: 'rate', formula: 'daily users ÷ 3600 s: the real peak, far above three times the mean' },
    { name: 'memory to know the last day again', value: recordsPerDay * 40, unit: 'bytes', formula: 'notifications a day × 40 B for each key' },
  ],
  parts: [
    {
      id: 'intake', does: 'Takes requests to send, knows repeated ones again, and answers at once.', context: 'Intake', criticality: 'critical', store: 'notifications', trigger: 'requests per second',
      entities: [
        { name: 'Notification', root: true, fields: ['notification_id', 'tenant_id', 'idempotency_key', 'recipient_id', 'template_id', 'priority', 'state'], invariants: ['An idempotency key is accepted once for each tenant', 'A state only moves forward'] },
        { name: 'Attempt', key: 3, fields: ['notification_id', 'channel', 'number', 'provider_id', 'result', 'at'], of: ['Notification'] },
      ],
      commands: ['SendNotification', 'CancelNotification'], queries: ['GetNotification'], publishes: ['NotificationAccepted'],
      uses: [
        { store: 'notifications', why: 'The request and its event are written in one transaction (outbox).' },
        { part: 'preferences', via: 'grpc', timeout: '200ms', retries: 1, why: 'Channels that the person does not want are left out.', without: 'Urgent messages go to the default channel, all others wait.' },
        { queue: 'urgent', mode: 'async', why: 'Codes and alarms.' }, { queue: 'bulk', mode: 'async', why: 'Newsletters and digests.' },
      ],
    },
    {
      id: 'preferences', does: 'Knows what each person wants, by which channel, and when they sleep.', context: 'Preferences', criticality: 'important', within: 'intake', group: 'intake', store: 'preferences', trigger: 'cpu 70%',
      entities: [{ name: 'Preference', root: true, key: 3, fields: ['tenant_id', 'recipient_id', 'topic', 'channels', 'quiet_from', 'quiet_to', 'time_zone'], invariants: ['An unsubscription is honoured from the next message on', 'Addresses are encrypted'] }],
      commands: ['SetPreference', 'Unsubscribe'], queries: ['GetPreferences'],
      uses: [{ store: 'preferences', why: 'One row for each person and topic.' }, { cache: 'preferences-cache', why: 'Read for every message, changed once a year.' }],
    },
    {
      id: 'templates', does: 'Keeps templates with their versions and languages, and renders them.', context: 'Templates', criticality: 'important', within: 'delivery', group: 'delivery', store: 'templates', trigger: 'cpu 70%',
      entities: [{ name: 'Template', root: true, key: 4, fields: ['template_id', 'version', 'locale', 'channel', 'tenant_id', 'body'], invariants: ['A version that was sent never changes', 'A template names its variables, and a request without them is refused at the door'] }],
      commands: ['PublishTemplate'], queries: ['RenderTemplate'], uses: [{ store: 'templates', why: 'Small, versioned, and audited.' }],
    },
    {
      id: 'delivery', does: 'Renders, sends by the channel, and repeats what failed for a while.', context: 'Delivery', criticality: 'critical', kind: 'worker', trigger: 'queue depth, urgent counting more', consumes: ['NotificationAccepted'], publishes: ['NotificationDelivered'],
      uses: [
        { queue: 'urgent', mode: 'async', why: 'Taken first; workers of its own, so that a campaign never stands before a login code.' }, { queue: 'bulk', mode: 'async', why: 'At the pace that providers allow.' },
        { part: 'templates', via: 'grpc', timeout: '500ms', retries: 2, why: 'The version that was current when the message was accepted.', without: 'Templates in memory are used; others wait.' },
        { external: 'mail-provider', via: 'http', why: 'Mail.', without: 'After the breaker opens, mails go by the second provider.', timeout: '10s', retries: 3, idempotencyKey: 'notification_id and channel' },
        { external: 'push-services', via: 'http', why: 'APNs and FCM.', without: 'Repeated until the message is too old to matter.', timeout: '3s', retries: 3, idempotencyKey: 'notification_id and device_id' },
        { external: 'sms-provider', via: 'http', why: 'Login codes and alarms alone.', without: 'After the breaker opens, codes go by the second provider, then by mail.', timeout: '5s', retries: 2, idempotencyKey: 'notification_id and channel' },
      ],
    },
    {
      id: 'receipts', does: 'Takes the reports of providers: delivered, bounced, complained.', context: 'Receipts', criticality: 'optional', within: 'intake', from: 'moderate', group: 'delivery', trigger: 'requests per second', publishes: ['AddressBounced'],
      uses: [{ part: 'intake', mode: 'async', why: 'The attempt learns how it ended.' }, { part: 'preferences', mode: 'async', why: 'A hard bounce or a complaint silences the address.' }],
    },
  ],
  stores: [
    { id: 'notifications', holds: 'notifications and their attempts', plan: { light: { role: 'relational', why: 'The unique key on tenant and idempotency key is what keeps a message from being sent twice.' }, moderate: { role: 'relational', why: 'The same, by day: days older than the retention are dropped whole.', partitioning: 'by day' }, heavy: { role: 'relational', why: 'The unique key on tenant and idempotency key still decides; split by recipient, dropped by day.', sharding: 'by recipient_id', partitioning: 'by day' } } },
    { id: 'preferences', holds: 'preferences and addresses', plan: { light: { role: 'relational', why: 'Personal data with rights of erasure: one table, one owner.' } } },
    { id: 'templates', holds: 'templates by version', plan: { light: { role: 'relational', why: 'A few hundred rows.' } } },
  ],
  caches: [{ id: 'preferences-cache', from: 'moderate', key: 'v1:pref:{recipient}', ttl: '10m', pattern: 'cache-aside', invalidation: 'A change or an unsubscription removes the key in the same request; the TTL is for what was missed.', stampede: 'single-flight', hitRatio: 0.9, why: 'Read for every message, and changed hardly ever.', over: 'preferences' }],
  queues: [
    { id: 'urgent', why: 'Login codes and alarms: within seconds, never behind a campaign.', events: ['NotificationAccepted'], producers: ['intake'], consumers: ['delivery'], idempotencyKey: 'notification_id' },
    { id: 'bulk', why: 'Everything that may wait; held to what providers allow.', events: ['NotificationAccepted'], producers: ['intake'], consumers: ['delivery'], idempotencyKey: 'notification_id', from: 'moderate' },
  ],
  externals: [
    { id: 'mail-provider', kind: 'saas', why: 'Reputation of senders is a trade of its own.', criticality: 'important', without: 'After the breaker opens, mails go by the second provider.', timeout: '10s', retries: 3, idempotencyKey: 'notification_id and channel', fallback: 'error_with_retry_after' },
    { id: 'push-services', kind: 'external-api', why: 'APNs and FCM.', criticality: 'important', without: 'Repeated until the message is too old to matter.', timeout: '3s', retries: 3, idempotencyKey: 'notification_id and device_id', fallback: 'error_with_retry_after' },
    { id: 'sms-provider', kind: 'saas', why: 'Networks are reached through brokers.', criticality: 'important', without: 'After the breaker opens, codes go by the second provider, then by mail.', timeout: '5s', retries: 2, idempotencyKey: 'notification_id and channel', fallback: 'error_with_retry_after' },
  ],
  apis: [
    { id: 'send-http', part: 'intake', style: 'rest', public: true, clients: ['server'], why: 'Other systems send; the answer is 202, since nothing is delivered yet.', operations: ['POST /v1/notifications', 'GET /v1/notifications/{id}', 'DELETE /v1/notifications/{id}'], limit: '1000/min', idempotent: true },
    { id: 'preferences-http', part: 'preferences', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'People edit their own preferences.', operations: ['GET /v1/preferences', 'PUT /v1/preferences/{topic}', 'POST /v1/unsubscribe/{token}'], limit: '60/min', idempotent: true },
    { id: 'receipts-http', part: 'receipts', style: 'rest', public: true, clients: ['server'], why: 'Providers call it; each call is signed, and the signature is checked before the body is read.', operations: ['POST /v1/receipts/{provider}'], limit: '1000/min', idempotent: true, from: 'moderate' },
  ],
  flow: { title: 'A login code is sent', steps: [
    { from: 'client', to: 'intake', says: 'POST /v1/notifications, Idempotency-Key' },
    { from: 'intake', to: 'preferences', says: 'channels, quiet hours (urgent ignores them)' },
    { from: 'intake', to: 'notifications-store', says: 'insert once for each key, with the outbox' },
    { from: 'intake', to: 'client', says: '202, notification_id', reply: true },
    { from: 'intake', to: 'urgent', says: 'NotificationAccepted' },
    { from: 'urgent', to: 'delivery', says: 'taken by a worker of its own', reply: true },
    { from: 'delivery', to: 'templates', says: 'render version 7, de-CH' },
    { from: 'delivery', to: 'sms-provider', says: 'send, with our id' },
    { from: 'sms-provider', to: 'delivery', says: 'accepted', reply: true },
    { from: 'sms-provider', to: 'receipts', says: 'delivered (webhook, signed)', reply: true, since: 'moderate' },
  ] },
  consistency: [
    { operation: 'Accept a notification', level: 'strong', part: 'intake', why: 'Request and event are one transaction, so nothing is accepted and forgotten.' },
    { operation: 'Report a delivery', level: 'eventual', part: 'receipts', why: 'Providers report minutes later, in any order: states only move forward.' },
  ],
  tenants: { who: 'the systems and customers that send', key: 'tenant_id' },
  clients: ['server', 'spa', 'mobile'],
  cell: { key: 'recipient_id', why: 'Preferences, quiet hours and duplicates are all of one recipient.' },
  challenges: [
    { name: 'several channels', problem: 'Each provider has its own pace, errors and outages.', answer: {
      light: 'One adapter for each channel behind one interface: send, and say whether an error is worth repeating. A provider that fails is repeated with growing pauses from the table of jobs.',
      moderate: 'Workers by channel with a breaker and a pace of their own; a second provider for mail and SMS stands ready behind the same adapter.',
      heavy: 'Queues by channel and priority, pace by provider and by recipient domain (a mail provider throttles by sender), and traffic divided between two providers all the time: a spare that never works does not work.',
    } },
    { name: 'priority', problem: 'A campaign of millions must not stand before a login code.', answer: {
      light: 'A column in the table of jobs, and workers take urgent first. There are no campaigns at this size.',
      moderate: 'Two queues with workers of their own: urgent never waits for bulk, whatever its length. Campaigns are cut into pages of 1,000 recipients that are put in as fast as bulk drains.',
      heavy: 'The same two lanes for each channel, a budget for each customer within bulk, and messages that expire: a code after 5 minutes, a digest after a day.',
    } },
    { name: 'no duplicates', problem: 'Senders retry, queues deliver twice, workers die between sending and noting it down.', answer: {
      light: 'A unique key on tenant and idempotency key refuses the second request; the attempt is written before the provider is called, and our id goes with it, so that a provider that knows ids drops the repetition.',
      heavy: 'The same unique key, and a short-lived claim for each notification and channel before sending. Between claim and note lies a gap that no system closes without the provider: for SMS we rather send twice (a code), for mail rather once (an invoice); each template says which.',
    } },
    { name: 'templates', problem: 'Texts are changed by people who do not deploy, in many languages, while messages are under way.', answer: {
      light: 'Templates are files in the repository, reviewed like code, with the list of their variables.',
      moderate: 'Templates are versioned rows; a message keeps the version that it was accepted with. A preview with sample data is part of publishing.',
      heavy: 'The same, rendered in a sandbox with a bound on time and size, with fallbacks of languages (de-CH, de, en), and rolled out to a share of messages first.',
    } },
  ],
  watch: ['From accepted to handed to the provider: urgent under 5 s, bulk under 1 h, 99 of 100.', 'Errors by provider; a breaker that opens pages.', 'Bounces above 2 % or complaints above 0.1 %: sending stops for that template before the providers stop it for all.', 'SMS spent today against the budget.'],
  tradeoffs: ['At least once for urgent, at most once for what embarrasses twice; a template says which.', '202 instead of 200: the sender must ask or listen for the result.', 'Preferences are up to ten minutes old for all but unsubscriptions.'],
  growth: [['a campaign delays a code', 'split the queues by priority, before anything else', 'moderate'], ['one provider refuses for pace', 'a second provider, both always in use'], ['senders ask what became of a message', 'take receipts and show them', 'moderate']],
  interviewUsers: 50_000_000,
};
