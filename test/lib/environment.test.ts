import { expect, test } from 'vitest';
import { environmentOf } from '../../src/lib/environment.ts';

test('a path names its environment by the last word that does', () => {
  const told = (path: string): string => environmentOf(path) ?? 'none';
  expect(['k8s/production/api.yaml', 'deploy/staging/dev.yaml', 'values-demo.yaml', 'overlays/demo/api.yaml', 'overlays/eks-demo/api.yaml', 'non-prod/api.yaml', 'k8s/api.yaml'].map(told)).toEqual(['production', 'development', 'development', 'development', 'development', 'development', 'none']);
});

test('a folder of what runs before staging, or for one change, is development', () => {
  expect(['infra/deployments/integration/ecs.tf', 'deploy/review/traefik/ecs.tf', 'k8s/stripe-integration/api.yaml', 'k8s/recette/api.yaml'].map(environmentOf)).toEqual(['development', 'development', undefined, 'staging']);
});

test('a project that is called a demo is no environment', () => {
  expect([environmentOf('microservice-kubernetes-demo/services.yaml'), environmentOf('shop_on_nomad_demos/prod/api.yaml')]).toEqual([undefined, 'production']);
});
