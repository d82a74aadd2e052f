import { CHECKS } from '../../../checks/index.ts';
import { DIMENSIONS } from '../../model/index.ts';
import { catalogueJson, catalogueMarkdown } from '../../report/catalogue.ts';
import { paint } from '../../lib/paint.ts';
import { EXIT, wantsColor, writeOutput, type Io } from '../io.ts';

export interface ChecksOptions {
  readonly format: 'terminal' | 'json' | 'markdown';
  readonly output?: string;
}

export async function checks({ format, output }: ChecksOptions, io: Io): Promise<number> {
  const text = format === 'json' ? `${JSON.stringify(catalogueJson(CHECKS), null, 2)}\n`
    : format === 'markdown' ? catalogueMarkdown(CHECKS)
    : list(output === undefined && wantsColor(io, io.stdout));
  if (output === undefined) io.stdout.write(text);
  else writeOutput(io, output, text);
  return EXIT.good;
}

function list(color: boolean): string {
  const c = paint(color);
  const lines: string[] = [];
  for (const dimension of DIMENSIONS) {
    const own = CHECKS.filter((check) => check.dimension === dimension).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    if (own.length === 0) continue;
    lines.push(c.bold(dimension));
    for (const { id, severity, title } of own) lines.push(`  ${id.padEnd(28)} ${c.dim(severity.padEnd(8))} ${title}`);
    lines.push('');
  }
  return `${lines.join('\n')}${CHECKS.length} checks; \`arch-lint checks --format json\` has their reasons and options.\n`;
}
