import type { PersonAnswer, Reason, Suggestion } from "@client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Away, api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { learnWords } from "../../kit/words";
import { discovery } from "../../words/en/discovery";
import { profile } from "../../words/en/profile";
import { dismiss, putBack, reasonWords } from "./suggest";

const person = (username: string): PersonAnswer => ({ id: username, username, name: "", avatar: null });
const because = (given: Partial<Reason>): Reason => ({ kind: "followed", people: [], more: 0, tag: null, ...given });
const suggestion = (username: string): Suggestion => ({
  person: person(username),
  reason: because({ kind: "popular" }),
  private: false,
});
const kept = () =>
  queries.getQueryData<{ items: Suggestion[] }>(names.suggestions)?.items.map(({ person: { id } }) => id);

beforeEach(() => learnWords({ ...discovery, ...profile }));
afterEach(() => {
  vi.restoreAllMocks();
  queries.clear();
});

it("says why somebody is suggested", () => {
  const [ana, ben, cal] = [person("ana"), person("ben"), person("cal")];
  expect(reasonWords(because({ people: [ana] }))).toBe("Followed by ana");
  expect(reasonWords(because({ people: [ana, ben] }))).toBe("Followed by ana and ben");
  expect(reasonWords(because({ people: [ana], more: 1 }))).toBe("Followed by ana and 1 other");
  expect(reasonWords(because({ people: [ana, ben, cal], more: 1 }))).toBe("Followed by ana and 3 others");
  expect(reasonWords(because({ kind: "interests", tag: "birds" }))).toBe("Posts about #birds");
  expect(reasonWords(because({ kind: "popular" }))).toBe("Popular here");
});

it("says something true also of a reason that names nothing", () => {
  expect(reasonWords(because({ people: [] }))).toBe("Popular here");
  expect(reasonWords(because({ kind: "interests" }))).toBe("Popular here");
});

it("puts one back where they were, and nobody twice", () => {
  const [ana, ben, cal] = [suggestion("ana"), suggestion("ben"), suggestion("cal")];
  expect(putBack([ana, cal], ben, 1)).toEqual([ana, ben, cal]);
  expect(putBack([ana, ben], ben, 0)).toEqual([ana, ben]);
});

it("takes one away at once; when the platform refuses, only that one comes back", async () => {
  queries.setQueryData(names.suggestions, { items: ["ana", "ben", "cal"].map(suggestion) });
  const refusals: ((error: unknown) => void)[] = [];
  vi.spyOn(api, "dismissSuggestion").mockImplementation((id) =>
    id === "ben" ? new Promise((_, refuse) => refusals.push(refuse)) : Promise.resolve(),
  );
  const ben = dismiss(person("ben"));
  await vi.waitFor(() => expect(kept()).toEqual(["ana", "cal"]));
  await dismiss(person("ana"));
  expect(kept()).toEqual(["cal"]);
  refusals[0]?.(new Away());
  await ben;
  expect(kept()).toEqual(["cal", "ben"]);
});
