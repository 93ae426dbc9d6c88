import { describe, expect, it } from "vitest";
import { curves, develop, LEVEL, LOOKS, type Look, noise } from "./looks";

const pixel = (...values: number[]) => Uint8ClampedArray.from([...values, 255]);
const shown = (look: Look, dials: Partial<typeof LEVEL>, ...values: number[]): number[] => {
  const data = pixel(...values);
  develop(data, 1, look, { ...LEVEL, ...dials });
  return [...data];
};

describe("looks", () => {
  it("there are eight, and the first changes nothing", () => {
    expect(Object.keys(LOOKS)).toHaveLength(8);
    expect(shown("plain", {}, 12, 130, 250)).toEqual([12, 130, 250, 255]);
  });

  it("silver has no colour", () => {
    const [r, g, b] = shown("silver", {}, 200, 80, 20);
    expect(new Set([r, g, b]).size).toBe(1);
  });

  it("safelight is warm, fjord is cool", () => {
    const warm = shown("safelight", {}, 150, 150, 150);
    const cool = shown("fjord", {}, 150, 150, 150);
    expect(warm[0]).toBeGreaterThan(warm[2] as number);
    expect(cool[2]).toBeGreaterThan(cool[0] as number);
  });

  it("every look keeps the order of light, and opacity", () => {
    for (const recipe of Object.values(LOOKS)) {
      for (const curve of curves(recipe, LEVEL)) {
        expect([...curve].every((value, place) => place === 0 || value >= (curve[place - 1] as number))).toBe(true);
      }
    }
    expect(shown("grain", {}, 90, 90, 90)[3]).toBe(255);
  });
});

describe("dials", () => {
  it("do what they say", () => {
    expect(shown("plain", { brightness: 50 }, 100, 100, 100)[0]).toBeGreaterThan(100);
    expect(shown("plain", { brightness: -50 }, 100, 100, 100)[0]).toBeLessThan(100);
    expect(shown("plain", { contrast: 60 }, 200, 200, 200)[0]).toBeGreaterThan(200);
    expect(shown("plain", { contrast: 60 }, 50, 50, 50)[0]).toBeLessThan(50);
    const [red, , blue] = shown("plain", { warmth: 80 }, 120, 120, 120);
    expect(red).toBeGreaterThan(120);
    expect(blue).toBeLessThan(120);
  });

  it("black stays black and white stays white when only the middle is bent", () => {
    expect(shown("plain", { brightness: 100 }, 0, 0, 0)[0]).toBe(0);
    expect(shown("plain", { brightness: -100 }, 255, 255, 255)[0]).toBe(255);
  });
});

it("noise is the same each time and lies between -1 and 1", () => {
  const all = Array.from({ length: 2000 }, (_, place) => noise(place));
  expect(all).toEqual(Array.from({ length: 2000 }, (_, place) => noise(place)));
  expect(Math.min(...all)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...all)).toBeLessThanOrEqual(1.0000001);
  expect(Math.abs(all.reduce((sum, each) => sum + each, 0) / all.length)).toBeLessThan(0.05);
});
