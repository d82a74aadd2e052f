import type { DeployedTo } from '../model/index.ts';
import { environmentOf } from './environment.ts';
import { at as pick, list, text } from './json.ts';

export interface RenderGroup { readonly path: readonly (string | number)[]; readonly environment?: DeployedTo }

/** Where a blueprint of Render lists services and databases: at its root, and for each environment of its projects. */
export const renderGroups = (value: unknown): readonly RenderGroup[] => [{ path: [] }, ...list(pick(value, 'projects')).flatMap((project, index) => list(pick(project, 'environments')).map((one, position): RenderGroup => {
  const environment = environmentOf(text(pick(one, 'name')) ?? '');
  return { path: ['projects', index, 'environments', position], ...(environment && { environment }) };
}))];
