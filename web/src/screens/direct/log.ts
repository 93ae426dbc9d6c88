// Which rows of a long list are drawn, and where each stands. Pure; heights that are not known yet are guessed.

export interface Drawn {
  from: number;
  to: number;
  /** Room of the rows before and after those that are drawn. */
  before: number;
  after: number;
}

/** Where each row begins; the last number is the height of all. */
export function offsetsOf(keys: readonly string[], heights: ReadonlyMap<string, number>, guess: number): Float64Array {
  const offsets = new Float64Array(keys.length + 1);
  for (const [place, key] of keys.entries()) {
    offsets[place + 1] = (offsets[place] ?? 0) + (heights.get(key) ?? guess);
  }
  return offsets;
}

/** The row at a height, by halving. */
export function rowAt(offsets: Float64Array, height: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= height) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return Math.max(0, low);
}

/** What to draw for a window from `top`, `height` high, and so much around it. */
export function drawn(offsets: Float64Array, top: number, height: number, around: number): Drawn {
  const count = offsets.length - 1;
  const all = offsets[count] ?? 0;
  if (count === 0) {
    return { from: 0, to: 0, before: 0, after: 0 };
  }
  const from = rowAt(offsets, top - around);
  const to = Math.min(count, rowAt(offsets, top + height + around) + 1);
  return { from, to, before: offsets[from] ?? 0, after: all - (offsets[to] ?? all) };
}
