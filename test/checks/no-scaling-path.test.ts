import { expect, test } from 'vitest';
import noScalingPath from '../../checks/scalability/no-scaling-path.ts';
import { gather } from '../facts/gather.ts';

const manifest = (name: string, bounds: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec: {template: {spec: {containers: [{name: app, image: acme/${name}, resources: {requests: {cpu: 100m}}}]}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ${name}}
spec: {scaleTargetRef: {kind: Deployment, name: ${name}}, ${bounds}}
`;

test.each([
  ['orders', 'minReplicas: 1, maxReplicas: 1', [['violated', 'medium']]],
  ['orders', 'minReplicas: 3, maxReplicas: 3', [['violated', undefined]]],
  ['orders', 'minReplicas: 1, maxReplicas: 4', [['verified', undefined]]],
  ['orders-cron', 'minReplicas: 1, maxReplicas: 1', []],
  ['orders-cron', 'minReplicas: 3, maxReplicas: 3', [['violated', undefined]]],
])('%s is held by an autoscaler: %s', async (name, bounds, told) => {
  const { architecture, workloads, kubernetes } = await gather({ 'k8s/production/app.yaml': manifest(name, bounds) }, ['architecture', 'workloads', 'kubernetes']);
  expect(noScalingPath.inspect({ architecture, workloads, kubernetes }, {}).judgements.map(({ standing, confidence }) => [standing, confidence])).toEqual(told);
});
