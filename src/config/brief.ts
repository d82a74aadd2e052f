import type { Mistake } from '../lib/mistake.ts';
import { explain, type Schema } from './explain.ts';
import { parseTree } from './parse.ts';
import { references } from './references.ts';
import { SCHEMA } from './schema.ts';
import { flatten } from './tree.ts';

/** Sections of architecture.yaml that a brief may have. */
const SECTIONS = ['version', 'project', 'requirements', 'constraints', 'priorities', 'estimates', 'style', 'infrastructure', 'tenancy', 'contexts'] as const;

/** A brief names no components yet; without people and users there is nothing to size. */
function briefSchema(): Schema {
  const { $defs = {}, properties = {} } = SCHEMA;
  const { required: _, ...project } = $defs['Project']!;
  return {
    type: 'object', additionalProperties: false, required: ['project'], $defs,
    properties: { ...Object.fromEntries(SECTIONS.map((name) => [name, properties[name]!])), project: { ...project, required: ['team_size', 'expected_users'] } },
  };
}

/** Reads a brief; every mistake in it at once, each with its place. `name`: what the file is called in sentences. */
export function readBrief(name: string, text: string): { readonly brief: object } | { readonly mistakes: readonly Mistake[] } {
  const parsed = parseTree(name, text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''));
  if ('mistakes' in parsed) return parsed;
  const mistakes = explain(briefSchema(), parsed.tree).map((one) => ({ ...one, message: one.message.replace(/^The declaration /, 'The brief ') }));
  if (mistakes.length > 0 || parsed.tree.kind !== 'map') return { mistakes };
  const wrong = references(parsed.tree, new Set(), () => true);
  return wrong.length > 0 ? { mistakes: wrong } : { brief: flatten(parsed.tree).value as object };
}
