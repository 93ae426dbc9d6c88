import { describe, expect, it } from "vitest";
import { GAP, pitch, rowsOf, span, WHOLE } from "./GridRows";

const WIDTH = 3 * 100 + 2 * GAP; // rows of 103 pixels

describe("the rows of a grid", () => {
  it("has three photographs in a row, the last one perhaps fewer", () => {
    expect([0, 1, 3, 4, 240].map(rowsOf)).toEqual([0, 1, 1, 2, 80]);
  });

  it("gives the space between rows to the row above", () => {
    expect(pitch(WIDTH)).toBe(100 + GAP);
  });

  it("shows a short grid as a whole, wherever one is", () => {
    expect(span(WHOLE, WIDTH, 4000, 800)).toEqual({ from: 0, to: WHOLE });
  });

  it("begins at the top while the grid lies below", () => {
    expect(span(200, WIDTH, -5000, 824).from).toBe(0);
    expect(span(200, WIDTH, -400, 824)).toEqual({ from: 0, to: 17 });
  });

  it("has the same number of rows on the page everywhere in between", () => {
    const sizes = [3000, 6000, 9000, 12000]
      .map((above) => span(1000, WIDTH, above, 824))
      .map(({ from, to }) => to - from);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(34);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(32);
  });

  it("covers what is on the screen", () => {
    const { from, to } = span(1000, WIDTH, 50_000, 824);
    expect(from * pitch(WIDTH)).toBeLessThan(50_000);
    expect(to * pitch(WIDTH)).toBeGreaterThan(50_000 + 824);
  });

  it("ends at the last row, also when one is beyond it", () => {
    expect(span(100, WIDTH, 100_000, 800)).toEqual({ from: 99, to: 100 });
    expect(span(100, WIDTH, 100 * pitch(WIDTH) - 800, 800).to).toBe(100);
  });

  it("does not know rows without a width, and shows the first", () => {
    expect(span(400, 0, 9000, 800)).toEqual({ from: 0, to: WHOLE });
  });
});
