// What may be a username or a password, said while one writes. The platform decides; these rules are its plain ones.

import type { Key } from "../../kit/words";

export const USERNAME_MOST = 30;
export const PASSWORD_LEAST = 8;
export const PASSWORD_MOST = 128;

/** What is wrong with a username, or null. Nothing is said about an empty one. */
export function usernameWrong(text: string): Key | null {
  const name = text.trim();
  if (name === "") {
    return null;
  }
  if (!/^[a-z0-9_.]*$/i.test(name)) {
    return "letters.username.characters";
  }
  if (/^\.|\.$|\.\./.test(name)) {
    return "letters.username.dots";
  }
  if (name.length < 2) {
    return "letters.username.short";
  }
  if (name.length > USERNAME_MOST) {
    return "letters.username.long";
  }
  return /^[0-9.]+$/.test(name) ? "letters.username.digits" : null;
}

export interface Strength {
  /** 0 is too short to be taken; 3 is good. */
  steps: 0 | 1 | 2 | 3;
  key: Key;
}

/** How well a password keeps: long ones do, whatever letters they have; repeated ones and names do not. */
export function strengthOf(password: string, ...known: string[]): Strength {
  const plain = password.toLowerCase();
  const named = known.some((each) => each.length > 2 && plain.includes(each.toLowerCase()));
  const different = new Set(plain).size;
  if (password.length < PASSWORD_LEAST) {
    return { steps: 0, key: "letters.password.short" };
  }
  if (named || different < 5 || /^(.{1,4})\1+$/.test(plain) || /^(password|qwert|12345|abcde)/.test(plain)) {
    return { steps: 1, key: "letters.password.weak" };
  }
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length;
  const length = password.length + (kinds - 1) * 2;
  return length >= 16 ? { steps: 3, key: "letters.password.good" } : { steps: 2, key: "letters.password.fair" };
}

/** Six digits of a letter or an app, however they were written or pasted. */
export const digitsOf = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\D/g, "");

/** The token after `#token=`, or null. */
export const tokenOf = (hash: string): string | null =>
  new URLSearchParams(hash.replace(/^#/, "")).get("token") || null;
