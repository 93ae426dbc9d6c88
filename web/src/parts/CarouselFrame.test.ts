import { expect, test } from "vitest";
import { frameRatio, slideAt, stepOf } from "./CarouselFrame";

const sized = (width: number, height: number) => ({ width, height });

test("the tallest photograph gives the frame", () => {
  expect(frameRatio([sized(1080, 1080), sized(1080, 1350), sized(1080, 566)])).toBeCloseTo(0.8);
  expect(frameRatio([sized(1080, 720), sized(1080, 1080)])).toBe(1);
});

test("a frame is neither taller than 4:5 nor wider than 1.91:1", () => {
  expect(frameRatio([sized(1000, 3000), sized(1000, 1000)])).toBe(0.8);
  expect(frameRatio([sized(3000, 1000), sized(4000, 1000)])).toBe(1.91);
});

test("measures that say nothing make a square", () => {
  expect(frameRatio([sized(0, 0)])).toBe(1);
  expect(frameRatio([])).toBe(1);
});

test("the slide is known in both directions, and never outside of the strip", () => {
  expect(slideAt(0, 400, 3)).toBe(0);
  expect(slideAt(390, 400, 3)).toBe(1);
  expect(slideAt(-800, 400, 3)).toBe(2);
  expect(slideAt(-1300, 400, 3)).toBe(2);
  expect(slideAt(10, 0, 3)).toBe(0);
});

test("arrow keys follow the line", () => {
  expect(stepOf("ArrowRight", false)).toBe(1);
  expect(stepOf("ArrowLeft", false)).toBe(-1);
  expect(stepOf("ArrowRight", true)).toBe(-1);
  expect(stepOf("ArrowLeft", true)).toBe(1);
  expect(stepOf("Home", false)).toBe(0);
});
