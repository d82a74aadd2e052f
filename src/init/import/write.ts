import { Document, isScalar, visit } from 'yaml';
import { placeText } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import type { Place } from '../../model/index.ts';
import { MODELINE, note, scalar, section } from '../write.ts';
import type { From, Imported } from './imported.ts';

const lineOf = ({ file, line }: Place): string => placeText({ file, ...(line !== undefined && { line }) });

/** What was read as an architecture.yaml; a comment at each part says where it stood. */
export function writeImported({ layers, components, rules }: Imported, name: string, source: string): string {
  const blocks: string[][] = [
    [MODELINE, '#', `# Carried over from ${printable(source)}; the comments say from which line. What could not be carried over is in the report of`, '# `arch-lint import`. `arch-lint init --update` adds what the repository shows beside it.', 'version: 1'],
    ['project:', `  name: ${scalar(name)}`],
    layerLines(layers),
    components.length === 0
      ? ['components:', '  # The whole, until its parts are declared.', `  ${scalar(name)}:`, '    path: .']
      : ['components:', ...components.flatMap(({ part: { name: own, ...rest }, at }) => [`  ${scalar(own)}:${note(lineOf(at))}`, ...indented(rest, '    ')])],
    ruleLines(rules),
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** The sections by themselves, to be added by hand. */
export const sectionsOf = ({ layers, components, rules }: Imported): string =>
  [layerLines(layers), section('components', components.flatMap(({ part: { name, ...rest }, at }) => [`  ${scalar(name)}:${note(lineOf(at))}`, ...indented(rest, '    ')])), ruleLines(rules)]
    .filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`).join('\n');

const layerLines = (layers: Imported['layers']): string[] => (layers.length === 0 ? [] : ['layers:', '  # Each may import itself and what it lists.', '  preset: none', '  order:', ...layers.flatMap((layer) => itemLines(layer, '    '))]);

const ruleLines = (rules: Imported['rules']): string[] => section('rules', rules.flatMap((rule) => itemLines(rule, '  ')));

function itemLines({ part: { name, ...rest }, at }: From<{ readonly name: string }>, indent: string): string[] {
  return [`${indent}- name: ${scalar(name)}${note(lineOf(at))}`, ...indented(rest, `${indent}  `)];
}

/** A part as YAML; short lists stand on one line. */
function indented(value: object, indent: string): string[] {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, { Seq: (_, list) => { list.flow = list.items.every((item) => isScalar(item)) && list.items.reduce<number>((sum, item) => sum + String(item).length + 2, 0) < 100; } });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false, defaultStringType: 'PLAIN', blockQuote: false });
  return text.trimEnd().split('\n').map((line) => `${indent}${line}`);
}
