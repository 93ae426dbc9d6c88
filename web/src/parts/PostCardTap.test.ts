import { expect, test } from "vitest";
import { doubleTap } from "./PostCardTap";

const tap = (heard: ReturnType<typeof doubleTap>, at: number, x = 100, y = 100) =>
  heard({ x, y, at: at - 40 }, { x, y, at });

test("two quick taps on one place are a double tap", () => {
  const heard = doubleTap();
  expect(tap(heard, 1000)).toBe(false);
  expect(tap(heard, 1200)).toBe(true);
});

test("slow taps are two taps, but the second may begin a double tap", () => {
  const heard = doubleTap();
  tap(heard, 1000);
  expect(tap(heard, 1400)).toBe(false);
  expect(tap(heard, 1600)).toBe(true);
});

test("taps far from each other are two taps", () => {
  const heard = doubleTap();
  tap(heard, 1000);
  expect(tap(heard, 1100, 300)).toBe(false);
});

test("a third tap is not a second double tap", () => {
  const heard = doubleTap();
  tap(heard, 1000);
  tap(heard, 1150);
  expect(tap(heard, 1300)).toBe(false);
  expect(tap(heard, 1450)).toBe(true);
});

test("a swipe that ends where one tapped is no tap", () => {
  const heard = doubleTap();
  tap(heard, 1000);
  expect(heard({ x: 180, y: 100, at: 1100 }, { x: 100, y: 100, at: 1200 })).toBe(false);
});

test("a swipe and a long press are no taps, and forget the tap before", () => {
  const heard = doubleTap();
  tap(heard, 1000);
  expect(heard({ x: 100, y: 100, at: 1050 }, { x: 180, y: 100, at: 1150 })).toBe(false);
  expect(tap(heard, 1250)).toBe(false);
  const other = doubleTap();
  tap(other, 1000);
  expect(other({ x: 100, y: 100, at: 800 }, { x: 100, y: 100, at: 1200 })).toBe(false);
});
