import type { Endpoint, Facts, Unjudged } from '../model/index.ts';

/** Modules that listen on a socket of this machine and nowhere else; a proxy before it may still lead there. */
export const socketModules = (starts: Facts['starts']): ReadonlySet<string> => new Set(Object.entries(starts).flatMap(([file, share]) => {
  const listening = share.starts.filter(({ kind }) => kind === 'service');
  return listening.length > 0 && listening.every(({ socket }) => socket) ? [file] : [];
}));

export const onASocket = ({ subject, at }: Endpoint): Unjudged => ({ subject, reason: `${subject} is served on a socket of this machine; whether something leads there from outside is not known.`, at });
