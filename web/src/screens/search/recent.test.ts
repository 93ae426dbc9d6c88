import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Away, api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { learnWords } from "../../kit/words";
import { search } from "../../words/en/search";
import { calledOf, forget, forgetAll, keyOf, type Recent, recentOf, remember, rememberWords } from "./recent";

const person = (username: string) => ({ id: `id-${username}`, username, name: "", avatar: null, following: false });
const ana: Recent = { kind: "person", id: "1", person: person("ana") };
const birds: Recent = { kind: "tag", id: "2", tag: "birds" };
const harbour: Recent = { kind: "place", id: "3", placeId: "0123456789abcdef", name: "Old harbour" };
const boats: Recent = { kind: "words", id: "4", words: "Blue boats" };
const ALL = [ana, birds, harbour, boats];

const shown = () => queries.getQueryData<{ items: Recent[] }>(names.searches)?.items.map(calledOf);
let asked: string[];

beforeEach(() => {
  learnWords(search);
  asked = [];
  queries.setQueryData(names.searches, { items: ALL });
  vi.spyOn(api, "keepSearch").mockImplementation(async ({ kind, what }) => void asked.push(`${kind} ${what}`));
  vi.spyOn(api, "forgetSearch").mockImplementation(async (id) => void asked.push(`forget ${id}`));
  vi.spyOn(api, "forgetSearches").mockImplementation(async () => void asked.push("forget all"));
  vi.spyOn(api, "listSearches").mockResolvedValue({ items: ALL });
});
afterEach(() => {
  vi.restoreAllMocks();
  queries.clear();
});

it("calls each as it is called everywhere, and tells them apart", () => {
  expect(ALL.map(calledOf)).toEqual(["ana", "#birds", "Old harbour", "Blue boats"]);
  expect(new Set([...ALL, { kind: "words", id: "", words: "birds" } as const].map(keyOf)).size).toBe(5);
  expect(keyOf({ kind: "words", id: "", words: "blue boats" })).toBe(keyOf(boats));
});

it("keeps what was found, whatever its kind", async () => {
  await remember(recentOf({ kind: "people", key: "", path: "", person: person("ben") }));
  await remember(recentOf({ kind: "tags", key: "", path: "", tag: { tag: "sea", posts: 1, following: false } }));
  await remember(recentOf({ kind: "places", key: "", path: "", place: { id: "fedcba", name: "Pier", posts: 1 } }));
  expect(asked).toEqual(["person id-ben", "tag sea", "place Pier"]);
  expect(shown()).toEqual(["Pier", "#sea", "ben", ...ALL.map(calledOf)]);
});

it("shows each once, the latest first, before the platform has answered", async () => {
  const done = remember({ kind: "tag", id: "", tag: "birds" });
  await vi.waitFor(() => expect(shown()).toEqual(["#birds", "ana", "Old harbour", "Blue boats"]));
  await done;
});

it("keeps no words of a single character", async () => {
  rememberWords("b");
  rememberWords("🌅");
  rememberWords("blue boats");
  await vi.waitFor(() => expect(shown()?.[0]).toBe("blue boats"));
  expect(asked).toEqual(["words blue boats"]);
});

it("begins no list where it was not read yet", async () => {
  queries.clear();
  await remember(birds);
  expect(shown()).toBeUndefined();
});

it("asks for the id of what was remembered a moment ago", async () => {
  const kept = remember({ kind: "tag", id: "", tag: "birds" });
  await forget({ kind: "tag", id: "", tag: "birds" });
  await kept;
  expect(asked).toEqual(["tag birds", "forget 2"]);
  expect(shown()).toEqual(["ana", "Old harbour", "Blue boats"]);
});

it("forgets nothing on the platform that was never kept there", async () => {
  await forget({ kind: "tag", id: "", tag: "sea" });
  expect(asked).toEqual([]);
});

it("shows again what the platform did not let go", async () => {
  let refuse: (error: unknown) => void = () => {};
  vi.spyOn(api, "forgetSearch").mockReturnValue(new Promise((_, no) => (refuse = no)));
  const done = forget(birds);
  await vi.waitFor(() => expect(shown()).toEqual(["ana", "Old harbour", "Blue boats"]));
  refuse(new Away());
  await done;
  expect(shown()).toEqual(ALL.map(calledOf));
});

it("sends one change after the other, and goes on after one that failed", async () => {
  vi.spyOn(api, "keepSearch").mockRejectedValue(new Away());
  await Promise.all([remember(harbour), forget(ana), forgetAll()]);
  expect(asked).toEqual(["forget 1", "forget all"]);
});
