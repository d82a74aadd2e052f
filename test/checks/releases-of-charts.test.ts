import { expect, test } from 'vitest';
import noScalingPath from '../../checks/scalability/no-scaling-path.ts';
import singlePoints from '../../checks/reliability/single-points-of-failure.ts';
import { gather } from '../facts/gather.ts';

const release = (name: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${name}}
spec:
  values:
    controllers:
      ${name}: {containers: {app: {image: {repository: ghcr.io/acme/${name}, tag: 1}}}}
    service:
      app: {ports: {http: {port: 80}}}
`;
const apps = (count: number): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`apps/wiki${index}/helmrelease.yaml`, release(`wiki${index}`)]));

test('that run once are one finding where they are many, with all places', async () => {
  const { architecture, workloads, stores, packages, kubernetes } = await gather(apps(6), ['architecture', 'workloads', 'stores', 'packages', 'kubernetes']);
  for (const { examined, judgements } of [singlePoints.inspect({ architecture, workloads, stores, packages }, {}), noScalingPath.inspect({ architecture, workloads, kubernetes }, {})]) {
    expect(judgements.map(({ subject, at, evidence }) => [subject, at.file, evidence?.length])).toEqual([['releases of charts', 'apps/wiki0/helmrelease.yaml', 5]]);
    expect(examined).toBe(1);
  }
});

test('are told one by one where they are few', async () => {
  const { architecture, workloads, stores, packages } = await gather(apps(5), ['architecture', 'workloads', 'stores', 'packages']);
  expect(singlePoints.inspect({ architecture, workloads, stores, packages }, {}).judgements.map(({ subject }) => subject)).toEqual([0, 1, 2, 3, 4].map((index) => `deployment/wiki${index}`));
});
