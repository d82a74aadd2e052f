import { readFileSync } from 'node:fs';
import { nearest } from '../../lib/nearest.ts';
import { UsageError } from '../../lib/mistake.ts';
import { EXIT, writeOutput, type Io } from '../io.ts';
import { packageFile } from '../package-file.ts';

const SCHEMAS = ['architecture', 'result', 'checks'];

export async function schema(name: string, { output }: { readonly output?: string }, io: Io): Promise<number> {
  if (!SCHEMAS.includes(name)) {
    const near = nearest(name, SCHEMAS);
    throw new UsageError(`There is no schema '${name}'.${near ? ` Did you mean '${near}'?` : ''} Schemas: ${SCHEMAS.join(', ')}.`);
  }
  const text = readFileSync(packageFile(`schemas/${name}.schema.json`), 'utf8');
  if (output === undefined) io.stdout.write(text);
  else writeOutput(io, output, text);
  return EXIT.good;
}
