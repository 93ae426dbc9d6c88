import { expect, it } from "vitest";
import { askedIn, exactly, hitsOf, queryFor, stepped, TABS, tabIn, wanted } from "./choice";

it("looks for a name however it is written", () => {
  expect(wanted("  @ana.k ")).toBe("ana.k");
  expect(wanted("Ana   Kos ")).toBe("Ana Kos");
  expect(wanted(" @ ")).toBe("");
  expect(wanted(" #birds")).toBe("#birds");
  expect(wanted(" # ")).toBe("");
  expect(wanted(" ليلى ")).toBe("ليلى");
});

it("keeps in the address what is looked for, whatever stands in it", () => {
  for (const search of ["ana", "Ana Kos", "a&b=c", "100%", "ليلى", "#1?"]) {
    for (const tab of TABS) {
      expect(askedIn(queryFor(search, tab))).toBe(search);
      expect(tabIn(queryFor(search, tab))).toBe(tab);
    }
  }
  expect(queryFor("", "tags")).toBe("");
  expect(queryFor("ana", "all")).toBe("?q=ana");
  expect(askedIn("")).toBe("");
  expect(askedIn("?other=1")).toBe("");
  expect(tabIn("?q=ana&tab=stars")).toBe("all");
});

it("goes down through the list and stays at its end", () => {
  const ids = ["a", "b", "c"];
  expect(stepped(ids, null, "down")).toBe("a");
  expect(stepped(ids, "a", "down")).toBe("b");
  expect(stepped(ids, "c", "down")).toBe("c");
  expect(stepped([...ids, "d"], "c", "down")).toBe("d"); // more has come
});

it("goes up to the field and no further", () => {
  const ids = ["a", "b"];
  expect(stepped(ids, "b", "up")).toBe("a");
  expect(stepped(ids, "a", "up")).toBeNull();
  expect(stepped(ids, null, "up")).toBeNull();
});

it("begins anew when the chosen one is found no longer", () => {
  expect(stepped(["x", "y"], "gone", "down")).toBe("x");
  expect(stepped(["x", "y"], "gone", "up")).toBeNull();
  expect(stepped([], "gone", "down")).toBeNull();
});

const person = (username: string) => ({ id: `id-${username}`, username, name: "", avatar: null, following: false });
const hits = hitsOf({
  people: [person("anabel"), person("ana")],
  tags: [{ tag: "ana", posts: 1, following: false }],
  places: [{ id: "0123456789abcdef", name: "Ana", posts: 1 }],
});

it("leads to people, hashtags and places, in their order", () => {
  expect(hits.map(({ path }) => path)).toEqual(["/u/anabel", "/u/ana", "/tags/ana", "/places/0123456789abcdef"]);
  expect(new Set(hits.map(({ key }) => key)).size).toBe(4);
});

it("knows the person of exactly this username, and after # the hashtag", () => {
  expect(exactly(hits, "Ana")?.path).toBe("/u/ana");
  expect(exactly(hits, "#Ana")?.path).toBe("/tags/ana");
  expect(exactly(hits, "an")).toBeUndefined();
  expect(exactly(hits, "#an")).toBeUndefined();
});
