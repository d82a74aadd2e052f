import { readLocated, type Located } from '../../lib/located.ts';
import type { Repo } from '../../model/index.ts';
import { relocate } from './relocate.ts';
import { renderTemplate, withoutLoneUnknowns } from './template-run.ts';
import { TemplateError, type Part } from './template-syntax.ts';

/** What one template becomes with the values of one setting; `broken`: nobody can say. */
export interface Written { readonly path: string; readonly documents: readonly Located[]; readonly broken?: true }

export interface ChartText { readonly templates: readonly { readonly path: string; readonly parts: readonly Part[] }[]; readonly defines: ReadonlyMap<string, readonly Part[]> }

/** Writes the templates of a chart out; what cannot be is a gap where `tell` is set. */
export const writtenOut = ({ templates, defines }: ChartText, root: Record<string, unknown>, layers: readonly Located[], repo: Repo, tell: boolean): readonly Written[] => templates.map(({ path, parts }): Written => {
  try {
    const rendered = renderTemplate(parts, defines, root);
    if (rendered.text.trim() === '') return { path, documents: [] };
    const first = readLocated(rendered.text, path);
    // What an unknown helper writes between keys is no value: the rest can be read without it.
    const reading = first.troubles.length === 0 ? first : readLocated(withoutLoneUnknowns(rendered.text), path);
    if (tell) for (const trouble of reading.troubles) repo.gap(`is a Helm template whose result ${trouble.reason}`, { file: path, line: rendered.lines[(trouble.at.line ?? 1) - 1]?.line ?? 1 });
    return { path, documents: reading.documents.map((document) => relocate(document, rendered, layers)), ...(reading.troubles.length > 0 && { broken: true as const }) };
  } catch (error) {
    if (tell) repo.gap(`is a Helm template that cannot be written out: ${(error as Error).message}`, { file: path, line: error instanceof TemplateError ? error.line : 1 });
    return { path, documents: [], broken: true };
  }
});

/** Templates out of which the values of production make nothing, all of them: what they make with the bare defaults runs elsewhere. */
export const leftOut = (production: readonly (readonly Written[])[]): ReadonlySet<string> =>
  new Set((production[0] ?? []).map(({ path }) => path).filter((path) => production.every((made) => made.some((one) => one.path === path && one.documents.length === 0 && one.broken === undefined))));
