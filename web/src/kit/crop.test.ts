import { describe, expect, it } from "vitest";
import { drawnSize, isWhole, moved, quarter, readSize, settled, turned, WHOLE, windowOf, zoomedTo } from "./crop";

const WIDE = { width: 4000, height: 3000 };

describe("the window", () => {
  it("is the whole picture when nothing is asked", () => {
    expect(windowOf(WIDE, WHOLE, null)).toEqual({ x: 0, y: 0, width: 4000, height: 3000 });
    expect(isWhole(WIDE, WHOLE, null)).toBe(true);
    expect(isWhole(WIDE, WHOLE, 4 / 3)).toBe(true);
  });

  it("has the ratio, in the middle, as large as it fits", () => {
    expect(windowOf(WIDE, WHOLE, 1)).toEqual({ x: 500, y: 0, width: 3000, height: 3000 });
    const wide = windowOf(WIDE, WHOLE, 1.91);
    expect(wide.width).toBe(4000);
    expect(wide.width / wide.height).toBeCloseTo(1.91);
    expect(isWhole(WIDE, WHOLE, 1)).toBe(false);
  });

  it("never leaves the picture", () => {
    for (const [x, y, zoom] of [
      [-3, 9, 1],
      [0, 0, 2],
      [1, 1, 99],
      [0.5, 0.5, 0.01],
    ] as const) {
      for (const turns of [0, 1, 2, 3]) {
        const all = turned(WIDE, turns);
        const it = windowOf(WIDE, { turns, zoom, x, y }, 0.8);
        expect(it.x).toBeGreaterThanOrEqual(0);
        expect(it.y).toBeGreaterThanOrEqual(0);
        expect(it.x + it.width).toBeLessThanOrEqual(all.width + 1e-6);
        expect(it.y + it.height).toBeLessThanOrEqual(all.height + 1e-6);
      }
    }
  });

  it("moves by parts of itself and stops at the edge", () => {
    const near = { ...WHOLE, zoom: 2 };
    const before = windowOf(WIDE, near, 1);
    const after = windowOf(WIDE, moved(WIDE, near, 1, 0.1, -0.2), 1);
    expect(after.x - before.x).toBeCloseTo(before.width * 0.1);
    expect(after.y - before.y).toBeCloseTo(before.height * -0.2);
    // pushed far over the edge, one step back moves at once: nothing is remembered of the push
    const edge = moved(WIDE, near, 1, 50, 0);
    expect(windowOf(WIDE, moved(WIDE, edge, 1, -0.1, 0), 1).x).toBeLessThan(windowOf(WIDE, edge, 1).x);
  });

  it("zooms around the point under the finger", () => {
    const at = { x: 0.25, y: 0.75 };
    const start = { ...WHOLE, zoom: 1.5 };
    const before = windowOf(WIDE, start, 1);
    const after = windowOf(WIDE, zoomedTo(WIDE, start, 1, 2.5, at), 1);
    expect(after.x + at.x * after.width).toBeCloseTo(before.x + at.x * before.width);
    expect(after.y + at.y * after.height).toBeCloseTo(before.y + at.y * before.height);
  });
});

describe("turning", () => {
  it("is the same after four quarters", () => {
    const edit = settled(WIDE, { turns: 0, zoom: 2, x: 0.3, y: 0.6 }, null);
    const round = quarter(quarter(quarter(quarter(edit))));
    expect(round.turns).toBe(0);
    expect(round.x).toBeCloseTo(edit.x);
    expect(round.y).toBeCloseTo(edit.y);
  });

  it("carries the middle with it: the top left goes to the top right", () => {
    expect(quarter({ turns: 0, zoom: 3, x: 0.1, y: 0.2 })).toEqual({ turns: 1, zoom: 3, x: 0.8, y: 0.1 });
    expect(windowOf(WIDE, quarter(WHOLE), null)).toMatchObject({ width: 3000, height: 4000 });
    expect(isWhole(WIDE, quarter(WHOLE), null)).toBe(false);
  });
});

describe("sizes", () => {
  it("draws at most 2,048 pixels and never larger than it is", () => {
    expect(drawnSize(WIDE)).toEqual({ width: 2048, height: 1536 });
    expect(drawnSize({ width: 300, height: 200 })).toEqual({ width: 300, height: 200 });
  });

  it("reads no more than is needed, and at most 4,096 pixels", () => {
    const huge = { width: 7728, height: 5152 };
    expect(Math.max(...Object.values(readSize(huge, WHOLE, null)))).toBe(2048);
    expect(Math.max(...Object.values(readSize(huge, { ...WHOLE, zoom: 4 }, null)))).toBe(4096);
    expect(readSize({ width: 800, height: 600 }, WHOLE, 1)).toEqual({ width: 800, height: 600 });
  });
});
