/**
 * Asks a pure function once of each text: the names of a code base are few and come again and again. It forgets all of them
 * when it knows `most`, so that it never grows beyond.
 */
export function remember<Told>(tell: (text: string) => Told, most = 20_000): (text: string) => Told {
  const known = new Map<string, { readonly told: Told }>();
  return (text) => {
    let answer = known.get(text);
    if (answer) return answer.told;
    if (known.size >= most) known.clear();
    known.set(text, answer = { told: tell(text) });
    return answer.told;
  };
}

/** Asks a pure function once of each thing, for as long as the thing is there; what it is told besides comes with the thing. */
export function rememberOf<Thing extends object, Besides extends readonly unknown[], Told>(tell: (thing: Thing, ...besides: Besides) => Told): (thing: Thing, ...besides: Besides) => Told {
  const known = new WeakMap<Thing, { readonly told: Told }>();
  return (thing, ...besides) => {
    let answer = known.get(thing);
    if (!answer) known.set(thing, answer = { told: tell(thing, ...besides) });
    return answer.told;
  };
}
