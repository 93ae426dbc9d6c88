// Our own looks and the three dials, as plain maths on pixels: the same in every browser.

/** How a look treats light and colour. Left out is as it came. */
interface Recipe {
  /** 0 is black and white. */
  colour?: number;
  contrast?: number;
  /** Added to all light, in parts of 1. */
  lift?: number;
  /** Bends the middle: above 1 is lighter. */
  bend?: number;
  /** What dark and light places lean to: red, green, blue, in parts of 1. */
  dark?: [number, number, number];
  light?: [number, number, number];
  grain?: number;
}

export const LOOKS = {
  plain: {},
  silver: { colour: 0, contrast: 1.12, bend: 1.04 },
  safelight: { colour: 0.85, contrast: 1.05, dark: [0.05, -0.005, -0.03], light: [0.06, 0.015, -0.06] },
  fjord: { colour: 0.82, contrast: 1.04, dark: [-0.03, 0.005, 0.05], light: [-0.045, 0.005, 0.035] },
  noon: { colour: 1.22, contrast: 1.1, bend: 1.08, light: [0.015, 0.01, -0.015] },
  dusk: { colour: 0.92, contrast: 0.96, bend: 0.95, dark: [0.04, -0.02, 0.07], light: [0.06, 0.01, -0.02] },
  fade: { colour: 0.72, contrast: 0.82, lift: 0.05, dark: [0.02, 0.02, 0.03] },
  grain: { colour: 0.12, contrast: 1.2, bend: 0.97, grain: 0.09 },
} as const satisfies Record<string, Recipe>;

export type Look = keyof typeof LOOKS;

/** Dials from -100 to 100. */
export interface Dials {
  brightness: number;
  contrast: number;
  warmth: number;
}
export const LEVEL: Dials = { brightness: 0, contrast: 0, warmth: 0 };
export const dialled = ({ brightness, contrast, warmth }: Dials): boolean => !!(brightness || contrast || warmth);

/** For each channel, what becomes of each of its 256 values. */
export function curves(recipe: Recipe, dials: Dials): [Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray] {
  const { contrast = 1, lift = 0, bend = 1, dark = [0, 0, 0], light = [0, 0, 0] } = recipe;
  const steep = contrast * (1 + dials.contrast / 160);
  const bent = bend * 1.9 ** (dials.brightness / 100);
  const warm = (dials.warmth / 100) * 0.14;
  const lean = [warm, warm * 0.12, -warm];
  const one = (channel: 0 | 1 | 2) =>
    Uint8ClampedArray.from({ length: 256 }, (_, value) => {
      const middle = (value / 255) ** (1 / bent);
      const straight = (middle - 0.5) * steep + 0.5 + lift;
      const shade = dark[channel] * (1 - middle) ** 2 + light[channel] * middle ** 2 + (lean[channel] ?? 0) * middle;
      return Math.round((straight + shade) * 255);
    });
  return [one(0), one(1), one(2)];
}

/** A number from -1 to 1 that looks like chance and is the same each time. */
export function noise(place: number): number {
  let mixed = Math.imul(place ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x7fffffff - 1;
}

/** Change pixels (red, green, blue, opacity, …) in place. `width` of the picture keeps the grain as coarse at all sizes. */
export function develop(pixels: Uint8ClampedArray, width: number, look: Look, dials: Dials): void {
  const recipe: Recipe = LOOKS[look];
  if (look === "plain" && !dialled(dials)) {
    return;
  }
  const { colour = 1, grain = 0 } = recipe;
  const [red, green, blue] = curves(recipe, dials);
  const strength = grain * 255 * Math.min(1, width / 700); // a small picture shows the mean of many grains
  const coarse = Math.max(1, Math.round(width / 900));
  for (let at = 0; at < pixels.length; at += 4) {
    let r = pixels[at] as number;
    let g = pixels[at + 1] as number;
    let b = pixels[at + 2] as number;
    if (colour !== 1) {
      const grey = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      r = clamped(grey + (r - grey) * colour);
      g = clamped(grey + (g - grey) * colour);
      b = clamped(grey + (b - grey) * colour);
    }
    let speck = 0;
    if (grain) {
      const number = at >> 2;
      const row = Math.floor(number / width / coarse);
      const column = Math.floor((number % width) / coarse);
      speck = noise(row * 8191 + column) * strength;
    }
    pixels[at] = (red[r | 0] as number) + speck;
    pixels[at + 1] = (green[g | 0] as number) + speck;
    pixels[at + 2] = (blue[b | 0] as number) + speck;
  }
}

const clamped = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** The same for everything on a canvas. */
export function developed(context: CanvasRenderingContext2D, look: Look, dials: Dials): void {
  if (look === "plain" && !dialled(dials)) {
    return;
  }
  const { width, height } = context.canvas;
  const picture = context.getImageData(0, 0, width, height);
  develop(picture.data, width, look, dials);
  context.putImageData(picture, 0, 0);
}
