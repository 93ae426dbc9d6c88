import { beforeEach, describe, expect, it } from "vitest";
import { keepTags, keptTags, tagsFor } from "./ComposerTags";
import { completed, inserted, lengthOf, wordAt } from "./ComposerWord";

/** The caret stands where the bar is. */
function at(marked: string) {
  const caret = marked.indexOf("|");
  return wordAt(marked.replace("|", ""), caret);
}

describe("what is being completed at the caret", () => {
  it.each([
    ["@|", "mention", ""],
    ["@al|", "mention", "al"],
    ["hello @Al.i_c|", "mention", "Al.i_c"],
    ["(@bob|", "mention", "bob"],
    ["#|", "hashtag", ""],
    ["sea #fjord|", "hashtag", "fjord"],
    ["＃雪国|", "hashtag", "雪国"],
    ["صورة #غروب|", "hashtag", "غروب"],
    ["مرحبا @lay|", "mention", "lay"],
    ["❤️@bob|", "mention", "bob"],
    ["👩‍🚀 @bob|", "mention", "bob"],
    ["1️⃣@bob|", "mention", "bob"],
    ["a\n@bob|", "mention", "bob"],
  ])("%s", (marked, kind, query) => {
    expect(at(marked)).toMatchObject({ kind, query });
  });

  it.each([
    "|",
    "al|",
    "ana@ex|",
    "مرحبا@ana|",
    "@bob |",
    "@bo b|",
    "@bób|",
    "e\u0301@bob|",
    "&#39|",
    "a#b|",
    "@bob🙂|",
    `@${"a".repeat(31)}|`,
  ])("nothing: %s", (marked) => {
    expect(at(marked)).toBeNull();
  });

  it("takes the rest of the word behind the caret with it", () => {
    const text = "to @alice now";
    const word = wordAt(text, 6);
    expect(word).toMatchObject({ query: "al", start: 3, end: 9 });
    expect(word && completed(text, word, "@alba")).toEqual({ text: "to @alba now", caret: 9 });
  });

  it("counts behind emoji in units of the field", () => {
    const text = "😀 @al";
    const word = wordAt(text, text.length);
    expect(word && completed(text, word, "@alice")).toEqual({ text: "😀 @alice ", caret: 10 });
  });
});

describe("writing", () => {
  it("puts an emoji in the place of what is selected", () => {
    expect(inserted("abcd", 1, 3, "🔥")).toEqual({ text: "a🔥d", caret: 3 });
  });

  it("counts characters as the platform does", () => {
    expect(lengthOf("  😀é ")).toBe(2);
  });
});

describe("tags that this browser remembers", () => {
  beforeEach(() => localStorage.clear());
  const tag = (name: string) => ({ kind: "hashtag" as const, start: 0, end: 1, tag: name });

  it("are the latest first, each once, at most 50", () => {
    keepTags([tag("sea"), tag("snow")]);
    keepTags([tag("snow")]);
    expect(keptTags()).toEqual(["snow", "sea"]);
    keepTags(Array.from({ length: 60 }, (_, place) => tag(`t${place}`)));
    expect(keptTags()).toHaveLength(50);
  });

  it("are found by their beginning", () => {
    keepTags([tag("sea"), tag("snow"), tag("غروب")]);
    expect(tagsFor("S")).toEqual(["sea", "snow"]);
    expect(tagsFor("sea")).toEqual([]);
    expect(tagsFor("غ")).toEqual(["غروب"]);
  });

  it("are none where something else was kept", () => {
    localStorage.setItem("lambdagram.tags", "{not a list");
    expect(keptTags()).toEqual([]);
  });
});
