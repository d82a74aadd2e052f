import type { Blueprint } from './blueprint.ts';

/** Share of daily users that are connected at the busiest moment. */
const CONNECTED = 0.25;
const CONNECTIONS_A_GATEWAY = 50_000;
const RECIPIENTS = 3;
const HEARTBEAT_SECONDS = 30;

export const CHAT: Blueprint = {
  id: 'chat',
  summary: 'Carries messages between people in conversations, at once where they are online and later where they are not.',
  also: ['chat', 'chat system', 'messaging', 'messenger', 'instant messaging', 'instant messenger', 'chat room', 'group chat', 'whatsapp', 'slack', 'telegram', 'facebook messenger', 'discord'],
  functional: ['Send a message to one person or a group', 'Receive messages in real time, and what was missed later', 'Read the history of a conversation', 'See who is online', 'Get a push notification while the app is closed'],
  needs: { availability: '99.9%', latency_p99: '< 500ms', consistency: 'causal', compliance: 'none', read_write_ratio: 3, real_time: true },
  load: { actions: 160, recordsPerUser: 40, recordKb: 0.3, responseKb: 0.5, action: 'messages sent and received, and reads of history', record: 'a message with sender, sequence number and text' },
  sizes: ({ dau, recordsPerDay }) => [
    { name: 'open connections at the peak', value: dau * CONNECTED, unit: 'count', formula: `daily users × ${CONNECTED}` },
    { name: 'gateways for them', value: Math.max(2, Math.ceil((dau * CONNECTED) / CONNECTIONS_A_GATEWAY)), unit: 'count', formula: `connections ÷ ${CONNECTIONS_A_GATEWAY}, two at least` },
    { name: 'messages a second at the peak', value: (recordsPerDay / 86_400) * 3, unit: 'rate', formula: 'messages a day ÷ 86400 × 3' },
    { name: 'deliveries a second at the peak', value: (recordsPerDay / 86_400) * 3 * RECIPIENTS, unit: 'rate', formula: `messages × ${RECIPIENTS} recipients` },
    { name: 'heartbeats a second', value: (dau * CONNECTED) / HEARTBEAT_SECONDS, unit: 'rate', formula: `connections ÷ ${HEARTBEAT_SECONDS} s` },
  ],
  parts: [
    {
      id: 'messaging', does: 'Accepts messages, gives each the next number of its conversation, and keeps the history.', context: 'Messaging', criticality: 'critical', perInstance: 1000, store: 'messages',
      entities: [
        { name: 'Message', root: true, key: 2, fields: ['conversation_id', 'sequence', 'client_message_id', 'sender_id', 'body', 'sent_at'], of: ['Conversation'], invariants: ['Sequence numbers of a conversation have no gaps and never change', 'A client_message_id is stored once for each sender'] },
        { name: 'ReadMark', key: 2, fields: ['conversation_id', 'user_id', 'sequence'], of: ['Conversation'] },
      ],
      commands: ['SendMessage', 'MarkRead'], queries: ['ListMessagesAfter'], publishes: ['MessageSent'], trigger: 'cpu 70%',
      uses: [
        { store: 'messages', why: 'The message is stored before it is acknowledged.' },
        { part: 'conversations', via: 'grpc', timeout: '200ms', retries: 1, why: 'Only members may send.', without: 'Members that were read within the last minute are taken from memory; others get an error that the client retries.' },
        { queue: 'messages-sent', mode: 'async', why: 'Delivery is not part of accepting a message.' },
      ],
    },
    {
      id: 'conversations', does: 'Knows conversations, their members and their rights.', context: 'Conversations', criticality: 'critical', within: 'messaging', group: 'messaging', store: 'conversations',
      entities: [
        { name: 'Conversation', root: true, fields: ['conversation_id', 'kind', 'title', 'created_at'], invariants: ['A conversation of two has exactly two members'] },
        { name: 'Membership', key: 2, fields: ['conversation_id', 'user_id', 'role', 'joined_at'], of: ['Conversation'] },
      ],
      commands: ['CreateConversation', 'AddMember', 'RemoveMember'], queries: ['ListConversations', 'ListMembers'], publishes: ['MembershipChanged'], trigger: 'cpu 70%',
      uses: [{ store: 'conversations', why: 'Members and rights are relational and change seldom.' }],
    },
    {
      id: 'gateway', does: 'Holds the WebSocket of each device, authenticates it, and passes messages both ways.', context: 'Delivery', criticality: 'critical', perInstance: 1000, trigger: 'open connections per instance, 50,000 at most',
      stateful: 'It holds sockets; a device that loses its gateway reconnects to any other and asks for what came after its last sequence number.',
      uses: [
        { part: 'messaging', via: 'grpc', timeout: '1s', retries: 2, idempotencyKey: 'client_message_id', why: 'What a device sends is accepted there, and only then acknowledged.', without: 'The device keeps the message as unsent and repeats it with the same client_message_id.' },
        { part: 'presence', mode: 'async', why: 'A heartbeat keeps the device online.' },
        { queue: 'messages-sent', mode: 'async', why: 'It pushes new messages to the sockets that it holds.' },
      ],
    },
    {
      id: 'presence', does: 'Tells who is online, and which gateway holds which device.', context: 'Presence', criticality: 'optional', within: 'messaging', from: 'moderate', group: 'gateway', trigger: 'cpu 70%',
      queries: ['WhoIsOnline', 'GatewayOf'],
      uses: [{ cache: 'sessions', why: 'A device is online while its key lives; nobody has to log out.' }],
    },
    {
      id: 'push', does: 'Wakes devices that hold no connection.', context: 'Notifications', criticality: 'important', kind: 'worker', within: 'messaging', group: 'gateway', trigger: 'queue depth', consumes: ['MessageSent'],
      uses: [
        { queue: 'messages-sent', mode: 'async', why: 'It sees each message, and skips members who are connected.' },
        { external: 'push-services', via: 'http', why: 'Only Apple and Google reach a sleeping phone.', without: 'The notification is retried for an hour and then dropped; the message itself waits in the history.', timeout: '3s', retries: 3, idempotencyKey: 'message_id and device_id' },
      ],
    },
  ],
  stores: [
    { id: 'messages', holds: 'messages in the order of each conversation', plan: {
      light: { role: 'relational', why: 'One table, keyed by conversation and sequence number; the next number is taken in the same transaction.' },
      moderate: { role: 'relational', why: 'The same table, partitioned by month: new partitions stay in memory, old ones rest on disk.', partitioning: 'by month' },
      heavy: { role: 'wide-column', why: 'Writes never stop, reads are always "the last fifty of one conversation": a wide row for each conversation and month, spread by conversation.', sharding: 'by conversation_id and month' },
    } },
    { id: 'conversations', holds: 'conversations and members', plan: { light: { role: 'relational', why: 'Members are joined with users and rights.' }, heavy: { role: 'relational', why: 'Members are joined with users and rights; small beside the messages.', sharding: 'by conversation_id, once a primary is too small' } } },
  ],
  caches: [{ id: 'sessions', from: 'moderate', key: 'v1:session:{user}:{device}', ttl: '60s', pattern: 'write-through', invalidation: 'A heartbeat every 30 seconds renews the key; two that are missed let it expire.', stampede: 'single-flight', hitRatio: 0.95, why: 'Presence changes all the time and is worth nothing a minute later: it belongs into memory, not into a table.' }],
  queues: [{ id: 'messages-sent', why: 'Gateways and push notifications each take every message, at their own pace and in order.', events: ['MessageSent'], producers: ['messaging'], consumers: ['gateway', 'push'], key: 'conversation_id', idempotencyKey: 'message_id' }],
  externals: [{ id: 'push-services', kind: 'external-api', why: 'APNs and FCM.', criticality: 'important', without: 'The notification is retried for an hour and then dropped; the message itself waits in the history.', timeout: '3s', retries: 3, idempotencyKey: 'message_id and device_id', fallback: 'error_with_retry_after' }],
  apis: [
    { id: 'chat-socket', part: 'gateway', style: 'websocket', public: true, clients: ['spa', 'mobile'], why: 'Both sides talk at any moment.', operations: ['client: send {conversation_id, client_message_id, body}', 'client: ack {conversation_id, sequence}', 'server: message {conversation_id, sequence, …}', 'server: presence {user_id, online}'], streaming: 'bidirectional', limit: '60/min', idempotent: true },
    { id: 'history-http', part: 'messaging', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'History is read in pages and cached by devices.', operations: ['GET /v1/conversations?cursor=', 'GET /v1/conversations/{id}/messages?after={sequence}', 'POST /v1/conversations', 'PUT /v1/conversations/{id}/read-mark'], pagination: 'cursor', limit: '300/min', idempotent: true },
  ],
  flow: { title: 'A message is sent and delivered', steps: [
    { from: 'client', to: 'gateway', says: 'send {client_message_id, body}' },
    { from: 'gateway', to: 'messaging', says: 'SendMessage' },
    { from: 'messaging', to: 'messages-store', says: 'next sequence, insert once for each client_message_id' },
    { from: 'messaging', to: 'gateway', says: 'stored as number 42', reply: true },
    { from: 'gateway', to: 'client', says: 'ack 42 (one tick)', reply: true },
    { from: 'messaging', to: 'messages-sent', says: 'MessageSent 42' },
    { from: 'messages-sent', to: 'gateway', says: 'in order, by conversation', reply: true },
    { from: 'gateway', to: 'recipient', says: 'message 42' },
    { from: 'recipient', to: 'gateway', says: 'ack 42 (two ticks)', reply: true },
    { from: 'messages-sent', to: 'push', says: 'who holds no connection', reply: true },
    { from: 'push', to: 'push-services', says: 'notification, collapsed by conversation' },
  ] },
  consistency: [
    { operation: 'Send a message', level: 'causal', part: 'messaging', why: 'Within a conversation everybody sees the same order; between conversations there is none.' },
    { operation: 'Show who is online', level: 'eventual', part: 'presence', why: 'A minute late is fine.' },
  ],
  clients: ['spa', 'mobile'],
  cell: { key: 'conversation_id', why: 'A conversation lives whole in one cell; a device connects to a cell near to it, which forwards.' },
  challenges: [
    { name: 'delivery in real time', problem: 'A message must reach every device that is connected, wherever its socket ends, and must not be lost where it is not.', answer: {
      light: 'One process holds all sockets and pushes to them after the commit; a device that reconnects asks for everything after the last number that it has, so a lost push is never a lost message. With a second instance, LISTEN/NOTIFY of PostgreSQL tells the others.',
      moderate: 'Gateways hold sockets and nothing else; each takes new messages from the queue and pushes those whose recipients it holds. Delivery is at least once, and devices drop a number that they have.',
      heavy: 'The registry of sessions says which gateway holds a device, and messages are routed to those gateways alone; groups above a thousand members are not pushed one by one: their members are told that there is something new, and fetch it. A gateway that is taken down drains slowly, since 50,000 reconnects at once are an attack on oneself: clients wait a random time.',
    } },
    { name: 'presence', problem: 'Online is the most frequent change in the system and the least valuable.', answer: {
      light: 'A set of connected users in the memory of the process: it is right as long as there is one process.',
      moderate: 'A key for each device that lives 60 seconds and is renewed by heartbeats; only people with an open conversation subscribe to each other.',
      heavy: 'The same keys, spread over a cluster by user; changes are told only to those who look at that person now, damped by 10 seconds, since a phone in a tunnel goes on and off.',
    } },
    { name: 'order of messages', problem: 'Clocks differ, retries overtake each other, and all members must see one order.', answer: {
      light: 'The row of the conversation holds the last number; it is locked for the insert, so order is the order of commits. Clocks are only shown, never sorted by.',
      heavy: 'One owner for each conversation at a time: partitions of the log are keyed by conversation_id, and the messaging instance that owns the partition gives numbers from memory, with a conditional write against the row (sequence = last + 1) as the fence against two owners after a failover. Order between conversations is promised to nobody.',
    } },
  ],
  watch: ['From sent to delivered under 500 ms, 99 of 100 for connected recipients.', 'Open connections for each gateway, and reconnects a second: a wave of them comes before an outage.', 'Lag of messages-sent by consumer; above 5 seconds the chat feels dead.', 'Gaps in sequence numbers: none, ever; one pages.'],
  tradeoffs: ['At least once with numbers instead of exactly once: devices drop duplicates, which is cheap and works offline.', 'Order within a conversation only; a total order would need one writer for the world.', 'Presence is best effort and is the first thing to be switched off under load.', 'No end-to-end encryption here: it moves search, moderation and history to the devices, and is decided before the first message is stored.'],
  growth: [['one process holds more than 20,000 sockets', 'split the gateway off; it is the part that scales by connections and not by work', 'heavy'], ['messages grow by more than 1 TB a year', 'move them to the wide-column store, a conversation at a time, both written during the move', 'heavy'], ['groups pass a thousand members', 'fetch instead of push for those groups']],
  interviewUsers: 50_000_000,
};
