import { describe, expect, it } from 'vitest';
import { placeOf } from '../../src/lib/declaration.ts';
import { declared, load, MINIMAL, mistakeLines } from './support.ts';

// The five templates of the source document, filled in and otherwise as they stand there.

const BRIEF = `version: 1
components: {app: {path: src}}
project:
  name: "shop"
  type: "greenfield"
  stage: "MVP"
  team_size: 4
  expected_users: "10K"

requirements:
  functional:
    - "Place an order"  # Core use cases (max 5 for v1)
  non_functional:
    availability: "99.9%"
    latency_p99: "< 500ms"
    throughput: "100 rps"
    data_volume: "GB"
    consistency: "strong"
    compliance: "GDPR"

constraints:
  budget: "startup"
  timeline: "months"
  team_skills: []  # Primary languages/frameworks
  existing_infra: ""  # Cloud provider, existing services

priorities:  # Rank 1-5 (1 = highest)
  time_to_market: 1
  scalability: 4
  maintainability: 2
  cost_efficiency: 3
  reliability: 5
`;

const CONTEXT = `bounded_context:
  name: "Order Management"
  owner_team: "Commerce"

  core_entities:
    - name: "Order"
      type: "aggregate_root"
      invariants:
        - "Order total must equal sum of line items"
        - "Cannot modify after fulfillment"
    - name: "LineItem"
      type: "entity"

  domain_events_published:
    - "OrderPlaced"
    - "OrderCancelled"
    - "OrderFulfilled"

  domain_events_consumed:
    - "PaymentConfirmed"  # From Billing context
    - "InventoryReserved"  # From Inventory context

  api_surface:
    commands:
      - "PlaceOrder"
      - "CancelOrder"
    queries:
      - "GetOrder"
      - "ListOrders"

  data_store: "PostgreSQL (dedicated schema)"
  communication:
    sync: ["Payment validation"]
    async: ["Inventory reservation", "Notification triggers"]
`;

const SAGA = `saga:
  name: "Order Processing"
  steps:
    - name: "Reserve Inventory"
      service: "inventory-service"
      action: "POST /reservations"
      compensation: "DELETE /reservations/{id}"
      timeout: "5s"
      retries: 2

    - name: "Process Payment"
      service: "payment-service"
      action: "POST /charges"
      compensation: "POST /refunds"
      timeout: "10s"
      retries: 1

    - name: "Create Shipment"
      service: "shipping-service"
      action: "POST /shipments"
      compensation: "DELETE /shipments/{id}"
      timeout: "5s"
      retries: 2

  failure_policy: "compensate_all_completed_steps"
  dead_letter: "saga-failures-queue"
`;

const BREAKER = `circuit_breaker:
  name: "payment-service"
  failure_threshold: 5          # failures before opening
  success_threshold: 3          # successes before closing
  timeout_seconds: 30           # time in open state before half-open
  monitoring_window_seconds: 60 # rolling window for failure count

  states:
    closed: "Normal operation, counting failures"
    open: "All requests fail fast, return fallback"
    half_open: "Allow limited requests to test recovery"

  fallback:
    strategy: "cached_response"
    cache_ttl_seconds: 300
`;

const LOG = `log_format:
  {
    "timestamp": "2024-01-15T10:30:00Z",
    "level": "INFO",
    "service": "order-service",
    "trace_id": "abc123",
    "span_id": "def456",
    "message": "Order created",
    "order_id": "ord_789",
    "duration_ms": 45
  }
`;

describe('templates of the source document', () => {
  it.each([
    ['the discovery brief', BRIEF],
    ['the bounded context', MINIMAL + CONTEXT],
    ['the saga', MINIMAL + SAGA],
    ['the circuit breaker', MINIMAL + BREAKER],
    ['the log format', MINIMAL + LOG],
    ['all of them in one file', BRIEF + CONTEXT + SAGA + BREAKER + LOG],
  ])('%s stands as it is', (_, text) => expect(mistakeLines(load(text))).toEqual([]));

  it('are read into the lists that they are examples of, with their places', () => {
    const architecture = declared(`${BRIEF}${CONTEXT}${SAGA}${BREAKER}${LOG}contexts: [{name: Billing}]\n`);
    const read = architecture.declared;
    expect(read.contexts!.map(({ name }) => name)).toEqual(['Billing', 'Order Management']);
    expect(read.sagas![0]!.steps).toHaveLength(3);
    expect(read.circuit_breakers![0]!.name).toBe('payment-service');
    expect(read.observability!.logging!.example).toMatchObject({ level: 'INFO', order_id: 'ord_789' });
    expect(Object.keys(read)).not.toContain('saga');
    const line = (text: string): number => (BRIEF + CONTEXT + SAGA + BREAKER + LOG).split('\n').findIndex((one) => one.includes(text)) + 1;
    expect(placeOf(architecture, '/sagas/0/steps/1/service').line).toBe(line('payment-service'));
    expect(placeOf(architecture, '/observability/logging/example/level').line).toBe(line('"INFO"'));
    expect(placeOf(architecture, '/contexts/1/data_store').line).toBe(line('dedicated schema'));
  });
  it('may be several', () => {
    const two = CONTEXT.replace('bounded_context:\n', '').replaceAll(/^ {2}/gm, '    ').replace('    name:', '  - name:');
    expect(declared(`${MINIMAL}bounded_context:\n${two}${two.replace('Order Management', 'Billing')}`).declared.contexts).toHaveLength(2);
  });
  it('inside a component: a breaker with name and states', () => {
    const breaker = BREAKER.replaceAll(/^/gm, '        ').trimEnd();
    const text = `version: 1\nproject: {name: x}\ncomponents:\n  a:\n    path: a\n    depends_on:\n      - component: b\n${breaker}\n  b: {path: b}\n`;
    expect(mistakeLines(load(text))).toEqual([]);
  });
});
