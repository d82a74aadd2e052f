import type { Course, Place } from '../../model/index.ts';
import type { Trail } from './trails.ts';

/** What was seen on the way, with the member of the input that it was seen of. */
export interface Seen { readonly schemas: ReadonlySet<string>; readonly into: (NonNullable<Course['into']> & { part: string })[]; readonly checked: { at: Place; part: string }[]; readonly weighed: { at: Place; part: string }[]; parsed?: { at: Place; part: string }; lost?: NonNullable<Course['lost']> & { part: string } }

/** Members of members are told from each other where all comes in one envelope (`{ article: { … } }`); what the team's own code puts together would be mistaken for it. */
function apart(seen: Seen): Seen {
  const { into, checked, weighed } = seen;
  const heads = new Set([...into, ...checked, ...weighed].flatMap(({ part }) => (part === '' ? [] : [headOf(part)])));
  const within = <T extends { part: string }>(list: readonly T[]): T[] => list.map((one) => ({ ...one, part: headOf(one.part) }));
  return heads.size <= 1 ? seen : { ...seen, into: within(into), checked: within(checked), weighed: within(weighed), ...(seen.parsed && { parsed: { ...seen.parsed, part: headOf(seen.parsed.part) } }), ...(seen.lost && { lost: { ...seen.lost, part: headOf(seen.lost.part) } }) };
}

const headOf = (part: string): string => part.split('.')[0]!;

/** What goes in of which nothing was looked at comes first; where all goes in, or is looked at, one look is a doubt of the whole. */
export function courseOf(seen: Seen): Course {
  const { into, checked, weighed, parsed, lost } = apart(seen);
  const bare = ({ part }: { part: string }): boolean => checked.length === 0 || (part !== '' && checked.every((one) => one.part !== '' && !areOfOne(one.part, part)));
  const weighs = ({ part }: { part: string }) => weighed.find((one) => areOfOne(one.part, part));
  // Where members are looked at and the whole is kept, so are those that nobody looked at.
  const found = into.find((one) => bare(one) && !weighs(one)) ?? into.find(bare) ?? (checked.every(({ part }) => part !== '') ? into.find(({ part }) => part === '') : undefined);
  const { part, ...first } = found ?? {};
  const doubt = found ? weighs(found) : weighed[0];
  const without = lost && bare(lost) ? { name: lost.name, at: lost.at } : undefined;
  // A member that is parsed says nothing of another that goes in beside it.
  const covers = parsed && (parsed.part === '' || into.every(({ part: kept }) => kept !== '' && areOfOne(kept, parsed.part)));
  return {
    ...(found && { into: first as NonNullable<Course['into']> }), ...(found && checked.length > 0 && part !== undefined && (part === '' ? { whole: true as const } : { part: headOf(part) })),
    ...(checked[0] && { checked: checked[0].at }), ...(doubt && { weighed: doubt.at }), ...(covers && { parsed: parsed.at }), ...(without && { lost: without }),
  };
}

/** How many members deep one part of what comes in is told from another: `article` and `title` of `body.article.title`. */
const MOST_MEMBERS = 2;

/** The member of the input that is used: `name` of `body.name.trim()`. */
export function memberOf(used: string, { path, part }: Trail): string {
  const below = used.slice(path.length).split('.').filter(Boolean);
  const end = below.findIndex((one) => one === '*' || one.endsWith('()'));
  return [...(part === '' ? [] : part.split('.')), ...below.slice(0, end < 0 ? undefined : end)].slice(0, MOST_MEMBERS).join('.');
}

/** One part is the other, or lies in it. */
const areOfOne = (one: string, other: string): boolean => one === '' || other === '' || `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`);

/** What of a part lies deeper than what is used: '' where that is the part or in it, undefined where they have nothing in common. */
export function restOf(used: string, part: string): string | undefined {
  if (used === part || part === '' || used.startsWith(`${part}.`)) return '';
  if (used === '') return part;
  return part.startsWith(`${used}.`) ? part.slice(used.length + 1) : undefined;
}
