// What to say to people about an error that was thrown.

import { Away, Refused } from "./api";
import { type Key, language, t, wordsOfRefusal } from "./words";

/** Refusals that have words of their own in every language; all others say what the platform says. */
const SAID: Record<string, Key> = {
  "account-private": "trouble.private",
  "too-many": "trouble.tooMany",
  "not-found": "trouble.notFound",
  unauthenticated: "trouble.signedOut",
  unexpected: "trouble.unexpected",
};

/** A sentence in the member's language. */
export function sentence(error: unknown): string {
  if (error instanceof Away) {
    return t(navigator.onLine ? "trouble.away" : "trouble.offline");
  }
  if (error instanceof Refused) {
    const own = wordsOfRefusal(error.code);
    if (own) {
      return own;
    }
    const key = error.status >= 500 ? "trouble.busy" : SAID[error.code];
    return key ? t(key) : said(error.message, "trouble.refused");
  }
  return t("trouble.unexpected");
}

/** What the platform says, where the member can read it; it speaks English, and sometimes of types and lengths. */
export const said = (words: string, otherwise: Key): string =>
  language() === "en" && !/`|^Expected /.test(words) ? words : t(otherwise);
