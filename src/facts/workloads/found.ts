import type { Deployment } from '../../model/index.ts';

/** One deployment as it was found, before it is tied to a component and a folder; `build`: what its image is made from. */
export interface Found { readonly name: string; readonly deployment: Deployment; readonly build?: { readonly context: string; readonly dockerfile?: string } }

type Named = Pick<Deployment, 'kind' | 'source' | 'release' | 'at' | 'example' | 'managed'> & Partial<Deployment>;

/** A deployment of which its file says no more than this. */
export const found = (name: string, deployment: Named): Found => ({
  name, deployment: { ports: [], spread: false, probes: [], env: [], resources: [], exposures: [], volumes: [], sidecars: [], optional: false, ...deployment },
});
