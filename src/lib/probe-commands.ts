/** What a health command asks, when it asks over HTTP: `curl -f http://localhost:3000/health || exit 1`. */
export function urlOf(command: string): { readonly how: 'http'; readonly path: string; readonly port?: number } | undefined {
  const url = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$?\{?\w+\}?)(?::(\d+|\$\{?\w+(?::-(\d+))?\}?))?(\/[^\s"'`|)\\?#]*)?/i.exec(command.slice(0, 2_000));
  if (url === null) return undefined;
  const port = [url[1], url[2]].find((one) => one !== undefined && /^\d+$/.test(one));
  return { how: 'http', path: url[3] ?? '/', ...(port !== undefined && { port: Number(port) }) };
}

/** The port that it asks where its own address says so, be it by leaving it out; undefined: a variable decides. */
export const portAsked = (command: string): number | undefined => {
  const url = /(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(?=[/\s"'|)]|$)/i.exec(command.slice(0, 2_000));
  return url === null ? undefined : Number(url[2] ?? (url[1]!.toLowerCase() === 'https' ? 443 : 80));
};
