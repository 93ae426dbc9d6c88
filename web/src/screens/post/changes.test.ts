import type { PostAnswer } from "@client";
import { describe, expect, it } from "vitest";
import { changesOf } from "./changes";

const post = {
  caption: "Dusk",
  photos: [
    { mediaId: "m1", alt: "A boat" },
    { mediaId: "m2", alt: "" },
  ],
  place: { name: "Bergen", latitude: 60, longitude: 5 },
  commentsBy: "everyone",
  hideCounts: false,
} as PostAnswer;
const same = { caption: "Dusk", alts: ["A boat", ""], place: "Bergen", commentsBy: "everyone", hideCounts: false };

describe("what is sent of an edited post", () => {
  it("is nothing when nothing was changed", () => {
    expect(changesOf(post, same)).toBeNull();
    expect(changesOf(post, { ...same, caption: " Dusk ", place: "Bergen " })).toBeNull();
  });

  it("is only what was changed", () => {
    expect(changesOf(post, { ...same, caption: "" })).toEqual({ caption: "" });
    expect(changesOf(post, { ...same, alts: ["A boat", "Its sail"] })).toEqual({
      photos: [{ mediaId: "m2", alt: "Its sail" }],
    });
    expect(changesOf(post, { ...same, commentsBy: "nobody", hideCounts: true })).toEqual({
      commentsBy: "nobody",
      hideCounts: true,
    });
  });

  it("takes the place away with an empty name", () => {
    expect(changesOf(post, { ...same, place: " " })).toEqual({ place: { name: "" } });
  });
});
