import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import type { Architecture, ArchitectureDeclaration, Place, Stage } from './model/index.ts';
import { UsageError } from './lib/mistake.ts';

// A stand-in until config/ lands: reads one file, without validation.
export function loadArchitecture(root: string, read: (path: string) => string | undefined): Architecture {
  const file = 'architecture.yaml';
  const text = read(file);
  if (text === undefined) throw new UsageError(`No architecture.yaml in ${root} or above it. Run \`arch-lint init\` to write one, or name it with --config.`);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent' });
  const places: Record<string, Place> = {};
  const visit = (node: Node | null | undefined, pointer: string): void => {
    if (!node?.range) return;
    const { line, col } = counter.linePos(node.range[0]);
    places[pointer] ??= { file, line, column: col };
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const at = `${pointer}/${String(key.value).replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const position = counter.linePos(key.range![0]);
        places[at] = { file, line: position.line, column: position.col };
        visit(value as Node, at);
      }
    }
    if (isSeq(node)) node.items.forEach((item, index) => visit(item as Node, `${pointer}/${index}`));
  };
  visit(document.contents as Node, '');
  return { file, declared: document.toJS() as ArchitectureDeclaration, places };
}

export const placeOf = (architecture: Architecture, pointer: string): Place => {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (architecture.places[at]) return architecture.places[at]!;
  return architecture.places[''] ?? { file: architecture.file ?? 'architecture.yaml' };
};
export const stageOf = ({ declared }: Architecture): Stage => (declared.project as { stage?: Stage }).stage ?? 'growth';
export const isRegulated = (_architecture: Architecture): boolean => false;
export const findArchitecture = (root: string, read: (path: string) => string | undefined, exists: boolean): Architecture =>
  exists ? loadArchitecture(root, read) : { declared: { version: 1, project: { name: '' }, components: {} }, places: {} };
