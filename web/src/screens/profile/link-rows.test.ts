import { describe, expect, it } from "vitest";
import { linksOf, type Row, shifted, wrongLinks } from "./link-rows";

const row = (key: number, url: string, title = ""): Row => ({ key, url, title });
const rows = [row(7, "example.org"), row(8, " "), row(9, "http://b.example/x", " My shop ")];

describe("links of a profile", () => {
  it("are sent without empty rows, trimmed, as addresses of the web", () => {
    expect(linksOf(rows)).toEqual([
      { url: "https://example.org", title: "" },
      { url: "http://b.example/x", title: "My shop" },
    ]);
  });

  it("are sent as they were written where they have a scheme: the platform says what is wrong with it", () => {
    expect(linksOf([row(1, "mailto:a@b.example")])[0]?.url).toBe("mailto:a@b.example");
  });

  it("keep a row with words but no address: it is wrong, not empty", () => {
    expect(linksOf([row(1, "", "words")])).toEqual([{ url: "", title: "words" }]);
  });

  it("move up and down, and stay at the ends", () => {
    const keys = (all: Row[]) => all.map((each) => each.key);
    expect(keys(shifted(rows, 9, -1))).toEqual([7, 9, 8]);
    expect(keys(shifted(rows, 7, 1))).toEqual([8, 7, 9]);
    expect(shifted(rows, 7, -1)).toBe(rows);
    expect(shifted(rows, 9, 1)).toBe(rows);
  });

  it("show a refusal at the row that was sent, though an empty one stands before it", () => {
    const errors = [
      { pointer: "/links/1/url", detail: "Give a host." },
      { pointer: "/name", detail: "no" },
    ];
    expect(wrongLinks(errors, rows)).toEqual({ 9: { url: "Give a host." } });
  });
});
