import { expect, it } from "vitest";
import { askedIn, exactly, queryFor, stepped, wanted } from "./choice";

it("looks for a name however it is written", () => {
  expect(wanted("  @ana.k ")).toBe("ana.k");
  expect(wanted("Ana   Kos ")).toBe("Ana Kos");
  expect(wanted(" @ ")).toBe("");
  expect(wanted(" ليلى ")).toBe("ليلى");
});

it("keeps in the address what is looked for, whatever stands in it", () => {
  for (const search of ["ana", "Ana Kos", "a&b=c", "100%", "ليلى", "#1?"]) {
    expect(askedIn(queryFor(search))).toBe(search);
  }
  expect(queryFor("")).toBe("");
  expect(askedIn("")).toBe("");
  expect(askedIn("?other=1")).toBe("");
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

it("knows the one of exactly this username", () => {
  const people = [{ username: "anabel" }, { username: "ana" }];
  expect(exactly(people, "Ana")).toEqual({ username: "ana" });
  expect(exactly(people, "an")).toBeUndefined();
});
