import { parser } from '@prometheus-io/lezer-promql';

/** The metric names of a PromQL expression, and whether it can be read at all. */
export const readPromql = (expression: string): { readonly metrics: readonly string[]; readonly broken: boolean } => {
  if (expression.length > 10_000) return { metrics: [], broken: false };
  // Dashboards fill in variables before they ask.
  const filled = expression.replace(/\[\s*\$\{?\w+(:\w+)?\}?\s*(:[^\]]*)?\]/g, '[5m]').replace(/\$\{(\w+)(:\w+)?\}|\[\[(\w+)\]\]|\$(__\w+|\w+)/g, 'x');
  const metrics = new Set<string>();
  let broken = false;
  parser.parse(filled).iterate({
    enter: (node) => {
      if (node.type.isError) broken = true;
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector') metrics.add(filled.slice(node.from, node.to));
    },
  });
  return { metrics: [...metrics].sort(), broken };
};
