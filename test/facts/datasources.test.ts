import { expect, it } from 'vitest';
import { FACTS } from '../../src/facts/index.ts';
import { study } from '../../src/run.ts';
import { repository, TODAY } from '../support.ts';

it('reads the databases that Prisma schemas name', async () => {
  const dir = repository({
    'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n',
    'test/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
  });
  const { survey } = await study(['datasources'], { dir, facts: FACTS, now: TODAY, undeclared: true });
  expect(survey.facts.datasources).toEqual({ datasources: [{ engine: 'postgresql', env: 'DATABASE_URL', at: { file: 'prisma/schema.prisma', line: 5, column: 1 } }] });
});
