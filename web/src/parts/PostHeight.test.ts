import type { PostAnswer } from "@client";
import { expect, test } from "vitest";
import { heightOf, tallest } from "./PostHeight";

const post = (photos: [number, number][], caption = "", comments = 0) =>
  ({ photos: photos.map(([width, height]) => ({ width, height })), caption, comments }) as PostAnswer;

const PHONE = { width: 360, height: 780, list: 360 };
const DESK = { width: 1440, height: 900, list: 1056 };

test("on a phone the photograph, its header and its label stand one below the other", () => {
  expect(heightOf(post([[1080, 1080]]), PHONE)).toBe(56 + 360 + 52 + 24);
  expect(heightOf(post([[1080, 1080]], "A short one."), PHONE)).toBeGreaterThan(heightOf(post([[1080, 1080]]), PHONE));
});

test("a line says by which hashtag the post came", () => {
  const came = { ...post([[1080, 1080]]), viaTag: "birds" };
  expect(heightOf(came, PHONE)).toBe(heightOf(post([[1080, 1080]]), PHONE) + 36);
  expect(heightOf(came, DESK)).toBe(640 + 64);
});

test("beside a photograph the label costs no height", () => {
  expect(heightOf(post([[1080, 1080]], "x".repeat(2000), 9), DESK)).toBe(640 + 64);
  expect(heightOf(post([[1080, 200]]), DESK)).toBeGreaterThan(640 / 5.4);
});

test("no photograph is taller than the screen", () => {
  expect(heightOf(post([[500, 5000]]), DESK)).toBe(tallest(DESK) + 64);
});

test("several photographs hang in one frame", () => {
  const several = post([
    [1080, 1080],
    [1080, 1350],
  ]);
  expect(heightOf(several, PHONE)).toBe(56 + 450 + 52 + 24);
});

test("a caption is never longer than three lines", () => {
  expect(heightOf(post([[1, 1]], "x".repeat(2000)), PHONE)).toBe(heightOf(post([[1, 1]], "x".repeat(400)), PHONE));
});
