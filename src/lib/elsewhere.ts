import type { Facts, Place } from '../model/index.ts';
import { at as pick, record, text } from './json.ts';
import { storeOfName } from './images.ts';

/** Something that is installed from outside the repository, whose own files are not here to be read. */
export interface Foreign { readonly name: string; readonly values: unknown; readonly at: Place }

const FRONT = /\b(alb|elb|nlb|load-?balanc\w*|cloudfront|cdn|ingress|gateway|front-?door|eks-blueprints?\w*|addons?)\b/i;

/** Charts and modules of others that may stand in front of the services, with the values that they are handed. */
export const foreignParts = (kubernetes: Facts['kubernetes'], terraform: Facts['terraform']): readonly Foreign[] => [
  ...foreignCharts(kubernetes),
  ...terraform.blocks.filter((one) => one.kind === 'module' && !/^\.{1,2}\//.test(one.type) && FRONT.test(one.type)).map(({ type, value, at }) => ({ name: `The module ${type.slice(0, 100)}`, values: value, at })),
];

/** Charts of stores are left out: they stand behind the services. */
const foreignCharts = ({ dependencies, resources }: Facts['kubernetes']): readonly Foreign[] => [
  ...dependencies.filter((one) => one.enabled && isForeign(one)).map(({ name, values, at }) => ({ name, values, at })),
  ...resources.flatMap((one): Foreign[] => {
    if (one.kind === 'HelmRelease') return [{ name: text(pick(one.value, 'spec', 'chart', 'spec', 'chart')) ?? one.name, values: pick(one.value, 'spec', 'values'), at: one.at }];
    const chart = one.kind === 'Application' && one.apiVersion.startsWith('argoproj.io/') ? text(pick(one.value, 'spec', 'source', 'chart')) : undefined;
    return chart === undefined ? [] : [{ name: chart, values: pick(one.value, 'spec', 'source', 'helm', 'valuesObject'), at: one.at }];
  }),
].filter(({ name }) => storeOfName(name.split('/').at(-1)!) === undefined).map((one) => ({ ...one, name: `The chart ${one.name.slice(0, 100)}` }));

/** A chart lies beside the one that asks for it only where it says so; a helmfile names its own apart. */
export const isForeign = ({ chart, repository }: Facts['kubernetes']['dependencies'][number]): boolean =>
  repository === undefined ? /\.ya?ml(\.gotmpl)?$/.test(chart) : !repository.startsWith('file:');

/** Whether somewhere among the values such a key is given, and not switched off. */
export const asksFor = (values: unknown, key: RegExp, depth = 0): boolean => {
  if (typeof values !== 'object' || values === null || depth > 20) return false;
  return Object.entries(Array.isArray(values) ? (values as unknown[]) : record(values)).some(([name, value]: [string, unknown]) =>
    (key.test(name) && isOn(value)) || asksFor(value, key, depth + 1));
};

const isOn = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return pick(value, 'enabled') !== undefined ? pick(value, 'enabled') === true : Object.keys(value).length > 0;
  return value === true || (typeof value === 'string' && value !== '' && !/^(false|off|disabled|none)$/i.test(value));
};
