import { expect, it } from 'vitest';
import { meshBreakers } from '../../src/lib/mesh.ts';
import { gather } from '../facts/gather.ts';

const istio = (spec: string): string => `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: r}\nspec: {host: pay.shop.svc.cluster.local, ${spec}}\n`;

it.each([
  ['for all', istio('trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}'), ['pay']],
  ['for each port', istio('trafficPolicy: {portLevelSettings: [{port: {number: 80}, outlierDetection: {}}]}'), ['pay']],
  ['for each subset', istio('subsets: [{name: a, trafficPolicy: {outlierDetection: {}}}, {name: b, trafficPolicy: {outlierDetection: {}}}]'), ['pay']],
  ['for one of two subsets', istio('subsets: [{name: a, trafficPolicy: {outlierDetection: {}}}, {name: b}]'), []],
  ['switched off', istio('trafficPolicy: {outlierDetection: {consecutive5xxErrors: 0}}'), []],
  ['of Consul', 'apiVersion: consul.hashicorp.com/v1alpha1\nkind: ServiceDefaults\nmetadata: {name: shop}\nspec: {upstreamConfig: {overrides: [{name: pay, passiveHealthCheck: {interval: 5s}}, {name: mail}]}}\n', ['pay']],
  ['of Kuma', 'apiVersion: kuma.io/v1alpha1\nkind: MeshCircuitBreaker\nmetadata: {name: r}\nspec: {to: [{targetRef: {kind: MeshService, name: pay_shop_svc_80}, default: {outlierDetection: {}}}]}\n', ['pay']],
  ['of Linkerd', 'apiVersion: v1\nkind: Service\nmetadata: {name: pay, annotations: {balancer.linkerd.io/failure-accrual: consecutive}}\n', ['pay']],
])('hosts that fail are taken out %s', async (_, text, services) => {
  const { kubernetes } = await gather({ 'k8s/mesh.yaml': text }, ['kubernetes']);
  expect(meshBreakers(kubernetes.resources).map(({ service }) => service)).toEqual(services);
});
