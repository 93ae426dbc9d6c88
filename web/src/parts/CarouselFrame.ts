// The measures of several photographs in one frame.

import type { PhotoAnswer } from "@client";

const NARROWEST = 0.8;
const WIDEST = 1.91;

/** Width by height of a frame in which all photographs hang, so that nothing moves from one to the next: the tallest's. */
export function frameRatio(photos: Pick<PhotoAnswer, "width" | "height">[]): number {
  const tallest = Math.min(...photos.map(({ width, height }) => width / height || 1));
  return Math.min(WIDEST, Math.max(NARROWEST, Number.isFinite(tallest) ? tallest : 1));
}

/** Which slide a strip shows; to the right of the first one offsets are negative in right-to-left scripts. */
export function slideAt(offset: number, width: number, slides: number): number {
  const place = width > 0 ? Math.round(Math.abs(offset) / width) : 0;
  return Math.max(0, Math.min(slides - 1, place));
}

/** Which way an arrow key moves: towards the end of the line, towards its beginning, or not at all. */
export function stepOf(key: string, rightToLeft: boolean): -1 | 0 | 1 {
  if (key !== "ArrowLeft" && key !== "ArrowRight") {
    return 0;
  }
  return (key === "ArrowRight") === rightToLeft ? -1 : 1;
}
