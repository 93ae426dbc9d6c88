// What somebody is writing at the caret: a mention or a hashtag that can be completed. The same rules as the platform's
// (layers/shared/python/kernel/text.py) decide where one begins. Offsets count UTF-16 units, as the field does.

export interface Word {
  kind: "mention" | "hashtag";
  /** What stands after the @ or #, up to the caret. */
  query: string;
  /** Of the whole word with its sign, also of what stands behind the caret. */
  start: number;
  end: number;
}

const BEFORE = /[@#＃][^@#＃\s]*$/u;
const NAME = /^[a-z0-9._]*/i;
const TAG = /^(?:[\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}·־׳״・]|\u200c|\u200d)*/u;
const MARKS = /[\p{M}\u200d]+$/u;
const KEYCAP = /\u20e3$/;
const INSIDE = /[\p{L}\p{N}\p{Pc}]$/u;
const LONGEST = { mention: 30, hashtag: 100 };

/** The word at the caret, or null when nothing there can be completed. */
export function wordAt(text: string, caret: number): Word | null {
  const before = text.slice(0, caret);
  const hit = BEFORE.exec(before);
  if (!hit || continues(before.slice(0, hit.index), hit[0].charAt(0))) {
    return null;
  }
  const kind = hit[0].startsWith("@") ? "mention" : "hashtag";
  const allowed = kind === "mention" ? NAME : TAG;
  const query = hit[0].slice(1);
  if (allowed.exec(query)?.[0] !== query || query.length > LONGEST[kind]) {
    return null;
  }
  return { kind, query, start: hit.index, end: caret + (allowed.exec(text.slice(caret))?.[0].length ?? 0) };
}

/** Whether a sign after this only goes on with a word: an e-mail address, markup. */
function continues(before: string, sign: string): boolean {
  if (sign !== "@" && before.endsWith("&")) {
    return true;
  }
  return !KEYCAP.test(before) && INSIDE.test(before.replace(MARKS, ""));
}

/** The text with the word completed and a space after it, and where the caret stands then. */
export function completed(text: string, word: Word, whole: string): { text: string; caret: number } {
  const rest = text.slice(word.end);
  const gap = /^\s/u.test(rest) ? "" : " ";
  const head = `${text.slice(0, word.start)}${whole}`;
  return { text: `${head}${gap}${rest}`, caret: head.length + 1 };
}

/** The text with something put in the place of what is selected. */
export function inserted(text: string, from: number, to: number, what: string): { text: string; caret: number } {
  return { text: text.slice(0, from) + what + text.slice(to), caret: from + what.length };
}

/** How many characters the platform counts: code points, without what it cuts from both ends. */
export const lengthOf = (text: string): number => Array.from(text.trim()).length;
