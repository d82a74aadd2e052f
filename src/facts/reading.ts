import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';

/** Larger files are not read at all. */
export const MAX_BYTES = 5 * 1024 * 1024;

export type Bytes = { readonly bytes: Buffer } | { readonly refused: string; readonly tooLarge?: true };

/** True for a path that stays below the folder it starts from, as written: links are judged apart. */
const isLocal = (path: string): boolean =>
  path !== '' && !path.includes('\0') && !isAbsolute(path) && !/^[a-z]:/i.test(path) && !path.split(/[\\/]/).includes('..');

/** The real path of `path` when it lies inside `root` (itself a real path). */
export const locate = (root: string, path: string): string | { readonly refused: string } => {
  if (!isLocal(path)) return { refused: 'leads out of the repository' };
  let real: string;
  try {
    real = realpathSync.native(join(root, path));
  } catch (error) {
    return explain(error);
  }
  const inside = root.endsWith(sep) ? root : root + sep;
  return real === root || real.startsWith(inside) ? real : { refused: 'is a link that leads out of the repository' };
};

const explain = (error: unknown): { refused: string } => {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT': case 'ENOTDIR': return { refused: 'does not exist' };
    case 'ELOOP': return { refused: 'is a link that leads to itself' };
    case 'EACCES': case 'EPERM': return { refused: 'may not be read' };
    default: return { refused: `could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})` };
  }
};

/** The bytes of a regular file inside `root`; never more than `limit`, never a device, a pipe or a link out. */
export const readBytes = (root: string, path: string, limit: number = MAX_BYTES): Bytes => {
  const real = locate(root, path);
  return typeof real === 'string' ? readRegular(real, limit) : real;
};

/** The same for a path that is known to lie inside: one that the walk found, which follows no link. */
export const readRegular = (real: string, limit: number = MAX_BYTES): Bytes => {
  let handle: number | undefined;
  try {
    // Without NONBLOCK a named pipe would wait for its writer for ever; without NOFOLLOW a link could slip in meanwhile.
    handle = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    const stat = fstatSync(handle);
    if (!stat.isFile()) return { refused: 'is not a regular file' };
    if (stat.size > limit) return { refused: `is larger than ${megabytes(limit)}`, tooLarge: true };
    const bytes = Buffer.allocUnsafe(stat.size);
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(handle, bytes, filled, bytes.length - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return { bytes: bytes.subarray(0, filled) };
  } catch (error) {
    return explain(error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 102.4) / 10} MB`;

export type Text = { readonly text: string; readonly damaged?: true } | { readonly refused: string };

/** Bytes as text: the byte order mark dropped, UTF-16 with its mark understood, what is not UTF-8 replaced and told. */
export const decode = (bytes: Buffer): Text => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes) };
  const head = bytes.subarray(0, 8192);
  if (head.includes(0) && !isNearlyText(head)) return { refused: 'is binary' };
  const decoded = bytes.toString('utf8');
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  return isUtf8(bytes) ? { text } : { text, damaged: true };
};

/** Source with a lone zero byte, as in `text.replace(/\0/g, '')` when an editor wrote the byte itself. */
const isNearlyText = (head: Buffer): boolean => {
  const zeros = head.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0);
  // The last letter may be cut.
  return zeros * 1000 <= head.length && [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)));
};

export const DAMAGED = 'is not valid UTF-8; what could not be read is replaced';
