import { expect, test } from 'vitest';
import { environmentOf } from '../../src/lib/environment.ts';

test('a path names its environment by the last word that does', () => {
  const told = (path: string): string => environmentOf(path) ?? 'none';
  expect(['k8s/production/api.yaml', 'deploy/staging/dev.yaml', 'values-demo.yaml', 'overlays/demo/api.yaml', 'overlays/eks-demo/api.yaml', 'non-prod/api.yaml', 'k8s/api.yaml'].map(told)).toEqual(['production', 'development', 'development', 'development', 'development', 'development', 'none']);
});

test('a project that is called a demo is no environment', () => {
  expect([environmentOf('microservice-kubernetes-demo/services.yaml'), environmentOf('shop_on_nomad_demos/prod/api.yaml')]).toEqual([undefined, 'production']);
});
