import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { FACTS } from '../../facts/index.ts';
import { placeText } from '../../lib/mistake.ts';
import { GRAPH_FACTS, graphDocument, graphDot, graphMermaid, type GraphFacts, type GraphLevel } from '../../report/graph/index.ts';
import { study } from '../../run.ts';
import { EXIT, cacheFolder, progressLine, writeOutput, type Io } from '../io.ts';

export interface GraphOptions {
  readonly config?: string;
  readonly format: 'json' | 'mermaid' | 'dot';
  readonly level?: GraphLevel;
  readonly output?: string;
  readonly cache: boolean;
}

/** Prints the import graph; works without an architecture.yaml, too. */
export async function graph(dir: string, options: GraphOptions, io: Io): Promise<number> {
  const progress = progressLine(io);
  const { survey, architecture } = await study(GRAPH_FACTS, {
    dir: resolve(io.cwd, dir),
    facts: FACTS,
    now: io.now,
    workers: availableParallelism(),
    ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
    ...(options.cache && { cacheDir: cacheFolder(io) }),
    onProgress: (fact, done, of) => progress.show(`${fact} ${done} of ${of}`),
  }).finally(() => progress.clear());

  for (const { at, reason } of survey.gaps) io.stderr.write(`not read: ${at ? `${placeText(at)}  ` : ''}${reason}\n`);
  if (GRAPH_FACTS.some((name) => name in survey.faults)) return EXIT.incomplete;
  const facts = { architecture, ...survey.facts } as GraphFacts;
  const level = options.level ?? (Object.keys(architecture.declared.components).length > 0 ? 'component' : 'module');
  const text = options.format === 'json' ? `${JSON.stringify(graphDocument(facts), null, 2)}\n`
    : options.format === 'dot' ? graphDot(facts, level)
    : graphMermaid(facts, level);
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  return EXIT.good;
}
