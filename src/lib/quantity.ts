// Numbers with units, as people write them in configuration files. undefined: not such a number.

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of `500ms`, `10s`, `5m`, `1h`, `7d`, `2 weeks`; `<` before it is skipped. */
export function parseDuration(text: string): number | undefined {
  const match = /^[<≤]?=?\s*(\d+(?:\.\d+)?)\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/.exec(text.trim());
  if (!match) return undefined;
  const unit = match[2]!.startsWith('ms') || match[2]!.startsWith('milli') ? 'ms' : match[2]![0]!;
  return Number(match[1]) * MILLISECONDS[unit]!;
}

/** Bytes of `512Mi`, `20 KB`, `1.5GB`; powers of 1024 with `i`, of 1000 without. A bare unit (`GB`) is one of it. */
export function parseSize(text: string): number | undefined {
  const match = /^[<>~≤≥]?\s*(\d+(?:\.\d+)?)?\s*([kKMGTPE])?(i)?([bB])?\+?$/.exec(text.trim());
  if (!match || (match[1] === undefined && match[2] === undefined)) return undefined;
  const power = match[2] === undefined ? 0 : 'KMGTPE'.indexOf(match[2].toUpperCase()) + 1;
  return Number(match[1] ?? 1) * (match[3] ? 1024 : 1000) ** power;
}

/** `1K` → 1000, `10M+` → 10,000,000, `< 500` → 500. */
export function parseCount(text: string | number): number | undefined {
  if (typeof text === 'number') return text;
  const match = /^[<>~≤≥]?\s*(\d+(?:\.\d+)?)\s*([kKmMbB])?\+?(?:\s*users)?$/.exec(text.trim());
  return match ? Number(match[1]) * (match[2] ? 1000 ** ('kmb'.indexOf(match[2].toLowerCase()) + 1) : 1) : undefined;
}

/** Per second, of `100 rps`, `10K+ rps`, `100/min`, `5 requests per hour`. */
export function parseRate(text: string): number | undefined {
  const match = /^([<>~≤≥]?\s*\d+(?:\.\d+)?\s*[kKmM]?\+?)\s*(rps|qps|tps|(?:req(?:uests?)?\s*)?(?:\/|per)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?))$/.exec(text.trim());
  if (!match) return undefined;
  const count = parseCount(match[1]!);
  return count === undefined ? undefined : (count * 1000) / MILLISECONDS[match[3]?.[0] ?? 's']!;
}

/** `99.9%`, `99.9` → 99.9. */
export function parsePercent(text: string | number): number | undefined {
  if (typeof text === 'number') return text;
  const match = /^[<>~≤≥]?\s*(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  return match ? Number(match[1]) : undefined;
}

/** The day of `2026-10-01` as a date in UTC; undefined where there is no such day. */
export function parseDay(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? undefined : day;
}

/** Processors of `250m`, `0.5`, `2`. */
export function cores(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(text.trim());
  return match ? Number(match[1]) / (match[2] ? 1000 : 1) : undefined;
}
