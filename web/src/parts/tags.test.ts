import { expect, it, vi } from "vitest";
import { Away, api } from "../kit/api";
import { names, queries } from "../kit/query";
import { setTagFollowed, withTag } from "./tags";

it("keeps the list by the alphabet, each once", () => {
  expect(withTag(["ants", "cats"], "birds", true)).toEqual(["ants", "birds", "cats"]);
  expect(withTag(["ants", "birds"], "birds", true)).toEqual(["ants", "birds"]);
  expect(withTag(["ants", "birds"], "ants", false)).toEqual(["birds"]);
  expect(withTag(["ants"], "birds", false)).toEqual(["ants"]);
});

it("shows a follow at once, and takes it back when the platform refuses", async () => {
  const kept = () => queries.getQueryData<{ items: string[] }>(names.followedTags)?.items;
  queries.setQueryData(names.followedTags, { items: ["ants"] });
  let refuse: (error: unknown) => void = () => {};
  vi.spyOn(api, "followTag").mockReturnValue(
    new Promise((_, no) => {
      refuse = no;
    }),
  );
  const followed = setTagFollowed("birds", true);
  expect(kept()).toEqual(["ants", "birds"]);
  refuse(new Away());
  expect(await followed).toBe(false);
  expect(kept()).toEqual(["ants"]);
  vi.restoreAllMocks();
});
