import type { Result } from '../model/index.ts';
import { xml } from '../lib/escape.ts';

const COLORS = { excellent: '#3fb950', good: '#7cb342', acceptable: '#d29922', 'redesign needed': '#cf222e' } as const;

/** The endpoint format of shields.io. */
export const badge = ({ score }: Result): string =>
  `${JSON.stringify({ schemaVersion: 1, label: 'architecture', message: `${Math.floor(score.total)} ${score.rating}`, color: COLORS[score.rating] }, null, 2)}\n`;

/** The same badge as a picture of its own; widths are those of an 11-pixel sans serif. */
export function badgeSvg({ score }: Result): string {
  const label = 'architecture';
  const message = `${Math.floor(score.total)} ${score.rating}`;
  const [left, right] = [label, message].map((text) => Math.ceil(text.length * 6.4) + 12) as [number, number];
  const text = `${label}: ${message}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${xml(text)}">`,
    `  <title>${xml(text)}</title>`,
    `  <clipPath id="r"><rect width="${left + right}" height="20" rx="3"/></clipPath>`,
    `  <g clip-path="url(#r)"><rect width="${left}" height="20" fill="#484f58"/><rect x="${left}" width="${right}" height="20" fill="${COLORS[score.rating]}"/></g>`,
    '  <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">',
    `    <text x="${left / 2}" y="14">${xml(label)}</text>`,
    `    <text x="${left + right / 2}" y="14">${xml(message)}</text>`,
    '  </g>',
    '</svg>',
    '',
  ].join('\n');
}
