// Words in the member's language. Catalogues are plain objects (words/<language>); plurals, numbers and dates are the
// browser's own Intl. English is the measure: another language that lacks a key does not compile.

import type { ReactNode } from "react";
import { createElement, Fragment } from "react";
import type { first as firstOfEnglish } from "../words/en/first";
import type { later as laterOfEnglish } from "../words/en/later";
import { remember } from "./keep";

/** A sentence with `{places}`, or one for each plural form of `{count}` (CLDR names). */
export type Message =
  | string
  | { zero?: string; one?: string; two?: string; few?: string; many?: string; other: string };
export type Catalogue = Record<string, Message>;
/** A catalogue in another language: the same keys. */
export type Like<T extends Catalogue> = { [K in keyof T]: Message };
export type Key = keyof typeof firstOfEnglish | keyof typeof laterOfEnglish;
export type Values = Record<string, string | number>;

export const LANGUAGES = { en: "English", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;

/** The language of this page; it stays until the page is loaded again. */
export const language = (): Language =>
  document.documentElement.lang in LANGUAGES ? (document.documentElement.lang as Language) : "en";

const shelf: Record<Language, { first: () => Promise<Catalogue>; later: () => Promise<Catalogue> }> = {
  en: {
    first: () => import("../words/en/first").then((it) => it.first),
    later: () => import("../words/en/later").then((it) => it.later),
  },
  ar: {
    first: () => import("../words/ar/first").then((it) => it.first),
    later: () => import("../words/ar/later").then((it) => it.later),
  },
};

const known: Catalogue = {};
let rest: Promise<void> | null = null;

/** Read the words that the feed and the frame need. */
export async function loadFirst(): Promise<void> {
  Object.assign(known, await shelf[language()].first());
}

/** Read all others, once. Screens that are loaded when asked for wait for this. */
export function loadLater(): Promise<void> {
  rest ??= shelf[language()].later().then((words) => void Object.assign(known, words));
  return rest;
}

/** For tests: know these words. */
export const learnWords = (words: Catalogue): void => void Object.assign(known, words);

/** Choose another language: the page is loaded anew in it. */
export function speak(chosen: Language): void {
  remember("language", chosen);
  location.reload();
}

const made = new Map<string, unknown>();
function cached<T>(name: string, make: () => T): T {
  if (!made.has(name)) {
    made.set(name, make());
  }
  return made.get(name) as T;
}

const plural = () => cached("plural", () => new Intl.PluralRules(language()));
const exact = () => cached("exact", () => new Intl.NumberFormat(language()));
const compact = () =>
  cached("compact", () => new Intl.NumberFormat(language(), { notation: "compact", maximumFractionDigits: 1 }));

/** A count: exact below ten thousand, short above. */
export const count = (number: number): string => (number < 10_000 ? exact() : compact()).format(number);

/** A date or time as the language writes it. */
export const dated = (date: Date, how: Intl.DateTimeFormatOptions): string =>
  cached(JSON.stringify(how), () => new Intl.DateTimeFormat(language(), how)).format(date);

/** "Ana, Ben and Carla". */
export const listed = (names: string[]): string => cached("list", () => new Intl.ListFormat(language())).format(names);

function form(key: string, values: Values): string {
  const message = known[key];
  if (message === undefined || typeof message === "string") {
    return message ?? key;
  }
  const number = Number(values.count ?? 0);
  return (number === 0 ? message.zero : undefined) ?? message[plural().select(number)] ?? message.other;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const isRight = () => document.documentElement.dir === "rtl";

/** A number as the language writes it; words of the other direction keep to themselves, with their dots and signs. */
function shown(value: string | number | undefined): string {
  if (typeof value === "number") {
    return count(value);
  }
  const text = value ?? "";
  return text && isRight() !== RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** The words of a key, with numbers written as the language writes them. */
export const t = (key: Key, values: Values = {}): string =>
  form(key, values).replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name]));

/** The same with elements in the places: `rich("x.by", { name: <a>…</a> })`. A `count` among them chooses the plural. */
export function rich(key: Key, values: Record<string, ReactNode>): ReactNode {
  const numbers = Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === "number"));
  const parts = form(key, numbers as Values).split(/\{(\w+)\}/);
  const pieces = parts.map((part, place) => {
    const value = place % 2 ? values[part] : part;
    return createElement(Fragment, { key: place }, typeof value === "number" ? count(value) : value);
  });
  return createElement(Fragment, null, ...pieces);
}

/** The words for a refusal of the platform (`refused.<code>`), or null where it has none of its own. */
export const wordsOfRefusal = (code: string): string | null =>
  `refused.${code}` in known ? t(`refused.${code}` as Key) : null;

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

/** How long ago, in words; a date after four weeks. */
export function ago(date: Date, now = new Date()): string {
  const seconds = Math.max(0, (now.getTime() - date.getTime()) / 1000);
  if (seconds < 45) {
    return t("time.now");
  }
  if (seconds > 28 * 86400) {
    const sameYear = date.getFullYear() === now.getFullYear();
    return dated(
      date,
      sameYear ? { day: "numeric", month: "long" } : { day: "numeric", month: "long", year: "numeric" },
    );
  }
  const [unit, size] = STEPS.find(([, length]) => seconds >= length) ?? ["minute", 60];
  const since = cached("since", () => new Intl.RelativeTimeFormat(language(), { numeric: "auto", style: "short" }));
  return since.format(-Math.max(1, Math.floor(seconds / size)), unit);
}
