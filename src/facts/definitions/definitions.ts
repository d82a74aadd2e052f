import { type ModuleDefinitions, defineFileFact } from '../../model/index.ts';
import { importBindings, typesImported } from '../../lib/bindings.ts';
import { classesOf } from './classes.ts';
import { exportsOf } from './exports.ts';
import { FunctionTable } from './functions.ts';
import { autoloaded } from '../../lib/autoload.ts';

const SERVER_TSX = /['"]use server['"]|createServerFn|createServerFileRoute|\bhandlers: ?[({]|\b(?:loader|action)\b|new Hono|[rR]outer\(|next\/server|NextResponse|\{[^{}]{0,200}\b(?:redirect|forbidden|unauthorized)\b[^{}]{0,200}\}\s*from\s*['"]next\/navigation/;

/** What browsers run has no routes; a component file is read only where it may hold server code. */
const isBrowserCode = (text: string, path: string): boolean =>
  path.endsWith('.d.ts') || /\.(?:vue|svelte)$/.test(path) || /^(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*['"]use client['"]/.test(text)
  || (/\.[jt]sx$/.test(path) && !SERVER_TSX.test(text)) || (/\.component\.ts$/.test(path) && text.includes('@angular/core'));

export default defineFileFact('definitions', {
  version: 110,
  skips: ['test'],
  mayApply: (text, path) => !isBrowserCode(text, path),
  extract(module): ModuleDefinitions | undefined {
    const table = new FunctionTable(module);
    const values = table.topLevelValues();
    const { exports, stars } = exportsOf(module, table);
    const classes = classesOf(module, table);
    table.collectOperations();
    table.attribute();
    const imports: Record<string, readonly [string, string]> = {};
    for (const [local, { specifier, imported }] of importBindings(module)) imports[local] = [specifier, imported];
    const importedTypes = typesImported(module);
    const folders = Object.fromEntries(autoloaded(module).map(({ folder, line }) => [line, folder]));
    const decorations = table.decorations();
    return { imports, ...(importedTypes.length > 0 && { importedTypes }), exports, stars, functions: table.definitions(), classes, values, ...(decorations.length > 0 && { decorations }), ...(Object.keys(folders).length > 0 && { folders }), ...(table.onADesk.length > 0 && { onADesk: table.onADesk }) };
  },
});
