import { Document, isCollection, isMap, isScalar, type Node } from 'yaml';
import type { ArchitectureDeclaration } from '../../model/index.ts';

const MODELINE = ' yaml-language-server: $schema=./node_modules/arch-lint/schemas/architecture.schema.json';
const WIDTH = 120;

/** What stands above a section. */
const ABOVE: Readonly<Record<string, string>> = {
  project: ' Phase 1 - the brief; what was assumed in it is marked in the design document', style: ' Phase 2 - style', layers: ' Phase 3 - structure', data_stores: ' Phase 4 - data',
  apis: ' Phase 5 - APIs', tracing: ' Phase 6 - resilience stands with depends_on; the headers', infrastructure: ' Phase 7 - infrastructure', security: ' Phase 8 - security', estimates: ' The numbers behind the design', components: ' Phase 3 - components',
};

/** A declaration as text: sections apart, what fits on a line on one line. */
export function writeDesign(declaration: ArchitectureDeclaration, document: string): string {
  const yaml = new Document(declaration);
  yaml.commentBefore = `${MODELINE}\n\n A design, not yet built: each line is a promise that \`arch-lint\` holds the code to, once there is some.\n Why it is so: ${document}. Correct what you know better.`;
  if (!isMap(yaml.contents)) return '';
  for (const { key, value } of yaml.contents.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (name !== 'version') key.spaceBefore = true;
    if (ABOVE[name] !== undefined && !(name === 'components' && declaration.layers !== undefined)) key.commentBefore = ABOVE[name];
    lay(value as Node, 2 + name.length);
  }
  return yaml.toString({ lineWidth: WIDTH, flowCollectionPadding: false });
}

/** Short maps and lists on one line. */
function lay(node: Node | null, indent: number, depth = 0): void {
  if (!isCollection(node)) return;
  const length = JSON.stringify(node.toJSON()).replaceAll('"', '').length + indent;
  if (depth > 0 && length <= WIDTH - 24) {
    node.flow = true;
    return;
  }
  for (const item of node.items) lay((isMap(node) ? (item as { value: Node | null }).value : item) as Node | null, indent + 2, depth + 1);
}
