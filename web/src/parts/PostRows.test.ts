import { expect, test } from "vitest";
import { offsetsOf, rangeOf, withBetween } from "./PostRows";

const TEN = offsetsOf(Array.from({ length: 10 }, () => 100));

test("offsets are where rows begin, and where the list ends", () => {
  expect(offsetsOf([100, 50, 25])).toEqual([0, 100, 150, 175]);
  expect(offsetsOf([])).toEqual([0]);
});

test("rows that touch the window are in the range, with some beside", () => {
  expect(rangeOf(TEN, 250, 450, 0)).toEqual([2, 4]);
  expect(rangeOf(TEN, 250, 450, 2)).toEqual([0, 6]);
});

test("a row that ends where the window begins is out, as is one that begins where it ends", () => {
  expect(rangeOf(TEN, 300, 400, 0)).toEqual([3, 3]);
});

test("the range never leaves the list", () => {
  expect(rangeOf(TEN, -500, 100, 3)).toEqual([0, 3]);
  expect(rangeOf(TEN, 5000, 6000, 3)).toEqual([6, 9]);
  expect(rangeOf([0], 0, 900, 3)[1]).toBe(-1);
});

test("rows without height cost nothing and hide nobody", () => {
  expect(rangeOf(offsetsOf([100, 0, 0, 100]), 100, 150, 0)).toEqual([3, 3]);
});

test("leaves a gap after so many posts, or after the last", () => {
  expect(withBetween(["a", "b", "c"], 2)).toEqual(["a", "b", null, "c"]);
  expect(withBetween(["a"], 1)).toEqual(["a", null]);
});
