import { label } from '../../lib/mermaid.ts';
import type { ModelEdge } from '../../model/index.ts';
import type { EntityHere } from './model.ts';

const ARROWS: Readonly<Record<ModelEdge['cardinality'], string>> = { 'many-to-one': '}o--||', 'one-to-one': '|o--||', 'many-to-many': '}o--o{' };
const MAY_LACK: Readonly<Record<ModelEdge['cardinality'], string>> = { 'many-to-one': '}o--o|', 'one-to-one': '|o--o|', 'many-to-many': '}o--o{' };
/** More columns are counted, and not drawn. */
const MOST_COLUMNS = 12;

const word = (text: string): string => text.replaceAll('[]', '_list').replaceAll(/[^\w-]/g, '_').replace(/^(?=[^A-Za-z_])/, '_');

/** Entities and the arrows between them; keys first, and the columns that lead elsewhere. */
export function erDiagram(entities: readonly EntityHere[], edges: readonly ModelEdge[]): string {
  const drawn = new Map(entities.map(({ name }, index) => [name, `e${index}`]));
  return [
    'erDiagram',
    ...entities.flatMap(({ name, found }) => {
      const keys = new Set(edges.filter(({ from }) => from === name).flatMap(({ by }) => by?.split(', ') ?? []));
      const columns = [...(found?.columns ?? [])].sort((a, b) => rank(a, keys) - rank(b, keys));
      return [
        `  ${drawn.get(name)}["${label(name)}"] {`,
        ...columns.slice(0, MOST_COLUMNS).map((column) => `    ${word(column.type ?? 'column')} ${word(column.name)}${keyOf(column, keys)}`),
        ...(columns.length > MOST_COLUMNS ? [`    and ${columns.length - MOST_COLUMNS}_more`.replace('and ', 'and _')] : []),
        '  }',
      ];
    }),
    ...edges.filter(({ from, to }) => drawn.has(from) && drawn.has(to)).map(({ from, to, cardinality, optional, by }) => `  ${drawn.get(from)} ${(optional ? MAY_LACK : ARROWS)[cardinality]} ${drawn.get(to)} : "${label(by ?? '')}"`),
  ].join('\n');
}

type Column = NonNullable<EntityHere['found']>['columns'][number];
const rank = ({ key, name }: Column, keys: ReadonlySet<string>): number => (key === 'primary' ? 0 : keys.has(name) ? 1 : key === 'unique' ? 2 : 3);
const keyOf = ({ key, name }: Column, keys: ReadonlySet<string>): string => {
  const marks = [...(key === 'primary' ? ['PK'] : []), ...(keys.has(name) ? ['FK'] : []), ...(key === 'unique' ? ['UK'] : [])];
  return marks.length === 0 ? '' : ` ${marks.join(', ')}`;
};
