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
