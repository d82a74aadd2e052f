import type { Rating } from '../model/index.ts';

/** The lowest total of each rating, best first; the source document's lines (Phase 9). */
export const RATINGS: readonly { readonly from: number; readonly rating: Rating }[] = [
  { from: 90, rating: 'excellent' },
  { from: 75, rating: 'good' },
  { from: 60, rating: 'acceptable' },
  { from: 0, rating: 'redesign needed' },
];

export const ratingOf = (total: number): Rating => RATINGS.find(({ from }) => total >= from)!.rating;
