import { resolve } from 'node:path';
import { listOf } from '../../lib/declaration.ts';
import { layerDirections } from '../../lib/layers.ts';
import { markdownCode, markdownText } from '../../lib/escape.ts';
import { declarationOf } from '../../run.ts';
import { EXIT, writeOutput, type Io } from '../io.ts';

export interface ContextOptions {
  readonly config?: string;
  readonly output?: string;
}

/** The declared rules as compact Markdown: what somebody who writes code here must know, for an AGENTS.md or CONTRIBUTING.md. */
export async function context(dir: string, options: ContextOptions, io: Io): Promise<number> {
  const { file, declared } = declarationOf({ dir: resolve(io.cwd, dir), ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }) });
  const code = (values: string | readonly string[] | undefined): string => listOf(values).map(markdownCode).join(', ');
  const because = (text: string | undefined): string => (text ? ` ${markdownText(text)}` : '');
  const lines = [
    `## Architecture of ${markdownText(declared.project.name)}`, '',
    `Declared in ${markdownCode(file ?? 'architecture.yaml')}, judged by \`arch-lint\`. Ask before an import: \`arch-lint can FROM TO\`.`,
  ];
  const directions = layerDirections(declared);
  if (directions && declared.layers) {
    lines.push('', '### Layers', '');
    for (const { name, path } of declared.layers.order) {
      const open = declared.layers.order.filter((other) => other.name !== name && directions.mayImport(name, other.name)?.allowed).map((other) => other.name);
      lines.push(`- **${markdownText(name)}** (${code(path)}) may import ${open.length > 0 ? code(open) : 'no other layer'}.`);
    }
  }
  const components = Object.entries(declared.components ?? {});
  if (components.length > 0) lines.push('', '### Components', '');
  for (const [name, { path, responsibility, public_api, depends_on }] of components) {
    const uses = (depends_on ?? []).map(({ component }) => component).filter((one) => one !== undefined);
    lines.push(`- **${markdownText(name)}** (${code(path)})${responsibility ? `: ${markdownText(responsibility)}` : ''}${public_api ? ` Import only ${code(public_api)}.` : ''}${uses.length > 0 ? ` Uses ${code(uses)}.` : ''}`);
  }
  if ((declared.rules ?? []).length > 0) lines.push('', '### Rules', '');
  for (const { name, because: reason } of declared.rules ?? []) lines.push(`- **${markdownText(name)}**${because(reason)}`);
  const text = `${lines.join('\n')}\n`;
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  return EXIT.good;
}
