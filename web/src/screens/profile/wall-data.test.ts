import type { PostAnswer } from "@client";
import { describe, expect, it } from "vitest";
import { hung } from "./wall-data";

const post = (id: string) => ({ id }) as PostAnswer;
const page = (ids: string, pinned = "") => ({
  items: [...ids].map(post),
  pinned: [...pinned].map(post),
  next: null,
});
const ids = (pages: Parameters<typeof hung>[0]) =>
  hung(pages)
    .posts.map((each) => each.id)
    .join("");

describe("a wall", () => {
  it("has what is pinned first, in its order, and once", () => {
    expect(ids([page("fedc", "bd"), page("ba")])).toBe("bdfeca");
    expect(hung([page("fedc", "bd")]).pinned).toEqual(new Set(["b", "d"]));
  });

  it("has every post once, also when pages overlap", () => {
    expect(ids([page("fed"), page("dcb")])).toBe("fedcb");
  });

  it("may be empty", () => {
    expect(ids([])).toBe("");
    expect(ids([page("")])).toBe("");
  });
});
