import { beforeEach, describe, expect, it } from "vitest";
import { learnWords } from "../../kit/words";
import { settings } from "../../words/en/settings";
import { added } from "./hidden";
import { GROUPS, PARTS, partOf } from "./parts";
import { recoveryText } from "./recovery";

describe("parts", () => {
  it("are each listed once, and named", () => {
    const listed = GROUPS.flatMap(({ parts }) => parts);
    expect([...listed].sort()).toEqual(Object.keys(PARTS).sort());
    expect(listed.filter((part) => !(`settings.${part}` in settings))).toEqual([]);
  });

  it("are known by their path, and nothing else is", () => {
    expect(partOf("security")).toBe("security");
    expect(partOf("constructor")).toBeNull();
    expect(partOf(undefined)).toBeNull();
  });
});

describe("recovery codes", () => {
  beforeEach(() => {
    document.documentElement.lang = "en";
    learnWords(settings);
  });

  it("say whose they are and when they were made, one on each line", () => {
    const text = recoveryText(["abcd-efgh", "ijkl-mnop"], "ana", new Date("2026-11-22T10:00:00Z"));
    const lines = text.split("\n");
    expect(lines[0]).toBe("Lambdagram recovery codes of @ana, 2026-11-22");
    expect(lines.slice(3, 5)).toEqual(["abcd-efgh", "ijkl-mnop"]);
    expect(text.endsWith("\n")).toBe(true);
  });
});

describe("hidden words", () => {
  it("take several at once, each once, whatever its case", () => {
    expect(added(["spam"], " Spam, buy now ,,BUY NOW،كلمة\nthis")).toEqual(["spam", "buy now", "كلمة", "this"]);
  });

  it("stay as they are when nothing new was typed", () => {
    expect(added(["spam"], " , ")).toEqual(["spam"]);
  });
});
