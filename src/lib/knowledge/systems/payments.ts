import type { Blueprint } from './blueprint.ts';

const ENTRIES = 4;
/** Share of charges whose result a network error hides at first. */
const UNKNOWN = 0.001;

export const PAYMENTS: Blueprint = {
  id: 'payments',
  summary: 'Takes money of buyers for merchants, writes every movement down twice, and proves each day that the books are right.',
  also: ['payment system', 'payments', 'payment', 'payment gateway', 'payment processor', 'payment processing', 'stripe', 'paypal', 'checkout', 'billing', 'digital wallet', 'wallet'],
  functional: ['Charge a buyer exactly once', 'Refund, whole or in part', 'Pay out to merchants', 'Reconcile with banks and card networks', 'Show every movement of money, and who caused it'],
  needs: { availability: '99.99%', latency_p99: '< 2s', consistency: 'strong', compliance: ['PCI', 'SOC2'], read_write_ratio: 4, real_time: false, audit_trail: true },
  load: { actions: 5, recordsPerUser: 4, recordKb: 1, responseKb: 2, action: 'payments begun, asked for, refunded', record: 'an entry of the ledger' },
  sizes: ({ dau, recordsPerDay }) => [
    { name: 'payments a day', value: dau, unit: 'count', formula: 'one for each daily user' },
    { name: 'payments a second on the busiest day', value: (dau / 86_400) * 10, unit: 'rate', formula: 'payments a day ÷ 86400 × 10: sales days are worse than three times the mean' },
    { name: 'ledger entries a day', value: recordsPerDay, unit: 'count', formula: `payments × ${ENTRIES}: buyer, merchant, fee and clearing, which sum to zero` },
    { name: 'charges a day whose result is unknown at first', value: dau * UNKNOWN, unit: 'count', formula: `payments × ${UNKNOWN}: each is asked about until it is known` },
    { name: 'ledger kept for ten years', value: recordsPerDay * 1000 * 3650, unit: 'bytes', formula: 'entries × 1 kB × 3650; it is never deleted' },
  ],
  parts: [
    {
      id: 'payments', does: 'Leads a payment through its states, and knows a repeated request again.', context: 'Payments', criticality: 'critical', store: 'payments', trigger: 'cpu 60%',
      entities: [
        { name: 'Payment', root: true, fields: ['payment_id', 'merchant_id', 'idempotency_key', 'amount_minor', 'currency', 'state', 'version'], invariants: ['An idempotency key is used once for each merchant, and its answer never changes', 'Refunds together never exceed the payment', 'Amounts are whole minor units with a currency, never floating point'] },
        { name: 'Attempt', fields: ['attempt_id', 'payment_id', 'provider_ref', 'result', 'asked_at'], of: ['Payment'] },
      ],
      commands: ['CreatePayment', 'CapturePayment', 'RefundPayment'], queries: ['GetPayment'], publishes: ['PaymentCaptured', 'PaymentRefunded'],
      uses: [
        { store: 'payments', why: 'State, idempotency key and outbox change in one transaction.' },
        { part: 'risk', via: 'grpc', timeout: '300ms', why: 'It scores before money moves.', without: 'Amounts under the merchant’s limit pass, others wait for review.' },
        { part: 'psp-gateway', via: 'grpc', timeout: '12s', retries: 2, idempotencyKey: 'attempt_id', why: 'It speaks to the card networks.', without: 'The payment stays pending; nothing is charged, and the merchant is told to ask again.' },
        { part: 'ledger', via: 'grpc', timeout: '2s', retries: 3, idempotencyKey: 'payment_id and state', why: 'A capture is final when it stands in the books.', without: 'The payment stays captured but unposted; the outbox repeats until the books have it.' },
        { queue: 'payment-events', mode: 'async', why: 'Merchants and payouts learn what happened, from the outbox.' },
      ],
    },
    {
      id: 'ledger', does: 'Writes each movement as entries that sum to zero, and changes none ever.', context: 'Ledger', criticality: 'critical', store: 'ledger', trigger: 'cpu 60%',
      entities: [
        { name: 'Posting', root: true, fields: ['posting_id', 'cause', 'cause_id', 'posted_at'], invariants: ['Entries of a posting sum to zero in each currency', 'A posting is never changed; a correction is another posting', 'A cause is posted once'] },
        { name: 'Entry', key: 2, fields: ['posting_id', 'account_id', 'amount_minor', 'currency'], of: ['Posting'] },
      ],
      commands: ['Post'], queries: ['GetBalance', 'ListEntries'], publishes: ['Posted'], uses: [{ store: 'ledger', why: 'One transaction for a posting, serialisable; balances are sums, kept with each posting.' }],
    },
    {
      id: 'psp-gateway', does: 'Translates to each provider, repeats safely, and finds out what became of a call without an answer.', context: 'Providers', criticality: 'critical', group: 'payments', trigger: 'requests per second', publishes: ['ProviderResult'],
      uses: [{ external: 'card-provider', via: 'http', why: 'It charges cards; card numbers go from the browser straight to it, never through here.', without: 'The breaker opens and new payments go to the second provider; those under way stay pending until their result is known.', timeout: '10s', retries: 2, idempotencyKey: 'attempt_id' }],
    },
    {
      id: 'risk', does: 'Scores a payment by rules and by what was seen of the card before.', context: 'Risk', criticality: 'important', within: 'payments', from: 'moderate', group: 'payments', store: 'risk', trigger: 'cpu 70%',
      entities: [{ name: 'RiskDecision', root: true, fields: ['payment_id', 'score', 'rules', 'decided_at'] }], queries: ['Score'], uses: [{ store: 'risk', why: 'Each decision is kept with the rules that made it.' }, { cache: 'velocities', why: 'Attempts by card in the last hour.' }],
    },
    {
      id: 'reconciliation', does: 'Compares the books with the files of providers and banks, line by line, each day.', context: 'Reconciliation', criticality: 'critical', kind: 'worker', within: 'ledger', group: 'ledger', store: 'reconciliation', trigger: 'one at a time: files of a day', consumes: ['Posted'],
      entities: [{ name: 'Difference', root: true, fields: ['difference_id', 'day', 'provider_ref', 'ours', 'theirs', 'state'], invariants: ['A difference is closed by a posting or by a person with a reason'] }],
      commands: ['CloseDifference'], queries: ['ListDifferences'],
      uses: [{ queue: 'payment-events', mode: 'async', why: 'What was posted is awaited in the files.' }, { store: 'reconciliation', why: 'Files as they came, matches and differences.' }, { part: 'ledger', via: 'grpc', timeout: '5s', retries: 3, idempotencyKey: 'difference_id', why: 'Corrections are postings.', without: 'Differences stay open until tomorrow.' }, { external: 'bank-files', via: 'sdk', timeout: '60s', why: 'What really arrived.', without: 'The day is reconciled when the file comes; payouts of that day wait.', retries: 5 }],
    },
    {
      id: 'payouts', does: 'Pays merchants what is theirs, after fees and reserves.', context: 'Payouts', criticality: 'important', kind: 'worker', within: 'ledger', group: 'ledger', store: 'payouts', trigger: 'one at a time: runs of a day', consumes: ['PaymentCaptured', 'PaymentRefunded'],
      entities: [{ name: 'Payout', root: true, fields: ['payout_id', 'merchant_id', 'amount_minor', 'currency', 'state'], invariants: ['A payout is never more than the balance of the merchant', 'Two people approve above the limit'] }],
      commands: ['RunPayouts'], queries: ['ListPayouts'],
      uses: [{ queue: 'payment-events', mode: 'async', why: 'It learns what became due.' }, { store: 'payouts', why: 'Runs and their state.' }, { part: 'ledger', via: 'grpc', timeout: '5s', retries: 3, idempotencyKey: 'payout_id', why: 'The balance is reserved before the bank is asked.', without: 'The run waits.' }, { external: 'bank-files', via: 'sdk', timeout: '60s', retries: 5, why: 'Transfers are handed in once, by their own number.', without: 'The run waits for the next day.' }],
    },
    {
      id: 'webhooks', does: 'Tells merchants what happened, signed, until they say that they heard.', context: 'Webhooks', criticality: 'optional', kind: 'worker', within: 'payments', from: 'moderate', group: 'payments', trigger: 'queue depth', consumes: ['PaymentCaptured', 'PaymentRefunded'],
      uses: [{ queue: 'payment-events', mode: 'async', why: 'In order for each payment.' }, { external: 'merchant-endpoints', via: 'http', why: 'Addresses that strangers give us: only public ones are called, and none is followed inwards.', without: 'Repeated for three days with growing pauses; the merchant can ask at any time.', timeout: '5s', retries: 10, idempotencyKey: 'event_id' }],
    },
  ],
  stores: [
    { id: 'payments', holds: 'payments, attempts and idempotency keys', plan: { light: { role: 'relational', why: 'Transactions and unique keys are the whole point.' }, heavy: { role: 'relational', why: 'Transactions and unique keys are the whole point; split by merchant, so that each payment stays within one shard.', sharding: 'by merchant_id' } } },
    { id: 'ledger', holds: 'postings and entries', plan: { light: { role: 'relational', why: 'A posting is one transaction whose entries sum to zero, which the database itself checks.' }, moderate: { role: 'relational', why: 'The same, by month; old months are read only.', partitioning: 'by month' }, heavy: { role: 'relational', why: 'By month and split by account; accounts that everybody touches (fees, clearing) are split into a hundred and summed.', partitioning: 'by month', sharding: 'by account_id' } } },
    { id: 'risk', holds: 'decisions with their reasons', plan: { light: { role: 'relational', why: 'Decisions are asked about later, one by one.' } } },
    { id: 'reconciliation', holds: 'files of providers and differences', plan: { light: { role: 'relational', why: 'Lines are joined with entries by the reference of the provider.' } } },
    { id: 'payouts', holds: 'runs and payouts', plan: { light: { role: 'relational', why: 'Small, and exact.' } } },
  ],
  caches: [{ id: 'velocities', from: 'moderate', key: 'v1:card:{fingerprint}:hour:{hour}', ttl: '2h', pattern: 'write-through', invalidation: 'A count dies with its hour.', stampede: 'single-flight', hitRatio: 0.9, why: 'Counts of the last hour for risk alone; money is never cached.' }],
  queues: [{ id: 'payment-events', why: 'What happened is told to payouts and merchants from the outbox, at least once.', events: ['PaymentCaptured', 'PaymentRefunded', 'Posted'], producers: ['payments', 'ledger'], consumers: ['payouts', 'webhooks', 'reconciliation'], key: 'payment_id', idempotencyKey: 'event_id' }],
  externals: [
    { id: 'card-provider', kind: 'external-api', why: 'It charges cards, and keeps card numbers out of our systems.', criticality: 'critical', without: 'The breaker opens and new payments go to the second provider; those under way stay pending until their result is known.', timeout: '10s', retries: 2, idempotencyKey: 'attempt_id', fallback: 'error_with_retry_after' },
    { id: 'bank-files', kind: 'external-api', why: 'Statements in, transfers out.', criticality: 'important', without: 'Payouts wait a day.', timeout: '60s', retries: 5, idempotencyKey: 'the number of the file', fallback: 'error_with_retry_after' },
    { id: 'merchant-endpoints', kind: 'external-api', why: 'Webhooks.', criticality: 'optional', without: 'Repeated for three days with growing pauses; the merchant can ask at any time.', timeout: '5s', retries: 10, idempotencyKey: 'event_id', fallback: 'error_with_retry_after', from: 'moderate' },
  ],
  apis: [
    { id: 'payments-http', part: 'payments', style: 'rest', public: true, clients: ['server'], why: 'Merchants program against it for years: plain resources, versions in the path, and an Idempotency-Key on every change.', operations: ['POST /v1/payments', 'GET /v1/payments/{id}', 'POST /v1/payments/{id}/capture', 'POST /v1/payments/{id}/refunds', 'GET /v1/payments?cursor='], pagination: 'cursor', limit: '600/min', idempotent: true },
    { id: 'back-office-http', part: 'reconciliation', style: 'rest', public: false, clients: ['spa'], why: 'People in finance close differences; two of them for large ones.', operations: ['GET /v1/differences?day=', 'POST /v1/differences/{id}/resolution'], pagination: 'cursor', limit: '60/min', idempotent: true },
  ],
  flow: { title: 'A payment is captured, and the answer of the provider is lost', steps: [
    { from: 'merchant', to: 'payments', says: 'POST /v1/payments, Idempotency-Key k1' },
    { from: 'payments', to: 'payments-store', says: 'insert payment and key k1: pending' },
    { from: 'payments', to: 'risk', says: 'score, 300 ms at most', since: 'moderate' },
    { from: 'payments', to: 'psp-gateway', says: 'charge, attempt_id a1' },
    { from: 'psp-gateway', to: 'card-provider', says: 'charge, idempotency key a1' },
    { from: 'card-provider', to: 'psp-gateway', says: 'no answer within 10 s', reply: true },
    { from: 'psp-gateway', to: 'card-provider', says: 'what became of a1?' },
    { from: 'card-provider', to: 'psp-gateway', says: 'captured, ref p77', reply: true },
    { from: 'psp-gateway', to: 'payments', says: 'captured', reply: true },
    { from: 'payments', to: 'ledger', says: 'Post 4 entries, sum 0, cause payment captured' },
    { from: 'payments', to: 'payments-store', says: 'state and outbox, one transaction' },
    { from: 'payments', to: 'merchant', says: '201 captured; k1 gives the same answer for ever', reply: true },
    { from: 'payments', to: 'payment-events', says: 'PaymentCaptured, from the outbox' },
    { from: 'reconciliation', to: 'bank-files', says: 'next morning: is p77 in the file?' },
  ] },
  saga: { name: 'Capture a payment', orchestrator: 'payments', steps: [
    { name: 'Authorise the card', service: 'psp-gateway', action: 'POST /authorisations', compensation: 'DELETE /authorisations/{id}', timeout: '12s', retries: 2 },
    { name: 'Post to the ledger', service: 'ledger', action: 'POST /postings', compensation: 'POST /postings (the reverse of it)', timeout: '2s', retries: 3 },
    { name: 'Capture the amount', service: 'psp-gateway', action: 'POST /captures', compensation: 'POST /refunds', timeout: '12s', retries: 2 },
  ] },
  consistency: [
    { operation: 'Capture a payment', level: 'strong', part: 'payments', why: 'Within one service a transaction; across services steps that can each be undone, led by the payment itself.' },
    { operation: 'Post to the ledger', level: 'strong', part: 'ledger', why: 'One serialisable transaction.' },
    { operation: 'Tell the merchant', level: 'eventual', part: 'webhooks', why: 'At least once, signed, with the number of the event.' },
  ],
  tenants: { who: 'merchants', key: 'merchant_id' },
  clients: ['server', 'spa'],
  cell: { key: 'merchant_id', why: 'All that belongs to a merchant is in one cell; only clearing crosses cells, once a day.' },
  challenges: [
    { name: 'exactly once', problem: 'Networks deliver at most once or at least once; a buyer expects exactly once.', answer: {
      light: 'At least once plus memory: the payment is written as pending before the provider is called, the call carries our attempt_id, and without an answer the provider is asked what became of it, never simply charged again. All in one process and one database.',
      heavy: 'The same, as a state machine with one owner for each payment (a version is compared on every change), a sweeper that asks about each pending attempt after 1, 5 and 30 minutes, and a second provider that takes new payments only: an attempt never changes its provider while its result is unknown.',
    } },
    { name: 'idempotency', problem: 'Merchants, queues and our own retries repeat everything.', answer: {
      light: 'A unique key on merchant and Idempotency-Key, inserted in the same transaction as the payment, with a hash of the request: the same key with another amount is refused with 409. The stored answer is given again.',
      heavy: 'The same key in the shard of the merchant, kept for as long as the payment; consumers note the event_id in the transaction of their effect. Each hop has its own key that is derived from the one before it, so a retry at any place meets the same effect.',
    } },
    { name: 'reconciliation', problem: 'Our books and those of banks differ every day: late captures, chargebacks, fees, faults of both sides.', answer: {
      light: 'Each morning the file of the provider is loaded and joined with our entries by reference; what is on one side only is a difference that a person closes with a posting. From the first day on: without it nobody knows whether the rest works.',
      moderate: 'The same, three ways: provider, bank and ledger. Known kinds (fees, late captures) are closed by rules, each with its posting; the rest goes to people, the oldest first.',
      heavy: 'The same all day long, from the events of providers, with the files as the last word. Balances of clearing accounts must return to zero within their days; one that does not pages, and payouts of that merchant wait.',
    } },
  ],
  watch: ['Payments answered under 2 s, 99 of 100; available 99.99 %, measured as payments that could be begun.', 'Share of payments that succeed, by provider, country and card: a fall of 3 points in 10 minutes pages.', 'Attempts whose result is unknown for more than 30 minutes.', 'Sum of all entries: zero. Differences older than 3 days: none.'],
  tradeoffs: ['Consistency before availability: a payment rather waits than is charged twice.', 'An append-only ledger instead of event sourcing for everything: past balances can be asked for, and the rest stays ordinary tables.', 'Card numbers never touch us: most of PCI DSS (all but SAQ A) falls away, and so does the choice of some features.'],
  growth: [['a provider is down for an hour', 'a second provider for new payments', 'heavy'], ['one account takes most writes', 'split it into a hundred and sum them', 'heavy'], ['regulators ask for past states', 'keep the ledger as the source, and event-source that domain alone'], ['a country asks that its data stays there', 'a cell for that country, with a ledger of its own and one clearing account between']],
  interviewUsers: 20_000_000,
};
