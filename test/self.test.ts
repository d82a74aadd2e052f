import { describe, expect, it } from 'vitest';
import { lint } from './support.ts';

describe('arch-lint on itself', () => {
  it('passes its own gate', async () => {
    const { gate, incomplete, score } = await lint('.');
    expect({ ...gate, incomplete }).toMatchObject({ passed: true, reasons: [], incomplete: [] });
    expect(score.total).toBeGreaterThanOrEqual(90);
  }, 300_000);
});
