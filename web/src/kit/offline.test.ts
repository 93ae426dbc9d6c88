import type { PostAnswer } from "@client";
import { describe, expect, it } from "vitest";
import { keptFor, photosOf } from "./offline";

const source = (id: string, width: number) => ({
  width,
  webp: `https://media.example/renditions/${id}/${width}.webp?e=1&s=2`,
  jpeg: `https://media.example/renditions/${id}/${width}.jpg?e=1&s=2`,
});
const photo = (id: string) => ({ sources: [source(id, 320), source(id, 640), source(id, 1080)] });
const post = (id: string, photos: string[], face?: string) =>
  ({
    id,
    photos: photos.map(photo),
    author: { id: "p", avatar: face ? { small: source(face, 96).webp } : null },
  }) as unknown as PostAnswer;

describe("what is kept of a feed", () => {
  const posts = [post("1", ["a", "b"], "face"), post("2", ["c"], "face"), post("3", [])];

  it("first photographs, then faces, then the rest; each once", () => {
    const names = photosOf(posts, 600).map((url) => new URL(url).pathname);
    expect(names).toEqual([
      "/renditions/a/640.webp",
      "/renditions/c/640.webp",
      "/renditions/face/96.webp",
      "/renditions/b/640.webp",
    ]);
  });

  it("the widest where none is wide enough, and no more than wanted", () => {
    expect(photosOf(posts, 5000, 1)).toEqual([source("a", 1080).webp]);
  });
});

describe("what is taken up again", () => {
  const page = { items: [post("1", ["a"])], next: null };

  it("is shown to nobody else", () => {
    expect(keptFor({ person: "me", page }, "me")).toEqual(page);
    expect(keptFor({ person: "me", page }, "another")).toBeNull();
  });

  it.each([
    null,
    {},
    { person: "me" },
    { person: "me", page: { items: "x" } },
    { person: "me", page: { items: [null] } },
  ])("is left where it has another shape: %j", (value) => {
    expect(keptFor(value, "me")).toBeNull();
  });
});
