import { at as pick, flag, number, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { Bicep, BicepResource } from '../../model/index.ts';
import { found, type Found } from './found.ts';

/** Applications that Bicep brings up; a module of the registry has flat parameters where the resource has properties. */
export const bicepDeployments = ({ resources }: Bicep): readonly Found[] => resources.flatMap((one): Found[] => {
  const base = { source: 'bicep', release: one.at.file, at: one.at, example: false, ...(one.environment && { environment: one.environment }) } as const;
  if (one.type === 'Microsoft.Web/sites') {
    const kind = text(pick(one.value, 'kind')) ?? '';
    const tls = flag(pick(one.value, one.module ? 'httpsOnly' : 'properties', 'httpsOnly')) ?? (one.module ? true : undefined);
    const exposures = [{ by: 'http-event', name: one.name, public: true, hosts: [], at: one.at, ...(tls !== undefined && { tls }) }] as const;
    // How often a site runs is said of its plan.
    return /function/i.test(kind) ? [found(one.name, { ...base, kind: 'function', managed: true, exposures })] : [found(one.name, { ...base, kind: 'app', managed: false, replicas: { at: one.at }, exposures })];
  }
  return one.type === 'Microsoft.App/containerApps' ? [containerApp(one, base)] : [];
});

function containerApp(one: BicepResource, base: Pick<Found['deployment'], 'source' | 'release' | 'at' | 'example'>): Found {
  const scale = one.module ? ['scaleSettings'] : ['properties', 'template', 'scale'];
  const most = pick(one.value, ...scale, 'maxReplicas');
  const ingress = pick(one.value, 'properties', 'configuration', 'ingress');
  // `ingress: isReached ? {…} : null`: if it is reached, then so.
  const written = typeof ingress === 'string' ? /\bexternal:\s*(true|false)\b/.exec(ingress)?.[1] : undefined;
  const external = one.module ? flag(pick(one.value, 'ingressExternal')) ?? true : written !== undefined ? written === 'true' : flag(pick(ingress, 'external'));
  const at = placeIn(one, `/${scale.join('/')}/maxReplicas`);
  return found(one.name, {
    ...base, kind: 'container-app',
    // The platform runs as many as are asked for, unless it is told to run one at most.
    ...(number(most) === 1 ? { managed: false, replicas: { value: 1, at } } : { managed: true }),
    exposures: external === undefined ? [] : [{ by: 'ingress', name: one.name, public: external, hosts: [], tls: true, at: one.at }],
  });
}
