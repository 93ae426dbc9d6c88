// Where the words that were looked for stand in a text. The platform finds without case and accents; so does this.

export interface Part {
  text: string;
  hit: boolean;
}

const AROUND = 60; // letters kept before the first hit of a long text
const LONGEST = 240;

/** One letter as search compares it: perhaps none (an accent by itself), perhaps several (a ligature). */
const folded = (letter: string): string =>
  letter.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");

/** The text in parts, those that were looked for marked. */
export function marked(text: string, search: string): Part[] {
  const letters = Array.from(text);
  const plain: string[] = [];
  const from: number[] = []; // which letter each folded one came from
  letters.forEach((letter, place) => {
    for (const each of folded(letter)) {
      plain.push(each);
      from.push(place);
    }
  });
  const whole = plain.join("");
  // joined by UTF-16 units: where each unit came from
  const units = plain.flatMap((each, place) => Array.from({ length: each.length }, () => from[place] ?? 0));
  const hit = new Array<boolean>(letters.length).fill(false);
  for (const word of Array.from(search, folded).join("").split(/\s+/)) {
    for (let at = word ? whole.indexOf(word) : -1; at >= 0; at = whole.indexOf(word, at + word.length)) {
      const first = units[at] ?? 0;
      const last = units[at + word.length - 1] ?? first;
      hit.fill(true, first, last + 1);
      for (let next = last + 1; next < letters.length && folded(letters[next] ?? "") === ""; next += 1) {
        hit[next] = true; // the accents of the last letter
      }
    }
  }
  const parts: Part[] = [];
  letters.forEach((letter, place) => {
    const last = parts.at(-1);
    if (last && last.hit === hit[place]) {
      last.text += letter;
    } else {
      parts.push({ text: letter, hit: hit[place] ?? false });
    }
  });
  return parts;
}

/** The stretch of a long text in which the first hit stands. */
export function excerpt(parts: Part[]): Part[] {
  const first = parts.findIndex(({ hit }) => hit);
  const [before] = parts;
  const all = parts.reduce((sum, { text }) => sum + text.length, 0);
  let shown = parts;
  if (first === 1 && before && all > LONGEST && before.text.length > AROUND) {
    const start = before.text.indexOf(" ", before.text.length - AROUND);
    const kept = before.text.slice(start < 0 ? before.text.length - AROUND : start + 1);
    shown = [{ text: `… ${kept}`, hit: false }, ...parts.slice(1)];
  }
  return shown;
}
