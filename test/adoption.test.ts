import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, repository } from './support.ts';

const page = readFileSync('docs/adoption.md', 'utf8');
const fences = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text: text! }));

describe('the adoption guide', () => {
  it('shows fragments of architecture.yaml that load', async () => {
    const yaml = fences.filter(({ language }) => language === 'yaml');
    expect(yaml.length).toBeGreaterThan(2);
    for (const { text } of yaml) {
      const folder = repository({ 'architecture.yaml': `version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n${text}`, 'src/a.ts': 'export const a = 1;\n' });
      const { stderr } = await cli([folder, '--no-cache', '--only', 'layer-violations']);
      expect(stderr).toBe('');
    }
  });

  it('names commands and options that exist, and its links lead somewhere', async () => {
    const { stdout } = await cli(['--help']);
    const help = (await Promise.all(['check', 'baseline'].map(async (name) => (await cli([name, '--help'])).stdout))).join('');
    for (const [, command] of page.matchAll(/(?:`|^)arch-lint ([a-z]+)/gm)) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    for (const [option] of page.matchAll(/(?<![-\w])--[a-z][a-z-]+/g)) expect(help).toContain(option);
    for (const [, link] of page.matchAll(/\]\(([^)#]+)/g)) expect(existsSync(join('docs', link!))).toBe(true);
  });
});
