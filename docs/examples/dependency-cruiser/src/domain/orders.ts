import { rows } from '../infra/rows.ts';

export const orders = (): number => rows.length;
