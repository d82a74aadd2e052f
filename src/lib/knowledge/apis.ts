import type { Complexity } from './styles.ts';

// The source document's Phase 5.

export interface ApiStyleRow {
  readonly style: 'rest' | 'graphql' | 'grpc' | 'websocket' | 'sse';
  readonly bestFor: readonly string[];
  readonly latency: 'very low' | 'low' | 'medium';
  readonly complexity: Complexity;
}

export const API_STYLES: readonly ApiStyleRow[] = [
  { style: 'rest', bestFor: ['records that are created, read, updated and deleted', 'public APIs', 'simple resources'], latency: 'medium', complexity: 'low' },
  { style: 'graphql', bestFor: ['APIs driven by the front end', 'nested data', 'several clients'], latency: 'medium', complexity: 'medium' },
  { style: 'grpc', bestFor: ['service to service', 'streams', 'performance'], latency: 'low', complexity: 'medium' },
  { style: 'websocket', bestFor: ['both sides talk in real time (chat, games)'], latency: 'very low', complexity: 'high' },
  { style: 'sse', bestFor: ['only the server talks (notifications, feeds)'], latency: 'low', complexity: 'low' },
];

/** The ten points of a REST API. */
export const REST_RULES = [
  { id: 'nouns', rule: 'Paths name resources, not actions.', example: '/orders/{id}, not /getOrder' },
  { id: 'methods', rule: 'Methods mean what they say: GET reads, POST creates, PUT replaces, PATCH changes, DELETE removes.', example: 'PATCH /orders/{id}' },
  { id: 'envelope', rule: 'Answers share one envelope.', example: '{data, meta, errors}' },
  { id: 'pagination', rule: 'Lists are paged: by cursor where they are large, by offset where they are small.', example: '?cursor=…&limit=50' },
  { id: 'filtering', rule: 'Lists are filtered by query parameters.', example: '?status=active&created_after=2024-01-01' },
  { id: 'versioning', rule: 'A way of versioning is chosen.', example: '/v2/ or Accept-Version' },
  { id: 'rate-limit', rule: 'Too many calls get 429 with Retry-After.', example: '429, Retry-After: 30' },
  { id: 'links', rule: 'Answers link to what can be done next (optional).', example: '_links.self' },
  { id: 'idempotency', rule: 'Changes take an idempotency key.', example: 'Idempotency-Key' },
  { id: 'errors', rule: 'Errors share one format.', example: '{code, message, details, request_id}' },
] as const;

export interface VersioningRow {
  readonly strategy: 'url-path' | 'header' | 'query' | 'none';
  readonly pros: string;
  readonly cons: string;
  readonly when: string;
}

export const VERSIONING: readonly VersioningRow[] = [
  { strategy: 'url-path', pros: 'simple and cacheable', cons: 'addresses multiply', when: 'public APIs' },
  { strategy: 'header', pros: 'clean addresses', cons: 'harder to test', when: 'internal APIs' },
  { strategy: 'query', pros: 'easy to test', cons: 'troubles caches', when: 'transitions' },
  { strategy: 'none', pros: 'simplest', cons: 'a breaking change breaks clients', when: 'internal only, with feature flags' },
];
