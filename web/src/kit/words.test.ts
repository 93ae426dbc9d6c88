import { beforeEach, describe, expect, it } from "vitest";
import * as arabic from "../words/ar/first";
import * as arabicLater from "../words/ar/later";
import * as english from "../words/en/first";
import * as englishLater from "../words/en/later";
import { ago, type Catalogue, learnWords, t } from "./words";

const everything: [string, Catalogue, Catalogue][] = [
  ["first", english.first, arabic.first],
  ["later", englishLater.later, arabicLater.later],
];

const holes = (message: Catalogue[string]): string[] =>
  [...new Set((typeof message === "string" ? message : message.other).match(/\{\w+\}/g) ?? [])].sort();

describe("catalogues", () => {
  it.each(everything)("%s: every Arabic message has the places of the English one", (_, en, ar) => {
    for (const [key, message] of Object.entries(en)) {
      const other = ar[key];
      expect(other, key).toBeDefined();
      expect(holes(other ?? ""), key).toEqual(holes(message));
    }
  });

  it.each(everything)("%s: nothing is left in English letters by mistake", (_, en, ar) => {
    for (const [key, message] of Object.entries(ar)) {
      const text = typeof message === "string" ? message : message.other;
      if (/[a-z]{4,}/.test(text.replace(/\{\w+\}/g, "")) && text !== en[key]) {
        expect(text, key).toMatch(/[\u0600-\u06ff]/);
      }
    }
  });

  it.each(everything)("%s: Arabic plurals have the forms that the language has", (_, __, ar) => {
    for (const [key, message] of Object.entries(ar)) {
      if (typeof message !== "string") {
        expect(Object.keys(message), key).toEqual(expect.arrayContaining(["one", "two", "few", "many", "other"]));
      }
    }
  });

  it("no key stands in two catalogues", () => {
    const keys = [...Object.keys(english.first), ...Object.keys(englishLater.later)];
    expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
  });
});

describe("t", () => {
  beforeEach(() => {
    document.documentElement.lang = "en";
    learnWords({
      "nav.new": { one: "{name}: {count} thing", other: "{name}: {count} things" },
      "time.now": "just now",
    });
  });

  it("chooses the plural and writes numbers as the language does", () => {
    expect(t("nav.new", { name: "Bell", count: 1 })).toBe("Bell: 1 thing");
    expect(t("nav.new", { name: "Bell", count: 2345 })).toBe("Bell: 2,345 things");
  });

  it("sets names of the other direction apart, so that their dots stay with them", () => {
    expect(t("nav.new", { name: "ليلى.", count: 1 })).toBe("\u2068ليلى.\u2069: 1 thing");
    document.documentElement.dir = "rtl";
    expect(t("nav.new", { name: "_bob_", count: 1 })).toBe("\u2068_bob_\u2069: 1 thing");
    expect(t("nav.new", { name: "ليلى", count: 1 })).toBe("ليلى: 1 thing");
    document.documentElement.dir = "ltr";
  });

  it("says how long ago", () => {
    const now = new Date("2026-11-22T12:00:00Z");
    expect(ago(new Date("2026-11-22T11:59:40Z"), now)).toBe("just now");
    expect(ago(new Date("2026-11-22T10:00:00Z"), now)).toBe("2 hr. ago");
    expect(ago(new Date("2025-01-05T12:00:00Z"), now)).toBe("January 5, 2025");
  });
});
