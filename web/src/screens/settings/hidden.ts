// A list of hidden words, as it is edited.

export const MOST = 200;

/** The list with what was typed: several words at once are separated by commas or lines; each stands once. */
export function added(words: string[], typed: string): string[] {
  const known = new Set(words.map((each) => each.toLowerCase()));
  const fresh = typed
    .split(/[,\n،]/)
    .map((each) => each.trim())
    .filter((each) => each && !known.has(each.toLowerCase()) && known.add(each.toLowerCase()));
  return [...words, ...fresh];
}
