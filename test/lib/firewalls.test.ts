import { expect, it } from 'vitest';
import { wallBefore } from '../../src/lib/firewalls.ts';

const before = (dir: string, wall: string, services: readonly string[]): boolean => wallBefore(dir, [{ at: { file: wall, line: 1 } }], services) !== undefined;

it.each([
  ['infrastructure/waf.tf', 'api', ['api', 'web'], true],
  ['api/waf.tf', 'api', ['api', 'web'], true],
  ['web/infra/waf.tf', 'api', ['api', 'web'], false],
  ['apps/edge/waf.tf', 'apps/api', ['apps/api', 'apps/web'], true],
  ['waf.tf', '.', ['.'], true],
])('a wall of %s may stand before %s, where the services are %j: %s', (wall, dir, services, may) => expect(before(dir, wall, services)).toBe(may));
