import type { Place } from '../place.ts';

export interface DashboardPanel {
  readonly title: string;
  readonly expressions: readonly string[];
  readonly metrics: readonly string[];
  readonly at: Place;
}
export interface Dashboard { readonly file: string; readonly title: string; readonly panels: readonly DashboardPanel[]; readonly at: Place }
export interface Dashboards { readonly dashboards: readonly Dashboard[] }

declare module '../fact.ts' {
  interface Facts { dashboards: Dashboards }
}
