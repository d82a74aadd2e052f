import { expect, test } from 'vitest';
import { environmentOf, environmentOfStack } from '../../src/lib/environment.ts';

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

test('takes what developers start beside the code for development, and leaves a folder of Docker alone', () => {
  const told = (path: string): string => environmentOfStack(path) ?? 'none';
  expect(['docker/dependencies/docker.compose.yaml', 'docker-compose.dependencies.yml', 'docker/local/docker-compose.yml', '.devcontainer/compose.yaml', 'dev/containers/docker-compose.yml'].map(told)).toEqual(Array(5).fill('development'));
  expect(['docker/docker-compose.yml', 'docker/prod/compose.yml', 'docker/dependencies/compose.production.yml', 'deploy/docker-compose.deps.yml', 'packages/dependencies/compose.yml'].map(told)).toEqual(['none', 'production', 'production', 'none', 'none']);
});

test('what is local first runs on a desk, whatever it speaks to', () => {
  const told = (path: string): string => environmentOf(path) ?? 'none';
  expect(['.env.lokalt-mot-preprod', '.env.local-to-staging', 'values-local-prod.yaml', '.env.localhost'].map(told)).toEqual(Array(4).fill('development'));
  expect(['.env.preprod', 'local/prod.yaml', '.env.prod.local', 'packages/local-auth/deploy/production/app.yaml', '.env.prod'].map(told)).toEqual(['staging', 'production', 'development', 'production', 'production']);
});
