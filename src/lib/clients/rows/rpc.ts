import type { ClientRow } from '../row.ts';
import { NONE } from './none.ts';

/** Transports of Nest wait for the answer without end; `emit` waits for none. */
const NEST = 'a request of @nestjs/microservices waits for its answer without end';

export const RPC_CLIENTS: readonly ClientRow[] = [
  { id: '@grpc/grpc-js', packages: ['@grpc/grpc-js', 'grpc'], kind: 'rpc', constructOptions: 2, bounds: ['grpc.service_config'], delegates: ['interceptors', 'interceptor_providers', 'callInvocationTransformer'], callBounds: ['deadline'],
    defaultBound: NONE, note: 'the default deadline of gRPC is infinite' },
  { id: 'nice-grpc', packages: ['nice-grpc', 'nice-grpc-web'], kind: 'rpc', constructs: /^(createClient|createClientFactory\b.*\.create)$/, constructOptions: 2, bounds: ['*.deadline', '*.signal'], callBounds: ['deadline', 'signal'],
    defaultBound: NONE, note: 'the default deadline of gRPC is infinite' },
  { id: 'connect transport', packages: ['@connectrpc/connect-node', '@connectrpc/connect-web', '@bufbuild/connect-node', '@bufbuild/connect-web'], kind: 'rpc', constructs: /^create(Connect|Grpc|GrpcWeb)Transport$/, carries: ['@connectrpc/connect'],
    bounds: ['defaultTimeoutMs'], delegates: ['interceptors', 'fetch'], defaultBound: NONE, note: 'Connect sets no deadline without defaultTimeoutMs or timeoutMs' },
  { id: '@connectrpc/connect', packages: ['@connectrpc/connect', '@bufbuild/connect'], kind: 'rpc', constructs: /^create(Promise|Callback)?Client$/, over: 1, bounds: ['defaultTimeoutMs'], callBounds: ['timeoutMs', 'signal'], driver: true,
    defaultBound: NONE, note: 'the transport decides' },
  { id: '@nestjs/microservices', packages: ['@nestjs/microservices'], kind: 'rpc', direct: /^Client(Proxy|Kafka|KafkaProxy|RMQ|Nats|Redis|TCP|Mqtt)\.send$/, onResult: /^Client(Grpc|GrpcProxy)\.getService\.\(\)\.\w+$/, bounds: [], chain: /^timeout(With)?$/,
    defaultBound: NONE, note: NEST },
];
