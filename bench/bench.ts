import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateRepository } from './generate.ts';
import { measure, type Measured } from './measure.ts';

// npm run bench -- [--modules 1000,4000,16000] [--dir DIR]… [--peers DIR] [--only arch-lint,…]
// Times arch-lint cold, warm and after an edit against its peers, in one run on one machine; what counts is the ratios to
// dependency-cruiser's command line. Every tool finds cycles and says so by its exit code.
// The peers are installed into a temporary folder, or taken from --peers when they were installed there before.

const PEERS = ['dependency-cruiser@17.4.3', 'typescript@5.9.3', 'madge@8.0.0', 'oxlint@1'];
const CYCLES = ['--only', 'circular-dependencies'];
const BASELINE = 'dependency-cruiser';

const { values } = parseArgs({
  options: {
    modules: { type: 'string' },
    dir: { type: 'string', multiple: true, default: [] },
    peers: { type: 'string' },
    only: { type: 'string' },
  },
});

// Compiled to bench/dist/bench/.
const home = fileURLToPath(new URL('../../..', import.meta.url));
const cli = join(home, 'dist/src/cli/bin.js');
const desk = realpathSync(mkdtempSync(join(tmpdir(), 'arch-lint-bench-')));
const peers = values.peers ?? join(desk, 'peers');
const bin = (name: string, path: string): string => join(peers, 'node_modules', name, path);

interface Tool {
  readonly name: string;
  run(folder: string): Promise<Measured>;
}

const archLint = (args: readonly string[], cache: string, before?: (folder: string) => void) => async (folder: string): Promise<Measured> => {
  before?.(folder);
  return measure(desk, cli, ['check', ...args, folder], folder, { ARCH_LINT_CACHE: cache });
};

const installPeers = (): void => {
  if (existsSync(join(peers, 'node_modules'))) return;
  mkdirSync(peers, { recursive: true });
  writeFileSync(join(peers, 'package.json'), '{"private":true}\n');
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...PEERS], { cwd: peers, stdio: 'inherit', shell: process.platform === 'win32' });
};

const tools = (generated: boolean): Tool[] => {
  const cache = mkdtempSync(join(desk, 'cache-'));
  const whole = mkdtempSync(join(desk, 'cache-'));
  const edit = (folder: string): void => appendFileSync(join(folder, 'src/feature-0/domain/module-1.ts'), "import '../index.js';\n");
  const config = join(desk, 'no-circular.cjs');
  writeFileSync(config, "module.exports = { forbidden: [{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } }], options: { tsPreCompilationDeps: true, skipAnalysisNotInRules: true, doNotFollow: { path: 'node_modules' } } };\n");
  const tsconfig = (folder: string, flag: string): string[] => (existsSync(join(folder, 'tsconfig.json')) ? [flag, 'tsconfig.json'] : []);
  const all: Tool[] = [
    { name: BASELINE, run: (folder) => measure(desk, bin('dependency-cruiser', 'bin/dependency-cruise.mjs'), ['--config', config, ...tsconfig(folder, '--ts-config'), '--output-type', 'err', '.'], folder) },
    { name: 'arch-lint cold, cycles only', run: archLint(CYCLES, cache) },
    { name: 'arch-lint warm, cycles only', run: archLint(CYCLES, cache) },
    ...(generated ? [{ name: 'arch-lint one file edited', run: archLint(CYCLES, cache, edit) }] : []),
    { name: 'arch-lint cold, all checks', run: archLint([], whole) },
    { name: 'arch-lint warm, all checks', run: archLint([], whole) },
    { name: 'madge --circular', run: (folder) => measure(desk, bin('madge', 'bin/cli.js'), ['--circular', '--no-spinner', '--extensions', 'ts,tsx,js,jsx,mjs', ...tsconfig(folder, '--ts-config'), '.'], folder) },
    { name: 'oxlint import/no-cycle', run: (folder) => measure(desk, bin('oxlint', 'bin/oxlint'), ['--import-plugin', '-A', 'all', '-D', 'import/no-cycle', ...tsconfig(folder, '--tsconfig'), '.'], folder) },
  ];
  return all.filter(({ name }) => values.only === undefined || values.only.split(',').some((wanted) => name.startsWith(wanted)));
};

const column = (value: string): string => value.padStart(10);
const ratio = (value?: number, of?: number): string | undefined => (value === undefined || of === undefined ? undefined : `${(value / of).toFixed(2)} ×`);

const compare = async (title: string, folder: string, generated: boolean): Promise<void> => {
  console.log(`\n${title}`);
  console.log(`  ${'tool'.padEnd(30)}${['seconds', 'ratio', 'CPU s', 'ratio', 'peak MB', 'exit'].map((head) => column(head)).join('')}`);
  let baseline: Measured | undefined;
  for (const tool of tools(generated)) {
    const measured = await tool.run(folder);
    const { seconds, cpu, peak, code, output } = measured;
    if (tool.name === BASELINE) baseline = measured;
    const cells = [seconds.toFixed(2), ratio(seconds, baseline?.seconds), cpu?.toFixed(2), ratio(cpu, baseline?.cpu), peak, code];
    console.log(`  ${tool.name.padEnd(30)}${cells.map((cell) => column(String(cell ?? '?'))).join('')}`);
    if (code === null || (tool.name.startsWith('arch-lint') && code > 1)) console.log(output.slice(-600).trim().replace(/^/gm, '      '));
  }
};

try {
  installPeers();
  const counts = values.modules?.split(',').map(Number) ?? (values.dir.length > 0 ? [] : [1000, 4000, 16000]);
  for (const count of counts) {
    const folder = join(desk, `generated-${count}`);
    generateRepository(folder, count);
    await compare(`${count} generated modules`, folder, true);
    rmSync(folder, { recursive: true });
  }
  for (const dir of values.dir) await compare(basename(realpathSync(dir)), realpathSync(dir), false);
} finally {
  rmSync(desk, { recursive: true, force: true });
}
