import { envelope, PEAK_FACTOR } from '../../src/lib/knowledge/envelope.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { runningServices } from '../../src/lib/production.ts';
import { parseRate, parseSize } from '../../src/lib/quantity.ts';
import { defineCheck, type Judgement } from '../../src/model/index.ts';

export default defineCheck({
  id: 'capacity-gap',
  dimension: 'scalability',
  severity: 'minor',
  phase: '11',
  from: 'growth',
  effort: 'medium',
  title: 'What is built bears what is expected',
  why: 'Four lines of arithmetic tell before the first user does whether the peak fits into what was declared and deployed.',
  fix: 'Raise the ceiling that is too low, or correct the estimate.',
  grading: 'share',
  needs: ['architecture', 'workloads'],
  inspect({ architecture, workloads }) {
    const { declared } = architecture;
    const { estimates } = declared;
    if (estimates === undefined) return { examined: 0, judgements: [] };
    const judgements: Judgement[] = [];
    let examined = 0;
    const { requestsPerDay, peakRate: peak } = envelope(estimates);
    const sum = peak === undefined ? '' : `${Math.round(requestsPerDay!).toLocaleString('en-GB')} requests a day, ${estimates.peak_factor ?? PEAK_FACTOR} times the mean at the peak: ${peak.toFixed(peak < 10 ? 1 : 0)} a second.`;
    const estimate = { note: sum, at: placeOf(architecture, '/estimates') };

    const promised = declared.requirements?.non_functional?.throughput;
    const throughput = promised === undefined ? undefined : parseRate(promised);
    if (peak !== undefined && throughput !== undefined) {
      examined++;
      if (peak > throughput) judgements.push({ subject: 'throughput', standing: 'violated', message: `The estimate's peak of ${Math.ceil(peak)} requests a second is above the declared ${promised}.`, at: placeOf(architecture, '/requirements/non_functional/throughput'), evidence: [estimate] });
    }
    for (const [name, component] of Object.entries(declared.components)) {
      const each = component.scaling?.throughput_per_instance;
      const rate = each === undefined ? undefined : parseRate(each);
      if (peak === undefined || rate === undefined) continue;
      examined++;
      const running = runningServices(workloads.workloads).find(({ workload }) => workload.component === name)?.deployments[0];
      const found = running?.autoscaling?.max ?? (running?.autoscaling === undefined ? running?.replicas?.value : undefined);
      const most = found ?? component.scaling?.max ?? component.replicas ?? 1;
      if (peak <= rate * most) continue;
      judgements.push({
        subject: `component ${name}`, standing: 'violated', message: `${most} ${most === 1 ? 'instance' : 'instances'} of ${name} at ${each} bear less than the peak of ${Math.ceil(peak)} a second.`,
        at: found === undefined ? placeOf(architecture, pointer('components', name, 'scaling')) : running!.autoscaling?.at ?? running!.replicas!.at,
        evidence: [estimate, { note: 'What one instance takes.', at: placeOf(architecture, pointer('components', name, 'scaling', 'throughput_per_instance')) }],
      });
    }
    const perDay = estimates.records_per_day === undefined || estimates.average_record_kb === undefined ? undefined : estimates.records_per_day * estimates.average_record_kb * 1000;
    for (const [name, store] of Object.entries(declared.data_stores ?? {})) {
      const limit = store.storage_limit === undefined ? undefined : parseSize(store.storage_limit);
      if (perDay === undefined || limit === undefined) continue;
      examined++;
      const kept = perDay * (estimates.retention_days ?? 365);
      if (kept > limit) judgements.push({ subject: `store ${name}`, standing: 'violated', message: `${Math.ceil(kept / 1e9)} GB are kept after ${estimates.retention_days ?? 365} days; ${name} holds ${store.storage_limit}.`, at: placeOf(architecture, pointer('data_stores', name, 'storage_limit')), evidence: [{ note: 'Records a day and their size.', at: placeOf(architecture, '/estimates') }] });
    }
    const volume = declared.requirements?.non_functional?.data_volume;
    const order = volume === undefined ? undefined : parseSize(volume);
    if (perDay !== undefined && order !== undefined) {
      examined++;
      const year = perDay * (estimates.retention_days ?? 365);
      // `GB` says the order of magnitude: up to a thousand of them.
      if (year > order * 1000) judgements.push({ subject: 'data volume', standing: 'violated', message: `The estimate keeps ${Math.ceil(year / 1e9)} GB, more than the declared order of ${volume}.`, at: placeOf(architecture, '/requirements/non_functional/data_volume'), evidence: [{ note: 'Records a day and their size.', at: placeOf(architecture, '/estimates') }] });
    }
    return { examined, judgements };
  },
});
